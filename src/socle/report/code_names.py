"""What codes are called: countries, groups of countries, and codes of the flow of our indicators."""

from __future__ import annotations

from functools import cache

from socle.exchange.areas import group, load_areas, load_groups
from socle.exchange.flow_file import flow
from socle.model.flow import SEPARATOR


@cache
def area(code: str, lang: str) -> str:
    """The name of a country (ISO 3166, three letters) or of a group of countries; the code if nobody knows it."""
    if code in load_groups():
        return group(code).name(lang)
    from babel import Locale

    held = load_areas().get(code)
    return str(Locale.parse(lang).territories.get(held.iso2, code)) if held else code


def inquired(key: str, lang: str) -> str:
    """What a value of the inquiry is of: its measure, whose, and of which scheme or benefit, which keep their names."""
    structure = flow("INQUIRY")
    said = {
        one.id: one.codelist.codes.get(code, {}).get(lang, code) if one.codelist else code
        for one, code in zip(structure.dimensions, key.split(SEPARATOR), strict=True)
        if code != one.total and one.id not in ("FREQ", structure.area)
    }
    measure, own = said.pop(structure.indicator), [said.pop(one, "") for one in ("SCHEME", "BENEFIT")]
    return ", ".join(one for one in (measure, *said.values(), ".".join(one for one in own if one)) if one)


def coded(dimension: str, code: str, lang: str) -> str:
    """The name of a code of a breakdown; nothing for the whole."""
    one = flow("SOCIAL_PROTECTION").component(dimension)
    if code == one.total or one.codelist is None:
        return ""
    return one.codelist.codes.get(code, {}).get(lang, code)

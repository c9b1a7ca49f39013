"""What codes are called: countries, groups of countries, and codes of the flow of our indicators."""

from __future__ import annotations

from functools import cache

from socle.exchange.areas import group, load_areas, load_groups
from socle.exchange.flow_file import flow


@cache
def area(code: str, lang: str) -> str:
    """The name of a country (ISO 3166, three letters) or of a group of countries; the code if nobody knows it."""
    if code in load_groups():
        return group(code).name(lang)
    from babel import Locale

    held = load_areas().get(code)
    return str(Locale.parse(lang).territories.get(held.iso2, code)) if held else code


def coded(dimension: str, code: str, lang: str) -> str:
    """The name of a code of a breakdown; nothing for the whole."""
    one = flow("SOCIAL_PROTECTION").component(dimension)
    if code == one.total or one.codelist is None:
        return ""
    return one.codelist.codes.get(code, {}).get(lang, code)

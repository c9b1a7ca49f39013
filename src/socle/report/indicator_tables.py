"""The indicators of a country as text, rows and JSON, and the catalogue they come from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Any, Final

from socle.exchange.sources import load_sources
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE
from socle.measure.catalogue_entry import Indicator
from socle.model.statistic import Statistic
from socle.report import numbers
from socle.report.code_names import coded
from socle.report.text import translator

WIDTH: Final = 80
SMALL: Final = 0.1  # below, a ratio has a digit more
TITLES: Final = {
    "coverage": N_("Coverage"),
    "adequacy": N_("Level of benefits"),
    "expenditure": N_("Expenditure"),
    "financing": N_("Financing"),
    "poverty": N_("Poverty and hardship"),
    "system": N_("The system in law"),
}
UNITS: Final = {
    "share": N_("per cent"),
    "persons": N_("persons"),
    "money": N_("national currency"),
    "ratio": N_("ratio"),
    "number": N_("number"),
}
BREAKDOWNS: Final = {"sex": "SEX", "group": "GROUP", "function": "FUNCTION", "scheme_type": "SCHEME_TYPE"}
COLUMNS: Final = (
    "INDICATOR",
    "REF_AREA",
    "TIME_PERIOD",
    "SEX",
    "GROUP",
    "FUNCTION",
    "SCHEME_TYPE",
    "OBS_VALUE",
    "LOWER_BOUND",
    "UPPER_BOUND",
    "UNIT",
    "OBS_STATUS",
    "DENOMINATOR",
    "SOURCE",
    "METHOD",
    "REASON",
    "VINTAGE",
)


@dataclass(frozen=True)
class Shown:
    """What is shown: statistics of one country, how the country is called, and sentences about them."""

    name: str
    iso3: str
    statistics: tuple[Statistic, ...]
    notes: tuple[str, ...] = ()  # worded
    headed: bool = True  # whether how many people have a benefit was asked for


def known(one: Statistic) -> bool:
    """Whether there is a value, or bounds."""
    return one.value is not None or one.low is not None


def titled(statistics: Iterable[Statistic], titles: Mapping[str, str]) -> tuple[Statistic, ...]:
    """The same, where a sentence that names schemes by their codes names them by their titles."""
    return tuple(
        replace(one, said={**one.said, "scheme": _named(one.said["scheme"], titles)})
        if one.said.get("scheme")
        else one
        for one in statistics
    )


def _named(codes: str, titles: Mapping[str, str]) -> str:
    return ", ".join(titles.get(code, code) for code in codes.split(", "))


def numbered(statistics: Iterable[Statistic]) -> dict[str, int]:
    """Sources in the order in which they are met, each with its number."""
    met = dict.fromkeys(one.source for one in statistics if one.source and known(one))
    return {source: number for number, source in enumerate(met, 1)}


def label_of(one: Statistic, lang: str) -> str:
    """The name of an indicator with whom and what it is about."""
    parts = (title_of(one.indicator, lang), about_of(one, lang))
    return ", ".join(part for part in parts if part)


def title_of(code: str, lang: str) -> str:
    """The name of an indicator, with its unit where the numbers do not show it."""
    _, found = translator(lang), CATALOGUE[code]
    return f"{_(found.title)} ({_(UNITS[found.unit])})" if found.unit == "money" else _(found.title)


def about_of(one: Statistic, lang: str) -> str:
    """Whom and what a value is about; nothing where it is about everybody."""
    inside = CATALOGUE[one.indicator].by
    codes = {name: getattr(one, name) for name in BREAKDOWNS}
    named = {name: coded(BREAKDOWNS[name], code, lang) for name, code in codes.items()}
    # Ages that others publish are said where the catalogue has no groups; codes without a name are not.
    aged = "group" not in inside and named["group"] != codes["group"]
    parts = [text for name, text in named.items() if name in inside or (name == "group" and aged)]
    return ", ".join(part.lower() for part in parts if part)


def cited(text: str) -> str:
    """A source as people cite it: keys of the list of sources with producer, title and edition."""
    held = load_sources()
    parts = [part.strip() for part in text.split(";")]
    return "; ".join(
        f"{held[part].producer}, {held[part].title} ({held[part].vintage})" if part in held else part
        for part in parts
    )


def value_of(one: Statistic, lang: str) -> str:
    """A value with its unit, or the bounds between which it lies."""
    if one.value is not None:
        return _number(one.value, one.unit, lang)
    if one.low is None or one.high is None:
        return translator(lang)(numbers.UNKNOWN)
    return f"{_number(one.low, one.unit, lang)} – {_number(one.high, one.unit, lang)}"


def _number(value: float, unit: str, lang: str) -> str:
    if unit == "share":
        return numbers.share(value, lang)
    if unit == "persons":
        return numbers.persons(value, lang)
    if unit == "money":
        return numbers.amount(value, lang)
    digits = 0 if unit == "number" else 2 if abs(value) >= SMALL or not value else 3
    return numbers.number(value, lang, digits)


def rows_of(statistics: Iterable[Statistic], lang: str = "en") -> list[dict[str, Any]]:
    """One row a value, in SDMX words; shares are per cent, and what is missing says why."""
    _ = translator(lang)
    return [
        {
            "INDICATOR": one.indicator,
            "REF_AREA": one.area,
            "TIME_PERIOD": one.year,
            "SEX": one.sex,
            "GROUP": one.group,
            "FUNCTION": one.function,
            "SCHEME_TYPE": one.scheme_type,
            "OBS_VALUE": _scaled(one.value, one.unit),
            "LOWER_BOUND": _scaled(one.low, one.unit),
            "UPPER_BOUND": _scaled(one.high, one.unit),
            "UNIT": UNITS[one.unit],
            "OBS_STATUS": one.status,
            "DENOMINATOR": one.denominator,
            "SOURCE": one.source,
            "METHOD": _(one.method).format(**one.said) if one.method else "",
            "REASON": _(one.reason).format(**one.said) if one.reason else "",
            "VINTAGE": one.vintage,
        }
        for one in statistics
    ]


def _scaled(value: float | None, unit: str) -> float | None:
    return None if value is None else round(value * 100, 12) if unit == "share" else value


def as_csv(statistics: Iterable[Statistic], lang: str = "en") -> str:
    """One line a value."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows_of(statistics, lang))
    return out.getvalue()


def as_json(shown: Shown, lang: str = "en") -> str:
    """The country, its values, and what is to be known of them."""
    said = {
        "country": shown.iso3,
        "name": shown.name,
        "indicators": rows_of(shown.statistics, lang),
        "notes": list(shown.notes),
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def catalogue_told(indicators: Sequence[Indicator], lang: str) -> str:
    """What each indicator is: code, name, unit, definition, formula, breakdowns."""
    _ = translator(lang)
    text: list[str] = []
    for one in indicators:
        text += [*wrap(f"{one.code}: {_(one.title)} [{_(UNITS[one.unit])}]", WIDTH, subsequent_indent="  ")]
        text += wrap(_(one.definition), WIDTH, initial_indent="  ", subsequent_indent="  ")
        text += wrap(f"= {one.formula}", WIDTH, initial_indent="  ", subsequent_indent="    ")
        more = [_(N_("by {breakdowns}")).format(breakdowns=", ".join(one.by))] if one.by else []
        more += [f"SDG {one.sdg}"] if one.sdg else []
        text += wrap("; ".join(more), WIDTH, initial_indent="  ", subsequent_indent="  ")
    return "\n".join(text) + "\n"


def catalogue_rows(indicators: Sequence[Indicator], lang: str) -> list[dict[str, Any]]:
    """The catalogue as rows."""
    _ = translator(lang)
    return [
        {
            "code": one.code,
            "title": _(one.title),
            "definition": _(one.definition),
            "unit": one.unit,
            "formula": one.formula,
            "inputs": list(one.inputs),
            "by": list(one.by),
            "sdg": one.sdg,
            "ilo": one.ilo,
        }
        for one in indicators
    ]

"""The indicators of a country as text, rows and JSON, and the catalogue they come from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

from socle.exchange.sources import load_sources
from socle.ground.axes import SEX_CODES
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE, ROOMS
from socle.measure.catalogue_entry import Indicator
from socle.model.observation import FINAL, STATUSES
from socle.model.statistic import OF_SURVEY, Statistic
from socle.report import numbers
from socle.report.code_names import coded
from socle.report.plain_table import lines
from socle.report.sections import Table
from socle.report.text import Translate, translator

WIDTH: Final = 80
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
HEADLINE: Final = "COV_ANY"
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


def told(shown: Shown, lang: str) -> str:
    """The indicators for a terminal: the answer, a table a room, what has no value and why, the sources."""
    _ = translator(lang)
    sources = _numbered(shown.statistics)
    known = [one for one in shown.statistics if _known(one)]
    text = wrap(numbers.plain(_headline(shown, lang)), WIDTH)
    for room in ROOMS:
        inside = [one for one in known if CATALOGUE[one.indicator].room == room]
        if inside:
            text += ["", *lines(_table(room, inside, sources, lang), WIDTH)]
    text += _absent([one for one in shown.statistics if not _known(one)], lang)
    if sources:
        text += ["", _(N_("Sources"))]
    for source, number in sources.items():
        text += _item(f"{number} ", _cited(source))
    for note in shown.notes:
        text += ["", *wrap(note, WIDTH)]
    return "\n".join(text) + "\n"


def _headline(shown: Shown, lang: str) -> str:
    _ = translator(lang)
    whole = [one for one in shown.statistics if one.indicator == HEADLINE and one.sex == SEX_CODES["both"]]
    best = max((one for one in whole if _known(one)), key=_told_first, default=None)
    if best is None:
        return _(N_("{country}: nothing says how many people have at least one benefit.")).format(
            country=shown.name
        )
    said = _(
        N_(
            "{country}: {share} of the population contributed to or received at least one cash benefit ({year})."
        )
    ).format(country=shown.name, share=value_of(best, lang), year=best.year)
    surveyed = max((one for one in whole if _of_survey(one)), key=_told_first, default=best)
    if surveyed is best:
        return said
    more = _(N_("In the survey, with the law asked of every person: {share} ({year})."))
    return f"{said} {more.format(share=value_of(surveyed, lang), year=surveyed.year)}"


def _told_first(one: Statistic) -> tuple[bool, int]:
    """What an office counted goes before what a survey shows of a law; then the latest."""
    return not _of_survey(one), one.year


def _of_survey(one: Statistic) -> bool:
    """Whether the value comes from a survey that was asked here."""
    return one.method == OF_SURVEY


def _table(room: str, inside: Sequence[Statistic], sources: Mapping[str, int], lang: str) -> Table:
    _ = translator(lang)
    rows = tuple(
        (
            label_of(one, lang),
            value_of(one, lang),
            str(one.year),
            _status(one, _),
            str(sources.get(one.source, "")),
        )
        for one in inside
    )
    head = ("", _(N_("Value")), _(N_("Year")), _(N_("Status")), _(N_("Source")))
    return Table(_(TITLES[room]), head, (("", rows),))


def _status(one: Statistic, _: Translate) -> str:
    if one.value is None:
        return _(N_("bounds"))
    return "" if one.status == FINAL else _(STATUSES.get(one.status, one.status))


def _absent(missing: Sequence[Statistic], lang: str) -> list[str]:
    """What is not known, each reason once with all that it concerns."""
    _ = translator(lang)
    by_reason: dict[str, list[str]] = {}
    for one in missing:
        reason = _(one.reason).format(**one.said) if one.reason else _(N_("No value is given."))
        by_reason.setdefault(reason, []).append(label_of(one, lang))
    if not by_reason:
        return []
    text = ["", _(N_("Not known"))]
    for reason, labels in by_reason.items():
        text += _item("* ", f"{reason} ({'; '.join(dict.fromkeys(labels))})")
    return text


def _item(mark: str, text: str) -> list[str]:
    return wrap(numbers.plain(text), WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark))


def _known(one: Statistic) -> bool:
    return one.value is not None or one.low is not None


def _numbered(statistics: Iterable[Statistic]) -> dict[str, int]:
    """Sources in the order in which they are met, each with its number."""
    met = dict.fromkeys(one.source for one in statistics if one.source and _known(one))
    return {source: number for number, source in enumerate(met, 1)}


def label_of(one: Statistic, lang: str) -> str:
    """The name of an indicator with whom and what it is about."""
    _ = translator(lang)
    inside = CATALOGUE[one.indicator].by
    about = [
        coded(BREAKDOWNS[name], getattr(one, name), lang).lower() for name in BREAKDOWNS if name in inside
    ]
    return ", ".join(part for part in (_(CATALOGUE[one.indicator].title), *about) if part)


def _cited(text: str) -> str:
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
    return numbers.number(value, lang, 0 if unit == "number" else 2)


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
            "UNIT": "per cent" if one.unit == "share" else one.unit,
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

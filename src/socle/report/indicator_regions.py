"""Indicators of groups of countries as text, rows and JSON: who stands behind each value, or why there is none."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import wrap
from typing import Any, Final

from socle.exchange.areas import group
from socle.ground.words import N_
from socle.measure.concerned import CONCEPTS
from socle.model.aggregate import Aggregate
from socle.report import annex_words as words
from socle.report import numbers, plain_table
from socle.report.indicator_tables import cited, label_of, value_of
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.indicator_regions import Regional

WIDTH: Final = 80
COLUMNS: Final = (
    "INDICATOR",
    "REF_AREA",
    "NAME",
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
    "COUNTRIES",
    "MEMBERS",
    "SHARE_REPORTING",
    "SHARE_IMPUTED",
    "LEAST",
    "MOST",
    "FIRST_YEAR",
    "LAST_YEAR",
    "WEIGHTED_BY",
    "METHOD",
    "REASON",
    "VINTAGE",
)
POSSIBLE: Final = N_("Possible: what the value would be if nobody, or everybody, in silent countries had it.")
FEW: Final = N_("–: countries with less than {threshold} % of {told} report.")
IMPUTED: Final = N_("*: silent countries are imputed with the mean of countries like them.")
BY: Final = N_("Weighted by {concept}; countries with their latest value of {first} to {last}.")
SHARES: Final = N_("Their share is a share of {told}.")
EDITION: Final = N_("Edition: {vintage}.")
OTHERS: Final = N_("Other editions are held and not mixed in: {vintages} (--vintage shows them).")


def told(found: Sequence[Regional], lang: str) -> str:
    """Every indicator as a table of 80 columns with its notes, then the sources."""
    lines: list[str] = []
    for one in found:
        lines += [*plain_table.lines(table(one, lang), WIDTH), ""]
    return "\n".join(numbers.plain(line) for line in (*lines, *_sources(found, lang))) + "\n"


def table(one: Regional, lang: str) -> Table:
    """The groups of one indicator: value, countries that report, their share of the people, years, possible range."""
    _ = translator(lang)
    possible = any(each.least is not None for each in one.groups)
    head = (_("Group"), _("Value"), _("Countries"), _("Their share, %"), _("Years"))
    rows = tuple(_row(each, lang, possible) for each in one.groups)
    caption = f"{label_of(replace(one.about, indicator=one.code), lang)}, {one.year}"
    return Table(
        caption,
        (*head, _("Possible, %")) if possible else head,
        (("", rows),),
        notes=tuple(_notes(one, lang, possible)),
    )


def _row(one: Aggregate, lang: str, possible: bool) -> tuple[str, ...]:
    years, value = one.years, one.statistic
    bounds = one.least is not None and one.most is not None and one.countries > 0
    cells = (
        words.area(value.area, lang),
        "–" if value.reason else value_of(value, lang) + ("*" if one.imputed else ""),
        f"{one.countries}/{one.members}",
        numbers.number(100 * one.share, lang, 0),
        "–" if years is None else f"{years[0]}" if years[0] == years[1] else f"{years[0]}–{years[1]}",
    )
    if not possible:
        return cells
    return (*cells, f"{words.percent(one.least, lang)}–{words.percent(one.most, lang)}" if bounds else "–")  # type: ignore[arg-type]


def _notes(one: Regional, lang: str, possible: bool) -> Iterator[str]:
    _ = translator(lang)
    said = one.groups[0].statistic.said
    people, weight = _(CONCEPTS[said["told"]]), _(CONCEPTS[said["concept"]])
    yield _(BY).format(concept=weight, first=one.year - one.window, last=one.year)
    if said["told"] != said["concept"]:
        yield _(SHARES).format(told=people)
    if any(each.statistic.reason for each in one.groups):
        yield _(FEW).format(threshold=said["threshold"], told=people)
    if any(each.imputed for each in one.groups):
        yield _(IMPUTED)
    if possible:
        yield _(POSSIBLE)
    if one.vintage:
        yield _(EDITION).format(vintage=one.vintage)
    if one.others:
        yield _(OTHERS).format(vintages=", ".join(one.others))


def _sources(found: Sequence[Regional], lang: str) -> list[str]:
    """The sources of the values and of the weights, each once."""
    _ = translator(lang)
    keys = dict.fromkeys(one.about.source for one in found if one.about.source)
    weights = dict.fromkeys(key for one in found for key in one.sources)
    text = dict.fromkeys(cited(key) for key in (*keys, *weights))
    return [
        _("Sources:"),
        *(line for one in text for line in wrap(one, WIDTH, initial_indent="  ", subsequent_indent="  ")),
    ]


def rows(found: Sequence[Regional], lang: str) -> list[dict[str, Any]]:
    """One row a group and indicator, in SDMX words; shares are per cent, and what is missing says why."""
    return [_as_row(one, each, lang) for one in found for each in one.groups]


def _as_row(one: Regional, each: Aggregate, lang: str) -> dict[str, Any]:
    value, years = each.statistic, each.years or (None, None)
    scale = 100 if value.unit == "share" else 1
    reason = words.why(each, lang)
    return {
        "INDICATOR": one.code,
        "REF_AREA": value.area,
        "NAME": group(value.area).name(lang),
        "TIME_PERIOD": one.year,
        "SEX": value.sex,
        "GROUP": value.group,
        "FUNCTION": value.function,
        "SCHEME_TYPE": value.scheme_type,
        "OBS_VALUE": _scaled(value.value, scale),
        "LOWER_BOUND": _scaled(value.low, scale),
        "UPPER_BOUND": _scaled(value.high, scale),
        "UNIT": "per cent" if scale > 1 else value.unit,
        "OBS_STATUS": value.status,
        "COUNTRIES": each.countries,
        "MEMBERS": each.members,
        "SHARE_REPORTING": _scaled(each.share, 100),
        "SHARE_IMPUTED": _scaled(each.imputed, 100),
        "LEAST": _scaled(each.least, scale),
        "MOST": _scaled(each.most, scale),
        "FIRST_YEAR": years[0],
        "LAST_YEAR": years[1],
        "WEIGHTED_BY": value.said["concept"],
        "METHOD": "" if value.reason else reason,
        "REASON": reason if value.reason else "",
        "VINTAGE": one.vintage,
    }


def _scaled(value: float | None, scale: int) -> float | None:
    return None if value is None else round(value * scale, 12)


def as_csv(found: Sequence[Regional], lang: str) -> str:
    """One line a group and indicator."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(found, lang))
    return out.getvalue()


def as_json(found: Sequence[Regional], lang: str) -> str:
    """The same rows, with the editions left aside."""
    others = {one.code: list(one.others) for one in found if one.others}
    said = {"regions": rows(found, lang), "other_editions": others}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"

"""The impact of a scenario on households, for a terminal and as JSON."""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Sequence
from dataclasses import asdict

from socle.ground.words import N_
from socle.report import numbers
from socle.report.text import named, translator
from socle.run.impact import EVERYBODY, MEASURES, Impact, Row
from socle.run.people import People

WIDTH = 80
NAMES = {
    "fgt0": N_("Poverty: head count"),
    "fgt1": N_("Poverty: gap"),
    "fgt2": N_("Poverty: severity"),
    "gini": N_("Inequality: Gini"),
}
SHOWN = {
    "coverage": N_("coverage"),
    "undercoverage": N_("missed"),
    "leakage": N_("not poor"),
    "reduction_efficiency": N_("closes"),
}
INVENTED = N_("The survey is invented: drawn from the population of the country, with nobody real in it.")
READING = N_(
    "Coverage: share of people in households that receive. Missed: share of the poor who do not. Not poor: share of "
    "recipients who are not poor. Closes: share of the money that closes the poverty gap. Deciles and the poor are "
    "fixed before the transfers; the money is shared equally within the household; health care and financing are not "
    "counted in welfare. "
    "Behind +/-: the standard error, which respects the design of the sample."
)


def as_json(result: Impact, change: Sequence[Row]) -> str:
    """Every number as a record; what is unknown is null."""
    rows = [asdict(row) for row in (*result.rows, *change)]
    for row in rows:
        row |= {key: None for key in ("value", "se") if not math.isfinite(row[key])}
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def summary(result: Impact, change: Sequence[Row], people: People, lang: str) -> str:
    """Poverty and inequality before and after, each benefit, the difference of two scenarios."""
    _ = translator(lang)
    cells = {(row.measure, row.group): row for row in result.rows}
    lines = [f"{result.country} {result.year}, {result.rows[0].scenario}"]
    lines += textwrap.wrap(_(INVENTED), WIDTH) if people.invented else []
    heads = (_(N_("before")), _(N_("after")), _(N_("change, points")))
    lines += ["", " " * 26 + "".join(f"{head:>18}" for head in heads), "-" * WIDTH]
    for measure in MEASURES:
        three = [cells[measure, group] for group in ("before", "after", "change")]
        lines.append(f"{_(NAMES[measure]):<26}" + "".join(f"{_with_error(row, lang):>18}" for row in three))
    lines += [
        "",
        f"{_(N_('benefit')):<32}" + "".join(f"{_(head):>12}" for head in SHOWN.values()),
        "-" * WIDTH,
    ]
    for path in dict.fromkeys(row.measure.partition(":")[0] for row in result.rows if ":" in row.measure):
        shown = [cells[f"{path}:{measure}", EVERYBODY] for measure in SHOWN]
        name = _(N_("all benefits")) if path == EVERYBODY else path
        lines.append(f"{name[:31]:<32}" + "".join(f"{_short(row.value, lang):>12}" for row in shown))
    if change:
        lines += ["", change[0].scenario, "-" * WIDTH]
        lines += [
            f"{_(NAMES.get(row.measure, row.measure)):<36}{_with_error(row, lang):>20}" for row in change
        ]
    for missing in result.not_computed:
        reason = _(missing.reason).format(**missing.values)
        lines += textwrap.wrap(f"* {named(missing.title, lang)}: {reason}", WIDTH, subsequent_indent="  ")
    return numbers.plain("\n".join([*lines, "", *textwrap.wrap(_(READING), WIDTH)])) + "\n"


def _with_error(row: Row, lang: str) -> str:
    return f"{_short(row.value, lang)} +/-{numbers.number(100 * row.se, lang, 2)}"


def _short(value: float, lang: str) -> str:
    return numbers.number(100 * value, lang, 1) + " %" if math.isfinite(value) else "-"

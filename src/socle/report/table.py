"""A floor in a terminal: the answer, a table of 80 columns, then what to know before quoting it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import wrap

from socle.measure import tidy
from socle.model.results import Floor, ScenarioCost
from socle.report import findings, labels, numbers, sections
from socle.report.text import translator

WIDTH = 80
SHARE, PERSONS, MONEY = 9, 15, 20


def summary(floor: Floor, lang: str, files: Iterable[Path] = (), more: Iterable[str] = ()) -> str:
    """The answer as a sentence, the table of guarantees by scenario, the notes, and where the files went.

    `more` are sentences that another result adds.
    """
    parts = [
        *wrap(findings.headline(floor, lang) + ".", WIDTH),
        *wrap(findings.parts(floor, lang), WIDTH),
        "",
    ]
    parts += _table(floor, lang)
    notes = _notes(floor, lang)
    if notes:
        parts += ["", *notes]
    for text in more:
        parts += ["", *wrap(numbers.together(text), WIDTH)]
    written = [str(path) for path in files]
    if written:
        parts += ["", translator(lang)("Written:"), *(f"  {path}" for path in written)]
    return numbers.plain("\n".join(parts)) + "\n"


def _table(floor: Floor, lang: str) -> list[str]:
    _ = translator(lang)
    at = [step for step in labels.steps(floor) if floor.years[step] - floor.base_year != 20]
    widths = [*[SHARE for _step in at], PERSONS, MONEY]
    share, persons = _("cost, % of GDP").rjust(WIDTH - PERSONS - MONEY), _("recipients").rjust(PERSONS)
    years = [*(str(floor.years[step]) for step in at), str(floor.base_year), str(floor.base_year)]
    cost = _("cost, {currency}").format(currency=floor.currency).rjust(MONEY)
    lines = [share + persons + cost, _row(["", *years], widths), "-" * WIDTH]
    for number, scenario in enumerate(floor.scenarios):
        if number:
            lines.append("")
        lines.append(labels.scenario_title(scenario, lang)[:WIDTH])
        for guarantee in labels.guarantees(floor):
            absent = labels.absence(scenario, guarantee, _)
            cells = [absent] if absent else _cells(floor, scenario, guarantee, at, lang)
            lines.append(_row(["  " + _(labels.GUARANTEE[guarantee]), *cells], widths))
        lines.append(_row(["  " + _("Total"), *_cells(floor, scenario, "", at, lang)], widths))
    return lines


def _cells(floor: Floor, scenario: ScenarioCost, guarantee: str, at: Sequence[int], lang: str) -> list[str]:
    base = floor.years.index(floor.base_year)
    chosen = tidy.of_guarantee(floor, scenario, guarantee) if guarantee else tidy.total(floor, scenario)
    part = chosen.cost / floor.macro.gdp
    some = chosen.partial["cost"]
    missing = translator(lang)("missing")  # shorter than `unknown` in the three languages
    shares = [
        missing
        if not math.isfinite(part[step])
        else numbers.at_least(numbers.share_in_column(float(part[step]), lang, unit=False), bool(some[step]))
        for step in at
    ]
    reached = numbers.persons(float(chosen.recipients[base]), lang)
    reached = numbers.at_least(reached, bool(chosen.partial["recipients"][base]))
    money = numbers.at_least(numbers.amount(float(chosen.cost[base]), lang), bool(some[base]))
    return [*shares, reached, money]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """A line of the table: a name and right-aligned cells; one cell alone takes the place of all shares."""
    first = WIDTH - sum(widths)
    name = cells[0][:first].ljust(first)
    if len(cells) == 2:
        return name + cells[1].rjust(sum(widths[:-2]))
    return name + "".join(cell.rjust(width) for cell, width in zip(cells[1:], widths, strict=True))


def _notes(floor: Floor, lang: str) -> list[str]:
    _ = translator(lang)
    notes = [
        _("{scenario}: benefits left out of the total because their cost is not known: {count}.").format(
            scenario=labels.scenario_title(scenario, lang), count=len(scenario.not_computed)
        )
        for scenario in floor.scenarios
        if scenario.not_computed
    ]
    notes += sections.lower_bound(floor, lang, ("cost", "recipients"))
    for line in floor.lines:
        if line.used:
            notes += [labels.warned(line, text, lang) for text in line.warnings]
    unverified = [_(one.topic) for one in floor.assumptions if one.unverified]
    if unverified:
        notes.append(_("Unverified: {topics}.").format(topics=", ".join(dict.fromkeys(unverified))))
    said = {text for line in floor.lines for text in line.warnings}
    notes += [_(text) for text in floor.warnings if text not in said]
    return [line for note in notes for line in wrap(note, WIDTH, initial_indent="* ", subsequent_indent="  ")]

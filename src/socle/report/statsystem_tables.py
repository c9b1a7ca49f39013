"""The assessment of a statistical system in a terminal: scores, figures that there are, the plan."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import wrap

from socle.ground.words import N_
from socle.measure.statsystem import Plan, Score, Step
from socle.model.statsystem import DISAGGREGATIONS, QUESTIONS, TITLES
from socle.report import numbers, plain_table
from socle.report.reweight_tables import flag_lines
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.statsystem import Assessment

WIDTH = 80
MOST_YEARS = 6  # columns of years in a terminal
MOST = 12  # missing questions named
SCORED = N_("{country}, {date}: the statistical system scores {score} of 100.")
NOT_SCORED = N_("{country}, {date}: no question is answered, so there is no score.")
ANSWERED = N_(
    "{known} of {all} questions are answered ({share} of the weight). Whatever the other answers, the score lies "
    "between {low} and {high}."
)
ALL_ANSWERED = N_("All {all} questions are answered.")
THERE = N_("Figures: {available} of {required} required cells are there ({rate}), {first}-{last}.")
LOOKED = N_("Looked for in: {origin}.")
NONE_REQUIRED = N_("Figures: none are required.")
COUNTED = N_("A year has n/m: n of m required cells (everybody, women, men, breakdowns) hold a value.")
LAG = N_("Lag: {year} less the last year with a value.")
ORDERED = N_("By points of the score gained for the cost, an action after the one on which it builds.")


def statsystem_text(found: Assessment, name: str, lang: str, files: Iterable[Path] = ()) -> str:
    """The answer, then the tables, what is lacking, and what to know before quoting it."""
    _ = translator(lang)
    parts = [*headline(found, name, lang), ""]
    parts += [*plain_table.lines(scores(found, lang), WIDTH), "", *_missing(found.overall, lang)]
    parts += ["", *_figures(found, lang), "", *_plan(found, lang)]
    flags = flag_lines(found.given.flags, lang)
    parts += ["", *flags] if flags else []
    written = [str(path) for path in files]
    parts += ["", _("Written:"), *(f"  {path}" for path in written)] if written else []
    return numbers.plain("\n".join(parts)) + "\n"


def headline(found: Assessment, name: str, lang: str) -> list[str]:
    """The score, and between which bounds it lies."""
    return _wrapped(f"{title(found, name, lang)} {lead(found, lang)[0]}")


def title(found: Assessment, name: str, lang: str) -> str:
    """The score as a sentence."""
    _, whole = translator(lang), found.overall
    text = NOT_SCORED if whole.value is None else SCORED
    return _(text).format(country=name, date=found.given.day, score=points(whole.value, lang))


def lead(found: Assessment, lang: str) -> tuple[str, ...]:
    """What is answered, and where figures were looked for."""
    _, whole = translator(lang), found.overall
    known = whole.questions - len(whole.missing)
    answered = _(ANSWERED if whole.missing else ALL_ANSWERED).format(
        known=known,
        all=whole.questions,
        share=numbers.share(whole.answered, lang),
        low=points(whole.low, lang),
        high=points(whole.high, lang),
    )
    return answered, _(LOOKED).format(origin=_(found.figures.origin).format(**found.figures.said))


def tables(found: Assessment, lang: str) -> tuple[Table, ...]:
    """Scores, the figures that there are by year, the plan and what is not answered, each with its caption."""
    _ = translator(lang)
    missing = tuple((".".join(pair), _(QUESTIONS[pair])) for pair in found.overall.missing)
    steps = tuple(
        (f"{at}. {one.action.what}", one.action.owner) for at, one in enumerate(found.plan.steps, 1)
    )
    counted = (_(COUNTED), _(LAG).format(year=found.given.day.year))
    made = [
        replace(scores(found, lang), caption=_(N_("Score of each domain"))),
        replace(matrix(found, lang, MOST_YEARS), caption=_(N_("Figures by year")), notes=counted)
        if found.cells
        else None,
        replace(
            plan_table(found.plan.steps, found.given.currency, lang),
            caption=_(N_("The plan")),
            notes=(_(ORDERED),),
        )
        if steps
        else None,
        Table(_(N_("Actions")), (_(N_("action")), _(N_("owner"))), (("", steps),), 1) if steps else None,
        Table(_(N_("Not answered")), (_(N_("item")), _(N_("question"))), (("", missing),), 1)
        if missing
        else None,
    ]
    return tuple(one for one in made if one is not None)


def points(value: float | None, lang: str) -> str:
    """Points of a score; a word where there is none."""
    return translator(lang)("missing") if value is None else numbers.number(value, lang, 1)


def scores(found: Assessment, lang: str) -> Table:
    """Each domain with its score, how much of it is answered, and its bounds."""
    _ = translator(lang)
    head = (_(N_("domain")), _(N_("score")), _(N_("answered")), _(N_("lowest")), _(N_("highest")))
    rows = [_score_row(_(TITLES[code]), one, lang) for code, one in found.domains.items()]
    rows.append(_score_row(_("Total"), found.overall, lang))
    return Table("", head, (("", tuple(rows)),))


def _score_row(name: str, one: Score, lang: str) -> tuple[str, ...]:
    answered = f"{one.questions - len(one.missing)}/{one.questions}"
    return (name, points(one.value, lang), answered, points(one.low, lang), points(one.high, lang))


def _missing(whole: Score, lang: str) -> list[str]:
    _ = translator(lang)
    if not whole.missing:
        return []
    lines = [_(N_("Not answered:"))]
    for pair in whole.missing[:MOST]:
        lines += _item(f"{'.'.join(pair)}: {_(QUESTIONS[pair])}")
    if len(whole.missing) > MOST:
        lines += _item(_(N_("and {count} more")).format(count=len(whole.missing) - MOST))
    return lines


def _figures(found: Assessment, lang: str) -> list[str]:
    _, there = translator(lang), found.availability
    origin = _(found.figures.origin).format(**found.figures.said)
    looked = _wrapped(_(LOOKED).format(origin=origin))
    if not there.required:
        return [*_wrapped(_(NONE_REQUIRED)), *looked]
    years = sorted({cell.year for cell in found.cells})
    head = _(THERE).format(
        available=there.available,
        required=there.required,
        rate=numbers.share(there.available / there.required, lang),
        first=years[0],
        last=years[-1],
    )
    lines = [*_wrapped(head), *looked, "", *plain_table.lines(matrix(found, lang, MOST_YEARS), WIDTH)]
    lines += _wrapped(_(COUNTED)) + _wrapped(_(LAG).format(year=found.given.day.year))
    if there.sources:
        lines += ["", _(N_("Cells by source:"))]
        for source, count in there.sources.items():
            lines += _item(f"{source}: {count}")
    return lines


def matrix(found: Assessment, lang: str, most: int) -> Table:
    """Indicators by year: how many of the required cells hold a value; the last `most` years."""
    _ = translator(lang)
    years = sorted({cell.year for cell in found.cells})[-most:]
    rows = []
    for name in sorted({cell.indicator for cell in found.cells}):
        counts = []
        for year in years:
            own = [
                sources
                for cell, sources in found.cells.items()
                if cell.indicator == name and cell.year == year
            ]
            counts.append(f"{sum(map(bool, own))}/{len(own)}" if own else "")
        lag = found.availability.lag[name]
        rows.append((name, *counts, "-" if lag is None else str(lag)))
    return Table("", (_(N_("indicator")), *map(str, years), _(N_("lag"))), (("", tuple(rows)),))


def part(code: str, lang: str) -> str:
    """Of whom a figure is."""
    return translator(lang)(DISAGGREGATIONS.get(code, code))


def _plan(found: Assessment, lang: str) -> list[str]:
    _, plan = translator(lang), found.plan
    lines: list[str] = []
    if plan.steps:
        table = plan_table(plan.steps, found.given.currency, lang)
        lines += [*plain_table.lines(table, WIDTH), *_wrapped(_(ORDERED)), ""]
        for place, step in enumerate(plan.steps, start=1):
            one = step.action
            said = f"{one.what} ({one.owner}; {one.domain}.{one.code} {one.begins}-{one.ends})"
            lines += wrap(f"{place}. {said}", WIDTH, subsequent_indent="   ")
        lines += ["", *_totals(found, plan, lang)]
    else:
        lines += [_(N_("The plan has no action."))]
    if plan.gaps:
        lines += [
            "",
            *_wrapped(_(N_("Not raised to level {target} by the plan:")).format(target=found.given.target)),
        ]
        for domain, item, level in plan.gaps:
            lines += _item(f"{domain}.{item} ({level}): {_(QUESTIONS[domain, item])}")
    return lines


def plan_table(steps: Sequence[Step], currency: str, lang: str) -> Table:
    """The actions by their number in the plan."""
    _ = translator(lang)
    head = (
        _(N_("action")),
        _(N_("due")),
        _(N_("cost, {currency}")).format(currency=currency),
        _(N_("points")),
        _(N_("points, sum")),
    )
    rows = tuple(
        (
            str(place),
            str(step.action.by),
            _("missing") if step.action.cost is None else numbers.amount(step.action.cost, lang),
            numbers.number(step.gain, lang, 2),
            numbers.number(step.total, lang, 2),
        )
        for place, step in enumerate(steps, start=1)
    )
    return Table("", head, (("", rows),))


def _totals(found: Assessment, plan: Plan, lang: str) -> list[str]:
    _, currency = translator(lang), found.given.currency
    lines = [_(N_("Cost of the plan: {cost}.")).format(cost=numbers.money(plan.cost, currency, lang))]
    for title, sums in ((N_("By year: {sums}"), plan.by_year), (N_("By owner: {sums}"), plan.by_owner)):
        said = "; ".join(f"{key}: {numbers.money(value, currency, lang)}" for key, value in sums.items())
        lines += _item(_(title).format(sums=said))
    if plan.not_costed:
        lines += _item(
            _(N_("Actions without a cost, in none of the sums: {count}.")).format(count=plan.not_costed)
        )
    return lines


def per_cost(step: Step) -> float | None:
    """Points for a million of money; none where it is not known or costs nothing."""
    value = step.per_cost
    return None if value is None or math.isinf(value) else value * 1e6


def _item(text: str) -> list[str]:
    return wrap(numbers.together(text), WIDTH, initial_indent="* ", subsequent_indent="  ")


def _wrapped(text: str) -> list[str]:
    return wrap(numbers.together(text), WIDTH)

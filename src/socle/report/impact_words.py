"""What the numbers of an impact are called, where they stand, and the sentences that say what was found."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from socle.ground.words import N_
from socle.measure.incidence import DECILES as TENTHS
from socle.report import labels, numbers
from socle.report.findings import in_words
from socle.report.impact_names import CLASS, MEASURE
from socle.report.reweight_tables import worded
from socle.report.text import named, translator
from socle.run.households import Households
from socle.run.impact import EVERYBODY, Row
from socle.run.impact_groups import GROUPS

NORMAL = 1.959964  # standard errors on each side of an interval of 95 %: the normal distribution
DECILES = N_(
    "Deciles: tenths of persons by welfare before the transfers, fixed at baseline; 1 is the poorest. Welfare: "
    "{concept}; transfers are shared equally within the household."
)
WELFARE = N_("Persons are counted. Welfare: {concept}; transfers are shared equally within the household.")
FAINT = 0.05  # points
BEFORE, AFTER, CHANGE = "before", "after", "change"

Cells = Mapping[tuple[str, str], Row]
"""Rows by measure and group."""


def cells(rows: Iterable[Row]) -> Cells:
    """The rows by measure and group."""
    return {(row.measure, row.group): row for row in rows}


def deciles() -> list[str]:
    """The groups of the ten tenths."""
    return [f"decile {number}" for number in range(1, TENTHS + 1)]


def paths(found: Households) -> list[str]:
    """The benefits that the survey could answer, as the rows name them, without their sum."""
    named_there = dict.fromkeys(row.measure.partition(":")[0] for row in found.impact.rows)
    return [path for path in named_there if path in found.benefits]


def benefit(found: Households, path: str, lang: str) -> str:
    """A benefit as a heading; all of them together."""
    if path == EVERYBODY:
        return translator(lang)("All cash benefits")
    return labels.capital(named(found.benefits[path].title, lang))


def measure(code: str, lang: str) -> str:
    """The name of a measure, also of one that belongs to a benefit; a code without name is shown as it is."""
    last = code.rpartition(":")[2]
    for when in ("_before", "_after", "_change"):
        last = last if last in MEASURE else last.removesuffix(when)
    words = MEASURE.get(last) or CLASS.get(last)
    return translator(lang)(words) if words else labels.capital(last.replace("_", " "))


def group(code: str, lang: str) -> str:
    """The name of a group of people."""
    _ = translator(lang)
    if code == EVERYBODY:
        return _("All people")
    if code.startswith("decile "):
        return _("Decile {number}").format(number=code.removeprefix("decile "))
    return _(GROUPS[code]) if code in GROUPS else labels.capital(code)


def points(value: float, lang: str) -> str:
    """A difference of shares, in points: one decimal, two where one would show nothing."""
    return numbers.number(100 * value, lang, 1 if abs(100 * value) >= FAINT or not value else 2)


def interval(row: Row, lang: str) -> str:
    """The interval of 95 % of a share or a difference of shares, in per cent or points."""
    if not (math.isfinite(row.value) and math.isfinite(row.se)):
        return translator(lang)(numbers.UNKNOWN)
    low, high = (points(row.value + sign * NORMAL * row.se, lang) for sign in (-1, 1))
    return translator(lang)("{low} to {high}").format(low=low, high=high)


def scenario(found: Households, lang: str) -> str:
    """The scenario as a sentence names it."""
    return in_words(found.title, lang)


def difference(found: Households, lang: str) -> str:
    """The scenario and the one it is set against."""
    text = translator(lang)("{scenario} less {other}")
    return text.format(scenario=scenario(found, lang), other=in_words(found.against or found.title, lang))


def country(found: Households, lang: str) -> str:
    """The country's name."""
    return named(found.name, lang)


def headline(found: Households, lang: str) -> str:
    """The answer: people reached, poverty before and after."""
    there, _ = cells(found.impact.rows), translator(lang)
    if not paths(found):
        none = _(
            "{country} {year}, {scenario}: no benefit can be worked out on this survey, for the reasons listed"
        )
        return none.format(country=country(found, lang), year=found.year, scenario=scenario(found, lang))
    template = _(
        "{country} {year}, {scenario}: {reached} of people live with a cash benefit; "
        "poverty goes from {before} to {after}"
    )
    return template.format(
        country=country(found, lang),
        year=found.year,
        scenario=scenario(found, lang),
        reached=numbers.share(there[f"{EVERYBODY}:coverage", EVERYBODY].value, lang),
        before=numbers.share(there["fgt0", BEFORE].value, lang),
        after=numbers.share(there["fgt0", AFTER].value, lang),
    )


def lead(found: Households, lang: str) -> list[str]:
    """The sentences after the answer: persons and money, the interval of the change, what a franc closes."""
    _ = translator(lang)
    if not paths(found):
        return befallen(found, lang)
    there = cells(found.impact.rows)
    reached = there[f"{EVERYBODY}:coverage", EVERYBODY].value * found.survey.represented
    spent = there[f"{EVERYBODY}:spending", EVERYBODY].value
    change = there["fgt0", CHANGE]
    closing, closed = (
        there[f"{EVERYBODY}:{name}", EVERYBODY].value for name in ("reduction_efficiency", "gap_efficiency")
    )
    said = [
        _("{persons} people are reached for {money} a year ({share} of GDP), without administration.").format(
            persons=numbers.persons(reached, lang),
            money=numbers.money(spent, found.currency, lang),
            share=numbers.share(spent / found.gdp, lang),
        ),
        _("Poverty changes by {change} points (95 % interval: {interval}).").format(
            change=points(change.value, lang), interval=interval(change, lang)
        ),
    ]
    if math.isfinite(closing) and math.isfinite(closed):
        text = _(
            "Of every 100 {currency} paid, {closing} close the poverty gap; {closed} of the gap is closed."
        )
        closing_said = numbers.number(100 * closing, lang, 0 if closing >= 1 / 100 or not closing else 2)
        closed_said = numbers.share(closed, lang)
        said.append(text.format(currency=found.currency, closing=closing_said, closed=closed_said))
    return [*befallen(found, lang), *said]


def befallen(found: Households, lang: str) -> list[str]:
    """What befell the people before, where something did: all numbers are of afterwards."""
    if found.shock is None:
        return []
    text = translator(lang)("All numbers are of the people after a shock: {title}.")
    return [text.format(title=named(found.shock.shock.title, lang))]


def flag(found: Households, lang: str) -> str:
    """The words that must stand beside every number of an invented survey; nothing for a real one."""
    text = N_("Invented survey: drawn from the population of {country}, with nobody real in it.")
    return translator(lang)(text).format(country=country(found, lang)) if found.survey.invented else ""


def tagged(title: str, found: Households, lang: str) -> str:
    """A title that says by itself that its survey is invented."""
    if not found.survey.invented:
        return title
    return translator(lang)("{title} (invented survey)").format(title=title)


def concept(text: str, found: Households, lang: str) -> str:
    """`DECILES` or `WELFARE` with what the welfare of this survey is."""
    return translator(lang)(text).format(concept=worded(found.survey.concept, lang))


def notes(found: Households, lang: str) -> list[str]:
    """What was done to the survey, and what to look at."""
    return [worded(one, lang) for one in found.survey.notes]


def source(found: Households, lang: str) -> str:
    """The survey, its size, the line and the run."""
    _, survey = translator(lang), found.survey
    title = survey.title or _("invented survey, with nobody real in it")
    text = _(
        "Source: {survey}, {persons} persons, {households} households; poverty line: {line}, {amount} a person "
        "a year; Socle {version}, run {fingerprint}."
    )
    return text.format(
        survey=title,
        persons=numbers.number(survey.persons, lang),
        households=numbers.number(survey.households, lang),
        line=named(found.line.title, lang),
        amount=numbers.money(found.impact.line, found.currency, lang),
        version=found.trace.version,
        fingerprint=found.trace.fingerprint,
    )

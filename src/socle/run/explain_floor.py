"""Any number of a floor taken apart: a sum into benefits, a gap into coverage and cost, a line into its prices.

The names of such numbers: `sum.total`, `sum.old_age`, `gap.children`, `line.national`, `published.coverage_any`,
`people.0-14`, `worth.children`. Every other name is that of a benefit (`old_age.pension`), whose own steps `explain`
tells; `of_benefit` leads from those to the number that was asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from socle.ground.refusals import Refusal
from socle.ground.units import MONTHS_PER_YEAR
from socle.ground.words import N_
from socle.measure import tidy
from socle.model.results import BenefitCost, Floor, ScenarioCost
from socle.model.scenario import STATUS_QUO
from socle.run.explain_parts import MONEY, PERSONS, SHARE, Part, Place, Worked, refuse_unknown
from socle.run.explain_people import people

KINDS: Final = ("sum", "gap", "line", "published", "people", "worth")
TOTAL: Final = "total"
DAYS: Final = 365
OVER: Final = {
    "pct_gdp": "gdp",
    "pct_government_expenditure": "expenditure",
    "pct_revenue": "revenue",
    "expenditure_constant": "deflator",
    "usd": "exchange_rate",
    "ppp": "ppp",
}
"""Measures that are the cost over a series."""
ADDED: Final = {
    "persons_eligible": ("eligible", PERSONS, N_("persons eligible")),
    "persons_reached": ("recipients", PERSONS, N_("persons reached")),
    "contributions": ("contributions", MONEY, N_("contributions received")),
}
"""Measures that are added over benefits, by the quantity that is added; all others rest on the cost."""
EACH: Final = ("per_recipient", "per_month", "pct_line", "pct_gdp_head")
MEASURES: Final = (*OVER, *ADDED, "expenditure", *EACH)


def is_of_floor(name: str) -> bool:
    """Whether a name is that of a number of the floor, not of a benefit."""
    return name.partition(".")[0] in KINDS


def explain_of_floor(place: Place, name: str, measure: str) -> Worked:
    """The steps to one number of a floor; refused where there is none of that name or measure."""
    kind, _, what = name.partition(".")
    makers: dict[str, Callable[[Place, str, str], Worked]] = {
        "sum": _sum,
        "gap": _gap,
        "line": _line,
        "published": _published,
        "people": people,
        "worth": _worth,
    }
    return makers[kind](place, what, measure)


def of_benefit(place: Place, benefit: BenefitCost, measure: str) -> Worked:
    """From the cost of a benefit, which its own steps explain, to the number that was asked for."""
    refuse_unknown(measure, MEASURES)
    one = tidy.sums([benefit], len(place.floor.years))
    return Worked(tuple(_from_sums(place, one, measure)), topics=_topics(measure))


def _sum(place: Place, what: str, measure: str) -> Worked:
    """A guarantee, or all of them: its benefits, their sum, and what it is measured by."""
    scenario, at = place.scenario, place.at
    refuse_unknown(what, (TOTAL, *dict.fromkeys(one.guarantee for one in scenario.benefits)))
    refuse_unknown(measure, (*OVER, *ADDED, "expenditure"))
    own = [one for one in scenario.benefits if what in (TOTAL, one.guarantee)]
    left_out = tuple(one for one in scenario.not_computed if what in (TOTAL, one.guarantee))
    total = (
        tidy.total(place.floor, scenario) if what == TOTAL else tidy.of_guarantee(place.floor, scenario, what)
    )
    quantity, unit, _ = ADDED.get(measure, ("cost", MONEY, ""))
    opens = measure if measure in ADDED else "expenditure"
    each = [
        Part("", float(getattr(one, quantity)[at]), unit, one.law, one.title, opens=(one.benefit, opens))
        for one in own
    ]
    partial = bool(total.partial[tidy.PARTIAL.get(measure, "cost")][at])
    return Worked(
        (*each, *_from_sums(place, total, measure)),
        partial,
        left_out,
        _topics(measure),
        (N_("all guarantees") if what == TOTAL else what,),
    )


def _from_sums(place: Place, one: tidy.Sums, measure: str) -> list[Part]:
    """The quantity that a measure rests on, what it is divided by, and the result."""
    at, macro = place.at, place.floor.macro
    if measure in ADDED:
        quantity, unit, said = ADDED[measure]
        return [Part(said, float(getattr(one, quantity)[at]), unit)]
    cost = Part(N_("cost"), float(one.cost[at]), MONEY, N_("Benefits and administration."))
    if measure == "expenditure":
        return [cost]
    if measure in EACH:
        return _each(place, one, measure)
    values = tidy.measures(one, macro, place.floor.currency, place.floor.base_year)[measure][1]
    unit = {"usd": "USD", "ppp": "PPP$", "expenditure_constant": MONEY}.get(measure, SHARE)
    value = float(values[at]) / 100 if unit == SHARE else float(values[at])
    return [cost, place.series(OVER[measure]), Part(MEANT[measure], value, unit)]


MEANT: Final = {
    "pct_gdp": N_("cost over gross domestic product"),
    "pct_government_expenditure": N_("cost over government expenditure"),
    "pct_revenue": N_("cost over government revenue"),
    "expenditure_constant": N_("cost at the prices of the first year"),
    "usd": N_("cost in US dollars"),
    "ppp": N_("cost in international dollars"),
}


def _each(place: Place, one: tidy.Sums, measure: str) -> list[Part]:
    """What a person receives, and how much that is beside the line or the product per head."""
    at, floor = place.at, place.floor
    spent, reached = float(one.spending[at]), float(one.recipients[at])
    with_each = float(
        tidy.measures(one, floor.macro, floor.currency, floor.base_year)["per_recipient"][1][at]
    )
    steps = [
        Part(N_("benefits paid"), spent, MONEY),
        Part(N_("persons reached"), reached, PERSONS),
        Part(N_("a person a year"), with_each, MONEY, N_("Benefits paid over persons reached.")),
    ]
    if measure == "per_month":
        steps.append(_a_month(with_each))
    if measure == "pct_line":
        line = next(line for line in floor.lines if line.used)
        opens = (f"line.{line.name}", "line")
        value = float(line.values[at])
        steps += [
            Part("", value, MONEY, title=line.title, source=line.source, opens=opens),
            Part(N_("of the line"), with_each / value, SHARE),
        ]
    if measure == "pct_gdp_head":
        steps += _over_product_per_head(place, with_each)
    return steps


def _a_month(value: float) -> Part:
    return Part(N_("a person a month"), value / MONTHS_PER_YEAR, MONEY, N_("A twelfth of a year."))


def _over_product_per_head(place: Place, value: float) -> list[Part]:
    people = float(place.floor.population[place.at].sum())
    product = place.series("gdp")
    return [
        product,
        Part(N_("residents"), people, PERSONS, opens=("people.0-100", PERSONS)),
        Part(N_("product per head"), product.value / people, MONEY),
        Part(N_("of the product per head"), value / (product.value / people), SHARE),
    ]


def _worth(place: Place, branch: str, measure: str) -> Worked:
    """What a person receives a year from the schemes in force of a branch, beside the line that is used."""
    own = [one for one in place.floor.scenario(STATUS_QUO).benefits if one.branch == branch]
    refuse_unknown(
        branch, tuple(dict.fromkeys(one.branch for one in place.floor.scenario(STATUS_QUO).benefits))
    )
    refuse_unknown(measure, ("pct_line",))
    each = [
        Part("", float(one.spending[place.at]), MONEY, one.law, one.title, opens=(one.benefit, "expenditure"))
        for one in own
    ]
    last = _each(place, tidy.sums(own, len(place.floor.years)), measure)
    return Worked((*each, *last), topics=_topics(measure), titles=(branch,))


def _gap(place: Place, branch: str, measure: str) -> Worked:
    """What is missing in a branch: the cost of the full floor for those whom nothing covers."""
    found = {one.branch: one for one in place.floor.gaps}
    refuse_unknown(branch, (TOTAL, *found))
    refuse_unknown(measure, ("gap", "gap_money", "full_cost"))
    if branch == TOTAL:
        return _whole_gap(place)
    one, at = found[branch], place.at
    each = [
        Part("", float(b.cost[at]), MONEY, b.law, b.title, opens=(b.benefit, "expenditure"))
        for b in reference(place.floor).benefits
        if b.branch == branch
    ]
    cost, product = (
        Part(N_("full cost"), float(one.cost[at]), MONEY, N_("The floor for everybody.")),
        place.series("gdp"),
    )
    if measure == "full_cost":
        share = Part(N_("cost over gross domestic product"), cost.value / product.value, SHARE)
        return Worked((*each, cost, product, share), topics=("gap", *_topics("pct_gdp")), titles=(branch,))
    covered = Part(
        N_("effective coverage"),
        float(one.coverage[at]),
        SHARE,
        N_("Persons covered today; the last year known, held."),
        source=one.coverage_source,
        opens=(f"published.coverage_{branch}", SHARE) if one.coverage_source else None,
    )
    missing = Part(
        N_("financing gap"), float(one.gap[at]), MONEY, N_("The full cost for those who are not covered.")
    )
    parts = [*each, cost, covered, missing]
    if measure == "gap":
        over = Part(N_("gap over gross domestic product"), missing.value / product.value, SHARE)
        parts += [product, over]
    return Worked(tuple(parts), topics=("gap", branch), titles=(branch,))


def _whole_gap(place: Place) -> Worked:
    """The gaps of the branches whose coverage is known, together."""
    found = [(one.branch, float(one.gap[place.at])) for one in place.floor.gaps]
    known = [(branch, value) for branch, value in found if math.isfinite(value)]
    total, product = sum(value for _, value in known), place.series("gdp")
    parts = [Part(branch, value, MONEY, opens=(f"gap.{branch}", "gap_money")) for branch, value in known]
    parts += [
        Part(N_("financing gap"), total, MONEY, N_("The branches whose coverage is known, together.")),
        product,
        Part(N_("gap over gross domestic product"), total / product.value, SHARE),
    ]
    return Worked(tuple(parts), len(known) < len(found), topics=("gap",), titles=(N_("all branches"),))


def reference(floor: Floor) -> ScenarioCost:
    """The scenario that the gap is measured with: high, or the last that was costed."""
    return next((one for one in floor.scenarios if one.name == "high"), floor.scenarios[-1])


def _line(place: Place, name: str, measure: str) -> Worked:
    """A reference line: money a year or a month, international dollars a day, or a share of the product per head."""
    found = {one.name: one for one in place.floor.lines}
    refuse_unknown(name, tuple(found))
    refuse_unknown(measure, ("line", "line_month", "line_day", "line_share"))
    one = found[name]
    value = Part(
        N_("a person a year"),
        float(one.values[place.at]),
        MONEY,
        N_("The line of its own year, moved by prices or the product to this year."),
        source=one.source,
    )
    parts = [value, *([_a_month(value.value)] if measure == "line_month" else [])]
    if measure == "line_day":
        rate = place.series("ppp")
        parts += [rate, Part(N_("international dollars a day"), value.value / rate.value / DAYS, "PPP$ day")]
    if measure == "line_share":
        parts += _over_product_per_head(place, value.value)
    return Worked(tuple(parts), topics=("reference line", "prices"), titles=(one.title,))


def _published(place: Place, figure: str, measure: str) -> Worked:
    """A share as published: nothing is worked out."""
    figures = place.country.figures
    held = {row.figure for row in figures.rows if row.unit == "percent"}
    refuse_unknown(figure, tuple(sorted(held)))
    refuse_unknown(measure, (SHARE,))
    row = figures.latest(figure)
    if row is None:
        raise Refusal(
            "There is no such number: `{said}`. There are {valid}.", said=figure, valid=", ".join(held)
        )
    sentence = N_("As its source publishes it; Socle changes nothing.")
    part = Part(N_("published share"), row.value / 100, SHARE, sentence, source=f"{row.source}, {row.year}")
    return Worked((part,), titles=(figure,))


def _topics(measure: str) -> tuple[str, ...]:
    """What a measure rests on, beside the law."""
    economy = {
        "pct_government_expenditure": ("economy", "growth", "budget"),
        "pct_revenue": ("economy", "growth", "budget"),
        "usd": ("exchange",),
        "ppp": ("exchange",),
        "pct_gdp": ("economy", "growth"),
        "expenditure_constant": ("prices",),
    }
    common = (
        ("population",) if measure in ADDED else ("reference line", "population", "prices", "administration")
    )
    return (*common, *economy.get(measure, ()))


def scenario_named(floor: Floor, name: str) -> ScenarioCost:
    """The scenario of a floor by its name, by default the reference."""
    valid = tuple(one.name for one in floor.scenarios)
    if not name:
        return reference(floor)
    refuse_unknown(name, valid)
    return floor.scenario(name)

"""The level of a benefit for the standard beneficiary: Articles 65 (earnings), 66 (flat) and 67 (means) of C102.

One way of a requirement is judged here: after so many years of contribution or residence, so many points less, in
proportion to the years, by the total of all benefits, or by a method of a later Convention.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

import numpy as np

from socle.ground.words import N_
from socle.model.practice import EARNINGS, FLAT, MEANS, Formula
from socle.model.verdict import FAIL, NOT_APPLICABLE, PASS, Verdict
from socle.standards.joining import (
    ALL,
    ANY,
    OTHER_KIND,
    Case,
    join,
    judged,
    options,
    reaches,
    within,
)
from socle.standards.periods import RESIDENCE, SERVICE, of_residence, qualifies
from socle.standards.reference_wages import Option, labourers, previous, skilled
from socle.standards.wage_scan import Allowances, Ratio, at, at_and_below

LOWER_WAGE: Final = N_("Reached at the reference wage, but not at every wage below it.")
NOT_ADMITTED: Final = N_("A benefit that is worked out in this way is not admitted here.")
NONE: Final = Allowances(0.0, 0.0)
_WAGES: Final[dict[str, Callable[[Case], list[Option]]]] = {
    EARNINGS: skilled, FLAT: labourers, MEANS: labourers,
}  # fmt: skip


def level(case: Case) -> Verdict:
    """Whether the benefit reaches the level by this way."""
    key = case.of_benefit("formula")
    formula = case.known(key)
    required = rate(case)
    if formula is None:
        return case.unknown(key, required=required, unit="share")
    if formula.kind not in case.requirement.facts["formulas"]:
        return case.verdict(FAIL, reason=NOT_ADMITTED, inputs=(key,), required=required, unit="share")
    facts = case.way.facts
    if "method" in facts:
        return METHODS[facts["method"]](case, formula)
    if "total_over" in facts:
        return _total(case, formula)
    if facts.get("proportional"):
        return _proportional(case, formula)
    return _routes(case, formula)


def rate(case: Case) -> float:
    """The share that is asked by this way."""
    facts = case.way.facts
    asked = facts.get("rate", case.requirement.facts.get("rate", 0.0))
    return float(asked - facts.get("points_less", 0.0))


def _routes(case: Case, formula: Formula) -> Verdict:
    """After years of contribution or employment; for benefits that do not follow earnings, also of residence."""
    facts = case.way.facts
    names = {SERVICE: facts.get("contribution_years"), RESIDENCE: facts.get("residence_years")}
    if formula.kind == EARNINGS:
        names[RESIDENCE] = None
    routes = [(name, float(years)) for name, years in names.items() if years is not None]
    if not routes:
        if "residence_years" in facts:
            return case.closed(OTHER_KIND, case.of_benefit("formula"))
        return secured(case, formula, float(getattr(formula, "qualifying", 0.0)))
    found = [_due(case, formula, name, years) for name, years in routes]
    if len(found) == 1:
        return found[0]
    named = [replace(one, alternative=name) for one, (name, _) in zip(found, routes, strict=True)]
    return join(ANY, named, case.way.grounds, alternative=case.way.grounds.article)


def _due(case: Case, formula: Formula, name: str, years: float) -> Verdict:
    """The level after so many years, if the benefit is due by then."""
    due = qualifies(case, name, years)
    if due.status == NOT_APPLICABLE:
        return due
    reached = secured(case, formula, years)
    if reached.status == FAIL:
        return reached
    if due.status == PASS:
        return replace(reached, inputs=(*reached.inputs, *due.inputs))
    return join(ALL, (reached, due), case.way.grounds, alternative=case.way.grounds.article)


def secured(case: Case, formula: Formula, years: float) -> Verdict:
    """The level for a standard beneficiary with so many years, by any reference wage that the State considers."""
    considered = _WAGES[formula.kind](case)
    given = _allowances(case)
    if isinstance(given, Verdict):
        return given
    found = _ratios(case, formula, years, considered, given)
    told = [
        _against(case, formula, (one, ratio, years), rate(case), given)
        for one, ratio in zip(considered, found, strict=True)
    ]
    return options(case, told)


def _ratios(
    case: Case, formula: Formula, years: float, considered: list[Option], given: Allowances
) -> list[Ratio | None]:
    """Art. 65 holds at every wage up to the reference wage; Art. 66 and 67 at the labourer's."""
    if formula.kind == EARNINGS:
        return at_and_below(formula, years, considered, given)
    if formula.kind == MEANS:
        means = case.known(case.of_benefit("means_counted")) or 0.0
        return at(formula, years, considered, Allowances(given.at_work, given.during + means))
    return at(formula, years, considered, given)


def _against(
    case: Case,
    formula: Formula,
    found: tuple[Option, Ratio | None, float],
    required: float,
    given: Allowances,
) -> Verdict:
    """One option: the lowest ratio against the rate; the figures are those of the reference wage."""
    option, ratio, years = found
    inputs = (case.of_benefit("formula"), option.key, *_used(case))
    told: dict[str, Any] = {"required": required, "unit": "share", "alternative": option.name}
    if ratio is None or option.wage is None:
        return case.unknown(option.key, inputs=inputs, **told)
    if not math.isfinite(ratio.lowest):
        return case.unknown(inputs[0], inputs=inputs, **told)
    figures = {
        "benefit": ratio.benefit,
        "reference_wage": option.wage,
        "allowances_at_work": given.at_work,
        "allowances_during": given.during,
        "lowest_ratio": ratio.lowest,
        "lowest_wage": ratio.lowest_wage,
        "service_years": years,
    }
    met = reaches(ratio.lowest, required)
    means = case.of_benefit("means_counted")
    if formula.kind == MEANS:
        inputs = (*inputs, means)
        if not met and case.known(means) is None:  # means that are counted could only add
            return case.unknown(means, value=ratio.value, inputs=inputs, figures=figures, **told)
    reason = LOWER_WAGE if not met and reaches(ratio.value, required) else ""
    return case.verdict(judged(met), value=ratio.value, inputs=inputs, figures=figures, reason=reason, **told)


def _children(case: Case) -> float:
    """Children of the standard beneficiary."""
    name = case.requirement.facts.get("beneficiary")
    return float(case.instrument.beneficiaries[name]["children"]) if name else 0.0


def _used(case: Case) -> tuple[str, ...]:
    if not _children(case):
        return ()
    paid = case.known("family_allowance") != 0  # else there is nothing that could go on
    return ("family_allowance", *([case.of_benefit("allowances_continue")] if paid else []))


def _allowances(case: Case) -> Allowances | Verdict:
    """Allowances at work, and during the contingency where they go on; unknown for want of either."""
    children = _children(case)
    if not children:
        return NONE
    held = {key: case.known(key) for key in _used(case)}
    lacking = [key for key, one in held.items() if one is None]
    if lacking:
        return case.unknown(*lacking, required=rate(case), unit="share", inputs=tuple(held))
    each, *go_on = held.values()
    return Allowances(children * each, children * each if all(go_on) else 0.0)


def _total(case: Case, formula: Formula) -> Verdict:
    """All that is paid >= so many times what Article 66 would pay to a fifth of the residents (Art. 67(d))."""
    if formula.kind != MEANS:
        return case.closed(OTHER_KIND, case.of_benefit("formula"))
    keys = tuple(map(case.of_benefit, ("total_paid", "total_comparable")))
    paid, comparable = map(case.known, keys)
    told: dict[str, Any] = {"unit": "money", "inputs": keys, "value": paid}
    lacking = [key for key, one in zip(keys, (paid, comparable), strict=True) if one is None]
    if lacking:
        return case.unknown(*lacking, **told)
    required = case.way.facts["total_over"] * comparable
    return case.verdict(judged(reaches(paid, required)), required=required, **told)


def _proportional(case: Case, formula: Formula) -> Verdict:
    """A rate that falls with the period, from that of the full way to that some points lower (Art. 29(4)).

    Periods are whole years and the law's own; one at which the benefit is due and reaches its rate is enough.
    """
    (fewest, low), (most, high) = _ends(case)
    given, counted = _allowances(case), of_residence(case)
    if isinstance(given, Verdict):
        return given
    if counted is not None:
        return counted
    needed = case.known(case.of_benefit(SERVICE))
    if needed is not None and not within(needed, most):
        return replace(qualifies(case, SERVICE, most), alternative=case.way.grounds.article)
    periods = [fewest + step for step in range(int(most - fewest) + 1)]
    if needed is None:
        periods.reverse()
    else:  # its own period first
        periods = sorted({max(needed, fewest), *(each for each in periods if each >= needed)})
    considered = _WAGES[formula.kind](case)
    tried: list[list[Verdict]] = []
    for years in periods:
        asked = low + (high - low) * (years - fewest) / (most - fewest)
        found = _ratios(case, formula, years, considered, given)
        tried.append(
            [
                _against(case, formula, (one, ratio, years), asked, given)
                for one, ratio in zip(considered, found, strict=True)
            ]
        )
        if all(one.status == PASS for one in tried[-1]):
            break
    best = options(case, [_best(each) for each in zip(*tried, strict=True)])
    return best if needed is not None else _of_unknown_period(case, best, tried)


def _best(tried: tuple[Verdict, ...]) -> Verdict:
    """The period at which an option comes nearest to its rate."""
    if any(one.value is None for one in tried):
        return tried[0]
    return max(tried, key=lambda one: one.figures["lowest_ratio"] / (one.required or 1))


def _of_unknown_period(case: Case, best: Verdict, tried: list[list[Verdict]]) -> Verdict:
    """Without the law's own period a benefit may still fail: where even one more year would not be enough."""
    due = case.unknown(case.of_benefit(SERVICE), unit="years", alternative=SERVICE)
    if best.status != FAIL:
        return join(ALL, (best, due), case.way.grounds, alternative=case.way.grounds.article)
    for later, earlier in pairwise(tried):
        for one, other in zip(later, earlier, strict=True):
            if reaches(one.figures["lowest_ratio"], other.required or 0.0):
                return replace(due, alternative=case.way.grounds.article)
    return best


def _ends(case: Case) -> tuple[tuple[float, float], tuple[float, float]]:
    """Years and rate of the way with points less, and of the full way."""
    ends: dict[bool, tuple[float, float]] = {}
    for way in case.requirement.ways:
        facts = way.facts
        if "contribution_years" in facts and "condition" not in facts and not way.exception:
            less = facts.get("points_less", 0.0)
            found = float(facts["contribution_years"]), float(case.requirement.facts["rate"] - less)
            ends.setdefault(less > 0, found)
    return ends[True], ends[False]


def _of_previous_earnings(case: Case, formula: Formula) -> Verdict:
    """A share of the person's own former earnings, at their mean and at all below, without allowances (C183 Art. 6)."""
    (option,) = considered = previous(case)
    years = float(getattr(formula, "qualifying", 0.0))
    (ratio,) = at_and_below(formula, years, considered, NONE)
    return options(case, [_against(case, formula, (option, ratio, years), rate(case), NONE)])


def _of_amounts(case: Case, formula: Formula) -> Verdict:
    """A share of the highest (or lowest) of some amounts, and not below another amount (C168 Art. 15(1)(b))."""
    facts = case.way.facts
    highest, asked, floor = facts["method"] == HIGHEST, facts["inputs"], facts.get("not_below")
    held = {key: case.known(key) for key in (*asked, *([floor] if floor else []))}
    shares = [rate(case) * held[key] for key in asked if held[key] is not None]
    bounds = [held[floor]] if floor and held[floor] is not None else []
    sure = list(bounds)
    if shares:
        bounds.append(max(shares) if highest else min(shares))
    if highest or len(shares) == len(asked):
        sure = bounds
    years = float(getattr(formula, "qualifying", 0.0))
    paid = float(formula.amount(np.array([held[asked[0]] or 0.0]), years)[0])
    lacking = [key for key, one in held.items() if one is None]
    key = case.of_benefit("formula")
    told: dict[str, Any] = {
        "value": paid, "unit": "money", "inputs": (key, *held), "figures": {"benefit": paid},
    }  # fmt: skip
    if not math.isfinite(paid):
        return case.unknown(key, unit="money", inputs=(key, *held))
    if lacking and (not sure or reaches(paid, max(sure))):
        return case.unknown(*lacking, **told)
    return case.verdict(judged(reaches(paid, max(bounds))), required=max(bounds), **told)


HIGHEST: Final = "highest_of"
METHODS: Final[dict[str, Callable[[Case, Formula], Verdict]]] = {
    HIGHEST: _of_amounts,
    "lowest_of": _of_amounts,
    "previous_earnings": _of_previous_earnings,
}
"""How later Conventions measure a level in another way."""

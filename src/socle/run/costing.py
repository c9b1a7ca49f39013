"""One law on one country: what every benefit reaches and costs, and which cannot be computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from socle.engine import program
from socle.ground.axes import Array
from socle.ground.expression import FOREVER, Node
from socle.ground.words import N_
from socle.measure.cost import Running, of_caseload
from socle.model.law import Law, read, walk
from socle.model.parameter import ALWAYS, Parameter
from socle.model.results import BenefitCost, NotComputed, ScenarioCost
from socle.model.scenario import Scenario, apply
from socle.model.scheme import Benefit, Scheme
from socle.run.setting import Setting

Reason = tuple[str, dict[str, str]]
"""A sentence to translate, and what it says of this case."""
LOOKS_AT_HOUSEHOLDS = N_(
    "The law looks at whole households, and the costing knows people by age and sex only: use a survey (socle impact)."
)


def cost_scenario(setting: Setting, schemes: Sequence[Scheme], scenario: Scenario) -> ScenarioCost:
    """A scenario's law, read, run on the cells, and paid for."""
    reformed = apply(schemes, scenario)
    benefits, missing = cost_schemes(setting, reformed)
    return ScenarioCost(
        scenario.name,
        scenario.title,
        scenario.description,
        benefits,
        missing,
        scenario.written,
        scenario.changes,
    )


def cost_schemes(
    setting: Setting, schemes: Sequence[Scheme]
) -> tuple[tuple[BenefitCost, ...], tuple[NotComputed, ...]]:
    """Every benefit of some schemes: computed, published, or named with the reason why it is neither."""
    law = read(schemes)
    reasons = {path: _reason(setting, law, path) for path in law.benefits}
    able = replace(law, benefits={p: b for p, b in law.benefits.items() if not reasons[p]})
    totals = program.run(able, setting.population, setting.economy, setting.years)
    payable = {name: trees for name, trees in law.contributions.items() if not unreadable(setting, trees)}
    paid = program.contributions(
        replace(law, contributions=payable), setting.population, setting.economy, setting.years
    )
    costs: list[BenefitCost] = []
    for scheme in schemes:
        own = [
            cost_of(setting, scheme, b, able, totals.get(b.path))
            for b in scheme.benefits
            if b.path in totals or b.spending
        ]
        costs += _shared_out(own, paid.get(scheme.name))
    missing = [
        _missing(scheme, b, reasons.get(b.path))
        for scheme in schemes
        for b in scheme.benefits
        if b.path not in totals and not b.spending
    ]
    return tuple(costs), tuple(missing)


def _reason(setting: Setting, law: Law, path: str) -> Reason | None:
    """Why a benefit cannot be worked out from cells of age and sex, if it cannot."""
    one = replace(law, benefits={path: law.benefits[path]}, contributions={})
    if column := _first_missing(setting, one.columns):
        return N_("The law reads `{column}`, which is not known for this country."), {"column": column}
    return (LOOKS_AT_HOUSEHOLDS, {}) if _looks_at_households(law.benefits[path].amount) else None


def _looks_at_households(tree: Node) -> bool:
    """Whether somebody's answer depends on those she lives with, or on her place among all people."""
    return any(
        node.op in ("in_household", "of_household") or (node.op, node.value) == ("in_population", "quantile")
        for node in walk(tree)
    )


def unreadable(setting: Setting, trees: Sequence[Any]) -> str:
    """What keeps payments from being worked out from cells of age and sex, a column or a sentence; empty: nothing."""
    only = Law({}, {"": tuple(trees)}, {}, {})
    households = LOOKS_AT_HOUSEHOLDS if any(map(_looks_at_households, trees)) else ""
    return _first_missing(setting, only.columns) or households


def _first_missing(setting: Setting, columns: frozenset[str]) -> str:
    known = {*setting.population.columns, *setting.population.prevalence, "person"}
    return next((name for name in sorted(columns) if name not in known), "")


def _missing(scheme: Scheme, benefit: Benefit, reason: Reason | None) -> NotComputed:
    text, said = reason or (benefit.not_computed, {})
    return NotComputed(scheme.name, benefit.path, benefit.guarantee, benefit.title, text, said)


def cost_of(
    setting: Setting, scheme: Scheme, benefit: Benefit, law: Law, totals: program.BenefitTotals | None
) -> BenefitCost:
    """One benefit paid for: its totals if it is computed, its case-load, what is published, its administration."""
    in_force, nobody = _in_force(benefit, setting.years), np.full(len(setting.years), np.nan)

    def yearly(parameter: Parameter | None) -> Array:
        if parameter is None:
            return np.zeros(len(setting.years))
        return np.asarray(program.yearly(parameter, law, setting.economy, setting.years)[0])

    def mean(parameter: Parameter | None) -> Array:
        return np.divide(yearly(parameter), in_force, out=np.zeros(len(setting.years)), where=in_force > 0)

    if totals is None:
        eligible, recipients, spending = nobody, nobody, yearly(benefit.spending)
    elif benefit.caseload:
        recipients, spending = of_caseload(yearly(benefit.caseload), totals.eligible[0], totals.spending[0])
        eligible = nobody
    else:
        eligible, recipients, spending = totals.eligible[0], totals.recipients[0], totals.spending[0]
    own = benefit.administration
    already = any(version.begins < setting.years[0] for version in benefit.versions)
    running = Running(mean(own.share), mean(own.per_recipient), yearly(own.fixed), mean(own.set_up), already)
    since = ALWAYS if benefit.known_from is None else benefit.known_from
    known = np.where(np.array(setting.years) < since, np.nan, 1.0)
    return BenefitCost(
        scheme.name,
        benefit.path,
        benefit.guarantee,
        benefit.branch,
        benefit.title,
        scheme.law,
        eligible * known,
        recipients * known,
        spending * known,
        running.cost(spending, np.nan_to_num(recipients)) * known,
        np.zeros(len(setting.years)),
        "published" if totals is None else "computed",
        (*_flags(benefit), *_empty(eligible, in_force)),
    )


def _empty(eligible: Array, in_force: Array) -> tuple[str, ...]:
    """A word of caution where a benefit in force is meant for nobody: its conditions may exclude each other."""
    return ("nobody",) if in_force.any() and (eligible == 0).all() else ()


def _in_force(benefit: Benefit, years: tuple[int, ...]) -> Array:
    """The share of each year in which some version of the benefit exists."""
    share = np.zeros(len(years))
    for version in benefit.versions:
        begins, ends = max(version.begins, years[0]), min(version.ends, years[-1] + 1)
        share += [max(0.0, min(ends, year + 1) - max(begins, year)) for year in years]
    return share


def _flags(benefit: Benefit) -> tuple[str, ...]:
    found = list(benefit.flags)
    parameters = list(benefit.parameters())
    if any(p.frozen_after() not in (None, ALWAYS, FOREVER) for p in parameters):
        found.append("frozen")
    if any(p.unverified for p in parameters) and "unverified" not in found:
        found.append("unverified")
    if benefit.caseload and "caseload" not in found:
        found.append("caseload")
    return tuple(found)


def _shared_out(costs: list[BenefitCost], paid: Array | None) -> list[BenefitCost]:
    """Contributions of a scheme over its benefits, in proportion to what each costs."""
    if paid is None or not costs:
        return costs
    total = sum((np.nan_to_num(cost.cost) for cost in costs), np.zeros_like(paid[0]))
    return [
        replace(
            cost,
            contributions=np.divide(paid[0] * cost.cost, total, out=np.zeros_like(total), where=total > 0),
        )
        for cost in costs
    ]

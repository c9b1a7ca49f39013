"""A law run on a population: every benefit of every country and year, stretch by stretch of constant law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from socle.engine.expected import expected
from socle.engine.numpy_blocks import totals
from socle.ground.axes import ORDER, Array
from socle.ground.expression import Node
from socle.model.calendar import Calendar, stretches
from socle.model.economy import Economy
from socle.model.law import BenefitLaw, Law
from socle.model.parameter import Parameter
from socle.model.population import Population


@dataclass(frozen=True, eq=False)
class BenefitTotals:
    """One benefit, shape [country, year]: persons whom the law names, persons reached, money paid."""

    eligible: Array
    recipients: Array
    spending: Array


def calendar(law: Law, years: tuple[int, ...]) -> Calendar:
    """The stretches of constant law in `years`."""
    moments = [at for p in law.parameters.values() for at in p.changes()]
    return stretches(years, [*moments, *(at for bounds in law.in_force.values() for at in bounds)])


def values(
    law: Law, dates: Calendar, stretch: int, economy: Economy, years: tuple[int, ...]
) -> dict[str, Any]:
    """Every parameter in one stretch of each of `years`, ready to broadcast over people."""
    first, at = economy.years.index(years[0]), dates.begins[:, stretch]
    switches = {
        name: ((at >= begins) & (at < ends)).astype(np.float64)
        for name, (begins, ends) in law.in_force.items()
    }
    here = slice(first, first + len(years))
    asked = np.zeros_like(at)
    asked[here] = 1.0
    resolved: dict[str, Any] = {}
    for name, parameter in law.parameters.items():
        needed = _needed(name, law, switches, asked)
        value = parameter.resolve(at, economy, needed)
        # Where it is not needed its version is switched off, and an unknown amount times nothing is nothing.
        resolved[name] = np.where(needed[None, :, None, None] > 0, value, 0.0)[:, here]
    return resolved | {name: switch[None, here, None, None] for name, switch in switches.items()}


def _needed(name: str, law: Law, switches: Mapping[str, Array], asked: Array) -> Array:
    """In which years a parameter is needed: those asked for in which its version of the benefit is in force."""
    if name in law.switch_of:
        return np.minimum(switches[law.switch_of[name]], asked)
    benefit = ".".join(name.split(".")[:2])
    own = [switch for path, switch in switches.items() if path.startswith(benefit + ".in_force.")]
    return np.minimum(np.maximum.reduce(own), asked) if own else asked


def run(
    law: Law, population: Population, economy: Economy, years: tuple[int, ...]
) -> dict[str, BenefitTotals]:
    """Persons eligible and reached and money paid, by benefit, in the years of the population."""
    trees = {path: _averaged(benefit, population) for path, benefit in law.benefits.items()}
    shape = population.weights.shape[:2]
    sums = {path: [np.zeros(shape) for _ in range(3)] for path in trees}
    for shares, resolved in stretches_of(law, economy, years):
        known: dict[str, Any] = {}
        parameters = _over_people(resolved, population)
        for path, three in trees.items():
            for place, tree in enumerate(three):
                sums[path][place] += shares * totals(tree, population, parameters, known)
    return {path: BenefitTotals(*three) for path, three in sums.items()}


def contributions(
    law: Law, population: Population, economy: Economy, years: tuple[int, ...]
) -> dict[str, Array]:
    """What the insured and their employers pay to each scheme in a year, shape [country, year]."""
    trees = {
        scheme: [expected(tree, population) for tree in bodies]
        for scheme, bodies in law.contributions.items()
    }
    paid = {scheme: np.zeros(population.weights.shape[:2]) for scheme in trees}
    for shares, resolved in stretches_of(law, economy, years):
        parameters = _over_people(resolved, population)
        for scheme, bodies in trees.items():
            for tree in bodies:
                paid[scheme] += shares * totals(tree, population, parameters, {})
    return paid


def yearly(parameter: Parameter, law: Law, economy: Economy, years: tuple[int, ...]) -> Array:
    """A parameter that enters as it is (an administration cost, a case-load) over each year, [country, year].

    It counts for the part of the year in which its benefit is in force.
    """
    alone = replace(law, parameters={parameter.path: parameter})
    mean: Any = 0.0
    for shares, resolved in stretches_of(alone, economy, years):
        mean = mean + shares * resolved[parameter.path][:, :, 0, 0]
    return np.asarray(mean)


def stretches_of(
    law: Law, economy: Economy, years: tuple[int, ...]
) -> Iterator[tuple[Array, dict[str, Any]]]:
    """Each stretch of constant law: its share of every year, and the parameters in it."""
    dates = calendar(law, economy.years)
    first = economy.years.index(years[0])
    for stretch in range(dates.shares.shape[1]):
        shares = dates.shares[first : first + len(years), stretch]
        if shares.any():
            yield shares, values(law, dates, stretch, economy, years)


def _over_people(resolved: Mapping[str, Array], population: Population) -> dict[str, Array]:
    """Parameters with an axis for the bands of the population, if it has them."""
    bands = (1,) * (population.weights.ndim - len(ORDER))
    return {name: value.reshape(value.shape + bands) for name, value in resolved.items()}


def _averaged(law: BenefitLaw, population: Population) -> tuple[Node, Node, Node]:
    return (
        expected(law.eligible, population),
        expected(law.recipients, population),
        expected(law.amount, population),
    )

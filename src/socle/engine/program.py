"""A law run on a population: every benefit of every country and year, stretch by stretch of constant law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from socle.engine.expected import expected
from socle.engine.numpy_blocks import totals
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.model.calendar import Calendar, stretches
from socle.model.economy import Economy
from socle.model.law import BenefitLaw, Law
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


def values(law: Law, dates: Calendar, stretch: int, economy: Economy) -> dict[str, Any]:
    """Every parameter in one stretch of each year, ready to broadcast over people."""
    at = dates.begins[:, stretch]
    switches = {
        name: ((at >= begins) & (at < ends)).astype(np.float64)
        for name, (begins, ends) in law.in_force.items()
    }
    resolved: dict[str, Any] = {
        name: parameter.resolve(at, economy, _needed(name, switches, at))
        for name, parameter in law.parameters.items()
    }
    return resolved | {name: switch[None, :, None, None] for name, switch in switches.items()}


def _needed(name: str, switches: Mapping[str, Array], at: Array) -> Array:
    """In which years a parameter is needed: those in which some version of its benefit is in force."""
    benefit = ".".join(name.split(".")[:2])
    own = [switch for path, switch in switches.items() if path.startswith(benefit + ".in_force.")]
    return np.maximum.reduce(own) if own else np.ones_like(at)


def run(law: Law, population: Population, economy: Economy) -> dict[str, BenefitTotals]:
    """Persons eligible and reached and money paid, by benefit."""
    dates = calendar(law, economy.years)
    trees = {path: _averaged(benefit, population) for path, benefit in law.benefits.items()}
    shape = population.weights.shape[:2]
    sums = {path: [np.zeros(shape) for _ in range(3)] for path in trees}
    for stretch in range(dates.shares.shape[1]):
        parameters = values(law, dates, stretch, economy)
        known: dict[str, Any] = {}
        for path, three in trees.items():
            for place, tree in enumerate(three):
                sums[path][place] += dates.shares[:, stretch] * totals(tree, population, parameters, known)
    return {path: BenefitTotals(*three) for path, three in sums.items()}


def contributions(law: Law, population: Population, economy: Economy) -> dict[str, Array]:
    """What the insured and their employers pay to each scheme in a year, shape [country, year]."""
    dates = calendar(law, economy.years)
    result = {}
    for scheme, trees in law.contributions.items():
        paid = np.zeros(population.weights.shape[:2])
        for stretch in range(dates.shares.shape[1]):
            parameters = values(law, dates, stretch, economy)
            for tree in trees:
                paid += dates.shares[:, stretch] * totals(
                    expected(tree, population), population, parameters, {}
                )
        result[scheme] = paid
    return result


def _averaged(law: BenefitLaw, population: Population) -> tuple[Node, Node, Node]:
    return (
        expected(law.eligible, population),
        expected(law.recipients, population),
        expected(law.amount, population),
    )

"""A law run on records: for every person of a survey or a registry, who is meant, who is reached, what is paid.

What cells average over, records decide: a condition is a column, and chance (take-up, errors of a means
test) is a draw. Draws depend on the seed, the name of the condition and the place of the person, so that a
reform meets the same people with the same luck.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from socle.engine.numpy_blocks import in_blocks
from socle.engine.program import stretches_of
from socle.ground.axes import SEXES, Array
from socle.ground.provenance import sha256_of
from socle.model.economy import Economy
from socle.model.law import Law, walk
from socle.model.population import Population


@dataclass(frozen=True, eq=False)
class BenefitRecords:
    """One benefit in one year, a number for each person: shares of the year, and money a year."""

    eligible: Array
    recipients: Array
    amount: Array


def run_records(
    law: Law, population: Population, economy: Economy, year: int, seed: int
) -> dict[str, BenefitRecords]:
    """Every benefit of the law for every person of a survey sorted by household, in one year."""
    lucky = with_draws(population, law, seed)
    paid = {path: [np.zeros(len(population.weights)) for _ in range(3)] for path in law.benefits}
    for shares, resolved in stretches_of(law, economy, (year,)):
        parameters, own = _by_person(resolved, population)
        people = replace(lucky, columns={**lucky.columns, **own})
        for path, benefit in law.benefits.items():
            for place, tree in enumerate((benefit.eligible, benefit.recipients, benefit.amount)):
                paid[path][place] += shares[0] * in_blocks(tree, people, parameters)
    return {path: BenefitRecords(*three) for path, three in paid.items()}


def with_draws(population: Population, law: Law, seed: int) -> Population:
    """The same people with a number between 0 and 1 for every chance of the law."""
    names = {
        node.value
        for benefit in law.benefits.values()
        for node in walk(benefit.amount)
        if node.op == "column" and node.chance is not None
    }
    draws = {
        name.replace("chance:", "draw:"): np.random.default_rng([seed, int(sha256_of(name)[:12], 16)]).random(
            len(population.weights)
        )
        for name in sorted(names)
    }
    return population.with_columns(**draws)


def _by_person(
    resolved: Mapping[str, Array], population: Population
) -> tuple[dict[str, Any], dict[str, Array]]:
    """Parameters as numbers; those that differ by sex as a column of what each person has."""
    numbers, own = {}, {}
    for path, value in resolved.items():
        if value.shape[2] == len(SEXES):
            own[path] = value[0, 0, :, 0][population.columns["sex"].astype(int)]
        else:
            numbers[path] = float(value[0, 0, 0, 0])
    return numbers, own

"""A law run on records: for every person of a survey or a registry, who is meant, who is reached, what is paid.

What cells average over, records decide: a condition is a column, and chance (take-up, errors of a means
test) is a draw. Draws depend on the seed, the name of the condition and the place of the person, so that a
reform meets the same people with the same luck; a chance of households is one draw for all members.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from socle.engine.numpy_blocks import in_blocks
from socle.engine.program import stretches_of
from socle.ground.axes import SEXES, Array
from socle.ground.expression import Node
from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal
from socle.model.economy import Economy
from socle.model.law import Law, walk
from socle.model.population import Population


@dataclass(frozen=True, eq=False)
class BenefitRecords:
    """One benefit in one year, a number for each person: shares of the year, and money a year."""

    eligible: Array
    recipients: Array
    amount: Array


@dataclass(frozen=True, eq=False)
class LawRecords:
    """A law in one year, a number for each person: benefits by path, and what is paid to each scheme.

    `contributions` are money a person and year, the sum of all payers of the scheme, taxes included.
    """

    benefits: Mapping[str, BenefitRecords]
    contributions: Mapping[str, Array]


def run_records(law: Law, population: Population, economy: Economy, year: int, seed: int) -> LawRecords:
    """The law for every person of a survey sorted by household, in one year."""
    lucky, trees = with_draws(population, law, seed), dict(_trees(law))
    paid = {name: np.zeros(len(population.weights)) for name in trees}
    for shares, resolved in stretches_of(law, economy, (year,)):
        parameters, own = _by_person(resolved, population)
        people = replace(lucky, columns={**lucky.columns, **own})
        for name, tree in trees.items():
            paid[name] += shares[0] * in_blocks(tree, people, parameters)
    return _assembled(law, paid, len(population.weights))


THREE = ("eligible", "recipients", "amount")
Name = tuple[str, str, int]
"""What is asked: kind, path of the benefit or name of the scheme, and which of its payers."""


def _trees(law: Law) -> Iterator[tuple[Name, Node]]:
    """Every expression of the law."""
    for path, benefit in law.benefits.items():
        for kind in THREE:
            yield (kind, path, 0), getattr(benefit, kind)
    for scheme, payers in law.contributions.items():
        for i, tree in enumerate(payers):
            yield ("contribution", scheme, i), tree


def _assembled(law: Law, paid: Mapping[Name, Array], size: int) -> LawRecords:
    benefits = {path: BenefitRecords(*(paid[kind, path, 0] for kind in THREE)) for path in law.benefits}
    contributions = {
        scheme: sum((paid["contribution", scheme, i] for i in range(len(payers))), np.zeros(size))
        for scheme, payers in law.contributions.items()
    }
    return LawRecords(benefits, contributions)


def with_draws(population: Population, law: Law, seed: int) -> Population:
    """The same people with a number between 0 and 1 for every chance of the law, one a household if it is its."""
    if population.households is None:
        raise Refusal("Draws are for records in households; these are cells.")
    levels = {
        node.value: node.level
        for _, tree in _trees(law)
        for node in walk(tree)
        if node.op == "column" and node.chance is not None
    }
    sizes = np.diff(population.households)
    draws = {}
    for name in sorted(levels):
        generator = np.random.default_rng([seed, int(sha256_of(name)[:12], 16)])
        shared = levels[name] == "household"
        luck = generator.random(len(sizes) if shared else len(population.weights))
        draws[name.replace("chance:", "draw:")] = np.repeat(luck, sizes) if shared else luck
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

"""A law run on records: for every person of a survey or a registry, who is meant, who is reached, what is paid.

What cells average over, records decide: a condition is a column, and chance (take-up, errors of a means
test) is a draw. Draws depend on the seed, the name of the condition and the place of the person, so that a
reform meets the same people with the same luck; a chance of households is one draw for all members.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from socle.engine.choice import Answers, Engine
from socle.engine.program import stretches_of
from socle.ground.axes import SEXES, Array
from socle.ground.expression import Node
from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal, nearest
from socle.model.economy import Economy
from socle.model.law import Law, walk
from socle.model.population import Population

USUAL: Final = Engine()


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


@dataclass(frozen=True, eq=False)
class Prepared:
    """A law ready to be asked of the same people again and again, under other values of its parameters.

    `stretches` are shares of the year, each with the value of every parameter: a number, or one a person.
    """

    law: Law
    people: Population  # with the draws of the law
    stretches: tuple[tuple[float, Mapping[str, Any]], ...]
    answers: Answers

    def run(self, changes: Mapping[str, float] | None = None) -> LawRecords:
        """The law in its year; `changes` replaces parameters by path for the whole year.

        They are in canonical units: money a year, shares from 0 to 1.
        """
        changed = self._known(changes or {})
        paid: dict[str, Array] = {}
        for share, parameters in self.stretches:
            for name, value in self.answers(self.people, {**parameters, **changed}).items():
                part = value if share == 1 else share * value
                paid[name] = part if name not in paid else paid[name] + part
        return self._assembled(paid)

    def _known(self, changes: Mapping[str, float]) -> Mapping[str, float]:
        for path in changes:
            if path not in self.law.parameters:
                raise Refusal(
                    "`{path}` is no parameter of this law.",
                    path=path,
                    nearest=nearest(path, list(self.law.parameters)),
                )
        return changes

    def _assembled(self, paid: Mapping[str, Array]) -> LawRecords:
        shape = self.people.weights.shape

        def person(name: str) -> Array:
            return np.broadcast_to(paid[name], shape)

        benefits = {
            path: BenefitRecords(*(person(_name(kind, path)) for kind in THREE)) for path in self.law.benefits
        }
        contributions = {
            scheme: sum((person(_name("paid", scheme, i)) for i in range(len(trees))), np.zeros(shape))
            for scheme, trees in self.law.contributions.items()
        }
        return LawRecords(benefits, contributions)


def prepared(
    law: Law, population: Population, economy: Economy, year: int, seed: int, engine: Engine = USUAL
) -> Prepared:
    """The law for a survey sorted by household, in one year: draws made, parameters resolved, code compiled."""
    people, trees = with_draws(population, law, seed), dict(_trees(law))
    stretches = tuple(
        (float(shares[0]), {path: _by_person(value, population) for path, value in resolved.items()})
        for shares, resolved in stretches_of(law, economy, (year,))
    )
    return Prepared(law, people, stretches, engine.ready(trees, people, stretches[0][1]))


def run_records(
    law: Law, population: Population, economy: Economy, year: int, seed: int, engine: Engine = USUAL
) -> LawRecords:
    """The law for every person of a survey sorted by household, in one year."""
    return prepared(law, population, economy, year, seed, engine).run()


def sweep(ready: Prepared, changes: Iterable[Mapping[str, float]]) -> Iterator[LawRecords]:
    """The law under one set of changed parameters after another: same people, same luck, nothing made anew."""
    for some in changes:
        yield ready.run(some)


THREE = ("eligible", "recipients", "amount")


def _name(kind: str, path: str, payer: int = 0) -> str:
    return f"{kind}:{path}:{payer}"


def _trees(law: Law) -> Iterator[tuple[str, Node]]:
    """Every expression of the law, by name."""
    for path, benefit in law.benefits.items():
        for kind in THREE:
            yield _name(kind, path), getattr(benefit, kind)
    for scheme, payers in law.contributions.items():
        for i, tree in enumerate(payers):
            yield _name("paid", scheme, i), tree


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


def _by_person(value: Array, population: Population) -> Any:
    """A parameter as a number, or, where it differs by sex, as what each person has."""
    if value.shape[2] == len(SEXES):
        return value[0, 0, :, 0][population.columns["sex"].astype(int)]
    return float(value[0, 0, 0, 0])

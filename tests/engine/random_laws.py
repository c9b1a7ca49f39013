"""Random laws as pairs: the expression, and the same thing worked out by NumPy without any engine."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from hypothesis import strategies as st

from socle.ground.axes import Array
from socle.ground.expression import CONDITION, MONEY, NUMBER, YEARS, Node, by_chance, column, parameter
from socle.ground.vocabulary import larger, smaller, where
from socle.model.population import Population

AGES = (3.0, 17.0, 40.0, 66.0, 80.0)
SHAPE = (2, 3, 2, 5)
OPEN = ("severely_disabled", "unemployed", "poor")
CHANCES = {"pension.take_up": 0.7, "grant.coverage": 0.35}
AMOUNTS = {"a": 100.0, "b": 40.0, "c": 250.0}
SHARES = {"half": 0.5, "most": 0.9}
VALUES: dict[str, Any] = {**CHANCES, **AMOUNTS, **SHARES}
Env = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Pair:
    """An expression, and its value for given columns."""

    node: Node
    value: Callable[[Env], Any]


def _open(name: str) -> Pair:
    return Pair(column(name, CONDITION), lambda env: env[name])


def _chance(path: str) -> Pair:
    node = by_chance("luck", parameter(path, NUMBER))
    return Pair(node, lambda env: env[f"chance:{path}"])


def _older(bound: float) -> Pair:
    return Pair(column("age", YEARS) >= bound, lambda env: env["age"] >= bound)


def _amount(name: str) -> Pair:
    return Pair(parameter(name, MONEY), lambda _: AMOUNTS[name])


def _and(x: Pair, y: Pair) -> Pair:
    return Pair(x.node & y.node, lambda env: np.logical_and(x.value(env), y.value(env)))


def _or(x: Pair, y: Pair) -> Pair:
    return Pair(x.node | y.node, lambda env: np.logical_or(x.value(env), y.value(env)))


def _not(x: Pair) -> Pair:
    return Pair(~x.node, lambda env: np.logical_not(x.value(env)))


def _positive(x: Pair) -> Pair:
    return Pair(x.node > 0, lambda env: x.value(env) > 1e-12)


def _paid(who: Pair, amount: Pair) -> Pair:
    return Pair(where(who.node, amount.node, 0), lambda env: np.where(who.value(env), amount.value(env), 0.0))


def _two(word: Callable[[Any, Any], Any], numpy: Callable[[Any, Any], Any]) -> Callable[[Pair, Pair], Pair]:
    return lambda x, y: Pair(word(x.node, y.node), lambda env: numpy(x.value(env), y.value(env)))


def _scaled(share: str, x: Pair) -> Pair:
    return Pair(parameter(share, NUMBER) * x.node, lambda env: SHARES[share] * x.value(env))


leaves = st.one_of(
    st.sampled_from(OPEN).map(_open),
    st.sampled_from(sorted(CHANCES)).map(_chance),
    st.sampled_from([0.0, 18.0, 65.0]).map(_older),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(st.builds(_and, inner, inner), st.builds(_or, inner, inner), inner.map(_not)),
    max_leaves=6,
)
paid = st.builds(_paid, conditions, st.sampled_from(sorted(AMOUNTS)).map(_amount))
amounts = st.recursive(
    paid,
    lambda inner: st.one_of(
        st.builds(_two(lambda x, y: x + y, np.add), inner, inner),
        st.builds(_two(lambda x, y: x - y, np.subtract), inner, inner),
        st.builds(_two(smaller, np.minimum), inner, inner),
        st.builds(_two(larger, np.maximum), inner, inner),
        st.builds(_scaled, st.sampled_from(sorted(SHARES)), inner),
        st.builds(_paid, inner.map(_positive).map(_not), inner),
    ),
    max_leaves=4,
)


def cells(seed: int) -> Population:
    """Persons in cells, with shares that vary over some of the axes."""
    rng = np.random.default_rng(seed)
    shapes = ((1, 1, 2, 5), (2, 1, 1, 1), (2, 3, 2, 5))
    prevalence = {name: rng.uniform(0.02, 0.6, shape) for name, shape in zip(OPEN, shapes, strict=True)}
    columns = {"age": np.array(AGES).reshape(1, 1, 1, 5), "sex": np.array([0.0, 1.0]).reshape(1, 1, 2, 1)}
    return Population(rng.uniform(0, 100, SHAPE), columns, prevalence)


def by_brute_force(value: Callable[[Env], Any], population: Population) -> Array:
    """The mean over every combination of answers, each with its probability."""
    shares = {**population.prevalence, **{f"chance:{path}": np.array(p) for path, p in CHANCES.items()}}
    mean = np.zeros(SHAPE)
    for answers in itertools.product((True, False), repeat=len(shares)):
        env = dict(zip(shares, answers, strict=True))
        chance = reduce(np.multiply, (shares[name] if yes else 1 - shares[name] for name, yes in env.items()))
        mean = mean + chance * np.asarray(value({**population.columns, **env}), dtype=float)
    return mean

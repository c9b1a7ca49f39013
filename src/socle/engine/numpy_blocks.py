"""NumPy: the reference engine, on broadcast axes and on records, all of them at once.

On axes nothing is expanded that need not be: an age condition is computed on 101 numbers, an amount on
countries and years, and only the last sum touches all cells. On records it is the plain definition to which
the engines that work in blocks are held.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, Final

import numpy as np

from socle.engine.expected import PREVALENCE
from socle.engine.lower import lower
from socle.ground.axes import Array
from socle.ground.expression import SLACK, Node
from socle.ground.refusals import Refusal, nearest
from socle.model.law import walk
from socle.model.population import Population


def divided(a: Any, b: Any) -> Any:
    """A quotient; what is divided by nothing is nothing."""
    if np.all(b):
        return np.divide(a, b)
    return np.divide(a, b, out=np.zeros(np.broadcast_shapes(np.shape(a), np.shape(b))), where=b != 0)


OPERATIONS: Final[dict[str, Callable[..., Any]]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": divided,
    "power": np.power,
    "smaller": np.minimum,
    "larger": np.maximum,
    "floor": lambda x: np.floor(x + SLACK),
    "below": np.less,
    "above": np.greater,
    "and": np.logical_and,
    "or": np.logical_or,
    "not": np.logical_not,
    "where": np.where,
    "of_household": np.array,
}
PEOPLE_AXES: Final = 2  # the first two axes are country and year, the rest are people


def evaluate(tree: Node, population: Population, parameters: Mapping[str, Any]) -> Array:
    """The value of an expression for every record or cell, on as few axes as it varies over."""
    return evaluate_lowered(lower(tree), population, parameters)


def evaluate_lowered(tree: Node, population: Population, parameters: Mapping[str, Any]) -> Array:
    """The same of an expression that is lowered already, for who asks it many times."""
    return np.asarray(_value(tree, population, parameters, {}), dtype=np.float64)


def _value(tree: Node, population: Population, parameters: Mapping[str, Any], known: dict[str, Any]) -> Any:
    for node in walk(tree):
        if node.key not in known:
            known[node.key] = _step(node, [known[arg.key] for arg in node.args], population, parameters)
    return known[tree.key]


def _step(node: Node, args: list[Any], population: Population, parameters: Mapping[str, Any]) -> Any:
    if node.op == "constant":
        return np.asarray(node.value)
    if node.op == "parameter":  # one that differs from person to person is a column under its path
        return parameters[node.value] if node.value in parameters else population.columns[node.value]
    if node.op == "column":
        return _column(node, population, parameters)
    if node.op == "in_population":
        return _in_population(node, args, population)
    if node.op in ("in_household", "of_household"):
        return _household(node, args[0], population)
    return OPERATIONS[node.op](*args)


def _column(node: Node, population: Population, parameters: Mapping[str, Any]) -> Any:
    name: str = node.value
    if name.startswith(PREVALENCE):
        return population.prevalence[name.removeprefix(PREVALENCE)]
    if name in population.columns:
        return population.columns[name]
    if name == "person":
        return np.ones(1)
    if node.chance is not None:
        return _draw(node, population, parameters)
    valid = [*population.columns, *population.prevalence]
    raise Refusal(
        "The law reads `{name}`, which this population does not know; it knows {valid}.",
        name=name,
        valid=", ".join(valid),
        nearest=nearest(name, valid),
    )


def _draw(node: Node, population: Population, parameters: Mapping[str, Any]) -> Any:
    name = node.value.replace("chance:", "draw:")
    if name not in population.columns:
        raise Refusal("`{name}` is decided by chance, and this population has no draws for it.", name=name)
    assert node.chance is not None
    return population.columns[name] < _value(node.chance, population, parameters, {})


def _in_population(node: Node, args: list[Any], population: Population) -> Any:
    if node.value == "total":
        axes = tuple(range(PEOPLE_AXES, population.weights.ndim)) if not population.records else None
        return np.sum(population.weights * args[0], axis=axes, keepdims=not population.records)
    if not population.records:
        raise Refusal("A quantile of the population needs persons; these are cells.")
    values = np.broadcast_to(args[0], population.weights.shape)
    order = np.argsort(values)
    cumulated = np.cumsum(population.weights[order])
    return values[order][np.searchsorted(cumulated, float(args[1]) * cumulated[-1] * (1 - SLACK))]


def _household(node: Node, x: Any, population: Population) -> Any:
    """A household's number stands on each of its members, so that persons and households combine freely."""
    if population.households is None:
        raise Refusal(
            "A household step needs persons in households; these are cells, where `{tree}` is known only on average.",
            tree=repr(node)[:60],
        )
    if node.op == "of_household":
        return x
    starts, sizes = population.households[:-1], np.diff(population.households)
    per_person = np.broadcast_to(np.asarray(x, dtype=np.float64), (int(sizes.sum()),))
    how = {"sum": np.add, "largest": np.maximum, "smallest": np.minimum}[node.value]
    return np.repeat(how.reduceat(per_person, starts[sizes > 0]), sizes[sizes > 0])


def totals(tree: Node, population: Population, parameters: Mapping[str, Any], known: dict[str, Any]) -> Array:
    """The weighted sum over people of an expression on cells, shape [country, year].

    Factors that do not vary over people are taken out of the sum, the others are contracted with the
    weights without expanding them over countries and years.
    """
    outside: list[Any] = []
    inside: list[Any] = []
    for factor in _factors(lower(tree)):
        value = np.asarray(_value(factor, population, parameters, known), dtype=np.float64)
        people = value.shape[PEOPLE_AXES:] if value.ndim > PEOPLE_AXES else ()
        (inside if any(size > 1 for size in people) else outside).append(value)
    summed = _contract(population.weights, inside)
    for value in outside:
        summed = summed * (value if value.ndim == 0 else value.reshape(value.shape[:PEOPLE_AXES]))
    return np.asarray(summed)


def _factors(tree: Node) -> list[Node]:
    """A product as its factors; `where(c, a, 0)` is a product too."""
    if tree.op == "mul":
        return [factor for arg in tree.args for factor in _factors(arg)]
    if tree.op == "where" and tree.args[2].op == "constant" and tree.args[2].value == 0:
        return [tree.args[0], *_factors(tree.args[1])]
    return [tree]


def _contract(weights: Array, factors: list[Array]) -> Array:
    countries, years = weights.shape[:PEOPLE_AXES]
    cells = weights.reshape(countries, years, -1)
    if not factors:
        return np.asarray(cells.sum(axis=2))
    product = reduce(np.multiply, sorted(factors, key=np.size))
    if product.shape[:PEOPLE_AXES] == (1, 1):
        vector = np.broadcast_to(product, (1, 1, *weights.shape[PEOPLE_AXES:])).reshape(-1)
        return np.asarray(cells @ vector)
    own = np.broadcast_to(product, weights.shape).reshape(countries, years, -1)
    return np.asarray(np.einsum("cyp,cyp->cy", cells, own))

"""A chain of monthly variables: each takes a rate of the one before up to a ceiling, and leaves the rest."""

from __future__ import annotations

import numpy as np

from socle.engine.choice import Engine
from socle.ground.axes import Array
from socle.ground.expression import MONEY, NUMBER, Node, column, parameter
from socle.ground.vocabulary import larger, smaller
from socle.model.population import Population

VARIABLES, MONTHS = 500, 12
CEILING = 2_000.0
RATES = tuple(0.999 + month / 10_000 for month in range(MONTHS))
MEAN = 2_500.0


def made_up(persons: int, seed: int = 1) -> Population:
    """Persons living alone, with what they earn in a month."""
    rng = np.random.default_rng(seed)
    monthly = np.round(rng.exponential(MEAN, persons))
    return Population(np.ones(persons), {"monthly": monthly}, households=np.arange(persons + 1))


def chain(variables: int = VARIABLES) -> Node:
    """The last variable of one month."""
    value, rate, ceiling = column("monthly", MONEY), parameter("rate", NUMBER), parameter("ceiling", MONEY)
    for _ in range(variables):
        value = smaller(value, ceiling) * rate + larger(value - ceiling, 0)
    return value


def yearly(people: Population, variables: int = VARIABLES) -> Array:
    """The last variable, summed over the months of the year: all that is kept."""
    total = np.zeros(len(people.weights))
    values = {"ceiling": CEILING, "rate": RATES[0]}
    answers = Engine("numpy").ready({"last": chain(variables)}, people, values)
    for rate in RATES:
        total += answers(people, {**values, "rate": rate})["last"]
    return total

"""A population: weights and named columns that broadcast to one shape, at a moment.

A projection has axes [country, year, sex, age], a survey one axis of records sorted by household, a person
none. The population says what each column is: known, a condition known by its prevalence, a mean of its
cell. The law does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from statistics import NormalDist
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal

TAIL: Final = 2.4  # standard deviations of the logarithm beyond which one band holds the rest


@dataclass(frozen=True, eq=False)
class Population:
    """People as columns.

    `weights` are persons. `columns` are known values; those named in `means` are known only as the mean of
    their cell. `prevalence` holds the share of each cell that meets a condition nobody is asked about.
    `households`, for records only, are the positions at which each household begins, with the end added.
    """

    weights: Array
    columns: Mapping[str, Array]
    prevalence: Mapping[str, Array] = field(default_factory=dict)
    means: frozenset[str] = frozenset()
    households: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None

    @property
    def records(self) -> bool:
        """Whether these are records with households rather than cells."""
        return self.households is not None

    def with_columns(self, **columns: Array) -> Population:
        """The same people with more known columns."""
        return replace(self, columns={**self.columns, **columns})


def banded(population: Population, name: str, *, sigma: float, bands: int = 40) -> Population:
    """The same cells with `name`, a mean, spread over bands on a last axis.

    Each band is worth its own mean in a lognormal distribution with standard deviation `sigma` of the
    logarithm, so that ceilings and minima cut as they do in life.
    """
    if name not in population.means:
        raise Refusal("`{name}` is not a mean of its cells, so it needs no bands.", name=name)
    persons, money = lognormal_bands(sigma, bands)
    columns = {key: value[..., None] for key, value in population.columns.items()}
    return replace(
        population,
        weights=population.weights[..., None] * persons,
        columns={**columns, name: columns[name] * (money / persons)},
        prevalence={key: value[..., None] for key, value in population.prevalence.items()},
        means=population.means - {name},
    )


def lognormal_bands(sigma: float, bands: int) -> tuple[Array, Array]:
    """The shares of persons and of money in each band of a lognormal distribution, [band].

    `sigma` is the standard deviation of the logarithm. The bands are equally wide in the logarithm, between the
    tails of people below and of money above. Forty are within 0.1 % of the integral for every ceiling from half
    to three times the mean and every `sigma` up to 0.9.
    """
    cuts, below = np.linspace(-TAIL, TAIL, bands - 1) + sigma / 2, NormalDist().cdf
    persons = np.diff([0.0, *(below(cut) for cut in cuts), 1.0])
    money = np.diff([0.0, *(below(cut - sigma) for cut in cuts), 1.0])
    return persons, money

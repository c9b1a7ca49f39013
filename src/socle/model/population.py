"""A population: weights and named columns that broadcast to one shape, at a moment.

A projection has axes [country, year, sex, age], a survey one axis of records sorted by household, a person
none. The population says what each column is: known, a condition known by its prevalence, a mean of its
cell. The law does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from statistics import NormalDist

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal


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


def banded(population: Population, name: str, *, sigma: float, bands: int = 20) -> Population:
    """The same cells with `name`, a mean, spread over bands of equal numbers of persons on a last axis.

    Each band is worth its own mean in a lognormal distribution with standard deviation `sigma` of the
    logarithm, so that ceilings and minima cut as they do in life. Twenty bands are within 0.1 % of the
    integral for ceilings from half to three times the mean.
    """
    if name not in population.means:
        raise Refusal("`{name}` is not a mean of its cells, so it needs no bands.", name=name)
    normal = NormalDist()
    cuts = [0.0, *(normal.cdf(normal.inv_cdf(i / bands) - sigma) for i in range(1, bands)), 1.0]
    factors = np.diff(np.array(cuts)) * bands
    columns = {key: value[..., None] for key, value in population.columns.items()}
    return replace(
        population,
        weights=population.weights[..., None] / bands * np.ones(bands),
        columns={**columns, name: columns[name] * factors},
        prevalence={key: value[..., None] for key, value in population.prevalence.items()},
        means=population.means - {name},
    )

"""An invented survey: households drawn from the cells of a population, so that everything runs without real people.

Persons are drawn with the ages and sexes of the population, put into households, given a consumption with a
stated inequality, and the conditions of their cell. Nothing in it is an observation.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import N_AGES, Array
from socle.ground.refusals import Refusal

# Invented, for the survey only. Shares of the budget follow Working (1943) and Leser (1963): a level at mean
# consumption, what each unit of the logarithm of relative consumption adds, and bounds.
BUDGETS: Final = {
    "food_share": (0.46, -0.12, 0.1, 0.8),
    "energy_share": (0.07, 0.004, 0.02, 0.12),
    "transport_share": (0.05, 0.02, 0.0, 0.08),
}
SECTORS: Final = {"formally_employed": (0.05, 0.3, 0.65), "informally_employed": (0.5, 0.12, 0.38)}
SIZES: Final = (
    0.12,
    0.15,
    0.16,
    0.17,
    0.15,
    0.11,
    0.08,
    0.06,
)  # shares of households of 1, 2, ..., 8 persons
ADULT: Final = 18
CHILDREN_COST: Final = -0.35  # elasticity of consumption per person to the size of the household
STRATA: Final = 6
PERSONS_PER_PSU: Final = 60
WORK: Final = ("unemployed", "formally_employed", "informally_employed")


def synthetic_survey(
    cells: Array,
    prevalence: Mapping[str, Array],
    *,
    persons: int,
    mean: float,
    gini: float,
    rng: np.random.Generator,
) -> dict[str, Array]:
    """Columns of a survey of about `persons` persons, sorted by household.

    `cells` are persons by [sex, age], `prevalence` shares of the same shape; `mean` is consumption per person
    and year, `gini` its inequality between persons (lognormal). Weights add up to the population.
    """
    if persons < 100 or not 0 < gini < 0.9:
        raise Refusal("An invented survey needs at least 100 persons, and a Gini between 0 and 0.9.")
    sizes = rng.choice(
        np.arange(1, len(SIZES) + 1), size=round(persons / np.dot(SIZES, range(1, 9))), p=SIZES
    )
    household: NDArray[np.int64] = np.repeat(np.arange(len(sizes)), sizes)
    sex, age = _people(cells, household, rng)
    spread = _sigma(gini)
    level = np.exp(spread * rng.standard_normal(len(sizes))) * sizes**CHILDREN_COST
    consumption = (level / (level * sizes).sum() * sizes.sum() * mean)[household]
    chosen = {name: _meets(share, sex, age, rng) for name, share in prevalence.items() if name not in WORK}
    chosen |= _work({name: prevalence[name] for name in WORK if name in prevalence}, sex, age, rng)
    return {
        "household": household.astype(np.float64),
        "person": np.arange(len(household), dtype=np.float64),
        "weight": np.full(len(household), float(cells.sum()) / len(household)),
        "stratum": (household * STRATA // len(sizes)).astype(np.float64),
        "psu": (np.repeat(np.cumsum(sizes) // PERSONS_PER_PSU, sizes)).astype(np.float64),
        "sex": sex,
        "age": age,
        "consumption": consumption,
        **chosen,
        **_budgets(consumption, mean),
        "sector": _sector(chosen, rng.random(len(age))),
    }


def earnings(survey: Mapping[str, Array], wage: float) -> dict[str, Array]:
    """What the workers of an invented survey earn, `wage` on average, more in households that consume more.

    Nothing is said where no wage or no worker is known.
    """
    nobody = np.zeros(len(survey["consumption"]))
    works = np.asarray(sum((survey[name] for name in WORK[1:] if name in survey), nobody))
    spent = works * survey["consumption"]
    known = np.isfinite(wage) and spent.any()
    return {"earnings": spent * (wage * works.sum() / spent.sum())} if known else {}


def _people(cells: Array, household: NDArray[np.int64], rng: np.random.Generator) -> tuple[Array, Array]:
    """Sex and age of each person; the first of a household is an adult, found by changing places with one."""
    flat = cells.reshape(-1) / cells.sum()
    drawn = rng.choice(flat.size, size=len(household), p=flat)
    first = np.flatnonzero(np.r_[True, household[1:] != household[:-1]])
    young = first[drawn[first] % N_AGES < ADULT]
    later = np.setdiff1d(np.flatnonzero(drawn % N_AGES >= ADULT), first)
    change = rng.permutation(later)[: len(young)]
    young = young[: len(change)]
    drawn[young], drawn[change] = drawn[change], drawn[young]
    return (drawn // N_AGES).astype(np.float64), (drawn % N_AGES).astype(np.float64)


def _meets(share: Array, sex: Array, age: Array, rng: np.random.Generator) -> Array:
    return (rng.random(len(age)) < _own(share, sex, age)).astype(np.float64)


def _work(shares: Mapping[str, Array], sex: Array, age: Array, rng: np.random.Generator) -> dict[str, Array]:
    """One place in the labour market for each person: nobody is employed and unemployed at once."""
    luck, below, found = rng.random(len(age)), np.zeros(len(age)), {}
    for name, share in shares.items():
        above = below + _own(share, sex, age)
        found[name] = ((luck >= below) & (luck < above)).astype(np.float64)
        below = above
    return found


def _budgets(consumption: Array, mean: float) -> dict[str, Array]:
    """Invented shares of the budget: food falls as households are better off, transport and energy rise."""
    distance = np.log(consumption / mean)
    return {
        name: np.clip(level + slope * distance, least, most)
        for name, (level, slope, least, most) in BUDGETS.items()
    }


def _sector(chosen: Mapping[str, Array], luck: Array) -> Array:
    """An invented branch of work for those who work; `luck` is drawn last, so that it moves no other column."""
    sector = np.zeros(len(luck))
    for name, shares in SECTORS.items():
        if name in chosen:
            own = np.searchsorted(np.cumsum(shares)[:-1], luck, side="right") + 1.0
            sector = np.where(chosen[name] > 0, own, sector)
    return sector


def _own(share: Array, sex: Array, age: Array) -> Array:
    """The share of the cell of each person."""
    cells: Array = np.broadcast_to(share, (2, N_AGES))[sex.astype(int), age.astype(int)]
    return cells


def _sigma(gini: float) -> float:
    """The spread of a lognormal with this Gini: sqrt(2) times the quantile of (G + 1) / 2."""
    return float(np.sqrt(2) * NormalDist().inv_cdf((gini + 1) / 2))

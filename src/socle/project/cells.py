"""From people over time to the columns that the law reads: cells by country, year, sex and age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from socle.ground.axes import FEMALE, MOTHERS_FROM, MOTHERS_TO, N_AGES, SEXES, Array, ages, along
from socle.model.demography import PeopleOverTime
from socle.model.figures import Figure
from socle.model.population import Population


def cells(
    people: PeopleOverTime,
    years: Sequence[int],
    known: Mapping[str, Array],
    prevalence: Mapping[str, Array],
    means: Mapping[str, Array] | None = None,
) -> Population:
    """The population at 1 July of each year as cells.

    `known` are columns of countries and years ([country, year]), such as a reference line; `prevalence` and
    `means` broadcast over [country, year, sex, age].
    """
    first = people.years.index(years[0])
    span = slice(first, first + len(years))
    persons = np.ascontiguousarray(people.population[:, span])
    columns = {
        "age": along(ages(), "age"),
        "sex": along(np.arange(len(SEXES), dtype=np.float64), "sex"),
        **{name: along(values, "country", "year") for name, values in known.items()},
        **(means or {}),
    }
    conditions = {"gave_birth": giving_birth(people.births_by_mother[:, span], persons), **prevalence}
    return Population(persons, columns, conditions, frozenset(means or {}))


def giving_birth(births_by_mother: Array, persons: Array) -> Array:
    """The share of the women of each age who bear a child in the year, [country, year, sex, age]."""
    share = np.zeros_like(persons)
    mothers = slice(MOTHERS_FROM, MOTHERS_TO + 1)
    women = persons[:, :, FEMALE, mothers]
    share[:, :, FEMALE, mothers] = np.divide(
        births_by_mother, women, out=np.zeros_like(women), where=women > 0
    )
    return share


def by_age_and_sex(figures: Sequence[Figure]) -> Array:
    """Percentages by groups of ages as shares by single age, [1, 1, sex, age].

    A group for one sex beats one for both sexes, and a narrow group beats a wide one; ages without a figure
    have none of the condition.
    """
    shares = np.zeros((len(SEXES), N_AGES))
    wide_first = sorted(figures, key=lambda f: (f.sex != "both", -_width(f)))
    for figure in wide_first:
        first, last = figure.ages
        rows = slice(None) if figure.sex == "both" else SEXES.index(figure.sex)
        shares[rows, first : N_AGES if last is None else last + 1] = figure.value / 100
    return shares[None, None]


def _width(figure: Figure) -> int:
    first, last = figure.ages
    return (N_AGES if last is None else last) - first

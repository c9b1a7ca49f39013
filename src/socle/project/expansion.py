"""Expanding the compact figures of a country into a base population and vital rates by single age and year.

What a country does not give is replaced by a model: the family of model life tables, the Gamma curve of
fertility, the Rogers and Castro curve of migration, 105 boys for 100 girls, no migration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from socle.ground.axes import N_AGES, OPEN_AGE, SEXES, Array
from socle.ground.refusals import Refusal
from socle.model.demography import BasePopulation, CompactDemography, Group, VitalRates
from socle.project.fertility import fertility, sex_ratio_at_birth
from socle.project.graduation import in_order, smoothest
from socle.project.migration import net_migration
from socle.project.model_life_tables import mortality
from socle.project.mortality import life_table

# Fitted by the project on World Population Prospects 2024 (2023 to 2100, countries of more than one million
# people, without the 21 of the first phase of the flagship programme).
_TFR_LIMIT, _TFR_DECLINE = 1.66, 0.029
_E0_GAINS = {"male": (0.165, -0.0054, -0.0262), "female": (0.1406, -0.0214, 0.0020)}

_STEEPEST_TAIL = (-0.02, 0.06)  # decline of N / L a year of age, within the open group
_YOUNGEST_OPEN = 15  # two groups of five, ten years apart, are needed below it


def expand(figures: CompactDemography, last_year: int = 2100) -> tuple[BasePopulation, VitalRates]:
    """The base population and the vital rates of one country from its base year to `last_year`."""
    if last_year < figures.year:
        raise Refusal(
            "The figures of {country} begin in {first}, after {last}.",
            country=figures.country,
            first=figures.year,
            last=last_year,
        )
    years = range(figures.year, last_year + 1)
    m = mortality(figures, years)
    lived = life_table(m[0]).L
    persons = np.array([_base_ages(figures.population[sex], lived[here]) for here, sex in enumerate(SEXES)])
    rates = VitalRates(
        countries=(figures.country,),
        first_year=figures.year,
        mortality=m[None],
        fertility=fertility(figures, years)[None],
        sex_ratio_at_birth=sex_ratio_at_birth(figures, years)[None],
        migration=net_migration(figures, years)[None],
    )
    return BasePopulation((figures.country,), figures.year, persons[None]), rates


def with_default_paths(figures: CompactDemography, last_year: int = 2100) -> CompactDemography:
    """The figures with a usual future where total fertility or life expectancy is known for one year only.

    Without it they are held. Fertility moves towards 1.66 children by 2.9 % of the distance a year; life
    expectancy e gains c0 + c1 x + c2 x^2 years a year, x = (e - 75) / 10. These are averages of the world:
    national assumptions are always better.
    """
    tfr, e0 = dict(figures.tfr), {sex: dict(path) for sex, path in figures.e0.items()}
    if len(tfr) == 1:
        ((first, value),) = tfr.items()
        for year in range(first + 1, last_year + 1):
            tfr[year] = _TFR_LIMIT + (value - _TFR_LIMIT) * float(np.exp(-_TFR_DECLINE * (year - first)))
    for sex, path in e0.items():
        if len(path) == 1:
            ((first, value),) = path.items()
            for year in range(first + 1, last_year + 1):
                x = (value - 75.0) / 10.0
                value += float(np.polynomial.polynomial.polyval(x, _E0_GAINS[sex]))
                path[year] = value
    return replace(figures, tfr=tfr, e0=e0)


def _base_ages(groups: Sequence[Group], lived: Array) -> Array:
    """Persons by single age from groups of ages, given the person-years `lived` of the year's life table.

    The ratio of persons to person-years is the smoothest that meets the groups; single ages that are known
    are put in afterwards, so that their noise does not bend their neighbours.
    """
    *closed, last = in_order(groups)
    if last.first < _YOUNGEST_OPEN:
        raise Refusal(
            "The open group of the population must begin at {age} or later, not at {first}.",
            age=_YOUNGEST_OPEN,
            first=last.first,
        )
    smoothed = _in_fives(closed)
    persons = np.zeros(N_AGES)
    persons[: last.first] = smoothest(smoothed, lived[: last.first]) * lived[: last.first]
    for group in (*smoothed, *closed):
        _meet(persons, group)
    persons[last.first :] = last.value * _tail(persons, last.first, lived)
    return persons


def _in_fives(groups: Sequence[Group]) -> list[Group]:
    """Single ages joined by fives; groups that do not complete a five stay as they are."""
    joined: list[Group] = []
    for five, members in groupby(groups, key=lambda group: group.first // 5):
        inside = list(members)
        whole = inside[0].first == 5 * five and inside[-1].last == 5 * five + 4
        if whole:
            joined.append(Group(5 * five, 5 * five + 4, sum(group.value for group in inside)))
        else:
            joined.extend(inside)
    return joined


def _meet(persons: Array, group: Group) -> None:
    """Make the ages of a group positive and add up to its figure, in place."""
    members = slice(group.first, OPEN_AGE if group.last is None else group.last + 1)
    inside = np.maximum(persons[members], 0.0)
    if not inside.any():
        inside = np.ones_like(inside)
    persons[members] = inside * (group.value / inside.sum())


def _tail(persons: Array, first: int, lived: Array) -> Array:
    """Shares of the open group by single age from `first` on.

    Like the life table, times exp(-g (age - first)); g is the decline of persons to person-years, a year of
    age, between the two five-year groups that end 11 years and 1 year before the open one.
    """
    low, high = _STEEPEST_TAIL
    older, younger = slice(first - 5, first), slice(first - 15, first - 10)
    before, after = (persons[ages].sum() / lived[ages].sum() for ages in (younger, older))
    # Where nobody is left to compare, the open group has the shape of the life table.
    g = float(np.clip(np.log(before / after) / 10.0, low, high)) if before > 0.0 and after > 0.0 else 0.0
    shares = lived[first:] * np.exp(-g * (np.arange(first, N_AGES) - first))
    return np.asarray(shares / shares.sum())

"""Net migration of one country from a few figures, and what-if migration.

The pattern by age comes from profiles of one or more dates; what they miss of a year's total follows the
curve of Rogers and Castro (1981), shared equally by the sexes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from socle.ground.axes import N_AGES, Array, ages
from socle.ground.refusals import Refusal
from socle.model.demography import (
    BasePopulation,
    CompactDemography,
    Group,
    MigrationProfile,
    Path,
    Spell,
    VitalRates,
)
from socle.project.graduation import in_order, over_years, smoothest

_TAIL_DECLINE = 0.12  # a year of age, within the open group of a profile
_TAIL_END = 90  # years of age; beyond, so few live that a modelled migrant could not be found
_CURVE_END = 85


@cache
def rogers_castro() -> Array:
    """Shares of net migrants by age and sex [sex, age], which add up to 1: children, workers, a level.

    The model schedule of Rogers and Castro (1981) with its usual parameters and no retirement peak, the
    same for both sexes.
    """
    x = ages()
    curve = 0.02 * np.exp(-0.1 * x) + 0.06 * np.exp(-0.1 * (x - 20) - np.exp(-0.4 * (x - 20))) + 0.003
    curve[_CURVE_END:] = 0.0
    return np.asarray(np.stack([curve, curve]) / (2.0 * curve.sum()))


def net_migration(figures: CompactDemography, years: Sequence[int]) -> Array:
    """Net migrants [year, sex, age] from the compact figures of a country; none without figures."""
    by_age = _between_profiles(figures.profiles, years)
    if not figures.migration:
        return by_age
    gap = _totals(figures.migration, years) - by_age.sum(axis=(1, 2))
    return np.asarray(by_age + gap[:, None, None] * rogers_castro())


def _totals(spells: Sequence[Spell], years: Sequence[int]) -> Array:
    """Net migrants a year [year]: constant within a spell; the last spell, and the first, are held."""
    ordered = sorted(spells, key=lambda spell: spell.first_year)
    here = np.searchsorted([spell.first_year for spell in ordered], years, side="right") - 1
    return np.array([spell.persons for spell in ordered], dtype=np.float64)[np.maximum(here, 0)]


def _between_profiles(profiles: Sequence[MigrationProfile], years: Sequence[int]) -> Array:
    """Profiles linear in time between their central years, held beyond [year, sex, age]."""
    if not profiles:
        return np.zeros((len(years), 2, N_AGES))
    ordered = sorted(profiles, key=_centre)
    by_age = np.array([[_single_ages(one.male), _single_ages(one.female)] for one in ordered])
    dates = [_centre(one) for one in ordered]
    weights = np.stack([np.interp(years, dates, unit) for unit in np.eye(len(dates))], axis=-1)
    return np.asarray(np.tensordot(weights, by_age, axes=1))


def _centre(profile: MigrationProfile) -> float:
    return (profile.first_year + profile.last_year) / 2.0


def _single_ages(groups: Sequence[Group]) -> Array:
    """Migrants by single age: the smoothest in closed groups, declining in the open one."""
    *closed, last = in_order(groups)
    by_age = np.zeros(N_AGES)
    if closed:
        by_age[: last.first] = smoothest(closed, np.ones(last.first))
    tail = np.where(ages() < _TAIL_END, np.exp(-_TAIL_DECLINE * (ages() - last.first)), 0.0)[last.first :]
    if not tail.any():
        raise Refusal("The open group of a migration profile must begin before age {age}.", age=_TAIL_END)
    by_age[last.first :] = last.value * tail / tail.sum()
    return by_age


def none(rates: VitalRates, since: int) -> VitalRates:
    """No migration from the year `since` on."""
    return scaled(rates, 0.0, since)


def scaled(rates: VitalRates, factor: float, since: int) -> VitalRates:
    """Net migration times `factor` at every age from the year `since` on."""
    change = np.where(np.array(rates.years) < since, 1.0, factor)
    total = rates.migration_total
    return replace(
        rates,
        migration=rates.migration * change[:, None, None],
        migration_total=None if total is None else total * change,
    )


def following(rates: VitalRates, totals: Path) -> VitalRates:
    """Net migrants a year on a path of their own from its first year on, at the ages of Rogers and Castro."""
    own = np.array(rates.years) >= min(totals)
    wanted = np.broadcast_to(over_years(totals, rates.years), rates.migration.shape[:2])
    by_age = np.where(own[:, None, None], wanted[..., None, None] * rogers_castro(), rates.migration)
    return replace(rates, migration=by_age, migration_total=None)


def meeting_totals(rates: VitalRates, base: BasePopulation, *, below: float = np.inf) -> VitalRates:
    """Net migrants whose sum over ages is the published total, in countries of less than `below` persons.

    In very small places rounding makes the ages miss the total by a few persons every year, which adds up.
    What is missing is spread over ages and sexes like the base population.
    """
    if rates.migration_total is None:
        return rates
    persons = base.of(rates.countries).persons
    size = persons.sum(axis=(1, 2))
    gap = rates.migration_total - rates.migration.sum(axis=(2, 3))
    gap = np.where((size < below)[:, None], gap, 0.0)
    spread = persons / size[:, None, None]
    return replace(rates, migration=rates.migration + gap[..., None, None] * spread[:, None])

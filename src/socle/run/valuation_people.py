"""Who is insured and paid at the two ends of a valuation, and what it assumes of its years, for a reader."""

from __future__ import annotations

from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.measure.contingencies import complete_expectation
from socle.model.insured import Insured, InsuredOverTime, Valuation
from socle.model.valued import Assumed, Standing
from socle.run.basis import Basis

TOLD: Final = (20, 65)  # completed ages at which life expectancy is told


def standings(basis: Basis, found: InsuredOverTime) -> tuple[Standing, ...]:
    """Everybody with rights at the start and after the last year."""
    whole = basis.valuation
    return (
        _standing(whole.first_year, whole.start, whole),
        _standing(found.years[-1] + 1, found.end, whole),
    )


def _standing(year: int, state: Insured, whole: Valuation) -> Standing:
    return Standing(
        year,
        _on_all_ages(state.active[0, 0].sum(axis=(1, 3)), whole),
        _on_all_ages(state.inactive[0, 0].sum(axis=(1, 3)), whole),
        {name: one.count[0] for name, one in state.pensions.items()},
    )


def _on_all_ages(persons: Array, whole: Valuation) -> Array:
    """[sex, working age] among all ages."""
    made = np.zeros((persons.shape[0], whole.experience.mortality.shape[-1]))
    made[:, whole.working] = persons
    return made


def assumed(basis: Basis, years: int) -> Assumed:
    """The economy, the labour force, the insured and life expectancy, year by year."""
    paths, people, experience = basis.futures.paths, basis.futures.people, basis.valuation.experience
    names = ("wage_growth", "inflation", "fund_return", "compliance", "administration")
    economy = {name: getattr(paths, name)[0, :years] for name in names}
    force = people.of_working_age[:years, 0]
    insured = force * 0 if experience.insured is None else experience.insured[:years, 0]
    rates = experience.mortality[:years, 0]
    alive = np.concatenate([np.ones_like(rates[..., :1]), np.cumprod(1 - rates, axis=-1)], axis=-1)
    expected = np.broadcast_to(complete_expectation(alive), (years, *alive.shape[1:]))
    return Assumed(
        economy,
        force,
        np.broadcast_to(insured, force.shape),
        {age: expected[..., age] for age in TOLD},
    )

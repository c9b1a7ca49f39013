"""What a generation pays and gets: those who enter in one year, followed alone to the last death."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.measure import cohort
from socle.model.insured import Experience, Insured, Valuation
from socle.model.valued import Generation
from socle.project.movements import of_year
from socle.run.basis import Basis
from socle.run.valuation_measures import without_pensioners

EVERY: Final = 10  # years between generations
LIFE: Final = 90  # years that a generation is followed
SEXES: Final = 2
ROUNDING: Final = 1e-9


def generations(basis: Basis, years: int) -> tuple[Generation, ...]:
    """The generations that enter in the first year and every ten years after, men and women."""
    first = basis.valuation.first_year
    last = basis.valuation.last_year - LIFE + 1
    entering = [year for year in range(first, first + years, EVERY) if year <= last]
    rows = (row for year in entering for row in _generation(basis, year))
    return tuple(row for row in rows if basis.institution.is_insured(row.sex))


def _generation(basis: Basis, year: int) -> tuple[Generation, ...]:
    """One generation, the scenarios of whose projection are the two sexes."""
    alone = _alone(basis.valuation, year)
    age = _entry_age(alone)
    step = year - basis.valuation.first_year
    found = basis.projected(alone)
    paths = basis.futures.paths
    paid, got = (
        np.asarray(sum(flow.sum(axis=-1) for flow in flows.values()))
        for flows in (found.contributions, found.benefits)
    )
    returns, prices = (path[:1, step : step + paid.shape[1]] for path in (paths.fund_return, paths.inflation))
    level = np.cumprod(1 + prices, axis=1)
    worth = cohort.moneys_worth(paid, got, np.broadcast_to(returns, paid.shape))
    rates, real = cohort.internal_rate(paid, got), cohort.internal_rate(paid / level, got / level)
    full = _full_career(basis, alone)
    return tuple(
        Generation(
            year, sex, age, age + full[2][sex], full[0][sex], full[1][sex], rates[sex], real[sex], worth[sex]
        )
        for sex in range(SEXES)
    )


def _entry_age(alone: Valuation) -> int:
    """The one age at which anybody stands at the start."""
    return alone.first_age + int(np.argmax(alone.start.active[0].sum((0, 1, 2, 4))))


def _alone(valuation: Valuation, year: int) -> Valuation:
    """One man in the first scenario and one woman in the second, who enter on 1 January; nobody follows them."""
    step = year - valuation.first_year
    pattern = valuation.experience.entrants
    place = int(np.round((pattern.sum((0, 1)) @ np.arange(pattern.shape[-1])) / pattern.sum()))
    active = np.zeros((valuation.start.active.shape[0], SEXES, *valuation.start.active.shape[2:]))
    for sex in range(SEXES):
        active[0, sex, sex, :, place, 0] = 1.0 / active.shape[3]
    return replace(
        valuation,
        first_year=year,
        last_year=year + LIFE - 1,
        experience=_from_step(valuation.experience, step),
        money=replace(
            valuation.money,
            wage=float(valuation.money.wages[0, step]),
            wage_growth=valuation.money.wage_growth[:1, step:],
            compliance=valuation.money.compliance[:1, step:],
            administration=valuation.money.administration[:1, step:],
        ),
        start=Insured(active, np.zeros_like(active), without_pensioners(valuation)),
    )


def _from_step(experience: Experience, step: int) -> Experience:
    """The experience of the years from a later first year on, without anybody entering."""

    def later(rates: Array) -> Array:
        return rates[step:] if len(rates) > 1 else rates

    return replace(
        experience,
        mortality=later(experience.mortality),
        invalid_mortality=later(experience.invalid_mortality),
        invalidity=later(experience.invalidity),
        leaving=later(experience.leaving),
        returning=later(experience.returning),
        density=later(experience.density),
        insured=None,
    )


def _full_career(basis: Basis, alone: Valuation) -> tuple[Array, Array, Array]:
    """Replacement rates at award and over life, and years from entry to award, of one who works without a break.

    The person retires on the first day the law allows, and lives for as many years after award as expected then.
    """
    experience = alone.experience
    none = np.zeros((1,) * 6)
    career = replace(
        experience,
        mortality=np.zeros_like(experience.mortality),
        invalid_mortality=np.zeros_like(experience.invalid_mortality),
        invalidity=none,
        leaving=none,
        density=none + 1,
        retirement=np.ones_like(experience.retirement[:, :1]),
    )
    found = basis.projected(replace(alone, experience=career))
    wages = np.broadcast_to(found.wages, (SEXES, len(found.years)))
    diagonal = np.arange(SEXES)
    old = alone.of("old_age")
    lasting = [
        promise for promise in old if not promise.once
    ]  # none in a provident fund: then nothing is replaced
    amounts, awards = (
        sum((flows[one.name][diagonal, :, diagonal] for one in among), np.zeros(wages.shape))
        for flows, among in ((found.benefits, lasting), (found.awards, old))
    )
    earnings, years = found.payroll[diagonal, :, diagonal], found.contributors[diagonal, :, diagonal]
    retired = 1 - years  # of the one person, whose pensions are added, however many there are
    pension = np.divide(amounts, retired, out=np.zeros_like(amounts), where=retired > ROUNDING)
    earned = np.divide(earnings, years, out=np.zeros_like(earnings), where=years > 0)
    awarded = np.argmax(awards > 0, axis=1)
    lived = _expected_life(experience, awarded, alone)
    at = np.arange(pension.shape[1])
    pension = np.where(at < awarded[:, None] + lived[:, None], pension, 0.0)
    return (
        cohort.replacement_rate(pension, earned, wages, "award", "final"),
        cohort.replacement_rate(pension, earned, wages, "life", "career"),
        np.where(awards.any(axis=1), awarded + 1.0, np.nan),
    )


def _expected_life(experience: Experience, awarded: Array, alone: Valuation) -> Array:
    """Whole years that a person of each sex is expected to live from award on."""
    start = _entry_age(alone)
    lived = []
    for sex in range(SEXES):
        alive, total = 1.0, 0.0
        for year in range(int(awarded[sex]) + 1, LIFE):
            age = min(start + year, experience.mortality.shape[-1] - 1)
            death = of_year(experience.mortality, year)[0, sex, age]
            total, alive = total + alive * (1 - death / 2), alive * (1 - death)
        lived.append(np.round(total))
    return np.array(lived)

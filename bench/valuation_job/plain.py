"""The job as one would write it for this scheme alone: NumPy, one run at a time, the law in the lines themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.valuation_job import job
from bench.valuation_job.job import AGES, ALL, FIRST, SERVICES, YEARS
from socle.ground.axes import Array

WORKING = slice(FIRST, FIRST + AGES)
SERVED = np.arange(SERVICES)
REACHED = FIRST + 1 + np.arange(AGES)[:, None]
Rates = tuple[Array, ...]


@dataclass(frozen=True, eq=False)
class Scheme:
    """What is the same in every run."""

    heads: Array  # [sex, age, service]
    accounts: Array
    wanted: Array  # [year, sex]
    entrants: Array  # [sex, age]
    spouses: Array
    soon: Array  # hazards of retirement, of the insured
    later: Array  # of the inactive


def scheme() -> Scheme:
    """The start, and hazards by years since first eligible."""
    _, valuation = job.bound(1, job.assumed())
    heads, accounts = valuation.start.active[:, 0, :, 0]
    wanted = valuation.experience.insured
    assert wanted is not None
    old, long = REACHED - 60, SERVED - 10
    open_ = (old >= 0) & (long >= 0)
    both = (np.minimum(old, long), np.broadcast_to(old, (AGES, SERVICES)))
    hazards = [np.where(open_, job.RETIREMENT[np.clip(waited, 0, 4)], 0.0) for waited in both]
    for hazard in hazards:
        hazard[-1] = open_[-1]
    entrants = np.asarray(valuation.experience.entrants)[:, 0]
    return Scheme(heads, accounts, wanted[:, 0], entrants, job.spouses(), hazards[0], hazards[1])


def dependent(rates: Rates) -> Rates:
    """Probabilities in the presence of the other causes, all even over the year."""
    found = []
    for i, rate in enumerate(rates):
        poly = [np.ones(1)]  # powers of t in the product of what the others leave
        for other in rates[:i] + rates[i + 1 :]:
            poly = [a - b * other for a, b in zip([*poly, 0 * other], [0 * other, *poly], strict=True)]
        found.append(rate * sum(term / (power + 1) for power, term in enumerate(poly)))
    return tuple(np.asarray(one) for one in found)


def one_more(lives: Array) -> Array:
    """One more year of service, the last class open."""
    moved = np.zeros_like(lives)
    moved[..., 1:] = lives[..., :-1]
    moved[..., -1] += lives[..., -1]
    return moved


def older(lives: Array) -> Array:
    """One more year of age among those of working age, [sex, age, service]."""
    moved = np.zeros_like(lives)
    moved[:, 1:] = lives[:, :-1]
    return moved


def one_run(told: Scheme, prices: Array, wages: Array, deaths: Array) -> dict[str, Array]:
    """Benefits and payroll of each year of one future, money of the day; deaths are [year, sex, age]."""
    lives: Rates = (told.heads, told.accounts)
    past: Rates = (np.zeros_like(told.heads), np.zeros_like(told.heads))
    paid = {name: np.zeros((2, 2, ALL)) for name in ("old_age", "invalidity", "survivors")}
    wage, found = job.WAGE, {"benefits": np.zeros(len(YEARS)), "payroll": np.zeros(len(YEARS))}
    for t in range(len(YEARS)):
        if t:
            wage *= 1 + wages[t]
            index = (1 + 0.5 * prices[t] + 0.5 * wages[t]) / (1 + wages[t])
            paid = {name: np.stack([count, amount * index]) for name, (count, amount) in paid.items()}
        q = deaths[min(t, len(deaths) - 1)]
        exits, lives, past, years = a_year(told, lives, past, q[:, WORKING, None], told.wanted[t])
        found["payroll"][t] = wage * (years.sum(axis=-1) * job.EARNINGS).sum()
        new = awards(exits)
        benefits, died = 0.0, np.zeros((2, 2, ALL))
        for name in ("old_age", "invalidity", "survivors"):
            if name == "survivors":
                new[name] = widowed(new[name] + died * np.array([1.0, 0.5])[:, None, None], told.spouses)
            ill = np.minimum(3 * q, 1.0) if name == "invalidity" else q
            dead = paid[name] * ill + new[name] * (0.5 * ill)
            after = paid[name] + new[name] - dead
            benefits += 0.5 * (paid[name][1] + after[1]).sum()
            died += dead if name != "survivors" else 0.0
            aged = np.zeros_like(after)
            aged[..., 1:] = after[..., :-1]
            aged[..., -1] += after[..., -1]
            paid[name] = aged
        found["benefits"][t] = wage * benefits
    return found


def widowed(dead: Array, spouses: Array) -> Array:
    """Counts and amounts of the deceased, by sex and age, on their spouses."""
    return np.asarray(np.einsum("jsx,sxy->jsy", dead, spouses)[:, ::-1])


def awards(exits: dict[str, list[Array]]) -> dict[str, Array]:
    """New pensions, [count or amount, sex, age]; those of survivors by sex and age of the deceased."""
    new = {name: np.zeros((2, 2, ALL)) for name in exits}
    least = {"old_age": (SERVED >= 10) & (REACHED >= 60), "invalidity": SERVED >= 5, "survivors": SERVED >= 5}
    for name, (heads, account) in exits.items():
        entitled = heads * least[name]
        pension = 0.10 + 0.0125 * account / np.where(heads > 0, heads, 1.0)
        new[name][0, :, WORKING] = entitled.sum(axis=-1)
        new[name][1, :, WORKING] = (entitled * pension).sum(axis=-1) * (0.5 if name == "survivors" else 1.0)
    return new


def at_last(retire: Array, move: Array, hazard: Array) -> Rates:
    """Whoever may retire does so at the last age, and moves nowhere else."""
    closed = np.zeros((AGES, 1))
    closed[-1] = 1.0
    closing = closed * (hazard > 0)
    return retire + closing * move, move - closing * move


def a_year(
    told: Scheme, lives: Rates, past: Rates, q: Array, wanted: Array
) -> tuple[dict[str, list[Array]], Rates, Rates, Array]:
    """Who leaves, who is there on the next 1 January, and contributor-years."""
    die, fall, leave, retire = dependent((q, *map(np.array, (job.INVALIDITY, job.LEAVING)), told.soon))
    past_die, come, past_retire = dependent((q, np.array(job.RETURNING), told.later))
    retire, leave = at_last(retire, leave, told.soon)
    past_retire, come = at_last(past_retire, come, told.later)
    stay = 1 - die - fall - retire - leave
    there = (lives[0] * stay + past[0] * come)[:, :-1].sum(axis=(1, 2))
    enter = np.zeros_like(told.heads)
    enter[..., 0] = np.maximum(wanted - there, 0.0)[:, None] * told.entrants
    credit = job.EARNINGS[..., None]
    exits: dict[str, list[Array]] = {"old_age": [], "invalidity": [], "survivors": []}
    after, inactive = [], []
    for stock in (0, 1):
        held, began = lives[stock], enter if stock == 0 else 0 * enter
        moved, more = job.DENSITY * held, credit * job.DENSITY * lives[0] if stock else 0.0
        kept, gained = held - moved, moved + more
        back_, dead, old = past[stock] * come, past[stock] * past_die, past[stock] * past_retire

        def left(rate: Array, kept: Array = kept, held: Array = held, gained: Array = gained) -> Array:
            return 0.5 * (held + kept) * rate + one_more(0.5 * gained * rate)

        exits["old_age"].append(left(retire) + old)
        exits["invalidity"].append(left(fall))
        exits["survivors"].append(left(die) + dead)
        joined = back_ + began
        half = 0.5 * job.DENSITY * joined
        account = credit * 0.5 * job.DENSITY * (past[0] * come + enter) if stock else 0.0
        after.append(older(kept * stay + one_more(gained * stay) + joined - half + one_more(half + account)))
        inactive.append(older(past[stock] - dead - old - back_ + left(leave)))
    years = job.DENSITY * (lives[0] * (0.5 + 0.5 * stay) + 0.5 * (past[0] * come + enter))
    return exits, tuple(after), tuple(inactive), years

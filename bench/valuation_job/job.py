"""The job: an invented young scheme with old age, invalidity and survivors, and its futures, drawn run by run.

Two sexes, ages 15 to 69 by 0 to 54 years of service, contributions for 0.85 of a year, inactive who return. A
future has its own inflation, growth of wages and level of mortality; a run is the same in whatever batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from socle.exchange import yaml_text
from socle.exchange.scheme_file import scheme_of
from socle.ground.axes import Array
from socle.model.economy import Economy
from socle.model.insurance import InsuranceLaw, read_insurance
from socle.model.insured import Experience, Insured, Money, Pensions, Promise, Valuation
from socle.project.classes import classes_and_bands
from socle.run.asked import Asked, Cells

FIRST, AGES, SERVICES, ALL = 15, 55, 55, 111
YEARS = range(2025, 2100)
WAGE, INFLATION, REAL_GROWTH = 20_000.0, 0.025, 0.015
DENSITY, INVALIDITY, LEAVING, RETURNING = 0.85, 0.003, 0.05, 0.12
RETIREMENT = np.array([0.4, 0.3, 0.3, 0.5, 1.0])
BANDS = 10
PROMISES = (
    Promise("old_age", "old_age"),
    Promise("invalidity", "invalidity"),
    Promise("survivors", "survivors", follows=True),
)
EARNINGS = np.stack([level * (0.6 + 0.8 * np.arange(AGES) / AGES) for level in (0.92, 1.02)])  # [sex, age]


@dataclass(frozen=True, eq=False)
class Futures:
    """What differs from run to run: growth over the year before [run, year], and deaths [year, run, sex, age]."""

    inflation: Array
    wages: Array
    mortality: Array


def mortality() -> Array:
    """Makeham's law, [sex, age]."""
    ages = np.arange(ALL)
    hazard = np.stack([0.0005 + 0.00003 * 1.1 ** (ages - years) for years in (0, 4)])
    deaths = 1 - np.exp(-np.minimum(hazard, 5.0))
    deaths[:, -1] = 1.0
    return np.asarray(deaths)


def assumed() -> Futures:
    """The one future that is assumed."""
    flat = np.ones((1, len(YEARS)))
    prices, wages = INFLATION * flat, ((1 + INFLATION) * (1 + REAL_GROWTH) - 1) * flat
    return Futures(prices, wages, np.broadcast_to(mortality(), (1, 1, 2, ALL)))


def drawn(runs: range, only_prices: bool = False) -> Futures:
    """Futures around it, each from its own seed."""
    shocks = np.stack([np.random.default_rng([2025, run]).standard_normal((3, len(YEARS))) for run in runs])
    prices = INFLATION + 0.01 * shocks[:, 0]
    if only_prices:
        alike = assumed()
        return Futures(prices, alike.wages, alike.mortality)
    wages = (1 + prices) * (1 + REAL_GROWTH + 0.01 * shocks[:, 1]) - 1
    level = np.exp(np.cumsum(0.02 * shocks[:, 2] - 0.005, axis=1)).T[:, :, None, None]
    deaths = 1 - (1 - mortality()) ** level
    return Futures(prices, wages, deaths)


@cache
def law(classes: int) -> InsuranceLaw:
    """The law of the file beside us: one class of earnings can do without what bends money."""
    file = Path(__file__).parent / ("bent.yaml" if classes > 1 else "linear.yaml")
    return read_insurance(scheme_of(yaml_text.loads(file.read_bytes(), file.name)))


def economy(futures: Futures) -> Economy:
    """Prices and wages, 1 and the average wage in the first year."""
    wages = WAGE * levels(futures.wages)
    return Economy(
        "XXX",
        (YEARS[0] - 1, *YEARS),
        {"cpi": levels(futures.inflation), "wages": wages, "average_wage": wages},
    )


def levels(growth: Array) -> Array:
    """An index, 1 in the first year, from the year before on."""
    ahead = np.cumprod(1 + growth[:, 1:], axis=1)
    return np.concatenate([1 / (1 + growth[:, :1]), np.ones((len(growth), 1)), ahead], axis=1)


def bound(classes: int, futures: Futures) -> tuple[Asked, Valuation]:
    """The law and the people of some futures, ready to be projected."""
    means, bands = classes_and_bands(0.5, 0.3, classes, BANDS if classes > 1 else 1)
    earnings = EARNINGS[:, None, :] * means[None, :, None]
    cells = Cells(YEARS, FIRST, AGES, ALL, SERVICES, earnings, bands)
    flat = np.ones((1, len(YEARS)))
    money = Money(WAGE, futures.wages, flat, 0.01 * flat)
    start = lives(classes, means)
    valuation = Valuation(
        YEARS[0], YEARS[-1], FIRST, ("career_earnings",), ("all",), PROMISES,
        experience(futures.mortality, classes, start[0]), money,
        Insured(start, np.zeros_like(start), {one.name: nobody() for one in PROMISES}),
    )  # fmt: skip
    return Asked(law(classes), economy(futures), cells), valuation


def nobody() -> Pensions:
    """No pensions yet."""
    return Pensions(np.zeros((1, 2, ALL)), np.zeros((1, 2, ALL)))


def lives(classes: int, means: Array) -> Array:
    """Contributors with up to 12 years of service, [heads or account, scenario, sex, class, age, service]."""
    ages, service = np.arange(AGES), np.arange(SERVICES)
    most = np.minimum(ages, 12)[:, None]
    heads = np.where(service <= most, 1000 / (most + 1) * np.exp(-0.02 * ages)[:, None], 0.0)
    heads[-1] = 0.0
    all_heads = np.broadcast_to(heads / classes, (1, 2, classes, AGES, SERVICES))
    return np.stack([all_heads, all_heads * service * 0.9 * means[:, None, None]])


def experience(deaths: Array, classes: int, heads: Array) -> Experience:
    """Rates, families and who enters; the insured grow by half a percent a year."""
    pattern = np.append(np.exp(-0.3 * np.arange(AGES - 1)), 0.0)
    entrants = np.broadcast_to(pattern / pattern.sum() / classes, (2, classes, AGES))
    wanted = heads.sum(axis=(2, 3, 4)) * 1.005 ** np.arange(1, len(YEARS) + 1)[:, None, None]
    one = np.ones((1,) * 6)
    return Experience(
        deaths, np.minimum(3 * deaths, 1.0), INVALIDITY * one, LEAVING * one, RETURNING * one, DENSITY * one,
        np.stack([RETIREMENT, RETIREMENT]), spouses(), np.zeros((2, ALL, ALL)), entrants, wanted,
    )  # fmt: skip


def spouses() -> Array:
    """Widows four years younger, widowers four years older, per death [sex and age, age of the spouse]."""
    found = np.zeros((2, ALL, ALL))
    for x in range(20, ALL):
        found[0, x, x - 4] = 0.7
        found[1, x, min(x + 4, ALL - 1)] = 0.5
    return found

"""Fertility of one country from a few figures, and what-if fertility.

The schedule of rates by age of mother comes from the shares of five-year ages (PASFR), or from a Gamma
curve; it is tilted to the mean age of childbearing and scaled to total fertility.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from socle.ground.axes import MOTHERS_FROM, MOTHERS_TO, Array
from socle.ground.refusals import Refusal
from socle.model.demography import CompactDemography, Path, VitalRates
from socle.project.graduation import over_years, single_years
from socle.project.roots import root

MODEL_SEX_RATIO = 1.05
"""Boys per girl at birth where a country gives none: the usual biological ratio."""

MODEL_MEAN_AGE = 28.5
"""Mean age of childbearing, in years, where a country gives neither it nor the ages of mothers."""

_MODEL_SPREAD = 6.3  # standard deviation of the Gamma curve, years
_TILT_CENTRE = 27.0  # years; only keeps numbers of a moderate size
_STEEPEST = 1.0
_AGE_TOLERANCE = 1e-9  # years

_MIDDLES = np.arange(MOTHERS_FROM, MOTHERS_TO + 1) + 0.5
_NODES = tuple(range(MOTHERS_FROM, MOTHERS_TO + 2, 5))


def sex_ratio_at_birth(figures: CompactDemography, years: Sequence[int]) -> Array:
    """Boys per girl [year]."""
    return over_years(figures.srb or {figures.year: MODEL_SEX_RATIO}, years)


def shares_at_birth(figures: CompactDemography, years: Sequence[int]) -> Array:
    """Shares of boys and girls among births [year, sex]."""
    ratio = sex_ratio_at_birth(figures, years)
    return np.stack([ratio, np.ones_like(ratio)], axis=-1) / (1.0 + ratio)[:, None]


def fertility(figures: CompactDemography, years: Sequence[int]) -> Array:
    """Births per woman-year by single age of mother [year, mother] from the compact figures of a country.

    Without PASFR: a Gamma curve. Without a mean age: that of the PASFR, or the model's.
    """
    total = over_years(figures.tfr, years)
    if total.min() < 0.0:
        raise Refusal("Total fertility of {country} falls below zero.", country=figures.country)
    mean_age = None
    if figures.mac or not figures.pasfr:
        mean_age = over_years(figures.mac or {figures.year: MODEL_MEAN_AGE}, years)
        _refuse_unlikely(figures, mean_age)
    shares = _shares(figures.pasfr, years) if figures.pasfr else _gamma(np.asarray(mean_age))
    if mean_age is not None:
        shares = _with_mean_age(shares, mean_age)
    return np.asarray(shares * (total / shares.sum(axis=-1))[:, None])


def _shares(pasfr: Mapping[int, tuple[float, ...]], years: Sequence[int]) -> Array:
    """Shares of total fertility by single age [year, mother]: linear in time, held beyond the dates given."""
    dates = sorted(pasfr)
    groups = np.array([pasfr[date] for date in dates], dtype=np.float64)
    if groups.shape[1] != len(_NODES) - 1 or groups.min() < 0.0 or not groups.sum(axis=1).all():
        raise Refusal("The shares of births by age of mother must be nine, none of them negative.")
    groups /= groups.sum(axis=1, keepdims=True)
    of_year = np.stack([np.interp(years, dates, group) for group in groups.T], axis=-1)
    return single_years(of_year, _NODES)


def _gamma(mean_age: Array) -> Array:
    """A Gamma curve from age 10 with the model's spread and this mean age [year, mother]."""
    since = _MIDDLES - MOTHERS_FROM
    scale = _MODEL_SPREAD**2 / (mean_age - MOTHERS_FROM)
    shape = ((mean_age - MOTHERS_FROM) / _MODEL_SPREAD) ** 2
    return np.asarray(np.exp((shape - 1.0)[:, None] * np.log(since) - since / scale[:, None]))


def _with_mean_age(shares: Array, mean_age: Array) -> Array:
    """The shares times exp(theta (age - 27)), with theta such that the mean age of each year is met."""

    def tilted(theta: Array) -> Array:
        return np.asarray(shares * np.exp(theta[:, None] * (_MIDDLES - _TILT_CENTRE)))

    def missing(theta: Array) -> Array:
        tilt = tilted(theta)
        return np.asarray(tilt @ _MIDDLES / tilt.sum(axis=-1) - mean_age)

    steepest = np.full(mean_age.shape, _STEEPEST)
    return tilted(root(missing, -steepest, steepest, _AGE_TOLERANCE))


def _refuse_unlikely(figures: CompactDemography, mean_age: Array) -> None:
    for value in (mean_age.min(), mean_age.max()):
        if not 15.0 <= value <= 45.0:
            raise Refusal(
                "The mean age of childbearing must lie between 15 and 45 years; {country} has {value}.",
                country=figures.country,
                value=f"{value:g}",
            )


def held(rates: VitalRates, since: int) -> VitalRates:
    """Fertility of the year `since` for ever after."""
    here = rates.position(since)
    f = rates.fertility.copy()
    f[:, here:] = f[:, here : here + 1]
    return replace(rates, fertility=f)


def shifted(rates: VitalRates, children: float, since: int, reached: int | None = None) -> VitalRates:
    """Total fertility higher (lower, if negative) by a number of children a woman, the ages of mothers kept.

    The shift begins in the year `since`; with `reached` it grows evenly until that year.
    """
    years = np.array(rates.years, dtype=np.float64)
    rates.position(since)
    full = since if reached is None else reached
    part = np.where(years < since, 0.0, np.clip((years - since + 1.0) / (full - since + 1.0), 0.0, 1.0))
    return _scaled_to(rates, np.maximum(rates.fertility.sum(axis=-1) + children * part, 0.0))


def following(rates: VitalRates, tfr: Path) -> VitalRates:
    """Total fertility on a path of its own from its first year on, the ages of mothers kept."""
    wanted = over_years(tfr, rates.years)
    current = rates.fertility.sum(axis=-1)
    return _scaled_to(rates, np.where(np.array(rates.years) < min(tfr), current, wanted))


def _scaled_to(rates: VitalRates, total: Array) -> VitalRates:
    """The rates with these totals [country, year]."""
    current = rates.fertility.sum(axis=-1)
    factor = np.divide(total, current, out=np.zeros_like(total), where=current > 0.0)
    return replace(rates, fertility=rates.fertility * factor[..., None])

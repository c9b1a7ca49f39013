"""The labour frame: who is in the labour force, who works, how formally, and at what wage.

Rates are fractions by sex and single age, axes [sex, age]; people are [.., sex, age]. Published rates for all
persons of 15 and over are met exactly in the reference population. Where the country has rates by age, their
shape is kept and their level moved: odds are multiplied by one number, so that no rate leaves 0 to 1. Where it
has not, the rate is the same at every age from 15, and the assumption says so. Rates are then held over time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from socle.ground.axes import N_AGES, SEXES, Array
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.demography import Group
from socle.model.figures import Figures
from socle.model.results import Assumption
from socle.project.roots import root

WORK_FROM: Final = 15  # completed years: the age from which labour statistics count people


@dataclass(frozen=True, eq=False)
class LabourRates:
    """Rates of the labour market, [sex, age], shares; 0 under age 15. NaN where the country does not know."""

    participation: Array  # labour force / population
    unemployment: Array  # unemployed / labour force
    informality: Array  # informally employed / employed
    relative_wage: Array  # wage / average wage of all employed


class LabourFrame(NamedTuple):
    """Rates and where they rest on a choice."""

    rates: LabourRates
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True, eq=False)
class Labour:
    """People by their place in the labour market, persons, [.., sex, age]; wages are money a worker a year."""

    force: Array
    employed: Array
    unemployed: Array
    informal: Array
    formal: Array
    wages: Array


def labour_rates(figures: Figures, population: Array) -> LabourFrame:
    """The rates of a country, scaled to the totals of its figures in the population [sex, age] of reference."""
    participation, shaped_force = _participation(figures, population)
    force = participation * population
    unemployment, shaped_unemployment = _rate(figures, "unemployment_rate", force)
    employed = force * (1 - np.nan_to_num(unemployment))
    informality, shaped_informality = _rate(figures, "informal_employment", employed)
    wage = _relative_wage(figures, employed)
    said = (
        _said("participation", figures, "labour_force_participation", shaped_force),
        _said("unemployment", figures, "unemployment_rate", shaped_unemployment),
        _said("informality", figures, "informal_employment", shaped_informality),
    )
    return LabourFrame(LabourRates(participation, unemployment, informality, wage), said)


def labour(population: Array, rates: LabourRates, average_wage: Array | float = np.nan) -> Labour:
    """The labour market of a population [.., sex, age] at these rates.

    `average_wage` is money a worker a year, [..]; the wages by sex and age average to it in each population.
    """
    force = population * rates.participation
    unemployed = force * rates.unemployment
    employed = force - unemployed
    informal = employed * rates.informality
    mean = _ratio((employed * rates.relative_wage).sum((-2, -1)), employed.sum((-2, -1)))
    level = np.asarray(average_wage) / mean
    wages = level[..., None, None] * rates.relative_wage
    return Labour(force, employed, unemployed, informal, employed - informal, wages)


def scaled(shape: Array, weights: Array, target: float) -> Array:
    """Rates of the same shape whose mean with these weights is the target: every odds times one number.

    `shape`, `weights` and the result are [..]; rates of 0 and of 1 stay.
    """
    total = weights.sum()
    if not total > 0 or not 0 <= target <= 1:
        raise Refusal(
            "A rate of {target} cannot be met by {persons} persons.", target=target, persons=float(total)
        )
    if target in (0.0, 1.0):
        return np.full_like(shape, target)

    def moved(log_odds: Array) -> Array:
        factor = np.exp(log_odds)
        return shape * factor / (1 - shape + shape * factor)

    def miss(log_odds: Array) -> Array:
        means = [(moved(one) * weights).sum() / total - target for one in log_odds]
        return np.array(means)

    found = root(miss, np.array([-40.0]), np.array([40.0]), tolerance=1e-14)
    result = moved(found[0])
    reached = float((result * weights).sum() / total)
    if abs(reached - target) > 1e-9:
        raise Refusal(
            "A rate of {target} cannot be met: with this profile by age at most {reached} is possible.",
            target=f"{target:.4f}",
            reached=f"{reached:.4f}",
        )
    return result


def _participation(figures: Figures, population: Array) -> tuple[Array, bool]:
    """Participation by sex and age, each sex scaled to its own total at 15 and over."""
    rates, shaped = np.zeros((len(SEXES), N_AGES)), False
    adult = np.arange(N_AGES) >= WORK_FROM
    for position, sex in enumerate(SEXES):
        total = figures.latest("labour_force_participation", sex)
        shape = _by_age(figures, "labour_force_participation", sex)
        if total is None and shape is None:
            raise Refusal(
                "The labour force of {country} is not known: there is no `{figure}` ({sex}).",
                where=figures.file,
                country=figures.country,
                figure="labour_force_participation",
                sex=sex,
            )
        if shape is None:
            shape = np.where(adult, 0.01 * total.value, 0.0) if total else np.zeros(N_AGES)
        elif total is not None:
            here = population[position, WORK_FROM:]
            shape[WORK_FROM:] = scaled(shape[WORK_FROM:], here, 0.01 * total.value)
            shaped = True
        rates[position] = shape
    return rates, shaped


def _rate(figures: Figures, figure: str, people: Array) -> tuple[Array, bool]:
    """A rate by sex and age among `people` [sex, age]: own ages, then totals by sex, then the national total."""
    rates, shaped = np.full((len(SEXES), N_AGES), np.nan), False
    national = figures.latest(figure, "both")
    for position, sex in enumerate(SEXES):
        total = figures.latest(figure, sex) or national
        shape = _by_age(figures, figure, sex)
        if shape is not None:
            rates[position], shaped = shape, True
            if total is not None:
                rates[position] = scaled(shape, people[position], 0.01 * total.value)
        elif total is not None:
            rates[position] = 0.01 * total.value
    if national is not None:
        rates = scaled(rates, people, 0.01 * national.value)
    rates[:, :WORK_FROM] = 0.0
    return rates, shaped


def _by_age(figures: Figures, figure: str, sex: str) -> Array | None:
    """A rate by single age as a share, from groups of ages; nothing if only the total is known."""
    profile = _profile(figures, figure, sex)
    return 0.01 * _spread(profile) if profile else None


def _profile(figures: Figures, figure: str, sex: str) -> list[Group]:
    """The groups of ages of a figure, without the total at 15 and over."""
    return [group for group in figures.groups(figure, sex) if group[:2] != (WORK_FROM, None)]


def _spread(groups: list[Group]) -> Array:
    """Each single age has the value of its group; ages between known groups that have none have 0."""
    values = np.zeros(N_AGES)
    for first, last, value in groups:
        values[first : None if last is None else last + 1] = value
    return values


def _relative_wage(figures: Figures, employed: Array) -> Array:
    """Wages by sex and age over the average of all employed, [sex, age].

    Each sex has its own ages, or else those of both sexes, and is moved to its own average where one is known.
    """
    if not figures.of("average_wage"):
        return np.full(employed.shape, np.nan)
    relative = np.ones(employed.shape)
    for position, sex in enumerate(SEXES):
        profile = _profile(figures, "average_wage", sex) or _profile(figures, "average_wage", "both")
        if profile:
            relative[position] = _nearest_known(_spread(profile))
        total = figures.latest("average_wage", sex)
        if total is not None:
            here = employed[position]
            relative[position] *= total.value / _ratio((relative[position] * here).sum(), here.sum())
    relative = relative / _ratio((relative * employed).sum(), employed.sum())
    relative[:, :WORK_FROM] = 0.0
    return relative


def _nearest_known(values: Array) -> Array:
    """Ages without a wage take that of the nearest age with one."""
    known = np.flatnonzero(values)
    ages = np.arange(len(values))
    result: Array = values[known[np.abs(ages[:, None] - known).argmin(1)]]
    return result


def _ratio(above: Array | float, below: Array | float) -> Array:
    """Above over below; not known where nobody is below."""
    below = np.asarray(below, dtype=np.float64)
    result: Array = np.divide(above, below, out=np.full(np.shape(below), np.nan), where=below > 0)
    return result


def _said(topic: str, figures: Figures, figure: str, shaped: bool) -> Assumption:
    years = sorted({row.first_year for row in figures.of(figure)})
    values = {"figure": figure, "year": ", ".join(map(str, years))}
    if not years:
        text = N_("There is no figure for `{figure}`, so what depends on it is unknown.")
    elif shaped:
        text = N_("`{figure}` of {year} by age is scaled to the totals of the source, then held.")
    else:
        text = N_(
            "No rates by age are known: in each sex, `{figure}` of {year} is taken to be the same at every age from "
            "15, moved to the national total where there is one, then held."
        )
    return Assumption(topic, text, values)

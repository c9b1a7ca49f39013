"""A floor as tidy rows: one row, one number, with all that names it.

Prices: `expenditure` is at current prices; `expenditure_constant` is at the prices of the base year by the
deflator of gross domestic product, because it compares with the economy, not with a shopping basket.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from socle.ground.axes import Array
from socle.model.results import GUARANTEES, BenefitCost, Floor, Macro, ScenarioCost

COLUMNS = (
    "country",
    "scenario",
    "guarantee",
    "branch",
    "scheme",
    "benefit",
    "year",
    "measure",
    "unit",
    "value",
    "status",
    "source",
)
ALL = "_T"  # the code of a total in SDMX cross-domain lists


@dataclass(frozen=True, eq=False)
class Sums:
    """Several benefits together, by year. A person served by two benefits counts twice."""

    eligible: Array
    recipients: Array
    spending: Array
    administration: Array
    contributions: Array

    @property
    def cost(self) -> Array:
        """Benefits and their administration."""
        return self.spending + self.administration


def sums(benefits: Iterable[BenefitCost], years: int) -> Sums:
    """The sums of `benefits` over `years` years of what is known; unknown where nothing is."""
    listed = list(benefits)
    names = ("eligible", "recipients", "spending", "administration", "contributions")
    return Sums(*(_known_sum([getattr(one, name) for one in listed], years) for name in names))


def _known_sum(values: list[Array], years: int) -> Array:
    if not values:
        return np.zeros(years)
    stacked = np.array(values)
    return np.where(np.isnan(stacked).all(axis=0), np.nan, np.nansum(stacked, axis=0))


def total(floor: Floor, scenario: ScenarioCost) -> Sums:
    """All the benefits of a scenario together."""
    return sums(scenario.benefits, len(floor.years))


def of_guarantee(floor: Floor, scenario: ScenarioCost, guarantee: str) -> Sums:
    """The benefits of one guarantee together."""
    return sums((one for one in scenario.benefits if one.guarantee == guarantee), len(floor.years))


def rows(floor: Floor) -> list[dict[str, Any]]:
    """Every number of `floor`, by benefit, by guarantee and in total: one dictionary of `COLUMNS` each.

    `value` is None where the number is not known; its status is then "missing".
    """
    return [row for scenario in floor.scenarios for row in _of_scenario(floor, scenario)]


def _of_scenario(floor: Floor, scenario: ScenarioCost) -> Iterator[dict[str, Any]]:
    run = f"Socle {floor.trace.version}, run {floor.trace.fingerprint}"
    for benefit in scenario.benefits:
        names = (benefit.guarantee, benefit.branch, benefit.scheme, benefit.benefit)
        one = sums([benefit], len(floor.years))
        yield from _of_sums(floor, (scenario.name, *names), one, _status(floor, benefit), benefit.law or run)
    computed = _status(floor, None)
    for guarantee in GUARANTEES:
        if any(benefit.guarantee == guarantee for benefit in scenario.benefits):
            names = (guarantee, ALL, ALL, ALL)
            one = of_guarantee(floor, scenario, guarantee)
            yield from _of_sums(floor, (scenario.name, *names), one, computed, run)
    yield from _of_sums(floor, (scenario.name, ALL, ALL, ALL, ALL), total(floor, scenario), computed, run)


def _of_sums(
    floor: Floor, names: tuple[str, ...], one: Sums, status: list[str], source: str
) -> Iterator[dict[str, Any]]:
    before = dict(zip(COLUMNS[:6], (floor.iso3, *names), strict=True))
    for measure, (unit, values) in measures(one, floor.macro, floor.currency, floor.base_year).items():
        for year, value, known in zip(floor.years, values.tolist(), status, strict=True):
            missing = not math.isfinite(value)
            yield before | {
                "year": year,
                "measure": measure,
                "unit": unit,
                "value": None if missing else value,
                "status": "missing" if missing else known,
                "source": source,
            }


def measures(one: Sums, macro: Macro, currency: str, base_year: int) -> dict[str, tuple[str, Array]]:
    """The measures of a sum: name -> (unit, values by year)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "persons_eligible": ("persons", one.eligible),
            "persons_reached": ("persons", one.recipients),
            "expenditure": (currency, one.cost),
            "expenditure_constant": (f"{currency} of {base_year}", one.cost / macro.deflator),
            "administration": (currency, one.administration),
            "contributions": (currency, one.contributions),
            "pct_gdp": ("% of GDP", 100 * one.cost / macro.gdp),
            "pct_government_expenditure": ("% of government expenditure", 100 * one.cost / macro.expenditure),
            "pct_revenue": ("% of government revenue", 100 * one.cost / macro.revenue),
            "usd": ("US dollars", one.cost / macro.exchange_rate),
            "ppp": ("international dollars", one.cost / macro.ppp),
            "per_recipient": (f"{currency} a person a year", one.spending / one.recipients),
        }


def _status(floor: Floor, benefit: BenefitCost | None) -> list[str]:
    """By year: published, or computed until the last observed year and projected after it."""
    caution = ", unverified" if benefit is not None and "unverified" in benefit.flags else ""
    if benefit is not None and benefit.status == "published":
        return ["published" + caution] * len(floor.years)
    last = floor.macro.last_observed
    return [("projected" if year > last else "computed") + caution for year in floor.years]

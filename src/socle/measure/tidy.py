"""A floor as tidy rows: one row, one number, with all that names it.

Prices: `expenditure` is at current prices; `expenditure_constant` is at the prices of the base year by the
deflator of gross domestic product, because it compares with the economy, not with a shopping basket.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.measure.cost import erosion, net
from socle.model.results import GUARANTEES, BenefitCost, Floor, Macro, ScenarioCost
from socle.model.scenario import STATUS_QUO

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
PARTIAL = {"persons_eligible": "eligible", "persons_reached": "recipients"}  # by default, "cost"
ALL = "_T"  # the code of a total in SDMX cross-domain lists


@dataclass(frozen=True, eq=False)
class Sums:
    """Several benefits together, by year. A person served by two benefits counts twice.

    What is known is added; `partial` says in which years something was left out because it is not known.
    The sum is then a lower bound.
    """

    eligible: Array
    recipients: Array
    spending: Array
    administration: Array
    contributions: Array
    partial: Mapping[str, NDArray[np.bool_]]  # "eligible", "recipients", "cost" -> [year]

    @property
    def cost(self) -> Array:
        """Benefits and their administration."""
        return self.spending + self.administration


def sums(benefits: Iterable[BenefitCost], years: int, left_out: bool = False) -> Sums:
    """The sums of `benefits` over `years` years; unknown where nothing is known.

    `left_out` says that there are other benefits of which nothing is known.
    """
    listed = list(benefits)
    names = ("eligible", "recipients", "spending", "administration", "contributions")
    nothing = [np.full(years, np.nan)] if left_out else []
    stacked = {
        name: np.array([*(getattr(one, name) for one in listed), *nothing]).reshape(-1, years)
        for name in names
    }
    # The administration of a benefit whose spending is not known is not a cost of its own.
    stacked["administration"] = stacked["administration"] + 0 * stacked["spending"]
    partial = {name: _some(np.isnan(stacked[name])) for name in ("eligible", "recipients")}
    partial["cost"] = _some(np.isnan(stacked["spending"] + stacked["administration"]))
    return Sums(**{name: _known_sum(values) for name, values in stacked.items()}, partial=partial)


def _known_sum(values: Array) -> Array:
    unknown = np.isnan(values)
    nothing = unknown.all(axis=0) & (len(values) > 0)
    return np.where(nothing, np.nan, np.where(unknown, 0, values).sum(axis=0))


def _some(unknown: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where some, but not all, are unknown."""
    return np.asarray(unknown.any(axis=0) & ~unknown.all(axis=0))


def total(floor: Floor, scenario: ScenarioCost) -> Sums:
    """All the benefits of a scenario together."""
    return sums(scenario.benefits, len(floor.years), bool(scenario.not_computed))


def of_guarantee(floor: Floor, scenario: ScenarioCost, guarantee: str) -> Sums:
    """The benefits of one guarantee together."""
    own = (one for one in scenario.benefits if one.guarantee == guarantee)
    left_out = any(one.guarantee == guarantee for one in scenario.not_computed)
    return sums(own, len(floor.years), left_out)


def rows(floor: Floor) -> list[dict[str, Any]]:
    """Every number of `floor`, by benefit, by guarantee and in total: one dictionary of `COLUMNS` each.

    `value` is None where the number is not known; its status is then "missing". A sum that leaves something
    unknown out has the status "partial": it is a lower bound.
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
            yield from _net(floor, (scenario.name, *names), one, guarantee)
    whole = total(floor, scenario)
    yield from _of_sums(floor, (scenario.name, ALL, ALL, ALL, ALL), whole, computed, run)


def _net(floor: Floor, names: tuple[str, ...], one: Sums, guarantee: str) -> Iterator[dict[str, Any]]:
    """What a guarantee costs beyond contributions and what the schemes in force spend on the same guarantee.

    Existing spending that is not known is not subtracted, and the status says so.
    """
    now = next((s for s in floor.scenarios if s.name == STATUS_QUO), None)
    if now is None or names[0] == STATUS_QUO:
        return
    existing = of_guarantee(floor, now, guarantee).cost
    some = any(missing.guarantee == guarantee for missing in now.not_computed)
    values = net(one.cost, np.nan_to_num(existing), one.contributions)
    before = dict(zip(COLUMNS[:6], (floor.iso3, *names), strict=True))
    for year, value, past in zip(floor.years, values.tolist(), existing.tolist(), strict=True):
        status = "existing spending partly unknown" if some or not math.isfinite(past) else "computed"
        yield before | {
            "year": year,
            "measure": "net_of_existing",
            "unit": floor.currency,
            "value": value if math.isfinite(value) else None,
            "status": status if math.isfinite(value) else "missing",
            "source": f"Socle {floor.trace.version}, run {floor.trace.fingerprint}",
        }


def _of_sums(
    floor: Floor, names: tuple[str, ...], one: Sums, status: list[str], source: str
) -> Iterator[dict[str, Any]]:
    before = dict(zip(COLUMNS[:6], (floor.iso3, *names), strict=True))
    for measure, (unit, values) in measures(one, floor.macro, floor.currency, floor.base_year).items():
        partial = one.partial[PARTIAL.get(measure, "cost")].tolist()
        for year, value, known, some in zip(floor.years, values.tolist(), status, partial, strict=True):
            missing = not math.isfinite(value)
            yield before | {
                "year": year,
                "measure": measure,
                "unit": unit,
                "value": None if missing else value,
                "status": "missing" if missing else "partial" if some else known,
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
            "erosion": (
                "share of the first real value lost",
                erosion(one.spending / one.recipients, macro.cpi),
            ),
        }


def _status(floor: Floor, benefit: BenefitCost | None) -> list[str]:
    """By year: published, or computed until the last observed year and projected after it."""
    caution = ", unverified" if benefit is not None and "unverified" in benefit.flags else ""
    if benefit is not None and benefit.status == "published":
        return ["published" + caution] * len(floor.years)
    last = floor.macro.last_observed
    return [("projected" if year > last else "computed") + caution for year in floor.years]

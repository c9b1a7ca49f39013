"""A valuation as tidy rows: one row, one number, with all that names it. CSV, JSON, tables and sheets read these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.model.valued import Band, Chances, ValuationResult, Valued
from socle.report.plain_json import known
from socle.report.valuation_names import BAND, NAMES

ALL: Final = "all"
SEXES: Final = ("male", "female")
STATUS: Final = {"exhaustion": "lasts"}  # why a number of a measure is not there; elsewhere it is not defined


@dataclass(frozen=True)
class Row:
    """One number; shares are not in per cent. `low` and `high` are the interval of a number from drawn futures."""

    scenario: str
    measure: str
    value: float | None
    benefit: str = ALL
    sex: str = ALL
    year: int | None = None  # none where a number is of all years; of a generation, the year of entry
    percentile: str = ""  # p5, p25, ... or mean
    assumption: str = ""  # the one that is changed
    low: float | None = None
    high: float | None = None

    @property
    def unit(self) -> str:
        """A key of `valuation_names.UNIT`."""
        return NAMES[self.measure].unit

    @property
    def status(self) -> str:
        """Computed, or why there is no number."""
        return "computed" if self.value is not None else STATUS.get(self.measure, "not_defined")


def rows(found: ValuationResult) -> tuple[Row, ...]:
    """Every number of a valuation; those of its second scenario after those of the first."""
    made: list[Row] = []
    for valued, chances in ((found.valued, found.chances), (found.against, found.against_chances)):
        if valued is not None:
            made += [*of_valued(valued), *(of_chances(valued.name, chances) if chances else ())]
        if valued is found.valued:
            made += _sensitivity(found)
    return tuple(made)


def of_valued(valued: Valued) -> Iterator[Row]:
    """The numbers of one law on one basis."""
    for measure, by_benefit in finances(valued).items():
        for (benefit, sex), (years, values) in by_benefit.items():
            for year, value in zip(years, values.tolist(), strict=True):
                yield Row(valued.name, measure, known(value), benefit, sex, year)
    first = valued.over_time.years[0]
    for measure, number in scalars(valued).items():
        when = first if NAMES[measure].moment == "first" else None
        yield Row(valued.name, measure, number, year=when)
    for one in valued.generations:
        said: dict[str, float] = {"entry_age": one.age, "retirement_age": one.retires}
        said |= {
            name: getattr(one, name)
            for name in (
                "replacement_award",
                "replacement_life",
                "internal_rate",
                "real_rate",
                "moneys_worth",
            )
        }
        for measure, value in said.items():
            yield Row(valued.name, measure, known(value), sex=SEXES[one.sex], year=one.year)


Series = Mapping[tuple[str, str], tuple[tuple[int, ...], Array]]
"""By benefit and sex: the years, and the numbers [year]."""


def finances(valued: Valued) -> Mapping[str, Series]:
    """What a valuation says of each year, by measure."""
    flows, fund, rates = valued.over_time, valued.fund, valued.rates
    years = flows.years
    reserve = fund.reserve[0]
    one = {
        "wage": flows.wages[0],
        "returns": fund.returns[0],
        "administration": fund.administration[0],
        "reserve_end": reserve[1:],
        "funding_ratio": funding_ratio(valued),
        "income_rate": rates.contributions[0],
        "scaled_premium": valued.premiums.staircase[0],
    }
    made: dict[str, Series] = {name: {(ALL, ALL): (years, values)} for name, values in one.items()}
    made["reserve"] = {(ALL, ALL): ((*years, years[-1] + 1), reserve)}
    made["contributors"] = _by_sex(years, {ALL: flows.contributors})
    made["payroll"] = _by_sex(years, {ALL: flows.payroll})
    made["contributions"] = _by_sex(years, {ALL: np.asarray(sum(flows.contributions.values()))})
    for measure, series in (
        ("pensioners", flows.pensioners),
        ("awards", flows.awards),
        ("benefits", flows.benefits),
    ):
        whole = {ALL: np.asarray(sum(series.values()))} if measure == "benefits" else {}
        made[measure] = _by_sex(years, {**whole, **series})
    by_sex = {(ALL, sex): (years, rates.by_sex[0, :, at]) for at, sex in enumerate(SEXES)}
    running = {"administration": fund.administration / fund.payroll}
    parts = _by_benefit(years, {**rates.benefits, **running})
    made["cost_rate"] = {(ALL, ALL): (years, rates.total[0]), **parts, **by_sex}
    made["demographic_ratio"] = _by_benefit(years, rates.demographic)
    made["financial_ratio"] = _by_benefit(years, rates.financial)
    return made


def funding_ratio(valued: Valued) -> Array:
    """The reserve at the end of each year over the spending of the year, [year]; not a number without spending."""
    spending = valued.fund.spending[0]
    unknown = np.full(len(spending), np.nan)
    return np.asarray(np.divide(valued.fund.reserve[0, 1:], spending, out=unknown, where=spending > 0))


def scalars(valued: Valued) -> dict[str, float | None]:
    """What a valuation says of all years at once, by measure."""
    found = valued.premiums
    income, cost = float(found.income_rate[0]), float(found.cost_rate[0])
    made: dict[str, float | None] = {
        "general_average": float(found.general_average[0]),
        "general_average_without_reserve": float(found.without_reserve[0]),
        "general_average_for_ever": None if found.for_ever is None else float(found.for_ever[0]),
        "reserve_ratio_premium": float(found.reserve_ratio[0]),
        "summarised_income_rate": income,
        "summarised_cost_rate": cost,
        "actuarial_balance": income - cost,
        "unfunded_obligation": float(found.unfunded[0]),
        "exhaustion": known(float(found.exhaustion[0])),
    }
    if valued.debt:
        for name in ("in_payment", "accrued", "closed", "open"):
            made[f"debt_{name}"] = float(getattr(valued.debt, name)[0])
    return made


def of_chances(scenario: str, chances: Chances) -> Iterator[Row]:
    """Percentiles of what many futures say, each with its Monte Carlo interval."""
    first = min(chances.exhausted)
    for name, band in (*chances.bands.items(), ("general_average", chances.general_average)):
        measure = BAND.get(name, name)
        for at in range(band.values.shape[-1]):
            year = first + at if name != "general_average" else None
            yield from _percentiles(Row(scenario, measure, None, year=year), band, at, chances.confidence)
    for year, (share, low, high) in chances.exhausted.items():
        yield Row(scenario, "exhausted", share, year=year, low=known(low), high=known(high))


def _percentiles(row: Row, band: Band, at: int, confidence: float) -> Iterator[Row]:
    half = NormalDist().inv_cdf((1 + confidence) / 2) * float(band.mean_error[at])
    mean = float(band.mean[at])
    said: list[tuple[str, float, float, float]] = [
        (f"p{round(100 * level)}", float(values[at]), float(low[at]), float(high[at]))
        for level, values, low, high in zip(band.levels, band.values, band.low, band.high, strict=True)
    ]
    for name, value, low, high in (*said, ("mean", mean, mean - half, mean + half)):
        yield Row(
            row.scenario,
            row.measure,
            known(value),
            year=row.year,
            percentile=name,
            low=known(low),
            high=known(high),
        )


def _sensitivity(found: ValuationResult) -> Iterator[Row]:
    years, name = found.valued.over_time.years, found.valued.name
    middle = years[(len(years) - 1) // 2]
    for one in found.sensitivity:
        for measure, value, year in (
            ("general_average", one.general_average, None),
            ("cost_rate", one.cost_rate_middle, middle),
            ("cost_rate", one.cost_rate_last, years[-1]),
            ("exhaustion", one.exhaustion, None),
        ):
            yield Row(name, measure, known(value), year=year, assumption=one.name)


def _by_sex(years: tuple[int, ...], series: Mapping[str, Array]) -> Series:
    """Series [scenario, year, sex] by benefit: both sexes together, then each."""
    made: dict[tuple[str, str], tuple[tuple[int, ...], Array]] = {}
    for benefit, values in series.items():
        made[benefit, ALL] = (years, values[0].sum(axis=-1))
        made |= {(benefit, sex): (years, values[0, :, at]) for at, sex in enumerate(SEXES)}
    return made


def _by_benefit(years: tuple[int, ...], series: Mapping[str, Array]) -> Series:
    return {(benefit, ALL): (years, values[0]) for benefit, values in series.items()}

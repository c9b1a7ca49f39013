"""The economy by year: what the source says, then what stated rules make of it.

A source of macroeconomic figures ends a few years ahead. Beyond its last year every series follows a rule
that is returned beside the numbers, as an assumption that people can read and change (`MacroChoices`):
nothing is extended silently. A series that the country does not have stays unknown (NaN).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.figures import Figures
from socle.model.results import Assumption, Macro


@dataclass(frozen=True)
class MacroChoices:
    """What the rules leave to choose. Rates are shares a year; nothing chosen means what the source says last."""

    base_year: int = 2023  # price indices are 1 in this year
    last_observed: int = 2022  # later years of the source are its own projections
    productivity_growth: float | None = None  # of real product per person aged 15 to 64
    productivity_bounds: tuple[float, float] = (0.0, 0.03)
    inflation: float | None = None  # of consumer prices, after the source
    inflation_abroad: float = 0.02  # of the dollar, United States or international
    interest_rate: float | None = None  # effective rate on public debt, after the source
    primary_balance: float | None = None  # share of product, after the source
    average_wage: tuple[int, float] | None = None  # year and money a worker a year
    convergence_years: int = 10
    averaged_years: int = 5  # last years of the source over which a mean is taken


class MacroFrame(NamedTuple):
    """The economy of a country, and the rules by which it goes beyond its source."""

    macro: Macro
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True, eq=False)
class _Known:
    """The figures of the source on one run of years, shares as shares, NaN where unknown; all are [year]."""

    years: range
    last: int  # position of the last year of the source
    gdp: Array
    growth: Array
    deflator: Array
    cpi: Array
    revenue: Array
    expenditure: Array
    debt: Array
    primary_balance: Array
    exchange_rate: Array
    ppp: Array
    working_age: Array


def extend(
    figures: Figures,
    years: Sequence[int],
    working_age: Mapping[int, float],
    choices: MacroChoices | None = None,
) -> MacroFrame:
    """The economy in these years; `working_age` gives persons aged 15 to 64 by year.

    Working-age people are needed from five years before the end of the source to the last year asked.
    """
    chosen = choices or MacroChoices()
    known = _known(figures, years, working_age)
    people = _growth_of_people(known)
    productivity, said_productivity = _productivity(known, people, chosen)
    growth = _real_growth(known, people, productivity, chosen)
    cpi, deflator, said_prices = _prices(known, chosen)
    gdp = _grown(known.gdp, (1 + growth) * _ratios(deflator), known.last)
    wages, said_wages = _wages(figures, known, (1 + growth) / (1 + people) * _ratios(cpi), chosen)
    exchange_rate, said_exchange = _foreign(known.exchange_rate, deflator, chosen)
    ppp, _ = _foreign(known.ppp, deflator, chosen)
    interest = _interest(known, gdp, chosen)
    debt, balance, said_debt = _debt(known, interest, _ratios(gdp), chosen)
    base = _base(known, chosen)
    macro = Macro(
        years=tuple(known.years),
        last_observed=chosen.last_observed,
        last_source=known.years[known.last],
        gdp=gdp,
        real_growth=growth,
        deflator=deflator / deflator[base],
        cpi=cpi / cpi[base],
        wages=wages,
        expenditure=_held(known.expenditure, known.last) * gdp,
        revenue=_held(known.revenue, known.last) * gdp,
        exchange_rate=exchange_rate,
        ppp=ppp,
        debt=debt * gdp,
        primary_balance=balance * gdp,
        interest_rate=interest,
    )
    said = (*said_productivity, *said_prices, *said_wages, *said_exchange, _budget_words(known), *said_debt)
    source = Assumption(
        "economy",
        N_("Years after {observed} up to {last} are estimates and projections of the source."),
        {"observed": str(chosen.last_observed), "last": str(macro.last_source)},
    )
    beyond = years[-1] > macro.last_source
    return MacroFrame(within(macro, years), (source, *said) if beyond else (source, *said_wages))


def within(macro: Macro, years: Sequence[int]) -> Macro:
    """The same economy, in these consecutive years only; the price indices keep their base year."""
    if years[0] not in macro.years or years[-1] not in macro.years:
        raise Refusal(
            "The economy is known from {first} to {last}, not from {asked} to {until}.",
            first=macro.years[0],
            last=macro.years[-1],
            asked=years[0],
            until=years[-1],
        )
    here = slice(macro.years.index(years[0]), macro.years.index(years[-1]) + 1)
    cut = {
        field.name: getattr(macro, field.name)[here]
        for field in fields(macro)
        if isinstance(getattr(macro, field.name), np.ndarray)
    }
    return replace(macro, years=tuple(years), **cut)


def _known(figures: Figures, years: Sequence[int], working_age: Mapping[int, float]) -> _Known:
    product = figures.series("gdp")
    if not product:
        raise Refusal(
            "The economy of {country} cannot be written down without `{figure}`.",
            where=figures.file,
            country=figures.country,
            figure="gdp",
        )
    last = max(product)
    for name in ("gdp_real_growth", "gdp_deflator", "cpi"):
        figures.value(name, last)
    run = range(min(*product, years[0]), max(last, years[-1]) + 1)

    def read(name: str, scale: float = 1.0) -> Array:
        series = figures.series(name)
        return np.array([series.get(year, np.nan) for year in run]) * scale

    dollars = read("gdp_usd")
    gdp = read("gdp")
    return _Known(
        years=run,
        last=run.index(last),
        gdp=gdp,
        growth=read("gdp_real_growth", 0.01),
        deflator=read("gdp_deflator"),
        cpi=read("cpi"),
        revenue=read("government_revenue", 0.01),
        expenditure=read("government_expenditure", 0.01),
        debt=read("government_gross_debt", 0.01),
        primary_balance=read("primary_balance", 0.01),
        exchange_rate=np.ones(len(run)) if figures.currency == "USD" else gdp / dollars,
        ppp=read("ppp_rate"),
        working_age=np.array([working_age.get(year, np.nan) for year in run]),
    )


def _base(known: _Known, chosen: MacroChoices) -> int:
    position = chosen.base_year - known.years.start
    if not 0 <= position <= known.last or np.isnan(known.cpi[position] + known.deflator[position]):
        raise Refusal("Prices of the base year {year} are not known.", year=chosen.base_year)
    return position


def _growth_of_people(known: _Known) -> Array:
    """Growth of the population aged 15 to 64, [year]; before its first year, as in the first year known."""
    people = known.working_age
    growth = np.full(len(people), np.nan)
    growth[1:] = people[1:] / people[:-1] - 1
    found = np.flatnonzero(~np.isnan(growth))
    after = growth[known.last + 1 :]
    if not len(found) or np.isnan(after).any():
        raise Refusal(
            "The population aged 15 to 64 must be known for the years {first} to {last}.",
            first=known.years[known.last],
            last=known.years[-1],
        )
    growth[: found[0]] = growth[found[0]]
    return growth


def _productivity(known: _Known, people: Array, chosen: MacroChoices) -> tuple[float, tuple[Assumption, ...]]:
    """Long-run growth of real product per person aged 15 to 64, a year."""
    low, high = chosen.productivity_bounds
    window = slice(max(known.last + 1 - chosen.averaged_years, 0), known.last + 1)
    mean = float(np.mean((1 + known.growth[window]) / (1 + people[window]) - 1))
    rate = chosen.productivity_growth
    values = {
        "last": str(known.years[known.last]),
        "first": str(known.years[window.start]),
        "years": str(chosen.convergence_years),
        "mean": _percent(mean),
        "low": _percent(low),
        "high": _percent(high),
    }
    if rate is None:
        rate = min(max(mean, low), high)
        text = N_(
            "After {last}, real growth moves in a straight line over {years} years to the growth of the "
            "population aged 15 to 64 and {rate} % of productivity a year: the mean growth of product "
            "per person of that age in {first} to {last} ({mean} %), kept between {low} and {high} "
            "% because neither decline nor catching up lasts for ever."
        )
    else:
        text = N_(
            "After {last}, real growth moves in a straight line over {years} years to the growth of the "
            "population aged 15 to 64 and {rate} % of productivity a year, as chosen."
        )
    return rate, (Assumption("growth", text, {**values, "rate": _percent(rate)}),)


def _real_growth(known: _Known, people: Array, productivity: float, chosen: MacroChoices) -> Array:
    way = _way(known, chosen)
    target = (1 + people) * (1 + productivity) - 1
    start = known.growth[known.last]
    return np.where(way > 0, start + (target - start) * way, known.growth)


def _way(known: _Known, chosen: MacroChoices) -> Array:
    """How far the rules have taken over: 0 up to the last year of the source, then rising to 1."""
    since = np.arange(len(known.years)) - known.last
    return np.clip(since / chosen.convergence_years, 0.0, 1.0)


def _prices(known: _Known, chosen: MacroChoices) -> tuple[Array, Array, tuple[Assumption, ...]]:
    """Consumer prices and the deflator, as indices of the source."""
    last_cpi = _ratios(known.cpi)[known.last] - 1
    last_deflator = _ratios(known.deflator)[known.last] - 1
    inflation = last_cpi if chosen.inflation is None else chosen.inflation
    pace = last_deflator + (inflation - last_deflator) * _way(known, chosen)
    cpi = _grown(known.cpi, np.full(len(pace), 1 + inflation), known.last)
    deflator = _grown(known.deflator, 1 + pace, known.last)
    text = N_(
        "After {last}, consumer prices rise by {inflation} % a year; the deflator of product moves in "
        "a straight line over {years} years from {deflator} % to the same, so that both stay together."
    )
    values = {
        "last": str(known.years[known.last]),
        "inflation": _percent(inflation),
        "deflator": _percent(last_deflator),
        "years": str(chosen.convergence_years),
    }
    return cpi, deflator, (Assumption("prices", text, values),)


def _wages(
    figures: Figures, known: _Known, pace: Array, chosen: MacroChoices
) -> tuple[Array, tuple[Assumption, ...]]:
    """Average wage, moved both ways from the one year known by productivity and consumer prices."""
    found = figures.latest("average_wage")
    anchor = chosen.average_wage or (found and (found.first_year, found.value))
    if anchor is None:
        text = N_("No average wage is known, so nothing that depends on wages is computed.")
        return np.full(len(pace), np.nan), (Assumption("wages", text),)
    year, wage = anchor
    if year not in known.years:
        raise Refusal(
            "The average wage is of {year}, outside the years of the economy ({first} to {last}).",
            year=year,
            first=known.years[0],
            last=known.years[-1],
        )
    path = np.cumprod(np.where(np.arange(len(pace)) == 0, 1.0, pace))
    text = N_(
        "The average wage of {year} moves by the growth of real product per person aged 15 to 64 and by "
        "consumer prices."
    )
    return path / path[year - known.years.start] * wage, (Assumption("wages", text, {"year": str(year)}),)


def _foreign(rate: Array, deflator: Array, chosen: MacroChoices) -> tuple[Array, tuple[Assumption, ...]]:
    """A rate of exchange, moved after its last year by the difference of inflation to that abroad."""
    found = np.flatnonzero(~np.isnan(rate))
    if not len(found) or np.all(rate == 1):  # unknown, or the dollar itself
        return rate, ()
    pace = _ratios(deflator) / (1 + chosen.inflation_abroad)
    text = N_(
        "Exchange rates and purchasing power parities move, after the last year known, by the inflation of "
        "the deflator less {rate} % of inflation abroad: the real exchange rate stays."
    )
    said = Assumption("exchange", text, {"rate": _percent(chosen.inflation_abroad)})
    return _grown(rate, pace, int(found[-1])), (said,)


def _budget_words(known: _Known) -> Assumption:
    text = N_(
        "After {last}, public revenue and public expenditure keep their shares of product of {last}: "
        "{revenue} and {expenditure} %."
    )
    values = {
        "last": str(known.years[known.last]),
        "revenue": _percent(known.revenue[known.last]),
        "expenditure": _percent(known.expenditure[known.last]),
    }
    return Assumption("budget", text, values)


def _interest(known: _Known, gdp: Array, chosen: MacroChoices) -> Array:
    """Effective interest rate, [year]: interest paid over the debt of the year before; then held."""
    paid = known.primary_balance - (known.revenue - known.expenditure)
    rate = np.full(len(gdp), np.nan)
    rate[1:] = paid[1:] * _ratios(gdp)[1:] / known.debt[:-1]
    rate[known.last + 1 :] = rate[known.last] if chosen.interest_rate is None else chosen.interest_rate
    return rate


def _debt(
    known: _Known, interest: Array, growth: Array, chosen: MacroChoices
) -> tuple[Array, Array, tuple[Assumption, ...]]:
    """Debt and primary balance as shares of product, [year].

    A balance held for decades would drive many debts to nothing or to the sky; so, unless one is chosen, it
    moves to the balance that keeps debt at its share. What the identity of debt leaves out in the source
    (assets sold, funds drawn on) is continued at its mean.
    """
    factor = (1 + interest) / growth
    debt, balance = known.debt.copy(), known.primary_balance.copy()
    unexplained = known.debt[1:] - (known.debt[:-1] * factor[1:] - known.primary_balance[1:])
    other = float(np.mean(unexplained[known.last - chosen.averaged_years : known.last]))
    way = _way(known, chosen)
    for year in range(known.last + 1, len(debt)):
        if chosen.primary_balance is None:
            keeping = debt[year - 1] * (factor[year] - 1) + other
            balance[year] = balance[known.last] + (keeping - balance[known.last]) * way[year]
        else:
            balance[year] = chosen.primary_balance
        debt[year] = debt[year - 1] * factor[year] - balance[year] + other
    return debt, balance, _debt_words(known, interest, other, chosen)


def _debt_words(known: _Known, interest: Array, other: float, chosen: MacroChoices) -> tuple[Assumption, ...]:
    text = N_(
        "After {last}, public debt follows from the debt of the year before, an interest rate of {rate} "
        "%, the growth of product, other flows of {other} % of product a year as in the last "
        "{mean} years of the source, and a primary balance that moves over {years} years from {balance} "
        "% of product to the one that keeps debt at its share."
    )
    balance = known.primary_balance[known.last]
    if chosen.primary_balance is not None:
        balance = chosen.primary_balance
        text = N_(
            "After {last}, public debt follows from the debt of the year before, an interest rate of {rate} "
            "%, the growth of product, other flows of {other} % of product a year as in the last "
            "{mean} years of the source, and a primary balance of {balance} % of product, as chosen."
        )
    rate = interest[known.last] if chosen.interest_rate is None else chosen.interest_rate
    if np.isnan(rate + other):
        text = N_("Public debt or the interest on it is not known in {last}, so no path of debt is computed.")
    values = {
        "last": str(known.years[known.last]),
        "rate": _percent(rate),
        "other": _percent(other),
        "mean": str(chosen.averaged_years),
        "years": str(chosen.convergence_years),
        "balance": _percent(balance),
    }
    return (Assumption("debt", text, values),)


def _ratios(level: Array) -> Array:
    """Each year over the year before; not known in the first year."""
    ratios = np.full(len(level), np.nan)
    ratios[1:] = level[1:] / level[:-1]
    return ratios


def _grown(level: Array, pace: Array, last: int) -> Array:
    """A level that after the position `last` grows by `pace` a year."""
    grown = level.copy()
    grown[last + 1 :] = level[last] * np.cumprod(pace[last + 1 :])
    return grown


def _held(share: Array, last: int) -> Array:
    held = share.copy()
    held[last + 1 :] = share[last]
    return held


def _percent(share: float) -> str:
    return f"{round(100 * share, 2) + 0.0:.2f}"

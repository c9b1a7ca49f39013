"""The world: people of every country, and the financing gap of the floor by country, income group and region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from socle.engine import program
from socle.exchange import macro_panel, sdg, wpp
from socle.exchange.country import FLOOR_FOLDER, default_figures, load_country, read_schemes, shipped
from socle.exchange.scenario_file import read_scenario
from socle.exchange.store import Store, family_folder
from socle.ground.axes import N_AGES, SEXES, Array
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.measure import adequacy
from socle.measure.fiscal import gap as gap_of
from socle.measure.fiscal import weighted_share
from socle.model.demography import BasePopulation, Clock, PeopleOverTime, VitalRates
from socle.model.economy import PRICE_INDICES, Economy
from socle.model.law import Law, read
from socle.model.parameter import Parameter
from socle.model.population import Population
from socle.model.results import BRANCHES
from socle.model.scenario import FLOOR, Scenario, apply
from socle.model.scheme import Scheme
from socle.project.cells import by_age_and_sex, cells
from socle.project.demography import Timing, project
from socle.project.labour import WORK_FROM
from socle.project.migration import meeting_totals
from socle.project.variants import variant as variant_of
from socle.run.floor import fixed
from socle.run.setting import rates_of

ALL = "ALL"
SMALL_PLACE = 100_000  # persons: below, published migrants by age miss their total by rounding
CASH = ("children", "maternity", "disability", "old_age")
EVERYBODY = N_("All of these")
PPP_YEAR = 2017
SERIES = {
    "gdp": "WEO.NGDP",
    "gdp_usd": "WEO.NGDPD",
    "cpi": "WEO.PCPI",
    "deflator": "WEO.NGDP_D",
    "ppp": "WEO.PPPEX",
}
COVERAGE = {
    "children": "SI_COV_CHLD",
    "maternity": "SI_COV_MATNL",
    "disability": "SI_COV_DISAB",
    "unemployment": "SI_COV_UEMP",
    "old_age": "SI_COV_PENSN",
}
WORK = {
    "male": "WDI.SL.TLF.CACT.MA.ZS",
    "female": "WDI.SL.TLF.CACT.FE.ZS",
    "unemployed": "WDI.SL.UEM.TOTL.NE.ZS",
}


@dataclass(frozen=True)
class GapRow:
    """One country and guarantee: shares of gross domestic product; None where unknown, `flag` says why."""

    iso3: str
    year: int
    guarantee: str
    cost: float | None
    gap: float | None
    coverage: float | None
    flag: str


@dataclass(frozen=True)
class GroupRow:
    """A group of countries: GDP-weighted shares, and how many countries stand behind each."""

    kind: str  # income, region, world
    name: str
    guarantee: str
    cost: float
    gap: float
    countries: int
    countries_with_gap: int


@dataclass(frozen=True)
class WorldGap:
    """The floor of many countries: rows by country, and groups."""

    year: int
    index: str
    rows: tuple[GapRow, ...]
    groups: tuple[GroupRow, ...]


def people(
    codes: Sequence[str],
    last_year: int,
    place: Store | Path,
    *,
    migration: Timing = "end",
    clock: Clock = "1 July",
    variant: str = "medium",
) -> tuple[PeopleOverTime, str]:
    """Countries projected from the base year's population and rates, and where these come from.

    With the data of the world imported, from them; otherwise shipped countries from their compact figures.
    """
    if last_year > wpp.LAST_YEAR:
        raise Refusal(
            "{year} is outside the data: the projection ends in {last}.", year=last_year, last=wpp.LAST_YEAR
        )
    base, rates, origin = _start(codes, last_year, place)
    rates = variant_of(rates, variant, base.year + 1)
    return project(base, rates, last_year=max(last_year, base.year), migration=migration, clock=clock), origin


def _start(
    codes: Sequence[str], last_year: int, place: Store | Path
) -> tuple[BasePopulation, VitalRates, str]:
    if isinstance(place, Path) or place.has("wpp/locations"):
        folder = family_folder(place, "wpp")
        base, rates = wpp.load_wpp(folder, None if list(codes) == [ALL] else codes)
        return base, meeting_totals(rates, base, below=SMALL_PLACE), "wpp"
    if list(codes) == [ALL] or not set(codes) <= set(shipped()):
        raise Refusal(
            "The population of the world is not imported yet: run `socle data import wpp FOLDER` or `socle data fetch "
            "wpp`. Without it, these countries can be projected from shipped figures: {valid}.",
            valid=", ".join(shipped()),
        )
    pairs = [rates_of(load_country(code), last_year) for code in codes]
    bases, rates_ = [p[0] for p in pairs], [p[1] for p in pairs]
    base = replace(bases[0], countries=tuple(codes), persons=np.concatenate([b.persons for b in bases]))
    rates = replace(
        rates_[0],
        countries=tuple(codes),
        mortality=np.concatenate([r.mortality for r in rates_]),
        fertility=np.concatenate([r.fertility for r in rates_]),
        sex_ratio_at_birth=np.concatenate([r.sex_ratio_at_birth for r in rates_]),
        migration=np.concatenate([r.migration for r in rates_]),
    )
    return base, rates, "compact"


def gap(
    codes: Sequence[str], guarantees: Sequence[str], year: int, place: Store | Path, index: str = "cpi"
) -> WorldGap:
    """Cost and financing gap of each guarantee by itself, at the levels of the high scenario."""
    _known(guarantees, index)
    over_time, _ = people(codes, year, place)
    known_year(over_time, year)
    economy, gdp_usd = _economy(over_time, year, place)
    line, per_head = _line(over_time.countries, economy, year, place, index)
    population = _cells(over_time, year, line, per_head, place)
    product = economy.at("gdp", year)
    share = {g: _cost(g, population, economy, year) / product for g in guarantees}
    covered = _coverage(over_time.countries, place)
    rows = tuple(
        _row(code, year, g, float(share[g][c, 0]), covered[code].get(g), float(line[c, 0] / per_head[c, 0]))
        for c, code in enumerate(over_time.countries)
        for g in guarantees
    )
    return WorldGap(year, index, rows, _groups(rows, over_time.countries, gdp_usd, place))


def known_year(people: PeopleOverTime, year: int) -> None:
    """Refuse a year before the base of the projection."""
    if year not in people.years:
        raise Refusal(
            "{year} is outside the data: the projection begins in {first}.", year=year, first=people.years[0]
        )


def _known(guarantees: Sequence[str], index: str) -> None:
    for name in guarantees:
        if name not in BRANCHES:
            raise Refusal(
                "There is no guarantee `{name}`; there are {valid}.",
                name=name,
                valid=", ".join(BRANCHES),
                nearest=nearest(name, BRANCHES),
            )
    if index not in PRICE_INDICES:
        raise Refusal(
            "`{index}` is not a price index: say cpi or deflator.",
            index=index,
            nearest=nearest(index, PRICE_INDICES),
        )


def _economy(over_time: PeopleOverTime, year: int, place: Store | Path) -> tuple[Economy, Array]:
    years = tuple(range(PPP_YEAR, year + 1))
    read_ = _series(place, list(SERIES.values()), over_time.countries, years)
    series = {name: read_[code] for name, code in SERIES.items()}
    if not np.isfinite(series["gdp"][:, -1]).any():
        raise Refusal(
            "The source of gross domestic product has no year {year}: choose an earlier one.", year=year
        )
    series["gdp"], series["gdp_usd"] = series["gdp"] * 1e9, series["gdp_usd"] * 1e9
    heads = dict(zip(over_time.years, np.moveaxis(over_time.population.sum((2, 3)), 1, 0), strict=True))
    unknown = np.full(len(over_time.countries), np.nan)
    series["population"] = np.stack([heads.get(y, unknown) for y in years], axis=1)
    series["gdp_per_head"] = series["gdp"] / series["population"]
    series["exchange_rate"] = series["gdp"] / series["gdp_usd"]
    return Economy("", years, series), series["gdp_usd"][:, -1]


def _series(
    place: Store | Path, names: list[str], countries: Sequence[str], years: Sequence[int]
) -> dict[str, Array]:
    """Series of the panel for all countries; those that its list does not have are unknown."""
    listed = macro_panel.load_countries(place)
    here = [position for position, code in enumerate(countries) if code in listed]
    found = macro_panel.load_macro(place, series=names, countries=[countries[i] for i in here], years=years)
    whole = {name: np.full((len(countries), len(years)), np.nan) for name in names}
    for name, values in found.items():
        whole[name][here] = values
    return whole


def _line(
    countries: Sequence[str], economy: Economy, year: int, place: Store | Path, index: str
) -> tuple[Array, Array]:
    known = macro_panel.poverty_lines(place)
    a_day = np.array([known[c].per_day if c in known else np.nan for c in countries])
    prices = economy.at(index, year) / economy.at(index, PPP_YEAR)
    ppp = economy.at("ppp", PPP_YEAR)
    line = np.stack(
        [
            adequacy.harmonised(day, float(rate[0]), level)
            for day, rate, level in zip(a_day, ppp, prices, strict=True)
        ]
    )
    return line, economy.at("gdp_per_head", year)


def _cells(
    over_time: PeopleOverTime, year: int, line: Array, per_head: Array, place: Store | Path
) -> Population:
    prevalence = {"severely_disabled": by_age_and_sex(default_figures().of("severe_disability"))}
    work = _series(place, list(WORK.values()), over_time.countries, range(2010, year + 1))
    latest = {name: _latest(work[code]) / 100 for name, code in WORK.items()}
    unemployed = np.zeros((len(over_time.countries), 1, len(SEXES), N_AGES))
    for position, sex in enumerate(SEXES):
        unemployed[:, 0, position, WORK_FROM:] = (latest[sex] * latest["unemployed"])[:, None]
    prevalence["unemployed"] = unemployed
    return cells(over_time, [year], {"poverty_line": line, "gdp_per_head": per_head}, prevalence)


def _latest(values: Array) -> Array:
    """The last known value of each row, NaN where there is none."""
    known = np.isfinite(values)
    last = values.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    return np.where(known.any(axis=1), values[np.arange(len(values)), last], np.nan)


def _cost(guarantee: str, population: Population, economy: Economy, year: int) -> Array:
    """What one guarantee costs by itself, as if the others did not exist: their coverage is nothing."""
    schemes, scenario = reference_law()
    alone = {
        b.coverage.path: fixed(b.coverage, 0.0)
        for s in schemes
        for b in s.benefits
        if b.coverage and b.branch != guarantee and b.path not in scenario.remove
    }
    law = read(apply(schemes, replace(scenario, changes={**scenario.changes, **alone})))
    own = Law(
        {p: b for p, b in law.benefits.items() if b.benefit.branch == guarantee},
        {},
        law.parameters,
        law.in_force,
    )
    totals = program.run(own, population, economy, (year,))
    cost = np.zeros_like(population.weights[:, :, 0, 0])
    for path, total in totals.items():
        share = own.benefits[path].benefit.administration.share
        cost = cost + total.spending * (1 + _share(share, own, economy, year))
    return cost


def _share(parameter: Parameter | None, law: Law, economy: Economy, year: int) -> Array | float:
    return program.yearly(parameter, law, economy, (year,)) if parameter else 0.0


def reference_law() -> tuple[tuple[Scheme, ...], Scenario]:
    """The generic law of the floor, and the scenario whose levels the gap is measured at."""
    schemes = read_schemes(FLOOR_FOLDER / "schemes")
    return schemes, read_scenario(
        FLOOR_FOLDER / "scenarios" / "high.yaml", {FLOOR: schemes}, "floor/scenarios/high.yaml"
    )


def _coverage(countries: Sequence[str], place: Store | Path) -> dict[str, dict[str, float]]:
    listed = macro_panel.load_countries(place)
    observed = sdg.coverage(place, [code for code in countries if code in listed])
    return {
        code: {
            g: observed[code][series].value
            for g, series in COVERAGE.items()
            if series in observed.get(code, {})
        }
        for code in countries
    }


def _row(code: str, year: int, guarantee: str, cost: float, coverage: float | None, ratio: float) -> GapRow:
    flags = []
    if not np.isfinite(cost):
        flags.append("line_or_product_unknown")
    if ratio > adequacy.ABOVE_PRODUCT:
        flags.append("line_above_product")
    if coverage is None:
        flags.append("coverage_unknown")
    known = float(cost) if np.isfinite(cost) else None
    share = None if known is None or coverage is None else float(gap_of(np.array(known), np.array(coverage)))
    return GapRow(code, year, guarantee, known, share, coverage, ";".join(flags))


def _groups(
    rows: Sequence[GapRow], countries: Sequence[str], gdp_usd: Array, place: Store | Path
) -> tuple[GroupRow, ...]:
    facts = macro_panel.load_countries(place)
    size = dict(zip(countries, gdp_usd, strict=True))
    members: dict[tuple[str, str], list[str]] = {("world", EVERYBODY): list(countries)}
    for code in countries:
        fact = facts.get(code)
        for kind, name in (("income", fact.income_group), ("region", fact.region)) if fact else ():
            if name:
                members.setdefault((kind, name), []).append(code)
    by_key = {(row.iso3, row.guarantee): row for row in rows}
    guarantees = list(dict.fromkeys(row.guarantee for row in rows))
    return tuple(
        _group(kind, name, g, [by_key[code, g] for code in own], size)
        for (kind, name), own in sorted(members.items())
        for g in guarantees
    )


def _group(
    kind: str, name: str, guarantee: str, rows: Sequence[GapRow], size: Mapping[str, float]
) -> GroupRow:
    product = np.array([size[row.iso3] for row in rows])
    cost = np.array([np.nan if row.cost is None else row.cost for row in rows])
    gaps = np.array([np.nan if row.gap is None else row.gap for row in rows])
    everyone = np.ones(len(rows), dtype=bool)
    counted = np.isfinite(product)
    return GroupRow(
        kind,
        name,
        guarantee,
        weighted_share(cost * product, product, everyone),
        weighted_share(gaps * product, product, everyone),
        int((np.isfinite(cost) & counted).sum()),
        int((np.isfinite(gaps) & counted).sum()),
    )

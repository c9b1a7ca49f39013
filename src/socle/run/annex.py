"""The world statistical annex: coverage of every country and group, expenditure, adequacy, law, trends.

One annex is of one set of editions: the values of a series are all of one edition, which the annex states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from socle.exchange import areas, sdg_statistics
from socle.exchange.sources import load_sources, source
from socle.exchange.store import Store
from socle.ground.provenance import Trace, sha256_of
from socle.ground.refusals import Refusal
from socle.ground.version import VERSION
from socle.measure import concerned
from socle.measure.aggregate import latest, one_vintage
from socle.model.aggregate import THRESHOLD, Aggregate, Weights
from socle.model.results import SourceUse
from socle.model.statistic import Statistic
from socle.run import aggregates
from socle.run.aggregates import FAMILIES, Asked
from socle.run.indicator_regions import Regional, Wanted, regions

ILO_SERIES = (
    "SI_COV_BENFTS",
    "SI_COV_CHLD",
    "SI_COV_MATNL",
    "SI_COV_DISAB",
    "SI_COV_UEMP",
    "SI_COV_WKINJRY",
    "SI_COV_PENSN",
    "SI_COV_VULN",
    "SI_COV_POOR",
)
SURVEY_SERIES = ("SI_COV_SOCAST", "SI_COV_SOCINS", "SI_COV_LMKT")
SERIES = (*ILO_SERIES, *SURVEY_SERIES)
"""Indicator 1.3.1 of the SDGs: of the ILO, and of the World Bank from surveys."""
SEXES = ("F", "M")
NATIONAL: Mapping[str, tuple[str, ...]] = {
    "expenditure": ("EXP_GDP", "EXP_GDP_WITHOUT_HEALTH", "EXP_GOVERNMENT", "EXP_COMPOSITION"),
    "adequacy": ("BENEFIT_TO_WAGE", "BENEFIT_TO_MINIMUM_WAGE", "BENEFIT_TO_POVERTY_LINE", "REPLACEMENT_RATE"),
    "legal": ("LEGAL_COVERAGE",),
}
"""The tables of national values, and the indicators of the catalogue that stand in each."""
SPENDING = ("EXP_GDP", "EXP_GDP_WITHOUT_HEALTH")
"""Expenditure that groups of countries have too, as a share of the product of all together."""
TREND_YEARS = 15
TREND_FAMILIES = ("world", "sdg_regions")


@dataclass(frozen=True)
class Material:
    """What an annex is made of: values of countries, and where the people concerned come from."""

    place: Store | Path
    coverage: Sequence[Statistic]  # series of indicator 1.3.1, everybody and by sex
    national: Sequence[Statistic] = ()  # indicators of the catalogue, from inquiries and law
    as_of: str = ""  # the moment whose state of the register this is


@dataclass(frozen=True)
class CountryRow:
    """The latest value of a country, and that of each sex of the same year."""

    iso3: str
    value: Statistic
    by_sex: Mapping[str, float]


@dataclass(frozen=True)
class Branch:
    """One series: its groups of countries, by sex where both are told, and its countries."""

    series: str
    window: int
    weights: Weights
    groups: tuple[Aggregate, ...]
    by_sex: Mapping[str, tuple[Aggregate, ...]]
    countries: tuple[CountryRow, ...]
    trend: tuple[Aggregate, ...]  # those with a value, by year


@dataclass(frozen=True)
class Annex:
    """A world annex."""

    edition: int
    year: int  # the latest of the values of countries
    threshold: float
    branches: tuple[Branch, ...]
    national: Mapping[str, tuple[Statistic, ...]]
    membership: Mapping[str, tuple[str, ...]]  # group -> its countries in the year
    vintages: tuple[str, ...]
    as_of: str
    trace: Trace
    sources: tuple[SourceUse, ...]
    spending: tuple[Regional, ...] = ()  # expenditure by group of countries, where inquiries are published


def from_store(place: Store | Path) -> Material:
    """The values of the SDG database that is held in the store."""
    if not sdg_statistics.held(place):
        return Material(place, ())
    found = sdg_statistics.statistics(place, SERIES)
    for sex in SEXES:
        found += [
            one
            for one in sdg_statistics.statistics(place, SERIES, sex=sex)
            if one.indicator != "SI_COV_MATNL"
        ]
    return Material(place, found)


def from_register(
    place: Store | Path, sdg: Sequence[Statistic], national: Sequence[Statistic], as_of: str = ""
) -> Material:
    """The values that a register answered; where it does not hold the SDG database, those of the store.

    Not where a past state is asked for: what the store holds today is not what the register said then.
    """
    if not sdg and not as_of:
        return replace(from_store(place), national=national, as_of=as_of)
    return Material(place, sdg, national, as_of)


def annex(
    material: Material, edition: int, *, year: int | None = None, threshold: float = THRESHOLD
) -> Annex:
    """The annex of an edition; `year` is that of its regional values, by default the latest with values."""
    held = _held(material)
    material = replace(material, place=aggregates.seen(material.place))
    last = max(one.year for one in held) if year is None else year
    branches = tuple(
        _branch(material.place, rows, last, threshold) for series in SERIES if (rows := _of(held, series))
    )
    if not any(one.countries for one in branches):
        raise Refusal("No country has a value of indicator 1.3.1 for {year} or the years before.", year=last)
    national = {
        table: tuple(_latest_national(material.national, codes, edition)) for table, codes in NATIONAL.items()
    }
    spending = _spending(material, edition, threshold)
    membership = {
        group.code: aggregates.members_of(material.place, group.code, last)
        for family in FAMILIES
        for group in areas.groups(family)
    }
    of_nations = {one.vintage for rows in national.values() for one in rows if one.vintage}
    vintages = tuple(sorted({one_vintage(held), *of_nations}))
    options = {
        "edition": edition,
        "year": last,
        "threshold": threshold,
        "as_of": material.as_of,
        "vintages": list(vintages),
    }
    return Annex(
        edition,
        last,
        threshold,
        branches,
        national,
        membership,
        vintages,
        material.as_of,
        Trace(VERSION, _contents(branches, national, spending), options),
        tuple(_cited(held, spending)),
        spending,
    )


def _held(material: Material) -> list[Statistic]:
    """The values of countries, all of one edition."""
    held = [
        one
        for one in material.coverage
        if one.area in areas.load_areas() and one.value is not None and one.indicator in SERIES
    ]
    if not held:
        raise Refusal(
            "There is no value of indicator 1.3.1 for any country: import the SDG database (`socle data import sdg "
            "FOLDER`) or name a register that holds it."
        )
    one_vintage(held)
    return held


def _of(found: Sequence[Statistic], series: str) -> list[Statistic]:
    return [one for one in found if one.indicator == series]


def _branch(place: Store | Path, found: Sequence[Statistic], year: int, threshold: float) -> Branch:
    series = found[0].indicator
    only = {one.sex for one in found}
    whole = [one for one in found if one.sex == "_T"] or list(found)
    asked = Asked(series, year, threshold=threshold)
    of_sex = {sex: [one for one in found if one.sex == sex] for sex in SEXES if "_T" in only}
    held = latest(whole, year, asked.rules.window)
    sexed = {sex: {(one.area, one.year): one.value for one in rows} for sex, rows in of_sex.items()}
    return Branch(
        series,
        asked.rules.window,
        aggregates.weights_of(place, concerned.concept_of(series), asked),
        tuple(aggregates.of_statistics(place, whole, asked)),
        {sex: _of_sex(place, rows, asked, sex) for sex, rows in of_sex.items() if rows},
        tuple(
            CountryRow(
                iso3,
                one,
                {
                    sex: value
                    for sex, rows in sexed.items()
                    if (value := rows.get((iso3, one.year))) is not None
                },
            )
            for iso3, one in sorted(held.items())
        ),
        _trend(place, whole, asked),
    )


def _of_sex(place: Store | Path, rows: Sequence[Statistic], asked: Asked, sex: str) -> tuple[Aggregate, ...]:
    one = Asked(asked.series, asked.year, sex=sex, threshold=asked.threshold)
    return tuple(aggregates.of_statistics(place, rows, one))


def _trend(place: Store | Path, whole: Sequence[Statistic], asked: Asked) -> tuple[Aggregate, ...]:
    found = []
    for year in range(asked.year - TREND_YEARS, asked.year + 1):
        one = Asked(asked.series, year, threshold=asked.threshold, families=TREND_FAMILIES)
        found += [
            group
            for group in aggregates.of_statistics(place, whole, one)
            if group.statistic.value is not None
        ]
    return tuple(found)


def _latest_national(found: Sequence[Statistic], codes: Sequence[str], edition: int) -> list[Statistic]:
    """The latest value of each country, indicator, function, sex and group, up to the edition's year."""
    held: dict[tuple[str, ...], Statistic] = {}
    for one in found:
        told = one.value is not None or one.low is not None or one.reason
        if one.indicator not in codes or one.year > edition or not told:
            continue
        key = (one.indicator, one.area, one.function, one.sex, one.group, one.scheme_type)
        if key not in held or held[key].year < one.year:
            held[key] = one
    order = {code: at for at, code in enumerate(codes)}
    return sorted(
        held.values(), key=lambda one: (order[one.indicator], one.area, one.function, one.sex, one.group)
    )


def _spending(material: Material, edition: int, threshold: float) -> tuple[Regional, ...]:
    """Expenditure by group of countries; nothing where no inquiry of a country of the world tells it."""
    known = areas.load_areas()
    told = [one for one in material.national if one.area in known and one.year <= edition]
    codes = tuple(
        code for code in SPENDING if any(one.indicator == code and one.value is not None for one in told)
    )
    return tuple(regions(material.place, told, Wanted(FAMILIES, codes, threshold=threshold))) if codes else ()


def _contents(
    branches: Sequence[Branch], national: Mapping[str, Sequence[Statistic]], spending: Sequence[Regional]
) -> dict[str, str]:
    """Digests of the values and of the weights: what determined the annex, not where it lay."""
    contents = {
        one.series: sha256_of(
            repr(
                (
                    [
                        (row.iso3, row.value.year, row.value.value, sorted(row.by_sex.items()))
                        for row in one.countries
                    ],
                    sorted(one.weights.of.items()),
                    [(each.statistic.area, each.statistic.year, each.statistic.value) for each in one.trend],
                )
            )
        )
        for one in branches
    }
    weighed = {
        f"{one.code} by group": sha256_of(repr([each.parts for each in one.groups])) for one in spending
    }
    return contents | {table: sha256_of(repr(rows)) for table, rows in national.items()} | weighed


def _cited(found: Sequence[Statistic], spending: Sequence[Regional]) -> list[SourceUse]:
    keys = dict.fromkeys(one.source for one in found if one.source in load_sources())
    money = (key for one in spending for key in one.sources)
    cited = [source(key) for key in dict.fromkeys((*keys, *aggregates.SOURCES, *money))]
    return [
        SourceUse(one.key, one.producer, one.title, one.vintage, one.licence, one.url, one.derived, "")
        for one in cited
    ]

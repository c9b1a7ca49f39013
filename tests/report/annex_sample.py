"""An invented world annex of a few countries, for the tests of its page, files and workbook."""

from __future__ import annotations

from dataclasses import replace

from socle.exchange.areas import groups, members
from socle.ground.provenance import Trace
from socle.measure.aggregate import aggregate
from socle.model.aggregate import Aggregate, Rules, Weights
from socle.model.results import SourceUse
from socle.model.statistic import Statistic
from socle.run.aggregates import FAMILIES
from socle.run.annex import NATIONAL, Annex, Branch, CountryRow

PEOPLE = {"SEN": 18e6, "KHM": 17e6, "FRA": 66e6, "BRA": 210e6, "AUS": 26e6, "IND": 1400e6, "TLS": 1.3e6}
BENEFITS = {"SEN": 0.2, "KHM": 0.25, "FRA": 0.99, "BRA": 0.7, "IND": 0.245}
PENSIONS = {"SEN": 0.3, "FRA": 1.0, "BRA": 0.91, "AUS": 0.7, "TLS": 0.9, "KHM": 0.05}
VINTAGE = "UNSD-SDG-2020-10"


def statistic(series: str, area: str, value: float, year: int = 2019, sex: str = "_T") -> Statistic:
    """A value of a country."""
    return Statistic(series, area, year, value, "share", sex=sex, source=VINTAGE, vintage=VINTAGE)


def _groups(found: list[Statistic], weights: Weights, year: int = 2019) -> tuple[Aggregate, ...]:
    series, sex = found[0].indicator, found[0].sex
    return tuple(
        aggregate(
            Statistic(series, one.code, year, None, "share", sex=sex),
            members(one.code, year=year),
            found,
            weights,
            Rules(),
        )
        for family in FAMILIES
        for one in groups(family)
        if one.code != "X01"
    )


def _in(found: list[Statistic], year: int) -> list[Statistic]:
    return [replace(one, year=year) for one in found]


def branch(series: str, values: dict[str, float], scale: float, told_by: bool = False) -> Branch:
    """A series with women a little below men in every country."""
    weights = Weights(
        {area: scale * people for area, people in PEOPLE.items() if not told_by or area != "AUS"},
        "poor" if told_by else "population",
        PEOPLE if told_by else {},
    )
    whole = [statistic(series, area, value) for area, value in values.items()]
    women = [statistic(series, area, value * 0.9, sex="F") for area, value in values.items()]
    men = [statistic(series, area, value, sex="M") for area, value in values.items()]
    world = [_groups(_in(whole, year), weights, year)[0] for year in (2018, 2019)]
    return Branch(
        series,
        5,
        weights,
        _groups(whole, weights),
        {"F": _groups(women, weights), "M": _groups(men, weights)},
        tuple(
            CountryRow(one.area, one, {"F": 0.9 * (one.value or 0), "M": one.value or 0})
            for one in sorted(whole, key=lambda one: one.area)
        ),
        tuple(one for one in world if one.statistic.value is not None),
    )


def found(national: tuple[Statistic, ...] = ()) -> Annex:
    """The annex; `national` are values of the catalogue."""
    rows = {
        table: tuple(one for one in national if one.indicator in codes) for table, codes in NATIONAL.items()
    }
    return Annex(
        2026,
        2019,
        0.4,
        (
            branch("SI_COV_BENFTS", BENEFITS, 1.0),
            branch("SI_COV_PENSN", PENSIONS, 0.1),
            branch("SI_COV_POOR", {"SEN": 0.1, "IND": 0.4, "AUS": 1.0}, 0.3, told_by=True),
        ),
        rows,
        {one.code: members(one.code, year=2019) for family in FAMILIES for one in groups(family)},
        (VINTAGE,),
        "",
        Trace("0", {"SI_COV_BENFTS": "0"}, {"edition": 2026}),
        (SourceUse(VINTAGE, "UN", "SDG Indicators Database", "2020-10", "free", "https://un.org"),),
    )

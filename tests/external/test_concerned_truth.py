"""The people concerned, counted again from the raw tables; who belongs to an income group, against every row."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from socle.exchange.areas import members
from socle.exchange.country import default_figures
from socle.ground.axes import N_AGES
from socle.measure.concerned import counts
from socle.project.cells import by_age_and_sex
from socle.run.aggregates import members_of, people_of

pytestmark = pytest.mark.external
YEAR = 2016
REGIONS = {
    "18": {"BWA", "LSO", "NAM", "SWZ", "ZAF"},
    "53": {"AUS", "NZL"},
    "13": {"BLZ", "CRI", "GTM", "HND", "MEX", "NIC", "PAN", "SLV"},
}


def _persons(shared: Path, iso3: set[str]) -> pl.DataFrame:
    table = pl.read_parquet(shared / "data/wpp/pop_estimates_1jul_1990_2023.parquet")
    return table.filter(pl.col("iso3").is_in(iso3) & (pl.col("year") == YEAR))


def _work(shared: Path, iso3: str, sex: str) -> tuple[float, float]:
    """Participation and unemployment of a sex in the year nearest to the one asked for; the earlier of two."""
    table = pl.read_parquet(shared / "data/macro/macro_panel.parquet").filter(pl.col("iso3") == iso3)
    found = []
    for name in (f"WDI.SL.TLF.CACT.{sex}.ZS", f"WDI.SL.UEM.TOTL.{sex}.ZS"):
        rows = table.filter(pl.col("series") == name).drop_nulls("value").iter_rows(named=True)
        found.append(
            min(
                (abs(row["year"] - YEAR), row["year"], row["value"])
                for row in rows
                if abs(row["year"] - YEAR) <= 5
            )[2]
        )
    return found[0] / 100, found[1] / 100


@pytest.mark.parametrize("region", REGIONS)
def test_the_people_concerned_are_those_of_the_raw_tables(shared: Path, region: str) -> None:
    inside = REGIONS[region]
    world, table = people_of(shared / "data", YEAR), _persons(shared, inside)
    assert set(members(region)) & set(world.countries) == inside
    ages = {
        "population": table,
        "children": table.filter(pl.col("age") < 15),
        "children_0_17": table.filter(pl.col("age") < 18),
        "older": table.filter(pl.col("age") >= 65),
        "older_60": table.filter(pl.col("age") >= 60),
    }
    for concept, rows in ages.items():
        for sex, columns in {"_T": ("male", "female"), "M": ("male",), "F": ("female",)}.items():
            ours = sum(people for area, people in counts(world, concept, sex).items() if area in inside)
            assert ours == pytest.approx(sum(rows[name].sum() for name in columns), rel=1e-6), (concept, sex)
    born = pl.read_parquet(shared / "data/wpp/outcomes_annual_1950_2100.parquet")
    births = born.filter(pl.col("iso3").is_in(inside) & (pl.col("year") == YEAR))["births"].sum()
    assert sum(counts(world, "births").get(area, 0) for area in inside) == pytest.approx(births)
    share = by_age_and_sex(default_figures().of("severe_disability")).reshape(2, N_AGES)
    disabled = sum(
        row[name] * share[at, row["age"]]
        for row in table.iter_rows(named=True)
        for at, name in enumerate(("male", "female"))
    )
    assert sum(counts(world, "disabled")[area] for area in inside) == pytest.approx(disabled)


@pytest.mark.parametrize("region", REGIONS)
def test_work_is_the_labour_force_and_its_unemployed_by_sex(shared: Path, region: str) -> None:
    world, inside = people_of(shared / "data", YEAR), sorted(REGIONS[region])
    adults = _persons(shared, set(inside)).filter(pl.col("age") >= 15)
    held = {
        (sex, name): counts(world, name, sex)
        for sex in ("_T", "M", "F")
        for name in ("labour_force", "unemployed", "employed")
    }
    for iso3 in inside:
        total = 0.0
        for sex, code, column in (("M", "MA", "male"), ("F", "FE", "female")):
            active, without = _work(shared, iso3, code)
            force = adults.filter(pl.col("iso3") == iso3)[column].sum() * active
            total += force
            assert held[sex, "labour_force"][iso3] == pytest.approx(force)
            assert held[sex, "unemployed"][iso3] == pytest.approx(force * without)
            assert held[sex, "employed"][iso3] == pytest.approx(force * (1 - without))
        assert held["_T", "labour_force"][iso3] == pytest.approx(total)


def test_income_groups_are_those_of_every_row_of_the_history(shared: Path) -> None:
    words = {
        "X02": "Low income",
        "X03": "Lower middle income",
        "X04": "Upper middle income",
        "X05": "High income",
    }
    table = pl.read_parquet(shared / "data/macro/income_group_by_year.parquet")
    assert set(table["group"]) == set(words.values())
    for year in sorted(set(table["year"])):
        rows = table.filter(pl.col("year") == year)
        for code, word in words.items():
            theirs = set(rows.filter(pl.col("group") == word)["iso3"])
            assert set(members_of(shared / "data", code, year)) == theirs, (year, code)
    latest = {code: set(members(code)) for code in words}  # the list shipped with Socle is that of 2024
    for code, inside in latest.items():
        assert inside - {"XKX"} == set(members_of(shared / "data", code, 2024)), code  # Kosovo has no history

"""World Population Prospects in Parquet: a small folder in the same layout, and the real one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from socle.exchange import wpp
from socle.ground.refusals import Refusal

COUNTRIES = ("AAA", "BBB", "CCC")


def grid(first: int, last: int, ages: range, countries: tuple[str, ...] = COUNTRIES) -> pl.DataFrame:
    """Every country, year and age, sorted; `code` tells the cells apart."""
    frames = [pl.DataFrame({"iso3": countries}), pl.DataFrame({"year": range(first, last + 1)})]
    table = frames[0].join(frames[1], how="cross").join(pl.DataFrame({"age": ages}), how="cross")
    place = pl.col("iso3").replace_strict({c: here for here, c in enumerate(COUNTRIES)})
    code = place * 1e6 + (pl.col("year") - 2000) * 1e3 + pl.col("age")
    return table.with_columns(code.alias("code"), pl.col("iso3").cast(pl.Categorical))


def by_sex(table: pl.DataFrame, men: str, women: str) -> pl.DataFrame:
    return table.with_columns(pl.col("code").alias(men), (pl.col("code") + 0.5).alias(women))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three countries with rates, and a fourth without, as the Holy See."""
    ages, four = range(101), (*COUNTRIES, "VAT")
    files = {
        wpp.MORTALITY: by_sex(grid(2020, 2100, ages), "mx_male", "mx_female"),
        wpp.MIGRATION: by_sex(grid(2023, 2100, ages), "male", "female"),
        wpp.ESTIMATES: by_sex(grid(2021, 2023, ages), "male", "female"),
        wpp.FERTILITY: grid(1990, 2100, range(10, 55)).rename({"code": "asfr"}),
        wpp.RATES: grid(1950, 2100, range(1)).with_columns(
            pl.col("code").alias("srb"), -pl.col("code").alias("net_migration")
        ),
    }
    for name, table in files.items():
        table.write_parquet(tmp_path / name)
    names = pl.DataFrame({"iso3": four, "name": [f"Land of {code}" for code in four]})
    names.write_parquet(tmp_path / wpp.LOCATIONS)
    return tmp_path


def test_every_number_lands_in_its_cell(folder: Path) -> None:
    base, rates = wpp.load_wpp(folder)
    assert base.countries == rates.countries == COUNTRIES
    assert (base.year, base.moment, rates.first_year, rates.last_year) == (2023, "1 July", 2023, 2100)
    assert base.persons[1, 0, 7] == 1e6 + 23e3 + 7
    assert base.persons[1, 1, 7] == 1e6 + 23e3 + 7.5
    assert rates.mortality[2, 5, 1, 100] == 2e6 + 28e3 + 100.5
    assert rates.migration[0, 77, 0, 3] == 100e3 + 3
    assert rates.fertility[1, 0, 4] == 1e6 + 23e3 + 14
    assert rates.sex_ratio_at_birth[1, 1] == 1e6 + 24e3
    assert rates.migration_total is not None
    assert rates.migration_total[1, 1] == -(1e6 + 24e3)


def test_countries_come_in_the_order_asked(folder: Path) -> None:
    base, rates = wpp.load_wpp(folder, ["CCC", "AAA"])
    whole, all_rates = wpp.load_wpp(folder)
    assert np.array_equal(base.persons, whole.persons[[2, 0]])
    assert np.array_equal(rates.mortality, all_rates.mortality[[2, 0]])
    assert np.array_equal(rates.migration, all_rates.migration[[2, 0]])
    assert np.array_equal(rates.fertility, all_rates.fertility[[2, 0]])


def test_only_the_years_asked_for_are_read(folder: Path) -> None:
    _, rates = wpp.load_wpp(folder, last_year=2030)
    assert list(rates.years) == list(range(2023, 2031))
    assert np.array_equal(rates.mortality, wpp.load_wpp(folder)[1].mortality[:, :8])


@pytest.mark.parametrize("last_year", [2020, 2101])
def test_years_that_are_not_there_are_refused(folder: Path, last_year: int) -> None:
    with pytest.raises(Refusal, match="2023"):
        wpp.load_wpp(folder, last_year=last_year)


def test_projected_stocks_are_never_read(folder: Path) -> None:
    (folder / "pop_projected_medium_1jul_2024_2100.parquet").write_text("not a table")
    wpp.load_wpp(folder)
    assert not any("projected" in name for name in wpp.FILES)


def test_countries_are_named(folder: Path) -> None:
    assert wpp.countries(folder)["VAT"] == "Land of VAT"


def test_an_unknown_country_is_refused_with_the_nearest(folder: Path) -> None:
    with pytest.raises(Refusal, match=r"`AAB`.*`AAA`"):
        wpp.load_wpp(folder, ["BBB", "AAB"])


def test_a_country_without_rates_is_refused(folder: Path) -> None:
    with pytest.raises(Refusal, match="no demographic figures for `VAT`"):
        wpp.load_wpp(folder, ["VAT"])


def test_a_missing_file_is_refused_by_name(folder: Path) -> None:
    (folder / wpp.MIGRATION).unlink()
    with pytest.raises(Refusal, match=wpp.MIGRATION):
        wpp.load_wpp(folder)


@pytest.mark.parametrize(
    "damage",
    [
        pl.col("year") != 2050,
        (pl.col("year") != 2050) | (pl.col("iso3").cast(pl.String) != "BBB"),
        (pl.col("age") != 40) | (pl.col("iso3").cast(pl.String) != "BBB"),
    ],
)
def test_a_table_with_holes_is_refused(folder: Path, damage: pl.Expr) -> None:
    path = folder / wpp.MORTALITY
    pl.read_parquet(path).filter(damage).write_parquet(path)
    with pytest.raises(Refusal, match="every year"):
        wpp.load_wpp(folder)


def test_a_table_out_of_order_is_refused(folder: Path) -> None:
    path = folder / wpp.MORTALITY
    pl.read_parquet(path).sort("year", "iso3", "age").write_parquet(path)
    with pytest.raises(Refusal, match="every year"):
        wpp.load_wpp(folder)


@pytest.mark.external
def test_the_real_folder_holds_every_country_with_rates(shared: Path) -> None:
    folder = shared / "data" / "wpp"
    base, rates = wpp.load_wpp(folder)
    assert len(base.countries) == 236
    assert set(wpp.countries(folder)) - set(base.countries) == {"VAT"}
    assert base.persons.sum() == pytest.approx(8.0917e9, rel=1e-4)
    assert np.isfinite(rates.mortality).all()
    assert rates.sex_ratio_at_birth.min() > 1.0

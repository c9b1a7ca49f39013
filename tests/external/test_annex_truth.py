"""The world annex of the reference data: its numbers in every file, light in three languages, the same by register."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from socle.cli.main import main
from socle.exchange.sdg_frame import statistics_of_sdg
from socle.exchange.sdg_observations import observations
from socle.ground.refusals import Refusal
from socle.model.statistic import Statistic
from socle.report import annex_page, annex_tables, annex_tidy
from socle.report.text import LANGUAGES
from socle.run import aggregates
from socle.run.annex import SERIES, Annex, Material, annex, from_register, from_store

pytestmark = pytest.mark.external


@pytest.fixture(scope="module")
def found(shared: Path) -> Annex:
    return annex(from_store(shared / "data"), 2026)


def test_one_edition_is_stated_and_equal_runs_have_equal_fingerprints(shared: Path, found: Annex) -> None:
    assert found.vintages == ("UNSD-SDG-2020-10",) and found.year == 2019
    assert annex(from_store(shared / "data"), 2026).trace == found.trace
    assert annex(from_store(shared / "data"), 2027).trace.fingerprint != found.trace.fingerprint
    assert annex(from_store(shared / "data"), 2026, year=2016).trace.fingerprint != found.trace.fingerprint


def test_every_series_has_countries_and_the_world_follows_its_regions(found: Annex) -> None:
    assert tuple(one.series for one in found.branches) == SERIES
    for branch in found.branches:
        world = branch.groups[0]
        regions = [one for one in branch.groups if one.statistic.area in aggregates_of("sdg_regions")]
        weights = sum(part.weight for one in regions for part in one.parts)
        total = sum((part.value or 0) * part.weight for one in regions for part in one.parts)
        assert len(world.parts) - sum(len(one.parts) for one in regions) <= 1  # Kosovo is in no region
        if world.statistic.value is not None:
            assert world.statistic.value == pytest.approx(total / weights, abs=0.002)


def aggregates_of(family: str) -> set[str]:
    return {one.code for one in aggregates.areas.groups(family)}


def test_what_the_register_answers_gives_the_same_annex_as_the_store(shared: Path, found: Annex) -> None:
    held = observations(shared / "data" / "sdg")
    sdg = held.frame.with_columns(pl.lit(held.vintage).alias("VINTAGE"))
    told = statistics_of_sdg(sdg.filter(pl.col("CODE").is_in(list(SERIES))))
    again = annex(from_register(shared / "data", told, ()), 2026)
    for ours, theirs in zip(again.branches, found.branches, strict=True):
        assert [one.statistic.value for one in ours.groups] == [one.statistic.value for one in theirs.groups]
        assert [dict(row.by_sex) for row in ours.countries] == [dict(row.by_sex) for row in theirs.countries]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_all_countries_is_light(found: Annex, lang: str) -> None:
    assert len(annex_page.page(found, lang, {}).encode()) < 120_000  # charts take 25,000 more
    assert max(map(len, annex_tables.summary(found, lang).splitlines())) <= 80


def test_the_command_writes_tables_and_says_where(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOCLE_DATA", str(tmp_path / "store"))
    monkeypatch.delenv("SOCLE_REGISTER", raising=False)
    asked = ["annex", "--edition", "2026", "--data", str(shared / "data"), "--no-law", "--lang", "en"]
    assert main([*asked, "-o", str(tmp_path / "annex"), "--formats", "csv,xlsx"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("48.5 % of the world's people") and "annex_2026.xlsx" in said.replace("\n", "")
    with (tmp_path / "annex" / "annex_2026_coverage_groups.csv").open(encoding="utf-8") as file:
        world = next(csv.DictReader(file))
    assert (world["area"], world["year"], round(float(world["value"]), 3)) == ("1", "2019", 0.485)
    assert main([*asked, "--as-of", "2026-01-01"]) == 2
    assert main([*asked, "--threshold", "forty"]) == 2


def test_a_mixture_of_editions_is_refused(shared: Path) -> None:
    held = from_store(shared / "data")
    mixed = [replace(one, vintage="UNSD-SDG-2025-07") if one.area == "SEN" else one for one in held.coverage]
    with pytest.raises(Refusal, match="never mixed"):
        annex(Material(shared / "data", mixed), 2026)


def test_expenditure_of_groups_is_weighted_by_product_and_the_median_is_not(shared: Path) -> None:
    panel = pl.read_parquet(shared / "data/macro/macro_panel.parquet").filter(pl.col("year") == 2019)
    gdp = {(row["iso3"], row["series"]): row["value"] for row in panel.iter_rows(named=True)}
    shares = {"ZAF": 0.10, "BWA": 0.05, "LSO": 0.30}
    national = [
        Statistic(
            "EXP_GDP", iso3, 2019, share, "share", denominator=1e9 * gdp[iso3, "WEO.NGDP"], vintage="SSI-1"
        )
        for iso3, share in shares.items()
    ]
    held = from_store(shared / "data")
    made = annex(replace(held, national=national), 2026, threshold=0.0)
    (spent,) = made.spending
    africa = next(one for one in spent.groups if one.statistic.area == "202")
    dollars = {iso3: gdp[iso3, "WEO.NGDPD"] for iso3 in shares}
    mean = sum(shares[iso3] * dollars[iso3] for iso3 in shares) / sum(dollars.values())
    assert africa.statistic.value == pytest.approx(mean)
    table = annex_tables.spending(made, "en")
    assert table is not None
    row = next(row for row in table.groups[0][1] if row[0] == "Sub-Saharan Africa")
    assert row[1:4] == (f"{100 * mean:.1f}", "10.0", "3/48")  # of 51, three have no product
    assert "expenditure_groups" in annex_tidy.tables(made, "en")
    assert "Expenditure by group of countries" in annex_page.page(made, "en", {})
    assert annex_tables.spending(annex(held, 2026), "en") is None

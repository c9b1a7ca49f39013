"""`socle indicators --regions`: the values of countries as regions, whoever counted them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from socle.cli.main import main
from socle.exchange.sdg_statistics import statistics
from socle.ground.refusals import Refusal
from socle.model.statistic import Statistic
from socle.report.text import LANGUAGES
from socle.run.aggregates import Asked, regional
from socle.run.indicator_regions import Regional, Wanted, families, regions

pytestmark = pytest.mark.external
SAID = pytest.CaptureFixture[str]


def own(code: str, area: str, value: float, denominator: float, **more: object) -> Statistic:
    """A value that a country computed itself."""
    return Statistic(code, area, 2019, value, "share", denominator=denominator, vintage="SSI-1", **more)  # type: ignore[arg-type]


def of(shared: Path, found: list[Statistic], code: str, **more: object) -> Regional:
    wanted = Wanted(("subregions",), (code,), threshold=0.0, **more)  # type: ignore[arg-type]
    return regions(shared / "data", found, wanted)[0]


def at(found: Regional, code: str) -> Statistic:
    return next(one.statistic for one in found.groups if one.statistic.area == code)


def test_what_countries_counted_is_weighted_by_what_it_is_a_share_of(shared: Path) -> None:
    values = [own("COV_OLDER", "ZAF", 0.8, 4e6), own("COV_OLDER", "LSO", 0.5, 1e6)]
    found = of(shared, values, "COV_OLDER")
    southern = at(found, "18")
    assert southern.value == pytest.approx((0.8 * 4e6 + 0.5 * 1e6) / 5e6) and southern.denominator == 5e6
    share = next(one.share for one in found.groups if one.statistic.area == "18")
    assert 0.85 < share < 1  # of persons aged 65 and over of all five countries, not of those two
    assert (southern.said["concept"], southern.said["told"]) == ("own", "older")


def test_shares_of_product_are_weighted_by_product_in_one_currency(shared: Path) -> None:
    panel = pl.read_parquet(shared / "data/macro/macro_panel.parquet").filter(pl.col("year") == 2019)
    gdp = {(row["iso3"], row["series"]): row["value"] for row in panel.iter_rows(named=True)}
    values = [
        own("EXP_GDP", name, share, 1e9 * gdp[name, "WEO.NGDP"])
        for name, share in (("ZAF", 0.1), ("LSO", 0.2))
    ]
    south, small = (gdp[name, "WEO.NGDPD"] for name in ("ZAF", "LSO"))
    found = at(of(shared, values, "EXP_GDP"), "18")
    assert found.value == pytest.approx((0.1 * south + 0.2 * small) / (south + small))
    assert (found.said["concept"], found.said["told"]) == ("money", "gdp")


def test_functions_are_apart_where_there_is_no_whole_and_left_out_where_there_is(shared: Path) -> None:
    parts = [
        own("LEGAL_COVERAGE", "ZAF", v, 1e6, function=name) for v, name in ((0.2, "OLD_AGE"), (0.4, "HEALTH"))
    ]
    found = regions(shared / "data", parts, Wanted(("subregions",), ("LEGAL_COVERAGE",), threshold=0.0))
    assert {one.about.function: at(one, "18").value for one in found} == {"OLD_AGE": 0.2, "HEALTH": 0.4}
    whole = [*parts, own("LEGAL_COVERAGE", "ZAF", 0.9, 1e6)]
    assert [
        one.about.function for one in regions(shared / "data", whole, Wanted(("world",), ("LEGAL_COVERAGE",)))
    ] == ["_T"]


def test_editions_are_never_mixed_and_those_left_aside_are_named(shared: Path) -> None:
    published = statistics(shared / "data", ["SI_COV_PENSN"])
    both = [*published, own("COV_OLDER", "ZAF", 0.123, 4e6)]
    usual = of(shared, both, "COV_OLDER", year=2019)
    assert (usual.vintage, usual.others) == ("UNSD-SDG-2020-10", ("SSI-1",))
    assert at(usual, "18").value == at(of(shared, published, "COV_OLDER", year=2019), "18").value
    mine = of(shared, both, "COV_OLDER", vintage="SSI-1")
    assert (mine.vintage, at(mine, "18").value) == ("SSI-1", pytest.approx(0.123))


def test_what_is_no_share_is_refused_and_so_is_an_unknown_family(shared: Path) -> None:
    money = Statistic("EXP_PER_HEAD", "ZAF", 2019, 100.0, "money", denominator=5e7)
    with pytest.raises(Refusal, match="no share of people or money"):
        of(shared, [money], "EXP_PER_HEAD")
    with pytest.raises(Refusal) as said:
        families("world,income_group")
    assert said.value.nearest == "income_groups"
    with pytest.raises(Refusal, match="No country has a value"):
        of(shared, [], "COV_OLDER")


def test_the_command_gives_the_same_regions_in_three_languages_and_as_rows(
    shared: Path, tmp_path: Path, capsys: SAID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOCLE_DATA", str(tmp_path))
    monkeypatch.delenv("SOCLE_REGISTER", raising=False)
    asked = [
        "indicators",
        "--regions",
        "world,ilo_regions",
        "--indicator",
        "COV_OLDER",
        "--data",
        str(shared / "data"),
    ]
    ours = regional(shared / "data", Asked("SI_COV_PENSN", 2016, families=("world", "ilo_regions")))
    values = {one.statistic.area: one.statistic.value for one in ours}
    for lang in LANGUAGES:
        assert main([*asked, "--year", "2016", "--lang", lang]) == 0
        said = capsys.readouterr().out
        assert max(map(len, said.splitlines())) <= 80 and "UNSD-SDG-2020-10" in said
    assert main([*asked, "--year", "2016", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    told = {row["REF_AREA"]: float(row["OBS_VALUE"]) / 100 for row in rows if row["OBS_VALUE"]}
    assert told == pytest.approx({area: value for area, value in values.items() if value is not None})
    assert {row["REF_AREA"] for row in rows if row["REASON"]} == set(values) - set(told)
    assert main([*asked, "--threshold", "0.99", "--json"]) == 0
    silent = json.loads(capsys.readouterr().out)["regions"][0]
    assert silent["OBS_VALUE"] is None and "99 % are needed" in silent["REASON"]
    assert main([*asked, "--country", "SEN"]) == 2 and main([*asked, "--weights", "births"]) == 2
    assert main([*asked, "--year", "2016,2017"]) == 2

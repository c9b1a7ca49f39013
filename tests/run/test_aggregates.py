"""Observations of the register as statistics: units, sexes, and only what is about everybody."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from socle.exchange.flow_file import flow
from socle.exchange.flow_frame import keyed, schema
from socle.exchange.sdg_frame import statistics_of_sdg
from socle.ground.refusals import Refusal
from socle.model.observation import ANSWERED
from socle.model.statistic import Statistic
from socle.run.annex import Material, annex, from_register, from_store


def frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Observations of the SDG flow: what is not said of a dimension is its total."""
    one = flow("SDG")
    said = [
        {"OBS_STATUS": "A", "UNIT_MEASURE": "PT", "VINTAGE": "2020-10", "TIME_PERIOD": 2019, **row}
        for row in rows
    ]
    frame = keyed(one, pl.DataFrame(said, infer_schema_length=None))
    kinds = schema(ANSWERED)
    return pl.DataFrame(
        {name: frame[name] if name in frame.columns else [None] * frame.height for name in kinds},
        schema=kinds,
        strict=False,
    )


def test_per_cent_become_shares_and_sexes_and_editions_stay() -> None:
    rows = [
        {"SERIES": "SI_COV_PENSN", "REF_AREA": "SEN", "OBS_VALUE": 30.0},
        {"SERIES": "SI_COV_PENSN", "REF_AREA": "SEN", "SEX": "F", "OBS_VALUE": 25.0},
        {"SERIES": "SI_COV_PENSN", "REF_AREA": "SEN", "SEX": "M", "OBS_VALUE": 33.0, "OBS_STATUS": "W"},
    ]
    found = statistics_of_sdg(frame(rows))
    assert [(one.sex, one.value) for one in found] == [
        ("_T", 0.30),
        ("F", 0.25),
    ]  # withdrawn ones are not told
    assert {(one.area, one.unit, one.vintage, one.year) for one in found} == {
        ("SEN", "share", "2020-10", 2019)
    }


def test_only_values_about_everybody_enter_the_annex() -> None:
    rows = [
        {"SERIES": "SI_COV_SOCAST", "REF_AREA": "SEN", "OBS_VALUE": 30.0},
        {"SERIES": "SI_COV_SOCAST", "REF_AREA": "SEN", "INCOME_WEALTH_QUANTILE": "Q1", "OBS_VALUE": 50.0},
        {"SERIES": "SI_COV_SOCAST", "REF_AREA": "SEN", "URBANISATION": "R", "OBS_VALUE": 40.0},
        {"SERIES": "SI_COV_SOCAST", "REF_AREA": "SEN", "REPORTING_TYPE": "N", "OBS_VALUE": 60.0},
        {"SERIES": "SI_COV_PENSN", "REF_AREA": "SEN", "AGE": "Y_GE65", "OBS_VALUE": 20.0},
    ]
    found = statistics_of_sdg(frame(rows))
    assert sorted((one.indicator, one.value) for one in found) == [
        ("SI_COV_PENSN", 0.20),
        ("SI_COV_SOCAST", 0.30),
    ]


def test_without_the_sdg_database_in_the_register_the_store_is_asked_but_not_for_the_past(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = Material(tmp_path, [Statistic("SI_COV_PENSN", "SEN", 2019, 0.1, "share")])
    monkeypatch.setattr("socle.run.annex.from_store", lambda _: stored)
    own = [Statistic("EXP_GDP", "SEN", 2024, 0.05, "share")]
    found = from_register(tmp_path, [], own, "2026-01-01")
    assert (list(found.coverage), found.national, found.as_of) == ([], own, "2026-01-01")
    assert from_register(tmp_path, [], own).coverage == stored.coverage
    held = [Statistic("SI_COV_PENSN", "SEN", 2019, 0.3, "share")]
    assert from_register(tmp_path, held, own).coverage == held


def test_an_annex_of_nothing_is_refused_with_what_to_do(tmp_path: Path) -> None:
    for material in (from_store(tmp_path), Material(tmp_path, ())):
        with pytest.raises(Refusal, match="socle data import sdg"):
            annex(material, 2026)

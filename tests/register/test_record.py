"""What is recorded is read back; the past stays as it was; vintages are told apart."""

from __future__ import annotations

import math
import struct
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.exchange.flow_frame import schema
from socle.ground.refusals import Refusal
from socle.model.observation import ANSWERED, RECORDED
from socle.register.entering import Recorded, checked, observe
from socle.register.reading import Asked
from socle.register.store import Register
from tests.register.conftest import Place
from tests.register.frames import observations, said

SDG = {"flow": "SDG", "vintage": "2020-10", "source": "unsd", "reason": "the October edition"}
FIRST = observations(("SEN", "X", 2019, 40.0), ("SEN", "X", 2020, None), ("MLI", "X", 2020, 7.25))


def test_what_is_recorded_is_read_back(register: Register) -> None:
    assert register.record(FIRST, **SDG) == Recorded(2, new=3)
    found = register.read("SDG")
    assert found.schema == schema(ANSWERED)
    assert said(found) == said(FIRST)
    names = [column.name for column in RECORDED]
    assert found.select(names).sort("KEY", "TIME_PERIOD").equals(FIRST.sort("KEY", "TIME_PERIOD"))
    line = found.row(0, named=True)
    assert (line["VINTAGE"], line["CHANGE"], line["SUBMISSION"], line["REVIEWER"]) == (
        "2020-10",
        2,
        None,
        None,
    )
    assert line["RECORDED"].startswith("2026-03-")


def test_what_is_held_already_is_not_written_again(register: Register) -> None:
    register.record(FIRST, **SDG)
    head = register.head()
    assert register.record(FIRST, **SDG) == Recorded(None, same=3)
    assert register.head() == head


def test_only_what_changed_is_a_new_row_and_the_old_one_is_read_as_of_its_day(register: Register) -> None:
    register.record(FIRST, **SDG)
    before = register.head().at
    revised = observations(("SEN", "X", 2019, 41.0), ("SEN", "X", 2020, 43.0), ("MLI", "X", 2020, 7.25))
    assert register.record(revised, **SDG) == Recorded(3, changed=2, same=1)
    assert said(register.read("SDG")) == said(revised)
    assert said(register.read("SDG", as_of=before)) == said(FIRST)
    assert said(register.read("SDG", as_of=datetime.fromisoformat(before))) == said(FIRST)
    assert said(register.read("SDG", as_of=date.fromisoformat(before[:10]))) == said(FIRST)
    assert register.read("SDG", as_of="2026-02-28").is_empty()
    assert said(register.read("SDG", as_of="2099-01-01")) == said(revised)


def test_a_change_of_words_alone_is_a_change(register: Register) -> None:
    register.record(FIRST, **SDG)
    assert register.record(FIRST.with_columns(SOURCE=pl.lit("a survey")), **SDG).changed == 3
    assert register.record(FIRST.with_columns(SOURCE=pl.lit("a survey")), **SDG).same == 3
    estimated = FIRST.filter(pl.col("OBS_STATUS") == "A").with_columns(
        SOURCE=pl.lit("a survey"), OBS_STATUS=pl.lit("E")
    )
    assert register.record(estimated, **SDG).changed == 2


def test_a_country_a_code_and_years_are_asked_for_alone(register: Register) -> None:
    lines = [(area, code, year, 1.0) for area in "ABC" for code in "XYZ" for year in range(2000, 2004)]
    register.record(observations(*lines), **SDG)
    assert {line[0] for line in said(register.read("SDG", area="A"))} == {"A"}
    assert register.read("SDG", area=["A", "C"]).height == 24
    assert said(register.read("SDG", area="B", codes=["Y", "Z"], years=(2001, 2002))) == [
        ("B", code, year, 1.0) for code in "YZ" for year in (2001, 2002)
    ]
    assert register.read("SDG", area="D").is_empty()
    assert register.read("OTHER").is_empty()


def test_of_each_series_the_newest_vintage_is_read_and_the_others_are_told(register: Register) -> None:
    register.record(FIRST, **SDG)
    register.record(observations(("SEN", "X", 2021, 50.0)), **{**SDG, "vintage": "2024-06"})
    register.record(observations(("SEN", "X", 2018, 30.0)), **{**SDG, "vintage": "2018-01"})
    found = register.answer(Asked("SDG"))
    assert said(found.frame) == [("MLI", "X", 2020, 7.25), ("SEN", "X", 2021, 50.0)]
    assert found.others == ("2018-01", "2020-10")
    assert said(register.read("SDG", vintage="2020-10")) == said(FIRST)
    assert said(register.read("SDG", area="MLI")) == [("MLI", "X", 2020, 7.25)]
    assert register.answer(Asked("SDG", "MLI")).others == ()
    assert register.read("SDG", vintage="1999").is_empty()


def test_what_is_withdrawn_is_not_read_and_stays_in_the_history(register: Register) -> None:
    register.record(FIRST, **SDG)
    before = register.head().at
    register.record(
        observations(("SEN", "X", 2019, None), status="W").with_columns(OBS_STATUS=pl.lit("W")), **SDG
    )
    assert [line[:3] for line in said(register.read("SDG"))] == [("MLI", "X", 2020), ("SEN", "X", 2020)]
    assert register.read("SDG", withdrawn=True).height == 3
    assert said(register.read("SDG", as_of=before)) == said(FIRST)


def test_a_vintage_withdrawn_whole_hides_no_other(register: Register) -> None:
    register.record(observations(("SEN", "X", 2019, 1.0)), **SDG)
    newer = {**SDG, "vintage": "2024"}
    register.record(observations(("SEN", "X", 2019, 2.0)), **newer)
    assert said(register.read("SDG")) == [("SEN", "X", 2019, 2.0)]
    register.record(observations(("SEN", "X", 2019, 2.0), status="W"), **newer)
    assert said(register.read("SDG")) == [("SEN", "X", 2019, 1.0)]


def test_blocks_hold_what_is_read_at_once(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [(f"C{n:02}", "X", year, n + year / 7) for n in range(25) for year in range(2000, 2005)]
    register.record(observations(*lines), **SDG)
    monkeypatch.setattr("socle.register.reading.BLOCK", 4)
    parts = list(register.blocks("SDG"))
    assert len(parts) == 7
    assert pl.concat(parts).equals(register.read("SDG"))


def test_another_flow_is_another_thing(register: Register) -> None:
    register.record(FIRST, **SDG)
    register.record(FIRST.with_columns(OBS_VALUE=pl.lit(1.0)), **{**SDG, "flow": "OTHER"})
    assert said(register.read("SDG")) == said(FIRST)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (FIRST.drop("SOURCE"), "`SOURCE`"),
        (pl.concat([FIRST, FIRST]), "twice"),
        (FIRST.with_columns(OBS_STATUS=pl.lit("Z")), "status"),
        (FIRST.with_columns(OBS_STATUS=pl.lit("A")), "missing"),
        (FIRST.with_columns(OBS_VALUE=pl.lit(math.inf)), "no number"),
        (FIRST.with_columns(OBS_VALUE=pl.lit(math.nan)), "no number"),
        (FIRST.with_columns(TIME_PERIOD=pl.lit(0, pl.Int32)), "year"),
        (FIRST.with_columns(TIME_PERIOD=pl.lit(None, pl.Int32)), "year"),
        (FIRST.with_columns(AREA=pl.lit(None, pl.String)), "country"),
        (FIRST.with_columns(AREA=pl.col("KEY") + pl.col("TIME_PERIOD").cast(pl.String)), "two countries"),
    ],
)
def test_what_says_nothing_definite_is_refused_and_nothing_is_recorded(
    place: Place, wrong: pl.DataFrame, why: str
) -> None:
    register = Register.create(place(), "ann")
    with pytest.raises(Refusal, match=why):
        register.record(wrong, **SDG)
    assert register.head().id == 1
    assert register.read("SDG").is_empty()


def test_a_series_stays_with_its_country(register: Register) -> None:
    register.record(FIRST, **SDG)
    with pytest.raises(Refusal, match="under another country"):
        register.record(FIRST.with_columns(AREA=pl.lit("MRT")), **SDG)


def test_every_number_comes_back_as_it_was(register: Register) -> None:
    """To the last bit: any double that is finite."""
    numbers = iter(range(10**6))

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=200))
    def comes_back(values: list[float]) -> None:
        code = f"V{next(numbers)}"
        frame = observations(*[("SEN", code, 1000 + year, value) for year, value in enumerate(values)])
        with register.change("import_dataset", code, "a trial") as change:
            observe(change, frame, flow="SDG", vintage="2020-10", source="x")
        back = register.read("SDG", codes=[code]).sort("TIME_PERIOD")["OBS_VALUE"].to_list()
        assert [struct.pack("d", value) for value in back] == [
            struct.pack("d", value + 0.0) for value in values
        ]

    comes_back()


def test_texts_of_any_letters_come_back(register: Register) -> None:
    odd = 'Côte d\'Ivoire, "quoted"; 日本\n%s {braces} \\ '
    frame = FIRST.with_columns(SOURCE=pl.lit(odd), METHOD=pl.lit(""), ATTRIBUTES=pl.lit('{"a": "%"}'))
    register.record(frame, **SDG)
    found = register.read("SDG")
    assert found["SOURCE"].unique().to_list() == [odd]
    assert found["METHOD"].unique().to_list() == [""]  # said to be nothing is not the same as not said
    assert register.record(frame, **SDG).same == 3


def test_checking_changes_no_value() -> None:
    assert checked(FIRST).equals(FIRST)
    zeros = checked(observations(("SEN", "X", 2019, -0.0), ("SEN", "X", 2020, 0.0)))["OBS_VALUE"]
    assert [math.copysign(1, zero) for zero in zeros] == [1, 1]


def test_a_moment_without_a_zone_is_in_utc(register: Register) -> None:
    register.record(FIRST, **SDG)
    at = datetime.fromisoformat(register.head().at)
    assert register.read("SDG", as_of=at.replace(tzinfo=None)).height == 3
    assert register.read("SDG", as_of=at.astimezone(UTC).isoformat()).height == 3
    with pytest.raises(Refusal, match="no date"):
        register.read("SDG", as_of="yesterday")

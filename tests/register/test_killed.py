"""Who is cut off finds the record as it was and goes on; many at once lose nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import polars as pl
import pytest

from socle.ground.refusals import Refusal
from socle.register import accounts, drafts, members
from socle.register.store import Register
from tests.conftest import ROOT
from tests.register.frames import observations, said
from tests.register.killing import CHUNK, SIZE, edition, recorded

SDG = {"flow": "SDG", "vintage": "2020-10", "source": "unsd", "reason": "an edition", "sha256": "a" * 64}
LINES = [("SEN", "X", year, float(year)) for year in range(2000, 2010)]


def told(what: str, where: str, count: int, seed: int = 5) -> list[Any]:
    """What the processes of `killing` print."""
    command = [sys.executable, "-m", "tests.register.killing", what, where, str(count), str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def place_of(register: Register) -> str:
    """Where it is, as another process is told."""
    return register.url.render_as_string(hide_password=False)


def test_an_import_killed_at_any_moment_leaves_the_record_as_it_was_and_goes_on(register: Register) -> None:
    where = place_of(register)
    kills = 200 if register.url.get_backend_name() == "sqlite" else 20
    states = told("kill", where, kills)
    assert sum(state["killed"] for state in states) == kills
    before = {"changes": 1, "rows": [], "kept": {}}
    midway = 0
    for state in states:
        editions = state["changes"] - 1
        assert before["changes"] <= state["changes"] <= before["changes"] + 1
        assert state["rows"] == [SIZE] * editions  # of each entry all observations, or there is no entry
        assert set(state["kept"]) <= {f"{editions:064}"}  # what is kept is the edition after the last
        if state["changes"] == before["changes"]:
            kept, had = (sum(one["kept"].values()) for one in (state, before))
            assert had <= kept <= SIZE // CHUNK  # what was kept before is kept
            midway += 0 < kept < SIZE // CHUNK
        else:
            assert state["kept"] == {}
        before = state
    assert midway >= kills / 20  # it was cut off in the middle, and not only before and after
    assert register.verify().sound
    last = recorded(register) - 1
    assert said(register.read("SDG")) == said(edition(last))


def test_a_submission_killed_at_any_moment_leaves_what_was_there_and_a_draft_that_goes_on(
    register: Register,
) -> None:
    members.add_member(register, "ana", ["respondent:SEN"])
    where = place_of(register)
    kills = 200 if register.url.get_backend_name() == "sqlite" else 20
    states = told("submit", where, kills)
    assert sum(state["killed"] for state in states) == kills
    before = {"changes": 2, "states": [], "drafts": 0}
    resumed = 0
    for state in states:
        versions = len(state["states"])
        assert state["changes"] == 2 + versions  # an entry for each version, and no other
        assert 0 <= versions - len(before["states"]) <= 1
        assert state["states"] == ["superseded"] * (versions - 1) + ["submitted"] * bool(versions)
        made = versions > len(before["states"])
        assert state["drafts"] == 0 if made else before["drafts"] <= state["drafts"] <= 1
        resumed += made and before["drafts"] == 1
        before = state
    assert resumed  # some went on from a draft that was kept when they were cut off
    assert register.verify().sound


def test_eight_who_record_at_the_same_time_lose_nothing(register: Register) -> None:
    for number in range(8):
        with register.change("user_add", f"user{number}", "new") as change:
            accounts.give(change, f"user{number}", ["publisher"])
    assert told("together", place_of(register), 5) == [[0] * 8]
    assert register.head().id == 1 + 8 + 8 * 5
    assert register.verify().sound
    for number in range(8):
        area = f"A{number:02}"
        assert said(register.read("SDG", area=area)) == said(edition(4, area))


def cut_off_after(chunks: int) -> Any:
    """Something that is told of progress, and cuts off."""

    def progress(done: int, of: int) -> None:
        if done == 3 * chunks:
            raise KeyboardInterrupt

    return progress


def test_what_was_kept_is_not_kept_again(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = observations(*LINES)
    with pytest.raises(KeyboardInterrupt):
        register.record(frame, **SDG, chunk=3, progress=cut_off_after(2))
    assert register.head().id == 1
    with register.reading() as connection:
        (draft,) = drafts.held(connection, "ann", "import_dataset")
        assert drafts.staged(connection, draft) == {0: 3, 1: 3}
    written: list[int] = []
    stage = drafts.stage

    def counted(connection: Any, draft: Any, chunk: int, count: int, content: bytes) -> None:
        written.append(chunk)
        stage(connection, draft, chunk, count, content)

    monkeypatch.setattr(drafts, "stage", counted)
    steps: list[tuple[int, int]] = []
    assert register.record(frame, **SDG, chunk=3, progress=lambda *step: steps.append(step)).new == 10
    assert written == [2, 3]
    assert steps == [(3, 10), (6, 10), (9, 10), (10, 10)]
    assert said(register.read("SDG")) == said(frame)
    with register.reading() as connection:
        assert drafts.held(connection, "ann", "import_dataset") == []


def test_another_file_does_not_go_on_with_a_draft(register: Register) -> None:
    with pytest.raises(KeyboardInterrupt):
        register.record(observations(*LINES), **SDG, chunk=3, progress=cut_off_after(2))
    other = observations(*[(*line[:3], line[3] * 2) for line in LINES])
    register.record(other, **{**SDG, "sha256": "b" * 64}, chunk=3)
    assert said(register.read("SDG")) == said(other)


def test_a_draft_cut_otherwise_begins_again(register: Register) -> None:
    with pytest.raises(KeyboardInterrupt):
        register.record(observations(*LINES), **SDG, chunk=3, progress=cut_off_after(2))
    assert register.record(observations(*LINES), **SDG, chunk=4).new == 10


def test_what_is_refused_leaves_no_draft(register: Register) -> None:
    register.record(observations(*LINES), **SDG)
    moved = observations(*LINES).with_columns(AREA=pl.lit("MLI"))
    with pytest.raises(Refusal):
        register.record(moved, **{**SDG, "sha256": "c" * 64})
    with register.reading() as connection:
        assert drafts.held(connection, "ann", "import_dataset") == []

"""Saved scenarios: every version is kept, and of two editors neither loses anything."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from socle.ground.refusals import Refusal
from socle.register.members import add_member
from socle.register.moments import Clock
from socle.register.people import acting
from socle.register.scenarios import (
    Saved,
    Writing,
    comment,
    comments,
    content,
    find,
    history,
    save,
    saved,
)
from socle.register.store import Register
from tests.register.conftest import Place

FIRST, SECOND, THIRD = "scenario: first\n", "scenario: second\n", "scenario: third\n"


def writing(text: str, base: int = 0, owner: str = "", name: str = "Higher floor") -> Writing:
    return Writing("SEN", name, text, "because", base, owner)


@pytest.fixture
def desk(place: Place, clock: Clock) -> Iterator[Register]:
    """A register with two analysts and a reader, as the first analyst sees it."""
    where = place()
    Register.create(where, "ann", now=clock).close()
    made = Register.of(where, "ann", clock)
    for name, role in (("bob", "analyst"), ("eva", "analyst"), ("ron", "reader")):
        add_member(made, name, [role])
    yield acting(made, "bob")
    made.close()


def test_versions_follow_each_other_and_none_is_overwritten(desk: Register) -> None:
    first = save(desk, writing(FIRST))
    second = save(desk, writing(SECOND, base=1))
    number = first.scenario.number
    assert (first.version, second.version, second.scenario.version, second.overtaken) == (1, 2, 2, None)
    assert [content(desk, number, one) for one in (1, 2, 0)] == [FIRST, SECOND, SECOND]
    assert [(one.version, one.base, one.author, one.reason) for one in history(desk, number)] == [
        (2, 1, "bob", "because"),
        (1, 0, "bob", "because"),
    ]
    assert [one.name for one in saved(desk, "SEN")] == ["Higher floor"] and saved(desk, "TGO") == []
    assert desk.verify().sound


def test_of_two_editors_the_second_is_told_and_neither_loses_anything(desk: Register) -> None:
    number = save(desk, writing(FIRST)).scenario.number
    save(desk, writing(SECOND, base=1))
    late = save(acting(desk, "eva"), writing(THIRD, base=1, owner="bob"))
    assert late.overtaken and (late.overtaken.version, late.overtaken.author) == (2, "bob")
    assert (content(desk, number), content(desk, number, late.version)) == (SECOND, THIRD)
    assert [(one.version, one.beside) for one in history(desk, number)] == [(3, True), (2, False), (1, False)]
    merged = save(acting(desk, "eva"), writing(SECOND + "# and the third\n", base=2, owner="bob"))
    assert merged.overtaken is None and find(desk, number).version == merged.version == 4


def test_a_name_that_is_taken_is_not_written_over_by_who_did_not_know(desk: Register) -> None:
    number = save(desk, writing(FIRST)).scenario.number
    late = save(desk, writing(SECOND))
    assert late.overtaken and content(desk, number) == FIRST


def test_editors_at_the_same_moment_all_find_what_they_wrote(desk: Register) -> None:
    number = save(desk, writing(FIRST)).scenario.number

    def wrote(one: int) -> Saved:
        return save(acting(desk, "eva"), writing(f"scenario: s{one}\n", base=1, owner="bob"))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(wrote, range(8)))
    assert sum(one.overtaken is None for one in found) == 1
    texts = {content(desk, number, one.version) for one in history(desk, number)}
    assert texts == {FIRST, *(f"scenario: s{one}\n" for one in range(8))}
    assert desk.verify().sound


def test_the_same_text_again_is_no_new_version(desk: Register) -> None:
    save(desk, writing(FIRST))
    assert save(desk, writing(FIRST.replace("\n", "\r\n"), base=1)).version == 1


def test_comments_stay_with_the_version_they_speak_of(desk: Register) -> None:
    number = save(desk, writing(FIRST)).scenario.number
    comment(acting(desk, "eva"), number, "too low")
    save(desk, writing(SECOND, base=1))
    comment(desk, number, "better?")
    assert [(one.version, one.author, one.content) for one in comments(desk, number)] == [
        (1, "eva", "too low"),
        (2, "bob", "better?"),
    ]


def test_who_is_no_analyst_neither_reads_nor_writes_scenarios(desk: Register) -> None:
    number, ron = save(desk, writing(FIRST)).scenario.number, acting(desk, "ron")
    for refused in (
        lambda: saved(ron),
        lambda: find(ron, number),
        lambda: content(ron, number, 1),
        lambda: history(ron, number),
        lambda: comments(ron, number),
        lambda: comment(ron, number, "x"),
        lambda: save(ron, writing(FIRST)),
    ):
        with pytest.raises(Refusal, match="for analysts"):
            refused()


@pytest.mark.parametrize(
    "wrong",
    [
        Writing("Senegal", "a", FIRST, "r"),
        Writing("SEN", "", FIRST, "r"),
        Writing("SEN", "x" * 101, FIRST, "r"),
        Writing("SEN", "a\nb", FIRST, "r"),
        Writing("SEN", "a", "x" * 200_001, "r"),
        Writing("SEN", "a", "\x00", "r"),
        Writing("SEN", "a", FIRST, " "),
        Writing("SEN", "a", FIRST, "r", base=3),
        Writing("SEN", "a", FIRST, "r", owner="eva"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(desk: Register, wrong: Writing) -> None:
    head = desk.head()
    with pytest.raises(Refusal):
        save(desk, wrong)
    assert desk.head() == head and saved(desk) == []

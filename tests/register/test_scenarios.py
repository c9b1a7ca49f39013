"""Saved scenarios: every version is kept, and of two editors neither loses anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal
from socle.register import tables
from socle.register.journal import entries
from socle.register.members import add_member
from socle.register.moments import Clock
from socle.register.people import acting
from socle.register.remarks import comment, comments, take_away
from socle.register.scenarios import (
    ANALYSTS,
    PRIVATE,
    REACHES,
    READERS,
    Saved,
    Writing,
    content,
    find,
    history,
    restore,
    save,
    saved,
    share,
)
from socle.register.store import Register
from tests.register.conftest import Place

FIRST, SECOND, THIRD = "scenario: first\n", "scenario: second\n", "scenario: third\n"


def writing(text: str, base: int = 0, owner: str = "", name: str = "Higher floor") -> Writing:
    return Writing("SEN", name, text, "because", base, owner, ANALYSTS)


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


VERBS: dict[str, Callable[[Register, int, int], object]] = {
    "find": lambda desk, number, _: find(desk, number),
    "content": lambda desk, number, _: content(desk, number),
    "old content": lambda desk, number, _: content(desk, number, 1),
    "history": lambda desk, number, _: history(desk, number),
    "comments": lambda desk, number, _: comments(desk, number),
    "comment": lambda desk, number, _: comment(desk, number, "I was here"),
    "take away": take_away,
    "share": lambda desk, number, _: share(desk, number, READERS),
    "restore": lambda desk, number, _: restore(desk, number, 1, 2, "again"),
    "save": lambda desk, number, _: save(
        desk, writing(f"# {desk.user}\n", 2, "bob", find(desk, number).name)
    ),
}
READING = {"find", "content", "old content", "history", "comments"}
WRITING = {"comment", "restore", "save"}
MAY = {
    (PRIVATE, "bob"): set(VERBS),
    (PRIVATE, "eva"): set(),
    (PRIVATE, "ron"): set(),
    (PRIVATE, "ann"): set(),
    (ANALYSTS, "bob"): set(VERBS),
    (ANALYSTS, "eva"): READING | WRITING,
    (ANALYSTS, "ron"): set(),
    (ANALYSTS, "ann"): READING | WRITING | {"take away"},
    (READERS, "bob"): set(VERBS),
    (READERS, "eva"): READING | WRITING,
    (READERS, "ron"): READING,
    (READERS, "ann"): READING | WRITING | {"take away"},
}


@pytest.mark.parametrize("reach", REACHES)
def test_each_verb_is_for_those_with_whom_a_scenario_is_shared(desk: Register, reach: str) -> None:
    for name in ("bob", "eva", "ron", "ann", "anybody", "nobody"):
        number = save(desk, writing(FIRST, name=f"of {name}")).scenario.number
        save(desk, writing(SECOND, base=1, name=f"of {name}"))
        comment(desk, number, "of its owner")
        said = comments(desk, number)[0].number
        share(desk, number, reach)
        somebody, done = acting(desk, name), set()
        for verb, tried in VERBS.items():
            head = desk.head()
            try:
                tried(somebody, number, said)
            except Refusal:
                assert desk.head() == head, (name, verb)
            else:
                done.add(verb)
        assert done == MAY.get((reach, name), set()), name
    assert desk.verify().sound


def test_what_is_not_for_a_reader_is_told_as_what_is_not_there(desk: Register) -> None:
    number = save(desk, replace(writing(FIRST, name="Secret plan"), reach=PRIVATE)).scenario.number
    for name in ("eva", "ron", "ann"):
        told = []
        for one in (number, number + 1):
            with pytest.raises(Refusal) as refused:
                find(acting(desk, name), one)
            told.append((refused.value.template, refused.value.nearest))
        assert told[0] == told[1] and "Secret" not in str(told)
        assert saved(acting(desk, name)) == []
    taken = replace(writing(THIRD, owner="bob", name="Secret plan"), reach=READERS)
    with pytest.raises(Refusal, match="no saved scenario"):
        save(acting(desk, "eva"), taken)
    assert "Secret" not in str(entries(acting(desk, "ann")))


def test_a_new_scenario_is_for_its_owner_alone_and_one_of_before_for_analysts(desk: Register) -> None:
    mine = save(desk, replace(writing(FIRST), reach="")).scenario
    assert mine.reach == PRIVATE
    with desk.change("save scenario", "old", "as it was before") as change:
        change.add(tables.scenario, [{"id": 7, "owner": "bob", "country": "SEN", "name": "Old"}])
        line = {"scenario": 7, "version": 1, "base": 0, "beside": 0, "content": FIRST}
        change.add(tables.scenario_version, [{**line, "sha256": sha256_of(FIRST.encode())}])
    assert [one.name for one in saved(acting(desk, "eva"))] == ["Old"]
    assert saved(acting(desk, "ron")) == []


def test_an_older_version_comes_back_as_a_new_one_and_hides_nobody_elses(desk: Register) -> None:
    number = save(desk, writing(FIRST)).scenario.number
    save(desk, writing(SECOND, base=1))
    again = restore(desk, number, 1, 2, "the first was better")
    assert (again.version, content(desk, number), len(history(desk, number))) == (3, FIRST, 3)
    late = restore(acting(desk, "eva"), number, 2, 2, "no, the second")
    assert late.overtaken and (late.overtaken.version, content(desk, number)) == (3, FIRST)
    with pytest.raises(Refusal, match="no version 9"):
        restore(desk, number, 9, 3, "x")


def test_a_comment_that_was_taken_away_has_no_words_and_the_log_says_by_whom(desk: Register) -> None:
    number = save(desk, writing(FIRST)).scenario.number
    comment(acting(desk, "eva"), number, "a slip")
    comment(desk, number, "stays")
    with pytest.raises(Refusal, match="Only administrators"):
        take_away(desk, number, 1)
    take_away(acting(desk, "eva"), number, 1)
    take_away(acting(desk, "ann"), number, 1)
    assert [(one.content, one.gone) for one in comments(desk, number)] == [("", True), ("stays", False)]
    assert (desk.head().author, desk.head().action) == ("eva", "take comment away")
    other = save(desk, writing(FIRST, name="Other")).scenario.number
    with pytest.raises(Refusal, match="no such comment"):
        take_away(acting(desk, "ann"), other, 2)


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
        Writing("SEN", "a", FIRST, "r", reach="everybody"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(desk: Register, wrong: Writing) -> None:
    head = desk.head()
    with pytest.raises(Refusal):
        save(desk, wrong)
    assert desk.head() == head and saved(desk) == []

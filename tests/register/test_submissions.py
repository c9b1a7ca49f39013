"""Submissions: their life, who may do what with them, and what is left when somebody is cut off."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from socle.ground.refusals import Refusal
from socle.register import databases, workflow
from socle.register.letting_go import Derived
from socle.register.members import Correction, add_member, change_member
from socle.register.submissions import Submission, Submissions
from tests.register.conftest import Place
from tests.register.desks import Office, answers
from tests.register.frames import Line, observations, said

FLOW = "INQUIRY"


def derived(*lines: Line) -> list[Derived]:
    """The observations of a publication."""
    return [Derived(FLOW, "SSI-1", "inquiry", observations(*lines))]


def published(office: Office, content: dict[str, object], *lines: Line) -> Submission:
    """A submission of Ana's, reviewed and published with these observations."""
    made = office["ana"].submit(content)
    office["rev"].review(made.id, accept=True)
    return office["pub"].publish(made.id, derived(*lines))


def held(office: Office, name: str = "ron", **asked: object) -> list[Line]:
    """What somebody reads."""
    return said(office.register(name).read(FLOW, **asked))


def test_a_submission_lives_from_hand_to_hand(office: Office) -> None:
    first = office["ana"].submit(answers(), "all in millions")
    assert (first.id, first.state, first.author) == ("SEN-2024-1", "submitted", "ana")
    assert office["rev"].review(first.id, accept=False, comment="reserves?").state == "returned"
    second = office["bob"].submit(answers(currency="XOF"))
    assert second.id == "SEN-2024-2"
    office["rev"].review(second.id, accept=True, comment="good")
    office["pub"].publish(second.id, derived(("SEN", "GDP", 2024, 5.0)))
    states = {one.id: one.state for one in office["ana"].listed()}
    assert states == {"SEN-2024-1": "superseded", "SEN-2024-2": "published"}
    steps = [(one.author, one.state, one.comment) for one in office["ana"].history(first.id)]
    assert steps == [
        ("ana", "submitted", "all in millions"),
        ("rev", "returned", "reserves?"),
        ("bob", "superseded", ""),
    ]
    assert office["ana"].reviewer(second.id) == "rev"
    found = office.register("ron").read(FLOW)
    assert found.select("SUBMISSION", "REVIEWER").row(0) == (second.id, "rev")
    assert office.register("adm").verify().sound


def test_a_correction_takes_back_what_it_no_longer_says_and_the_past_stays(office: Office) -> None:
    first = [("SEN", "A", 2024, 1.0), ("SEN", "B", 2024, 2.0), ("SEN", "C", 2024, 3.0)]
    published(office, answers(), *first)
    before = office.register("ron").head().at
    other = published(office, answers(year=2023), ("SEN", "D", 2023, 9.0))
    second = published(office, answers(amount="6"), ("SEN", "A", 2024, 1.0), ("SEN", "B", 2024, 7.0))
    now = [("SEN", "A", 2024, 1.0), ("SEN", "B", 2024, 7.0), ("SEN", "D", 2023, 9.0)]
    assert held(office) == now
    assert held(office, as_of=before) == first
    assert {one.id: one.state for one in office["ron"].listed()} == {
        other.id: "published",
        second.id: "published",
    }
    office["pub"].withdraw(second.id, "counted twice")
    assert held(office) == [("SEN", "D", 2023, 9.0)], "a value that the second version repeated goes too"
    assert held(office, as_of=before) == first
    third = published(office, answers(amount="7"), ("SEN", "A", 2024, 1.0))
    assert third.version == 3
    assert held(office) == [("SEN", "A", 2024, 1.0), ("SEN", "D", 2023, 9.0)]


def test_what_is_not_published_yet_is_withdrawn_by_its_author(office: Office) -> None:
    made = office["ana"].submit(answers())
    for name in ("bob", "rev", "pub", "adm"):
        with pytest.raises(Refusal):
            office[name].withdraw(made.id, "not mine")
    assert office["ana"].withdraw(made.id, "a mistake").state == "withdrawn"
    with pytest.raises(Refusal, match="withdrawn"):
        office["rev"].review(made.id, accept=True)


def test_what_is_published_is_withdrawn_by_publishers_only_and_with_a_reason(office: Office) -> None:
    made = published(office, answers(), ("SEN", "A", 2024, 1.0))
    for name in ("ana", "tim", "rev", "ron", "adm"):
        with pytest.raises(Refusal):
            office[name].withdraw(made.id, "no")
    with pytest.raises(Refusal, match="Say why"):
        office["pub"].withdraw(made.id, " ")
    assert held(office) == [("SEN", "A", 2024, 1.0)]


# Who may do what with a submission of Ana's for SEN, in each state that matters; everything else is refused.
MAY = {
    "submit": {"ana", "bob", "all"},
    "draft": {"ana", "bob", "all"},
    "find": {"ana", "bob", "rev", "pub", "adm", "all"},
    "content": {"ana", "bob", "rev", "pub", "adm", "all"},
    "history": {"ana", "bob", "rev", "pub", "adm", "all"},
    "differences": {"ana", "bob", "rev", "pub", "adm", "all"},
    "accept": {"rev", "all"},
    "return": {"rev", "all"},
    "publish": {"pub", "all"},
    "withdraw": {"ana"},
    "withdraw published": {"pub", "all"},
    "find published": {"ana", "bob", "tim", "rev", "pub", "adm", "ron", "all", "ann"},
}
"""Ann has no account."""
EVERYBODY = sorted(MAY["find published"])
DONE: dict[str, Callable[[Submissions, str], object]] = {
    "submit": lambda desk, _: desk.submit(answers(amount="8")),
    "draft": lambda desk, _: desk.save_draft("SEN", 2024, answers(), "0" * 64),
    "find": lambda desk, name: desk.find(name),
    "content": lambda desk, name: desk.content(name),
    "history": lambda desk, name: desk.history(name),
    "differences": lambda desk, name: desk.differences(name, name),
    "accept": lambda desk, name: desk.review(name, accept=True),
    "return": lambda desk, name: desk.review(name, accept=False, comment="?"),
    "publish": lambda desk, name: desk.publish(name, derived(("SEN", "A", 2024, 1.0))),
    "withdraw": lambda desk, name: desk.withdraw(name, "no"),
    "withdraw published": lambda desk, name: desk.withdraw(name, "no"),
    "find published": lambda desk, name: desk.find(name),
}


def prepared(office: Office, action: str) -> str:
    """A submission of Ana's in the state in which the action can be tried."""
    if action.endswith("published"):
        return published(office, answers(), ("SEN", "A", 2024, 1.0)).id
    made = office["ana"].submit(answers())
    if action == "publish":
        office["rev"].review(made.id, accept=True)
    return made.id


@pytest.mark.parametrize("action", MAY)
def test_everybody_may_do_what_is_theirs_and_a_refusal_changes_nothing(office: Office, action: str) -> None:
    name = prepared(office, action)
    before = (office.register("adm").head().id, office["adm"].history(name))
    for who in [one for one in EVERYBODY if one not in MAY[action]]:
        with pytest.raises(Refusal):
            DONE[action](office[who], name)
    assert (office.register("adm").head().id, office["adm"].history(name)) == before
    assert not any(office[one].drafts() for one in EVERYBODY)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office whose register is only copied."""
    return Office(str(tmp_path_factory.mktemp("office") / "register.sqlite"))


@pytest.mark.parametrize("action", MAY)
@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_is_refused_what_is_theirs(tmp_path: Path, whole: Office, action: str, who: str) -> None:
    office = whole.copied(tmp_path)
    name = prepared(office, action)
    if who in MAY[action]:
        DONE[action](office[who], name)
        return
    with pytest.raises(Refusal):
        DONE[action](office[who], name)


@pytest.mark.parametrize("step", ["accept", "publish"])
def test_nobody_judges_what_they_submitted(office: Office, step: str) -> None:
    made = office["all"].submit(answers())
    if step == "publish":
        office["rev"].review(made.id, accept=True)
    with pytest.raises(Refusal, match="nobody"):
        DONE[step](office["all"], made.id)


def test_nothing_is_published_that_nobody_reviewed(office: Office) -> None:
    made = office["ana"].submit(answers())
    with pytest.raises(Refusal, match="has reviewed"):
        office["pub"].publish(made.id, derived(("SEN", "A", 2024, 1.0)))
    assert held(office) == []


@pytest.mark.parametrize("action", ["find", "content", "history", "accept", "return", "publish", "withdraw"])
@pytest.mark.parametrize("who", ["tim", "ron", "ann"])
def test_a_refusal_does_not_tell_whether_there_is_something(office: Office, action: str, who: str) -> None:
    office["ana"].submit(answers())
    told = []
    for name in ("SEN-2024-1", "SEN-2024-9"):
        with pytest.raises(Refusal) as refused:
            DONE[action](office[who], name)
        told.append(str(refused.value).replace(name, "ID"))
    assert told[0] == told[1]
    assert "SEN-2024-1" not in told[0]


def test_lists_hold_what_one_may_read(office: Office) -> None:
    published(office, answers(), ("SEN", "A", 2024, 1.0))
    office["ana"].submit(answers(year=2025))
    office["tim"].submit(answers("TGO", 2025))
    open_to_all = ["SEN-2024-1"]
    seen = {who: [one.id for one in office[who].listed()] for who in EVERYBODY}
    assert seen["ron"] == seen["ann"] == open_to_all
    assert seen["ana"] == seen["bob"] == [*open_to_all, "SEN-2025-1"]
    assert seen["tim"] == [*open_to_all, "TGO-2025-1"]
    assert seen["rev"] == seen["pub"] == seen["adm"] == [*open_to_all, "SEN-2025-1", "TGO-2025-1"]
    assert [one.id for one in office["rev"].listed("TGO")] == ["TGO-2025-1"]
    assert [one.id for one in office["rev"].listed(state="published")] == open_to_all


def test_what_is_confidential_is_kept_and_shown_to_those_who_work_with_it(office: Office) -> None:
    frame = pl.concat(
        [
            observations(("SEN", "A", 2024, 1.0)),
            observations(("SEN", "B", 2024, 2.0), ATTRIBUTES='{"CONFIDENTIAL": "yes"}'),
        ]
    )
    made = office["ana"].submit(answers())
    office["rev"].review(made.id, accept=True)
    office["pub"].publish(made.id, [Derived(FLOW, "SSI-1", "inquiry", frame)])
    for who in ("ana", "rev", "pub", "adm"):
        assert len(held(office, who)) == 2
        assert len(office[who].content(made.id)["tables"]["receipts"]) == 2
    for who in ("ron", "tim", "ann"):
        assert held(office, who) == [("SEN", "A", 2024, 1.0)]
        assert said(pl.concat(office.register(who).blocks(FLOW))) == [("SEN", "A", 2024, 1.0)]
        assert [row["item"] for row in office[who].content(made.id)["tables"]["receipts"]] == ["total"]


def test_the_same_answers_are_not_submitted_twice(office: Office) -> None:
    office["ana"].submit(answers())
    with pytest.raises(Refusal, match="SEN-2024-1"):
        office["bob"].submit(answers())
    assert len(office["ana"].listed()) == 1


@pytest.mark.parametrize("name", ["SEN", "SEN-24-1", "SEN-2024-0x", "; DROP TABLE submission"])
def test_a_name_that_is_none_is_refused(office: Office, name: str) -> None:
    with pytest.raises(Refusal, match="not the name of a submission"):
        office["rev"].find(name)


def test_a_submission_that_is_not_there_is_refused_with_the_nearest(office: Office) -> None:
    office["ana"].submit(answers())
    with pytest.raises(Refusal) as refused:
        office["rev"].find("SEN-2024-2")
    assert refused.value.nearest == "SEN-2024-1"


def test_drafts_are_their_authors_alone(office: Office) -> None:
    draft = office["ana"].save_draft("SEN", 2024, answers(), "a" * 64)
    again = office["ana"].save_draft("SEN", 2024, answers(amount="6"), "a" * 64)
    assert again.id == draft.id
    assert office["ana"].draft_content(draft.id) == answers(amount="6")
    for who in ("bob", "tim", "rev", "pub", "adm", "ron", "all"):
        assert office[who].drafts() == []
        for tried in (
            lambda who=who: office[who].draft_content(draft.id),
            lambda who=who: office[who].drop_draft(draft.id),
            lambda who=who: office[who].submit(answers(), draft=draft.id),
        ):
            with pytest.raises(Refusal):
                tried()
    made = office["ana"].submit(office["ana"].draft_content(draft.id), draft=draft.id)
    assert made.state == "submitted"
    assert office["ana"].drafts() == []


KILLED = """
import os, signal, sys
from socle.register import drafts, tables
from socle.register.store import Register
from socle.register.submissions import Submissions
from tests.register.desks import answers
desk = Submissions(Register.of(sys.argv[1], "ana"))
draft = desk.save_draft("SEN", 2024, answers(), "a" * 64)
drafts.remove = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # in the transaction, after the version is written
desk.submit(answers(), draft=draft.id)
"""


def test_who_is_cut_off_while_submitting_goes_on_from_the_draft(office: Office) -> None:
    root = Path(__file__).resolve().parents[2]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, office.where],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert office["ana"].listed() == []
    (draft,) = office["ana"].drafts()
    made = office["ana"].submit(office["ana"].draft_content(draft.id), draft=draft.id)
    assert (made.id, office["ana"].drafts()) == ("SEN-2024-1", [])
    assert office.register("adm").verify().sound


def test_eight_who_submit_at_once_lose_nothing(place: Place) -> None:
    office, each = Office(place()), 5

    def submits(number: int) -> list[str]:
        desk = office["ana" if number % 2 else "bob"]
        return [desk.submit(answers(amount=f"{number}.{turn + 1}")).id for turn in range(each)]

    with ThreadPoolExecutor(8) as people:
        made = [name for names in people.map(submits, range(8)) for name in names]
    assert sorted(made) == sorted(f"SEN-2024-{version}" for version in range(1, 8 * each + 1))
    found = office["rev"].listed()
    assert [one.state for one in found] == [workflow.SUPERSEDED] * (8 * each - 1) + [workflow.SUBMITTED]
    assert office.register("adm").verify().sound


def test_of_two_who_publish_at_once_one_does(place: Place) -> None:
    office = Office(place())
    made = office["ana"].submit(answers())
    office["rev"].review(made.id, accept=True)

    def publishes(_: int) -> str:
        try:
            return office["pub"].publish(made.id, derived(("SEN", "A", 2024, 1.0))).state
        except Refusal:
            return "refused"

    with ThreadPoolExecutor(4) as people:
        found = sorted(people.map(publishes, range(4)))
    assert found == ["published", "refused", "refused", "refused"]


@pytest.mark.parametrize("flow", ["INQUIRY", "SOCIAL_PROTECTION"])
@pytest.mark.parametrize("who", ["pub", "adm"])
def test_nobody_imports_what_countries_answer(office: Office, flow: str, who: str) -> None:
    frame = observations(("SEN", "A", 2024, 1.0))
    dataset = {"flow": flow, "source": "me", "reason": "I know better"}
    with pytest.raises(Refusal, match="published submissions alone"):
        office.register(who).record(frame, vintage="SSI-1", **dataset)
    assert office.register(who).record(frame, vintage="OTHER", **dataset).new == 1
    assert set(office.register("ron").read(flow)["VINTAGE"]) == {"OTHER"}


@pytest.mark.parametrize("who", ["ana", "tim", "rev", "ron", "ann"])
def test_datasets_are_imported_by_publishers_and_administrators_alone(office: Office, who: str) -> None:
    frame = observations(("SEN", "A", 2024, 1.0))
    with pytest.raises(Refusal, match="import datasets"):
        office.register(who).record(frame, flow="SDG", vintage="2024", source="s", reason="r")
    assert said(office.register("ron").read("SDG")) == []


def test_those_without_an_account_read_a_file_and_not_a_server_unless_it_is_said(place: Place) -> None:
    office = Office(place(), to_all=False)
    from_file = databases.is_sqlite(office.register("ann").url)

    def reads() -> bool:
        try:
            office.register("ann").read(FLOW)
        except Refusal:
            return False
        return True

    assert reads() is from_file
    adm = office.register("adm")
    add_member(adm, "anybody", ["reader"])
    assert reads()
    change_member(adm, "anybody", Correction(close=True), "no longer")
    assert not reads()
    with pytest.raises(Refusal, match="no account"):
        change_member(adm, "anybody", Correction(add=("publisher",)), "x")
    with pytest.raises(Refusal):
        office.register("anybody").read(FLOW)

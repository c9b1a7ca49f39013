"""Saved scenarios as browsers see them: checked before they are kept, never lost, read by those for whom they are."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from socle.register.people import acting
from socle.register.scenarios import PRIVATE, READERS, content, history, share
from socle.web.session import COOKIE
from tests.web.office import NAMES, TEXT, Desk, sent

NEW = {"country": "XXX", "name": "Mine", "content": TEXT, "reason": "to try"}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("saved"))


@pytest.fixture
def own(tmp_path: Path, first: Desk) -> Desk:
    """One that a test may change."""
    return Desk(tmp_path, first)


def edited(own: Desk, client: Any, text: str, base: int) -> Any:
    """A new version of the scenario that is there, as its form sends it."""
    fields = {"country": "XXX", "name": "Higher", "owner": NAMES["analyst"], "number": str(own.number)}
    return sent(client, "/saved", **fields, content=text, base=str(base), reason="because")


def test_of_two_editors_in_two_browsers_the_second_is_told_and_both_texts_are_kept(own: Desk) -> None:
    first, second = own.signed_in("analyst"), own.signed_in("administrator")
    base = re.findall(r'name="base" value="(\d+)"', second.get(f"/saved/{own.number}").text)[0]
    assert edited(own, first, "scenario: one\n", int(base)).status_code == 303
    late = edited(own, second, "scenario: two\n", int(base))
    assert late.status_code == 422 and "while you were writing" in late.text
    assert 'name="base" value="2"' in late.text and "<del>− scenario: one</del>" in late.text
    assert "<ins>+ scenario: two</ins>" in late.text and "/saved/1?lang=fr" in late.text
    analyst = acting(own.register, NAMES["analyst"])
    assert [content(analyst, own.number, one.version) for one in history(analyst, own.number)] == [
        "scenario: two\n",
        "scenario: one\n",
        TEXT,
    ]
    assert second.get(f"/saved/{own.number}/scenario.yaml").text == "scenario: one\n"


def test_a_comment_is_shown_as_it_was_written_and_does_nothing(own: Desk) -> None:
    client = own.signed_in("analyst")
    said = "<script>alert(1)</script>"
    assert sent(client, f"/saved/{own.number}/comment", comment=said).status_code == 303
    text = client.get(f"/saved/{own.number}").text
    assert said not in text and "&lt;script&gt;" in text


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("scenario: a\nchanges:\n  child.rubbish: 3\n", "YAML:3", "No scheme has a parameter"),
        ("scenario: [\n", "YAML:2", "not valid YAML"),
        ("scenario: a\nwhat: 1\n", "YAML:2", "knows scenario, title"),
        ("- a\n- b\n", "YAML", "A mapping"),
        ("a: &x 1\nb: *x\n", "YAML:1", "Anchors and aliases"),
        ("scenario: " + "[" * 5000, "YAML", ""),
        ("scenario: a\nchanges: {x: !!python/object:os.system 1}\n", "YAML", ""),
    ],
)
def test_what_is_no_scenario_is_refused_with_its_line_and_stays_in_the_form(
    own: Desk, text: str, where: str, words: str
) -> None:
    client = own.signed_in("analyst")
    before = own.register.head()
    for answer in (sent(client, "/saved", **{**NEW, "content": text}), edited(own, client, text, 1)):
        assert answer.status_code == 422 and where in answer.text and words in answer.text
        assert text.split("\n", maxsplit=1)[0][:40] in unescape(answer.text) and 'role="alert"' in answer.text
    assert own.register.head() == before


@pytest.mark.parametrize("country", ["ZZZ", "", "../etc", "xx"])
def test_a_scenario_of_no_country_is_refused(own: Desk, country: str) -> None:
    answer = sent(own.signed_in("analyst"), "/saved", **{**NEW, "country": country})
    assert answer.status_code == 422 and "There is no country" in answer.text


def test_a_text_that_is_refused_is_not_laid_over_what_somebody_saved_meanwhile(own: Desk) -> None:
    first, second = own.signed_in("analyst"), own.signed_in("administrator")
    edited(own, first, "scenario: one\n", 1)
    refused = edited(own, second, "scenario: [", 1)
    assert re.findall(r'name="base" value="(\d+)"', refused.text) == ["1"]
    assert "while you were writing" in edited(own, second, "scenario: two\n", 1).text


def test_two_versions_are_compared_and_an_older_one_comes_back_as_a_new_one(own: Desk) -> None:
    client = own.signed_in("analyst")
    edited(own, client, "scenario: one\ntitle: Same\n", 1)
    page = client.get("/saved/1?first=1&second=2").text
    assert "<del>− scenario: higher</del>" in page and "<ins>+ title: Same</ins>" in page
    assert "They say the same." in client.get("/saved/1?first=2&second=2").text
    assert client.get("/saved/1?first=1&second=9").status_code == 422
    older = client.get("/saved/1?version=1").text
    assert "Make version 1 hold again" in older and '<textarea id="content"' not in older
    answer = sent(client, "/saved/1/restore", version="1", base="2", reason="it was better")
    assert answer.status_code == 303
    analyst = acting(own.register, NAMES["analyst"])
    assert content(analyst, 1) == TEXT and [one.version for one in history(analyst, 1)] == [3, 2, 1]
    late = sent(client, "/saved/1/restore", version="2", base="2", reason="x")
    assert late.status_code == 422 and "while you were writing" in late.text
    assert sent(client, "/saved/1/restore", version="8", base="3", reason="x").status_code == 422


VERBS: dict[str, tuple[str, dict[str, str]]] = {
    "read": ("/saved/1", {}),
    "read as data": ("/saved/1.json", {}),
    "read as rows": ("/saved/1.csv", {}),
    "fetch": ("/saved/1/scenario.yaml", {}),
    "fetch an old one": ("/saved/1/scenario.yaml?version=1", {}),
    "write": (
        "/saved",
        {"country": "XXX", "name": "Higher", "owner": "u-anal", "base": "1", "content": "scenario: x"},
    ),
    "restore": ("/saved/1/restore", {"version": "1", "base": "1"}),
    "share": ("/saved/1/share", {"reach": "readers"}),
    "comment": ("/saved/1/comment", {"comment": "here"}),
    "take away": ("/saved/1/comment/end", {"comment": "1"}),
}


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_private_is_not_there_for_anybody_else(first: Desk, verb: str) -> None:
    share(acting(first.register, NAMES["analyst"]), 1, PRIVATE)
    path, fields = VERBS[verb]
    for role in ("reader", "reviewer", "publisher", "administrator"):
        client = first.signed_in(role)
        before = first.register.head()
        answer = sent(client, path, reason="mine now", **fields) if fields else client.get(path)
        allowed = role == "administrator" or not fields or verb == "take away"
        expected = 422 if verb == "write" else 404
        assert answer.status_code == (expected if allowed else 403), role
        assert "XXX: Higher" not in answer.text and TEXT not in answer.text
        assert "Higher" not in client.get("/saved").text + client.get("/saved.json").text
        assert first.register.head() == before


def test_what_is_shared_with_readers_is_read_by_them_and_written_by_analysts(own: Desk) -> None:
    owner, reader = own.signed_in("analyst"), own.signed_in("reader")
    assert reader.get("/saved/1").status_code == 404
    assert sent(owner, "/saved/1/share", reach=READERS).status_code == 303
    sent(owner, "/saved/1/comment", comment="why so high?")
    page = reader.get("/saved/1").text
    assert "why so high?" in page and "Take away" not in page and 'action="/saved"' not in page
    assert "Exampleland (invented): Higher" in reader.get("/saved").text
    assert sent(reader, "/saved/1/comment", comment="x").status_code == 403
    assert sent(own.signed_in("administrator"), "/saved/1/share", reach=PRIVATE).status_code == 422
    assert sent(owner, "/saved/1/share", reach="everybody").status_code == 422


def test_a_comment_is_taken_away_by_its_author_or_an_administrator(own: Desk) -> None:
    owner, chief, reader = (own.signed_in(one) for one in ("analyst", "administrator", "reader"))
    sent(owner, "/saved/1/share", reach=READERS)
    for client in (owner, chief):
        sent(client, "/saved/1/comment", comment="a slip of mine")
    assert sent(reader, "/saved/1/comment/end", comment="1").status_code == 422
    assert sent(owner, "/saved/1/comment/end", comment="2").status_code == 422
    for client, one in ((owner, "1"), (chief, "2")):
        assert "a slip of mine" in client.get("/saved/1").text
        assert sent(client, "/saved/1/comment/end", comment=one).status_code == 303
    assert "a slip of mine" not in owner.get("/saved/1").text + owner.get("/saved/1.json").text


def test_a_name_with_signs_of_headers_and_paths_is_only_the_name_of_a_file(own: Desk) -> None:
    client = own.signed_in("analyst")
    assert sent(client, "/saved", **{**NEW, "name": "a\r\nSet-Cookie: x=1"}).status_code == 422
    assert sent(client, "/saved", **{**NEW, "name": '../"x";é\\'}).status_code == 303
    answer = client.get("/saved/2/scenario.yaml")
    assert answer.status_code == 200 and "set-cookie" not in answer.headers
    said = answer.headers["content-disposition"]
    assert re.fullmatch(r"attachment; filename\*=UTF-8''[\w.%~-]+", said), said
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_is_saved_from_nothing_is_for_its_owner_alone_and_cannot_be_given_to_another(own: Desk) -> None:
    client = own.signed_in("analyst")
    script = "<script>alert(1)</script>"
    assert (
        sent(client, "/saved", **{**NEW, "name": script, "content": f"# {script}\n{TEXT}"}).status_code == 303
    )
    page = client.get("/saved/2").text
    assert script not in page and "&lt;script&gt;" in page and client.cookies[COOKIE] not in page
    assert own.signed_in("administrator").get("/saved/2").status_code == 404
    assert sent(client, "/saved", **{**NEW, "owner": NAMES["administrator"]}).status_code == 422

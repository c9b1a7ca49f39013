"""The inquiry on the web: a year from questionnaire to publication, who may do what, and what is never shown."""

from __future__ import annotations

import copy
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from socle.exchange.form_file import read_form
from socle.ground.refusals import Refusal, Refusals
from socle.model.inquiry_tables import INQUIRY
from socle.register.store import Register
from socle.report.text import LANGUAGES
from tests.web.inquiry_office import PEOPLE, SENT, Office, answers, book, sent

PAGE = "/XXX/inquiry"
SECRET = "987654"
NAMES = ("", *PEOPLE)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("inquiry"))


def with_secret(content: dict[str, Any]) -> dict[str, Any]:
    """The same with a confidential row."""
    changed = copy.deepcopy(content)
    row = next(one for one in changed["tables"]["levels"] if one.get("amount"))
    row |= {"confidential": "yes", "amount": SECRET}
    return changed


def handed_in(office: Office, content: dict[str, Any], **more: str) -> str:
    """The address of a new submission, sent and handed in as Ana does, with a reason for every warning."""
    ana = office.client("ana")
    draft = sent(ana, PAGE, (SENT, book(content)))
    assert draft.status_code == 303, draft.text
    page = unescape(ana.get(draft.headers["location"]).text)
    reasons = dict.fromkeys(re.findall(r'name="(reason\|[^"]+)"', page), "counted anew")
    done = sent(ana, draft.headers["location"] + "/hand-in", **reasons, partial="yes", **more)
    assert done.status_code == 303, done.text
    return str(done.headers["location"])


def test_a_year_goes_from_questionnaire_to_publication_and_each_step_is_seen_by_its_people(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path)
    first = handed_in(office, answers(2023))
    assert first == "/inquiry/XXX-2023-1"
    assert office.desk("ana").drafts() == []
    rev, pub, ron = office.client("rev"), office.client("pub"), office.client("ron")
    assert "To be reviewed by you" in rev.get("/inquiry").text
    assert sent(rev, f"{first}/review", comment=" ").status_code == 422
    assert sent(rev, f"{first}/review", comment="receipts look odd").status_code == 303
    assert "receipts look odd" in office.client("ana").get(first).text
    second = handed_in(office, with_secret(answers(2023)), comment="mended")
    changed = rev.get(second).text
    assert "What differs from XXX-2023-1" in changed and SECRET in changed
    assert sent(rev, f"{second}/review", accept="yes").status_code == 303
    assert ron.get(second).status_code == 404
    assert "To be published by you" in pub.get("/inquiry").text
    assert sent(pub, f"{second}/publish").status_code == 303
    for client in (ron, office.client()):
        seen = client.get(second)
        assert seen.status_code == 200 and SECRET not in seen.text
        assert SECRET not in client.get(f"{second}.json").text
        assert SECRET not in client.get(f"{second}.csv").text
        assert client.get(first).status_code == 404
        assert "XXX-2023-2" in client.get("/inquiry").text
    assert "2023" in re.findall("<h1>(.*?)</h1>", ron.get(PAGE).text)[0]
    third = handed_in(office, answers(2024))
    assert "What changed against XXX-2023-2" in rev.get(third).text
    withdrawn = sent(pub, f"{second}/withdraw", reason="counted twice")
    assert withdrawn.status_code == 303 and ron.get(second).status_code == 404
    states = [(one.id, one.state) for one in office.desk("ana").listed()]
    assert states == [
        ("XXX-2023-1", "superseded"),
        ("XXX-2023-2", "withdrawn"),
        ("XXX-2024-1", "submitted"),
    ]
    assert Register.of(office.where, "root").head() == office.register.head()


def test_errors_are_told_by_sheet_and_cell_and_nothing_is_kept(office: Office) -> None:
    content = copy.deepcopy(answers(2024))
    row = next(one for one in content["tables"]["protected"] if one.get("count"))
    row["count"] = "many"
    before = office.state()
    for lang, words in (("en", "sheet protected"), ("fr", "feuille protected"), ("es", "hoja protected")):
        found = sent(office.client("ana"), f"{PAGE}?lang={lang}", (SENT, book(content)))
        text = unescape(found.text)
        assert found.status_code == 422 and words in text and re.search(r"\b[A-Z]\d+\b", text), lang
    total = next(one for one in content["tables"]["receipts"] if one["item"] == "total")
    row["count"], total["amount"] = "1", "1"
    found = sent(office.client("ana"), PAGE, (SENT, book(content)))
    assert found.status_code == 422 and "Errors, to be mended" in found.text
    assert office.state() == before


def test_a_warning_asks_for_a_reason_and_what_was_written_is_kept(office: Office) -> None:
    content = copy.deepcopy(answers(2024))
    content["tables"] |= {"reasons": [], "missing": [], "levels": []}
    ana = office.client("ana")
    draft = sent(ana, PAGE, (SENT, book(content))).headers["location"]
    fields = re.findall(r'name="(reason\|[^"]+)"', unescape(ana.get(draft).text))
    assert fields and 'name="partial"' in ana.get(draft).text
    head = office.register.head()
    for reason in ("", " "):
        found = sent(ana, f"{draft}/hand-in", partial="yes", **dict.fromkeys(fields, reason))
        assert found.status_code == 422 and "each warning needs a reason" in found.text
    found = sent(ana, f"{draft}/hand-in", **dict.fromkeys(fields, "a new law"))
    assert found.status_code == 422 and "these sections lack values: levels" in found.text
    assert office.register.head() == head
    seen = ana.get(draft).text
    assert "reason|" not in seen and seen.count("a new law") == len(fields)
    assert sent(ana, f"{draft}/drop").status_code == 303
    assert ana.get(draft).status_code == 404 and office.desk("ana").drafts() == []


@pytest.mark.parametrize("name", NAMES)
def test_only_the_respondent_of_the_country_sends_and_only_they_see_their_drafts(
    office: Office, name: str
) -> None:
    assert sent(office.client("ana"), PAGE, (SENT, book(answers(2024)))).status_code == 303
    before, client = office.state(name or "ana"), office.client(name)
    status = sent(client, PAGE, (SENT, book(answers(2023)))).status_code
    assert status == (303 if name == "ana" else 422 if name == "tim" else 403)
    if name != "ana":
        assert office.state(name or "ana") == before
    held = office.desk("ana").drafts()[-1].id
    seen = client.get(f"/inquiry/drafts/{held}").status_code
    assert seen in {"ana": (200,), "tim": (404,), "": (303,)}.get(name, (403,))


@pytest.mark.parametrize("name", NAMES)
def test_each_step_is_for_its_people_and_no_other_leaves_a_trace(
    office: Office, waiting: str, name: str
) -> None:
    before = office.register.head()
    client = office.client(name)
    if name != "rev":
        assert sent(client, f"{waiting}/review", accept="yes").status_code in (403, 422)
    assert sent(client, f"{waiting}/publish").status_code in (403, 422)
    if name != "ana":
        assert sent(client, f"{waiting}/withdraw", reason="x").status_code in (403, 404, 422)
    assert office.register.head() == before
    seen = client.get(waiting)
    assert seen.status_code == (200 if name in ("ana", "rev", "pub", "ada") else 404)
    page = client.get(PAGE).text
    assert ("XXX-2023" in page) == (name in ("ana", "rev", "pub", "ada"))
    assert ('type="file"' in page) == (name == "ana")


@pytest.fixture(scope="module")
def waiting(office: Office) -> str:
    """The address of a submission that nobody has reviewed."""
    return handed_in(office, with_secret(answers(2023)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_questionnaire_that_is_given_is_one_that_is_taken(
    office: Office, tmp_path: Path, lang: str
) -> None:
    given = office.client().get(f"{PAGE}/questionnaire.xlsx?year=2025&lang={lang}")
    assert given.status_code == 200 and "inquiry_XXX_2025.xlsx" in given.headers["content-disposition"]
    path = tmp_path / "given.xlsx"
    path.write_bytes(given.content)
    with pytest.raises(Refusal) as lacking:  # nothing but what its reader is asked for first
        read_form(INQUIRY, path)
    assert "`respondent`" in str(lacking.value) and not isinstance(lacking.value, Refusals)
    for year in ("", "x", "1", "99999", "²"):
        expected = 200 if not year else 422
        assert (
            office.client().get(f"{PAGE}/questionnaire.xlsx", params={"year": year}).status_code == expected
        )


def test_a_questionnaire_of_another_country_or_of_nothing_is_refused(office: Office) -> None:
    content = copy.deepcopy(answers(2024))
    content["facts"]["country"] = "TGO"
    before, ana = office.state(), office.client("ana")
    assert "TGO" in sent(ana, PAGE, (SENT, book(content))).text
    assert "no questionnaire" in sent(ana, PAGE, ("a.yaml", b"scheme: x\n")).text
    assert sent(ana, PAGE).status_code == 422
    assert office.state() == before


def test_without_a_register_the_pages_say_what_is_asked(tmp_path: Path, monkeypatch: Any) -> None:
    from starlette.testclient import TestClient

    from socle.web.app import create_app

    monkeypatch.setenv("SOCLE_DATA", str(tmp_path))
    client = TestClient(create_app())
    for lang in LANGUAGES:
        assert client.get(f"/XXX/inquiry?lang={lang}").status_code == 200
        assert client.get(f"/inquiry?lang={lang}").status_code == 200
    assert client.get("/inquiry/XXX-2024-1").status_code == 404

"""Signing in and out, accounts and their roles, the log, and what people save, as browsers see them."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from socle.register.people import close_sessions
from socle.report.text import LANGUAGES
from socle.web.app import create_app
from socle.web.session import COOKIE, FORM
from socle.web.settings import Settings
from tests.web.office import NAMES, PHRASE, Desk, by_form, sent


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("people"))


@pytest.fixture
def own(tmp_path: Path, desk: Desk) -> Desk:
    """One that a test may change."""
    return Desk(tmp_path, desk)


TITLES = {
    "/sign-in": "Sign in",
    "/me": "You are signed in as",
    "/people": "People and their roles",
    "/people/log": "The log: who did what, when and why",
    "/saved": "Saved scenarios",
    "/saved/1": "Exampleland (invented): Higher, saved by",
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", TITLES)
def test_pages_of_people_speak_three_languages(desk: Desk, path: str, lang: str) -> None:
    text = desk.signed_in("administrator").get(path, params={"lang": lang}).text
    said = {"en": "Password", "fr": "Mot de passe", "es": "Contraseña"} if path == "/sign-in" else None
    assert f'<html lang="{lang}"' in text and (said is None or said[lang] in text)
    title = re.findall("<h1>(.*?)</h1>", text)[0]
    assert (TITLES[path] in title) == (lang == "en"), title


def test_signing_in_gives_a_cookie_that_no_script_reads_and_goes_back_to_the_page(desk: Desk) -> None:
    client = desk.client()
    answer = by_form(client, NAMES["reader"], PHRASE, to="/XXX?lang=fr")
    assert (answer.status_code, answer.headers["location"]) == (303, "/XXX?lang=fr")
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(COOKIE))
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Secure" not in cookie
    assert NAMES["reader"] in client.get("/me").text


def test_over_https_alone_cookies_are_for_https_alone(tmp_path: Path, desk: Desk) -> None:
    app = Desk(tmp_path, desk, secure=True).app
    client = TestClient(app, base_url="https://testserver", follow_redirects=False)
    answer = by_form(client, NAMES["reader"], PHRASE)
    assert all("Secure" in one for one in answer.headers.get_list("set-cookie"))


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/a\nb"])
def test_signing_in_never_leads_to_another_host(desk: Desk, to: str) -> None:
    assert by_form(desk.client(), NAMES["reader"], PHRASE, to=to).headers["location"] == "/"


@pytest.mark.parametrize(
    ("name", "password"), [("u-read", "incorrect horse"), ("nobody", PHRASE), ("ann", PHRASE), ("", "")]
)
def test_a_wrong_password_and_a_name_that_does_not_exist_are_told_the_same(
    desk: Desk, name: str, password: str
) -> None:
    client = desk.client()
    answer = by_form(client, name, password)
    assert answer.status_code == 422 and COOKIE not in client.cookies
    assert "not the name and password of an open account" in answer.text
    assert password == "" or password not in answer.text


def test_a_token_that_was_planted_before_signing_in_opens_nothing_after(desk: Desk) -> None:
    client = desk.client()
    client.cookies.set(COOKIE, "planted")
    client.cookies.set(FORM, "planted-too")
    assert by_form(client, NAMES["reader"], PHRASE).status_code == 303
    held = {one.value for one in client.cookies.jar if one.name == COOKIE}
    for planted in ("planted", "planted-too"):
        thief = desk.client()
        thief.cookies.set(COOKIE, planted)
        assert thief.get("/me").status_code == 303
    assert any(len(one or "") > 40 for one in held)


def test_signing_in_again_ends_the_session_before(desk: Desk) -> None:
    client = desk.client()
    by_form(client, NAMES["reviewer"], PHRASE)
    before = client.cookies[COOKIE]
    by_form(client, NAMES["reviewer"], PHRASE)
    assert client.cookies[COOKIE] != before
    thief = desk.client()
    thief.cookies.set(COOKIE, before)
    assert thief.get("/me").status_code == 303


def test_who_signs_out_is_out_in_the_register_too(own: Desk) -> None:
    client = own.signed_in("reader")
    token = client.cookies[COOKIE]
    assert sent(client, "/sign-out").headers["location"] == "/"
    thief = own.client()
    thief.cookies.set(COOKIE, token)
    assert thief.get("/me").status_code == 303


def test_a_session_that_is_ended_elsewhere_opens_nothing_from_then_on(own: Desk) -> None:
    client, other = own.signed_in("analyst"), own.signed_in("analyst")
    number = re.findall(r'name="session" value="(\d+)"', other.get("/me").text)[0]
    assert sent(other, "/me/sessions/end", session=number).status_code == 303
    assert (client.get("/me").status_code, other.get("/me").status_code) == (303, 200)
    close_sessions(own.register, NAMES["analyst"])
    assert other.get("/me").status_code == 303 and other.get("/me.json").status_code == 401


def test_a_session_that_has_expired_opens_nothing(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from socle.register import people

    client = own.signed_in("reader")
    assert client.get("/me").status_code == 200
    monkeypatch.setattr(people, "IDLE", timedelta(0))
    assert client.get("/me").status_code == 303


def test_nobody_ends_the_session_of_somebody_else(own: Desk) -> None:
    client, reader = own.signed_in("reviewer"), own.signed_in("reader")
    number = re.findall(r'name="session" value="(\d+)"', client.get("/me").text)[0]
    assert sent(reader, "/me/sessions/end", session=number).status_code == 422
    assert client.get("/me").status_code == 200


def test_another_password_needs_the_one_that_holds_and_ends_every_other_session(own: Desk) -> None:
    client, other = own.signed_in("reader"), own.signed_in("reader")
    new = {"new": "another good phrase", "again": "another good phrase"}
    assert sent(client, "/me/password", password="wrong", **new).status_code == 422
    assert sent(client, "/me/password", password=PHRASE, new=new["new"], again="x").status_code == 422
    assert other.get("/me").status_code == 200
    assert sent(client, "/me/password", password=PHRASE, **new).status_code == 303
    assert (client.get("/me").status_code, other.get("/me").status_code) == (200, 303)
    assert by_form(own.client(), NAMES["reader"], new["new"]).status_code == 303


def test_an_administrator_adds_somebody_who_can_then_sign_in_and_is_let_go(own: Desk) -> None:
    chief, kim = own.signed_in("administrator"), own.client()
    fields = {"name": "kim", "title": "Office of Kim", "role": "analyst", "password": PHRASE}
    nowhere = sent(chief, "/people/add", **fields, countries="QQQ")
    assert nowhere.status_code == 422 and "no country `QQQ`" in nowhere.text
    assert sent(chief, "/people/add", **fields, countries="sen, TGO").status_code == 303
    assert by_form(kim, "kim", PHRASE).status_code == 303
    assert "respondent for Togo" in kim.get("/me").text and kim.get("/saved").status_code == 200
    assert (
        sent(chief, "/people/change", name="kim", role="reader", reason="moved", title="").status_code == 303
    )
    assert sent(kim, "/saved", country="XXX").status_code == 403
    assert sent(chief, "/people/change", name="kim", reason="left", title="").status_code == 303
    assert kim.get("/me").status_code == 303
    assert own.register.verify().sound


def test_where_nobody_reads_without_signing_in_every_page_leads_there_and_data_say_so(
    tmp_path: Path, desk: Desk
) -> None:
    desk = Desk(tmp_path, desk, anonymous=False)
    client = desk.client()
    answer = client.get("/XXX?lang=fr")
    assert answer.headers["location"] == "/sign-in?to=%2FXXX%3Flang%3Dfr&lang=fr"
    assert client.get("/XXX.json").status_code == client.get("/api/v1/countries").status_code == 401
    for path in ("/sign-in", "/static/socle.css", "/health"):
        assert client.get(path).status_code == 200
    assert desk.signed_in("reader").get("/").status_code == 200


SECRETS = ("a secret in the wrong field", "another long guess", PHRASE)


def test_what_people_do_is_in_the_log_that_administrators_alone_read_and_no_secret_is(own: Desk) -> None:
    by_form(own.client(), NAMES["reader"], SECRETS[1])
    by_form(own.client(), SECRETS[0], PHRASE)
    reader, chief = own.client(), own.signed_in("administrator")
    by_form(reader, NAMES["reader"], PHRASE)
    sent(reader, "/me/password", password=SECRETS[1], new="x" * 12, again="x" * 12)
    sent(reader, "/sign-out")
    sent(chief, "/people/change", name=NAMES["reader"], role="analyst", reason="moved", title="")
    said = [line.split(",")[2:5] for line in chief.get("/people/log.csv").text.splitlines()]
    assert said[1:7] == [
        [NAMES["administrator"], "change account", NAMES["reader"]],
        [NAMES["reader"], "sign out", NAMES["reader"]],
        ["anybody", "failed sign-in", NAMES["reader"]],
        [NAMES["reader"], "sign in", NAMES["reader"]],
        [NAMES["administrator"], "sign in", NAMES["administrator"]],
        ["anybody", "failed sign-in", "?"],
    ]
    shown = (
        chief.get("/people/log").text + chief.get("/people/log.json").text + chief.get("/people/log.csv").text
    )
    assert not [one for one in (*SECRETS, chief.cookies[COOKIE]) if one in shown]
    assert reader.get("/people/log").status_code == 303


def test_the_log_is_sought_and_what_was_sought_is_in_the_file_too(own: Desk) -> None:
    chief = own.signed_in("administrator")
    by_form(own.client(), NAMES["reader"], "a wrong one")
    sent(chief, "/people/change", name=NAMES["reader"], role="reader", reason="=cmd|' /C calc'!A0", title="x")
    found = chief.get("/people/log", params={"action": "failed sign-in"}).text
    assert "fails to sign in" in found and "changes an account</td>" not in found
    assert 'href="/people/log.csv?action=failed+sign-in"' in found
    rows = chief.get("/people/log.csv?action=failed+sign-in").text.splitlines()
    assert len(rows) == 2 and ",failed sign-in," in rows[1]
    assert ",'=cmd|' /C calc'!A0," in chief.get("/people/log.csv?words=calc").text
    assert "There is no such entry." in chief.get("/people/log", params={"author": "' OR 1=1 --"}).text
    assert chief.get("/people/log", params={"since": "x", "before": "-1", "action": "<b>"}).status_code == 200


def test_a_long_log_has_older_pages_without_a_gap(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socle.web.pages.journal.SHOWN", 3)
    chief, address, seen = own.signed_in("administrator"), "/people/log", []
    while address:
        text = chief.get(address).text
        seen += [int(one) for one in re.findall(r'<th scope="row"[^>]*>(\d+)</th>', text)]
        found = re.findall(r'href="(/people/log\?[^"]*before=\d+)"', text)
        address = found[0].replace("&amp;", "&") if found else ""
    assert seen == list(range(seen[0], 0, -1)) and len(seen) > 6


def test_what_is_refused_stays_in_its_form_beside_why_and_passwords_do_not(own: Desk) -> None:
    chief = own.signed_in("administrator")
    told = {
        "name": "kim",
        "title": 'Office "of" Kim',
        "role": "analyst",
        "countries": "SEN",
        "password": "short1",
    }
    before = own.register.head()
    answer = sent(chief, "/people/add", **told)
    assert answer.status_code == 422 and "A password has 12 to 256" in answer.text
    assert (
        'value="kim"' in answer.text
        and "Office &#34;of&#34; Kim" in answer.text
        and 'value="SEN"' in answer.text
    )
    assert re.search(r'id="add-analyst"[^>]* checked', answer.text) and "short1" not in answer.text
    assert "?lang=fr" in answer.text and "/people/add?lang" not in answer.text
    assert own.register.head() == before  # nobody is added without the password that was wanted
    name = NAMES["analyst"]
    change = sent(chief, "/people/change", name=name, role="reviewer", reason="", title="")
    assert change.status_code == 422 and "Say why" in change.text
    assert re.search(r"<details open><summary>u-anal", change.text)
    assert (
        "guessed at once" in sent(chief, "/people/password", name=name, password=f"{name}{name}{name}").text
    )
    form = sent(own.signed_in("reader"), "/me/password", password=PHRASE, new="short", again="short").text
    assert 'aria-describedby="new-wrong"' in form and 'id="new-wrong"' in form


def test_one_name_is_not_guessed_from_many_addresses_and_the_name_stays(tmp_path: Path, desk: Desk) -> None:
    app = Desk(tmp_path, desk, sign_ins_a_minute=3).app
    for name in (NAMES["reader"], "nobody"):
        told = []
        for number in range(5):
            client = TestClient(app, client=(f"192.0.2.{number + len(name)}", 1), follow_redirects=False)
            answer = by_form(client, name, "wrong")
            assert answer.status_code == 422 and f'value="{name}"' in answer.text
            told.append("Too many tries with this name" in answer.text)
        assert told == [False] * 3 + [True] * 2  # the same for a name that does not exist


def test_names_and_titles_are_shown_as_they_were_written_and_do_nothing(own: Desk) -> None:
    chief = own.signed_in("administrator")
    script = '"><script>alert(1)</script>'
    assert sent(chief, "/people/add", name="kim", role="reader", title=script).status_code == 303
    for path in ("/people", "/people/log"):
        assert script not in chief.get(path).text
    assert "<script>" not in chief.get("/sign-in", params={"to": script}).text
    assert sent(chief, "/people/add", name="a\r\nSet-Cookie: x", role="reader").status_code == 422


def test_without_a_register_nobody_can_sign_in_and_is_told_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socle.web.session.opened_if_there", lambda *_: None)
    answer = by_form(TestClient(create_app(Settings(register=str(tmp_path / "none")))), "ann", PHRASE)
    assert answer.status_code == 422 and "Ask who runs it" in answer.text


def test_guessing_passwords_from_one_address_is_slowed_down(tmp_path: Path, desk: Desk) -> None:
    client = Desk(tmp_path, desk, sign_ins_a_minute=3).client()
    assert [by_form(client, "u-read", "wrong").status_code for _ in range(5)] == [422, 422, 422, 429, 429]

"""Signing in and out, accounts and their roles, the log, and what people save, as browsers see them."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from socle.register.members import Opening, add_member
from socle.register.people import acting, close_sessions, open_session
from socle.register.scenarios import ANALYSTS, Writing, content, history, save
from socle.register.store import Register
from socle.report.text import LANGUAGES
from socle.web.app import create_app
from socle.web.guard import token_of
from socle.web.session import COOKIE, FORM
from socle.web.settings import Settings

PHRASE = "correct horse battery"
ROLES = ("reader", "analyst", "respondent:SEN", "reviewer", "publisher", "administrator")
NOBODY = ""
NAMES = {NOBODY: NOBODY, **{role: f"u-{role[:4]}" for role in ROLES}}
TEXT = "scenario: higher\n"


class Desk:
    """A register with an account for each role, and the application over it. `like` is one to start as."""

    def __init__(self, folder: Path, like: Desk | None = None, **settings: Any) -> None:
        self.where = str(folder / "register.sqlite")
        if like is None:
            self._fill()
        else:
            shutil.copy(like.first, self.where)
        self.first = shutil.copy(self.where, folder / "first.sqlite")  # before anybody came
        self.register, self.number = Register.of(self.where, "ann"), 1
        self.app = create_app(
            Settings(register=self.where, **{"sign_ins_a_minute": 1000, "writes_a_minute": 10000} | settings)
        )

    def _fill(self) -> None:
        Register.create(self.where, "ann").close()
        made = Register.of(self.where, "ann")
        for role in ROLES:
            add_member(made, NAMES[role], [role], opening=Opening(PHRASE))
        writing = Writing("XXX", "Higher", TEXT, "first", reach=ANALYSTS)
        assert save(acting(made, NAMES["analyst"]), writing).scenario.number == 1
        made.close()

    def client(self) -> TestClient:
        """A browser that nobody has used."""
        return TestClient(self.app, follow_redirects=False)

    def signed_in(self, role: str) -> TestClient:
        """A browser in which the account of a role is signed in."""
        client = self.client()
        if role:
            client.cookies.set(COOKIE, open_session(acting(self.register, NAMES[role])))
        return client


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("people"))


@pytest.fixture
def own(tmp_path: Path, desk: Desk) -> Desk:
    """One that a test may change."""
    return Desk(tmp_path, desk)


def by_form(client: TestClient, name: str, password: str, **more: str) -> Any:
    """Signs in as a person does: opens the form, fills it in, sends it."""
    page = client.get("/sign-in").text
    token = re.findall(r'name="token" value="(\w+)"', page)[0]
    return client.post("/sign-in", data={"token": token, "name": name, "password": password, **more})


def sent(client: TestClient, path: str, **fields: str) -> Any:
    """A form with the right token."""
    return client.post(path, data={"token": token_of(client.cookies.get(COOKIE) or ""), **fields})


TITLES = {
    "/sign-in": "Sign in",
    "/me": "You are signed in as",
    "/people": "People and their roles",
    "/people/log": "The log: who did what, when and why",
    "/saved": "Saved scenarios",
    "/saved/1": "XXX: Higher, saved by",
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
    assert sent(chief, "/people/add", **fields, countries="sen, TGO").status_code == 303
    assert by_form(kim, "kim", PHRASE).status_code == 303
    assert "respondent:TGO" in kim.get("/me").text and kim.get("/saved").status_code == 200
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


def test_of_two_editors_in_two_browsers_the_second_is_told_and_both_texts_are_kept(own: Desk) -> None:
    first, second = own.signed_in("analyst"), own.signed_in("administrator")
    base = re.findall(r'name="base" value="(\d+)"', second.get(f"/saved/{own.number}").text)[0]
    fields = {"country": "XXX", "name": "Higher", "owner": NAMES["analyst"], "reason": "r", "base": base}
    assert sent(first, "/saved", **fields, content="scenario: one\n").status_code == 303
    late = sent(second, "/saved", **fields, content="scenario: two\n")
    assert late.status_code == 422 and "while you were writing" in late.text
    assert 'name="base" value="2"' in late.text and "scenario: one" in late.text
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


def test_without_a_register_nobody_can_sign_in_and_is_told_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socle.web.session.opened_if_there", lambda *_: None)
    answer = by_form(TestClient(create_app(Settings(register=str(tmp_path / "none")))), "ann", PHRASE)
    assert answer.status_code == 422 and "socle register init" in answer.text


def test_guessing_passwords_from_one_address_is_slowed_down(tmp_path: Path, desk: Desk) -> None:
    client = Desk(tmp_path, desk, sign_ins_a_minute=3).client()
    assert [by_form(client, "u-read", "wrong").status_code for _ in range(5)] == [422, 422, 422, 429, 429]

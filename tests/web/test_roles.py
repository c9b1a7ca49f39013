"""Who may open which page, send which form and fetch which file: every role on every address that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from socle.ground.refusals import Refusal
from socle.register.members import add_member
from socle.register.people import acting, open_session
from socle.register.store import Register
from socle.web.app import create_app
from socle.web.guard import token_of
from socle.web.page import ACTIONS, DOWNLOADS, PAGES
from socle.web.session import COOKIE, FORM, OPEN, OWN
from socle.web.settings import Settings

NOBODY = ""
MAY = {
    "reader": {"reader"},
    "analyst": {"reader", "analyst"},
    "respondent:SEN": {"reader", "respondent"},
    "reviewer": {"reader", "reviewer"},
    "publisher": {"reader", "publisher"},
    "administrator": {"reader", "analyst", "administrator"},
}
"""Of each role, for which others' pages it is enough: nobody administers and judges."""

NAMES = {"iso3": "XXX", "number": "1"}
REACHED = "This was reached."
REGISTRIES: tuple[dict[str, Any], ...] = (PAGES, ACTIONS, DOWNLOADS)


@dataclass(frozen=True)
class Address:
    """An address, how it is asked, and for which role it is."""

    verb: str
    path: str
    role: str

    @property
    def own(self) -> bool:
        """Whether it is for those alone who have signed in."""
        bare = self.path.removesuffix(".json").removesuffix(".csv")
        return any(bare == one or bare.startswith(f"{one}/") for one in OWN)


def addresses() -> list[Address]:
    """Every one that is registered; new ones come of themselves."""
    found = []
    for page in PAGES.values():
        stem = "/index" if page.path == "/" else page.path
        found += [
            Address("GET", filled(one), page.role) for one in (page.path, f"{stem}.json", f"{stem}.csv")
        ]
    found += [Address("POST", filled(one.path), one.role) for one in ACTIONS.values()]
    found += [Address("GET", filled(one.path), one.role) for one in DOWNLOADS.values()]
    return list({(one.verb, one.path): one for one in found}.values())


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda name: NAMES.get(name[1], "x"), path)


def reached(_asked: object) -> None:
    raise Refusal(REACHED)


class Doors:
    """The application with nothing behind its doors, and a session for each role."""

    def __init__(self, folder: Path) -> None:
        where = str(folder / "register.sqlite")
        Register.create(where, "ann").close()
        register = Register.of(where, "ann")
        self.tokens = {NOBODY: ""}
        for number, role in enumerate(MAY):
            add_member(register, f"u{number}", [role])
            self.tokens[role] = open_session(acting(register, f"u{number}"))
        self.register = register
        kept = [dict(one) for one in REGISTRIES]
        try:
            for registry in REGISTRIES:
                for name, one in registry.items():
                    told = {"stamp": None} if registry is PAGES else {}
                    registry[name] = replace(one, made=reached, **told)
            self.apps = {
                anonymous: create_app(
                    Settings(
                        register=where, anonymous=anonymous, writes_a_minute=10**6, sign_ins_a_minute=10**6
                    )
                )
                for anonymous in (True, False)
            }
        finally:
            for registry, one in zip(REGISTRIES, kept, strict=True):
                registry.update(one)

    def answer(self, role: str, one: Address, token: str | None = None, *, anonymous: bool = True) -> Any:
        """What comes back, of a form with the token that it should have unless another is said."""
        client = TestClient(self.apps[anonymous], follow_redirects=False)
        held = self.tokens[role]
        if held:
            client.cookies.set(COOKIE, held)
        client.cookies.set(FORM, "form")
        if one.verb == "GET":
            return client.get(one.path)
        if token is None:
            token = token_of(held or ("form" if one.path.startswith("/sign-in") else ""))
        return client.post(one.path, data={"token": token})


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    made = Doors(tmp_path_factory.mktemp("doors"))
    yield made
    made.register.close()


@pytest.mark.parametrize("role", MAY)
def test_each_role_opens_what_is_for_it_and_nothing_else(doors: Doors, role: str) -> None:
    wrong = []
    for one in addresses():
        answer = doors.answer(role, one)
        expected = 422 if one.role in MAY[role] else 403
        if answer.status_code != expected or (REACHED in answer.text) != (expected == 422):
            wrong.append((one, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("anonymous", [True, False])
def test_who_has_not_signed_in_reads_what_is_for_all_or_nothing(doors: Doors, anonymous: bool) -> None:
    wrong = []
    for one in addresses():
        answer = doors.answer(NOBODY, one, anonymous=anonymous)
        open_to_all = one.path in OPEN
        if one.own or not (anonymous or open_to_all):
            expected = 401 if one.path.endswith((".json", ".csv")) else 303
        else:
            expected = 422 if one.role == "reader" else 403
        if answer.status_code != expected or (REACHED in answer.text) != (expected == 422):
            wrong.append((one, answer.status_code, expected))
    assert not wrong


def test_no_form_is_taken_without_the_token_of_its_session(doors: Doors) -> None:
    forms = [one for one in addresses() if one.verb == "POST"]
    for one in forms:
        role = next(role for role in MAY if one.role in MAY[role])
        for token in (
            "",
            token_of(""),
            token_of("form"),
            token_of("another session"),
            token_of(doors.tokens[role])[:-1],
        ):
            answer = doors.answer(role, one, token)
            assert (answer.status_code, REACHED in answer.text) == (422, False), one
            assert "did not come from Socle" in answer.text
    assert len(forms) > 10


def test_what_people_own_is_for_those_whose_it_is() -> None:
    roles = {(one.verb, one.path): one.role for one in addresses()}
    assert {role for (_, path), role in roles.items() if path.startswith("/people")} == {"administrator"}
    writing = {
        path: role for (verb, path), role in roles.items() if verb == "POST" and path.startswith("/saved")
    }
    assert writing.pop("/saved/1/comment/end") == "reader"  # whose comment it is, the register knows
    assert set(writing.values()) == {"analyst"} and len(writing) == 4

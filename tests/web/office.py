"""An office before its browsers: a register with an account for each role, and the application over it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from socle.register.members import Opening, add_member
from socle.register.people import acting, open_session
from socle.register.scenarios import ANALYSTS, Writing, save
from socle.register.store import Register
from socle.web.app import create_app
from socle.web.guard import token_of
from socle.web.session import COOKIE
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


def by_form(client: TestClient, name: str, password: str, **more: str) -> Any:
    """Signs in as a person does: opens the form, fills it in, sends it."""
    page = client.get("/sign-in").text
    token = re.findall(r'name="token" value="(\w+)"', page)[0]
    return client.post("/sign-in", data={"token": token, "name": name, "password": password, **more})


def sent(client: TestClient, path: str, **fields: str) -> Any:
    """A form with the right token."""
    return client.post(path, data={"token": token_of(client.cookies.get(COOKIE) or ""), **fields})

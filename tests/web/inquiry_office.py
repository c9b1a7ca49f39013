"""A register with the people of an inquiry, the application over it, and questionnaires as they would send them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter
from starlette.testclient import TestClient

from socle.exchange.country import COUNTRIES
from socle.exchange.inquiry_content import content_of
from socle.exchange.inquiry_file import read_inquiry
from socle.register.inquiries import derived
from socle.register.members import add_member
from socle.register.people import acting, open_session, set_password
from socle.register.store import Register
from socle.register.submissions import Submissions
from socle.web.app import create_app
from socle.web.guard import token_of
from socle.web.session import COOKIE
from socle.web.settings import Settings

PEOPLE = {
    "ana": "respondent:XXX",
    "tim": "respondent:TGO",
    "rev": "reviewer",
    "pub": "publisher",
    "ron": "reader",
    "ada": "administrator",
}
PHRASE = "correct horse battery"
SHIPPED = COUNTRIES / "XXX" / "inquiry"
SENT = "filled in.xlsx"


def staffed(where: str) -> Register:
    """A new register with these people in it, each with the same password."""
    Register.create(where, "root").close()
    register = Register.of(where, "root")
    add_member(register, "anybody", ["reader"])
    for name, role in PEOPLE.items():
        add_member(register, name, [role])
        set_password(register, name, PHRASE)
    return register


def answers(year: int) -> dict[str, Any]:
    """What the invented country answered."""
    return content_of(read_inquiry(SHIPPED / str(year)).filled)


def book(content: Mapping[str, Any]) -> bytes:
    """Answers as a workbook: a sheet of facts, and one for each table."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("facts")
        for row, pair in enumerate([("name", "value"), *content["facts"].items()]):
            sheet.write_row(row, 0, pair)
        for name, rows in content["tables"].items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, columns)
            for at, row in enumerate(rows, start=1):
                sheet.write_row(at, 0, [row.get(column, "") for column in columns])
    return made.getvalue()


class Office:
    """The application over a register of its own."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.where = str(folder / "register.sqlite")
        self.register = staffed(self.where)
        self.tokens = {name: open_session(acting(self.register, name)) for name in PEOPLE}
        self.app = create_app(
            Settings(register=self.where, writes_a_minute=10_000, reads_a_minute=100_000, **settings)
        )

    def client(self, name: str = "") -> TestClient:
        """A browser in which somebody is signed in, or nobody."""
        client = TestClient(self.app, follow_redirects=False)
        if name:
            client.cookies.set(COOKIE, self.tokens[name])
        return client

    def desk(self, name: str) -> Submissions:
        """The submissions as somebody sees them."""
        return Submissions(Register.of(self.where, name))

    def state(self, name: str = "ana") -> tuple[Any, ...]:
        """What the register holds: the head of its log, and the drafts of somebody."""
        return self.register.head(), tuple(self.desk(name).drafts())


def sent(client: TestClient, path: str, file: tuple[str, bytes] | None = None, /, **fields: str) -> Any:
    """A form with the right token, and a file with it."""
    data = {"token": token_of(client.cookies.get(COOKIE) or ""), **fields}
    return client.post(path, data=data, files={"file": file} if file else None)


def published(where: str, year: int = 2024) -> None:
    """A new register in which the answer of the invented country for a year is published."""
    staffed(where).close()
    ana, rev, pub = (Submissions(Register.of(where, name)) for name in ("ana", "rev", "pub"))
    name = ana.submit(answers(year)).id
    found = rev.review(name, accept=True)
    pub.publish(name, derived(pub.content(name), found))

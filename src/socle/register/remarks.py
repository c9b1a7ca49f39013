"""What people say of a saved scenario: read by all who may read it, taken away by its author or an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from socle.ground.refusals import Refusal
from socle.register import log, roles, tables
from socle.register.databases import rows
from socle.register.scenarios import find
from socle.register.store import Register

SAID: Final = 4000  # characters of a comment


@dataclass(frozen=True)
class Comment:
    """What somebody said of a version. One that was taken away has no words, but its place is kept."""

    number: int
    version: int
    author: str
    at: str
    content: str
    gone: bool = False


def comment(register: Register, number: int, text: str) -> None:
    """Say something of the version that holds now."""
    found, said = find(register, number), log.plain(text)
    if not said or len(said) > SAID:
        raise Refusal("A comment has 1 to {most} characters.", most=SAID)
    with register.change("comment", found.subject, "a comment", needs=roles.SCENARIOS) as change:
        line = {"id": change.following(tables.scenario_comment), "scenario": number}
        change.add(tables.scenario_comment, [{**line, "version": found.version, "content": said}])


def comments(register: Register, number: int) -> list[Comment]:
    """What was said of a scenario, the oldest first."""
    find(register, number)
    sql = (
        "SELECT m.id, m.version, c.author, c.at, m.content, e.comment FROM scenario_comment m "
        "JOIN change c ON c.id = m.change LEFT JOIN comment_end e ON e.comment = m.id "
        "WHERE m.scenario = ? ORDER BY m.id"
    )
    with register.reading() as connection:
        found = rows(connection, sql, number)
    return [
        Comment(one, version, author, at, "" if end else text, end is not None)
        for one, version, author, at, text, end in found
    ]


def take_away(register: Register, number: int, one: int) -> None:
    """A comment that nobody shall read any more; the register keeps that there was one, and whose."""
    found = find(register, number)
    said = next((each for each in comments(register, number) if each.number == one), None)
    if said is None:
        raise Refusal("There is no such comment.")
    needs = "" if said.author == register.user else roles.MANAGE
    subject = f"{found.subject} {one}"
    with register.change("take comment away", subject, "taken away", needs=needs) as change:
        if not rows(change.connection, "SELECT comment FROM comment_end WHERE comment = ?", one):
            change.add(tables.comment_end, [{"comment": one}])

"""Scenarios that analysts save: each version is kept, with who wrote it, when and why, and what others say of it.

A version says from which one its editor started. Where somebody else was faster, the later one is kept beside what
holds, so that neither is lost, and its editor is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal, nearest
from socle.register import log, roles, tables
from socle.register.databases import rows
from socle.register.store import Register

LONGEST: Final = 200_000  # characters of a scenario
NAMED: Final = 100  # characters of its name
SAID: Final = 4000  # of a comment
FOUND: Final = (
    "SELECT s.id, s.owner, s.country, s.name, v.version, c.author, c.at FROM scenario s "
    "JOIN scenario_version v ON v.scenario = s.id AND v.version = (SELECT max(l.version) FROM scenario_version l "
    "WHERE l.scenario = s.id AND l.beside = 0) JOIN change c ON c.id = v.change"
)


@dataclass(frozen=True)
class Scenario:
    """A saved scenario, with the version that holds now, and who wrote that when (UTC)."""

    number: int
    owner: str
    country: str
    name: str
    version: int
    author: str
    at: str


@dataclass(frozen=True)
class Version:
    """One version: from which it was made, whether it is kept beside what holds, who wrote it, when and why."""

    version: int
    base: int
    beside: bool
    sha256: str
    author: str
    at: str
    reason: str


@dataclass(frozen=True)
class Comment:
    """What somebody said of a version."""

    version: int
    author: str
    at: str
    content: str


@dataclass(frozen=True)
class Writing:
    """What is to be saved: a scenario by country and name, its YAML, why, and the version its editor started from
    (0: none). `owner` is whose it is, empty for one's own.
    """

    country: str
    name: str
    content: str
    reason: str
    base: int = 0
    owner: str = ""


@dataclass(frozen=True)
class Saved:
    """What came of saving: the scenario as it holds now, the version written, and who was faster, if somebody was."""

    scenario: Scenario
    version: int
    overtaken: Version | None = None


def save(register: Register, writing: Writing) -> Saved:
    """A new version. Where another came since `base`, this one is kept beside it and `overtaken` says whose that is."""
    content, owner = _checked(writing), writing.owner or register.user
    subject = f"{writing.country} {log.plain(writing.name)} {owner}"
    with register.change("save scenario", subject, writing.reason, needs=roles.SCENARIOS) as change:
        connection, key = change.connection, (owner, writing.country, log.plain(writing.name))
        held = rows(connection, "SELECT id FROM scenario WHERE owner = ? AND country = ? AND name = ?", *key)
        if not held:
            if writing.base or owner != register.user:
                raise _missing(connection, writing.name)
            number = change.following(tables.scenario)
            line = {"id": number, "owner": owner, "country": writing.country, "name": key[2]}
            change.add(tables.scenario, [line])
        else:
            number = int(held[0][0])
        versions = _versions(connection, number)
        latest = next((one for one in reversed(versions) if not one.beside), None)
        if writing.base and writing.base not in [one.version for one in versions]:
            raise Refusal("There is no version {version} of this scenario.", version=writing.base)
        overtaken = latest if latest and latest.version != writing.base else None
        made = len(versions) + 1
        if latest and latest.sha256 == sha256_of(content.encode()):  # nothing new: no version
            made, overtaken = latest.version, None
        else:
            line = {"scenario": number, "version": made, "base": writing.base}
            line |= {"beside": int(overtaken is not None), "content": content}
            change.add(tables.scenario_version, [{**line, "sha256": sha256_of(content.encode())}])
    return Saved(find(register, number), made, overtaken)


def _checked(writing: Writing) -> str:
    """The text as it is kept; what it says is for those who read scenario files."""
    if not roles.COUNTRY.fullmatch(writing.country):
        raise Refusal("`{country}` is no country: three letters.", country=writing.country[:20])
    name = log.plain(writing.name)
    if not name or len(name) > NAMED or "\n" in name:
        raise Refusal("A scenario has a name of 1 to {most} characters.", most=NAMED)
    content = log.plain(writing.content.replace("\r\n", "\n")) + "\n"
    if len(content) > LONGEST:
        raise Refusal("A saved scenario has at most {most} characters.", most=LONGEST)
    return content


def saved(register: Register, country: str = "", owner: str = "") -> list[Scenario]:
    """All that are saved, of a country, of somebody, or all; the latest first."""
    with register.reading() as connection:
        roles.require(register.account(connection), roles.SCENARIOS)
        sql = f"{FOUND} WHERE (s.country = ? OR ? = '') AND (s.owner = ? OR ? = '') ORDER BY c.id DESC"
        return [Scenario(*line) for line in rows(connection, sql, country, country, owner, owner)]


def find(register: Register, number: int) -> Scenario:
    """A scenario by its number."""
    with register.reading() as connection:
        roles.require(register.account(connection), roles.SCENARIOS)
        found = rows(connection, f"{FOUND} WHERE s.id = ?", number)
        if not found:
            raise _missing(connection, str(number))
    return Scenario(*found[0])


def content(register: Register, number: int, version: int = 0) -> str:
    """The YAML of a version, of what holds now for 0."""
    wanted = version or find(register, number).version
    with register.reading() as connection:
        roles.require(register.account(connection), roles.SCENARIOS)
        found = rows(
            connection,
            "SELECT content FROM scenario_version WHERE scenario = ? AND version = ?",
            number,
            wanted,
        )
    if not found:
        raise Refusal("There is no version {version} of this scenario.", version=wanted)
    return str(found[0][0])


def history(register: Register, number: int) -> list[Version]:
    """Every version, the latest first; those that were kept beside are marked."""
    find(register, number)
    with register.reading() as connection:
        return _versions(connection, number)[::-1]


def comment(register: Register, number: int, text: str) -> None:
    """Say something of the version that holds now."""
    found, said = find(register, number), log.plain(text)
    if not said or len(said) > SAID:
        raise Refusal("A comment has 1 to {most} characters.", most=SAID)
    subject = f"{found.country} {found.name} {found.owner}"
    with register.change("comment on scenario", subject, "a comment", needs=roles.SCENARIOS) as change:
        line = {"id": change.following(tables.scenario_comment), "scenario": number}
        change.add(tables.scenario_comment, [{**line, "version": found.version, "content": said}])


def comments(register: Register, number: int) -> list[Comment]:
    """What was said of a scenario, the oldest first."""
    find(register, number)
    with register.reading() as connection:
        found = rows(
            connection,
            "SELECT m.version, c.author, c.at, m.content FROM scenario_comment m JOIN change c ON c.id = m.change "
            "WHERE m.scenario = ? ORDER BY m.id",
            number,
        )
    return [Comment(*line) for line in found]


def _versions(connection: Connection, number: int) -> list[Version]:
    found = rows(
        connection,
        "SELECT v.version, v.base, v.beside, v.sha256, c.author, c.at, c.reason FROM scenario_version v "
        "JOIN change c ON c.id = v.change WHERE v.scenario = ? ORDER BY v.version",
        number,
    )
    return [Version(version, base, bool(beside), *others) for version, base, beside, *others in found]


def _missing(connection: Connection, name: str) -> Refusal:
    names = [str(text) for (text,) in rows(connection, "SELECT DISTINCT name FROM scenario")]
    return Refusal("There is no saved scenario `{name}`.", name=name[:NAMED], nearest=nearest(name, names))

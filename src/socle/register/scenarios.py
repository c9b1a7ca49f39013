"""Scenarios that analysts save: each version is kept, with who wrote it, when and why.

A version says from which one its editor started. Where somebody else was faster, the later one is kept beside what
holds, so that neither is lost, and its editor is told. Each scenario says who may read it; for whoever may not,
there is no such scenario.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.register import log, roles, tables
from socle.register.databases import rows
from socle.register.log import Change
from socle.register.store import Register

LONGEST: Final = 200_000  # characters of a scenario
NAMED: Final = 100  # characters of its name

PRIVATE, ANALYSTS, READERS = "private", "analysts", "readers"
REACHES: Final = {
    PRIVATE: N_("for you alone"),
    ANALYSTS: N_("for analysts, who also write versions and comments"),
    READERS: N_("for all who have an account; analysts also write versions and comments"),
}
"""Who may read a scenario. One that was saved before this was asked is for analysts, as it was then."""

FOUND: Final = (
    "SELECT s.id, s.owner, s.country, s.name, v.version, c.author, c.at, "
    "coalesce((SELECT h.reach FROM scenario_reach h WHERE h.scenario = s.id ORDER BY h.change DESC LIMIT 1), "
    f"'{ANALYSTS}') FROM scenario s "
    "JOIN scenario_version v ON v.scenario = s.id AND v.version = (SELECT max(l.version) FROM scenario_version l "
    "WHERE l.scenario = s.id AND l.beside = 0) JOIN change c ON c.id = v.change"
)


@dataclass(frozen=True)
class Scenario:
    """A saved scenario, with the version that holds now, who wrote that when (UTC), and who may read it."""

    number: int
    owner: str
    country: str
    name: str
    version: int
    author: str
    at: str
    reach: str = ANALYSTS

    @property
    def subject(self) -> str:
        """How the log calls it: whoever reads the log may not be one who reads the scenario."""
        return f"{self.country} {self.number}"


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
class Writing:
    """What is to be saved: a scenario by country and name, its YAML, why, and the version its editor started from
    (0: none). `owner` is whose it is, empty for one's own; `reach` says who may read it, empty: as it is, or, of a
    new one, its owner alone.
    """

    country: str
    name: str
    content: str
    reason: str
    base: int = 0
    owner: str = ""
    reach: str = ""


@dataclass(frozen=True)
class Saved:
    """What came of saving: the scenario as it holds now, the version written, and who was faster, if somebody was."""

    scenario: Scenario
    version: int
    overtaken: Version | None = None


def reads(who: roles.Account, found: Scenario) -> bool:
    """Whether somebody may read a scenario."""
    if not who.known or roles.permit(who, roles.SAVED) is not None:
        return False
    analyst = roles.permit(who, roles.SCENARIOS) is None
    return found.owner == who.name or found.reach == READERS or (found.reach == ANALYSTS and analyst)


def save(register: Register, writing: Writing) -> Saved:
    """A new version. Where another came since `base`, this one is kept beside it and `overtaken` says whose that is."""
    wanted = _checked(replace(writing, owner=writing.owner or register.user))
    with register.change("save scenario", "", writing.reason, needs=roles.SCENARIOS) as change:
        number, versions = _place_of(register, change, wanted)
        latest = next((one for one in reversed(versions) if not one.beside), None)
        if wanted.base and wanted.base not in [one.version for one in versions]:
            raise _no_version(wanted.base)
        overtaken = latest if latest and latest.version != wanted.base else None
        made, sha256 = len(versions) + 1, sha256_of(wanted.content.encode())
        if latest and latest.sha256 == sha256:  # nothing new: no version
            made, overtaken = latest.version, None
        else:
            line = {"scenario": number, "version": made, "base": wanted.base, "sha256": sha256}
            change.add(
                tables.scenario_version,
                [{**line, "beside": int(overtaken is not None), "content": wanted.content}],
            )
    return Saved(find(register, number), made, overtaken)


def _place_of(register: Register, change: Change, wanted: Writing) -> tuple[int, list[Version]]:
    """The number of the scenario to write to, a new one where there is none, and its versions so far."""
    connection, who = change.connection, register.account(change.connection)
    sql = f"{FOUND} WHERE s.owner = ? AND s.country = ? AND s.name = ?"
    held = [Scenario(*line) for line in rows(connection, sql, wanted.owner, wanted.country, wanted.name)]
    if not held:
        if wanted.base or wanted.owner != register.user:
            raise missing(connection, who, wanted.name)
        number = change.following(tables.scenario)
        line = {"id": number, "owner": wanted.owner, "country": wanted.country, "name": wanted.name}
        change.add(tables.scenario, [line])
        reach: dict[str, str | int] = {"scenario": number, "reach": wanted.reach or PRIVATE}
        change.add(tables.scenario_reach, [reach])
    elif not reads(who, held[0]):
        raise missing(connection, who, wanted.name)
    else:
        number = held[0].number
    change.subject = f"{wanted.country} {number}"
    return number, _versions(connection, number)


def _checked(writing: Writing) -> Writing:
    """The same as it is kept; what the text says is for those who read scenario files."""
    if not roles.COUNTRY.fullmatch(writing.country):
        raise Refusal("`{country}` is no country: three letters.", country=writing.country[:20])
    name = log.plain(writing.name)
    if not name or len(name) > NAMED or "\n" in name:
        raise Refusal("A scenario has a name of 1 to {most} characters.", most=NAMED)
    content = log.plain(writing.content.replace("\r\n", "\n")) + "\n"
    if len(content) > LONGEST:
        raise Refusal("A saved scenario has at most {most} characters.", most=LONGEST)
    if writing.reach:
        known_reach(writing.reach)
    return replace(writing, name=name, content=content)


def known_reach(reach: str) -> str:
    """One of the ways to share a scenario."""
    if reach not in REACHES:
        raise Refusal(
            "A scenario is shared in one of these ways: {valid}; not `{reach}`.",
            valid=", ".join(REACHES),
            reach=reach[:NAMED],
            nearest=nearest(reach, REACHES),
        )
    return reach


def share(register: Register, number: int, reach: str) -> None:
    """From now on these may read it. Only its owner says so."""
    known_reach(reach)
    found = find(register, number)
    if found.owner != register.user:
        raise Refusal("Only `{owner}`, whose scenario this is, says who may read it.", owner=found.owner)
    reason = f"{found.reach} -> {reach}"
    with register.change("share scenario", found.subject, reason, needs=roles.SCENARIOS) as change:
        if reach != found.reach:
            change.add(tables.scenario_reach, [{"scenario": number, "reach": reach}])


def restore(register: Register, number: int, version: int, base: int, reason: str) -> Saved:
    """An older version once more, as a new one; who saved since `base` was looked at loses nothing."""
    found, text = find(register, number), content(register, number, version)
    return save(register, Writing(found.country, found.name, text, reason, base, found.owner))


def saved(register: Register, country: str = "", owner: str = "") -> list[Scenario]:
    """All that one may read, of a country, of somebody, or all; the latest first."""
    with register.reading() as connection:
        who = register.account(connection)
        roles.require(who, roles.SAVED)
        return [
            one for one in _all(connection, who) if country in ("", one.country) and owner in ("", one.owner)
        ]


def find(register: Register, number: int) -> Scenario:
    """A scenario by its number, if one may read it."""
    with register.reading() as connection:
        who = register.account(connection)
        roles.require(who, roles.SAVED)
        found = [Scenario(*line) for line in rows(connection, f"{FOUND} WHERE s.id = ?", number)]
        if not found or not reads(who, found[0]):
            raise missing(connection, who, str(number))
    return found[0]


def content(register: Register, number: int, version: int = 0) -> str:
    """The YAML of a version, of what holds now for 0."""
    wanted = version or find(register, number).version
    with register.reading() as connection:
        who = register.account(connection)
        found = [Scenario(*line) for line in rows(connection, f"{FOUND} WHERE s.id = ?", number)]
        if not found or not reads(who, found[0]):
            raise missing(connection, who, str(number))
        sql = "SELECT content FROM scenario_version WHERE scenario = ? AND version = ?"
        text = rows(connection, sql, number, wanted)
    if not text:
        raise _no_version(wanted)
    return str(text[0][0])


def history(register: Register, number: int) -> list[Version]:
    """Every version, the latest first; those that were kept beside are marked."""
    find(register, number)
    with register.reading() as connection:
        return _versions(connection, number)[::-1]


def _versions(connection: Connection, number: int) -> list[Version]:
    found = rows(
        connection,
        "SELECT v.version, v.base, v.beside, v.sha256, c.author, c.at, c.reason FROM scenario_version v "
        "JOIN change c ON c.id = v.change WHERE v.scenario = ? ORDER BY v.version",
        number,
    )
    return [Version(version, base, bool(beside), *others) for version, base, beside, *others in found]


def _all(connection: Connection, who: roles.Account) -> list[Scenario]:
    """All that somebody may read, the latest first."""
    found = [Scenario(*line) for line in rows(connection, f"{FOUND} ORDER BY c.id DESC")]
    return [one for one in found if reads(who, one)]


def missing(connection: Connection, who: roles.Account, name: str) -> Refusal:
    """That there is none, whether there is none or one that is not for this reader."""
    names = [one.name for one in _all(connection, who)]
    return Refusal("There is no saved scenario `{name}`.", name=name[:NAMED], nearest=nearest(name, names))


def _no_version(version: int) -> Refusal:
    return Refusal("There is no version {version} of this scenario.", version=version)

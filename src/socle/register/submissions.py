"""Submissions: what a country answered, version by version, and what became of each.

A submission is named by country, year and version: `SEN-2024-2`. Its content is never changed; each step of
its life is an event with its author, words and entry of the log. Whoever may not read something is told the
same whether it exists or not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection

from socle.exchange.inquiry_content import Difference, differences, masked, without_confidential
from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal, nearest
from socle.model.form import Form
from socle.model.inquiry_tables import INQUIRY
from socle.register import drafts, moments, roles, tables, workflow
from socle.register.databases import rows
from socle.register.digests import canonical
from socle.register.drafts import Draft
from socle.register.letting_go import FLOWS, Derived, let_go, of_one, record
from socle.register.log import Change
from socle.register.store import Register

NAME: Final = re.compile(r"([A-Z]{3})-(\d{4})-(\d{1,6})")
SUBMIT: Final = "submit"
SELECTED: Final = (
    "SELECT s.id, s.country, s.year, s.version, s.sha256, c.author, c.at, e.state FROM submission s "
    "JOIN change c ON c.id = s.change JOIN submission_event e ON e.submission = s.id AND e.change = "
    "(SELECT max(l.change) FROM submission_event l WHERE l.submission = s.id) WHERE s.form = ?"
)


@dataclass(frozen=True)
class Submission:
    """One version of the answer of a country for a year."""

    number: int
    country: str
    year: int
    version: int
    sha256: str  # of its content
    author: str
    at: str  # when it was submitted, UTC
    state: str

    @property
    def id(self) -> str:
        """Its name: SEN-2024-2."""
        return f"{self.country}-{self.year}-{self.version}"


@dataclass(frozen=True)
class Event:
    """A step in the life of a submission."""

    change: int
    at: str
    author: str
    state: str
    comment: str


class Submissions:
    """The submissions of one form in a register, as its user may see and change them."""

    def __init__(self, register: Register, form: Form = INQUIRY) -> None:
        self.register, self.form = register, form

    def save_draft(self, country: str, year: int, content: Mapping[str, Any], sha256: str) -> Draft:
        """Keep what was read of a file (`sha256` is that of the file), so that it can be submitted later."""
        with self.register.writing() as connection:
            roles.require(self.register.account(connection), roles.SUBMIT, country)
            what = (SUBMIT, f"{self.form.name} {country} {year}", sha256)
            draft = drafts.begin(connection, self.register.user, what, moments.text(self.register.now()))
            count = sum(len(table) for table in content["tables"].values())
            drafts.stage(connection, draft, 0, count, canonical(content).encode())
            return draft

    def drafts(self) -> list[Draft]:
        """One's own drafts, the oldest first."""
        with self.register.reading() as connection:
            held = drafts.held(connection, self.register.user, SUBMIT)
            return [one for one in held if one.subject.startswith(f"{self.form.name} ")]

    def draft_content(self, number: int) -> dict[str, Any]:
        """What one's own draft holds."""
        with self.register.reading() as connection:
            return self._drafted(connection, number)[1]

    def drop_draft(self, number: int) -> None:
        """Give up one's own draft."""
        with self.register.writing() as connection:
            drafts.remove(connection, self._drafted(connection, number)[0])

    def submit(self, content: Mapping[str, Any], comment: str = "", draft: int | None = None) -> Submission:
        """A new version, which supersedes those that nobody has published yet; its draft is gone."""
        country, year = str(content["facts"]["country"]), int(content["facts"]["year"])
        with self._changing(SUBMIT, (f"{country}-{year}", comment), roles.SUBMIT, country) as change:
            made = self._submitted(change, country, year, (canonical(content), comment))
            if draft is not None:
                drafts.remove(change.connection, self._drafted(change.connection, draft)[0])
            return made

    def review(self, name: str, *, accept: bool, comment: str = "") -> Submission:
        """Accept or return what somebody else submitted; returned, it says what is to be changed."""
        step, found = workflow.ACCEPT if accept else workflow.RETURN, self.find(name)
        with self._changing(step, (name, comment), roles.REVIEW, found.country, found.author) as change:
            return self._step(change, name, step, comment)

    def may_publish(self, found: Submission) -> None:
        """Refuse what `publish` would refuse, before anything is computed."""
        with self.register.reading() as connection:
            roles.require(self.register.account(connection), roles.PUBLISH, found.country, found.author)
        workflow.after(found.id, found.state, workflow.PUBLISH)

    def publish(self, name: str, frames: Sequence[Derived], comment: str = "") -> Submission:
        """Publish what somebody reviewed, with the observations that come of it, all in one change.

        The version published before is superseded: what it said and this one does not is withdrawn.
        """
        found = self.find(name)
        with self._changing(
            workflow.PUBLISH, (name, comment), roles.PUBLISH, found.country, found.author
        ) as change:
            published = self._step(change, name, workflow.PUBLISH, comment)
            others = [one for one in self._siblings(change.connection, found) if one.number != found.number]
            for one in others:
                if one.state == workflow.PUBLISHED:
                    self._event(change, one, workflow.SUPERSEDE, name)
            for derived in frames:
                of_one(derived, found.country, found.year)
                let_go(change, derived.flow, found.country, [one.number for one in others], derived.frame)
                record(change, derived, found.number)
            return published

    def withdraw(self, name: str, reason: str) -> Submission:
        """Withdraw: the author what is not published yet, a publisher what is, with its observations."""
        found = self.find(name)
        public = found.state == workflow.PUBLISHED
        needs = roles.WITHDRAW_PUBLISHED if public else roles.WITHDRAW
        with self._changing(workflow.WITHDRAW, (name, reason), needs, found.country, found.author) as change:
            if self._held(change.connection, name).state != found.state:
                raise Refusal("`{id}` has just been changed by somebody else; look at it again.", id=name)
            withdrawn = self._step(change, name, workflow.WITHDRAW, reason)
            numbers = [one.number for one in self._siblings(change.connection, found)]
            for flow in FLOWS if public else ():
                let_go(change, flow, found.country, numbers)
            return withdrawn

    def listed(self, country: str = "", year: int | None = None, state: str = "") -> list[Submission]:
        """What the user may read, by country, year and version."""
        with self.register.reading() as connection:
            found = self._of(connection, "1 = 1")
            who = self.register.account(connection)
            roles.require(who, roles.READ_PUBLISHED)
        wanted = [
            one
            for one in found
            if country in ("", one.country) and year in (None, one.year) and state in ("", one.state)
        ]
        seen = [one for one in wanted if one.state == workflow.PUBLISHED or roles.sees_all(who, one.country)]
        return sorted(seen, key=lambda one: (one.country, one.year, one.version))

    def find(self, name: str) -> Submission:
        """A submission that the user may read."""
        with self.register.reading() as connection:
            return self._seen(connection, name)

    def content(self, name: str) -> dict[str, Any]:
        """What was answered; without what is confidential for who may only read what is published."""
        with self.register.reading() as connection:
            found = self._seen(connection, name)
            text = rows(connection, "SELECT content FROM submission WHERE id = ?", found.number)[0][0]
            content: dict[str, Any] = json.loads(text)
            all_of_it = roles.sees_all(self.register.account(connection), found.country)
            return content if all_of_it else without_confidential(content)

    def for_results(self, name: str) -> dict[str, Any]:
        """What was answered, without confidential values, whoever asks: what rests on them is unknown."""
        with self.register.reading() as connection:
            found = self._seen(connection, name)
            text = rows(connection, "SELECT content FROM submission WHERE id = ?", found.number)[0][0]
            return masked(self.form, json.loads(text))

    def history(self, name: str) -> list[Event]:
        """What became of a submission, the first step first; words of the work on it are for who takes part in it."""
        with self.register.reading() as connection:
            found = self._seen(connection, name)
            steps = self._events(connection, found.number)
            if roles.sees_all(self.register.account(connection), found.country):
                return steps
            return [one if one.state in workflow.PUBLIC else replace(one, comment="") for one in steps]

    def reviewer(self, name: str) -> str:
        """Who accepted it last; nothing if nobody has."""
        steps = [event for event in self.history(name) if event.state == workflow.REVIEWED]
        return steps[-1].author if steps else ""

    def differences(self, before: str, after: str) -> list[Difference]:
        """What two submissions do not share, cell by cell."""
        return differences(self.form, self.content(before), self.content(after))

    def _changing(
        self, action: str, said: tuple[str, str], needs: str, country: str, author: str = ""
    ) -> AbstractContextManager[Change]:
        subject, reason = said
        return self.register.change(
            action, subject, reason.strip() or action, needs=needs, country=country, author=author
        )

    def _submitted(self, change: Change, country: str, year: int, said: tuple[str, str]) -> Submission:
        text, comment = said
        digest = sha256_of(text)
        before = self._of(change.connection, "s.country = ? AND s.year = ?", country, year)
        for one in before:
            if one.sha256 == digest and one.state not in (workflow.SUPERSEDED, workflow.WITHDRAWN):
                raise Refusal("The same answers were submitted before: they are `{id}`.", id=one.id)
            if one.state in workflow.OPEN:
                self._event(change, one, workflow.SUPERSEDE, "")
        number = change.following(tables.submission)
        version = max((one.version for one in before), default=0) + 1
        line = {"id": number, "country": country, "year": year, "form": self.form.name, "version": version}
        change.add(tables.submission, [{**line, "content": text, "sha256": digest}])
        event = {"submission": number, "state": workflow.SUBMITTED, "comment": comment}
        change.add(tables.submission_event, [event])
        return Submission(
            number, country, year, version, digest, change.author, change.at, workflow.SUBMITTED
        )

    def _step(self, change: Change, name: str, step: str, words: str) -> Submission:
        return self._event(change, self._held(change.connection, name), step, words)

    def _event(self, change: Change, found: Submission, step: str, words: str) -> Submission:
        state = workflow.after(found.id, found.state, step, words)
        change.add(tables.submission_event, [{"submission": found.number, "state": state, "comment": words}])
        return replace(found, state=state)

    def _of(self, connection: Connection, condition: str, *values: Any) -> list[Submission]:
        found = rows(connection, f"{SELECTED} AND {condition} ORDER BY s.id", self.form.name, *values)
        return [Submission(*line) for line in found]

    def _siblings(self, connection: Connection, found: Submission) -> list[Submission]:
        """All versions of the same country and year."""
        return self._of(connection, "s.country = ? AND s.year = ?", found.country, found.year)

    def _events(self, connection: Connection, number: int) -> list[Event]:
        found = rows(
            connection,
            "SELECT e.change, c.at, c.author, e.state, e.comment FROM submission_event e "
            "JOIN change c ON c.id = e.change WHERE e.submission = ? ORDER BY e.change",
            number,
        )
        return [Event(*line) for line in found]

    def _held(self, connection: Connection, name: str) -> Submission:
        country, year, version = parts(name)
        found = self._of(connection, "s.country = ? AND s.year = ? AND s.version = ?", country, year, version)
        if not found:
            others = [one.id for one in self._of(connection, "s.country = ?", country)]
            raise Refusal("There is no submission `{id}`.", id=name, nearest=nearest(name, others))
        return found[0]

    def _seen(self, connection: Connection, name: str) -> Submission:
        """The submission if the user may read it; what is not there is refused as what may not be read."""
        country, year, version = parts(name)
        who = self.register.account(connection)
        roles.require(who, roles.READ_PUBLISHED)
        if not roles.sees_all(who, country):
            found = self._of(
                connection, "s.country = ? AND s.year = ? AND s.version = ?", country, year, version
            )
            if not found or found[0].state != workflow.PUBLISHED:
                roles.require(who, roles.READ_UNPUBLISHED, country)
        return self._held(connection, name)

    def _drafted(self, connection: Connection, number: int) -> tuple[Draft, dict[str, Any]]:
        """One's own draft and what it holds."""
        own = drafts.held(connection, self.register.user, SUBMIT)
        found = [one for one in own if one.id == number and one.subject.startswith(f"{self.form.name} ")]
        if not found:
            raise Refusal(
                "You have no draft {number}; you have {valid}.",
                number=number,
                valid=", ".join(str(one.id) for one in own) or "-",
            )
        return found[0], json.loads(b"".join(drafts.contents(connection, found[0])))


def parts(name: str) -> tuple[str, int, int]:
    """Country, year and version of a name such as SEN-2024-2."""
    found = NAME.fullmatch(name.strip().upper())
    if not found:
        raise Refusal("`{id}` is not the name of a submission, such as SEN-2024-1.", id=name)
    return found[1], int(found[2]), int(found[3])

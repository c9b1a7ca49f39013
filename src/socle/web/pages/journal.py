"""The log of the register, for administrators: who did what, when and why."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from socle.ground.words import N_
from socle.register import journal
from socle.register.journal import Sought
from socle.register.log import Entry
from socle.report.assessment_words import OBEYED
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.page import Asked, File, download, page
from socle.web.pages.accounts import moment, number_of
from socle.web.session import register_of
from socle.web.viewer import ADMINISTRATOR

SHOWN: Final = 100  # entries on one page
MOST: Final = 100_000  # in a file
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
COLUMNS: Final = ("id", "at", "author", "action", "subject", "reason", "hash")


@dataclass(frozen=True)
class Log:
    """Entries of the log, the latest first; what was sought, the kinds of entries there are, where older ones are."""

    title: str
    sought: Sought
    actions: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    query: str
    older: str = ""
    fingerprint: str = ""


@page("/people/log", role=ADMINISTRATOR)
def people_log(asked: Asked) -> Log:
    """A page of it."""
    _, sought = translator(asked.lang), _sought(asked)
    with register_of(asked) as register:
        found, kinds = journal.entries(register, SHOWN + 1, sought), journal.actions(register)
    shown = found[:SHOWN]
    head = ("#", _(N_("when")), _(N_("who")), _(N_("what")), _(N_("of what")), _(N_("why")))
    rows = tuple(
        (
            str(one.id),
            moment(one.at, asked.lang),
            one.author,
            _(journal.WORDS.get(one.action, one.action)),
            one.subject,
            _why(one.reason, asked.lang),
        )
        for one in shown
    )
    asked_for = {name: value for name, value in vars(sought).items() if value and name != "before"}
    last = {"before": shown[-1].id} if len(found) > SHOWN else {}
    return Log(
        _(N_("The log: who did what, when and why")),
        sought,
        tuple((one, _(journal.WORDS.get(one, one))) for one in kinds),
        (Table(_(N_("The log")), head, (("", rows),), words=len(head) - 1),),
        urlencode(asked_for),
        urlencode(asked_for | last) if last else "",
    )


@download("/people/log.csv", role=ADMINISTRATOR)
def log_file(asked: Asked) -> File:
    """What was sought, all of it, one entry a line, with its hash."""
    with register_of(asked) as register:
        found = journal.entries(register, MOST, _sought(asked))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_line(one) for one in found)
    return File("log.csv", text.getvalue().encode(), "text/csv; charset=utf-8")


def _line(entry: Entry) -> list[str]:
    """An entry, with nothing in it that a spreadsheet would take for a formula."""
    cells = [str(getattr(entry, name)) for name in COLUMNS]
    return [f"'{cell}" if cell.startswith(OBEYED) else cell for cell in cells]


def _why(reason: str, lang: str) -> str:
    """The reason somebody gave, as it stands; the words that Socle writes where nobody does, in the language."""
    _ = translator(lang)
    how, sign, address = reason.partition(", from ")
    if sign and how in journal.REASONS:
        return _(N_("{reason}, from {address}")).format(reason=_(journal.REASONS[how]), address=address)
    said = journal.REASONS.get(reason, reason)
    return _(said) if said and reason in journal.REASONS else said


def _sought(asked: Asked) -> Sought:
    """What the address asks for; a day that is none is passed over."""
    since, until = (one if DAY.fullmatch(one) else "" for one in (asked.one("since"), asked.one("until")))
    return Sought(
        asked.one("author").strip(),
        asked.one("action"),
        asked.one("words").strip(),
        since,
        until,
        number_of(asked.one("before")),
    )

"""Ratifications laid out on a page: the campaign, who has ratified, by region and Part, the map and the timeline."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from socle.ground.words import N_
from socle.report import ratification_files as files
from socle.report import ratification_words as words
from socle.report.labels import capital
from socle.report.ratification_tables import HEADS, cells, paces, summary
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.ratifications import Ratifications, Standing

CAPTIONS: Final = {
    4: (N_("Ratifications by region"), N_("By Part"), N_("How sure it is"), N_("Against counts of others")),
    2: (N_("By Part"), N_("How sure it is")),
}
"""Of the tables of the summary: of the world, of a group."""
STATUS: Final = {
    "ratified": N_("ratified"),
    "possible": N_("ratified in a year that has not ended"),
    "not_ratified": N_("not ratified"),
    "not_in_register": N_("not in the register, which is not complete"),
}
OPEN: Final = N_("Without an upper end the register is not complete.")


def lead(found: Ratifications, standing: Standing | None, lang: str) -> tuple[str, ...]:
    """What stands below the answer: that it is a lower bound, and how far the campaign is."""
    said = [] if found.complete else [words.lower_bound(found.register, lang)]
    return (*said, *([words.aim(standing, lang)] if standing else []))


def register(found: Ratifications, lang: str) -> Table:
    """Who has ratified, when, and for which Parts."""
    _ = translator(lang)
    rows = tuple((state, *others) for *others, state in (cells(one, lang) for one in found.rows))
    head = (_(HEADS[-1]), *(_(one) for one in HEADS[:-1]))
    return _headed(Table(_(N_("Who has ratified")), head, (("", rows),), words=len(head) - 1))


def campaign(standing: Standing, lang: str) -> Table:
    """How the campaign stands as of its days."""
    return _headed(paces(standing, lang), translator(lang)(N_("The campaign")))


def told(found: Ratifications, lang: str) -> list[Table]:
    """The summary, each table under its name."""
    made, _ = summary(found, lang), translator(lang)
    names = CAPTIONS[len(made)]
    return [_headed(table, _(name)) for table, name in zip(made, names, strict=True)]


def on_the_map(found: Ratifications, lang: str) -> Table:
    """Every country and territory by its status, as on a map."""
    _ = translator(lang)
    rows = [
        (words.state(iso3, lang), iso3, _(STATUS[status]))
        for iso3, status, *_rest in _read(files.map_csv(found))
    ]
    head = (_(N_("country")), _(N_("code")), _(N_("status")))
    return _headed(
        Table(_(N_("The map: every country and territory")), head, (("", tuple(sorted(rows))),), words=2)
    )


def over_time(found: Ratifications, lang: str) -> Table:
    """The count after each ratification, in the order of days."""
    _ = translator(lang)
    rows = [
        (day, low, high, words.state(iso3, lang) if iso3 else "")
        for day, iso3, _known, low, high, _complete in _read(files.timeline_csv(found))
    ]
    head = (_(N_("registered")), _(N_("at least")), _(N_("at most")), _(N_("country")))
    return _headed(Table(_(N_("The timeline")), head, (("", tuple(rows)),), 1, notes=(_(OPEN),)))


def _headed(table: Table, caption: str = "") -> Table:
    """A table of a terminal as a page has it: heads begin with a capital, and it may be given a name."""
    return replace(table, head=tuple(map(capital, table.head)), caption=caption or table.caption)


def _read(text: str) -> Iterator[list[str]]:
    """The rows of a file of ours, without its head."""
    rows = csv.reader(io.StringIO(text))
    next(rows)
    return rows

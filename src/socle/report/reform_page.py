"""Reforms on a page: the result of each Part, and what would have to be found out before it can be accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from socle.ground.words import N_
from socle.model.reform import Gap
from socle.model.verdict import STATUSES
from socle.report.assessment_words import Told, part_title, sentence, title_of
from socle.report.sections import Table
from socle.report.text import translator


def standing(gap: Gap, lang: str) -> tuple[str, ...]:
    """Each Part with its result, and whether the temporary exceptions are taken as declared."""
    _ = translator(lang)
    declared = (_(N_("The temporary exceptions are taken as declared.")),) if gap.exceptions else ()
    said = _(N_("{title}: {text}"))
    parts = (
        said.format(title=part_title(one.part.name, one.part.title, lang), text=_(STATUSES[one.status]))
        for one in (*gap.parts, *gap.common)
    )
    return (*declared, *parts)


def unknown(gap: Gap, lang: str) -> tuple[Table, ...]:
    """What is not known, by the Part and the test that need it; nothing where all is known."""
    told = Told(gap.practice, gap.instrument, lang)
    _ = told._
    groups = []
    for one in (*gap.parts, *gap.common):
        rows = tuple(
            (title_of(test.verdict, lang), sentence(key, lang))
            for test in one.unknown
            for key in test.missing
        )
        if rows:
            groups.append((part_title(one.part.name, one.part.title, lang), rows))
    caption = _(N_("Not known, and to be found out before the Part can be accepted"))
    head = (_(N_("Test")), _(N_("What it is")))
    return (Table(caption, head, tuple(groups), words=1),) if groups else ()


def tested(gap: Gap, tables: Sequence[Table], lang: str) -> Mapping[str, Mapping[str, str]]:
    """The Part that each test of the tables is of: by caption, then by the text of a cell or by group|first cell."""
    parts = {
        part_title(one.part.name, one.part.title, lang): one.part.name for one in (*gap.parts, *gap.common)
    }
    found: dict[str, dict[str, str]] = {}
    for table in tables:
        held = found.setdefault(table.caption, {})
        for group, row in ((group, row) for group, rows in table.groups for row in rows):
            if table.caption in parts:
                held[row[1]] = parts[table.caption]
            elif title := next((one for one in (group, row[0]) if one in parts), ""):
                held[f"{group}|{row[0]}"] = parts[title]
    return found

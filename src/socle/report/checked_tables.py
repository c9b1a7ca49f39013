"""A file that was looked at, as a page shows it: what it is, what it holds, what to look at."""

from __future__ import annotations

from socle.ground.refusals import Place, Refusal
from socle.ground.words import N_
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.checking import Found


def in_words(detail: str, lang: str) -> str:
    """What was found, in the language where its words depend on one."""
    return detail.worded(translator(lang)) if isinstance(detail, Place) else detail


def found_tables(found: Found, sha256: str, lang: str) -> tuple[Table, ...]:
    """What was found of a file, and what to look at before it is used."""
    _ = translator(lang)
    rows = [
        (_(N_("Kind")), _(found.what)),
        *((_(N_("Content")), in_words(one, lang)) for one in found.details),
    ]
    rows.append((_(N_("Checksum (SHA-256)")), sha256))
    tables = [Table(_(N_("What was found")), (_(N_("Of the file")), _(N_("Value"))), (("", tuple(rows)),), 1)]
    notes = tuple(
        (str(at), Refusal(one.text, **one.values).worded(_)) for at, one in enumerate(found.flags, 1)
    )
    if notes:
        head = (_(N_("Note")), _(N_("What to look at")))
        tables.append(Table(_(N_("To look at before it is used")), head, (("", notes),), 1))
    return tuple(tables)

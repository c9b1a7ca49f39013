"""The inquiry as pages show it: what its checks found, how full it is, what changed, what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from socle.exchange.inquiry_check import Checked, Finding
from socle.exchange.inquiry_content import Difference
from socle.exchange.inquiry_observations import Compared
from socle.ground.figures import Figure
from socle.ground.refusals import Place, Refusal, Refusals
from socle.ground.words import N_
from socle.model.inquiry import Inquiry
from socle.model.inquiry_tables import INQUIRY
from socle.report import code_names
from socle.report.sections import Table
from socle.report.text import translator

NOTHING: Final = "–"
MOST: Final = 100  # faults and cells that are shown
LARGEST: Final = 25  # changes of values that are shown
FACTS: Final = "facts"


def faults_table(refusal: Refusal, lang: str) -> Table:
    """What is wrong with a file, by place: one row for each fault."""
    _ = translator(lang)
    each = refusal.each if isinstance(refusal, Refusals) else (refusal,)
    rows = tuple((_place(one.where, lang), _bare(one).worded(_)) for one in each[:MOST])
    head = (_(N_("Place")), _(N_("What is wrong")))
    notes = () if len(each) <= MOST else (_(N_("And {count} more.")).format(count=len(each) - MOST),)
    return Table(_(N_("To be mended")), head, (("", rows),), words=1, notes=notes)


def _bare(one: Refusal) -> Refusal:
    """The same without its place, which stands in a column of its own; wordings of their own stay."""
    return Refusal(one.template, nearest=one.nearest, **one.values) if type(one) is Refusal else one


def _place(where: str, lang: str) -> str:
    said = where.worded(translator(lang)) if isinstance(where, Place) else where
    return said or NOTHING


def findings_tables(found: Checked, lang: str) -> tuple[Table, ...]:
    """Errors, warnings that wait for a reason, warnings with their reason, and what is only told."""
    _ = translator(lang)
    made = [
        _findings(_(N_("Errors, to be mended")), found.errors, lang),
        _findings(_(N_("Warnings, to be explained or mended")), found.warnings, lang),
        _findings(_(N_("Warnings that are explained")), found.reasoned, lang, reasons=True),
        _findings(_(N_("For information")), found.infos, lang),
    ]
    return tuple(one for one in made if one is not None)


def _findings(caption: str, found: Sequence[Finding], lang: str, *, reasons: bool = False) -> Table | None:
    _ = translator(lang)
    rows = tuple(
        (_place(one.where, lang), finding(one, lang), one.check, *((one.reason,) if reasons else ()))
        for one in found
    )
    head = (
        *(_(N_("Place")), _(N_("What was found")), _(N_("Check"))),
        *((_(N_("Reason given")),) if reasons else ()),
    )
    return Table(caption, head, (("", rows),), words=len(head) - 1) if rows else None


def finding(one: Finding, lang: str) -> str:
    """What a check found, without its place."""
    return Refusal(one.template, nearest=one.nearest, **one.values).worded(translator(lang))


def place(one: Finding, lang: str) -> str:
    """Where a check found it: sheet and cell."""
    return _place(one.where, lang)


def sections_table(inquiry: Inquiry, lang: str) -> Table:
    """How much of each section is filled in."""
    _ = translator(lang)
    head = (_(N_("Sheet")), _(N_("Given")), _(N_("Expected")), _(N_("Missing, and why is said")))
    rows = tuple(
        (one.name, str(one.given), str(one.expected), str(one.explained)) for one in inquiry.sections
    )
    return Table(_(N_("How full it is")), head, (("", rows),))


def moved_table(found: Compared, other: str, lang: str) -> Table | None:
    """The values that are not what they were the year before, the largest change first."""
    _ = translator(lang)
    rows = tuple(
        (
            code_names.inquired(one.key, lang) if one.key else one.place,
            Figure(one.before).worded(_),
            Figure(one.after).worded(_),
            f"{100 * one.growth:+.0f} %".replace("-", "−") if one.before else NOTHING,
        )
        for one in found.moved[:LARGEST]
    )
    if not rows:
        return None
    said = _(
        N_("Values against {other}: changed {moved}, the same {same}, new {new}, no longer given {gone}.")
    )
    note = said.format(other=other, moved=len(found.moved), same=found.same, new=found.new, gone=found.gone)
    head = (_(N_("Value")), _(N_("Before")), _(N_("Now")), _(N_("Change")))
    caption = _(N_("What changed against {other}")).format(other=other)
    more = len(found.moved) - LARGEST
    notes = (note, _(N_("And {count} more.")).format(count=more)) if more > 0 else (note,)
    return Table(caption, head, (("", rows),), notes=notes)


def differences_table(found: Sequence[Difference], other: str, lang: str) -> Table | None:
    """Cell by cell, what the version before said and this one does not."""
    _ = translator(lang)
    rows = tuple(
        (" · ".join(part for part in (one.table, one.row, one.column) if part), one.before, one.after)
        for one in found[:MOST]
    )
    more = len(found) - MOST
    notes = (_(N_("And {count} more.")).format(count=more),) if more > 0 else ()
    head = (_(N_("Cell")), _(N_("Before")), _(N_("Now")))
    caption = _(N_("What differs from {other}, the version before")).format(other=other)
    return Table(caption, head, (("", rows),), words=len(head) - 1, notes=notes) if rows else None


def answers_tables(content: Mapping[str, Any], lang: str) -> tuple[Table, ...]:
    """What was answered, a table for each sheet, named as in the questionnaire, and so are its columns."""
    _ = translator(lang)
    asked = {one.name: _(one.sentence).rstrip(".") for one in INQUIRY.facts}
    facts = tuple((asked.get(name, name), str(text)) for name, text in content["facts"].items())
    made = [Table(FACTS, (_(N_("Fact")), _(N_("Value"))), (("", facts),), words=1)]
    for name, rows in content["tables"].items():
        if rows and name in INQUIRY.tables:
            columns = list(dict.fromkeys(column for row in rows for column in row))
            made.append(
                Table(
                    f"{name}: {_(INQUIRY.tables[name].sentence)}".rstrip("."),
                    tuple(columns),
                    (("", tuple(_cells(columns, rows))),),
                    words=len(columns) - 1,
                )
            )
    return tuple(made)


def _cells(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterable[tuple[str, ...]]:
    return (tuple(str(row.get(column, "")) for column in columns) for row in rows)

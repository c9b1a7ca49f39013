"""Further sections of an assessment: the reforms that would comply, with their cost; the guarantees of a floor."""

from __future__ import annotations

from collections.abc import Iterator

from socle.model.guarantee import Guarantees
from socle.model.reform import ORDERS, Gap, Option, Package, PartGap
from socle.model.verdict import FAIL
from socle.report import assessment_words as words
from socle.report import reform_words
from socle.report.assessment_sections import Chapter
from socle.report.assessment_words import Told
from socle.report.guarantee_tables import floor_sections, sources
from socle.report.reform_tables import NOTE
from socle.report.sections import Table
from socle.report.text import translator


def reforms_chapter(gap: Gap, lang: str) -> Chapter:
    """For each test that is not met the changes that would meet it, each with its cost; then all at once."""
    told = Told(gap.practice, gap.instrument, lang)
    _ = told._
    made = [table for part in (*gap.parts, *gap.common) for table in _tables(part, told)]
    title = _("{title}: {text}").format(title=_("Reforms that would comply"), text=gap.instrument.code)
    lead = (_(NOTE),) if made else (_("No change of a parameter is needed, or none is known that would do."),)
    return Chapter(title, lead, tuple(made))


def _tables(part: PartGap, told: Told) -> Iterator[Table]:
    """The options of a Part, and what meets all its tests at once."""
    _ = told._
    name = words.part_title(part.part.name, part.part.title, told.lang)
    rows = [row for failing in part.failing for option in failing.options for row in _option(option, told)]
    notes = [reform_words.impossible(one, told) for failing in part.failing for one in failing.impossible]
    alone = tuple(dict.fromkeys(notes))
    head = (_("Change"), _("Test"), _("Now"), _("Least"), _("Proposed"), _("Cost"))
    package = part.package
    single = package if package and rows and len(package.changes) == 1 else None
    if rows:
        enough = _enough(single, part, told) if single else ()
        yield Table(name, head, (("", tuple(rows)),), words=len(head) - 1, notes=(*enough, *alone))
    elif alone:
        why = (_("Part"), _("Why no change of a parameter is enough"))
        yield Table("", why, (("", tuple((name, text) for text in alone)),), words=1)
    if package is None or single:
        return
    together = [
        (
            reform_words.changed(change, told),
            reform_words.figure(change.before, change, told),
            reform_words.figure(change.after, change, told),
        )
        for change in package.changes
    ]
    after = words.status(part.status_after or FAIL, told.lang)
    caption = _("{part}, all at once: the Part is then {status}").format(part=name, status=after)
    notes = [_(ORDERS[package.chosen]), *reform_words.cost(package.cost, told)]
    yield Table(caption, (_("Change"), _("Now"), _("Proposed")), (("", tuple(together)),), 2, tuple(notes))


def _enough(package: Package, part: PartGap, told: Told) -> tuple[str, ...]:
    """That one of the changes is enough for the Part, which, and why that one."""
    _ = told._
    status = words.status(part.status_after or FAIL, told.lang)
    said = _("One change is enough (result of the Part: {status}):").format(status=status)
    return (f"{said} {reform_words.turned(package.changes[0], told)}", _(ORDERS[package.chosen]))


def _option(option: Option, told: Told) -> Iterator[tuple[str, ...]]:
    """A row for each change of an option."""
    where = words.article(option.article, told.instrument, told.lang)
    test = f"{words.title_of(option.verdict, told.lang)} ({where})"
    cost = words.joined(reform_words.cost(option.cost, told), told.lang) or told._("not known")
    for change in option.changes:
        yield (
            reform_words.changed(change, told),
            test,
            reform_words.figure(change.before, change, told),
            reform_words.figure(change.minimum, change, told, least=True),
            reform_words.figure(change.after, change, told),
            cost,
        )


def floor_chapter(found: Guarantees, lang: str) -> Chapter:
    """The guarantees of a floor against the thresholds of the country."""
    section = floor_sections(found, lang)
    lead = (section.headline + ".", *section.lead, section.flag)
    tables = tuple(table for table in section.tables.values() if table is not None)
    title = translator(lang)("The national floor (Recommendation 202)")
    return Chapter(title, tuple(text for text in lead if text), tables, sources(found, lang))

"""The report of an assessment against conventions on paper, in the order of its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from socle.report import assessment_page as pages
from socle.report import assessment_sections as sections
from socle.report import assessment_tables, numbers
from socle.report import assessment_words as words
from socle.report.assessment_page import Held
from socle.report.assessment_sections import Chapter
from socle.report.assessment_shown import Shown, ShownPart
from socle.report.assessment_words import Checked
from socle.report.document import Block, Bullets, Document, Heading, Paragraph, Summary, determined
from socle.report.sections import Table
from socle.report.text import Translate, known, named, translator


def document(checked: Checked, lang: str, chapters: Sequence[Chapter] = ()) -> Document:
    """The report in `lang`; `chapters` are what other flows add: reforms with their cost, the guarantees."""
    _ = translator(known(lang))
    held = pages.held_of(checked, lang)
    blocks = [
        Summary(
            tuple(numbers.together(one) for one in (held[0].said if len(held) == 1 else _headlines(held)))
        ),
        *_summary(checked, held, lang),
        *(block for one in held for block in _instrument(one, _)),
        *_gaps(checked, lang),
        *(block for one in chapters for block in _chapter(one, _)),
        *_evidence(checked, lang),
    ]
    subject = f"{words.clean(named(checked.practice.name, lang))} · {_('standards')}"
    return Document(
        pages.answer(checked, lang).rstrip("."),
        subject,
        lang,
        (*blocks, *determined(checked.trace, _)),
        checked.trace,
    )


def _headlines(held: Sequence[Held]) -> tuple[str, ...]:
    return tuple(one.headline for one in held)


def _summary(checked: Checked, held: Sequence[Held], lang: str) -> Iterator[Block]:
    """Each instrument in a few sentences and a table of its Parts."""
    _ = translator(lang)
    yield Heading(_("Summary"))
    if len(held) > 1:
        yield Paragraph(_("Parts met / not met / unknown; ✓: can be ratified on what is known."))
        caption = _("Parts met, not met and unknown, by instrument")
        yield replace(assessment_tables.all_table([checked], lang), caption=caption)
    yield from (Paragraph(text, "alert") for text in pages.flags(checked.practice, lang))
    for one in held:
        yield Heading(f"{one.code} · {one.title}" if len(held) == 1 else one.headline.rstrip("."), 2)
        if one.said:
            yield Bullets(one.said)
        yield one.table


def _instrument(one: Held, _: Translate) -> Iterator[Block]:
    """Every Part with its tests and the ways of each."""
    yield Heading(f"{one.code} · {one.title}")
    for part in one.parts:
        yield Heading(_part(part), 2)
        for test in part.tests:
            yield Paragraph(f"{test.text} · {test.word}", "strong")
            lines = [*((note, 0) for note in test.notes), *_ways(test)]
            if lines:
                texts, depths = zip(*lines, strict=True)
                yield Bullets(texts, depths)


def _part(part: ShownPart) -> str:
    title = f"{part.title} ({part.article})" if part.article.strip("–") else part.title
    return f"{title} · {part.word}"


def _ways(test: Shown, depth: int = 0) -> Iterator[tuple[str, int]]:
    """The ways of a test with their depths, each with what is said of it; those of a way after it."""
    for way in test.ways:
        yield " · ".join((way.text, way.word, *way.notes)), depth
        yield from _ways(way, depth + 1)


def _gaps(checked: Checked, lang: str) -> Iterator[Block]:
    _ = translator(lang)
    yield Heading(_("Gaps"))
    failing, open_ = sections.failing(checked, lang), sections.open_(checked, lang)
    yield failing or Paragraph(_("No test that could be decided is not met."))
    if open_:
        yield open_


def _chapter(one: Chapter, _: Translate) -> Iterator[Block]:
    yield Heading(one.title)
    yield from (Paragraph(text) for text in one.lead)
    yield from one.tables
    if one.sources:
        yield Paragraph(_("Sources"), "strong")
        yield Bullets(one.sources)


def _evidence(checked: Checked, lang: str) -> Iterator[Block]:
    """What the answer rests on, what of it was not read in a text, and how it was found."""
    _ = translator(lang)
    otherwise = {
        "evidence": _("No input is known that a test could use."),
        "unverified": _("Every figure and rule used here was read in the text of its instrument."),
    }
    yield Heading(_("Evidence"))
    yield _or_said(sections.evidence(checked, lang), otherwise["evidence"])
    yield Heading(_("Unverified figures"))
    yield _or_said(sections.unverified(checked, lang), otherwise["unverified"])
    yield Heading(_("Method"))
    yield Bullets(tuple(_(text) for text in sections.METHOD))
    texts = sections.read_in(checked.assessments, lang)
    if texts:
        yield texts


def _or_said(table: Table | None, otherwise: str) -> Block:
    return table or Paragraph(otherwise)

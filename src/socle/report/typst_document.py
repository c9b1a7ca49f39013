"""A document as PDF, typeset by Typst: tagged for readers of screens (PDF/UA-1), the same bytes on every run.

The words reach the typesetter as data that its template reads, never as its markup. A letter that no font
of the document has is refused: PDF/UA allows no empty box.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from typing import Any, Final

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.report import column_widths, numbers
from socle.report import document as doc
from socle.report.document import Block, Bullets, Document, Figure, Heading, Paragraph, Stated, Summary
from socle.report.sections import Table
from socle.report.text import translator

FONTS: Final = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")  # all inside the typesetter
TEMPLATE: Final = "report.typ"
WHOLE: Final = 330.0  # points, just under half a page: a table up to this height is never split
TOGETHER: Final = 8  # a group with fewer rows is never split
NO_GLYPH: Final = re.compile(r'the text `"(.*?)"` could not be displayed')
LACKING: Final = N_("PDF and Word need more: install `opensocle[reports]`.")


def as_pdf(document: Document) -> bytes:
    """The document typeset; the same document gives the same bytes. Refuses letters that no font has."""
    try:
        import typst
    except ImportError:
        raise Refusal(LACKING) from None
    given: Any = files(document)  # by name; the library's own types know only one file
    compiler = typst.Compiler(input=given, ignore_system_fonts=True)
    try:
        made, _warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        raise _refused(str(error.message)) from None
    assert isinstance(made, bytes)
    return made


def files(document: Document) -> dict[str, bytes]:
    """What the typesetter reads, by name: our template, the words as data, the drawings."""
    _ = translator(document.lang)
    said = {
        "title": document.title,
        "subject": document.subject,
        "lang": document.lang,
        "fonts": FONTS,
        "fingerprint": document.trace.fingerprint,
        "words": {"table": _(doc.TABLE), "figure": _(doc.FIGURE), "contents": _(doc.CONTENTS)}
        | {"caution": _(doc.CAUTION), "summary": _(doc.SUMMARY)},
        "blocks": [_plain(one) | {"leads": leads} for one, leads in document.led()],
    }
    template = resources.files("socle.report").joinpath("templates", TEMPLATE).read_bytes()
    drawings = {f"{one.name}.svg": _in_our_type(one.drawing.svg).encode() for one in document.figures()}
    return {"main": template, "document.json": json.dumps(said, ensure_ascii=False).encode()} | drawings


def _plain(block: Block) -> dict[str, Any]:
    """A block as data for the template."""
    said: dict[str, Any] = {"is": type(block).__name__.lower()}
    match block:
        case Heading(text, level):
            said |= {"text": numbers.together(text), "level": level}
        case Paragraph(text, kind):
            said |= {"kind": kind, "text": _told(text)}
        case Bullets():
            ranked = block.ranked()
            said |= {"items": [_told(one) for one, _depth in ranked], "depths": [one for _, one in ranked]}
        case Stated(rows):
            said |= {"rows": [(topic, _told(text), caution) for topic, text, caution in rows]}
        case Figure():
            said |= {"name": f"{block.name}.svg", "title": numbers.together(block.title), "alt": block.alt}
            said |= {"note": numbers.together(block.note)}
        case Summary(lines, cards, note):
            said |= {"lines": [numbers.together(one) for one in lines], "cards": [vars(one) for one in cards]}
            said |= {"note": numbers.together(note)}
        case Table():
            said |= dict(_table(block))
    return said


def _told(text: str) -> tuple[tuple[str, bool], ...]:
    return doc.spans(numbers.together(text))


def _table(table: Table) -> Iterator[tuple[str, Any]]:
    yield "caption", numbers.together(table.caption)
    yield "head", table.head
    rows = [(title, [[_told(cell) for cell in row] for row in found]) for title, found in table.groups]
    yield "groups", [{"title": title, "rows": found, "kept": kept(len(found))} for title, found in rows]
    yield "widths", column_widths.widths(table)
    yield "whole", column_widths.height(table) <= WHOLE
    yield "align", doc.aligned(table)
    yield "notes", [numbers.together(text) for text in table.notes]
    yield "alerts", [numbers.together(text) for text in table.alerts]


def kept(rows: int) -> tuple[int, ...]:
    """How many rows of a group stay on one page, one after another: no row stands alone at the end of a page."""
    return (rows,) if rows < TOGETHER else (2, *(1,) * (rows - 4), 2)


def _in_our_type(svg: str) -> str:
    """A drawing whose words are in the fonts of the document, so that they are the same on every machine."""
    return re.sub(r'font-family="[^"]*"', f'font-family="{", ".join(FONTS)}"', svg)


def _refused(message: str) -> Refusal:
    """Why the typesetter made no document."""
    lacking = NO_GLYPH.search(message)
    if lacking:
        return Refusal(
            "No font of the document has all letters of `{text}`: write it in Latin letters, or ask for Word.",
            text=lacking[1][:80],
        )
    return Refusal("The document could not be typeset ({reason}).", reason=message[:200])

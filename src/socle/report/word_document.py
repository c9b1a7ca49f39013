"""A document for Word, for offices that edit: named styles, headings, numbered captions, real tables.

The same document gives the same bytes: no clock goes into it.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from socle.ground.refusals import Refusal
from socle.report import column_widths, numbers
from socle.report import document as doc
from socle.report.document import Block, Bullets, Document, Figure, Heading, Paragraph, Stated, Summary
from socle.report.sections import Card, Table
from socle.report.text import Translate, translator
from socle.report.typst_document import LACKING

if TYPE_CHECKING:
    from docx.document import Document as Paper

EPOCH: Final = datetime(1980, 1, 1, tzinfo=UTC)  # the first day that a zip file knows
LOCALES: Final = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}
FONT, CODE_FONT, INK, ALERT = "Times New Roman", "Courier New", "222222", "B00020"  # every office has them
PAGE_CM, MARGIN_CM = (21.0, 29.7), 2.2
ROOM_CM: Final = PAGE_CM[0] - 2 * MARGIN_CM
CAPTION, SMALL, ALERTED, BOX, CODE = "Caption", "Socle Note", "Socle Caution", "Socle Summary", "Socle Code"
BULLETS: Final = ("List Bullet", "List Bullet 2", "List Bullet 3")
CELL, LINED = "Socle Cell", "Socle Table"
WIDER: Final = 1.25  # Word's letters and margins beside those of the PDF, where the page has room
LINES: Final = """<w:style {names} w:type="table" w:customStyle="1" w:styleId="SocleTable">
<w:name w:val="Socle Table"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>
<w:top w:val="single" w:sz="8" w:color="222222"/><w:bottom w:val="single" w:sz="8" w:color="222222"/>
<w:insideH w:val="single" w:sz="2" w:color="D8D8D8"/></w:tblBorders><w:tblCellMar>
<w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"""


def as_word(document: Document) -> bytes:
    """The document as a file of Word (.docx)."""
    try:
        import docx
    except ImportError:
        raise Refusal(LACKING) from None
    paper = docx.Document()
    _dress(paper, document)
    writer = _Writer(paper, document)
    paper.add_paragraph(document.subject, style="Subtitle")
    paper.add_paragraph(document.title, style="Title")
    for block, leads in document.led():
        writer.lay(block, leads)
    held = io.BytesIO()
    paper.save(held)
    return _without_clock(held.getvalue())


def _without_clock(content: bytes) -> bytes:
    """The same package with every part dated the first day that a zip file knows."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(held, "w") as written:
        for name in read.namelist():
            part = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(part, read.read(name))
    return held.getvalue()


def _dress(paper: Paper, document: Document) -> None:
    """Page, properties, styles and what stands on every page."""
    from docx.shared import Cm

    said = paper.core_properties
    said.title, said.subject, said.author = document.title, document.subject, "Socle"
    said.keywords, said.comments, said.last_modified_by = document.trace.fingerprint, "", "Socle"
    said.created = said.modified = EPOCH.replace(tzinfo=None)
    said.language = LOCALES[document.lang]
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(PAGE_CM[0]), Cm(PAGE_CM[1])
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN_CM)
    _styles(paper, LOCALES[document.lang])
    page.header.paragraphs[0].text = document.subject
    foot = page.footer.paragraphs[0]
    foot.text = f"Socle · {document.trace.fingerprint} · "
    _field(foot, "PAGE", "1")


def _styles(paper: Paper, locale: str) -> None:
    """The named styles that an office can change in one place."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Pt, RGBColor

    styles: Any = paper.styles
    styles.element.append(parse_xml(LINES.format(names=nsdecls("w"))))
    sizes = {"Normal": 10.5, "Title": 19, "Subtitle": 10, "Heading 1": 15, "Heading 2": 12, CAPTION: 9.5}
    for name in (SMALL, ALERTED, BOX, CELL):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    styles.add_style(CODE, WD_STYLE_TYPE.CHARACTER).font.name = CODE_FONT
    for name, size in (sizes | {SMALL: 8.5, ALERTED: 10.5, BOX: 10.5, CELL: 8}).items():
        font = styles[name].font
        font.name, font.size, font.color.rgb = FONT, Pt(size), RGBColor.from_string(INK)
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]  # the fonts of a theme go before a named one
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{key}"), FONT)
    styles[ALERTED].font.color.rgb = RGBColor.from_string(ALERT)
    styles[CAPTION].font.bold, styles[CAPTION].font.italic = True, False
    styles[CAPTION].paragraph_format.keep_with_next = True
    styles[CELL].paragraph_format.space_before = styles[CELL].paragraph_format.space_after = Pt(1.5)
    styles[SMALL].paragraph_format.space_before = Pt(4)
    styles[BOX].paragraph_format.space_after = Pt(3)
    styles["Subtitle"].font.italic = False
    language = styles["Normal"].element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): locale})
    styles["Normal"].element.rPr.append(language)


class _Writer:
    """Lays blocks out one after another, and numbers what has a caption."""

    def __init__(self, paper: Paper, document: Document) -> None:
        self.paper, self.document = paper, document
        self._: Translate = translator(document.lang)
        self.numbered = {doc.TABLE: 0, doc.FIGURE: 0}

    def lay(self, block: Block, leads: bool) -> None:
        """One block; a paragraph that `leads` stays on the page of what comes next."""
        match block:
            case Heading(text, level):
                self.paper.add_heading(numbers.together(text), level)
            case Paragraph(text, kind):
                found = self._paragraph(text, {"note": SMALL, "alert": ALERTED}.get(kind, "Normal"))
                found.paragraph_format.keep_with_next = leads or None
                for run in found.runs if kind == "strong" else ():
                    run.bold = True
            case Bullets():
                for text, depth in block.ranked():
                    self._paragraph(text, BULLETS[min(depth, len(BULLETS) - 1)])
            case Stated(rows):
                for topic, said, caution in rows:
                    self._stated(topic, said, caution)
            case Figure():
                self._figure(block)
            case Summary(lines, cards, note):
                self._summary(lines, cards, note)
            case Table():
                self._table(block)

    def _paragraph(self, text: str, style: str) -> Any:
        found = self.paper.add_paragraph(style=style)
        if style == ALERTED:
            found.add_run(f"{self._(doc.CAUTION)} · ").bold = True
        _said(found, text)
        return found

    def _stated(self, topic: str, said: str, caution: str) -> None:
        found = self.paper.add_paragraph(style="Normal")
        found.add_run(topic).bold = True
        found.add_run(f" · {caution}. " if caution else ". ")
        _said(found, said)

    def _summary(self, lines: tuple[str, ...], cards: tuple[Card, ...], note: str) -> None:
        self.paper.add_paragraph(self._(doc.SUMMARY), style=BOX).runs[0].bold = True
        for line in lines:
            self._paragraph(line, "List Bullet")
        for card in cards:
            found = self.paper.add_paragraph(style=BOX)
            found.add_run(card.title).bold = True
            found.add_run(f" · {card.cost} · {card.reached}")
        if note:
            self._paragraph(note, SMALL)
        self.paper.add_paragraph(self._(doc.CONTENTS), style=BOX).runs[0].bold = True
        _contents(self.paper.add_paragraph(), [one for one in self.document.headings() if one.level == 1])

    def _caption(self, kind: str, text: str) -> None:
        self.numbered[kind] += 1
        found = self.paper.add_paragraph(f"{self._(kind)} ", style=CAPTION)
        _field(found, f"SEQ {kind} \\* ARABIC", str(self.numbered[kind]))
        found.add_run(f". {numbers.together(text)}")

    def _figure(self, block: Figure) -> None:
        from docx.shared import Cm

        self._caption(doc.FIGURE, block.title)
        self.paper.add_picture(io.BytesIO(block.drawing.png), width=Cm(ROOM_CM))
        drawn: Any = self.paper.paragraphs[-1]._p
        for one in drawn.xpath(".//wp:docPr"):
            one.set("name", block.name)
            one.set("descr", block.alt)
        self._paragraph(block.note, SMALL)

    def _table(self, block: Table) -> None:
        self._caption(doc.TABLE, block.caption)
        rows = [(block.head, True)]
        for title, found in block.groups:
            rows += [((title,), True)] if title else []
            rows += [(row, False) for row in found]
        table = self.paper.add_table(rows=len(rows), cols=len(block.head))
        _shape(table, block, rows)
        for text in block.alerts:
            self._paragraph(text, ALERTED)
        for text in block.notes or ("",):
            self._paragraph(text, SMALL)


def _said(paragraph: Any, text: str) -> None:
    """A text, with the names of Socle in their own style."""
    for part, name in doc.spans(numbers.together(text)):
        paragraph.add_run(part, style=CODE if name else None)


def _shape(table: Any, block: Table, rows: list[tuple[tuple[str, ...], bool]]) -> None:
    """Widths, sides, the head that every page repeats, and rows that stay whole."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
    from docx.shared import Cm

    table.style, table.autofit = LINED, False
    parts = column_widths.widths(block)
    wide = [Cm(part * ROOM_CM * min(WIDER, 1 / sum(parts))) for part in parts]
    for column, width in zip(table.columns, wide, strict=True):
        column.width = width
    sides = [SIDE.LEFT if one == "left" else SIDE.RIGHT for one in doc.aligned(block)]
    for line, (texts, bold) in zip(table.rows, rows, strict=True):
        cells = line.cells
        group = bold and len(texts) == 1 < len(cells)
        if group:
            cells = [cells[0].merge(cells[-1])]
        for at, text in enumerate(texts):
            words = cells[at].paragraphs[0]
            words.alignment = SIDE.LEFT if group else sides[at]
            words.style, words.paragraph_format.keep_with_next = CELL, bold or None
            for part, name in doc.spans(numbers.together(text)):
                words.add_run(part, style=CODE if name else None).bold = bold or None
            if not group:
                cells[at].width = wide[at]
        _whole(line._tr, head=line._tr is table.rows[0]._tr)


def _whole(row: Any, head: bool) -> None:
    """A row on one page; the head on every page."""
    from docx.oxml import OxmlElement

    kept = row.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if head else ())):
        kept.append(OxmlElement(name))


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field of Word, with what it shows until Word counts again."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), (None, shown), ("end", "")):
        run = paragraph.add_run(text if kind is None else "")
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "":
            words = OxmlElement("w:instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = f" {text} "
            run._r.append(words)


def _contents(paragraph: Any, headings: list[Heading]) -> None:
    """The contents: a field that Word fills with pages, and the titles until it does."""
    _field(paragraph, 'TOC \\o "1-2" \\h \\z \\u', "\n".join(one.text for one in headings))

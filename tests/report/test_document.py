"""Reports on paper: one list of blocks, laid out as PDF and for Word, the same bytes on every run."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from socle.cli.main import main
from socle.ground.refusals import Refusal
from socle.report import (
    assessment_page,
    column_widths,
    document_assessment,
    document_country,
    document_files,
    document_valuation,
    drawing,
    files,
    numbers,
    typst_document,
)
from socle.report import document as doc
from socle.report.document import Document, Heading, Paragraph
from socle.report.drawing import Drawing
from socle.report.sections import Table
from socle.report.text import LANGUAGES, translator
from socle.report.typst_document import as_pdf
from socle.report.word_document import as_word
from tests.report.sample import floor

docx = pytest.importorskip("docx")
typst = pytest.importorskip("typst")


@cache
def drawings(lang: str) -> Mapping[str, Drawing]:
    return drawing.draw(doc.untitled(document_country.specs(floor(), lang)), lang)


def country(lang: str = "en") -> Document:
    return document_country.document(floor(), lang, drawings(lang))


def with_text(text: str) -> Document:
    """A small document that says `text` wherever a text can stand."""
    table = Table(text, ("Name", text), ((text, ((text, text),)),), words=1, notes=(text,), alerts=(text,))
    blocks = (Heading(text), *(Paragraph(text, kind) for kind in ("plain", "note", "alert")), table)
    more = (doc.Bullets((text,)), doc.Stated(((text, text, text),)), doc.Summary((text,)))
    return Document(text, text, "en", (*blocks, *more), floor().trace)


def words_of(document: Document) -> str:
    """What the typesetter puts on the pages, as it understands it."""
    found: list[str] = []
    with TemporaryDirectory() as name:
        for file, content in typst_document.files(document).items():
            (Path(name) / file).write_bytes(content)
        compiler = typst.Compiler(input=str(Path(name) / "main"), root=name, ignore_system_fonts=True)
        for selector in ("title", "heading", "par", "list", "figure"):
            gather(json.loads(compiler.query(selector)), found)
    return "\n".join(found)


def gather(node: object, found: list[str]) -> None:
    """The texts of a tree, in reading order."""
    if isinstance(node, dict):
        found.extend([node["text"]] if isinstance(node.get("text"), str) else [])
        for one in node.values():
            gather(one, found)
    elif isinstance(node, list):
        for one in node:
            gather(one, found)


@pytest.mark.parametrize("make", [as_pdf, as_word])
def test_the_same_document_gives_the_same_bytes(make: Callable[[Document], bytes]) -> None:
    first, second = make(country()), make(replace(country()))
    assert first == second


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_is_tagged_and_accepted_as_accessible_in_every_language(lang: str) -> None:
    """The typesetter refuses what PDF/UA-1 refuses: no title, no alternative text, a letter without a glyph."""
    made = as_pdf(country(lang))
    assert made.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in made
    assert b"/StructTreeRoot" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert re.search(rb"/Lang ?\(" + lang.encode(), made)


def test_no_clock_goes_into_a_file() -> None:
    assert b"CreationDate" not in as_pdf(country())
    with zipfile.ZipFile(io.BytesIO(as_word(country()))) as package:
        assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_word_has_the_headings_tables_and_charts_of_the_document_in_its_order(lang: str) -> None:
    document = country(lang)
    paper = docx.Document(io.BytesIO(as_word(document)))
    headings = [one.text for one in paper.paragraphs if one.style.name.startswith("Heading")]
    assert headings == [numbers.together(one.text) for one in document.headings()]
    captions = [one.text for one in paper.paragraphs if one.style.name == "Caption"]
    _ = translator(lang)
    for kind, titles in (
        (_("Table"), [one.caption for one in document.tables()]),
        (_("Figure"), [one.title for one in document.figures()]),
    ):
        numbered = [f"{kind} {at}. {numbers.together(title)}" for at, title in enumerate(titles, start=1)]
        assert [one for one in captions if one.startswith(f"{kind} ")] == numbered
    assert len(paper.tables) == len(document.tables())
    for shown, told in zip(paper.tables, document.tables(), strict=True):
        cells = [[cell.text for cell in row.cells] for row in shown.rows]
        assert cells[0] == list(told.head)
        assert [row for row in cells if len(set(row)) > 1 or len(row) == 1][1:] or not told.groups[0][1]
    described = paper.element.xpath("//wp:docPr/@descr")
    assert described == [one.alt for one in document.figures()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_says_every_cell_of_every_table(lang: str) -> None:
    document = country(lang)
    said = words_of(document)
    for table in document.tables():
        for _title, rows in table.groups:
            for cell in (cell for row in rows for cell in row if cell):
                assert all(part in said for part, _name in doc.spans(numbers.together(cell)))


def test_a_report_holds_the_parts_that_a_reader_looks_for() -> None:
    parts = [one.text for one in country().headings() if one.level == 1]
    wanted = ["What it costs", "Who receives what", "Population", "What the levels are measured against"]
    wanted += ["Financing gap", "How sure it is", "Method", "Assumptions", "Sources", "Limits", "Fingerprint"]
    assert parts == wanted
    assert floor().trace.fingerprint in words_of(country())


def test_unverified_figures_stand_together() -> None:
    document = country()
    table = next(one for one in document.tables() if one.caption == "Unverified figures")
    unverified = [one for one in floor().assumptions if one.unverified]
    assert unverified
    assert len([row for _title, rows in table.groups for row in rows]) >= len(unverified)


HOSTILE = (
    '#panic("no") $x^2$ @label <label> \\ _a_ *b* = c // d /* e */ [f] {g} ~ -- ... "h" \'i\'',
    '#read("/etc/passwd")',
    "</w:t></w:r><script>&amp;",
    "\u202f\u00a0\u2007\u2212\u2265\u00e9\u00f1\u0153\u201c\u2019\u2026\u2192",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_stands_in_a_file_is_never_markup(text: str) -> None:
    document = with_text(text)
    said = words_of(document)
    assert text.replace("\u00a0", " ") in said.replace("\u00a0", " ")
    assert as_pdf(document).startswith(b"%PDF")
    paper = docx.Document(io.BytesIO(as_word(document)))
    assert paper.tables[0].rows[0].cells[1].text == text


@pytest.mark.parametrize("text", ["\u1780\u1798\u17d2\u1796\u17bb\u1787\u17b6", "\u12a2\u1275\u12ee"])
def test_a_letter_that_no_font_has_is_refused_and_never_an_empty_box(text: str) -> None:
    with pytest.raises(Refusal, match="No font of the document has all letters"):
        as_pdf(with_text(text))


def test_a_letter_that_no_font_has_is_refused_inside_a_chart_too() -> None:
    bad = Drawing(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>\u1780</text></svg>', b""
    )
    document = replace(country(), blocks=(doc.Figure("bad", "A title", "", bad),))
    with pytest.raises(Refusal, match="No font"):
        as_pdf(document)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_name_of_every_shipped_country_can_be_printed(lang: str) -> None:
    from socle.exchange.country import shipped
    from socle.report import code_names

    names = " ".join(code_names.area(code, lang) for code in shipped())
    assert as_pdf(replace(with_text(names), lang=lang)).startswith(b"%PDF")


def test_names_of_socle_are_set_in_their_own_type() -> None:
    assert doc.spans("use `a.b` here") == (("use ", False), ("a.b", True), (" here", False))
    assert doc.spans("plain") == (("plain", False),)


@pytest.mark.parametrize(
    ("lang", "shown"), [("en", "3.50, \u22120.8 and 2023.01.05"), ("fr", "3,50, \u22120,8 and 2023.01.05")]
)
def test_numbers_inside_sentences_follow_the_language(lang: str, shown: str) -> None:
    assert numbers.decimals("3.50, -0.8 and 2023.01.05", lang) == shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_table_is_wider_than_the_page_and_no_column_is_lost(lang: str) -> None:
    for table in country(lang).tables():
        found = column_widths.widths(table)
        assert len(found) == len(table.head)
        assert min(found) > 0
        assert sum(found) <= 1 + 1e-9


def test_long_words_keep_their_column_where_room_is_short() -> None:
    """A number or a name without a space is never broken; sentences go on in the next line."""
    name, number, sentence = "one_name_without_a_space", "1\u00a0234\u00a0567 XOF", "some words " * 30
    table = Table("T", ("A", "B", "C", "D"), (("", ((name, number, sentence, sentence),)),), words=2)
    found = column_widths.widths(table)
    assert found[0] * column_widths.ROOM >= len(name)
    assert found[1] * column_widths.ROOM >= len("1\u00a0234\u00a0567")
    assert min(found[2], found[3]) > 1.2 * found[1]


@cache
def valued() -> Document:
    from tests.report.valuation_sample import found

    return document_valuation.of_valuation(found(), "es")


def test_a_valuation_on_paper_has_every_table_and_chart_of_its_page() -> None:
    from socle.report import valuation_page
    from socle.report.valuation_sections import Told
    from tests.report.valuation_sample import found

    wanted = [one.caption for one in valuation_page.tables(Told(found(), "es")).values() if one]
    assert set(wanted) <= {one.caption for one in valued().tables()}
    names = {one.name for one in valued().figures()}
    assert names == set(document_valuation.specs(found(), "es"))
    assert as_pdf(valued()) == as_pdf(valued())
    assert len(docx.Document(io.BytesIO(as_word(valued()))).tables) == len(valued().tables())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_assessment_on_paper_tells_every_test_and_way_with_its_result(lang: str) -> None:
    from tests.report import assessment_sample

    checked = assessment_sample.checked()
    document = document_assessment.document(checked, lang)
    said = words_of(document)
    for held in assessment_page.held_of(checked, lang):
        for part in held.parts:
            assert part.title in said
            for test in part.tests:
                assert f"{test.text} · {test.word}" in said
                assert all(way.text in said for way in test.ways)
    assert as_pdf(document).startswith(b"%PDF")
    paper = docx.Document(io.BytesIO(as_word(document)))
    assert [one.text for one in paper.paragraphs if one.style.name.startswith("Heading")] == [
        one.text for one in document.headings()
    ]


def test_what_a_hostile_file_says_is_printed_and_not_obeyed() -> None:
    from tests.report import assessment_sample

    document = document_assessment.document(assessment_sample.hostile(), "en")
    assert as_pdf(document).startswith(b"%PDF")
    assert as_word(document).startswith(b"PK")


def test_what_has_no_report_on_paper_says_so(tmp_path: Path) -> None:
    report = files.Report("x", "en", None, {}, lambda _drawings, _names: "")
    with pytest.raises(Refusal, match="no report as `pdf`"):
        files.write_report(report, tmp_path, ("pdf",))
    assert not list(tmp_path.iterdir())


def test_a_kind_of_file_that_is_not_written_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="not as `odt`"):
        document_files.kind_of(tmp_path / "report.odt")


def test_a_missing_library_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_files, "find_spec", lambda _name: None)
    with pytest.raises(Refusal, match=r"opensocle\[reports\]"):
        document_files.kind_of(tmp_path / "report.pdf")


@pytest.mark.parametrize("name", ["report.pdf", "report.docx"])
def test_the_command_writes_the_report_and_says_the_answer(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    assert main(["report", "XXX", "--lang", "fr", "-o", str(path)]) == 0
    assert path.read_bytes()[:4] == {"report.pdf": b"%PDF", "report.docx": b"PK\x03\x04"}[name]
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert "socle" in capsys.readouterr().out


def test_the_command_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert main(["report", "XXX", "-o", str(tmp_path / "none" / "report.pdf")]) == 2

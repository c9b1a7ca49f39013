"""Reports on paper from outside: what readers of screens find, what two runs give, which letters they know."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import socle
from socle.ground.refusals import Refusal
from socle.report import document as doc
from socle.report import typst_document, word_document
from socle.report.document import Document, Heading, Paragraph
from socle.report.sections import Table
from socle.report.text import LANGUAGES
from socle.report.typst_document import as_pdf
from socle.report.word_document import as_word
from tests.report.test_document import country, words_of

docx = pytest.importorskip("docx")
pypdf = pytest.importorskip("pypdf")

NUMBER = re.compile(r"\d+(?:[.,\u202f\u00a0]\d+)*")


@cache
def pdf(lang: str) -> Any:
    return pypdf.PdfReader(io.BytesIO(as_pdf(country(lang))))


def tagged(node: Any, role: str) -> Iterator[Any]:
    """The elements of a role in the structure tree, in reading order."""
    node = node.get_object()
    if isinstance(node, pypdf.generic.ArrayObject):
        for one in node:
            yield from tagged(one, role)
    elif isinstance(node, pypdf.generic.DictionaryObject):
        if node.get("/S") == role:
            yield node
        if "/K" in node:
            yield from tagged(node["/K"], role)


def attributes(node: Any) -> dict[str, Any]:
    held = node.get("/A", {})
    held = held.get_object() if hasattr(held, "get_object") else held
    each = held if isinstance(held, list) else [held]
    return {key: value for one in each for key, value in one.get_object().items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pdf_says_its_language_its_title_and_that_it_is_tagged(lang: str) -> None:
    root = pdf(lang).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (an object of PDF)
    assert root["/Lang"].startswith(lang)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert pdf(lang).metadata.title == country(lang).title
    assert all(page.get("/StructParents") is not None for page in pdf(lang).pages)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_chart_is_told_and_every_head_of_a_table_says_what_it_heads(lang: str) -> None:
    document, tree = country(lang), pdf(lang).trailer["/Root"]["/StructTreeRoot"]
    told = [str(one.get("/Alt", "")) for one in tagged(tree, "/Figure")]
    assert {one.alt for one in document.figures()} <= set(told)
    assert all(told)
    tables = list(tagged(tree, "/Table"))
    assert len(tables) >= len(document.tables())
    for table in tables:
        heads = list(tagged(table, "/TH"))
        assert heads
        assert {str(attributes(one).get("/Scope")) for one in heads} <= {"/Column", "/Row", "/Both"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bookmarks_are_the_headings_and_no_level_is_left_out(lang: str) -> None:
    def titles(outline: list[Any]) -> Iterator[str]:
        for one in outline:
            if isinstance(one, list):
                yield from titles(one)
            else:
                yield re.sub(r"^[\d.]+ ", "", one.title)

    document = country(lang)
    found = list(titles(pdf(lang).outline))
    assert [one for one in found if one in {each.text for each in document.headings()}] == [
        one.text for one in document.headings()
    ]
    levels = [one.level for one in document.headings()]
    assert levels[0] == 1
    assert all(then - now <= 1 for now, then in pairwise(levels))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_word_and_pdf_say_the_same_numbers(lang: str) -> None:
    document = country(lang)
    paper = docx.Document(io.BytesIO(as_word(document)))
    said = [
        one.text.partition(". ")[2] if one.style.name == "Caption" else one.text for one in paper.paragraphs
    ]
    said += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    cards = [
        f"{card.cost} {card.reached}"
        for one in document.blocks
        if isinstance(one, doc.Summary)
        for card in one.cards
    ]
    word = set(NUMBER.findall("\n".join(said)))
    paged = set(NUMBER.findall("\n".join((words_of(document), document.title, *cards))))
    assert len(word) > 100
    assert word - paged == set()
    assert {one for one in paged - word if len(one) > 1} == set()


def test_word_repeats_heads_names_fields_and_its_language() -> None:
    document = country("fr")
    paper = docx.Document(io.BytesIO(as_word(document)))
    body = paper.element
    assert len(body.xpath("//w:tblHeader")) == len(document.tables())
    assert all(len(table.rows[0]._tr.xpath(".//w:tblHeader")) == 1 for table in paper.tables)
    fields = [one.text.strip() for one in body.xpath("//w:instrText")]
    assert sum(one.startswith("TOC") for one in fields) == 1
    assert sum(one.startswith("SEQ") for one in fields) == len(document.tables()) + len(document.figures())
    assert paper.core_properties.language == "fr-FR"
    assert paper.styles["Normal"].element.xpath(".//w:lang/@w:val") == ["fr-FR"]


HASHED = """
import hashlib, sys
from tests.report.test_document import country
from socle.report.typst_document import as_pdf
from socle.report.word_document import as_word
print(hashlib.sha256(as_pdf(country()) + as_word(country())).hexdigest())
"""


def test_another_process_gives_the_same_bytes() -> None:
    """Under another order of sets and dictionaries by hash."""
    run = subprocess.run(
        [sys.executable, "-c", HASHED],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": ".", "PATH": ""},
        cwd=Path(__file__).parents[2],
    )
    assert run.stdout.strip() == hashlib.sha256(as_pdf(country()) + as_word(country())).hexdigest()


def shipped_letters() -> set[str]:
    """Every letter of the catalogues, of the names of countries and of the texts that are shipped."""
    from socle.exchange.country import shipped
    from socle.report import code_names

    home = Path(socle.__file__).parent
    files = [
        *home.glob("report/text/*.po"),
        *home.glob("library/**/*.yaml"),
        *home.glob("standards/**/*.yaml"),
    ]
    found = {letter for path in files for letter in path.read_text(encoding="utf-8")}
    found |= {letter for path in home.glob("library/**/*.csv") for letter in path.read_text(encoding="utf-8")}
    found |= {letter for lang in LANGUAGES for code in shipped() for letter in code_names.area(code, lang)}
    return {letter for letter in found if letter.isprintable() or letter in "\u00a0\u202f\u2007"}


def everywhere(text: str) -> Document:
    """A text in every type of the report: plain, bold, small, in a table, as a name of Socle."""
    table = Table(text, (text, text), ((text, ((text, f"`{text}`"),)),), words=1)
    blocks = (Heading(text), Paragraph(text), Paragraph(text, "strong"), Paragraph(text, "note"), table)
    return replace(country(), title=text, blocks=blocks)


def test_the_fonts_have_every_letter_that_is_shipped() -> None:
    """The build fails where a text needs a letter that no font has."""
    letters = shipped_letters() - {"`"}
    assert {"\u00e9", "\u00f1", "\u0153", "\u2265", "\u2192", "\u2713", "\u00c5"} & letters
    words = " ".join("".join(sorted(letters)[at : at + 8]) for at in range(0, len(letters), 8))
    assert as_pdf(everywhere(words)).startswith(b"%PDF")


@pytest.mark.parametrize("letter", ["\u4e2d", "\u0e01", "\U0001f600"])
def test_a_letter_that_is_lacking_stops_the_report_in_words(letter: str) -> None:
    with pytest.raises(Refusal, match="No font of the document has all letters"):
        as_pdf(everywhere(f"word {letter}"))


def test_fonts_come_with_the_typesetter_and_never_from_the_machine() -> None:
    assert set(typst_document.FONTS) <= set(
        pytest.importorskip("typst").Fonts(include_system_fonts=False).families()
    )


@pytest.mark.parametrize("rows", range(1, 40))
def test_no_row_of_a_group_stands_alone_on_a_page(rows: int) -> None:
    kept = typst_document.kept(rows)
    assert sum(kept) == rows and (rows == 1 or min(kept[0], kept[-1]) > 1)


def test_every_font_is_named_with_its_licence() -> None:
    notice = (Path(__file__).parents[2] / "NOTICE").read_text(encoding="utf-8")
    assert all(
        name in notice for name in (*typst_document.FONTS, word_document.FONT, word_document.CODE_FONT)
    )

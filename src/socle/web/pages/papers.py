"""Reports of a country, of a valuation and of an assessment to keep: PDF, Word for offices that edit, a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from socle.report import document_files
from socle.report.document import Document
from socle.run.guarantees import GuaranteeRequest, guarantees
from socle.run.practice import PracticeRequest
from socle.run.reforms import ReformRequest, reforms
from socle.web.chapters import yes
from socle.web.countries import code_of, floor_of, stamp_of
from socle.web.page import Asked, File, download
from socle.web.pages.standards import asked_for, convention_of
from socle.web.pages.valuation import scheme_of, valued

KINDS: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KEPT: Final = 24  # reports in memory

Laid = Callable[[], Document]
Sheets = Callable[[Path], None]


@download("/{iso3:country}/report.pdf")
def country_pdf(asked: Asked) -> File:
    """The country report, typeset and tagged."""
    return _of_country(asked, "pdf")


@download("/{iso3:country}/report.docx")
def country_word(asked: Asked) -> File:
    """The country report for Word."""
    return _of_country(asked, "docx")


@download("/{iso3:country}/report.xlsx")
def country_workbook(asked: Asked) -> File:
    """The floor as a workbook with live formulas."""
    return _of_country(asked, "xlsx")


@download("/{iso3:country}/valuation/{scheme:name}/report.pdf")
def valuation_pdf(asked: Asked) -> File:
    """The valuation report, typeset and tagged."""
    return _of_valuation(asked, "pdf")


@download("/{iso3:country}/valuation/{scheme:name}/report.docx")
def valuation_word(asked: Asked) -> File:
    """The valuation report for Word, to be completed by the actuary."""
    return _of_valuation(asked, "docx")


@download("/{iso3:country}/valuation/{scheme:name}/report.xlsx")
def valuation_workbook(asked: Asked) -> File:
    """The valuation as a workbook."""
    return _of_valuation(asked, "xlsx")


@download("/{iso3:country}/standards/report.pdf")
def standards_pdf(asked: Asked) -> File:
    """The assessment, typeset and tagged."""
    return _of_standards(asked, "pdf")


@download("/{iso3:country}/standards/report.docx")
def standards_word(asked: Asked) -> File:
    """The assessment for Word."""
    return _of_standards(asked, "docx")


@download("/{iso3:country}/standards/report.xlsx")
def standards_workbook(asked: Asked) -> File:
    """The assessment as a workbook."""
    return _of_standards(asked, "xlsx")


def _of_country(asked: Asked, kind: str) -> File:
    from socle.report import workbook

    code, lang = code_of(asked), asked.lang
    return _file(
        asked,
        ("floor", code),
        kind,
        lambda: document_files.of_floor(floor_of(asked), lang),
        lambda path: workbook.write(floor_of(asked), path, lang),
    )


def _of_valuation(asked: Asked, kind: str) -> File:
    from socle.report import document_valuation, valuation_workbook

    code, lang = code_of(asked), asked.lang
    return _file(
        asked,
        ("valuation", code, scheme_of(asked)),
        kind,
        lambda: document_valuation.of_valuation(valued(asked), lang),
        lambda path: valuation_workbook.write(valued(asked), path, lang),
    )


def _of_standards(asked: Asked, kind: str) -> File:
    from socle.report import assessment_workbook, document_assessment
    from socle.report.assessment_chapters import floor_chapter, reforms_chapter
    from socle.report.assessment_sections import Chapter

    code, lang, convention = code_of(asked), asked.lang, convention_of(asked)
    declared = yes(asked, "exceptions")

    def chapters() -> Sequence[Chapter]:
        """As from the command line: the reforms that would comply, of one instrument, and the guarantees."""
        one = ReformRequest(PracticeRequest(code), convention, exceptions=declared) if convention else None
        floor = floor_chapter(guarantees(GuaranteeRequest(code)), lang)
        return (*((reforms_chapter(reforms(one), lang),) if one else ()), floor)

    return _file(
        asked,
        ("standards", code, convention, "exceptions" if declared else ""),
        kind,
        lambda: document_assessment.document(asked_for(asked), lang, chapters()),
        lambda path: assessment_workbook.write(asked_for(asked), path, lang, chapters()),
    )


def _file(asked: Asked, named: tuple[str, ...], kind: str, laid: Laid, sheets: Sheets) -> File:
    """A report under its name, made once as long as the files of the country stay the same."""
    body = _made(_Key((*named, stamp_of(asked), asked.lang, kind), laid, sheets))
    name = "_".join(part for part in (*named, asked.lang) if part)
    return File(f"{name}.{kind}", body, KINDS[kind])


class _Key:
    """What a report rests on: equal where country, files, language and kind are, whoever makes it."""

    def __init__(self, said: tuple[str, ...], laid: Laid, sheets: Sheets) -> None:
        self.said, self.laid, self.sheets = said, laid, sheets

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.said == other.said

    def __hash__(self) -> int:
        return hash(self.said)


@lru_cache(maxsize=KEPT)
def _made(key: _Key) -> bytes:
    kind = key.said[-1]
    if kind == "xlsx":
        return document_files.workbook(key.sheets)
    document_files.installed(kind)
    return document_files.made(key.laid(), kind)

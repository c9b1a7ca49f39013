"""The report of a country, or of a scenario being built, on paper: PDF, and Word for offices that edit."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from socle.model.results import Floor
from socle.report import document_files
from socle.web.countries import code_of, floor_of, stamp_of
from socle.web.page import Asked, File, download

KINDS: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
KEPT: Final = 24  # reports in memory


@download("/{iso3:country}/report.pdf")
def country_pdf(asked: Asked) -> File:
    """The country report, typeset and tagged."""
    return _of_country(asked, "pdf")


@download("/{iso3:country}/report.docx")
def country_word(asked: Asked) -> File:
    """The country report for Word."""
    return _of_country(asked, "docx")


def _of_country(asked: Asked, kind: str) -> File:
    code = code_of(asked)
    body = _made(_Key(code, stamp_of(asked), asked.lang, kind, floor_of(asked)))
    return File(f"floor_{code}_{asked.lang}.{kind}", body, KINDS[kind])


class _Key:
    """What a report rests on: equal where country, files, language and kind are, whatever object holds it."""

    def __init__(self, code: str, stamp: str, lang: str, kind: str, floor: Floor) -> None:
        self.said, self.lang, self.kind, self.floor = (code, stamp, lang, kind), lang, kind, floor

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.said == other.said

    def __hash__(self) -> int:
        return hash(self.said)


@lru_cache(maxsize=KEPT)
def _made(key: _Key) -> bytes:
    document_files.installed(key.kind)
    return document_files.made(document_files.of_floor(key.floor, key.lang), key.kind)

"""The door for a Social Security Inquiry: a workbook, a folder of inquiry.yaml and CSV files, or stored content."""

from __future__ import annotations

from pathlib import Path

from socle.exchange.form_book import sheet_names
from socle.exchange.form_file import BOOKS, read_form
from socle.exchange.inquiry_content import Content, filled_of
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.inquiry import Inquiry
from socle.model.inquiry_tables import INQUIRY


def read_inquiry(path: Path) -> Inquiry:
    """The inquiry at a path, every cell read; whether its values agree is for `inquiry_checks` to say."""
    return Inquiry(read_form(INQUIRY, path))


def inquiry_of(content: Content, name: str = "inquiry") -> Inquiry:
    """The inquiry of stored content (`inquiry_content.content_of`); `name` is how refusals call it."""
    if content.get("form") != INQUIRY.name:
        raise Refusal(N_("This is not the content of a Social Security Inquiry."), where=name)
    return Inquiry(filled_of(INQUIRY, content, name))


def is_inquiry(path: Path) -> bool:
    """Whether a path holds an inquiry: by the file of its facts, or by the sheets of a workbook."""
    if path.is_dir():
        return (path / INQUIRY.file).is_file()
    if path.suffix.lower() not in BOOKS or not path.is_file():
        return path.name == INQUIRY.file and path.is_file()
    return {"schemes", "benefits"} <= set(sheet_names(path))

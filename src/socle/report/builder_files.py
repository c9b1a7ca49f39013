"""A scenario being built as a workbook and as a report on paper: bytes to be sent, nothing is left on the disk."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from socle.model.results import Floor
from socle.report import document_files
from socle.report import workbook as sheets


def workbook(floor: Floor, lang: str) -> bytes:
    """The workbook of a floor with live formulas."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "floor.xlsx"
        sheets.write(floor, path, lang)
        return path.read_bytes()


def paper(floor: Floor, lang: str, kind: str) -> bytes:
    """The report of a floor: `pdf` or `docx`."""
    document_files.installed(kind)
    return document_files.made(document_files.of_floor(floor, lang), kind)

"""A result as a document, and a document as PDF or for Word, as the name of a file says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory
from typing import Any, Final

from socle.ground.refusals import Refusal, nearest
from socle.model.results import Floor
from socle.report import document_country, drawing
from socle.report.document import Document, untitled
from socle.report.drawing import Drawing
from socle.report.text import known
from socle.report.typst_document import LACKING

NEEDS: Final = {"pdf": "typst", "docx": "docx"}  # the kind of a file, and the library that makes it


def kind_of(path: Path) -> str:
    """`pdf` or `docx`, from the name of a file; refused where it is another, or the library is not installed."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in NEEDS:
        raise Refusal(
            "Socle writes reports as {kinds}, not as `{kind}`: name a file that ends so.",
            kinds=", ".join(NEEDS),
            kind=kind or path.name,
            nearest=nearest(kind, NEEDS),
        )
    installed(kind)
    return kind


def installed(kind: str) -> None:
    """Refuses where the library that makes files of this kind is not installed."""
    if find_spec(NEEDS[kind]) is None:
        raise Refusal(LACKING)


def made(document: Document, kind: str) -> bytes:
    """The document as a file of this kind; the same document gives the same bytes."""
    if kind == "pdf":
        from socle.report.typst_document import as_pdf

        return as_pdf(document)
    from socle.report.word_document import as_word

    return as_word(document)


def workbook(write: Callable[[Path], None]) -> bytes:
    """What `write` writes into a file, as bytes to be sent; nothing is left on the disk."""
    with TemporaryDirectory(prefix="socle-") as folder:
        path = Path(folder) / "workbook.xlsx"
        write(path)
        return path.read_bytes()


def of_floor(floor: Floor, lang: str, renderer: Popen[bytes] | None = None) -> Document:
    """The report of a country; `renderer` is what `drawing.start()` gave, if the caller started it early."""
    drawings = drawn(document_country.specs(floor, known(lang)), lang, renderer)
    return document_country.document(floor, lang, drawings)


def drawn(specs: Mapping[str, Any], lang: str, renderer: Popen[bytes] | None = None) -> Mapping[str, Drawing]:
    """The charts without their titles; the renderer never outlives this."""
    with renderer or drawing.start() as running:
        try:
            drawing.ask(running, untitled(specs), lang)
            return drawing.finish(running)
        finally:
            if running.poll() is None:
                running.kill()

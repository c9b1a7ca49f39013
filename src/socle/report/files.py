"""The files of a report: page, charts, rows, workbook, each written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING, Any

from socle.ground.refusals import Refusal, nearest
from socle.model.results import Floor
from socle.report import chart, drawing, tidy_text
from socle.report.drawing import Drawing
from socle.report.text import known

if TYPE_CHECKING:
    from socle.report.document import Document
    from socle.report.sections import Section

PAPER = ("pdf", "docx")
FORMATS = ("html", "svg", "png", "csv", "json", "xlsx", *PAPER)
USUAL = ("html", "svg", "png", "csv", "xlsx")
DRAWN = {"html", "svg", "png"}

Content = bytes | Callable[[Path], Any]
"""What goes into a file, or what writes it to a path."""


@dataclass(frozen=True)
class Addition:
    """What another result adds to the files of a floor: charts, files, and a section of the page."""

    specs: Callable[[], Mapping[str, Any]] = dict
    texts: Mapping[str, Content] = field(default_factory=dict)
    section: Section | None = None


@dataclass(frozen=True)
class Report:
    """What a set of files is made of. File names begin with `stem`; `texts` need no drawing, by file name."""

    stem: str
    lang: str
    specs: Callable[[], Mapping[str, Any]] | None  # the charts to draw, by name; nothing where there are none
    texts: Mapping[str, Content]
    page: Callable[[Mapping[str, str], Sequence[str]], str]  # from drawings and the names of the other files


def write(
    floor: Floor,
    folder: Path,
    lang: str = "en",
    formats: Collection[str] = USUAL,
    renderer: Popen[bytes] | None = None,
    more: Addition | None = None,
) -> list[Path]:
    """Write `floor` into `folder` in the chosen formats and give the paths, in reading order.

    `renderer` is what `drawing.start()` gave, if the caller started it early; `more` adds a section to the page.
    """
    return write_report(_of_floor(floor, known(lang), more or Addition()), folder, formats, renderer)


def write_report(
    report: Report, folder: Path, formats: Collection[str] = USUAL, renderer: Popen[bytes] | None = None
) -> list[Path]:
    """Write a report into `folder` in the chosen formats, all files or none, and give the paths."""
    known_formats(",".join(formats))
    _laid_out_on_paper(report, formats)
    drawn = DRAWN.intersection(formats)
    with unwritable(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with (
        _drawing(report, bool(drawn), renderer) as drawings,
        unwritable(folder),
        tempfile.TemporaryDirectory(dir=folder, prefix=".socle-") as staging,
    ):
        staged = _all(report, Path(staging), formats, drawings)
        for path in staged:
            not_a_folder(folder / path.name)
        return [path.replace(folder / path.name) for path in staged]


def _laid_out_on_paper(report: Report, formats: Collection[str]) -> None:
    """Refuse a report on paper of what has none."""
    for kind in PAPER:
        if kind in formats and not any(name.endswith(f".{kind}") for name in report.texts):
            raise Refusal("This result has no report as `{format}`.", format=kind)


def not_a_folder(path: Path) -> None:
    """A refusal where a folder has the name that a file should have."""
    if path.is_dir():
        raise Refusal(
            "`{file}` is a folder, so no file can have its name: name another folder to write into.",
            file=str(path),
        )


def known_formats(said: str) -> tuple[str, ...]:
    """The formats that a person wrote: `html,csv`, or `none`."""
    formats = (
        () if said.strip() == "none" else tuple(part.strip() for part in said.split(",") if part.strip())
    )
    for name in formats:
        if name not in FORMATS:
            raise Refusal(
                "Socle does not write `{format}`: it writes {formats}.",
                nearest=nearest(name, FORMATS),
                format=name,
                formats=", ".join(FORMATS),
            )
    return formats


def _of_floor(floor: Floor, lang: str, more: Addition) -> Report:
    """The files of a floor, and those that something else adds to them."""
    stem = f"floor_{floor.iso3}"

    def laid_out(drawings: Mapping[str, str], names: Sequence[str]) -> str:
        from socle.report.page import page

        return page(floor, lang, drawings, names, more.section)

    return Report(
        stem,
        lang,
        lambda: {**chart.specs(floor, lang), **more.specs()},
        {
            f"{stem}.xlsx": lambda path: _workbook(floor, path, lang),
            f"{stem}.csv": lambda path: path.write_bytes(tidy_text.as_csv(floor).encode()),
            f"{stem}.json": lambda path: path.write_bytes(tidy_text.as_json(floor).encode()),
            **on_paper(stem, lambda: _document(floor, lang)),
            **more.texts,
        },
        laid_out,
    )


def on_paper(stem: str, document: Callable[[], Document]) -> dict[str, Content]:
    """The files of a report on paper, by name; the document is made when one is written."""

    def content(kind: str) -> Callable[[Path], Any]:
        def write(path: Path) -> None:
            from socle.report import document_files

            document_files.kind_of(Path(f"{stem}.{kind}"))
            path.write_bytes(document_files.made(document(), kind))

        return write

    return {f"{stem}.{kind}": content(kind) for kind in PAPER}


def write_document(document: Document, path: Path) -> None:
    """Write a document to `path`; its name says whether as PDF or for Word."""
    from socle.report import document_files

    content = document_files.made(document, document_files.kind_of(path))
    not_a_folder(path)
    put(path, content)


def _document(floor: Floor, lang: str) -> Document:
    from socle.report import document_files

    return document_files.of_floor(floor, lang)


def _all(
    report: Report, folder: Path, formats: Collection[str], drawings: Callable[[], Mapping[str, Drawing]]
) -> list[Path]:
    """Write what needs no drawing while the renderer works, then the rest."""
    texts = {name: write for name, write in report.texts.items() if name.rpartition(".")[2] in formats}
    written = {name: put(folder / name, content) for name, content in texts.items()}
    found = drawings()
    first: dict[str, bytes] = {}
    for name, one in found.items():
        first |= {f"{report.stem}_{name}.svg": one.svg.encode()} if "svg" in formats else {}
        first |= {f"{report.stem}_{name}.png": one.png} if "png" in formats else {}
    if "html" in formats:
        vectors = {name: one.svg for name, one in found.items()}
        laid_out = report.page(vectors, [*written, *first])
        first = {f"{report.stem}.html": laid_out.encode()} | first
    return [*(put(folder / name, content) for name, content in first.items()), *written.values()]


def _workbook(floor: Floor, path: Path, lang: str) -> None:
    from socle.report import workbook

    workbook.write(floor, path, lang)


def put(path: Path, content: Content) -> Path:
    """Write to a temporary name in the same folder, then give it the right one."""
    with unwritable(path.parent):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        temporary = Path(name)
        try:
            if callable(content):
                content(temporary)
            else:
                temporary.write_bytes(content)
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    return path


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """A refusal when `folder` cannot be written."""
    try:
        yield
    except OSError as error:
        raise Refusal(
            "The folder `{folder}` cannot be written ({reason}): name another one.",
            folder=str(folder),
            reason=error.strerror or type(error).__name__,
        ) from error


@contextmanager
def _drawing(
    report: Report, needed: bool, renderer: Popen[bytes] | None
) -> Iterator[Callable[[], Mapping[str, Drawing]]]:
    """The drawings, on call: asked for at once, waited for late; the renderer never outlives the block."""
    if not needed or report.specs is None:
        yield dict
        return
    running: Popen[Any] = renderer or drawing.start()
    with running:
        try:
            drawing.ask(running, report.specs(), report.lang)
            yield lambda: drawing.finish(running)
        finally:
            if running.poll() is None:
                running.kill()

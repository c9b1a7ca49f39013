"""The files of a floor: page, charts, rows, workbook, each written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Any

from socle.ground.refusals import Refusal, nearest
from socle.model.results import Floor
from socle.report import chart, drawing, tidy_text
from socle.report.drawing import Drawing
from socle.report.text import known

FORMATS = ("html", "svg", "png", "csv", "json", "xlsx")
USUAL = ("html", "svg", "png", "csv", "xlsx")
DRAWN = {"html", "svg", "png"}

Content = bytes | Callable[[Path], None]
"""What goes into a file, or what writes it to a path."""


def write(
    floor: Floor,
    folder: Path,
    lang: str = "en",
    formats: Collection[str] = USUAL,
    renderer: Popen[bytes] | None = None,
) -> list[Path]:
    """Write `floor` into `folder` in the chosen formats and give the paths, in reading order.

    `renderer` is what `drawing.start()` gave, if the caller started it early.
    """
    known(lang)
    known_formats(",".join(formats))
    drawn = DRAWN.intersection(formats)
    with _unwritable(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with (
        _drawing(floor, lang, bool(drawn), renderer) as drawings,
        _unwritable(folder),
        tempfile.TemporaryDirectory(dir=folder, prefix=".socle-") as staging,
    ):
        staged = _all(floor, Path(staging), lang, formats, drawings)
        for path in staged:
            if (folder / path.name).is_dir():
                raise Refusal(
                    "`{file}` is a folder, so no file can have its name: name another folder to write into.",
                    file=str(folder / path.name),
                )
        return [path.replace(folder / path.name) for path in staged]


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


def _all(
    floor: Floor,
    folder: Path,
    lang: str,
    formats: Collection[str],
    drawings: Callable[[], Mapping[str, Drawing]],
) -> list[Path]:
    """Write what needs no drawing while the renderer works, then the rest."""
    stem = f"floor_{floor.iso3}"
    contents: dict[str, Content] = {}
    if "xlsx" in formats:
        contents[f"{stem}.xlsx"] = lambda path: _workbook(floor, path, lang)
    if "csv" in formats:
        contents[f"{stem}.csv"] = tidy_text.as_csv(floor).encode()
    if "json" in formats:
        contents[f"{stem}.json"] = tidy_text.as_json(floor).encode()
    written = {name: _put(folder / name, content) for name, content in contents.items()}
    found = drawings()
    first: dict[str, bytes] = {}
    for name, one in found.items():
        first |= {f"{stem}_{name}.svg": one.svg.encode()} if "svg" in formats else {}
        first |= {f"{stem}_{name}.png": one.png} if "png" in formats else {}
    if "html" in formats:
        from socle.report.page import page

        vectors = {name: one.svg for name, one in found.items()}
        first = {f"{stem}.html": page(floor, lang, vectors, [*written, *first]).encode()} | first
    return [*(_put(folder / name, content) for name, content in first.items()), *written.values()]


def _workbook(floor: Floor, path: Path, lang: str) -> None:
    from socle.report import workbook

    workbook.write(floor, path, lang)


def _put(path: Path, content: Content) -> Path:
    """Write to a temporary name in the same folder, then give it the right one."""
    with _unwritable(path.parent):
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
def _unwritable(folder: Path) -> Iterator[None]:
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
    floor: Floor, lang: str, needed: bool, renderer: Popen[bytes] | None
) -> Iterator[Callable[[], Mapping[str, Drawing]]]:
    """The drawings, on call: asked for at once, waited for late; the renderer never outlives the block."""
    if not needed:
        yield dict
        return
    running: Popen[Any] = renderer or drawing.start()
    with running:
        try:
            drawing.ask(running, chart.specs(floor, lang), lang)
            yield lambda: drawing.finish(running)
        finally:
            if running.poll() is None:
                running.kill()

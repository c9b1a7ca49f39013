"""A file that somebody sent: held in a folder of its own as long as it is looked at, then gone.

What may be hostile is refused before anything reads it: names that lead elsewhere, archives that unpack to more
than they should or outside their folder, macros, links to other files, and text that a spreadsheet would run.
"""

from __future__ import annotations

import csv
import io
import re
import stat
import tempfile
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final
from zipfile import BadZipFile, ZipFile

from socle.exchange import yaml_text
from socle.exchange.form_file import BOOKS, OLD_BOOKS
from socle.ground.refusals import Refusal

LARGEST: Final = 20_000_000  # bytes
UNPACKED: Final = 60_000_000  # bytes of all the files of an archive
MEMBERS: Final = 500
RATIO: Final = 200
HEAD: Final = 4096  # bytes of a first line that are looked at
SMALL: Final = 100_000  # bytes; files below may be packed as tightly as they will
YAML: Final = (".yaml", ".yml")
TEXTS: Final = (*YAML, ".csv", ".json", ".xml")
NAME: Final = re.compile(r"[^\W.][\w .()+-]{0,99}", re.ASCII)
STARTS: Final = ("=", "@", "\t", "\r")
SIGNED: Final = re.compile(r"[+-][^\d.\s,]")
CALLS: Final = re.compile(
    rb"<f\b[^>]*>[^<]*(?:\||DDE|HYPERLINK|WEBSERVICE|IMPORTDATA|CALL\s*\()", re.IGNORECASE
)
ROWS: Final = 100_000  # of all the sheets of a workbook: more is data to be imported, not a form
ROW: Final = re.compile(rb"<(?:\w+:)?(?:row|table-row)\b")
FOREIGN: Final = ("vbaproject", "externallinks/", "activex/", "embeddings/", "macrosheets/")


def plain_name(name: str) -> str:
    """A name as people give it to their files, in the letters that `held` takes; a path stays one, and is refused."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^\w .()+/\\-]", "-", bare, flags=re.ASCII).lstrip(" -_") or name


@contextmanager
def held(name: str, content: bytes) -> Iterator[Path]:
    """The file, or the folder of an archive, in a temporary folder that is removed afterwards.

    Refusals speak of the file by its name, never of the folder. Raises `Refusal` for what may be hostile.
    """
    _refuse_name(name)
    if not content:
        raise Refusal("This file is empty.", where=name)
    if len(content) > LARGEST:
        raise Refusal(
            "The file has {size} bytes; at most {most} are read.", size=len(content), most=LARGEST, where=name
        )
    with tempfile.TemporaryDirectory(prefix="socle-") as folder:
        try:
            yield _kept(Path(folder), name, content)
        except Refusal as refusal:
            raise _without(refusal, folder) from None


def _kept(folder: Path, name: str, content: bytes) -> Path:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".zip":
        return _unpacked(folder, name, content)
    if suffix in (*BOOKS, *OLD_BOOKS):
        _refuse_book(name, content)
    elif suffix == ".csv":
        refuse_formulas(name, content)
    elif suffix in YAML:
        _refuse_paths(name, yaml_text.loads(content[: yaml_text.LARGEST + 1], name))
    elif suffix not in TEXTS:
        raise Refusal(
            "Files of the kind `{suffix}` are not read; there are {valid}.",
            suffix=suffix or name,
            valid=", ".join((*TEXTS, *BOOKS, ".zip")),
            where=name,
        )
    path = folder / name
    path.write_bytes(content)
    return path


def _refuse_name(name: str) -> None:
    """A name is that of a file: no folder before it, nothing that hides."""
    if not NAME.fullmatch(name):
        raise Refusal(
            "A file is sent under a plain name of letters, digits, points and dashes, not `{name}`.",
            name=name[:60],
        )


def first_line(path: Path) -> str:
    """How a text begins."""
    with path.open("rb") as file:
        return file.readline(HEAD).decode("utf-8-sig", "replace").lstrip('"').rstrip()


def refuse_formulas(name: str, content: bytes) -> None:
    """Refuses CSV with a cell that a spreadsheet would take for a formula; a negative number is none."""
    text = content.decode("utf-8-sig", "replace")
    try:
        for row in (rows := csv.reader(io.StringIO(text, newline=""))):
            for cell in row:
                if cell.startswith(STARTS) or SIGNED.match(cell):
                    raise Refusal(
                        "`{cell}` would be run as a formula by a spreadsheet: write a value.",
                        cell=cell[:40].strip(),
                        where=f"{name}:{rows.line_num}",
                    )
    except csv.Error as error:
        raise Refusal("This is not valid CSV: {problem}.", problem=str(error), where=name) from None


def _refuse_paths(name: str, said: object) -> None:
    """Refuses law that names a file outside its own folder: what is sent may not read what is here."""
    if isinstance(said, dict):
        said = [*said, *said.values()]
    if isinstance(said, list):
        for one in said:
            _refuse_paths(name, one)
    elif isinstance(said, str) and (said.startswith(("/", "\\", "~")) or ".." in re.split(r"[/\\]", said)):
        raise Refusal(
            "`{text}` leads outside the folder of the file.",
            text=str(said)[:60],
            where=getattr(said, "where", name),
        )


def _refuse_book(name: str, content: bytes) -> None:
    """Refuses a workbook with macros, with links to other files, or with formulas that reach outside."""
    if not content.startswith(b"PK"):
        return  # an old binary workbook, whose reader says what it is
    rows = 0
    for part, inside in _members(name, content, ratio=RATIO):
        rows += sum(1 for _ in ROW.finditer(inside))
        if rows > ROWS:
            raise Refusal("The workbook has more than {most} rows.", most=ROWS, where=name)
        if any(word in part.lower() for word in FOREIGN):
            raise Refusal(
                "The workbook holds `{part}`: send one without macros and links.", part=part[:60], where=name
            )
        if part.endswith(".xml") and CALLS.search(inside):
            raise Refusal(
                "`{part}` has a formula that reaches outside the workbook.", part=part[:60], where=name
            )


def _unpacked(folder: Path, name: str, content: bytes) -> Path:
    """The folder that an archive holds; the one at its top, where everything lies in one."""
    inside = folder / "archive"
    for part, one in _members(name, content, ratio=RATIO):
        path = PurePosixPath(part)
        if not all(NAME.fullmatch(word) for word in path.parts) or path.is_absolute() or "\\" in part:
            raise Refusal("The archive holds `{part}`, which lies outside it.", part=part[:60], where=name)
        if path.suffix.lower() == ".csv":
            refuse_formulas(f"{name}, {part}", one)
        elif path.suffix.lower() in YAML:
            _refuse_paths(part, yaml_text.loads(one[: yaml_text.LARGEST + 1], part))
        elif path.suffix.lower() not in TEXTS:
            raise Refusal(
                "The archive holds `{part}`; a folder of law has YAML and CSV.", part=part[:60], where=name
            )
        target = inside.joinpath(*path.parts)
        if target.exists() or any(above.is_file() for above in target.parents):
            raise Refusal("The archive holds `{part}` twice.", part=part[:60], where=name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(one)
    if not inside.is_dir():
        raise Refusal("This file is empty.", where=name)
    tops = list(inside.iterdir())
    return tops[0] if len(tops) == 1 else inside


def _members(name: str, content: bytes, ratio: int) -> Iterator[tuple[str, bytes]]:
    """The files of an archive; sizes are looked at before anything is unpacked, and no more is read than was said."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = [one for one in archive.infolist() if not one.is_dir()]
            tight = any(one.file_size > max(SMALL, ratio * one.compress_size) for one in parts)
            size = sum(one.file_size for one in parts)
            if tight or size > UNPACKED or len(parts) > MEMBERS:
                raise Refusal(
                    "This archive would unpack to {count} files of {size} bytes from {packed}: it is hostile.",
                    count=len(parts),
                    size=size,
                    packed=len(content),
                    where=name,
                )
            for one in parts:
                if stat.S_ISLNK(one.external_attr >> 16):
                    raise Refusal(
                        "The archive holds `{part}`, which lies outside it.",
                        part=one.filename[:60],
                        where=name,
                    )
                yield one.filename, archive.read(one)
    except (
        BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        ValueError,
        zlib.error,
    ) as error:
        reason = str(error)[:80] or type(error).__name__
        raise Refusal("This archive cannot be read ({reason}).", reason=reason, where=name) from None


def _without(refusal: Refusal, folder: str) -> Refusal:
    """The same refusal without the temporary folder, which is nobody's business."""
    from socle.ground.refusals import Place, Refusals

    if isinstance(refusal, Refusals):
        return Refusals([_without(one, folder) for one in refusal.each], refusal.most)

    own = Path(folder).name

    def bare(value: object) -> object:
        if not isinstance(value, str) or own not in value:
            return value
        if isinstance(value, Place):
            return Place(value.template, **{key: bare(one) for key, one in value.values.items()})
        for start in (f"{folder}/archive/", f"{folder}/", folder, f"{own}/archive/", f"{own}/"):
            value = value.replace(start, "")
        return value

    values = {key: bare(value) for key, value in refusal.values.items()}
    where = bare(refusal.where)
    assert isinstance(where, str)
    return Refusal(refusal.template, where=where, nearest=refusal.nearest, **values)

"""The local data store: what was imported, from where, under which licence.

    <folder>/catalogue.json                         what is held, and what it replaced
    <folder>/objects/wpp/locations-<sha256>.parquet  the content, named by its hash, never changed
    <folder>/views/<hash>/wpp/locations.parquet      one consistent picture of everything that is current

A view holds hard links to the contents under the file names of the reference data, so that a loader reads a
store and a folder of reference data alike. A view never changes: an import makes a new one, and a reader
keeps the old one until the import after that. Nothing here depends on the clock or on chance: equal imports
make equal stores.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from socle.ground.provenance import sha256_of, sha256_of_file
from socle.ground.refusals import Refusal, nearest

FAMILIES = ("wpp", "macro", "sdg")
FORMAT = 1
SHORT = 16  # hexadecimal digits of a hash that go into a file name


@dataclass(frozen=True)
class Entry:
    """One dataset as held: the catalogue's line about it."""

    dataset: str  # "wpp/locations"
    sha256: str  # of the file held
    size: int  # bytes
    rows: int
    suffix: str  # ".parquet", ".csv"
    sources: tuple[str, ...]  # keys of the list of sources
    licence: str
    version: str  # edition of the data
    raw: Mapping[str, str] = field(default_factory=dict)  # file imported -> sha256 of its content
    dropped: tuple[str, ...] = ()  # series that the one before had and this one has not
    supersedes: str = ""  # sha256 of the file that this one replaced

    @property
    def file(self) -> str:
        """The path of the content inside the store."""
        return f"objects/{self.dataset}-{self.sha256[:SHORT]}{self.suffix}"

    @property
    def family(self) -> str:
        """The first part of the name: wpp, macro or sdg."""
        return self.dataset.split("/")[0]


@dataclass(frozen=True)
class Piece:
    """A dataset about to be held: its file in the staging folder, and what is known of it."""

    dataset: str
    file: Path
    rows: int
    sources: tuple[str, ...]
    licence: str
    version: str
    raw: Mapping[str, str]
    dropped: tuple[str, ...] = ()


@dataclass
class Batch:
    """An import under way: `folder` is where its files are written; nothing is held until it ends."""

    store: Store
    folder: Path
    pieces: list[Piece] = field(default_factory=list)
    changed: tuple[Entry, ...] = ()  # filled when the import ends
    unchanged: tuple[Entry, ...] = ()

    def add(self, piece: Piece) -> None:
        """Hold `piece` when the import ends."""
        self.pieces.append(piece)


def default_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Where the store is: SOCLE_DATA, or else `socle` in the user's data folder (XDG honoured)."""
    values = os.environ if environment is None else environment
    if values.get("SOCLE_DATA"):
        return Path(values["SOCLE_DATA"]).expanduser()
    if sys.platform == "win32" and values.get("LOCALAPPDATA"):
        return Path(values["LOCALAPPDATA"]) / "socle"
    base = values.get("XDG_DATA_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".local" / "share") / "socle"


class Store:
    """The data held in a folder. Opening one that does not exist yet is allowed: it is empty."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or default_folder()

    def entries(self) -> tuple[Entry, ...]:
        """What is held now, by name of dataset."""
        if self.folder.is_file():
            raise Refusal("This is a file; a store is a folder.", where=str(self.folder))
        return tuple(history[-1] for _, history in sorted(self._read().items()))

    def history(self, dataset: str) -> tuple[Entry, ...]:
        """What was held under this name, oldest first."""
        return self._read().get(dataset, ())

    def has(self, dataset: str) -> bool:
        """Is the dataset held?"""
        return dataset in self._read()

    def entry(self, dataset: str) -> Entry:
        """The catalogue's line about a dataset."""
        held = self._read()
        if dataset not in held:
            raise Refusal(
                "`{dataset}` is not in the store; import it with `socle data import`",
                where=str(self.folder),
                dataset=dataset,
                nearest=nearest(dataset, held),
            )
        return held[dataset][-1]

    def path(self, dataset: str) -> Path:
        """The file of a dataset, whose size is checked; `verify` checks its content."""
        entry = self.entry(dataset)
        problem = self._problem(entry, thorough=False)
        if problem:
            raise problem
        return self.folder / entry.file

    def folder_of(self, family: str) -> Path:
        """The folder that holds the current datasets of a family under the names of the reference data."""
        held = [entry for entry in self.entries() if entry.family == family]
        if not held:
            raise Refusal(
                "the store has no `{family}` data; import some with `socle data import {family} PATH`",
                where=str(self.folder),
                family=family,
                nearest=nearest(family, FAMILIES) if family not in FAMILIES else "",
            )
        folder = self.folder / "views" / _view(self.entries()) / family
        for entry in held:
            if not (folder / _short_name(entry)).is_file():
                raise Refusal(
                    "this file of the store is gone; import it again", where=str(folder / _short_name(entry))
                )
        return folder

    def verify(self) -> tuple[Refusal, ...]:
        """Reads every current file again: one refusal for each that is gone or is no longer what it was."""
        problems = (self._problem(entry, thorough=True) for entry in self.entries())
        return tuple(problem for problem in problems if problem)

    @contextmanager
    def importing(self) -> Iterator[Batch]:
        """An import: what the batch was given is held when the block ends well, and nothing otherwise."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "lock").open("a+b")
        except OSError as error:
            raise Refusal(
                "the store cannot be written: {reason}", where=str(self.folder), reason=error.strerror or "?"
            ) from error
        with lock:
            _lock(lock.fileno(), self.folder)
            for begun in self.folder.glob(".import-*"):  # by an import that was killed
                shutil.rmtree(begun, ignore_errors=True)
            batch = Batch(self, Path(tempfile.mkdtemp(prefix=".import-", dir=self.folder)))
            try:
                yield batch
                batch.changed, batch.unchanged = self._hold(batch)
            finally:
                shutil.rmtree(batch.folder, ignore_errors=True)

    def _hold(self, batch: Batch) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        held = dict(self._read())
        changed, unchanged = [], []
        for piece in batch.pieces:
            before = held.get(piece.dataset, ())
            entry = _entry(piece, before[-1].sha256 if before else "")
            target = self.folder / entry.file
            if not _holds(target, entry):
                target.parent.mkdir(parents=True, exist_ok=True)
                piece.file.replace(target)  # same name, same content: this also mends a damaged file
            if before and _says_the_same(entry, before[-1]):
                unchanged.append(before[-1])
                continue
            held[piece.dataset] = (*before, entry)
            changed.append(entry)
        previous = _view(self.entries())
        current = [history[-1] for _, history in sorted(held.items())]
        self._build_view(current, batch.folder / "view", keep=previous)
        self._write(held)
        return tuple(changed), tuple(unchanged)

    def _build_view(self, entries: Sequence[Entry], building: Path, keep: str) -> None:
        name = _view(entries)
        final = self.folder / "views" / name
        if all(_holds(final / entry.family / _short_name(entry), entry) for entry in entries):
            return
        for entry in entries:
            link = building / entry.family / _short_name(entry)
            link.parent.mkdir(parents=True, exist_ok=True)
            _link(self.folder / entry.file, link)
        final.parent.mkdir(exist_ok=True)
        shutil.rmtree(final, ignore_errors=True)
        building.replace(final)
        for old in final.parent.iterdir():
            if old.name not in (name, keep):
                shutil.rmtree(old, ignore_errors=True)

    def _problem(self, entry: Entry, *, thorough: bool) -> Refusal | None:
        path = self.folder / entry.file
        if not path.is_file():
            return Refusal("this file of the store is gone; import it again", where=str(path))
        if path.stat().st_size != entry.size or (thorough and not _holds(path, entry)):
            return Refusal(
                "this file of the store is damaged: its content is not what was imported; import it again",
                where=str(path),
            )
        return None

    def _read(self) -> dict[str, tuple[Entry, ...]]:
        path = self.folder / "catalogue.json"
        if not path.is_file():
            return {}
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if content["format"] != FORMAT:
                raise Refusal(
                    "this store was written by another version of Socle (format {found}, not {known})",
                    where=str(path),
                    found=content["format"],
                    known=FORMAT,
                )
            return {
                name: tuple(_parsed(line) for line in lines) for name, lines in content["datasets"].items()
            }
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refusal(
                "the catalogue of the store is damaged; move it away and import again", where=str(path)
            ) from error

    def _write(self, held: Mapping[str, Sequence[Entry]]) -> None:
        datasets = {name: [asdict(entry) for entry in history] for name, history in sorted(held.items())}
        text = json.dumps({"format": FORMAT, "datasets": datasets}, indent=1, ensure_ascii=False)
        temporary = self.folder / "catalogue.json.new"
        temporary.write_text(text + "\n", encoding="utf-8")
        temporary.replace(self.folder / "catalogue.json")


def family_folder(place: Store | Path, family: str) -> Path:
    """The folder of a family of data in a store, or in a folder laid out like the reference data.

    Of a plain folder, either the parent (`data`, with `data/wpp` in it) or the family's own is accepted.
    """
    if isinstance(place, Store):
        return place.folder_of(family)
    return place / family if (place / family).is_dir() else place


def _entry(piece: Piece, supersedes: str) -> Entry:
    return Entry(
        dataset=piece.dataset,
        sha256=sha256_of_file(piece.file),
        size=piece.file.stat().st_size,
        rows=piece.rows,
        suffix=piece.file.suffix,
        sources=piece.sources,
        licence=piece.licence,
        version=piece.version,
        raw=dict(sorted(piece.raw.items())),
        dropped=piece.dropped,
        supersedes=supersedes,
    )


def _parsed(line: dict[str, Any]) -> Entry:
    return Entry(**{**line, "sources": tuple(line["sources"]), "dropped": tuple(line["dropped"])})


def _says_the_same(entry: Entry, before: Entry) -> bool:
    """Is an import the one that is held? What either replaced does not matter."""
    return replace(entry, supersedes=before.supersedes, dropped=before.dropped) == before


def _holds(path: Path, entry: Entry) -> bool:
    return path.is_file() and path.stat().st_size == entry.size and sha256_of_file(path) == entry.sha256


def _short_name(entry: Entry) -> str:
    return entry.dataset.split("/", 1)[1] + entry.suffix


def _view(entries: Sequence[Entry]) -> str:
    return sha256_of(json.dumps([[entry.dataset, entry.sha256] for entry in entries]))[:SHORT]


def _link(content: Path, link: Path) -> None:
    try:
        os.link(content, link)
    except OSError:  # a file system without hard links
        shutil.copyfile(content, link)


def _lock(descriptor: int, folder: Path) -> None:
    """Locks the store; the operating system lets go of the lock when the file closes or the process dies."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Refusal(
            "another import into this store is under way; try again when it has ended", where=str(folder)
        ) from error

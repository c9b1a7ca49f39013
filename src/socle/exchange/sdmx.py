"""SDMX both ways: observations of a flow to a file, a file to observations, in three formats.

`write_sdmx` writes beside the target and moves into place, so that no export is ever half written.
`read_sdmx` knows the format by the content, and refuses whatever its structure does not allow.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socle.exchange import bulk_text, flow_frame, sdmx_csv, sdmx_json, sdmx_xml
from socle.exchange.flow_file import flows
from socle.exchange.sdmx_checks import Checks
from socle.exchange.sdmx_frame import recorded
from socle.exchange.sdmx_text import MIXED, Head, pack, whole
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model import observation
from socle.model.flow import Flow
from socle.model.survey import Flag

if TYPE_CHECKING:
    import polars as pl

FORMATS: Final = ("csv2", "xml30", "json")
_ROW: Final = N_("{file}, row {row}")
_LINE: Final = N_("{file}, line {row}")
_NUMBER: Final = N_("{file}, observation {row}")
_GROUPS: Final = N_("Attributes of groups of series are not read: {count}.")


Progress = Callable[[int], None]


@dataclass(frozen=True)
class Read:
    """What a file holds."""

    flow: Flow  # the flow of which the frame is kept: SDG for a part of it
    frame: pl.DataFrame  # RECORDED columns
    flags: tuple[Flag, ...]  # what a person should know
    format: str  # "csv2", "csv1", "xml30", "xml21" (also generic), "json", "json1"


def write_sdmx(
    blocks: Iterable[pl.DataFrame], flow: Flow, format: str, path: Path, *, head: Head | None = None
) -> int:
    """Write frames in RECORDED columns, series by series, and give the number of observations.

    `head` says who prepared the message and when; XML and JSON need it. `path` is written
    whole or not at all, as gzip where its name ends in `.gz`.
    """
    if format not in FORMATS:
        raise Refusal("There is no format `{format}`.", format=format, nearest=nearest(format, FORMATS))
    with whole(path) as staged:
        if path.suffix != ".gz":
            return _write(blocks, flow, format, staged, head)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".socle-") as folder:
            plain = Path(folder) / "plain"
            count = _write(blocks, flow, format, plain, head)
            pack(plain, staged)
        return count


def _write(blocks: Iterable[pl.DataFrame], flow: Flow, format: str, path: Path, head: Head | None) -> int:
    if format == "csv2":
        count = sdmx_csv.write(blocks, flow, path)
    elif head is None:
        raise ValueError("XML and JSON say who prepared them and when: give `head`")
    else:
        count = (sdmx_xml if format == "xml30" else sdmx_json).write(blocks, flow, path, head)
    if not count:
        raise Refusal("There is no observation to write.")
    return count


def read_sdmx(path: Path, *, flow: Flow | None = None, progress: Progress = lambda _: None) -> Read:
    """The observations of a file, checked against the structure of its flow (or of `flow`, if they agree).

    `progress` is told how many observations were read so far.
    Raises `Refusal` with every fault and its place; nothing of a file that has one is given.
    """
    kind = _kind(path)
    if kind == "csv":
        header = sdmx_csv.names(path)
        found, flags = _flow_of(sdmx_csv.structure_of(path), flow, path.name)
        names = [name for name in header if name not in sdmx_csv.BESIDE]
        format = f"csv{2 - (sdmx_csv.OLD_HEAD in header)}"
        return _checked(
            found,
            _counted(sdmx_csv.read(path, found), progress),
            Checks(found, path.name, _ROW),
            names,
            flags,
            format,
        )
    reader = sdmx_xml.Reader(path) if kind == "xml" else sdmx_json.Reader(path)
    found, flags = _only(reader.structures(), flow, path.name)
    checks = Checks(found, path.name, _LINE if kind == "xml" else _NUMBER)
    read = _checked(found, _counted(reader.blocks(found), progress), checks, None, flags, reader.format)
    passed = Flag(_GROUPS, {"count": str(reader.groups)})
    return replace(read, flags=(*read.flags, passed)) if reader.groups else read


def _counted(blocks: Iterable[pl.DataFrame], progress: Progress) -> Iterator[pl.DataFrame]:
    count = 0
    for block in blocks:
        count += block.height
        progress(count)
        yield block


def _checked(
    flow: Flow,
    blocks: Iterator[pl.DataFrame],
    checks: Checks,
    names: list[str] | None,
    flags: tuple[Flag, ...],
    format: str,
) -> Read:
    import polars as pl

    if names is not None:
        checks.header(names)
    frames = []
    for table in blocks:
        if names is None:
            checks.header([name for name in table.columns if name != bulk_text.ROW])
        checks.block(table)
        if not checks.refused:
            frames.append(recorded(table, flow))
    flags = (*flags, *checks.end())
    if not frames:
        raise Refusal("This file holds no observation.", where=checks.file)
    kinds = flow_frame.schema(observation.RECORDED)
    return Read(flow, pl.concat(frames).cast(kinds), flags, format)


def _kind(path: Path) -> str:
    with bulk_text.opened(path) as source:
        start = source.read(4096)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "xml" if b"<" in start[:4] else "csv"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        raise Refusal("This file is empty.", where=path.name)
    return {b"<": "xml", b"{": "json", b"[": "json"}.get(text[:1], "csv")


def _only(said: list[str], wanted: Flow | None, file: str) -> tuple[Flow, tuple[Flag, ...]]:
    """The flow of a message; one that holds data of several is refused."""
    (flow, flags), *others = [_flow_of(one, wanted, file) for one in said]
    for other, _ in others:
        if other.id != flow.id:
            raise Refusal(MIXED, first=flow.code, other=other.code, where=file)
    return flow, flags


def _flow_of(said: str, wanted: Flow | None, file: str) -> tuple[Flow, tuple[Flag, ...]]:
    """The flow that a file says it belongs to, by agency and id; another version of it is flagged."""
    cited = said.rpartition("=")[2] if said.startswith("urn:") else said
    agency, _, rest = cited.partition(":")
    id, _, version = rest.partition("(")
    id = id.partition(":")[0]  # a label may follow it
    held = {f"{one.agency}:{one.id}": one for one in flows().values() if not one.stored_as}
    structures = {f"{one.agency}:{one.structure}": one for one in held.values()}
    name = f"{agency.strip()}:{id.strip()}"
    found = held.get(name) or structures.get(name)
    if found is None:
        raise Refusal(
            "`{said}` is not a flow that Socle knows.",
            said=said[:80],
            nearest=nearest(name, held),
            where=file,
        )
    if wanted is not None and wanted.id != found.id:
        raise Refusal(
            "This file belongs to the flow `{found}`, not to `{wanted}`.",
            found=found.code,
            wanted=wanted.code,
            where=file,
        )
    version = version.partition(")")[0]
    if version in ("", found.version) or name in structures:
        return wanted or found, ()
    text = N_("The file follows version {theirs} of its flow; Socle knows version {ours}.")
    return wanted or found, (Flag(text, {"theirs": version, "ours": found.version}),)

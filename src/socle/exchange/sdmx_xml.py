"""SDMX-ML: structure-specific data, written in version 3.0 series by series, read in 2.1, 3.0 and 3.1 (2.1 as
generic data too).

Read with expat, as a stream: a document type is refused before anything in it is looked at, so there are no
entities to expand and no files or addresses to open; depth, names and lengths have bounds.
Source: SDMX Technical Working Group, SDMX 3.0 standards, section 3 (SDMX-ML).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from socle.exchange import bulk_text
from socle.exchange.sdmx_frame import PERIOD, VALUE, wide
from socle.exchange.sdmx_generic import ROOTS, Generic
from socle.exchange.sdmx_text import NOT_DELETED, Head, in_order, texts_of
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.flow import Flow

if TYPE_CHECKING:
    import polars as pl

ROOT: Final = "http://www.sdmx.org/resources/sdmxml/schemas/"
_3_0: Final = ROOT + "v3_0/"
CHUNK: Final = 1 << 16
DEEPEST: Final = 30  # levels of elements; a data message has five
LONGEST: Final = 1 << 20  # bytes of one element with its attributes
STRANGE: Final = 20  # unknown components that are told
ROWS: Final = 100_000  # observations of a block
BYTES: Final = 32 << 20  # of the message, from which a block is made at most
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<message:StructureSpecificData xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xmlns:message="{root}message" xmlns:ss="{root}data/structurespecific" xmlns:common="{root}common" \
xmlns:ns1={space}>
<message:Header>
<message:ID>{id}</message:ID>
<message:Test>{test}</message:Test>
<message:Prepared>{prepared}</message:Prepared>
<message:Sender id={sender}/>
<message:Structure structureID={name} namespace={space} dimensionAtObservation="TIME_PERIOD">
<common:StructureUsage>{urn}</common:StructureUsage>
</message:Structure>
</message:Header>
<message:DataSet ss:structureRef={name} xsi:type="ns1:DataSetType" action="Information">
"""


def write(blocks: Iterable[pl.DataFrame], flow: Flow, path: Path, head: Head) -> int:
    """Write frames in RECORDED columns as SDMX-ML 3.0; the number of observations."""
    begun = _HEAD.format(
        root=_3_0,
        space=quoteattr(f"{flow.urn}:ObsLevelDim:TIME_PERIOD"),
        urn=flow.urn,
        name=quoteattr(flow.id),
        id=head.id,
        test=str(head.test).lower(),
        prepared=head.prepared,
        sender=quoteattr(head.sender),
    )
    count, last = 0, ""
    with path.open("w", encoding="utf-8", newline="\n") as target:
        target.write(begun)
        for block in in_order(blocks):
            series = _series(block, flow)
            for key, opening, observations in series.iter_rows():
                if key != last:
                    target.write("</Series>\n" + opening if last else opening)
                target.write(observations)
                last = key
            count += block.height
        target.write(
            ("</Series>\n" if last else "") + "</message:DataSet>\n</message:StructureSpecificData>\n"
        )
    return count


def _series(block: pl.DataFrame, flow: Flow) -> pl.DataFrame:
    """One row for each series: its key, its opening tag, its observations."""
    import polars as pl

    table = _escaped(wide(block, flow))
    beside = [name for name in table.columns if name not in flow.names]
    written = table.select(
        block["KEY"],
        pl.concat_str(pl.lit("<Series"), *(_said(name) for name in flow.names), pl.lit(">\n")).alias(
            "OPENING"
        ),
        pl.concat_str(
            pl.lit("<Obs"), *(_said(name) for name in beside), pl.lit("/>\n"), ignore_nulls=True
        ).alias("OBS"),
    )
    return written.group_by("KEY", maintain_order=True).agg(
        pl.col("OPENING").first(), pl.col("OBS").str.join("")
    )


def _said(name: str) -> pl.Expr:
    import polars as pl

    return pl.concat_str(pl.lit(f' {name}="'), pl.col(name).cast(pl.String), pl.lit('"'))


def _escaped(table: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    held = [name for name in texts_of(table) if table[name].str.contains('[&<>"\n\r\t]').any()]
    return table.with_columns(
        pl.col(name).str.replace_many(list(_ESCAPES), list(_ESCAPES.values())) for name in held
    )


class Reader:
    """The observations of a message, as text, a block at a time."""

    def __init__(self, path: Path) -> None:
        self.path, self.format = path, ""
        self.groups = 0  # whose attributes were passed over

    def structures(self) -> list[str]:
        """What the message says its data belong to, each a URN, or `AGENCY:ID(VERSION)`."""
        with bulk_text.opened(self.path) as source:
            seen = _Listener(self.path.name)
            for _ in seen.parse(source):
                if seen.space and seen.depth > 1 and seen.structures and seen.begun:
                    break
        if not seen.structures:
            raise Refusal("This message does not say which structure its data have.", where=self.path.name)
        self.format = "xml21" if "v2_1" in seen.space else "xml30"
        return list(seen.structures)

    def blocks(self, flow: Flow) -> Iterator[pl.DataFrame]:
        """The observations with the line on which each stands."""
        with bulk_text.opened(self.path) as source:
            seen = _Listener(self.path.name)
            yield from _tables(seen.parse(source), flow)
            self.groups = seen.groups


@dataclass
class _Rows:
    """Observations as they come: the line of each, what it says, and which of `shared` it belongs to."""

    lines: list[int] = field(default_factory=list)
    said: list[dict[str, str]] = field(default_factory=list)
    series: list[int] = field(default_factory=list)
    shared: list[dict[str, str]] = field(default_factory=list)  # of a series and its data set


def _tables(found: Iterator[_Rows], flow: Flow) -> Iterator[pl.DataFrame]:
    import polars as pl

    order = [*flow.names, PERIOD, VALUE, *(one.id for one in flow.attributes)]
    for rows in found:
        if not rows.said:
            continue
        own = _names(rows.said, order)
        common = _names(rows.shared, order)
        at = pl.Series(rows.series, dtype=pl.UInt32)
        columns = {name: pl.Series([said.get(name) for said in rows.said], dtype=pl.String) for name in own}
        for name in common:
            held = pl.Series([said.get(name) for said in rows.shared], dtype=pl.String).gather(at)
            columns[name] = columns[name].zip_with(columns[name].is_not_null(), held) if name in own else held
        known = [name for name in order if name in columns]
        table = pl.DataFrame({name: columns[name] for name in (*known, *sorted(set(columns) - set(order)))})
        yield table.with_columns(
            pl.Series(bulk_text.ROW, rows.lines, dtype=pl.UInt32),
            *(pl.lit(None, dtype=pl.String).alias(name) for name in (PERIOD, VALUE) if name not in columns),
        )


def _names(said: list[dict[str, str]], known: list[str]) -> set[str]:
    """The components that are said, and the first of those that the flow does not have."""
    names = {name for one in said for name in one if "|" not in name}
    return names.intersection(known) | set(sorted(names.difference(known))[:STRANGE])


class _Listener:
    """What the parser says: the head, series, observations; it refuses what no data message holds."""

    def __init__(self, file: str) -> None:
        self.file, self.depth, self.begun = file, 0, False
        self.space = ""
        self.structures: dict[str, None] = {}
        self.dataset: dict[str, str] = {}
        self.generic: Generic | None = None
        self.groups = 0
        self.rows = _Rows(shared=[{}])
        self.text: list[str] | None = None
        self.parser = expat.ParserCreate(namespace_separator="|")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def parse(self, source: IO[bytes]) -> Iterator[_Rows]:
        """Blocks of observations; an empty one after each piece of the file that ended none."""
        given = taken = 0
        try:
            while chunk := source.read(CHUNK):
                given += len(chunk)
                self.parser.Parse(chunk, False)
                if given - max(self.parser.CurrentByteIndex, 0) > LONGEST:
                    raise self._refusal(
                        N_("An element of this message is longer than {most} bytes."), most=LONGEST
                    )
                if len(self.rows.said) >= ROWS or given - taken > BYTES:
                    taken = given
                    yield self._taken()
                elif not self.begun or not self.rows.said:
                    yield _Rows()
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self._refusal(
                N_("This is not well-formed XML: {reason}."), reason=expat.ErrorString(error.code)
            ) from None
        except (ValueError, LookupError) as error:
            raise self._refusal(
                N_("This is not well-formed XML: {reason}."), reason=str(error)[:80]
            ) from None
        if not self.space:
            raise self._refusal(N_("This is not a message of SDMX-ML."))
        yield self._taken()

    def _taken(self) -> _Rows:
        taken, self.rows = self.rows, _Rows(shared=[self.rows.shared[-1]])
        return taken

    def _refusal(self, text: str, **values: Any) -> Refusal:
        return Refusal(text, where=f"{self.file}:{self.parser.CurrentLineNumber}", **values)

    def _doctype(self, *_: object) -> None:
        raise self._refusal(
            N_(
                "This file declares a document type (DOCTYPE): no SDMX message has one, and entities are not read."
            )
        )

    def _start(self, tag: str, said: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._refusal(N_("A file has at most {most} levels."), most=DEEPEST)
        if tag == "Obs" and self.begun:  # the one of which there are millions
            self._observed(self.parser.CurrentLineNumber, said)
            return
        space, _, name = tag.rpartition("|")
        if self.depth == 1:
            self._root(space, name)
        plain = {key: value for key, value in said.items() if "|" not in key}
        self.groups += self.begun and name == "Group"
        if self.generic is not None and self.begun and name != "DataSet":
            self.generic.start(name, plain, self.parser.CurrentLineNumber)
        elif name == "Series":
            self.rows.shared.append({**self.dataset, **plain})
        elif name == "DataSet":
            self._data_set(plain)
        elif name == "Ref" and not self.begun and {"agencyID", "id"} <= set(plain):
            self.structures[f"{plain['agencyID']}:{plain['id']}({plain.get('version', '')})"] = None
            self.text = None
        elif name in _SAYING:
            self.text = []
            self.parser.CharacterDataHandler = self._characters

    def _observed(self, line: int, said: dict[str, str]) -> None:
        rows = self.rows
        rows.lines.append(line)
        rows.said.append(said)
        rows.series.append(len(rows.shared) - 1)

    def _data_set(self, said: dict[str, str]) -> None:
        if said.pop("action", "Information") == "Delete":
            raise self._refusal(NOT_DELETED, action="Delete")
        self.begun = True
        self.dataset = {key: value for key, value in said.items() if key not in _OF_DATASET}
        self.rows.shared.append(self.dataset)

    def _root(self, space: str, name: str) -> None:
        if not space.startswith(ROOT):
            raise self._refusal(N_("This is not a message of SDMX-ML."))
        if name in ROOTS:
            self.generic = Generic(
                lambda: self.rows.shared[-1],
                lambda: self.rows.shared.append(dict(self.dataset)),
                self._observed,
            )
        elif name not in ("StructureSpecificData", "StructureSpecificTimeSeriesData"):
            raise self._refusal(N_("A message `{name}` holds no data."), name=name)
        self.space = space

    def _end(self, tag: str) -> None:
        self.depth -= 1
        if self.generic is not None and self.begun:
            self.generic.end(tag.rpartition("|")[2])
        if self.text is not None and tag.rpartition("|")[2] in _SAYING:
            said = "".join(self.text).strip()
            if said and not self.begun:
                self.structures[said] = None
            self.text = None
            self.parser.CharacterDataHandler = None

    def _characters(self, text: str) -> None:
        if self.text is not None and len(self.text) < 100:
            self.text.append(text)


_SAYING: Final = ("StructureUsage", "Structure", "URN")
_OF_DATASET: Final = frozenset(
    (
        *("structureRef", "setID", "reportingBeginDate", "reportingEndDate", "validFromDate", "validToDate"),
        *("publicationYear", "publicationPeriod", "dataScope", "REPORTING_YEAR_START_DAY"),
    )
)
"""What a data set says of itself rather than of its observations."""

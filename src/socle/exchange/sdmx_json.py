"""SDMX-JSON data messages: written in version 2.0 series by series, structures at the end; read in 1.0 and 2.0.

Codes and texts stand once in `structures` and are cited by their position; numbers stand where they are.
Source: SDMX Technical Working Group, SDMX-JSON data message, version 2.0.0 (2021).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socle.exchange import bulk_text
from socle.exchange.sdmx_frame import PERIOD, VALUE, wide
from socle.exchange.sdmx_text import NOT_DELETED, Head, in_order, texts_of
from socle.ground.refusals import Refusal
from socle.model.flow import Component, Flow

if TYPE_CHECKING:
    import polars as pl

SCHEMA: Final = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/"
    "sdmx-json-data-schema.json"
)
LARGEST: Final = 256 << 20  # bytes; a larger table is exchanged as CSV or XML, which are read as they come
ROWS: Final = 100_000
MOST: Final = 300  # components of a structure; the flows here have at most 40
SAYING: Final = ("dataflow", "datastructure", "structure", "self")
DEEPEST: Final = 60


def write(blocks: Iterable[pl.DataFrame], flow: Flow, path: Path, head: Head) -> int:
    """Write frames in RECORDED columns as SDMX-JSON 2.0; the number of observations."""
    positions: dict[str, dict[str, int]] = {
        name: {}
        for name in (*flow.names, PERIOD, *(one.id for one in flow.attributes if one.kind != "number"))
    }
    meta = {
        "schema": SCHEMA,
        "id": head.id,
        "test": head.test,
        "prepared": head.prepared,
        "sender": {"id": head.sender},
        "contentLanguages": ["en", "fr", "es"],
    }
    count, last = 0, ""
    with path.open("w", encoding="utf-8", newline="\n") as target:
        begun = json.dumps({"structure": 0, "action": "Information", "links": _links(flow)})
        target.write('{"meta":' + json.dumps(meta) + ',\n"data":{"dataSets":[' + begun[:-1] + ', "series":{')
        for block in in_order(blocks):
            for key, opening, observations in _series(block, flow, positions).iter_rows():
                if key == last:
                    target.write("," + observations)
                else:
                    target.write(("}},\n" if last else "\n") + opening + observations)
                last = key
            count += block.height
        target.write(("}}" if last else "") + '}}],\n"structures":[')
        target.write(json.dumps(_structure(flow, positions), ensure_ascii=False) + "]}}\n")
    return count


def _series(block: pl.DataFrame, flow: Flow, positions: dict[str, dict[str, int]]) -> pl.DataFrame:
    """One row for each series: its key, the beginning of its member, its observations."""
    import polars as pl

    table = wide(block, flow)
    texts_of(table)
    cited = table.with_columns(_cited(table[name], positions[name]) for name in positions)
    null = pl.lit("null")
    values = [pl.col(VALUE).cast(pl.String).fill_null(null)]
    for one in flow.attributes:
        number = pl.col(one.id).cast(pl.Float64) if one.kind == "number" else pl.col(one.id)
        values.append(number.cast(pl.String).fill_null(null))
    written = cited.select(
        block["KEY"],
        pl.concat_str(
            pl.lit('"'), pl.concat_str(list(flow.names), separator=":"), pl.lit('":{"observations":{')
        ).alias("OPENING"),
        pl.concat_str(
            pl.lit('"'), pl.col(PERIOD), pl.lit('":['), pl.concat_str(values, separator=","), pl.lit("]")
        ).alias("OBS"),
    )
    return written.group_by("KEY", maintain_order=True).agg(
        pl.col("OPENING").first(), pl.col("OBS").str.join(",")
    )


def _cited(texts: pl.Series, known: dict[str, int]) -> pl.Series:
    """The positions of texts in the list of those written so far, to which new ones are added."""
    import polars as pl

    for text in texts.unique(maintain_order=True).drop_nulls():
        known.setdefault(text, len(known))
    if not known:
        return pl.Series(texts.name, [None], dtype=pl.Int64).new_from_index(0, len(texts))
    return texts.replace_strict(known, return_dtype=pl.Int64)


def _structure(flow: Flow, positions: dict[str, dict[str, int]]) -> dict[str, Any]:
    at_series = [
        {"id": one.id, **_named(one.title), "keyPosition": at, "values": _values(one, positions[one.id])}
        for at, one in enumerate(flow.dimensions)
    ]
    time = {
        "id": PERIOD,
        "keyPosition": len(flow.dimensions),
        "roles": [PERIOD],
        "values": [{"id": text, "name": text} for text in positions[PERIOD]],
    }
    return {
        "links": _links(flow),
        **_named(flow.title),
        "dataSets": [0],
        "dimensions": {"dataSet": [], "series": at_series, "observation": [time]},
        "measures": {"observation": [{"id": VALUE, "format": {"dataType": "Double"}}]},
        "attributes": {"observation": [_attribute(one, positions) for one in flow.attributes]},
    }


def _links(flow: Flow) -> list[dict[str, str]]:
    return [{"rel": "dataflow", "urn": flow.urn}]


def _attribute(one: Component, positions: dict[str, dict[str, int]]) -> dict[str, Any]:
    said: dict[str, Any] = {"id": one.id, **_named(one.title), "relationship": {"observation": {}}}
    if one.kind == "number":
        said["format"] = {"dataType": "Double"}
    elif positions[one.id]:
        said["values"] = _values(one, positions[one.id])
    return said


def _values(one: Component, found: dict[str, int]) -> list[dict[str, Any]]:
    if one.codelist is None:
        return [{"value": text} for text in found]
    return [{"id": code, **_named(one.codelist.codes.get(code) or {"en": code})} for code in found]


def _named(title: Any) -> dict[str, Any]:
    return {"name": title["en"], "names": dict(title)}


class Reader:
    """The observations of a message, as text, a block at a time."""

    def __init__(self, path: Path) -> None:
        self.path, self.groups = path, 0
        self._message = _loaded(path)
        self.format = "json" if "structures" in self._message else "json1"

    def structures(self) -> list[str]:
        """What the message says its data belong to."""
        said = [_link(one) for one in (*self._structures(), *self._datasets())]
        if not any(said):
            raise Refusal("This message does not say which structure its data have.", where=self.path.name)
        return [one for one in dict.fromkeys(said) if one]

    def _structures(self) -> list[dict[str, Any]]:
        return self._listed(self._message.get("structures") or [self._message.get("structure")])

    def _datasets(self) -> list[dict[str, Any]]:
        return self._listed(self._message.get("dataSets"))

    def _listed(self, held: Any) -> list[dict[str, Any]]:
        if not isinstance(held, list) or not all(isinstance(one, dict) for one in held):
            raise Refusal("This is not a data message of SDMX-JSON.", where=self.path.name)
        return held

    def blocks(self, flow: Flow) -> Iterator[pl.DataFrame]:
        """The observations, numbered as they come."""
        try:
            yield from self._blocks(flow)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise Refusal(
                "This is not a data message of SDMX-JSON ({reason}).",
                reason=f"{type(error).__name__}: {str(error)[:60]}",
                where=self.path.name,
            ) from None

    def _blocks(self, flow: Flow) -> Iterator[pl.DataFrame]:  # noqa: ARG002
        structures, rows, first = self._structures(), [], 1
        for dataset in self._datasets():
            number = dataset.get("structure", 0)
            if number < 0:
                raise ValueError(f"no structure {number}")
            shape = _Shape(structures[number])
            for row in shape.rows(dataset):
                rows.append(row)
                if len(rows) == ROWS:
                    yield _table(rows, shape, first)
                    first, rows = first + len(rows), []
            if rows:
                yield _table(rows, shape, first)
                first, rows = first + len(rows), []


def _link(one: dict[str, Any]) -> str:
    """The name of the structure that is cited, or nothing."""
    links = one.get("links")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("urn") and link.get("rel") in SAYING:
            return str(link["urn"])
    return ""


def _table(rows: list[list[str | None]], shape: _Shape, first: int) -> pl.DataFrame:
    import polars as pl

    kinds = dict.fromkeys(shape.names, pl.String)
    return pl.DataFrame(rows, schema=kinds, orient="row").with_row_index(bulk_text.ROW, offset=first)


class _Said:
    """A component of a structure, and the texts that are cited by their position."""

    def __init__(self, one: dict[str, Any]) -> None:
        self.id, listed = str(one["id"]), one.get("values")
        self.texts = [_entry(entry) for entry in listed] if listed else None

    def text(self, value: Any) -> str | None:
        """A value, or what stands at its position."""
        if value is None:
            return None
        if self.texts is None:
            return _plain(value)
        if type(value) is not int or not 0 <= value < len(self.texts):
            raise ValueError(f"no position {str(value)[:20]} in {self.id}")
        return self.texts[value]


def _entry(entry: dict[str, Any] | None) -> str | None:
    """A code, or a text: `value` in version 2.0, `name` in version 1.0."""
    if entry is None:
        return None
    held = (entry.get(name) for name in ("id", "value", "name"))
    return next((_plain(one) for one in held if one is not None), None)


def _plain(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("en") or next(iter(value.values()), None)
    return value if value is None or type(value) is str else str(value)


class _Shape:
    """Where each component of a data set stands."""

    def __init__(self, structure: dict[str, Any]) -> None:
        dimensions, attributes = structure["dimensions"], structure.get("attributes", {})
        measures = structure.get("measures", {}).get("observation") or [{"id": VALUE}]
        self.dimensions = _components(dimensions, "dataSet")
        self.of_dataset = _components(attributes, "dataSet")
        self.series = _components(dimensions, "series")
        self.of_series = _components(attributes, "series")
        self.times = _components(dimensions, "observation")
        self.values = [*map(_Said, measures), *_components(attributes, "observation")]
        whole = (self.dimensions, self.of_dataset, self.series, self.of_series, self.times, self.values)
        self.names = [one.id for part in whole for one in part]
        if len(self.names) > MOST:
            raise ValueError(f"{len(self.names)} components")
        twice = [
            name for name in {*self.names, bulk_text.ROW} if [*self.names, bulk_text.ROW].count(name) > 1
        ]
        if twice:
            raise ValueError(f"{twice[0]} is there twice")

    def rows(self, dataset: dict[str, Any]) -> Iterator[list[str | None]]:
        """Every observation as texts in the order of `names`."""
        if dataset.get("action") == "Delete":
            raise Refusal(
                NOT_DELETED,
                action="Delete",
            )
        whole = [one.text(0) for one in self.dimensions] + _padded(
            self.of_dataset, dataset.get("attributes", [])
        )
        if "observations" in dataset:
            yield from self._flat(whole, dataset["observations"])
        times: dict[str, list[str | None]] = {}
        for key, member in dataset.get("series", {}).items():
            held = [
                *whole,
                *_cited_by(self.series, key),
                *_padded(self.of_series, member.get("attributes", [])),
            ]
            for time, values in member.get("observations", {}).items():
                if time not in times:
                    times[time] = _cited_by(self.times, time)
                yield [*held, *times[time], *_padded(self.values, values)]

    def _flat(self, whole: list[str | None], observations: dict[str, Any]) -> Iterator[list[str | None]]:
        none: list[str | None] = [None] * len(self.of_series)
        at = len(self.series)
        for key, values in observations.items():
            parts = _cited_by([*self.series, *self.times], key)
            yield [*whole, *parts[:at], *none, *parts[at:], *_padded(self.values, values)]


def _components(of: dict[str, Any], where: str) -> list[_Said]:
    return [_Said(one) for one in of.get(where) or ()]


def _cited_by(components: list[_Said], key: str) -> list[str | None]:
    return [one.text(int(at)) for one, at in zip(components, key.split(":"), strict=True)]


def _padded(components: list[_Said], values: list[Any]) -> list[str | None]:
    if len(values) > len(components):
        raise ValueError("more values than components")
    given = [one.text(value) for one, value in zip(components, values, strict=False)]
    return given + [None] * (len(components) - len(given))


def _loaded(path: Path) -> dict[str, Any]:
    with bulk_text.opened(path, largest=LARGEST) as source:
        parts, size = [], 0
        while chunk := source.read(1 << 20):
            size += len(chunk)
            if size > LARGEST:
                raise Refusal(
                    "A JSON message has at most {most} MB here: exchange larger tables as CSV or XML.",
                    most=LARGEST >> 20,
                    where=path.name,
                )
            parts.append(chunk)
    try:
        message = json.loads(b"".join(parts).decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise Refusal("The file is not UTF-8 text.", where=path.name) from None
    except RecursionError:
        raise Refusal("A file has at most {most} levels.", most=DEEPEST, where=path.name) from None
    except json.JSONDecodeError as error:
        raise Refusal(
            "This is not valid JSON: {reason}.", reason=error.msg, where=f"{path.name}:{error.lineno}"
        ) from None
    except ValueError as error:  # a whole number of thousands of digits
        raise Refusal("This is not valid JSON: {reason}.", reason=str(error)[:80], where=path.name) from None
    data = message.get("data") if isinstance(message, dict) else None
    if not isinstance(data, dict):
        raise Refusal("This is not a data message of SDMX-JSON.", where=path.name)
    return data


def _no_constant(text: str) -> None:
    raise Refusal("`{text}` is not a number of JSON.", text=text)

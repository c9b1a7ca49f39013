"""Between the frames of the register and the tables of SDMX: a column for every dimension and attribute.

A table has the dimensions in the order of the key, `TIME_PERIOD`, `OBS_VALUE` and the attributes, all as text
but the value. Status, unit, source and method are columns of a frame; further attributes stand in its
`ATTRIBUTES` as JSON, and win over a column where they repeat it (a status that only SDMX knows).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from socle.exchange.areas import to_iso3
from socle.exchange.flow_frame import keyed, split
from socle.ground.refusals import Refusal, nearest
from socle.model import observation
from socle.model.flow import Component, Flow

if TYPE_CHECKING:
    import polars as pl

PERIOD: Final = "TIME_PERIOD"
VALUE: Final = "OBS_VALUE"
STATUS: Final = "OBS_STATUS"

_FOLDED = {"H": "O", "L": "O", "M": "O", "O": "O", "Q": "O", "E": "E", "P": "P", "I": "I", "A": "A"}
"""SDMX statuses -> Socle's; the others are values like any, of which ATTRIBUTES keeps what was said."""
_VALUES = r':\s*("(?:[^"\\]|\\.)*"|[^,{}\[\]"]*)'
_KEY_OF = re.compile(r'"((?:[^"\\]|\\.)*)":')


def columns(flow: Flow) -> list[str]:
    """The columns of a table of a flow, in order."""
    return [*flow.names, PERIOD, VALUE, *(one.id for one in flow.attributes)]


def wide(frame: pl.DataFrame, flow: Flow) -> pl.DataFrame:
    """The table of a frame in RECORDED columns."""
    import polars as pl

    if not frame["OBS_VALUE"].is_finite().all():
        raise Refusal("A value that is no finite number is not written: a missing one is empty.")
    table = split(flow, frame.select(one.name for one in observation.RECORDED if one.name in frame.columns))
    table = table.with_columns(_further(frame, flow))
    return table.select(
        *flow.names,
        pl.col(PERIOD).cast(pl.String),
        pl.col(VALUE).cast(pl.Float64),
        *(_attribute(one) for one in flow.attributes),
    )


def _attribute(one: Component) -> pl.Expr:
    import polars as pl

    said = pl.col("ATTRIBUTES").struct.field(one.id)
    return (pl.coalesce(said, pl.col(one.column)) if one.column else said).alias(one.id)


def _further(frame: pl.DataFrame, flow: Flow) -> pl.Series:
    """`ATTRIBUTES` as a struct of texts, one field for each attribute of the flow."""
    import polars as pl

    kind = pl.Struct({one.id: pl.String for one in flow.attributes})
    said = frame["ATTRIBUTES"] if "ATTRIBUTES" in frame.columns else pl.Series("ATTRIBUTES", [None])
    if said.null_count() == len(said):
        return pl.Series("ATTRIBUTES", [None], dtype=kind).new_from_index(0, frame.height)
    shapes = said.str.replace_all(_VALUES, ":").unique().drop_nulls()
    known = kind.to_schema()
    for name in {name for shape in shapes for name in _KEY_OF.findall(shape)}:
        if name not in known:
            raise Refusal(
                "The flow `{flow}` has no `{name}`.", flow=flow.code, name=name, nearest=nearest(name, known)
            )
    return said.str.json_decode(kind)


def recorded(table: pl.DataFrame, flow: Flow) -> pl.DataFrame:
    """The frame in RECORDED columns of a table of texts that has been checked; empty cells are missing."""
    import polars as pl

    held = {name: pl.col(name).replace("", None) for name in columns(flow) if name in table.columns}
    text = table.select(
        *(
            one.alias(name) if name in held else pl.lit(None, dtype=pl.String).alias(name)
            for name, one in ((name, held.get(name, pl.lit(None))) for name in columns(flow))
        )
    )
    value = pl.col(VALUE).replace("NaN", None).cast(pl.Float64)
    folds = {**_FOLDED, "W": "W"} if flow.agency == "SOCLE" else _FOLDED  # W is another thing in SDMX
    folded = pl.col(STATUS).replace_strict(folds, default="A", return_dtype=pl.String)
    typed = text.with_columns(
        pl.col(PERIOD).cast(pl.Int32),
        value,
        pl.when(value.is_null() & (folded != "W").fill_null(True))
        .then(pl.lit("O"))
        .otherwise(folded.fill_null("A"))
        .alias("_STATUS"),
    )
    found = keyed(flow, typed).with_columns(pl.col("AREA").replace(_iso3s(typed[flow.area])))
    beside = {one.column: one.id for one in flow.attributes if one.column and one.column != STATUS}
    return found.select(
        "KEY",
        "AREA",
        "CODE",
        PERIOD,
        VALUE,
        pl.col("_STATUS").alias(STATUS),
        *(
            pl.col(beside[name]).alias(name) if name in beside else pl.lit(None, dtype=pl.String).alias(name)
            for name in ("UNIT_MEASURE", "SOURCE", "METHOD")
        ),
        _json(flow).alias("ATTRIBUTES"),
    )


def _json(flow: Flow) -> pl.Expr:
    """The attributes that have no column of their own as one JSON object, names in alphabetical order."""
    import polars as pl

    pieces = []
    for one in sorted(flow.attributes, key=lambda each: each.id):
        if one.column == STATUS:
            value, kept = pl.col(STATUS), pl.col(STATUS) != pl.col("_STATUS")
        elif one.column:
            continue
        elif one.kind == "number":
            value = pl.col(one.id).cast(pl.Float64)
            kept = value.is_not_null()
        else:
            value, kept = pl.col(one.id), pl.col(one.id).is_not_null()
        written = pl.struct(value.alias(one.id)).struct.json_encode()
        pieces.append(pl.when(kept).then(written.str.slice(1, written.str.len_chars() - 2)))
    whole = pl.concat_str(pieces, separator=",", ignore_nulls=True)
    return pl.when(whole != "").then(pl.concat_str(pl.lit("{"), whole, pl.lit("}")))


def _iso3s(areas: pl.Series) -> dict[str, str]:
    """Countries that a flow numbers by M49 -> ISO 3166 of three letters; groups of countries stay."""
    found = {code: _iso3(code) for code in areas.unique().drop_nulls() if code.isdigit()}
    return {code: iso3 for code, iso3 in found.items() if iso3}


@cache
def _iso3(code: str) -> str | None:
    return to_iso3(code)

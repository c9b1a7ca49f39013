"""Frames of observations: their types, and series keys made of codes by dimension and taken apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socle.model.flow import SEPARATOR, Flow
from socle.model.observation import Column

if TYPE_CHECKING:
    import polars as pl

TYPES: Final = {"text": "String", "year": "Int32", "number": "Float64", "whole": "Int64", "moment": "String"}


def schema(columns: tuple[Column, ...]) -> pl.Schema:
    """The types of a frame of these columns."""
    import polars as pl

    return pl.Schema({one.name: getattr(pl, TYPES[one.kind])() for one in columns})


def keyed(flow: Flow, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with `KEY`, `AREA` and `CODE` instead of a column for each dimension; what is not said is the total."""
    import polars as pl

    codes = [
        (pl.col(one.id) if one.id in frame.columns else pl.lit(None, dtype=pl.String)).fill_null(one.total)
        for one in flow.dimensions
    ]
    return frame.with_columns(
        pl.concat_str(codes, separator=SEPARATOR).alias("KEY"),
        pl.col(flow.area).alias("AREA"),
        pl.col(flow.indicator).alias("CODE"),
    ).drop([name for name in flow.names if name in frame.columns])


def split(flow: Flow, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with a column for each dimension instead of `KEY`."""
    import polars as pl

    parts = pl.col("KEY").str.split_exact(SEPARATOR, len(flow.dimensions) - 1)
    wide = frame.with_columns(parts.struct.rename_fields(list(flow.names)).alias("KEY")).unnest("KEY")
    return wide.select(*flow.names, *(name for name in frame.columns if name != "KEY"))

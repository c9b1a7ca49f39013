"""Frames of the SDG flow, as the register answers them, as statistics: only what is about everybody, or one sex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socle.exchange.flow_file import flow
from socle.exchange.flow_frame import split
from socle.model.observation import WITHDRAWN
from socle.model.statistic import Statistic

if TYPE_CHECKING:
    import polars as pl

_PER_CENT = 100
_UNITS = {"PT": "share", "PERCENT": "share"}
_KEPT = ("SEX", "AGE")


def statistics_of_sdg(frame: pl.DataFrame) -> list[Statistic]:
    """The rows without a breakdown except by sex, reported to the world; of ages, the one most rows of a series have.

    Per cent become shares; withdrawn values are not told.
    """
    found = []
    for row in _whole(frame).iter_rows(named=True):
        share = _UNITS.get(str(row["UNIT_MEASURE"]), "")
        value = row["OBS_VALUE"]
        found.append(
            Statistic(
                str(row["CODE"]),
                str(row["AREA"]),
                int(row["TIME_PERIOD"]),
                None if value is None else float(value) / (_PER_CENT if share else 1),
                share or str(row["UNIT_MEASURE"] or ""),
                sex=str(row["SEX"]),
                status=str(row["OBS_STATUS"] or ""),
                source=str(row["SOURCE"] or ""),
                vintage=str(row["VINTAGE"] or ""),
            )
        )
    return found


def _whole(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    whole = flow("SDG")
    kept = (pl.col("REPORTING_TYPE") == "G") & (pl.col("OBS_STATUS").fill_null("") != WITHDRAWN)
    for one in whole.dimensions:
        if one.total == "_T" and one.id not in _KEPT:
            kept &= pl.col(one.id) == one.total
    rows = split(whole, frame).filter(kept)
    ages = rows.group_by("SERIES", "AGE").len().sort("len", "AGE", descending=[True, False])
    usual = ages.unique("SERIES", keep="first", maintain_order=True).select("SERIES", "AGE")
    return rows.join(usual, on=["SERIES", "AGE"], how="semi")

"""Frames of observations for tests."""

from __future__ import annotations

from typing import Any

import polars as pl

from socle.exchange.flow_frame import schema
from socle.model.observation import RECORDED

Line = tuple[str, str, int, float | None]
"""Country, code, year, value."""


def observations(*lines: Line, status: str = "A", **said: Any) -> pl.DataFrame:
    """What is to be recorded: one series for each country and code."""
    found = [
        {
            "KEY": f"A.{area}.{code}",
            "AREA": area,
            "CODE": code,
            "TIME_PERIOD": year,
            "OBS_VALUE": value,
            "OBS_STATUS": "O" if value is None else status,
            "UNIT_MEASURE": "PT",
            "SOURCE": "an office",
            **said,
        }
        for area, code, year, value in lines
    ]
    return pl.DataFrame(found, schema=schema(RECORDED))


def said(frame: pl.DataFrame) -> list[Line]:
    """The country, code, year and value of observations, in order."""
    return sorted(frame.select("AREA", "CODE", "TIME_PERIOD", "OBS_VALUE").rows())

"""What is confidential leaves the register only to those who work with it: its staff, and the country itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socle.exchange.inquiry_observations import CONFIDENTIAL
from socle.register.roles import Account, sees_all

if TYPE_CHECKING:
    import polars as pl


def shown(frame: pl.DataFrame, who: Account, *, public: bool = False) -> pl.DataFrame:
    """The observations without those that are confidential to this account; `public`: to everybody."""
    import polars as pl

    secret = pl.col("ATTRIBUTES").str.contains(f'"{CONFIDENTIAL}"', literal=True).fill_null(value=False)
    areas = frame.filter(secret)["AREA"].unique().to_list()
    closed = [area for area in areas if public or not sees_all(who, area)]
    return frame.filter(~(secret & pl.col("AREA").is_in(closed))) if closed else frame

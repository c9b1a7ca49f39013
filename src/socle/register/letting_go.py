"""Observations that come of a published submission: how they are recorded, and how they are withdrawn.

A value that a new version repeats stays the row that it was. So what a publication takes back is looked for
in the rows of all versions of its country and year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from socle.ground.refusals import Refusal
from socle.model.observation import WITHDRAWN
from socle.register.databases import rows
from socle.register.entering import insert, observe
from socle.register.fetching import fetch
from socle.register.log import Change

if TYPE_CHECKING:
    import polars as pl

FLOWS: Final = ("INQUIRY", "SOCIAL_PROTECTION")
"""The flows that a publication brings."""


@dataclass(frozen=True, eq=False)
class Derived:
    """Observations of one flow that are recorded with a publication."""

    flow: str
    vintage: str
    source: str
    frame: pl.DataFrame


def of_one(derived: Derived, country: str, year: int) -> None:
    """Refuse what is not of the country and year of its submission: another one answers for that."""
    import polars as pl

    other = derived.frame.filter((pl.col("AREA") != country) | (pl.col("TIME_PERIOD") != year)).head(1)
    if other.height:
        raise Refusal(
            "A submission of {country} for {year} brings a value of {area} for {period}: that belongs in a submission "
            "of its own.",
            country=country,
            year=year,
            area=other["AREA"][0],
            period=other["TIME_PERIOD"][0],
        )


def record(change: Change, derived: Derived, submission: int) -> None:
    """Record them as part of a change."""
    observe(
        change,
        derived.frame,
        flow=derived.flow,
        vintage=derived.vintage,
        source=derived.source,
        submission=submission,
    )


def let_go(
    change: Change, flow: str, area: str, submissions: Sequence[int], but: pl.DataFrame | None = None
) -> None:
    """Withdraw what holds now because of these submissions, save what the frame `but` says itself."""
    import polars as pl

    found = fetch(
        change.connection,
        "SELECT series, edition, period, change, value, status, description, submission FROM observation "
        "WHERE edition IN (SELECT id FROM edition WHERE flow = ?) "
        "AND series IN (SELECT id FROM series WHERE flow = ? AND area = ?)",
        flow,
        flow,
        area,
    )
    place = ("series", "edition", "period")
    latest = found.sort(*place, "change").unique(place, keep="last", maintain_order=True)
    gone = latest.filter(pl.col("submission").is_in(list(submissions)) & (pl.col("status") != WITHDRAWN))
    if but is not None:
        gone = gone.join(_said(change, flow, but), on=("series", "period"), how="anti")
    withdrawn = gone.drop("change").with_columns(
        pl.lit(None, pl.Float64).alias("value"), pl.lit(WITHDRAWN).alias("status")
    )
    insert(change, withdrawn.sort(*place))


def _said(change: Change, flow: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The series and periods of a frame, as far as the register has the series."""
    import polars as pl

    keys = frame["KEY"].unique().to_list()
    found = rows(change.connection, "SELECT key, id FROM series WHERE flow = ? AND key IN ?", flow, keys)
    known = pl.DataFrame(found, schema={"KEY": pl.String, "series": pl.Int64}, orient="row")
    said = frame.select("KEY", pl.col("TIME_PERIOD").cast(pl.Int64).alias("period"))
    return said.join(known, on="KEY").select("series", "period")

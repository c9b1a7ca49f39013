"""Observations on their way out: what held at a moment, of one vintage a series, with all that describes it.

Numbers come from the database, words from its small tables, and the two are joined here. As the record only
grows, everything up to one entry of the log is one state, whoever else writes meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection

from socle.exchange.flow_frame import schema
from socle.exchange.inquiry_observations import VINTAGE
from socle.model.observation import ANSWERED, WITHDRAWN
from socle.register import log, moments
from socle.register.databases import rows
from socle.register.fetching import fetch
from socle.register.letting_go import FLOWS
from socle.register.words import Words

if TYPE_CHECKING:
    import polars as pl

BLOCK: Final = 10_000  # series
NOW: Final = 2**31 - 1  # no change has a greater number
DATED: Final = re.compile(r"\d{4}")
REVIEWED: Final = "reviewed"  # the state of a submission


@dataclass(frozen=True)
class Asked:
    """Which observations; what is empty is not restricted. `as_of` is a day (to its end, UTC) or a moment."""

    flow: str
    area: str | Sequence[str] = ()
    codes: Sequence[str] = ()
    years: tuple[int, int] | None = None  # first and last
    as_of: str | date | None = None
    vintage: str = ""  # of each series the newest, where none is said
    withdrawn: bool = False  # whether those are told too
    public: bool = False  # without what is confidential, whoever asks

    @property
    def areas(self) -> list[str]:
        """Always several."""
        return [self.area] if isinstance(self.area, str) else list(self.area)


@dataclass(frozen=True)
class Read:
    """Observations with the columns `ANSWERED`, and which vintages of the same series were left aside."""

    frame: pl.DataFrame
    others: tuple[str, ...] = ()
    upto: int = 0  # the number of the last entry of the log that counted


def answer(connection: Connection, asked: Asked, words: Words) -> Read:
    """All of it at once."""
    import polars as pl

    parts = list(_parts(connection, asked, words, whole=True))
    others = sorted({name for part in parts for name in part.others})
    frames = [part.frame for part in parts] or [pl.DataFrame(schema=schema(ANSWERED))]
    return Read(pl.concat(frames), tuple(others), parts[0].upto if parts else 0)


def blocks(connection: Connection, asked: Asked, words: Words) -> Iterator[pl.DataFrame]:
    """The same in blocks of whole series, for more than memory should hold."""
    for part in _parts(connection, asked, words, whole=False):
        yield part.frame


def _parts(connection: Connection, asked: Asked, words: Words, *, whole: bool) -> Iterator[Read]:
    upto = _upto(connection, asked)
    series = _series(connection, asked)
    words.editions = dict(rows(connection, "SELECT id, vintage FROM edition WHERE flow = ?", asked.flow))
    numbers = series["series"]
    size = max(len(numbers), 1) if whole else BLOCK
    for first in range(0, len(numbers), size):
        part = numbers[first : first + size]
        found = _found(connection, asked, upto, part, words.editions)
        frame, others = _chosen(found, words.editions, asked)
        yield Read(_answered(connection, frame, series, words, upto), others, upto)


def _upto(connection: Connection, asked: Asked) -> int:
    if asked.as_of is None:
        return log.head(connection).id
    return log.number_at(connection, moments.until(asked.as_of))


def _of_flow(asked: Asked) -> tuple[str, list[Any]]:
    """The condition on series, and its values."""
    said = "flow = ?"
    values: list[Any] = [asked.flow]
    for name, chosen in (("area", asked.areas), ("code", list(asked.codes))):
        if len(chosen) == 1:
            said, values = f"{said} AND {name} = ?", [*values, chosen[0]]
        elif chosen:
            said, values = f"{said} AND {name} IN ?", [*values, chosen]
    return said, values


def _series(connection: Connection, asked: Asked) -> pl.DataFrame:
    import polars as pl

    said, values = _of_flow(asked)
    found = rows(connection, f"SELECT id, key, area, code FROM series WHERE {said}", *values)
    types = {"series": pl.Int64, "KEY": pl.String, "AREA": pl.String, "CODE": pl.String}
    return pl.DataFrame(found, schema=types, orient="row").sort("series")


def _found(
    connection: Connection, asked: Asked, upto: int, series: pl.Series, editions: dict[int, str]
) -> pl.DataFrame:
    """All that was recorded of these series up to an entry of the log, as far as it was asked for."""
    said, values = _of_flow(asked)
    sql = (
        "SELECT o.series, o.edition, o.period, o.change, o.value, o.status, o.description, o.submission "
        f"FROM observation o WHERE o.series IN (SELECT id FROM series WHERE {said}) "
        "AND o.series BETWEEN ? AND ? AND o.change <= ?"
    )
    values += [int(series[0]), int(series[-1]), upto]
    if asked.years:
        sql, values = sql + " AND o.period BETWEEN ? AND ?", [*values, *asked.years]
    if asked.vintage:
        named = [number for number, name in editions.items() if name == asked.vintage]
        sql, values = sql + " AND o.edition IN ?", [*values, named]
    return fetch(connection, sql, *values).sort("series", "edition", "period", "change")


def _chosen(
    found: pl.DataFrame, editions: dict[int, str], asked: Asked
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Of each observation the latest, of each series the newest vintage; and which others there were.

    What countries have answered comes after all that was imported beside it: nobody's file takes its place unasked.
    Other vintages named by their date come after those that are not, in the order of their dates; the rest in the
    order in which the register first saw them.
    """
    import polars as pl

    last = pl.any_horizontal(
        pl.col(name) != pl.col(name).shift(-1) for name in ("series", "edition", "period")
    )
    latest = found.filter(last.fill_null(value=True))
    if not asked.withdrawn:
        latest = latest.filter(pl.col("status") != WITHDRAWN)
    present = latest["edition"].unique().to_list()
    if len(present) < 2:
        return latest, ()
    answered = asked.flow in FLOWS
    order = sorted(
        editions,
        key=lambda number: (
            answered and editions[number] == VINTAGE,
            _dated(editions[number]),
            number,
        ),
    )
    rank = pl.col("edition").replace_strict(
        {number: place for place, number in enumerate(order)}, return_dtype=pl.Int64
    )
    newest = rank == rank.max().over("series")
    chosen, left = latest.filter(newest), latest.filter(~newest)
    return chosen, tuple(sorted(editions[number] for number in left["edition"].unique()))


def _dated(name: str) -> str:
    return name if DATED.match(name) else ""


def _answered(
    connection: Connection, frame: pl.DataFrame, series: pl.DataFrame, words: Words, upto: int
) -> pl.DataFrame:
    import polars as pl

    described = words.described(connection, frame["description"])
    changes = frame["change"].unique().to_list()
    at = dict(rows(connection, "SELECT id, at FROM change WHERE id IN ?", changes))
    submissions = frame["submission"].drop_nulls().unique().to_list()
    reviewers, names = _reviewers(connection, submissions, upto), _names(connection, submissions)
    text = pl.String
    wide = frame.join(series, on="series", how="left", maintain_order="left").join(
        described, on="description", how="left", maintain_order="left"
    )
    return wide.select(
        "KEY",
        "AREA",
        "CODE",
        pl.col("period").cast(pl.Int32).alias("TIME_PERIOD"),
        pl.col("value").alias("OBS_VALUE"),
        pl.col("status").alias("OBS_STATUS"),
        "UNIT_MEASURE",
        "SOURCE",
        "METHOD",
        "ATTRIBUTES",
        pl.col("edition").replace_strict(words.editions, return_dtype=text).alias("VINTAGE"),
        pl.col("submission").replace_strict(names, default=None, return_dtype=text).alias("SUBMISSION"),
        pl.col("submission").replace_strict(reviewers, default=None, return_dtype=text).alias("REVIEWER"),
        pl.col("change").alias("CHANGE"),
        pl.col("change").replace_strict(at, return_dtype=text).alias("RECORDED"),
    )


def _names(connection: Connection, submissions: list[int]) -> dict[int, str]:
    """Of each submission its name: SEN-2024-2."""
    if not submissions:
        return {}
    found = rows(connection, "SELECT id, country, year, version FROM submission WHERE id IN ?", submissions)
    return {number: f"{country}-{year}-{version}" for number, country, year, version in found}


def _reviewers(connection: Connection, submissions: list[int], upto: int) -> dict[int, str]:
    """Of each submission, who reviewed it last."""
    if not submissions:
        return {}
    sql = (
        "SELECT e.submission, c.author FROM submission_event e JOIN change c ON c.id = e.change "
        "WHERE e.submission IN ? AND e.state = ? AND e.change <= ? ORDER BY e.change"
    )
    return dict(rows(connection, sql, submissions, REVIEWED, upto))

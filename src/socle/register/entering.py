"""Observations on their way in: checked, compared with what is held, and added where they say something new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection

from socle.exchange.flow_frame import schema
from socle.ground.provenance import sha256_of
from socle.ground.refusals import Place, Refusal
from socle.ground.words import N_
from socle.model.observation import MISSING, RECORDED, STATUSES, WITHDRAWN
from socle.register import tables
from socle.register.databases import is_postgres, rows
from socle.register.digests import MEASURED, canonical
from socle.register.fetching import COLUMNS, fetch
from socle.register.log import Change

if TYPE_CHECKING:
    import polars as pl

DESCRIBED: Final = ("UNIT_MEASURE", "SOURCE", "METHOD", "ATTRIBUTES")
YEARS: Final = (1, 9999)
LOT: Final = 500_000  # rows handed to SQLite at once


@dataclass(frozen=True)
class Recorded:
    """What a recording did: the entry of the log, none if nothing was new, and how many observations were what."""

    change: int | None
    new: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: Recorded) -> Recorded:
        """Both together."""
        return Recorded(
            self.change or other.change,
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
        )


def checked(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the columns and types of observations; refused where it says nothing definite."""
    import polars as pl

    wanted = schema(RECORDED)
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise Refusal("Observations need a column `{name}`.", name=missing[0])
    frame = frame.select(pl.col(name).cast(kind) for name, kind in wanted.items())
    value, period = pl.col("OBS_VALUE"), pl.col("TIME_PERIOD")
    named = pl.any_horizontal(pl.col("KEY", "AREA", "CODE", "OBS_STATUS").is_null())
    wrong = {
        N_("an observation lacks its series, country or status"): named,
        N_("an observation has no year from 1 to 9999"): ~period.is_between(*YEARS).fill_null(value=False),
        N_("an observation has a status that Socle does not know"): ~pl.col("OBS_STATUS").is_in(
            list(STATUSES)
        ),
        N_("an observation has a value that is no number"): ~value.is_finite(),
        N_("an observation has no value and does not say that it is missing"): value.is_null()
        & ~pl.col("OBS_STATUS").is_in([MISSING, WITHDRAWN]),
        N_("an observation is there twice"): pl.struct("KEY", "TIME_PERIOD").is_duplicated(),
    }
    for why, condition in wrong.items():
        found = frame.filter(condition.fill_null(value=False)).head(1)
        if found.height:
            line = found.row(0, named=True)
            raise Refusal(
                "Nothing is recorded: {why} ({key}, {year}).",
                why=Place(why),
                key=line["KEY"],
                year=line["TIME_PERIOD"],
            )
    # No minus zero, which one of the databases forgets.
    return frame.with_columns(pl.when(value == 0).then(0.0).otherwise(value).alias("OBS_VALUE"))


def observe(
    change: Change,
    frame: pl.DataFrame,
    flow: str,
    vintage: str,
    source: str,
    submission: int | None = None,
) -> Recorded:
    """Add to the record, as part of a change, the observations whose value, status or description is new."""
    import polars as pl

    frame = checked(frame)
    edition = _edition(change, flow, vintage, source)
    series, fresh = _series(change, frame, flow)
    described = _descriptions(change, frame)
    numbered = (
        frame.join(series, on="KEY", how="left")
        .join(described, on=DESCRIBED, how="left", nulls_equal=True)
        .select(
            pl.col("series"),
            pl.lit(edition, pl.Int64).alias("edition"),
            pl.col("TIME_PERIOD").cast(pl.Int64).alias("period"),
            pl.col("OBS_VALUE").alias("value"),
            pl.col("OBS_STATUS").alias("status"),
            pl.col("description"),
            pl.lit(submission, pl.Int64).alias("submission"),
        )
        .sort("series", "period")
    )
    known = [] if fresh == series.height else series["series"].to_list()
    held = _held(change, known, edition)
    both = numbered.join(held, on=("series", "period"), how="left")
    same = pl.col("held") & pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(f"{name}_held")) for name in ("value", "status", "description")
    )
    added = both.filter(~same.fill_null(value=False))
    insert(change, added.select(MEASURED))
    new = added["held"].null_count()
    return Recorded(
        change.number if added.height else None, new, added.height - new, numbered.height - added.height
    )


def _edition(change: Change, flow: str, vintage: str, source: str) -> int:
    found = rows(change.connection, "SELECT id FROM edition WHERE flow = ? AND vintage = ?", flow, vintage)
    if found:
        return int(found[0][0])
    number = change.following(tables.edition)
    assert number < 1 << 16, "more editions than `fetching` can tell apart"
    change.add(tables.edition, [{"id": number, "flow": flow, "vintage": vintage, "source": source}])
    return number


def _series(change: Change, frame: pl.DataFrame, flow: str) -> tuple[pl.DataFrame, int]:
    """`KEY` and `series` of every series of the frame, and how many of them are new."""
    import polars as pl

    said = frame.select("KEY", "AREA", "CODE").unique()
    twice = said.filter(pl.col("KEY").is_duplicated())
    if twice.height:
        raise Refusal("The series `{key}` has two countries or two codes.", key=twice["KEY"][0])
    found = rows(
        change.connection,
        "SELECT key, id, area, code FROM series WHERE flow = ? AND key IN ?",
        flow,
        said["KEY"].to_list(),
    )
    names = {"KEY": pl.String, "series": pl.Int64, "area": pl.String, "code": pl.String}
    held = pl.DataFrame(found, schema=names, orient="row")
    moved = said.join(held, on="KEY").filter(
        (pl.col("AREA") != pl.col("area")) | (pl.col("CODE") != pl.col("code"))
    )
    if moved.height:
        raise Refusal("The series `{key}` is held under another country or code.", key=moved["KEY"][0])
    fresh = said.join(held, on="KEY", how="anti").sort("AREA", "CODE", "KEY")  # a country is one stretch
    fresh = fresh.with_row_index("series", change.following(tables.series)).cast({"series": pl.Int64})
    lines = [
        {"id": number, "flow": flow, "area": area, "code": code, "key": key}
        for number, key, area, code in fresh.iter_rows()
    ]
    change.add(tables.series, lines)
    return pl.concat([held.select("KEY", "series"), fresh.select("KEY", "series")]), fresh.height


def _descriptions(change: Change, frame: pl.DataFrame) -> pl.DataFrame:
    """The number of each description of the frame; new ones are added."""
    import polars as pl

    said = frame.select(DESCRIBED).unique(maintain_order=True)
    for text in (text for row in said.iter_rows() for text in row if text and "\0" in text):
        raise Refusal("`{text}` holds a sign that cannot be shown: write letters.", text=ascii(text)[1:61])
    said = said.with_columns(
        pl.Series("sha256", [sha256_of(canonical(row)) for row in said.iter_rows()], dtype=pl.String)
    )
    found = rows(
        change.connection, "SELECT sha256, id FROM description WHERE sha256 IN ?", said["sha256"].to_list()
    )
    held = pl.DataFrame(found, schema={"sha256": pl.String, "description": pl.Int64}, orient="row")
    fresh = said.join(held, on="sha256", how="anti")
    fresh = fresh.with_row_index("description", change.following(tables.description))
    columns = [column.name for column in tables.description.columns if column.name != "change"]
    order = ("description", "sha256", *DESCRIBED)
    lines = [dict(zip(columns, row, strict=True)) for row in fresh.select(order).iter_rows()]
    change.add(tables.description, lines)
    known = pl.concat([held, fresh.select("sha256", pl.col("description").cast(pl.Int64))])
    return said.join(known, on="sha256", how="left").drop("sha256")


def _held(change: Change, series: list[int], edition: int) -> pl.DataFrame:
    """The latest of what is held of these series in this edition."""
    import polars as pl

    sql = "SELECT series, edition, period, change, value, status, description, submission FROM observation"
    found = fetch(change.connection, f"{sql} WHERE edition = ? AND series IN ?", edition, series)
    latest = found.sort("series", "period", "change").unique(
        ("series", "period"), keep="last", maintain_order=True
    )
    return latest.select(
        "series",
        "period",
        pl.lit(value=True).alias("held"),
        *(pl.col(name).alias(f"{name}_held") for name in ("value", "status", "description")),
    )


def insert(change: Change, frame: pl.DataFrame) -> None:
    """Add observations (columns `MEASURED`), in the order of their key, as part of a change."""
    import polars as pl

    if frame.is_empty():
        return
    measured = frame.select(MEASURED)
    change.observed.append(measured)
    put(change.connection, measured.with_columns(pl.lit(change.number, pl.Int64).alias("change")))


def put(connection: Connection, frame: pl.DataFrame) -> None:
    """Add rows to the table of observations as fast as the database takes them; they are in nobody's digest."""
    full = frame.select(COLUMNS)
    cursor: Any = connection.connection.cursor()
    try:
        if is_postgres(connection):
            with cursor.copy(f"COPY observation ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv)") as copy:
                for lot in full.iter_slices(LOT):
                    copy.write(lot.write_csv(include_header=False).encode())
            if full.height >= LOT:
                cursor.execute(
                    "ANALYZE series, observation"
                )  # or the next query is planned for a small table
        else:
            names, holes = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
            for lot in full.iter_slices(LOT):
                cursor.executemany(f"INSERT INTO observation ({names}) VALUES ({holes})", _lines(lot))
    finally:
        cursor.close()


def _lines(frame: pl.DataFrame) -> Any:
    return zip(*(frame[name].to_list() for name in frame.columns), strict=True)

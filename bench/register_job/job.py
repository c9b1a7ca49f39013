"""The observations, made up once a run: in a register on each database, and in one table as a peer would have them."""

from __future__ import annotations

import atexit
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import polars as pl

from socle.exchange import flow_file
from socle.exchange.areas import to_iso3
from socle.exchange.flow_frame import schema
from socle.model.observation import RECORDED
from socle.register.store import Register
from tools import postgres_server

FLOW = "SDG"
COUNTRIES, CODES, GROUPS, YEARS = 200, 80, 6, range(2000, 2025)
VINTAGES = ("2023-06", "2024-06")
REVISED = 0.04  # of the older vintage, in a second edition of it
ASKED = "SEN"
COLUMNS = [column.name for column in RECORDED]


@dataclass(frozen=True)
class Built:
    """Where the observations are: registers by name of the database, and the files of the peers."""

    registers: dict[str, Register]
    parquet: Path
    table: Path  # SQLite: one wide table with an index
    moment: str  # between the first vintage and its revision
    folder: Path
    rows: int


def countries() -> list[tuple[str, str]]:
    """M49 and ISO 3166 codes of some countries."""
    found = ((f"{number:03}", to_iso3(f"{number:03}")) for number in range(1, 900))
    return [(code, iso3) for code, iso3 in found if iso3 and len(iso3) == 3][:COUNTRIES]


def series() -> pl.DataFrame:
    """`KEY`, `AREA`, `CODE` and what is said of each series."""
    flow = flow_file.flow(FLOW)
    total = {one.id: one.total or "_T" for one in flow.dimensions}
    groups = [*product(("_T", "M", "F"), ("_T", "Y_GE15"))][:GROUPS]
    lines = []
    for (area, iso3), number, (sex, age) in product(countries(), range(CODES), groups):
        code = f"SX_MADE_{number:02}"
        said = total | {
            "FREQ": "A",
            "REPORTING_TYPE": "G",
            "SERIES": code,
            "REF_AREA": area,
            "SEX": sex,
            "AGE": age,
        }
        lines.append((flow.key(said), iso3, code, f"Office {number % 7} of {iso3}"))
    return pl.DataFrame(lines, schema=["KEY", "AREA", "CODE", "SOURCE"], orient="row")


def edition(named: pl.DataFrame, seed: int) -> pl.DataFrame:
    """A value for every series and year."""
    years = pl.DataFrame({"TIME_PERIOD": list(YEARS)}, schema={"TIME_PERIOD": pl.Int32})
    frame = named.join(years, how="cross")
    values = np.random.default_rng(seed).uniform(0, 100, frame.height).round(2)
    return frame.with_columns(
        pl.Series("OBS_VALUE", values),
        pl.lit("A").alias("OBS_STATUS"),
        pl.lit("PT").alias("UNIT_MEASURE"),
        pl.lit(None, pl.String).alias("METHOD"),
        pl.lit(json.dumps({"NATURE": "C"})).alias("ATTRIBUTES"),
    ).select(pl.col(name).cast(kind) for name, kind in schema(RECORDED).items())


def _recorded() -> Iterator[tuple[str, pl.DataFrame]]:
    """What is recorded, in this order: the older vintage, its revision, the newer one."""
    named = series()
    first = edition(named, 1)
    yield VINTAGES[0], first
    again = first.sample(fraction=REVISED, seed=2)
    yield VINTAGES[0], again.with_columns(pl.col("OBS_VALUE") + 1)
    yield VINTAGES[1], edition(named, 3)


@cache
def built() -> Built:
    """Everything in place; it is thrown away when Python ends."""
    stack = ExitStack()
    atexit.register(stack.close)
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="socle-bench-")))
    places = {"sqlite": str(folder / "register.sqlite")}
    if postgres_server.programs():
        places["postgresql"] = stack.enter_context(postgres_server.server()) + "/postgres"
    registers = {name: Register.create(place, "bench") for name, place in places.items()}
    tables, moment = [], ""
    for number, (vintage, frame) in enumerate(_recorded()):
        for name, register in registers.items():
            start = perf_counter()
            register.record(frame, flow=FLOW, vintage=vintage, source="made up", reason="a benchmark")
            spent = perf_counter() - start
            print(f"{frame.height:,} observations into {name}: {spent:.1f} s", file=sys.stderr, flush=True)
        moment = moment or max(register.head().at for register in registers.values())
        tables.append(frame.with_columns(VINTAGE=pl.lit(vintage), CHANGE=pl.lit(number)))
    whole = pl.concat(tables)
    whole.write_parquet(folder / "rows.parquet")
    _one_table(whole, folder / "rows.sqlite")
    return Built(registers, folder / "rows.parquet", folder / "rows.sqlite", moment, folder, whole.height)


def _one_table(frame: pl.DataFrame, path: Path) -> None:
    """One wide table with an index by country and code: what many offices have."""
    names = ", ".join(frame.columns)
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE rows ({names})")
        lines = zip(*(frame[name].to_list() for name in frame.columns), strict=True)
        connection.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * frame.width)})", lines)
        connection.execute("CREATE INDEX by_area ON rows (AREA, CODE)")
    connection.close()

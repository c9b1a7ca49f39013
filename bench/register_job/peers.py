"""The peers: the same questions to the same rows in one table."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

NEWEST = """
SELECT KEY, TIME_PERIOD, OBS_VALUE, OBS_STATUS, UNIT_MEASURE, SOURCE, VINTAGE FROM (
  SELECT *, row_number() OVER (PARTITION BY KEY, TIME_PERIOD ORDER BY VINTAGE DESC, CHANGE DESC) AS place
  FROM {rows} WHERE CHANGE <= {upto} {where}) AS ranked
WHERE place = 1
"""


def pandas_of_country(table: Path, area: str) -> tuple[int, float]:
    """`pandas.read_sql` over the indexed table of SQLite: how many rows, and their sum."""
    import pandas as pd

    connection = sqlite3.connect(table)
    frame = pd.read_sql(NEWEST.format(rows="rows", upto=99, where="AND AREA = ?"), connection, params=(area,))
    connection.close()
    return len(frame), float(frame["OBS_VALUE"].sum())


def duckdb_as_of(parquet: Path, area: str, upto: int) -> tuple[int, float]:
    """DuckDB over Parquet: how many rows, and their sum."""
    import duckdb

    query = NEWEST.format(rows=f"'{parquet}'", upto=upto, where=f"AND AREA = '{area}'")
    with duckdb.connect() as connection:
        frame = connection.sql(query).pl()
    return frame.height, float(frame["OBS_VALUE"].sum())


def csv_of_all(table: Path, target: Path, vintage: str) -> int:
    """The cursor of SQLite into `csv.writer`, row by row; no history to look through."""
    connection = sqlite3.connect(table)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["KEY", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE", "SOURCE", "ATTRIBUTES"]
        )
        found = connection.execute(
            "SELECT KEY, TIME_PERIOD, OBS_VALUE, OBS_STATUS, UNIT_MEASURE, SOURCE, ATTRIBUTES FROM rows "
            "WHERE VINTAGE = ?",
            (vintage,),
        )
        writer.writerows(found)
    connection.close()
    with target.open("rb") as file:
        return sum(1 for _ in file) - 1

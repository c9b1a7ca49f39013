"""One country as it stood before a revision and a newer vintage, out of five million observations.

The goal is 100 ms. The peer ranks the same rows in Parquet by DuckDB.
"""

from __future__ import annotations

from bench.measure import record
from bench.register_job.job import ASKED, FLOW, built
from bench.register_job.peers import duckdb_as_of

PEER = "DuckDB, row_number over the same rows in Parquet"


def run() -> list[dict[str, object]]:
    """A record for each database."""
    told, records = built(), []
    theirs = duckdb_as_of(told.parquet, ASKED, 0)
    for name, register in told.registers.items():
        frame = register.read(FLOW, area=ASKED, as_of=told.moment)
        assert frame.height == theirs[0] and abs(float(frame["OBS_VALUE"].sum()) / theirs[1] - 1) < 1e-12
        records.append(
            record(
                f"register_asof {name}",
                lambda register=register: register.read(FLOW, area=ASKED, as_of=told.moment),  # type: ignore[misc]
                PEER,
                lambda: duckdb_as_of(told.parquet, ASKED, 0),
                rounds=9,
            )
        )
    return records

"""The job on persons in a Parquet file, each way in a process of its own: `python -m ... FILE WAY ANSWERS`.

Ours is the law of the scheme files through Ibis. DuckDB by hand is the same database under the same limit of
memory. Polars streams, but has no limit of memory.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from bench.households_job.law import LINE, job
from bench.households_job.peers import PENSION_AGE, QUERY, polars_job
from bench.households_job.people import made_up

LIMIT = "1GB"
POLARS = "Polars, streaming from Parquet, by hand"
DUCKDB = f"DuckDB, one query from Parquet under {LIMIT}, by hand"


def write_people(file: Path, parts: int, households: int) -> int:
    """Persons in so many parts of as many households; never more than one part is in memory. How many there are."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    writer, persons = None, 0
    for part in range(parts):
        people = made_up(households, seed=part + 1)
        assert people.households is not None
        number = np.repeat(np.arange(households) + part * households, np.diff(people.households))
        own = {name: values for name, values in people.columns.items() if values.ndim}
        table = pa.table({**own, "weight": people.weights, "household": number})
        writer = writer or ParquetWriter(file, table.schema)
        writer.write_table(table)
        persons += len(people.weights)
    if writer is not None:
        writer.close()
    return persons


def ours(file: Path) -> dict[str, float]:
    """The fourteen numbers by the law, without a person in this process."""
    import ibis

    from socle.engine.ibis_tables import Ranked, answers, distributions

    connection = ibis.duckdb.connect(memory_limit=LIMIT, temp_directory=str(file.parent / "spill"))
    table, asked, shared = connection.read_parquet(file), job(), {"poverty_line": np.array(LINE)}
    incomes = {name: asked.trees.pop(name) for name in ("before", "after")}
    numbers = answers(asked.trees, table, asked.parameters, shared)
    ranked = {f"gini {name}": Ranked(tree) for name, tree in incomes.items()}
    spread = distributions(ranked, table, asked.parameters, shared)
    return {
        **{name: float(value) for name, value in numbers.items()},
        **{name: found.gini().value for name, found in spread.items()},
    }


def by_duckdb(file: Path) -> dict[str, float]:
    """The fourteen numbers in one query."""
    import duckdb

    settings: dict[str, Any] = {"memory_limit": LIMIT, "temp_directory": str(file.parent / "spill")}
    connection = duckdb.connect(config=settings)
    connection.execute(f"create view people as from '{file}'")
    asked = connection.execute(QUERY, {"age": PENSION_AGE})
    row = asked.fetchone()
    assert row is not None
    return dict(zip((column[0] for column in asked.description), row, strict=True))


def by_polars(file: Path) -> dict[str, float]:
    """The fourteen numbers by lazy expressions."""
    import polars as pl

    pl.Config.set_engine_affinity("streaming")
    scanned: Any = pl.scan_parquet(file)
    return polars_job(scanned)


WAYS = {"ours": ours, DUCKDB: by_duckdb, POLARS: by_polars}

if __name__ == "__main__":
    Path(sys.argv[3]).write_text(json.dumps(WAYS[sys.argv[2]](Path(sys.argv[1]))), encoding="utf-8")

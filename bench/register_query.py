"""All indicators of one country out of five million observations: the newest vintage, with everything said of it.

The goal is 50 ms. The peer asks the same of the same rows in one indexed table of SQLite.
"""

from __future__ import annotations

from bench.measure import record
from bench.register_job.job import ASKED, FLOW, built
from bench.register_job.peers import pandas_of_country

PEER = "pandas.read_sql, one indexed table of SQLite"


def run() -> list[dict[str, object]]:
    """A record for each database."""
    told, records = built(), []
    theirs = pandas_of_country(told.table, ASKED)
    for name, register in told.registers.items():
        frame = register.read(FLOW, area=ASKED)
        assert frame.height == theirs[0] and abs(float(frame["OBS_VALUE"].sum()) / theirs[1] - 1) < 1e-12
        records.append(
            record(
                f"register_query {name}",
                lambda register=register: register.read(FLOW, area=ASKED),  # type: ignore[misc]
                PEER,
                lambda: pandas_of_country(told.table, ASKED),
                rounds=9,
            )
        )
    return records

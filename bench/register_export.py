"""The whole of one flow out of a register of five million observations into a file of SDMX-CSV 2.0.

The goal is 200,000 observations a second from the database to the file: those of the newest vintage, found
among all that were ever recorded. The peer writes the same observations, already chosen, from one table.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bench.measure import record
from bench.register_job.job import FLOW, VINTAGES, Built, built
from bench.register_job.peers import csv_of_all
from socle.exchange import flow_file, sdmx_csv
from socle.register.store import Register

PEER = "sqlite3 cursor into csv.writer, one table without history"


def export(register: Register, target: Path) -> int:
    """All that holds, of both vintages: how many observations."""
    flow = flow_file.flow(FLOW)
    return sum(sdmx_csv.write(register.blocks(FLOW, vintage=vintage), flow, target) for vintage in VINTAGES)


def run() -> list[dict[str, object]]:
    """A record for each database, with observations a second."""
    told, records = built(), []
    for name, register in told.registers.items():
        ours = _exporting(register, told)
        count = export(register, told.folder / "ours.csv")
        found = record(f"register_export {name}", ours, PEER, lambda: _peer(told), rounds=1)
        records.append({**found, "observations": count, "a_second": count / float(str(found["value"]))})
    return records


def _exporting(register: Register, told: Built) -> Callable[[], int]:
    return lambda: export(register, told.folder / "ours.csv")


def _peer(told: Built) -> int:
    return sum(csv_of_all(told.table, told.folder / "theirs.csv", vintage) for vintage in VINTAGES)

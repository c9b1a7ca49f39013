"""`python -m bench.block_job WAY RECORDS ROUNDS FILE`: one way, timed so often, and its totals by year.

The law is compiled before the clock starts; a peer has its tables ready.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import socle.rules  # noqa: F401, fills the rulebook
from bench.block_job import job, peers
from bench.measure import seconds
from socle.engine.choice import Engine
from socle.exchange.kernel_files import KernelFolder
from socle.run.block import closed_block


def work(way: str, records: int, folder: Path) -> Callable[[], peers.Totals]:
    """One way of the job, ready to be timed."""
    if way in peers.PEERS:
        peers.installed()
        given = job.given(records)
        return lambda: peers.PEERS[way](given)
    law, block, lives, economy = job.law(), job.block(records), job.lives(), job.economy()
    engine = Engine(way, load=KernelFolder(folder))

    def ours() -> peers.Totals:
        found = closed_block(law, job.BENEFIT, block, lives, economy, engine)
        return {"contributions": found.contributions, "pensions": found.pensions, "living": found.alive}

    ours()
    return ours


way, records, rounds, file = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
ready = work(way, records, file.parent)
times = [seconds(ready) for _ in range(rounds)]
totals = {name: list(values) for name, values in ready().items()}
file.write_text(json.dumps({"seconds": times, "totals": totals}), encoding="utf-8")

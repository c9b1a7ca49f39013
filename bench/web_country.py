"""The page of a country asked for again and again: requests a second, the slowest twentieth, idle readers.

The goal is 400 a second with one process for each of two processors, 95 % within 150 ms, and 1,000 idle readers in
250 MB. The peer is a bare FastAPI application with as many processes that answers the very same bytes: what is
between the two is what Socle adds (roles, languages, rates, tags, the log, sums).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from statistics import median

from bench.web_job.load import load
from bench.web_job.servers import answered, idle, ours, peer, resident_mb, signed_in

PATHS = ("/SEN", "/KHM", "/XXX")
ROUNDS, READERS = 3, 1000
PEER = "bare FastAPI, same bytes"


def run() -> list[dict[str, object]]:
    """Seconds a request (of which the inverse is requests a second), of 95 % of them, and of idle readers."""
    workers = os.cpu_count() or 1
    with ours(workers) as (address, process, _):
        for _ in range(8):  # every process has the pages in memory
            load(address, PATHS, seconds=1)
        body, coding = answered(address + PATHS[0])
        with peer(workers, body, coding) as other:
            mine, theirs = _turns(lambda: load(address, PATHS), lambda: load(other, PATHS))
        memory = resident_mb(process)
    return [
        _record("web_country request", 1 / mine["a_second"], 1 / theirs["a_second"], memory),
        _record("web_country p95", mine["p95_ms"] / 1000, theirs["p95_ms"] / 1000, memory),
        _of_idle("web_country idle", known=False),
        _of_idle("web_country idle, signed in", known=True),
    ]


def _turns(
    mine: Callable[[], dict[str, float]], theirs: Callable[[], dict[str, float]]
) -> tuple[dict[str, float], dict[str, float]]:
    """Medians of the rounds, in turns."""
    theirs()
    turns = [(mine(), theirs()) for _ in range(ROUNDS)]
    assert not any(one["wrong"] for turn in turns for one in turn), "an answer was no 200"
    return tuple({key: median(turn[at][key] for turn in turns) for key in turns[0][at]} for at in (0, 1))  # type: ignore[return-value]


def _of_idle(name: str, *, known: bool) -> dict[str, object]:
    """The memory of one process with readers who have asked once and stay; the peer is itself with none.

    Those who are known have signed in, each to a session of their own, and have a page of their own in memory.
    """
    with ours(1) as (address, process, register):
        answered(address + PATHS[0])
        alone = resident_mb(process)
        with idle(address, PATHS[0], READERS, signed_in(register, READERS) if known else ()):
            full = resident_mb(process)
    return {
        **_record(name, full, alone, full),
        "unit": "MB",
        "peer": f"the same without {READERS} readers",
    }


def _record(name: str, value: float, peer_value: float, memory: float) -> dict[str, object]:
    record = {"name": name, "value": value, "unit": "s", "peer": PEER, "peer_value": peer_value}
    return {**record, "ratio": peer_value / value, "memory_mb": memory}

"""Scenarios that differ in two values, each computed and shown as the page of the builder.

The goal is 60 a second with one process for each of two processors, 95 % within 400 ms. The peer is the library itself:
as many processes that compute the same scenarios one after another and show them to nobody, so that the ratio
says what is left of it behind a page.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

from bench.web_job.load import load
from bench.web_job.servers import ours, resident_mb

COUNTRY, START = "SEN", "low"
AGES, SHARES = range(50, 70), range(11, 100, 3)  # none is that of the start, whose page has a shorter address
ROUNDS, ALONE = 3, 100  # rounds in turns; scenarios that each process computes alone in a round
PEER = "the same by the library, no page"


def changes() -> list[dict[str, str]]:
    """The scenarios: an age at which pensions begin, and a share of the poverty line for children."""
    return [
        {
            "old_age.pension.age_band.at_least": str(age),
            "children.child_benefit.share_of_line.share": f"{share}%",
        }
        for share in SHARES
        for age in AGES
    ]


def alone(count: int) -> float:
    """Seconds in which this process computes so many of them."""
    from socle.run.builder import Wanted, build, ready

    ground, wanted = ready(COUNTRY), [Wanted(START, one) for one in changes()[: count + 1]]
    build(ground, wanted[0])
    start = perf_counter()
    for one in wanted[1:]:
        assert build(ground, one).floor
    return perf_counter() - start


def run() -> list[dict[str, object]]:
    """Seconds a scenario (the inverse is scenarios a second), and the seconds within which 95 % are shown."""
    workers = os.cpu_count() or 1
    query = [urlencode({"from": START, **one}) for one in changes()]
    paths = [f"/{COUNTRY}/scenarios/new?{one}" for one in query]
    with ours(workers) as (address, process, _), ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        load(address, paths, seconds=5)
        list(pool.map(alone, [1] * workers))
        turns = [(load(address, paths), max(pool.map(alone, [ALONE] * workers))) for _ in range(ROUNDS)]
        memory = resident_mb(process)
    assert not any(mine["wrong"] for mine, _ in turns), "an answer was no 200"
    theirs = median(seconds for _, seconds in turns) / ALONE / workers
    values = {
        "web_scenario": 1 / median(mine["a_second"] for mine, _ in turns),
        "web_scenario p95": median(mine["p95_ms"] for mine, _ in turns) / 1000,
    }
    return [
        {
            "name": name,
            "value": value,
            "unit": "s",
            "peer": PEER,
            "peer_value": theirs,
            "ratio": theirs / value,
            "memory_mb": memory,
        }
        for name, value in values.items()
    ]

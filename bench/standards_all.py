"""All conventions for the 21 shipped countries in one run; the goal is one second.

First from files, as a person waits for it: laws, figures and forms are read, every instrument tested. The peer is the
price of admission, an interpreter that loads the libraries we depend on. Then the engine alone, on 21 practices in
memory of which everything is known; the peer, a rule engine in Rust, makes only the plain comparisons among them.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.floor_cold import LIBRARIES
from bench.measure import record, record_of_processes
from bench.standards_job import peer
from socle.exchange.country import shipped
from socle.exchange.standard_file import load_standards
from socle.model.verdict import FAIL, PASS
from socle.run.practice import PracticeRequest, practice_of
from socle.standards.compliance import judge

PEER = "zen-engine, compiled expressions, the plain comparisons alone"


def run() -> list[dict[str, object]]:
    """The run from files in a fresh process; and the engine alone, where the peer is installed."""
    socle = str(Path(sys.executable).with_name("socle"))
    told = f"python -c 'import {LIBRARIES}'"
    with TemporaryDirectory() as folder:
        ours = [socle, "standards", "check", "ALL", "--csv"]
        theirs = [sys.executable, "-c", f"import {LIBRARIES}"]
        records = [record_of_processes("standards_all", ours, told, theirs, Path(folder))]
    return [*records, *(_engine() if peer.installed() else [])]


def _engine() -> list[dict[str, object]]:
    known, instruments = practice_of(PracticeRequest("XXX")), list(load_standards().values())
    practices = [replace(known, iso3=code) for code in shipped()[:21]]
    expressions = peer.compiled(instruments, known)
    ours = peer.answered([judge(one, known) for one in instruments])
    theirs = peer.run(expressions, [known])
    assert (ours[PASS], ours[FAIL]) == (theirs[PASS], theirs[FAIL]), f"another job: {ours}, {theirs}"
    return [
        record(
            "standards_engine",
            lambda: [judge(one, practice) for practice in practices for one in instruments],
            PEER,
            lambda: peer.run(expressions, practices),
        )
    ]

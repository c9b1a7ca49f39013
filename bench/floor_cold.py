"""The floor of one country from a cold start: what a person waits for after pressing return.

The peer is the price of admission: a bare interpreter that loads the libraries which Socle depends on, and
does nothing with them. Above 1, Socle answers before they would all have been loaded.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import record_of_processes

LIBRARIES = "numpy, polars, yaml, babel, jinja2, xlsxwriter, vl_convert"


def run() -> list[dict[str, object]]:
    """One record: `socle floor SEN`, with everything it writes, in a fresh process."""
    socle = str(Path(sys.executable).with_name("socle"))
    peer = f"python -c 'import {LIBRARIES}'"
    with TemporaryDirectory() as folder:
        ours = [socle, "floor", "SEN", "--out", str(Path(folder) / "out")]
        theirs = [sys.executable, "-c", f"import {LIBRARIES}"]
        return [record_of_processes("floor_cold", ours, peer, theirs, Path(folder))]

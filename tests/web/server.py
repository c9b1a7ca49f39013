"""A server of the application in a process of its own, on a free port of this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SOCLE = str(Path(sys.executable).with_name("socle"))
LOG = "log"


@contextmanager
def served(
    folder: Path, *options: str, environ: Mapping[str, str] | None = None
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Its address and process; stopped at the end. Its log is in `folder`, its store in a folder beside."""
    own = {"SOCLE_DATA": str(folder / "data"), "LC_ALL": "C", "SOCLE_REGISTER": "", **(environ or {})}
    with (folder / LOG).open("w") as log:
        process = subprocess.Popen(
            [SOCLE, "serve", "--port", "0", *options],
            cwd=folder,
            env={**os.environ, **own},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert process.stdout
        try:
            said = process.stdout.readline()
            assert said, (folder / LOG).read_text(encoding="utf-8")
            yield said.split()[3], process
        finally:
            process.terminate()
            process.wait(20)
            process.stdout.close()

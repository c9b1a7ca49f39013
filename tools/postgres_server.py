"""A server of PostgreSQL for tests and benchmarks: on loopback, on a free port, gone when the block ends.

It runs as the user `postgres` where we are root, for it refuses to run as root. It keeps nothing safe from a
cut of power: what it holds is thrown away.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HURRIED = (
    "listen_addresses=127.0.0.1",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "max_wal_size=4GB",
)


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, the newest there is; nothing if PostgreSQL is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    packaged = Path("/usr/lib/postgresql")
    folders += sorted((folder / "bin" for folder in packaged.glob("*")), key=_version, reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


def _version(folder: Path) -> float:
    name = folder.parent.name
    return float(name) if name.replace(".", "", 1).isdigit() else 0.0


@contextmanager
def server(*settings: str, within: Path | None = None) -> Iterator[str]:
    """The address of a running server, `postgresql://postgres@127.0.0.1:PORT`, without a database.

    `settings` are more of its settings, as `autovacuum=off`; `within` is a folder for its files.
    """
    folder = programs()
    if folder is None:
        raise RuntimeError("PostgreSQL is not installed: no initdb and pg_ctl")
    place = Path(tempfile.mkdtemp(prefix="socle-postgres-", dir=within))
    try:
        if os.geteuid() == 0:
            shutil.chown(place, "postgres")
        cluster = ["-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
        _run([str(folder / "initdb"), "-D", f"{place}/db", *cluster])
        port = _free_port()
        options = " ".join([f"-p {port} -k {place}", *(f"-c {one}" for one in (*HURRIED, *settings))])
        control = [str(folder / "pg_ctl"), "-D", f"{place}/db", "-w", "-l", f"{place}/log"]
        _run([*control, "-o", options, "start"])
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _run(command: Sequence[str]) -> None:
    """Run one of the programs, as the user `postgres` where we are root."""
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    whole = [*as_user, *command] if os.geteuid() == 0 else list(command)
    done = subprocess.run(
        whole,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()[-500:]}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])

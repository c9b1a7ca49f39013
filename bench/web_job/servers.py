"""Our server, and a bare one that answers the same bytes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from urllib.request import Request, urlopen

from socle.register import people
from socle.register.store import Register
from socle.web.session import COOKIE

USER = "bench"
SOCLE = str(Path(sys.executable).with_name("socle"))
SETTINGS = {"SOCLE_WEB_READS_A_MINUTE": "100000000", "SOCLE_WEB_WRITES_A_MINUTE": "100000000"}
PEER = """
import os
from fastapi import FastAPI, Response
body = open(os.environ["PEER_BODY"], "rb").read()
app = FastAPI()

@app.get("/{path:path}")
async def answer(path: str):
    headers = {"Content-Encoding": os.environ["PEER_CODING"]}
    return Response(body, media_type="text/html; charset=utf-8", headers=headers)
"""


@contextmanager
def ours(workers: int) -> Iterator[tuple[str, int, str]]:
    """Our server: its address, the process and its register."""
    with TemporaryDirectory() as folder:
        register = str(Path(folder) / "bench.sqlite")
        environ = {**os.environ, **SETTINGS, "SOCLE_DATA": folder, "SOCLE_REGISTER": register, "LC_ALL": "C"}
        command = [SOCLE, "serve", "--port", "0", "--init", "--user", USER, "--workers", str(workers)]
        errors = (Path(folder) / "log").open("w")
        process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            assert process.stdout
            yield process.stdout.readline().split()[3], process.pid, register
        finally:
            process.terminate()
            process.wait(20)
            errors.close()


@contextmanager
def peer(workers: int, body: bytes, coding: str) -> Iterator[str]:
    """A bare FastAPI application that answers the same bytes and does nothing else, with as many processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with TemporaryDirectory() as folder:
        (Path(folder) / "peer.py").write_text(PEER, encoding="utf-8")
        (Path(folder) / "body").write_bytes(body)
        environ = {**os.environ, "PEER_BODY": str(Path(folder) / "body"), "PEER_CODING": coding or "identity"}
        command = [sys.executable, "-m", "uvicorn", "peer:app", "--port", str(port), "--log-level", "error"]
        command += ["--workers", str(workers), "--no-access-log"]
        process = subprocess.Popen(command, cwd=folder, env=environ)
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _wait(port: int) -> None:
    """Until something listens there, at most half a minute."""
    for _ in range(300):
        with socket.socket() as tried:
            if not tried.connect_ex(("127.0.0.1", port)):
                return
        sleep(0.1)
    raise RuntimeError("the peer does not start")


def resident_mb(process: int) -> float:
    """The resident memory of a process and of those it started (Linux), in megabytes; shared pages once a process."""
    pages = int((Path("/proc") / str(process) / "statm").read_text(encoding="utf-8").split()[1])
    children = (Path("/proc") / str(process) / "task" / str(process) / "children").read_text(encoding="utf-8")
    own = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return own + sum(resident_mb(int(child)) for child in children.split())


def signed_in(register: str, readers: int) -> list[str]:
    """The cookies of so many sessions."""
    with closing(Register.at(register, USER)) as held:
        return [f"{COOKIE}={people.open_session(held)}" for _ in range(readers)]


@contextmanager
def idle(address: str, path: str, readers: int, cookies: Sequence[str] = ()) -> Iterator[None]:
    """So many readers who have asked once, perhaps with a cookie of their own each, and keep their connections."""
    command = [sys.executable, "-m", "bench.web_job.load"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin and process.stdout
    try:
        process.stdin.write(json.dumps([address, [path], 0, readers, list(cookies)]) + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "open\n"
        yield
    finally:
        process.stdin.close()
        process.wait(20)


def answered(address: str) -> tuple[bytes, str]:
    """What is sent for an address over the wire, and how it is coded."""
    with urlopen(Request(address, headers={"Accept-Encoding": "gzip", "Accept-Language": "en"})) as answer:
        return answer.read(), answer.headers.get("content-encoding", "")

"""Those who ask of a server, as many at once as are wanted.

The load comes from one other process that keeps connections open and asks again as soon as it has an answer;
it takes part of the processors from the servers it measures, from ours and from the peer alike.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from time import perf_counter
from urllib.parse import urlsplit


async def _asks(host: str, port: int, requests: Sequence[bytes], until: float) -> tuple[list[float], int]:
    """One who asks, on a connection of their own: the seconds of each answer, and the answers that were no 200."""
    reader, writer = await asyncio.open_connection(host, port)
    times, wrong, number = [], 0, 0
    while (start := perf_counter()) < until:
        writer.write(requests[number % len(requests)])
        number += 1
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
        )
        await reader.readexactly(length)
        wrong += not head.startswith(b"HTTP/1.1 200")
        times.append(perf_counter() - start)
    writer.close()
    return times, wrong


async def _idle(address: str, requests: Sequence[bytes]) -> None:
    """Opens connections that ask once each, says so, and keeps them open until its standard input ends."""
    parts = urlsplit(address)
    kept = []
    for request in requests:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        kept.append((reader, writer))
    print("open", flush=True)
    await asyncio.to_thread(sys.stdin.read)


async def _load(address: str, requests: Sequence[bytes], seconds: float, readers: int) -> dict[str, float]:
    parts = urlsplit(address)
    assert parts.hostname and parts.port
    start, step = perf_counter(), max(1, len(requests) // readers)
    tasks = [
        _asks(parts.hostname, parts.port, [*requests[one * step :], *requests[: one * step]], start + seconds)
        for one in range(readers)
    ]
    told = await asyncio.gather(*tasks)
    passed, times = perf_counter() - start, sorted(time for one, _ in told for time in one)
    return {
        "a_second": len(times) / passed,
        "p95_ms": 1000 * times[int(0.95 * len(times))],
        "wrong": float(sum(wrong for _, wrong in told)),
    }


def load(address: str, paths: Sequence[str], seconds: float = 5, readers: int = 16) -> dict[str, float]:
    """Requests a second, the time within which 95 % were answered, and answers that were no 200."""
    said = json.dumps([address, list(paths), seconds, readers, []])
    done = subprocess.run(
        [sys.executable, "-m", "bench.web_job.load"], input=said, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return dict(json.loads(done.stdout))


def main() -> None:
    """The process that asks."""
    address, paths, seconds, readers, cookies = json.loads(sys.stdin.readline())
    usual = f"Host: {urlsplit(address).netloc}\r\nAccept-Encoding: gzip\r\nAccept-Language: en"
    requests = [f"GET {path} HTTP/1.1\r\n{usual}\r\n\r\n".encode() for path in paths]
    if not seconds:
        mine = [f"GET {paths[0]} HTTP/1.1\r\n{usual}\r\nCookie: {one}\r\n\r\n".encode() for one in cookies]
        asyncio.run(_idle(address, mine or requests[:1] * readers))
        return
    print(json.dumps(asyncio.run(_load(address, requests, seconds, readers))))


if __name__ == "__main__":
    main()

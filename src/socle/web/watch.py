"""What is known of every request afterwards: one line of the log, and sums. Never who, nor what was asked or sent."""

from __future__ import annotations

import json
import logging
import os
import re
import time
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from socle.exchange.counters import Counters

FOLDER: Final = "SOCLE_WEB_COUNTERS"  # where processes that serve together add up, set by `socle serve`
STATUSES: Final = (200, 303, 304, 400, 401, 403, 404, 405, 409, 413, 422, 429, 500)
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
STATIC, NO_PAGE, NO_STATUS = "/static", "none", "other"
REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
LOG: Final = logging.getLogger("socle.web")


class Sums:
    """Requests by page and status, and how long they took by page, over all processes that serve together."""

    def __init__(self, pages: Iterable[str]) -> None:
        self.pages = (*dict.fromkeys(pages), NO_PAGE)
        self.at = {page: place for place, page in enumerate(self.pages)}
        self.wide = len(STATUSES) + 1 + len(SECONDS) + 2  # statuses, buckets, the longer ones, seconds in all
        folder = os.environ.get(FOLDER, "")
        self.counters = Counters(
            self.wide * len(self.pages) + 2, Path(folder) if folder else None, str(os.getpid())
        )

    def count(self, page: str, status: int, seconds: float) -> None:
        """One request more."""
        first = self.wide * self.at.get(page, len(self.pages) - 1)
        kind = STATUSES.index(status) if status in STATUSES else len(STATUSES)
        after = first + len(STATUSES) + 1
        self.counters.add(first + kind)
        self.counters.add(after + bisect_left(SECONDS, seconds))
        self.counters.add(after + len(SECONDS) + 1, seconds)

    def kept(self, *, found: bool) -> None:
        """One answer more that was looked for in memory."""
        self.counters.add(self.counters.count - (1 if found else 2))

    def exposition(self) -> str:
        """All of it as text for Prometheus (text format 0.0.4)."""
        totals = self.counters.totals()
        lines = ["# HELP socle_requests_total Requests answered.", "# TYPE socle_requests_total counter"]
        for place, page in enumerate(self.pages):
            counts = totals[place * self.wide :]
            lines += [
                f'socle_requests_total{{page="{page}",status="{status}"}} {counts[kind]:.0f}'
                for kind, status in enumerate((*STATUSES, NO_STATUS))
                if counts[kind]
            ]
        lines += ["# HELP socle_request_seconds Time to answer.", "# TYPE socle_request_seconds histogram"]
        for place, page in enumerate(self.pages):
            lines += _histogram(page, totals[place * self.wide + len(STATUSES) + 1 :])
        missed, found = totals[-2], totals[-1]
        lines += ["# HELP socle_kept_total Answers looked for in memory.", "# TYPE socle_kept_total counter"]
        lines += [
            f'socle_kept_total{{found="no"}} {missed:.0f}',
            f'socle_kept_total{{found="yes"}} {found:.0f}',
        ]
        return "\n".join(lines) + "\n"


def _histogram(page: str, counts: Any) -> Iterable[str]:
    so_far = 0.0
    if not any(counts[: len(SECONDS) + 1]):
        return
    for bound, count in zip((*map(str, SECONDS), "+Inf"), counts, strict=False):
        so_far += count
        yield f'socle_request_seconds_bucket{{page="{page}",le="{bound}"}} {so_far:.0f}'
    yield f'socle_request_seconds_sum{{page="{page}"}} {counts[len(SECONDS) + 1]:.6f}'
    yield f'socle_request_seconds_count{{page="{page}"}} {so_far:.0f}'


class Watch:
    """Around everything: gives each request an id, counts it, and writes one line of the log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = given_id(Headers(scope=scope).get("x-request-id", ""))
        scope.setdefault("state", {})["request_id"] = request_id
        start, seen = time.perf_counter(), {"status": 500, "bytes": 0}

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            else:
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, told)
        finally:
            seconds, page = time.perf_counter() - start, page_of(scope)
            scope["app"].state.sums.count(page, seen["status"], seconds)
            if LOG.isEnabledFor(logging.INFO):
                viewer = scope["state"].get("viewer")
                line = {"request": request_id, "method": scope["method"], "page": page, **seen}
                line |= {
                    "ms": round(seconds * 1000, 1),
                    "viewer": "member" if viewer and viewer.name else "anybody",
                }
                LOG.info("", extra={"told": line})


def given_id(said: str) -> str:
    """The id that a server before this one gave, if it is one; else a new one."""
    return said if REQUEST_ID.fullmatch(said) else uuid4().hex[:16]


def page_of(scope: Scope) -> str:
    """The pattern of the address, as /{iso3}: no value that somebody has written."""
    if scope["path"].startswith(STATIC + "/"):
        return STATIC
    return str(getattr(scope.get("route"), "path", "") or NO_PAGE)


class Lines(logging.Formatter):
    """Each record of the log as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
        }
        told = getattr(record, "told", None)
        line |= told if told is not None else {"says": record.getMessage()}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)

"""What whoever runs the application asks of it: is it alive, is it ready, what has it done."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from socle.exchange.country import shipped
from socle.ground.refusals import Refusal
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.report.text import translator
from socle.web.guard import HEADERS
from socle.web.language import language_of
from socle.web.problem import problem
from socle.web.refusing import refused
from socle.web.settings import Settings
from socle.web.watch import LOG, Sums, Watch

BROKEN: Final = N_("Something is wrong here, and it is not you: tell who runs this Socle the number {id}.")
FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")


def add_operations(app: FastAPI) -> None:
    """Health, readiness and sums; the watch around everything; and words for what nobody foresaw."""
    for path, answer in (("/health", _health), ("/ready", _ready), ("/metrics", _metrics)):
        app.add_api_route(path, answer, methods=["GET", "HEAD"], include_in_schema=False)
    app.state.sums = Sums(patterns(app.routes))
    app.add_middleware(Watch)
    app.add_exception_handler(Exception, _broken)


def patterns(routes: Iterable[Any]) -> Iterable[str]:
    """The patterns of all addresses."""
    for route in routes:
        inner = getattr(getattr(route, "original_router", None), "routes", ())
        yield from patterns(inner)
        if isinstance(path := getattr(route, "path", None), str):
            yield path


async def _health() -> Response:
    """That the process answers, and nothing else."""
    return _told(200, {"alive": True, "version": VERSION})


async def _ready(request: Request) -> Response:
    """Whether pages can be answered: the library is there, and the register, where there is to be one."""
    faults = await run_in_threadpool(_faults, request.app.state.settings)
    return _told(503 if faults else 200, {"ready": not faults, "faults": faults})


def _faults(settings: Settings) -> list[str]:
    from socle.register.standing import is_current

    found = [] if shipped() else ["no country is shipped"]
    if settings.register:
        try:
            if not is_current(settings.register):
                found.append("the register is of an older version")
        except Refusal:  # its words may tell of the place, which is nobody's business here
            found.append("the register does not answer")
    return found


async def _metrics(request: Request) -> Response:
    """The sums, for this machine alone or for who knows the token."""
    if not _may_measure(request, request.app.state.settings.metrics_token):
        return Response(status_code=404)
    text = request.app.state.sums.exposition()
    return Response(text, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


def _may_measure(request: Request, token: str) -> bool:
    if token:
        said = request.headers.get("authorization", "")
        return hmac.compare_digest(said.encode(), f"Bearer {token}".encode())
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False


async def _broken(request: Request, fault: Exception) -> Response:
    """A page for what nobody foresaw; what it was stands in the log under the same number."""
    number = getattr(request.state, "request_id", "?")
    LOG.error("", exc_info=fault, extra={"told": {"request": number}})
    lang = language_of(request.query_params, request.cookies, request.headers.get("accept-language", ""))
    text = translator(lang)(BROKEN).format(id=number)
    headers = {**HEADERS, "X-Request-ID": number}
    if request.url.path.startswith("/api/"):
        said = problem(500, text, lang)
        said.headers.update(headers)
        return said
    return refused(request, 500, text, headers)


def _told(status: int, content: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    text = json.dumps(content, ensure_ascii=False) + "\n"
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return Response(text, status, headers=kept, media_type="application/json")

"""What stands before every page: headers, sizes, rates, and forms that somebody else has forged."""

from __future__ import annotations

import hmac
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.report.text import translator
from socle.web.language import language_of
from socle.web.problem import problem
from socle.web.settings import Settings

SAFE: Final = ("GET", "HEAD", "OPTIONS")
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}
FORGED: Final = N_(
    "This form did not come from Socle, or is too old: open the page again and send it once more."
)
TOO_MANY: Final = N_("Too many requests from one address: wait a minute.")
TOO_LARGE: Final = N_(
    "What you sent is larger than {limit} MB, the most that is read at once; nothing of it was kept."
)


Refusing = Callable[[Request, int, str, Mapping[str, str]], Response]
"""Lays a refusal out for people."""


class Guard:
    """Around every request: how often, how large, from where; and the headers of every answer."""

    def __init__(self, app: ASGIApp, settings: Settings, page: Refusing) -> None:
        self.app, self.settings, self.page, self.rates = app, settings, page, Rates(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refusal(scope)
        if refused is not None:
            await in_form(refused, scope, self.page)(scope, receive, with_headers)
            return
        await self.app(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> Stopped | None:
        """What is refused before any page sees it."""
        headers, address = Headers(scope=scope), (scope.get("client") or ("",))[0]
        safe = scope["method"] in SAFE
        if not self.rates.allows(_kind(scope["path"], safe), address):
            return Stopped(429, TOO_MANY, {"Retry-After": "60"})
        if safe:
            return None
        length = headers.get("content-length", "")
        if not length.isdigit() or int(length) > self.settings.upload_limit:
            return Stopped(413, TOO_LARGE, values={"limit": self.settings.upload_limit // 1_000_000})
        if not same_origin(headers):
            return Stopped(403, FORGED)
        return None


@dataclass(frozen=True)
class Stopped:
    """What is refused before any page sees it, in words that wait for a language."""

    status: int
    template: str
    headers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)


def in_form(stopped: Stopped, scope: Scope, page: Refusing) -> Response:
    """The refusal as programs read it, where a program asked; else as a page."""
    request = Request(scope)
    lang = language_of(request.query_params, request.cookies, request.headers.get("accept-language", ""))
    text = translator(lang)(stopped.template).format(**stopped.values)
    if scope["path"].startswith("/api/"):
        after = {name.lower(): value for name, value in stopped.headers.items()}
        return problem(stopped.status, text, lang, **after)
    return page(request, stopped.status, text, stopped.headers)


def _kind(path: str, safe: bool) -> str:
    """What a request counts as: a program that computes has a limit of its own, apart from people and their forms."""
    if safe:
        return "read"
    if path.startswith("/api/"):
        return "api"
    return "sign_in" if path == "/sign-in" else "write"


class Rates:
    """How often one address may ask in a minute, by the kind of what it asks for.

    What counts is this minute so far, and of the minute before as much as is less than sixty seconds ago, had its
    requests come evenly. `clock` gives seconds that never go back.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = {
            "read": settings.reads_a_minute,
            "write": settings.writes_a_minute,
            "api": settings.api_posts_a_minute,
            "sign_in": settings.sign_ins_a_minute,
        }
        self.clock, self.minute = clock, 0.0
        self.now: Counter[tuple[str, str]] = Counter()
        self.before: Counter[tuple[str, str]] = Counter()

    def allows(self, kind: str, address: str) -> bool:
        """Counts one request; false, and not counted, where it is one too many."""
        minute, past = divmod(self.clock(), 60)
        if minute != self.minute:
            self.before = self.now if minute == self.minute + 1 else Counter()
            self.now, self.minute = Counter(), minute
        key = kind, address
        if self.now[key] + self.before[key] * (1 - past / 60) + 1 > self.most[kind]:
            return False
        self.now[key] += 1
        return True


def same_origin(headers: Headers) -> bool:
    """Whether a request that changes something comes from our own pages, as the browser says."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin") or headers.get("referer")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


def token_of(session: str) -> str:
    """What forms of a session carry; who does not know the session cannot know it."""
    return hmac.new(session.encode(), b"form", sha256).hexdigest()


def refuse_forged(token: str, session: str) -> None:
    """Refuses a form without the token of its session."""
    if not hmac.compare_digest(token, token_of(session)):
        raise Refusal(FORGED)

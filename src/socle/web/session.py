"""From a cookie to who asks: the session is in the register, and the browser holds no more than its token."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from socle.exchange.openid import Provider
from socle.exchange.settings_file import read_secret
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.register import people
from socle.register.roles import ANYBODY
from socle.register.statistics import opened_if_there
from socle.register.store import Register
from socle.report.text import translator
from socle.web.acting import set_cookie
from socle.web.guard import HEADERS, Rates
from socle.web.language import language_of
from socle.web.page import Asked
from socle.web.problem import problem
from socle.web.settings import Settings
from socle.web.viewer import NOBODY, READER, Door, Viewer

COOKIE: Final = "socle_session"
PASS: Final = "socle_pass"  # of a sign-in at the provider, for as long as the browser is there
FORM: Final = "socle_form"  # of the form for signing in, which comes before any session
SIGN_IN: Final = "/sign-in"
AWAY: Final = "/sign-in/provider"  # to the provider
BACK: Final = "/sign-in/back"  # from the provider
PASSWORD: Final = "/me/password"
OPEN: Final = ("/health", "/ready", "/metrics", SIGN_IN, AWAY, BACK)
OWN: Final = ("/me", "/people", "/saved", "/inquiry/drafts")  # never for who has not signed in
DATA: Final = (".json", ".csv")
POLICY: Final = "Content-Security-Policy"
OURS: Final = "form-action 'self'"
FIRST: Final = N_("Sign in first.")
INCOMPLETE: Final = N_(
    "To sign in with a provider, set `oidc_issuer`, `oidc_client` and `address`, where people reach this Socle."
)
NO_REGISTER: Final = N_(
    "This Socle has no register yet, so that nobody can sign in. Ask who runs it to make one."
)


class Sessions:
    """Around every page: says who asks, and sends who must sign in to the form for it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.rates, self.provider = Rates(settings), provider_of(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        viewer, fresh = await self._viewer(request)
        if request.url.path in (SIGN_IN, AWAY, BACK, PASSWORD):
            viewer = replace(viewer, door=self._door(request))
        scope["state"] = {**scope.get("state", {}), "viewer": viewer}
        if not viewer.name and self._closed(scope["path"]):
            await _to_sign_in(request)(scope, receive, send)
            return

        async def with_cookie(message: Message) -> None:
            if (
                message["type"] == "http.response.start"
                and self.provider
                and scope["path"] in (SIGN_IN, BACK)
            ):
                policy = HEADERS[POLICY].replace(OURS, f"{OURS} {self.provider.origin}")
                MutableHeaders(scope=message)[POLICY] = policy
            if message["type"] == "http.response.start" and fresh:
                told = Response()
                set_cookie(told, FORM, fresh, self.settings)
                message["headers"] = [
                    *message["headers"],
                    (b"set-cookie", told.headers["set-cookie"].encode()),
                ]
            await send(message)

        await self.app(scope, receive, with_cookie)

    async def _viewer(self, request: Request) -> tuple[Viewer, str]:
        """Who asks, and what the form for signing in carries where its reader has nothing yet."""
        token = request.cookies.get(COOKIE, "")
        if token:
            found = await run_in_threadpool(viewer_of, self.settings.register, token)
            if found.name:
                return found, ""
        if request.url.path not in (SIGN_IN, AWAY, BACK):
            return NOBODY, ""
        kept = request.cookies.get(FORM, "")
        fresh = "" if kept or request.method != "GET" else secrets.token_urlsafe(32)
        return Viewer(session=kept or fresh or secrets.token_urlsafe(32)), fresh

    def _door(self, request: Request) -> Door:
        """What only those pages need to know where somebody proves who they are."""
        address = request.client.host if request.client else ""
        secret = request.cookies.get(PASS, "")
        return Door(address, self.provider, lambda who: self.rates.allows("sign_in", who), secret)

    def _closed(self, path: str) -> bool:
        """Whether a path is for those alone who have signed in."""
        bare = path.removesuffix(".json").removesuffix(".csv")
        own = any(bare == one or bare.startswith(f"{one}/") for one in OWN)
        return own or not (self.settings.anonymous or path in OPEN)


def provider_of(settings: Settings) -> Provider | None:
    """The provider that the settings name, if they name one; whole, or refused."""
    if not settings.oidc_issuer:
        return None
    if not settings.oidc_client or not settings.address:
        raise Refusal(INCOMPLETE)
    file = settings.oidc_secret_file
    secret = settings.oidc_secret or (read_secret(Path(file)) if file else "")
    back = settings.address.rstrip("/") + BACK
    return Provider(settings.oidc_issuer, settings.oidc_client, secret, back, settings.oidc_title)


def _to_sign_in(request: Request) -> Response:
    lang = language_of(request.query_params, request.cookies, request.headers.get("accept-language", ""))
    path = request.url.path
    if path.startswith("/api/"):
        return problem(401, translator(lang)(FIRST), lang)
    if path.endswith(DATA):
        return JSONResponse({"error": translator(lang)(FIRST)}, 401)
    back = path if request.method != "GET" or not request.url.query else f"{path}?{request.url.query}"
    back = back if request.method in ("GET", "HEAD") else "/"
    return RedirectResponse(f"{SIGN_IN}?to={quote(back, safe='')}&lang={lang}", 303)


def viewer_of(place: str, token: str) -> Viewer:
    """Whose session it is; nobody's where it is none, where it has ended, and where the register does not answer."""
    try:
        register = _register(place)
        session = people.session_of(register, token) if register else None
    except Refusal:
        return NOBODY
    if session is None:
        return NOBODY
    kinds = {one.partition(":")[0] for one in session.roles}
    return Viewer(session.name, frozenset({READER, *kinds, *session.roles}), token)


@lru_cache(maxsize=4)
def _held(place: str) -> Register:
    register = opened_if_there(place, ANYBODY)
    if register is None:
        raise Refusal(NO_REGISTER)
    return register


def _register(place: str) -> Register | None:
    """The register of the application, opened once; none where none was made."""
    try:
        return _held(place)
    except Refusal as refusal:
        if refusal.template == NO_REGISTER:
            return None
        raise


@contextmanager
def register_of(asked: Asked) -> Iterator[Register]:
    """The register in the name of who asks."""
    register = opened_if_there(asked.register, asked.viewer.name or ANYBODY)
    if register is None:
        raise Refusal(NO_REGISTER)
    with closing(register):
        yield register

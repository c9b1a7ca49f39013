"""The application: every page with its data, and what stands around them. Made here, run by `socle serve`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Match, Route
from starlette.types import Scope

from socle.ground.refusals import Refusal
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.report.text import translator
from socle.web import layout
from socle.web.acting import add_downloads, answer_of
from socle.web.answers import Answer, packed, sent
from socle.web.api import add_api, asking
from socle.web.assets import asset
from socle.web.guard import Guard
from socle.web.kept import Kept
from socle.web.language import COOKIE, language_of
from socle.web.operations import add_operations
from socle.web.page import ACTIONS, Asked, Context, Page
from socle.web.pages import PAGES
from socle.web.paths import know_countries
from socle.web.refusing import refused
from socle.web.session import Sessions
from socle.web.settings import Settings
from socle.web.viewer import NOBODY, Viewer

FORMS: Final[dict[str, tuple[str, Callable[[Context], str]]]] = {
    ".json": ("application/json", layout.as_json),
    ".csv": ("text/csv; charset=utf-8", layout.as_csv),
}
AT_ONCE: Final = (
    3  # pages computed at once in a process: more make each other late, fewer wait for a slow one
)
PRIVATE: Final = {"Cache-Control": "private, no-cache", "Vary": "Accept-Language, Cookie, Accept-Encoding"}
NOT_FOUND: Final = N_("There is no such page.")
NOT_YOURS: Final = N_("This page is for people with another role: sign in, or ask who runs this Socle.")


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application with these settings; nothing is served yet."""
    app = FastAPI(
        title="Socle", version=VERSION, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json"
    )
    know_countries()
    app.state.settings = settings or Settings()
    app.state.kept = Kept()
    app.state.at_once = CapacityLimiter(AT_ONCE)
    add_downloads(app, asked_of)
    for page in PAGES.values():
        _add(app, page)
    for action in ACTIONS.values():
        app.add_api_route(
            action.path,
            answer_of(action, asked_of),
            methods=["POST"],
            include_in_schema=False,
            name=action.name,
        )
    add_api(app)
    app.routes.append(Way("/static/{name}", asset))
    app.add_middleware(Sessions, settings=app.state.settings)
    app.add_middleware(GZipMiddleware, minimum_size=500)
    app.add_middleware(Guard, settings=app.state.settings, page=refused)
    add_operations(app)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(HTTPException, _failed)
    return app


def _add(app: FastAPI, page: Page) -> None:
    """The routes of a page: itself, and as data."""
    stem = "/index" if page.path == "/" else page.path
    app.routes.append(Way(page.path, _answering(page, ""), name=page.name))
    app.routes.extend(Way(stem + suffix, _answering(page, suffix)) for suffix in FORMS)


class Way(Route):
    """A route for GET and HEAD, without the reading of parameters that pages do not need; it says which one it was."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As any route."""
        match, found = super().matches(scope)
        return match, {**found, "route": self} if found else found


def _answering(page: Page, suffix: str) -> Callable[[Request], Awaitable[Response]]:
    kind = FORMS[suffix][0] if suffix else "text/html; charset=utf-8"

    async def answer(request: Request) -> Response:
        asked = asked_of(request)
        if not asked.viewer.may(page.role):
            raise HTTPException(403)
        response = sent(await _answer(page, suffix, asked, request), request.headers, kind, PRIVATE)
        if request.query_params.get("lang") == asked.lang != request.cookies.get(COOKIE):
            response.set_cookie(COOKIE, asked.lang, max_age=31_536_000, samesite="lax", httponly=True)
        return response

    return answer


async def _answer(page: Page, suffix: str, asked: Asked, request: Request) -> Answer:
    """The answer, from memory where what it rests on is still the same."""
    kept: Kept = request.app.state.kept
    key: tuple[str, ...] = ()
    if page.stamp is not None:
        who = asked.viewer.name + asked.viewer.session
        address, query = request.scope["path"], request.url.query
        key = (page.stamp(asked), page.name, suffix, address, query, asked.lang, who)
        found = kept.get(key)
        request.app.state.sums.kept(found=found is not None)
        if found is not None:
            return found

    def make() -> Awaitable[Answer]:
        limiter = request.app.state.at_once
        return to_thread.run_sync(_made, page, suffix, asked, address_of(request), limiter=limiter)

    return await (kept.made(key, make) if key else make())


def _made(page: Page, suffix: str, asked: Asked, address: str) -> Answer:
    """The answer computed, laid out and packed; while that goes on, others are answered."""
    context = page.made(asked)
    return packed(FORMS[suffix][1](context) if suffix else layout.html(page, context, asked, address))


def asked_of(request: Request) -> Asked:
    """The request as a page sees it."""
    query = {name: tuple(request.query_params.getlist(name)) for name in request.query_params}
    viewer: Viewer = getattr(request.state, "viewer", NOBODY)
    lang = language_of(request.query_params, request.cookies, request.headers.get("accept-language", ""))
    settings: Settings = request.app.state.settings
    return Asked(
        request.path_params,
        query,
        lang,
        viewer,
        settings.register,
        surveys=settings.surveys,
        said=request.url.query,
    )


def address_of(request: Request) -> str:
    """The page's own address without its language, ready for one more parameter."""
    others = urlencode([pair for pair in request.query_params.multi_items() if pair[0] != "lang"])
    return f"{request.url.path}?{others}" if others else request.url.path


async def _refused(request: Request, refusal: Exception) -> Response:
    """A refusal as a page, in the reader's language."""
    assert isinstance(refusal, Refusal)
    if request.url.path.startswith("/api/"):
        return asking.refused(request, refusal)
    asked = asked_of(request)
    return refused(request, 422, refusal.worded(translator(asked.lang)), viewer=asked.viewer)


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.url.path.startswith("/api/"):
        return asking.failed(request, error.status_code)
    text = {404: NOT_FOUND, 403: NOT_YOURS}.get(error.status_code, str(error.detail))
    asked = asked_of(request)
    return refused(request, error.status_code, translator(asked.lang)(text), error.headers, asked.viewer)

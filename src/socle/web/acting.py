"""What is done when a form is sent: who may, whether the form is ours, and where the reader goes then."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from socle.web import layout
from socle.web.guard import refuse_forged
from socle.web.page import (
    DOWNLOADS,
    LANDINGS,
    PAGES,
    Action,
    Asked,
    Away,
    Done,
    Elsewhere,
    File,
    Page,
    Upload,
)
from socle.web.settings import Settings

FIELDS: Final = 2000
FILES: Final = 4


def answer_of(
    action: Action, asked_of: Callable[[Request], Asked]
) -> Callable[[Request], Awaitable[Response]]:
    """What answers the form of an action."""

    async def answer(request: Request) -> Response:
        asked = asked_of(request)
        if not asked.viewer.may(action.role):
            raise HTTPException(403)
        asked = await _with_form(request, asked)
        refuse_forged(asked.field("token"), asked.viewer.session)
        found = await run_in_threadpool(action.made, asked)
        return _answered(found, asked, request)

    return answer


async def _with_form(request: Request, asked: Asked) -> Asked:
    """The same with what was sent; sizes were looked at before."""
    settings: Settings = request.app.state.settings
    form: dict[str, tuple[str, ...]] = {}
    files: dict[str, Upload] = {}
    async with request.form(max_files=FILES, max_fields=FIELDS, max_part_size=settings.upload_limit) as sent:
        for name, value in sent.multi_items():
            if isinstance(value, UploadFile):
                files[name] = Upload(value.filename or "", await value.read())
            else:
                form[name] = (*form.get(name, ()), value)
    return replace(asked, form=form, files=files)


def _answered(found: Any, asked: Asked, request: Request) -> Response:
    settings: Settings = request.app.state.settings
    if isinstance(found, Done | Away):
        if not _leads(found, asked):
            raise HTTPException(400)
        response: Response = RedirectResponse(found.to, 303)
        for name, value in found.cookies.items():
            set_cookie(response, name, value, settings)
        return response
    if isinstance(found, File):
        return sent_file(found)
    page = next(one for one in PAGES.values() if one.context is type(found))
    body = layout.html(page, found, asked, _address(page, found, request))
    return Response(
        body,
        getattr(found, "status", 422),
        media_type="text/html; charset=utf-8",
        headers={"Cache-Control": "private, no-store"},
    )


def _address(page: Page, found: Any, request: Request) -> str:
    """The address of the page that an action answers with, for links to itself: not that of the action."""
    return re.sub(
        r"\{(\w+)(?::\w+)?\}",
        lambda name: str(request.path_params.get(name[1]) or getattr(found, name[1], "")),
        page.path,
    )


def _leads(found: Done | Away, asked: Asked) -> bool:
    """Whether somebody may be sent there: to us, or to the provider for signing in."""
    if isinstance(found, Away):
        provider = asked.viewer.door.provider
        return provider is not None and found.to.startswith(f"{provider.origin}/")
    return found.to[:1] == "/" and found.to[1:2] not in ("/", "\\")


def sent_file(file: File) -> Response:
    """A file to be kept by the reader."""
    said = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {"Content-Disposition": said, "Cache-Control": "private, no-cache"}
    return Response(file.body, media_type=file.kind, headers=headers)


def set_cookie(response: Response, name: str, value: str, settings: Settings) -> None:
    """A cookie that no script reads and no other site sends; without a value it is forgotten."""
    response.set_cookie(
        name,
        value,
        max_age=None if value else 0,
        httponly=True,
        samesite="lax",
        secure=settings.secure,
    )


def add_downloads(app: FastAPI, asked_of: Callable[[Request], Asked]) -> None:
    """The routes of downloads, before those of pages; and the way of pages that have another address."""
    for one in DOWNLOADS.values():
        app.add_api_route(one.path, _giving(one, asked_of), methods=["GET"], include_in_schema=False)
    for one in LANDINGS.values():
        app.add_api_route(one.path, _landed(one, asked_of), methods=["GET"], include_in_schema=False)
    app.add_exception_handler(Elsewhere, _elsewhere)


def _giving(one: Action, asked_of: Callable[[Request], Asked]) -> Callable[[Request], Awaitable[Response]]:
    async def give(request: Request) -> Response:
        asked = asked_of(request)
        if not asked.viewer.may(one.role):
            raise HTTPException(403)
        return sent_file(await run_in_threadpool(one.made, asked))

    return give


def _landed(one: Action, asked_of: Callable[[Request], Asked]) -> Callable[[Request], Awaitable[Response]]:
    async def land(request: Request) -> Response:
        asked = asked_of(request)
        return _answered(await run_in_threadpool(one.made, asked), asked, request)

    return land


async def _elsewhere(request: Request, found: Exception) -> Response:
    assert isinstance(found, Elsewhere)
    return RedirectResponse(f"{request.url.path}?{found.query}", 303)

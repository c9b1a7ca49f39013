"""The API, version 1: the verbs of the command line as addresses, each a thin call, described by OpenAPI."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import Response

from socle.web.api import (
    ages,
    asking,
    checking,
    countries,
    data,
    documents,
    floor,
    insurance,
    law,
    people,
    standards,
    surveys,
)
from socle.web.api.described import describe
from socle.web.api.routing import ENDPOINTS, router

__all__ = [
    "ENDPOINTS",
    "add_api",
    "ages",
    "checking",
    "countries",
    "data",
    "documents",
    "floor",
    "insurance",
    "law",
    "people",
    "standards",
    "surveys",
]


def add_api(app: FastAPI) -> None:
    """The routes of the API in an application."""
    app.include_router(router)
    describe(app)
    app.add_exception_handler(RequestValidationError, _unread)


async def _unread(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return asking.unread(request, error)

"""What every request of the API has: who asks, in which language, for which piece; and how it is answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from typing import Annotated, Any, Final, Literal
from urllib.parse import parse_qsl

from fastapi import Depends, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter
from starlette.datastructures import URL
from starlette.exceptions import HTTPException

from socle.exchange.api_answers import Piece
from socle.exchange.country import shipped
from socle.exchange.store import Store
from socle.ground.provenance import Trace, sha256_of
from socle.ground.refusals import Place, Refusal, Refusals, nearest
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.report.text import translator
from socle.web.language import language_of
from socle.web.problem import problem
from socle.web.viewer import NOBODY, READER, Viewer

PREFIX: Final = "/api/v1"
MOST: Final = 10_000  # rows of a piece
USUAL: Final = 1000
DIGITS: Final = 16
DESCRIBED: Final = '</api/openapi.json>; rel="service-desc"'  # RFC 8631
NO_COUNTRY: Final = N_("There is no country `{code}` here.")
NO_ADDRESS: Final = N_("There is nothing at this address of the interface; /api lists what there is.")
NO_METHOD: Final = N_("This address is not asked in that way; /api says how.")
NOT_YOURS: Final = N_("This needs another role: sign in, or ask who runs this Socle.")
MISSING: Final = N_("`{name}` is missing.")
UNREAD: Final = N_("`{name}`: `{text}` is not what is asked for here; /api says what is.")
UNREADABLE: Final = N_("What was sent cannot be read.")
FAILED: Final = N_("The request failed.")

Code = Annotated[
    str,
    Path(
        pattern="^[A-Za-z]{3}$",
        description="Code of a shipped country, ISO 3166-1 alpha-3.",
        examples=["XXX"],
    ),
]
"""A country in the path."""

Name = Annotated[str, Query(pattern=r"^[A-Za-z0-9_]{0,60}$")]
"""A name of the field: never a path of a file."""

Year = Annotated[int, Query(ge=1900, le=2150)]


@dataclass(frozen=True)
class Caller:
    """Who asks, in which language, and with which address and tag."""

    lang: str
    viewer: Viewer
    address: str
    tag: str | None  # of what the sender has; none where nothing is kept, as of what was sent to be computed
    register: str


def _caller(
    request: Request,
    lang: Annotated[
        Literal["en", "fr", "es"] | None,
        Query(description="Language of words; else Accept-Language says it, else English."),
    ] = None,
) -> Caller:
    """The request as the routes see it; refused where its sender may not read."""
    viewer: Viewer = getattr(request.state, "viewer", NOBODY)
    if not viewer.may(READER):
        raise HTTPException(403)
    known = lang or lang_of(request)
    tag = request.headers.get("if-none-match", "") if request.method in ("GET", "HEAD") else None
    return Caller(known, viewer, str(request.url), tag, request.app.state.settings.register)


Asking = Annotated[Caller, Depends(_caller)]


@dataclass(frozen=True)
class Paging:
    """Which piece of a list is asked for."""

    limit: int
    after: int

    def of(self, rows: Sequence[Any]) -> tuple[Sequence[Any], int, int | None]:
        """The rows of the piece, how many there are, and where the next piece begins."""
        end = self.after + self.limit
        return rows[self.after : end], len(rows), end if end < len(rows) else None


def _paging(
    limit: Annotated[int, Query(ge=1, le=MOST, description="Rows of a piece.")] = USUAL,
    after: Annotated[
        int,
        Query(
            ge=0, le=1_000_000_000, description="How many rows were had already: `next` of the piece before."
        ),
    ] = 0,
) -> Paging:
    return Paging(limit, after)


Paged = Annotated[Paging, Depends(_paging)]


def lang_of(request: Request) -> str:
    """The language of a request."""
    return language_of(request.query_params, request.cookies, request.headers.get("accept-language", ""))


def country_code(code: str) -> str:
    """A shipped country by its code; a path of this machine is none."""
    known = code.upper()
    if known not in shipped():
        raise Missing(NO_COUNTRY, code=code, nearest=nearest(known, shipped()))
    return known


class Missing(Refusal):
    """What the address names is not there: 404 instead of 422."""


PLAIN: Final = (Refusal, Missing)
"""Refusals without words of their own; others, such as questions of the calculator, have some."""


def world_data() -> Store | FilePath:
    """Where the data of the world are: the local store."""
    return Store()


def imported(place: Store | FilePath) -> dict[str, str]:
    """What the data of the world are, by dataset."""
    return {one.dataset: one.sha256 for one in place.entries()} if isinstance(place, Store) else {}


def fingerprint(files: Mapping[str, str], **asked: Any) -> str:
    """What determined an answer that is no run: files, what was asked, version."""
    return Trace(VERSION, files, asked).fingerprint


def of_content(content: Any) -> str:
    """The fingerprint of an answer that is all its own content."""
    return sha256_of(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str))[:DIGITS]


def _json(answer: Any) -> bytes:
    kind: Any = type(answer)
    return _adapter(kind).dump_json(answer, warnings=False)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def sent(caller: Caller, answer: Any) -> Response:
    """The answer with its tag, and where the other pieces are; nothing where the sender has it already."""
    if caller.tag is None:
        headers = {"Cache-Control": "no-store", "Content-Language": caller.lang, "Link": DESCRIBED}
        return Response(_json(answer), media_type="application/json", headers=headers)
    headers = tagged(caller, f"{answer.version} {answer.fingerprint}")
    headers["Link"] = ", ".join([*_links(caller, answer), DESCRIBED])
    if headers["ETag"] in known_tags(caller):
        return Response(status_code=304, headers=headers)
    return Response(_json(answer), media_type="application/json", headers=headers)


def tagged(caller: Caller, fingerprint: str) -> dict[str, str]:
    """The headers of an answer that need not be sent twice: its tag follows from what determined it."""
    tag = f'"{sha256_of(f"{fingerprint} {caller.lang} {caller.address}")[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept-Language, Cookie"}
    return headers | {"Content-Language": caller.lang}


def known_tags(caller: Caller) -> list[str]:
    """What the sender has already (RFC 9110, 13.1.2)."""
    return [one.strip().removeprefix("W/") for one in (caller.tag or "").split(",")]


def _links(caller: Caller, answer: Any) -> list[str]:
    """Where the first piece, the one before and the next are (RFC 8288)."""
    if not isinstance(answer, Piece):
        return []
    asked = URL(caller.address)
    said = dict(parse_qsl(asked.query))
    after, limit = int(said.get("after", 0)), int(said.get("limit", USUAL))
    places: dict[str, int | None] = {"next": answer.next}
    if after:
        places |= {"prev": max(0, min(after, answer.total) - limit), "first": 0}
    return [
        f'<{asked.include_query_params(after=place)}>; rel="{name}"'
        for name, place in places.items()
        if place is not None
    ]


def refused(request: Request, refusal: Refusal) -> Response:
    """A refusal in the language of the request: words, place and nearest name apart.

    A path of this machine is told by its last part.
    """
    lang = lang_of(request)
    _ = translator(lang)
    if isinstance(refusal, Refusals):
        first, words = refusal.each[0], refusal.worded(_)
    else:
        plain = type(refusal) in PLAIN
        first = refusal
        words = Refusal(refusal.template, **refusal.values).worded(_) if plain else refusal.worded(_)
    status = 404 if isinstance(refusal, Missing) else 422
    return problem(status, words, lang, where=_place(first.where, _), nearest=first.nearest)


def _place(where: str, translate: Callable[[str], str]) -> str:
    said = where.worded(translate) if isinstance(where, Place) else where
    return said.rpartition("/")[2] if said.startswith("/") else said


def failed(request: Request, status: int) -> Response:
    """What the application itself refuses."""
    lang = lang_of(request)
    words = {400: UNREADABLE, 403: NOT_YOURS, 404: NO_ADDRESS, 405: NO_METHOD}
    return problem(status, translator(lang)(words.get(status, FAILED)), lang)


def unread(request: Request, error: RequestValidationError) -> Response:
    """A request that does not fit its description: the first parameter that does not."""
    lang = lang_of(request)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    name = str(first["loc"][-1])
    text = str(first.get("input"))[:60]
    template = MISSING if first["type"] == "missing" else UNREAD
    return problem(422, translator(lang)(template).format(name=name, text=text), lang, where=where)

"""A page for what cannot be shown: what is wrong, the nearest page there is, and what to do next."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from socle.ground.refusals import nearest
from socle.ground.words import N_
from socle.report.country_search import code_name
from socle.report.text import translator
from socle.web import layout
from socle.web.countries import known
from socle.web.language import language_of
from socle.web.page import PAGES
from socle.web.viewer import NOBODY, Viewer

DATA: Final = (".json", ".csv")
OTHER: Final = N_("This cannot be shown")
TITLES: Final = {
    403: N_("This page is not open to you"),
    404: N_("There is no such page"),
    405: N_("This page takes no such request"),
    413: N_("This is too much at once"),
    422: N_("This cannot be worked out as it was asked"),
    429: N_("Too many requests"),
    500: N_("Something is wrong here"),
}
NEXT: Final = {
    403: N_("Sign in with an account that may, or ask who runs this Socle."),
    404: N_("Look at the address, or begin again at the first page."),
    413: N_("Go back and send a part of the file, or one sheet of it."),
    422: N_("Go back and change what is named above."),
    429: N_("Wait a minute, then load the page again."),
    500: N_("Load the page again in a while; nothing that you have sent was half kept."),
}
COUNTRY: Final = re.compile(r"\{iso3(:\w+)?\}")


@dataclass(frozen=True)
class Place:
    """A page that there is: its address, and what it is called."""

    address: str
    name: str


def refused(
    request: Request,
    status: int,
    text: str,
    headers: Mapping[str, str] | None = None,
    viewer: Viewer = NOBODY,
) -> Response:
    """The refusal as a page, or as data where data was asked for; `text` is in the reader's language."""
    path = request.scope["path"]
    if path.endswith(DATA):
        body = json.dumps({"error": text}, ensure_ascii=False) + "\n"
        return Response(body, status, headers=headers, media_type="application/json")
    lang = language_of(request.query_params, request.cookies, request.headers.get("accept-language", ""))
    said = {"Cache-Control": "no-store", **(headers or {})}
    return Response(
        _page(path, status, text, lang, viewer.name), status, headers=said, media_type="text/html"
    )


@lru_cache(maxsize=64)
def _page(path: str, status: int, text: str, lang: str, who: str) -> str:
    _ = translator(lang)
    return layout.fragment(
        "refusal.html",
        lang,
        title=_(TITLES.get(status, OTHER)),
        text=text,
        status=status,
        near=near(path, lang) if status == 404 else None,
        following=_(NEXT[status]) if status in NEXT else "",
        sign_in=f"/sign-in?to={quote(path, safe='')}" if status == 403 and not who else "",
        viewer=Viewer(who),
        address=path,
    )


def near(path: str, lang: str) -> Place | None:
    """The page nearest to an address that leads nowhere."""
    first, *_rest = path.strip("/").split("/")
    code = first.upper() if first.upper() in known() else ""
    if not code and len(first) == len(known()[0]):
        code = nearest(first.upper(), known())
    if code:
        own = {COUNTRY.sub(code, page.path) for page in PAGES.values() if COUNTRY.match(page.path[1:])}
        plain = [one for one in own if "{" not in one]
        found = nearest(path.replace(first, code, 1), plain) if _rest else ""
        place = code_name(code, lang)
        return Place(found, f"{place} ({found})") if found else Place(f"/{code}", place)
    fixed = [page.path for page in PAGES.values() if "{" not in page.path and page.path != "/"]
    found = f"/{first}" if f"/{first}" in fixed else nearest(f"/{first}", fixed)
    return Place(found, found) if found and found != path else None

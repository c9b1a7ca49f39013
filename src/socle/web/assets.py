"""Files that pages share: style sheets, scripts, the outlines of the map.

Their address has a tag of what they hold, so that a browser asks for each once and never shows an old one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from socle.report import map as world_map
from socle.report.assets import texts
from socle.web.answers import Answer, packed, sent

HERE: Final = Path(__file__).parent
FOLDERS: Final = (HERE / "static", HERE.parent / "report" / "templates" / "style")  # the latter of files, too
OUTLINES: Final = "world.svg"
FOREVER, ASK = "public, max-age=31536000, immutable", "public, no-cache"
KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


@cache
def assets() -> Mapping[str, Answer]:
    """Every one of them by name, ready to be sent."""
    held = {**texts(FOLDERS), OUTLINES: world_map.outlines()}
    return {name: packed(text) for name, text in held.items()}


def address(name: str) -> str:
    """Where a page finds a file, for as long as it holds the same."""
    return f"/static/{name}?{_tag(assets()[name])}"


async def asset(request: Request) -> Response:
    """One of them; kept by the browser where the address has its tag, else asked for each time."""
    found = assets().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    keep = FOREVER if request.url.query == _tag(found) else ASK
    kind = KINDS[Path(request.path_params["name"]).suffix]
    return sent(found, request.headers, kind, {"Cache-Control": keep, "Vary": "Accept-Encoding"})


def _tag(answer: Answer) -> str:
    return answer.tag[3:15]  # without W/"

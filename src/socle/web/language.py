"""Which of the three languages a reader gets: the address says, else the cookie, else the browser, else English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from socle.report.text import LANGUAGES

COOKIE: Final = "socle_lang"
DEFAULT: Final = "en"


def language_of(query: Mapping[str, str], cookies: Mapping[str, str], accepted: str) -> str:
    """The language of a request; what nobody writes is passed over, never an error."""
    for said in (query.get("lang", ""), cookies.get(COOKIE, "")):
        if said in LANGUAGES:
            return said
    return _of_browser(accepted)


def _of_browser(accepted: str) -> str:
    """The best of `Accept-Language`, as fr-SN,fr;q=0.9,en;q=0.5."""
    wanted = []
    for place, part in enumerate(accepted.split(",")):
        tag, _, weight = part.strip().partition(";q=")
        code = tag[:2].lower()
        if code in LANGUAGES:
            wanted.append((-_weight(weight), place, code))
    return min(wanted)[2] if wanted else DEFAULT


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0

"""What cannot be answered, as programs read it (RFC 9457), with the place of what is wrong and the nearest name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from starlette.responses import Response

from socle.exchange.api_answers import Fault
from socle.ground.words import N_
from socle.report.text import translator

MEDIA: Final = "application/problem+json"
KINDS: Final[dict[int, tuple[str, str]]] = {
    400: ("unreadable", N_("What was sent cannot be read")),
    401: ("sign-in", N_("Sign in first")),
    403: ("not-yours", N_("Not allowed")),
    404: ("not-there", N_("Not there")),
    405: ("other-method", N_("Asked in another way")),
    413: ("too-large", N_("Too large")),
    422: ("refused", N_("Refused")),
    429: ("too-often", N_("Too often")),
    500: ("failed", N_("Failed")),
}
"""What a refusal is, by the status it is sent with: the last part of its type, and its title."""


def kind_of(status: int) -> tuple[str, str]:
    """The last part of the type, and the title, of a status."""
    return KINDS.get(status, KINDS[500 if status >= 500 else 400])


def problem(
    status: int, detail: str, lang: str, *, where: str = "", nearest: str = "", **headers: str
) -> Response:
    """A refusal. `headers` are further ones, with _ for the dash."""
    slug, title = kind_of(status)
    fault = Fault(f"/api#{slug}", translator(lang)(title), status, detail, where, nearest)
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return sent(fault, more)


def sent(fault: Fault, headers: Mapping[str, str]) -> Response:
    """A refusal with its headers."""
    body = json.dumps(asdict(fault), ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, fault.status, {"Cache-Control": "no-store", **headers}, MEDIA)

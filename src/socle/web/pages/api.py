"""The interface for programs: every address with an example that works."""

from __future__ import annotations

from dataclasses import dataclass

from socle.ground.words import N_
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.api.routing import ENDPOINTS
from socle.web.page import Asked, page


@dataclass(frozen=True)
class Shown:
    """One address: `link` is its example, where a browser can ask it; else `body` is what is sent."""

    method: str
    path: str
    sentence: str
    link: str
    body: str


@dataclass(frozen=True)
class Api:
    """The addresses by group, and the same as a table."""

    title: str
    groups: tuple[tuple[str, tuple[Shown, ...]], ...]
    tables: tuple[Table, ...]
    fingerprint: str = ""


@page("/api")
def api(asked: Asked) -> Api:
    """Everything that a program may ask."""
    _ = translator(asked.lang)
    groups: dict[str, list[Shown]] = {}
    for one in ENDPOINTS:
        read = one.method == "GET"
        shown = Shown(
            one.method, one.path, _(one.sentence), one.example if read else "", "" if read else one.example
        )
        groups.setdefault(_(one.group), []).append(shown)
    head = (_(N_("Address")), _(N_("What it answers")), _(N_("Example")))
    rows = tuple(
        (name, tuple((f"{one.method} {one.path}", one.sentence, one.link or one.body) for one in held))
        for name, held in groups.items()
    )
    title = _(N_("Programs can ask everything that Socle computes"))
    return Api(
        title,
        tuple((name, tuple(held)) for name, held in groups.items()),
        (Table(_(N_("Addresses of the interface")), head, rows, words=2),),
    )

"""The interface for programs: every address with examples to copy, and what its refusals are."""

from __future__ import annotations

from dataclasses import dataclass

from socle.ground.words import N_
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.api import checking, countries, data, floor, insurance, law, people, standards, surveys
from socle.web.api.routing import ENDPOINTS, HERE
from socle.web.page import Asked, page
from socle.web.problem import KINDS

ORDER = (floor, countries, people, law, surveys, insurance, standards, data, checking)
"""The groups in the order in which a reader is told of them: by the modules that name them."""


@dataclass(frozen=True)
class Shown:
    """One address: `link` is its example, where a browser can ask it; the same for a terminal and for Python."""

    name: str
    method: str
    path: str
    sentence: str
    link: str
    curl: str
    python: str


@dataclass(frozen=True)
class Api:
    """The addresses by group, what refusals are, and the same as tables."""

    title: str
    here: str
    groups: tuple[tuple[str, tuple[Shown, ...]], ...]
    problems: tuple[tuple[str, int, str], ...]  # last part of the type, status, title
    tables: tuple[Table, ...]
    fingerprint: str = ""


@page("/api")
def api(asked: Asked) -> Api:
    """Everything that a program may ask."""
    _ = translator(asked.lang)
    groups: dict[str, list[Shown]] = {_(one.GROUP): [] for one in ORDER}
    for name, one in ENDPOINTS.items():
        link = one.example if one.method == "GET" else ""
        shown = Shown(name, one.method, one.path, _(one.sentence), link, one.curl, one.code)
        groups[_(one.group)].append(shown)
    head = (_(N_("Address")), _(N_("What it answers")), _(N_("Example")))
    rows = tuple(
        (name, tuple((f"{one.method} {one.path}", one.sentence, one.curl) for one in held))
        for name, held in groups.items()
    )
    title = _(N_("Programs can ask everything that Socle computes"))
    return Api(
        title,
        HERE,
        tuple((name, tuple(held)) for name, held in groups.items()),
        tuple((slug, status, _(words)) for status, (slug, words) in KINDS.items()),
        (Table(_(N_("Addresses of the interface")), head, rows, words=2),),
    )

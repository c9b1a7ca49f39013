"""What every page of reference says: a lead, facts, a formula, tables with links, and where the reader goes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from socle.ground.version import VERSION
from socle.report.numbered import Number, Steps
from socle.report.sections import Table
from socle.web.countries import run_of
from socle.web.page import Asked

Link = tuple[str, str]
"""An address and its words."""


@dataclass(frozen=True)
class Reference:
    """A page of reference. `links` leads from the text of a cell to an address; `action` is the next thing to do."""

    title: str
    here: str  # its own name at the end of the path
    tables: tuple[Table, ...]
    crumbs: tuple[Link, ...] = ()
    lead: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    formula: str = ""  # MathML
    formula_text: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    action: Link | None = None
    fingerprint: str = ""


def with_socle(_asked: Asked) -> str:
    """What changes only with Socle itself."""
    return VERSION


def present(*tables: Table | None) -> tuple[Table, ...]:
    """Those that have something to show."""
    return tuple(one for one in tables if one is not None)


def address(iso3: str, path: str, year: int, scenario: str, measure: str = "", steps: Steps = ()) -> str:
    """Where a number of a country is explained: the address to put on it; `steps` build its scenario."""
    said = {"year": year, "scenario": scenario, "measure": measure}
    return (
        f"/explain/{iso3}/{path}?{urlencode([*((name, one) for name, one in said.items() if one), *steps])}"
    )


def opener() -> Callable[[str], str]:
    """Says of a cell where its number is explained; nothing where it has none, or is one of another run."""
    runs: dict[str, str] = {}

    def opens(cell: str) -> str:
        number: Number | None = getattr(cell, "number", None)
        if number is None:
            leads: str = getattr(cell, "leads", "")
            return f"#{leads}" if leads else ""
        if number.name.startswith("valuation."):  # of the shipped institution: pages value no other
            return address(number.country, number.name, number.year, "")
        if number.run and number.country not in runs:
            runs[number.country] = run_of(number.country)
        if number.run and number.run != runs[number.country]:
            return ""
        place = (number.country, number.name, number.year, number.scenario)
        return address(*place, number.measure, number.steps)

    return opens

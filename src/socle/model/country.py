"""A country as shipped: facts, figures, the law in force, and scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from socle.model.figures import Figures
from socle.model.results import Text
from socle.model.scenario import Scenario
from socle.model.scheme import Scheme
from socle.model.source import Source


@dataclass(frozen=True, eq=False)
class Country:
    """Everything a country folder holds, read and checked; `files` are the sha256 of what was read."""

    iso3: str
    name: Text
    currency: str
    region: str
    income_group: str
    base_year: int
    macro_last_observed: int
    figures: Figures
    schemes: tuple[Scheme, ...]
    floor_law: tuple[Scheme, ...]
    scenarios: Mapping[str, Scenario]
    sources: Mapping[str, Source]  # of the country itself, beside those known everywhere
    files: Mapping[str, str]
    notes: tuple[str, ...] = ()

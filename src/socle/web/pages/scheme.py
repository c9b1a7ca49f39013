"""One scheme in force: every benefit, its rules and values, its law and its sources."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException

from socle.exchange.country import insurance_files
from socle.report import scheme_tables
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.web.countries import country_of, floor_of, stamp_of
from socle.web.page import Asked, page
from socle.web.reference import present


@dataclass(frozen=True)
class Scheme:
    """A scheme as its file says it."""

    title: str
    here: str
    iso3: str
    name: str
    law: str
    kind: str
    confidence: str
    vintage: str
    benefits: tuple[Table, ...]
    costs: Table | None
    financing: Table | None
    valued: bool  # whether its institution is shipped, so that it can be valued
    scheme: str
    first: str  # path of its first benefit, where the builder is opened
    sources: Table
    fingerprint: str

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in reading order."""
        return (*self.benefits, *present(self.costs, self.financing), self.sources)


@page("/{iso3:country}/schemes/{scheme:name}", stamp=stamp_of)
def scheme(asked: Asked) -> Scheme:
    """The scheme of the address; no page where there is none."""
    held, lang, _ = country_of(asked), asked.lang, translator(asked.lang)
    found = next((one for one in held.schemes if one.name == asked.path["scheme"]), None)
    if found is None:
        raise HTTPException(404)
    return Scheme(
        scheme_tables.headline(found, floor_of(asked), lang),
        scheme_tables.title(found, lang),
        held.iso3,
        named(held.name, lang),
        found.law,
        scheme_tables.kind(found, _),
        scheme_tables.confidence(found, _),
        scheme_tables.vintage(found, _),
        scheme_tables.benefits(found, lang),
        scheme_tables.costs(found, floor_of(asked), lang),
        scheme_tables.financing(found, lang),
        found.name in {path.stem for path in insurance_files(held.iso3)},
        found.name,
        next((one.path for one in found.benefits), ""),
        scheme_tables.sources(found, lang),
        held.files.get(f"schemes/{found.name}.yaml", ""),
    )

"""What data Socle holds: the list of sources, the figures of countries, the local store; with checksums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from socle.exchange.sources import load_sources
from socle.exchange.store import Entry, Store
from socle.ground.refusals import Refusal
from socle.model.country import Country
from socle.model.source import Source


@dataclass(frozen=True)
class Held:
    """A figure of a country over years from one source."""

    figure: str
    first: int
    last: int
    count: int
    source: str
    vintage: str


def stored() -> tuple[tuple[Entry, ...], bool]:
    """What the local store holds, and whether it could be read. Where it lies is nobody's concern."""
    try:
        return Store().entries(), True
    except Refusal:
        return (), False


def used_by(countries: Mapping[str, Country]) -> Mapping[str, tuple[str, ...]]:
    """Key of a source -> countries whose figures cite it."""
    found: dict[str, list[str]] = {}
    for code, country in countries.items():
        for key in country.figures.sources:
            found.setdefault(key, []).append(code)
    return {key: tuple(codes) for key, codes in found.items()}


def every_source(countries: Mapping[str, Country]) -> Mapping[str, Source]:
    """Sources known everywhere, then those of countries that no other list names."""
    found = dict(load_sources())
    for country in countries.values():
        for key, one in country.sources.items():
            found.setdefault(key, one)
    return found


def figures_of(country: Country) -> Iterator[Held]:
    """Each figure of a country by source, in the order of the file."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for row in country.figures.rows:
        found.setdefault((row.figure, row.source, row.vintage), []).append(row.first_year)
    for (figure, source, vintage), years in found.items():
        yield Held(figure, min(years), max(years), len(years), source, vintage)


def files_of(country: Country) -> Mapping[str, str]:
    """The files of a country with their sha256, without those that all countries share."""
    return {name: digest for name, digest in country.files.items() if name.startswith(f"{country.iso3}/")}


def figures_sums(countries: Mapping[str, Country]) -> Mapping[str, str]:
    """Code of a country -> sha256 of the file of its figures."""
    files = {code: files_of(country) for code, country in countries.items()}
    return {code: held[name] for code, held in files.items() if (name := f"{code}/figures.csv") in held}

"""A number explained, with what is needed to cite it: its sources, and the fingerprint of what determined it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from socle.exchange.country_answers import Stamp, country_of, stamp
from socle.exchange.wpp import LAST_YEAR
from socle.ground.refusals import Refusal, nearest
from socle.model.country import Country
from socle.model.results import SourceUse, Text
from socle.model.scenario import STATUS_QUO, Scenario, apply
from socle.run.explain import Explanation, explain_in
from socle.run.floor import REFERENCE, law_of, scenario_of, sources, trace
from socle.run.setting import Choices, Setting, prepare


@dataclass(frozen=True)
class Cited:
    """An explanation with its sources, its fingerprint, and what else may be asked of the same country."""

    explanation: Explanation
    country: Text
    benefit: Text
    law: str
    sources: tuple[SourceUse, ...]
    fingerprint: str
    scenarios: tuple[tuple[str, Text], ...]  # those that may be asked for
    scenario: Text
    years: tuple[int, int]  # the first and the last that may be asked for


def explain_cited(code: str, path: str, year: int | None = None, scenario: str = "") -> Cited:
    """The same steps as `explain`, by default in the first year and the reference scenario, or one that has it."""
    country, files = country_of(code), stamp(code)
    first = country.base_year
    year = first if year is None else year
    if not first <= year <= LAST_YEAR:
        raise Refusal(
            "{year} is outside the years of this run ({first} to {last}).",
            year=year,
            first=first,
            last=LAST_YEAR,
        )
    having = _having(country, path)
    name = scenario or next(iter(having), REFERENCE)
    _refuse_unknown(name, country)
    found = cited_in(_ready(code, files, year - first), path, year, scenario_of(country, name))
    others = tuple((name, scenario_of(country, name).title) for name in having)
    return replace(found, scenarios=others, years=(first, LAST_YEAR))


def cited_in(setting: Setting, path: str, year: int, chosen: Scenario) -> Cited:
    """The same in a country that is ready, in any scenario; of the years of the run, and no other scenario."""
    country = setting.country
    explanation = explain_in(setting, country.iso3, path, year, chosen)
    benefit = next(
        one for s in apply(law_of(country, chosen), chosen) for one in s.benefits if one.path == path
    )
    return Cited(
        explanation,
        country.name,
        benefit.title,
        explanation.law,
        tuple(sources(country)),
        trace(country, setting, [chosen]).fingerprint,
        (),
        chosen.title,
        (setting.years[0], setting.years[-1]),
    )


def _ready(code: str, files: Stamp, ahead: int) -> Setting:
    """The country ready for the usual years, or as many more as are asked for."""
    return _prepared(code, files, max(ahead, Choices().years_ahead))


@lru_cache(maxsize=16)
def _prepared(code: str, _files: Stamp, ahead: int) -> Setting:
    return prepare(country_of(code), replace(Choices(), years_ahead=ahead))


def _having(country: Country, path: str) -> tuple[str, ...]:
    """The scenarios whose law has the benefit, the reference first."""
    names = (REFERENCE, *(name for name in (STATUS_QUO, *country.scenarios) if name != REFERENCE))
    return tuple(name for name in names if path in _paths(country, name))


def _paths(country: Country, name: str) -> set[str]:
    chosen = scenario_of(country, name)
    return {one.path for scheme in apply(law_of(country, chosen), chosen) for one in scheme.benefits}


def _refuse_unknown(name: str, country: Country) -> None:
    """A file of this machine is no scenario here."""
    known = (STATUS_QUO, *country.scenarios)
    if name not in known:
        raise Refusal(
            "There is no scenario `{name}` for {country}; there are {valid}.",
            name=name[:60],
            country=country.iso3,
            valid=", ".join(known),
            nearest=nearest(name, known),
        )

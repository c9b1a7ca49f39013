"""What a career is asked on: the law, and the economy and deaths of its institution, or of its country alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from socle.exchange.country import load_country
from socle.exchange.institution_file import read_institution
from socle.exchange.scheme_file import read_scheme
from socle.exchange.valuation_files import law_and_data
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE
from socle.ground.words import N_
from socle.model.country import Country
from socle.model.economy import Economy
from socle.model.insurance import InsuranceLaw, read_insurance
from socle.model.law import walk
from socle.model.parameter import LIFE
from socle.model.results import Text
from socle.model.survey import Flag
from socle.run.basis import Futures, economy, paths_of
from socle.run.career import RATES, Deaths
from socle.run.institution import Institution, Shift
from socle.run.national import National, demography, national
from socle.run.setting import Choices, prepare

LAST = 2100  # the last year for which people are projected


@dataclass(frozen=True, eq=False)
class Ground:
    """The law of one scheme, the yearly series it reads, and the deaths on which a divisor rests.

    `today` is the year whose wages answers are compared with: the first of the institution's valuation, or of the
    country's projection. `file` is the law's, `around` whose economy it is (a message key).
    """

    law: InsuranceLaw
    economy: Economy
    deaths: Deaths
    today: int
    country: Text
    file: Path
    around: str
    notes: tuple[Flag, ...] = ()
    institution: bool = False  # whether wages are those of its contributors


def ground(scheme: str, data: Path | None, country: str, last: int) -> Ground:
    """The law of a file or `COUNTRY/scheme` until the year `last`, among the data of its institution if there are."""
    file, found = law_and_data(scheme, data)
    law = read_insurance(read_scheme(file))
    if found:
        return _of_institution(law, file, Institution(read_institution(found)), last)
    return _of_country(law, file, load_country(country or _around(file)), last)


def _around(file: Path) -> str:
    """The country in whose folder a file lies."""
    folder = file.resolve().parent.parent
    if not (folder / "country.yaml").is_file():
        raise Refusal(
            "`{file}` says nothing of wages and prices: name its country (--country XXX), or the workbook or folder "
            "of its institution (--data).",
            file=str(file),
        )
    return str(folder)


def _of_institution(law: InsuranceLaw, file: Path, institution: Institution, last: int) -> Ground:
    facts = institution.data.facts
    country = load_country(facts.country)
    years = range(facts.year, max(last, facts.year) + 1)
    people = national(demography(country, years), years)
    history = prepare(country, Choices()).economy
    wanted = institution.wanted(people.of_working_age, people.of_working_age_before)
    series = economy(
        institution.data, Futures(paths_of(institution.data, years), people, history=history), wanted
    )

    @cache
    def mortality() -> Array:
        return institution.experience(people, Shift(), wanted, 1).mortality

    return Ground(
        law,
        series,
        lambda year: _pooled(mortality(), year - facts.year),
        facts.year,
        country.name,
        file,
        N_("wages, prices and deaths of the institution, and of its country before {year}"),
        _unknown_before(law, facts.year),
        institution=True,
    )


def _of_country(law: InsuranceLaw, file: Path, country: Country, last: int) -> Ground:
    base = country.base_year
    years = range(base, max(min(last, LAST), base) + 1)
    people: National = national(demography(country, years), years)
    found = prepare(country, Choices(years_ahead=years[-1] - base)).economy
    here = _known(found, country)
    known = found.years[here:]
    expectancy = people.life_expectancy(range(known[0], known[-1] + 1))
    told = {name: values[:, here:] for name, values in found.series.items()}
    series = {**told, AVERAGE_WAGE: told["wages"], LIFE: expectancy}
    return Ground(
        law,
        Economy(found.currency, known, series),
        lambda year: _pooled(people.deaths, year - base),
        base,
        country.name,
        file,
        N_("wages, prices and deaths of the country"),
    )


def _known(economy: Economy, country: Country) -> int:
    """From where on the average wage and prices of a country are known without a gap."""
    known = np.isfinite(economy.of("wages")[0]) & np.isfinite(economy.of("cpi")[0])
    gaps = np.flatnonzero(~known)
    first = int(gaps[-1]) + 1 if len(gaps) else 0
    if first == len(economy.years):
        raise Refusal(
            "The figures of {country} have no average wage or no prices: name the data of the institution (--data), "
            "or add `average_wage` to its figures.",
            country=country.iso3,
        )
    return first


def _pooled(deaths: Array, step: int) -> Array:
    """Of one year, both sexes alike, [age]; the first or last where it is not known."""
    return np.asarray(deaths[min(max(step, 0), len(deaths) - 1), 0].mean(axis=0))


def _unknown_before(law: InsuranceLaw, year: int) -> tuple[Flag, ...]:
    """Growth of payroll and returns are those of the institution, and nothing before its first year."""
    read = {node.value for tree in law.questions.values() for node in walk(tree) if node.op == "column"}
    names = [name for name in RATES if name in read]
    text = N_("`{names}` is not known before {year} and counts as 0 there.")
    return (Flag(text, {"names": "`, `".join(names), "year": str(year)}),) if names else ()

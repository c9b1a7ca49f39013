"""National groups of people of a year, from the figures that Socle has: what shares of the inquiry refer to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from socle.exchange.country import default_figures
from socle.ground.axes import Array
from socle.model.country import Country
from socle.project.cells import by_age_and_sex
from socle.project.demography import project
from socle.project.labour import labour_rates
from socle.run.setting import rates_of

CHILDREN: Final = 18
WORKING: Final = (15, 65)
OLDER: Final = 65  # where the pension age is not known
PER_CENT: Final = 100
SEXES: Final = {"both": slice(0, 2), "male": slice(0, 1), "female": slice(1, 2)}


class Known(NamedTuple):
    """Persons of a group: how many, who they are, whence the number."""

    persons: float
    definition: str
    source: str
    method: str


Groups = Mapping[tuple[str, str], Known]  # (group, sex)


def known_people(country: Country, year: int, older: tuple[float, float] = (OLDER, OLDER)) -> Groups:
    """Groups by name and sex at 1 July of `year`, in whole persons; none before those of the country.

    `older` are the pension ages of men and women.
    """
    first = country.figures.demography().year
    if year < first:
        return {}
    base, rates = rates_of(country, max(year, first + 1))
    over_time = project(base, rates, last_year=max(year, first + 1))
    persons = over_time.at(year).persons[0]
    source = country.figures.of("population")[0].source
    method = f"projected from the population of {first}" if year > first else ""
    found = _by_age(persons, older, source, method) | _by_work(country, persons, source)
    born = float(over_time.births[0, over_time.years.index(year)])
    found |= {
        (name, "both"): known._replace(
            persons=sum(round(found[name, sex].persons) for sex in ("male", "female"))
        )
        for (name, sex), known in found.items()
        if sex == "both"
    }
    found["births", "female"] = Known(born, "as many as live births", source, method)
    return found | _poor(country, found)


def _by_age(
    persons: Array, older: tuple[float, float], source: str, method: str
) -> dict[tuple[str, str], Known]:
    ages = np.arange(persons.shape[1])
    pensioned = np.stack([ages >= age for age in older])
    said = f"{older[0]:g}+" if older[0] == older[1] else f"men {older[0]:g}+, women {older[1]:g}+"
    groups = {
        "population": (np.ones_like(pensioned), "all ages"),
        "children": (np.broadcast_to(ages < CHILDREN, persons.shape), f"0-{CHILDREN - 1}"),
        "working_age": (
            np.broadcast_to((ages >= WORKING[0]) & (ages < WORKING[1]), persons.shape),
            f"{WORKING[0]}-{WORKING[1] - 1}",
        ),
        "older": (pensioned, said),
    }
    return {
        (name, sex): Known(float((persons * chosen)[here].sum()), text, source, method)
        for name, (chosen, text) in groups.items()
        for sex, here in SEXES.items()
    }


def _by_work(country: Country, persons: Array, source: str) -> dict[tuple[str, str], Known]:
    """Groups that shares of ages and sexes make; none where a share is not known."""
    rates = labour_rates(country.figures, persons).rates
    disabled, disabled_of = _severely_disabled(country)
    shares = {
        "labour_force": (rates.participation, _source(country, "labour_force_participation", source)),
        "employed": (
            rates.participation * (1 - rates.unemployment),
            _source(country, "unemployment_rate", source),
        ),
        "unemployed": (
            rates.participation * rates.unemployment,
            _source(country, "unemployment_rate", source),
        ),
        "severe_disability": (disabled, disabled_of),
    }
    return {
        (name, sex): Known(
            float((persons * share)[here].sum()), "", of, "shares of the population by age and sex"
        )
        for name, (share, of) in shares.items()
        if share is not None and np.isfinite(share).all()
        for sex, here in SEXES.items()
    }


def _severely_disabled(country: Country) -> tuple[Array | None, str]:
    """Shares by sex and age, of the country or else of the world, and their source."""
    rows = country.figures.of("severe_disability") or default_figures().of("severe_disability")
    if not rows:
        return None, ""
    latest = max(row.first_year for row in rows)
    return by_age_and_sex([row for row in rows if row.first_year == latest])[0, 0], rows[0].source


def _poor(country: Country, found: Groups) -> dict[tuple[str, str], Known]:
    row = country.figures.latest("poverty_headcount")
    if row is None or ("population", "both") not in found:
        return {}
    persons = row.value / PER_CENT * found["population", "both"].persons
    return {("poor", "both"): Known(persons, "", row.source, f"share of {row.first_year}")}


def _source(country: Country, figure: str, otherwise: str) -> str:
    rows = country.figures.of(figure)
    return rows[0].source if rows else otherwise

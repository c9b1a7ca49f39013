"""Indicators of groups of countries: from what countries published, or from what an office counted itself.

Values of one edition only: the one asked for, else that in which most countries have a value. A series of the SDG
database is weighted by the people of whom it speaks, counted alike for all countries. What countries computed
themselves is weighted by what each value is a share of (its denominator); money is made comparable with the exchange
rate that the two figures of gross domestic product (national currency, US dollars) imply.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from socle.exchange import areas, macro_panel
from socle.exchange.store import Store
from socle.ground.refusals import Refusal
from socle.measure import concerned
from socle.measure.aggregate import latest
from socle.measure.catalogue import CATALOGUE
from socle.model.aggregate import THRESHOLD, Aggregate, Weights
from socle.model.statistic import Statistic
from socle.run import aggregates
from socle.run.aggregates import Asked

DEFAULT: Final = (
    "COV_ANY",
    "COV_CHILDREN",
    "COV_MOTHERS",
    "COV_DISABILITY",
    "COV_UNEMPLOYED",
    "COV_WORK_INJURY",
    "COV_OLDER",
    "COV_VULNERABLE",
    "COV_POOR",
)
"""What is shown where nothing is asked for: indicator 1.3.1 of the SDGs."""
MONEY_OF: Final = ("spending", "gdp", "government_expenditure", "receipts", "paid_by_workers")
"""Divisors of the catalogue's formulas that are money."""
PRODUCT: Final = (
    "WEO.NGDPD",
    "WEO.NGDP",
)  # gross domestic product: billions of US dollars, of national currency
FAR: Final = 5  # years that a figure of product may lie from the year asked for
_PLACES: Final = ("group", "function", "scheme_type")


@dataclass(frozen=True)
class Wanted:
    """Which indicators, of which groups of countries, by what rules."""

    families: tuple[str, ...]
    codes: tuple[str, ...] = DEFAULT  # of the catalogue
    year: int | None = None  # none: the latest with a value
    sex: str = "_T"
    weights: str = ""  # a concept in use for the series; empty: as the definition says
    vintage: str = ""
    threshold: float = THRESHOLD
    impute: bool = False


@dataclass(frozen=True)
class Regional:
    """One indicator: its value in each group of countries, and by what it was made."""

    code: str  # of the catalogue
    about: Statistic  # a value of a country: of whom and what it speaks
    year: int
    window: int
    concept: str
    vintage: str
    others: tuple[str, ...]  # editions left aside
    groups: tuple[Aggregate, ...]
    sources: tuple[str, ...] = ()  # of the weights


def families(text: str) -> tuple[str, ...]:
    """The families of groups of a list with commas."""
    found = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    for word in found:
        areas.groups(word)  # refuses one that there is not
    return found


def regions(place: Store | Path, found: Sequence[Statistic], wanted: Wanted) -> list[Regional]:
    """Every indicator asked for of which a country has a value; refused where there is none of any."""
    known = areas.load_areas()
    held = [one for one in found if one.area in known and (one.value is not None or one.low is not None)]
    made = [one for code in wanted.codes for one in _of_code(place, held, code, wanted)]
    if not made:
        raise Refusal(
            "No country has a value of what was asked for: import the SDG database (`socle data import sdg FOLDER`, "
            "`socle import sdg FOLDER`) or publish inquiries (`socle inquiry`)."
        )
    return made


def _of_code(
    place: Store | Path, found: Sequence[Statistic], code: str, wanted: Wanted
) -> Iterable[Regional]:
    """One indicator: one for each place of its breakdowns, where it has no value of the whole."""
    named = (code, CATALOGUE[code].sdg)
    rows = [
        one for one in found if one.indicator in named and one.sex in (wanted.sex, _only_sex(found, named))
    ]
    rows, vintage, others = _edition(rows, wanted)
    whole = [name for name in _PLACES if any(getattr(one, name) == "_T" for one in rows)]
    apart: dict[tuple[str, ...], list[Statistic]] = {}
    for one in rows:
        if all(getattr(one, name) == "_T" for name in whole):
            apart.setdefault(tuple(getattr(one, name) for name in _PLACES), []).append(one)
    for _, of in sorted(apart.items()):
        year = wanted.year or max(one.year for one in of)
        asked = Asked(
            of[0].indicator,
            year,
            wanted.sex,
            concept=wanted.weights,
            threshold=wanted.threshold,
            impute=wanted.impute,
            families=wanted.families,
        )
        weights = weights_for(place, of, asked)
        groups = tuple(aggregates.grouped(place, of, asked, weights))
        yield Regional(
            code, of[0], year, asked.rules.window, weights.concept, vintage, others, groups, weights.sources
        )


def _only_sex(found: Sequence[Statistic], named: Sequence[str]) -> str:
    """The sex of an indicator that is of one sex alone (mothers); else nothing."""
    sexes = {one.sex for one in found if one.indicator in named}
    return next(iter(sexes)) if len(sexes) == 1 else ""


def _edition(rows: Sequence[Statistic], wanted: Wanted) -> tuple[list[Statistic], str, tuple[str, ...]]:
    """The values of one edition, and the others: the one asked for, else that of most countries, else the last."""
    countries: dict[tuple[str, str], set[str]] = {}
    for one in rows:
        countries.setdefault((one.vintage, one.indicator), set()).add(one.area)
    mine = [key for key in countries if wanted.vintage in ("", key[0])]
    if not mine:
        return [], wanted.vintage, tuple(sorted({name for name, _ in countries}))
    best = max(mine, key=lambda key: (len(countries[key]), key))
    others = tuple(sorted({name for name, _ in countries} - {best[0]}))
    return [one for one in rows if (one.vintage, one.indicator) == best], best[0], others


def weights_for(place: Store | Path, found: Sequence[Statistic], asked: Asked) -> Weights:
    """By what countries are weighted: people counted alike for all, or what each country's own value is a share of.

    The first for series of the SDG database, and wherever a concept is asked for by name.
    """
    code = found[0].indicator
    if code not in CATALOGUE or asked.concept:
        return aggregates.weights_of(place, concerned.concept_of(code, asked.concept), asked)
    divisor = CATALOGUE[code].formula.rsplit("/", 1)[-1]
    held = latest(found, asked.year, asked.rules.window)
    own = {area: one.denominator for area, one in held.items() if one.denominator}
    if found[0].unit != "share" or "/" not in CATALOGUE[code].formula:
        raise Refusal(
            "`{code}` is no share of people or money: no value of a group of countries can be given.",
            code=code,
        )
    if any(name in divisor for name in MONEY_OF):
        return _money(place, held, own, asked)
    alike = concerned.SERIES.get(concerned.ALIASES.get(code, code), (concerned.POPULATION,))[0]
    told = aggregates.weights_of(place, alike, asked)
    people = dict(told.told_by) or dict(told.of)
    return Weights(own, concerned.OWN, people, told.sources, told.told)


def _money(place: Store | Path, held: dict[str, Statistic], own: dict[str, float], asked: Asked) -> Weights:
    """Denominators in US dollars; the reporting share is told of gross domestic product."""
    names = sorted(set(macro_panel.load_countries(place)) & set(areas.load_areas()))
    years = range(asked.year - max(FAR, asked.rules.window), asked.year + FAR + 1)
    panel = macro_panel.load_macro(place, series=PRODUCT, countries=names, years=years)
    dollars, national = (panel[name] for name in PRODUCT)
    order = sorted(range(len(years)), key=lambda at: (abs(years[at] - asked.year), years[at]))
    product = {
        name: float(next(row[at] for at in order if np.isfinite(row[at])))
        for name, row in zip(names, dollars, strict=True)
        if np.isfinite(row).any()
    }
    rate = {
        name: float(dollars[at, years.index(held[name].year)] / national[at, years.index(held[name].year)])
        for at, name in enumerate(names)
        if name in own and held[name].year in years
    }
    weights = {name: own[name] * rate[name] for name in own if np.isfinite(rate.get(name, np.nan))}
    return Weights(weights, concerned.MONEY, product, ("WEO-2023-10",), concerned.PRODUCT)

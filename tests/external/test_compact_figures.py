"""Compact figures of the shipped countries, expanded and projected, against what was published.

The allowed errors are those measured when the figures were chosen, with a small margin for the rounding of
the figures. For the four countries whose published projection is withheld, the projection from full data
stands in.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import socle
from socle.exchange.figures import read_figures
from socle.exchange.wpp import load_wpp
from socle.ground.axes import Array
from socle.model.demography import CompactDemography, Group, PeopleOverTime
from socle.project.demography import project
from socle.project.expansion import expand, with_default_paths
from tests.external.reference import (
    FIRST_YEAR,
    GROUPS,
    WITHHELD,
    errors,
    middle,
    published,
    published_population,
    worst,
)

pytestmark = pytest.mark.external

LIBRARY = Path(socle.__file__).parent / "library" / "countries"
# fmt: off
PROGRAMME = (
    "KHM", "IND", "IDN", "LAO", "MMR", "PAK", "TLS", "VNM", "CPV", "CMR", "MWI",
    "MOZ", "NER", "SEN", "TGO", "ZMB", "KGZ", "PSE", "SLV", "HND", "PRY",
)
# fmt: on
MARGIN = 1.1

Figures = dict[str, CompactDemography]


@pytest.fixture(scope="module")
def figures() -> Figures:
    """The compact figures of the 21 countries of the first phase."""
    return {code: read_figures(LIBRARY / code / "figures.csv").demography() for code in PROGRAMME}


@pytest.fixture(scope="module")
def full(shared: Path) -> PeopleOverTime:
    """The same countries from full data."""
    return project(*load_wpp(shared / "data" / "wpp", PROGRAMME))


@pytest.fixture(scope="module")
def truth(shared: Path, full: PeopleOverTime) -> dict[str, Array]:
    """Published populations [year from 2024, sex, age], or their stand-ins."""
    known = published_population(shared)
    assert [code for code in PROGRAMME if code not in known] == list(WITHHELD)
    return {code: known.get(code, full.population[here, 1:]) for here, code in enumerate(PROGRAMME)}


@pytest.fixture(scope="module")
def compact(figures: Figures) -> dict[str, PeopleOverTime]:
    """The projection of every country from its compact figures."""
    return {code: project(*expand(of_country)) for code, of_country in figures.items()}


def compared(people: dict[str, PeopleOverTime], truth: dict[str, Array], year: int, group: str) -> Array:
    """Errors in per cent of one group of ages, by country."""
    ages = GROUPS[group]
    return np.array(
        [
            errors(
                one.population[0, year - one.years[0]][:, ages].sum(),
                truth[code][year - FIRST_YEAR][:, ages].sum(),
            )
            for code, one in people.items()
        ]
    )


@pytest.mark.parametrize(
    ("group", "allowed"),
    [
        # per group: median and largest error in 2030, 2050, 2075, 2100, per cent
        ("total", [(0.015, 0.07), (0.025, 0.08), (0.055, 0.16), (0.055, 0.27)]),
        ("0-5", [(0.075, 0.19), (0.075, 0.18), (0.10, 0.42), (0.16, 0.52)]),
        ("0-14", [(0.025, 0.05), (0.045, 0.14), (0.10, 0.42), (0.13, 0.57)]),
        ("15-64", [(0.015, 0.13), (0.035, 0.23), (0.095, 0.18), (0.145, 0.35)]),
        ("65+", [(0.055, 0.68), (0.18, 0.77), (0.34, 0.94), (0.33, 1.00)]),
    ],
)
def test_every_country_comes_out_as_measured(compact, truth, group, allowed):
    assert len(compact) == 21
    for year, (median, largest) in zip((2030, 2050, 2075, 2100), allowed, strict=True):
        found = compared(compact, truth, year, group)
        assert middle(found) <= MARGIN * median, year
        assert worst(found) <= MARGIN * largest, year


def test_births_come_out_as_measured(compact, full, shared):
    known = published(shared, "births")
    for year, (median, largest) in {2030: (0.055, 0.22), 2050: (0.045, 0.175), 2100: (0.135, 0.58)}.items():
        found = []
        for here, (code, one) in enumerate(compact.items()):
            series = full.births[here, 1:] if code in WITHHELD else known[code]
            found.append(errors(one.births[0, year - one.years[0]], series[year - FIRST_YEAR]))
        assert middle(np.array(found)) <= MARGIN * median, year
        assert worst(np.array(found)) <= MARGIN * largest, year


def test_mothers_have_their_ages(compact, full):
    """Share of births in a wrong five-year age of the mother, per cent."""
    for year, (median, largest) in {2030: (0.38, 0.92), 2050: (0.125, 0.31), 2100: (0.085, 0.27)}.items():
        found = []
        for here, one in enumerate(compact.values()):
            place = year - one.years[0]
            ours, theirs = (
                births.reshape(9, 5).sum(axis=1) / births.sum()
                for births in (one.births_by_mother[0, place], full.births_by_mother[here, place])
            )
            found.append(50.0 * np.abs(ours - theirs).sum())
        assert middle(np.array(found)) <= MARGIN * median, year
        assert worst(np.array(found)) <= MARGIN * largest, year


def in_fives(figures: CompactDemography, open_from: int = 85) -> CompactDemography:
    """The population by five-year ages only."""
    population = {}
    for sex, groups in figures.population.items():
        sums: dict[int, float] = {}
        for group in groups:
            first = min(group.first // 5 * 5, open_from)
            sums[first] = sums.get(first, 0.0) + group.value
        population[sex] = tuple(
            Group(first, None if first == open_from else first + 4, value) for first, value in sums.items()
        )
    return replace(figures, population=population)


def poorest(figures: CompactDemography) -> CompactDemography:
    """A census by five-year ages to 80, and fertility and life expectancy of the base year."""
    return CompactDemography(
        figures.country,
        figures.year,
        in_fives(figures, 80).population,
        {figures.year: figures.tfr[figures.year]},
        {sex: {figures.year: path[figures.year]} for sex, path in figures.e0.items()},
    )


def first_date(path):
    return dict([min(path.items())])


FEWER = {
    # what is left out: median and largest error of the total in 2100, of 65+ in 2050, per cent
    "life table": (lambda f: replace(f, mx={}), (0.22, 0.85), (0.89, 3.93)),
    "e65": (lambda f: replace(f, e65={}), (0.13, 0.47), (0.40, 1.73)),
    "q5": (lambda f: replace(f, q5={}), (0.12, 0.30), (0.20, 0.77)),
    "later PASFR": (lambda f: replace(f, pasfr=first_date(f.pasfr)), (0.15, 0.38), (0.18, 0.77)),
    "PASFR": (lambda f: replace(f, pasfr={}), (0.15, 0.59), (0.18, 0.77)),
    "second profile": (lambda f: replace(f, profiles=f.profiles[:1]), (0.18, 1.47), (0.19, 0.77)),
    "profiles": (lambda f: replace(f, profiles=()), (1.36, 5.77), (0.61, 2.45)),
    "single ages": (in_fives, (0.05, 0.27), (0.18, 0.77)),
    "all but the least": (lambda f: with_default_paths(poorest(f)), (8.76, 29.0), (1.85, 26.0)),
}


@pytest.mark.parametrize("left_out", FEWER)
def test_fewer_figures_cost_what_was_measured(figures, truth, left_out):
    fewer, *allowed = FEWER[left_out]
    people = {code: project(*expand(fewer(one))) for code, one in figures.items()}
    for (year, group), (median, largest) in zip([(2100, "total"), (2050, "65+")], allowed, strict=True):
        found = compared(people, truth, year, group)
        assert middle(found) <= MARGIN * median
        assert worst(found) <= MARGIN * largest


def test_nobody_is_negative_and_no_age_is_empty(compact):
    assert min(one.population.min() for one in compact.values()) > 0.0

"""Of whom an indicator speaks: the denominator of each SDG series, by which countries are weighted in a region.

The first concept of a series is that of its definition in the SDG metadata, as far as it is counted; the others
are conventions that are also in use and may be asked for. What cannot be counted from published figures says how
it is estimated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_

POPULATION: Final = "population"
OWN: Final = "own"
MONEY: Final = "money"
PRODUCT: Final = "gdp"
CONCEPTS: Final = {
    POPULATION: N_("persons"),
    "children": N_("children under 15"),
    "children_0_17": N_("children under 18"),
    "births": N_("women giving birth (as many as births)"),
    "disabled": N_("persons with a severe disability"),
    "unemployed": N_("unemployed persons"),
    "employed": N_("employed persons"),
    "labour_force": N_("persons in the labour force"),
    "older": N_("persons aged 65 and over"),
    "older_60": N_("persons aged 60 and over"),
    "vulnerable": N_("persons without contributory cover"),
    "poor": N_("persons below the national poverty line"),
    OWN: N_("persons of whom each country's figure is a share"),
    MONEY: N_("US dollars of which each country's figure is a share"),
    PRODUCT: N_("gross domestic product in US dollars"),
}
"""What is counted, in words."""

SERIES: Final[Mapping[str, tuple[str, ...]]] = {
    "SI_COV_BENFTS": (POPULATION,),
    "SI_COV_CHLD": ("children", "children_0_17"),
    "SI_COV_MATNL": ("births",),
    "SI_COV_DISAB": ("disabled", POPULATION),
    "SI_COV_UEMP": ("unemployed", "labour_force"),
    "SI_COV_WKINJRY": ("employed", "labour_force"),  # the ILO's aggregates of 2024 take the labour force
    "SI_COV_PENSN": ("older", "older_60"),
    "SI_COV_VULN": ("vulnerable", POPULATION),  # worked out: nobody publishes how many are vulnerable
    "SI_COV_POOR": ("poor", POPULATION),
    "SI_COV_SOCAST": (POPULATION,),
    "SI_COV_SOCINS": (POPULATION,),
    "SI_COV_LMKT": (POPULATION,),
    "SI_POV_DAY1": (POPULATION,),
    "SI_POV_NAHC": (POPULATION,),
    "SI_POV_50MI": (POPULATION,),
    "SI_POV_EMP1": ("employed", "labour_force"),
    "SL_ISV_IFEM": ("employed", "labour_force"),
    "SH_ACS_UNHC": (POPULATION,),
    "SH_XPD_EARN10": (POPULATION,),
    "SH_XPD_EARN25": (POPULATION,),
}
"""Series of the SDG database -> the concepts that may weight it, that of its definition first."""

ALIASES: Final[Mapping[str, str]] = {
    "COV_ANY": "SI_COV_BENFTS",
    "COV_CHILDREN": "SI_COV_CHLD",
    "COV_MOTHERS": "SI_COV_MATNL",
    "COV_DISABILITY": "SI_COV_DISAB",
    "COV_UNEMPLOYED": "SI_COV_UEMP",
    "COV_WORK_INJURY": "SI_COV_WKINJRY",
    "COV_OLDER": "SI_COV_PENSN",
    "COV_VULNERABLE": "SI_COV_VULN",
    "COV_POOR": "SI_COV_POOR",
    "COV_ASSISTANCE": "SI_COV_SOCAST",
    "COV_INSURANCE": "SI_COV_SOCINS",
    "COV_LABOUR_MARKET": "SI_COV_LMKT",
    "POV_INTERNATIONAL": "SI_POV_DAY1",
    "POV_WORKING": "SI_POV_EMP1",
    "POV_NATIONAL": "SI_POV_NAHC",
    "POV_HALF_MEDIAN": "SI_POV_50MI",
}
"""Indicators of Socle's catalogue that speak of the same people as a series of the SDG database."""

WINDOWS: Final = {"SI_COV_SOCAST": 9, "SI_COV_SOCINS": 9, "SI_COV_LMKT": 9}
"""Series of surveys that are years apart: how many years before the one asked for a country's latest value may lie.

The World Bank averages "the latest survey year available within 2010-2019" (ASPIRE, aggregation method in the
metadata glossary of its DataBank): ten survey years, the last of them and nine before.
"""

TOLD_BY: Final = {"poor": POPULATION, "vulnerable": POPULATION}
"""Concepts known for some countries only: the reporting share is told of these persons instead."""

NEEDS: Final = {"vulnerable": ("SI_COV_BENFTS", "SI_COV_VULN"), "poor": ("SI_POV_NAHC",)}
"""Concepts that are worked out from other series."""

_AGES: Final = {
    POPULATION: (0, None),
    "children": (0, 15),
    "children_0_17": (0, 18),
    "older": (65, None),
    "older_60": (60, None),
}
_WORK_FROM = 15
_SEXES = {"_T": slice(None), "M": slice(0, 1), "F": slice(1, 2)}


@dataclass(frozen=True, eq=False)
class World:
    """What is known of the people of every country in a year."""

    countries: tuple[str, ...]
    persons: Array  # [country, sex, age]
    births: Array  # [country]
    participation: (
        Array  # [country, sex] share of persons aged 15 and over in the labour force; NaN if unknown
    )
    unemployment: Array  # [country, sex] share of the labour force; NaN if unknown
    disability: Array  # [sex, age] share with a severe disability
    others: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # series -> country -> share
    like: Sequence[Mapping[str, str]] = ()  # country -> class, ever larger classes; beyond them the world


def concept_of(series: str, asked: str = "") -> str:
    """The concept that weights a series: that of its definition, or another that is in use for it."""
    name = ALIASES.get(series, series)
    if name not in SERIES:
        raise Refusal(
            "Of whom `{code}` speaks is not known: no value of a group of countries can be given.",
            code=series,
            nearest=nearest(series, (*SERIES, *ALIASES)),
        )
    allowed = SERIES[name]
    if asked and asked not in allowed:
        raise Refusal(
            "`{code}` is weighted by {list}, not by `{name}`.",
            code=series,
            list=", ".join(f"`{one}`" for one in allowed),
            name=asked,
            nearest=nearest(asked, allowed),
        )
    return asked or allowed[0]


def counts(world: World, concept: str, sex: str = "_T") -> dict[str, float]:
    """The people of a concept in each country; countries for which they are not known are absent."""
    if concept in _AGES:
        first, last = _AGES[concept]
        found = world.persons[:, _SEXES[sex], first:last].sum(axis=(1, 2))
    elif concept == "births":
        found = world.births
    elif concept == "disabled":
        found = (world.persons * world.disability)[:, _SEXES[sex]].sum(axis=(1, 2))
    elif concept in ("labour_force", "employed", "unemployed"):
        found = _work(world, concept)[:, _SEXES[sex]].sum(axis=1)
    elif concept == "poor":
        found = _everybody(world, sex) * _series(world, "SI_POV_NAHC")
    else:
        found = _everybody(world, sex) * uncovered(world)
    return {
        area: float(value)
        for area, value in zip(world.countries, found, strict=True)
        if np.isfinite(value) and value > 0
    }


def uncovered(world: World) -> Array:
    """The share of persons without contributory cover, from the coverage of all and that of the vulnerable.

    If c is contributory cover and v the coverage of the others, all are covered to t = c + v (1 - c), so that
    1 - c = (1 - t) / (1 - v). Children are always among the others. Where v is one, or t or v is not known, the
    share is not identified: the mean of the countries in which it is, of the smallest class of countries like it
    that has one (`World.like`, then the world), stands in.
    """
    total, others = (_series(world, name) for name in NEEDS["vulnerable"])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(others < 1, (1 - total) / (1 - others), np.nan)
    people = _everybody(world, "_T")
    children = world.persons[:, :, :_WORK_FROM].sum(axis=(1, 2)) / people
    known = np.where(np.isfinite(share), np.clip(share, children, 1.0), np.nan)
    found = known
    for level in (*world.like, dict.fromkeys(world.countries, "")):
        means = _means(known, people, [level.get(name) for name in world.countries])
        found = np.where(np.isfinite(found), found, np.maximum(means, children))
    return found


def _means(values: Array, people: Array, classes: Sequence[str | None]) -> Array:
    """For every country the mean of the known values of its class, weighted by people; NaN where there is none."""
    sums: dict[str, tuple[float, float]] = {}
    for value, weight, name in zip(values, people, classes, strict=True):
        if name is not None and np.isfinite(value):
            above, below = sums.get(name, (0.0, 0.0))
            sums[name] = (above + float(value * weight), below + float(weight))
    means = {name: above / below for name, (above, below) in sums.items()}
    return np.array([np.nan if name is None else means.get(name, np.nan) for name in classes])


def _work(world: World, concept: str) -> Array:
    force: Array = world.persons[:, :, _WORK_FROM:].sum(axis=2) * world.participation
    if concept == "unemployed":
        return np.asarray(force * world.unemployment)
    return np.asarray(force * (1 - world.unemployment)) if concept == "employed" else force


def _everybody(world: World, sex: str) -> Array:
    people: Array = world.persons[:, _SEXES[sex]].sum(axis=(1, 2))
    return people


def _series(world: World, name: str) -> Array:
    held = world.others.get(name, {})
    return np.array([held.get(area, np.nan) for area in world.countries], dtype=np.float64)

"""The groups by which an impact is told: sex, age, disability, area, and who lives together.

Groups are those of the survey, before any scheme. Types of households are those of the SOUTHMOD models
(UNU-WIDER): by adults and children, where a child is under 18.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure.groups import Partition
from socle.measure.sampling import Codes
from socle.model.population import Population

ADULT: Final = 18  # completed years, as in the Convention on the Rights of the Child
AGES: Final = (5, 15, 25, 60)
GROUPS: Final[Mapping[str, str]] = {
    "sex male": N_("Men and boys"),
    "sex female": N_("Women and girls"),
    "age 0-4": N_("Aged 0 to 4"),
    "age 5-14": N_("Aged 5 to 14"),
    "age 15-24": N_("Aged 15 to 24"),
    "age 25-59": N_("Aged 25 to 59"),
    "age 60+": N_("Aged 60 and over"),
    "disability no": N_("Without severe disability"),
    "disability yes": N_("With severe disability"),
    "area rural": N_("Rural areas"),
    "area urban": N_("Urban areas"),
    "household of one": N_("One person alone"),
    "household of one adult, children": N_("One adult with children"),
    "household of two adults": N_("Two adults without children"),
    "household of two adults, 1-2 children": N_("Two adults with one or two children"),
    "household of two adults, 3-4 children": N_("Two adults with three or four children"),
    "household of two adults, 5+ children": N_("Two adults with five children or more"),
    "household of three adults or more": N_("Three adults or more"),
    "household of children": N_("Children without an adult"),
}
"""Each group, and its name for people. Tenths are `decile 1` to `decile 10`."""


def partitions(population: Population) -> tuple[Partition, ...]:
    """The people by what the survey knows of them; a group of which it knows nothing is left out."""
    columns = population.columns
    found = [
        Partition(_named(word), number(columns[column]))
        for word, column, number in KNOWN
        if column in columns
    ]
    if "age" in columns and population.households is not None:
        found.append(Partition(_named("household"), household_types(columns["age"], population.households)))
    return tuple(found)


def household_types(age: Array, households: Codes) -> Codes:
    """The type of household each person lives in, in the order of `GROUPS`."""
    sizes = np.diff(households)
    adults = np.add.reduceat((age >= ADULT).astype(np.int64), households[:-1])
    children = sizes - adults
    couple = 2 + np.searchsorted((1, 3, 5), children, side="right")
    kind = np.where(adults == 1, np.where(children == 0, 0, 1), np.where(adults == 2, couple, 6))
    return np.repeat(np.where(adults == 0, 7, kind), sizes).astype(np.int64)


def _named(word: str) -> tuple[str, ...]:
    return tuple(name for name in GROUPS if name.startswith(word + " "))


def _code(values: Array) -> Codes:
    return (values > 0).astype(np.int64)


def _band(age: Array) -> Codes:
    return np.searchsorted(AGES, age, side="right").astype(np.int64)


KNOWN: Final[tuple[tuple[str, str, Callable[[Array], Codes]], ...]] = (
    ("sex", "sex", _code),
    ("age", "age", _band),
    ("disability", "severely_disabled", _code),
    ("area", "urban", _code),
)

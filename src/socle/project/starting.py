"""From what an institution counts to the arrays that a projection of insured lives starts from."""

from __future__ import annotations

from typing import Final

import numpy as np

from socle.ground.axes import Array

CHILDHOOD: Final = 30  # completed years below which a child may be entitled at all
SPREAD_OF_CHILDREN: Final = 5  # years on either side of the mean age of children


def by_service(place: tuple[Array, Array, Array], persons: Array, shape: tuple[int, int, int]) -> Array:
    """Persons on [sex, age, service] from rows of sex, age (from 0) and service, whole or in parts of a year.

    A part of a year splits its persons between the two whole years about it, so that the mean stays; the last
    class of service is open.
    """
    sex, age, service = place
    cells = np.zeros(shape)
    whole = np.minimum(np.floor(service), shape[-1] - 1).astype(np.int64)
    more = np.minimum(whole + 1, shape[-1] - 1)
    part = service - np.floor(service)
    at = (sex.astype(np.int64), age.astype(np.int64))
    np.add.at(cells, (*at, whole), persons * (1 - part))
    np.add.at(cells, (*at, more), persons * part)
    return cells


def profile(sex: Array, age: Array, values: Array, persons: Array, ages: int) -> Array:
    """Mean values by sex and age [sex, age], weighted by persons; between known ages straight, beyond them held."""
    found = np.zeros((2, ages))
    for one in (0, 1):
        own = sex == one
        weights = np.bincount(age[own].astype(np.int64), persons[own], ages)
        sums = np.bincount(age[own].astype(np.int64), (values * persons)[own], ages)
        known = np.flatnonzero(weights > 0)
        if known.size:
            found[one] = np.interp(np.arange(ages), known, sums[known] / weights[known])
    if not found[0].any() or not found[1].any():
        found[:] = found.sum(axis=0)  # a scheme of one sex: should the other join, it earns the same
    return found


def by_completed_age(q: Array) -> Array:
    """Probabilities of dying in a calendar year by completed age on 1 January, from those by exact age, [..., age].

    1 - L(x + 1) / L(x), deaths spread evenly over each year of age; the last age is open and keeps its own.
    """
    lived = 1 - 0.5 * q
    survival = (1 - q[..., :-1]) * lived[..., 1:] / np.where(lived[..., :-1] > 0, lived[..., :-1], 1.0)
    return np.concatenate([np.clip(1 - survival, 0.0, 1.0), q[..., -1:]], axis=-1)


def spouses(with_spouse: Array, gap: Array, ages: int) -> Array:
    """Spouses per death, [sex and age of the deceased, age of the spouse], all ages 0, 1, ...

    `with_spouse` and `gap` are [sex, age]: the share that has a spouse, and the spouse's age less the own; a gap
    in parts of a year splits between two ages.
    """
    found = np.zeros((2, ages, ages))
    own = np.arange(ages)
    for sex in (0, 1):
        there = np.clip(own + gap[sex], 0, ages - 1)
        low = np.floor(there).astype(np.int64)
        part = there - low
        np.add.at(found[sex], (own, low), with_spouse[sex] * (1 - part))
        np.add.at(found[sex], (own, np.minimum(low + 1, ages - 1)), with_spouse[sex] * part)
    return found


def children(number: Array, mean_age: Array, ages: int, until: int = CHILDHOOD) -> Array:
    """Children per death, [sex and age of the deceased, age of the child]: their mean number about their mean age.

    They spread evenly over five years on either side, cut at birth and at the age `until` which they are counted;
    where that leaves nobody, they are of the last age before it.
    """
    child = np.arange(ages)
    near = (np.abs(child - mean_age[:, :, None]) <= SPREAD_OF_CHILDREN) & (child < until)
    near |= ~near.any(axis=-1, keepdims=True) & (child == until - 1)
    there = near.sum(axis=-1, keepdims=True)
    return np.asarray(number[:, :, None] * near / np.maximum(there, 1))


def interpolated(at: Array, known: Array, values: Array) -> Array:
    """A yearly path: straight between the years known, held before the first and after the last."""
    order = np.argsort(known)
    return np.interp(at, known[order], values[order])

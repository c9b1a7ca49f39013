"""Earnings on which a pension rests where the law takes the mean of some years: the last ones, or the best."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.project.best_years import expected_best


def over_years(
    earnings: Array, growth: Array, counted: Array, *, best: bool, bands: Array | None = None
) -> Array:
    """Mean insured earnings of the years that count, [year, scenario, sex, class, age], in wages of the award.

    `earnings` are those of a year in average wages of that year, on the same axes, by completed age on 1 January;
    whoever is awarded a pension in a year has had those of each earlier age before it, and those of the first age
    before that. `growth` [year, scenario] is by how much the law revalues past earnings above the growth of the
    average wage: 0 keeps their place among wages, below 0 they fall behind. `counted` [year] are whole years; the
    `best` are the highest after revaluation, of those since the first age. The years before the first one known
    are as it was.

    With `bands` [sex, class, age, band], earnings of a year over their mean, equally likely and independent, the
    best are those of persons and not of their mean path. By how much that is more is worked out once for each
    number of years counted.
    """
    years = max(len(earnings), len(growth), len(counted))
    means = np.stack([_of_award(earnings, growth, _at(counted, t), t, best) for t in range(years)])
    if not best or bands is None or bands.shape[-1] == 1:
        return means
    whole = np.array([_whole(_at(counted, t)) for t in range(years)])
    for many in np.unique(whole):
        first = int(np.argmax(whole == many))
        means[whole == many] *= _above_the_mean_path(
            _past(earnings, growth, first, earnings.shape[-1]), bands, many
        )
    return means


def _whole(counted: Array) -> int:
    return max(int(np.round(counted)), 1)


def _above_the_mean_path(past: Array, bands: Array, many: int) -> Array:
    """The best years of persons over the best of their mean path, [scenario, sex, class, age]."""
    ages = past.shape[-1]
    there = _there(ages)
    taken = np.minimum(many, np.arange(1, ages + 1))
    path = np.moveaxis(np.where(there[:, None, None, None, :], past, 0.0), 0, -1)
    ago = np.maximum(np.arange(ages)[:, None] - np.arange(ages), 0)  # [age, back] the age at which it was
    found = expected_best(path, bands[None, ..., ago, :], np.broadcast_to(taken, path.shape[:-1]))
    plain = expected_best(path, np.ones((*path.shape, 1)), np.broadcast_to(taken, path.shape[:-1]))
    ratio = np.divide(found, plain, out=np.ones_like(plain), where=plain > 0)
    return np.where(taken == np.arange(1, ages + 1), 1.0, ratio)  # of all years the mean is the mean


def _there(ages: int) -> NDArray[np.bool_]:
    """Whether so many years ago was after the first age, [back, age]."""
    return np.arange(ages)[None, :] >= np.arange(ages)[:, None]


def _past(earnings: Array, growth: Array, year: int, back_to: int) -> Array:
    """Revalued earnings of past years, [years back, scenario, sex, class, age]."""
    ages = earnings.shape[-1]
    worth, past = np.ones((growth.shape[1], 1, 1, 1)), []
    for back in range(back_to):
        own = _at(earnings, year - back)
        held = np.concatenate(
            [np.repeat(own[..., :1], min(back, ages), axis=-1), own[..., : max(ages - back, 0)]], -1
        )
        past.append(held * worth)
        worth = worth * (1 + _at(growth, year - back)[:, None, None, None])
    return np.stack(np.broadcast_arrays(*past))


def _of_award(earnings: Array, growth: Array, counted: Array, year: int, best: bool) -> Array:
    ages, many = earnings.shape[-1], _whole(counted)
    past = _past(earnings, growth, year, ages if best else many)
    if not best:
        return np.asarray(past.sum(axis=0) / many)
    known = np.where(_there(ages)[:, None, None, None, :], past, 0.0)
    taken = np.minimum(many, np.arange(1, ages + 1))
    ordered = np.cumsum(np.sort(known, axis=0)[::-1], axis=0)
    top = np.take_along_axis(ordered, np.broadcast_to(taken - 1, (1, *ordered.shape[1:])), axis=0)[0]
    return np.asarray(top / taken)


def _at(values: Array, year: int) -> Array:
    """One year; the first before it, and always where nothing changes."""
    found: Array = values[max(year, 0) if len(values) > 1 else 0]
    return found

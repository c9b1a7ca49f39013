"""Earnings on which a pension rests where the law takes the mean of some years: the last ones, or the best."""

from __future__ import annotations

import numpy as np

from socle.ground.axes import Array


def over_years(earnings: Array, growth: Array, counted: Array, *, best: bool) -> Array:
    """Mean insured earnings of the years that count, [year, scenario, sex, class, age], in wages of the award.

    `earnings` are those of a year in average wages of that year, on the same axes, by completed age on 1 January;
    whoever is awarded a pension in a year has had those of each earlier age before it, and those of the first age
    before that. `growth` [year, scenario] is by how much the law revalues past earnings above the growth of the
    average wage: 0 keeps their place among wages, below 0 they fall behind. `counted` [year] are whole years; the
    `best` are the highest after revaluation, of those since the first age. The years before the first one known
    are as it was.
    """
    years = max(len(earnings), len(growth), len(counted))
    return np.stack([_of_award(earnings, growth, _at(counted, t), t, best) for t in range(years)])


def _of_award(earnings: Array, growth: Array, counted: Array, year: int, best: bool) -> Array:
    ages = earnings.shape[-1]
    many = max(int(np.round(counted)), 1)
    worth, past = np.ones((growth.shape[1], 1, 1, 1)), []
    for back in range(ages if best else many):
        own = _at(earnings, year - back)
        held = np.concatenate(
            [np.repeat(own[..., :1], min(back, ages), axis=-1), own[..., : max(ages - back, 0)]], -1
        )
        past.append(held * worth)
        worth = worth * (1 + _at(growth, year - back)[:, None, None, None])
    if not best:
        return np.asarray(sum(past) / many)
    there = (
        np.arange(ages)[None, :] >= np.arange(ages)[:, None]
    )  # whether that long ago was after the first age
    known = np.where(there[:, None, None, None, :], np.stack(np.broadcast_arrays(*past)), 0.0)
    taken = np.minimum(many, np.arange(1, ages + 1))
    ordered = np.cumsum(np.sort(known, axis=0)[::-1], axis=0)
    top = np.take_along_axis(ordered, np.broadcast_to(taken - 1, (1, *ordered.shape[1:])), axis=0)[0]
    return np.asarray(top / taken)


def _at(values: Array, year: int) -> Array:
    """One year; the first before it, and always where nothing changes."""
    found: Array = values[max(year, 0) if len(values) > 1 else 0]
    return found

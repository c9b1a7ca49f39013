"""What every quantity of a kind must be: a share lies in [0, 1], an amount or a count is not negative."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from socle.ground.axes import Array
from socle.ground.refusals import Refusal


def shares(name: str, values: ArrayLike) -> Array:
    """`values` as an array of shares; one outside [0, 1], or none at all, is refused by the name given."""
    checked = np.asarray(values, dtype=np.float64)
    outside = ~((checked >= 0) & (checked <= 1))  # so that NaN is outside
    if outside.any():
        raise Refusal(
            "`{name}` is a share and lies between 0 and 1: here {value}.",
            name=name,
            value=f"{checked[outside].flat[0]:g}",
        )
    return checked


def amounts(name: str, values: ArrayLike) -> Array:
    """`values` as an array of numbers that are not negative; others, or none at all, are refused by name."""
    checked = np.asarray(values, dtype=np.float64)
    wrong = ~((checked >= 0) & (checked < np.inf))
    if wrong.any():
        raise Refusal(
            "`{name}` must be a number that is not negative: here {value}.",
            name=name,
            value=f"{checked[wrong].flat[0]:g}",
        )
    return checked

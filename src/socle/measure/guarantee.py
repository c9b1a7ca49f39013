"""The arithmetic of a guarantee: a transfer over a threshold, whether all are reached, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array

EQUAL: Final = 1e-9  # relative distance at which two numbers are one, as everywhere


def adequacy(transfer: Array, threshold: Array) -> Array:
    """Transfer over threshold, both a person and year: 1 lifts somebody without other means to the threshold."""
    ratio: Array = np.divide(
        transfer, threshold, out=np.full(np.shape(transfer), np.nan), where=threshold > 0
    )
    return ratio


def while_paid(yearly: Array, paid: Array) -> Array:
    """What is paid in a year to somebody who receives for a part of it, at the rate of a whole year."""
    rate: Array = np.divide(yearly, paid, out=np.full(np.shape(yearly), np.nan), where=paid > 0)
    return rate


def at_least(value: float, required: float) -> bool:
    """Whether a value reaches what is required; equal within a billionth is equal."""
    return bool(value >= required * (1 - EQUAL))


def all_in(low: Array, persons: Array) -> NDArray[np.bool_]:
    """In which years everybody of a group is certainly in."""
    return np.asarray((low >= persons * (1 - EQUAL)) & (persons > 0))


def all_perhaps(high: Array, persons: Array) -> NDArray[np.bool_]:
    """In which years everybody of a group may be in; where something is not known, everybody may be."""
    return np.asarray(~(high < persons * (1 - EQUAL)))


def since(years: Sequence[int], held: NDArray[np.bool_]) -> int | None:
    """The first year from which something holds to the last; nothing if it does not hold in the last."""
    broken = np.flatnonzero(~held)
    first = 0 if not broken.size else int(broken[-1]) + 1
    return years[first] if first < len(years) else None

"""What the valuations of branches have in common: places of refusals, years, series of people and money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.model.branch_case import Column, Grid, Head


@contextmanager
def said_in(head: Head, part: str) -> Iterator[None]:
    """What is refused inside comes from a part of the file."""
    try:
        yield
    except Refusal as refusal:
        raise refusal.at(head.at(part)) from None


def index(growth: Array) -> Array:
    """1 in the first year, then as it grows [year]."""
    return np.asarray(np.cumprod(1 + growth))


def years(head: Head) -> tuple[str, ...]:
    """The years of the projection as the names of rows."""
    return tuple(str(head.year + step) for step in range(head.years))


def span(head: Head) -> str:
    """The first year and the last, or the one there is."""
    return str(head.year) if head.years == 1 else f"{head.year}-{head.year + head.years - 1}"


def column(key: str, name: str, unit: str, values: Array | Sequence[float], how: str) -> Column:
    """A column from an array."""
    return Column(key, name, unit, tuple(float(value) for value in values), how)


def by_year(key: str, caption: str, head: Head, columns: Sequence[Column]) -> Grid:
    """A table with one row a year."""
    return Grid(key, caption, "year", years(head), tuple(columns))


def ratio(above: Array | float, below: Array | float) -> Array:
    """above / below, not a number where nothing stands below."""
    top, bottom = np.broadcast_arrays(np.asarray(above, dtype=np.float64), np.asarray(below))
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0))

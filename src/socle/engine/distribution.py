"""Order statistics without a sort: how a quantity is spread over people, in one mergeable accumulator.

A value's bucket is given by the leading bits of its double: 2^bits buckets for each doubling, the same on
every machine, with no range to guess. A bucket holds how many, their weight and their weighted sum, so parts
of a population (blocks, files, machines) add up. What a bucket hides is bounded by its width: every answer
comes with the error it can have at most. With all 52 bits each distinct value has its own bucket: exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.expression import SLACK
from socle.ground.refusals import Refusal

EXACT: Final = 52  # bits of the fraction of a double: every distinct value is its own bucket
USUAL: Final = 12
SMALL: Final = (
    2.0**-10
)  # money below a thousandth of a unit shares one bucket, else one such value makes millions
DENSE: Final = 1 << 20  # a wider range of buckets is grouped by sorting instead of by counting
PIECE: Final = 1 << 18  # records put into buckets at once, so that little memory is needed beside them
EPSILON: Final = 2.0**-53  # relative error of one addition or product

Keys = NDArray[np.int64]
LARGEST: Final = np.int64(2**63 - 1)


@dataclass(frozen=True)
class Estimate:
    """A number, and how far from the truth it can be at most, rounding included."""

    value: float
    bound: float


@dataclass(frozen=True, eq=False)
class Distribution:
    """People by buckets of a value, in ascending order.

    For each bucket: `weights` (persons), `amounts` (persons times value), `others` (persons times the other
    quantity whose concentration is asked) and `sizes` (the same without signs). `count` is the number of records.
    """

    bits: int
    count: int
    keys: Keys
    weights: Array
    amounts: Array
    others: Array
    sizes: Array

    def merged(self, other: Distribution) -> Distribution:
        """The two populations as one."""
        if self.bits != other.bits:
            raise Refusal(
                "Distributions in buckets of {one} and {two} bits do not merge.",
                one=self.bits,
                two=other.bits,
            )
        sums = (
            np.concatenate([getattr(self, name), getattr(other, name)])
            for name in ("weights", "amounts", "others", "sizes")
        )
        return _grouped(
            self.bits, self.count + other.count, np.concatenate([self.keys, other.keys]), tuple(sums)
        )

    def gini(self) -> Estimate:
        """The Gini coefficient: half the mean difference between two persons, over the mean.

        Ties share their mean rank, so the order of equal records does not matter. Inside a bucket the
        differences lie between none and all that its mean and width allow; the middle is taken.
        """
        persons, money = float(self.weights.sum()), self._positive(self.amounts)
        between = 2 * float(np.sum(self.amounts * self._ranks())) / (persons * money) - 1
        low, high = self._edges()
        mean, width = self._means(), high - low
        above = np.divide(mean - low, width, out=np.zeros_like(mean), where=width > 0)
        hidden = float(np.sum(self.weights**2 * above * (1 - above) * width)) / (persons * money) / 2
        magnitude = float(np.abs(self.amounts).sum()) + self._near_zero() * SMALL
        return Estimate(between + hidden, hidden + self._rounding() * magnitude / money)

    def concentration(self) -> Estimate:
        """The concentration coefficient of the other quantity along the value by which people are ranked.

        Persons of one bucket share their mean rank; the bound is what any order among them could add.
        """
        persons, money = float(self.weights.sum()), self._positive(self.others)
        value = 2 * float(np.sum(self.others * self._ranks())) / (persons * money) - 1
        apart = np.zeros_like(self.weights) if self.bits == EXACT else self.weights
        hidden = float(np.sum(self.sizes * apart)) / (persons * money)
        return Estimate(value, hidden + self._rounding() * float(self.sizes.sum()) / money)

    def quantile(self, share: float) -> Estimate:
        """The value at or below which a share of people lies, as the word `quantile` of the law has it."""
        cumulated = np.cumsum(self.weights)
        place = int(np.searchsorted(cumulated, share * cumulated[-1] * (1 - SLACK)))
        low, high = (float(edge[place]) for edge in self._edges())
        mean = float(self._means()[place])
        return Estimate(mean, max(high - mean, mean - low))

    def share_held(self, share: float) -> Estimate:
        """The share of the whole amount that the poorest `share` of people hold: the Lorenz curve."""
        persons, money = float(self.weights.sum()), self._positive(self.amounts)
        cumulated = np.cumsum(self.weights)
        place = min(int(np.searchsorted(cumulated, share * persons)), len(cumulated) - 1)
        part = share * persons - float(cumulated[place] - self.weights[place])
        low, mean = float(self._edges()[0][place]), float(self._means()[place])
        held = float(self.amounts[:place].sum()) + part * (low + mean) / 2
        magnitude = float(np.abs(self.amounts).sum()) + self._near_zero() * SMALL
        magnitude += persons * max(abs(low), abs(mean))  # `part` is a difference of two sums of persons
        hidden = 0.0 if self.bits == EXACT else abs(part) * (mean - low) / 2
        return Estimate(held / money, (hidden + self._rounding() * magnitude) / money)

    def _means(self) -> Array:
        low, high = self._edges()
        return np.clip(self.amounts / self.weights, low, high)

    def _ranks(self) -> Array:
        return np.asarray(np.cumsum(self.weights) - self.weights / 2)

    def _edges(self) -> tuple[Array, Array]:
        """The least and greatest value of each bucket; negative buckets mirror positive ones."""
        if self.bits == EXACT:
            value = np.abs(self.keys).view(np.float64) * np.where(self.keys < 0, -1.0, 1.0)
            return value, value
        shift, first = EXACT - self.bits, _pattern_of_small() >> (EXACT - self.bits)
        size = np.maximum(np.abs(self.keys), 1) + first
        near = ((size - 1) << shift).view(np.float64)
        far = np.minimum((size << shift).view(np.float64), np.finfo(np.float64).max)
        low = np.where(self.keys < 0, -far, np.where(self.keys == 0, -SMALL, near))
        return low, np.where(self.keys < 0, -near, np.where(self.keys == 0, SMALL, far))

    def _near_zero(self) -> float:
        return float(self.weights[self.keys == 0].sum())

    def _rounding(self) -> float:
        return 4 * (self.count + 2 * len(self.keys) + 8) * EPSILON

    @staticmethod
    def _positive(amounts: Array) -> float:
        money = float(amounts.sum())
        if money <= 0:
            raise Refusal("Shares of a total need a total above nothing; here it is {total}.", total=money)
        return money


def distribution(
    values: Array, weights: Array, *, others: Array | None = None, bits: int = USUAL
) -> Distribution:
    """The distribution of `values` over records, each with its weight; `others` is ranked by `values`.

    Without `others` the concentration is that of the values themselves. `bits` from 1 to 52 (exact).
    """
    values, weights = np.asarray(values, np.float64), np.asarray(weights, np.float64)
    _checked(values, weights)
    if others is not None:
        others = np.asarray(others, np.float64)
        _checked(others, weights)
    if (weights == 0).any():
        counted = weights > 0
        values, weights = values[counted], weights[counted]
        others = None if others is None else others[counted]
    step = len(values) if bits == EXACT else PIECE
    pieces = (slice(first, first + step) for first in range(0, len(values), step))
    return reduce(
        Distribution.merged,
        (_piece(values[at], weights[at], None if others is None else others[at], bits) for at in pieces),
    )


def _piece(values: Array, weights: Array, others: Array | None, bits: int) -> Distribution:
    amounts = weights * values
    ranked = amounts if others is None else weights * others
    sizes = np.abs(ranked) if (ranked < 0).any() else ranked
    return _grouped(bits, len(values), _keys(values, bits), (weights, amounts, ranked, sizes))


@dataclass(frozen=True, eq=False)
class Groups:
    """Sums over groups made elsewhere, of records whose weight is not 0.

    A group is the records whose value, to the nearest with one leading bit and `bits` more, is `heads`, and
    which lie nearer to 0 than that or not (`nearer`). `least` is the lowest weight in it.
    """

    count: int
    heads: Array
    nearer: NDArray[np.bool_]
    least: Array
    weights: Array
    amounts: Array
    others: Array
    sizes: Array


def from_groups(found: Groups, bits: int) -> Distribution:
    """The distribution that the records behind the groups have."""
    _checked(found.heads, found.least)
    _checked(found.sizes, found.weights)
    keys = _keys(found.heads, bits)
    keys = keys - np.sign(keys) * found.nearer  # rounded up: the bucket below
    return _grouped(bits, found.count, keys, (found.weights, found.amounts, found.others, found.sizes))


def _checked(values: Array, weights: Array) -> None:
    if not (values.shape == weights.shape and values.ndim == 1):
        raise Refusal("A distribution needs one value and one weight for each record.")
    if not values.size or not weights.max() > 0 or not weights.min() >= 0:
        raise Refusal("Weights of a distribution are positive numbers of persons, for at least one record.")
    if not np.isfinite([values.min(), values.max(), weights.max()]).all():
        raise Refusal("A value or a weight is missing or endless; a distribution needs all of them.")


def _pattern_of_small() -> int:
    return int(np.float64(SMALL).view(np.int64))


def _keys(values: Array, bits: int) -> Keys:
    """The bucket of each value: leading bits of the double, mirrored below zero."""
    if not 1 <= bits <= EXACT:
        raise Refusal("Buckets have from 1 to {most} bits, not {bits}.", most=EXACT, bits=bits)
    pattern = (values + 0.0).view(np.int64)
    size = (pattern & LARGEST) >> (EXACT - bits)
    if bits < EXACT:
        size = np.maximum(size - ((_pattern_of_small() >> (EXACT - bits)) - 1), 0)
    return np.where(pattern < 0, -size, size) if (values < 0).any() else size


def _grouped(bits: int, count: int, keys: Keys, columns: tuple[Array, ...]) -> Distribution:
    low, high = int(keys.min()), int(keys.max())
    if high - low < DENSE:
        counted = _sums(keys - low, columns)
        filled = np.flatnonzero(counted[0])
        return Distribution(bits, count, filled + low, *(total[filled] for total in counted))
    distinct, place = np.unique(keys, return_inverse=True)
    return Distribution(bits, count, distinct, *_sums(place, columns))


def _sums(place: NDArray[np.intp], columns: tuple[Array, ...]) -> list[Array]:
    """The sum of each column by bucket; a column that comes twice is summed once."""
    summed = {
        id(c): np.asarray(np.bincount(place, c), np.float64) for c in {id(c): c for c in columns}.values()
    }
    return [summed[id(column)] for column in columns]

"""Persons in at least one of several schemes: exact where known, otherwise between bounds, never a sum.

From a survey the union is counted. From numbers of persons it lies between the largest scheme and the sum, at most
the whole group. Persons known to be in two schemes narrow this: from below by the inequalities of Dawson and
Sankoff (1967), of which Bonferroni's is one, over every set of schemes; from above by that of Hunter (1976) and
Worsley (1982), a sum less the overlaps along a spanning tree. With two schemes, or three and all overlaps, these
bounds are the sharpest there are; with two and their overlap they meet. Schemes that are all for one part of the
group (children) hold at most this part together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.measure.quantity import Quantity, between, missing, sources, worst

EVERY_SET: Final = 10  # schemes up to which every set of them is looked at; beyond, sets of three
MET: Final = 1e-12  # relative distance at which bounds are one number
NO_MEMBERS: Final = N_("No scheme says whom it covers.")
Rates = Mapping[tuple[int, int], float]
"""Overlap of two schemes: the share of the smaller of both that is in both."""
Parts = Sequence[tuple[Sequence[int], float]]
"""Positions of schemes that reach nobody outside a part of the group, and the persons of this part."""


def counted(members: NDArray[np.bool_], weights: Array) -> float:
    """The persons in at least one scheme of a survey: `members` is [scheme, person]."""
    return float(weights[members.any(axis=0)].sum())


def persons_of(share: Quantity, group: Quantity) -> Quantity:
    """A share of a group as persons, so that shares of different groups come onto one denominator."""
    for one in (share, group):
        if one.bounds is None:
            return one
    (low, high), (small, large) = share.bounds or (0.0, 0.0), group.bounds or (0.0, 0.0)
    origin = sources((share.source, group.source))
    return between(low * small, high * large, origin, worst((share.status, group.status)))


def union(
    members: Sequence[Quantity], group: Quantity, overlaps: Rates | None = None, parts: Parts = ()
) -> Quantity:
    """The persons in at least one of some schemes, all of one group.

    `members` are the persons of each scheme; one that is missing may be anybody of the group (of its part of it), or
    at least as many as its lower bound. `overlaps` are rates by the positions of two schemes.
    """
    if not any(one.bounds or one.low for one in members):
        return next((one for one in members if one.reason), missing(NO_MEMBERS))
    most = group.bounds[1] if group.bounds else float("inf")
    inside = {place: size for places, size in parts for place in places}
    ends = [
        one.bounds or (one.low or 0.0, max(one.low or 0.0, min(inside.get(place, most), most)))
        for place, one in enumerate(members)
    ]
    lows, highs = np.array(ends, dtype=np.float64).T
    least, at_most = _pairs(lows, highs, most, overlaps or {})
    low = max(_from_below(lows, at_most), 0.0)
    high = max(min(_from_above(highs, least), most), float(lows.max()))
    within = max(_part_by_part(highs, least, parts), float(lows.max()))
    high = within if low <= within < high else high  # parts that counts contradict say nothing
    origin, status = sources(one.source for one in members), worst(one.status for one in members)
    if low > high * (1 + MET):
        raise Refusal(
            "The overlaps contradict each other: at least {low} persons are covered, and at most {high}.",
            low=f"{low:,.0f}",
            high=f"{high:,.0f}",
        )
    if not np.isfinite(high):
        return Quantity(
            None, source=origin, status=status, reason=group.reason or NO_MEMBERS, said=group.said
        )
    if high - low <= MET * high:
        return Quantity(high, source=origin, status=status)
    return between(low, high, origin, status)


def _pairs(lows: Array, highs: Array, most: float, overlaps: Rates) -> tuple[Array, Array]:
    """The fewest and the most persons in every two schemes, [scheme, scheme]."""
    least = np.maximum(lows[:, None] + lows - most, 0.0) if np.isfinite(most) else np.zeros((lows.size,) * 2)
    at_most = np.minimum(highs[:, None], highs)
    for (i, j), rate in overlaps.items():
        for a, b in ((i, j), (j, i)):
            least[a, b] = rate * min(lows[i], lows[j])
            at_most[a, b] = rate * min(highs[i], highs[j])
    return least, at_most


def _from_below(lows: Array, at_most: Array) -> float:
    """The largest of the lower bounds over sets of schemes.

    For any whole k the union is at least 2 S1 / (k + 1) - 2 S2 / (k (k + 1)), S1 the sum of a set and S2 that of its
    overlaps; the best k is one more than the whole part of 2 S2 / S1. Too large an overlap only lowers it.
    """
    best, chosen = float(lows.max()), [int(lows.argmax())]
    for one in _sets(lows.size):
        bound = _bound(lows, at_most, one)
        if bound > best:
            best, chosen = bound, one
    left = set(range(lows.size)) - set(chosen) if lows.size > EVERY_SET else set()
    while left:  # larger sets than are looked at: one more scheme as long as it helps
        bound, other = max((_bound(lows, at_most, [*chosen, k]), -k) for k in left)
        if bound <= best:
            break
        best, chosen = bound, [*chosen, -other]
        left.remove(-other)
    return best


def _bound(lows: Array, at_most: Array, chosen: list[int]) -> float:
    first = float(lows[chosen].sum())
    second = float(np.triu(at_most[np.ix_(chosen, chosen)], 1).sum())
    if first <= 0 or not np.isfinite(second):
        return 0.0
    k = 1 + int(2 * second / first)
    return 2 * first / (k + 1) - 2 * second / (k * (k + 1))


def _sets(count: int) -> Iterator[list[int]]:
    """Sets of two schemes and more."""
    for size in range(2, min(count, EVERY_SET if count <= EVERY_SET else 3) + 1):
        yield from (list(chosen) for chosen in combinations(range(count), size))


def _part_by_part(highs: Array, least: Array, parts: Parts) -> float:
    """The sum over parts of the group, each at most its persons, and over the schemes of no part."""
    found, left = 0.0, np.ones(highs.size, dtype=bool)
    for places, size in parts:
        own = np.array(places, dtype=np.int64)
        left[own] = False
        most = _from_above(highs[own], least[np.ix_(own, own)])
        found += min(most, max(size, float(highs[own].max(initial=0.0))))
    rest = np.flatnonzero(left)
    return found + _from_above(highs[rest], least[np.ix_(rest, rest)])


def _from_above(highs: Array, least: Array) -> float:
    """The sum of all less the overlaps along the heaviest spanning tree, grown from the first scheme (Prim)."""
    if not highs.size:
        return 0.0
    reached, saved = least[0].copy(), 0.0
    left = set(range(1, highs.size))
    while left:
        nearest = max(sorted(left), key=lambda j: float(reached[j]))
        saved += float(reached[nearest])
        left.remove(nearest)
        reached = np.maximum(reached, least[nearest])
    return float(highs.sum()) - saved

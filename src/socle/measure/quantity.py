"""A number that may be unknown, or known only between bounds: what an indicator is computed from, and gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from socle.model.observation import ESTIMATED, FINAL, IMPUTED, MISSING, PROVISIONAL
from socle.model.statistic import Given

WORSE: Final = (FINAL, PROVISIONAL, ESTIMATED, IMPUTED)
"""Statuses from the best to the worst: a result is as good as the worst number in it."""


@dataclass(frozen=True)
class Quantity:
    """A number in its canonical unit: exact, between bounds, or missing with the reason. Missing is never 0."""

    value: float | None = None
    low: float | None = None  # bounds, where only they are known
    high: float | None = None
    source: str = ""
    status: str = FINAL
    reason: str = ""  # why there is no value, key of the message catalogues, with {names}
    said: Mapping[str, str] = field(default_factory=dict)
    closer: Mapping[str, str] = field(default_factory=dict)  # what would bring bounds closer, for a message

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The numbers between which it lies, both the value itself where that is known."""
        if self.value is not None:
            return self.value, self.value
        return (self.low, self.high) if self.low is not None and self.high is not None else None


def kept(given: Mapping[str, Quantity]) -> dict[str, Given]:
    """Numbers as the statistic that is worked out from them keeps them."""
    return {
        name: Given(one.value, one.low, one.high, one.source, one.status, one.reason, one.said)
        for name, one in given.items()
    }


def missing(reason: str, **said: str) -> Quantity:
    """Nothing, and why."""
    return Quantity(status=MISSING, reason=reason, said=said)


def between(low: float, high: float, source: str = "", status: str = FINAL) -> Quantity:
    """A number of which only bounds are known; bounds that meet are the number itself."""
    if low == high:
        return Quantity(low, source=source, status=status)
    return Quantity(None, low, high, source, status)


def halves(whole: Quantity, one: Quantity, other: Quantity) -> tuple[Quantity, Quantity, Quantity]:
    """A number and the two that it is the sum of, each between bounds as close as the two others allow.

    A number that is known, or that the others contradict, stays as it is.
    """
    if whole.bounds is None or one.bounds is None or other.bounds is None:
        return whole, one, other
    (low, high), (first, last), (begin, end) = whole.bounds, one.bounds, other.bounds
    return (
        _closer(whole, first + begin, last + end),
        _closer(one, low - end, high - begin),
        _closer(other, low - last, high - first),
    )


def _closer(given: Quantity, low: float, high: float) -> Quantity:
    if given.value is not None or given.low is None or given.high is None:
        return given
    least, most = max(given.low, low), min(given.high, high)
    if least > most:
        return given
    return replace(between(least, most, given.source, given.status), closer=given.closer)


def worst(statuses: Iterable[str]) -> str:
    """The worst of some statuses; missing numbers do not count."""
    found = [status for status in statuses if status in WORSE]
    return max(found, key=WORSE.index, default=FINAL)


def sources(texts: Iterable[str]) -> str:
    """Sources, each once, in order."""
    parts = [part for text in texts for part in text.split("; ") if part]
    return "; ".join(dict.fromkeys(parts))


def total(parts: Iterable[Quantity]) -> Quantity:
    """The sum of disjoint parts: missing if any is missing, bounded if any is bounded."""
    each = list(parts)
    lacking = next((one for one in each if one.bounds is None), None)
    if lacking is not None:
        return lacking
    ends = [one.bounds for one in each if one.bounds is not None]
    return between(
        sum(low for low, _ in ends),
        sum(high for _, high in ends),
        sources(one.source for one in each),
        worst(one.status for one in each),
    )

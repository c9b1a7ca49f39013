"""What a test of a standard found: pass, fail, unknown or not applicable, with the inputs and the article.

Logic of three values: one way is enough, so `one_of` passes if any passes, fails only if all fail; `each_of`
passes only if all pass. What is not applicable does not count. Unknown is never inferred away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from socle.ground.words import N_
from socle.model.standard import Grounds, Instrument, Part

PASS, FAIL, UNKNOWN, NOT_APPLICABLE = "pass", "fail", "unknown", "not_applicable"
STATUSES: Final = {
    PASS: N_("met"),
    FAIL: N_("not met"),
    UNKNOWN: N_("unknown"),
    NOT_APPLICABLE: N_("not applicable"),
}


@dataclass(frozen=True)
class Verdict:
    """One test, or one way of one test. `value` stands against `required` as `relation` says.

    `inputs` are the keys of the practice that were used, `missing` those that were not known. `figures` are
    numbers worked out on the way, under names of `practice.INPUTS` (benefit, reference wage, allowances).
    `verdicts` are the ways or parts it was joined from by `joined`. `flips` says that the result depends on
    which reference wage the State chooses.
    """

    test: str
    grounds: Grounds
    status: str
    value: float | None = None
    required: float | None = None
    unit: str = ""  # share, years, months, weeks, days, money, persons, number; empty for yes or no
    relation: str = ">="  # ">=", "<=", or "yes"
    alternative: str = ""  # which way: "27(a)", "d_125mean", the name of a benefit
    contingency: str = ""
    inputs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    reason: str = ""  # a message key, with {names}
    said: Mapping[str, str] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()
    joined: str = ""  # "any", "all", or "agree" (of the benefits relied on) where there are verdicts
    flips: bool = False

    def leaves(self) -> Iterator[Verdict]:
        """The verdicts that rest on nothing but inputs."""
        if not self.verdicts:
            yield self
        for one in self.verdicts:
            yield from one.leaves()

    def every(self) -> Iterator[tuple[int, Verdict]]:
        """This verdict and all below, each with its depth."""
        yield 0, self
        for one in self.verdicts:
            for depth, below in one.every():
                yield depth + 1, below


def one_of(statuses: Sequence[str]) -> str:
    """The status of alternatives, of which one is enough."""
    counted = [status for status in statuses if status != NOT_APPLICABLE]
    if not counted:
        return NOT_APPLICABLE
    if PASS in counted:
        return PASS
    return UNKNOWN if UNKNOWN in counted else FAIL


def each_of(statuses: Sequence[str]) -> str:
    """The status of what must all hold."""
    counted = [status for status in statuses if status != NOT_APPLICABLE]
    if not counted:
        return NOT_APPLICABLE
    if FAIL in counted:
        return FAIL
    return UNKNOWN if UNKNOWN in counted else PASS


@dataclass(frozen=True)
class PartVerdict:
    """A Part: all its tests."""

    part: Part
    verdicts: tuple[Verdict, ...]

    @property
    def status(self) -> str:
        """Pass only without a fail and without an unknown."""
        return each_of([one.status for one in self.verdicts])


@dataclass(frozen=True)
class Assessment:
    """An instrument held against the practice of a country."""

    instrument: Instrument
    parts: tuple[PartVerdict, ...]
    common: tuple[PartVerdict, ...]
    acceptance: Verdict | None  # the ratification test on the Parts that pass; nothing for a Recommendation

    def part(self, name: str) -> PartVerdict:
        """A Part by its name."""
        return next(one for one in (*self.parts, *self.common) if one.part.name == name)

"""What a test is asked of, and how verdicts are made of numbers and of other verdicts.

Ways are joined by any, conditions by all, the benefits relied on must agree. A joined verdict shows the figures of
the one that decides: the one that comes nearest to what is asked, and where something is unknown that one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from socle.ground.expression import SLACK
from socle.ground.words import N_
from socle.model.practice import INPUTS, Practice
from socle.model.standard import Grounds, Instrument, Part, Requirement, Way
from socle.model.verdict import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Verdict, each_of, one_of

ANY, ALL, AGREE = "any", "all", "agree"
AT_LEAST, AT_MOST, YES = ">=", "<=", "yes"

NOT_KNOWN: Final = N_("Something that the test needs is not known.")
NOT_PROVIDED: Final = N_("The branch is not provided.")
NO_BENEFIT: Final = N_("No benefit is known for this contingency.")
DISAGREE: Final = N_("Several benefits are relied on, with different results: say by which one it is met.")
EXCEPTION: Final = N_("Open only to a State that has declared the temporary exceptions.")
OTHER_KIND: Final = N_("Not open to a benefit that is worked out in this way.")
NOT_IN_LAW: Final = N_("The law does not provide this.")

WITHOUT_END: Final = ("years", "weeks", "days")
"""Units of limits that a law may leave open."""
NOTHING: Final[Mapping[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Case:
    """One way of one requirement, held against a practice; `benefit` is the one relied on, where one is."""

    instrument: Instrument
    part: Part
    requirement: Requirement
    practice: Practice
    exceptions: bool
    way: Way
    benefit: str = ""

    def known(self, key: str) -> Any:
        """An input, or nothing; a number that cannot be, such as one below 0, counts as not known."""
        found = self.practice.inputs.get(key)
        value = None if found is None else found.value
        if isinstance(value, (int, float)) and not 0 <= value < math.inf:
            unit = INPUTS[key[key.rfind(".") + 1 :]][0]
            return value if value == math.inf and unit in WITHOUT_END else None
        return value

    def of_benefit(self, name: str) -> str:
        """The key of an input of the benefit relied on."""
        return f"benefit.{self.benefit}.{name}"

    def of_branch(self, name: str) -> str:
        """The key of an input of the branch."""
        return f"branch.{self.part.branch}.{name}"

    def verdict(self, status: str, **said: Any) -> Verdict:
        """What this way was found to be; named by its article where nothing else is said."""
        said.setdefault("alternative", self.way.grounds.article)
        said.setdefault("contingency", self.requirement.contingency)
        return Verdict(self.requirement.test, self.way.grounds, status, **said)

    def unknown(self, *missing: str, **said: Any) -> Verdict:
        """Unknown for want of these inputs."""
        said.setdefault("reason", NOT_KNOWN)
        said["inputs"] = tuple(dict.fromkeys((*said.get("inputs", ()), *missing)))
        return self.verdict(UNKNOWN, missing=missing, **said)

    def closed(self, reason: str, *inputs: str) -> Verdict:
        """Not open: neither met nor failed."""
        return self.verdict(NOT_APPLICABLE, reason=reason, inputs=inputs)

    def flag(self, key: str, otherwise: str = NOT_IN_LAW, **said: Any) -> Verdict:
        """Something that is true or false."""
        value = self.known(key)
        if value is None:
            return self.unknown(key, relation=YES, **said)
        return self.verdict(
            PASS if value else FAIL, relation=YES, inputs=(key,), reason="" if value else otherwise, **said
        )


def reaches(value: float, required: float) -> bool:
    """At least as much; equal within a billionth is equal."""
    return value >= required or math.isclose(value, required, rel_tol=SLACK)


def within(value: float, required: float) -> bool:
    """At most as much; equal within a billionth is equal."""
    return reaches(required, value)


def judged(met: bool) -> str:
    """The status of a comparison."""
    return PASS if met else FAIL


def agreed(statuses: Sequence[str]) -> str:
    """The status of benefits that are all relied on: theirs where they agree, else unknown."""
    counted = {status for status in statuses if status != NOT_APPLICABLE}
    if not counted:
        return NOT_APPLICABLE
    return counted.pop() if len(counted) == 1 else UNKNOWN


JOINED: Final = {ANY: one_of, ALL: each_of, AGREE: agreed}


def join(how: str, verdicts: Sequence[Verdict], grounds: Grounds, **said: Any) -> Verdict:
    """Verdicts joined; what is unknown lacks what those lack that leave it unknown."""
    status = JOINED[how]([one.status for one in verdicts])
    alike = [one for one in verdicts if one.status == status]
    first = _decisive(alike, how) if alike else None
    lacking = [one for one in verdicts if one.status == UNKNOWN] if status == UNKNOWN else []
    shown = verdicts[0] if first is None else first
    named = {
        "value": first and first.value,
        "required": first and first.required,
        "unit": shown.unit,
        "relation": shown.relation,
        "figures": first.figures if first else NOTHING,
        "reason": first.reason if first else DISAGREE,
        "said": first.said if first else NOTHING,
        "contingency": shown.contingency,
        "alternative": "",
        "flips": any(one.flips for one in verdicts) and _depends(how, verdicts),
        **said,
    }
    return Verdict(
        shown.test,
        grounds,
        status,
        inputs=tuple(dict.fromkeys(key for one in verdicts for key in one.inputs)),
        missing=tuple(dict.fromkeys(key for one in lacking for key in one.missing)),
        verdicts=tuple(verdicts),
        joined=how,
        **named,
    )


def options(case: Case, verdicts: Sequence[Verdict]) -> Verdict:
    """The options of a reference wage, of which the State chooses one; `flips` where the choice decides."""
    differ = _differ([one.status for one in verdicts])
    return join(ANY, verdicts, case.way.grounds, alternative=case.way.grounds.article, flips=differ)


def _decisive(alike: Sequence[Verdict], how: str) -> Verdict:
    """Of those that decide, the one that comes nearest to what is asked (or first, where all are needed)."""
    if how == ANY and len(alike) > 1:
        return max(alike, key=_nearness)
    return next((one for one in alike if one.value is not None), alike[0])


def _nearness(one: Verdict) -> float:
    if one.value is None or one.required is None:
        return -math.inf
    high, low = (one.value, one.required) if one.relation == AT_LEAST else (one.required, one.value)
    return high / low if low > 0 and math.isfinite(low) else math.inf if high > 0 else 0.0


def _differ(statuses: Sequence[str]) -> bool:
    return PASS in statuses and FAIL in statuses


def _depends(how: str, verdicts: Sequence[Verdict]) -> bool:
    """Whether one and the same choice of a reference wage, made throughout, leads to different results."""
    chosen = dict.fromkeys(
        option.alternative for one in verdicts for below in _flipping(one) for option in below.verdicts
    )
    return len({JOINED[how]([_under(one, option) for one in verdicts]) for option in chosen}) > 1


def _flipping(one: Verdict) -> list[Verdict]:
    """The joins of options below, those that differ."""
    if not one.flips:
        return []
    return [each for below in one.verdicts for each in _flipping(below)] or [one]


def _under(one: Verdict, option: str) -> str:
    """The status if the State chose this option."""
    if not one.verdicts:
        return one.status
    chosen = [below.status for below in one.verdicts if below.alternative == option]
    return chosen[0] if chosen else JOINED[one.joined]([_under(below, option) for below in one.verdicts])

"""Years before a benefit is due: of contribution or employment, or of residence.

A benefit that does not follow earnings and asks for no contributions at all may still ask for residence. It is then
by residence that its period is counted: nothing of it is shown by the nought years of contribution.
"""

from __future__ import annotations

from typing import Any, Final

from socle.ground.words import N_
from socle.model.practice import EARNINGS
from socle.model.verdict import Verdict
from socle.standards.joining import AT_MOST, Case, judged, within

SERVICE: Final = "qualifying_years"
RESIDENCE: Final = "residence_years"
TOO_LONG: Final = N_("The benefit is not due after so short a period.")
BY_RESIDENCE: Final = N_("No contributions are asked for: the period is one of residence.")


def qualifies(case: Case, name: str, years: float) -> Verdict:
    """Whether the benefit is due after so many years of contribution, or of residence."""
    key = case.of_benefit(name)
    needed = case.known(key)
    told: dict[str, Any] = {"required": years, "unit": "years", "relation": AT_MOST, "alternative": name}
    if needed is None:
        return case.unknown(key, **told)
    counted = of_residence(case) if name == SERVICE else None
    if counted is not None:
        return counted
    met = within(needed, years)
    return case.verdict(
        judged(met), value=float(needed), inputs=(key,), reason="" if met else TOO_LONG, **told
    )


def of_residence(case: Case) -> Verdict | None:
    """Nothing where years of contribution tell when the benefit is due; else that residence does, or may do."""
    needed, key = case.known(case.of_benefit(SERVICE)), case.of_benefit(RESIDENCE)
    if needed is None or needed > 0 or not _knows_residence(case):
        return None
    if _has_formula(case):
        formula = case.known(case.of_benefit("formula"))
        if formula is None:
            return case.unknown(case.of_benefit("formula"), key)
        if formula.kind == EARNINGS:
            return None
    asked = case.known(key)
    if asked is None:
        return case.unknown(key, unit="years", relation=AT_MOST)
    return case.closed(BY_RESIDENCE, case.of_benefit(SERVICE), key) if asked > 0 else None


def _knows_residence(case: Case) -> bool:
    """Whether the requirement has a way by years of residence."""
    return any(RESIDENCE in way.facts or way.facts.get("input") == RESIDENCE for way in case.requirement.ways)


def _has_formula(case: Case) -> bool:
    """Whether the instrument asks how a benefit of this contingency is worked out."""
    return any(
        one.kind == "level" and one.contingency == case.requirement.contingency
        for one in case.part.requirements
    )

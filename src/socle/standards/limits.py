"""Figures of the law against a limit: ages, periods, weeks, days; what the law does not limit is infinite."""

from __future__ import annotations

from socle.model.practice import INPUTS
from socle.model.verdict import Verdict
from socle.standards.joining import AT_LEAST, AT_MOST, Case, judged, reaches, within
from socle.standards.periods import SERVICE, of_residence


def limit(case: Case) -> Verdict:
    """An input of the benefit relied on, or of the country, at most or at least so much."""
    facts = case.way.facts
    name = facts["input"]
    key = case.of_benefit(name) if case.benefit else name
    value = case.known(key)
    most = "at_most" in facts
    required = float(facts["at_most"] if most else facts["at_least"])
    unit, relation = facts.get("unit", INPUTS[name][0]), AT_MOST if most else AT_LEAST
    if value is None:
        return case.unknown(key, required=required, unit=unit, relation=relation)
    counted = of_residence(case) if name == SERVICE else None
    if counted is not None:
        return counted
    status = judged(within(value, required) if most else reaches(value, required))
    return case.verdict(
        status, value=float(value), required=required, unit=unit, relation=relation, inputs=(key,)
    )

"""Rules that are in the law or not, and lists of care that is provided item by item."""

from __future__ import annotations

from typing import Final

from socle.ground.words import N_
from socle.model.verdict import Verdict
from socle.standards.joining import ALL, Case, join

NO_CARE: Final = N_("This care is not provided.")


def condition(case: Case) -> Verdict:
    """A rule of the instrument that national law holds."""
    return case.flag(f"condition.{case.way.facts['condition']}")


def package(case: Case) -> Verdict:
    """All the items of care of a list."""
    items = [
        case.flag(f"care.{case.part.branch}.{item}", NO_CARE, alternative=item)
        for item in case.way.facts["items"]
    ]
    return join(ALL, items, case.way.grounds, alternative=case.way.grounds.article)

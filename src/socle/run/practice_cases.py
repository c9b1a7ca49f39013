"""What the case files of branches (`cases/*.yaml`) say of contingencies of which no file of law says anything.

They are made for valuations and hold the rates, waiting periods and durations of a law.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from socle.exchange.country_answers import shipped_cases
from socle.model.branch_case import Case, Injury, Maternity, Sickness
from socle.model.practice import CONTINGENCIES, EARNINGS, Input, Written
from socle.run.practice_law import Derived

DAYS: Final = 7.0  # of a week
ORPHANS: Final = 2  # of the standard beneficiary
ANSWERS: Final = {
    "sickness": ("sickness",),
    "maternity": ("maternity",),
    "employment_injury": ("temporary_incapacity", "permanent_loss", "injury_survivors"),
}
"""Branches of case files -> contingencies."""

Found = Iterator[tuple[str, str, object, str]]


def of_cases(country: str, known: Collection[str]) -> Derived:
    """The inputs of case files, but for contingencies `known` from a law."""
    inputs: dict[str, Input] = {}
    benefits: dict[str, tuple[str, ...]] = {}
    wanted = [branch for branch, answered in ANSWERS.items() if set(answered) - set(known)]
    for case in shipped_cases(country, wanted):
        source, date = "; ".join(case.head.sources), str(case.head.year)
        for contingency, name, value, where in _of(case):
            if contingency in known:
                continue
            benefit = f"{case.head.name}.{contingency}"
            benefits[contingency] = (benefit,)
            inputs[f"benefit.{benefit}.{name}"] = Input(value, source, date, "law", where=where)
            branch = CONTINGENCIES[contingency]
            inputs[f"branch.{branch}.provided"] = Input(True, source, date, "law", where=case.head.at(""))
    return Derived(inputs, benefits)


def _of(case: Case) -> Found:
    where = case.head.at("benefit")
    if isinstance(case, Sickness):
        yield "sickness", "formula", Written(EARNINGS, rate=case.rate), where
        yield "sickness", "waiting_days", float(case.waiting), where
        yield "sickness", "duration_weeks", (case.days - case.waiting) / DAYS, where
    if isinstance(case, Maternity):
        yield "maternity", "formula", Written(EARNINGS, rate=case.rate), where
        yield "maternity", "duration_weeks", float(case.weeks), where
    if isinstance(case, Injury):
        yield from _of_injury(case)


def _of_injury(case: Injury) -> Found:
    """A widow with two children has the shares of all three, up to the most that a family has."""
    family = min(case.families.spouse + ORPHANS * case.families.child, case.families.family)
    rates = (
        ("temporary_incapacity", case.temporary_rate, "temporary"),
        ("permanent_loss", case.pension_rate, "permanent"),
        ("injury_survivors", family, "death"),
    )
    for contingency, rate, part in rates:
        yield contingency, "formula", Written(EARNINGS, rate=rate), case.head.at(part)

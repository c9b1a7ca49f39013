"""Persons in at least one of several benefits or schemes of an inquiry, and what would tell their number better."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from socle.ground.axes import SEXES
from socle.ground.words import N_
from socle.measure.quantity import Quantity, missing
from socle.measure.unions import union
from socle.model.observation import MISSING
from socle.run.indicator_groups import HIDDEN, SEX, Told

NO_BENEFIT: Final = N_("The inquiry has no benefit of this kind.")
Span = tuple[float, float]
EVERY: Final[Span] = (0.0, math.inf)
CHILD: Final[Span] = (0.0, 17.0)


@dataclass(frozen=True)
class Member:
    """Persons of one benefit, or contributors of one scheme: a part of a union."""

    scheme: str
    benefit: str
    persons: Quantity
    ages: Span = EVERY  # in which all of them are

    @property
    def name(self) -> str:
        """As an inquiry calls it."""
        return f"{self.scheme}.{self.benefit}" if self.benefit else self.scheme

    def apart(self, other: Member) -> bool:
        """Whether nobody can be in both, since their ages are apart."""
        (first, last), (begin, end) = self.ages, other.ages
        return last < begin or end < first


def united(told: Told, members: Sequence[Member], group: Quantity, sex: str) -> Quantity:
    """The persons in at least one of the members, by the overlaps that the inquiry tells."""
    if not members:
        return missing(NO_BENEFIT)
    rates = _overlaps(told, members, sex)
    found = union([one.persons for one in members], group, rates, _parts(told, members, sex))
    if found.bounds is None and found.status != MISSING:
        return next((one.persons for one in members if one.persons.bounds is None), found)
    return found if found.value is not None else replace(found, closer=_closer(members, rates))


def _parts(told: Told, members: Sequence[Member], sex: str) -> list[tuple[list[int], float]]:
    """The members that are for children alone, and those for older persons alone, with the persons of each part."""
    old = float(min(told.pension_age(one) for one in SEXES))
    spans = {"children": CHILD, "older": (old, math.inf)}
    found = []
    for name, (first, last) in spans.items():
        places = [i for i, one in enumerate(members) if first <= one.ages[0] and one.ages[1] <= last]
        size = told.group(name, sex).value if places else None
        if size is not None:
            found.append((places, size))
    return found


def _closer(members: Sequence[Member], rates: Mapping[tuple[int, int], float]) -> dict[str, str]:
    """What would bring bounds closer: the count of a member that nobody counted, or the largest overlap not told."""
    unknown = [one for one in members if one.persons.value is None]
    if unknown:
        asked = next((one for one in unknown if one.persons.reason != HIDDEN), None)
        return {"uncounted": asked.name} if asked else {}
    pairs = [pair for pair in combinations(range(len(members)), 2) if pair not in rates]
    if not pairs:
        return {}
    persons = [one.persons.value or 0.0 for one in members]
    first, other = max(pairs, key=lambda pair: min(persons[pair[0]], persons[pair[1]]))
    return {"first": members[first].name, "second": members[other].name}


def _overlaps(told: Told, members: Sequence[Member], sex: str) -> dict[tuple[int, int], float]:
    """Rates by positions; ages that are apart leave none. What is said of a scheme holds for its only member."""
    at: dict[tuple[str, str], int] = {}
    alone: dict[str, list[int]] = {}
    for place, one in enumerate(members):
        at[one.scheme, one.benefit] = place
        alone.setdefault(one.scheme, []).append(place)
    for scheme, places in alone.items():
        if len(places) == 1:
            at.setdefault((scheme, ""), places[0])
    pairs = combinations(range(len(members)), 2)
    rates = {(i, j): 0.0 for i, j in pairs if members[i].apart(members[j])}
    for row in told.inquiry.rows("overlaps"):
        if row.confidential:
            continue  # bounds as if nobody had told it
        nobody = row.value == 0 and row["sex"] == "both"  # then nobody of either sex
        if row["year"] != told.inquiry.year or row.value is None or not (row["sex"] == SEX[sex] or nobody):
            continue
        first = at.get((row.scheme, row.benefit))
        second = at.get((str(row["other_scheme"]), str(row["other_benefit"] or "")))
        if first is not None and second is not None and first != second:
            rates[min(first, second), max(first, second)] = row.value
    return rates

"""Pensions of migrant workers: periods of several countries added, and what each country pays.

The conventions are those of Regulations (EC) 883/2004 (articles 6, 51, 52, 56 and 57) and 987/2009 (article 12);
Convention No. 157 and the model provisions of Recommendation No. 167 allow both methods below. The worked example
is table 7 of IZA Journal of European Labor Studies (2016), doi 10.1186/s40174-016-0067-0.
Periods are months, money is a year's in the currency of its country.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from socle.model.migrant import (
    ADDED,
    ALONE,
    ASSIMILATED,
    DIRECT,
    HIGHER,
    INSURED,
    KINDS,
    LAST,
    NO_PERIODS,
    PRO_RATA,
    SMALL,
    TAKEN_OVER,
    TOO_SHORT,
    TOO_YOUNG,
    Agreement,
    CountryPension,
    Migrant,
    PensionLaw,
    Period,
)

SLACK = 1e-9  # months: what is equal within a billionth is equal
YEAR = 12.0


@dataclass(frozen=True)
class Added:
    """Months by country: by its own law, and with overlaps counted once; what overlapped, what was shared."""

    national: Mapping[str, float]
    own: Mapping[str, float]
    overlapping: float
    shared: float

    @property
    def total(self) -> float:
        """All months, each counted once."""
        return sum(self.own[country] for country in sorted(self.own))


def add_periods(periods: Sequence[Period], countries: Sequence[str]) -> Added:
    """The months of each country; each moment counts once.

    Insured periods come before voluntary ones, both before assimilated ones; a moment assimilated by several
    countries goes to the one where the person was last insured before it, else first after it (987/2009,
    article 12(3) to (5)). Where compulsory insurance itself overlaps, which the article does not assign, the
    countries share the moment equally.
    """
    national, own = dict.fromkeys(countries, 0.0), dict.fromkeys(countries, 0.0)
    overlapping = shared = 0.0
    for period in periods:
        if period.begins is None:
            national[period.country] += period.months
            own[period.country] += period.months
    dated = [one for one in periods if one.begins is not None]
    edges = sorted({edge for one in dated for edge in (one.begins or 0.0, one.ends or 0.0)})
    for begins, ends in pairwise(edges):
        there = [one for one in dated if (one.begins or 0.0) <= begins and (one.ends or 0.0) >= ends]
        holders = _holders(there, dated, begins)
        for country in {one.country for one in there}:
            national[country] += ends - begins
        for country in holders:
            own[country] += (ends - begins) / len(holders)
        overlapping += ends - begins if len({one.country for one in there}) > 1 else 0.0
        shared += ends - begins if len(holders) > 1 else 0.0
    return Added(national, own, overlapping, shared)


def _holders(there: Sequence[Period], dated: Sequence[Period], moment: float) -> list[str]:
    """The countries that a stretch of time belongs to."""
    if not there:
        return []
    kind = min((one.kind for one in there), key=KINDS.index)
    holders = sorted({one.country for one in there if one.kind == kind})
    if kind != ASSIMILATED or len(holders) == 1:
        return holders
    insured = [one for one in dated if one.kind == INSURED and one.country in holders]
    before = [(one.ends or 0.0, one.country) for one in insured if (one.ends or 0.0) <= moment]
    after = [(one.begins or 0.0, one.country) for one in insured if (one.begins or 0.0) >= moment]
    if before:
        return sorted({country for end, country in before if end == max(before)[0]})
    return sorted({country for begin, country in after if begin == min(after)[0]}) or holders


def national_pension(law: PensionLaw, reference: float, months: float) -> float:
    """The pension a year that `law` gives for `months`, its conditions taken as met.

    `reference x min(at_most, base + accrual x min(years, most years))`; from a full career on, the full share
    where the law names one.
    """
    if law.full_share is not None and law.full_months is not None and months >= law.full_months - SLACK:
        return reference * law.full_share
    return reference * _capped(law, law.base + _accrued(law, months))


def direct_pension(law: PensionLaw, reference: float, months: float) -> float:
    """The pension of the direct method where the right was opened only by adding: own periods in the own formula.

    What does not depend on periods is due in the proportion of own months to `base_months`.
    """
    part = min(1.0, months / law.base_months) if law.base_months else 1.0
    return reference * _capped(law, law.base * part + _accrued(law, months))


def _accrued(law: PensionLaw, months: float) -> float:
    counted = months if law.most_months is None else min(months, law.most_months)
    return law.accrual * counted / YEAR


def _capped(law: PensionLaw, share: float) -> float:
    return share if law.at_most is None else min(share, law.at_most)


def pensions(
    person: Migrant, laws: Sequence[PensionLaw], agreement: Agreement, references: Mapping[str, float]
) -> tuple[CountryPension, ...]:
    """What each country pays a person; `references` are its reference amounts a year by country.

    A country whose own periods are under the agreement's least period pays nothing unless they open a right by
    themselves: the others count them in the theoretical amount, not in the divisor (883/2004, article 57(1), (2)).
    Where this would relieve all, the last country pays for all periods as its own (article 57(3)).
    """
    added = add_periods(person.periods, [law.country for law in laws])
    small = {law.country for law in laws if _is_small(law, added, agreement)}
    held = {country for country, months in added.own.items() if months > SLACK}
    last = _last(person, laws, added.total, held) if held and held <= small else ""
    divisor = sum(months for country, months in sorted(added.own.items()) if country not in small)
    return tuple(
        _alone_with_all(law, references[law.country], added)
        if law.country == last
        else _pension(
            law,
            references[law.country],
            added,
            (_right(law, person, added, small, last), divisor),
            agreement,
        )
        for law in laws
    )


def _is_small(law: PensionLaw, added: Added, agreement: Agreement) -> bool:
    opened = added.national[law.country] >= law.least_months - SLACK
    return added.own[law.country] < agreement.least_months - SLACK and not opened


def _last(person: Migrant, laws: Sequence[PensionLaw], total: float, held: set[str]) -> str:
    """The last country whose conditions all periods together meet; nothing if there is none."""
    met = {law.country for law in laws if total >= law.least_months - SLACK and _old_enough(law, person)}
    order = sorted(
        (one for one in person.periods if one.country in met & held),
        key=lambda one: (one.ends is not None, one.ends or 0.0),
    )
    return order[-1].country if order else ""


def _old_enough(law: PensionLaw, person: Migrant) -> bool:
    return law.age is None or (person.age is not None and person.age >= law.age - SLACK)


def _right(law: PensionLaw, person: Migrant, added: Added, small: set[str], last: str) -> str:
    country = law.country
    if added.national[country] <= SLACK:
        return NO_PERIODS
    if country in small:
        return TAKEN_OVER if last else SMALL
    if not _old_enough(law, person):
        return TOO_YOUNG
    if added.national[country] >= law.least_months - SLACK:
        return ALONE
    return ADDED if added.total >= law.least_months - SLACK else TOO_SHORT


def _pension(
    law: PensionLaw, reference: float, added: Added, stand: tuple[str, float], agreement: Agreement
) -> CountryPension:
    """The amounts of one country: theoretical, pro rata, direct, and the one paid (883/2004, article 52)."""
    right, divisor = stand
    own, national = added.own[law.country], added.national[law.country]
    full = law.full_months if law.full_months is not None else law.most_months
    if agreement.cap and full is not None:
        divisor = min(divisor, full)
    share = min(1.0, own / divisor) if divisor > 0 and right in (ALONE, ADDED) else 0.0
    theoretical = national_pension(law, reference, added.total) if right in (ALONE, ADDED) else 0.0
    independent = national_pension(law, reference, national) if right == ALONE else 0.0
    direct = direct_pension(law, reference, own) if right == ADDED else independent
    method = law.method or agreement.method
    # The higher of two compares with what is due by national law alone: article 52(1)(a) and (3).
    offers = {DIRECT: direct, PRO_RATA: theoretical * share}
    chosen = method if method != HIGHER else DIRECT if independent > offers[PRO_RATA] + SLACK else PRO_RATA
    return CountryPension(
        law,
        reference,
        right,
        national,
        own,
        added.total,
        divisor,
        share,
        theoretical,
        offers[PRO_RATA],
        direct,
        independent,
        method,
        chosen,
        offers[chosen],
    )


def _alone_with_all(law: PensionLaw, reference: float, added: Added) -> CountryPension:
    """The last country where all periods are small: it pays as if all were its own (article 57(3))."""
    due = national_pension(law, reference, added.total)
    own, national, total = added.own[law.country], added.national[law.country], added.total
    return CountryPension(
        law,
        reference,
        LAST,
        national,
        own,
        total,
        total,
        1.0,
        due,
        due,
        due,
        0.0,
        PRO_RATA,
        PRO_RATA,
        due,
    )

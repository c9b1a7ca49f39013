"""The pension of a migrant worker, and the cost of an agreement for many."""

from __future__ import annotations

from collections.abc import Mapping

from socle.exchange.migrant_file import case_file, read_migrants
from socle.ground.refusals import Refusal
from socle.model.migrant import Migrant, MigrantCase, MigrantPension, PensionLaw, Totalized, TreatyCost
from socle.standards.totalization import add_periods, pensions


def totalize(name: str) -> Totalized:
    """The pensions that a case file asks for; `XXX/migrant` is a case shipped with a country."""
    return totalized(read_migrants(*case_file(name)))


def totalized(case: MigrantCase) -> Totalized:
    """The pensions of every person of a case, with the agreement and without, and what they cost each country."""
    persons = tuple(_person(person, case) for person in case.persons)
    return Totalized(case, persons, tuple(_cost(law, persons) for law in case.laws))


def _person(person: Migrant, case: MigrantCase) -> MigrantPension:
    references = {law.country: _reference(law, person) for law in case.laws}
    paid = pensions(person, case.laws, case.agreement, references)
    added = add_periods(person.periods, [law.country for law in case.laws])
    rates: Mapping[str, float] = {case.currency: 1.0, **case.rates}
    return MigrantPension(
        person,
        paid,
        added.overlapping,
        added.shared,
        any(one.begins is None for one in person.periods)
        and len({one.country for one in person.periods}) > 1,
        sum(one.paid * rates[one.law.currency] for one in paid),
        sum(one.independent * rates[one.law.currency] for one in paid),
    )


def _reference(law: PensionLaw, person: Migrant) -> float:
    """The earnings of the person in a country, or the amount that its law names; none is needed without periods."""
    if law.country in person.earnings:
        return person.earnings[law.country]
    if law.reference is not None:
        return law.reference
    if any(one.country == law.country for one in person.periods):
        raise Refusal(
            "`{person}` has periods in {country}, whose law names no `reference`: say `earnings` in {country}.",
            person=person.name,
            country=law.country,
            where=law.where,
        )
    return 0.0


def _cost(law: PensionLaw, persons: tuple[MigrantPension, ...]) -> TreatyCost:
    mine = [(one.person.count, c) for one in persons for c in one.countries if c.law.country == law.country]
    return TreatyCost(
        law.country,
        law.currency,
        sum(count for count, c in mine if c.paid > 0),
        sum(count for count, c in mine if c.independent > 0),
        sum(count * c.paid for count, c in mine),
        sum(count * c.independent for count, c in mine),
    )

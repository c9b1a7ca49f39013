"""From the tables of an inquiry to the statistics of the catalogue: persons reached, by function, sex and scheme."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from socle.ground.axes import SEXES
from socle.ground.words import N_
from socle.measure.quantity import Quantity, between, halves, missing, total, worst
from socle.model.figures import age_span
from socle.model.inquiry import Row
from socle.model.inquiry_codes import EVERY_AGE, PENSION_AGE
from socle.model.observation import ESTIMATED
from socle.run.indicator_groups import HIDDEN, NOT_COUNTED, SEX, Told
from socle.run.indicator_groups import told as told_of
from socle.run.indicator_unions import CHILD, EVERY, Member, Span, united

IN_HOUSEHOLDS: Final = N_("`{benefit}` counts households, not persons.")
NO_SCHEME: Final = N_("The inquiry has no scheme of this kind.")
MEASURES: Final = ("yearly_average", "stock_at_date", "cases_in_year")
"""Which count of recipients is taken, the best first; for maternity the cases of the year."""

COUNTED: Final = ("beneficiaries", "protected", "populations", "overlaps")
"""Tables that count persons."""

OF_FUNCTION: Final = {
    "children_receiving": "family_children",
    "mothers_receiving": "maternity",
    "disabled_receiving": "disability",
    "unemployed_receiving": "unemployment",
    "older_receiving": "old_age",
}
"""Statistics of recipients -> the function of the benefits."""


def cash(told: Told, functions: Iterable[str] = ()) -> list[Row]:
    """The cash benefits, of some functions or of all."""
    wanted = set(functions)
    return [
        row
        for row in told.inquiry.benefits.values()
        if row["nature"] != "in_kind" and (row["function"] in wanted or not wanted)
    ]


def recipients(told: Told, benefit: Row, sex: str, age: str = EVERY_AGE) -> Quantity:
    """The recipients of a benefit, in persons; of one counted in households only that there are as many or more."""
    first = ("cases_in_year",) if benefit["function"] == "maternity" else ()
    wanted = {"scheme": benefit.scheme, "benefit": benefit.benefit, "sex": SEX[sex], "age": age}
    found = missing(NOT_COUNTED, what=f"beneficiaries: {benefit.path}")
    for measure in dict.fromkeys((*first, *MEASURES)):
        one = told.counted("beneficiaries", {**wanted, "measure": measure})
        if one.bounds is None and one.reason != HIDDEN and age == EVERY_AGE:
            one = _by_age(told, {**wanted, "measure": measure})
        if one.bounds is not None or one.reason == HIDDEN:
            found = one
            break
    if found.bounds is None and benefit["function"] == "maternity" and sex == "_T":
        return recipients(told, benefit, "F", age)  # nobody else gives birth
    if benefit["counted"] == "households" and found.value is not None:
        return _of_households(told, benefit, found, sex)
    return found


def _of_households(told: Told, benefit: Row, found: Quantity, sex: str) -> Quantity:
    """The persons of so many households: one in each at least, and at most all who do not live in the other ones."""
    nothing = replace(missing(IN_HOUSEHOLDS, benefit=benefit.path), low=found.value, source=found.source)
    every = told.counted("populations", {"group": "households", "sex": SEX[sex]}).value
    people, count = told.group("population", sex).value, found.value or 0.0
    if sex != "_T" or every is None or people is None or not count <= every <= people:
        return nothing
    return between(count, people - (every - count), found.source, worst((found.status, ESTIMATED)))


def _by_age(told: Told, wanted: Mapping[str, str]) -> Quantity:
    """Recipients of all ages where only groups of ages are given, which must not overlap."""
    spans = _spans(told, wanted)
    if not spans or any(last >= first for (_, last), (first, _) in pairwise(sorted(spans.values()))):
        return missing(NOT_COUNTED, what=f"beneficiaries: {wanted['scheme']}.{wanted['benefit']}")
    return total(told.counted("beneficiaries", {**wanted, "age": age}) for age in spans)


def _spans(told: Told, wanted: Mapping[str, str]) -> dict[str, Span]:
    """The groups of ages of which a count is given, with their first and last age."""
    found: dict[str, Span] = {}
    for row in told.inquiry.rows("beneficiaries"):
        here = all(row[name] == value for name, value in wanted.items() if name != "age")
        if here and row["year"] == told.inquiry.year and row["age"] != EVERY_AGE:
            old = min(told.pension_age(sex) for sex in SEXES)
            first, last = (old, None) if row["age"] == PENSION_AGE else age_span(row["age"])
            found[row["age"]] = (float(first), math.inf if last is None else float(last))
    return found


def ages_of(told: Told, benefit: Row, sex: str) -> Span:
    """The ages in which all recipients of a benefit are, as far as the inquiry says."""
    wanted = {"scheme": benefit.scheme, "benefit": benefit.benefit, "sex": SEX[sex]}
    whole = any(
        row.path == benefit.path and row["age"] == EVERY_AGE and row["year"] == told.inquiry.year
        for row in told.inquiry.rows("beneficiaries")
    )
    spans = () if whole else _spans(told, wanted).values()
    if not spans:
        return CHILD if benefit["counted"] == "children" else EVERY
    return min(first for first, _ in spans), max(last for _, last in spans)


def member(told: Told, benefit: Row, sex: str, persons: Quantity | None = None) -> Member:
    """The recipients of a benefit as a part of a union."""
    counted = persons or recipients(told, benefit, sex)
    return Member(benefit.scheme, benefit.benefit, counted, ages_of(told, benefit, sex))


def receiving(told: Told, statistic: str, sex: str, group: Quantity) -> Quantity:
    """The persons of a group who receive at least one cash benefit of its function."""
    members = []
    for row in cash(told, (OF_FUNCTION[statistic],)):
        persons = recipients(told, row, sex)
        if statistic == "older_receiving":
            older = recipients(told, row, sex, "older")
            persons = older if older.bounds is not None else persons
        members.append(member(told, row, sex, persons))
    return united(told, members, group, sex)


def children(told: Told, sex: str) -> tuple[Quantity, Quantity]:
    """Children who receive and all children; households of both where all benefits count these (metadata of 1.3.1)."""
    rows = cash(told, ("family_children",))
    if not rows or any(row["counted"] != "households" for row in rows):
        group = told.group("children", sex)
        return receiving(told, "children_receiving", sex, group), group
    group = told.counted("populations", {"group": "households_with_children", "sex": SEX[sex]})
    members = []
    for row in rows:
        wanted = {"scheme": row.scheme, "benefit": row.benefit, "sex": SEX[sex]}
        each = [told.counted("beneficiaries", {**wanted, "measure": measure}) for measure in MEASURES]
        known = next((one for one in each if one.bounds is not None), each[0])
        members.append(Member(row.scheme, row.benefit, known))
    return united(told, members, group, sex), group


def protected_as(told: Told, row: Row, kind: str, sex: str, function: str = "") -> Quantity:
    """The protected persons of a scheme of one kind: said for it as a whole, or for its benefit of a function."""
    wanted = {"scheme": row.scheme, "benefit": "", "count_type": kind, "sex": SEX[sex]}
    whole = told.counted("protected", wanted)
    own = [
        told.counted("protected", {**wanted, "benefit": one.benefit})
        for one in told.inquiry.benefits.values()
        if one.scheme == row.scheme and function and one["function"] == function
    ]
    return next((one for one in own if one.bounds is not None), whole)


def _schemes(told: Told, function: str = "", contributory: bool | None = None) -> list[Row]:
    """The schemes with a benefit of a function (any cash benefit where none is named)."""
    having = {
        row.scheme
        for row in told.inquiry.benefits.values()
        if (row["function"] == function if function else row["nature"] != "in_kind")
    }
    return [
        row
        for name, row in told.inquiry.schemes.items()
        if name in having and (contributory is None or told.inquiry.contributory(name) == contributory)
    ]


def contributors(told: Told, function: str, sex: str, group: Quantity) -> Quantity:
    """Active contributors of the contributory schemes that pay benefits of a function, each person once."""
    members = [
        Member(row.scheme, "", protected_as(told, row, "active_contributor", sex, function))
        for row in _schemes(told, function, contributory=True)
    ]
    return united(told, members, group, sex) if members else missing(NO_SCHEME)


def injury(told: Told, sex: str, group: Quantity) -> Quantity:
    """Workers insured against employment injury, or whose employer answers for it by law."""
    members = []
    for row in _schemes(told, "employment_injury"):
        kinds = ("active_contributor", "registered", "legally_covered")
        each = [protected_as(told, row, kind, sex, "employment_injury") for kind in kinds]
        members.append(Member(row.scheme, "", next((one for one in each if one.bounds is not None), each[0])))
    return united(told, members, group, sex) if members else missing(NO_SCHEME)


def affiliated(told: Told, sex: str, group: Quantity) -> Quantity:
    """Persons affiliated to health schemes: contributors, or else the registered, with their dependants."""
    members = []
    for row in _schemes(told, "health"):
        insured = protected_as(told, row, "active_contributor", sex, "health")
        if insured.bounds is None:
            insured = protected_as(told, row, "registered", sex, "health")
        family = protected_as(told, row, "affiliated_dependant", sex, "health")
        own = total([insured, family]) if family.bounds is not None else insured
        members.append(Member(row.scheme, "", own))
    return united(told, members, group, sex) if members else missing(NO_SCHEME)


def protected(told: Told, sex: str, group: Quantity) -> Quantity:
    """Persons with at least one cash benefit or actively contributing: a union over all schemes, never a sum."""
    members = [member(told, row, sex) for row in cash(told)]
    members += [
        Member(row.scheme, "", protected_as(told, row, "active_contributor", sex))
        for row in _schemes(told, contributory=True)
    ]
    return united(told, members, group, sex) if members else missing(NO_SCHEME)


def assisted(told: Told, sex: str, group: Quantity) -> Quantity:
    """Recipients of cash benefits that are not earned by contributions, each person once."""
    rows = [row for row in cash(told) if not told.inquiry.contributory(row.scheme)]
    members = [member(told, row, sex) for row in rows]
    return united(told, members, group, sex)


def older_insured(told: Told, sex: str, group: Quantity) -> Quantity:
    """Persons above pension age with a pension earned by contributions."""
    members = []
    for row in cash(told, ("old_age",)):
        if told.inquiry.contributory(row.scheme):
            older = recipients(told, row, sex, "older")
            persons = older if older.bounds is not None else recipients(told, row, sex)
            members.append(Member(row.scheme, row.benefit, persons))
    return united(told, members, group, sex)


LEGAL_GROUPS: Final = {
    "old_age": ("working_age", "older"),
    "survivors": ("working_age", "population"),
    "disability": ("working_age", "disabled"),
    "sickness": ("employed", "employed"),
    "maternity": ("employed", "births"),
    "employment_injury": ("employed", "employed"),
    "unemployment": ("labour_force", "unemployed"),
    "family_children": ("children", "children"),
    "health": ("population", "population"),
}
"""The group that legal coverage of a function is of, where contributions earn the benefit and where they do not."""


def type_of(told: Told, scheme: Row) -> str:
    """The type of a scheme in which legal coverage is told."""
    if not told.inquiry.contributory(scheme.scheme):
        return "NON_CONTRIBUTORY"
    return "VOLUNTARY" if scheme["participation"] == "voluntary" else "MANDATORY"


def covered_in_law(told: Told, sex: str) -> Iterator[tuple[str, str, str, Quantity, Quantity]]:
    """Function, group, type of scheme, persons covered in law and persons of the group, as the inquiry counts them."""
    for function, groups in LEGAL_GROUPS.items():
        schemes = _schemes(told, function) if function != "maternity" or sex == "F" else []
        for kind in dict.fromkeys(type_of(told, row) for row in schemes):
            name = groups[kind == "NON_CONTRIBUTORY"]
            of = told.group(name, sex)
            members = [
                Member(row.scheme, "", _in_law(told, row, sex, function))
                for row in schemes
                if type_of(told, row) == kind
            ]
            yield function, name, kind, united(told, members, of, sex), of


def _in_law(told: Told, row: Row, sex: str, function: str) -> Quantity:
    """Persons covered in law: of all ages, or of the one group of ages that the law is for."""
    whole = protected_as(told, row, "legally_covered", sex, function)
    if whole.bounds is not None:
        return whole
    here = [
        one
        for one in told.inquiry.rows("protected")
        if one.scheme == row.scheme and one["count_type"] == "legally_covered" and one["sex"] == SEX[sex]
        if one["year"] == told.inquiry.year and one["employment"] == "all"
    ]
    return told_of(here[0]) if len(here) == 1 else whole


def persons(told: Told) -> Mapping[str, Mapping[str, Quantity]]:
    """Every statistic of persons that the inquiry and the country give, of both sexes (`_T`) and of each.

    What men and women are together is at most, and at least, what both sexes are.
    """
    found = {sex: dict(_persons(told, sex)) for sex in SEX}
    secret = any(row.confidential for table in COUNTED for row in told.inquiry.rows(table))
    for name in (
        () if secret else found["_T"]
    ):  # or what is confidential of one sex would follow from the other
        three = halves(*(found[sex][name] for sex in SEX))
        for sex, one in zip(SEX, three, strict=True):
            found[sex][name] = one
    return found


def _persons(told: Told, sex: str) -> Mapping[str, Quantity]:
    names = ("population", "births", "disabled", "unemployed", "employed", "labour_force", "working_age")
    groups = {name: told.group(name, sex) for name in (*names, "older", "poor")}
    reached, of = children(told, sex)
    adults = told.adults(sex)
    found = {
        "children_receiving": reached,
        "mothers_receiving": receiving(told, "mothers_receiving", sex, groups["births"]),
        "disabled_receiving": receiving(told, "disabled_receiving", sex, groups["disabled"]),
        "unemployed_receiving": receiving(told, "unemployed_receiving", sex, groups["unemployed"]),
        "older_receiving": receiving(told, "older_receiving", sex, groups["older"]),
        "injury_protected": injury(told, sex, groups["employed"]),
        "protected": protected(told, sex, groups["population"]),
        "assisted": assisted(told, sex, groups["population"]),
        "adults_insured": contributors(told, "", sex, adults),
        "older_insured": older_insured(told, sex, groups["older"]),
        "pension_contributors": contributors(told, "old_age", sex, groups["labour_force"]),
        "health_affiliated": affiliated(told, sex, groups["population"]),
    }
    return {**groups, **found, "children": of, "adults": adults}

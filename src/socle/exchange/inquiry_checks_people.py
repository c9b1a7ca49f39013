"""Checks of the people of an inquiry: sexes and ages that add up, groups that hold them, persons counted twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any, Final

from socle.exchange.inquiry_check import ERROR, WARNING, Case, Found, check, found
from socle.ground.figures import Figure
from socle.ground.words import N_
from socle.model import inquiry_codes as codes
from socle.model.figures import age_span
from socle.model.inquiry import Inquiry, Row
from socle.model.inquiry_tables import TABLES

COUNTED: Final = ("protected", "beneficiaries", "populations")
ROUNDING: Final = 1.0  # persons: counts are rounded one by one
LABOUR: Final = 0.01  # employed and unemployed are the labour force within this share
PARTS: Final = (
    ("population", tuple(name for name in codes.GROUPS if name not in ("population", "households"))),
    ("labour_force", ("employed", "unemployed", "employees")),
    ("employed", ("employees",)),
    ("households", ("households_with_children",)),
)
"""Groups, and those that are parts of them."""
PROTECTED_IN: Final = {"active_contributor": "population", "registered": "population"} | dict.fromkeys(
    ("affiliated_dependant", "legally_covered"), "population"
)


def _beside(rows: Sequence[Row], row: Row, **other: Any) -> Row | None:
    """The row that differs from `row` in these columns alone."""
    names = [name for name in TABLES[row.table].key if name not in other]
    for one in rows:
        if all(one[name] == value for name, value in other.items()) and all(
            (one[name] or "") == (row[name] or "") for name in names
        ):
            return one
    return None


@check("sexes", ERROR, N_("Women and men add up to both sexes."))
def sexes(case: Case) -> Iterator[Found]:
    """Within one person, since counts are rounded; one sex alone is not more than both."""
    for table in COUNTED:
        rows = case.inquiry.rows(table)
        for row in rows:
            if row["sex"] != "both" or row.value is None:
                continue
            parts = [_beside(rows, row, sex=sex) for sex in ("male", "female")]
            known = [part.value for part in parts if part is not None and part.value is not None]
            added = sum(known)
            if (len(known) == 2 and abs(added - row.value) > ROUNDING) or added > row.value + ROUNDING:
                yield found(
                    row,
                    "count",
                    N_("Men and women of `{key}` add up to {sum}, both sexes to {total}."),
                    key=row.key,
                    sum=Figure(added),
                    total=Figure(row.value),
                )


@check("ages", ERROR, N_("Groups of ages are not more than all ages."))
def ages(case: Case) -> Iterator[Found]:
    """Each of them, and together where they do not overlap."""
    for table in ("protected", "beneficiaries"):
        rows = case.inquiry.rows(table)
        for row in rows:
            if row["age"] != codes.EVERY_AGE or row.value is None:
                continue
            inside = [_beside(rows, row, age=age) for age in codes.AGES if age != codes.EVERY_AGE]
            known = [
                (part["age"], part.value) for part in inside if part is not None and part.value is not None
            ]
            added = max([value for _, value in known] + [_apart(known)], default=0.0)
            if added > row.value + ROUNDING * max(1, len(known)):
                yield found(
                    row,
                    "count",
                    N_("Groups of ages of `{key}` hold {sum}, all ages {total}."),
                    key=row.key,
                    sum=Figure(added),
                    total=Figure(row.value),
                )


def _apart(known: Sequence[tuple[str, float]]) -> float:
    """The sum of groups of ages, 0 if two of them overlap."""
    spans = sorted((age_span(age) for age, _ in known if age != codes.PENSION_AGE), key=lambda span: span[0])
    for (_, last), (first, _) in pairwise(spans):
        if last is None or first <= last:
            return 0.0
    return sum(value for age, value in known if age != codes.PENSION_AGE)


@check(
    "active", ERROR, N_("Active contributors are registered: they are not more than the registered persons.")
)
def active(case: Case) -> Iterator[Found]:
    """For the same scheme, benefit, sex, age and status in employment."""
    rows = case.inquiry.rows("protected")
    for row in rows:
        if row["count_type"] != "active_contributor" or row.value is None:
            continue
        registered = _beside(rows, row, count_type="registered")
        if (
            registered is not None
            and registered.value is not None
            and row.value > registered.value + ROUNDING
        ):
            yield found(
                row,
                "count",
                N_("`{path}` has {active} active contributors ({sex}) and {registered} registered persons."),
                path=row.path,
                active=Figure(row.value),
                sex=row["sex"],
                registered=Figure(registered.value),
            )


def group(case: Case, name: str, sex: str) -> float | None:
    """Persons of a group: as the inquiry gives it, or the facts, or what is known from elsewhere."""
    said = case.inquiry.group(name, sex)
    return case.population.get((name, sex)) if said is None else said


def _group_of(row: Row, benefit: Row) -> str:
    """The group that a row of recipients is compared with, or nothing where none is known."""
    name = codes.SHARED.get(benefit["function"], "population")
    if benefit["counted"] != "persons":
        return ""
    if name == "children":
        return "population"  # who receives for children is no child
    if row["measure"] == "cases_in_year" and name != "births":
        return ""  # one person may be several cases
    if row["age"] == codes.PENSION_AGE:
        return "older"
    return name if row["age"] == codes.EVERY_AGE or name == "births" else "population"


@check("group", ERROR, N_("Recipients are not more than the group of people that a benefit is for."))
def within_group(case: Case) -> Iterator[Found]:
    """Unless children or households are counted."""
    for row in case.inquiry.rows("beneficiaries"):
        benefit = case.inquiry.benefits.get(row.path)
        if benefit is None or row.value is None or row["year"] != case.inquiry.year:
            continue
        name = _group_of(row, benefit)
        whole = group(case, name, "female" if name == "births" else row["sex"]) if name else None
        if whole is not None and row.value > whole + ROUNDING:
            yield found(
                row,
                "count",
                N_("{count} recipients of `{path}` ({sex}) are more than the group `{group}` with {whole}."),
                count=Figure(row.value),
                path=row.path,
                sex=row["sex"],
                group=name,
                whole=Figure(whole),
            )


@check("protected_group", ERROR, N_("Protected persons are not more than the population."))
def protected_group(case: Case) -> Iterator[Found]:
    """Of their sex."""
    for row in case.inquiry.rows("protected"):
        whole = group(case, PROTECTED_IN[row["count_type"]], row["sex"])
        if row.value is not None and whole is not None and row.value > whole + ROUNDING:
            yield found(
                row,
                "count",
                N_("{count} protected persons of `{path}` ({sex}) are more than the population, {whole}."),
                count=Figure(row.value),
                path=row.path,
                sex=row["sex"],
                whole=Figure(whole),
            )


@check("parts", ERROR, N_("A group of people is not more than the group it is part of."))
def parts(case: Case) -> Iterator[Found]:
    """The employed are part of the labour force, the labour force of the population."""
    for row in case.inquiry.rows("populations"):
        for whole, inside in PARTS:
            if row["group"] not in inside or row.value is None or row["year"] != case.inquiry.year:
                continue
            persons = group(case, whole, row["sex"])
            if persons is not None and row.value > persons + ROUNDING:
                yield found(
                    row,
                    "count",
                    N_("`{group}` has {count} persons ({sex}), more than `{whole}` with {persons}."),
                    group=row["group"],
                    count=Figure(row.value),
                    sex=row["sex"],
                    whole=whole,
                    persons=Figure(persons),
                )
                break


@check("labour_force", WARNING, N_("The employed and the unemployed are the labour force, within 1 %."))
def labour_force(case: Case) -> Iterator[Found]:
    """The definition of the labour force (Resolution of the 19th Conference of Labour Statisticians, 2013)."""
    for row in case.inquiry.rows("populations"):
        if row["group"] != "labour_force" or not row.value or row["year"] != case.inquiry.year:
            continue
        known = [
            case.inquiry.people("populations", {"group": name, "sex": row["sex"]})
            for name in ("employed", "unemployed")
        ]
        added = sum(one for one in known if one is not None)
        if None not in known and abs(added - row.value) > LABOUR * row.value:
            yield found(
                row,
                "count",
                N_("Employed and unemployed ({sex}) are {sum}, the labour force is {whole}."),
                sex=row["sex"],
                sum=Figure(added),
                whole=Figure(row.value),
            )


@check(
    "facts_populations", ERROR, N_("The facts and the groups of people agree on population and labour force.")
)
def facts_populations(case: Case) -> Iterator[Found]:
    """The same number is not said in two ways."""
    for row in case.inquiry.rows("populations"):
        said = case.inquiry.fact(row["group"]) if row["group"] in ("population", "labour_force") else None
        if said is None or row["sex"] != "both" or row.value is None or row["year"] != case.inquiry.year:
            continue
        if abs(said - row.value) > ROUNDING:
            yield found(
                row,
                "count",
                N_("`{group}` is {count} here, and {said} in the facts."),
                group=row["group"],
                count=Figure(row.value),
                said=Figure(said),
            )


@check("overlap_other", ERROR, N_("An overlap is between two different schemes or benefits."))
def overlap_other(case: Case) -> Iterator[Found]:
    """And is said once, whichever of them stands first."""
    seen = set[tuple[object, ...]]()
    for row in case.inquiry.rows("overlaps"):
        ends = {(row.scheme, row.benefit), _other(row)}
        key = (frozenset(ends), row["group"] or "", row["sex"], row["year"])
        if len(ends) == 1:
            yield found(row, "other_scheme", N_("A scheme or benefit does not overlap with itself."))
        elif key in seen:
            yield found(row, "other_scheme", N_("This overlap is said already, the other way round."))
        seen.add(key)


def _other(row: Row) -> tuple[str, str]:
    return str(row["other_scheme"] or ""), str(row["other_benefit"] or "")


def overlap_known(inquiry: Inquiry, one: Row, other: Row) -> bool:
    """Whether an overlap of two benefits is said, for them or for their schemes."""
    for row in inquiry.rows("overlaps"):
        ends = ((row.scheme, row.benefit), _other(row))
        for first, second in (ends, ends[::-1]):
            schemes = (first[0], second[0]) == (one.scheme, other.scheme)
            if schemes and first[1] in ("", one.benefit) and second[1] in ("", other.benefit):
                return True
    return False


@check("overlap", WARNING, N_("Persons who may be counted in two schemes have an overlap rate."))
def overlap(case: Case) -> Iterator[Found]:
    """Without it only bounds of a union are known, never its value."""
    counted = {row.path for row in case.inquiry.rows("beneficiaries") if row.value}
    benefits = [
        row
        for path, row in case.inquiry.benefits.items()
        if path in counted and row["nature"] != "in_kind" and row["counted"] == "persons"
    ]
    for one, other in combinations(benefits, 2):
        if one["function"] == other["function"] and not overlap_known(case.inquiry, one, other):
            yield Found(
                other,
                "function",
                N_(
                    "`{one}` and `{other}` both count persons for `{function}`: who receives both is counted twice. "
                    "Give the rate in `overlaps` (0 if nobody can)."
                ),
                {"one": one.path, "other": other.path, "function": one["function"]},
                key=f"benefits:{one.path}/{other.path}",
            )

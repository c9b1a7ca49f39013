"""What a Social Security Inquiry counts for the tests of standards: persons protected, contributions, expenditure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from socle.measure.quantity import Quantity
from socle.model.inquiry import Inquiry, Row
from socle.model.practice import Input
from socle.run import indicator_money
from socle.run.indicator_facts import contributors, protected_as
from socle.run.indicator_groups import Told
from socle.run.indicator_unions import Member, united

FUNCTIONS: Final = {
    "sickness": "sickness",
    "unemployment": "unemployment",
    "old_age": "old_age",
    "employment_injury": "employment_injury",
    "maternity": "maternity",
    "invalidity": "disability",
    "survivors": "survivors",
    "medical_care": "health",
    "family": "family_children",
}
"""Branches of Convention 102 -> functions of the inquiry."""
GROUPS: Final = {"residents": "population", "economically_active": "labour_force"}
ACTIVE: Final = "active_contributor"
EMPLOYEE: Final = "employee"
FAMILY: Final = FUNCTIONS["family"]
APART: Final = (FAMILY, FUNCTIONS["employment_injury"])


def of_inquiry(inquiry: Inquiry) -> dict[str, Input]:
    """The inputs that an inquiry gives, those of its own year; what is known between bounds only is left out."""
    told, found = Told(inquiry), dict[str, Input]()
    for key, quantity, where in (*_groups(told), *_money(told), *_branches(told)):
        if quantity.value is not None and key not in found:
            source = quantity.source or str(inquiry.facts.get("source") or "")
            date = str(inquiry.facts.get("reference_date") or inquiry.year)
            found[key] = Input(float(quantity.value), source, date, "inquiry", quantity.status, where)
    for key, row in _provided(inquiry):
        found[key] = Input(True, row.source, str(inquiry.year), "inquiry", row.status, f"benefits:{row.path}")
    return found


Told3 = Iterator[tuple[str, Quantity, str]]


def _groups(told: Told) -> Told3:
    """Residents, the labour force, employees, employed women; the minimum wage a year."""
    for key, group in GROUPS.items():
        yield key, told.group(group), f"populations:{group}"
    for key, group, sex in (("employees", "employees", "both"), ("employed_women", "employed", "female")):
        yield key, told.counted("populations", {"group": group, "sex": sex}), f"populations:{group}"
    lowest = told.inquiry.monthly("minimum_wage")
    if lowest is not None:
        yield (
            "minimum_wage",
            Quantity(lowest * 12, source=str(told.inquiry.facts.get("source") or "")),
            "minimum_wage",
        )


def _money(told: Told) -> Told3:
    """Family benefits in cash and kind; what employees and all payers bring to the schemes that share their cost."""
    schemes = _shared(told.inquiry)
    if any(row["function"] == FAMILY for row in told.inquiry.benefits.values()):
        spent = indicator_money.spent_on(told, (FAMILY,))
        yield "family_benefits", spent, f"expenditure:{FAMILY}"
    if schemes:
        paid = indicator_money.received(told, schemes, ("contrib_employee",))
        yield "employee_contributions", paid, "receipts:contrib_employee"
        yield "protection_resources", indicator_money.received(told, schemes), "receipts"


def _shared(inquiry: Inquiry) -> list[str]:
    """The contributory schemes of which employees may bear half (C102 Art. 71); none where they cannot be told apart.

    Family benefit is left out, and employment injury where it is a branch of its own. What a scheme receives is not
    known by branch: where one pays family benefit among others, nothing can be said.
    """
    found: list[str] = []
    for name in filter(inquiry.contributory, inquiry.schemes):
        pays = {str(row["function"]) for row in inquiry.benefits.values() if row.scheme == name}
        if pays and pays <= set(APART):
            continue
        if FAMILY in pays:
            return []
        found.append(name)
    return found


def _branches(told: Told) -> Told3:
    """Whom the contributory schemes of each branch protect, each person once; patients' and residents' in health."""
    people, force = told.group("population"), told.group("labour_force")
    for branch, function in FUNCTIONS.items():
        rows = _contributory(told, function)
        where = f"protected:{function}/{ACTIVE}"
        if rows:
            yield f"branch.{branch}.active_protected", contributors(told, function, "_T", force), where
            employees = told.counted("populations", {"group": "employees"})
            members = [Member(row.scheme, "", _employees(told, row)) for row in rows]
            yield f"branch.{branch}.employees_protected", united(told, members, employees, "_T"), where
        if rows and branch == "maternity":
            women = [Member(row.scheme, "", protected_as(told, row, ACTIVE, "F", function)) for row in rows]
            employed = told.counted("populations", {"group": "employed", "sex": "female"})
            yield f"branch.{branch}.women_protected", united(told, women, employed, "F"), where
        if branch == "medical_care":
            named = _providing(told, function)
            law = [
                Member(one.scheme, "", protected_as(told, one, "legally_covered", "_T", function))
                for one in named
            ]
            if law:
                covered = united(told, law, people, "_T")
                yield f"branch.{branch}.residents_protected", covered, f"protected:{function}/legally_covered"


def _employees(told: Told, row: Row) -> Quantity:
    """The employees among the active contributors of a scheme."""
    return told.counted("protected", {"scheme": row.scheme, "count_type": ACTIVE, "employment": EMPLOYEE})


def _providing(told: Told, function: str) -> list[Row]:
    having = {row.scheme for row in told.inquiry.benefits.values() if row["function"] == function}
    return [row for name, row in told.inquiry.schemes.items() if name in having]


def _contributory(told: Told, function: str) -> list[Row]:
    return [row for row in _providing(told, function) if told.inquiry.contributory(row.scheme)]


def _provided(inquiry: Inquiry) -> Iterable[tuple[str, Row]]:
    """The branches in which the inquiry has a benefit: periodical in cash, or care."""
    by_function = {function: branch for branch, function in FUNCTIONS.items()}
    for row in inquiry.benefits.values():
        branch = by_function.get(str(row["function"]))
        fits = (row["nature"] == "in_kind") == (branch == "medical_care") or branch == "family"
        if branch and fits and row["nature"] != "cash_lump":
            yield f"branch.{branch}.provided", row

"""From the tables of an inquiry to statistics of money: expenditure, receipts, reserves, levels of benefits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from socle.ground import units
from socle.ground.words import N_
from socle.measure.quantity import Quantity, missing, sources, total, worst
from socle.model.inquiry import Row
from socle.model.inquiry_codes import FUNCTIONS, TOTAL
from socle.run.indicator_facts import MEASURES, recipients
from socle.run.indicator_groups import HIDDEN, NOT_COUNTED, Told, told

NO_SPENDING: Final = N_("`{scheme}` does not say what it spends.")
NO_RECEIPTS: Final = N_("`{scheme}` does not say what it receives, item by item.")
NOT_BY_BENEFIT: Final = N_("`{scheme}` does not say what each of its benefits costs.")
NO_LEVEL: Final = N_("No mean amount of a periodic cash benefit is given.")
NO_RESERVES: Final = N_("No scheme says its reserves at the end of the year.")

PAYERS: Final[Mapping[str, tuple[str, ...]]] = {
    "paid_by_employers": ("contrib_employer",),
    "paid_by_workers": ("contrib_employee", "contrib_self_employed"),
    "paid_by_recipients": ("contrib_beneficiary",),
    "paid_by_government": ("government_earmarked", "government_general"),
    "investment_income": ("investment_income",),
    "other_receipts": ("other",),
}
"""Statistics of receipts -> items of the inquiry; transfers between schemes are no receipts of the whole."""

AGES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "CHILDREN": ("family_children",),
    "WORKING_AGE": ("maternity", "sickness", "unemployment", "employment_injury", "disability"),
    "OLDER": ("old_age", "survivors"),
}
"""Age groups -> the functions that are for them, as in the World Social Protection Reports; health is for all."""

BENEFITS: Final = ("benefit_cash", "benefit_kind")


def facts(asked: Told) -> Mapping[str, Quantity]:
    """Money of the facts: product, government, wages and lines a month."""
    inquiry = asked.inquiry
    origin = str(inquiry.facts.get("source") or "")

    def known(name: str, value: float | None) -> Quantity:
        return missing(NOT_COUNTED, what=name) if value is None else Quantity(value, source=origin)

    monthly = {name: known(name, inquiry.monthly(name)) for name in ("average_wage", "minimum_wage")}
    yearly = {name: known(name, inquiry.fact(name)) for name in ("gdp", "government_expenditure")}
    return {**monthly, "poverty_line": known("poverty_line", inquiry.monthly("poverty_line")), **yearly}


def spent(asked: Told, schemes: Iterable[str], items: tuple[str, ...] = ()) -> Quantity:
    """What some schemes spend, transfers to others left out; of some items where these are named.

    A scheme that gives its accounts item by item has nothing of an item that it does not name.
    """
    return total(_item_sum(asked, "expenditure", name, items, "transfers_out") for name in schemes)


def received(asked: Told, schemes: Iterable[str], items: tuple[str, ...] = ()) -> Quantity:
    """The same for what they receive, transfers from others left out."""
    return total(_item_sum(asked, "receipts", name, items, "transfers_in") for name in schemes)


def _item_sum(asked: Told, table: str, scheme: str, items: tuple[str, ...], transfers: str) -> Quantity:
    reason = NO_SPENDING if table == "expenditure" else NO_RECEIPTS
    here = [r for r in asked.inquiry.rows(table) if r.scheme == scheme and r["year"] == asked.inquiry.year]
    itemised = {str(row["item"]) for row in here} - {TOTAL}
    if not here or (items and not itemised):
        return missing(reason, scheme=scheme)
    if any(row.confidential for row in here):
        return missing(HIDDEN)
    wanted = [name for name in (items or itemised) if name in itemised and name != transfers]
    values = [asked.inquiry.money(table, scheme, name) for name in wanted]
    if not itemised:
        values = [asked.inquiry.money(table, scheme)]
    if None in values:
        return missing(reason, scheme=scheme)
    origin, status = sources(row.source for row in here), worst(row.status for row in here)
    return Quantity(sum(one for one in values if one is not None), source=origin, status=status)


def spent_on(asked: Told, functions: Iterable[str]) -> Quantity:
    """What is spent on the benefits of some functions: benefit by benefit, or a scheme with no other function."""
    wanted = set(functions)
    parts = []
    for scheme in asked.inquiry.schemes:
        own = [row for row in asked.inquiry.benefits.values() if row.scheme == scheme]
        inside = [row for row in own if row["function"] in wanted]
        if not inside:
            continue
        if len(inside) == len(own):
            parts.append(spent(asked, [scheme], BENEFITS))
        else:
            parts += [_benefit_spending(asked, row) for row in inside]
    return total(parts) if parts else Quantity(0.0)


def _benefit_spending(asked: Told, benefit: Row) -> Quantity:
    here = [
        row
        for row in asked.inquiry.rows("expenditure")
        if row.path == benefit.path and row["year"] == asked.inquiry.year and row["item"] in BENEFITS
    ]
    return total(told(row) for row in here) if here else missing(NOT_BY_BENEFIT, scheme=benefit.scheme)


def spending(asked: Told) -> Mapping[str, Quantity]:
    """What all schemes spend: in all, on health, on administration."""
    schemes = list(asked.inquiry.schemes)
    return {
        "spending": spent(asked, schemes),
        "health_spending": spent_on(asked, ("health",)),
        "administration": spent(asked, schemes, ("administration",)),
    }


def paid_out(asked: Told, schemes: Iterable[str]) -> Quantity:
    """Benefits and their administration: what the share of administration is of."""
    return spent(asked, schemes, (*BENEFITS, "administration"))


def receipts(asked: Told, schemes: Iterable[str]) -> Mapping[str, Quantity]:
    """What some schemes receive, by payer and in all."""
    names = list(schemes)
    payers = {name: received(asked, names, items) for name, items in PAYERS.items()}
    return {**payers, "receipts": total(payers.values())}


def reserves(asked: Told) -> Mapping[str, Quantity]:
    """The reserves of the schemes that hold some, and what these schemes spend."""
    here = [row for row in asked.inquiry.rows("reserves") if row["year"] == asked.inquiry.year]
    holding = [row for row in here if row["closing"] is not None]
    if not holding:
        return {"reserves": missing(NO_RESERVES), "outgo": missing(NO_RESERVES)}
    if any(row.confidential for row in holding):
        return {"reserves": missing(HIDDEN), "outgo": missing(HIDDEN)}
    closing = [Quantity(row["closing"], source=row.source, status=row.status) for row in holding]
    return {"reserves": total(closing), "outgo": spent(asked, [row.scheme for row in holding])}


def functions(asked: Told) -> list[str]:
    """The functions of which the inquiry has benefits."""
    held = {row["function"] for row in asked.inquiry.benefits.values()}
    return [name for name in FUNCTIONS if name in held]


def mean_benefit(asked: Told, function: str) -> Quantity:
    """The mean amount a month of the periodic cash benefits of a function, by their recipients."""
    amounts = []
    for row in asked.inquiry.benefits.values():
        if row["function"] == function and row["nature"] == "cash_periodic":
            level = _level(asked, row)
            if level is not None:
                amounts.append((row, level))
    if not amounts:
        return missing(NO_LEVEL)
    if len(amounts) == 1:
        return amounts[0][1]
    people = [_units(asked, row) for row, _ in amounts]
    lacking = next((one for one in (*(level for _, level in amounts), *people) if one.value is None), None)
    if lacking is not None:
        return lacking
    heads = [one.value or 0.0 for one in people]
    value = sum(n * (level.value or 0.0) for n, (_, level) in zip(heads, amounts, strict=True)) / sum(heads)
    parts = [*people, *(level for _, level in amounts)]
    return Quantity(value, source=sources(o.source for o in parts), status=worst(o.status for o in parts))


def _units(asked: Told, benefit: Row) -> Quantity:
    """What a benefit is paid to, persons or households."""
    if benefit["counted"] != "households":
        return recipients(asked, benefit, "_T")
    wanted = {"scheme": benefit.scheme, "benefit": benefit.benefit}
    each = [asked.counted("beneficiaries", {**wanted, "measure": measure}) for measure in MEASURES]
    return next((one for one in each if one.value is not None), each[0])


def _level(asked: Told, benefit: Row) -> Quantity | None:
    """The mean amount of a benefit as money a month; nothing where it is not given or paid once."""
    for row in asked.inquiry.rows("levels"):
        if row.path == benefit.path and row["year"] == asked.inquiry.year and row["stat"] == "mean":
            one = told(row)
            if one.reason == HIDDEN:
                return one  # a mean of the others would pass for that of all
            if one.value is None or row["period"] == "once":
                return None
            a_month = one.value * units.payments(str(row["period"])) / units.MONTHS_PER_YEAR
            return Quantity(a_month, source=one.source, status=one.status)
    return None

"""Checks of the money of an inquiry: receipts, expenditure, reserves, levels of benefits."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from socle.exchange.inquiry_check import ERROR, WARNING, Case, Found, check, found
from socle.ground import units
from socle.ground.figures import Figure
from socle.ground.words import N_
from socle.model import inquiry_codes as codes
from socle.model.inquiry import Inquiry, Row

SUMS: Final = 0.005  # of the total: sums that differ by more do not agree
RESERVE: Final = 0.01  # of the closing reserve
SPENDING: Final = 0.15  # between expenditure, and recipients times their mean benefit
ADMINISTRATION: Final = 0.2  # of expenditure
OF_GDP: Final = 0.5  # expenditure of all schemes; above it the unit of money is in doubt
OF_WAGES: Final = 3  # mean benefit a month, in average wages; above it its period is in doubt


def money(value: float) -> Figure:
    """An amount as people read it."""
    return Figure(value)


def _apart(one: float, other: float, share: float) -> bool:
    """Whether two amounts differ by more than a share of the second."""
    return abs(one - other) > share * abs(other) + 1e-9


def _total_row(case: Case, table: str) -> Iterator[tuple[Row, list[Row]]]:
    """Each row `total` of the year with the rows of items beside it."""
    for row in case.inquiry.rows(table):
        if row["item"] == codes.TOTAL and row.value is not None:
            beside = [
                one
                for one in case.inquiry.rows(table)
                if one.scheme == row.scheme and one["year"] == row["year"] and one["item"] != codes.TOTAL
            ]
            yield row, beside


def _items(rows: list[Row], benefit: str) -> float | None:
    """The sum of items of a benefit, or of the scheme: an item said for the whole stands for its benefits."""
    added = []
    for item in dict.fromkeys(row["item"] for row in rows):
        here = [row for row in rows if row["item"] == item]
        own = [row.value for row in here if row.benefit == benefit]
        added += own or ([] if benefit else [row.value for row in here])
    known = [value for value in added if value is not None]
    return math.fsum(known) if known and len(known) == len(added) else None


def _totals(case: Case, table: str) -> Iterator[Found]:
    for row, beside in _total_row(case, table):
        added = _items(beside, row.benefit)
        if added is not None and _apart(added, float(row.value or 0), SUMS):
            yield found(
                row,
                "amount",
                N_("The items of `{path}` add up to {sum}, the total is {total}."),
                path=row.path,
                sum=money(added),
                total=money(row.value or 0),
            )


@check("receipts_total", ERROR, N_("Total receipts are the sum of their items, within 0.5 %."))
def receipts_total(case: Case) -> Iterator[Found]:
    """Where a total is given and every item is known."""
    yield from _totals(case, "receipts")


@check("expenditure_total", ERROR, N_("Total expenditure is the sum of its items, within 0.5 %."))
def expenditure_total(case: Case) -> Iterator[Found]:
    """Where a total is given and every item is known."""
    yield from _totals(case, "expenditure")


@check("expenditure_benefits", ERROR, N_("Benefits do not spend more than their scheme, within 0.5 %."))
def expenditure_benefits(case: Case) -> Iterator[Found]:
    """An item of the scheme as a whole is the sum of that of its benefits, of which some may be left out."""
    rows = case.inquiry.rows("expenditure")
    for row in rows:
        if row.benefit or row.value is None:
            continue
        same = [
            one.value
            for one in rows
            if one.benefit
            and (one.scheme, one["year"], one["item"]) == (row.scheme, row["year"], row["item"])
        ]
        added = math.fsum(value for value in same if value is not None)
        if added > row.value * (1 + SUMS):
            yield found(
                row,
                "amount",
                N_("The benefits of `{scheme}` add up to {sum}, the scheme has {total}."),
                scheme=row.scheme,
                sum=money(added),
                total=money(row.value),
            )


def _gap(case: Case, row: Row) -> tuple[float, float, float] | None:
    """Expected closing reserve, closing reserve and change of valuation of a row; nothing if some are not known."""
    inquiry = case.inquiry
    receipts, spent = (inquiry.money(name, row.scheme) for name in ("receipts", "expenditure"))
    if row["year"] != inquiry.year or None in (receipts, spent, row["opening"], row["closing"]):
        return None
    expected = row["opening"] + receipts - spent
    return expected, row["closing"], row["valuation_change"] or 0.0


def _unbalanced(case: Case, row: Row, expected: float) -> bool:
    """Whether a reserve closes far from what is expected; one that stays empty may be off by what sums may be."""
    if row["opening"] or row["closing"]:
        return _apart(expected, row["closing"], RESERVE)
    return abs(expected) > SUMS * (case.inquiry.money("receipts", row.scheme) or 0.0)


@check(
    "reserves_balance",
    ERROR,
    N_("Closing reserve is opening reserve plus receipts less expenditure, within 1 %."),
)
def reserves_balance(case: Case) -> Iterator[Found]:
    """A change of the value of investments may stand between them, if it is given."""
    for row in case.inquiry.rows("reserves"):
        known = _gap(case, row)
        if known is not None and _unbalanced(case, row, known[0] + known[2]):
            yield found(
                row,
                "closing",
                N_(
                    "Opening reserve, receipts and expenditure of `{scheme}` make {sum}, the closing reserve is {said}."
                ),
                scheme=row.scheme,
                sum=money(known[0] + known[2]),
                said=money(known[1]),
            )


@check("reserves_valuation", WARNING, N_("A change of valuation that explains the reserve has a reason."))
def reserves_valuation(case: Case) -> Iterator[Found]:
    """Without it the reserve would not balance."""
    for row in case.inquiry.rows("reserves"):
        known = _gap(case, row)
        if known is not None and known[2] and _unbalanced(case, row, known[0]):
            yield found(
                row,
                "valuation_change",
                N_("The reserve of `{scheme}` balances only with a change of valuation of {change}."),
                scheme=row.scheme,
                change=money(known[2]),
            )


@check("administration", WARNING, N_("Administration is at most 20 % of expenditure."))
def administration(case: Case) -> Iterator[Found]:
    """Of the total expenditure of the scheme."""
    for row in case.inquiry.rows("expenditure"):
        total = case.inquiry.money("expenditure", row.scheme)
        if row["item"] != "administration" or row.benefit or not total or row.value is None:
            continue
        if row["year"] == case.inquiry.year and row.value > ADMINISTRATION * total:
            yield found(
                row,
                "amount",
                N_("Administration of `{scheme}` is {share} % of its expenditure ({amount} of {total})."),
                scheme=row.scheme,
                share=Figure(100 * row.value / total, 1),
                amount=money(row.value),
                total=money(total),
            )


def recipients(inquiry: Inquiry, path: str) -> tuple[float, str] | None:
    """Recipients of a benefit, and the measure in which they are counted, that of an average year first.

    They are those of all ages, or of the one group of ages that is given.
    """
    scheme, _, benefit = path.partition(".")
    rows = [row for row in inquiry.rows("beneficiaries") if row.path == path and row["year"] == inquiry.year]
    for measure in ("yearly_average", "stock_at_date", "cases_in_year"):
        ages = dict.fromkeys(row["age"] for row in rows if row["measure"] == measure)
        if codes.EVERY_AGE not in ages and len(ages) > 1:
            continue
        age = codes.EVERY_AGE if codes.EVERY_AGE in ages else next(iter(ages), codes.EVERY_AGE)
        asked = {"scheme": scheme, "benefit": benefit, "measure": measure, "age": age}
        count = inquiry.people("beneficiaries", asked)
        if count is not None:
            return count, measure
    return None


@check(
    "mean_benefit",
    WARNING,
    N_("Mean benefit times recipients times periods is the expenditure, within 15 %."),
)
def mean_benefit(case: Case) -> Iterator[Found]:
    """For cash: recipients of an average year and periodic amounts, or cases and amounts paid once."""
    for row in case.inquiry.rows("levels"):
        if row["stat"] != "mean" or row.value is None or row["year"] != case.inquiry.year:
            continue
        counted = recipients(case.inquiry, row.path)
        spent = case.inquiry.money("expenditure", row.scheme, "benefit_cash", row.benefit)
        if counted is None or not spent or (counted[1] == "cases_in_year") != (row["period"] == "once"):
            continue
        expected = row.value * counted[0] * units.payments(row["period"])
        if _apart(expected, spent, SPENDING):
            yield found(
                row,
                "amount",
                N_(
                    "{recipients} recipients of `{path}` at {amount} ({period}) would cost {expected}; the expenditure "
                    "is {spent}."
                ),
                recipients=Figure(counted[0], 0),
                path=row.path,
                amount=money(row.value),
                period=row["period"],
                expected=Figure(expected, 0),
                spent=Figure(spent, 0),
            )


@check("levels_order", ERROR, N_("The mean benefit lies between the lowest and the highest."))
def levels_order(case: Case) -> Iterator[Found]:
    """Amounts of different periods are made yearly first."""
    yearly = {
        (row.path, row["year"], row["stat"]): (row, row.value * units.payments(row["period"]))
        for row in case.inquiry.rows("levels")
        if row.value is not None
    }
    for (path, year, stat), (row, amount) in yearly.items():
        for lower, upper in (("min", "mean"), ("mean", "max"), ("min", "max")):
            other = yearly.get((path, year, lower))
            if stat == upper and other is not None and other[1] > amount * (1 + 1e-9):
                yield found(
                    row,
                    "amount",
                    N_("`{stat}` of `{path}` is {amount} a year, below `{lower}` with {other}."),
                    stat=stat,
                    path=path,
                    amount=money(amount),
                    lower=lower,
                    other=money(other[1]),
                )
                break


@check("level_wage", WARNING, N_("A mean benefit is at most three average wages."))
def level_wage(case: Case) -> Iterator[Found]:
    """Beyond it the period or the unit of the amount is in doubt."""
    wage = case.inquiry.monthly("average_wage")
    for row in case.inquiry.rows("levels"):
        if row["stat"] != "mean" or row.value is None or not wage or row["period"] == "once":
            continue
        monthly = row.value * units.payments(row["period"]) / units.MONTHS_PER_YEAR
        if monthly > OF_WAGES * wage:
            yield found(
                row,
                "amount",
                N_("The mean benefit is {amount} a month, the average wage {wage}: is its period right?"),
                amount=money(monthly),
                wage=money(wage),
            )


@check("money_unit", WARNING, N_("All schemes together spend at most half of the gross domestic product."))
def money_unit(case: Case) -> Iterator[Found]:
    """Beyond it the unit of money is in doubt; GDP below the yearly wages of a tenth of workers likewise."""
    gdp = case.inquiry.fact("gdp")
    known = [case.inquiry.money("expenditure", scheme) for scheme in case.inquiry.schemes]
    spent = math.fsum(one for one in known if one is not None)
    if gdp and spent > OF_GDP * gdp:
        yield found(
            "money_unit",
            "money_unit",
            N_(
                "The schemes spend {spent}, and the gross domestic product is {gdp}: is the unit of money right?"
            ),
            spent=money(spent),
            gdp=money(gdp),
        )


@check("nature", WARNING, N_("Benefits in cash spend `benefit_cash`, benefits in kind `benefit_kind`."))
def nature(case: Case) -> Iterator[Found]:
    """Otherwise indicators in cash would leave them out."""
    for row in case.inquiry.rows("expenditure"):
        benefit = case.inquiry.benefits.get(row.path)
        expected = "benefit_kind" if benefit and benefit["nature"] == "in_kind" else "benefit_cash"
        if benefit and row["item"].startswith("benefit_") and row["item"] != expected:
            yield found(
                row,
                "item",
                N_("`{path}` is `{nature}`, and spends `{item}`."),
                path=row.path,
                nature=benefit["nature"],
                item=row["item"],
            )


@check("contributions", WARNING, N_("Schemes that rest on contributions receive some, and others none."))
def contributions(case: Case) -> Iterator[Found]:
    """The type of the scheme and its receipts tell the same story."""
    for scheme, said in case.inquiry.schemes.items():
        rows = [
            row for row in case.inquiry.rows("receipts") if row.scheme == scheme and row.value is not None
        ]
        paid = [row for row in rows if row["item"].startswith("contrib_") and row.value]
        if case.inquiry.contributory(scheme) and rows and not paid and len(rows) > 1:
            yield found(
                said,
                "type",
                N_("`{scheme}` is `{type}`, and receives no contributions."),
                scheme=scheme,
                type=said["type"],
            )
        if said["type"] in ("universal", "means_tested") and paid:
            yield found(
                paid[0],
                "item",
                N_("`{scheme}` is `{type}`, and receives contributions."),
                scheme=scheme,
                type=said["type"],
            )

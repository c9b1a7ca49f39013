"""Checks of what an inquiry says of itself: codes, names, years, dates, what is missing, what is repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from socle.exchange.inquiry_check import CHECKS, ERROR, EVERY_ROW, INFO, WARNING, Case, Found, check, found
from socle.ground.figures import Figure
from socle.ground.refusals import nearest
from socle.ground.words import N_
from socle.model.inquiry import VALUES, Row
from socle.model.inquiry_tables import SECTIONS, TABLES

CODE: Final = re.compile("[A-Z]{3}")
DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
FAR: Final = 366  # days around the year in which the date of a value is expected


def values(case: Case) -> Iterator[Row]:
    """Every row that holds values."""
    for table in VALUES:
        yield from case.inquiry.rows(table)


@check("declared", ERROR, N_("Country and currency are declared by their codes."))
def declared(case: Case) -> Iterator[Found]:
    """ISO 3166 and ISO 4217 write three capital letters."""
    for name in ("country", "currency"):
        text = str(case.inquiry.facts[name])
        if not CODE.fullmatch(text):
            yield found(
                name,
                name,
                N_("`{text}` is no `{column}`: write a code of three capital letters."),
                text=text[:60],
                column=name,
            )
    start = str(case.inquiry.facts.get("fiscal_year_start") or "01-01")
    if not DAY.fullmatch(start):
        yield found(
            "fiscal_year_start",
            "fiscal_year_start",
            N_("`{text}` is no day of a year: write month and day, such as 07-01."),
            text=start[:60],
        )


@check("currency_country", WARNING, N_("The currency is that of the country."))
def currency_country(case: Case) -> Iterator[Found]:
    """A country may have had another one; it is then explained."""
    if case.currency and case.inquiry.currency != case.currency:
        yield found(
            "currency",
            "currency",
            N_("The currency is {said}, that of the country is {known}."),
            said=case.inquiry.currency,
            known=case.currency,
        )


@check("non_negative", ERROR, N_("No value is negative."))
def non_negative(case: Case) -> Iterator[Found]:
    """A change of valuation alone may be."""
    for row in values(case):
        for column in VALUES[row.table]:
            if row[column] is not None and row[column] < 0:
                yield found(
                    row,
                    column,
                    N_("`{column}` is {value}, and cannot be negative."),
                    column=column,
                    value=Figure(row[column]),
                )


@check("unique", ERROR, N_("Nothing is said twice."))
def unique(case: Case) -> Iterator[Found]:
    """No two rows of a table agree in all columns of its key."""
    for name in TABLES:
        seen = dict[str, Row]()
        for row in case.inquiry.rows(name):
            if row.key in seen:
                yield found(
                    row,
                    TABLES[name].key[0],
                    N_("This row says again what line {line} says: {key}."),
                    line=case.inquiry.filled.tables[name].places.lines[seen[row.key].at],
                    key=row.key,
                )
            seen.setdefault(row.key, row)


@check(
    "resolved", ERROR, N_("Schemes and benefits that are named are in the tables `schemes` and `benefits`.")
)
def resolved(case: Case) -> Iterator[Found]:
    """A benefit is found by its scheme and its own name."""
    schemes, benefits = case.inquiry.schemes, case.inquiry.benefits
    text = N_("`{name}` is in no row of the table `{table}`.")
    for name in TABLES:
        if name in ("schemes", "reasons"):
            continue
        for row in case.inquiry.rows(name):
            for scheme, benefit in (("scheme", "benefit"), ("other_scheme", "other_benefit")):
                said, path = str(row[scheme] or ""), f"{row[scheme]}.{row[benefit]}"
                if said and said not in schemes:
                    yield Found(
                        row, scheme, text, {"name": said, "table": "schemes"}, nearest=nearest(said, schemes)
                    )
                elif said and row[benefit] and name != "benefits" and path not in benefits:
                    near = nearest(path, [one for one in benefits if one.split(".")[0] == said])
                    yield Found(row, benefit, text, {"name": path, "table": "benefits"}, nearest=near)


@check("explained", ERROR, N_("An empty value is said to be missing, with the reason."))
def explained(case: Case) -> Iterator[Found]:
    """Either the row has the status `missing` and a method that says why, or it has its values."""
    for row in values(case):
        columns = VALUES[row.table]
        empty = [column for column in columns if row[column] is None]
        if row["status"] == "missing" and len(empty) < len(columns):
            column = next(one for one in columns if one not in empty)
            yield found(row, column, N_("The status is `missing`, and a value is given."))
        elif row["status"] == "missing" and not row["method"]:
            yield found(row, "status", N_("Why is the value missing? Say it as the method of the row."))
        elif empty and row["status"] != "missing":
            yield found(
                row,
                empty[0],
                N_("`{column}` is empty: give it, or the status `missing` and the reason as method."),
                column=empty[0],
            )


@check("missing_known", ERROR, N_("What is said to be missing names a table of the inquiry."))
def missing_known(case: Case) -> Iterator[Found]:
    """A reason for nothing would be lost."""
    for row in case.inquiry.rows("missing"):
        if row["table"] not in VALUES and row["table"] not in TABLES:
            yield Found(
                row,
                "table",
                N_("There is no table `{name}`; there are {valid}."),
                {"name": row["table"], "valid": ", ".join(SECTIONS)},
                nearest=nearest(str(row["table"]), TABLES),
            )


@check("reason_known", ERROR, N_("A reason names a check that gives warnings."))
def reason_known(case: Case) -> Iterator[Found]:
    """Errors are mended, not explained."""
    valid = [one.code for one in CHECKS.values() if one.level == WARNING]
    for row in case.inquiry.rows("reasons"):
        if row["check"] not in valid:
            yield Found(
                row,
                "check",
                N_("`{name}` is no check that warns; there are {valid}."),
                {"name": row["check"], "valid": ", ".join(valid)},
                nearest=nearest(str(row["check"]), valid),
            )
        elif row["row"] != EVERY_ROW and ":" not in str(row["row"]):
            yield found(
                row,
                "row",
                N_("`{text}` names no row: write it as the warning does, such as {example}, or * for all."),
                text=str(row["row"])[:60],
                example="expenditure:old_age/-/2024/administration",
            )


@check("year", ERROR, N_("Values are those of the year of the inquiry."))
def year(case: Case) -> Iterator[Found]:
    """Another year has an inquiry of its own, of which a new version is sent: nothing is written over from here."""
    for row in values(case):
        if row["year"] != case.inquiry.year:
            yield found(
                row,
                "year",
                N_(
                    "The value is of {year}, the inquiry of {asked}: what was said of another year is corrected by a "
                    "new version of its own inquiry."
                ),
                year=f"{row['year']:g}",
                asked=case.inquiry.year,
            )


@check("date", WARNING, N_("The date of a value is near its year."))
def dated(case: Case) -> Iterator[Found]:
    """Within a year before it begins and after it ends."""
    for row in values(case):
        when = row["reference_date"]
        if isinstance(when, date) and row["year"]:
            first, last = date(int(row["year"]), 1, 1), date(int(row["year"]), 12, 31)
            if (first - when).days > FAR or (when - last).days > FAR:
                yield found(
                    row,
                    "reference_date",
                    N_("The value is of {year}, and its date is {date}."),
                    year=f"{row['year']:g}",
                    date=when.isoformat(),
                )


@check("sourced", WARNING, N_("Every value has a source."))
def sourced(case: Case) -> Iterator[Found]:
    """Its own, or that of the facts; told once, since one source for all is enough."""
    lacking = [row for row in values(case) if not row.source and row.value is not None]
    if lacking:
        yield found(
            "source",
            "source",
            N_(
                "{count} values have no source, first `{key}`: name it in their rows, or one for all in the facts."
            ),
            count=len(lacking),
            key=lacking[0].key,
        )


@check("confidential", INFO, N_("Values that may not be shown are kept and not published."))
def confidential(case: Case) -> Iterator[Found]:
    """Told, so that nobody looks for them in vain."""
    for row in values(case):
        if row.confidential:
            yield found(row, "confidential", N_("This value is confidential: it is kept, and not shown."))


@check("sections", INFO, N_("How much of each section is filled in."))
def sections(case: Case) -> Iterator[Found]:
    """A submission may be partial; what it leaves out is told."""
    for one in case.inquiry.sections:
        lacking = one.expected - one.given - one.explained
        if one.name != "facts" and lacking > 0:
            yield Found(
                "year",
                one.name,
                N_("`{section}`: {given} of {expected} filled in, {explained} said to be missing."),
                {
                    "section": one.name,
                    "given": one.given,
                    "expected": one.expected,
                    "explained": one.explained,
                },
                key=f"{one.name}:",
            )

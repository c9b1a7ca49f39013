"""All checks of a Social Security Inquiry, and what they say of one: errors, warnings with and without a reason."""

from __future__ import annotations

from socle.exchange import (
    inquiry_checks_form,
    inquiry_checks_law,
    inquiry_checks_money,
    inquiry_checks_people,
    inquiry_checks_years,
)
from socle.exchange.inquiry_check import (
    CHECKS,
    ERROR,
    EVERY_ROW,
    INFO,
    WARNING,
    Case,
    Check,
    Checked,
    Finding,
    Found,
    Groups,
)
from socle.model.inquiry import Inquiry
from socle.model.scheme import Scheme

ROOMS = (
    inquiry_checks_form,
    inquiry_checks_money,
    inquiry_checks_people,
    inquiry_checks_years,
    inquiry_checks_law,
)
"""Where the checks are; each adds its own to `CHECKS`."""


def check_inquiry(
    inquiry: Inquiry,
    previous: Inquiry | None = None,
    population: Groups | None = None,
    law: tuple[Scheme, ...] | None = None,
    currency: str = "",
) -> Checked:
    """Every check of an inquiry.

    `previous` is the inquiry of the year before; `population` are persons by group and sex for groups that the
    inquiry does not give; `law` the schemes of the country's files of law and `currency` that of the country.
    What is not given is not compared.
    """
    case = Case(inquiry, previous, population or {}, law, currency)
    every = [_finding(inquiry, one, found) for one in CHECKS.values() for found in one.examine(case)]
    warned = [one for one in every if one.level == WARNING]
    return Checked(
        errors=tuple(one for one in every if one.level == ERROR),
        warnings=tuple(one for one in warned if not one.reason),
        reasoned=tuple(one for one in warned if one.reason),
        infos=tuple(one for one in every if one.level == INFO),
    )


def _finding(inquiry: Inquiry, one: Check, found: Found) -> Finding:
    if isinstance(found.at, str):
        where, key = inquiry.filled.where(found.at), f"facts:{found.at}"
    else:
        where, key = found.at.where(found.column), found.at.key
    key = found.key or key
    reason = _reason(inquiry, one.code, key) if one.level == WARNING else ""
    return Finding(
        one.code, one.level, found.template, found.values, where, key, found.column, found.nearest, reason
    )


def _reason(inquiry: Inquiry, code: str, key: str) -> str:
    """Why a warning is accepted; nothing if nobody says it. `receipts:old_age/*` speaks of every row that begins so."""
    for row in inquiry.rows("reasons"):
        said = str(row["row"])
        many = said.endswith(EVERY_ROW) and key.startswith(said.removesuffix(EVERY_ROW))
        if row["check"] == code and (many or said == key):
            return str(row["reason"])
    return ""

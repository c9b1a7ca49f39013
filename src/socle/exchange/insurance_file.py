"""What a scheme file says of insured persons: insurable earnings, accounts, contributions by payer, pensions."""

from __future__ import annotations

from typing import Any, Final

from socle.exchange.file_words import (
    Raw,
    among,
    as_list,
    as_map,
    known_keys,
    map_at,
    name_of,
    place,
    placed,
    required,
)
from socle.exchange.parameter_text import read_parameter
from socle.exchange.rule_calls import call_of, called, distinct, payer_of
from socle.ground.expression import YEARS
from socle.ground.refusals import Refusal, nearest
from socle.ground.units import SHARE, number
from socle.model import rulebook
from socle.model.parameter import Parameter
from socle.model.scheme import Account, Call, Insurance, Insured, Payer, ReferenceYears

INSURANCE_KEYS: Final = ("insurable_earnings", "accounts", "contributions", "last_earnings", "divisor")
INSURED_KEYS: Final = ("contingency", "indexation", "paid", "until_age")
ACCOUNT_KEYS: Final = ("credit", "revalued_by", "gains")
CREDITS: Final = ("insurable_earnings", "contributions")
GAINS: Final = ("lost", "shared")
PAID: Final = ("for_life", "once")
WHICH: Final = ("last", "best")
BRANCH_OF: Final = {
    "old_age": "old_age",
    "invalidity": "disability",
    "survivors": "old_age",
    "orphans": "children",
    "death": "old_age",
    "leaving": "old_age",
}
"""The event that asks for a benefit, and the branch it belongs to where the file does not say."""


def insurance_of(raw: Raw, name: str) -> Insurance | None:
    """What a scheme says of insured persons; nothing if it says no word of them."""
    if not set(raw) & set(INSURANCE_KEYS):
        return None
    items = as_list(raw["insurable_earnings"]) if "insurable_earnings" in raw else []
    earnings = tuple(call_of(item, f"{name}.insurable_earnings", "money") for item in items)
    accounts = {
        name_of(key, raw["accounts"]): _account(value, str(key), name)
        for key, value in (map_at(raw, "accounts", "A scheme") if "accounts" in raw else {}).items()
    }
    return Insurance(
        earnings,
        accounts,
        _contributions(raw, name),
        _last_earnings(raw, name),
        _norm(raw, name),
        place(raw),
    )


def _last_earnings(raw: Raw, name: str) -> ReferenceYears | None:
    """Of which years the law takes the mean earnings."""
    if "last_earnings" not in raw:
        return None
    path, said = f"{name}.last_earnings", map_at(raw, "last_earnings", "A scheme")
    known_keys(said, ("years", "which", "revalued_by"), f"`{path}`")
    years = read_parameter(required(said, "years", f"`{path}`"), YEARS, f"{path}.years")
    if min(value for one in years.by_sex or (years,) for value in one.values) < 1:
        with placed(said, "years"):
            raise Refusal("`{path}` counts at least one year.", path=path)
    with placed(said, "which"):
        which = among(said.get("which", WHICH[0]), WHICH, "choice of years", f"{path}.which")
    revalued = said.get("revalued_by")
    growth = call_of(revalued, f"{path}.revalued_by", "insurance") if revalued is not None else None
    return ReferenceYears(years, which == "best", growth)


def _norm(raw: Raw, name: str) -> Parameter | None:
    """The growth that the divisor of notional accounts promises in advance."""
    if "divisor" not in raw:
        return None
    said = map_at(raw, "divisor", "A scheme")
    known_keys(said, ("norm",), f"`{name}.divisor`")
    return read_parameter(required(said, "norm", f"`{name}.divisor`"), SHARE, f"{name}.divisor.norm")


def _account(raw: Any, key: str, scheme: str) -> Account:
    raw, path = as_map(raw), f"{scheme}.accounts.{key}"
    known_keys(raw, ACCOUNT_KEYS, f"Account `{path}`")
    credit = required(raw, "credit", f"Account `{path}`")
    revalued = raw.get("revalued_by")
    return Account(
        key,
        _credit(raw, credit, path),
        call_of(revalued, f"{path}.revalued_by", "insurance") if revalued is not None else None,
        among(raw.get("gains", GAINS[0]), GAINS, "word for the balances of the dead", f"{path}.gains"),
        place(raw),
    )


def _credit(raw: Raw, credit: Any, path: str) -> Call | str:
    if credit in CREDITS:
        return str(credit)
    if isinstance(credit, str) and credit not in rulebook.RULES:
        raise Refusal(
            "`{path}` is credited with `{credit}`: say insurable_earnings, contributions, or a rule.",
            path=path,
            credit=credit[:60],
            nearest=nearest(credit, (*CREDITS, *rulebook.RULES)),
            where=raw.at("credit") if hasattr(raw, "at") else place(raw),
        )
    return call_of(credit, f"{path}.credit", "money")


def _contributions(raw: Raw, name: str) -> dict[str, Payer]:
    if "contributions" not in raw:
        return {}
    prefix, said = f"{name}.contributions", map_at(raw, "contributions", "A scheme")
    payers = {name_of(key, said): payer_of(value, f"{prefix}.{key}", "money") for key, value in said.items()}
    for payer in payers.values():
        distinct([payer.call, *called(payer.who)])
    return payers


def insured_of(raw: Raw, scheme: Raw, path: str) -> Insured:
    """What a benefit says as one that is earned by contributions."""
    said = [key for key in INSURED_KEYS if key in raw]
    contributory = bool(set(scheme) & set(INSURANCE_KEYS))
    if not said and (not contributory or {"branch", "guarantee"} & {*raw, *scheme}):
        return Insured()
    if not contributory:
        with placed(raw, said[0]):
            raise Refusal(
                "`{path}` says `{key}`, which belongs to contributory schemes: say insurable_earnings, accounts or "
                "contributions too.",
                path=path,
                key=said[0],
            )
    contingency = required(raw, "contingency", f"Benefit `{path}`")
    with placed(raw, "contingency"):
        contingency = among(contingency, tuple(BRANCH_OF), "contingency", path)
    with placed(raw, "paid"):
        paid = among(raw.get("paid", PAID[0]), PAID, "way of paying", path)
    steps = as_list(raw["indexation"]) if "indexation" in raw else []
    calls = tuple(
        call_of(step, f"{path}.indexation", "money" if i else "insurance") for i, step in enumerate(steps)
    )
    distinct(calls)
    if calls and paid == "once":
        with placed(raw, "indexation"):
            raise Refusal("`{path}` is paid once, so nothing in payment can be moved.", path=path)
    return Insured(contingency, calls, paid, _until(raw, path, paid))


def _until(raw: Raw, path: str, paid: str) -> int | None:
    """The age at which payment ends; nothing where it is for life."""
    if "until_age" not in raw:
        return None
    with placed(raw, "until_age"):
        age = number(str(raw["until_age"]), YEARS)
        if paid == "once" or age != int(age):
            raise Refusal(
                "`{path}`: `until_age` is a whole age at which a pension in payment ends.", path=path
            )
    return int(age)

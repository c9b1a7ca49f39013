"""Parameters as files write them: `{unit: XOF, per: month, 2024-04-01: 1400, then: cpi}`, or a bare value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from socle.exchange.file_words import known_keys, place, placed
from socle.ground import units
from socle.ground.expression import Kind
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.economy import PRICE_INDICES
from socle.model.parameter import ALWAYS, BIRTH_YEAR, COURSES, LIFE, Parameter, Then

KEYS = ("unit", "per", "prices", "then", "path", "law", "source", "unverified", "note", "by")
SAME_INDEX = {"prices": "cpi"}
INDICES = (*PRICE_INDICES, *SAME_INDEX, "wages", "gdp", "gdp_per_head", "population", LIFE)
SEXES = ("men", "women")
RAREST = 100  # years between two adjustments
YES, NO = ("yes", "true"), ("no", "false", "")
WAGE_ALONE = ("per", "prices", "then")  # an amount in average wages has none of these
CURRENCY = re.compile(r"[A-Z]{3}|INTL")
MONEY_NEEDS = N_(
    "`{path}` is money: say its unit, period and date, as in {{unit: XOF, per: month, 2024-04-01: 1400}}."
)
THEN_NEEDS = N_(
    "`then` of `{path}` takes one index or indices with their weights, `plus` a share above -1, and `every` a whole "
    "number of years from 1 to {most}."
)


def read_parameter(raw: Any, kind: Kind, path: str, base: Parameter | None = None) -> Parameter:
    """A parameter from what a file says; `base` lends its unit and period to a reform that does not repeat them."""
    where = place(raw)
    try:
        if isinstance(raw, Mapping) and set(raw) & set(SEXES):
            return _by_sex(raw, kind, path, base)
        if isinstance(raw, Mapping):
            return _dated(raw, kind, path, base)
        return _bare(raw, kind, path, base)
    except Refusal as refusal:
        raise refusal.at(where) from None


def _by_sex(raw: Mapping[str, Any], kind: Kind, path: str, base: Parameter | None) -> Parameter:
    known_keys(raw, SEXES, f"`{path}`")
    for sex in SEXES:
        if sex not in raw:
            raise Refusal("`{path}` says a value for one sex only: say both men and women.", path=path)
    lent = base.by_sex if base and base.by_sex else (base, base)
    men, women = (read_parameter(raw[sex], kind, path, own) for sex, own in zip(SEXES, lent, strict=True))
    return replace(men, by_sex=(men, women), where=place(raw))


def _bare(raw: Any, kind: Kind, path: str, base: Parameter | None) -> Parameter:
    if kind.money:
        raise Refusal(MONEY_NEEDS, path=path)
    if kind.condition or not isinstance(raw, str | int | float):
        raise Refusal("`{path}` takes one {kind}, or values with their dates.", path=path, kind=kind.word)
    text = str(raw)
    value = units.number(text, kind)
    if base:
        return replace(
            base, moments=(ALWAYS,), values=(value,), written=(text,), by_sex=None, where=place(raw)
        )
    return Parameter(path, kind, (ALWAYS,), (value,), (text,), where=place(raw))


def _dated(raw: Mapping[str, Any], kind: Kind, path: str, base: Parameter | None) -> Parameter:
    moments = _moments(raw, path)
    dates = sorted(moments, key=lambda key: moments[key])
    known_keys(_without(raw, dates), KEYS, f"`{path}`")
    if not dates:
        raise Refusal(
            "`{path}` has no value: give at least one date with its value, as in {{2024: 0.97}}.", path=path
        )
    clock = _clock(raw, kind, path)
    currency, per = _money(raw, kind, path, base)
    scale = units.payments(per) if kind.money else 1.0
    then = _then(raw, path) if "then" in raw else (base.then if base else None)
    if then and then.adds and kind.word != "years":
        with placed(raw, "then"):
            raise Refusal("`{path}` is no age, so it cannot follow life expectancy.", path=path)
    return Parameter(
        path,
        kind,
        tuple(moments[key] for key in dates),
        tuple(_value(raw, key, kind) * scale for key in dates),
        tuple(str(raw[key]) for key in dates),
        where=place(raw),
        currency=currency,
        per=per,
        prices=_prices(raw),
        then=then,
        course=_course(raw, base.course if base and len(dates) > 1 else "step"),
        source=str(raw.get("source", raw.get("law", ""))),
        unverified=_unverified(raw),
        clock=clock,
    )


def _clock(raw: Mapping[str, Any], kind: Kind, path: str) -> str:
    """By what the values are dated: the calendar, or the year of birth of each person.

    A reform borrows no clock from the law that it changes: the years it writes are read as they would be there.
    """
    if "by" not in raw:
        return ""
    with placed(raw, "by"):
        if raw["by"] != BIRTH_YEAR:
            raise Refusal(
                "`{path}` cannot be dated by `{clock}`: leave `by` out for the calendar, or say birth_year.",
                path=path,
                clock=str(raw["by"])[:60],
                nearest=nearest(str(raw["by"]), (BIRTH_YEAR,)),
            )
        if kind.money or "then" in raw:
            raise Refusal(
                "`{path}` is dated by the year of birth, so it is neither money nor moved by an index: money is dated "
                "by the calendar.",
                path=path,
            )
    return BIRTH_YEAR


def _moments(raw: Mapping[str, Any], path: str) -> dict[str, float]:
    """The keys that are dates, each with its moment; one moment has one value."""
    moments: dict[str, float] = {}
    for key in raw:
        if not units.is_date(str(key)):
            continue
        with placed(raw, key):
            moment = units.moment(str(key))
            if moment in moments.values():
                raise Refusal("`{path}` has two values for the date {date}.", path=path, date=str(key))
        moments[key] = moment
    return moments


def _prices(raw: Mapping[str, Any]) -> int | None:
    if "prices" not in raw:
        return None
    with placed(raw, "prices"):
        return int(units.moment(str(raw["prices"])))


def _unverified(raw: Mapping[str, Any]) -> bool:
    said = str(raw.get("unverified", "")).lower()
    with placed(raw, "unverified"):
        if said not in YES + NO:
            raise Refusal("`unverified` is yes or no, not `{text}`.", text=said[:60])
    return said in YES


def _money(raw: Mapping[str, Any], kind: Kind, path: str, base: Parameter | None) -> tuple[str, str]:
    """Currency and period, which money must have and nothing else may."""
    currency, per = (
        str(raw.get(key, lent))
        for key, lent in (("unit", base.currency if base else ""), ("per", base.per if base else ""))
    )
    if kind.money and currency == units.AVERAGE_WAGE:
        for key in (key for key in WAGE_ALONE if key in raw):
            with placed(raw, key):
                raise Refusal(
                    "`{path}` is in average wages, which are those of each year: it has no `{key}`.",
                    path=path,
                    key=key,
                )
        return currency, "year"
    with placed(raw, "unit"):
        if kind.money and currency and not CURRENCY.fullmatch(currency):
            raise Refusal(
                "`{currency}` is not a unit of money: say the three letters of a currency, as in XOF or USD, or INTL "
                "for international dollars.",
                currency=currency[:60],
                nearest=nearest(currency, (units.AVERAGE_WAGE,)),
            )
    if kind.money and not (currency and per):
        raise Refusal(MONEY_NEEDS, path=path)
    if not kind.money and (raw.get("unit") or raw.get("per")):
        raise Refusal(
            "`{path}` is not money but a {kind}: it has no unit and no period.", path=path, kind=kind.word
        )
    return currency, per


def _course(raw: Mapping[str, Any], otherwise: str) -> str:
    name = str(raw.get("path", otherwise))
    with placed(raw, "path"):
        if name not in COURSES:
            raise Refusal(
                "`{course}` is not a path between dates: say step, linear or logistic.",
                course=name[:60],
                nearest=nearest(name, COURSES),
            )
    return name


def _without(raw: Any, dates: list[Any]) -> Any:
    rest = {key: value for key, value in raw.items() if key not in dates}
    if not hasattr(raw, "at"):
        return rest
    within = type(raw)(rest)
    within.where, within.places = raw.where, raw.places
    return within


def _value(raw: Mapping[str, Any], key: Any, kind: Kind) -> float:
    with placed(raw, key):
        return units.number(str(raw[key]), kind)


def _then(raw: Mapping[str, Any], path: str) -> Then | None:
    said = raw["then"]
    with placed(raw, "then"):
        if isinstance(said, str):
            return None if said == "frozen" else Then(((_index(said), 1.0),))
        if isinstance(said, Mapping):
            return _mix(said, path)
        raise Refusal(THEN_NEEDS, path=path, most=RAREST)


def _mix(said: Mapping[str, Any], path: str) -> Then:
    known_keys(said, (*INDICES, "plus", "every"), f"`then` of `{path}`")
    weights = {
        _index(name): _value(said, name, units.RATIO) for name in said if name not in ("plus", "every")
    }
    plus = _value(said, "plus", units.KINDS["number"]) if "plus" in said else 0.0
    every = _value(said, "every", units.COUNT) if "every" in said else 1.0
    alone = LIFE not in weights or (len(weights) == 1 and plus == 0)
    if not (1 <= every <= RAREST and every == int(every) and plus > -1 and weights and alone):
        raise Refusal(THEN_NEEDS, path=path, most=RAREST)
    return Then(tuple(weights.items()), plus, int(every))


def _index(name: str) -> str:
    if name not in INDICES:
        raise Refusal(
            "`{name}` is not an index: say one of {valid}, or frozen.",
            name=name[:60],
            valid=", ".join(INDICES),
            nearest=nearest(name, INDICES),
        )
    return SAME_INDEX.get(name, name)

"""Parameters as files write them: `{unit: XOF, per: month, 2024-04-01: 1400, then: cpi}`, or a bare value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from socle.ground import units
from socle.ground.expression import Kind
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.economy import PRICE_INDICES
from socle.model.parameter import ALWAYS, COURSES, Parameter, Then

KEYS = ("unit", "per", "prices", "then", "path", "law", "source", "unverified", "note")
INDICES = (*PRICE_INDICES, "wages", "gdp", "gdp_per_head", "population")
SEXES = ("men", "women")
MONEY_NEEDS = N_(
    "`{path}` is money: say its unit, period and date, as in {{unit: XOF, per: month, 2024-04-01: 1400}}."
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


def place(raw: Any) -> str:
    """Where in its file something stands, if it came from a file."""
    return str(getattr(raw, "where", ""))


def known_keys(raw: Mapping[str, Any], valid: Iterable[str], what: str) -> None:
    """Refuse the first key that is not among `valid`, with the nearest that is."""
    valid = tuple(valid)
    for key in raw:
        if key not in valid:
            where = raw.at(key) if hasattr(raw, "at") else ""
            raise Refusal(
                "{what} has no `{key}`; it knows {valid}.",
                what=what,
                key=key,
                valid=", ".join(valid),
                nearest=nearest(str(key), valid),
                where=where,
            )


def _by_sex(raw: Mapping[str, Any], kind: Kind, path: str, base: Parameter | None) -> Parameter:
    known_keys(raw, SEXES, f"`{path}`")
    for sex in SEXES:
        if sex not in raw:
            raise Refusal("`{path}` says a value for one sex only: say both men and women.", path=path)
    lent = base.by_sex if base and base.by_sex else (base, base)
    men, women = (read_parameter(raw[sex], kind, path, own) for sex, own in zip(SEXES, lent, strict=True))
    return replace(men, by_sex=(men, women), where=place(raw))


def _bare(raw: Any, kind: Kind, path: str, base: Parameter | None) -> Parameter:
    if kind.money and base is None:
        raise Refusal(MONEY_NEEDS, path=path)
    if kind.condition or not isinstance(raw, str | int | float):
        raise Refusal("`{path}` takes one {kind}, or values with their dates.", path=path, kind=kind.word)
    text = str(raw)
    value = units.number(text, kind) * (units.payments(base.per) if base and base.per else 1)
    if base:
        return replace(
            base, moments=(ALWAYS,), values=(value,), written=(text,), by_sex=None, where=place(raw)
        )
    return Parameter(path, kind, (ALWAYS,), (value,), (text,), where=place(raw))


def _dated(raw: Mapping[str, Any], kind: Kind, path: str, base: Parameter | None) -> Parameter:
    dates = sorted((key for key in raw if units.is_date(str(key))), key=lambda key: units.moment(str(key)))
    known_keys(_without(raw, dates), KEYS, f"`{path}`")
    if not dates:
        raise Refusal(
            "`{path}` has no value: give at least one date with its value, as in {{2024: 0.97}}.", path=path
        )
    currency, per = _money(raw, kind, path, base)
    scale = units.payments(per) if kind.money else 1.0
    return Parameter(
        path,
        kind,
        tuple(units.moment(str(key)) for key in dates),
        tuple(_value(raw, key, kind) * scale for key in dates),
        tuple(str(raw[key]) for key in dates),
        where=place(raw),
        currency=currency,
        per=per,
        prices=int(units.moment(str(raw["prices"]))) if "prices" in raw else None,
        then=_then(raw["then"], path) if "then" in raw else (base.then if base else None),
        course=_course(str(raw.get("path", base.course if base and len(dates) > 1 else "step"))),
        source=str(raw.get("source", raw.get("law", ""))),
        unverified=str(raw.get("unverified", "")).lower() in ("yes", "true"),
    )


def _money(raw: Mapping[str, Any], kind: Kind, path: str, base: Parameter | None) -> tuple[str, str]:
    """Currency and period, which money must have and nothing else may."""
    currency, per = (
        str(raw.get(key, lent))
        for key, lent in (("unit", base.currency if base else ""), ("per", base.per if base else ""))
    )
    if kind.money and not (currency and per):
        raise Refusal(MONEY_NEEDS, path=path)
    if not kind.money and (raw.get("unit") or raw.get("per")):
        raise Refusal(
            "`{path}` is not money but a {kind}: it has no unit and no period.", path=path, kind=kind.word
        )
    return currency, per


def _course(name: str) -> str:
    if name not in COURSES:
        raise Refusal(
            "`{course}` is not a path between dates: say step, linear or logistic.",
            course=name,
            nearest=nearest(name, COURSES),
        )
    return name


def _without(raw: Any, dates: list[Any]) -> Any:
    rest = {key: value for key, value in raw.items() if key not in dates}
    if not hasattr(raw, "at"):
        return rest
    placed = type(raw)(rest)
    placed.where, placed.places = raw.where, raw.places
    return placed


def _value(raw: Mapping[str, Any], key: Any, kind: Kind) -> float:
    try:
        return units.number(str(raw[key]), kind)
    except Refusal as refusal:
        raise refusal.at(place(raw[key])) from None


def _then(raw: Any, path: str) -> Then | None:
    if isinstance(raw, str):
        return None if raw == "frozen" else Then(((_index(raw), 1.0),))
    known_keys(raw, (*INDICES, "plus", "every"), f"`then` of `{path}`")
    mix = tuple(
        (_index(str(name)), units.number(str(raw[name]))) for name in raw if name not in ("plus", "every")
    )
    every = units.number(str(raw.get("every", 1)))
    if every < 1 or every != math.floor(every) or not mix:
        raise Refusal(
            "`then` of `{path}` takes indices with their weights, and `every` a whole number of years.",
            path=path,
        )
    return Then(mix, units.number(str(raw.get("plus", 0))), int(every))


def _index(name: str) -> str:
    if name not in INDICES:
        raise Refusal(
            "`{name}` is not an index: say one of {valid}, or frozen.",
            name=name,
            valid=", ".join(INDICES),
            nearest=nearest(name, INDICES),
        )
    return name

"""The file of a branch of unemployment insurance."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from socle.exchange.branch_words import (
    Column,
    Desk,
    by_number,
    columns,
    needed,
    number,
    paid_somewhere,
    rate,
    several,
    table,
    whole,
    without,
)
from socle.exchange.file_words import Raw, as_map, known_keys, map_at, place, placed, required
from socle.exchange.yaml_text import Mapping
from socle.ground import units
from socle.ground.axes import Array
from socle.ground.expression import MONEY, NUMBER, YEARS
from socle.ground.refusals import Refusal
from socle.model import branch_case as noun

KEYS: Final = ("benefit", "needs", "groups", "fund", "history", "recession")
BENEFIT: Final = ("waiting", "duration", "replacement", "floor", "cap")
LENGTH: Final = NUMBER
LONGEST: Final = 120  # months of a spell
GROUP: Final = {
    "insured": Column(units.COUNT),
    "wage": Column(MONEY),
    "wage_ratio": Column(units.RATIO, 1.0),
    "separation": Column(units.SHARE),
    "involuntary": Column(units.SHARE, 1.0),
    "take_up": Column(units.SHARE, 1.0),
    "paying": Column(units.SHARE, math.nan),
    "eligible": Column(units.SHARE, math.nan),
    "duration": Column(LENGTH, math.nan),
    "age": Column(YEARS, math.nan),
}


def unemployment(raw: Mapping, head: noun.Head, desk: Desk) -> noun.Unemployment:
    """Unemployment insurance from what its file says beside the head."""
    known_keys(raw, KEYS, "`unemployment`")
    benefit = map_at(raw, "benefit", "`unemployment`")
    known_keys(benefit, BENEFIT, "`benefit`")
    rows = table(raw, "groups", "`unemployment`", desk)
    exits = tuple(_exits(name, rows) for name in rows)
    found = columns(without(rows, "exit"), "groups", GROUP, desk)
    paid_somewhere(found, rows)
    needs = _needs(raw)
    _right_known(rows, found, needs)
    duration, by_age = _duration(benefit, rows, found)
    fund = _fund(as_map(raw["fund"]), desk) if "fund" in raw else None
    if fund is None and "recession" in raw:
        raise Refusal("`recession` tests a fund: say `fund`.", where=raw.at("recession"))
    history = as_map(raw.get("history", {}))
    return noun.Unemployment(
        head,
        tuple(rows),
        found["insured"],
        found["wage"],
        found["wage_ratio"],
        found["separation"],
        exits,
        found["involuntary"],
        found["take_up"],
        found["paying"],
        found["eligible"],
        needs,
        needed(benefit, "waiting", LENGTH, desk, "`benefit`"),
        duration,
        _replacement(benefit),
        number(benefit, "floor", MONEY, desk, 0.0),
        number(benefit, "cap", MONEY, desk, math.inf),
        by_age,
        found["age"],
        fund,
        _recession(as_map(raw["recession"]), head, desk) if "recession" in raw else None,
        by_number(history, units.SHARE, "history"),
    )


def _replacement(benefit: Raw) -> tuple[float, ...]:
    return several(required(benefit, "replacement", "`benefit`"), units.SHARE)


def _exits(name: str, rows: Raw) -> tuple[float, ...]:
    group = as_map(rows[name])
    known_keys(group, (*GROUP, "exit"), f"`groups.{name}`")
    with placed(rows, name):
        return several(required(group, "exit", f"`groups.{name}`"), units.SHARE)


def _needs(raw: Raw) -> tuple[int, int]:
    """Months paid, of the last so many; none needed where the file does not say it."""
    if "needs" not in raw:
        return 0, 0
    said = as_map(raw["needs"])
    known_keys(said, ("months", "of_last"), "`needs`")
    last = whole(said, "of_last", 1, LONGEST)
    return whole(said, "months", 1, last), last


def _right_known(rows: Raw, found: dict[str, Array], needs: tuple[int, int]) -> None:
    """Each group says its share with a right, or how often it pays where months are needed; not both."""
    for at, name in enumerate(rows):
        paying, eligible = (not math.isnan(found[key][at]) for key in ("paying", "eligible"))
        if paying and (eligible or not needs[1]):
            raise Refusal(
                "`groups.{name}` says `paying`, which counts only with `needs` and without `eligible`.",
                name=name,
                where=_at(rows, name),
            )
        if not paying and not eligible:
            raise Refusal(
                "`groups.{name}` says no right to benefit: say `eligible`, a share of claimants, or `paying` "
                "with `needs`.",
                name=name,
                where=_at(rows, name),
            )


def _at(rows: Raw, name: str) -> str:
    return rows.at(name) if isinstance(rows, Mapping) else ""


def _duration(benefit: Raw, rows: Raw, found: dict[str, Array]) -> tuple[Array, Any]:
    """Months that can be paid: one for all, by age with the ages of the groups, or by group."""
    said = benefit.get("duration")
    missing = np.isnan(found["duration"])
    if said is None:
        if missing.any():
            raise Refusal(
                "`groups.{name}` has no `duration`, and `benefit` has none for all.",
                name=list(rows)[int(missing.argmax())],
                where=place(benefit),
            )
        return _bounded(found["duration"], benefit), ((), ())
    if not missing.all():
        raise Refusal("`duration` is said twice: in `benefit` and in the groups.", where=place(benefit))
    if isinstance(said, str):
        one = several(said, LENGTH)[0]
        return _bounded(np.full(len(missing), one), benefit), ((), ())
    ages = by_number(as_map(said), LENGTH, "benefit.duration")
    if np.isnan(found["age"]).any():
        raise Refusal("`duration` goes by age: every group needs its `age`.", where=place(said))
    if 0 not in ages:
        raise Refusal("`duration` by age begins with 0, the youngest.", where=place(said))
    limits, months = tuple(ages)[1:], tuple(ages.values())
    return _bounded(np.array(months), benefit), (limits, months)


def _bounded(months: Array, benefit: Raw) -> Array:
    if (months > LONGEST).any() or (months <= 0).any():
        raise Refusal(
            "A duration of benefit lies above 0 and at most at {most} months.",
            most=LONGEST,
            where=benefit.at("duration") if isinstance(benefit, Mapping) else "",
        )
    return months


def _fund(raw: Raw, desk: Desk) -> noun.Fund:
    known_keys(raw, ("start", "rate", "return"), "`fund`")
    start = needed(raw, "start", MONEY, desk, "`fund`") / desk.yearly  # a stock, not a payment
    returns = rate(required(raw, "return", "`fund`"))
    return noun.Fund(start, needed(raw, "rate", units.SHARE, desk, "`fund`"), returns)


def _recession(raw: Raw, head: noun.Head, desk: Desk) -> noun.Recession:
    what = "`recession`"
    known_keys(raw, ("normal", "unemployment", "separation", "exit", "extension"), what)
    said = map_at(raw, "unemployment", what)
    path = by_number(said, units.SHARE, "recession.unemployment")
    for year in range(head.year, head.year + head.years):
        required(said, str(year), "`recession.unemployment`")
    extension = as_map(raw.get("extension", {}))
    known_keys(extension, ("trigger", "months", "lag"), "`extension`")
    if extension:
        required(extension, "trigger", "`extension`")
    normal = needed(raw, "normal", units.SHARE, desk, what)
    if normal >= 1 or max(path.values()) >= 1:
        raise Refusal("A rate of unemployment is below 100 %.", where=place(said))
    return noun.Recession(
        normal,
        np.array([path[year] for year in range(head.year, head.year + head.years)]),
        needed(raw, "separation", units.RATIO, desk, what),
        needed(raw, "exit", units.RATIO, desk, what),
        number(extension, "trigger", units.SHARE, desk, 1.0),
        needed(extension, "months", units.RATIO, desk, "`extension`") if extension else 0.0,
        whole(extension, "lag", 0, LONGEST, 0),
    )

"""The files of sickness, maternity, health and long-term care: what is used by groups, and what it costs."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, Final

import numpy as np

from socle.exchange.branch_words import (
    RATE,
    Column,
    Desk,
    by_number,
    columns,
    needed,
    number,
    paid_somewhere,
    rate,
    table,
    whole,
)
from socle.exchange.file_words import Raw, as_map, known_keys, map_at, name_of, place, required
from socle.exchange.yaml_text import Mapping
from socle.ground import units
from socle.ground.axes import Array
from socle.ground.expression import MONEY, NUMBER
from socle.ground.refusals import Refusal
from socle.model import branch_case as noun

LONGEST: Final = 1000  # days of a spell
COVERED: Final = {
    "people": Column(units.COUNT),
    "growth": Column(RATE, 0.0),
    "cover": Column(units.SHARE),
    "deaths": Column(units.SHARE, math.nan),
    "deaths_last": Column(units.SHARE, math.nan),
}
DRIVERS: Final = (
    "income",
    "elasticity_first",
    "elasticity_last",
    "residual",
    "dying",
    "prices",
    "labour_share",
)
SERVICE: Final = {
    "price": Column(MONEY),
    "copay": Column(units.SHARE, 0.0),
    "cap": Column(MONEY, math.inf),
}
PAID: Final = {"insured": Column(units.COUNT), "wage": Column(MONEY), "spells": Column(units.RATIO)}
WOMEN: Final = {
    "women": Column(units.COUNT),
    "wage": Column(MONEY),
    "fertility": Column(units.SHARE),
    "eligible": Column(units.SHARE, 1.0),
}


def sickness(raw: Mapping, head: noun.Head, desk: Desk) -> noun.Sickness:
    """Sickness benefit from what its file says beside the head."""
    what = "`sickness`"
    known_keys(raw, ("benefit", "groups", "spells", "reserve"), what)
    benefit = map_at(raw, "benefit", what)
    known_keys(benefit, ("waiting", "days", "rate"), "`benefit`")
    rows = table(raw, "groups", what, desk)
    found = columns(rows, "groups", PAID, desk)
    paid_somewhere(found, rows)
    days = whole(benefit, "days", 1, LONGEST)
    return noun.Sickness(
        head,
        tuple(rows),
        found["insured"],
        found["wage"],
        found["spells"],
        _curve(raw, days),
        whole(benefit, "waiting", 0, LONGEST),
        days,
        needed(benefit, "rate", units.SHARE, desk, "`benefit`"),
        _reserve(raw, desk),
    )


def _curve(raw: Raw, days: int) -> Array:
    """The share of spells that last so many days or more, from day 1, straight between the days of the file."""
    said = map_at(raw, "spells", "`sickness`")
    points = by_number(said, units.SHARE, "spells")
    if 1 not in points or max(points) < days:
        raise Refusal(
            "`spells` gives the share of spells that last so many days or more, from day 1 to the last paid, {days}.",
            days=days,
            where=place(said),
        )
    for before, after in pairwise(points):
        if points[after] > points[before]:
            raise Refusal(
                "The share of spells that last {after} days or more cannot be above that of {before} days.",
                before=before,
                after=after,
                where=said.at(str(after)) if isinstance(said, Mapping) else "",
            )
    return np.interp(np.arange(1, days + 1), list(points), list(points.values()))


def _reserve(raw: Raw, desk: Desk) -> noun.Reserve:
    said = as_map(raw.get("reserve", {}))
    known_keys(said, ("months", "years", "held"), "`reserve`")
    if not said:
        return noun.Reserve()
    held = number(said, "held", MONEY, desk, 0.0) / desk.yearly  # a stock, not a payment
    return noun.Reserve(
        needed(said, "months", NUMBER, desk, "`reserve`"),
        needed(said, "years", NUMBER, desk, "`reserve`"),
        held,
    )


def maternity(raw: Mapping, head: noun.Head, desk: Desk) -> noun.Maternity:
    """Maternity benefit from what its file says beside the head."""
    what = "`maternity`"
    known_keys(raw, ("benefit", "groups", "payroll", "reserve"), what)
    benefit = map_at(raw, "benefit", what)
    known_keys(benefit, ("weeks", "rate"), "`benefit`")
    rows = table(raw, "groups", what, desk)
    found = columns(rows, "groups", WOMEN, desk)
    return noun.Maternity(
        head,
        tuple(rows),
        found["women"],
        found["wage"],
        found["fertility"],
        found["eligible"],
        needed(benefit, "weeks", NUMBER, desk, "`benefit`"),
        needed(benefit, "rate", units.SHARE, desk, "`benefit`"),
        _payroll(raw, desk, what),
        _reserve(raw, desk),
    )


def _payroll(raw: Raw, desk: Desk, what: str) -> float:
    payroll = needed(raw, "payroll", MONEY, desk, what)
    if not payroll > 0:
        raise Refusal("A rate needs a payroll above 0.", where=place(raw["payroll"]))
    return payroll


def health(raw: Mapping, head: noun.Head, desk: Desk) -> noun.Health:
    """Health care from what its file says beside the head."""
    what = "`health`"
    known_keys(raw, ("services", "groups", "drivers", "payroll", "gdp", "staff", "beds"), what)
    said = table(raw, "services", what, desk)
    services = tuple(name_of(name, said) for name in said)
    priced = columns(said, "services", SERVICE, desk)
    rows = table(raw, "groups", what, desk)
    used = {name: Column(units.RATIO) for name in services}
    found = columns(rows, "groups", {**COVERED, **used}, desk)
    drivers = as_map(raw.get("drivers", {}))
    known_keys(drivers, DRIVERS, "`drivers`")
    return noun.Health(
        head=head,
        groups=tuple(rows),
        people=found["people"],
        growth=found["growth"],
        cover=found["cover"],
        services=services,
        use=np.stack([found[name] for name in services], axis=-1),
        deaths=found["deaths"],
        deaths_last=found["deaths_last"],
        price=priced["price"] / desk.yearly,  # of one unit of use, not of a period
        copay=priced["copay"],
        cap=priced["cap"],
        income=rate(drivers.get("income", "0")),
        elasticity=(
            number(drivers, "elasticity_first", NUMBER, desk, 1.0),
            number(drivers, "elasticity_last", NUMBER, desk, 1.0),
        ),
        residual=rate(drivers.get("residual", "0")),
        dying=_dying(drivers, rows, found, desk),
        prices=rate(drivers.get("prices", "0")),
        labour_share=number(drivers, "labour_share", units.SHARE, desk, 0.0),
        payroll=_payroll(raw, desk, what),
        product=number(raw, "gdp", MONEY, desk, 0.0),
        staff=_supply(raw, "staff", ("a_worker", "workers"), services, desk),
        beds=_supply(raw, "beds", ("occupancy", "beds"), services, desk),
    )


def _dying(drivers: Raw, rows: Raw, found: dict[str, Array], desk: Desk) -> float:
    """How much more the dying use; then every group says the share who die in the first year and in the last."""
    said = ~np.isnan(found["deaths"]) & ~np.isnan(found["deaths_last"])
    if "dying" in drivers and not said.all():
        raise Refusal(
            "`groups.{name}` says no `deaths` and `deaths_last`, which `drivers.dying` needs.",
            name=list(rows)[int((~said).argmax())],
            where=place(drivers["dying"]),
        )
    if "dying" not in drivers and not np.isnan([found["deaths"], found["deaths_last"]]).all():
        raise Refusal(
            "`deaths` count only with `drivers.dying`: how many times as much the dying use.",
            where=place(rows),
        )
    return number(drivers, "dying", units.RATIO, desk, 1.0)


def _supply(
    raw: Raw, key: str, names: tuple[str, str], services: tuple[str, ...], desk: Desk
) -> dict[str, tuple[float, float]]:
    """What delivers a service, by service: `{hospital: {occupancy: 85%, beds: 900}}`."""
    said = as_map(raw.get(key, {}))
    known_keys(said, services, f"`{key}`")
    first = units.SHARE if key == "beds" else NUMBER
    cells = columns(said, key, {names[0]: Column(first), names[1]: Column(units.COUNT)}, desk)
    return {name: (float(cells[names[0]][at]), float(cells[names[1]][at])) for at, name in enumerate(said)}


def long_term_care(raw: Mapping, head: noun.Head, desk: Desk) -> noun.LongTerm:
    """Long-term care from what its file says beside the head."""
    what = "`long_term_care`"
    known_keys(raw, ("levels", "groups", "gdp"), what)
    said = map_at(raw, "levels", what)
    levels = tuple(name_of(name, said) for name in said)
    if not levels:
        raise Refusal("`{key}` has no rows.", key="levels", where=place(said))
    settings = tuple(
        dict.fromkeys(name_of(one, as_map(said[level])) for level in levels for one in as_map(said[level]))
    )
    shares, costs = [], []
    for level in levels:
        said_of = {one: _setting(as_map(said[level]), one, f"levels.{level}", desk) for one in settings}
        shares.append([said_of[one][0] for one in settings])
        costs.append([said_of[one][1] for one in settings])
    rows = table(raw, "groups", what, desk)
    cells = {"people": Column(units.COUNT), "growth": Column(RATE, 0.0)}
    found = columns(rows, "groups", {**cells, **{level: Column(units.SHARE) for level in levels}}, desk)
    return noun.LongTerm(
        head,
        tuple(rows),
        found["people"],
        found["growth"],
        levels,
        np.stack([found[level] for level in levels], axis=-1),
        settings,
        np.array(shares),
        np.array(costs),
        number(raw, "gdp", MONEY, desk, 0.0),
    )


def _setting(raw: Raw, name: str, path: str, desk: Desk) -> tuple[float, float]:
    """The share of the dependent of a level in a setting and its cost; nobody where the level does not name it."""
    if name not in raw:
        return 0.0, 0.0
    said: Any = as_map(required(raw, name, f"`{path}`"))
    known_keys(said, ("share", "cost"), f"`{path}.{name}`")
    share = needed(said, "share", units.SHARE, desk, f"`{path}.{name}`")
    return share, needed(said, "cost", MONEY, desk, f"`{path}.{name}`")

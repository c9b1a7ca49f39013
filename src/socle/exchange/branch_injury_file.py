"""The file of a branch of employment injury."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from socle.exchange.branch_words import (
    Column,
    Desk,
    columns,
    needed,
    number,
    rate,
    several,
    table,
    whole,
    without,
)
from socle.exchange.file_words import Raw, as_map, known_keys, map_at, place, placed, required
from socle.exchange.life_table_file import read_life_tables
from socle.exchange.yaml_text import Mapping
from socle.ground import units
from socle.ground.axes import Array
from socle.ground.expression import MONEY, NUMBER
from socle.ground.refusals import Refusal, nearest
from socle.measure import contingencies as life
from socle.model import branch_case as noun

WHAT: Final = "`employment_injury`"
KEYS: Final = (
    "industries", "ages", "temporary", "permanent", "death", "medical", "mortality", "interest", "indexation",
    "pensions", "claims", "credibility", "experience", "enterprises", "rating",
)  # fmt: skip
INDUSTRY: Final = {
    "insured": Column(units.COUNT),
    "wage": Column(MONEY),
    "women": Column(units.SHARE),
    "accidents": Column(units.RATIO),
}
PENSIONS: Final = ("men", "women", "widowers", "widows", "orphans")
DEATH: Final = (
    "share", "spouse", "child", "family", "married", "age_gap", "children", "child_age", "child_until",
)  # fmt: skip
SEXES: Final = ("male", "female")
OLDEST: Final = 130  # the last age of Makeham's law
FURTHER: Final = 30  # ages past the last that spouses may be apart


def injury(raw: Mapping, head: noun.Head, desk: Desk) -> noun.Injury:
    """Employment injury from what its file says beside the head."""
    known_keys(raw, KEYS, WHAT)
    rows = table(raw, "industries", WHAT, desk)
    found = columns(rows, "industries", INDUSTRY, desk)
    if not (found["insured"] * found["wage"] > 0).all():
        raise Refusal("Every industry needs insured persons and a wage above 0.", where=place(rows))
    lives = _lives(raw, desk)
    trust = as_map(raw.get("credibility", {}))
    known_keys(trust, ("accidents_half_believed", "years"), "`credibility`")
    cost, payroll = _experience(raw, rows, desk)
    return noun.Injury(
        head=head,
        industries=tuple(rows),
        insured=found["insured"],
        wage=found["wage"],
        women=found["women"],
        frequency=found["accidents"],
        ages=_ages(raw, lives),
        **_outcomes(raw, desk),
        lives=lives,
        indexation=rate(raw.get("indexation", "0")),
        in_payment=_in_payment(raw, lives, desk),
        triangle=_triangle(map_at(raw, "claims", WHAT)) if "claims" in raw else None,
        accident_years=tuple(str(year) for year in raw.get("claims", {})),
        half=number(trust, "accidents_half_believed", NUMBER, desk, math.nan),
        trusted_years=whole(trust, "years", 1, 50, 1),
        cost=cost,
        payroll=payroll,
        rated=_rated(raw, rows, desk) if "enterprises" in raw else None,
    )


def _rated(raw: Mapping, industries: Raw, desk: Desk) -> noun.Rated:
    """Enterprises with the payroll and cost of past years, and the bounds within which their rates move."""
    if "accidents_half_believed" not in as_map(raw.get("credibility", {})):
        raise Refusal(
            "`enterprises` need `credibility.accidents_half_believed`.", where=raw.at("enterprises")
        )
    bounds = map_at(raw, "rating", WHAT)
    known_keys(bounds, ("low", "high"), "`rating`")
    rows = table(raw, "enterprises", WHAT, desk)
    belongs = []
    for name in rows:
        one = as_map(rows[name])
        known_keys(one, ("industry", "payroll", "cost"), f"`enterprises.{name}`")
        said = required(one, "industry", f"`enterprises.{name}`")
        if str(said) not in industries:
            raise Refusal(
                "`{name}` is not among `industries`: {valid}.",
                name=str(said)[:60],
                valid=", ".join(industries),
                nearest=nearest(str(said), industries),
                where=place(said),
            )
        belongs.append(list(industries).index(str(said)))
    money = Column(units.KINDS["money"])
    found = columns(without(rows, "industry"), "enterprises", {"payroll": money, "cost": money}, desk)
    low, high = (needed(bounds, key, units.RATIO, desk, "`rating`") for key in ("low", "high"))
    return noun.Rated(
        tuple(rows),
        np.array(belongs),
        found["payroll"] / desk.yearly,
        found["cost"] / desk.yearly,
        (low, high),
    )


def _outcomes(raw: Raw, desk: Desk) -> dict[str, Any]:
    """What accidents lead to, and what each outcome is paid."""
    temporary, permanent = map_at(raw, "temporary", WHAT), map_at(raw, "permanent", WHAT)
    known_keys(temporary, ("share", "days", "rate"), "`temporary`")
    known_keys(permanent, ("rate", "attendance", "reversion", "degrees"), "`permanent`")
    degrees = _shares(permanent, "degrees", "`permanent`", units.SHARE)
    death = map_at(raw, "death", WHAT)
    return {
        "temporary": needed(temporary, "share", units.SHARE, desk, "`temporary`"),
        "days": needed(temporary, "days", units.RATIO, desk, "`temporary`"),
        "temporary_rate": needed(temporary, "rate", units.SHARE, desk, "`temporary`"),
        "degrees": np.array(list(degrees)),
        "permanent": np.array(list(degrees.values())),
        "pension_rate": needed(permanent, "rate", units.SHARE, desk, "`permanent`"),
        "attendance": number(permanent, "attendance", units.SHARE, desk, 0.0),
        "reversion": number(permanent, "reversion", units.SHARE, desk, 0.0),
        "death": needed(death, "share", units.SHARE, desk, "`death`"),
        "medical": needed(raw, "medical", MONEY, desk, WHAT) / desk.yearly,  # an accident's, not a period's
        "families": _families(death, desk),
    }


def _shares(raw: Raw, key: str, what: str, kind: Any) -> dict[float, float]:
    """`{25%: 3%, 100%: 0.5%}`: shares by a number, in the order of the file."""
    said, found = map_at(raw, key, what), {}
    for name, value in said.items():
        with placed(said, name):
            found[units.number(str(name), kind)] = units.number(str(value), units.SHARE)
    if not found:
        raise Refusal("`{key}` has no rows.", key=key, where=place(said))
    return found


def _ages(raw: Raw, lives: noun.Lives) -> dict[int, float]:
    """The share of the insured at each age; they make up all of them."""
    said = _shares(raw, "ages", WHAT, units.COUNT)
    where = place(raw["ages"])
    last = lives.survivors.shape[-1] - FURTHER
    for age in said:
        if age != int(age) or age >= last:
            raise Refusal("{age} is not an age of the life table.", age=f"{age:g}", where=where)
    total = sum(said.values())
    if abs(total - 1) > 1e-6:
        raise Refusal(
            "`ages` make up {total} % of the insured, not 100 %.", total=f"{total * 100:g}", where=where
        )
    return {int(age): share / total for age, share in said.items()}


def _lives(raw: Raw, desk: Desk) -> noun.Lives:
    """Men's and women's survivors from a file of life tables, or Makeham's law for each."""
    said = map_at(raw, "mortality", WHAT)
    known_keys(said, ("file", "men", "women", "disabled"), "`mortality`")
    if "file" in said:
        tables = [_of_file(said, sex, desk) for sex in SEXES]
    else:
        tables = [_makeham(said, key) for key in ("men", "women")]
    width = max(map(len, tables)) + FURTHER
    survivors = np.array([np.append(one, np.zeros(width - len(one))) for one in tables])
    interest = rate(required(raw, "interest", WHAT))
    if interest <= -1:
        raise Refusal("The rate of interest must be above -100 % a year, not {rate}.", rate=interest)
    return noun.Lives(survivors, interest, number(said, "disabled", units.RATIO, desk, 1.0))


def _of_file(said: Raw, sex: str, desk: Desk) -> Array:
    found = {one.sex: one for one in read_life_tables(desk.folder / str(said["file"]))[0]}
    if sex not in found or found[sex].first != 0:
        raise Refusal(
            "Employment injury needs the life tables of both sexes from age 0: `{sex}` is not there so.",
            sex=sex,
            where=place(said["file"]),
        )
    one = found[sex]
    values = np.array(one.values)
    return values / values[0] if one.kind == "l" else life.survivors(values)


def _makeham(said: Raw, key: str) -> Array:
    law = several(required(said, key, "`mortality`"), NUMBER)
    if len(law) != 3:
        raise Refusal("Makeham's law has three numbers: A, B and c.", where=place(said[key]))
    with placed(said, key):
        return life.makeham_survivors(*law, np.arange(OLDEST + 1.0))


def _families(raw: Raw, desk: Desk) -> noun.Families:
    what = "`death`"
    known_keys(raw, DEATH, what)
    gap = _of_sexes(raw, "age_gap", NUMBER, what)
    if not all(one == int(one) and abs(one) < FURTHER for one in gap):
        raise Refusal(
            "`age_gap` is in whole years, below {most}: the age of the spouse less that of the insured.",
            most=FURTHER,
            where=place(raw["age_gap"]),
        )
    until = whole(raw, "child_until", 1, 30)
    return noun.Families(
        needed(raw, "spouse", units.SHARE, desk, what),
        needed(raw, "child", units.SHARE, desk, what),
        needed(raw, "family", units.SHARE, desk, what),
        np.array(_of_sexes(raw, "married", units.SHARE, what)),
        (int(gap[0]), int(gap[1])),
        np.array(_of_sexes(raw, "children", units.RATIO, what)),
        whole(raw, "child_age", 0, until),
        until,
    )


def _of_sexes(raw: Raw, key: str, kind: Any, what: str) -> tuple[float, float]:
    """`{men: -3, women: 3}`."""
    said = map_at(raw, key, what)
    known_keys(said, ("men", "women"), f"`{key}`")
    found = []
    for sex in ("men", "women"):
        with placed(said, sex):
            found.append(units.number(str(required(said, sex, f"`{key}`")), kind))
    return found[0], found[1]


def _in_payment(raw: Mapping, lives: noun.Lives, desk: Desk) -> dict[str, Array]:
    """Pensions in payment at the start, money a year by whom and age; nothing where the file has none."""
    width = lives.survivors.shape[-1]
    found = {who: np.zeros(width) for who in PENSIONS}
    if "pensions" not in raw:
        return found
    rows = table(raw, "pensions", WHAT, desk)
    cells = columns(rows, "pensions", dict.fromkeys(PENSIONS, Column(MONEY, 0.0)), desk)
    for at, name in enumerate(rows):
        if not (str(name).isascii() and str(name).isdigit() and int(str(name)[:9]) < width - FURTHER):
            raise Refusal(
                "{age} is not an age of the life table.",
                age=str(name)[:40],
                where=rows.at(name) if isinstance(rows, Mapping) else "",
            )
        for who in PENSIONS:
            found[who][int(name)] += cells[who][at]
    return found


def _triangle(raw: Raw) -> Array:
    """Cumulative payments [year of accident, year of development]; what is not known yet is not a number."""
    rows = []
    for year, said in raw.items():
        with placed(raw, year):
            rows.append(several(said, units.KINDS["money"]))
    width = max(map(len, rows))
    return np.array([[*row, *[math.nan] * (width - len(row))] for row in rows])


def _experience(raw: Raw, industries: Raw, desk: Desk) -> tuple[Array | None, Array | None]:
    """Cost and payroll of past years [industry, year], of every industry for the same years."""
    if "experience" not in raw:
        return None, None
    said = map_at(raw, "experience", WHAT)
    known_keys(said, industries, "`experience`")
    known = {"cost": Column(units.KINDS["money"]), "payroll": Column(units.KINDS["money"])}
    costs, payrolls, years = [], [], None
    for name in industries:
        rows = map_at(said, name, "`experience`")
        if years is not None and list(rows) != years:
            raise Refusal(
                "`experience.{name}` has other years than the industry before it.",
                name=name,
                where=place(rows),
            )
        years = list(rows)
        cells = columns(rows, f"experience.{name}", known, desk)
        if not (cells["payroll"] > 0).all():
            raise Refusal("A rate needs a payroll above 0.", where=place(rows))
        costs.append(cells["cost"] / desk.yearly)
        payrolls.append(cells["payroll"] / desk.yearly)
    return np.array(costs), np.array(payrolls)

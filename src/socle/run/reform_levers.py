"""What a reform can turn: parameters of the law, and inputs that somebody wrote, from where they stand to an end.

A lever goes one way only, towards what an instrument wants. Its figures are rounded as a law would say them: rates to
half a point, money to half of its second figure, ages, weeks and days to whole ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np

from socle.ground.units import MONTHS_PER_YEAR, payments
from socle.model.practice import CONTINGENCIES, INPUTS, MEANS, PROTECTED, Input, Practice, Written
from socle.model.reform import FORM, LAW, MADE, Change
from socle.model.standard import Part, Requirement, Way

STEPS: Final = {
    "share": 0.005,
    "share a year": 0.0005,
    "ratio": 0.005,
    "average_wage": 0.005,
    "years": 1.0,
    "months": 0.5,
}
WHOLE: Final = ("persons", "weeks", "days", "number", "count")  # nothing lies between two of these
HALVES: Final = 5.0  # of the third figure: 263 becomes 265, 93.6 million 94 million
LIMITS: Final = ("ceiling", "at_most")
FURTHEST: Final = 1e6  # times what stands, or one payment of one unit of money
SWITCH: Final = ("flag", "items")
MONTH, YEAR = "month", "year"
TOTALS: Final = (
    "family_benefits",
    "employee_contributions",
    "total_paid",
)  # money of a year, not of a person
HIGHER: Final = ("total_paid",)
PERIODS: Final = ("qualifying_years", "reduced_after_years")  # of service; the second is at most the first

WITHIN: Final[Mapping[str, tuple[str, ...]]] = {
    "industrial_protected": (
        "industry_protected",
        "employees_protected",
        "active_protected",
        "residents_protected",
    ),
    "industry_protected": ("employees_protected", "active_protected", "residents_protected"),
    "employees_protected": ("active_protected", "residents_protected"),
    "women_protected": ("active_protected", "residents_protected"),
    "active_protected": ("residents_protected",),
    "poor_protected": ("residents_protected",),
    "residents_protected": (),
}
"""Persons protected -> the larger groups of which they are part: these are never fewer."""
EVERYBODY: Final = {"active_protected": ("economically_active",)}
"""Whose number is a limit as well, where the share is of others."""

Inputs = Callable[[Practice, float], Mapping[str, Any]]
"""The inputs of a practice that a value of a lever makes anew."""


@dataclass(frozen=True, eq=False)
class Lever:
    """Something that can be turned from `now` towards `end`, and what that makes of a practice."""

    path: str
    name: str
    unit: str
    now: float
    end: float
    inputs: Inputs
    written: Callable[[float], Mapping[str, Any]] | None = None  # of the law: what a scenario file says
    law: str = ""  # of the law: "status_quo", or the name of a contributory scheme
    per: str = ""
    scale: float = 1.0  # canonical units in one of those that are rounded
    items: tuple[str, ...] = ()
    relies: tuple[str, str] | None = None

    @property
    def origin(self) -> str:
        """What it is of: the law, or a form."""
        return LAW if self.law else FORM

    @property
    def switch(self) -> bool:
        """Whether it is only on or off."""
        return self.unit in SWITCH

    @property
    def whole(self) -> bool:
        """Whether it counts things."""
        return self.unit in WHOLE

    @property
    def furthest(self) -> float:
        """The last value that is asked of the engine: no amount is endless, but a limit or a duration may be."""
        if math.isfinite(self.end) or self.unit not in ("money", "average_wage", "persons"):
            return self.end
        return self.end if self.path.endswith(LIMITS) else FURTHEST * max(abs(self.now), self.scale)

    def step(self, value: float) -> float:
        """Between two figures that a law would say, canonical, near a value; 0 for a switch."""
        if self.switch:
            return 0.0
        if self.unit == "years" and 0 < abs(value) < 1:
            return 1 / MONTHS_PER_YEAR
        if self.unit in STEPS:
            return STEPS[self.unit] * self.scale
        if self.unit in ("weeks", "days", "number", "count"):
            return 1.0
        said = abs(value) / self.scale
        if not said or not math.isfinite(said):
            return self.scale
        near = HALVES * 10.0 ** (math.floor(math.log10(said)) - 2)
        return self.scale * (max(near, 1.0) if self.whole else near)

    def rounded(self, exact: float) -> float:
        """The first figure that a law would say from `exact` on, away from where it stands; never beyond the end."""
        if self.switch or not math.isfinite(exact):
            return exact
        step = self.step(exact)
        up = self.end > self.now
        count = math.ceil(exact / step - 1e-9) if up else math.floor(exact / step + 1e-9)
        value = float(f"{count * step:.12g}")
        return min(value, self.end) if up else max(value, self.end)

    def change(self, minimum: float, after: float, practice: Practice) -> Change:
        """The change that this lever makes at a value."""
        return Change(
            self.path,
            self.name,
            self.unit,
            self.origin,
            self.now,
            minimum,
            after,
            self.step(minimum),
            self.per,
            self.scale,
            self.items,
            {} if self.law else dict(_cells(practice, self.inputs(practice, after))),
            dict(self.written(after)) if self.written else {},
            self.law,
            self.relies,
        )


def _cells(practice: Practice, made: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Inputs that differ, one by one: of a formula each figure under its own name."""
    for key, value in made.items():
        held = practice.value(key)
        if isinstance(value, Written) and isinstance(held, Written):
            own = {one.name: getattr(value, one.name) for one in fields(Written)}
            yield from ((f"{key}.{n}", one) for n, one in own.items() if one != getattr(held, n))
        elif value != held:
            yield key, value


def turned(practice: Practice, lever: Lever, value: float) -> Practice:
    """The practice with a lever at a value."""
    held, made = practice.inputs, lever.inputs(practice, value)
    new = {key: replace(held.get(key, Input(None)), value=one) for key, one in made.items()}
    return relying(practice.given(new), lever.relies)


def relying(practice: Practice, relies: tuple[str, str] | None) -> Practice:
    """The practice of a State that relies on one benefit for a contingency."""
    if relies is None:
        return practice
    contingency, benefit = relies
    return replace(practice, choices={**practice.choices, f"relies.{contingency}": (benefit,)})


def levers_of(part: Part, requirement: Requirement, practice: Practice, exceptions: bool) -> list[Lever]:
    """Every lever of a form that the test of a requirement reads."""
    ways = [way for way in requirement.ways if exceptions or not way.exception]
    found = [lever for way in ways for lever in _of_way(part, way, practice)]
    if (
        requirement.kind == "level"
    ):  # that a level is reached in another way is a finding, and nothing to enact
        found = []
    benefits = practice.relied_on(requirement.contingency) if requirement.contingency else ()
    for benefit in benefits:
        relies = (requirement.contingency, benefit) if len(benefits) > 1 else None
        own = _of_benefit(benefit, requirement, ways, practice)
        found += [replace(lever, relies=relies) for lever in own]
    if requirement.kind == "value":
        found += _total("family_benefits", practice, up=True)
    if requirement.kind == "employees_share":
        found += _total("employee_contributions", practice, up=False)
    return list({lever.path: lever for lever in found}.values())


def plain(key: str, end: float, practice: Practice) -> Lever | None:
    """The lever of an input that is a number, if it is known."""
    now, (unit, name) = practice.value(key), INPUTS[key.rpartition(".")[2]]
    if now is None or isinstance(now, bool) or now == end:
        return None
    money = unit == "money"
    per = (YEAR if key.rpartition(".")[2] in TOTALS else MONTH) if money else ""
    return Lever(
        key,
        name,
        unit,
        float(now),
        end,
        lambda _practice, value: {key: value},
        per=per,
        scale=payments(per) if per else 1.0,
    )


def enacted(key: str, name: str, items: tuple[str, ...] = ()) -> Lever:
    """The lever of something that is switched on; with items, of all of them at once."""
    keys = tuple(f"{key}.{item}" for item in items) if items else (key,)
    unit = "items" if items else "flag"
    return Lever(key, name, unit, 0.0, 1.0, lambda _p, value: dict.fromkeys(keys, bool(value)), items=items)


def _of_way(part: Part, way: Way, practice: Practice) -> Iterator[Lever]:
    """What one way of a test names: persons, a rule, items of care, an input of the country."""
    facts, branch = way.facts, part.branch
    share_of = facts.get("share_of")
    if share_of and facts.get("formula") in (None, *_kinds(part, practice)):
        yield from _persons(branch, PROTECTED[share_of], bool(facts.get("dependants")), practice)
    if facts.get("dependants") and practice.value(f"branch.{branch}.dependants") is False:
        yield enacted(f"branch.{branch}.dependants", MADE["dependants"])
    if (condition := facts.get("condition")) and practice.value(f"condition.{condition}") is False:
        yield replace(enacted(f"condition.{condition}", MADE["enact"]), items=(condition,))
    lacking = [item for item in facts.get("items", ()) if practice.value(f"care.{branch}.{item}") is False]
    if lacking:
        yield enacted(f"care.{branch}", MADE["care"], tuple(lacking))
    if (name := facts.get("input")) and name in practice.inputs:
        lever = plain(name, 0.0 if "at_most" in facts else np.inf, practice)
        yield from [lever] if lever else []


def _kinds(part: Part, practice: Practice) -> set[str]:
    """How the benefits of a branch are worked out."""
    names = [
        name for one, of in CONTINGENCIES.items() if of == part.branch for name in practice.relied_on(one)
    ]
    formulas = [practice.value(f"benefit.{name}.formula") for name in names]
    return {one.kind for one in formulas if one is not None}


def _persons(branch: str, names: tuple[str, str], dependants: bool, practice: Practice) -> Iterator[Lever]:
    """More persons protected, at most all of them; with them larger groups, and their families where it is asked."""
    above, below = names
    key = f"branch.{branch}.{above}"
    limits = (below, f"branch.{branch}.{below}", *EVERYBODY.get(above, ()))
    everyone = min(
        [float(one) for name in limits if (one := practice.value(name)) is not None], default=np.inf
    )
    lever = plain(key, everyone, practice)
    if lever is None or lever.end <= lever.now:
        return
    family = f"branch.{branch}.dependants"
    theirs = {family: True} if dependants and practice.value(family) is False else {}

    def inputs(held: Practice, value: float) -> Mapping[str, Any]:
        around = {f"branch.{branch}.{name}": held.value(f"branch.{branch}.{name}") for name in WITHIN[above]}
        more = {name: value for name, one in around.items() if one is not None and one < value}
        return {key: value, **more, **theirs}

    yield replace(lever, inputs=inputs)


def _total(key: str, practice: Practice, up: bool) -> list[Lever]:
    lever = plain(key, np.inf if up else 0.0, practice)
    return [lever] if lever else []


def _of_benefit(
    benefit: str, requirement: Requirement, ways: list[Way], practice: Practice
) -> Iterator[Lever]:
    """The figures of a benefit: those of its formula where the level is tested, the input where a limit is."""
    base = f"benefit.{benefit}"
    named = {way.facts["input"]: way for way in ways if "input" in way.facts}
    for name, way in named.items():
        yield from _plain(base, name, 0.0 if "at_most" in way.facts else np.inf, practice)
    if requirement.kind != "level":
        return
    for name in ("qualifying_years", "residence_years", "total_paid"):
        if name not in named:
            yield from _plain(base, name, np.inf if name in HIGHER else 0.0, practice)
    if practice.value(f"{base}.allowances_continue") is False:
        yield enacted(f"{base}.allowances_continue", INPUTS["allowances_continue"][1])
    formula = practice.value(f"{base}.formula")
    if isinstance(formula, Written):
        years = max([float(way.facts.get("contribution_years", 1.0)) for way in ways] or [1.0])
        yield from _of_formula(f"{base}.formula", formula, years)


def _plain(base: str, name: str, end: float, practice: Practice) -> Iterator[Lever]:
    """An input of a benefit; fewer years of service before it is due are fewer in its formula as well."""
    lever = plain(f"{base}.{name}", end, practice)
    if lever is None:
        return
    if name not in PERIODS:
        yield lever
        return

    def inputs(held: Practice, value: float) -> Mapping[str, Any]:
        made: dict[str, Any] = {f"{base}.{name}": value}
        formula, reduced = held.value(f"{base}.formula"), held.value(f"{base}.{PERIODS[1]}")
        if reduced is not None:
            made[f"{base}.{PERIODS[1]}"] = min(value, reduced)
        if isinstance(formula, Written):
            made[f"{base}.formula"] = replace(formula, qualifying=min(value, formula.qualifying))
        return made

    yield replace(lever, inputs=inputs)


def _of_formula(key: str, formula: Written, years: float) -> Iterator[Lever]:
    """Every figure of a written formula that is set, and a minimum where there is none."""
    ends = {
        "rate": 1.0,
        "accrual": max((1.0 - formula.rate) / max(years, 1.0), formula.accrual),
        "flat": np.inf,
        "rate_limit": 1.0,
        "ceiling": np.inf,
        "at_least": formula.at_most,  # no law has a minimum above its maximum
        "at_most": np.inf,
    }
    units = {"rate": "share", "rate_limit": "share", "accrual": "share a year"}
    for name, end in ends.items():
        now = getattr(formula, name)
        if not _turns(name, now, formula) or now == end:
            continue
        unit = units.get(name, "money")
        per = MONTH if unit == "money" else ""
        yield Lever(
            f"{key}.{name}",
            MADE[name],
            unit,
            float(now),
            end,
            _figure(key, name),
            per=per,
            scale=payments(per) if per else 1.0,
        )


def _turns(name: str, now: float, formula: Written) -> bool:
    """Whether a figure is part of the formula; a minimum can be added to any."""
    if name in ("rate_limit", "ceiling", "at_most"):
        return math.isfinite(now)
    if name == "at_least":
        return formula.kind != MEANS
    return now > 0


def _figure(key: str, name: str) -> Inputs:
    """The formula of a practice with another figure."""
    return lambda practice, value: {key: replace(practice.value(key), **{name: value})}

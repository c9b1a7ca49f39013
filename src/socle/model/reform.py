"""Reforms by which a law would meet a standard: what is changed, from what to what, at what cost, or why none will do.

A change is of one parameter: of the law, by its path, or of something that somebody wrote into a form. It is found by
asking the engine of the standards again; what is proposed is the least that complies, taken on to a figure that a
law would say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.model.practice import Practice
from socle.model.results import Text
from socle.model.scenario import Scenario
from socle.model.standard import Instrument, Part, Requirement
from socle.model.verdict import Verdict

LAW, FORM = "law", "form"

MADE: Final = {
    "rate": N_("Rate"),
    "accrual": N_("Rate for each year of service"),
    "flat": N_("Amount"),
    "rate_limit": N_("Most that the rates add up to"),
    "ceiling": N_("Ceiling of insured earnings"),
    "at_least": N_("Minimum"),
    "at_most": N_("Maximum"),
    "qualifying": N_("Years of contribution before the benefit is due"),
    "enact": N_("To be enacted"),
    "care": N_("Care to be provided"),
    "dependants": N_("Wives and children to be protected"),
}
"""What is changed where it is not itself an input: a figure of a formula, a rule, items of care."""

FLOOR_COST, VALUATION_COST, ITSELF, NO_COST = "floor", "valuation", "itself", "unknown"
"""How a reform was costed: by the floor engine, by the valuation of its scheme, by itself where it is money, or not."""

BY_COST, BY_SIZE = "cost", "size"
ORDERS: Final = {
    BY_COST: N_("The cheapest of those that comply."),
    BY_SIZE: N_("Not every cost is known: the one whose changes are smallest in proportion."),
}
"""By what a package was chosen."""


@dataclass(frozen=True)
class Change:
    """One parameter: as it stands, the least (or most) by which the test is met, and the figure that is proposed.

    Values are canonical: money a year, shares from 0 to 1; `per` is the period in which money is rounded and shown.
    What is switched on has nothing but `after`; what is listed, as items of care, has `items`.
    """

    path: str  # of the law, or the key of the practice
    name: str  # a message: a value of MADE, or of practice.INPUTS
    unit: str  # as in practice.INPUTS: persons, money, years, weeks, share; "flag" and "items" for what is switched on
    origin: str
    before: float
    minimum: float
    after: float
    step: float = 0.0  # of the figure that a law would say; 0 where there is none
    per: str = ""
    scale: float = 1.0  # canonical units in one of those of the law: the money of one average wage
    items: tuple[str, ...] = ()  # conditions, or items of care
    inputs: Mapping[str, Any] = field(default_factory=dict)  # of a form: keys and their new values
    written: Mapping[str, Any] = field(
        default_factory=dict
    )  # of the law: what a scenario file says below the path
    law: str = ""  # of the law: "status_quo", or the name of a contributory scheme
    relies: tuple[str, str] | None = None  # a contingency, and the benefit that is then relied on for it

    @property
    def size(self) -> float:
        """How large the change is in proportion, from 0 to 1: over the larger of before and after; 1 for a switch."""
        ends = abs(self.before), abs(self.after)
        if self.unit in ("flag", "items") or not np.isfinite(ends).all():
            return 1.0
        return abs(self.after - self.before) / max(ends) if max(ends) else 0.0

    @property
    def relative(self) -> float:
        """The change over what stands; not a number where nothing stood, or for a switch."""
        plain = self.unit not in ("flag", "items") and self.before and np.isfinite(self.after)
        return (self.after - self.before) / self.before if plain else np.nan


@dataclass(frozen=True, eq=False)
class Cost:
    """What a change costs a year above the law as it stands, and whom it reaches; not a number where not known."""

    method: str
    years: tuple[int, ...] = ()
    money: Array = field(default_factory=lambda: np.zeros(0))  # [year]
    gdp: Array = field(default_factory=lambda: np.zeros(0))  # [year]
    persons: Array = field(default_factory=lambda: np.zeros(0))  # [year] who receive the benefits that change
    more_persons: Array = field(default_factory=lambda: np.zeros(0))  # [year] of these, new
    premium: float = np.nan  # points of payroll above the general average premium of the law as it stands
    reason: str = ""  # a message, where nothing is known or something must be said
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> float:
        """Money in the first year."""
        return float(self.money[0]) if len(self.money) else np.nan

    @property
    def share(self) -> float:
        """The mean share of product over the years of which it is known; not a number where it is of none."""
        known = self.gdp[np.isfinite(self.gdp)]
        return float(known.mean()) if len(known) else np.nan

    @property
    def known(self) -> tuple[int, ...]:
        """The years of which the share of product is known."""
        return tuple(year for year, one in zip(self.years, self.gdp, strict=True) if np.isfinite(one))


@dataclass(frozen=True)
class Impossible:
    """A parameter that alone is never enough, and why."""

    path: str
    name: str
    reason: str  # a message
    said: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()  # inputs that would have to be known
    because: str = ""  # what the engine says where the parameter has gone as far as it can, a message
    figures: Mapping[str, tuple[float, str]] = field(
        default_factory=dict
    )  # values of the message, with their units


@dataclass(frozen=True, eq=False)
class ScenarioFile:
    """What a scenario file changes: of the country's own schemes, or of one contributory scheme."""

    name: str
    law: str  # "status_quo", or the name of a contributory scheme
    changes: Mapping[str, Any]
    why: tuple[tuple[str, str, str], ...] = ()  # Part, test, article of each test that it is to meet


@dataclass(frozen=True, eq=False)
class Option:
    """One change by which a test is met; two where no change of one parameter is enough."""

    test: str
    article: str
    changes: tuple[Change, ...]
    verdict: Verdict  # under the change, asked again of the engine
    complies: bool  # the test is met, and no other of the Part is worse for it
    worse: tuple[str, ...] = ()  # tests that are
    cost: Cost = field(default_factory=lambda: Cost(NO_COST))
    scenarios: tuple[ScenarioFile, ...] = ()

    @property
    def change(self) -> Change:
        """The change, or the first of two."""
        return self.changes[0]

    @property
    def size(self) -> float:
        """Of all changes together, in proportion."""
        return sum(change.size for change in self.changes)


@dataclass(frozen=True, eq=False)
class Failing:
    """A test that is not met: what would meet it, least first, and what alone never would."""

    verdict: Verdict
    requirement: Requirement
    options: tuple[Option, ...] = ()
    impossible: tuple[Impossible, ...] = ()


@dataclass(frozen=True)
class Open:
    """A test of which the answer is not known, and what would have to be."""

    verdict: Verdict
    missing: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Package:
    """Changes that together meet every test of a Part that was not met; asked again of the engine, all at once."""

    changes: tuple[Change, ...]
    tests: tuple[tuple[str, str], ...]  # test and article of what is met
    complies: bool  # all of them, and nothing of the Part is worse
    chosen: str  # a key of ORDERS
    cost: Cost
    scenarios: tuple[ScenarioFile, ...] = ()
    needless: tuple[Change, ...] = ()  # changes left out because the others already meet their tests


@dataclass(frozen=True, eq=False)
class PartGap:
    """A Part: what fails, what would help, what is not known."""

    part: Part
    status: str
    failing: tuple[Failing, ...] = ()
    unknown: tuple[Open, ...] = ()
    package: Package | None = None  # nothing where some test has no option, or none fails
    status_after: str = ""  # of the Part under the package


@dataclass(frozen=True, eq=False)
class Gap:
    """What separates a country from an instrument, Part by Part."""

    iso3: str
    name: Text
    currency: str
    year: int
    instrument: Instrument
    practice: Practice
    exceptions: bool
    parts: tuple[PartGap, ...]
    common: tuple[PartGap, ...] = ()
    base: Scenario | None = None  # the law that is reformed, where it is not that in force

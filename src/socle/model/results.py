"""What a costing returns: finished, frozen, and carrying what determined it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from socle.ground.axes import Array
from socle.ground.provenance import Trace
from socle.model.parameter import Parameter

Text = Mapping[str, str]
"""A name in several languages: {"en": ..., "fr": ..., "es": ...}; English is always there."""

GUARANTEES = ("children", "working_age", "old_age", "health")
"""The four basic guarantees of Recommendation 202, paragraph 5, in the order of the life course."""

BRANCHES = ("children", "maternity", "disability", "unemployment", "old_age", "health")
"""The contingencies that the four guarantees answer; maternity, disability and unemployment are working age."""


@dataclass(frozen=True, eq=False)
class BenefitCost:
    """One benefit over the years. Persons are person-years; money is national currency, current prices, a year."""

    scheme: str
    benefit: str
    guarantee: str
    branch: str
    title: Text
    law: str
    eligible: Array  # [year] persons whom the law names; NaN where only a case-load is known
    recipients: Array  # [year] persons reached
    spending: Array  # [year] benefits paid
    administration: Array  # [year]
    contributions: Array  # [year] contributions received by the scheme that pays the benefit
    status: str = "computed"  # or "published": a reported figure, not computed from a law
    flags: tuple[str, ...] = ()  # words of caution, message keys: "unverified", "frozen", "case-load", ...

    @property
    def cost(self) -> Array:
        """Benefits and their administration."""
        return self.spending + self.administration


@dataclass(frozen=True)
class NotComputed:
    """A benefit that exists in law but whose cost is not known well enough to be computed."""

    scheme: str
    benefit: str
    guarantee: str
    title: Text
    reason: str  # a sentence in English, key of the message catalogues, with {names}
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class ScenarioCost:
    """One scenario: what each benefit reaches and costs."""

    name: str
    title: Text
    description: Text
    benefits: tuple[BenefitCost, ...]
    not_computed: tuple[NotComputed, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()  # parameter path and its values, as the scenario file says them
    parameters: Mapping[str, Parameter] = field(default_factory=dict)  # the same by path, with their units


@dataclass(frozen=True, eq=False)
class Line:
    """A reference line: what the levels of a floor are measured against. National currency a person a year."""

    name: str
    title: Text
    values: Array  # [year]
    source: str
    used: bool  # the scenarios of this run are computed with it
    warnings: tuple[str, ...] = ()  # sentences, keys of the message catalogues


@dataclass(frozen=True, eq=False)
class Macro:
    """The economy by year: national currency at current prices unless said. NaN where unknown."""

    years: tuple[int, ...]
    last_observed: int  # later years are projections of the source, then the extension's rules
    last_source: int  # later years follow the extension's rules
    gdp: Array
    real_growth: Array
    deflator: Array  # index, base year = 1
    cpi: Array  # index, base year = 1
    wages: Array  # average wage, money a worker a year
    expenditure: Array  # general government, money
    revenue: Array  # general government, money
    exchange_rate: Array  # national currency per US dollar
    ppp: Array  # national currency per international dollar
    debt: Array  # gross public debt, money
    primary_balance: Array  # money
    interest_rate: Array  # effective rate on the debt, a share


@dataclass(frozen=True)
class SourceUse:
    """A source as cited in a result."""

    key: str
    producer: str
    title: str
    vintage: str
    licence: str
    url: str
    derived: bool = False  # worked out by the project from the source, not published by it
    used_for: str = ""


@dataclass(frozen=True)
class Assumption:
    """One stated choice of the run: `text` is a message key with {names}."""

    topic: str
    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    unverified: bool = False


@dataclass(frozen=True, eq=False)
class GuaranteeGap:
    """The financing gap of one branch: the share not covered, at the reference benefit."""

    branch: str
    coverage: Array  # [year] effective coverage, a share; NaN where unknown
    coverage_source: str
    cost: Array  # [year] of the full floor, money
    gap: Array  # [year] money, never negative; NaN where coverage is unknown


@dataclass(frozen=True)
class Sensitivity:
    """One line of the sensitivity table: cost in the base year and the last year, as a share of GDP."""

    name: str  # message key
    scenario: str
    base: float
    last: float


@dataclass(frozen=True, eq=False)
class Floor:
    """The floor of one country, costed: the main result of Socle."""

    iso3: str
    name: Text
    currency: str
    base_year: int
    years: tuple[int, ...]
    population: Array  # [year, sex, age] persons at 1 July
    macro: Macro
    scenarios: tuple[ScenarioCost, ...]
    lines: tuple[Line, ...]
    gaps: tuple[GuaranteeGap, ...]
    sensitivity: tuple[Sensitivity, ...]
    debt_path: Mapping[str, Array]  # scenario -> debt as a share of GDP if the extra cost is borrowed
    sources: tuple[SourceUse, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[str, ...]
    trace: Trace

    def scenario(self, name: str) -> ScenarioCost:
        """The scenario called `name`."""
        return next(scenario for scenario in self.scenarios if scenario.name == name)

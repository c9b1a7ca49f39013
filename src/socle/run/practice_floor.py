"""What the law of other schemes says of the standard beneficiary: amounts, ages, durations, whom it protects.

A benefit is taken for the contingency that its own conditions name: birth, unemployment, old age, disability,
children. Where recipients are only counted, its conditions are a stand-in for the law and nothing is read from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np

from socle.engine.numpy_blocks import evaluate
from socle.exchange.inquiry_law import MEANS as BY_MEANS
from socle.exchange.inquiry_law import contributory, functions
from socle.ground.axes import FEMALE, MALE, Array
from socle.ground.expression import Node
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE
from socle.ground.words import N_
from socle.model.economy import Economy
from socle.model.insurance import InsuranceLaw
from socle.model.law import Reader, walk
from socle.model.parameter import Parameter
from socle.model.population import Population
from socle.model.practice import EARNINGS, FLAT, MEANS, Input
from socle.model.scheme import Benefit, Call, Scheme, Version
from socle.model.survey import Flag
from socle.run.practice_career import LAST_DAY, Moment, bends_of
from socle.run.practice_law import NEAR, Derived

WEEKS: Final = 52.0  # of a year, as the law's months are twelfths of it
OLD: Final = 50.0  # from which an age in the law is that of the old
GROWN: Final = 15.0  # up to which persons are children (Convention 102, Article 1)
BENEFICIARY: Final = 40.0  # age of a beneficiary who is neither old nor a child
IN_KIND: Final = ("visits", "services", "days_of_work", "with_materials")
HOUSEHOLDS: Final = ("per_household", "by_size", "for_members", "gap_to_line")
OPEN: Final = frozenset({"everyone", "age_band"})  # conditions that leave nobody of an age out
NAMES_BRANCH: Final = {
    "old_age": "old_age",
    "maternity": "maternity",
    "family_children": "family",
    "health": "medical_care",
    "unemployment": "unemployment",
    "employment_injury": "employment_injury",
    "sickness": "sickness",
    "survivors": "survivors",
    "disability": "invalidity",
}
"""Functions of the Social Security Inquiry -> branches of Convention 102."""
PERIODICAL: Final = ("old_age", "maternity", "unemployment", "invalidity", "survivors", "sickness")
NEAREST: Final = (
    "disability",
    "unemployment",
)  # branches of files in which other contingencies stand as well
MINIMUM_WAGE: Final = "minimum_wage"
NOT_IN_FORCE: Final = ("not in operation", "start is not confirmed")  # as files say why nothing is computed
COUNTED: Final = N_(
    "`{benefit}`: recipients are counted, so the amount and those protected are not read from its law."
)
LUMP: Final = N_("`{benefit}` is paid once and is no periodical payment, so no level is worked out.")
NOT_READ: Final = N_("How much `{benefit}` pays cannot be read for one beneficiary.")
NOT_YET: Final = N_("`{benefit}` is not in force in {year}, nor up to two years later.")


@dataclass(frozen=True, eq=False)
class FloorFormula:
    """A benefit that rests on no career, as the engine asks it: `practice.Formula`."""

    kind: str
    moment: Moment
    question: str
    columns: Mapping[str, float]
    sex: int = MALE
    part: str = ""  # the path of the share of a year for which it is paid
    wage_ratio: float = 1.0
    found: dict[float, Array] = field(default_factory=dict)

    @property
    def says(self) -> Mapping[str, float]:
        """The figures of the law that the amount rests on: money a year, months as shares of it."""
        prefix = f"{self.moment.law.scheme.name}."
        paths = [one.path for one in self.moment.law.says(self.question)]
        return {path.removeprefix(prefix): self._value(path) for path in dict.fromkeys(paths)}

    def amount(self, wages: Array, years: float) -> Array:  # noqa: ARG002
        """Money a year for these former wages [wage], whatever the years of service."""
        asked = np.asarray(wages, dtype=np.float64) * self.wage_ratio
        values = {node.value: np.array(self._value(node.value)) for node in self._said}
        people = Population(np.ones(1), {"earnings": asked, **self._known})
        paid = evaluate(self._tree, people, values) / (self._value(self.part) if self.part else 1.0)
        return np.asarray(np.broadcast_to(paid, asked.shape) / self.wage_ratio)

    def kinks(self, years: float) -> Array:
        """Where the amount bends."""
        if 0.0 not in self.found:
            said = np.array(list(self.says.values())) / self.wage_ratio
            wage = self._wage / self.wage_ratio
            self.found[0.0] = bends_of(lambda wages: self.amount(wages, years), said, wage)
        return self.found[0.0]

    def given(self, changes: Mapping[str, Parameter]) -> FloorFormula:
        """The same under other values of the law, by path."""
        law = self.moment.law
        law = replace(law, parameters={**law.parameters, **changes})
        return replace(self, moment=replace(self.moment, law=law), found={})

    @property
    def weeks(self) -> float:
        """For how many weeks it is paid; without end where the law says no months."""
        return self._value(self.part) * WEEKS if self.part else np.inf

    @cached_property
    def _tree(self) -> Node:
        return self.moment.law.tree(self.question)

    @cached_property
    def _said(self) -> Sequence[Node]:
        return [node for node in walk(self._tree) if node.op == "parameter"]

    @cached_property
    def _known(self) -> dict[str, Array]:
        economy, year = self.moment.economy, self.moment.year
        told = {
            name: economy.at(name, year)[0]
            for name in (AVERAGE_WAGE, "gdp_per_head", "poverty_line", MINIMUM_WAGE)
            if name in economy.series and np.isfinite(economy.at(name, year)).all()
        }
        return {**told, **{name: np.array(value) for name, value in self.columns.items()}}

    @property
    def _wage(self) -> float:
        found = self._known.get(AVERAGE_WAGE, self._known.get("gdp_per_head", np.ones(1)))
        return float(found[0])

    def _value(self, path: str) -> float:
        return self.moment.value(path, self.columns["age"], self.sex)


class _Amounts(Reader):
    """What a version of a benefit gives, without who receives it."""

    def law(self, scheme: Scheme, version: Version, benefit: Benefit) -> InsuranceLaw:
        tree = self._how_much(version, benefit)
        return InsuranceLaw(
            scheme, {_question(benefit): tree}, {}, self.parameters, self.in_force, self.switch_of
        )


def _question(benefit: Benefit) -> str:
    return f"how_much.{benefit.path.rpartition('.')[2]}"


def of_schemes(schemes: Sequence[Scheme], economy: Economy | None, year: int) -> Derived:
    """The inputs that schemes of the floor give for a year; without an economy only what needs no money."""
    inputs: dict[str, Input] = {}
    benefits: dict[str, tuple[str, ...]] = {}
    flags: list[Flag] = []
    for scheme in schemes:
        for benefit in scheme.benefits:
            asked = _Asked(scheme, benefit, tuple(schemes), economy, year)
            inputs |= {key: one for key, one in asked.provided() if key not in inputs}
            contingency = asked.answers()
            if contingency:
                benefits[contingency] = (*benefits.get(contingency, ()), benefit.path)
            if not benefit.computable:
                continue
            found, said = asked.of_benefit()
            inputs |= found
            flags += said
    return Derived(inputs, benefits, tuple(flags))


@dataclass(frozen=True)
class _Asked:
    """One benefit, and the law around it."""

    scheme: Scheme
    benefit: Benefit
    schemes: tuple[Scheme, ...]
    economy: Economy | None
    year: int

    @cached_property
    def version(self) -> tuple[Version, int] | None:
        """The form of the law at the end of the year, or of one of the next two; and which."""
        for at in range(self.year, self.year + NEAR + 1):
            for version in self.benefit.versions:
                if version.begins <= at + LAST_DAY < version.ends:
                    return version, at
        return None

    @cached_property
    def rules(self) -> dict[str, Call]:
        """The conditions that all must meet, by rule."""
        clauses = self.version[0].who if self.version else ()
        return {call.rule.name: call for one in clauses if one.joined == "all" for call in one.calls}

    @cached_property
    def amounts(self) -> dict[str, Call]:
        """The steps of how much, by rule."""
        return {call.rule.name: call for call in self.version[0].how_much} if self.version else {}

    def said(self, value: object, where: str = "") -> Input:
        at = self.version[1] if self.version else self.year
        source = self.scheme.law or self.scheme.name
        return Input(value, source, f"{at}-12-31", "law", where=where or self.benefit.path)

    def branch(self) -> str:
        """The branch that the benefit is of, where the file settles it; none of what is suspended or a trial."""
        if self.benefit.computable and not self.benefit.caseload:
            return self.contingency()
        if any(said in self.benefit.not_computed for said in NOT_IN_FORCE):
            return ""
        cash = "in kind" not in self.benefit.not_computed
        settled = self.benefit.function or self.benefit.branch not in NEAREST
        branch = NAMES_BRANCH.get(functions(self.benefit)[0], "") if settled else ""
        return branch if cash or branch == "medical_care" else ""

    def provided(self) -> Iterator[tuple[str, Input]]:
        """That the branch exists."""
        if self.branch():
            yield f"branch.{self.branch()}.provided", self.said(True)

    def answers(self) -> str:
        """The contingency that it answers in cash from time to time, whether or not it is known how much."""
        branch = self.branch()
        lump = bool(self.version) and self._lump()
        return branch if branch in PERIODICAL and not lump and not self._later() else ""

    def _later(self) -> bool:
        """Whether an older age of the same law only adds to, or goes on from, an earlier pension."""
        own = [
            _Asked(self.scheme, one, self.schemes, None, self.year)
            for one in self.scheme.benefits
            if one.computable
        ]
        ages = [one._ages()[0] for one in own if one.benefit.branch == "old_age" and "age_band" in one.rules]
        mine = self.benefit.branch == "old_age" and "age_band" in self.rules
        return mine and self._ages()[0] > min((first for first in ages if first >= OLD), default=np.inf)

    def contingency(self) -> str:
        """What the conditions of the benefit themselves name; nothing where they name several or none."""
        if "gave_birth" in self.rules:
            return "maternity" if self.benefit.branch == "maternity" else ""
        named = []
        first, end = self._ages()
        grown = self.benefit.branch == "old_age" and first >= OLD
        if "unemployed" in self.rules:
            named.append("unemployment")
        if "severely_disabled" in self.rules:
            named.append("invalidity")
        if grown and not set(self.rules) & {"men", "women"}:
            named.append("old_age")
        if self.benefit.branch == "children" and end <= OLD and "orphan" not in self.rules:
            named.append("family")
        if self.benefit.branch == "health" and set(self.amounts) & {"visits", "services"}:
            named.append("medical_care")
        return named[0] if len(named) == 1 else ""

    def _ages(self) -> tuple[float, float]:
        """From which completed age on and below which, the later of men's and women's."""
        if "age_band" not in self.rules:
            return 0.0, np.inf
        limits = self.rules["age_band"].arguments
        first, end = (self._age(limits.get(name)) for name in ("at_least", "below"))
        return first or 0.0, end or np.inf

    def _age(self, limit: object) -> float:
        """An age in the law at the end of the year, the later of men's and women's; 0 where there is none."""
        if not isinstance(limit, Parameter) or self.version is None:
            return 0.0
        at = self.version[1] + LAST_DAY
        found = []
        for one in limit.by_sex or (limit,):
            known = [v for since, v in zip(one.moments, one.values, strict=True) if since <= at]
            found.append(known[-1] if known else one.values[0])
        return float(max(found))

    def of_benefit(self) -> tuple[dict[str, Input], list[Flag]]:
        """What one benefit gives."""
        named, contingency = {"benefit": self.benefit.path}, self.contingency()
        if contingency not in PERIODICAL or self._later():
            return {}, []
        if self.version is None:
            return {}, [Flag(NOT_YET, {**named, "year": str(self.year)})]
        head, found = f"benefit.{self.benefit.path}.", dict[str, Input]()
        if contingency == "old_age" and self._ages()[0] >= OLD:
            where = f"{self.benefit.path}.age_band.at_least"
            found[f"{head}pension_age"] = self.said(self._ages()[0], where)
        reason, formula = self._unread(), None
        if not reason:
            formula = self._formula(contingency)
            reason = "" if formula else NOT_READ
        if formula is None:
            return found, [Flag(reason, named)]
        found[f"{head}formula"] = self.said(formula, f"{self.benefit.path}.how_much")
        found[f"{head}duration_weeks"] = self.said(formula.weeks, formula.part)
        return found, []

    def _unread(self) -> str:
        """Why the amount is not read, if it is not."""
        if self.benefit.caseload:
            return COUNTED
        if self._lump():
            return LUMP
        return NOT_READ if set(self.amounts) & {*IN_KIND, *HOUSEHOLDS} else ""

    def _lump(self) -> bool:
        """Whether it is one payment: an amount that is paid once."""
        once = [
            p for call in self.amounts.values() for p in call.parameters() if p.kind.money and p.per == "once"
        ]
        return bool(once)

    def _formula(self, contingency: str) -> FloorFormula | None:
        """The amount as a formula; nothing where it cannot be asked of one beneficiary."""
        if self.economy is None or self.version is None:
            return None
        version, at = self.version
        reader = _Amounts({b.path: b for one in self.schemes for b in one.benefits})
        months = self.amounts.get("for_months")
        part = months.arguments["months"] if months else None
        try:
            law = reader.law(self.scheme, version, self.benefit)
            moment = Moment(law, self.economy, at)
            sex = FEMALE if contingency == "maternity" else MALE
            age = max(self._ages()[0], BENEFICIARY)
            kind, columns = self._kind(law), {"age": age, "sex": float(sex)}
            if kind == MEANS and "earnings" in law.reads(_question(self.benefit)):
                if "share_of_earnings" in self.amounts:
                    return None  # former earnings and those of today cannot be told apart
                columns["earnings"] = 0.0  # what is counted against it: the beneficiary has none any more
            ratio = 1.0
            if at != self.year:
                ratio = float(self.economy.at("wages", at)[0, 0] / self.economy.at("wages", self.year)[0, 0])
            formula = FloorFormula(
                kind,
                moment,
                _question(self.benefit),
                columns,
                sex,
                part.path if isinstance(part, Parameter) else "",
                ratio if np.isfinite(ratio) else 1.0,
            )
            formula.amount(np.ones(1), 0.0)
        except Refusal:
            return None
        return formula

    def _kind(self, law: InsuranceLaw) -> str:
        if set(self.rules) & set(BY_MEANS) or set(self.amounts) & {"less_income", "less_household_income"}:
            return MEANS
        return EARNINGS if "earnings" in law.reads(_question(self.benefit)) else FLAT

    def everybody(self) -> bool:
        """Whether the law protects all residents: it asks for nothing but the contingency and an age."""
        own = {"gave_birth", "severely_disabled", "enrolled"}
        plain = set(self.rules) <= OPEN | own and all(
            one.joined == "all" for one in (self.version[0].who if self.version else ())
        )
        return plain and not self.benefit.caseload and not contributory(self.scheme)


def protects_all(schemes: Sequence[Scheme], year: int) -> Iterator[tuple[str, Input]]:
    """Branches whose law leaves no resident out: `branch.B.residents_protected` is all residents, without their number.

    For family benefit the law must reach every child; for old age there is no other condition than age.
    """
    for scheme in schemes:
        for benefit in scheme.benefits:
            asked = _Asked(scheme, benefit, tuple(schemes), None, year)
            if not benefit.computable or asked.version is None or not asked.everybody():
                continue
            contingency = asked.contingency()
            first, end = asked._ages()
            whole = {
                "family": first == 0.0 and end >= GROWN,
                "medical_care": first == 0.0 and np.isinf(end) and "enrolled" not in asked.rules,
                "invalidity": np.isinf(end) or end >= GROWN,
            }
            if contingency and whole.get(contingency, True):
                yield contingency, asked.said(True, f"{benefit.path}.who")

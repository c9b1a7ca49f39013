"""From schemes to expressions: who and how much, composed in one place for every benefit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from socle.ground import vocabulary
from socle.ground.expression import NUMBER, Kind, Node, by_chance, constant, named, parameter
from socle.ground.glossary import GLOSSARY, column_of
from socle.ground.refusals import Refusal, nearest
from socle.ground.vocabulary import larger, where
from socle.model.parameter import ALWAYS, Parameter
from socle.model.rulebook import Table
from socle.model.scheme import Benefit, Call, Clause, ParameterTable, Payer, Scheme, Version

HOUSEHOLD_AMOUNT = "household_amount"
STEPS = ("amount", HOUSEHOLD_AMOUNT)  # columns that hold what the steps before give


@dataclass(frozen=True, eq=False)
class BenefitLaw:
    """One benefit as expressions of a person: 1 or 0 for eligible and reached, money a year for the amount."""

    benefit: Benefit
    eligible: Node
    recipients: Node
    amount: Node


@dataclass(frozen=True, eq=False)
class Law:
    """A set of schemes as expressions, and every parameter they name."""

    benefits: Mapping[str, BenefitLaw]
    contributions: Mapping[str, tuple[Node, ...]]  # scheme -> money a person and year
    parameters: Mapping[str, Parameter]
    in_force: Mapping[str, tuple[float, float]]  # switch of a dated version -> from and until
    switch_of: Mapping[str, str] = field(default_factory=dict)  # parameter of a dated version -> its switch

    @property
    def columns(self) -> frozenset[str]:
        """Every column of the glossary that is read."""
        found: set[str] = set()
        for law in self.benefits.values():
            found |= {
                node.value
                for tree in (law.recipients, law.amount)
                for node in walk(tree)
                if node.op == "column"
            }
        for trees in self.contributions.values():
            found |= {node.value for tree in trees for node in walk(tree) if node.op == "column"}
        return frozenset(name for name in found if not name.startswith("chance:"))


def walk(tree: Node) -> list[Node]:
    """Every node once, arguments before what uses them; without recursion, since laws can be deep."""
    order: dict[str, Node] = {}
    stack = [(tree, False)]
    while stack:
        node, done = stack.pop()
        if node.key in order:
            continue
        if done:
            order[node.key] = node
            continue
        stack.append((node, True))
        stack.extend((arg, False) for arg in node.args)
        if node.chance is not None:
            stack.append((node.chance, False))
    return list(order.values())


def read(schemes: Sequence[Scheme]) -> Law:
    """The law of some schemes; one may read another's benefit, circles are refused with their path."""
    reader = Reader({benefit.path: benefit for scheme in schemes for benefit in scheme.benefits})
    benefits = {path: reader.benefit(path) for path, benefit in reader.benefits.items() if benefit.computable}
    for benefit in reader.benefits.values():
        if benefit.spending:
            reader.switches(benefit)
    contributions = {
        scheme.name: tuple(reader.payer(payer) for payer in scheme.financing if payer.call.rule.gives.money)
        for scheme in schemes
    }
    return Law(benefits, contributions, reader.parameters, reader.in_force, reader.switch_of)


class Reader:
    """Binds rules to columns, parameters and other benefits, each benefit once."""

    def __init__(self, benefits: Mapping[str, Benefit]) -> None:
        self.benefits = benefits
        self.parameters: dict[str, Parameter] = {}
        self.in_force: dict[str, tuple[float, float]] = {}
        self.switch_of: dict[str, str] = {}
        self.read: dict[str, BenefitLaw] = {}
        self.reading: list[str] = []

    def benefit(self, path: str) -> BenefitLaw:
        if path in self.reading:
            raise Refusal(
                "{path}: a circle, so neither can be computed first.",
                path=" needs ".join([*self.reading[self.reading.index(path) :], path]),
                where=self.benefits[path].where,
            )
        if path not in self.read:
            self.reading.append(path)
            self.read[path] = self._compose(self.benefits[path])
            self.reading.pop()
        return self.read[path]

    def _compose(self, benefit: Benefit) -> BenefitLaw:
        parts = []
        for i, version in enumerate(benefit.versions):
            who = self._who(version.who)
            amount = self._how_much(version, benefit)
            if amount.level == "household" and who.level == "person":
                raise Refusal(
                    "{path} is an amount per household, and its `who` selects persons: say to_each_member or "
                    "shared in how_much, or select households in `who` (lives_with, poorest).",
                    path=benefit.path,
                    where=benefit.where,
                )
            if amount.level == "household":
                amount = vocabulary.shared(amount)
            reached = who & self._reached(benefit, who.level)
            parts.append((self._switch(benefit.path, i, version), who, reached, amount))

        def over_versions(values: list[Node]) -> Node:
            return reduce(
                lambda a, b: a + b,
                (s * v for (s, *_), v in zip(parts, values, strict=True)),
                constant(0.0, values[0].kind),
            )

        return BenefitLaw(
            benefit,
            over_versions([where(who, 1, 0) for _, who, _, _ in parts]),
            over_versions([where(reached, 1, 0) for _, _, reached, _ in parts]),
            named(
                benefit.path, over_versions([where(reached, amount, 0) for _, _, reached, amount in parts])
            ),
        )

    def _reached(self, benefit: Benefit, level: str) -> Any:
        """Coverage and take-up are conditions of the benefit, not factors: other benefits may read them.

        Where the law selects households, all members of one are reached together.
        """
        if benefit.caseload:
            return constant(True)
        cover = self._share(benefit.coverage)
        if benefit.already_served:
            cover = larger(cover - self._parameter(benefit.already_served), 0)
        claims = self._share(benefit.take_up)
        own = level if level == "household" else "person"
        covered = by_chance(f"{benefit.path}.coverage", cover, own)
        return covered & by_chance(f"{benefit.path}.take_up", claims, own)

    def _share(self, value: Parameter | None) -> Any:
        """A share of people; everybody or nobody for all time leaves nothing open."""
        if value is None:
            return constant(1.0)
        certain = value.by_sex is None and value.moments == (ALWAYS,) and value.values[0] in (0.0, 1.0)
        return constant(value.values[0]) if certain else self._parameter(value)

    def switches(self, benefit: Benefit) -> None:
        """Record when a benefit exists whose spending is published, so that its figures are asked only then."""
        for i, version in enumerate(benefit.versions):
            self._switch(benefit.path, i, version)

    def _switch(self, path: str, i: int, version: Version) -> Node:
        if version.begins == float("-inf") and version.ends == float("inf"):
            return constant(1.0)
        name = f"{path}.in_force.{i}"
        self.in_force[name] = (version.begins, version.ends)
        self.switch_of |= {p.path: name for call in version.calls() for p in call.parameters()}
        return parameter(name, NUMBER)

    def _who(self, clauses: Sequence[Clause]) -> Node:
        met: Any = constant(True)
        for clause in clauses:
            calls = [self._call(call, None) for call in clause.calls]
            if clause.joined == "all":
                joined: Any = reduce(lambda a, b: a & b, calls)
            else:
                joined = reduce(lambda a, b: a | b, calls)
                joined = ~joined if clause.joined == "none" else joined
            met = met & joined
        result: Node = met
        return result

    def _how_much(self, version: Version, benefit: Benefit) -> Node:
        amount: Node | None = None
        for call in version.how_much:
            continues = bool(set(STEPS) & set(call.rule.columns))
            if amount is None and continues:
                raise Refusal(
                    "`{rule}` changes an amount, so it cannot be the first step of how_much.",
                    rule=call.rule.name,
                    where=call.where,
                )
            if amount is not None and not continues:
                raise Refusal(
                    "`{rule}` begins anew, so what the steps before it give would be lost: keep one of them.",
                    rule=call.rule.name,
                    where=call.where,
                )
            amount = self._call(call, amount)
        if amount is None:
            raise Refusal("{path} says who but not how much.", path=benefit.path, where=benefit.where)
        return amount

    def payer(self, payer: Payer) -> Node:
        """What one person brings in a year."""
        paid: Node = where(self._who(payer.who), self._call(payer.call, None), 0)
        return paid

    def _call(self, call: Call, amount: Node | None) -> Node:
        columns = [self._column(name, call, amount) for name in call.rule.columns]
        said = {
            key: self._argument(value, call.rule.keywords[key].kind) for key, value in call.arguments.items()
        }
        node: Node = call.rule(*columns, **said)
        return node

    def _column(self, name: str, call: Call, amount: Node | None) -> Node:
        if name in STEPS and amount is not None:
            if name == HOUSEHOLD_AMOUNT and amount.level != "household":
                raise Refusal(
                    "`{rule}` changes the amount of a household, and the steps before it give that of a person: begin "
                    "with per_household, by_size or for_members.",
                    rule=call.rule.name,
                    where=call.where,
                )
            return amount
        if name in call.on:
            return reduce(lambda a, b: a + b, (self._target(target, call) for target in call.on[name]))
        if name.startswith("other_"):
            raise Refusal(
                "`{rule}` needs to know which benefit or income it reads: say on: {{{column}: scheme.benefit}}.",
                rule=call.rule.name,
                column=name,
                where=call.where,
            )
        return column_of(name)

    def _target(self, target: str, call: Call) -> Node:
        if target in self.benefits and not self.benefits[target].computable:
            raise Refusal(
                "`{target}` is not computed from its law, so no other benefit can read it.",
                target=target,
                where=call.where,
            )
        if target in self.benefits:
            return self.benefit(target).amount
        if target in GLOSSARY:
            return column_of(target)
        raise Refusal(
            "`{target}` is neither a benefit of these schemes nor a column.",
            target=target,
            where=call.where,
            nearest=nearest(target, [*self.benefits, *GLOSSARY]),
        )

    def _argument(self, value: Parameter | ParameterTable, kind: Kind | Table) -> Any:
        if isinstance(value, Parameter):
            return self._parameter(value)
        assert isinstance(kind, Table)
        bounds = [self._bound(bound, kind.bounds) for bound in value.bounds]
        return vocabulary.Bands(bounds, [self._parameter(p) for p in value.values])

    def _bound(self, bound: float | str | Parameter, kind: Kind) -> Node:
        if isinstance(bound, Parameter):
            return self._parameter(bound)
        return column_of(bound) if isinstance(bound, str) else constant(bound, kind)

    def _parameter(self, value: Parameter) -> Node:
        self.parameters[value.path] = value
        return parameter(value.path, value.kind)

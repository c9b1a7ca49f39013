"""The law asked of the members of one household, rule by rule: what each gives, from what it read and what is said.

The same expressions are evaluated by the same engine as for a survey. What is not known of a member stays open:
where it would decide an answer it is a question, elsewhere nothing depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from socle.engine.numpy_blocks import evaluate
from socle.engine.partial import folded, open_columns
from socle.ground.axes import FEMALE, MALE, SEXES, Array
from socle.ground.expression import COMPARISON, NUMBER, Node, column, constant
from socle.ground.expression import parameter as node_of
from socle.ground.glossary import GLOSSARY
from socle.model.law import STEPS, walk
from socle.model.parameter import Parameter
from socle.model.population import Population
from socle.model.scheme import Benefit, Call, Clause, ParameterTable, Payer, Scheme
from socle.model.trace import (
    CONDITION,
    HEAD,
    MONEY,
    OF_HOUSEHOLD,
    Answer,
    Luck,
    Numbers,
    Said,
    Step,
)
from socle.run.probes import HOW_MUCH, PAYER, WHO, Moment

PLAIN: Final = ("column", "parameter", "constant", "named")
RESULTS: Final = ("eligible", "recipients", "amount")


OF: Final = "@"
Open = frozenset[tuple[str, int]]
"""Columns that nobody has said, and of which member."""


def _whose(name: str, member: int) -> tuple[str, int]:
    """A column, and whose it is: of the member, unless a step over the household names another."""
    column_name, _, other = name.partition(OF)
    return column_name, int(other) if other else member


@dataclass(frozen=True, eq=False)
class Household:
    """The members: columns and draws by name, shape [member], and of whom each column is known."""

    columns: Mapping[str, Array]
    known: Mapping[str, NDArray[np.bool_]]
    wholes: Mapping[str, float] = field(
        default_factory=dict
    )  # key of a step -> number of the whole population

    @property
    def size(self) -> int:
        """How many members there are."""
        return len(self.columns["person"])

    def lacks(self, name: str) -> NDArray[np.bool_]:
        """Of whom a column is not known."""
        return np.logical_not(self.known[name]) if name in self.known else np.ones(self.size, dtype=bool)


class Trace:
    """A law at a moment and a household: every number, and every question that must be asked first."""

    def __init__(self, moment: Moment, household: Household) -> None:
        self.moment, self.household = moment, household
        size = household.size
        sex = household.columns.get("sex", np.zeros(size)).astype(int)
        own = {
            p: np.broadcast_to(v[sex] if len(v) == len(SEXES) else v, size) for p, v in moment.values.items()
        }
        blank = {name: np.zeros(size) for name in (*GLOSSARY, "sex") if name not in household.columns}
        self.population = Population(
            np.ones(size), {**blank, **household.columns, **own}, households=np.array([0, size])
        )
        self._open: dict[str, list[Open]] = {}
        self._known: dict[str, Array] = {}
        self.leaves = [self._leaves(m) for m in range(size)]

    def _leaves(self, m: int) -> tuple[dict[str, Node], ...]:
        """What is known of one member, as constants; as a man and as a woman where the sex is not known."""
        found = {
            name: constant(bool(x[m]) if GLOSSARY[name].kind.condition else float(x[m]), GLOSSARY[name].kind)
            for name, x in self.household.columns.items()
            if name in GLOSSARY and not self.household.lacks(name)[m]
        }
        found |= {
            name: constant(float(x[m]), NUMBER)
            for name, x in self.household.columns.items()
            if name.startswith("draw:")
        }
        if not self.household.lacks("sex")[m]:
            sexes = [(found, int(self.household.columns["sex"][m]))]
        else:
            sexes = [({**found, "sex": constant(sex, NUMBER)}, sex) for sex in (MALE, FEMALE)]
        return tuple(known | self._values(sex) for known, sex in sexes)

    def _values(self, sex: int) -> dict[str, Node]:
        """The parameters as they are for a man or a woman."""
        given = self.moment.law.parameters
        return {
            path: constant(float(value[sex % len(value)]), given[path].kind if path in given else NUMBER)
            for path, value in self.moment.values.items()
        }

    def _nodes(self, tree: Node, m: int) -> dict[str, Node]:
        """Steps over the household or the population: known, or open where they are for one of the members."""
        found: dict[str, Node] = {}
        for node in walk(tree):
            if node.key in self.household.wholes:
                found[node.key] = constant(self.household.wholes[node.key], node.kind)
            elif node.op == "in_household":
                still = frozenset().union(*self.lacking(node.args[0]))
                leaves = [column(f"{name}{OF}{whose}", NUMBER) for name, whose in sorted(still)]
                asks = Node("in_household", leaves, node.value, kind=node.kind, level=node.level)
                found[node.key] = asks if still else constant(float(self._numbers(node)[m]), node.kind)
        return found

    def _numbers(self, tree: Node) -> Array:
        """The value for each member, whatever stands where nobody has said anything."""
        if tree.key not in self._known:
            wholes = self.household.wholes
            nodes = {n.key: constant(wholes[n.key], n.kind) for n in walk(tree) if n.key in wholes}
            closed = folded(tree, {}, nodes) if nodes else tree
            found = evaluate(closed, self.population, {})
            self._known[tree.key] = np.broadcast_to(found, self.household.size)
        return self._known[tree.key]

    def lacking(self, tree: Node) -> list[Open]:
        """For each member what decides the value and nobody has said: columns, and whose they are."""
        if tree.key not in self._open:
            self._open[tree.key] = [self._open_of(tree, m) for m in range(self.household.size)]
        return self._open[tree.key]

    def _open_of(self, tree: Node, m: int) -> Open:
        nodes = self._nodes(tree, m)
        closed = [folded(tree, leaves, nodes) for leaves in self.leaves[m]]
        differs = {"sex"} if len({one.key for one in closed}) > 1 else set()
        names = frozenset(differs).union(*map(open_columns, closed))
        return frozenset(_whose(name, m) for name in names)

    def numbers(self, tree: Node) -> Numbers:
        """The value for each member; nothing where it depends on what is not known."""
        values = self._numbers(tree)
        return tuple(None if still else float(values[m]) for m, still in enumerate(self.lacking(tree)))

    def questions(self) -> dict[str, tuple[int, ...]]:
        """What must be asked before every benefit and contribution has an answer, and of which members."""
        still = frozenset().union(*(one for tree in self._results() for one in self.lacking(tree)))
        return {
            name: tuple(m for m in range(self.household.size) if (name, m) in still)
            for name in GLOSSARY
            if any(name == other for other, _ in still)
        }

    def _results(self) -> Iterator[Node]:
        for path in self.moment.versions:
            yield from (self.moment.tree(path, kind=kind) for kind in RESULTS)
        for trees in self.moment.law.contributions.values():
            yield from trees

    def answers(self) -> tuple[Answer, ...]:
        """Every benefit in the order of the law, then what is paid to each scheme."""
        found = []
        for scheme in self.moment.schemes:
            found += [self._benefit(scheme, b) for b in scheme.benefits if b.path in self.moment.versions]
        for scheme in self.moment.schemes:
            found += [self._payer(scheme, i, payer) for i, payer in enumerate(scheme.financing)]
        return tuple(found)

    def _benefit(self, scheme: Scheme, benefit: Benefit) -> Answer:
        version = self.moment.versions[benefit.path]
        trees = {kind: self.moment.tree(benefit.path, kind=kind) for kind in RESULTS}
        steps = (*self._who(benefit.path, version.who), *self._how_much(benefit.path, version.how_much))
        within = {luck.name for step in steps for luck in step.chance}
        chances = list(self._chances(trees["recipients"], benefit.path))
        reached = tuple(luck for luck in reversed(chances) if luck.name not in within)
        own = [p for p in (benefit.coverage, benefit.already_served, benefit.take_up) if p]
        return Answer(
            benefit.path,
            benefit.title,
            scheme.law,
            benefit.branch,
            False,
            steps,
            reached,
            self.numbers(trees["eligible"]),
            self.numbers(trees["recipients"]),
            self.numbers(trees["amount"]),
            self._depends(trees.values()),
            tuple(self._said(p, p.path.rpartition(".")[2]) for p in own),
            benefit.flags,
        )

    def _payer(self, scheme: Scheme, i: int, payer: Payer) -> Answer:
        path = f"{scheme.name}.{PAYER}_{i}"
        steps = (*self._who(path, payer.who), *self._how_much(path, (payer.call,)))
        eligible = self.numbers(self.moment.tree(path, kind="eligible"))
        tree = self.moment.law.contributions[scheme.name][i]
        name = payer.call.path
        return Answer(
            name,
            scheme.title,
            scheme.law,
            "",
            True,
            steps,
            (),
            eligible,
            eligible,
            self.numbers(tree),
            self._depends([tree]),
        )

    def _depends(self, trees: Iterable[Node]) -> tuple[str, ...]:
        """Every column that decides, with the sex where a parameter differs by it."""
        nodes = [node for tree in trees for node in walk(tree)]
        by_sex = any(n.op == "parameter" and len(self.moment.values[n.value]) > 1 for n in nodes)
        names = {n.value for n in nodes if n.op == "column" and n.chance is None and n.value != "person"} | (
            {"sex"} if by_sex else set()
        )
        return tuple(name for name in GLOSSARY if name in names)

    def _who(self, path: str, clauses: Sequence[Clause]) -> Iterator[Step]:
        for k, clause in enumerate(clauses):
            if clause.joined != "all" and len(clause.calls) > 0:
                tree = self.moment.tree(path, f"{WHO}.{k}", "eligible")
                yield Step(f"{WHO}.{k}", HEAD, clause.joined, "", self.numbers(tree))
            for j, call in enumerate(clause.calls):
                tree = self.moment.tree(path, f"{WHO}.{k}.{j}", "eligible")
                yield self._step(f"{WHO}.{k}.{j}", CONDITION, call, tree)

    def _how_much(self, path: str, calls: Sequence[Call]) -> Iterator[Step]:
        for k, call in enumerate(calls):
            tree = self.moment.tree(path, f"{HOW_MUCH}.{k}")
            whole, kind = self._whole_amount(tree) if call.rule.name != "shared" else (tree, MONEY)
            yield self._step(f"{HOW_MUCH}.{k}", kind, call, whole)

    def _whole_amount(self, tree: Node) -> tuple[Node, str]:
        """The household's own amount where the law pays one to all members together."""
        inner = tree.args[0] if tree.op == "named" else tree
        if inner.op == "of_household" and inner.value == "share":
            return inner.args[0].args[0], OF_HOUSEHOLD
        return tree, MONEY

    def _step(self, place: str, kind: str, call: Call, tree: Node) -> Step:
        sides = _sides(tree) if kind == CONDITION else None
        return Step(
            place,
            kind,
            call.rule.name,
            call.rule.sentence,
            self.numbers(tree),
            tuple(self._read(call, asked(tree))),
            tuple(self._all_said(call)),
            tuple(self._chances(tree, call.path)),
            (self.numbers(sides[0]), self.numbers(sides[1])) if sides else None,
            sides[0].kind.word if sides else "",
        )

    def _read(self, call: Call, read: frozenset[str]) -> Iterator[tuple[str, Numbers]]:
        """The columns and other benefits that a rule names, with what they are for each member."""
        named: dict[str, None] = {}
        for name in call.rule.columns:
            named |= dict.fromkeys(call.on.get(name, () if name in STEPS else (name,)))
        for argument in call.arguments.values():
            if isinstance(argument, ParameterTable):
                named |= dict.fromkeys(bound for bound in argument.bounds if isinstance(bound, str))
        for name in named:
            if name in self.moment.law.benefits:
                yield name, self.numbers(self.moment.tree(name))
            elif name in read:
                yield name, self.numbers(column(name, GLOSSARY[name].kind, GLOSSARY[name].level))

    def _all_said(self, call: Call) -> Iterator[Said]:
        for name, argument in call.arguments.items():
            if isinstance(argument, Parameter):
                yield self._said(argument, name)
                continue
            for bound, value in zip(argument.bounds, argument.values, strict=True):
                at = bound.said(self.moment.at) if isinstance(bound, Parameter) else bound
                label = f"{name}, {at}" if isinstance(at, str) else f"{name}, {at:g}+"
                yield self._said(value, label)

    def _said(self, parameter: Parameter, name: str) -> Said:
        tree = node_of(parameter.path, parameter.kind)
        if parameter.path not in self.moment.values:  # everybody or nobody for all time: nothing to resolve
            tree = constant(parameter.values[0], parameter.kind)
        return Said(
            name,
            parameter.said(self.moment.at),
            parameter.where,
            self.numbers(tree),
            parameter.kind.word,
            parameter.currency,
            parameter.per,
            "; ".join(dict.fromkeys(one.source for one in parameter.by_sex or (parameter,) if one.source)),
            any(one.unverified for one in parameter.by_sex or (parameter,)),
        )

    def _chances(self, tree: Node, prefix: str) -> Iterator[Luck]:
        """The chances that a rule or benefit itself leaves; those of benefits that it reads are theirs."""
        for node in walk(tree):
            if node.chance is not None and node.value.startswith(f"chance:{prefix}."):
                draws = self.household.columns[node.value.replace("chance:", "draw:")]
                yield Luck(
                    node.value.removeprefix("chance:"),
                    self.numbers(node.chance),
                    tuple(map(float, draws)),
                    self.numbers(node),
                )


def _sides(tree: Node) -> tuple[Node, Node] | None:
    """The two sides of a condition that compares what it works out; nothing where they are plain to see."""
    condition = tree.args[0] if tree.op == "where" else tree
    if condition.op not in COMPARISON or all(side.op in PLAIN for side in condition.args):
        return None
    if condition.args[1].op == "constant":  # whether anybody does
        return None
    return condition.args[0], condition.args[1]


def chances(moment: Moment) -> tuple[str, ...]:
    """The names of all that the law leaves to chance."""
    trees = [benefit.amount for benefit in moment.law.benefits.values()]
    trees += [tree for payers in moment.law.contributions.values() for tree in payers]
    found = {
        node.value.removeprefix("chance:") for tree in trees for node in walk(tree) if node.chance is not None
    }
    return tuple(sorted(found))


def asked(tree: Node) -> frozenset[str]:
    """The columns of the glossary that an expression reads."""
    return frozenset(
        n.value for n in walk(tree) if n.op == "column" and n.chance is None and n.value != "person"
    )

"""Tables that do not fit in memory: a law as one expression of Ibis, which DuckDB runs under a memory limit.

Extra `lake`. The table has one row a person, with the number of the household and the weight. Each layer of a
law is a layer of columns, so that what is used twice is written once. Numbers of the law stand in a table of
one row: written as literals, a database would compute with them in decimals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from socle.engine.numpy_blocks import evaluate
from socle.engine.rounds import Round, Whole, rounds, values_of
from socle.ground.axes import Array
from socle.ground.expression import SLACK, Node
from socle.ground.refusals import Refusal
from socle.model.law import walk
from socle.model.population import Population

HOUSEHOLD: Final = "household"
WEIGHT: Final = "weight"
ROW: Final = "row"
GATHER: Final = {"sum": "sum", "largest": "max", "smallest": "min"}
Parameters = Mapping[str, Any]


def compute(
    trees: Mapping[str, Node], population: Population, parameters: Parameters, memory_limit: str = "1GB"
) -> dict[str, Array]:
    """The answers to some expressions: shape [record], or one number where the population decides it."""
    if population.households is None:
        raise Refusal("Tables are for records in households; these are cells.")
    ibis = _ibis()
    import pyarrow

    records, sizes = len(population.weights), np.diff(population.households)
    columns = {name: values_of(name, population) for name in (*population.columns, *population.prevalence)}
    given = {**columns, **{name: np.asarray(value) for name, value in parameters.items()}}
    named = {name: values for name, values in given.items() if values.shape == (records,)}
    shared = {name: values for name, values in columns.items() if name not in named}
    named |= {WEIGHT: population.weights, HOUSEHOLD: np.repeat(np.arange(len(sizes)), sizes)}
    connection = ibis.duckdb.connect(memory_limit=memory_limit)
    table = pyarrow.table({**named, ROW: np.arange(records)})
    connection.con.register("people", table)
    return answers(trees, connection.table("people"), parameters, shared)


def answers(
    trees: Mapping[str, Node], table: Any, parameters: Parameters, shared: Mapping[str, Any] | None = None
) -> dict[str, Array]:
    """The answers from an Ibis table of persons with columns `household`, `weight` and `row` (0, 1, ...).

    A parameter that differs between persons (by region) is a column under its own name. `shared` columns are
    one number for all persons and are not in the table.
    """
    nobody = {**dict.fromkeys(table.columns, np.empty(0)), **(shared or {})}
    layout = Population(np.empty(0), nobody, households=np.zeros(1, np.int64))
    known, found = dict(parameters), dict[str, Array]()
    for step in rounds(trees, layout):
        asked = _Asked(step, table, layout, known)
        known |= asked.wholes()
        found |= asked.columns()
    return {name: found[name] for name in trees}


def _ibis() -> Any:
    try:
        import ibis
    except ImportError as missing:
        raise Refusal("Tables beyond memory need Ibis and DuckDB: install opensocle[lake].") from missing
    return ibis


def operations(ibis: Any) -> dict[str, Callable[..., Any]]:
    """What each step of a law is in Ibis."""
    return {
        "add": lambda a, b: a + b,
        "sub": lambda a, b: a - b,
        "mul": lambda a, b: a * b,
        "div": lambda a, b: ibis.ifelse(b != 0, a / b, 0.0),
        "power": lambda a, b: a**b,
        "smaller": ibis.least,
        "larger": ibis.greatest,
        "floor": lambda x: (x + SLACK).floor().cast("float64"),
        "below": lambda a, b: a < b,
        "above": lambda a, b: a > b,
        "and": lambda a, b: a & b,
        "or": lambda a, b: a | b,
        "not": lambda a: ~a,
        "where": ibis.ifelse,
        "of_household": lambda x: x,
    }


class _Asked:
    """One round of questions, as a table with a column for each answer."""

    def __init__(self, step: Round, table: Any, layout: Population, known: Parameters) -> None:
        self.step, self.layout, self.known, self.ibis = step, layout, known, _ibis()
        self.operations = operations(self.ibis)
        trees = [*(whole.tree for whole in step.wholes), *step.answers.values()]
        self.nodes = {node.key: node for tree in trees for node in walk(tree)}
        self.own = {
            node.value
            for node in self.nodes.values()
            if node.op in ("column", "parameter") and node.value in table.columns
        }
        self.varies = self._varying()
        self.numbers = {key: f"number{i}" for i, key in enumerate(self._numbers(trees))}
        self.table, self.named = self._layers(self._entered(table), [tree.key for tree in trees])

    def wholes(self) -> dict[str, float]:
        """The totals in one query, then each quantile."""
        totals = {whole.name: whole for whole in self.step.wholes if whole.share is None}
        weighted = {name: self._weighted(whole.tree) for name, whole in totals.items()}
        found: dict[str, float] = {}
        if weighted:
            row = self.table.aggregate(**{f"t{i}": total for i, total in enumerate(weighted.values())})
            values = row.to_pyarrow().to_pylist()[0].values()
            found = {name: float(value or 0.0) for name, value in zip(weighted, values, strict=True)}
        quantiles = [whole for whole in self.step.wholes if whole.share is not None]
        return found | {whole.name: self._quantile(whole, self.known) for whole in quantiles}

    def columns(self) -> dict[str, Array]:
        """The answers in the order of the rows; one number of the population by itself."""
        asked = {name: tree for name, tree in self.step.answers.items() if tree.key in self.varies}
        found = {
            name: evaluate(tree, self.layout, self.known)
            for name, tree in self.step.answers.items()
            if name not in asked
        }
        if asked:
            wanted = {f"a{i}": self._number(tree) for i, tree in enumerate(asked.values())}
            given = self.table.select(self.table[ROW], **wanted).to_pyarrow()
            order = np.argsort(given.column(ROW).to_numpy())
            for name, column in zip(asked, wanted, strict=True):
                found[name] = given.column(column).to_numpy()[order].astype(np.float64)
        return found

    def _varying(self) -> set[str]:
        varies: set[str] = set()
        for key, node in self.nodes.items():
            leaf = not node.args and node.op != "constant" and node.value in self.own
            if leaf or node.op == "in_household" or any(arg.key in varies for arg in node.args):
                varies.add(key)
        return varies

    def _numbers(self, trees: Sequence[Node]) -> list[str]:
        """What is one number for all, where something that varies (or an answer) reads it."""
        read = {arg.key for key in self.varies for arg in self.nodes[key].args} | {tree.key for tree in trees}
        return [key for key in self.nodes if key in read and key not in self.varies]

    def _entered(self, table: Any) -> Any:
        """The columns that are read, as numbers of 64 bits or conditions, beside the numbers of the law."""
        import pyarrow

        wanted = {WEIGHT: table[WEIGHT].cast("float64"), **{name: table[name] for name in sorted(self.own)}}
        conditions = {n.value for n in self.nodes.values() if n.kind.condition and not n.args}
        wanted = {
            name: values.cast("boolean") if name in conditions else values.cast("float64")
            for name, values in wanted.items()
        }
        entered = table.select(table[HOUSEHOLD], table[ROW], **wanted)
        self._refuse_missing(entered, [name for name in wanted if name not in conditions], sorted(conditions))
        values = {
            name: np.asarray(evaluate(self.nodes[key], self.layout, self.known)).reshape(-1)
            for key, name in self.numbers.items()
        }
        for key, name in self.numbers.items():
            if self.nodes[key].kind.condition:
                values[name] = values[name] != 0
        return entered.cross_join(self.ibis.memtable(pyarrow.table(values))) if values else entered

    def _refuse_missing(self, entered: Any, numbers: Sequence[str], conditions: Sequence[str]) -> None:
        gone = {name: entered[name].isnull() | entered[name].isnan() for name in numbers}
        gone |= {name: entered[name].isnull() for name in conditions if name in entered.columns}
        counted = entered.aggregate(**{f"m{i}": missing.sum() for i, missing in enumerate(gone.values())})
        for name, count in zip(gone, counted.to_pyarrow().to_pylist()[0].values(), strict=True):
            if count:
                raise Refusal(
                    "`{name}` is missing for {count} records; a database would answer for them at will.",
                    name=name,
                    count=count,
                )

    def _layers(self, table: Any, asked: Sequence[str]) -> tuple[Any, dict[str, str]]:
        """The table with a column for every node that is asked, shared, or of a household, layer by layer."""
        used = Counter(
            arg.key for key in self.varies for arg in {a.key: a for a in self.nodes[key].args}.values()
        )
        kept = {
            key: f"v{i}"
            for i, (key, node) in enumerate(self.nodes.items())
            if key in self.varies and node.args
            if used[key] > 1 or key in asked or node.op == "in_household"
        }
        depth: dict[str, int] = {}
        for key, node in self.nodes.items():
            depth[key] = max((depth[arg.key] for arg in node.args), default=0) + (key in kept)
        named: dict[str, str] = dict(self.numbers)
        for level in sorted({depth[key] for key in kept}):
            here = {key: name for key, name in kept.items() if depth[key] == level}
            made = {name: self._said(self.nodes[key], table, named) for key, name in here.items()}
            table, named = table.mutate(**made), named | here
        return table, named

    def _said(self, node: Node, table: Any, named: Mapping[str, str]) -> Any:
        if node.key in named:
            return table[named[node.key]]
        if not node.args:
            return table[node.value]
        args = [self._said(arg, table, named) for arg in node.args]
        if node.op == "in_household":
            value = args[0].ifelse(1.0, 0.0) if node.args[0].kind.condition else args[0]
            window = self.ibis.window(group_by=table[HOUSEHOLD])
            return getattr(value, GATHER[node.value])().over(window)
        return self.operations[node.op](*args)

    def _number(self, tree: Node) -> Any:
        value = self._said(tree, self.table, self.named)
        return value.ifelse(1.0, 0.0) if tree.kind.condition else value

    def _weighted(self, tree: Node) -> Any:
        return (self.table[WEIGHT] * self._number(tree)).sum()

    def _quantile(self, whole: Whole, known: Parameters) -> float:
        """The least value at or below which the share of all weights lies."""
        assert whole.share is not None
        share = float(evaluate(whole.share, self.layout, known))
        asked = self.table.select(value=self._number(whole.tree), weight=self.table[WEIGHT])
        before = self.ibis.cumulative_window(order_by=asked["value"])
        below = asked.mutate(below=asked["weight"].sum().over(before))
        limit = share * float(asked["weight"].sum().to_pyarrow().as_py()) * (1 - SLACK)
        return float(below.filter(below["below"] >= limit)["value"].min().to_pyarrow().as_py())

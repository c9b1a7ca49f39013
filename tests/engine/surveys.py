"""Random households and random laws on them, for the contract that every engine gives the same numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from hypothesis import strategies as st

from socle.ground.expression import CONDITION, MONEY, NUMBER, YEARS, Kind, Node, by_chance, column, parameter
from socle.ground.glossary import GLOSSARY, column_of
from socle.ground.units import COLUMN
from socle.ground.vocabulary import (
    Bands,
    any_in_household,
    by_bracket,
    larger,
    members,
    quantile,
    shared,
    smaller,
    sum_in_household,
    to_each_member,
    total,
    where,
    whole,
)
from socle.model.population import Population
from socle.model.rulebook import RULES, Table

VALUES: dict[str, Any] = {"line": 20.0, "cap": 35.1, "rate": 0.3, "half": 0.5, "low": 0.1, "high": 0.4}
INCOME, LINE = column("income", MONEY), parameter("line", MONEY)
AGE, DISABLED = column("age", YEARS), column("severely_disabled", CONDITION)


def households(seed: int, count: int = 300) -> Population:
    """Households of 1 to 8, many alone; incomes heap on tenths, tie and vanish; nobody is over 90."""
    rng = np.random.default_rng(seed)
    sizes = rng.choice([1, 1, 2, 3, 4, 8], count)
    n, starts = int(sizes.sum()), np.concatenate([[0], np.cumsum(sizes)])
    heaped = rng.integers(0, 400, n) * 0.1 * rng.integers(0, 2, n)
    columns: dict[str, Any] = {
        name: rng.integers(0, 2, n).astype(bool) if entry.kind.condition else np.round(heaped * 10) * 0.1
        for name, entry in GLOSSARY.items()
    }
    columns |= {
        "income": heaped,
        "age": rng.integers(0, 90, n).astype(np.int16),
        "sex": rng.integers(0, 2, n).astype(np.float64),
        "poverty_line": np.array(20.0),  # one number for all
        "severely_disabled": rng.integers(0, 9, n) == 0,
        "other_benefit": heaped[::-1] * rng.integers(0, 2, n),
        "person": np.ones(n),
        "region": rng.uniform(10, 20, n),
    }
    at = np.repeat(starts[:-1], sizes)
    columns |= {name: columns[name][at] for name, entry in GLOSSARY.items() if entry.level == "household"}
    draws = [name.replace("chance:", "draw:") for tree in rule_trees()[0].values() for name in chances(tree)]
    columns |= {draw: rng.uniform(0, 1, n) for draw in sorted({"draw:rate", *draws})}
    return Population(rng.uniform(0.5, 2, n), columns, households=starts.astype(np.int64))


def chances(tree: Node) -> set[str]:
    """The columns that chance decides."""
    own = {tree.value} if tree.chance is not None else set()
    return own.union(*(chances(arg) for arg in tree.args))


def rule_trees() -> tuple[dict[str, Node], dict[str, Any]]:
    """Every rule of the rulebook on symbols, with every keyword a parameter; and values of the parameters."""
    trees: dict[str, Node] = {}
    values: dict[str, Any] = {}
    for name, rule in RULES.items():
        said = {key: _symbol(f"{name}.{key}", keyword.kind, values) for key, keyword in rule.keywords.items()}
        node = rule(*(column_of(read) for read in rule.columns), **said)
        trees[name] = node
    return trees, values


def _symbol(path: str, kind: Kind | Table, values: dict[str, Any]) -> Any:
    if isinstance(kind, Table):
        paths = [f"{path}.{i}" for i in range(3)]
        rates = [_symbol(f"{where_}.value", kind.values, values) for where_ in paths]
        if kind.bounds == COLUMN:
            return Bands([column_of(name) for name in ("rooms", "electricity", "severely_disabled")], rates)
        bounds = [_symbol(f"{where_}.bound", kind.bounds, values) for where_ in paths]
        values |= {f"{where_}.bound": 15.0 * (i + 1) for i, where_ in enumerate(paths)}
        return Bands(bounds, rates)
    values[path] = 18.0 if kind.years else 7.7 if kind.money else 0.6
    return parameter(path, kind)


def _gathered(how: str, x: Node) -> Node:
    return Node("in_household", [x], how, kind=x.kind, level="household")


BRACKETS = Bands(
    [LINE * 0, LINE, parameter("cap", MONEY)], [parameter(p, NUMBER) for p in ("low", "high", "rate")]
)
NEED = larger(LINE * members() - sum_in_household(INCOME), 0)
LAWS: Mapping[str, Node] = {
    "topped up": INCOME + shared(NEED),
    "to each with the old": where(any_in_household(AGE >= 65), to_each_member(NEED), 0),
    "two stages": sum_in_household(smaller(shared(NEED), parameter("cap", MONEY)))
    + _gathered("largest", INCOME),
    "least": _gathered("smallest", where(AGE < 18, INCOME, LINE)),
    "poorest": where(quantile(INCOME, 0.4) >= INCOME, INCOME, 0),
    "quantile of a quantile": quantile(where(quantile(INCOME, 0.5) < INCOME, INCOME, 0), 0.9),
    "share of total": INCOME / total(INCOME),
    "deep": sum_in_household(where(INCOME + shared(NEED) < quantile(INCOME, 0.5), INCOME, LINE)),
    "nobody": total(where(AGE >= 120, INCOME, 0)),
    "of nobody": INCOME / total(where(AGE >= 120, INCOME, 0)),
    "one number": total(where(INCOME + shared(NEED) < LINE, 1, 0)) / total(members() / members()),
    "drawn": where(by_chance("luck", parameter("rate", NUMBER)), INCOME, LINE),
    "tax": by_bracket(INCOME, BRACKETS),
    "by region": smaller(INCOME, parameter("region", MONEY)),
    "tenths": whole(INCOME / parameter("low", MONEY)),
    "power": (INCOME / LINE) ** parameter("half", NUMBER),
    "of all": members() * column("poverty_line", MONEY),
    "as many": sum_in_household(where(DISABLED, 1, where(AGE >= 0, 1, 0)) * LINE / LINE),
    "a condition": (INCOME <= LINE) & ~DISABLED | (AGE == 30) | (AGE != 31),
}

EXTREMES = st.sampled_from(["largest", "smallest"])
money_leaves = st.sampled_from([INCOME, LINE, column("earnings", MONEY), parameter("cap", MONEY)])
condition_leaves = st.sampled_from([DISABLED, AGE >= 65, AGE < 18, INCOME > 0, column("poor", CONDITION)])


def _grown(money: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    conditions = st.one_of(
        condition_leaves,
        st.builds(lambda x, y: x < y + LINE, money, money),
        st.builds(lambda x: x >= LINE, money),
        st.builds(lambda a, x: a & ~(x <= LINE) | (x == LINE), condition_leaves, money),
        condition_leaves.map(any_in_household),
    )
    return st.one_of(
        st.builds(lambda x, y: x + y, money, money),
        st.builds(lambda x, y: larger(x - y, 0), money, money),
        st.builds(smaller, money, money),
        st.builds(where, conditions, money, money),
        st.builds(lambda x: shared(sum_in_household(x + INCOME)), money),
        st.builds(
            lambda x, how: to_each_member(_gathered(how, x + INCOME)),
            money,
            st.sampled_from(["largest", "smallest"]),
        ),
        st.builds(lambda x: parameter("rate", NUMBER) * x, money),
        st.builds(lambda x: by_bracket(x, BRACKETS), money),
        st.builds(lambda x: x / members(), money),
        st.builds(
            lambda x, share: smaller(x, quantile(INCOME + x, share)), money, st.sampled_from([0.2, 0.5])
        ),
    )


random_laws = st.recursive(money_leaves, _grown, max_leaves=8)

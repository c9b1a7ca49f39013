"""The words in which the law is written, beside the operators: the ten of the design.

Called with numbers they answer with a number; called on columns they yield an expression.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from socle.ground.expression import NUMBER, Node, build, constant
from socle.ground.refusals import Refusal


def _say(op: str, *raw: Any) -> Any:
    return _plain(build(op, *raw), *raw)


def _plain(answer: Any, *asked: Any) -> Any:
    """The number itself where only numbers were asked."""
    symbolic = not isinstance(answer, Node) or any(isinstance(value, Node) for value in asked)
    return answer if symbolic or answer.op != "constant" else answer.value


def where(condition: Any, yes: Any, no: Any) -> Any:
    """`yes` for those who meet the condition, `no` for the others."""
    return _say("where", condition, yes, no)


def smaller(a: Any, b: Any) -> Any:
    """The smaller of two values."""
    return _say("smaller", a, b)


def larger(a: Any, b: Any) -> Any:
    """The larger of two values."""
    return _say("larger", a, b)


def whole(x: Any) -> Any:
    """The completed whole number of `x`, so that 2.9999999999 counts as 3."""
    return _say("floor", x)


def among(x: Any, values: Iterable[Any]) -> Any:
    """Whether `x` is one of the values."""
    values, met = tuple(values), constant(False)
    for value in values:
        met = build("or", met, build("eq", x, value))
    return _plain(met, x, *values)


@dataclass(frozen=True)
class Bands:
    """A table of the law by bands: `values[i]` from `bounds[i]` (included) to the next bound (not included)."""

    bounds: Sequence[Any]
    values: Sequence[Any]


def by_band(x: Any, table: Bands | Mapping[float, Any] | float) -> Any:
    """The value of the band in which `x` lies, nothing below the first band; a bare number has no bands."""
    if isinstance(table, int | float):
        return table
    bounds, values = _columns(table)
    result = _nothing_like(values[0])
    for bound, value in zip(bounds, values, strict=True):
        result = where(build("ge", x, bound), value, result)
    return _plain(result, x, *bounds, *values)


def by_bracket(x: Any, table: Bands | Mapping[float, Any]) -> Any:
    """The sum over brackets of rate times the part of `x` in the bracket, as in a tax schedule.

    Each bound adds what its rate has more than the one before on all that lies above it, so that a bracket
    which a later law drops (its bound has no end) brings nothing.
    """
    bounds, rates = _columns(table)
    result: Any = _nothing_like(x)
    for i, (bound, rate) in enumerate(zip(bounds, rates, strict=True)):
        more = rate if i == 0 else build("sub", rate, rates[i - 1])
        result = build("add", result, build("mul", more, larger(build("sub", x, bound), 0)))
    return _plain(result, x, *bounds, *rates)


def _columns(table: Bands | Mapping[float, Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    return (
        (tuple(table), tuple(table.values())) if isinstance(table, Mapping) else (table.bounds, table.values)
    )


def _nothing_like(value: Any) -> Any:
    return constant(0.0, value.kind if isinstance(value, Node) else NUMBER)


def weighted(weights: Bands | float) -> Any:
    """The sum of weight times characteristic: a household's own, and over its members those of persons."""
    if isinstance(weights, int | float):
        return weights
    result: Any = constant(0.0)
    for characteristic, weight in zip(*_columns(weights), strict=True):
        counted = build("mul", characteristic, 1)  # a condition counts those who meet it
        together = sum_in_household(counted) if counted.level == "person" else counted
        result = build("add", result, build("mul", weight, together))
    return result


def sum_in_household(x: Any) -> Node:
    """The sum of a person's number over the members of the household."""
    return _of_household("sum", x)


def any_in_household(condition: Any) -> Node:
    """Whether any member of the household meets the condition."""
    return build("gt", _of_household("sum", where(condition, 1, 0)), 0)


def members() -> Node:
    """The number of persons in the household."""
    return _of_household("sum", Node("column", value="person", kind=NUMBER, level="person"))


def to_household(x: Any) -> Node:
    """A number that is the same for all, as one number of each household."""
    result: Node = where(build("gt", members(), 0), x, 0)
    return result


def _of_household(how: str, x: Any) -> Node:
    if not isinstance(x, Node) and x == 0:
        return constant(0.0)  # points that a file leaves out add up to nothing
    if not isinstance(x, Node) or x.level != "person":
        raise Refusal(
            "`{how}_in_household` adds up persons, and `{x}` is not a number of a person.",
            how=how,
            x=repr(x)[:60],
        )
    return Node("in_household", [x], how, kind=x.kind, level="household")


def to_each_member(x: Node) -> Node:
    """A household's amount, given to each of its members in full."""
    _refuse_other_levels("to_each_member", x)
    return Node("of_household", [x], "each", kind=x.kind, level="person")


def shared(x: Node) -> Node:
    """A household's amount, divided equally among its members."""
    _refuse_other_levels("shared", x)
    return Node("of_household", [build("div", x, members())], "share", kind=x.kind, level="person")


def _refuse_other_levels(word: str, x: Node) -> None:
    if x.level != "household":
        raise Refusal(
            "`{word}` takes an amount of a household, and `{x}` is that of a {level}.",
            word=word,
            x=repr(x)[:60],
            level=x.level,
        )


def total(x: Node) -> Node:
    """The sum over the population, each record with its weight."""
    counted = build("mul", x, 1)  # a condition counts those who meet it
    return Node("in_population", [counted], "total", kind=counted.kind, level="population")


def quantile(x: Node, share: Any) -> Node:
    """The value below which a share of the population lies, each record with its weight."""
    share = share if isinstance(share, Node) else constant(share)
    return Node("in_population", [x, share], "quantile", kind=x.kind, level="population")

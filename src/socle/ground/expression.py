"""What a rule yields when it is called on symbols: a small typed expression.

A rule is an ordinary function of columns. Called with numbers it answers; called with the symbols of this
module it yields a `Node`, from which every engine, the words of `explain` and the units come. Two checks
run while it is being built: units (`Kind`) and levels (whose number it is: the population's, a
household's, a person's).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, ClassVar, Final

from socle.ground.refusals import Refusal

FOREVER: Final = math.inf
SLACK: Final = 1e-9  # equal within a billionth is equal, here and on every engine
LEVELS: Final = ("population", "household", "person")


@dataclass(frozen=True)
class Kind:
    """A unit as powers of money (a year) and of years; or a condition; `word` says what files call it."""

    money: int = 0
    years: int = 0
    condition: bool = False
    word: str = "number"

    def same_unit(self, other: Kind) -> bool:
        """Whether two quantities may be added or compared."""
        return (self.money, self.years, self.condition) == (other.money, other.years, other.condition)

    def __str__(self) -> str:
        if self.condition:
            return "condition"
        powers = {"money": self.money, "years": self.years}.items()
        return " ".join(name if p == 1 else f"{name}^{p}" for name, p in powers if p) or "number"


NUMBER: Final = Kind()
MONEY: Final = Kind(money=1, word="money")
YEARS: Final = Kind(years=1, word="years")
CONDITION: Final = Kind(condition=True, word="condition")

ARITHMETIC: Final = {"add", "sub", "mul", "div", "power", "smaller", "larger", "floor"}
COMPARISON: Final = {"lt", "le", "gt", "ge", "eq", "ne"}
LOGIC: Final = {"and", "or", "not"}


def _below(a: float, b: float) -> bool:
    return a < min(b * (1 - SLACK), b * (1 + SLACK))


def _above(a: float, b: float) -> bool:
    return a > max(b * (1 - SLACK), b * (1 + SLACK))


PYTHON: Final[dict[str, Any]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b if b else 0.0,
    "power": lambda a, b: a**b,
    "smaller": min,
    "larger": max,
    "floor": lambda a: math.floor(a + SLACK),
    "lt": _below,
    "le": lambda a, b: not _above(a, b),
    "gt": _above,
    "ge": lambda a, b: not _below(a, b),
    "eq": lambda a, b: not (_below(a, b) or _above(a, b)),
    "ne": lambda a, b: _below(a, b) or _above(a, b),
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
    "not": lambda a: not a,
    "where": lambda c, a, b: a if c else b,
}
NUMPY: Final = {"add": "add", "subtract": "sub", "multiply": "mul", "divide": "div", "power": "power"}
NUMPY.update(less="lt", less_equal="le", greater="gt", greater_equal="ge", equal="eq", not_equal="ne")
BRANCHING: Final = (
    "A rule is written once for everybody, so it cannot branch on one person: write & | ~ for and, or, not "
    "(with brackets round each comparison); where(condition, a, b) for if; smaller and larger for min and max."
)


class Node:
    """One step of an expression: an operation on nodes, a column, a parameter or a constant.

    `value` is the constant's number, the column's or parameter's name, the label of a `named` step, or what
    a household or population step does. `chance` is the share that meets a column decided by chance.
    """

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __init__(
        self, op: str, args: Sequence[Node] = (), value: Any = None, *, kind: Kind, level: str
    ) -> None:
        self.op, self.args, self.value, self.kind, self.level = op, tuple(args), value, kind, level
        self.chance: Node | None = None
        unit = (kind.money, kind.years, kind.condition)  # nothing in money is not the number 0
        content = f"{op}|{value!r}|{unit}" + "".join(arg.key for arg in self.args)
        self.key: str = blake2b(content.encode(), digest_size=12).hexdigest()

    def __repr__(self) -> str:
        return spelled(self, 3)

    def __bool__(self) -> bool:
        raise Refusal(BRANCHING)

    def __iter__(self) -> Iterator[Any]:
        raise Refusal(BRANCHING)

    def __array_ufunc__(self, ufunc: Any, _: str, *values: Any, **__: Any) -> Node:
        if ufunc.__name__ not in NUMPY:
            raise Refusal(BRANCHING)
        return build(NUMPY[ufunc.__name__], *values)

    # fmt: off
    def __add__(self, other: Any) -> Node: return build("add", self, other)
    def __radd__(self, other: Any) -> Node: return build("add", other, self)
    def __sub__(self, other: Any) -> Node: return build("sub", self, other)
    def __rsub__(self, other: Any) -> Node: return build("sub", other, self)
    def __mul__(self, other: Any) -> Node: return build("mul", self, other)
    def __rmul__(self, other: Any) -> Node: return build("mul", other, self)
    def __truediv__(self, other: Any) -> Node: return build("div", self, other)
    def __rtruediv__(self, other: Any) -> Node: return build("div", other, self)
    def __pow__(self, other: Any) -> Node: return build("power", self, other)
    def __lt__(self, other: Any) -> Node: return build("lt", self, other)
    def __le__(self, other: Any) -> Node: return build("le", self, other)
    def __gt__(self, other: Any) -> Node: return build("gt", self, other)
    def __ge__(self, other: Any) -> Node: return build("ge", self, other)
    def __eq__(self, other: Any) -> Node: return build("eq", self, other)  # type: ignore[override]
    def __ne__(self, other: Any) -> Node: return build("ne", self, other)  # type: ignore[override]
    def __and__(self, other: Any) -> Node: return build("and", self, other)
    def __rand__(self, other: Any) -> Node: return build("and", other, self)
    def __or__(self, other: Any) -> Node: return build("or", self, other)
    def __ror__(self, other: Any) -> Node: return build("or", other, self)
    def __neg__(self) -> Node: return build("sub", 0, self)
    def __invert__(self) -> Node: return build("not", self)
    # fmt: on


def spelled(node: Node, depth: int) -> str:
    """A short spelling of an expression, cut at a depth: a shared expression can be exponentially long."""
    if node.op in ("column", "parameter", "named"):
        return str(node.value)
    if node.op == "constant":
        return format(node.value, "g")
    return "..." if depth == 0 else f"{node.op}({', '.join(spelled(arg, depth - 1) for arg in node.args)})"


def constant(value: float | bool, kind: Kind | None = None) -> Node:
    """A number of the law's grammar (0, 1, no end) or a condition that is always or never met."""
    is_condition = isinstance(value, bool)
    return Node(
        "constant",
        value=value if is_condition else float(value),
        kind=kind or (CONDITION if is_condition else NUMBER),
        level="population",
    )


def column(name: str, kind: Kind, level: str = "person") -> Node:
    """An attribute of people."""
    return Node("column", value=name, kind=kind, level=level)


def parameter(path: str, kind: Kind) -> Node:
    """A value that a file says."""
    return Node("parameter", value=path, kind=kind, level="population")


def by_chance(name: str, share: Any, level: str = "person") -> Node:
    """A condition that a `share` of people meet, which ones is not known: take-up, errors of a means test.

    Cells average over it, a survey compares its stored draw with the share, one person is asked. A share
    that a file says gives the condition its name, so that two benefits never share their luck. One that a
    household meets or not (`level`) is met by all its members together.
    """
    share = share if isinstance(share, Node) else constant(share)
    if share.op == "constant" and share.value in (0.0, 1.0):
        return constant(share.value == 1.0)
    label = share.value if share.op == "parameter" else f"{name}:{share.key[:8]}"
    node = column(f"chance:{label}", CONDITION, level)
    node.chance = share
    return node


def named(label: str, body: Node) -> Node:
    """The same expression with a name that words and refusals can use; engines do not see it."""
    return Node("named", [body], label, kind=body.kind, level=body.level)


def build(op: str, *raw: Any) -> Node:
    """One operation on nodes and numbers, checked, with constants folded and neutral terms dropped."""
    args = [value if isinstance(value, Node) else _literal(value) for value in raw]
    args = _share_units(op, args)
    if op in ARITHMETIC:
        args = [build("where", arg, 1, 0) if arg.kind.condition else arg for arg in args]
    kind = _kind(op, args)
    if all(arg.op == "constant" for arg in args) and op in PYTHON:
        return constant(PYTHON[op](*(arg.value for arg in args)), kind)
    short = _simpler(op, args)
    if short is not None:
        return short
    level = max((arg.level for arg in args), key=LEVELS.index)
    return Node(op, args, kind=kind, level=level)


def _literal(value: Any) -> Node:
    value = value.item() if getattr(value, "shape", None) == () else value
    if isinstance(value, bool | int | float):
        return constant(value)
    raise Refusal(
        "`{value}` is not a number or a column: a rule works on columns, with operators and the words "
        "where, smaller, larger, whole, among, by_band, by_bracket.",
        value=repr(value)[:60],
    )


def _share_units(op: str, args: list[Node]) -> list[Node]:
    """A bare number takes the unit of its neighbour; beside money only 0 and no end do: amounts live in files."""
    if op not in {"add", "sub", "smaller", "larger", "where"} | COMPARISON:
        return args
    own = next((a.kind for a in args if a.op != "constant" and not a.kind.condition), None)
    if own is None:
        return args
    fits = [a.op == "constant" and (not own.money or a.value in (0.0, FOREVER, -FOREVER)) for a in args]
    return [
        constant(a.value, own) if fit and not a.kind.condition else a
        for a, fit in zip(args, fits, strict=True)
    ]


def _kind(op: str, args: Sequence[Node]) -> Kind:
    kinds = [arg.kind for arg in args]
    first = kinds[0]
    if op in LOGIC:
        return CONDITION if all(k.condition for k in kinds) else _refuse(op, args)
    if op == "where":
        return kinds[1] if first.condition and kinds[1].same_unit(kinds[2]) else _refuse(op, args)
    if op in ("mul", "div"):
        sign = 1 if op == "mul" else -1
        return Kind(
            first.money + sign * kinds[1].money,
            first.years + sign * kinds[1].years,
            word=first.word if kinds[1].same_unit(NUMBER) else "",
        )
    if op in ("power", "floor"):  # a whole number of francs depends on the currency: the law must say a unit
        return (
            NUMBER
            if all(k.same_unit(NUMBER) for k in kinds) or (op == "floor" and not first.money)
            else _refuse(op, args)
        )
    if not all(k.same_unit(first) for k in kinds):
        return _refuse(op, args)
    return CONDITION if op in COMPARISON else first


def _refuse(op: str, args: Sequence[Node]) -> Kind:
    raise Refusal(
        "`{op}` cannot combine {kinds}: ({args}).",
        op=op,
        kinds=" and ".join(str(a.kind) for a in args),
        args=", ".join(spelled(a, 2) for a in args),
    )


def _simpler(op: str, args: Sequence[Node]) -> Node | None:  # noqa: PLR0911, one line a law of algebra
    """The result where one side decides it, so that defaults left out of a file leave no trace."""
    value = [arg.value if arg.op == "constant" else None for arg in args]
    if op in COMPARISON and (FOREVER in value or -FOREVER in value):
        left, right = (value[i] if value[i] in (FOREVER, -FOREVER) else 0.0 for i in (0, 1))
        return constant(PYTHON[op](left, right))
    if op in ("and", "or"):
        for own, other in ((0, 1), (1, 0)):
            if value[own] is not None:
                return args[other] if bool(value[own]) == (op == "and") else args[own]
    if op == "where":
        if value[0] is not None:
            return args[1] if value[0] else args[2]
        return args[1] if args[1].key == args[2].key else None
    one = [arg.value == 1 and str(arg.kind) == "number" for arg in args]  # one year is not neutral, 1 is
    if (op in ("add", "sub") and value[-1] == 0) or (op in ("mul", "div", "power") and one[-1]):
        return args[0]
    if (op == "add" and value[0] == 0) or (op == "mul" and one[0]):
        return args[1]
    if op == "mul" and 0 in value:
        return constant(0.0, _kind(op, args))
    for word, bound in (("smaller", FOREVER), ("larger", -FOREVER)):
        if op == word and bound in value:
            return args[1 - value.index(bound)]
    return None

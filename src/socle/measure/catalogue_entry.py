"""What an indicator is: one pure function with its code, unit, definition, formula and breakdowns.

The signature is the schema: every parameter is a statistic of the glossary. The function sees numbers only;
`Indicator.of` brings what is missing or bounded through it. A missing number gives a missing indicator, never 0.
"""

from __future__ import annotations

import ast
import inspect
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.measure.quantity import Quantity, missing, sources, worst
from socle.measure.statistics_glossary import STATISTICS

UNITS: Final = ("share", "persons", "money", "ratio", "number")
BREAKDOWNS: Final = ("sex", "group", "function", "scheme_type")
OPERATIONS: Final[Mapping[type, Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
UNKNOWN: Final = N_("`{statistic}` is not known.")
NOBODY: Final = N_("`{statistic}` is 0, so there is no share of it.")
NOT_SAID: Final = N_("Nobody says how many.")

Formula = Callable[..., float]


@dataclass(frozen=True)
class Indicator:
    """An indicator of the catalogue. `title` and `definition` are keys of the message catalogues."""

    code: str
    title: str
    definition: str
    unit: str  # of UNITS
    formula: str  # arithmetic in the names of statistics, equal to the function
    by: tuple[str, ...]  # breakdowns it may have, of BREAKDOWNS
    sdg: str  # series of the United Nations Statistics Division, where it is one
    ilo: str  # code of SOC of ILOSTAT's flow of 1.3.1, where it is one
    room: str
    function: Formula

    @property
    def inputs(self) -> tuple[str, ...]:
        """The statistics it needs: the parameters of its function."""
        return tuple(inspect.signature(self.function).parameters)

    def of(self, given: Mapping[str, Quantity]) -> Quantity:
        """The indicator: exact, between bounds where a statistic is, or missing with the reason."""
        used = {name: given.get(name, missing(NOT_SAID)) for name in self.inputs}
        for name, one in used.items():
            if one.bounds is None:
                told = one if one.reason and one.reason != NOT_SAID else missing(UNKNOWN, statistic=name)
                return Quantity(status=told.status, reason=told.reason, said=told.said)
        ends = [dict.fromkeys(one.bounds or ()) for one in used.values()]
        corners = [dict(zip(used, corner, strict=True)) for corner in product(*ends)]
        try:
            values = [float(self.function(**corner)) for corner in corners]
        except ZeroDivisionError:
            zero = next(name for corner in corners for name in corner if not corner[name])
            return missing(NOBODY, statistic=self._zero(corners) or zero)
        source, status = sources(one.source for one in used.values()), worst(o.status for o in used.values())
        low, high = min(values), max(values)
        if low == high:
            return Quantity(low, source=source, status=status)
        closer = next((one.closer for one in used.values() if one.closer), {})
        return Quantity(None, low, high, source, status, closer=closer)

    def denominator(self, given: Mapping[str, Quantity]) -> float | None:
        """What it is a share of: the divisor of its formula, where it has one that is known exactly."""
        tree = self._divisor()
        known = {name: one.value for name, one in given.items() if one.value is not None}
        if tree is None or any(isinstance(n, ast.Name) and n.id not in known for n in ast.walk(tree)):
            return None
        return _worked_out(tree, known)

    def _divisor(self) -> ast.expr | None:
        tree = ast.parse(self.formula, mode="eval")
        found = [n for n in ast.walk(tree) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div)]
        return found[0].right if len(found) == 1 else None

    def _zero(self, corners: list[dict[str, float]]) -> str:
        """The statistic by which nothing can be divided."""
        tree = self._divisor()
        return tree.id if isinstance(tree, ast.Name) and any(not c[tree.id] for c in corners) else ""

    def written(self, given: Mapping[str, float]) -> float:
        """The formula as its text says it, for who doubts that text and function agree."""
        return _worked_out(ast.parse(self.formula, mode="eval").body, given)


def _worked_out(tree: ast.expr, given: Mapping[str, float]) -> float:
    if isinstance(tree, ast.BinOp):
        left, right = _worked_out(tree.left, given), _worked_out(tree.right, given)
        return float(OPERATIONS[type(tree.op)](left, right))
    if isinstance(tree, ast.Name):
        return given[tree.id]
    if isinstance(tree, ast.Constant) and isinstance(tree.value, int):
        return float(tree.value)
    raise ValueError(ast.unparse(tree))


REGISTRY: Final[dict[str, Indicator]] = {}
"""Every indicator by its code, filled as the rooms are imported: read it through `measure.catalogue`."""


def indicator(
    code: str,
    title: str,
    definition: str,
    *,
    unit: str,
    formula: str,
    by: tuple[str, ...] = (),
    sdg: str = "",
    ilo: str = "",
) -> Callable[[Formula], Formula]:
    """Enters a function in the catalogue."""

    def entered(function: Formula) -> Formula:
        room = function.__module__.rpartition("catalogue_")[2]
        one = Indicator(code, title, definition, unit, formula, by, sdg, ilo, room, function)
        unknown = [name for name in one.inputs if name not in STATISTICS]
        if unknown:
            raise Refusal(
                "`{name}` is no statistic of the glossary.",
                name=unknown[0],
                nearest=nearest(unknown[0], STATISTICS),
            )
        if code in REGISTRY or unit not in UNITS or not set(by) <= set(BREAKDOWNS):
            raise ValueError(f"{code}: entered twice, or with an unknown unit or breakdown")
        REGISTRY[code] = one
        return function

    return entered

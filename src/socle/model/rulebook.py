"""The rulebook: every rule of law, known by its signature.

The signature is the schema: positional arguments are columns of the glossary, keyword-only arguments are
what a file may say, annotations are units, the docstring is the sentence. Validation, JSON Schema, the
reference page and the contract tests all follow from it.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from socle.ground import units
from socle.ground.expression import CONDITION, MONEY, NUMBER, YEARS, Kind, constant
from socle.ground.glossary import GLOSSARY
from socle.ground.refusals import Refusal, nearest

Years = Annotated[Any, YEARS]
Money = Annotated[Any, MONEY]
Number = Annotated[Any, NUMBER]
Share = Annotated[Any, units.SHARE]
Ratio = Annotated[Any, units.RATIO]
Months = Annotated[Any, units.MONTHS]
WorkingDays = Annotated[Any, units.WORKING_DAYS]
Condition = Annotated[Any, CONDITION]
PerYear = Annotated[Any, units.PER_YEAR]
Stock = Annotated[Any, units.STOCK]
NAMED = ("pension",)  # columns that a file must name: there is no such thing as the pension


@dataclass(frozen=True)
class Table:
    """The kind of a keyword that takes one value for each band (of age, of money) or for each of some columns."""

    bounds: Kind
    values: Kind

    @property
    def word(self) -> str:
        """What files and pages call it."""
        return f"{self.values.word} by {self.bounds.word}"


AmountsByAge = Annotated[Any, Table(YEARS, MONEY)]
SharesByAge = Annotated[Any, Table(YEARS, units.SHARE)]
RatesByMoney = Annotated[Any, Table(MONEY, units.SHARE)]
AmountsBySize = Annotated[Any, Table(units.COUNT, MONEY)]
PointsByAge = Annotated[Any, Table(YEARS, NUMBER)]
Points = Annotated[Any, Table(units.COLUMN, NUMBER)]


@dataclass(frozen=True)
class Keyword:
    """What a file may say to a rule: the kind of the value, and the default if it may be left out."""

    kind: Kind | Table
    default: Any

    @property
    def required(self) -> bool:
        """Whether a file must say it."""
        return self.default is inspect.Parameter.empty


@dataclass(frozen=True)
class Rule:
    """A rule of law: a pure function of columns, callable with numbers as it is."""

    name: str
    room: str  # the module it lives in: eligibility, entitlement, financing, insurance
    function: Callable[..., Any]
    columns: tuple[str, ...]
    keywords: Mapping[str, Keyword]
    gives: Kind
    sentence: str

    @property
    def named(self) -> tuple[str, ...]:
        """Columns for which the file names a benefit, among the keywords."""
        return tuple(column for column in self.columns if column in NAMED)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The answer of the law: a number if only numbers are asked, unless the law leaves it to chance."""
        said = [*args, *kwargs.values()]
        if not said or not all(isinstance(value, int | float | Mapping) for value in said):
            return self.function(*args, **kwargs)
        answer = self.function(
            *map(_symbol, args), **{name: _symbol(value) for name, value in kwargs.items()}
        )
        return answer.value if answer.op == "constant" else answer


def _symbol(value: Any) -> Any:
    """A bare number as the law's own, so that what is asked with numbers follows the same law."""
    return value if isinstance(value, Mapping) else constant(value)


RULES: dict[str, Rule] = {}


def rule(function: Callable[..., Any]) -> Rule:
    """Enter a function into the rulebook."""
    hints = typing.get_type_hints(function, include_extras=True)
    kinds = {name: typing.get_args(hint)[1] for name, hint in hints.items()}
    arguments = inspect.signature(function).parameters
    columns = tuple(name for name, a in arguments.items() if a.kind is not a.KEYWORD_ONLY)
    keywords = {
        name: Keyword(kinds[name], a.default) for name, a in arguments.items() if a.kind is a.KEYWORD_ONLY
    }
    for name in columns:
        if name not in GLOSSARY:
            raise Refusal(
                "Rule `{rule}` reads `{column}`, which is not in the glossary.",
                rule=function.__name__,
                column=name,
                nearest=nearest(name, GLOSSARY),
            )
        if not GLOSSARY[name].kind.same_unit(kinds[name]):
            raise Refusal(
                "Rule `{rule}` reads `{column}` as {kind}; the glossary says {entry}.",
                rule=function.__name__,
                column=name,
                kind=kinds[name],
                entry=GLOSSARY[name].kind,
            )
    if function.__name__ in RULES:
        raise Refusal("Two rules are called `{rule}`.", rule=function.__name__)
    entry = Rule(
        function.__name__,
        function.__module__.rsplit(".", 1)[-1],
        function,
        columns,
        keywords,
        kinds["return"],
        inspect.getdoc(function) or "",
    )
    return RULES.setdefault(entry.name, entry)


def find(name: str) -> Rule:
    """The rule called `name`; a refusal with the nearest name otherwise."""
    if name not in RULES:
        raise Refusal("There is no rule `{name}`.", name=name, nearest=nearest(name, RULES))
    return RULES[name]

"""How the columns of a survey are called, in what units they are, and what their codes mean: said once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from socle.model.survey import Roles


@dataclass(frozen=True)
class MappedColumn:
    """One column of the glossary: the survey's column, the number of each code, payments a year."""

    column: str
    codes: Mapping[str, float] = field(default_factory=dict)  # empty: the cells are numbers
    times: float = 1.0


@dataclass(frozen=True)
class SurveyMap:
    """A survey in the words of the glossary."""

    roles: Roles
    welfare: MappedColumn  # money a person and year once multiplied
    currency: str
    prices: int  # the year in whose prices the welfare is
    columns: Mapping[str, MappedColumn]
    source: str = ""

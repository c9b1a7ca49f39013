"""What an insurance institution brings to a valuation: facts, and tables of persons, money and rates.

`institution_tables.py` lists what may be said. Stocks are those of 1 January of the first year projected.
Inside, flows of money are national currency a year; accounts and the reserve are sums of money and have no
period.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from socle.ground.refusals import Refusal
from socle.model.form import Table
from socle.model.survey import Flag


@dataclass(frozen=True)
class Facts:
    """What is said once; `reserve` a sum of money, `average_wage` money a year."""

    country: str
    year: int
    currency: str
    per: str
    reserve: float
    average_wage: float | None = None
    top_service: int = 50
    spread: float | None = None
    yearly_spread: float | None = None
    mortality: str = "national"
    spouse_gap: float | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)  # each fact as it was written
    places: Mapping[str, str] = field(default_factory=dict)  # and where


@dataclass(frozen=True, eq=False)
class InstitutionData:
    """The data of an institution, checked, and what a person should know about them."""

    facts: Facts
    tables: Mapping[str, Table]
    flags: tuple[Flag, ...] = ()
    file: str = ""

    def table(self, name: str) -> Table:
        """A table that must be there."""
        if name not in self.tables:
            raise Refusal("The table `{name}` is missing.", name=name, where=self.file)
        return self.tables[name]

    @property
    def average_wage(self) -> float:
        """The fact, or the mean of the earnings of contributors; money a year."""
        if self.facts.average_wage is not None:
            return self.facts.average_wage
        insured = self.table("contributors")
        return float(np.average(insured.of("earnings"), weights=insured.of("persons")))

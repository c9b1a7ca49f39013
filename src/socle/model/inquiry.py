"""A Social Security Inquiry as filled in: schemes and benefits by name, values in currency and persons.

`Inquiry` reads the facts and tables of a filled form. Sums of money are in the currency itself, whatever the
unit of the file. What the file leaves out is None and never nought.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from socle.ground import units
from socle.ground.refusals import Place
from socle.model import inquiry_codes as codes
from socle.model.form import Filled
from socle.model.inquiry_tables import INQUIRY, SECTIONS, TABLES

SUMS: Final = ("gdp", "government_expenditure")  # facts in the unit of money of the inquiry
IN_UNIT: Final = {
    "receipts": ("amount",),
    "expenditure": ("amount",),
    "reserves": ("opening", "closing", "valuation_change"),
}
VALUES: Final = {
    "receipts": ("amount",),
    "expenditure": ("amount",),
    "reserves": ("opening", "closing"),
    "protected": ("count",),
    "beneficiaries": ("count",),
    "levels": ("amount",),
    "populations": ("count",),
    "overlaps": ("rate",),
}
"""The columns of a table that hold values; the others say what they are values of."""
NOTHING: Final = "-"  # what a key writes for an empty cell


@dataclass(frozen=True, eq=False)
class Row:
    """A row of a table: what its cells say, money in the currency itself, and where it stands."""

    table: str
    at: int  # its number in the table, from 0
    said: Mapping[str, Any]
    inquiry: Inquiry

    def __getitem__(self, column: str) -> Any:
        """What a column says: a number or None, a word or an empty one."""
        return self.said.get(column)

    @property
    def scheme(self) -> str:
        """The scheme it is about, or nothing."""
        return str(self.said.get("scheme") or "")

    @property
    def benefit(self) -> str:
        """The benefit it is about, or nothing where it is about the scheme as a whole."""
        return str(self.said.get("benefit") or "")

    @property
    def path(self) -> str:
        """`scheme.benefit`, as in files of law; the scheme alone where there is no benefit."""
        return f"{self.scheme}.{self.benefit}" if self.benefit else self.scheme

    @property
    def value(self) -> float | None:
        """The first of its values: money in the currency, persons or a share; None if it is missing."""
        found: float | None = self.said.get(VALUES[self.table][0])
        return found

    @property
    def key(self) -> str:
        """How a reason or a refusal calls the row: `receipts:national_pension/2024/total`."""
        named = (_text(self.said.get(name)) for name in TABLES[self.table].key)
        return f"{self.table}:" + "/".join(word or NOTHING for word in named)

    @property
    def status(self) -> str:
        """OBS_STATUS of its values: what the row says, or the facts, or final; `O` where they are missing."""
        return codes.STATUSES[self.said.get("status") or self.inquiry.facts.get("status") or "final"]

    @property
    def source(self) -> str:
        """Where its values come from, or nothing if nobody says it."""
        return str(self.said.get("source") or self.inquiry.facts.get("source") or "")

    @property
    def method(self) -> str:
        """How its values were made, or why they are missing."""
        return str(self.said.get("method") or self.inquiry.facts.get("method") or "")

    @property
    def reference_date(self) -> str:
        """The date of its values (2024-12-31), or nothing."""
        return _text(self.said.get("reference_date") or self.inquiry.facts.get("reference_date"))

    @property
    def confidential(self) -> bool:
        """Whether its values may not be shown."""
        return bool(self.said.get("confidential"))

    def where(self, column: str) -> Place:
        """The place of one of its cells."""
        return self.inquiry.filled.tables[self.table].where(self.at, column)


@dataclass(frozen=True)
class Section:
    """How much of a part of the questionnaire is filled in: things given of things expected."""

    name: str
    given: int
    expected: int
    explained: int = 0  # said to be missing, with a reason

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing is expected."""
        return self.given / self.expected if self.expected else None


@dataclass(frozen=True, eq=False)
class Inquiry:
    """The inquiry of a country and year."""

    filled: Filled

    @property
    def facts(self) -> Mapping[str, Any]:
        """The facts as said."""
        return self.filled.facts

    @property
    def country(self) -> str:
        """ISO 3166, three letters."""
        return str(self.facts["country"])

    @property
    def year(self) -> int:
        """The year it is about."""
        return int(self.facts["year"])

    @property
    def currency(self) -> str:
        """ISO 4217, three letters."""
        return str(self.facts["currency"])

    @property
    def unit(self) -> float:
        """What sums of money of the file are multiplied by."""
        return codes.MONEY_UNITS[self.facts["money_unit"]]

    def fact(self, name: str) -> float | None:
        """A number of the facts: persons, money in the currency, years; None if it is not said."""
        if name not in self.facts:
            return None
        return float(self.facts[name]) * (self.unit if name in SUMS else 1.0)

    def monthly(self, name: str) -> float | None:
        """A wage or line of the facts, currency a month."""
        value = self.fact(name)
        if value is None:
            return None
        per = str(self.facts.get(f"{name}_per") or "month")
        return value * units.payments(per) / units.MONTHS_PER_YEAR

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table; none where it is not filled in."""
        return self._rows.get(table, ())

    @cached_property
    def _rows(self) -> dict[str, tuple[Row, ...]]:
        found = {}
        for name, table in self.filled.tables.items():
            columns = {key: [_plain(one) for one in values] for key, values in table.columns.items()}
            for key in IN_UNIT.get(name, ()):
                columns[key] = [
                    None if one is None else one * self.unit for one in columns.get(key, [None] * len(table))
                ]
            found[name] = tuple(
                Row(name, at, {key: values[at] for key, values in columns.items()}, self)
                for at in range(len(table))
            )
        return found

    @cached_property
    def schemes(self) -> Mapping[str, Row]:
        """The schemes by name."""
        return {row.scheme: row for row in self.rows("schemes")}

    @cached_property
    def benefits(self) -> Mapping[str, Row]:
        """The benefits by `scheme.benefit`."""
        return {row.path: row for row in self.rows("benefits")}

    def contributory(self, scheme: str) -> bool:
        """Whether the benefits of a scheme are earned by contributions."""
        return scheme in self.schemes and self.schemes[scheme]["type"] in codes.CONTRIBUTORY

    def money(self, table: str, scheme: str, item: str = codes.TOTAL, benefit: str = "") -> float | None:
        """Receipts or expenditure of a scheme in the year of the inquiry, in the currency; None if not known.

        An item said for the scheme as a whole is its sum, of which benefits are parts; otherwise the benefits add up
        to it. The total is the row `total`, or else the sum of all items, known only where none is missing.
        """
        here = [row for row in self.rows(table) if row.scheme == scheme and row["year"] == self.year]
        if benefit or item != codes.TOTAL:
            return _sum_of(here, item, benefit)
        whole = [row for row in here if row["item"] == codes.TOTAL and not row.benefit]
        if whole:
            return whole[0].value
        items = [_sum_of(here, name, "") for name in dict.fromkeys(row["item"] for row in here)]
        return None if not items or None in items else math.fsum(one for one in items if one is not None)

    def people(self, table: str, wanted: Mapping[str, Any]) -> float | None:
        """The count of the one row of the year that agrees with `wanted`; both sexes add up where only they are given.

        What `wanted` leaves out is everybody: sex `both`, age and employment `all`.
        """
        whole = {"sex": "both", "age": codes.EVERY_AGE, "employment": "all"}
        asked = {name: whole[name] for name in whole if name in TABLES[table].key} | {
            "year": self.year,
            **wanted,
        }
        found = self._one(table, asked)
        if found is not None or asked.get("sex") != "both":
            return found
        men, women = (self._one(table, asked | {"sex": sex}) for sex in ("male", "female"))
        return None if men is None or women is None else men + women

    def group(self, name: str, sex: str = "both") -> float | None:
        """Persons of a national group in the year: as its row says, or the facts; None if nobody does.

        Women giving birth may be written as women or as both sexes.
        """
        said = self.people("populations", {"group": name, "sex": sex})
        if said is None and name == "births" and sex != "male":
            said = self.people("populations", {"group": name, "sex": "female" if sex == "both" else "both"})
        if said is None and sex == "both" and name in ("population", "labour_force"):
            said = self.fact(name)
        return said

    def _one(self, table: str, asked: Mapping[str, Any]) -> float | None:
        for row in self.rows(table):
            if all((row[name] or "") == (value or "") for name, value in asked.items()):
                return row.value
        return None

    @property
    def sections(self) -> tuple[Section, ...]:
        """How much of each section is filled in; a submission may be partial, and shows it."""
        return (_facts_section(self), *(_section(self, name) for name in SECTIONS))


def _sum_of(rows: Iterable[Row], item: str, benefit: str) -> float | None:
    """An item of one benefit, or of the scheme: as said for the whole, or else the sum of its benefits."""
    here = [row for row in rows if row["item"] == item]
    own = [row for row in here if row.benefit == benefit]
    parts = own or ([] if benefit else here)
    values = [row.value for row in parts]
    return None if not values or None in values else math.fsum(one for one in values if one is not None)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    """A cell without the wrapping of an array; what is blank is None."""
    if isinstance(value, float):
        return None if math.isnan(value) else float(value)
    return value.item() if hasattr(value, "item") else value


def _facts_section(inquiry: Inquiry) -> Section:
    asked = [one.name for one in INQUIRY.facts if not one.name.endswith("_per")]
    return Section("facts", sum(name in inquiry.facts for name in asked), len(asked))


def _section(inquiry: Inquiry, name: str) -> Section:
    expected = EXPECTED[name](inquiry)
    rows = [row for row in inquiry.rows(name) if row["year"] in (None, inquiry.year)]
    told = [row for row in rows if name not in VALUES or row.value is not None]
    given = {WHAT[name](row) for row in told} & expected
    lacking = {WHAT[name](row) for row in rows} & expected - given
    for row in inquiry.rows("missing"):
        if row["table"] == name:
            lacking |= {one for one in expected - given if one.split(".")[0] == row.scheme or not row.scheme}
    return Section(name, len(given), len(expected), len(lacking))


def _all_schemes(inquiry: Inquiry) -> set[str]:
    return set(inquiry.schemes)


def _funds(inquiry: Inquiry) -> set[str]:
    return {name for name in inquiry.schemes if inquiry.contributory(name)}


def _cash(inquiry: Inquiry) -> set[str]:
    return {path for path, row in inquiry.benefits.items() if row["nature"] != "in_kind"}


def _groups(inquiry: Inquiry) -> set[str]:
    asked = {codes.SHARED.get(row["function"], "population") for row in inquiry.benefits.values()}
    return asked | {"population", "labour_force", "employed", "working_age"}


EXPECTED: Final[Mapping[str, Callable[[Inquiry], set[str]]]] = {
    "schemes": lambda inquiry: set(inquiry.schemes) or {NOTHING},
    "benefits": _all_schemes,
    "receipts": _all_schemes,
    "expenditure": _all_schemes,
    "reserves": _funds,
    "protected": _all_schemes,
    "beneficiaries": lambda inquiry: set(inquiry.benefits),
    "levels": _cash,
    "populations": _groups,
}
"""What a section should speak of: its schemes, benefits or groups."""
WHAT: Final[Mapping[str, Callable[[Row], str]]] = {
    **dict.fromkeys(
        ("schemes", "benefits", "receipts", "expenditure", "reserves", "protected"), lambda row: row.scheme
    ),
    **dict.fromkeys(("beneficiaries", "levels"), lambda row: row.path),
    "populations": lambda row: str(row["group"]),
}
"""What a row of a section speaks of."""

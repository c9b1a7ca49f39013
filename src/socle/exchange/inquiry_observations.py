"""The answers to a Social Security Inquiry as observations of the flow INQUIRY, and back to plain content.

Every numeric cell becomes one observation. Sums of money are turned into the currency itself; a benefit that
is counted in households has the unit HH. Two schemes that overlap stand in one key with `$` between.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from socle.exchange.flow_file import flow
from socle.exchange.flow_frame import keyed, schema
from socle.ground.words import N_
from socle.model import inquiry_codes as codes
from socle.model.form import Filled, Table
from socle.model.observation import FINAL, RECORDED

if TYPE_CHECKING:
    import polars as pl

FLOW: Final = "INQUIRY"
VINTAGE: Final = "SSI-1"
"""Edition of what submissions bring: the first model of the inquiry."""

CONFIDENTIAL: Final = "CONFIDENTIAL"
"""The attribute of values that are kept and shown to nobody outside the register's own people."""

ALL: Final = "_T"
PERSONS, HOUSEHOLDS, MONEY, PERCENT, YEARS = "PS", "HH", "XDC", "PT", "YR"
SEXES: Final = {"male": "M", "female": "F", "both": ALL}
NOT_GIVEN: Final = N_("not given")


@dataclass(frozen=True)
class Cells:
    """How a column of a table becomes observations: its measure, what says the item, its unit."""

    table: str
    column: str
    measure: str
    unit: str
    item: str = ""  # the column of the item
    fixed: str = ALL  # or the item itself
    scaled: bool = False  # in the unit of money of the facts


TABLES: Final = (
    Cells("receipts", "amount", "RECEIPTS", MONEY, "item", scaled=True),
    Cells("expenditure", "amount", "EXPENDITURE", MONEY, "item", scaled=True),
    Cells("reserves", "opening", "RESERVES", MONEY, fixed="OPENING", scaled=True),
    Cells("reserves", "closing", "RESERVES", MONEY, fixed="CLOSING", scaled=True),
    Cells("reserves", "valuation_change", "RESERVES", MONEY, fixed="VALUATION_CHANGE", scaled=True),
    Cells("protected", "count", "PROTECTED", PERSONS, "count_type"),
    Cells("beneficiaries", "count", "BENEFICIARIES", PERSONS, "measure"),
    Cells("levels", "amount", "BENEFIT_LEVEL", MONEY, "stat"),
    Cells("populations", "count", "POPULATION", PERSONS, "group"),
    Cells("overlaps", "rate", "OVERLAP", PERCENT, "group"),
)
FACTS: Final = {
    "population": ("POPULATION", ALL, ALL, PERSONS),
    "labour_force": ("LABOUR_FORCE", ALL, ALL, PERSONS),
    "gdp": ("GDP", ALL, ALL, MONEY),
    "government_expenditure": ("GOVERNMENT_EXPENDITURE", ALL, ALL, MONEY),
    "average_wage": ("REFERENCE", "AVERAGE_WAGE", ALL, MONEY),
    "minimum_wage": ("REFERENCE", "MINIMUM_WAGE", ALL, MONEY),
    "poverty_line": ("REFERENCE", "POVERTY_LINE", ALL, MONEY),
    "pension_age_men": ("REFERENCE", "PENSION_AGE", "M", YEARS),
    "pension_age_women": ("REFERENCE", "PENSION_AGE", "F", YEARS),
}
"""Measure, item, sex and unit of the numeric facts."""

SCALED: Final = ("gdp", "government_expenditure")
PAID: Final = ("average_wage", "minimum_wage", "poverty_line")  # facts with a period
DEFAULTS: Final = ("source", "reference_date", "status", "method")
"""What a fact says once for all rows that do not say it."""


def inquiry_frame(inquiry: Filled) -> pl.DataFrame:
    """Every number of the inquiry as an observation, with the columns of `model.observation.RECORDED`."""
    import polars as pl

    rows = [*_of_facts(inquiry), *(row for cells in TABLES for row in _of_table(inquiry, cells))]
    dimensions = flow(FLOW).names
    names = [*dimensions, *(one.name for one in RECORDED if one.name not in ("KEY", "AREA", "CODE"))]
    kinds = schema(RECORDED) | dict.fromkeys(dimensions, pl.String())
    frame = pl.DataFrame(rows, schema={name: kinds[name] for name in names})
    return keyed(flow(FLOW), frame).select([one.name for one in RECORDED])


@dataclass(frozen=True)
class Moved:
    """A value that is not what it was."""

    place: str  # what the value is of, in the codes of the flow
    before: float
    after: float
    key: str = ""  # the whole of it, dimension by dimension

    @property
    def growth(self) -> float:
        """The change as a share of what it was; infinite from nothing."""
        return self.after / self.before - 1 if self.before else math.inf


@dataclass(frozen=True)
class Compared:
    """How the values of one inquiry stand to those of another."""

    same: int
    new: int
    gone: int
    moved: tuple[Moved, ...]  # the largest change first


def compared(before: pl.DataFrame, after: pl.DataFrame) -> Compared:
    """What became of the values of an earlier inquiry, whatever their years."""
    import polars as pl

    old, new = (frame.select("KEY", pl.col("OBS_VALUE")).drop_nulls() for frame in (before, after))
    both = old.join(new, on="KEY", suffix="_new").sort("KEY")
    moved = [
        Moved(_shown(key), was, now, key)
        for key, was, now in both.iter_rows()
        if not math.isclose(was, now, rel_tol=1e-9)
    ]
    moved.sort(key=lambda one: abs(one.growth), reverse=True)
    return Compared(
        both.height - len(moved), new.height - both.height, old.height - both.height, tuple(moved)
    )


def _shown(key: str) -> str:
    """A key without its country and its totals."""
    return " ".join(part for part in key.split(".")[2:] if part != ALL)


def _of_facts(inquiry: Filled) -> Iterator[dict[str, Any]]:
    facts = inquiry.facts
    for name, (measure, item, sex, unit) in FACTS.items():
        value = facts.get(name)
        if value is None or not math.isfinite(value):
            continue
        period = str(facts.get(f"{name}_per") or "month") if name in PAID else ""
        row = _row(inquiry, measure, item, unit)
        scale = _scale(inquiry) if name in SCALED else 1.0
        kept = _json({"PERIOD": _code(period)} if period else {})
        yield row | {"SEX": sex, "OBS_VALUE": float(value) * scale, "ATTRIBUTES": kept}


def _of_table(inquiry: Filled, cells: Cells) -> Iterator[dict[str, Any]]:
    table = inquiry.tables.get(cells.table)
    if table is None or not table.has(cells.column):
        return
    scale = _scale(inquiry) if cells.scaled else 100.0 if cells.unit == PERCENT else 1.0
    counted = _counted(inquiry) if cells.table == "beneficiaries" else {}
    for at in range(len(table)):
        said = {name: _said(table, name, at, inquiry.facts) for name in DEFAULTS}
        value = float(table.of(cells.column)[at])
        missing = said["status"] == "missing"
        if not math.isfinite(value) and not missing:
            continue  # a row that a template wrote and nobody filled in
        place = _place(table, at)
        unit = counted.get((place["SCHEME"], place["BENEFIT"]), cells.unit)
        item = _code(_cell(table, cells.item, at)) if cells.item else cells.fixed
        row = _row(inquiry, cells.measure, item, unit) | place
        yield row | {
            "OBS_VALUE": None if missing else value * scale,
            "OBS_STATUS": codes.STATUSES.get(said["status"], FINAL),
            "SOURCE": said["source"] or None,
            "METHOD": said["method"] or (NOT_GIVEN if missing else None),
            "ATTRIBUTES": _json(_attributes(table, at, said)),
        }


def _row(inquiry: Filled, measure: str, item: str, unit: str) -> dict[str, Any]:
    """What is the same of all values of a measure."""
    facts = inquiry.facts
    return {
        "REF_AREA": str(facts["country"]),
        "MEASURE": measure,
        "ITEM": item,
        "TIME_PERIOD": int(facts["year"]),
        "OBS_STATUS": codes.STATUSES.get(str(facts.get("status") or "final"), FINAL),
        "UNIT_MEASURE": unit,
        "SOURCE": str(facts.get("source") or facts.get("respondent") or "") or None,
        "METHOD": str(facts.get("method") or "") or None,
    }


def _place(table: Table, at: int) -> dict[str, Any]:
    """The dimensions that a row says."""
    scheme, benefit = _cell(table, "scheme", at) or ALL, _cell(table, "benefit", at) or ALL
    if table.has("other_scheme"):
        scheme = f"{scheme}${_cell(table, 'other_scheme', at)}"
        benefit = f"{benefit}${_cell(table, 'other_benefit', at) or ALL}"
    return {
        "SCHEME": scheme,
        "BENEFIT": benefit,
        "SEX": SEXES.get(_cell(table, "sex", at), ALL),
        "AGE": _age(_cell(table, "age", at)),
        "EMPLOYMENT": _code(_cell(table, "employment", at)),
        "TIME_PERIOD": int(table.of("year")[at]),
    }


def _attributes(table: Table, at: int, said: Mapping[str, str]) -> dict[str, str]:
    found = {
        "REFERENCE_DATE": said["reference_date"],
        "PERIOD": _code(_cell(table, "period", at)) if table.has("period") else "",
        "COMMENT_OBS": _cell(table, "definition", at),
        CONFIDENTIAL: "yes" if _yes(table, "confidential", at) else "",
    }
    return {name: text for name, text in found.items() if text}


def _said(table: Table, name: str, at: int, facts: Mapping[str, Any]) -> str:
    """What a row says of its value, or else the facts of all."""
    own = _cell(table, name, at)
    default = facts.get(name) or (facts.get("respondent") if name == "source" else "")
    return own or str(default or "")


def _cell(table: Table, name: str, at: int) -> str:
    if not name or not table.has(name):
        return ""
    value = table.of(name)[at]
    return "" if value is None or value != value else str(value)  # noqa: PLR0124 - NaN where blank


def _yes(table: Table, name: str, at: int) -> bool:
    return table.has(name) and float(table.of(name)[at]) == 1.0


def _counted(inquiry: Filled) -> dict[tuple[str, str], str]:
    """The benefits that are counted in households."""
    table = inquiry.tables.get("benefits")
    if table is None or not table.has("counted"):
        return {}
    named = zip(table.words("scheme"), table.words("benefit"), table.words("counted"), strict=True)
    return {(scheme, benefit): HOUSEHOLDS for scheme, benefit, counted in named if counted == "households"}


def _scale(inquiry: Filled) -> float:
    return codes.MONEY_UNITS[str(inquiry.facts["money_unit"])]


def _code(word: str) -> str:
    """A word of the questionnaire as a code of the flow."""
    return ALL if word in ("", "all", codes.TOTAL) else word.upper()


def _age(word: str) -> str:
    """A group of ages as SDMX writes it: Y0T14, Y_GE65."""
    if word in ("", codes.EVERY_AGE):
        return ALL
    if word == codes.PENSION_AGE:
        return word.upper()
    if word.endswith("+"):
        return f"Y_GE{word[:-1]}"
    return "Y" + word.replace("-", "T")


def _json(said: Mapping[str, str]) -> str | None:
    return json.dumps(said, ensure_ascii=False, sort_keys=True) if said else None

"""An impact as tidy rows: one row, one number, with all that names it; columns as in the rows of a floor."""

from __future__ import annotations

import csv
import io
import math
from typing import Any

from socle.measure.tidy import ALL
from socle.run.households import Households
from socle.run.impact import EVERYBODY, Row

CASH, CONTRIBUTIONS = "cash", "contributions"
COLUMNS = (
    "country",
    "scenario",
    "guarantee",
    "branch",
    "scheme",
    "benefit",
    "group",
    "year",
    "measure",
    "unit",
    "currency",
    "value",
    "se",
    "n",
    "status",
    "source",
    "definition",
)


def rows(found: Households) -> list[dict[str, Any]]:
    """Every number of an impact and of its difference from another scenario, one dictionary of `COLUMNS` each.

    `value` and `se` are None where they are not known, the status is then "missing". `se` is the standard
    error under the design of the sample, `n` the persons of the sample behind the number.
    """
    befell = found.shock.rows if found.shock else ()
    return [_row(found, row) for row in (*found.impact.rows, *found.change, *befell)]


def as_csv(found: Households) -> str:
    """The tidy rows as CSV, an empty cell where a number is missing."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(found))
    return text.getvalue()


def _row(found: Households, row: Row) -> dict[str, Any]:
    path, _colon, measure = row.measure.rpartition(":")
    scheme, name = _place(found, path)
    if path and name == ALL:
        measure = row.measure  # not of a benefit: `moved:gains > 5 %`
    benefit = found.benefits.get(path)
    known = math.isfinite(row.value)
    survey = found.survey.title or "invented survey"
    return {
        "country": found.iso3,
        "scenario": row.scenario,
        "guarantee": benefit.guarantee if benefit else ALL,
        "branch": benefit.branch if benefit else ALL,
        "scheme": scheme,
        "benefit": name,
        "group": ALL if row.group == EVERYBODY else row.group,
        "year": found.year,
        "measure": measure,
        "unit": found.currency if row.unit == "money" else row.unit,
        "currency": found.currency,
        "value": row.value if known else None,
        "se": row.se if math.isfinite(row.se) else None,
        "n": row.n,
        "status": "missing" if not known else "invented" if found.survey.invented else "computed",
        "source": f"{survey}; Socle {found.trace.version}, run {found.trace.fingerprint}",
        "definition": row.definition,
    }


def _place(found: Households, path: str) -> tuple[str, str]:
    """Scheme and benefit of a row: all cash benefits are `cash`, what people pay is `contributions`."""
    if path == EVERYBODY:
        return ALL, CASH
    scheme, _dot, name = path.rpartition(".")
    if path in found.benefits or name == CONTRIBUTIONS:
        return scheme or ALL, name
    return ALL, ALL

"""One person's career as JSON, and as CSV with one number a line."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from socle.model.trace import Step
from socle.report.calculated_json import records
from socle.report.career_tables import answered
from socle.report.plain_json import plain
from socle.report.reweight_tables import worded
from socle.run.career_statement import CareerTold, CareerYear, PensionTold

HEADER = ("part", "benefit", "year", "name", "value", "unit")
UNITS = {"growth": "share", "of_final": "share", "of_career": "share", "of_wage": "share", "service": "years",
         "eligible": "condition", "part": "share of the year", "age": "years"}  # fmt: skip


def career_json(found: CareerTold, lang: str) -> str:
    """Everything that is known; money a year, null where a number is not known."""
    content = {
        "scheme": found.law,
        "currency": found.currency,
        "today": found.today,
        "notes": [worded(note, lang) for note in found.notes],
        "statement": [plain(row) for row in found.statement],
        "rules": [_rule(step) for step in found.rules],
        "pensions": [
            {
                "benefit": one.path,
                "answer": answered(found, one, lang),
                "per": one.per,
                "once": one.once,
                "award": plain(one.award),
                "first": plain(one.first),
                "steps": list(records(one.answer)),
                "in_payment": [plain(row) for row in one.payment],
                "other_years": [plain(row) for row in one.others],
            }
            for one in found.pensions
        ],
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _rule(step: Step) -> dict[str, Any]:
    """A rule behind the statement, with what the law says to it."""
    said = [
        {"name": p.name, "said": p.words, "where": p.where, "value": plain(p.values[0])} for p in step.said
    ]
    return {"of": step.place, "name": step.name, "sentence": step.sentence, "parameters": said}


def career_csv(found: CareerTold) -> str:
    """One number a line: the statement, then each pension by year of award and in payment."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    money = f"{found.currency} a year"
    for row in (line for part in (_statement(found), *map(_pension, found.pensions)) for line in part):
        *place, name, value = row
        bare = name.rpartition(".")[2]
        unit = UNITS.get(bare, found.currency if name.startswith("account.") else money)
        shown = "" if isinstance(value, float) and not math.isfinite(value) else value
        writer.writerow([*place, name, shown, unit])
    return text.getvalue()


Line = tuple[str, str, int, str, float]


def _statement(found: CareerTold) -> Iterator[Line]:
    for row in found.statement:
        for name, value in _of_year(row):
            yield "statement", "", row.year, name, value


def _of_year(row: CareerYear) -> Iterator[tuple[str, float]]:
    for name in ("age", "part", "earnings", "insurable"):
        yield name, getattr(row, name)
    for name, value in row.paid.items():
        yield f"contribution.{name}", value
    for name, account in row.accounts.items():
        for key, value in asdict(account).items():
            yield f"account.{name}.{key}", value


def _pension(pension: PensionTold) -> Iterator[Line]:
    for part, rows in (("award", pension.others), ("in_payment", pension.payment)):
        for row in rows:
            for key, value in asdict(row).items():
                if key != "year":
                    yield part, pension.path, row.year, key, float(value)

"""A filled form as plain content that the register keeps, and back: the very texts that somebody wrote.

    {"form": "inquiry", "facts": {"country": "SEN", ...}, "tables": {"schemes": [{"scheme": "old_age", ...}]}}

What is kept reads again through the door by which it came, so that old submissions meet the same rules. Two
contents are compared cell by cell: a row is the same row where its key is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from socle.exchange.form_cells import Grid, Said, Written
from socle.exchange.form_file import form_of
from socle.ground.refusals import Faults
from socle.model.form import Filled, Form

Content = Mapping[str, Any]
Row = Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """One cell, or one row, that two contents do not share; an empty text is nothing."""

    table: str  # "facts" for facts
    row: str  # the key of the row, its parts with / between
    column: str  # empty for a whole row
    before: str
    after: str


def content_of(filled: Filled) -> dict[str, Any]:
    """The texts of a form, without its empty cells."""
    return {
        "form": filled.form.name,
        "facts": dict(filled.written),
        "tables": {
            name: [
                {column: texts[row] for column, texts in table.written.items() if texts[row]}
                for row in range(len(table))
            ]
            for name, table in filled.tables.items()
        },
    }


def filled_of(form: Form, content: Content, name: str) -> Filled:
    """The form from its content; `name` is how refusals call it."""
    faults = Faults()
    facts = {key: Said(str(text), name) for key, text in content["facts"].items()}
    grids = tuple(_grid(table, rows, name) for table, rows in content["tables"].items() if rows)
    filled = form_of(form, Written(name, facts, grids), faults)
    faults.stop()
    return filled


def without_confidential(content: Content) -> dict[str, Any]:
    """The content without the rows that may not be shown, and without what is said of them elsewhere."""
    tables = {name: list(rows) for name, rows in content["tables"].items()}
    secret = {name: [row for row in rows if _secret(row)] for name, rows in tables.items()}
    kept = {name: [row for row in rows if not _secret(row)] for name, rows in tables.items()}
    if any(secret.values()):  # a sentence may say the number that it is about
        kept = {name: [] if name in TALK else rows for name, rows in kept.items()}
    return {**content, "tables": kept}


def masked(form: Form, content: Content) -> dict[str, Any]:
    """The content with the rows that may not be shown, their values and words left out: what rests on them is unknown.

    For results: where such a row is simply not there, the sum of the others would pass for the whole.
    """
    tables = {}
    for name, rows in content["tables"].items():
        spec = form.tables[name]
        open_ = {one.name for one in spec.columns if one.name in (*spec.key, CONFIDENTIAL) or one.words}
        tables[name] = [
            {column: text for column, text in row.items() if column in open_} if _secret(row) else row
            for row in rows
        ]
    if any(_secret(row) for rows in tables.values() for row in rows):
        tables |= {name: [] for name in TALK if name in tables}
    return {**content, "tables": tables}


CONFIDENTIAL = "confidential"
TALK = ("reasons", "missing")
"""Tables of sentences about other rows."""
OPEN = ("", "no", "False")


def _secret(row: Row) -> bool:
    """Whether a row may not be shown: so is one of which nobody knows."""
    return row.get(CONFIDENTIAL, "") not in OPEN


def differences(form: Form, before: Content, after: Content) -> list[Difference]:
    """What two contents do not share, in the order of the form."""
    found = _cells("facts", "", before["facts"], after["facts"])
    for name, spec in form.tables.items():
        old, new = (_by_key(spec.key, content["tables"].get(name, ())) for content in (before, after))
        for key in dict.fromkeys([*old, *new]):
            if key in old and key in new:
                found += _cells(name, key, old[key], new[key])
            else:
                found.append(Difference(name, key, "", _line(old.get(key)), _line(new.get(key))))
    return found


def _grid(name: str, rows: list[Row], file: str) -> Grid:
    header = tuple(dict.fromkeys(column for row in rows for column in row))
    cells = tuple(tuple(row.get(column, "") for column in header) for row in rows)
    return Grid(name, file, 1, header, tuple(range(2, len(rows) + 2)), cells, sheet=name)


def _by_key(key: tuple[str, ...], rows: Any) -> dict[str, Row]:
    return {"/".join(row.get(name, "") for name in key): row for row in rows}


def _cells(table: str, key: str, old: Row, new: Row) -> list[Difference]:
    return [
        Difference(table, key, name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys([*old, *new])
        if not _same(old.get(name, ""), new.get(name, ""))
    ]


def _same(old: str, new: str) -> bool:
    """Whether two texts say the same: 10 and 10.0 do."""
    if old == new:
        return True
    try:
        return float(old) == float(new)
    except ValueError:
        return False


def _line(row: Row | None) -> str:
    return ", ".join(f"{name} {text}" for name, text in row.items()) if row else ""

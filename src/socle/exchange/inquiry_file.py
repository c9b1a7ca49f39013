"""The door for a Social Security Inquiry: a workbook, a folder of inquiry.yaml and CSV files, or stored content."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from socle.exchange.form_cells import Grid, Said, Written
from socle.exchange.form_file import form_of, read_form
from socle.ground.refusals import Faults, Refusal
from socle.ground.words import N_
from socle.model.inquiry import FORMAT, Inquiry
from socle.model.inquiry_tables import INQUIRY, TABLES

TOP = 1  # the line of a header; rows of stored content are numbered as those of a file


def read_inquiry(path: Path) -> Inquiry:
    """The inquiry at a path, every cell read; whether its values agree is for `inquiry_checks` to say."""
    return Inquiry(read_form(INQUIRY, path))


def from_json(text: str, name: str = "inquiry") -> Inquiry:
    """The inquiry that `Inquiry.to_json` wrote; `name` is how refusals call it."""
    try:
        content = json.loads(text)
    except ValueError:
        raise Refusal("This is not valid JSON.", where=name) from None
    return from_content(content, name)


def from_content(content: Mapping[str, Any], name: str = "inquiry") -> Inquiry:
    """The inquiry of stored content; a refusal if it is not the content of one."""
    if (
        not isinstance(content, Mapping)
        or content.get("form") != INQUIRY.name
        or content.get("format") != FORMAT
    ):
        raise Refusal(N_("This is not the content of a Social Security Inquiry."), where=name)
    try:
        facts = {str(key): Said(str(text), name) for key, text in content["facts"].items()}
        grids = tuple(_grid(key, said, name) for key, said in content["tables"].items())
    except (KeyError, TypeError, AttributeError):
        raise Refusal(N_("This is not the content of a Social Security Inquiry."), where=name) from None
    faults = Faults()
    filled = form_of(INQUIRY, Written(name, facts, grids), faults)
    faults.stop()
    return Inquiry(filled)


def _grid(table: str, said: Mapping[str, Any], name: str) -> Grid:
    header = tuple(str(column) for column in said["columns"])
    rows = tuple(tuple(str(cell) for cell in row) for row in said["rows"])
    if table not in TABLES or any(len(row) != len(header) for row in rows):
        raise KeyError(table)
    return Grid(table, name, TOP, header, tuple(range(TOP + 1, TOP + 1 + len(rows))), rows, table)

"""Files of administrative totals, YAML or CSV: what an office counts or pays, each with its source."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from socle.exchange import yaml_text
from socle.exchange.file_words import as_list, as_map, known_keys, place, required
from socle.ground import units
from socle.ground.refusals import Refusal
from socle.model.survey_map import AdministrativeTotal

KEYS = ("name", "column", "code", "persons", "sum", "per", "source")
WHAT = "A total"


def read_totals(path: Path) -> tuple[AdministrativeTotal, ...]:
    """The totals of a file; refusals name file and line."""
    rows = _csv(path) if path.suffix.lower() == ".csv" else _yaml(path)
    totals = tuple(_total(row) for row in rows)
    if not totals:
        raise Refusal("this table is empty", where=path.name)
    for total in totals:
        if [one.name for one in totals].count(total.name) > 1:
            raise Refusal("The total `{name}` stands twice.", name=total.name, where=path.name)
    return totals


def _yaml(path: Path) -> list[Mapping[str, Any]]:
    raw = yaml_text.load(path)
    known_keys(raw, ("totals", "notes"), "A file of totals")
    return [as_map(one) for one in as_list(required(raw, "totals", "A file of totals"))]


def _csv(path: Path) -> list[Mapping[str, Any]]:
    """Rows in the form of the YAML file; an empty cell says nothing."""
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), restkey=""))
    except OSError as error:
        raise Refusal(
            "The file cannot be read ({reason}).", reason=error.strerror or "error", where=str(path)
        ) from None
    except UnicodeDecodeError:
        raise Refusal("The file is not UTF-8 text.", where=path.name) from None
    found: list[Mapping[str, Any]] = []
    for line, row in enumerate(rows, start=2):
        raw = yaml_text.Mapping()
        raw.where, raw.places = f"{path.name}:{line}", {}
        for key, value in row.items():
            if value:
                raw[key.strip()] = yaml_text.Text(str(value).strip(), raw.where)
        found.append(raw)
    return found


def _total(raw: Mapping[str, Any]) -> AdministrativeTotal:
    known_keys(raw, KEYS, WHAT)
    if ("persons" in raw) == ("sum" in raw):
        raise Refusal("A total has `persons` or `sum`, one of the two.", where=place(raw))
    for key in ("name", "column", "source"):
        if not str(required(raw, key, WHAT)).strip():
            raise Refusal("{what} needs `{key}`.", what=WHAT, key=key, where=place(raw))
    kind = "sum" if "sum" in raw else "persons"
    value = units.number(str(raw[kind]))
    if not value > 0:
        raise Refusal("`{key}` must be above 0.", key=kind, where=place(raw))
    if "per" in raw and kind == "persons":
        raise Refusal("`per` is the period of a column of money: persons have none.", where=place(raw))
    return AdministrativeTotal(
        name=str(raw["name"]),
        column=str(raw["column"]),
        value=value,
        source=str(raw["source"]),
        sums=kind == "sum",
        code=str(raw.get("code", "")),
        times=units.payments(str(raw["per"])) if "per" in raw else 1.0,
    )

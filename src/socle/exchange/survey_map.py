"""Mapping files: YAML that names the columns of a survey once, with units, codes and design."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from socle.exchange import yaml_text
from socle.exchange.file_words import as_map, known_keys, place, required
from socle.ground import units
from socle.ground.glossary import GLOSSARY
from socle.ground.refusals import Refusal, nearest
from socle.model.survey import Roles
from socle.model.survey_map import MappedColumn, SurveyMap

KEYS = ("survey", "household", "weight", "strata", "psu", "welfare", "columns", "notes")
WELFARE_KEYS = ("column", "unit", "per", "prices")
COLUMN_KEYS = ("column", "per", "codes")


def read_survey_map(path: Path) -> SurveyMap:
    """The mapping of a survey; refusals name file and line."""
    raw = yaml_text.load(path)
    known_keys(raw, KEYS, "A survey mapping")
    for key in ("household", "weight", "welfare", "columns"):
        required(raw, key, "A survey mapping")
    welfare = as_map(raw["welfare"])
    known_keys(welfare, WELFARE_KEYS, "`welfare`")
    for key in WELFARE_KEYS:
        required(welfare, key, "`welfare`")
    roles = Roles(*(str(raw.get(key, "")) for key in ("weight", "household", "strata", "psu")))
    columns = as_map(raw["columns"])
    return SurveyMap(
        roles=roles,
        welfare=MappedColumn(str(welfare["column"]), times=units.payments(str(welfare["per"]))),
        currency=str(welfare["unit"]),
        prices=int(units.moment(str(welfare["prices"]))),
        columns={str(name): _column(str(name), columns[name], columns) for name in columns},
        source=str(raw.get("survey", "")),
    )


def _column(name: str, raw: Any, columns: Mapping[str, Any]) -> MappedColumn:
    where = columns.at(name) if hasattr(columns, "at") else place(raw)
    if name not in GLOSSARY:
        raise Refusal(
            "There is no column `{name}` in the glossary.",
            name=name,
            nearest=nearest(name, GLOSSARY),
            where=where,
        )
    if isinstance(raw, str):
        return MappedColumn(str(raw))
    raw = as_map(raw)
    known_keys(raw, COLUMN_KEYS, f"Column `{name}`")
    column = str(required(raw, "column", f"Column `{name}`"))
    codes = {str(code): units.number(str(value)) for code, value in as_map(raw.get("codes", {})).items()}
    times = units.payments(str(raw["per"])) if "per" in raw else 1.0
    return MappedColumn(column, codes, times)

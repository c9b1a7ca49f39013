"""Mapping files: YAML that names the columns of a survey once, with units, codes and design."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from socle.exchange import yaml_text
from socle.exchange.file_words import Raw, among, as_list, as_map, known_keys, place, placed, required
from socle.ground import units
from socle.ground.glossary import GLOSSARY
from socle.ground.refusals import Refusal, nearest
from socle.model.survey import Roles
from socle.model.survey_map import (
    CONCEPTS,
    OF,
    PERSON,
    Calibrate,
    Equivalence,
    Joined,
    MappedColumn,
    Method,
    SurveyMap,
    Welfare,
)

ROLES = tuple(one.name for one in fields(Roles))
KEYS = ("survey", *ROLES, "households", "welfare", "columns", "calibrate", "notes")
WELFARE_NEEDS = ("column", "unit", "per", "prices")
WELFARE_KEYS = (*WELFARE_NEEDS, "concept", "of", "equivalence", "deflator", "uprate")
COLUMN_KEYS = ("column", "per", "codes")
SCALE_KEYS = ("adult", "child", "below", "first", "exponent", "ages", "column")
CHILD_BELOW = 14  # of the scales of the OECD, as Eurostat counts children
SCALES = {
    "per_capita": Equivalence("per_capita", ((0, 1, 1),)),
    "square_root": Equivalence("square_root", ((0, 1, 1),), exponent=0.5),
    "oecd": Equivalence("oecd", ((0, 0.5, 0.5), (CHILD_BELOW, 0.7, 0.7)), first=1.0),
    "oecd_modified": Equivalence("oecd_modified", ((0, 0.3, 0.3), (CHILD_BELOW, 0.5, 0.5)), first=1.0),
}
"""Scales of equivalence: OECD (1982), the modified scale of Hagenaars, de Vos and Zaidi (1994), and the square
root of OECD (2008)."""


def read_survey_map(path: Path) -> SurveyMap:
    """The mapping of a survey; refusals name file and line."""
    raw = yaml_text.load(path)
    known_keys(raw, KEYS, "A survey mapping")
    for key in ("household", "weight", "welfare", "columns"):
        required(raw, key, "A survey mapping")
    columns = as_map(raw["columns"])
    return SurveyMap(
        roles=Roles(**{key: str(raw[key]) for key in ROLES if key in raw}),
        welfare=_welfare(as_map(raw["welfare"])),
        columns={str(name): _column(str(name), columns[name], columns) for name in columns},
        source=str(raw.get("survey", "")),
        households=_joined(as_map(raw["households"])) if "households" in raw else None,
        calibrate=_calibrate(raw["calibrate"]) if "calibrate" in raw else None,
    )


def _welfare(raw: Raw) -> Welfare:
    known_keys(raw, WELFARE_KEYS, "`welfare`")
    for key in WELFARE_NEEDS:
        required(raw, key, "`welfare`")
    of = among(raw.get("of", PERSON), OF, "unit of welfare", "of")
    scale = _equivalence(raw["equivalence"]) if "equivalence" in raw else None
    if scale is None and of != PERSON:
        raise Refusal(
            "Welfare of `{of}` needs `equivalence`: {valid}, or a scale of your own.",
            of=of,
            valid=", ".join(SCALES),
            where=place(raw),
        )
    if scale is not None and of == PERSON:
        raise Refusal(
            "Welfare of a person is not divided: leave `equivalence` out, or say `of: household`.",
            where=raw.at("equivalence") if hasattr(raw, "at") else place(raw),
        )
    deflator, base = _deflator(raw.get("deflator", ""))
    with placed(raw, "per"):
        times = units.payments(str(raw["per"]))
    with placed(raw, "prices"):
        prices = int(units.moment(str(raw["prices"])))
    return Welfare(
        column=str(raw["column"]),
        currency=str(raw["unit"]),
        prices=prices,
        times=times,
        concept=among(raw.get("concept", "welfare"), CONCEPTS, "concept of welfare", "concept"),
        of=of,
        equivalence=scale,
        deflator=deflator,
        deflator_base=base,
        uprate=str(raw.get("uprate", "cpi")),
    )


def _deflator(raw: Any) -> tuple[str, float]:
    if isinstance(raw, str):
        return str(raw), 1.0
    raw = as_map(raw)
    known_keys(raw, ("column", "base"), "`deflator`")
    base = _number(raw, "base", 1.0)
    if not base > 0:
        raise Refusal("`{key}` must be above 0.", key="base", where=place(raw))
    return str(required(raw, "column", "`deflator`")), base


def _equivalence(raw: Any) -> Equivalence:
    """A scale that has a name, or one that a country wrote down."""
    if isinstance(raw, str):
        return SCALES[among(raw, tuple(SCALES), "scale of equivalence", "equivalence")]
    raw = as_map(raw)
    known_keys(raw, SCALE_KEYS, "`equivalence`")
    if "column" in raw:
        return Equivalence("column", column=str(raw["column"]))
    steps = _ages(as_map(raw["ages"])) if "ages" in raw else _adults_and_children(raw)
    exponent = _number(raw, "exponent", 1.0)
    first = _number(raw, "first", 1.0) if "first" in raw else None
    if not 0 < exponent <= 1:
        raise Refusal(
            "`exponent` is {value}: it lies above 0 and at most at 1.",
            value=f"{exponent:g}",
            where=place(raw),
        )
    if any(min(step[1:]) <= 0 for step in steps) or (first is not None and first <= 0):
        raise Refusal("Every person counts for more than 0 in a scale of equivalence.", where=place(raw))
    return Equivalence("own", steps, first, exponent)


def _adults_and_children(raw: Raw) -> tuple[tuple[float, float, float], ...]:
    for key in ("adult", "child", "below"):
        required(raw, key, "`equivalence`")
    adult, child, below = (_number(raw, key, 1.0) for key in ("adult", "child", "below"))
    return ((0.0, child, child), (below, adult, adult))


def _ages(raw: Raw) -> tuple[tuple[float, float, float], ...]:
    """From each age on, one number, or one for men and one for women."""
    steps = []
    for age in raw:
        with placed(raw, age):
            start = units.number(str(age))
            said = raw[age]
            if isinstance(said, str):
                steps.append((start, units.number(said), units.number(said)))
                continue
            said = as_map(said)
            known_keys(said, ("male", "female"), "An age of `equivalence`")
            both = (required(said, key, "An age of `equivalence`") for key in ("male", "female"))
            male, female = (units.number(str(one)) for one in both)
            steps.append((start, male, female))
    steps.sort()
    if not steps or steps[0][0] != 0:
        raise Refusal("The ages of a scale of equivalence begin with 0.", where=place(raw))
    return tuple(steps)


def _joined(raw: Raw) -> Joined:
    known_keys(raw, ("file", "key"), "`households`")
    return Joined(*(str(required(raw, key, "`households`")) for key in ("file", "key")))


def _calibrate(raw: Any) -> Calibrate:
    if isinstance(raw, str):
        among(raw, ("population",), "way to calibrate", "calibrate")
        return Calibrate(Method())
    raw = as_map(raw)
    known_keys(raw, ("method", "bounds", "totals", "ages"), "`calibrate`")
    bounds = [units.number(str(one)) for one in as_list(raw.get("bounds", []))]
    if len(bounds) not in (0, 2):
        raise Refusal("`bounds` are two numbers: the smallest and the largest ratio.", where=place(raw))
    ages = tuple(int(units.number(str(one))) for one in as_list(raw.get("ages", [])))
    return Calibrate(
        Method(str(raw.get("method", "raking")), (bounds[0], bounds[1]) if bounds else None),
        str(raw.get("totals", "")),
        ages or Calibrate.ages,
    )


def _number(raw: Raw, key: str, default: float) -> float:
    with placed(raw, key):
        return units.number(str(raw[key])) if key in raw else default


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

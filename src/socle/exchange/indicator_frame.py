"""Statistics as observations of the flow SOCIAL_PROTECTION, and back: shares become per cent, bounds attributes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from socle.exchange.flow_file import flow
from socle.model.observation import RECORDED, WITHDRAWN, schema
from socle.model.statistic import Statistic

if TYPE_CHECKING:
    import polars as pl

Frame: TypeAlias = "pl.DataFrame"
FLOW: Final = "SOCIAL_PROTECTION"
UNITS: Final = {"share": "PT", "persons": "PS", "money": "XDC", "ratio": "RATIO", "number": "COUNT"}
PER_CENT: Final = 100.0
PLACE: Final = {"SEX": "sex", "GROUP": "group", "FUNCTION": "function", "SCHEME_TYPE": "scheme_type"}


def frame_of(statistics: Iterable[Statistic]) -> Frame:
    """Statistics as a frame of what is recorded, in the units of the flow."""
    import polars as pl

    rows = [_row(one) for one in statistics]
    columns = [column.name for column in RECORDED]
    if not rows:
        return pl.DataFrame(schema=schema(RECORDED))
    keyed = flow(FLOW).keyed(pl.DataFrame(rows, infer_schema_length=None))
    return keyed.select(columns).cast(schema(RECORDED))


def _row(one: Statistic) -> dict[str, Any]:
    attributes = {
        "LOWER_BOUND": _outside(one.low, one.unit),
        "UPPER_BOUND": _outside(one.high, one.unit),
        "DENOMINATOR": one.denominator,
        "REASON": _worded(one.reason, one.said),
    }
    kept = {name: value for name, value in attributes.items() if value not in (None, "")}
    return {
        "FREQ": "A",
        "REF_AREA": one.area,
        "INDICATOR": one.indicator,
        **{name: getattr(one, field) for name, field in PLACE.items()},
        "TIME_PERIOD": one.year,
        "OBS_VALUE": _outside(one.value, one.unit),
        "OBS_STATUS": one.status,
        "UNIT_MEASURE": UNITS[one.unit],
        "SOURCE": one.source or None,
        "METHOD": _worded(one.method or one.reason, one.said) or None,
        "ATTRIBUTES": json.dumps(kept, sort_keys=True) if kept else None,
    }


def _outside(value: float | None, unit: str) -> float | None:
    return value if value is None or unit != "share" else PER_CENT * value


def _inside(value: float | None, unit: str) -> float | None:
    return value if value is None or unit != "share" else value / PER_CENT


def _worded(text: str, said: Mapping[str, str]) -> str:
    return text.format(**said) if text else ""


def statistics_of(frame: Frame, templates: Sequence[str] = ()) -> tuple[Statistic, ...]:
    """A frame of recorded or answered observations as statistics; what is withdrawn is left out.

    `templates` are the sentences that methods and reasons may have been made of: they are read back as such.
    """
    named = {code: unit for unit, code in UNITS.items()}
    split = flow(FLOW).split(frame)
    return tuple(
        _statistic(row, named[row["UNIT_MEASURE"]], templates)
        for row in split.iter_rows(named=True)
        if row["OBS_STATUS"] != WITHDRAWN
    )


def _statistic(row: Mapping[str, Any], unit: str, templates: Sequence[str]) -> Statistic:
    attributes = json.loads(row["ATTRIBUTES"] or "{}")
    reason, why = recognised(str(attributes.get("REASON", "")), templates)
    text = str(row["METHOD"] or "")
    method, how = recognised("" if text == attributes.get("REASON") else text, templates)
    return Statistic(
        row["INDICATOR"],
        row["REF_AREA"],
        row["TIME_PERIOD"],
        _inside(row["OBS_VALUE"], unit),
        unit,
        _inside(attributes.get("LOWER_BOUND"), unit),
        _inside(attributes.get("UPPER_BOUND"), unit),
        **{field: row[name] for name, field in PLACE.items()},
        status=row["OBS_STATUS"],
        source=row["SOURCE"] or "",
        method=method,
        reason=reason,
        said={**how, **why},
        denominator=attributes.get("DENOMINATOR"),
        vintage=row.get("VINTAGE") or "",
    )


def recognised(text: str, templates: Sequence[str]) -> tuple[str, Mapping[str, str]]:
    """The sentence of the catalogues that a text was made of, and what filled it; else the text with braces doubled."""
    for template in templates if text else ():
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(template))
        found = re.fullmatch(pattern, text, flags=re.DOTALL)
        if found:
            return template, found.groupdict()
    return text.replace("{", "{{").replace("}", "}}"), {}

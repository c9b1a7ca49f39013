"""Indicators as observations of the flow SOCIAL_PROTECTION, and observations as indicators again.

Shares leave as per cent, and a union of which only bounds are known as a missing value with its bounds. The
words of a method or reason are kept in English, and beside them the message that they are, so that they can be
read in another language.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from socle.exchange.flow_file import flow
from socle.exchange.flow_frame import keyed, schema, split
from socle.model.observation import MISSING, RECORDED
from socle.model.statistic import Statistic

if TYPE_CHECKING:
    import polars as pl

FLOW: Final = "SOCIAL_PROTECTION"
UNITS: Final = {"share": "PT", "persons": "PS", "money": "XDC", "ratio": "RATIO", "number": "COUNT"}
OF_UNIT: Final = {code: unit for unit, code in UNITS.items()}
PERCENT: Final = 100.0
MESSAGE: Final = "MESSAGE"
"""The attribute that holds a method and a reason as messages with what fills them."""


def frame_of(statistics: Iterable[Statistic]) -> pl.DataFrame:
    """The columns of `model.observation.RECORDED`, one row a statistic."""
    import polars as pl

    rows = [_row(one) for one in statistics]
    names = flow(FLOW).names
    kinds = schema(RECORDED) | dict.fromkeys(names, pl.String())
    kept = [*names, *(one.name for one in RECORDED if one.name not in ("KEY", "AREA", "CODE"))]
    frame = pl.DataFrame(rows, schema={name: kinds[name] for name in kept})
    return keyed(flow(FLOW), frame).select([one.name for one in RECORDED])


def statistics_of(frame: pl.DataFrame) -> tuple[Statistic, ...]:
    """The indicators of observations (columns `RECORDED` or `ANSWERED`), in their order."""
    wide = split(flow(FLOW), frame)
    return tuple(_statistic(line) for line in wide.iter_rows(named=True))


def _row(one: Statistic) -> dict[str, Any]:
    scale = _scale(one.unit)
    attributes = {
        "LOWER_BOUND": _times(one.low, scale),
        "UPPER_BOUND": _times(one.high, scale),
        "DENOMINATOR": one.denominator,
        "REASON": one.reason.format(**one.said) if one.reason else None,
        MESSAGE: _message(one),
    }
    said = {name: value for name, value in attributes.items() if value is not None}
    return {
        "REF_AREA": one.area,
        "INDICATOR": one.indicator,
        "SEX": one.sex,
        "GROUP": one.group,
        "FUNCTION": one.function,
        "SCHEME_TYPE": one.scheme_type,
        "TIME_PERIOD": one.year,
        "OBS_VALUE": _times(one.value, scale),
        "OBS_STATUS": one.status if one.value is not None else MISSING,
        "UNIT_MEASURE": UNITS[one.unit],
        "SOURCE": one.source or None,
        "METHOD": one.method.format(**one.said) if one.method else None,
        "ATTRIBUTES": json.dumps(said, ensure_ascii=False, sort_keys=True) if said else None,
    }


def _message(one: Statistic) -> str | None:
    if not one.method and not one.reason:
        return None
    return json.dumps([one.method, one.reason, dict(one.said)], ensure_ascii=False, sort_keys=True)


def _statistic(line: dict[str, Any]) -> Statistic:
    said = json.loads(line["ATTRIBUTES"] or "{}")
    unit = OF_UNIT.get(line["UNIT_MEASURE"], line["UNIT_MEASURE"])
    part = 1 / _scale(unit)
    plain: list[Any] = [_plain(line["METHOD"]), _plain(said.get("REASON")), {}]
    method, reason, values = json.loads(said[MESSAGE]) if MESSAGE in said else plain
    return Statistic(
        line["INDICATOR"],
        line["REF_AREA"],
        line["TIME_PERIOD"],
        _times(line["OBS_VALUE"], part),
        unit,
        _times(_number(said.get("LOWER_BOUND")), part),
        _times(_number(said.get("UPPER_BOUND")), part),
        sex=line["SEX"],
        group=line["GROUP"],
        function=line["FUNCTION"],
        scheme_type=line["SCHEME_TYPE"],
        status=line["OBS_STATUS"],
        source=line["SOURCE"] or "",
        method=method,
        reason=reason,
        said=values,
        denominator=_number(said.get("DENOMINATOR")),
        vintage=line.get("VINTAGE") or "",
    )


def _plain(text: str | None) -> str:
    """Words as a message that nothing fills."""
    return (text or "").replace("{", "{{").replace("}", "}}")


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _scale(unit: str) -> float:
    return PERCENT if unit == "share" else 1.0


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor

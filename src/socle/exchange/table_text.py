"""Tables as files write them: bands of age, brackets of money that are dated as a whole, points for columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from socle.exchange import yaml_text
from socle.exchange.file_words import Raw, as_map, map_at, place, placed
from socle.exchange.parameter_text import MONEY_NEEDS, read_parameter
from socle.ground import units
from socle.ground.expression import FOREVER, Kind
from socle.ground.glossary import GLOSSARY, column_of
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.parameter import Parameter
from socle.model.rulebook import Table
from socle.model.scheme import ParameterTable

NO_END = "no end"
ORDER = N_("The bands of `{path}` overlap or are out of order: each bound must be above the one before.")


def read_argument(raw: Any, kind: Kind | Table, path: str) -> Parameter | ParameterTable:
    """What a file says to one keyword of a rule: a parameter, or a table of them."""
    if not isinstance(kind, Table):
        return read_parameter(raw, kind, path)
    if kind.bounds.money:
        return _brackets(as_map(raw), kind, path)
    if kind.bounds == units.COLUMN:
        return _points(as_map(raw), kind, path)
    return _bands(as_map(raw), kind, path)


def _bands(raw: Raw, kind: Table, path: str) -> ParameterTable:
    """`{unit: XTS, per: month, bands: {0: {2020: 40}, 6: {2020: 30}}}`."""
    common = {key: raw[key] for key in raw if key != "bands"}
    bands = map_at(raw, "bands", f"`{path}`")
    bounds = _ascending(bands, kind.bounds, path)
    values = [
        read_parameter(_with(common, value), kind.values, f"{path}.{bound}") for bound, value in bands.items()
    ]
    return ParameterTable(bounds, tuple(values))


def _points(raw: Raw, kind: Table, path: str) -> ParameterTable:
    """`{rooms: -2.5, electricity: {2020: -8}}`."""
    for name in raw:
        with placed(raw, name):
            entry = GLOSSARY[column_of(str(name)).value].kind
            if entry.money or entry.years:
                raise Refusal(
                    "`{path}` gives points for `{column}`, which is in {kind}: points are for numbers and conditions.",
                    path=path,
                    column=str(name),
                    kind=entry.word,
                )
    if not raw:
        raise Refusal("`{path}` has no points.", path=path, where=place(raw))
    values = [read_parameter(value, kind.values, f"{path}.{name}") for name, value in raw.items()]
    return ParameterTable(tuple(str(name) for name in raw), tuple(values))


def _brackets(raw: Raw, kind: Table, path: str) -> ParameterTable:
    """`{unit: XTS, per: year, 2020: {0: 0%, 3000: 10%}, 2024: {0: 5%, 4000: 10%}, then: cpi}`.

    A law sets all brackets at once, so the table is dated as a whole. A row is called by its bound when it
    first appears; one that a later law drops has no end to pass.
    """
    dates = sorted((key for key in raw if units.is_date(str(key))), key=lambda key: units.moment(str(key)))
    if not dates:
        raise Refusal(MONEY_NEEDS, path=path, where=place(raw))
    common = {key: raw[key] for key in raw if key not in dates}
    tables = {key: map_at(raw, key, f"`{path}`") for key in dates}
    for table in tables.values():
        _ascending(table, kind.bounds, path)
    rows: dict[str, list[tuple[Any, Any]]] = {}
    for i in range(max(len(table) for table in tables.values())):
        said = [list(table.items())[i] if i < len(table) else (NO_END, "0") for table in tables.values()]
        rows[_name([str(bound) for bound, _ in said], rows)] = said
    dated = {name: dict(zip(dates, said, strict=True)) for name, said in rows.items()}
    rates = {key: common[key] for key in common if key not in ("unit", "per", "then", "prices")}
    return ParameterTable(
        tuple(
            _row(
                {d: bound for d, (bound, _) in row.items()}, common, raw, kind.bounds, f"{path}.{name}.above"
            )
            for name, row in dated.items()
        ),
        tuple(
            _row({d: rate for d, (_, rate) in row.items()}, rates, raw, kind.values, f"{path}.{name}.rate")
            for name, row in dated.items()
        ),
    )


def _name(bounds: list[str], taken: Mapping[str, Any]) -> str:
    """The bound with which a row of brackets first appears, or the next that no other row is called by."""
    return next(bound for bound in [*bounds, str(len(taken))] if bound != NO_END and bound not in taken)


def _row(values: Mapping[str, Any], common: Raw, raw: Raw, kind: Kind, path: str) -> Parameter:
    """One row over the dates; where a date drops it, its bound is beyond all money."""
    said = yaml_text.Mapping({**common, **{d: "0" if v == NO_END else v for d, v in values.items()}})
    said.where, said.places = place(raw), getattr(raw, "places", {})
    read = read_parameter(said, kind, path)
    ends = [value == NO_END for value in values.values()]
    return replace(
        read,
        values=tuple(FOREVER if end else value for end, value in zip(ends, read.values, strict=True)),
        written=tuple(NO_END if end else text for end, text in zip(ends, read.written, strict=True)),
    )


def _ascending(bands: Raw, kind: Kind, path: str) -> tuple[float, ...]:
    bounds = []
    for bound in bands:
        with placed(bands, bound):
            bounds.append(units.number(str(bound), kind))
    if not bounds:
        raise Refusal("`{path}` has no bands.", path=path, where=place(bands))
    if bounds != sorted(set(bounds)):
        raise Refusal(ORDER, path=path, where=place(bands))
    return tuple(bounds)


def _with(common: Raw, value: Any) -> Any:
    """A band's own values, with the unit and period that are said once for all bands."""
    if not isinstance(value, yaml_text.Mapping):
        return {**common, **value} if isinstance(value, Mapping) else value
    merged = yaml_text.Mapping({**common, **value})
    merged.where, merged.places = value.where, value.places
    return merged

"""One value, three names: Socle's indicators, the series of the global SDG flow, the contingencies of ILOSTAT.

The catalogue of indicators says which series and which contingency each is. Countries go between ISO 3166 and
M49; groups of countries between M49 and ILOSTAT where both have one. What has no name on the other side is
counted and told, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from socle.exchange import flow_frame
from socle.exchange.areas import load_areas
from socle.exchange.flow_file import flow
from socle.exchange.sdmx_frame import STATUS, VALUE, columns, recorded, wide
from socle.ground.words import N_
from socle.measure.catalogue import OF_ILO, OF_SDG
from socle.model import observation
from socle.model.survey import Flag

if TYPE_CHECKING:
    import polars as pl

OWN: Final = "SOCIAL_PROTECTION"
SDG: Final = "SDG"
ILO: Final = "ILO_1_3_1"
GROUPS: Final[Mapping[str, str]] = {"1": "X01"}
"""Groups of countries that M49 and ILOSTAT draw alike; their regions are not the same."""
_SEX: Final[Mapping[str, str]] = {"_T": "SEX_T", "F": "SEX_F", "M": "SEX_M"}
_NATURE: Final[Mapping[str, str]] = {"A": "C", "P": "C", "E": "E", "I": "E", "O": "N"}
_BREAKDOWNS: Final = ("AGE", "URBANISATION", "INCOME_WEALTH_QUANTILE")
"""The dimensions of the global flow, one of which Socle's `GROUP` may be."""
_ELSEWHERE: Final = (
    *("EDUCATION_LEV", "OCCUPATION", "CUST_BREAKDOWN", "COMPOSITE_BREAKDOWN"),
    *("DISABILITY_STATUS", "ACTIVITY", "PRODUCT"),
)
_TOLD = N_("{count} of {all} observations have no name in the flow {flow} and are not in it.")


@dataclass(frozen=True)
class Mapped:
    """Observations under the names of another flow, and what was left behind."""

    frame: pl.DataFrame  # RECORDED columns
    flags: tuple[Flag, ...]


def mapped(frame: pl.DataFrame, origin: str, target: str) -> Mapped:
    """The observations of flow `origin` under the names of flow `target` (codes of flows, as in `flow`)."""
    steps = {
        (OWN, SDG): _own_to_sdg,
        (SDG, OWN): _sdg_to_own,
        (OWN, ILO): _own_to_ilo,
        (ILO, OWN): _ilo_to_own,
    }
    start, end = flow(origin).stored_as or flow(origin).code, flow(target).stored_as or flow(target).code
    if start == end:
        return Mapped(frame, ())
    if (start, end) in steps:
        return _kept(_renamed_attributes(wide(frame, flow(start)), start, end), end, steps[start, end])
    half = mapped(frame, start, OWN)
    rest = mapped(half.frame, OWN, end)
    return Mapped(rest.frame, (*half.flags, *rest.flags))


def _kept(table: pl.DataFrame, end: str, step: Callable[[pl.DataFrame], pl.DataFrame]) -> Mapped:
    """The rows all of whose names are known, as the target says them; the others are counted."""
    import polars as pl

    there = flow(end)
    named = step(table).drop_nulls(subset=list(there.names))
    text = named.with_columns(pl.col(VALUE).cast(pl.String)).select(
        name for name in columns(there) if name in named.columns
    )
    left = table.height - named.height
    flags = (Flag(_TOLD, {"count": str(left), "all": str(table.height), "flow": end}),) if left else ()
    return Mapped(recorded(text, there).cast(flow_frame.schema(observation.RECORDED)), flags)


def _renamed_attributes(table: pl.DataFrame, start: str, end: str) -> pl.DataFrame:
    """The table whose unit, source and method are called as the target calls them."""
    import polars as pl

    if start == OWN:  # why a value is missing goes along
        table = table.with_columns(pl.coalesce("METHOD", "REASON").alias("METHOD"))
    here = {one.column: one.id for one in flow(start).attributes if one.column}
    there = {one.column: one.id for one in flow(end).attributes if one.column}
    moved = {here[name]: there[name] for name in here if name in there and here[name] != there[name]}
    said = [  # a comment that is there already is said after
        pl.concat_str(
            [pl.col(old), *([pl.col(new)] if new in table.columns else [])], separator="; ", ignore_nulls=True
        )
        .replace("", None)
        .alias(new)
        for old, new in moved.items()
    ]
    return table.with_columns(said).drop([old for old in moved if old not in moved.values()])


def _own_to_sdg(rows: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    numbers = {iso3: str(one.m49) for iso3, one in load_areas().items() if one.m49 is not None}
    lists = {name: _codes(SDG, name) for name in _BREAKDOWNS}
    group = {code: name for name in reversed(_BREAKDOWNS) for code in lists[name]}
    said = pl.col("GROUP")
    where = said.replace_strict(group, default=None, return_dtype=pl.String)
    whole = (pl.col("FUNCTION") == "_T") & (pl.col("SCHEME_TYPE") == "_T") & where.is_not_null()
    area = pl.col("REF_AREA")
    return rows.with_columns(
        pl.lit("N").alias("REPORTING_TYPE"),
        pl.when(whole)
        .then(_renamed("INDICATOR", {one: series for series, one in _sdg().items()}))
        .alias("SERIES"),
        pl.when(area.str.contains(r"^\d+$"))
        .then(area)
        .otherwise(_renamed("REF_AREA", numbers))
        .alias("REF_AREA"),
        *(
            pl.when((where == name) & (said != "_T")).then(said).otherwise(pl.lit("_T")).alias(name)
            for name in _BREAKDOWNS
        ),
        *(pl.lit("_T").alias(name) for name in _ELSEWHERE),
        pl.col(STATUS).replace_strict(_NATURE, default="C", return_dtype=pl.String).alias("NATURE"),
    )


def _sdg_to_own(rows: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    total = [pl.col(name) == "_T" for name in _BREAKDOWNS]
    broken = pl.sum_horizontal(~each for each in total)
    group = pl.coalesce(
        *(pl.when(~each).then(pl.col(name)) for each, name in zip(total, _BREAKDOWNS, strict=True))
    )
    plain = pl.all_horizontal(*(pl.col(name) == "_T" for name in _ELSEWHERE)) & (broken <= 1)
    countries = {str(one.m49): iso3 for iso3, one in load_areas().items() if one.m49 is not None}
    return rows.with_columns(
        pl.when(plain).then(_renamed("SERIES", _sdg())).alias("INDICATOR"),
        pl.col("REF_AREA").replace(countries),
        group.fill_null("_T").alias("GROUP"),
        pl.lit("_T").alias("FUNCTION"),
        pl.lit("_T").alias("SCHEME_TYPE"),
    )


def _own_to_ilo(rows: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    area = pl.col("REF_AREA").replace(GROUPS)
    whole = pl.all_horizontal(*(pl.col(name) == "_T" for name in ("GROUP", "FUNCTION", "SCHEME_TYPE")))
    return rows.with_columns(
        pl.lit("SDG_0131_RT").alias("MEASURE"),
        pl.when(area.str.contains(r"^([A-Z]{3}|X\d\d)$")).then(area).alias("REF_AREA"),
        _renamed("SEX", _SEX),
        pl.when(whole).then(_renamed("INDICATOR", {one: soc for soc, one in _ilo().items()})).alias("SOC"),
    )


def _ilo_to_own(rows: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    return rows.with_columns(
        pl.col("REF_AREA").replace({ilo: m49 for m49, ilo in GROUPS.items()}),
        _renamed("SOC", _ilo()).alias("INDICATOR"),
        _renamed("SEX", {ilo: own for own, ilo in _SEX.items()}),
        *(pl.lit("_T").alias(name) for name in ("GROUP", "FUNCTION", "SCHEME_TYPE")),
    )


def _renamed(column: str, names: Mapping[str, str]) -> pl.Expr:
    import polars as pl

    return pl.col(column).replace_strict(names, default=None, return_dtype=pl.String)


def _sdg() -> dict[str, str]:
    """Series -> Socle's indicator."""
    return {series: one.code for series, one in OF_SDG.items()}


def _ilo() -> dict[str, str]:
    """Contingency of ILOSTAT -> Socle's indicator."""
    return {soc: one.code for soc, one in OF_ILO.items()}


def _codes(code: str, name: str) -> list[str]:
    found = flow(code).component(name).codelist
    return list(found.codes) if found else []

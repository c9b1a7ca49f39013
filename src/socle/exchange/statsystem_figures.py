"""Figures that there are for a country, in a register or in the SDG database: which cells, from which sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socle.exchange.flow_frame import split
from socle.exchange.store import Store
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE, OF_SDG
from socle.measure.statsystem import Cell

if TYPE_CHECKING:
    import polars as pl

SEXES: Final = ("_T", "F", "M")
NOWHERE: Final = N_("no register and no SDG data are here: only what the file lists is counted")


@dataclass(frozen=True)
class Figures:
    """Figures that there are for a country: the sources of each cell, and where they were looked for."""

    observed: Mapping[Cell, frozenset[str]] = field(default_factory=dict)
    required: tuple[str, ...] = ()  # indicators that every country should have
    origin: str = NOWHERE  # message key
    said: Mapping[str, str] = field(default_factory=dict)


def of_register(indicators: pl.DataFrame, sdg: pl.DataFrame, place: str) -> Figures:
    """What a register holds of a country.

    `indicators` are observations of the flow SOCIAL_PROTECTION and `sdg` of SDG, with the columns `ANSWERED`. A
    cell is there if it has a value for any function, age group or type of scheme.
    """
    from socle.exchange.flow_file import flow

    observed: dict[Cell, set[str]] = {}
    for frame, name, codes in ((indicators, "SOCIAL_PROTECTION", {}), (sdg, "SDG", _by_series())):
        if not frame.height:
            continue
        known = split(flow(name), frame.drop_nulls("OBS_VALUE"))
        columns = [flow(name).indicator, "SEX", "TIME_PERIOD", "SOURCE", "VINTAGE"]
        for code, sex, year, source, vintage in known.select(columns).iter_rows():
            if sex in SEXES and (codes.get(code, code) in CATALOGUE):
                cell = Cell(codes.get(code, code), sex, int(year))
                observed.setdefault(cell, set()).add(source or vintage or "?")
    held = {cell: frozenset(sources) for cell, sources in observed.items()}
    return Figures(held, tuple(CATALOGUE), N_("the register {place}"), {"place": place})


def _by_series() -> dict[str, str]:
    return {series: one.code for series, one in OF_SDG.items()}


def of_store(place: Store | Path, country: str) -> Figures:
    """What the SDG data of the local store hold of a country; only indicators that are SDG series are required."""
    from socle.exchange.sdg_statistics import statistics, vintage

    edition, codes = vintage(place), _by_series()
    observed: dict[Cell, frozenset[str]] = {}
    for sex in SEXES:
        for one in statistics(place, tuple(codes), sex=sex):
            if one.area == country and one.value is not None:
                observed[Cell(codes[one.indicator], sex, one.year)] = frozenset({edition})
    return Figures(
        observed,
        tuple(codes.values()),
        N_("the SDG database ({edition})"),
        {"edition": edition},
    )

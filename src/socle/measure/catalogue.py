"""The catalogue of indicators: every one, by its code. The rooms hold the functions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from socle.ground.refusals import Refusal, nearest
from socle.measure import (
    catalogue_adequacy,
    catalogue_coverage,
    catalogue_expenditure,
    catalogue_financing,
    catalogue_poverty,
    catalogue_system,
)
from socle.measure.catalogue_entry import REGISTRY, Indicator

ROOMS: Final = tuple(
    room.__name__.rpartition("catalogue_")[2]
    for room in (
        catalogue_coverage,
        catalogue_adequacy,
        catalogue_expenditure,
        catalogue_financing,
        catalogue_poverty,
        catalogue_system,
    )
)
CATALOGUE: Final[Mapping[str, Indicator]] = MappingProxyType(
    {code: one for room in ROOMS for code, one in REGISTRY.items() if one.room == room}
)
"""Indicators in the order of the rooms."""

OF_SDG: Final[Mapping[str, Indicator]] = MappingProxyType(
    {one.sdg: one for one in CATALOGUE.values() if one.sdg}
)
"""Indicators by the series of the United Nations Statistics Division."""

OF_ILO: Final[Mapping[str, Indicator]] = MappingProxyType(
    {one.ilo: one for one in CATALOGUE.values() if one.ilo}
)
"""Indicators by the code of SOC in ILOSTAT's flow of 1.3.1."""


def indicator_named(code: str) -> Indicator:
    """An indicator by its code, or by the series of the SDG database."""
    found = CATALOGUE.get(code) or OF_SDG.get(code)
    if found is None:
        raise Refusal(
            "There is no indicator `{code}`; socle indicators --list names them all.",
            code=code,
            nearest=nearest(code, [*CATALOGUE, *OF_SDG]),
        )
    return found

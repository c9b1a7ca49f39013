"""The indicators of a country: what a register holds of it, else what is shipped with Socle."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from socle.exchange.sdmx_maps import OWN, SDG, mapped
from socle.exchange.statistic_frame import statistics_of
from socle.exchange.store import Store, default_folder
from socle.ground.words import N_
from socle.model.statistic import Statistic
from socle.register.reading import Asked
from socle.register.store import Register
from socle.run import indicator_known

NOBODY: Final = N_(
    "No inquiry of this country is published in the register: coverage is as others published it."
)
ALONE: Final = N_(
    "No register was asked: coverage is as published in the shipped figures, legal coverage from the shipped law."
)
FILE: Final = "register.sqlite"  # in the folder of the local store, where no place is said


@dataclass(frozen=True)
class Known:
    """The indicators of a country, what must be said of where they come from, and editions left aside."""

    statistics: tuple[Statistic, ...]
    note: str = ""  # a message
    others: tuple[str, ...] = ()


def known(register: Register | None, iso3: str, as_of: str = "", vintage: str = "") -> Known:
    """What a register holds of a country, on a day or now, of an edition or of the newest; else what is shipped."""
    if register is None:
        return Known(indicator_known.known(iso3), ALONE)
    own, sdg = (
        register.answer(Asked(flow, iso3, as_of=as_of or None, vintage=vintage)) for flow in (OWN, SDG)
    )
    others = tuple(sorted({*own.others, *sdg.others}))
    answered = statistics_of(own.frame)
    published = statistics_of(mapped(sdg.frame, SDG, OWN).frame) if sdg.frame.height else ()
    if answered or as_of or vintage:
        return Known((*answered, *published), "", others)
    return Known(published or indicator_known.known(iso3), NOBODY, others)


def opened_if_there(where: str, user: str) -> Register | None:
    """The register at a place; where none is said, that of the local store, or nothing where none was made."""
    usual = default_folder() / FILE
    return Register.of(where or usual, user) if where or Path(usual).is_file() else None


def state(where: str, user: str) -> str:
    """What changes when something is entered in the register, or imported into the local store."""
    imported = [(one.dataset, one.sha256) for one in Store().entries()]
    register = opened_if_there(where, user)
    if register is None:
        return repr(imported)
    with closing(register):
        return repr((imported, register.head()))

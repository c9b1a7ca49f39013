"""Whether a country had ratified Convention No. 102 at the end of a year, and how many Parts it accepted."""

from __future__ import annotations

from datetime import date
from typing import Final

from socle.exchange.areas import load_areas
from socle.exchange.ratification_file import load_library
from socle.ground.words import N_
from socle.measure.quantity import Quantity, between, missing
from socle.model.observation import ESTIMATED, FINAL
from socle.run.ratifications import CONVENTION

NOT_ESTABLISHED: Final = N_("Which Parts of Convention No. 102 were accepted is not established.")
UNVERIFIED: Final = "unverified"  # where others have a source


def ratified(iso3: str, year: int) -> dict[str, Quantity]:
    """Statistics of the ratification; between bounds where the register does not say, nothing for an invented country.

    What is recalled or read in part is an estimate.
    """
    if iso3 not in load_areas():
        return {}
    register = load_library().registers[CONVENTION]
    most, end = float(len(register.parts)), date(year, 12, 31)
    row = next((one for one in register.rows if one.iso3 == iso3), None)
    known = row.by(end) if row else (False if end <= register.complete_to else None)
    if known is None:
        return {
            "ratified_c102": between(0.0, 1.0, status=ESTIMATED),
            "parts_of_c102": between(0.0, most, status=ESTIMATED),
        }
    if row is None or not known:
        return {"ratified_c102": Quantity(0.0), "parts_of_c102": Quantity(0.0)}
    sure = FINAL if row.date_confidence == "high" else ESTIMATED
    parts = missing(NOT_ESTABLISHED)
    if row.count is not None:
        read = row.parts_confidence in ("high", "count_only")
        parts = Quantity(
            float(row.count), source=row.parts_source or UNVERIFIED, status=FINAL if read else ESTIMATED
        )
    return {
        "ratified_c102": Quantity(1.0, source=row.date_source or UNVERIFIED, status=sure),
        "parts_of_c102": parts,
    }

"""Observations: values of series, each with its status, unit, source, method and edition.

Between the rooms they are Polars frames with these columns. A value is as its unit says (`PT` per cent,
`PS` persons, `XDC` national currency); a missing value is null and says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from socle.ground.words import N_

FINAL: Final = "A"
PROVISIONAL: Final = "P"
ESTIMATED: Final = "E"
IMPUTED: Final = "I"
MISSING: Final = "O"
WITHDRAWN: Final = "W"  # kept in the history, shown to nobody who did not ask for it

STATUSES: Final = {
    FINAL: N_("final"),
    PROVISIONAL: N_("provisional"),
    ESTIMATED: N_("estimated"),
    IMPUTED: N_("imputed"),
    MISSING: N_("missing"),
    WITHDRAWN: N_("withdrawn"),
}
"""What Socle itself writes as OBS_STATUS (SDMX cross-domain code list; W is Socle's own)."""


@dataclass(frozen=True)
class Column:
    """A column of a frame of observations."""

    name: str
    kind: str  # "text", "year", "number", "whole", "moment"
    sentence: str


RECORDED: Final = (
    Column("KEY", "text", "Series key: the codes of the dimensions of its flow, in their order."),
    Column("AREA", "text", "Country (ISO 3166, three letters), or a group by the code of its flow."),
    Column("CODE", "text", "Series or indicator."),
    Column("TIME_PERIOD", "year", "Calendar year in which the value holds."),
    Column("OBS_VALUE", "number", "The value; null where it is missing."),
    Column("OBS_STATUS", "text", "A final, P provisional, E estimated, I imputed, O missing."),
    Column("UNIT_MEASURE", "text", "Unit of the value."),
    Column("SOURCE", "text", "Where the value comes from."),
    Column("METHOD", "text", "How it was made; for a missing value, why it is missing."),
    Column("ATTRIBUTES", "text", "Further attributes of its flow, as JSON; null where there are none."),
)
"""What is recorded of an observation."""

ANSWERED: Final = (
    *RECORDED,
    Column("VINTAGE", "text", "Edition of the dataset to which the value belongs."),
    Column("SUBMISSION", "text", "The submission it came with; null for what was imported."),
    Column("REVIEWER", "text", "Who reviewed it; null for what was imported."),
    Column("CHANGE", "whole", "Number of the entry of the log with which it was recorded."),
    Column("RECORDED", "moment", "When it was recorded, in UTC."),
)
"""What the register answers of an observation."""

"""Generic data of SDMX-ML 2.1, which older services still publish: every component stands as `id` and `value`.

Source: SDMX Technical Working Group, SDMX 2.1 standards, section 3A (SDMX-ML), generic data.
"""

from __future__ import annotations

from collections.abc import Callable

from socle.exchange.sdmx_frame import PERIOD, VALUE

Said = dict[str, str]
ROOTS = ("GenericData", "GenericTimeSeriesData")


class Generic:
    """Gathers elements below a data set into observations.

    `shared` gives what is said of the present series or data set, `begin` opens a series, and `give` takes
    what an observation says with the line on which it began.
    """

    def __init__(
        self, shared: Callable[[], Said], begin: Callable[[], None], give: Callable[[int, Said], None]
    ) -> None:
        self.shared, self.begin, self.give = shared, begin, give
        self.observation: Said | None = None
        self.into: Said | None = None  # what the next `Value` belongs to
        self.line = 0

    def start(self, name: str, said: Said, line: int) -> None:
        """An element begins."""
        if name == "Value" and self.into is not None and "id" in said:
            self.into[said["id"]] = said.get("value", "")
        elif name == "Series":
            self.begin()
        elif name == "Obs":
            self.observation, self.line = {}, line
        elif name == "Group":
            self.into = None
        elif name in ("SeriesKey", "ObsKey", "Attributes"):
            self.into = self.shared() if self.observation is None else self.observation
        elif self.observation is not None and name in ("ObsDimension", "ObsValue"):
            usual = PERIOD if name == "ObsDimension" else VALUE
            self.observation[said.get("id", usual)] = said.get("value", "")

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "Obs" and self.observation is not None:
            self.give(self.line, self.observation)
            self.observation = None
        if name in ("SeriesKey", "ObsKey", "Attributes", "Group"):
            self.into = None

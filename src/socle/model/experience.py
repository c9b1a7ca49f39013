"""Lives observed one by one: when each was born, came under observation, left it, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int64]
"""Days since 1 January 1970."""

CAUSES = ("death", "invalidity", "leaving", "retirement")
"""Why an observation ends; `UNSAID` where a file gives a date and no cause."""

UNSAID = -1
STILL_THERE = np.iinfo(np.int32).max
"""The day of exit of a person who has not left: after all days."""


@dataclass(frozen=True, eq=False)
class Lives:
    """Persons observed, one place each in every array, in the order of their file.

    `sex` and `cause` are places in `SEXES` and `CAUSES`; days count from 1970. `file` and `first_row` say
    where the first of them stands.
    """

    sex: NDArray[np.int64]
    birth: Days
    entry: Days
    exit: Days
    cause: NDArray[np.int64]
    file: str = ""
    first_row: int = 2
    years_only: int = 0  # persons of whom only the year of birth is known

    def __len__(self) -> int:
        return len(self.birth)

    def at(self, place: int) -> str:
        """Where a person stands in the file."""
        return f"{self.file}:{place + self.first_row}"

    def only(self, chosen: NDArray[np.bool_]) -> Lives:
        """Some of the persons; where they stood is no longer known."""
        return Lives(
            self.sex[chosen],
            self.birth[chosen],
            self.entry[chosen],
            self.exit[chosen],
            self.cause[chosen],
            file=self.file,
        )

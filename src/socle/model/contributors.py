"""The persons of a contributor file: what an institution knows of each on 1 January of the first year projected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.model.survey import Flag


@dataclass(frozen=True, eq=False)
class Contributors:
    """One value a person, [person]; the order is that of the file."""

    ids: NDArray[np.object_]  # as the file writes them
    luck: NDArray[np.uint64]  # a number that rests on the id alone, from which all draws of the person follow
    sex: NDArray[np.int64]  # ground.axes: MALE or FEMALE
    age: NDArray[np.int64]  # completed years
    service: Array  # years credited, parts of a year count
    earnings: Array  # money a year while contributing; not a number where an inactive person has none
    active: NDArray[np.bool_]  # insured; the others have past service only
    accounts: Mapping[str, Array] = field(default_factory=dict)  # of the law, money x years
    file: str = ""
    unread: tuple[str, ...] = ()  # columns of the file
    flags: tuple[Flag, ...] = ()

    def __len__(self) -> int:
        return len(self.sex)

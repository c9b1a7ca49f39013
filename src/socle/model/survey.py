"""A survey: records with weights, and how they were drawn; and a number measured on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.refusals import Refusal

Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of names: the number of each record's name, and the names."""

    codes: Codes  # [record]
    names: tuple[str, ...]
    said: tuple[str, ...] = ()  # what stands in the file where the names are its labels


@dataclass(frozen=True)
class Flag:
    """Something that a person should know about a survey; `text` is a message key that `values` fill."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Roles:
    """The columns of a file that say how a survey was drawn; an empty name says that there is none."""

    weight: str = ""
    household: str = ""
    strata: str = ""
    psu: str = ""
    person: str = ""  # names a person within the household; no two records may be the same person
    fpc: str = ""  # PSUs of the stratum in the population, or the share of them that was sampled


@dataclass(frozen=True, eq=False)
class Survey:
    """Records of a survey. The primary sampling unit is the household where no other is named."""

    file: str
    first_row: int  # the number of the first record in its file: 2 under a header
    roles: Roles
    weight: Array  # [record], how many people each record represents
    psu: Coded
    strata: Coded
    numbers: Mapping[str, Array] = field(default_factory=dict)  # name -> [record]
    groups: Mapping[str, Coded] = field(default_factory=dict)
    replicates: Array | None = None  # [replicate, record], weights of replicates
    household: Coded | None = None
    sampled: Array | None = None  # [stratum], the share of its PSUs that was sampled

    def __post_init__(self) -> None:
        name = self.roles.weight
        if self.weight.size == 0:
            raise Refusal("this table is empty", where=self.file)
        if (self.weight < 0).any():
            record = int(np.argmax(self.weight < 0))
            value = f"{self.weight[record]:g}"
            raise Refusal("`{column}` is negative: {value}", where=self.at(record), column=name, value=value)
        if not self.weight.any():
            raise Refusal(
                "The weights in `{column}` are all 0: they represent nobody.", where=self.file, column=name
            )

    def at(self, record: int) -> str:
        """Where a record stands in its file."""
        return f"{self.file}:{record + self.first_row}"


@dataclass(frozen=True)
class Measured:
    """One number about a group of people, with its standard error where it is known."""

    measure: str
    group: str
    value: float | None
    se: float | None
    unit: str  # share, ratio, index or currency (that of the welfare column)
    n: int  # records it rests on
    definition: str

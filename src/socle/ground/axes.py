"""The axes of a population, and the only place where sex and age are spelled.

Every array of people has its axes in one order: country, year, sex, age (`ORDER`); what does not vary
along an axis has length 1 there, so that everything broadcasts.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

ORDER: Final = ("country", "year", "sex", "age")
SEXES: Final = ("male", "female")
MALE: Final = 0
FEMALE: Final = 1
SEX_CODES: Final = {"male": "M", "female": "F", "both": "_T"}  # SDMX cross-domain code list CL_SEX

OPEN_AGE: Final = 100  # completed years; the last interval is open: 100 means 100 and over
N_AGES: Final = OPEN_AGE + 1
MOTHERS_FROM: Final = 10
MOTHERS_TO: Final = 54
N_MOTHERS: Final = MOTHERS_TO - MOTHERS_FROM + 1


def ages() -> Array:
    """Completed years of age 0, 1, ..., 100+ as numbers."""
    return np.arange(N_AGES, dtype=np.float64)


def along(values: Array, *names: str) -> Array:
    """Shape `values`, whose axes are `names` in this order, so that it broadcasts over `ORDER`."""
    shape = iter(values.shape)
    return values.reshape([next(shape) if axis in names else 1 for axis in ORDER])

"""How many adults a household is equivalent to.

A person counts by age and sex, the first person of a household may count for more, and the sum may be raised to
an exponent of economies of scale (Deaton and Zaidi 2002: adults plus a share of children, to a power).
"""

from __future__ import annotations

import numpy as np

from socle.ground.axes import MALE, Array
from socle.ground.refusals import Refusal
from socle.model.survey import Codes
from socle.model.survey_map import Equivalence


def equivalent_adults(scale: Equivalence, age: Array, sex: Array, starts: Codes) -> Array:
    """The adult equivalents of each household, [household], of persons sorted by household.

    `starts` are the positions at which households begin, with the end added. The first person of a household
    is its oldest.
    """
    if not scale.steps:
        raise Refusal("A scale of equivalence that a column holds is read from it.")
    from_age = np.array([step[0] for step in scale.steps])
    step = np.maximum(
        np.searchsorted(from_age, age, side="right") - 1, 0
    )  # -1: born after the day that counts
    weights = np.array([step[1:] for step in scale.steps])
    counts = np.where(sex == MALE, weights[step, 0], weights[step, 1])
    adults = np.add.reduceat(counts, starts[:-1])
    if scale.first is not None:
        household = np.repeat(np.arange(starts.size - 1), np.diff(starts))
        oldest = np.lexsort((-age, household))[starts[:-1]]
        adults = adults + scale.first - counts[oldest]
    return np.asarray(adults**scale.exponent)

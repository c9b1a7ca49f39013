"""Random surveys for tests: strata, households of persons, weights, welfare that is heaped and clustered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.measure.sampling import Codes, Design, design
from socle.measure.weighted import Sample, whole


@dataclass(frozen=True, eq=False)
class Drawn:
    """A survey that was drawn."""

    sample: Sample
    psu: Codes
    strata: Codes
    part: Array  # [record], 1 for members of a sub-group

    def design(self) -> Design:
        """Its design."""
        return design(self.sample.weight, self.psu, self.strata)


def drawn(seed: int, units: int = 150, size: int = 4, heaped: float = 0.5) -> Drawn:
    """A survey of `units` households of up to `size` persons in three strata; a part of welfare is in tens."""
    rng = np.random.default_rng(seed)
    members = rng.integers(1, size + 1, units)
    psu = np.repeat(np.arange(units), members)
    strata = np.sort(rng.integers(0, 3, units))[psu]
    weight = rng.uniform(50, 150, units)[psu]
    welfare = rng.lognormal(5 + 0.2 * strata, 0.5) * rng.lognormal(0, 0.3, units)[psu]
    welfare = np.where(rng.random(psu.size) < heaped, np.round(welfare, -1) + 10, welfare)
    part = (rng.random(psu.size) < 0.6) * 1.0
    return Drawn(whole(welfare, weight), psu, strata, part)

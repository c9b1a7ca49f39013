"""Random surveys for tests, measures as functions of a sample, and standard errors by doing it many times."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.measure import indicators, sampling
from socle.measure.indicators import Line, Question
from socle.measure.sampling import Codes, Design, design
from socle.measure.weighted import Estimate, Sample, whole

SMOOTH = (
    "gini",
    "fgt1",
    "fgt2",
    "watts",
    "sst",
    "atkinson:0.5",
    "atkinson:1",
    "atkinson:2",
    "ge:0",
    "ge:1",
    "ge:2",
    "lorenz:0.4",
    "mean",
)
EVERY = (*SMOOTH, "arpt", "arpr", "rmpg", "poor_median", "s80s20", "palma", "fgt0", "gini_osier")
Statistic = Callable[[Sample], Estimate]


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


def measure(code: str, line: Line | None = None, part: Array | None = None) -> Statistic:
    """A measure as a function of the sample, of a sub-group if one is given."""
    (one,) = indicators.asked(code)

    def statistic(sample: Sample) -> Estimate:
        at = (line or indicators.line("median:0.6")).on(sample)
        seen = sample if part is None else sample.within(part > 0)
        return indicators.answer(one, Question(seen, at))[0]

    return statistic


def without(survey: Drawn, unit: int) -> Array:
    """The weights without one PSU, whose stratum is scaled up for it."""
    gone = survey.psu == unit
    here = survey.strata == survey.strata[gone][0]
    units = np.unique(survey.psu[here]).size
    return np.where(
        gone, 0.0, np.where(here, survey.sample.weight * units / (units - 1), survey.sample.weight)
    )


def jackknife(survey: Drawn, statistic: Statistic) -> float:
    """The standard error by leaving out one PSU at a time, stratum by stratum."""
    summed = 0.0
    for stratum in np.unique(survey.strata):
        units = np.unique(survey.psu[survey.strata == stratum])
        left = np.array([statistic(survey.sample.weighted_by(without(survey, unit))).value for unit in units])
        summed += (units.size - 1) / units.size * float(((left - left.mean()) ** 2).sum())
    return math.sqrt(summed)


def bootstrap(survey: Drawn, statistic: Statistic, draws: int) -> float:
    """The standard error by drawing, in each stratum, one PSU fewer than it has (Rao and Wu 1988)."""
    rng = np.random.default_rng(7)
    rows = []
    for _ in range(draws):
        times = np.zeros(int(survey.psu.max()) + 1)
        for stratum in np.unique(survey.strata):
            units = np.unique(survey.psu[survey.strata == stratum])
            counted = np.bincount(rng.choice(units, units.size - 1), minlength=times.size)
            times += counted * units.size / (units.size - 1)
        rows.append(survey.sample.weight * times[survey.psu])
    held = sampling.replicates(np.array(rows), "bootstrap")
    return sampling.replicated_error(survey.sample, statistic, held)

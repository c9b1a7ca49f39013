"""The yearly series that money is measured and moved by, for one country or many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal, nearest

PRICE_INDICES = ("cpi", "deflator")


@dataclass(frozen=True, eq=False)
class Economy:
    """Series by country and calendar year, shape [country, year]; NaN where unknown.

    Money is national currency at current prices; `cpi`, `deflator` and `wages` are levels, only their growth
    matters; `exchange_rate` and `ppp` are national currency per US and per international dollar.
    """

    currency: str  # empty for many countries: then no law may name a national amount
    years: tuple[int, ...]
    series: Mapping[str, Array]

    def of(self, name: str) -> Array:
        """One series; a refusal with the nearest name if there is none."""
        if name not in self.series:
            raise Refusal(
                "There is no yearly series `{name}` here; there are {valid}.",
                name=name,
                valid=", ".join(sorted(self.series)),
                nearest=nearest(name, self.series),
            )
        return self.series[name]

    def at(self, name: str, year: int) -> Array:
        """The values of one series in one year, shape [country, 1]."""
        if year not in self.years:
            raise Refusal(
                "`{name}` is needed for {year}, outside the years at hand ({first} to {last}).",
                name=name,
                year=year,
                first=self.years[0],
                last=self.years[-1],
            )
        position = self.years.index(year)
        return self.of(name)[:, position : position + 1]

    def growth(self, name: str) -> Array:
        """Growth over the year before, as a share; 0 in the first year."""
        level = self.of(name)
        result = np.zeros_like(level)
        result[:, 1:] = level[:, 1:] / level[:, :-1] - 1
        return result

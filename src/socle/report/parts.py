"""A benefit's cost taken apart, so that a workbook can put it together again by visible formulas.

persons reached = eligible x share reached
benefits paid   = persons reached x level x index
cost            = benefits paid x (1 + administration ratio)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.model.results import BenefitCost

Kind = Literal["law", "case-load", "published"]


@dataclass(frozen=True, eq=False)
class Parts:
    """The parts of one benefit by year; `kind` says which of them are known."""

    kind: Kind
    share: Array  # of the eligible persons reached; meant for kind "law"
    level_at: int  # the year, as a position, of the level
    level: float  # money a person a year in that year
    index: Array  # of the level, 1 in that year
    ratio: Array | None  # administration to benefits; None where administration does not follow benefits


def taken_apart(benefit: BenefitCost) -> Parts:
    """The parts of `benefit`; where nobody is reached, the index and the ratio of the nearest years."""
    kind = _kind(benefit)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(benefit.eligible == 0, 0.0, benefit.recipients / benefit.eligible)
        each = benefit.spending / benefit.recipients
        ratio = benefit.administration / benefit.spending
    reached = np.isfinite(each) & (benefit.recipients > 0) & (benefit.spending > 0)
    level_at = int(np.argmax(reached)) if reached.any() else 0
    level = float(each[level_at]) if reached.any() else 0.0
    index = _nearest(each / level, reached) if level else np.ones_like(each)
    follows = bool(np.all(benefit.administration[benefit.spending == 0] == 0))
    paid = np.isfinite(ratio) & (benefit.spending != 0)
    return Parts(kind, share, level_at, level, index, _nearest(ratio, paid) if follows else None)


def _kind(benefit: BenefitCost) -> Kind:
    known = np.isfinite(benefit.spending)
    recipients, eligible = benefit.recipients[known], benefit.eligible[known]
    paid = benefit.spending[known]
    if not np.isfinite(recipients).all() or np.any((recipients == 0) & (paid != 0)) or not known.any():
        return "published"
    if not np.isfinite(eligible).all() or np.any((eligible == 0) & (recipients != 0)):
        return "case-load"
    return "law"


def _nearest(values: Array, known: NDArray[np.bool_]) -> Array:
    """`values` where known, between and beyond them interpolated; zero where nothing is known."""
    if not known.any():
        return np.zeros_like(values)
    at = np.arange(len(values), dtype=np.float64)
    return np.where(known, values, np.interp(at, at[known], values[known]))

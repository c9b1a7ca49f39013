"""What a benefit is of a reference wage, and the least that it is of any wage below.

Ratio = (benefit + family allowances during the contingency) / (wage + family allowances at work), C102 Art. 65 and 66.
Between two kinks of a benefit the ratio of two straight lines is monotone, so its least is found at kinks and ends.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from socle.ground.expression import SLACK
from socle.model.practice import Formula
from socle.standards.reference_wages import Option

BESIDE: Final = math.sqrt(SLACK)  # a law may jump at a kink: wages on both sides of it are asked as well


class Allowances(NamedTuple):
    """Family allowances of the standard beneficiary, money a year."""

    at_work: float
    during: float


class Ratio(NamedTuple):
    """A benefit against a reference wage: what it pays there, and where it is least of the wage."""

    benefit: float
    value: float
    lowest: float
    lowest_wage: float


def at_and_below(
    formula: Formula, years: float, options: Sequence[Option], allowances: Allowances
) -> list[Ratio | None]:
    """The ratio at each reference wage and at every wage below it; nothing where the wage is not known."""
    wages = [one.wage for one in options if one.wage is not None]
    if not wages:
        return [None] * len(options)
    asked = _asked(formula, years, wages)
    paid = formula.amount(np.array(asked), years).tolist()
    found = [
        (wage, benefit, (benefit + allowances.during) / (wage + allowances.at_work))
        for wage, benefit in zip(asked, paid, strict=True)
    ]
    nil = asked[0]
    return [None if one.wage is None else _ratio(found, one.wage, nil) for one in options]


def _asked(formula: Formula, years: float, wages: Sequence[float]) -> list[float]:
    """Wages in rising order, the first so small that the ratio is the limit at a wage of nothing."""
    top = max(wages)
    asked = {top * SLACK * SLACK, *wages}
    for kink in formula.kinks(years).tolist():
        asked.update(wage for wage in (kink * (1 - BESIDE), kink, kink * (1 + BESIDE)) if 0 < wage < top)
    return sorted(asked)


def _ratio(found: Sequence[tuple[float, float, float]], reference: float, nil: float) -> Ratio:
    """Of equal ratios that of the highest wage is shown."""
    benefit = value = lowest = lowest_wage = math.nan
    for wage, paid, ratio in reversed(found):
        if wage > reference:
            continue
        if wage == reference:
            benefit, value, lowest, lowest_wage = paid, ratio, ratio, wage
        elif not math.isfinite(ratio):  # a law that gives no number somewhere is not known to be enough
            return Ratio(benefit, value, math.nan, wage)
        elif ratio < lowest and not math.isclose(ratio, lowest, rel_tol=SLACK):
            lowest, lowest_wage = ratio, 0.0 if wage == nil else wage
    return Ratio(benefit, value, lowest, lowest_wage)


def at(
    formula: Formula, years: float, options: Sequence[Option], allowances: Allowances
) -> list[Ratio | None]:
    """The ratio at each reference wage alone, for amounts that do not follow wages."""
    wages = [one.wage for one in options if one.wage is not None]
    paid = iter(formula.amount(np.array(wages), years).tolist() if wages else ())
    return [None if one.wage is None else _plain(next(paid), one.wage, allowances) for one in options]


def _plain(benefit: float, wage: float, allowances: Allowances) -> Ratio:
    value = (benefit + allowances.during) / (wage + allowances.at_work)
    return Ratio(benefit, value, value, wage)

"""From what drawn lives were awarded to pensions over the years, carried in cells, where amounts are linear."""

from __future__ import annotations

import numpy as np

from socle.ground.axes import Array
from socle.model.insured import Ask, Insured, InsuredOverTime, Pensions, Valuation
from socle.project.drawn_lives import CONTRIBUTED, PEOPLE, Asked, Drawn
from socle.project.scheme import Flows, indexed, on_all_ages, over_time, pensions_over


def carried(ask: Ask, valuation: Valuation, asked: Asked, draw: Drawn) -> InsuredOverTime:
    """One draw of all who are not yet pensioners, with the pensions of `valuation` and those that it opens.

    `ask` is the law of cells: of pensions in payment it moves amounts, and gives the share of those left behind.
    The lives still there at the end are not told again.
    """
    pensions = valuation.start.pensions
    years: list[Flows] = []
    for step, year in enumerate(valuation.years):
        if step:
            pensions = indexed(ask, valuation, pensions, year)
        opened = {
            promise.name: Pensions(*(_on_ages(valuation, of[i, step]) for of in (draw.awards, draw.amounts)))
            for i, promise in enumerate(asked.promises)
        }
        pensions, flows = pensions_over(ask, valuation, pensions, opened, year)
        years.append({**flows, **_of_lives(valuation, asked, draw, step)})
    nobody = np.zeros_like(valuation.start.active)
    return over_time(valuation, years, Insured(nobody, nobody, pensions), ())


def _on_ages(valuation: Valuation, values: Array) -> Array:
    """[sex, working age] on [scenario, sex, age]."""
    return on_all_ages(valuation, values[None])


def _of_lives(valuation: Valuation, asked: Asked, draw: Drawn, step: int) -> Flows:
    """What the insured did and paid in a year, [scenario, sex]."""
    told = {name: draw.flows[i, step][None] for i, name in enumerate(asked.flows)}
    complied = valuation.money.compliance[:, step, None]
    nobody = np.zeros_like(told["deaths"])
    return {
        "contributions": {name: told[name] * complied for name in asked.payers},
        "insured": {name: told[name] for name in CONTRIBUTED},
        "people": {**{name: told[name] for name in PEOPLE}, "entering": nobody, "above_target": nobody},
    }

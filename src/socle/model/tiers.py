"""A universal tier beside a contributory one: its law, which may read the pensions of the other, and what both cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.ground.expression import MONEY, Node, column
from socle.ground.provenance import Trace
from socle.ground.refusals import Refusal
from socle.model.law import Law, Reader
from socle.model.results import Assumption, BenefitCost
from socle.model.scheme import Benefit, Call, Scheme
from socle.model.survey import Flag

RECEIVES = "receives_contributory_pension"


@dataclass(frozen=True, eq=False)
class Tier:
    """One benefit of the universal tier by year, [year]; persons and money as in its costing.

    Those whom the benefit would reach if nobody had a contributory pension receive it in full, in part or not.
    """

    cost: BenefitCost
    full: Array
    reduced: Array
    none: Array
    untested: Array  # money: benefits and administration if nobody had a contributory pension

    @property
    def saved(self) -> Array:
        """What the contributory pensions save, administration included."""
        return np.asarray(self.untested - self.cost.cost)


@dataclass(frozen=True, eq=False)
class Tiers:
    """The fiscal line of a universal scheme beside the line of a contributory one; money of the day, [year]."""

    universal: Scheme
    contributory: Scheme
    iso3: str
    currency: str
    years: tuple[int, ...]
    gdp: Array
    tiers: tuple[Tier, ...]
    pensions: Array  # benefits of the contributory scheme
    administration: Array
    contributions: Array
    trace: Trace
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Flag, ...] = ()

    @property
    def cost(self) -> Array:
        """What the universal tier costs."""
        return np.asarray(sum(tier.cost.cost for tier in self.tiers))

    @property
    def saved(self) -> Array:
        """What the contributory pensions save the universal tier."""
        return np.asarray(sum(tier.saved for tier in self.tiers))

    @property
    def spending(self) -> Array:
        """What the contributory scheme spends."""
        return np.asarray(self.pensions + self.administration)


def read_beside(universal: Scheme, contributory: Scheme) -> Law:
    """The law of a universal scheme; a benefit of the contributory one that it reads is a column of its path."""
    if universal.insurance:
        raise Refusal(
            "`{scheme}` is a contributory scheme itself: the tier beside it is paid to residents, whoever contributed.",
            scheme=universal.name,
            where=universal.where,
        )
    if universal.name == contributory.name:
        raise Refusal(
            "Both schemes are called `{scheme}`: give the universal one another name.",
            scheme=universal.name,
            where=universal.where,
        )
    reader = _Beside(universal, contributory)
    own = [benefit for benefit in universal.benefits if benefit.computable]
    if not own:
        raise Refusal(
            "No benefit of `{scheme}` is computed from its law, so there is no tier to value.",
            scheme=universal.name,
            where=universal.where,
        )
    read = {benefit.path: reader.benefit(benefit.path) for benefit in own}
    return Law(read, {}, reader.parameters, reader.in_force, reader.switch_of)


class _Beside(Reader):
    """Reads a pension of the contributory scheme as what a person has, not as what the law would give."""

    def __init__(self, universal: Scheme, contributory: Scheme) -> None:
        both: Mapping[str, Benefit] = {b.path: b for s in (universal, contributory) for b in s.benefits}
        super().__init__(both)
        self.pensions = {benefit.path: benefit for benefit in contributory.benefits}

    def _target(self, target: str, call: Call) -> Node:
        if target not in self.pensions or not self.pensions[target].computable:
            return super()._target(target, call)
        if self.pensions[target].insured.paid == "once":
            raise Refusal(
                "`{target}` is paid once, so nobody has it from year to year, and nothing can be tested against it.",
                target=target,
                where=call.where,
            )
        return column(target, MONEY)

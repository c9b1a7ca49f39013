"""What a shock does to the columns of people in households: who is hit, and what their household loses.

The loss of welfare from higher prices is the compensating variation: to the first order what the old basket
costs more (Laspeyres), share of the budget times rise of the price; to the second less by half the elasticity
times the rise. So the incidence of subsidies is measured by Arze del Granado, Coady and Gillingham (2012,
World Development 40(11)) and Coady, Flamini and Sears (2015, IMF Working Paper 15/250).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.refusals import Refusal

Chosen = NDArray[np.bool_]
Starts = NDArray[np.int64]


def hit(candidates: Chosen, weight: Array, share: float, luck: Array) -> Chosen:
    """Those of the candidates, in the order of their luck, who make up this share of the people they represent.

    Who is hit by a share is hit by every larger one: `luck` [record] does not depend on it. The people hit are
    as many as the share says, to half the weight of one record.
    """
    order = np.flatnonzero(candidates)
    order = order[np.argsort(luck[order], kind="stable")]
    reached = np.cumsum(weight[order]) - weight[order] / 2
    found = np.zeros(len(weight), dtype=bool)
    found[order[reached < share * weight[order].sum()]] = True
    return found


def each_member(per_person: Array, starts: Starts) -> Array:
    """What the members of a household have together, divided equally among them; `starts` with the end added."""
    sizes = np.diff(starts)
    return np.repeat(np.add.reduceat(per_person, starts[:-1]) / sizes, sizes)


def anybody(chosen: Chosen, starts: Starts) -> Chosen:
    """Everybody in a household with somebody who is chosen."""
    return np.repeat(np.logical_or.reduceat(chosen, starts[:-1]), np.diff(starts))


def share_of_workers(chosen: Chosen, workers: Chosen, starts: Starts) -> Array:
    """Of the workers of each household, the share that is chosen; 0 where nobody works."""
    sizes = np.diff(starts)
    here = np.add.reduceat((chosen & workers).astype(np.float64), starts[:-1])
    working = np.add.reduceat(workers.astype(np.float64), starts[:-1])
    return np.repeat(np.divide(here, working, out=np.zeros_like(here), where=working > 0), sizes)


def price_loss(shares: Array, rises: Array, elasticity: float = 0.0) -> Array:
    """The share of welfare lost when prices rise, [record]; `shares` of the budget [sector, record], `rises` [sector].

    Sum over sectors of share * rise * (1 - elasticity * rise / 2), where `elasticity` is how much less of a good is
    bought, in shares, for a rise of its own price. A loss of all welfare or more is refused.
    """
    if (elasticity * rises > 1).any():
        raise Refusal(
            "With this elasticity nothing would be bought any more: say a smaller one, or a smaller rise."
        )
    lost: Array = (rises * (1 - elasticity * rises / 2)) @ shares
    if (lost >= 1).any():
        raise Refusal(
            "These rises of prices would cost some people {share} % of their welfare: the first order says too much "
            "of a rise so large. Say a smaller one.",
            share=f"{100 * lost.max():.0f}",
        )
    return lost

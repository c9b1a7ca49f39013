"""How a price that the state controls reaches other prices: an input-output model of costs.

Price-shifting model: Coady and Newhouse (2006), "Evaluating the distribution of the real income effects of
increases in petroleum product prices in Ghana", in Coudouel, Dani and Paternostro (eds), Poverty and Social
Impact Analysis of Reforms, World Bank; its use for fuel subsidies: Coady and others (2006), IMF Working Paper
06/247, and Fabrizio, Goumilevski and Kpodar (2016), IMF Technical Notes and Manuals 16/07. The dual of
Leontief's model of quantities: costs pushed through the inputs of each sector.
"""

from __future__ import annotations

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal


def price_changes(inputs: Array, given: Array, pass_through: Array) -> Array:
    """The rise of every price, a share, where some are `given` and the others follow their costs.

    `inputs` [bought, buyer] are shares of the value of the buyer's output; `given` [sector] is the rise of a
    controlled price and not a number where the price is free; `pass_through` [sector] is the share of a rise in
    costs that reaches the price: 1 for a sector that pushes costs on, 0 for one that sells at world prices.

    p_free = pass_through * (A' p), solved for the free prices: (I - D A_ff') p_f = D A_cf' p_c.
    """
    if (inputs < 0).any() or (inputs.sum(axis=0) >= 1).any():
        raise Refusal("What a sector buys is a share of its output: each at least 0, together below 1.")
    free = np.isnan(given)
    changes = np.where(free, 0.0, given)
    shifted = pass_through[free, None] * inputs.T[free]
    pushed = shifted[:, ~free] @ changes[~free]
    changes[free] = np.linalg.solve(np.eye(int(free.sum())) - shifted[:, free], pushed)
    return changes

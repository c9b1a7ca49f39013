"""What a benefit costs: recipients, amounts, administration; and what a set of benefits costs together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array


@dataclass(frozen=True, eq=False)
class Running:
    """Costs of administration by year: a share of the benefits; money per recipient, in all, per new recipient."""

    share: Array
    per_recipient: Array
    fixed: Array
    set_up: Array
    already: bool = False  # the benefit existed before the first year, whose recipients are then not new

    def cost(self, spending: Array, recipients: Array) -> Array:
        """Administration in money, [year]: a C + u R + fixed + setup x new recipients."""
        before = recipients[:1] if self.already else np.zeros(1)
        new = np.maximum(np.diff(recipients, prepend=before), 0.0)
        return self.share * spending + self.per_recipient * recipients + self.fixed + self.set_up * new


def of_caseload(caseload: Array, eligible: Array, spending: Array) -> tuple[Array, Array]:
    """Recipients and spending where the administration counts its recipients: their mean amount is the law's."""
    mean = np.divide(spending, eligible, out=np.zeros_like(spending), where=eligible > 0)
    recipients = np.where(eligible > 0, caseload, 0.0)
    return recipients, recipients * mean


def net(cost: Array, existing: Array, contributions: Array) -> Array:
    """What remains to be paid once existing spending of the same guarantee and contributions are counted."""
    return cost - existing - contributions


def erosion(nominal: Array, prices: Array) -> Array:
    """The share of its first real value that an amount has lost, [year]."""
    lost: Array = 1 - (nominal / nominal[0]) / (prices / prices[0])
    return lost

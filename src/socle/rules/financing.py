"""Who pays: what each source brings in, in money a year."""

from __future__ import annotations

from socle.ground.expression import FOREVER
from socle.ground.vocabulary import by_bracket, larger, members, smaller, to_each_member
from socle.model.rulebook import Money, RatesByMoney, Share, rule


@rule
def contribution(earnings: Money, *, rate: Share, at_most: Money = FOREVER, compliance: Share = 1) -> Money:
    """A share of earnings up to the ceiling, of which the part that complies is collected."""
    return compliance * rate * smaller(earnings, at_most)


@rule
def income_tax(earnings: Money, *, rates: RatesByMoney, allowance: Money = 0, compliance: Share = 1) -> Money:
    """A tax on earnings beyond an allowance: each rate on the part that lies in its bracket."""
    return compliance * by_bracket(larger(earnings - allowance, 0), rates)


@rule
def consumption_tax(consumption: Money, *, rate: Share, taxed: Share = 1) -> Money:
    """A tax on the price before tax of the part of consumption that is taxed, as each member bears it."""
    return to_each_member(taxed * consumption * rate / (1 + rate) / members())


@rule
def general_revenue(*, share: Share = 1) -> Share:
    """The share of the cost, after contributions, that the state budget pays."""
    return share


@rule
def donors(*, share: Share) -> Share:
    """The share of the cost, after contributions, that donors pay."""
    return share

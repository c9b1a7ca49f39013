"""Who pays for a scenario being built: what each law says of its financing, in money of each year.

Contributions and taxes of a scheme pay first, as far as it costs anything; of the rest the law gives shares to donors
and to general revenue. What it gives to nobody, or what cannot be worked out, is missing: never given to the State.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from socle.engine import program
from socle.ground.axes import Array
from socle.model.law import Law, read
from socle.model.parameter import Parameter
from socle.model.results import BenefitCost
from socle.model.scenario import Scenario, apply
from socle.model.scheme import Payer, Scheme
from socle.run.builder import Built, Ground
from socle.run.costing import unreadable
from socle.run.floor import law_of

CONTRIBUTIONS, TAXES, BOTH, REVENUE, DONORS, MISSING = PAYERS = (
    "contributions",
    "taxes",
    "both",
    "general_revenue",
    "donors",
    "missing",
)
LEVIED: Final = {"contribution": CONTRIBUTIONS, "income_tax": TAXES, "consumption_tax": TAXES}

Paid = Mapping[str, Array]
"""What each payer pays for a scenario, money of each year; together all of its cost that is known."""


def paid_by(ground: Ground, built: Built) -> dict[str, Paid]:
    """Who pays, by scenario: the one that is built, its start, the schemes in force."""
    found = {}
    for cost in built.floor.scenarios:
        if cost.name not in ground.starts:
            found[cost.name] = _of_scenario(ground, built.scenario, cost.benefits)
            continue
        if cost.name not in ground.paid:
            ground.paid[cost.name] = _of_scenario(ground, ground.starts[cost.name], cost.benefits)
        found[cost.name] = ground.paid[cost.name]
    return found


def _of_scenario(ground: Ground, scenario: Scenario, costs: Sequence[BenefitCost]) -> Paid:
    own: dict[str, list[BenefitCost]] = {}
    for one in costs:
        own.setdefault(one.scheme, []).append(one)
    sums = {payer: np.zeros(len(ground.setting.years)) for payer in PAYERS}
    for scheme in apply(law_of(ground.country, scenario), scenario):
        for payer, money in _of_scheme(ground, scheme, own.get(scheme.name, ())).items():
            sums[payer] += money
    return sums


def _of_scheme(ground: Ground, scheme: Scheme, costs: Sequence[BenefitCost]) -> Paid:
    if not costs:
        return {}
    cost = sum((np.nan_to_num(one.cost) for one in costs), np.zeros(len(ground.setting.years)))
    levies = [one for one in scheme.financing if one.call.rule.name in LEVIED]
    if not levies:
        return _rest(ground, scheme, cost)
    law = read([scheme])
    if unreadable(ground.setting, law.contributions[scheme.name]):
        return {MISSING: cost}
    came = sum((np.nan_to_num(one.contributions) for one in costs), np.zeros_like(cost))
    came = np.minimum(came, cost)
    kinds = {LEVIED[one.call.rule.name] for one in levies}
    return {kinds.pop() if len(kinds) == 1 else BOTH: came, **_rest(ground, scheme, cost - came)}


def _rest(ground: Ground, scheme: Scheme, left: Array) -> Paid:
    """What contributions and taxes of the scheme leave, by the shares of its law."""
    shares = {
        name: sum(
            (_share(ground, one) for one in scheme.financing if one.call.rule.name == name),
            np.zeros_like(left),
        )
        for name in (DONORS, REVENUE)
    }
    given = np.minimum(shares[DONORS], 1)
    state = np.minimum(shares[REVENUE], 1 - given)
    return {DONORS: given * left, REVENUE: state * left, MISSING: (1 - given - state) * left}


def _share(ground: Ground, payer: Payer) -> Array:
    """The share that a payer gives, year by year."""
    setting, said = ground.setting, payer.call.arguments.get("share")
    if not isinstance(said, Parameter):
        default = payer.call.rule.keywords["share"].default
        return np.full(len(setting.years), float(default))
    law = Law({}, {}, {}, {})
    return np.asarray(program.yearly(said, law, setting.economy, setting.years)[0])

"""Who pays: contributions and taxes of the scenario by scheme and by group, and rates on income.

A law says what is due on earnings, not yet which part the employer hands over: all of it is counted as a loss
of the household of the person on whose earnings it is computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure.inequality import concentration, gini
from socle.measure.redistribution import INDICES, progressivity
from socle.measure.weighted import total
from socle.run.impact_benefits import marginal
from socle.run.impact_rows import EVERYBODY, Case, Row, Stage

PATH: Final = "contributions"
REVENUE = N_(
    "Contributions and taxes in the year, as the law computes them, whoever hands them over: the law does not yet part "
    "them between employees and employers."
)
PAYERS = N_(
    "The share of the persons of the group who live in households that pay. Groups and tenths of persons are those of "
    "welfare before the schemes."
)
INCIDENCE = N_(
    "The share of all contributions and taxes that the group pays. Groups and tenths of persons are those of welfare "
    "before the schemes."
)
AVERAGE = N_(
    "Contributions and taxes a year per person of the group who lives in a household that pays. Groups and tenths of "
    "persons are those of welfare before the schemes."
)
RATE = N_(
    "Contributions and taxes over gross income: welfare before the schemes and cash benefits. Groups and tenths of "
    "persons are those of welfare before the schemes."
)
NET_RATE = N_(
    "Contributions and taxes less cash benefits, over gross income: welfare before the schemes and cash benefits. "
    "Groups and tenths of persons are those of welfare before the schemes."
)
CONCENTRATION = N_(
    "Concentration coefficient of what is paid over persons ordered by welfare before the schemes: -1 all by the "
    "poorest, 1 all by the richest."
)
KAKWANI = N_(
    "Concentration of what is paid less the Gini of welfare before the schemes: above 0 it is progressive (Kakwani)."
)

DEFINITIONS: Final = {
    "revenue": REVENUE,
    "concentration": CONCENTRATION,
    "kakwani": KAKWANI,
    "payers": PAYERS,
    "payment_incidence": INCIDENCE,
    "average_payment": AVERAGE,
    "rate": RATE,
    "net_rate": NET_RATE,
}
"""Each number of what is paid, and its definition."""


def payments(stage: Stage, case: Case) -> Iterator[Row]:
    """What is paid to each scheme, and in all; nothing where the scenario takes nothing."""
    if not case.payments:
        return
    ways = {f"{scheme}.{PATH}": paid for scheme, paid in case.payments.items()} | {PATH: case.paid}
    final = stage.after(case.gains)
    last = {index: formula(final, stage.line) for index, formula in INDICES.items()}
    for path, paid in ways.items():
        yield from _paid((case.name, path), stage, paid)
        yield from marginal((case.name, path), stage, final, last, -paid)
    yield from _rates(stage, case)


def _paid(place: tuple[str, str], stage: Stage, paid: Array) -> Iterator[Row]:
    name, path = place
    yield stage.row((name, f"{path}:revenue", EVERYBODY), total(stage.sample, paid), REVENUE, "money")
    by_rank = concentration(stage.sample, paid)
    yield stage.row((name, f"{path}:concentration", EVERYBODY), by_rank, CONCENTRATION, "index")
    progressive = progressivity(by_rank, gini(stage.sample))
    yield stage.row((name, f"{path}:kakwani", EVERYBODY), progressive, KAKWANI, "index")
    columns = {"people": np.ones(paid.size), "payers": (paid > 0).astype(np.float64), "paid": paid}
    for group, own, everybody in stage.by_group(columns):
        yield stage.group_row((name, f"{path}:payers", group), own["payers"] / own["people"], PAYERS)
        part = own["paid"] / everybody["paid"]
        yield stage.group_row((name, f"{path}:payment_incidence", group), part, INCIDENCE)
        mean = own["paid"] / own["payers"]
        yield stage.group_row((name, f"{path}:average_payment", group), mean, AVERAGE, "money")


def _rates(stage: Stage, case: Case) -> Iterator[Row]:
    """Effective rates; not known where the income of a group is 0 or less."""
    columns = {"paid": case.paid, "net": -case.gains, "gross": stage.people.money + case.benefits}
    for group, own, _ in stage.by_group(columns):
        for measure, key, definition in (("rate", "paid", RATE), ("net_rate", "net", NET_RATE)):
            one = own[key].over_positive(own["gross"])
            yield stage.group_row((case.name, f"{PATH}:{measure}", group), one, definition)

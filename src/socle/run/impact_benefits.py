"""How each benefit, and all cash benefits together, perform: whom they reach and what the money does."""

from __future__ import annotations

from collections.abc import Iterator

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure import curves, incidence
from socle.measure.weighted import total
from socle.run.impact_rows import EVERYBODY, Row, Stage
from socle.run.impact_welfare import SHARES, share_group

SPENDING = N_("Money paid in the year to the people whom the sample represents, without administration.")
CURVE = N_(
    "The share of the money that the poorest share of persons, by welfare before the schemes, receives."
)


def performance(name: str, stage: Stage, path: str, amount: Array) -> Iterator[Row]:
    """How one benefit, or all together, performs, for everybody, by group, and as a curve."""
    transfer = incidence.Transfer(stage.sample, amount, stage.line)
    yield stage.row((name, f"{path}:spending", EVERYBODY), total(stage.sample, amount), SPENDING, "money")
    for measure, (function, sentence) in incidence.PERFORMANCE.items():
        yield stage.row((name, f"{path}:{measure}", EVERYBODY), function(transfer), sentence)
    yield from _by_group(name, stage, path, transfer)
    if path == EVERYBODY:
        for share, one in zip(SHARES, curves.concentration_curve(stage.sample, amount, SHARES), strict=True):
            yield stage.row((name, f"{path}:concentration_curve", share_group(share)), one, CURVE)


def _by_group(name: str, stage: Stage, path: str, transfer: incidence.Transfer) -> Iterator[Row]:
    """The statistics of `incidence.BY_GROUP` for each group."""
    for group, own, everybody in stage.by_group(transfer.columns):
        for measure, (function, unit, sentence) in incidence.BY_GROUP.items():
            place = (name, f"{path}:{measure}", group)
            yield stage.group_row(place, function(own, everybody), sentence, unit)

"""What schemes change in the welfare of people: poverty, inequality, curves, winners and losers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure import curves, incidence, redistribution
from socle.measure.inequality import gini
from socle.measure.poverty import foster_greer_thorbecke
from socle.measure.weighted import Estimate, Sample, exactly
from socle.run.impact_rows import EVERYBODY, Case, Row, Stage

MEASURES: Final = {
    "fgt0": N_("The share of people at or below the line."),
    "fgt1": N_("The mean distance to the line of all people, as a share of the line."),
    "fgt2": N_("The mean squared distance to the line of all people, as a share of the line."),
    "gini": N_("The Gini coefficient of welfare between people, with mid-ranks."),
}
OF_GROUP: Final = {
    "fgt0": N_(
        "The share of the persons of the group at or below the line. Groups are those before any scheme."
    ),
    "fgt1": N_(
        "The mean distance to the line of all persons of the group, as a share of the line. Groups are those before "
        "any scheme."
    ),
    "fgt2": N_(
        "The mean squared distance to the line of all persons of the group, as a share of the line. Groups are those "
        "before any scheme."
    ),
}
POVERTY: Final = {"fgt0": 0.0, "fgt1": 1.0, "fgt2": 2.0}
SHARES: Final = tuple(i / 20 for i in range(1, 21))
CLASSES: Final = ("loses > 5 %", "loses 1-5 %", "within 1 %", "gains 1-5 %", "gains > 5 %")
LORENZ_BEFORE = N_("The share of all welfare that the poorest share of persons holds before the schemes.")
LORENZ_AFTER = N_(
    "The share of all welfare that the poorest share of persons holds after the schemes, ordered by welfare after them."
)
MOVED = N_(
    "The share of the persons of the group whose welfare a person changes by so much of what it was; where it was 0 or "
    "less, any change counts as more than 5 %. Groups and tenths of persons are those before any scheme."
)
MEAN_GAIN = N_(
    "Money that a person of the group gains in a year: cash benefits less what is paid. Groups and tenths of persons "
    "are those before any scheme."
)
RELATIVE_GAIN = N_(
    "What the persons of the group gain over their welfare before the change, if it is above 0. Groups and tenths of "
    "persons are those before any scheme."
)


def measured(measure: str, sample: Sample, line: Estimate) -> Estimate:
    """A measure of `MEASURES` on a sample."""
    if measure == "gini":
        return gini(sample)
    return foster_greer_thorbecke(sample, line, POVERTY[measure])


def changes(stage: Stage, case: Case) -> Iterator[Row]:
    """Poverty and inequality before, after, and their change, for everybody and by group; curves; who gains."""
    name, after = case.name, stage.after(case.gains)
    fixed = exactly(stage.line, case.size)
    for measure, definition in MEASURES.items():
        first, second = (measured(measure, sample, fixed) for sample in (stage.sample, after))
        for group, one in (("before", first), ("after", second), ("change", second - first)):
            yield stage.row((name, measure, group), one, definition)
    yield from _poverty_by_group(name, stage, after)
    for moment, sample, definition in (
        ("before", stage.sample, LORENZ_BEFORE),
        ("after", after, LORENZ_AFTER),
    ):
        for share, one in zip(SHARES, curves.lorenz_curve(sample, SHARES), strict=True):
            yield stage.row((name, f"lorenz_{moment}", share_group(share)), one, definition)
    yield from _ceq(stage, case, after)
    yield from gained(name, stage, np.zeros(case.size), case.gains)


CEQ: Final = {
    "redistribution": N_("The Gini before the schemes less the Gini after them."),
    "vertical_effect": N_(
        "Vertical effect: the Gini before the schemes less the concentration of welfare after them, persons ordered by "
        "welfare before (Reynolds and Smolensky)."
    ),
    "reranking": N_(
        "Reranking: the Gini after the schemes less the concentration of welfare after them, persons ordered by "
        "welfare before (Atkinson and Plotnick)."
    ),
    "fiscal_impoverishment": N_(
        "Money a year that persons below the line after the schemes have lost below it by contributions and taxes."
    ),
    "gains_of_poor": N_("Money a year that persons below the line before the schemes have gained up to it."),
}


def _ceq(stage: Stage, case: Case, after: Sample) -> Iterator[Row]:
    """What the whole scenario redistributes, whom it impoverishes, and what the poor gain."""
    moved = redistribution.redistributed(stage.sample, after)
    stages = (stage.sample, after, stage.line, stage.people.heads)
    found = {
        "redistribution": (moved.whole, "index"),
        "vertical_effect": (moved.vertical_effect, "index"),
        "reranking": (moved.reranking, "index"),
        "fiscal_impoverishment": (redistribution.impoverished(*stages), "money"),
        "gains_of_poor": (redistribution.gains_of_poor(*stages), "money"),
    }
    for measure, (one, unit) in found.items():
        yield stage.row((case.name, measure, EVERYBODY), one, CEQ[measure], unit)


def share_group(share: float) -> str:
    """The group of a point of a curve."""
    return f"share {share:.2f}"


def _poverty_by_group(name: str, stage: Stage, after: Sample) -> Iterator[Row]:
    """Poverty before, after and its change in every group but the tenths, which poverty itself orders."""
    moments = {"before": stage.sample, "after": after}
    columns = {"people": np.ones(after.welfare.size)}
    for measure, aversion in POVERTY.items():
        for moment, sample in moments.items():
            columns[f"{measure}_{moment}"] = _distance(sample.welfare, stage.line, aversion)
    for group, own, _ in stage.by_group(columns):
        if group == EVERYBODY or group in stage.groups[0].names:
            continue
        for measure in POVERTY:
            first, second = (own[f"{measure}_{moment}"] / own["people"] for moment in ("before", "after"))
            for moment, one in (("before", first), ("after", second), ("change", second - first)):
                yield stage.group_row((name, f"{measure}_{moment}", group), one, OF_GROUP[measure])


def _distance(welfare: Array, line: float, aversion: float) -> Array:
    """What each person adds to a measure of poverty of Foster, Greer and Thorbecke."""
    poor = welfare <= line
    return np.asarray(np.where(poor, (1 - welfare / line) ** aversion if aversion else 1.0, 0.0))


def gained(name: str, stage: Stage, first: Array, second: Array) -> Iterator[Row]:
    """Winners and losers, and the mean and relative gain, of everybody and of each group."""
    kind = incidence.moved(stage.after(first).welfare, stage.after(second).welfare)
    columns = {
        "people": np.ones(first.size),
        "gain": second - first,
        "welfare": stage.people.money + first,
        **{f"moved:{word}": (kind == i).astype(np.float64) for i, word in enumerate(CLASSES)},
    }
    for group, sums, _ in stage.by_group(columns):
        mean = sums["gain"] / sums["people"]
        yield stage.group_row((name, "mean_gain", group), mean, MEAN_GAIN, "money")
        relative = sums["gain"].over_positive(sums["welfare"])
        yield stage.group_row((name, "relative_gain", group), relative, RELATIVE_GAIN)
        for word in CLASSES:
            moved = sums[f"moved:{word}"] / sums["people"]
            yield stage.group_row((name, f"moved:{word}", group), moved, MOVED)

"""How each benefit, and all cash benefits together, perform: whom they reach and what the money does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure import curves, incidence, redistribution
from socle.measure.incidence import Transfer
from socle.measure.inequality import concentration
from socle.measure.redistribution import INDICES, Redistribution
from socle.measure.weighted import Estimate, Sample, total
from socle.run.impact_rows import EVERYBODY, Case, Row, Stage
from socle.run.impact_welfare import SHARES, share_group

SPENDING = N_("Money paid in the year to the people whom the sample represents, without administration.")
CURVE = N_(
    "The share of the money that the poorest share of persons, by welfare before the schemes, receives."
)
ORDER: Final = {
    "concentration": N_(
        "Concentration coefficient of the money over persons ordered by welfare before the transfer: -1 all to the "
        "poorest, 1 all to the richest."
    ),
    "kakwani": N_(
        "Concentration of the money less the Gini of welfare before the transfer: below 0 the transfer is progressive "
        "(Kakwani)."
    ),
    "reynolds_smolensky": N_(
        "Vertical effect: the Gini before the transfer less the concentration of welfare after it, persons ordered by "
        "welfare before (Reynolds and Smolensky)."
    ),
    "reranking": N_(
        "Reranking: the Gini after the transfer less the concentration of welfare after it, persons ordered by welfare "
        "before (Atkinson and Plotnick)."
    ),
}
REDUCTION: Final = {
    "fgt0": N_("By what share of itself the transfer alone lowers the poverty rate of before it."),
    "fgt1": N_("By what share of itself the transfer alone lowers the poverty gap of before it."),
    "fgt2": N_("By what share of itself the transfer alone lowers the squared poverty gap of before it."),
}
MARGINAL: Final = {
    "fgt0": N_(
        "The poverty rate of the scenario without this scheme less that with it (marginal contribution)."
    ),
    "fgt1": N_(
        "The poverty gap of the scenario without this scheme less that with it (marginal contribution)."
    ),
    "fgt2": N_(
        "The squared gap of the scenario without this scheme less that with it (marginal contribution)."
    ),
    "gini": N_("The Gini of the scenario without this scheme less that with it (marginal contribution)."),
}
EFFECTIVENESS: Final = {
    "fgt0": N_(
        "The marginal contribution to the poverty rate over the best that its money could do: raising those nearest to "
        "the line first."
    ),
    "fgt1": N_(
        "The marginal contribution to the poverty gap over the best that its money could do: nothing to anybody beyond "
        "the line."
    ),
    "fgt2": N_(
        "The marginal contribution to the squared gap over the best that its money could do: raising the poorest to "
        "one level."
    ),
    "gini": N_(
        "The marginal contribution to the Gini over the best that its money could do: raising the poorest to one level."
    ),
}

TAKING = N_(
    "The marginal contribution to the Gini over the best that its money could do: taking the richest down to one level."
)


def performances(stage: Stage, case: Case) -> Iterator[Row]:
    """Every benefit of a scenario, then all cash benefits together."""
    first = {index: formula(stage.sample, stage.line) for index, formula in INDICES.items()}
    final = stage.after(case.gains)
    last = {index: formula(final, stage.line) for index, formula in INDICES.items()}
    for path, amount in {**case.amounts, EVERYBODY: case.benefits}.items():
        place = (case.name, path)
        transfer = Transfer(stage.sample, amount, stage.line, stage.people.heads)
        yield from _alone(place, stage, transfer)
        yield from _reordered(place, stage, transfer, first)
        if path not in case.in_kind:
            yield from marginal(place, stage, final, last, amount)
    yield from _curve(stage, case)


def _alone(place: tuple[str, str], stage: Stage, transfer: Transfer) -> Iterator[Row]:
    """Whom it reaches and where the money goes, for everybody and by group."""
    name, path = place
    spent = total(stage.sample, transfer.amount)
    yield stage.row((name, f"{path}:spending", EVERYBODY), spent, SPENDING, "money")
    for measure, told in incidence.PERFORMANCE.items():
        found = told.formula(transfer)
        yield stage.row((name, f"{path}:{measure}", EVERYBODY), found, told.sentence, told.unit)
    for group, own, everybody in stage.by_group(transfer.columns):
        for measure, by in incidence.BY_GROUP.items():
            at = (name, f"{path}:{measure}", group)
            yield stage.group_row(at, by.formula(own, everybody), by.sentence, by.unit)


def _reordered(
    place: tuple[str, str], stage: Stage, transfer: Transfer, first: Mapping[str, Estimate]
) -> Iterator[Row]:
    """What it does alone to the order of people and to poverty."""
    name, path = place
    by_rank = concentration(stage.sample, transfer.amount)
    second = {index: formula(transfer.after, stage.line) for index, formula in INDICES.items()}
    moved = Redistribution(first["gini"], second["gini"], concentration(stage.sample, transfer.after.welfare))
    found = {
        "concentration": by_rank,
        "kakwani": redistribution.progressivity(by_rank, first["gini"]),
        "reynolds_smolensky": moved.vertical_effect,
        "reranking": moved.reranking,
    }
    for measure, one in found.items():
        yield stage.row((name, f"{path}:{measure}", EVERYBODY), one, ORDER[measure], "index")
    for index, definition in REDUCTION.items():
        falls = redistribution.reduction(first[index], second[index])
        yield stage.row((name, f"{path}:{index}_reduction", EVERYBODY), falls, definition)


def marginal(
    place: tuple[str, str], stage: Stage, final: Sample, last: Mapping[str, Estimate], amount: Array
) -> Iterator[Row]:
    """What the scenario would be without it, and how near it comes to the best use of its money."""
    name, path = place
    without, paying = final.holding(final.welfare - stage.people.felt(amount)), bool((amount < 0).any())
    for index, formula in INDICES.items():
        adds = formula(without, stage.line) - last[index]
        yield stage.row((name, f"{path}:marginal_{index}", EVERYBODY), adds, MARGINAL[index], "index")
        if stage.people.heads is not None or (paying and index != "gini"):
            continue  # the best use of money knows persons only, and nobody is less poor for paying
        best = redistribution.best_contribution(index, without, amount, stage.line)
        there = (name, f"{path}:effectiveness_{index}", EVERYBODY)
        yield stage.row(there, adds / best, TAKING if paying else EFFECTIVENESS[index])


def _curve(stage: Stage, case: Case) -> Iterator[Row]:
    """The concentration curve of all cash benefits."""
    found = curves.concentration_curve(stage.sample, case.benefits, SHARES)
    for share, one in zip(SHARES, found, strict=True):
        place = (case.name, f"{EVERYBODY}:concentration_curve", share_group(share))
        yield stage.row(place, one, CURVE)

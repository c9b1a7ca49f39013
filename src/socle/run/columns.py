"""Columns that a law reads and a projection works out for it: divisors, and earnings of the years that count."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.model.insurance import EARNINGS, NORM, PAST_EARNINGS, YEARS_COUNTED, InsuranceLaw
from socle.model.law import walk
from socle.project.divisor import divisors
from socle.project.reference_years import over_years
from socle.run.asked import Asked

DECLARED = {
    "divisor": (NORM, "divisor: {norm: 0.016}"),
    "last_earnings": (YEARS_COUNTED, "last_earnings: {years: 5}"),
}
"""Column -> the question that defines it, and how a file does."""


def declared(law: InsuranceLaw, ask: Asked, deaths: Array) -> dict[str, Array]:
    """The columns that the benefits of the law read, on [year, scenario, sex, class, age, service].

    `deaths` [year, scenario, sex, age] are those of all ages. A divisor is that of both sexes together, at the
    death rates of the year of award.
    """
    read, found = columns_read(law), {}
    if "divisor" in read:
        found["divisor"] = _divisor(ask, deaths)
    if "last_earnings" in read:
        found["last_earnings"] = _last_earnings(ask)
    return found


def columns_read(law: InsuranceLaw, given: Container[str] = ()) -> frozenset[str]:
    """Which of these columns the benefits of the law read, but for those given; refused if it does not define one."""
    read = {
        node.value
        for question, tree in law.questions.items()
        if question.startswith("how_much.")
        for node in walk(tree)
        if node.op == "column" and node.value not in given
    }
    for name, (question, example) in DECLARED.items():
        if name in read and question not in law.questions:
            raise Refusal(
                "`{scheme}` reads `{name}`, and does not say what it is: say {example}.",
                scheme=law.scheme.name,
                name=name,
                example=example,
                where=law.scheme.where,
            )
    return frozenset(read & set(DECLARED))


def _by_year(ask: Asked, question: str) -> Array:
    """The answers of all years, [year, scenario, sex, class, age, service]."""
    answers = [ask(question, year) for year in ask.cells.years]
    if all(answer is answers[0] for answer in answers):
        return answers[0][None]
    return np.stack(np.broadcast_arrays(*answers))


def _divisor(ask: Asked, deaths: Array) -> Array:
    norm = _by_year(ask, NORM)[:, :, 0, 0, 0]  # [year, scenario, 1]
    cells = ask.cells
    pooled = divisors(deaths.mean(axis=2), norm[:, :, 0])
    working = pooled[..., cells.first_age : cells.first_age + cells.ages]
    return np.asarray(working[:, :, None, None, :, None])


def _last_earnings(ask: Asked) -> Array:
    earnings = _by_year(ask, EARNINGS)[..., 0]
    shape = (*earnings.shape[:-1], ask.cells.ages)
    growth = _by_year(ask, PAST_EARNINGS)[:, :, 0, 0, 0, 0]
    counted = _by_year(ask, YEARS_COUNTED)[:, 0, 0, 0, 0, 0]
    insurance = ask.law.scheme.insurance
    best = bool(insurance and insurance.last_earnings and insurance.last_earnings.best)
    bands = _in_bands(ask) if best else None
    mean = over_years(np.broadcast_to(earnings, shape), growth, counted, best=best, bands=bands)
    return mean[..., None]


def _in_bands(ask: Asked) -> Array:
    """Insured earnings of a year over their mean, equally likely, in the first year, [sex, class, age, band]."""
    cells, year = ask.cells, ask.cells.years[0]
    alone = np.ones(
        (len(cells.bands), 2)
    )  # each band by itself: two alike, for what bends money asks for bands
    insured = [
        Asked(ask.law, ask.economy, replace(cells, earnings=cells.earnings * band, bands=alone))(
            EARNINGS, year
        )
        for band in cells.yearly
    ]
    found = np.stack([np.broadcast_to(one[0, ..., 0], cells.earnings.shape) for one in insured], axis=-1)
    mean = found.mean(axis=-1, keepdims=True)
    return np.asarray(found / np.where(mean > 0, mean, 1.0))

"""Cells against the same million persons drawn: how far contributions and awards differ by the number of classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from bench.lives_job.people import bent, people, toy
from socle.engine.choice import Engine
from socle.run.asked import Asked
from socle.run.basis import Basis
from socle.run.drawn_lives import Compared, Group, compared, draw, group_of

PERSONS: Final = 1_000_000
DRAWS: Final = 8
CLASSES: Final = (1, 10, 20)
CASES: Final = ((0.85, 10), (0.45, 15))  # density of contributions, and years of service that a pension needs
TOLD: Final = (
    "contributions",
    "awards.old_age",
    "award_amounts.old_age",
    "award_amounts.invalidity",
    "benefits",
)


def differences(persons: int = PERSONS, draws: int = DRAWS) -> Iterator[tuple[float, int, int, Compared]]:
    """Density, years needed, classes, and one sum in cells and in draws."""
    everybody = people(persons)
    for density, years in CASES:
        basis = toy(bent(years), density)
        drawn = None
        for classes in CLASSES:
            group = group_in(basis, everybody, classes)
            drawn = drawn or tuple(draw(group, seed, Engine("fast")) for seed in range(draws))
            for one in compared(group, drawn):
                if one.name in TOLD:
                    yield density, years, classes, one


def group_in(basis: Basis, everybody: object, classes: int) -> Group:
    """The persons in so many classes; in one although the law bends money, which a valuation refuses."""
    group = group_of(basis, everybody, classes=max(classes, 2))  # type: ignore[arg-type]
    if classes > 1:
        return group
    cells = replace(
        group.ask.cells,
        earnings=np.repeat(group.rates.earnings[:, None], 2, axis=1),
        bands=np.ones((2, 2)),
    )
    return replace(group, ask=Asked(group.ask.law, group.ask.economy, cells))


def main() -> None:
    """Print every difference with its error."""
    for density, years, classes, one in differences():
        print(
            f"density {density:.2f}, {years} years, {classes:2d} classes  {one.name:26s}"
            f" {100 * one.difference:+7.2f} %  error {100 * one.error:.3f} %"
        )


if __name__ == "__main__":
    main()

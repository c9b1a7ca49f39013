"""Random transfers and taxes for tests, and derivatives by weights."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from socle.ground.axes import Array
from socle.measure.incidence import Transfer
from socle.measure.weighted import Estimate, Sample, whole
from tests.measure.surveys import Drawn, drawn

LINE = 130.0
Statistic = Callable[[Sample], Estimate]


def given(seed: int, units: int = 60, heaped: float = 0.5) -> tuple[Drawn, Array, Array]:
    """A survey, a transfer that leans to the poor and misses some of them, and a tax on the rich."""
    survey = drawn(seed, units=units, heaped=heaped)
    rng, welfare = np.random.default_rng(seed + 100), survey.sample.welfare
    chance = np.where(welfare < LINE, 0.6, 0.25)
    amount = np.where(rng.random(welfare.size) < chance, rng.uniform(5, 60, welfare.size), 0.0)
    tax = np.where(rng.random(welfare.size) < 0.5, 0.1 * welfare, 0.0)
    return survey, amount, tax


def transfer(sample: Sample, amount: Array) -> Transfer:
    """The transfer on a sample."""
    return Transfer(sample, amount, LINE)


def small(
    welfare: list[float], amount: list[float], line: float, weight: list[float] | None = None
) -> Transfer:
    """A transfer by hand."""
    return Transfer(
        whole(np.array(welfare), np.array(weight or [1.0] * len(welfare))), np.array(amount), line
    )


def assert_derivative(statistic: Statistic, sample: Sample) -> None:
    """The influence of every seventh record is the derivative of the value by its weight."""
    found = statistic(sample)
    assert np.isfinite(found.value)
    for record in range(0, sample.welfare.size, 7):
        step = np.zeros(sample.weight.size)
        step[record] = 1e-3
        up, down = (statistic(sample.weighted_by(sample.weight + sign * step)).value for sign in (1, -1))
        assert found.influence[record] == pytest.approx((up - down) / 2e-3, rel=1e-4, abs=1e-11)

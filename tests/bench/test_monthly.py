"""Chained monthly variables: the year's sum is that of the loop, and memory does not grow with the variables."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from bench.monthly_job.law import CEILING, RATES, chain, made_up, yearly
from bench.monthly_job.peers import kept
from socle.engine import numpy_records
from socle.engine.choice import Engine
from socle.model.population import Population

PERSONS, COLUMN = 40_000, 320_000  # bytes of one column


def by_loop(income: float, variables: int) -> float:
    """The year of one person, in Python's own numbers."""
    total = 0.0
    for rate in RATES:
        value = income
        for _ in range(variables):
            value = min(value, CEILING) * rate + max(value - CEILING, 0.0)
        total += value
    return total


def test_the_sum_of_a_year_is_that_of_the_loop() -> None:
    people = made_up(50)
    truth = [by_loop(income, 30) for income in people.columns["monthly"]]
    np.testing.assert_allclose(yearly(people, 30), truth, rtol=1e-12)


def test_a_peer_that_keeps_all_gives_the_same_within_its_32_bits() -> None:
    people = made_up(200)
    np.testing.assert_allclose(yearly(people), kept(people), rtol=1e-4)


def peak(people: Population, variables: int) -> int:
    """The bytes held at most while twelve months are worked out, beyond what was there."""
    values = {"ceiling": CEILING, "rate": 1.0}
    answers = Engine("numpy").ready({"last": chain(variables)}, people, values)
    return _traced(lambda: [answers(people, {**values, "rate": rate})["last"].sum() for rate in RATES])


def _traced(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_is_bounded_by_the_block_however_many_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numpy_records, "BLOCK", 4_000)
    people = made_up(PERSONS)
    few, many = peak(people, 50), peak(people, 200)
    assert few > COLUMN  # the answer
    assert many - few < 8 * COLUMN  # one column a variable would be 150, one block a step 75

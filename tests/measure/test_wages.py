"""Percentiles of wages: given ones as they are, others between neighbours, none beyond; weights as people."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.measure.wages import earnings_of, wage_at


def test_a_percentile_lies_on_the_line_between_its_neighbours() -> None:
    found = wage_at(np.array([50.0, 70.0, 90.0]), np.array([80.0, 100.0, 180.0]))
    assert found == (pytest.approx(120), (1, 2))
    assert wage_at(np.array([50.0, 75.0]), np.array([80.0, 100.0])) == (100, (1, 1))
    assert wage_at(np.array([75.0, 90.0]), np.array([80.0, 100.0])) == (80, (0, 0))


@pytest.mark.parametrize("percentiles", [[10.0, 70.0], [76.0, 90.0], [80.0]])
def test_beyond_the_last_percentile_nothing_is_supposed(percentiles: list[float]) -> None:
    assert wage_at(np.array(percentiles), np.arange(1.0, len(percentiles) + 1)) is None


def test_mean_and_third_quarter_of_a_hundred_wages_are_those_of_the_textbook() -> None:
    found = earnings_of(np.arange(1.0, 101.0), np.ones(100))
    assert found is not None
    assert (found.mean, found.p75, found.records, found.people) == (50.5, 75.5, 100, 100)


@given(
    st.lists(st.tuples(st.integers(1, 500), st.integers(0, 4)), min_size=1, max_size=30).filter(
        lambda rows: any(weight for _, weight in rows)
    )
)
def test_a_weight_counts_as_so_many_persons(rows: list[tuple[int, int]]) -> None:
    wages, weights = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    found, plain = earnings_of(wages, weights), np.sort(np.repeat(wages, weights.astype(int)))
    assert found is not None
    assert found.mean == pytest.approx(plain.mean())
    rank = 0.75 * len(plain)
    at = int(rank)
    expected = (plain[at - 1] + plain[at]) / 2 if rank == at else plain[at]
    assert found.p75 == pytest.approx(expected)


def test_nobody_has_no_earnings() -> None:
    assert earnings_of(np.array([5.0]), np.array([0.0])) is None

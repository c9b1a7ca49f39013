"""Multiple decrements against a published example, integrals and their own inverses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.measure import decrements
from tests.measure.tables import CASES, half_unit

CASE = CASES["three_causes"]
CAUSES = ("heart", "accidents", "other")
RATES = arrays(
    np.float64, st.tuples(st.sampled_from([2, 3, 4]), st.integers(1, 5)), elements=st.floats(0.0, 0.95)
)


def published() -> tuple[Array, Array]:
    """Survivors and leavers by cause."""
    return np.array(CASE["l"], float), np.array([CASE[cause] for cause in CAUSES], float)


def test_the_published_example_of_three_causes() -> None:
    l, d = published()  # noqa: E741
    assert decrements.leavers(d, 1, 2)[2] == CASE["other_from_51_in_2"]
    stay, heart = CASE["stay_3_from_50"], CASE["heart_3_from_50"]
    assert decrements.staying(l, d, 0, 3) == pytest.approx(float(stay), abs=half_unit(stay))
    assert decrements.leaving(l, d, 0, 3)[0] == pytest.approx(float(heart), abs=half_unit(heart))


def test_the_service_table_of_its_rates_is_the_published_one() -> None:
    l, d = published()  # noqa: E741
    ours, leavers = decrements.service_table(d / l, l[0])
    np.testing.assert_allclose(ours, l, rtol=1e-12)
    np.testing.assert_allclose(leavers, d, rtol=1e-9)


@given(RATES)
def test_survivors_are_the_product_of_the_single_causes(rates: Array) -> None:
    alone = np.prod(1.0 - rates, axis=0)
    np.testing.assert_allclose(1.0 - decrements.dependent(rates).sum(axis=0), alone, atol=1e-12)
    np.testing.assert_allclose(1.0 - decrements.dependent_together(rates).sum(axis=0), alone, atol=1e-12)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_dependent_rates_by_the_formulas_of_two_and_three_causes(a: float, b: float, c: float) -> None:
    two = decrements.dependent(np.array([a, b]))
    three = decrements.dependent(np.array([a, b, c]))
    assert two[0] == pytest.approx(a * (1 - b / 2), abs=1e-14)
    assert three[0] == pytest.approx(a * (1 - (b + c) / 2 + b * c / 3), abs=1e-14)


@given(RATES)
def test_independent_undoes_dependent(rates: Array) -> None:
    np.testing.assert_allclose(decrements.independent(decrements.dependent(rates)), rates, atol=1e-10)


@given(RATES)
def test_independent_together_undoes_dependent_together(rates: Array) -> None:
    back = decrements.independent_together(decrements.dependent_together(rates))
    np.testing.assert_allclose(back, rates, atol=1e-11)


def test_constant_hazards_keep_their_proportions() -> None:
    hazards = np.array([0.02, 0.05, 0.3])
    total = hazards.sum()
    dependent = hazards / total * (1.0 - np.exp(-total))
    ours = decrements.independent_together(dependent)
    np.testing.assert_allclose(ours, 1.0 - np.exp(-hazards), rtol=1e-12)
    np.testing.assert_allclose(decrements.dependent_together(ours), dependent, rtol=1e-12)


@given(RATES)
def test_a_cause_acting_with_others_takes_no_more_than_alone(rates: Array) -> None:
    for convention in (decrements.dependent, decrements.dependent_together):
        assert np.all(convention(rates) <= rates + 1e-12)


def test_more_than_everybody_cannot_leave() -> None:
    with pytest.raises(Refusal, match="more than 1"):
        decrements.service_table(np.array([[0.6], [0.5]]))
    with pytest.raises(Refusal, match="between 0 and 1"):
        decrements.dependent(np.array([-0.1, 0.2]))
    with pytest.raises(Refusal, match="rate of 1"):
        decrements.dependent_together(np.array([1.0, 0.2]))


def test_years_past_the_table_are_refused() -> None:
    _, d = published()
    with pytest.raises(Refusal, match="4 years from its place 3"):
        decrements.leavers(d, 3, 4)

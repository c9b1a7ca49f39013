"""The mergeable distribution: parts add up, order does not matter, and the stated bound holds."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from socle.engine.distribution import EXACT, Distribution, Estimate, distribution
from socle.engine.numpy_blocks import evaluate
from socle.ground.axes import Array
from socle.ground.expression import MONEY, column
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import quantile
from socle.model.population import Population

BITS = st.sampled_from([1, 4, 12, EXACT])
LEAST_MONEY = (
    1e-100  # a mean below it overflows what is divided by it: the bound is then infinite, and says nothing
)
SHARES = st.sampled_from([0.05, 0.2, 0.4, 0.5, 0.8, 0.99, 1.0])


@st.composite
def people(draw: st.DrawFn) -> tuple[Array, Array]:
    """Incomes that heap, tie, vanish and lie below zero, beside ones that differ in their last bits."""
    heaped = st.integers(-3, 40).map(lambda tenths: tenths * 0.1)
    tiny = st.sampled_from([0.0, -0.0, 1e-12, -1e-12, 5e-4])
    wide = st.floats(-100, 1e9).filter(lambda money: money == 0 or abs(money) > LEAST_MONEY)
    near = st.integers(0, 9).map(lambda step: 1000 * (1 + step * 2.0**-50))
    values = draw(st.lists(st.one_of(heaped, tiny, wide, near), min_size=1, max_size=40))
    weights = draw(st.lists(st.floats(0.01, 1e6), min_size=len(values), max_size=len(values)))
    return np.array(values), np.array(weights)


def exact_concentration(values: Array, weights: Array, others: Array) -> Fraction:
    """The definition, in whole fractions: twice the covariance with the mean rank of ties, less one."""
    x, w, y = ([Fraction(number) for number in array] for array in (values, weights, others))
    rank = [
        sum(v for u, v in zip(x, w, strict=True) if u < own)
        + sum(v for u, v in zip(x, w, strict=True) if u == own) / 2
        for own in x
    ]
    money = sum(a * b for a, b in zip(y, w, strict=True))
    assume(money > Fraction(1, 1000) * sum(abs(a) * b for a, b in zip(y, w, strict=True)))
    ranked = sum(a * b * r for a, b, r in zip(y, w, rank, strict=True))
    return 2 * ranked / (sum(w) * money) - 1


def holds(estimate: Estimate, truth: Fraction | float) -> bool:
    """Whether the truth lies within the bound."""
    return abs(Fraction(estimate.value) - Fraction(truth)) <= Fraction(estimate.bound)


def same(one: Distribution, other: Distribution) -> None:
    """The same buckets with the same content, sums up to the order in which they were added."""
    np.testing.assert_array_equal(one.keys, other.keys)
    assert one.count == other.count
    for name in ("weights", "amounts", "others", "sizes"):
        mine, yours = getattr(one, name), getattr(other, name)
        np.testing.assert_allclose(mine, yours, rtol=1e-12, atol=1e-9 * one.sizes.max())


@settings(max_examples=150, deadline=None)
@given(people(), BITS)
def test_the_bound_of_the_gini_holds_against_whole_fractions(some: tuple[Array, Array], bits: int) -> None:
    values, weights = some
    truth = exact_concentration(values, weights, values)
    assert holds(distribution(values, weights, bits=bits).gini(), truth)


@settings(max_examples=100, deadline=None)
@given(people(), BITS)
def test_the_bound_of_the_concentration_holds(some: tuple[Array, Array], bits: int) -> None:
    values, weights = some
    others = np.roll(np.abs(values), 1) + 1
    truth = exact_concentration(values, weights, others)
    assert holds(distribution(values, weights, others=others, bits=bits).concentration(), truth)


@settings(max_examples=150, deadline=None)
@given(people(), BITS, SHARES)
def test_the_quantile_is_that_of_the_law_within_its_bound(
    some: tuple[Array, Array], bits: int, share: float
) -> None:
    values, weights = some
    population = Population(weights, {"income": values}, households=np.arange(len(values) + 1))
    truth = float(evaluate(quantile(column("income", MONEY), share), population, {}))
    found = distribution(values, weights, bits=bits).quantile(share)
    assert abs(found.value - truth) <= found.bound + 1e-12 * abs(truth)


@settings(max_examples=100, deadline=None)
@given(people(), BITS, SHARES)
def test_the_bound_of_the_lorenz_curve_holds(some: tuple[Array, Array], bits: int, share: float) -> None:
    values, weights = some
    order = np.argsort(values)
    x, w = ([Fraction(number) for number in array[order]] for array in some)
    money = sum(a * b for a, b in zip(x, w, strict=True))
    assume(money > Fraction(1, 1000) * sum(abs(a) * b for a, b in zip(x, w, strict=True)))
    left, held = Fraction(share) * sum(w), Fraction(0)
    for value, weight in zip(x, w, strict=True):
        taken = min(weight, left)
        held, left = held + taken * value, left - taken
    assert holds(distribution(values, weights, bits=bits).share_held(share), held / money)


@settings(max_examples=100, deadline=None)
@given(people(), people(), people(), BITS)
def test_parts_merged_in_any_order_are_the_whole(
    a: tuple[Array, Array], b: tuple[Array, Array], c: tuple[Array, Array], bits: int
) -> None:
    parts = [distribution(*part, bits=bits) for part in (a, b, c)]
    whole = distribution(*(np.concatenate(columns) for columns in zip(a, b, c, strict=True)), bits=bits)
    same(parts[0].merged(parts[1]).merged(parts[2]), whole)
    same(parts[2].merged(parts[0].merged(parts[1])), whole)


@settings(max_examples=60, deadline=None)
@given(people(), BITS, st.integers(0, 9))
def test_the_order_of_records_does_not_matter(some: tuple[Array, Array], bits: int, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(some[0]))
    same(
        distribution(*some, bits=bits),
        distribution(some[0][order], some[1][order], bits=bits),
    )


def test_the_usual_buckets_are_within_a_few_billionths_of_the_exact_gini() -> None:
    generator = np.random.default_rng(3)
    values, weights = generator.lognormal(7, 0.8, 100_000), generator.uniform(50, 150, 100_000)
    usual = distribution(values, weights).gini()
    exact = distribution(values, weights, bits=EXACT).gini()
    assert usual.bound < 1e-8
    assert abs(usual.value - exact.value) <= usual.bound
    assert 0.4 < exact.value < 0.5  # erf(0.4) = 0.428 is the Gini of this lognormal
    assert exact.value == pytest.approx(0.4284, abs=0.003)


def test_one_tiny_or_negative_income_makes_no_millions_of_buckets() -> None:
    values = np.array([1e-300, -1e-300, 5e-324, 1000.0, -3.0, 1e300])
    found = distribution(values, np.ones(6))
    assert len(found.keys) == 4
    assert found.weights.tolist() == [1, 3, 1, 1]


def test_records_without_weight_count_for_nothing() -> None:
    values, weights = np.array([1.0, 5.0, 9.0]), np.array([1.0, 0.0, 1.0])
    same(distribution(values, weights), distribution(values[::2], weights[::2]))


@pytest.mark.parametrize(
    ("values", "weights", "bits", "said"),
    [
        ([1.0, np.nan], [1.0, 1.0], 12, "missing"),
        ([1.0], [-1.0], 12, "positive numbers of persons"),
        ([1.0], [0.0], 12, "positive numbers of persons"),
        ([], [], 12, "positive numbers of persons"),
        ([1.0], [1.0, 2.0], 12, "one value and one weight"),
        ([1.0], [1.0], 53, "from 1 to 52 bits"),
    ],
)
def test_what_has_no_distribution_is_refused(
    values: list[float], weights: list[float], bits: int, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        distribution(np.array(values), np.array(weights), bits=bits)


def test_shares_of_nothing_and_unlike_buckets_are_refused() -> None:
    nothing = distribution(np.zeros(2), np.ones(2))
    with pytest.raises(Refusal, match="total above nothing"):
        nothing.gini()
    with pytest.raises(Refusal, match="do not merge"):
        nothing.merged(distribution(np.ones(1), np.ones(1), bits=4))

"""Buckets made inside a table are those of the distribution in memory, so its bounds hold for tables too."""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.engine import ibis_buckets
from socle.engine.distribution import EXACT, USUAL, Distribution, distribution
from socle.engine.ibis_tables import Ranked, answers, distributions
from socle.ground.axes import Array
from socle.ground.expression import MONEY, Node, column
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import members, quantile, sum_in_household, where
from socle.model.population import Population
from tests.engine.surveys import AGE, INCOME, LAWS, VALUES, households

SUMS = ("weights", "amounts", "others", "sizes")
EDGES = [sign * x for x in (0.0, 5e-324, 2.0**-10, 1.0, 1.5, 2.0**300, 1.7e308) for sign in (1, -1)]
EDGES += [float(np.nextafter(x, towards)) for x in EDGES for towards in (-1e308, 1e308)]
numbers = st.one_of(
    st.sampled_from(EDGES),
    st.integers(-4000, 40_000).map(lambda tenths: tenths * 0.1),
    st.floats(allow_nan=False, allow_infinity=False),
)


def of_columns(**columns: Any) -> Any:
    """A table of DuckDB."""
    connection = ibis.duckdb.connect()
    connection.con.register("given", pa.table(columns))
    return connection.table("given")


def of_people(people: Population) -> Any:
    """A table of persons in DuckDB, in any order."""
    assert people.households is not None
    records, sizes = len(people.weights), np.diff(people.households)
    order = np.random.default_rng(2).permutation(records)
    columns = {name: values for name, values in people.columns.items() if values.shape == (records,)}
    columns |= {"household": np.repeat(np.arange(len(sizes)), sizes), "weight": people.weights}
    columns["row"] = np.arange(records)
    return of_columns(**{name: values[order] for name, values in columns.items()})


def assert_same(found: Distribution, truth: Distribution) -> None:
    """The same buckets, filled alike."""
    assert (found.bits, found.count) == (truth.bits, truth.count)
    np.testing.assert_array_equal(found.keys, truth.keys)
    for name in SUMS:
        np.testing.assert_allclose(getattr(found, name), getattr(truth, name), rtol=1e-12, atol=1e-12)


def assert_alike(found: Distribution, truth: Distribution) -> None:
    """The same but for the last bit of the sums of a household, which a database adds in any order.

    Where each value is its own bucket, that bit may part two values that tie, or join two.
    """
    if found.bits != EXACT:
        assert_same(found, truth)
        return
    assert found.count == truth.count
    for share in (0.1, 0.5, 0.9):
        assert found.quantile(share).value == pytest.approx(truth.quantile(share).value, rel=1e-12)
    for name in SUMS:
        assert getattr(found, name).sum() == pytest.approx(getattr(truth, name).sum(), rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.lists(numbers, min_size=1, max_size=60), st.sampled_from([1, 2, 12, 30, 50, 51, EXACT]))
def test_every_value_falls_into_the_bucket_of_its_leading_bits(values: list[float], bits: int) -> None:
    x, ones = np.array(values), np.ones(len(values))
    truth = distribution(x, ones, others=ones, bits=bits)
    assert_same(ibis_buckets.distribution(of_columns(value=x, weight=ones, other=ones), bits), truth)


@settings(max_examples=40, deadline=None)
@given(st.lists(numbers, min_size=1, max_size=60), st.sampled_from([0.0, 0.1, 0.5, 0.99, 1.0]))
def test_a_quantile_is_the_least_value_that_enough_weights_do_not_exceed(
    values: list[float], share: float
) -> None:
    x, weights = np.array(values), np.arange(len(values)) + 0.5
    reached = [v for v in x if weights[x <= v].sum() >= share * weights.sum() * (1 - 1e-9)]
    assert ibis_buckets.quantile(of_columns(value=x, weight=weights), share) == min(reached)


def test_a_quantile_of_many_values_in_one_bucket_is_found_by_a_closer_look() -> None:
    x = 1000 + np.random.default_rng(1).permutation(5_000) * 1e-9
    weights = np.ones(len(x))
    found = [ibis_buckets.quantile(of_columns(value=x, weight=weights), share) for share in (0.2, 0.5002)]
    assert found == [float(np.sort(x)[place]) for place in (999, 2500)]


@pytest.mark.parametrize("bits", [USUAL, EXACT])
def test_results_of_a_law_are_spread_as_in_memory(bits: int) -> None:
    people = households(3, count=800)
    table, shared = of_people(people), {"poverty_line": people.columns["poverty_line"]}
    asked = {name: Ranked(tree, bits=bits) for name, tree in LAWS.items() if tree.kind.money}
    asked["who is paid"] = Ranked(
        INCOME, where(quantile(INCOME, 0.4) >= INCOME, AGE * INCOME / INCOME, 0), bits
    )
    found = distributions(asked, table, VALUES, shared)
    answered = answers({n: t for r in asked.items() for n, t in named(*r)}, table, VALUES, shared)
    for name in asked:
        value, other = (
            np.broadcast_to(answered[f"{name} value"], people.weights.shape),
            answered.get(f"{name} other"),
        )
        assert_alike(found[name], distribution(value, people.weights, others=other, bits=bits))


def named(name: str, one: Ranked) -> list[tuple[str, Node]]:
    """The trees behind a distribution, by names."""
    return [(f"{name} value", one.value)] + ([(f"{name} other", one.other)] if one.other is not None else [])


def test_records_without_weight_are_not_in_a_distribution() -> None:
    x, weights = np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.0, 2.0])
    found = ibis_buckets.distribution(of_columns(value=x, weight=weights, other=x))
    assert_same(found, distribution(x, weights))


@pytest.mark.parametrize(
    ("x", "weights"),
    [([1.0, np.inf], [1, 1]), ([1.0, 2.0], [1, -1]), ([1.0, 2.0], [0, 0]), ([1.0], [np.inf])],
)
def test_a_table_refuses_what_memory_refuses(x: list[float], weights: list[float]) -> None:
    asked, weighed = np.array(x), np.array(weights, np.float64)
    with pytest.raises(Refusal) as in_memory:
        distribution(asked, weighed)
    with pytest.raises(Refusal) as in_table:
        ibis_buckets.distribution(of_columns(value=asked, weight=weighed, other=asked))
    assert str(in_table.value) == str(in_memory.value)


def test_parts_of_a_table_and_of_memory_merge_into_one_distribution() -> None:
    rng = np.random.default_rng(5)
    x, weights = np.round(rng.lognormal(8, 1, 3_000), -1), rng.uniform(1, 3, 3_000)
    first = ibis_buckets.distribution(of_columns(value=x[:999], weight=weights[:999], other=x[:999]))
    merged, truth = first.merged(distribution(x[999:], weights[999:])), distribution(x, weights, bits=EXACT)
    assert_same(merged, distribution(x, weights))
    assert abs(merged.gini().value - truth.gini().value) <= merged.gini().bound
    assert abs(merged.quantile(0.3).value - truth.quantile(0.3).value) <= merged.quantile(0.3).bound


def test_a_household_counts_its_members_without_a_column_for_it() -> None:
    people = households(4, count=100)
    table = of_people(people).drop("person")
    assert people.households is not None
    sizes = np.diff(people.households)
    found = answers({"members": members(), "sum": sum_in_household(column("income", MONEY))}, table, {})
    np.testing.assert_array_equal(found["members"], np.repeat(sizes, sizes))
    sums = np.add.reduceat(people.columns["income"], people.households[:-1])
    np.testing.assert_allclose(found["sum"], np.repeat(sums, sizes), rtol=1e-12)


def test_a_person_without_household_is_refused_not_dropped() -> None:
    table = of_columns(
        household=pa.array([1, None, 2]), weight=[1.0, 1.0, 1.0], row=[0, 1, 2], income=[1.0, 2.0, 3.0]
    )
    with pytest.raises(Refusal, match="`household` is missing for 1 records"):
        answers({"x": sum_in_household(INCOME)}, table, {})


def test_a_table_without_weights_is_refused() -> None:
    held: dict[str, Array] = {"household": np.ones(2), "weigth": np.ones(2), "income": np.ones(2)}
    with pytest.raises(Refusal, match="there is no column `weight`") as refused:
        answers({"x": INCOME}, of_columns(**held), {})
    assert refused.value.nearest == "weigth"


def test_tiny_values_share_one_group_however_many_there_are() -> None:
    x = 2.0 ** -np.arange(11, 500)
    keyed = ibis_buckets._keyed(of_columns(value=x), USUAL)
    assert keyed.select("head", "nearer").distinct().count().to_pyarrow().as_py() == 1

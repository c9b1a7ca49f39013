"""Tables beyond memory: files are asked in place, in any order of rows, and missing values are refused."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import reduce
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from socle.engine.ibis_tables import answers, compute
from socle.engine.numpy_blocks import evaluate
from socle.ground.expression import MONEY, NUMBER, column, parameter
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import larger, quantile, smaller, sum_in_household, total, where
from tests.engine.surveys import AGE, INCOME, LAWS, LINE, VALUES, households


def test_a_file_is_asked_in_place_under_a_memory_limit_whatever_the_order_of_its_rows(tmp_path: Path) -> None:
    people = households(1, count=2_000)
    assert people.households is not None
    records, sizes = len(people.weights), np.diff(people.households)
    order = np.random.default_rng(2).permutation(records)
    columns = {name: values for name, values in people.columns.items() if values.shape == (records,)}
    columns |= {
        "household": np.repeat(np.arange(len(sizes)), sizes), "weight": people.weights, "row": np.arange(records)
    }  # fmt: skip
    path = tmp_path / "people.parquet"
    pq.write_table(pa.table({name: values[order] for name, values in columns.items()}), path)
    connection = ibis.duckdb.connect(memory_limit="200MB")
    laws = {name: LAWS[name] for name in ("topped up", "poorest", "two stages", "one number", "by region")}
    found = answers(laws, connection.read_parquet(path), VALUES)
    everything = {**VALUES, "region": people.columns["region"]}
    for name, tree in laws.items():
        np.testing.assert_allclose(found[name], evaluate(tree, people, everything), rtol=1e-12, atol=1e-12)


def test_whole_ages_times_a_tenth_are_not_decimals() -> None:
    people = households(3)
    tree = total(where(AGE >= 18, 1, 0) * parameter("low", NUMBER) / 3)
    found = float(compute({"x": tree}, people, VALUES)["x"])
    assert found == pytest.approx(float(evaluate(tree, people, VALUES)), rel=1e-13)
    ages = people.columns["age"] * 0.1 / 3
    asked = {"x": column("age", NUMBER) * parameter("low", NUMBER) / parameter("three", NUMBER)}
    np.testing.assert_array_equal(compute(asked, people, {"low": 0.1, "three": 3.0})["x"], ages)


def test_a_long_chain_of_shared_steps_stays_short() -> None:
    people = households(4, count=50)
    chain = reduce(lambda x, _: smaller(x + x / 7, larger(x, LINE)) + INCOME, range(14), INCOME)
    np.testing.assert_allclose(
        compute({"x": chain}, people, VALUES)["x"], evaluate(chain, people, VALUES), rtol=1e-12, atol=1e-12
    )


@pytest.mark.parametrize("gone", [np.nan, None])
def test_missing_values_are_refused_with_their_column_and_number(gone: float | None) -> None:
    people = households(5, count=20)
    income = people.columns["income"].astype(object if gone is None else float)
    income[:3] = gone
    table = ibis.memtable(
        pa.table(
            {"income": pa.array(list(income), pa.float64()), "household": np.arange(len(income)),
             "weight": people.weights, "row": np.arange(len(income))}
        )
    )  # fmt: skip
    with pytest.raises(Refusal, match="`income` is missing for 3 records"):
        answers({"x": INCOME}, table, VALUES)


def test_columns_that_no_law_reads_may_be_missing() -> None:
    people = households(5, count=20).with_columns(unread=np.full(1, np.nan))
    people = people.with_columns(unread=np.full(len(people.weights), np.nan))
    np.testing.assert_array_equal(compute({"x": INCOME}, people, VALUES)["x"], people.columns["income"])


def test_what_cannot_be_answered_is_refused() -> None:
    people = households(1, count=5)
    with pytest.raises(Refusal, match="these are cells"):
        compute({"x": INCOME}, replace(people, households=None), VALUES)
    with pytest.raises(Refusal) as refused:
        compute({"x": column("incom", MONEY)}, people, VALUES)
    assert refused.value.nearest == "income"


def test_without_ibis_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ibis", None)
    with pytest.raises(Refusal, match=r"opensocle\[lake\]"):
        compute({"x": INCOME}, households(1, count=5), VALUES)


def test_a_quantile_of_household_sums_is_that_of_the_reference() -> None:
    people = households(6)
    tree = quantile(sum_in_household(INCOME) / LINE + where(AGE >= 0, 0, 1), 0.3)
    assert float(compute({"x": tree}, people, VALUES)["x"]) == pytest.approx(
        float(evaluate(tree, people, VALUES)), rel=1e-12
    )

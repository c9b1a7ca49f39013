"""Spark gives what every other engine gives, from the same expressions: a session on this machine, small data.

Java and PySpark are required in CI; elsewhere a test without them is skipped with a message.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from importlib.util import find_spec
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from socle.engine import ibis_buckets
from socle.engine.distribution import EXACT, USUAL, distribution
from socle.engine.ibis_tables import answers, compute_on_spark
from socle.ground.expression import Node
from socle.ground.refusals import Refusal
from tests.engine.surveys import INCOME, LAWS, VALUES, households, random_laws, rule_trees
from tests.engine.test_engines_agree import assert_same
from tests.engine.test_table_distributions import EDGES
from tests.engine.test_table_distributions import assert_same as assert_same_buckets

pytestmark = [
    pytest.mark.xdist_group("spark"),  # a session costs more than it saves
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # PySpark 4.0 beside pandas 3
]
SETTINGS = {
    "spark.driver.host": "127.0.0.1",  # no network needed
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",  # nothing to adapt in a hundred rows
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # a short life: compile little
    "spark.log.level": "ERROR",
}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One session of Spark on two threads."""
    absent = [] if shutil.which("java") else ["Java (Debian: apt-get install default-jre-headless)"]
    absent += [] if find_spec("pyspark") else ["PySpark (pip install --group spark)"]
    if absent:
        reason = f"Spark needs {' and '.join(absent)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    builder = SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", str(folder))
    builder = reduce(lambda made, one: made.config(*one), SETTINGS.items(), builder)
    started = builder.getOrCreate()
    yield started
    started.stop()


def test_every_rule_gives_the_same_on_spark(session: Any) -> None:
    trees, values = rule_trees()
    people = households(1)
    assert_same(compute_on_spark(trees, people, values, session), trees, people, values)


def test_every_law_of_households_gives_the_same_on_spark(session: Any) -> None:
    people = households(2)
    values = {**VALUES, "region": people.columns["region"]}
    assert_same(compute_on_spark(LAWS, people, values, session), LAWS, people, values)


def test_a_sample_without_anybody_whom_the_law_means_gives_the_same_on_spark(session: Any) -> None:
    people = households(5, count=20)
    people = replace(people, columns={**people.columns, "income": np.zeros(len(people.weights))})
    laws = {name: tree for name, tree in LAWS.items() if name != "by region"}
    assert_same(compute_on_spark(laws, people, VALUES, session), laws, people, VALUES)


@settings(max_examples=5, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
@given(some=st.lists(random_laws, min_size=8, max_size=8), seed=st.integers(0, 99))
def test_random_laws_give_the_same_on_spark(session: Any, some: list[Node], seed: int) -> None:
    people, trees = households(seed, count=60), {f"law {i}": tree for i, tree in enumerate(some)}
    assert_same(compute_on_spark(trees, people, VALUES, session), trees, people, VALUES)


def of_columns(session: Any, **columns: Any) -> Any:
    """A table of Spark."""
    session.createDataFrame(pa.table(columns)).createOrReplaceTempView("given")
    return ibis.pyspark.connect(session).table("given")


@pytest.mark.parametrize("bits", [USUAL, EXACT])
def test_values_fall_into_the_same_buckets_on_spark(session: Any, bits: int) -> None:
    x = np.concatenate([EDGES, households(1).columns["income"], np.random.default_rng(1).normal(0, 1e4, 500)])
    weights, others = np.arange(len(x)) % 7 / 2, x[::-1] / 1e300
    table = of_columns(session, value=x / 1e3, weight=weights, other=others)
    assert_same_buckets(
        ibis_buckets.distribution(table, bits), distribution(x / 1e3, weights, others=others, bits=bits)
    )


def test_missing_values_are_refused_on_spark(session: Any) -> None:
    table = of_columns(
        session, household=[1, 1, 2], weight=[1.0, 1.0, 1.0], row=[0, 1, 2], income=[1.0, None, np.nan]
    )
    with pytest.raises(Refusal, match="`income` is missing for 2 records"):
        answers({"x": INCOME}, table, VALUES)

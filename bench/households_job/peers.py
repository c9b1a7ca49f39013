"""The same fourteen numbers, written by hand for a data frame and for a database, both on all cores.

Polars: lazy expressions on one table of persons in memory. DuckDB: one query on the same table. Each does
what its users would write; incomes are compared without slack, so a household on the line may differ.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
import polars as pl

from bench.households_job.cores import core_job, installed
from bench.households_job.law import BRACKETS, LINE, TOP_UP
from socle.model.population import Population

POLARS = "Polars, lazy expressions on a table in memory, by hand"
DUCKDB = "DuckDB, one query on a table in memory, by hand"
PANDAS = "pandas, columns and groups in memory, by hand"
PENSION_AGE = 65
PAID = ("child", "pension", "disability", "contribution", "tax")


def table(people: Population) -> pl.DataFrame:
    """One row a person, with the number of the household."""
    assert people.households is not None
    sizes = np.diff(people.households)
    own = {name: values for name, values in people.columns.items() if values.ndim}
    columns: dict[str, Any] = {**own, "weight": people.weights}
    return pl.DataFrame({"household": np.repeat(np.arange(len(sizes), dtype=np.int32), sizes), **columns})


def polars_job(frame: pl.DataFrame, pension_age: float = PENSION_AGE) -> dict[str, float]:
    """The fourteen numbers by Polars."""
    size, line, heads = pl.col("size"), LINE, pl.col("persons")
    households = (
        _paid(frame, pension_age)
        .with_columns(before=pl.col("consumption") / size, persons=pl.col("weight") * size)
        .with_columns(top_up=TOP_UP * (line - pl.col("before")).clip(0))
        .with_columns(after=pl.col("before") + pl.col("top_up") + pl.col("net") / size)
        .collect()
    )
    asked = [pl.col(f"cost {name}").sum() for name in PAID]
    asked.append((pl.col("top_up") * heads).sum().alias("cost top_up"))
    for when in ("before", "after"):
        gap = (1 - pl.col(when) / line).clip(0)
        poor = (pl.col(when) < line).cast(pl.Float64)
        for name, value in (("poor", poor), ("gap", gap), ("severity", gap * gap)):
            asked.append(((value * heads).sum() / heads.sum()).alias(f"{name} {when}"))
    numbers: dict[str, float] = households.select(asked).row(0, named=True)
    for when in ("before", "after"):
        ordered = households.select(pl.col(when), heads).sort(when)
        rank = heads.cum_sum() - heads / 2
        share = 2 * (heads * pl.col(when) * rank).sum() / (heads.sum() * (heads * pl.col(when)).sum()) - 1
        numbers[f"gini {when}"] = ordered.select(share).item()
    return numbers


def _paid(frame: pl.DataFrame, pension_age: float) -> pl.LazyFrame:
    """One row a household: its size, what it consumes, what it gains, and the weighted sum of each scheme."""
    age, earnings, weight = pl.col("age"), pl.col("earnings"), pl.col("weight")
    child = pl.when(age < 6).then(480.0).when(age < 12).then(360.0).when(age < 18).then(240.0).otherwise(0.0)
    pension = pl.when(age < pension_age).then(0.0).when(age < 80).then(1440.0).otherwise(1800.0)
    bounds, rates = list(BRACKETS), list(BRACKETS.values())
    parts = [(earnings - low).clip(0, high - low) for low, high in pairwise(bounds)]
    parts.append((earnings - bounds[-1]).clip(0))
    persons = frame.lazy().with_columns(
        child=child,
        pension=pension,
        disability=pl.when("severely_disabled").then(1080.0).otherwise(0.0),
        contribution=0.08 * earnings.clip(upper_bound=30_000.0),
        tax=pl.sum_horizontal(rate * part for rate, part in zip(rates, parts, strict=True)),
    )
    gained = pl.col("child") + pl.col("pension") + pl.col("disability")
    return persons.group_by("household").agg(
        pl.len().alias("size"),
        pl.col("consumption", "weight").first(),
        *((pl.col(name) * weight).sum().alias(f"cost {name}") for name in PAID),
        (gained - pl.col("contribution") - pl.col("tax")).sum().alias("net"),
    )


QUERY = """
with persons as (
  select household, weight, consumption, earnings,
    case when age < 6 then 480.0::double when age < 12 then 360 when age < 18 then 240 else 0 end as child,
    case when age < $age then 0::double when age < 80 then 1440 else 1800 end as pension,
    case when severely_disabled then 1080::double else 0 end as disability,
    0.08::double * least(earnings, 30000) as contribution,
    0.1::double * least(greatest(earnings - 3000, 0), 7000) + 0.2::double * least(greatest(earnings - 10000, 0), 20000)
      + 0.3::double * greatest(earnings - 30000, 0) as tax
  from people),
sums as (
  select count(*) as size, any_value(consumption) as consumption, any_value(weight) as weight,
    sum(weight * child) as child, sum(weight * pension) as pension, sum(weight * disability) as disability,
    sum(weight * contribution) as contribution, sum(weight * tax) as tax,
    sum(child + pension + disability - contribution - tax) as net
  from persons group by household),
first as (select *, consumption / size as before, weight * size as heads from sums),
second as (select *, 0.5::double * greatest(2000 - before, 0) as top_up from first),
third as (select *, before + top_up + net / size as after from second),
ranked as (select *, sum(heads) over (order by before rows unbounded preceding) - heads / 2 as rank_before,
    sum(heads) over (order by after rows unbounded preceding) - heads / 2 as rank_after from third)
select sum(child) as "cost child", sum(pension) as "cost pension", sum(disability) as "cost disability",
  sum(contribution) as "cost contribution", sum(tax) as "cost tax", sum(top_up * heads) as "cost top_up",
  sum(heads * (before < 2000)::int) / sum(heads) as "poor before",
  sum(heads * (after < 2000)::int) / sum(heads) as "poor after",
  sum(heads * greatest(1 - before / 2000, 0)) / sum(heads) as "gap before",
  sum(heads * greatest(1 - after / 2000, 0)) / sum(heads) as "gap after",
  sum(heads * greatest(1 - before / 2000, 0) ^ 2) / sum(heads) as "severity before",
  sum(heads * greatest(1 - after / 2000, 0) ^ 2) / sum(heads) as "severity after",
  2 * sum(heads * before * rank_before) / (sum(heads) * sum(heads * before)) - 1 as "gini before",
  2 * sum(heads * after * rank_after) / (sum(heads) * sum(heads * after)) - 1 as "gini after"
from ranked
"""


def database(frame: pl.DataFrame) -> duckdb.DuckDBPyConnection:
    """A database in memory with the table of persons."""
    connection = duckdb.connect()
    connection.register("given", frame.to_arrow())
    connection.execute("create table people as select * from given")
    connection.unregister("given")
    return connection


def duckdb_job(connection: duckdb.DuckDBPyConnection, pension_age: float = PENSION_AGE) -> dict[str, float]:
    """The fourteen numbers by DuckDB."""
    asked = connection.execute(QUERY, {"age": pension_age})
    row = asked.fetchone()
    assert row is not None
    return dict(zip((column[0] for column in asked.description), row, strict=True))


def peers(people: Population, pension_age: float = PENSION_AGE) -> dict[str, Callable[[], dict[str, float]]]:
    """Each peer by name, with its data ready in its own form."""
    frame = table(people)
    connection = database(frame)
    known = {
        POLARS: lambda: polars_job(frame, pension_age),
        DUCKDB: lambda: duckdb_job(connection, pension_age),
    }
    number = frame["household"].to_numpy()
    if find_spec("pandas") is not None:
        from bench.households_job.pandas_peer import pandas_job

        data = frame.to_pandas()
        known[PANDAS] = lambda: pandas_job(data, pension_age)
    for said, core in installed().items():
        known[said] = partial(core_job, core, people, number, pension_age)
    return known

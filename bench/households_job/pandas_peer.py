"""The job by hand for pandas: columns of persons, sums by group, and the ranks of one sort for each Gini."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from bench.households_job.cores import indicators
from bench.households_job.law import BRACKETS, LINE, TOP_UP

GAINED, PAID = ("child", "pension", "disability"), ("contribution", "tax")


def pandas_job(people: pd.DataFrame, pension_age: float) -> dict[str, float]:
    """The fourteen numbers by pandas."""
    paid = _paid(people, pension_age)
    numbers = {f"cost {name}": float((paid[name] * people["weight"]).sum()) for name in paid}
    net = sum(paid[name] for name in GAINED) - sum(paid[name] for name in PAID)
    households = (
        people[["household", "weight", "consumption"]]
        .assign(net=net)
        .groupby("household")
        .agg(
            net=("net", "sum"),
            consumption=("consumption", "first"),
            weight=("weight", "first"),
            size=("net", "size"),
        )
    )
    size, persons = households["size"], households["weight"] * households["size"]
    before = households["consumption"] / size
    top_up = TOP_UP * (LINE - before).clip(lower=0)
    numbers["cost top_up"] = float((top_up * persons).sum())
    for when, income in (("before", before), ("after", before + top_up + households["net"] / size)):
        numbers |= indicators(when, income.to_numpy(), persons.to_numpy())
    return numbers


def _paid(people: pd.DataFrame, pension_age: float) -> Any:
    """What each person gains from and pays to each scheme."""
    age, earnings = people["age"], people["earnings"]
    bounds, rates = list(BRACKETS), list(BRACKETS.values())
    parts = [(earnings - low).clip(0, high - low) for low, high in pairwise(bounds)]
    parts.append((earnings - bounds[-1]).clip(lower=0))
    return pd.DataFrame(
        {
            "child": np.select([age < 6, age < 12, age < 18], [480.0, 360.0, 240.0], 0.0),
            "pension": np.select([age < pension_age, age < 80], [0.0, 1440.0], 1800.0),
            "disability": people["severely_disabled"] * 1080.0,
            "contribution": 0.08 * earnings.clip(upper=30_000.0),
            "tax": sum(rate * part for rate, part in zip(rates, parts, strict=True)),
        },
        index=people.index,
    )

"""The job for cashflower, one point after another; each variable is the array of all its years, its fastest style."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from bench.block_job.job import ACCRUAL, PENSION_AGE, RATE, YEARS, Given

flower: Any = import_module("cashflower")
variable: Any = flower.variable
tables: dict[str, Any] = {}
main: Any = None


def use(given: Given) -> None:
    """The points and tables of the next run."""
    pandas = import_module("pandas")
    globals()["main"] = flower.ModelPointSet(
        data=pandas.DataFrame(
            {"sex": given.sex, "age": given.age, "service": given.service, "before": given.before}
        )
    )
    tables.update(
        mortality=given.mortality, merit=given.merit, wages=given.wages, prices=np.cumprod(given.prices)
    )


@variable(array=True)  # type: ignore[untyped-decorator]
def dying() -> Any:
    """The share of those alive on 1 January who die within the year."""
    age = int(main["age"])
    return tables["mortality"][int(main["sex"]), age : age + len(YEARS)]


@variable(array=True)  # type: ignore[untyped-decorator]
def living() -> Any:
    """Alive on 1 January."""
    left = np.ones(len(YEARS))
    left[1:] = np.cumprod(1 - dying()[:-1])
    return left


@variable(array=True)  # type: ignore[untyped-decorator]
def works() -> Any:
    """Whether below the pension age."""
    return main["age"] + np.arange(len(YEARS)) < PENSION_AGE


@variable(array=True)  # type: ignore[untyped-decorator]
def salary() -> Any:
    """The last salary: that of the year for those who work."""
    age = int(main["age"])
    grown = np.where(works(), tables["wages"] * tables["merit"][age : age + len(YEARS)], 1.0)
    return main["before"] * np.cumprod(grown)


@variable(array=True)  # type: ignore[untyped-decorator]
def contributions() -> Any:
    """Paid in each year."""
    return living() * (1 - 0.5 * dying()) * works() * (RATE * salary())


@variable(array=True)  # type: ignore[untyped-decorator]
def pensions() -> Any:
    """Paid out each year."""
    begins = int(works().sum())
    if begins >= len(YEARS):
        return np.zeros(len(YEARS))
    last = main["before"] if begins == 0 else salary()[begins - 1]
    level = tables["prices"] / tables["prices"][begins]
    amount = ACCRUAL * (main["service"] + begins) * last * level
    return np.where(works(), 0.0, living() * (1 - 0.5 * dying()) * amount)

"""Small people, a small economy and schemes written in a few lines, for the tests of the law."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent, indent
from typing import Any

import numpy as np

from socle.engine import numpy_records, program
from socle.exchange import yaml_text
from socle.exchange.scheme_file import scheme_of
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.model.economy import Economy
from socle.model.law import Law, read
from socle.model.population import Population
from socle.model.scheme import Scheme

YEARS = tuple(range(2020, 2031))
AGES = np.arange(101.0).reshape(1, 1, 1, 101)


def economy(years: tuple[int, ...] = YEARS, currency: str = "XTS", **growth: float) -> Economy:
    """Every series at 100 in the first year, growing by a constant rate (2 % if not said)."""
    names = (
        "cpi", "deflator", "wages", "gdp", "gdp_per_head", "population", "exchange_rate", "ppp"
    )  # fmt: skip
    elapsed = np.arange(len(years))
    series = {name: (100 * (1 + growth.get(name, 0.02)) ** elapsed)[None, :] for name in names}
    return Economy(currency, years, series)


def people(
    years: int = 1,
    countries: int = 1,
    each: float = 10.0,
    prevalence: Mapping[str, Any] | None = None,
    **columns: Any,
) -> Population:
    """`each` persons in every cell of country, year, sex and single age; further columns broadcast."""
    known = {
        "age": AGES,
        "sex": np.array([0.0, 1.0]).reshape(1, 1, 2, 1),
        "poverty_line": np.full((1, 1, 1, 1), 1200.0),
    }
    known |= {name: np.asarray(value, dtype=float) for name, value in columns.items()}
    open_ = {name: np.broadcast_to(np.asarray(share, dtype=float), (1, 1, 1, 1)) if np.ndim(share) == 0 else share
             for name, share in (prevalence or {}).items()}  # fmt: skip
    return Population(np.full((countries, years, 2, 101), each), known, open_)


def scheme(benefit: str, name: str = "s", rest: str = "") -> Scheme:
    """A scheme with one benefit `b`, from the lines of the benefit."""
    body = indent(dedent(benefit).strip("\n"), "    ")
    text = f"scheme: {name}\nbranch: children\nbenefits:\n  b:\n{body}\n{dedent(rest)}"
    return scheme_of(yaml_text.loads(text.encode(), f"{name}.yaml"))


def law(*benefits: str) -> Law:
    """The law of schemes s, t, u, ... with one benefit each."""
    return read([scheme(benefit, name) for benefit, name in zip(benefits, "stuvw", strict=False)])


def in_blocks(tree: Node, some: Population, values: Mapping[str, Any]) -> Array:
    """One expression on records, block by block of households."""
    return numpy_records.compute({"answer": tree}, some, values)["answer"]


def run(
    rules: Law, population: Population, series: Economy | None = None, years: tuple[int, ...] = (2024,)
) -> dict[str, program.BenefitTotals]:
    """The totals of every benefit."""
    return program.run(rules, population, series or economy(), years)


def spending(benefit: str, years: tuple[int, ...], series: Economy | None = None, **people_of: Any) -> Array:
    """What the one benefit pays in each year, first country."""
    total = run(law(benefit), people(len(years), **people_of), series, years)["s.b"]
    return np.asarray(total.spending[0])

"""Tables of law files: brackets dated as a whole, points for characteristics, what is refused and where."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socle.rules  # noqa: F401, fills the rulebook
from socle.engine import program
from socle.engine.numpy_blocks import evaluate
from socle.exchange.scheme_file import read_scheme
from socle.ground.refusals import Refusal
from socle.model.economy import Economy
from socle.model.law import read
from socle.model.population import Population
from socle.model.scheme import ParameterTable, Scheme

TAX = """
scheme: tax
branch: unemployment
benefits: {{}}
financing:
  - income_tax:
      rates: {rates}
"""
MEANS = """
scheme: grant
branch: unemployment
benefits:
  cash:
    who:
      - proxy_means: {{limit: 50, characteristics: {points}}}
    how_much:
      - per_household: {{amount: {{unit: XTS, per: month, 2020: 100}}}}
"""
CHANGING = """{unit: XTS, per: year, 2020: {0: 0%, 100: 10%, 500: 30%}, 2022: {50: 10%, 600: 20%},
        2024: {0: 5%, 100: 10%, 200: 20%, 900: 40%}}"""


def scheme(tmp_path: Path, text: str) -> Scheme:
    path = tmp_path / "law.yaml"
    path.write_text(text, encoding="utf-8")
    return read_scheme(path)


def tax_of(tmp_path: Path, rates: str, income: float, year: int) -> float:
    law = read([scheme(tmp_path, TAX.format(rates=rates))])
    economy = Economy("XTS", tuple(range(2018, 2030)), {})
    (tree,) = law.contributions["tax"]
    ((_, values),) = program.stretches_of(law, economy, (year,))
    person = Population(np.ones(1), {"earnings": np.array([income])}, households=np.array([0, 1]))
    return float(evaluate(tree, person, {name: value.item() for name, value in values.items()}).item())


def by_hand(schedule: dict[float, float], income: float) -> float:
    bounds = [*schedule, float("inf")]
    return sum(
        rate * max(min(income, end) - start, 0)
        for (start, rate), end in zip(schedule.items(), bounds[1:], strict=True)
    )


@pytest.mark.parametrize(
    ("year", "schedule"),
    [
        (2020, {0: 0, 100: 0.1, 500: 0.3}),
        (2023, {50: 0.1, 600: 0.2}),
        (2024, {0: 0.05, 100: 0.1, 200: 0.2, 900: 0.4}),
    ],
)
@pytest.mark.parametrize("income", [0, 75, 100, 550, 2000])
def test_brackets_that_a_law_replaces_as_a_whole_are_those_of_the_year(
    tmp_path: Path, year: int, schedule: dict[float, float], income: float
) -> None:
    assert tax_of(tmp_path, CHANGING, income, year) == pytest.approx(by_hand(schedule, income))


def test_a_row_is_called_by_the_bound_with_which_it_first_appears(tmp_path: Path) -> None:
    (payer,) = scheme(tmp_path, TAX.format(rates=CHANGING)).financing
    table = payer.call.arguments["rates"]
    assert isinstance(table, ParameterTable)
    rates = [parameter.path.split(".")[-2:] for parameter in table.values]
    assert rates == [["0", "rate"], ["100", "rate"], ["500", "rate"], ["900", "rate"]]
    paths = [parameter.path for parameter in payer.call.parameters()]
    assert len(set(paths)) == len(paths) == 8


@given(income=st.floats(0, 5000))
def test_a_monthly_schedule_taxes_twelve_months(
    tmp_path_factory: pytest.TempPathFactory, income: float
) -> None:
    folder = tmp_path_factory.mktemp("law")
    monthly = tax_of(folder, "{unit: XTS, per: month, 2020: {0: 10%, 100: 20%}}", income, 2021)
    assert monthly == pytest.approx(12 * by_hand({0: 0.1, 100: 0.2}, income / 12))


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ("{unit: XTS, per: year, 0: 10%}", "is money: say its unit, period and date"),
        ("{per: year, 2020: {0: 10%}}", "is money: say its unit"),
        ("{unit: XTS, per: year, 2020: {100: 10%, 50: 20%}}", "out of order"),
        ("{unit: XTS, per: year, 2020: {}}", "has no bands"),
        ("{unit: XTS, per: year, 2020: {0: 130%}}", "out of range"),
        ("{unit: XTS, per: year, 2020: {none: 10%}}", "is not a number"),
        ("10%", "where a mapping"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path, rates: str, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        scheme(tmp_path, TAX.format(rates=rates))
    assert refused.value.where.startswith("law.yaml:")


@pytest.mark.parametrize(
    ("points", "said", "near"),
    [
        ("{rooms: 4, electrcity: 10}", "There is no column `electrcity`", "electricity"),
        ("{consumption: 4}", "points are for numbers and conditions", ""),
        ("{rooms: many}", "is not a number", ""),
        ("{}", "has no points", ""),
    ],
)
def test_points_for_what_cannot_be_seen_are_refused(
    tmp_path: Path, points: str, said: str, near: str
) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        scheme(tmp_path, MEANS.format(points=points))
    assert (refused.value.nearest or "") == near
    assert refused.value.where.startswith("law.yaml:")

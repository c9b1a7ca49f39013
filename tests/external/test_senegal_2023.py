"""The worked example of Senegal in 2023: the law of the floor against every printed line.

First with the approximations that the example states (children and births from groups of ages, disability
gross of old age, participation of both sexes averaged): then every line is reproduced. Then as the costing
does it, with each difference and its reason.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from socle.engine import program
from socle.exchange.country import FLOOR_FOLDER, read_schemes
from socle.exchange.parameter_text import read_parameter
from socle.exchange.scenario_file import read_scenario
from socle.ground.axes import FEMALE, Array
from socle.measure.adequacy import harmonised
from socle.model.economy import Economy
from socle.model.law import Law, read
from socle.model.population import Population
from socle.model.scenario import FLOOR, apply, parameters
from socle.run import Choices, floor
from socle.run.floor import fixed

CASE = Path(__file__).resolve().parents[1] / "cases/senegal_2023.yaml"
PRINTED: dict[str, Any] = yaml.safe_load(CASE.read_text(encoding="utf-8"))
GIVEN: dict[str, Any] = PRINTED["inputs"]
BENEFITS = {
    "children": "children.child_benefit",
    "maternity": "maternity.maternity_benefit",
    "disability": "disability.disability_benefit",
    "old_age": "old_age.pension",
    "unemployment": "unemployment.unemployment_benefit",
}
YEAR = 2023


def test_the_case_says_where_it_is_from() -> None:
    assert "section 6" in PRINTED["source"]


def line() -> float:
    """The reference line: line a day x 365 x PPP x consumer prices since 2017."""
    prices = np.array(GIVEN["cpi_2023"] / GIVEN["cpi_2017"])
    return float(harmonised(GIVEN["line_per_day"], GIVEN["ppp_2017"], prices))


def persons() -> Array:
    """Persons by single age, evenly spread within each printed group, half of each sex."""
    groups = [(0, 5, "age_0_4"), (5, 10, "age_5_9"), (10, 15, "age_10_14"), (65, 101, "age_65_up")]
    ages = np.zeros(101)
    for first, last, name in groups:
        ages[first:last] = GIVEN[name] / (last - first)
    ages[60:65] = (GIVEN["age_60_up"] - GIVEN["age_65_up"]) / 5
    ages[15:60] = (GIVEN["population"] - ages.sum()) / 45
    return np.broadcast_to(ages / 2, (1, 1, 2, 101)).copy()


def by_age(*shares: tuple[int, int, float]) -> Array:
    values = np.zeros((1, 1, 1, 101))
    for first, last, share in shares:
        values[..., first:last] = share
    return values


def population() -> Population:
    """The people of the example, with its stated approximations."""
    people = persons()
    births = np.zeros((1, 1, 2, 101))
    women = people[0, 0, FEMALE, 15:50].sum()
    births[0, 0, FEMALE, 15:50] = GIVEN["births_per_child_under_five"] * GIVEN["age_0_4"] / women
    active = sum(GIVEN["participation"].values()) / 2  # without weights, as the example states
    prevalence = {
        "gave_birth": births,
        "severely_disabled": by_age((0, 15, 0.007), (15, 60, 0.027), (60, 101, 0.102)),
        "unemployed": by_age((15, 101, active * GIVEN["unemployment"])),
    }
    columns = {
        "age": np.arange(101.0).reshape(1, 1, 1, 101),
        "sex": np.array([0.0, 1.0]).reshape(1, 1, 2, 1),
        "poverty_line": np.full((1, 1, 1, 1), line()),
    }
    return Population(people, columns, prevalence)


def economy() -> Economy:
    rate = np.full((1, 1), GIVEN["gdp_bn"] / GIVEN["gdp_bn_usd"])
    return Economy("XOF", (YEAR,), {"exchange_rate": rate, "gdp_per_head": np.ones((1, 1))})


def law(pension: float = 1.0, dollars: float = 112.0) -> Law:
    """The law of the floor at the levels of the high scenario, with a coverage of the pension and a price of health."""
    schemes = read_schemes(FLOOR_FOLDER / "schemes")
    scenario = read_scenario(FLOOR_FOLDER / "scenarios/high.yaml", {FLOOR: schemes})
    known = parameters(schemes)
    coverage, amount = known["old_age.pension.coverage"], known["health.essential_care.flat.amount"]
    values = {
        coverage.path: fixed(coverage, pension),
        amount.path: read_parameter({str(YEAR): str(dollars)}, amount.kind, amount.path, amount),
    }
    return read(apply(schemes, replace(scenario, changes={**scenario.changes, **values})))


@pytest.fixture(scope="module")
def found() -> dict[str, program.BenefitTotals]:
    """Each guarantee by itself: disability is printed gross of those who receive the pension."""
    alone = program.run(law(pension=0.0), population(), economy(), (YEAR,))
    together = program.run(law(), population(), economy(), (YEAR,))
    return {**together, BENEFITS["disability"]: alone[BENEFITS["disability"]]}


def cost(total: program.BenefitTotals) -> float:
    return float(total.spending[0, 0]) * (1 + GIVEN["administration"])


def rounded(printed: float) -> float:
    """Half a unit of the last printed digit."""
    return 0.5 * 10.0 ** -len(str(printed).partition(".")[2])


def test_the_line_is_the_printed_line() -> None:
    assert line() == pytest.approx(PRINTED["line"], rel=1e-5)


@pytest.mark.parametrize("row", PRINTED["rows"])
def test_every_printed_line_is_reproduced(row: str, found: dict[str, program.BenefitTotals]) -> None:
    said, total = PRINTED["rows"][row], found[BENEFITS[row]]
    reached = float(total.recipients[0, 0])
    assert reached == pytest.approx(said["persons"], rel=0.001)
    assert reached == pytest.approx(said["persons"], abs=2)
    assert float(total.spending[0, 0]) / reached == pytest.approx(said["benefit"], rel=0.001)
    money = cost(total) / 1e9
    assert money == pytest.approx(said["cost_bn"], abs=rounded(said["cost_bn"]) + 0.001 * said["cost_bn"])
    for share, whole in (("gdp", GIVEN["gdp_bn"]), ("expenditure", GIVEN["expenditure_bn"])):
        assert 100 * money / whole == pytest.approx(
            said[share], abs=rounded(said[share]) + 0.001 * said[share]
        )


def test_the_cash_total_is_reproduced(found: dict[str, program.BenefitTotals]) -> None:
    total = sum(cost(found[path]) for path in BENEFITS.values()) / 1e9
    assert total == pytest.approx(PRINTED["cash"]["cost_bn"], rel=0.001)
    assert 100 * total / GIVEN["gdp_bn"] == pytest.approx(PRINTED["cash"]["gdp"], rel=0.001)
    assert 100 * total / GIVEN["expenditure_bn"] == pytest.approx(PRINTED["cash"]["expenditure"], rel=0.001)


@pytest.mark.parametrize(("dollars", "printed"), PRINTED["health"].items())
def test_health_is_reproduced_gross_of_public_spending(dollars: float, printed: float) -> None:
    total = program.run(law(dollars=dollars), population(), economy(), (YEAR,))
    share = 100 * float(total["health.essential_care"].spending[0, 0]) / (GIVEN["gdp_bn"] * 1e9)
    assert share == pytest.approx(printed, abs=rounded(printed) + 0.001 * printed)


def test_old_age_taken_out_of_disability_lowers_it_by_those_of_65_and_over() -> None:
    net = program.run(law(), population(), economy(), (YEAR,))[BENEFITS["disability"]]
    assert float(net.recipients[0, 0]) == pytest.approx(
        PRINTED["rows"]["disability"]["persons"] - 0.102 * GIVEN["age_65_up"], abs=1
    )


DIFFERENCES = {
    # share of the printed persons by which the costing differs: at least, at most, and why
    "children": (
        0.000,
        0.005,
        "ages are projected singly: children of 5 are more than a fifth of those of 5 to 9",
    ),
    "maternity": (
        0.03,
        0.07,
        "births are the year's own by age of mother, not children under five over five",
    ),
    "disability": (-0.17, -0.14, "those of 65 and over receive the pension instead"),
    "old_age": (-0.0005, 0.0005, "the same count of those of 65 and over"),
    "unemployment": (
        -0.005,
        0.01,
        "participation by sex and age adds up to the labour force, sexes weighted",
    ),
}
"""What the full method changes, as data."""


@pytest.mark.parametrize("row", DIFFERENCES)
def test_the_costing_differs_from_the_example_where_its_method_does(row: str) -> None:
    result = floor("SEN", Choices(years_ahead=0), ("high",))
    benefit = next(b for b in result.scenario("high").benefits if b.benefit == BENEFITS[row])
    at_least, at_most, why = DIFFERENCES[row]
    said = PRINTED["rows"][row]
    assert why
    assert at_least <= float(benefit.recipients[0]) / said["persons"] - 1 <= at_most
    mean = float(benefit.spending[0] / benefit.recipients[0])
    assert mean == pytest.approx(said["benefit"], rel=0.001), "the amount is the printed one"
    assert float(benefit.cost[0] / benefit.spending[0]) == pytest.approx(1 + GIVEN["administration"])
    share = 100 * float(benefit.cost[0] / result.macro.gdp[0])
    assert share / said["gdp"] - 1 == pytest.approx(
        float(benefit.recipients[0]) / said["persons"] - 1, abs=0.002
    )

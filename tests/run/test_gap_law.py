"""Reforms of the law of the toy country: each scenario file is read back, tested on the law anew, and costed anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from socle.exchange.country import insurance_files, load_country
from socle.exchange.scenario_file import read_scenario, scenario_of
from socle.exchange.scheme_file import read_scheme
from socle.exchange.standard_file import load_standard
from socle.model.reform import FLOOR_COST, LAW, VALUATION_COST, Change, Gap, Option
from socle.model.scenario import STATUS_QUO, Scenario
from socle.model.verdict import FAIL, PASS
from socle.report.reform_files import write_reforms
from socle.run import Choices, floor
from socle.run.practice import PracticeRequest, practice_of
from socle.run.reform_costs import Coster
from socle.run.reforms import ReformRequest, reforms
from socle.run.valuation import ValuationRequest, valuation
from socle.standards.compliance import judge

YEARS = 20
LAWS = {
    STATUS_QUO: (*load_country("XXX").schemes, *(read_scheme(path) for path in insurance_files("XXX"))),
}


@pytest.fixture(scope="module")
def found() -> Gap:
    return reforms(ReformRequest(PracticeRequest("XXX"), parts=("IX", "X"), cost=False))


@pytest.fixture(scope="module")
def files(found: Gap, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return [
        one for one in write_reforms(found, tmp_path_factory.mktemp("reforms"), "fr") if one.suffix == ".yaml"
    ]


def options(found: Gap) -> list[tuple[str, str, Option]]:
    return [
        (part.part.name, failing.verdict.test, option)
        for part in found.parts
        for failing in part.failing
        for option in failing.options
        if option.change.origin == LAW
    ]


def status(scenario: Scenario | None, part: str, test: str) -> str:
    """A test on a practice built from the law anew."""
    held = practice_of(PracticeRequest("XXX", scenario=scenario))
    return next(
        one.status for one in judge(load_standard("C102"), held).part(part).verdicts if one.test == test
    )


def scenario(changes: dict[str, object]) -> Scenario:
    return scenario_of({"scenario": "tried", "builds_on": STATUS_QUO, "changes": changes}, LAWS)


def test_the_toy_country_fails_where_its_law_can_be_reformed(found: Gap) -> None:
    assert {(part, test) for part, test, _ in options(found)} == {("IX", "level"), ("X", "level")}
    assert status(None, "IX", "level") == status(None, "X", "level") == FAIL


def test_every_scenario_file_is_read_back_and_complies_when_the_law_is_read_anew(
    found: Gap, files: list[Path]
) -> None:
    by_name = {path.stem: path for path in files}
    for part, test, option in options(found)[::2]:
        path = by_name[option.scenarios[0].name]
        read = read_scenario(path, LAWS)
        assert set(read.changes) == set(option.scenarios[0].changes)
        assert (
            set(read.title) == set(read.description) == {"en", "fr", "es"} and read.author and read.reference
        )
        assert status(read, part, test) == PASS


def test_one_hundredth_of_a_step_below_the_least_fails_when_the_law_is_read_anew(found: Gap) -> None:
    for part, test, option in options(found)[::4]:
        change = option.change
        sign = 1.0 if change.after > change.before else -1.0
        short = (change.minimum - sign * 0.01 * change.step) / change.scale
        ((year, _said),) = change.written[change.path].items()
        assert status(scenario({change.path: {year: f"{short:.12g}"}}), part, test) == FAIL
        enough = change.minimum / change.scale
        assert status(scenario({change.path: {year: f"{enough:.12g}"}}), part, test) == PASS


def test_the_cost_of_a_pension_reform_is_the_difference_of_two_valuations(
    found: Gap, files: list[Path]
) -> None:
    *_test, option = options(found)[0]
    cost = Coster("XXX", found.year, YEARS, YEARS, True)(option.changes)
    path = next(path for path in files if path.stem == option.scenarios[0].name)
    request = ValuationRequest(
        "XXX/national_pension", years=YEARS, scenario=str(path), against=STATUS_QUO, sensitivity=False
    )
    told = valuation(request)
    assert told.against is not None
    spending = told.valued.fund.spending[0] - told.against.fund.spending[0]
    premium = told.valued.premiums.general_average[0] - told.against.premiums.general_average[0]
    assert cost.method == VALUATION_COST and cost.years == told.valued.over_time.years
    assert cost.money == pytest.approx(spending, rel=1e-12)
    assert cost.premium == pytest.approx(premium, rel=1e-12) and cost.premium > 0
    kind = option.change.path.split(".")[1]
    assert cost.persons == pytest.approx(told.valued.over_time.pensioners[kind][0].sum(axis=-1), rel=1e-12)


def test_the_cost_of_another_reform_is_the_difference_of_two_floors() -> None:
    path = "unemployment_insurance.benefit.share_of_earnings.share"
    change = Change(
        path, "Rate", "share", LAW, 0.55, 0.7, 0.7, law=STATUS_QUO, written={path: {"2024": "0.7"}}
    )
    cost = Coster("XXX", 2024, YEARS, 75, False)((change,))
    told = floor("XXX", Choices(years_ahead=YEARS), (STATUS_QUO, scenario({path: {"2024": "0.7"}})))
    now, then = (
        next(one for one in each.benefits if one.benefit == "unemployment_insurance.benefit")
        for each in told.scenarios
    )
    more = then.cost - now.cost
    begun = told.years.index(2024)  # the year of the reform, not that of the figures
    assert cost.method == FLOOR_COST and cost.years == told.years[begun:] and not more[:begun].any()
    assert cost.money == pytest.approx(more[begun:], rel=1e-12) and (cost.money > 0).all()
    assert cost.gdp == pytest.approx((more / told.macro.gdp)[begun:], rel=1e-12)
    assert cost.persons == pytest.approx(then.recipients[begun:]) and not cost.more_persons.any()


def test_a_reform_of_two_laws_costs_the_sum_of_both(found: Gap) -> None:
    path = "unemployment_insurance.benefit.share_of_earnings.share"
    other = Change(
        path, "Rate", "share", LAW, 0.55, 0.7, 0.7, law=STATUS_QUO, written={path: {"2024": "0.7"}}
    )
    pension = options(found)[0][2].change
    coster = Coster("XXX", found.year, YEARS, YEARS, True)
    both, apart = coster((pension, other)), [coster((pension,)), coster((other,))]
    for year, money in zip(both.years, both.money, strict=True):
        assert money == pytest.approx(sum(one.money[one.years.index(year)] for one in apart))


def test_what_no_law_file_holds_is_not_costed() -> None:
    change = Change("branch.sickness.employees_protected", "", "persons", "form", 1.0, 2.0, 2.0)
    cost = Coster("XXX", 2024, 30, 75, True)((change,))
    assert np.isnan(cost.first) and "no law file" in cost.reason


def test_months_of_another_law_are_raised_until_the_duration_is_long_enough() -> None:
    base = practice_of(PracticeRequest("XXX"))
    wanted = load_standard("C102")
    part = next(one for one in wanted.parts if one.name == "IV")
    lasting = next(one for one in part.requirements if one.test == "duration")
    # As if the Convention asked for 30 weeks, which the five months of the law are not.
    longer = replace(
        lasting,
        ways=tuple(
            replace(w, facts={**w.facts, "at_least": 30.0}) for w in lasting.ways if "input" in w.facts
        ),
    )
    from socle.run.reform_law import law_levers
    from socle.run.reform_search import Bench
    from socle.run.reforms import gap_of

    alone = replace(wanted, parts=(replace(part, requirements=(longer,)),), common=(), acceptance=None)
    held = base.without("benefit.unemployment.duration_weeks")
    gap = gap_of(Bench(alone, held), (), law_levers)
    change = gap.parts[0].failing[0].options[0].change
    assert change.path == "unemployment_insurance.benefit.for_months.months"
    assert change.minimum * 12 == pytest.approx(
        30 / 52 * 12, rel=1e-8
    ) and change.after * 12 == pytest.approx(7.0)

"""The floor of Recommendation 202: thresholds, persons counted once, verdicts that infer nothing, and the years."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from socle.exchange.country import COUNTRIES
from socle.ground.refusals import Refusal
from socle.measure.guarantee import adequacy, all_in, all_perhaps, since
from socle.model.guarantee import GROUPS, ORDER, Case, Guarantees, Transfer
from socle.model.scenario import STATUS_QUO
from socle.model.statistic import Statistic
from socle.model.survey import Roles
from socle.model.verdict import FAIL, PASS, UNKNOWN, Verdict
from socle.run.guarantees import GuaranteeRequest, guarantees
from socle.run.households import SurveyRequest
from socle.run.poverty import PovertyRequest, poverty
from socle.run.setting import Choices

SOON, NOW = Choices(years_ahead=11), Choices(years_ahead=0)


def toy(**said: Any) -> Guarantees:
    """The toy country until 2034."""
    return guarantees(GuaranteeRequest(**({"country": "XXX", "choices": SOON} | said)))


@pytest.fixture(scope="module")
def usual() -> Guarantees:
    """The toy country with the high floor and the one reached by steps."""
    return toy(scenario=("high", "steps"))


def verdict(case: Case, guarantee: str, test: str, branch: str = "") -> Verdict:
    """A test of a guarantee, or that of one of its branches."""
    found = next(one for one in case.tests[guarantee] if one.test == test)
    if not branch or found.contingency == branch:
        return found
    return next(one for one in found.verdicts if one.contingency == branch)


def benefit(case: Case, path: str) -> Transfer:
    """One benefit of a case."""
    return next(one for one in case.transfers if one.benefit == path)


def test_a_transfer_is_the_amount_of_the_law_by_hand(usual: Guarantees) -> None:
    """Law of the toy country: 900 a half-year; 130 a month; 400 once; 65 from September 2023, 55 before, ten months."""
    case = usual.case(STATUS_QUO)
    assert benefit(case, "old_age.pioneers_pension").amount[0] == pytest.approx(2 * 900)
    assert benefit(case, "old_age.pension").amount[0] == pytest.approx(12 * 130)
    assert benefit(case, "maternity.maternity_grant").amount[0] == pytest.approx(400)
    stipend = benefit(case, "school.stipend")
    assert stipend.paid[0] == pytest.approx(10 / 12)
    assert stipend.amount[0] == pytest.approx(12 * (55 * 8 + 65 * 4) / 12)


def test_a_benefit_of_some_months_is_held_against_the_threshold_at_the_rate_at_which_it_is_paid(
    usual: Guarantees,
) -> None:
    one = benefit(usual.case("high"), "maternity.maternity_benefit")
    assert usual.chosen is not None and one.paid[0] == pytest.approx(4 / 12)
    assert one.amount == pytest.approx(usual.chosen.values)


def test_spending_is_recipients_times_transfer_times_the_part_of_the_year(usual: Guarantees) -> None:
    """Adequacy x threshold x recipients x part of the year is what the costing spends (administration 5 %)."""
    line = usual.chosen
    assert line is not None
    for one in usual.case("high").transfers:
        share = 1.0 if one.branch == "health" else 1.05
        spent = adequacy(one.amount, line.values) * line.values * one.reached * one.paid
        assert spent * share == pytest.approx(one.cost)


def test_the_high_floor_pays_adults_the_line_and_children_a_quarter_whatever_line_is_given() -> None:
    for line in ("80/month", "500/month"):
        case = toy(line=line).case("high")
        assert verdict(case, "old_age", "level").value == pytest.approx(1)
        assert verdict(case, "children", "level").value == pytest.approx(0.25)


@pytest.mark.parametrize(
    "other", ["3000/year", "57.692307692307692/week", "1500/half_year", "250/month@2023"]
)
def test_a_threshold_is_the_same_whatever_its_period(other: str) -> None:
    one, two = (toy(basket=text, choices=NOW).case(STATUS_QUO) for text in ("250/month", other))
    for guarantee in ORDER:
        for a, b in zip(one.tests[guarantee], two.tests[guarantee], strict=True):
            assert (a.status, a.test) == (b.status, b.test)
            assert (a.value is None) == (b.value is None) and a.value == pytest.approx(b.value)


def test_a_threshold_of_earlier_prices_is_moved_by_prices() -> None:
    """Consumer prices of the toy country: 126.698 in 2022, 135.060 in 2023."""
    found = toy(assistance="100/month@2022", choices=NOW).thresholds[0]
    assert found.values[0] == pytest.approx(1200 * 135.060 / 126.698)


RANK = {PASS: 2, UNKNOWN: 1, FAIL: 0}


def test_a_higher_threshold_never_turns_fail_into_pass_nor_unknown_into_pass() -> None:
    before: dict[tuple[str, str, str], str] = {}
    for amount in (1, 60, 130, 151, 900, 5000):
        found = toy(basket=f"{amount}/month", scenario=("steps",), choices=NOW)
        now = {
            (case.scenario, guarantee, one.test): one.status
            for case in found.cases
            for guarantee in ORDER
            for one in case.tests[guarantee]
        }
        for key, status in now.items():
            assert RANK[status] <= RANK[before.get(key, PASS)], (amount, key)
        before = now
    assert before[(STATUS_QUO, "working_age", "level")] == FAIL


def test_a_pension_of_150_a_month_reaches_a_threshold_of_150_and_not_of_151() -> None:
    """Beside it a contributory pension is not computed, so that of 151 is unknown and never fails."""
    assert verdict(toy(basket="150/month", choices=NOW).case(STATUS_QUO), "old_age", "level").status == PASS
    assert (
        verdict(toy(basket="151/month", choices=NOW).case(STATUS_QUO), "old_age", "level").status == UNKNOWN
    )


def test_several_benefits_together_may_reach_what_none_does_alone_and_nobody_says_they_do() -> None:
    """Children: 119 alone is the most, 317 all together; of working age with a disability there is one of 117."""
    case = toy(basket="200/month", choices=NOW).case(STATUS_QUO)
    assert verdict(case, "children", "level").status == UNKNOWN
    assert verdict(toy(basket="900/month", choices=NOW).case("high"), "children", "level").status == FAIL


@pytest.fixture(scope="module")
def wider(tmp_path_factory: pytest.TempPathFactory) -> Callable[[float], Case]:
    """The floor with pensions for a share of older persons."""
    folder = tmp_path_factory.mktemp("scenarios")

    def made(share: float) -> Case:
        path = folder / f"of_{share}.yaml"
        path.write_text(
            f"scenario: of_{int(100 * share)}\ntitle: {{en: Some, fr: Certains, es: Algunos}}\n"
            "description: {en: Some., fr: Certains., es: Algunos.}\nauthor: Socle\nbuilds_on: floor\n"
            f"changes:\n  old_age.pension.coverage: {share}\n  health.essential_care.coverage: {share}\n",
            encoding="utf-8",
        )
        return toy(scenario=(str(path),), choices=NOW).cases[1]

    return made


def test_wider_coverage_never_turns_pass_into_fail(wider: Callable[[float], Case]) -> None:
    last = dict.fromkeys(ORDER, 0.0)
    for share in (0.0, 0.3, 0.999, 1.0):
        case = wider(share)
        for guarantee in ("old_age", "health"):
            reached = case.progress[guarantee].low[0]
            assert reached == pytest.approx(share) and reached >= last[guarantee]
            assert verdict(case, guarantee, "reached").status == (PASS if share == 1 else FAIL)
            last[guarantee] = reached


def test_persons_are_counted_once_and_lie_between_the_largest_benefit_and_the_sum(usual: Guarantees) -> None:
    for case in usual.cases:
        for branch, one in case.covered.items():
            for part in (one.entitled, one.reached, one.at_level):
                assert (part.low <= part.high * (1 + 1e-9)).all() and (
                    part.high <= one.persons * (1 + 1e-9)
                ).all()
            assert (one.at_level.high <= one.reached.high * (1 + 1e-9)).all()
            assert (one.reached.high <= one.entitled.high * (1 + 1e-9)).all()
            assert branch in GROUPS
    orphans, young = 162447.1, 655500.0  # orphans under 18 and children under 3 of the toy country in 2023
    entitled = usual.case(STATUS_QUO).covered["children"].entitled.low[0]
    assert entitled < 655500 + 162447.1 + 927420 + 485488.2 + 246038.7
    assert entitled > max(orphans, young)


def test_residents_and_children_are_all_of_them_whatever_the_law_says(usual: Guarantees) -> None:
    covered = usual.case(STATUS_QUO).covered
    assert covered["health"].persons[0] == pytest.approx(8_199_900)
    assert covered["children"].persons[0] == pytest.approx(usual.children) == pytest.approx(3_608_200)
    assert covered["old_age"].persons[0] == pytest.approx(usual.older)
    narrow = toy(children_below=6).case("high").covered["children"]
    assert narrow.reached.low[0] == pytest.approx(narrow.persons[0]) == pytest.approx(1_306_300)


def test_care_that_others_serve_counts_as_reached(usual: Guarantees) -> None:
    """85 % are covered by visits to health centres; others serve 30 % of these, which are people with care."""
    assert usual.case(STATUS_QUO).covered["health"].reached.low[0] > 0.85 * 8_199_900


def test_the_guarantee_reached_by_steps_is_full_in_2033(usual: Guarantees) -> None:
    progress = usual.case("steps").progress
    assert {name: progress[name].full for name in ORDER} == {
        "health": 2033,
        "children": None,
        "working_age": 2033,
        "old_age": 2033,
    }
    assert progress["old_age"].low[:2] == pytest.approx([0.2, 0.28])
    assert usual.case("high").progress["old_age"].full == 2023


def test_a_level_that_the_country_has_chosen_for_children_is_enough() -> None:
    found = toy(scenario=("steps",), levels={"children": 0.25}, children_below=6)
    assert found.case("steps").progress["children"].full == 2033
    assert verdict(found.case("steps"), "children", "level").status == PASS


def test_a_proposal_is_guaranteed_by_no_law_and_meets_no_guarantee(usual: Guarantees) -> None:
    case = usual.case("high")
    assert all(verdict(case, name, "law").status == UNKNOWN for name in ORDER)
    assert all(case.status(name) != PASS for name in ORDER)
    assert verdict(usual.case(STATUS_QUO), "health", "law").status == PASS


def test_published_coverage_decides_where_the_law_cannot_be_asked() -> None:
    found = guarantees(GuaranteeRequest("SEN", choices=SOON)).case(STATUS_QUO)
    one = verdict(found, "old_age", "reached")
    assert one.status == FAIL and one.value == pytest.approx(0.299)
    assert [leaf.status for leaf in one.verdicts] == [UNKNOWN, FAIL]
    assert verdict(found, "health", "reached").status == UNKNOWN


def test_nothing_is_inferred_from_schemes_that_are_not_written_down() -> None:
    """Senegal has no scheme file of unemployment: it is not known whether the unemployed are protected."""
    found = guarantees(GuaranteeRequest("SEN", choices=SOON)).case(STATUS_QUO)
    for test in ("law", "entitled", "reached", "level", "full"):
        assert verdict(found, "working_age", test, "unemployment").status == UNKNOWN
        assert verdict(found, "working_age", test, "sickness").status == UNKNOWN


def test_what_a_household_receives_is_no_transfer_a_person() -> None:
    found = guarantees(GuaranteeRequest("SEN", choices=SOON)).case(STATUS_QUO)
    assert np.isnan(benefit(found, "pnbsf.grant").amount).all()


def test_a_country_without_a_line_has_no_level_until_one_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "XXX"
    shutil.copytree(COUNTRIES / "XXX", folder)
    figures = folder / "figures.csv"
    kept = [line for line in figures.read_text(encoding="utf-8").splitlines() if "poverty_line," not in line]
    figures.write_text("\n".join(kept) + "\n", encoding="utf-8")
    found = toy(country=str(folder))
    assert found.chosen is None and not found.below
    assert verdict(found.case("high"), "old_age", "level").status == UNKNOWN
    assert verdict(found.case("high"), "old_age", "full").status == UNKNOWN
    assert found.case("high").progress["old_age"].full is None
    given = toy(country=str(folder), line="200/month")
    assert verdict(given.case("high"), "old_age", "level").status == PASS


def test_care_and_hardship_are_unknown_until_somebody_knows(usual: Guarantees) -> None:
    case = usual.case(STATUS_QUO)
    assert verdict(case, "health", "care").status == verdict(case, "health", "hardship").status == UNKNOWN
    seen = [
        Statistic(f"HEALTH_SPENDING_{n}", "XXX", 2021, share, "share") for n, share in ((10, 0.08), (25, 0.0))
    ]
    told = toy(statistics=seen, essential_care=True).case(STATUS_QUO)
    assert verdict(told, "health", "care").status == PASS
    one = verdict(told, "health", "hardship")
    assert (one.status, one.value, one.flips) == (FAIL, 0.08, True)
    other = toy(statistics=[replace(one, area="SEN") for one in seen]).case(STATUS_QUO)
    assert verdict(other, "health", "hardship").status == UNKNOWN


def test_every_verdict_stands_on_a_paragraph_and_says_whether_it_was_read(usual: Guarantees) -> None:
    every = [
        one for case in usual.cases for name in ORDER for test in case.tests[name] for _, one in test.every()
    ]
    assert every and all(one.grounds.article for one in every)
    assert usual.grounds["old_age"].verified and not usual.grounds["law"].verified
    assert usual.grounds["old_age"].article == "5(d)" and usual.grounds["law"].article == "7"


PERSONS = """\
hh,w,ea,age,sex,paid
2,100,1,40,m,30
2,100,1,38,f,30
2,100,1,5,f,30
1,150,2,70,f,400
3,120,3,20,m,0
3,120,3,12,m,0
4,90,4,68,f,10
4,90,4,3,f,10
"""
WELFARE = {"2": 1000, "1": 4000, "3": 2600, "4": 1400}
MAP = """\
household: hh
weight: w
psu: ea
welfare: {column: welfare, unit: XTS, per: year, prices: 2023, concept: consumption, of: person}
columns:
  age: age
  sex: {column: sex, codes: {m: 0, f: 1}}
  consumption: {column: budget, per: year}
  out_of_pocket_health: {column: paid, per: year}
"""


@pytest.fixture
def survey(tmp_path: Path) -> SurveyRequest:
    """Eight persons in four households, with what they pay for health."""
    lines = PERSONS.splitlines()
    sizes = {key: sum(line.startswith(f"{key},") for line in lines[1:]) for key in WELFARE}
    rows = [
        f"{line},{WELFARE[line.split(',')[0]]},{WELFARE[line.split(',')[0]] * sizes[line.split(',')[0]]}"
        for line in lines[1:]
    ]
    (tmp_path / "survey.csv").write_text(
        "\n".join([lines[0] + ",welfare,budget", *rows]) + "\n", encoding="utf-8"
    )
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    return SurveyRequest(str(tmp_path / "survey.csv"), str(tmp_path / "map.yaml"))


def test_persons_below_are_the_head_count_of_the_survey(survey: SurveyRequest) -> None:
    """As `socle poverty` counts them on the same file at the same line, and by hand: households 2 and 4 of 860."""
    found = toy(choices=NOW, survey=survey, basket="2500/year")
    below = {one.group: one for one in found.below if one.threshold == "basket"}
    asked = PovertyRequest("welfare", Roles("w", "hh", psu="ea"), "2500", measures="fgt0")
    counted = poverty(Path(survey.file), asked)[0]
    assert counted.value is not None and counted.se is not None
    assert below["residents"].share == pytest.approx(counted.value) == pytest.approx(480 / 870)
    assert below["residents"].se == pytest.approx(counted.se)
    assert below["residents"].persons == pytest.approx(480)
    assert below["children"].persons == pytest.approx(190) and below["older"].persons == pytest.approx(90)


def test_benefits_lift_persons_and_no_one_falls_below(survey: SurveyRequest) -> None:
    found = toy(choices=NOW, survey=survey)
    with_high = {(one.threshold, one.group): one.persons for one in found.case("high").below}
    before = {(one.threshold, one.group): one.persons for one in found.below}
    assert with_high and all(with_high[key] <= before[key] for key in with_high)
    assert with_high["harmonised", "older"] < before["harmonised", "older"]


def test_hardship_is_counted_in_the_survey(survey: SurveyRequest) -> None:
    """Only household 1 pays 400 of 4000, which is not above a tenth; household 2 pays 30 of 3000."""
    found = toy(choices=NOW, survey=survey)
    assert [one.share for one in found.hardship] == [0.0, 0.0]
    assert verdict(found.case(STATUS_QUO), "health", "hardship").status == PASS


def test_an_invented_survey_says_nothing_of_hardship() -> None:
    found = toy(survey=SurveyRequest(persons=500), scenario=())
    assert verdict(found.case(STATUS_QUO), "health", "hardship").status == UNKNOWN


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"basket": "250"}, "250/month"),
        ({"basket": "250/fortnight"}, "not a period"),
        ({"basket": "0/month"}, "above 0"),
        ({"basket": "250/month@1950"}, "1950"),
        ({"decides": "baskett", "basket": "250/month"}, "baskett"),
        ({"levels": {"chidren": 0.2}}, "chidren"),
        ({"levels": {"children": 0.0}}, "above 0"),
        ({"children_below": 70}, "working age"),
        ({"scenario": ("hihg",)}, "hihg"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_can(said: dict[str, Any], words: str) -> None:
    with pytest.raises(Refusal) as refused:
        toy(**said)
    assert words in str(refused.value)


def test_a_guarantee_is_full_since_the_last_year_in_which_it_was_not() -> None:
    years = (2023, 2024, 2025, 2026)
    assert since(years, np.array([True, False, True, True])) == 2025
    assert since(years, np.ones(4, dtype=bool)) == 2023
    assert since(years, np.array([True, True, True, False])) is None


def test_everybody_is_everybody_within_a_billionth_and_nobody_is_not_everybody() -> None:
    group = np.array([1000.0, 1000.0, 0.0])
    assert all_in(np.array([1000.0 - 1e-9, 999.0, 0.0]), group).tolist() == [True, False, False]
    assert all_perhaps(np.array([np.nan, 999.0, 0.0]), group).tolist() == [True, False, True]

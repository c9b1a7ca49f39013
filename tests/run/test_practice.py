"""Law and practice joined: what goes before what, nothing invented, every country answered with reasons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from socle.exchange.country import COUNTRIES, copy_country, load_country, shipped
from socle.exchange.inquiry_content import content_of, masked
from socle.exchange.inquiry_file import inquiry_of, read_inquiry
from socle.ground.refusals import Refusal
from socle.model.inquiry_tables import INQUIRY
from socle.model.observation import ESTIMATED
from socle.model.practice import CONTINGENCIES, EARNINGS, FLAT, INPUTS, Input
from socle.model.scenario import Scenario, parameters, scaled
from socle.run.floor import floor
from socle.run.practice import PracticeRequest, practice_of, schemes_of
from socle.run.practice_cases import of_cases
from socle.run.practice_figures import of_figures
from socle.run.practice_floor import of_schemes
from socle.run.practice_inquiry import of_inquiry
from socle.run.setting import Choices, prepare

REAL = tuple(code for code in shipped() if code != "XXX")
ORIGINS = ("law", "form", "inquiry", "survey", "figures")
LAW = PracticeRequest("XXX", 2024, inquiry=read_inquiry(COUNTRIES / "XXX" / "inquiry" / "2024"), alone=True)
XXX = practice_of(LAW)


def test_the_maternity_benefit_of_the_act() -> None:
    """80 % of earnings up to a ceiling, for 3.5 months: 3.5 x 52 / 12 = 15 1/6 weeks."""
    name = "benefit.maternity.insured_benefit"
    formula = XXX.value(f"{name}.formula")
    assert XXX.value(f"{name}.duration_weeks") == pytest.approx(3.5 * 52 / 12)
    assert formula.kind == EARNINGS
    assert formula.amount(np.array([10_000.0, 24_000.0]), 0) == pytest.approx([8_000, 19_200])
    # The ceiling was 3,000 a month in 2020 and moves with wages.
    wages = prepare(load_country("XXX"), Choices(base_year=2024, years_ahead=0, accept_line=True)).economy
    grown = float(wages.at("wages", 2024)[0, 0] / wages.at("wages", 2020)[0, 0])
    assert formula.kinks(0) == pytest.approx([36_000 * grown])
    assert formula.amount(np.array([1e6]), 0) == pytest.approx([0.8 * 36_000 * grown])


def test_the_unemployment_benefit_of_the_act() -> None:
    """55 % of earnings, at least so much, for five months of a year = 21 2/3 weeks: money a year while it is paid."""
    formula = XXX.value("benefit.unemployment_insurance.benefit.formula")
    assert formula.amount(np.array([12_000.0]), 0) == pytest.approx([6_600])
    assert XXX.value("benefit.unemployment_insurance.benefit.duration_weeks") == pytest.approx(5 * 52 / 12)


def test_the_social_pension_of_the_act() -> None:
    """130 a month in 2023, the next step of its index only in 2025; 67 for men until July 2027 and 65 for women."""
    formula = XXX.value("benefit.old_age.pension.formula")
    assert formula.kind == FLAT
    assert formula.amount(np.array([0.0, 50_000.0]), 0) == pytest.approx([1_560, 1_560])
    assert XXX.value("benefit.old_age.pension.pension_age") == 67


def test_contingencies_follow_from_conditions_not_from_branches() -> None:
    """Energy supplement and public works stand in the branch of unemployment, and ask for nobody unemployed alone."""
    assert XXX.benefits["unemployment"] == ("unemployment_insurance.benefit",)
    assert "old_age.pioneers_pension" not in XXX.benefits["old_age"]  # of men alone, and counted
    assert "disability.care_allowance" not in XXX.benefits.get("invalidity", ())
    assert "maternity.maternity_grant" not in XXX.benefits["maternity"]  # paid once
    assert XXX.benefits["survivors"] == ("national_pension.survivors",)


def test_persons_and_money_of_the_inquiry() -> None:
    """Of protected.csv and receipts.csv, in persons and in the currency itself."""
    assert XXX.value("branch.old_age.active_protected") == 673_350
    assert XXX.value("branch.old_age.employees_protected") == 641_900
    assert XXX.value("branch.maternity.women_protected") == 254_880
    assert XXX.value("branch.medical_care.residents_protected") == 8_339_738
    assert XXX.value("employee_contributions") == pytest.approx((462.5 + 33.4) * 1e6)
    assert XXX.value("protection_resources") == pytest.approx((1430 + 127.6 + 105.5) * 1e6)
    # Cash and kind of all benefits for children and families: of three schemes.
    assert XXX.value("family_benefits") == pytest.approx((456.8 + 99.8 + 194.4 + 231.6 + 50.9) * 1e6)
    assert XXX.value("minimum_wage") == 650 * 12
    # All who contribute for maternity are employees as it happens, but the inquiry does not say so.
    assert "branch.maternity.employees_protected" not in XXX.inputs


def test_what_stands_in_case_files_counts_where_no_law_says_it() -> None:
    """Sickness: 60 %, three days of waiting, the last paid day is the 180th: 177 days. Maternity has a law."""
    assert XXX.value("benefit.sickness.sickness.waiting_days") == 3
    assert XXX.value("benefit.sickness.sickness.duration_weeks") == pytest.approx(177 / 7)
    assert XXX.value("benefit.sickness.sickness.formula").rate == 0.6
    # Widow 40 % and two children 15 % each, at most 75 %.
    assert XXX.value("benefit.injury.injury_survivors.formula").rate == pytest.approx(0.7)
    assert XXX.benefits["maternity"] == ("maternity.insured_benefit",)
    assert "maternity" not in of_cases("XXX", {"maternity"}).benefits


def test_every_input_has_a_known_name_a_source_a_date_and_an_origin() -> None:
    for practice in (XXX, *(practice_of(PracticeRequest(code)) for code in REAL[:4])):
        for key, one in practice.inputs.items():
            assert key.rpartition(".")[2] in INPUTS or key.startswith(("condition.", "care."))
            assert one.source
            assert one.date[:4].isdigit()
            assert one.origin in ORIGINS
            assert one.where
            assert one.value is not None
        assert set(practice.benefits) <= set(CONTINGENCIES)


def test_an_estimate_made_from_the_law_never_goes_before_a_count() -> None:
    """Whom the contributions of the maternity act name are the formally employed, as the figures have them."""
    by_law = practice_of(replace(LAW, inquiry=None))
    estimated = by_law.inputs["branch.maternity.active_protected"]
    assert (estimated.origin, estimated.status) == ("law", ESTIMATED)
    assert 0 < estimated.value < by_law.value("economically_active")
    assert XXX.inputs["branch.maternity.active_protected"].origin == "inquiry"
    assert by_law.inputs["residents"].origin == "figures"
    assert XXX.inputs["residents"].origin == "inquiry"
    assert "employees" not in by_law.inputs


def test_family_benefits_of_the_law_are_what_the_floor_costs() -> None:
    """Children's benefits, the family grant, school meals and stipends; the supplement for girls begins in 2025."""
    found = practice_of(replace(LAW, inquiry=None)).inputs["family_benefits"]
    assert (found.origin, found.status) == ("law", ESTIMATED)
    now = floor("XXX", Choices(base_year=2024, years_ahead=0), ["status_quo"]).scenario("status_quo")
    paths = (
        "child_benefit.benefit",
        "child_benefit.orphan_benefit",
        "family_grant.grant",
        "school.meals",
        "school.stipend",
    )
    assert found.value == pytest.approx(sum(one.spending[0] for one in now.benefits if one.benefit in paths))
    # A country of which one family benefit is not costed has no total.
    assert "family_benefits" not in practice_of(PracticeRequest("SEN")).inputs


def test_what_is_given_goes_before_all_and_nothing_else_changes() -> None:
    mine = Input(1.0, "mine", "2024", "form", where="here")
    found = practice_of(replace(LAW, given={"residents": mine}))
    assert found.value("residents") == 1.0
    assert {key for key in found.inputs if found.inputs[key] is not XXX.inputs[key]} >= {"residents"}
    assert set(found.inputs) == set(XXX.inputs)


def test_a_form_goes_before_the_law(tmp_path: Path) -> None:
    form = tmp_path / "standards.yaml"
    form.write_text(
        "country: XXX\nname: Exampleland\nyear: 2024\ncurrency: XTS\nper: month\nsource: A form\n"
        "employees: 2000000\nlabourer_wage: 900\n"
        "benefits:\n  - {benefit: national_pension.old_age, contingency: old_age, pension_age: 61}\n"
    )
    found = practice_of(replace(LAW, form=form))
    assert found.inputs["benefit.national_pension.old_age.pension_age"].origin == "form"
    assert found.value("benefit.national_pension.old_age.pension_age") == 61
    assert found.value("labourer_wage") == 900 * 12
    # What the form leaves empty is that of the law.
    assert found.inputs["benefit.national_pension.old_age.formula"].origin == "law"
    assert found.benefits["old_age"].count("national_pension.old_age") == 1


def test_the_law_is_that_of_the_scenario() -> None:
    """A rate of 1.5 % instead of 1.25 %, of a contributory scheme, and 90 % instead of 80 %, of another."""
    country = load_country("XXX")
    known = parameters([one for group in schemes_of("XXX", country) for one in group])
    pension, maternity = (
        "national_pension.old_age.per_year_of_service.rate",
        "maternity.insured_benefit.share_of_earnings.share",
    )
    changes = {pension: scaled(known[pension], 1.2), maternity: scaled(known[maternity], 1.125)}
    reform = Scenario("better", {"en": "Better"}, {}, "status_quo", changes)
    found, wage = practice_of(replace(LAW, scenario=reform)), np.array([10_000.0])
    names = ("benefit.national_pension.old_age.formula", "benefit.maternity.insured_benefit.formula")
    gained = [(found.value(name).amount(wage, 30) - XXX.value(name).amount(wage, 30))[0] for name in names]
    assert gained == pytest.approx([0.0025 * 30 * 10_000, 0.1 * 10_000])


@pytest.mark.parametrize("code", REAL)
def test_every_real_country_is_answered_and_what_is_missing_has_a_reason(code: str) -> None:
    found = practice_of(PracticeRequest(code, alone=True))
    assert found.value("residents") > 1e5
    assert found.value("children_of_residents") < found.value("residents")
    assert found.value("economically_active") < found.value("residents")
    assert any(key.endswith(".provided") for key in found.inputs)
    # No figure of these countries counts employees or wages of skilled workers: none may appear.
    assert not {"employees", "mean_earnings", "p75_earnings", "labourer_wage"} & set(found.inputs)
    assert any("employees" in flag.text for flag in found.flags)
    assert any("skilled" in flag.text for flag in found.flags)
    # A branch that is not known to exist is not said to be missing.
    assert not any(one.value is False for one in found.inputs.values())


def test_what_is_suspended_or_a_trial_neither_answers_nor_provides() -> None:
    """PSE: the law of private pensions was never applied. MMR: the chapter on unemployment is not in operation."""
    found = practice_of(PracticeRequest("PSE", alone=True))
    assert "private_social_security.pensions" not in found.benefits["old_age"]
    assert "public_pension.pension" in found.benefits["old_age"]
    found = practice_of(PracticeRequest("MMR", alone=True))
    assert "branch.unemployment.provided" not in found.inputs


def test_a_pension_whose_recipients_are_counted_gives_its_age_and_nothing_more() -> None:
    found = practice_of(PracticeRequest("PRY"))
    assert found.value("benefit.pension_universal.pension.pension_age") == 65
    assert "benefit.pension_universal.pension.formula" not in found.inputs
    assert any("counted" in flag.text for flag in found.flags)


def test_a_pension_that_grows_with_age_begins_at_the_first_age() -> None:
    found = practice_of(PracticeRequest("TLS"))
    assert found.value("benefit.old_age_social_pension.at_60_to_69.pension_age") == 60
    assert "old_age_social_pension.at_80" not in found.benefits["old_age"]


def test_people_of_later_years_are_projected_and_of_far_earlier_ones_not_known() -> None:
    country = load_country("XXX")
    later, flags = of_figures(country, 2030)
    setting = prepare(country, Choices(base_year=2023, years_ahead=7, accept_line=True))
    assert later["residents"].value == pytest.approx(float(setting.persons[-1].sum()))
    assert later["children_of_residents"].value == pytest.approx(float(setting.persons[-1][:, :15].sum()))
    assert later["residents"].status == ESTIMATED
    assert not flags
    assert of_figures(country, 2022)[1]  # those of 2023 stand for them, and it is said
    assert not of_figures(country, 2020)[0]


def test_residents_children_and_labour_force_are_sums_of_the_figures() -> None:
    country = load_country("XXX")
    found, _ = of_figures(country, 2023)
    rows = [row for row in country.figures.of("population") if row.first_year == 2023]
    men, women = (
        sum(row.value for row in rows if row.sex == sex and row.ages[0] >= 15) for sex in ("male", "female")
    )
    assert found["residents"].value == sum(row.value for row in rows)
    assert found["children_of_residents"].value == found["residents"].value - men - women
    assert found["economically_active"].value == pytest.approx(0.74 * men + 0.52 * women)


def test_what_is_confidential_or_empty_in_an_inquiry_is_left_out() -> None:
    inquiry = LAW.inquiry
    assert inquiry is not None
    assert "employees" not in of_inquiry(inquiry)  # populations.csv has no such row


ALL_OF_IT = of_inquiry(read_inquiry(COUNTRIES / "XXX" / "inquiry" / "2024"))
HELD = content_of(read_inquiry(COUNTRIES / "XXX" / "inquiry" / "2024").filled)
CELLS = [
    (table, row)
    for table, held in HELD["tables"].items()
    for row in range(len(held))
    if {"count", "amount"} & set(held[row])
]


@pytest.mark.parametrize("step", range(8))
def test_nothing_rests_on_a_value_that_may_not_be_shown(step: int) -> None:
    """With it, without it, or with another in its place: what an inquiry gives is the same, and never a part of it."""
    for table, row in CELLS[step::40]:
        content = {
            **HELD,
            "tables": {name: [dict(one) for one in held] for name, held in HELD["tables"].items()},
        }
        one = content["tables"][table][row]
        one["confidential"] = "yes"
        told = of_inquiry(inquiry_of(content))
        assert of_inquiry(inquiry_of(masked(INQUIRY, content))) == told
        one |= {name: "3" for name in ("count", "amount") if name in one}
        assert of_inquiry(inquiry_of(content)) == told
        for key, found in told.items():
            assert found.value == ALL_OF_IT[key].value


@pytest.mark.parametrize(
    ("benefit", "function", "shared"),
    [
        (
            "benefit",
            "employment_injury",
            ["national_pension", "maternity"],
        ),  # of unemployment insurance: its only one
        ("benefit", "family_children", ["national_pension", "maternity"]),
        ("orphans", "employment_injury", ["national_pension", "maternity", "unemployment_insurance"]),
        ("orphans", "family_children", []),  # one among others of a scheme
    ],
)
def test_family_benefit_and_a_branch_for_injuries_are_no_part_of_what_employees_share(
    benefit: str, function: str, shared: list[str]
) -> None:
    """Article 71. What each scheme receives, and of that from employees, in millions."""
    receipts = {
        "national_pension": (462.5, 1430),
        "maternity": (0, 127.6),
        "unemployment_insurance": (33.4, 105.5),
    }
    rows = [
        {**one, "function": function}
        if one["benefit"] == benefit and one["scheme"] in ("unemployment_insurance", "national_pension")
        else one
        for one in HELD["tables"]["benefits"]
    ]
    told = of_inquiry(inquiry_of({**HELD, "tables": {**HELD["tables"], "benefits": rows}}))
    if not shared:
        assert {"employee_contributions", "protection_resources"}.isdisjoint(told)
        return
    for key, at in (("employee_contributions", 0), ("protection_resources", 1)):
        assert told[key].value == pytest.approx(1e6 * sum(receipts[name][at] for name in shared))


def test_without_money_a_law_still_says_its_ages() -> None:
    found = of_schemes(load_country("XXX").schemes, None, 2024)
    assert found.inputs["benefit.old_age.pension.pension_age"].value == 67
    assert not any(key.endswith(".formula") for key in found.inputs)
    assert any(flag.values.get("benefit") == "old_age.pension" for flag in found.flags)


def test_a_country_folder_of_ones_own(tmp_path: Path) -> None:
    copy_country("XXX", tmp_path / "mine")
    found = practice_of(replace(LAW, country=str(tmp_path / "mine")))
    assert set(found.inputs) == set(XXX.inputs)


def test_nobody_named_is_refused() -> None:
    with pytest.raises(Refusal, match="whose law"):
        practice_of(PracticeRequest())

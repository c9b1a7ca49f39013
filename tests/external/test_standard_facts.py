"""Every figure, article and flag of Convention 102 against the reference from which they were taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from socle.exchange.standard_file import load_standard
from tests.external.standard_reference import (
    CONTINGENCY,
    FORMULAS,
    Raw,
    level,
    reference_of,
    requirements,
    same_grounds,
    same_persons,
    same_years,
    ways,
)

pytestmark = pytest.mark.external


@pytest.fixture(scope="module")
def reference(shared: Path) -> Raw:
    return reference_of(shared)


@pytest.mark.parametrize("part", ["II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"])
def test_persons_protected_under_convention_102(reference: Raw, part: str) -> None:
    raw = reference["c102"]["parts"][part]
    for one in raw["protected_alternatives"]:
        same_persons("C102", part, one)
    same_persons(
        "C102", part, {"plus": 1, **raw["exception"]} if part == "VI" else raw["exception"], exception=True
    )
    assert len(ways("C102", part, "persons")) == len(raw["protected_alternatives"]) + 1
    (held,) = (one for one in load_standard("C102").parts if one.name == part)
    assert held.grounds.article == raw["articles"] and same_grounds(held.grounds, raw["articles_verified"])


@pytest.mark.parametrize("part", ["III", "IV", "V", "VIII", "IX", "X"])
def test_levels_under_convention_102(reference: Raw, part: str) -> None:
    raw, one = reference["c102"]["parts"][part], level("C102", part)
    assert one.facts["rate"] == raw["min_rate_pct"] / 100
    assert one.facts["beneficiary"] == raw["standard_beneficiary"]
    assert same_grounds(one.grounds, raw["min_rate_verified"])
    assert list(one.facts["formulas"]) == [FORMULAS[name] for name in raw["calculation"]]
    assert same_grounds(one.facts["grounds"]["formulas"], raw["calculation_verified"])
    assert not one.facts["grounds"]["beneficiary"].verified


def test_levels_of_employment_injury_under_conventions_102_and_121(reference: Raw) -> None:
    for code, part, raws in (
        ("C102", "VI", reference["c102"]["parts"]["VI"]["benefits"]),
        ("C121", "C121", reference["higher_standards"]["c121"]["benefits"]),
    ):
        for raw in (one for one in raws if "min_rate_pct" in one):
            one = level(code, part, CONTINGENCY[raw["contingency"]])
            assert one.facts["rate"] == raw["min_rate_pct"] / 100
            assert one.facts["beneficiary"] == raw["standard_beneficiary"]
            assert one.grounds.verified == raw["verified"]
            assert one.facts["formulas"] == ("earnings", "flat")
            if code == "C121":
                assert one.grounds.article == raw["art"].removesuffix(", Sch. II")
    partial = ways("C102", "VI", "partial_loss")
    assert [one.grounds.article for one in partial] == ["36(2)", "36(3)"]
    assert all(one.grounds.verified for one in partial)


@pytest.mark.parametrize(("part", "articles"), [("V", "29"), ("IX", "57"), ("X", "63")])
def test_qualifying_periods_of_pensions_under_convention_102(
    reference: Raw, part: str, articles: str
) -> None:
    raw = reference["c102"]["parts"][part]["qualifying"]
    of = {way.grounds.article: way for way in level("C102", part).ways}
    full, less = of[f"{articles}(1)(a)"], of[f"{articles}(3)"]
    assert full.grounds.article == raw["full"]["art"] and same_grounds(full.grounds, raw["full"])
    same_years(raw["full"], full)
    assert less.grounds.article == raw["deemed_satisfied"]["art"] and same_grounds(
        less.grounds, raw["deemed_satisfied"]
    )
    same_years(raw["deemed_satisfied"], less)
    assert less.facts["points_less"] == raw["deemed_satisfied"]["rate_reduction_points"] / 100
    (reduced,) = (way for way in ways("C102", part, "reduced") if "input" in way.facts)
    assert reduced.facts["at_most"] == raw["reduced"]["contribution_or_employment_years"]
    assert same_grounds(reduced.grounds, raw["reduced"]) and reduced.grounds.article == f"{articles}(2)"
    average = of[f"{articles}(1)(b)"]
    told = raw.get("if_all_active_protected_verified") or raw["if_all_active_protected"]
    assert same_grounds(average.grounds, told) and "condition" in average.facts
    assert average.facts.get("contribution_years") == (None if part == "V" else told["contribution_years"])


def test_the_proportional_rate_of_old_age_and_its_age(reference: Raw) -> None:
    raw = reference["c102"]["parts"]["V"]
    (way,) = (one for one in level("C102", "V").ways if one.facts.get("proportional"))
    assert way.grounds.article == raw["qualifying"]["proportional"]["art"]
    assert same_grounds(way.grounds, raw["qualifying"]["proportional"])
    age, higher = ways("C102", "V", "age")
    assert age.facts["at_most"] == raw["max_age"]["years"]
    assert same_grounds(age.grounds, raw["max_age"]) and same_grounds(higher.grounds, raw["max_age"])
    ninth = reference["c102"]["parts"]["IX"]["qualifying"]["deemed_satisfied"]
    (less,) = (one for one in level("C102", "IX").ways if "points_less" in one.facts)
    assert less.facts["grounds"]["points_less"].verified == ninth["reduction_of_10_points_verified"]


def test_durations_and_waiting_periods_under_convention_102(reference: Raw) -> None:
    raws = reference["c102"]["parts"]
    care, declared = requirements("C102", "II", "duration")[0].ways
    told = raws["II"]["duration"]
    assert (care.facts["at_least"], care.grounds.article) == (told["may_limit_weeks_per_case"], told["art"])
    assert (declared.facts["at_least"], declared.grounds.article) == (
        told["exception_weeks"],
        told["exception_art"],
    )
    assert same_grounds(care.grounds, told) and same_grounds(declared.grounds, told) and declared.exception
    sick, weeks, days = ways("C102", "III", "duration")
    told = raws["III"]["duration"]
    assert sick.facts["at_least"] == told["may_limit_weeks_per_case"] and same_grounds(sick.grounds, told)
    assert f"{weeks.facts['at_least']:g} weeks per case" in told["exception"]
    assert f"{days.facts['figure']:g} x average" in told["exception"] and weeks.exception and days.exception
    idle, by_means, mean = ways("C102", "IV", "duration")
    told = raws["IV"]["duration"]
    assert (
        idle.facts["at_least"] == told["employees_weeks_in_12_months"]
        and "means" not in idle.facts["formulas"]
    )
    assert by_means.facts["at_least"] == told["means_tested_weeks_in_12_months"]
    assert mean.facts["figure"] == told["if_varying_average_weeks_min"]
    assert all(same_grounds(way.grounds, told) for way in (idle, by_means, mean))
    for part in ("III", "IV"):
        (wait,) = ways("C102", part, "waiting")
        assert wait.facts["at_most"] == raws[part]["waiting_days_max"]
        assert same_grounds(wait.grounds, raws[part]["waiting_days_verified"])
    (wait,) = ways("C102", "VI", "waiting")
    told = raws["VI"]["waiting_days_max"]
    assert (wait.facts["at_most"], wait.grounds.article) == (told["temporary_incapacity"], told["art"])
    assert same_grounds(wait.grounds, told)
    (leave,) = ways("C102", "VIII", "duration")
    told = raws["VIII"]["duration"]
    assert leave.facts["at_least"] == told["may_limit_weeks"] and leave.grounds.verified == told["verified"]


def test_family_benefit_and_financing_under_convention_102(reference: Raw) -> None:
    raw = reference["c102"]["parts"]["VII"]["qualifying"]
    months, residence = ways("C102", "VII", "qualifying")
    assert months.facts["written"] == (raw["contribution_or_employment_months_max"], "months")
    assert residence.facts["written"] == (raw["or_residence_months_max"], "months")
    assert same_grounds(months.grounds, raw) and same_grounds(residence.grounds, raw)
    told = reference["calculation"]["art44_family_value"]
    for way, formula in zip(ways("C102", "VII", "value"), told["formula_any_of"], strict=True):
        assert f">= {way.facts['rate']:g} *" in formula
        assert way.grounds.article == "44" and same_grounds(way.grounds, told)
    (share,) = (one for one in requirements("C102", "XIII", "financing") if one.kind == "employees_share")
    told = reference["c102"]["part_xiii"]["financing"]
    assert share.ways[0].facts["at_most"] == told["employee_share_max_pct"] / 100
    assert share.grounds.verified == told["verified"] and f"Art. {share.grounds.article}" == told["source"]


def test_general_rules_of_convention_102(reference: Raw) -> None:
    raw, one = reference["c102"], load_standard("C102")
    assert one.in_force and one.in_force[0] == str(raw["in_force"])
    assert same_grounds(one.in_force[1], raw["in_force_verified"])
    told, accepted = raw["ratification_rule"], one.acceptance
    assert accepted and (list(accepted.parts), accepted.at_least) == (
        told["parts_available"],
        told["min_parts"],
    )
    assert list(accepted.one_of) == told["at_least_one_of"] and same_grounds(accepted.grounds, told)
    declared = {way.grounds.article for _, held in one.every() for way in held.ways if way.exception}
    assert declared == set(raw["temporary_exceptions"]["clauses"])
    assert one.exceptions and same_grounds(one.exceptions, raw["temporary_exceptions"]["condition_verified"])
    general = {**raw["part_xiii"], "equality": raw["part_xii"]}
    for told in general.values():
        article = told["source"].removeprefix("Art. ")
        found = [held for _, held in one.every() if held.grounds.article == article]
        assert found and {held.grounds.verified for held in found} == {told["verified"]}


def test_reference_wages_and_the_sum_of_means_tested_benefits(reference: Raw) -> None:
    one = load_standard("C102")
    options = reference["definitions"]["skilled_manual_male_employee"]["options"]
    for name, told in options.items():
        assert same_grounds(one.definitions["a_turner" if name == "a_fitter_turner" else name][1], told)
    assert f"{one.factors['d_125mean']:g} *" in options["d_125mean"]["formula"]
    assert f"{one.factors['c_p75']:g})" in options["c_p75"]["formula"]
    for name, told in zip(
        ("a_machinery", "b_typical"),
        reference["definitions"]["ordinary_adult_male_labourer"]["options"].values(),
        strict=True,
    ):
        assert same_grounds(one.definitions[name][1], told)
    total = reference["calculation"]["art67_means_tested"]["aggregate_alternative"]
    assert f">= {one.factors['means_total']:.2f} *" in total["formula"]
    assert one.definitions["means_total"][1].verified == total["verified"]["factor_1_30"]
    over = {part.name: way for part, held in one.every() for way in held.ways if "total_over" in way.facts}
    assert set(over) == set(total["refers_to"])
    assert {way.grounds.verified for way in over.values()} == {total["verified"]["refers_to"]}
    rules = reference["calculation"]["art67_means_tested"]["rules_verified"]
    for name, clause in (("means_scale", "67(a)"), ("means_cut", "67(b)"), ("means_sum", "67(c)")):
        grounds = one.definitions[name][1]
        assert (grounds.article, grounds.verified) == (clause, rules[clause])


@pytest.mark.parametrize("part", ["II", "III", "IV", "VIII"])
def test_qualifying_periods_against_abuse_under_convention_102(reference: Raw, part: str) -> None:
    raw = reference["c102"]["parts"][part]["qualifying"]
    for way in ways("C102", part, "qualifying"):
        assert (way.grounds.article, way.grounds.verified) == (raw["art"], raw["verified"])


def test_care_and_its_cost_under_convention_102(reference: Raw) -> None:
    raws = reference["c102"]["parts"]
    by_disease, by_birth = ways("C102", "II", "package")
    listed = raws["II"]["package"]
    assert len(by_disease.facts["items"]) == len(listed["morbid_condition"])
    assert len(by_birth.facts["items"]) == len(listed["maternity"])
    assert {way.grounds.verified for way in (by_disease, by_birth)} == {listed["package_verified"]}
    assert {way.grounds.verified for way in ways("C102", "II", "cost_sharing")} == {
        raws["II"]["cost_sharing"]["verified"]
    }
    injury, declared = ways("C102", "VI", "package")
    told = raws["VI"]["medical_care"]
    assert (injury.grounds.article, declared.grounds.article) == (told["art"], told["exception_art"])
    assert len(injury.facts["items"]) == len(told["package"]) and injury.grounds.verified == told["verified"]
    (birth,) = ways("C102", "VIII", "package")
    told = raws["VIII"]["medical_care"]
    assert birth.grounds.article == told["art"] and same_grounds(birth.grounds, told)
    assert len(birth.facts["items"]) == len(told["package"])
    (free,) = ways("C102", "VIII", "cost_sharing")
    assert free.grounds.verified == told["cost_sharing_verified"]
    (kind,) = ways("C102", "VII", "package")
    assert same_grounds(kind.grounds, raws["VII"]["benefit_kind_verified"])


def test_durations_without_end_and_reviews_under_convention_102(reference: Raw) -> None:
    injury = ways("C102", "VI", "duration")
    assert all(way.grounds.verified and way.grounds.article == "38" for way in injury)
    for part in ("V", "VII", "IX", "X"):
        (way,) = ways("C102", part, "duration")
        assert way.facts["written"][0] == float("inf") and not way.grounds.verified
        assert reference["c102"]["parts"][part]["duration"]["rule"].startswith("throughout")
    reviewed = {
        part
        for part in reference["c102"]["parts"]
        if reference["c102"]["parts"][part].get("indexation_review")
    }
    assert reviewed == {part.name for part, one in load_standard("C102").every() if one.test == "review"}
    seen = reference["calculation"]["art65_earnings_related"]["notes_verified"]
    assert {one.grounds.verified for _, one in load_standard("C102").every() if one.test == "review"} == {
        seen["65(10)"]
    }

"""Every figure, article and flag of the instruments against the reference from which they were taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from socle.exchange.standard_file import load_standard, load_standards
from socle.model.standard import Grounds, Requirement, Way

pytestmark = pytest.mark.external
Raw = Mapping[str, Any]
BASES = {
    "employees_over_all_employees": ["employees"],
    "women_in_classes_of_employees_over_all_employees": ["employees"],
    "wives_children_of_employees_over_all_employees": ["employees"],
    "all_employees_incl_apprentices": ["employees"],
    "all_employees_incl_apprentices_public_private_cooperative": ["employees"],
    "employees_over_all_employees_incl_public_and_apprentices": ["employees"],
    "economically_active_over_all_residents": ["active_of_residents"],
    "women_in_classes_of_active_over_all_residents": ["active_of_residents"],
    "wives_children_of_active_over_all_residents": ["active_of_residents"],
    "economically_active_over_whole_active_population": ["active"],
    "residents_over_all_residents": ["residents"],
    "all_residents_below_means_limit": ["poor"],
    "all_resident_widows_children_below_means_limit": ["poor"],
    "all_residents_or_residents_below_means_limit": ["residents", "poor"],
    "employees_industrial_ge20": ["industrial"],
    "women_in_employees_industrial_ge20": ["industrial"],
    "wives_children_of_employees_industrial_ge20": ["industrial"],
    "employees_in_industrial_undertakings": ["industry"],
    "employees_industrial_over_employees_in_industrial_undertakings": ["industry"],
    "all_employed_women_incl_atypical_dependent_work": ["women"],
}
"""Whose share in the reference -> whose in the facts."""
FORMULAS = {"art65": "earnings", "art66": "flat", "art67": "means"}
CONTINGENCY = {
    "temporary_incapacity": "temporary_incapacity", "total_permanent_loss": "permanent_loss",
    "survivors": "injury_survivors",
}  # fmt: skip


@pytest.fixture(scope="module")
def reference(shared: Path) -> Raw:
    with (shared / "reference" / "standards.yaml").open(encoding="utf-8") as file:
        found: Raw = yaml.safe_load(file)
    return found


def requirements(code: str, part: str, test: str, contingency: str = "") -> list[Requirement]:
    return [
        one
        for held, one in load_standard(code).every()
        if (held.name, one.test) == (part, test) and contingency in ("", one.contingency)
    ]


def ways(code: str, part: str, test: str, contingency: str = "") -> list[Way]:
    return [way for one in requirements(code, part, test, contingency) for way in one.ways]


def level(code: str, part: str, contingency: str = "") -> Requirement:
    return next(one for one in requirements(code, part, "level", contingency) if one.kind == "level")


def same_grounds(grounds: Grounds, raw: Raw, flag: str = "verified") -> bool:
    return grounds.verified == raw[flag] and list(grounds.sources) == raw.get("src", [])


def same_persons(code: str, part: str, raw: Raw, exception: bool = False) -> None:
    """The ways of the article that the reference gives, by whom they count."""
    for whom in BASES[raw["basis"]]:
        (found,) = (
            way
            for way in ways(code, part, "persons")
            if (way.facts["share_of"], way.exception) == (whom, exception)
            and (exception or way.grounds.article == raw["art"])
        )
        assert found.grounds.article == raw["art"]
        assert found.facts["at_least"] == raw["pct"] / 100
        assert same_grounds(found.grounds, raw), raw
        assert bool(found.facts.get("dependants")) == ("plus" in raw)
        assert found.facts.get("formula") == ("means" if whom == "poor" else None)


def same_years(raw: Raw, way: Way) -> None:
    """Years of contribution and of residence of a level."""
    contribution = raw.get(
        "contribution_or_employment_years", raw.get("contribution_employment_or_residence_years")
    )
    residence = raw.get("or_residence_years", raw.get("contribution_employment_or_residence_years"))
    assert way.facts["contribution_years"] == contribution
    assert way.facts.get("residence_years") == residence


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


def test_convention_121(reference: Raw) -> None:
    raw = reference["higher_standards"]["c121"]
    same_persons("C121", "C121", raw["protected"])
    same_persons("C121", "C121", raw["exception"], exception=True)
    (full,) = (way for way in ways("C121", "C121", "persons") if not way.exception)
    assert full.facts["grounds"]["article"].verified == raw["protected"]["article_number_verified"]
    wait, *tolerated = ways("C121", "C121", "waiting")
    assert wait.facts["at_most"] == raw["waiting_days_max"]["value"]
    assert all(
        f"{way.facts['at_most']:g} days tolerated" in raw["waiting_days_max"]["note"] for way in tolerated
    )
    for test, key in (
        ("attendance", "constant_attendance"),
        ("qualifying", "qualifying"),
        ("package", "medical_care"),
    ):
        (one,) = requirements("C121", "C121", test)
        assert (one.grounds.article, one.grounds.verified) == (raw[key]["art"], raw[key]["verified"])


def test_convention_128_and_recommendation_131(reference: Raw) -> None:
    raw = reference["higher_standards"]["c128"]
    accepted = load_standard("C128").acceptance
    assert accepted and accepted.at_least == 1 and same_grounds(accepted.grounds, raw["acceptance"])
    for part, benefit in zip(("II", "III", "IV"), raw["benefits"], strict=True):
        one = level("C128", part)
        assert one.facts["rate"] == benefit["min_rate_pct"] / 100
        assert one.facts["beneficiary"] == benefit["standard_beneficiary"]
        assert same_grounds(one.grounds, benefit, "rate_verified")
        full = one.ways[0]
        same_years(benefit["qualifying_full"], full)
        assert full.grounds.verified == benefit["qualifying_verified"]
        (reduced,) = ways("C128", part, "reduced")
        assert reduced.facts["at_most"] == benefit["reduced_years"]
        assert reduced.grounds.verified == benefit["qualifying_verified"]
        higher = next(
            p for p in load_standard("R131").parts if p.branch == benefit["contingency"]
        ).requirements[0]
        assert higher.facts["rate"] == raw["recommendation_r131"]["rates_pct"][benefit["contingency"]] / 100
        assert higher.grounds.verified == raw["recommendation_r131"]["verified"]
        seen = part == "III"  # Articles 9 and 22 follow Article 16, which alone was read
        found = ways("C128", part, "persons")
        assert {way.grounds.verified for way in found} == {seen}
        shares = [told["pct"] / 100 for told in raw["protected_alternatives"]]
        assert [way.facts["at_least"] for way in found] == [*shares, shares[-1], 0.25, 0.5]
        assert [told["pct"] / 100 for told in raw["exception"]["any_of"]] == [0.25, 0.5]
    old_age = raw["benefits"][1]
    age, higher_age, arduous = ways("C128", "III", "age")
    assert age.facts["at_most"] == old_age["max_age"]
    assert {way.grounds.verified for way in (age, higher_age, arduous)} == {old_age["age_verified"]}
    ((_, review),) = ((part, one) for part, one in load_standard("C128").every() if one.test == "review")
    assert review.grounds.article == raw["indexation_review"]["art"]
    assert same_grounds(review.grounds, raw["indexation_review"])


def test_convention_130_and_recommendation_134(reference: Raw) -> None:
    raw = reference["higher_standards"]["c130"]
    for key, part in (("medical_care", "II"), ("sickness", "III")):
        for one in raw[f"{key}_protected_alternatives"]:
            same_persons("C130", part, one)
        declared = [way for way in ways("C130", part, "persons") if way.exception]
        assert [way.facts["at_least"] for way in declared] == [
            told["pct"] / 100 for told in raw["exception"]["any_of"]
        ]
        assert [way.grounds.verified for way in declared] == [part == "II", False]
    told, one = raw["sickness"], level("C130", "III")
    assert (
        one.facts["rate"] == told["min_rate_pct"] / 100 and one.grounds.verified == told["min_rate_verified"]
    )
    assert one.facts["beneficiary"] == told["standard_beneficiary"]
    assert one.facts["grounds"]["beneficiary"].verified == told["standard_beneficiary_verified"]
    full, declared_weeks = ways("C130", "III", "duration")
    assert full.facts["at_least"] == told["may_limit_weeks_per_case"]
    assert declared_weeks.facts["at_least"] == told["exception_weeks"]
    (wait,) = ways("C130", "III", "waiting")
    assert wait.facts["at_most"] == told["waiting_days_max"]
    assert all(
        same_grounds(way.grounds, told, "duration_and_waiting_verified")
        for way in (full, declared_weeks, wait)
    )
    after = next(way for way in ways("C130", "II", "duration") if "figure" in way.facts)
    assert after.facts["figure"] == raw["medical_care_duration"]["after_leaving_class_weeks"]
    higher = level("R134", "R134")
    assert round(100 * higher.facts["rate"], 2) == raw["recommendation_r134"]["sickness_rate_pct"]
    assert not higher.grounds.verified


def test_convention_168(reference: Raw) -> None:
    raw = reference["higher_standards"]["c168"]
    same_persons("C168", "C168", raw["protected"])
    declared = [way for way in ways("C168", "C168", "persons") if way.exception]
    assert {way.facts["at_least"] for way in declared} == {raw["exception"]["pct"] / 100}
    assert {(way.grounds.article, way.grounds.verified) for way in declared} == {
        (raw["exception"]["art"], False)
    }
    told, one = raw["min_rate"], level("C168", "C168")
    assert one.facts["rate"] == told["earnings_related_pct"] / 100
    assert {way.facts["rate"] for way in one.ways if way.exception} == {told["exception_pct"] / 100}
    assert all(same_grounds(grounds, told) for grounds in (one.grounds, *(way.grounds for way in one.ways)))
    wait, longer = ways("C168", "C168", "waiting")
    assert (wait.facts["at_most"], longer.facts["at_most"]) == (
        raw["waiting_days_max"],
        raw["waiting_days_exception"],
    )
    assert wait.grounds.article == raw["waiting_days_verified"]["art"] and longer.exception
    weeks, in_two_years, mean, short, short_mean = ways("C168", "C168", "duration")
    told = raw["duration"]
    assert weeks.facts["at_least"] == told["may_limit_weeks_per_spell"]
    assert in_two_years.facts["figure"] == told["or_weeks_in_24_months"]
    assert mean.facts["figure"] == told["if_scaled_average_weeks_min"]
    assert short.facts["at_least"] == told["exception_weeks_in_12_months"] and short.exception
    assert (
        short_mean.facts["figure"] == told["exception_if_scaled_average_weeks_min"] and short_mean.exception
    )
    assert all(same_grounds(way.grounds, told) for way in (weeks, in_two_years, mean, short, short_mean))
    (categories,) = ways("C168", "C168", "jobseekers")
    assert f"at least {categories.facts['at_least']:g} of 10" in raw["new_jobseekers"]["rule"]
    assert same_grounds(categories.grounds, raw["new_jobseekers"])


def test_convention_183_and_recommendation_191(reference: Raw) -> None:
    raw = reference["higher_standards"]["c183"]
    same_persons("C183", "C183", raw["protected"])
    leave, postnatal, otherwise = ways("C183", "C183", "leave")
    assert (leave.facts["at_least"], postnatal.facts["at_least"]) == (
        raw["leave_weeks_min"],
        raw["compulsory_postnatal_weeks"],
    )
    assert all(same_grounds(way.grounds, raw["leave_verified"]) for way in (leave, postnatal, otherwise))
    one, told = level("C183", "C183"), raw["min_rate"]
    assert round(100 * one.facts["rate"], 2) == told["earnings_related_pct"] and same_grounds(
        one.grounds, told
    )
    own, average, declared = one.ways
    assert own.grounds.article == told["art"] and average.grounds.article == "6(4)"
    assert (declared.grounds.article, declared.grounds.verified) == (
        told["less_developed_art"],
        told["less_developed_verified"],
    )
    for test, key in (
        ("package", "medical_care"),
        ("fallback", "if_conditions_not_met"),
        ("financing", "financing"),
    ):
        (found,) = requirements("C183", "C183", test)
        assert found.grounds.article == raw[key]["art"] and same_grounds(found.grounds, raw[key])
    (weeks,) = ways("R191", "R191", "leave")
    assert weeks.facts["at_least"] == raw["recommendation_r191"]["leave_weeks"]
    assert level("R191", "R191").facts["rate"] == raw["recommendation_r191"]["rate_pct"] / 100


def test_recommendation_202_and_what_was_not_read_at_all(reference: Raw) -> None:
    told = {one["source"].split(",")[0]: one for one in reference["recommendations"]["r202"]["guarantees"]}
    for one in (one for part, one in load_standard("R202").every() if one.test == "persons"):
        raw = told[f"para. {one.grounds.article}"]
        assert same_grounds(one.grounds, raw)
    for code in ("C118", "C157", "R121", "R134", "R167", "R191", "R204"):
        assert not any(grounds.verified for grounds in every_own(code))


def every_own(code: str) -> Iterator[Grounds]:
    """Grounds of what an instrument itself says."""
    for _, one in load_standard(code).every():
        yield one.grounds
        yield from (way.grounds for way in one.ways if not way.grounds.article.startswith("C"))


def test_the_table_of_rates(reference: Raw) -> None:
    """The quick table of the reference again, from the facts."""
    rates = {
        (code, one.contingency): one.facts["rate"]
        for code, held in load_standards().items()
        for _, one in held.every()
        if one.kind == "level"
    }
    names = {"injury_temporary": "temporary_incapacity", "injury_permanent": "permanent_loss"}
    for name, row in reference["rate_table_pct"].items():
        if "instruments" not in row:
            continue
        contingency = names.get(name, name)
        codes = ["C102", *row["instruments"]]
        keys = [key for key in ("c102", "higher", "recommendation") if key in row]
        for code, key in zip(codes, keys, strict=True):
            assert round(100 * rates[code, contingency], 2) == row[key], (code, contingency)
    sources = reference["verification"]["src"]
    for held in load_standards().values():
        assert all(sources[key] == told for key, told in held.sources.items())

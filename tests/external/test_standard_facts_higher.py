"""Every figure, article and flag of the later instruments against the reference from which they were taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from socle.exchange.standard_file import load_standard, load_standards
from socle.model.standard import Grounds
from tests.external.standard_reference import (
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


def test_what_else_the_later_conventions_ask_for(reference: Raw) -> None:
    raw = reference["higher_standards"]
    for code, part, test, told in (
        ("C121", "C121", "funeral", raw["c121"]["benefits"][3]),
        ("C128", "II", "rehabilitation", raw["c128"]["rehabilitation"]),
        ("C130", "III", "funeral", raw["c130"]["funeral"]),
    ):
        (one,) = requirements(code, part, test)
        assert (one.grounds.article, one.grounds.verified) == (told["art"], told["verified"])
    care, declared = ways("C130", "II", "package")
    extra = raw["c130"]["medical_care_package_extra"]
    assert set(care.facts["items"]) - set(declared.facts["items"]) == set(extra)
    assert care.grounds.verified == raw["c130"]["medical_care_package_extra_verified"]["verified"]
    assert {way.grounds.article for way in ways("C130", "II", "duration")} == {
        raw["c130"]["medical_care_duration"]["art"]
    }

"""Legal coverage from the law: whom statutes name counts once, sexes and gaps add up, what is not known is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from socle.model.scheme import Scheme
from socle.run.indicator_law import BRANCHES, legal
from socle.run.indicators import legal_indicators, setting_in
from socle.run.setting import Setting


def covered(schemes: Sequence[Scheme], function: str, setting: Setting) -> float:
    """The share of everybody of the group of a branch whom some schemes name."""
    (one,) = (
        s
        for s in legal(setting, schemes)
        if (s.indicator, s.function, s.sex, s.scheme_type) == ("LEGAL_COVERAGE", function, "_T", "_T")
    )
    assert one.value is not None
    return one.value


def toy() -> Setting:
    """The toy country in the year of its inquiry."""
    setting = setting_in("XXX", 2024)
    assert setting is not None
    return setting


def again(scheme: Scheme) -> Scheme:
    """The same law under another name."""
    benefits = (replace(one, path=f"copy.{one.path.partition('.')[2]}") for one in scheme.benefits)
    return replace(scheme, name="copy", benefits=tuple(benefits))


def test_a_law_written_twice_covers_nobody_twice() -> None:
    setting = toy()
    named = {one.name: one for one in setting.country.schemes}
    child = named["child_benefit"]
    once = covered([child], "FAMILY_CHILDREN", setting)
    assert 0 < once < 1
    assert covered([child, again(child)], "FAMILY_CHILDREN", setting) == pytest.approx(once)


def test_two_laws_of_a_branch_lie_between_the_larger_and_the_sum() -> None:
    setting = toy()
    named = {one.name: one for one in setting.country.schemes}
    two = [named[name] for name in ("child_benefit", "family_grant")]
    parts = [covered([one], "FAMILY_CHILDREN", setting) for one in two]
    assert max(parts) < covered(two, "FAMILY_CHILDREN", setting) < sum(parts)


def test_an_age_in_the_law_covers_exactly_the_people_of_that_age() -> None:
    """Health care for everybody is all; check-ups from 40, men from 50, add nobody."""
    setting = toy()
    health = [one for one in setting.country.schemes if one.name == "health"]
    assert covered(health, "HEALTH", setting) == 1
    part = [replace(health[0], benefits=tuple(b for b in health[0].benefits if b.path.endswith("check_ups")))]
    men, women = setting.persons[0]
    assert covered(part, "HEALTH", setting) == pytest.approx(
        (men[50:].sum() + women[40:].sum()) / (men.sum() + women.sum())
    )


def test_legal_coverage_by_sex_weighted_is_that_of_everybody_and_the_gap_the_rest() -> None:
    setting = toy()
    found = {(s.indicator, s.function, s.scheme_type, s.sex): s for s in legal_indicators(setting)}
    checked = 0
    for (code, function, kind, sex), both in found.items():
        if sex != "_T":
            continue
        men, women = (found.get((code, function, kind, one)) for one in ("M", "F"))
        if both.value is not None and men is not None and women is not None:
            assert men.value is not None and women.value is not None and both.denominator is not None
            assert men.denominator is not None and women.denominator is not None
            weighted = men.value * men.denominator + women.value * women.denominator
            assert both.value == pytest.approx(weighted / both.denominator)
            checked += 1
        if code == "LEGAL_COVERAGE":
            gap = found["LEGAL_GAP", function, kind, sex]
            assert both.value is None or gap.value == pytest.approx(1 - both.value)
    assert checked > 3 and {s.function for s in found.values()} <= {b.function for b in BRANCHES.values()}


def test_a_contributory_law_that_cannot_be_asked_leaves_the_total_open() -> None:
    setting = toy()
    beside = {
        s.function: s
        for s in legal_indicators(setting)
        if s.indicator == "LEGAL_COVERAGE" and s.sex == "_T" and s.scheme_type == "_T"
    }
    old = beside["OLD_AGE"]
    assert old.value is None and old.high == 1.0 and "national_pension" in old.said["scheme"]
    health = beside["HEALTH"]
    assert health.value == 1 and "national_pension" not in health.said["scheme"]


def test_types_of_schemes_are_those_of_their_law_or_file() -> None:
    setting = toy()
    maternity = {s.scheme_type for s in legal_indicators(setting) if s.function == "MATERNITY"}
    assert maternity == {"_T", "MANDATORY"}
    (scheme,) = [one for one in setting.country.schemes if one.name == "maternity"]
    optional = legal(setting, [replace(scheme, participation="voluntary")])
    assert {s.scheme_type for s in optional} == {"_T", "VOLUNTARY"}

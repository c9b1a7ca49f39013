"""What cannot be, what is nought, and what is only half told: never taken for met."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from socle.exchange.standard_file import load_standard
from socle.model.practice import Practice, Written
from socle.model.verdict import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, PartVerdict, Verdict
from socle.standards.compliance import judge
from socle.standards.periods import BY_RESIDENCE
from socle.standards.persons import NOT_ALL
from tests.standards.test_compliance import country, way

AVERAGE = "condition.invalidity_yearly_average"


def told(test: str, part: str, benefits: dict[str, tuple[str, ...]], nth: int = 0, **inputs: Any) -> Verdict:
    found = judge(load_standard("C102"), country(benefits, **inputs)).part(part).verdicts
    return [one for one in found if one.test == test][nth]


def basic(**more: Any) -> dict[str, Any]:
    """A basic pension of 105 for a labourer's 250: 42 %, by residence and not by contributions."""
    unused = {"old_age_yearly_average": False, "old_age_level_at_yearly_average": False}
    return {
        "labourer_wage": 250.0,
        "benefit.p.formula": Written("flat", flat=105.0),
        "benefit.p.qualifying_years": 0.0,
        **{f"condition.{name}": value for name, value in unused.items()},
        **more,
    }


@pytest.mark.parametrize(
    ("years", "status"), [(0.0, PASS), (20.0, PASS), (21.0, FAIL), (40.0, FAIL), (None, UNKNOWN)]
)
def test_nought_years_of_contribution_show_nothing_of_a_pension_by_residence(
    years: float | None, status: str
) -> None:
    """29(1)(a): 20 years of residence at most; that no contributions are asked for is not the other route."""
    inputs = basic() if years is None else basic(**{"benefit.p.residence_years": years})
    for test in ("qualifying", "level"):
        assert told(test, "V", {"old_age": ("p",)}, **inputs).status == status, test


def test_a_pension_by_residence_says_why_the_route_by_contributions_is_closed() -> None:
    inputs = basic(**{"benefit.p.residence_years": 20.0})
    by_years, by_residence, _ = told("qualifying", "V", {"old_age": ("p",)}, **inputs).verdicts
    assert (by_years.status, by_years.reason) == (NOT_APPLICABLE, BY_RESIDENCE)
    assert (by_residence.status, by_residence.value) == (PASS, 20)
    earned = basic(**{"benefit.p.formula": Written("earnings", rate=0.5), "mean_earnings": 300.0})
    assert told("level", "V", {"old_age": ("p",)}, **earned).status == PASS  # it follows work, not residence


@pytest.mark.parametrize(("months", "status"), [(0, PASS), (12, PASS), (13, FAIL), (None, UNKNOWN)])
def test_family_benefit_asks_for_a_year_of_residence_at_most(months: int | None, status: str) -> None:
    inputs: dict[str, Any] = {"benefit.p.qualifying_years": 0.0}
    inputs |= {} if months is None else {"benefit.p.residence_years": months / 12}
    assert told("qualifying", "VII", {"family": ("p",)}, **inputs).status == status


def invalid(**more: Any) -> Verdict:
    """57(1)(b): due after 3 years, when 40 % and three times 0.2 % are paid."""
    inputs = {
        "mean_earnings": 320.0,
        "family_allowance": 0.0,
        "employees": 100.0,
        "economically_active": 150.0,
        "branch.invalidity.employees_protected": 100.0,
        "branch.invalidity.active_protected": 150.0,
        "benefit.p.formula": Written("earnings", rate=0.4, accrual=0.002),
        "benefit.p.qualifying_years": 3.0,
        AVERAGE: True,
        **more,
    }
    held = country({"invalidity": ("p",)}, **{key: one for key, one in inputs.items() if one is not None})
    (found,) = (one for one in judge(load_standard("C102"), held).part("IX").verdicts if one.test == "level")
    return way(found, "57(1)(b)")


def test_a_route_by_yearly_averages_is_for_countries_where_all_the_active_are_protected() -> None:
    open_ = invalid()
    assert (open_.status, open_.value) == (PASS, pytest.approx(0.406))
    assert invalid(**{AVERAGE: False}).status == FAIL
    for group, fewer in (("employees", 99.0), ("active", 149.0)):
        closed = invalid(**{f"branch.invalidity.{group}_protected": fewer})
        assert (closed.status, closed.reason) == (NOT_APPLICABLE, NOT_ALL)
        unsaid = invalid(**{f"branch.invalidity.{group}_protected": None})
        assert (unsaid.status, unsaid.missing) == (UNKNOWN, (f"branch.invalidity.{group}_protected",))


def test_a_route_that_is_closed_to_a_benefit_is_not_met_by_its_rule_alone() -> None:
    """Due after 15 years of residence, with no contributions: nothing for the route by contributions."""
    by_residence = {"benefit.p.qualifying_years": 0.0, "benefit.p.residence_years": 15.0}
    flat = {"benefit.p.formula": Written("flat", flat=10.0), "labourer_wage": 250.0}
    assert invalid(**by_residence, **flat).status == NOT_APPLICABLE


def test_a_low_pension_fails_where_figures_close_the_route_that_nobody_spoke_of() -> None:
    """35 % after 30 years, 11.7 % after 10; 48 of 100 employees are protected, so 29(1)(b) is not open."""
    inputs = {"mean_earnings": 320.0, "benefit.p.formula": Written("earnings", accrual=0.35 / 30)}
    inputs |= {"benefit.p.qualifying_years": 10.0}  # type: ignore[dict-item]
    assert told("level", "V", {"old_age": ("p",)}, **inputs).status == UNKNOWN
    inputs |= {"employees": 100.0, "branch.old_age.employees_protected": 48.0}
    assert told("level", "V", {"old_age": ("p",)}, **inputs).status == FAIL


def test_where_no_allowance_is_paid_nobody_need_say_whether_it_goes_on() -> None:
    inputs = {"labourer_wage": 250.0, "benefit.p.formula": Written("flat", flat=120.0)}
    none = told("level", "IV", {"unemployment": ("p",)}, family_allowance=0.0, **inputs)
    assert (none.status, none.value) == (PASS, 0.48)
    assert "benefit.p.allowances_continue" not in none.inputs
    some = told("level", "IV", {"unemployment": ("p",)}, family_allowance=1.0, **inputs)
    assert some.missing == ("benefit.p.allowances_continue",)


def test_a_pension_in_proportion_is_shown_at_the_period_of_the_law_itself() -> None:
    """30 % and 0.1 a year, due after 11: 31.1 % against 40 - 19 x 0.5 = 30.5; it would also do at 12, not at 13."""
    inputs = {"mean_earnings": 320.0, "benefit.p.formula": Written("earnings", rate=0.3, accrual=0.001)}
    for due, status in ((11.0, PASS), (12.5, PASS), (13.0, FAIL)):
        found = told("level", "V", {"old_age": ("p",)}, **inputs, **{"benefit.p.qualifying_years": due})
        shown = way(found, "29(4)")
        assert (shown.status, shown.figures["service_years"]) == (status, due)
        assert shown.required == pytest.approx(0.25 + due * 0.005)
        assert shown.value == pytest.approx(0.3 + due * 0.001)


@pytest.mark.parametrize("nonsense", [math.nan, math.inf, -1.0, 0.0])
@pytest.mark.parametrize(
    ("key", "test", "part"),
    [
        ("employees", "persons", "III"),
        ("mean_earnings", "level", "III"),
        ("labourer_wage", "value", "VII"),
        ("children_of_protected", "value", "VII"),
        ("protection_resources", "financing", "XIII"),
    ],
)
def test_a_share_or_a_value_of_what_cannot_be_is_unknown(
    nonsense: float, key: str, test: str, part: str
) -> None:
    inputs = {
        "employees": 100.0,
        "branch.sickness.employees_protected": 60.0,
        "mean_earnings": 320.0,
        "benefit.p.formula": Written("earnings", rate=0.5),
        "family_allowance": 0.0,
        "family_benefits": 1e9,
        "labourer_wage": 250.0,
        "children_of_protected": 10.0,
        "employee_contributions": 40.0,
        "protection_resources": 100.0,
    }
    nth = 1 if test == "financing" else 0
    benefits = {"sickness": ("p",)}
    assert told(test, part, benefits, nth, **inputs).status == PASS
    assert told(test, part, benefits, nth, **(inputs | {key: nonsense})).status == UNKNOWN


def test_an_amount_that_is_no_number_is_neither_enough_nor_too_little() -> None:
    inputs = {"mean_earnings": 320.0, "labourer_wage": 250.0, "family_allowance": 0.0}
    for kind in ("earnings", "flat"):
        formula = replace(Written(kind, rate=0.5), flat=math.nan)
        found = told("level", "III", {"sickness": ("p",)}, **inputs, **{"benefit.p.formula": formula})
        assert (found.status, found.missing) == (UNKNOWN, ("benefit.p.formula",))


def test_limits_without_end_and_below_nothing() -> None:
    for weeks, status in ((math.inf, PASS), (26.0, PASS), (-1.0, UNKNOWN), (math.nan, UNKNOWN)):
        found = told("duration", "III", {"sickness": ("p",)}, **{"benefit.p.duration_weeks": weeks})
        assert found.status == status
    assert told("waiting", "III", {"sickness": ("p",)}, **{"benefit.p.waiting_days": math.inf}).status == FAIL
    assert told("waiting", "III", {"sickness": ("p",)}, **{"benefit.p.waiting_days": -1.0}).status == UNKNOWN


def test_a_part_without_requirements_is_not_among_those_that_are_met() -> None:
    instrument = load_standard("C102")
    empty = replace(instrument, parts=tuple(replace(one, requirements=()) for one in instrument.parts))
    found = judge(empty, Practice("XXX", {"en": "X"}, 2024, "XTS"), True)
    assert {one.status for one in found.parts} == {NOT_APPLICABLE}
    assert found.acceptance is not None
    assert found.acceptance.status == FAIL
    assert PartVerdict(instrument.parts[0], ()).status == NOT_APPLICABLE


def test_an_empty_country_knows_nothing_with_or_without_exceptions() -> None:
    for declared in (False, True):
        for code in ("C102", "C128", "C168", "C183"):
            found = judge(load_standard(code), Practice("XXX", {"en": "X"}, 2024, "XTS"), declared)
            assert {one.status for one in (*found.parts, *found.common)} == {UNKNOWN}


@pytest.mark.parametrize(
    ("rate", "status"), [(0.45, PASS), (0.45 - 1e-13, PASS), (0.45 - 1e-6, FAIL), (0.45 + 1e-13, PASS)]
)
def test_a_ceiling_at_the_reference_wage_changes_nothing(rate: float, status: str) -> None:
    inputs = {"mean_earnings": 320.0, "family_allowance": 0.0}  # (d) 400
    for ceiling in (400.0, math.inf):
        formula = Written("earnings", rate=rate, ceiling=ceiling)
        found = told("level", "III", {"sickness": ("p",)}, **inputs, **{"benefit.p.formula": formula})
        assert found.status == status
    under = Written("earnings", rate=rate, ceiling=400.0 * (1 - 1e-6))
    assert told("level", "III", {"sickness": ("p",)}, **inputs, **{"benefit.p.formula": under}).status == FAIL


def test_unknown_beside_fail_is_unknown_by_ways_and_fail_by_conditions() -> None:
    ways = {"employees": 100.0, "branch.sickness.employees_protected": 40.0, "residents": 1e3}
    assert told("persons", "III", {}, **ways).status == UNKNOWN  # 15(b) may be met
    held = country({"sickness": ("p",)}, **ways, **{"benefit.p.waiting_days": 9.0})
    assert judge(load_standard("C102"), held).part("III").status == FAIL  # whatever the rest

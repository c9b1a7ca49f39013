"""Corners of the engine that a whole country seldom reaches, each against a figure worked out beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from socle.exchange.standard_file import load_standard
from socle.model.practice import Input, Practice, Written
from socle.model.verdict import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Verdict
from socle.standards.compliance import judge
from socle.standards.joining import NO_BENEFIT, NOT_PROVIDED, reaches, within
from socle.standards.level import LOWER_WAGE, NOT_ADMITTED
from socle.standards.reference_wages import Option
from socle.standards.wage_scan import Allowances, at_and_below

UNUSED_ROUTE = {"condition.old_age_level_at_yearly_average": False}


def country(benefits: dict[str, tuple[str, ...]], **told: Any) -> Practice:
    choices = {"skilled": ("d_125mean",), "labourer": ("b_typical",)}
    return Practice(
        "XXX", {"en": "X"}, 2024, "XTS", {k: Input(v) for k, v in told.items()}, benefits, choices
    )


def pensioned(formula: Written, exceptions: bool = False, **told: Any) -> Verdict:
    """The level of an old-age pension; (d) is 400, the labourer earns 250."""
    inputs = {
        "mean_earnings": 320.0,
        "labourer_wage": 250.0,
        "benefit.p.formula": formula,
        **UNUSED_ROUTE,
        **told,
    }
    found = judge(load_standard("C102"), country({"old_age": ("p",)}, **inputs), exceptions)
    return next(one for one in found.part("V").verdicts if one.test == "level")


def way(verdict: Verdict, article: str) -> Verdict:
    return next(one for one in verdict.verdicts if one.alternative == article)


def test_a_law_whose_own_period_lies_between_whole_years_is_tested_at_that_period() -> None:
    """33.8 % are reached after 17.5 years, when 33.75 % are asked; after 17 years 32.83 < 33.5, after 18 33.8 < 34."""
    formula = Written("earnings", accrual=0.338 / 17.5, rate_limit=0.338)
    known = pensioned(formula, **{"benefit.p.qualifying_years": 17.5})
    assert way(known, "29(4)").status == PASS
    assert way(known, "29(4)").figures["service_years"] == 17.5
    assert way(pensioned(formula), "29(4)").status == UNKNOWN  # 17.5 may be its period
    assert way(pensioned(replace(formula, rate_limit=0.2)), "29(4)").status == FAIL  # whatever its period


def test_a_pension_is_tested_at_no_period_before_it_is_due() -> None:
    """35 % reach the proportional rate up to 20 years, but this one is due after 22, when 36 % are asked."""
    formula = Written("earnings", accrual=0.02, rate_limit=0.35)
    assert way(pensioned(formula, **{"benefit.p.qualifying_years": 20.0}), "29(4)").status == PASS
    assert way(pensioned(formula, **{"benefit.p.qualifying_years": 22.0}), "29(4)").status == FAIL


def test_a_high_pension_that_is_due_after_more_than_thirty_years_fails_by_every_route() -> None:
    found = pensioned(
        Written("earnings", rate=0.9),
        **{"benefit.p.qualifying_years": 35.0, "benefit.p.residence_years": 1.0},
    )
    assert found.status == FAIL
    assert (way(found, "29(4)").value, way(found, "29(4)").required) == (35, 30)


def test_means_that_are_counted_can_only_add() -> None:
    """Article 66 asks for 100 of a labourer who earns 250."""
    enough, little = Written("means", flat=100), Written("means", flat=80)
    due = {"benefit.p.residence_years": 5.0}
    assert pensioned(enough, **due).status == PASS
    assert way(pensioned(little, **due), "29(1)(a)").status == UNKNOWN
    for means, status in ((19.0, FAIL), (20.0, PASS)):
        assert (
            way(pensioned(little, **due, **{"benefit.p.means_counted": means}), "29(1)(a)").status == status
        )


@pytest.mark.parametrize(("paid", "met"), [(126, True), (130, True), (125, False)])
def test_a_declaration_lets_the_lower_of_two_wages_count_for_unemployment(paid: float, met: bool) -> None:
    """45 % of 280 are 126, of 300 135; 120 are needed to live."""
    told = {"minimum_wage": 280.0, "labourer_wage": 300.0, "basic_living_expenses": 120.0}
    held = country({"unemployment": ("p",)}, **told, **{"benefit.p.formula": Written("flat", flat=paid)})
    found = judge(load_standard("C168"), held, True).parts[0]
    level = next(one for one in found.verdicts if one.test == "level")
    assert level.status == (PASS if met else FAIL)


def test_parts_that_hold_whichever_are_accepted_decide_with_them() -> None:
    instrument = load_standard("C102")
    easy = tuple(replace(part, requirements=part.requirements[-1:]) for part in instrument.parts)
    conditions = {
        f"condition.{way_.facts['condition']}": Input(True)
        for _, one in instrument.every()
        for way_ in one.ways
        if "condition" in way_.facts
    }
    provided = {f"branch.{part.branch}.provided": Input(True) for part in easy}
    money = {"employee_contributions": Input(60.0), "protection_resources": Input(120.0)}
    held = Practice("XXX", {"en": "X"}, 2024, "XTS", {**conditions, **provided, **money})
    few = replace(instrument, parts=easy)
    assert judge(few, held).acceptance.status == PASS  # type: ignore[union-attr]
    dear = judge(few, held.given({"employee_contributions": Input(61.0)})).acceptance
    assert dear is not None
    assert (dear.status, dear.said) == (FAIL, {"parts": "XIII"})
    assert judge(few, held.without("employee_contributions")).acceptance.status == UNKNOWN  # type: ignore[union-attr]


def test_what_is_not_provided_fails_and_what_nobody_knows_is_unknown() -> None:
    c102 = load_standard("C102")
    no = judge(c102, country({}, **{"branch.old_age.provided": False})).part("V").verdicts
    assert {(one.status, one.reason) for one in no} == {(FAIL, NOT_PROVIDED)}
    nobody = judge(c102, country({})).part("V").verdicts
    assert {(one.status, one.missing) for one in nobody} == {(UNKNOWN, ("branch.old_age.provided",))}
    yes = judge(c102, country({}, **{"branch.old_age.provided": True})).part("V").verdicts
    assert NO_BENEFIT in {one.reason for one in yes if one.test == "level"}


def test_a_way_under_the_exceptions_does_not_count_without_them() -> None:
    told = {
        "employees": 100.0,
        "industrial_employees": 10.0,
        "residents": 500.0,
        "branch.sickness.provided": True,
    }
    mine = {f"branch.sickness.{name}_protected": 5.0 for name in ("employees", "active", "industrial")}
    held = country(
        {"sickness": ("p",)}, **told, **mine, **{"benefit.p.formula": Written("earnings", rate=0.5)}
    )
    for declared, status, last in ((False, FAIL, NOT_APPLICABLE), (True, PASS, PASS)):
        persons = judge(load_standard("C102"), held, declared).part("III").verdicts[0]
        assert (persons.status, persons.verdicts[-1].status) == (status, last)


def test_equal_within_a_billionth_is_equal_at_any_size() -> None:
    for size in (1e-9, 0.4, 1e12):
        assert reaches(size * (1 - 1e-10), size)
        assert within(size * (1 + 1e-10), size)
        assert not reaches(size * (1 - 1e-8), size)
    assert not within(float("inf"), 5.0)
    assert reaches(float("inf"), float("inf"))
    assert not reaches(5.0, float("inf"))


def test_every_unknown_and_every_closed_way_says_why() -> None:
    held = country({"old_age": ("p", "q")}, **{"benefit.p.formula": Written("earnings", rate=0.5)})
    for code in ("C102", "C128", "C168"):
        found = judge(load_standard(code), held)
        for one in (*found.parts, *found.common):
            for leaf in (leaf for verdict in one.verdicts for leaf in verdict.leaves()):
                assert leaf.status in (PASS, FAIL) or leaf.reason, leaf
                assert leaf.status != UNKNOWN or leaf.missing, leaf


def only(code: str, test: str, held: Practice, contingency: str = "") -> Verdict:
    (found,) = (
        one
        for part in judge(load_standard(code), held).parts
        for one in part.verdicts
        if one.test == test and (not contingency or one.contingency == contingency)
    )
    return found


def test_a_kind_of_benefit_that_an_article_does_not_admit_fails_however_high_it_is() -> None:
    told = {"labourer_wage": 100.0, "benefit.p.formula": Written("means", flat=100)}
    found = only("C102", "level", country({"maternity": ("p",)}, **told), "maternity")
    assert (found.status, found.reason) == (FAIL, NOT_ADMITTED)


def test_a_share_of_former_earnings_holds_at_every_wage_up_to_the_mean() -> None:
    """70 % of 600, but 30 less each month: at 300 only 60 % are left of the wage."""
    told = {"mean_earnings": 900.0, "benefit.p.formula": Written("earnings", rate=0.7, flat=-30.0)}
    found = way(only("C183", "level", country({"maternity": ("p",)}, **told)), "6(3)")
    assert found.value == pytest.approx(2 / 3)
    assert (found.status, found.reason) == (FAIL, LOWER_WAGE)


@pytest.mark.parametrize(("theirs", "status"), [(True, PASS), (False, FAIL), (None, UNKNOWN)])
def test_dependants_are_protected_where_the_way_asks_for_them(theirs: bool | None, status: str) -> None:
    told: dict[str, Any] = {"employees": 100.0, "branch.maternity.employees_protected": 50.0}
    told |= {} if theirs is None else {"branch.maternity.dependants": theirs}
    persons = judge(load_standard("C102"), country({}, **told)).part("VIII").verdicts[0]
    assert way(persons, "48(a)").status == status


def test_near_a_wage_of_nothing_the_ratio_is_its_limit() -> None:
    """60 % without the allowances of 20 at work: (0.6 x w) / (w + 20) falls to nothing; with both it rises to all."""
    lost, kept = Allowances(20.0, 0.0), Allowances(20.0, 20.0)
    asked = (Written("earnings", rate=0.6), 0.0, [Option("d", "mean_earnings", 80.0)])
    for given, value, lowest, wage in ((lost, 0.48, 0.0, 0.0), (kept, 0.68, 0.68, 80.0)):
        (found,) = at_and_below(*asked, given)
        assert found is not None
        assert (found.value, found.lowest, found.lowest_wage) == pytest.approx(
            (value, lowest, wage), abs=1e-12
        )


def test_an_amount_among_several_that_is_not_known_may_be_the_highest() -> None:
    told = {"minimum_wage": 280.0, "basic_living_expenses": 120.0}
    for paid, status in ((139.0, FAIL), (140.0, UNKNOWN)):
        held = country({"unemployment": ("p",)}, **told, **{"benefit.p.formula": Written("flat", flat=paid)})
        found = only("C168", "level", held)
        assert found.status == status
        assert found.missing == (("labourer_wage",) if status == UNKNOWN else ())


@pytest.mark.parametrize(("part", "status"), [(0.5, PASS), (0.499, PASS), (0.51, UNKNOWN), (None, UNKNOWN)])
def test_rates_tell_the_most_that_employees_can_bear(part: float | None, status: str) -> None:
    """Resources beside contributions only lower the share, so rates above the limit decide nothing."""
    held = {} if part is None else {"employees_part": part}
    assert borne(country({}, **held)).status == status


def test_sums_of_money_go_before_rates() -> None:
    held = {"employee_contributions": 60.0, "protection_resources": 100.0, "employees_part": 0.3}
    assert borne(country({}, **held)).status == FAIL


def borne(held: Practice) -> Verdict:
    """What employees bear (Art. 71)."""
    (found,) = (
        one for one in judge(load_standard("C102"), held).part("XIII").verdicts if one.unit == "share"
    )
    return found

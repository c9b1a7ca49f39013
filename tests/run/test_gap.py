"""The smallest reforms that comply: against brute force, against the engine itself, and why some are impossible."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from socle.exchange.standard_file import load_standard
from socle.ground.refusals import Refusal
from socle.model.practice import Input, Practice, Written
from socle.model.reform import BY_SIZE, Change, Option
from socle.model.verdict import FAIL, PASS, UNKNOWN
from socle.run.reform_costs import Coster
from socle.run.reform_levers import enacted, levers_of, turned
from socle.run.reform_packages import Turn, together
from socle.run.reform_search import NO_CEILING, Bench, least
from socle.run.reforms import NEW_SCHEME, gap_of
from socle.standards.compliance import judge
from tests.run.gaps import failing, gap, of_old_age, of_sickness, practice

LOW = Written("earnings", rate=0.40, ceiling=5400.0)


def by_path(options: tuple[Option, ...]) -> dict[str, Change]:
    return {option.change.path: option.change for option in options}


def under(held: Practice, changes: tuple[Change, ...]) -> Practice:
    """A practice with what changes of a form say, built anew from their inputs alone."""
    for key, value in (item for change in changes for item in change.inputs.items()):
        whole, _, figure = key.rpartition(".")
        formula = held.value(whole)
        if isinstance(formula, Written):
            held = held.given({whole: replace(held.inputs[whole], value=replace(formula, **{figure: value}))})
        else:
            held = held.given({key: Input(value, "test")})
    return held


def status(held: Practice, part: str, test: str) -> str:
    found = judge(load_standard("C102"), held).part(part)
    return next(one.status for one in found.verdicts if one.test == test)


def test_the_least_rate_is_that_of_the_formula_of_article_65() -> None:
    # (r x 5400 + 2 x 180) / (w + 360) >= 45 % at the lowest wage considered, that of the turner, 5700.
    least = (0.45 * (5700 + 360) - 360) / 5400
    change = by_path(failing(gap(of_sickness(LOW), "III"), "III", "level").options)[
        "benefit.ill.formula.rate"
    ]
    assert change.minimum == pytest.approx(least, rel=1e-8)
    assert change.after == pytest.approx(0.44)  # the next half point


def test_the_least_minimum_is_the_amount_that_article_65_asks_for() -> None:
    change = by_path(failing(gap(of_sickness(LOW), "III"), "III", "level").options)[
        "benefit.ill.formula.at_least"
    ]
    assert change.minimum == pytest.approx(0.45 * 6060 - 360, rel=1e-8)
    assert change.after / 12 == pytest.approx(200.0)  # a month, from 197.25


@pytest.mark.parametrize("figure", ["rate", "at_least", "ceiling"])
def test_no_figure_below_the_least_complies_and_none_above_it_fails(figure: str) -> None:
    formula = Written("earnings", rate=0.44, ceiling=5000.0)
    held = of_sickness(formula)
    change = by_path(failing(gap(held, "III"), "III", "level").options)[f"benefit.ill.formula.{figure}"]
    for value in np.linspace(change.before, 2 * change.minimum - change.before, 201):
        tried = held.given(
            {
                "benefit.ill.formula": replace(
                    held.inputs["benefit.ill.formula"], value=replace(formula, **{figure: float(value)})
                )
            }
        )
        if abs(value - change.minimum) > 1e-8 * change.minimum:
            assert (status(tried, "III", "level") == PASS) == (value > change.minimum)


def test_a_flat_amount_is_raised_to_its_share_of_the_wage_of_a_labourer() -> None:
    change = by_path(failing(gap(of_sickness(Written("flat", flat=600.0)), "III"), "III", "level").options)[
        "benefit.ill.formula.flat"
    ]
    assert change.minimum == pytest.approx(0.45 * (3120 + 360) - 360, rel=1e-8)


def test_limits_are_moved_to_the_limit_and_no_further() -> None:
    found = gap(of_sickness(replace(LOW, rate=0.9), waiting_days=6.0, duration_weeks=12.5), "III")
    waiting = by_path(failing(found, "III", "waiting").options)["benefit.ill.waiting_days"]
    lasting = by_path(failing(found, "III", "duration").options)["benefit.ill.duration_weeks"]
    assert (waiting.minimum, waiting.after) == (3.0, 3.0)
    assert (lasting.minimum, lasting.after) == (26.0, 26.0)


def test_persons_are_whole_and_never_more_than_there_are() -> None:
    held = of_sickness(replace(LOW, rate=0.9))
    few = replace(
        held,
        inputs={
            **held.inputs,
            "branch.sickness.employees_protected": replace(held.inputs["employees"], value=7.0),
        },
    )
    small = replace(few, inputs={**few.inputs, "employees": replace(few.inputs["employees"], value=17.0)})
    small = replace(
        small, inputs={k: v for k, v in small.inputs.items() if k != "branch.sickness.active_protected"}
    )
    bench = Bench(load_standard("C102"), small)
    part = next(one for one in bench.instrument.parts if one.name == "III")
    persons = next(one for one in part.requirements if one.test == "persons")
    lever = next(
        one for one in levers_of(part, persons, small, False) if one.path.endswith("employees_protected")
    )
    assert lever.end == 17.0
    only = replace(
        persons, ways=tuple(way for way in persons.ways if way.facts.get("share_of") == "employees")
    )
    found = least(lever, lambda value: bench.verdict(part, only, turned(small, lever, value)))
    assert getattr(found, "minimum", None) == 9.0  # half of 17, in persons


def test_family_benefits_cost_what_they_are_raised_by() -> None:
    held = practice({"branch.family.employees_protected": 6e5}, {})
    found = gap_of(Bench(load_standard("C102"), held), ("VII",), cost=Coster("ZZZ", 2024, 30, 75, False))
    option = failing(found, "VII", "value").options[0]
    assert option.change.minimum == pytest.approx(0.03 * 3120 * 8e5)
    assert option.cost.first == option.change.after - 60e6
    assert np.isnan(option.cost.share)  # nobody knows the product of Exemplia


def test_employees_bear_no_more_than_half_and_that_costs_nobody_more() -> None:
    found = gap_of(
        Bench(load_standard("C102"), practice({}, {})), ("XIII",), cost=Coster("ZZZ", 2024, 30, 75, False)
    )
    option = failing(found, "XIII", "financing").options[0]
    assert (option.change.minimum, option.change.after) == (75e6, 75e6)
    assert option.cost.first == 0.0


def test_a_rate_above_the_whole_wage_is_no_reform() -> None:
    found = failing(gap(of_sickness(Written("earnings", rate=0.4, ceiling=2000.0)), "III"), "III", "level")
    rate = next(one for one in found.impossible if one.path.endswith("rate"))
    assert "100 %" in rate.reason
    assert "benefit.ill.formula.rate" not in by_path(found.options)


def test_a_ceiling_that_is_not_in_the_way_is_said_not_to_be() -> None:
    high = replace(LOW, ceiling=9000.0)
    found = failing(gap(of_sickness(high), "III"), "III", "level")
    ceiling = next(one for one in found.impossible if one.path.endswith("ceiling"))
    assert ceiling.reason == NO_CEILING
    assert ceiling.figures["value"][0] == pytest.approx((0.4 * 5700 + 360) / 6060)


def test_a_branch_that_does_not_exist_needs_a_scheme() -> None:
    found = gap(practice({"branch.unemployment.provided": False}, {}), "IV")
    assert found.parts[0].failing and found.parts[0].package is None
    for one in found.parts[0].failing:
        assert one.options == () and [each.reason for each in one.impossible] == [NEW_SCHEME]


def test_inputs_that_are_not_known_stand_in_the_way_by_name() -> None:
    held = of_old_age(Written("earnings", accrual=0.01, qualifying=35.0))
    blind = held.without("turner_wage")
    found = failing(gap(blind, "V"), "V", "level")
    years = next(one for one in found.impossible if one.path.endswith("qualifying_years"))
    assert years.missing == ("turner_wage",)


def test_unknown_tests_are_told_apart_and_say_what_must_become_known() -> None:
    held = of_sickness(replace(LOW, rate=0.9)).without("benefit.ill.waiting_days")
    found = gap(held, "III").parts[0]
    assert found.status == UNKNOWN and not found.failing
    assert [(one.verdict.test, one.missing) for one in found.unknown] == [
        ("waiting", ("benefit.ill.waiting_days",))
    ]


def test_two_changes_are_found_where_one_is_never_enough() -> None:
    held = of_old_age(Written("earnings", accrual=0.01, qualifying=35.0))
    found = failing(gap(held, "V"), "V", "level")
    option = found.options[0]
    assert [change.path.rpartition(".")[2] for change in option.changes] == ["qualifying_years", "accrual"]
    assert option.changes[0].after == 30.0
    assert option.changes[1].minimum == pytest.approx(0.40 / 30, rel=1e-8)
    assert status(under(held, option.changes), "V", "level") == PASS
    for change in option.changes:
        assert status(under(held, (change,)), "V", "level") == FAIL


def test_the_package_meets_every_test_at_once_and_holds_nothing_needless() -> None:
    held = of_sickness(LOW, waiting_days=6.0, duration_weeks=12.0)
    found = gap(held, "III").parts[0]
    package = found.package
    assert package is not None and package.chosen == BY_SIZE
    assert judge(load_standard("C102"), under(held, package.changes)).part("III").status == PASS
    for left in package.changes:
        rest = tuple(change for change in package.changes if change is not left)
        assert judge(load_standard("C102"), under(held, rest)).part("III").status == FAIL


def test_one_change_that_settles_two_tests_is_counted_once() -> None:
    # After 35 years only: too late for the level at 30, and for a pension after 15.
    held = of_old_age(Written("earnings", rate=0.5, qualifying=35.0))
    found = gap(held, "V").parts[0]
    assert len(found.failing) > 1 and found.package is not None
    assert (
        len({change.path for change in found.package.changes})
        == len(found.package.changes)
        < len(found.failing)
    )
    assert judge(load_standard("C102"), under(held, found.package.changes)).part("V").status != FAIL


def test_of_several_benefits_the_one_that_is_changed_is_relied_on() -> None:
    held = of_sickness(LOW)
    held = held.given({key.replace("ill", "weak"): one for key, one in held.inputs.items() if ".ill." in key})
    held = replace(held, benefits={"sickness": ("ill", "weak")})
    found = failing(gap(held, "III"), "III", "level")
    assert found.options and all(
        one.change.relies in (("sickness", "ill"), ("sickness", "weak")) for one in found.options
    )
    assert all(one.complies for one in found.options)


def test_rules_that_the_law_lacks_are_enacted() -> None:
    held = of_old_age(Written("earnings", accrual=0.02)).given({})
    late = replace(
        held,
        inputs={**held.inputs, "benefit.pension.pension_age": replace(held.inputs["residents"], value=68.0)},
    )
    late = late.given(
        {"condition.higher_pension_age_justified": replace(held.inputs["residents"], value=False)}
    )
    paths = by_path(failing(gap(late, "V"), "V", "age").options)
    assert paths["condition.higher_pension_age_justified"].inputs == {
        "condition.higher_pension_age_justified": True
    }
    assert paths["benefit.pension.pension_age"].after == 65.0


def test_care_is_added_item_by_item_that_lacks() -> None:
    lever = enacted("care.medical_care", "", ("hospital", "specialist"))
    assert lever.inputs(practice({}, {}), 1.0) == {
        "care.medical_care.hospital": True,
        "care.medical_care.specialist": True,
    }


def test_a_part_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refusal) as refusal:
        gap(practice({}, {}), "XI")
    assert "has no Part" in refusal.value.worded() and refusal.value.nearest


def turns_of(held: Practice, *asked: tuple[str, float]) -> tuple[Bench, list[list[tuple[Turn, ...]]]]:
    """Figures of the sickness benefit as if each were the one option of a test of its own."""
    bench = Bench(load_standard("C102"), held)
    part = next(one for one in bench.instrument.parts if one.name == "III")
    level = next(one for one in part.requirements if one.test == "level")
    levers = {one.path.rpartition(".")[2]: one for one in levers_of(part, level, held, False)}
    changes = [(levers[name], levers[name].change(value, value, held)) for name, value in asked]
    return bench, [[(Turn(lever, change, np.nan),)] for lever, change in changes]


def test_a_change_that_the_others_make_needless_is_left_out_the_largest_first() -> None:
    bench, tests = turns_of(of_sickness(LOW), ("rate", 0.44), ("at_least", 2400.0))
    part = next(one for one in bench.instrument.parts if one.name == "III")
    joint = together(bench, part, bench.part(part, bench.practice), tests)
    assert joint is not None
    assert [turn.lever.path for turn in joint.turns] == ["benefit.ill.formula.rate"]
    assert [turn.lever.path for turn in joint.needless] == ["benefit.ill.formula.at_least"]


def test_two_values_of_one_parameter_are_one_change_at_the_further_one() -> None:
    bench, tests = turns_of(of_sickness(LOW), ("rate", 0.44), ("rate", 0.5))
    part = next(one for one in bench.instrument.parts if one.name == "III")
    joint = together(bench, part, bench.part(part, bench.practice), tests)
    assert joint is not None and [turn.change.after for turn in joint.turns] == [0.5]

"""Corners of the search of reforms: figures that no law can hold, jumps, groups within groups, packages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from socle.exchange.standard_file import load_standard
from socle.model.practice import Input, Practice, Written
from socle.model.reform import Change, Cost, Option
from socle.model.standard import Part, Requirement
from socle.model.verdict import FAIL
from socle.run.reform_levers import Lever, levers_of
from socle.run.reform_packages import Turn, together
from socle.run.reform_search import LIFTED, Bench
from socle.run.reforms import gap_of
from tests.run.gaps import failing, gap, of_old_age, of_sickness, practice

LOW = Written("earnings", rate=0.40, ceiling=5400.0)


def by_path(options: tuple[Option, ...]) -> dict[str, Change]:
    return {option.change.path: option.change for option in options}


def test_days_that_are_no_whole_number_are_cut_to_the_limit_and_no_further() -> None:
    found = gap(of_sickness(replace(LOW, rate=0.9), waiting_days=3.5), "III")
    change = failing(found, "III", "waiting").options[0].change
    assert (change.minimum, change.after) == (3.0, 3.0)


def test_a_period_below_a_year_is_said_in_months() -> None:
    inputs = {
        "branch.family.employees_protected": 6e5,
        "benefit.grant.formula": Written("flat", flat=300.0),
        "benefit.grant.qualifying_years": 0.9,
        "benefit.grant.residence_years": 5.0,
    }
    found = gap(practice(inputs, {"family": ("grant",)}), "VII")
    changes = by_path(failing(found, "VII", "qualifying").options)
    served = changes["benefit.grant.qualifying_years"]
    assert (served.after, served.step) == (pytest.approx(3 / 12), pytest.approx(1 / 12))
    assert changes["benefit.grant.residence_years"].after == 1.0


def test_a_ceiling_that_is_in_the_way_but_not_alone_is_not_said_to_be_out_of_it() -> None:
    found = failing(gap(of_sickness(Written("earnings", rate=0.4, ceiling=2000.0)), "III"), "III", "level")
    ceiling = next(one for one in found.impossible if one.path.endswith("ceiling"))
    assert ceiling.reason == LIFTED and ceiling.figures["value"][0] == pytest.approx(0.4356, abs=1e-4)


def test_no_more_active_persons_are_protected_than_there_are() -> None:
    # A fifth of the residents are 1.2 million; only 1.1 million are active.
    held = of_sickness(replace(LOW, rate=0.9))
    few = {"branch.sickness.employees_protected": 1e5, "branch.sickness.active_protected": 2e5}
    held = held.given({key: Input(value) for key, value in {**few, "economically_active": 1.1e6}.items()})
    found = failing(gap(held, "III"), "III", "persons")
    assert "branch.sickness.active_protected" not in by_path(found.options)
    assert "branch.sickness.active_protected" in {one.path for one in found.impossible}


def test_employees_who_are_protected_are_active_persons_who_are_protected() -> None:
    held = of_sickness(replace(LOW, rate=0.9))
    few = {"branch.sickness.employees_protected": 1e5, "branch.sickness.active_protected": 2e5}
    held = held.given({key: Input(value) for key, value in few.items()})
    change = by_path(failing(gap(held, "III"), "III", "persons").options)[
        "branch.sickness.employees_protected"
    ]
    assert change.inputs == {
        "branch.sickness.employees_protected": 5e5, "branch.sickness.active_protected": 5e5
    }  # fmt: skip


def test_no_minimum_is_proposed_above_the_maximum() -> None:
    least = 0.45 * 6060 - 360  # 197.25 a month, which would be said as 200
    held = of_sickness(replace(LOW, at_most=least * 1.001))
    change = by_path(failing(gap(held, "III"), "III", "level").options)["benefit.ill.formula.at_least"]
    assert change.minimum == pytest.approx(least) and change.after == pytest.approx(least * 1.001)
    low = failing(gap(of_sickness(replace(LOW, at_most=least * 0.99)), "III"), "III", "level")
    assert "benefit.ill.formula.at_least" in {one.path for one in low.impossible}


def test_in_a_package_no_change_is_larger_than_the_others_leave_it_to_be() -> None:
    held = of_old_age(Written("earnings", accrual=0.012, flat=100.0, qualifying=15.0))
    bench = Bench(load_standard("C102"), held)
    part = next(one for one in bench.instrument.parts if one.name == "V")
    before = bench.part(part, held)
    assert before.status == FAIL
    level = next(one for one in part.requirements if one.test == "level")
    levers = {one.path.rpartition(".")[2]: one for one in levers_of(part, level, held, False)}
    half, whole = levers["flat"], levers["accrual"]
    turns = [
        (Turn(lever, lever.change(value, value, held), np.nan),)
        for lever, value in ((half, 200.0), (whole, 0.0125))
    ]
    joint = together(bench, part, before, [[one] for one in turns])
    # 30 x 1.25 % leaves 2.5 % of 5700: 11.875 a month, which is said as 12.
    assert joint is not None and {turn.lever.path: turn.change.after for turn in joint.turns} == {
        half.path: pytest.approx(12 * 12.0), whole.path: 0.0125
    }  # fmt: skip
    for turn in joint.turns:
        short = turn.change.after - turn.change.step
        changed = {
            one.lever.path: (one.lever, short if one is turn else one.change.after) for one in joint.turns
        }
        assert bench.part(part, bench.at(changed)).status == FAIL


def test_the_cheapest_package_is_that_of_all_combinations_costed_as_a_whole() -> None:
    held = of_sickness(LOW, waiting_days=6.0)
    price = {"rate": 5.0, "at_least": 4.0, "waiting_days": 2.0, "employees_protected": 1.0}

    def cost(changes: Sequence[Change]) -> Cost:
        names = {change.path.rpartition(".")[2] for change in changes}
        spent = sum(price[name] for name in names) - (4.0 if {"rate", "waiting_days"} <= names else 0.0)
        one = np.array([spent])
        return Cost("test", (2024,), one, one, one, one)

    found = gap_of(Bench(load_standard("C102"), held), ("III",), cost=cost).parts[0].package
    assert found is not None and found.cost.first == 3.0  # and not 4 + 2, which is less than 5 + 2 one by one
    assert {change.path.rpartition(".")[2] for change in found.changes} == {"rate", "waiting_days"}


@pytest.mark.parametrize("now", [35.0, 20.0, np.inf])
def test_a_period_is_cut_to_the_limit_itself_wherever_it_stands(now: float) -> None:
    # No contribution counts before 40 years; by residence the pension of a flat kind is due after 20.
    held = of_old_age(Written("flat", flat=2000.0))
    periods = {"qualifying_years": 40.0, "reduced_after_years": 40.0, "residence_years": max(now, 20.5)}
    held = held.given({f"benefit.pension.{name}": Input(value) for name, value in periods.items()})
    for test in ("qualifying", "level"):  # of the level nothing but whether it is due moves with the period
        change = by_path(failing(gap(held, "V"), "V", test).options)["benefit.pension.residence_years"]
        assert (change.minimum, change.after) == (20.0, 20.0)


def test_each_scenario_file_has_a_name_of_its_own() -> None:
    # Two benefits of which one parameter of the law is turned, as one or the other is relied on.
    held = of_sickness(LOW)
    weak = {key.replace("ill", "weak"): one for key, one in held.inputs.items() if ".ill." in key}
    held = replace(held.given(weak), benefits={"sickness": ("ill", "weak")})

    def law(part: Part, requirement: Requirement, practice: Practice) -> list[Lever]:
        own = [one for one in levers_of(part, requirement, practice, False) if one.path.endswith("rate")]
        return [replace(one, path="law.shared.rate", law="status_quo", written=lambda _: {}) for one in own]

    found = failing(gap_of(Bench(load_standard("C102"), held), ("III",), law), "III", "level")
    names = [file.name for option in found.options for file in option.scenarios]
    assert len(names) == len(set(names)) == 2

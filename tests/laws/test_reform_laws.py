"""Laws of reforms on random countries: what is proposed complies when it is tested, and a hair less does not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socle.exchange.standard_file import load_standard
from socle.model.practice import Input, Practice, Written
from socle.model.reform import Change
from socle.model.verdict import FAIL, PASS
from socle.standards.compliance import judge
from tests.run.gaps import gap, of_old_age, of_sickness

PART = {"III": of_sickness, "V": of_old_age}
FORMULAS = st.builds(
    Written,
    st.sampled_from(["earnings", "flat"]),
    rate=st.floats(0.05, 0.6),
    accrual=st.sampled_from([0.0, 0.004, 0.011]),
    flat=st.floats(1.0, 1200.0),
    rate_limit=st.sampled_from([0.3, 0.7, float("inf")]),
    ceiling=st.floats(1500.0, 9000.0),
    at_least=st.sampled_from([0.0, 400.0]),
    at_most=st.sampled_from([2000.0, float("inf")]),
)
CASES = st.tuples(
    st.sampled_from(sorted(PART)),
    FORMULAS.map(
        lambda one: replace(one, rate=0.0, accrual=0.0) if one.kind == "flat" else replace(one, flat=0.0)
    ),
    st.floats(1.0, 999_999.0),
)
QUIETLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def country(part: str, formula: Written, protected: float) -> Practice:
    branch = {"III": "sickness", "V": "old_age"}[part]
    held = PART[part](formula)
    few = {
        f"branch.{branch}.{name}": Input(round(protected))
        for name in ("employees_protected", "active_protected")
    }
    return held.given(few)


def under(held: Practice, changes: tuple[Change, ...], short: float = 0.0) -> Practice:
    """A practice under changes of a form; `short` steps from the least towards where each stands, if not nothing."""
    for change in changes:
        towards = 1.0 if change.before > change.after else -1.0
        for key, proposed in change.inputs.items():
            own = change.minimum + towards * short * change.step
            value = own if short and key == change.path else proposed
            whole, _, figure = key.rpartition(".")
            formula = held.value(whole)
            if isinstance(formula, Written):
                held = held.given({whole: Input(replace(formula, **{figure: value}))})
            else:
                held = held.given({key: Input(value)})
    return held


def statuses(held: Practice, part: str) -> dict[str, str]:
    return {one.test: one.status for one in judge(load_standard("C102"), held).part(part).verdicts}


@QUIETLY
@given(CASES)
def test_every_reform_that_is_proposed_complies_when_it_is_tested(case: tuple[str, Written, float]) -> None:
    part, held = case[0], country(*case)
    for failing in gap(held, part).parts[0].failing:
        for option in failing.options:
            assert statuses(under(held, option.changes), part)[option.test] == PASS


@QUIETLY
@given(CASES)
def test_one_hundredth_of_a_step_less_than_the_least_does_not_comply(
    case: tuple[str, Written, float],
) -> None:
    part, held = case[0], country(*case)
    for failing in gap(held, part).parts[0].failing:
        for option in failing.options:
            if len(option.changes) == 1 and option.change.unit != "flag":
                assert statuses(under(held, option.changes, 0.01), part)[option.test] == FAIL


@QUIETLY
@given(CASES)
def test_a_package_meets_every_test_and_loses_one_without_any_of_its_changes(
    case: tuple[str, Written, float],
) -> None:
    part, held = case[0], country(*case)
    found = gap(held, part).parts[0]
    if found.package is None:
        assert not found.failing or any(not one.options for one in found.failing)
        return
    assert FAIL not in statuses(under(held, found.package.changes), part).values()
    for left in found.package.changes:
        rest = tuple(change for change in found.package.changes if change is not left)
        assert FAIL in statuses(under(held, rest), part).values()


@QUIETLY
@given(CASES, st.sampled_from([1e-3, 7.0, 655.957]))
def test_the_currency_does_not_matter_for_shares(case: tuple[str, Written, float], rate: float) -> None:
    part, held = case[0], country(*case)
    money = ("wage", "earnings", "allowance", "benefits", "contributions", "resources")
    other = {
        key: Input(one.value * rate)
        for key, one in held.inputs.items()
        if key.endswith(money) and "." not in key
    }
    formula = case[1]
    names = ("flat", "ceiling", "at_least", "at_most")
    key = next(key for key in held.inputs if key.endswith(".formula"))
    other[key] = Input(replace(formula, **{name: getattr(formula, name) * rate for name in names}))

    def shares(practice: Practice) -> dict[str, tuple[float, float]]:
        options = [option for one in gap(practice, part).parts[0].failing for option in one.options]
        return {
            one.change.path: (round(one.change.minimum, 7), one.change.after)
            for one in options
            if len(one.changes) == 1 and one.change.unit.startswith("share")
        }

    assert shares(held.given(other)) == shares(held)

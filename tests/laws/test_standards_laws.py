"""Laws that hold for every country and every instrument: order, scale, what is not known, and what is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.model.practice import (
    EARNINGS,
    FORMULAS,
    LABOURER,
    PROTECTED,
    SKILLED,
    Practice,
    Written,
)
from socle.model.verdict import FAIL, PASS, UNKNOWN
from socle.standards.reference_wages import Option
from socle.standards.wage_scan import Allowances, at_and_below
from tests.standards.random_practices import (
    MONEY_FIGURES,
    OF_COUNTRY,
    RAISING,
    country,
    formula,
    money_keys,
    statuses,
    verdicts,
)

seeds = st.integers(0, 2**32 - 1)
few = settings(max_examples=40, deadline=None)
RAISED_INPUTS = (
    "means_counted",
    "total_paid",
    "family_benefits",
    "duration_weeks",
    "leave_weeks",
    "postnatal_weeks",
)


def changed(practice: Practice, values: Mapping[str, object]) -> Practice:
    return practice.given({key: replace(practice.inputs[key], value=value) for key, value in values.items()})


def formulas(practice: Practice) -> dict[str, Written]:
    return {key: one.value for key, one in practice.inputs.items() if isinstance(one.value, Written)}


def never(before: Mapping[str, str], after: Mapping[str, str], was: str, now: str) -> None:
    turned = [name for name in before if before[name] == was and after[name] == now]
    assert not turned, turned


@few
@given(seeds, st.sampled_from(RAISING), st.floats(0.001, 3))
def test_raising_a_figure_of_a_benefit_never_turns_pass_into_fail(seed: int, figure: str, by: float) -> None:
    base = country(seed)
    raised = {
        key: replace(one, **{figure: getattr(one, figure) + by * (100 if figure in MONEY_FIGURES else 0.1)})
        for key, one in formulas(base).items()
        if one.kind == EARNINGS or figure == "flat"
    }
    never(statuses(base), statuses(changed(base, raised)), PASS, FAIL)


@few
@given(seeds, st.sampled_from(RAISED_INPUTS), st.floats(1.001, 10))
def test_paying_more_or_longer_never_turns_pass_into_fail(seed: int, name: str, by: float) -> None:
    base = country(seed)
    raised = {key: one.value * by for key, one in base.inputs.items() if key.endswith(name)}
    never(statuses(base), statuses(changed(base, raised)), PASS, FAIL)


@few
@given(seeds, st.sampled_from(OF_COUNTRY), st.floats(1.001, 10))
def test_raising_a_reference_wage_never_turns_fail_into_pass(seed: int, wage: str, by: float) -> None:
    base = country(seed)
    if wage in base.inputs:
        after = changed(base, {wage: base.value(wage) * by})
        never(statuses(base), statuses(after), FAIL, PASS)


@few
@given(seeds, st.sampled_from([1 / 52, 1 / 12, 7, 1e6]))
def test_the_unit_of_money_and_its_period_change_no_result(seed: int, times: float) -> None:
    base = country(seed)
    scaled = {
        key: one.value * times for key, one in base.inputs.items() if key.split(".")[-1] in money_keys()
    }
    scaled |= {
        key: replace(one, **{name: getattr(one, name) * times for name in MONEY_FIGURES})
        for key, one in formulas(base).items()
    }
    after = dict(verdicts(changed(base, scaled)))
    for name, one in verdicts(base):
        for (_, left), (_, right) in zip(one.every(), after[name].every(), strict=True):
            assert (left.status, left.missing, left.flips) == (right.status, right.missing, right.flips), name
            if left.value is not None:
                assert right.value == pytest.approx(left.value * (times if left.unit == "money" else 1)), name


@few
@given(seeds)
def test_taking_an_input_away_leaves_a_result_or_makes_it_unknown(seed: int) -> None:
    """Also what is not applicable stays so, or is unknown. Of a branch that is not provided nothing else is said."""
    base = country(seed, known=0.97)
    before = statuses(base)
    for key in np.random.default_rng(seed).choice(sorted(base.inputs), 12, replace=False):
        after = statuses(base.without(key))
        assert not [name for name in before if after[name] not in (before[name], UNKNOWN)], key


@few
@given(seeds)
def test_declaring_the_exceptions_never_turns_pass_into_fail(seed: int) -> None:
    base = country(seed)
    never(statuses(base), statuses(base, exceptions=True), PASS, FAIL)


@few
@given(seeds)
def test_a_result_flips_only_where_choosing_another_wage_changes_it(seed: int) -> None:
    base = country(seed)
    chosen = [("skilled", name) for name in SKILLED] + [("labourer", name) for name in LABOURER]
    single = [statuses(replace(base, choices={kind: (name,)})) for kind, name in chosen]
    for name, one in verdicts(base):
        if one.test in ("part", "acceptance"):
            continue
        found = {each[name] for each in single}
        assert not one.flips or len(found) > 1, name
        assert one.flips or not {PASS, FAIL} <= found, name


@few
@given(seeds, st.sampled_from(sorted(above for above, _ in PROTECTED.values())), st.floats(1, 1e5))
def test_protecting_one_more_person_never_turns_pass_into_fail(seed: int, group: str, more: float) -> None:
    base = country(seed)
    raised = {key: one.value + more for key, one in base.inputs.items() if key.endswith(f".{group}")}
    never(statuses(base), statuses(changed(base, raised)), PASS, FAIL)


@few
@given(seeds, st.sampled_from([0.0, 20.0, 60.0]), st.booleans(), st.floats(100, 1500))
def test_the_lowest_ratio_is_that_of_a_scan_of_every_wage(
    seed: int, allowance: float, go_on: bool, top: float
) -> None:
    one = formula(np.random.default_rng(seed), EARNINGS)
    given_ = Allowances(allowance, allowance if go_on else 0.0)
    years = 20.0
    wages = np.concatenate([np.linspace(0, top, 20001)[1:], top * np.geomspace(1e-12, 1, 2001)])
    ratios = (one.amount(wages, years) + given_.during) / (wages + given_.at_work)
    (found,) = at_and_below(one, years, [Option("d", "mean_earnings", top)], given_)
    assert found is not None
    assert found.value == pytest.approx(
        (one.amount(np.array([top]), years)[0] + given_.during) / (top + given_.at_work)
    )
    assert found.lowest <= ratios.min() + 1e-9 * (1 + abs(ratios.min()))
    assert found.lowest == pytest.approx(ratios.min(), rel=2e-3, abs=2e-3)
    assert 0 <= found.lowest_wage <= top


def test_there_are_random_countries_of_every_result() -> None:
    found = {status for seed in range(20) for status in statuses(country(seed)).values()}
    assert found == {PASS, FAIL, UNKNOWN, "not_applicable"}
    assert {one.kind for seed in range(20) for one in formulas(country(seed)).values()} == set(FORMULAS)
    assert any(one.flips for seed in range(20) for _, one in verdicts(country(seed)))

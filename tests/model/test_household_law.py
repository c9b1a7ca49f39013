"""Law that looks at households: whom it selects, how an amount is divided, who is reached together."""

from __future__ import annotations

import numpy as np
import pytest

from socle.engine.records import run_records
from socle.ground.refusals import Refusal
from socle.model.law import read, walk
from socle.model.population import Population
from tests.engine.small import economy, law, scheme

PER_HOUSEHOLD = "per_household: {amount: {unit: XTS, per: year, 2020: 1200}}"
AGES, SIZES = np.array([30.0, 3, 8, 70, 25, 40, 41]), (3, 1, 3)
STARTS = np.concatenate([[0], np.cumsum(SIZES)])


def paid(*benefits: str, **columns: list[float]) -> dict[str, np.ndarray]:
    """What each person of three households receives in 2024."""
    known = {name: np.array(values, np.float64) for name, values in columns.items()}
    people = Population(np.ones(7), {"age": AGES, "sex": np.zeros(7), **known}, households=STARTS)
    answers = run_records(law(*benefits), people, economy(), 2024, 0).benefits
    return {path: one.amount for path, one in answers.items()}


def test_an_amount_of_a_household_is_divided_among_the_members_of_those_selected() -> None:
    got = paid(f"who: [lives_with: {{below: 18}}]\nhow_much: [{PER_HOUSEHOLD}]")["s.b"]
    assert got == pytest.approx([400, 400, 400, 0, 0, 0, 0])


def test_each_member_receives_it_in_full_where_the_law_says_so() -> None:
    got = paid(f"who: [age_band: {{below: 18}}]\nhow_much: [{PER_HOUSEHOLD}, to_each_member]")["s.b"]
    assert got == pytest.approx([0, 1200, 1200, 0, 0, 0, 0])


def test_a_taper_counts_the_income_of_all_members_beyond_the_free_part() -> None:
    free = "{unit: XTS, per: year, 2020: 100}"
    taper = f"less_household_income: {{share: 50%, above: {free}, on: {{other_income: earnings}}}}"
    got = paid(
        f"who: [household_size: {{}}]\nhow_much: [{PER_HOUSEHOLD}, {taper}]",
        earnings=[500, 0, 0, 0, 80, 0, 0],
    )["s.b"]
    assert got == pytest.approx([1000 / 3] * 3 + [1200] + [400] * 3)


def test_a_test_of_means_may_count_the_benefit_of_another_scheme() -> None:
    pension = "who: [age_band: {at_least: 65}]\nhow_much: [flat: {amount: {unit: XTS, per: year, 2020: 900}}]"
    limit = "household_income_below: {limit: {unit: XTS, per: year, 2020: 300}, on: {other_income: [s.b, earnings]}}"
    got = paid(pension, f"who: [{limit}]\nhow_much: [{PER_HOUSEHOLD}]", earnings=[800, 0, 0, 0, 0, 0, 1000])
    assert got["t.b"] == pytest.approx([400, 400, 400, 0, 0, 0, 0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"who: [women]\nhow_much: [{PER_HOUSEHOLD}]", "is an amount per household"),
        ("who: everyone\nhow_much: [share_of_line: {share: 1}, shared]", "changes the amount of a household"),
        ("who: everyone\nhow_much: [shared]", "cannot be the first step"),
        (f"who: everyone\nhow_much: [share_of_line: {{share: 1}}, {PER_HOUSEHOLD}]", "begins anew"),
    ],
)
def test_an_amount_whose_receiver_is_in_doubt_is_refused(text: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        read([scheme(text)])


def test_members_of_a_household_that_the_law_selects_are_reached_together() -> None:
    together, apart = (
        read([scheme(f"who: [{who}]\nhow_much: [share_of_line: {{share: 1}}]\ntake_up: 0.5")])
        for who in ("household_size: {at_least: 2}", "age_band: {at_least: 6}")
    )
    levels = [
        {n.level for n in walk(one.benefits["s.b"].amount) if n.chance is not None}
        for one in (together, apart)
    ]
    assert levels == [{"household"}, {"person"}]
    people = Population(
        np.ones(3000), {"age": np.full(3000, 20.0), "sex": np.zeros(3000), "poverty_line": np.full(3000, 1.0)},
        households=np.arange(0, 3001, 3),
    )  # fmt: skip
    members = run_records(together, people, economy(), 2024, 1).benefits["s.b"].recipients.reshape(-1, 3)
    assert set(members.sum(axis=1)) == {0.0, 3.0}
    assert 0.4 < members.mean() < 0.6

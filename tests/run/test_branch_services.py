"""Sickness, maternity, health and long-term care from their files, worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from socle.ground.refusals import Refusal
from tests.run.test_branch import column, figure, valued

SICK = """\
administration: 10%
growth: {people: 2%, wages: 3%}
benefit: {waiting: 1, days: 4, rate: 50%}
spells: {1: 100%, 3: 40%, 5: 20%}
groups:
  a: {insured: 100, wage: 3650, spells: 2}
  b: {insured: 300, wage: 7300, spells: 0.5}
reserve: {months: 6, years: 2, held: 100}
"""


def test_sickness_costs_spells_times_paid_days_times_daily_wage(tmp_path: Path) -> None:
    found = valued(tmp_path, SICK, branch_="sickness", years=2)
    days = 0.7 + 0.4 + 0.3  # the second, third and fourth day
    cost = 200 * days * 0.5 * 10 + 150 * days * 0.5 * 20
    payroll = 365_000 + 2_190_000
    assert figure(found, "paid_days") == pytest.approx(days)
    assert figure(found, "cost_rate") == pytest.approx(1.1 * cost / payroll)
    assert figure(found, "closed_form") == pytest.approx(cost / payroll)
    assert column(found, "years", "benefits") == pytest.approx([cost, cost * 1.02 * 1.03])
    assert column(found, "years", "beneficiaries")[0] == pytest.approx(350 * days / 365)
    lacking = 1.1 * cost / 2 - 100
    assert figure(found, "contribution_rate") == pytest.approx((1.1 * cost + lacking / 2) / payroll)
    closed = next(one for one in found.figures if one.key == "closed_form")
    product = 1.0
    for value, _ in closed.worked:
        product *= value
    assert product == pytest.approx(closed.value)


BORN = """\
benefit: {weeks: 13, rate: 80%}
groups:
  young: {women: 1000, wage: 5200, fertility: 10%, eligible: 50%}
  older: {women: 500, wage: 10400, fertility: 4%}
payroll: 1_000_000
"""


def test_maternity_costs_births_times_weeks_times_weekly_wage(tmp_path: Path) -> None:
    found = valued(tmp_path, BORN, branch_="maternity", years=2)
    cost = 50 * 13 * 0.8 * 100 + 20 * 13 * 0.8 * 200
    assert figure(found, "closed_form") == pytest.approx(cost)
    assert figure(found, "cost_rate") == pytest.approx(cost / 1_000_000)
    assert column(found, "years", "births") == pytest.approx([70, 70])
    assert column(found, "years", "beneficiaries") == pytest.approx([70 * 13 / 52] * 2)
    assert column(found, "groups", "benefits").sum() == pytest.approx(cost)


def refused(folder: Path, text: str, branch: str) -> str:
    with pytest.raises(Refusal) as caught:
        valued(folder, text, branch_=branch, years=2)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("5: 20%", "5: 50%", 12, "5 days or more cannot be above that of 3"),
        ("5: 20%", "", 12, "to the last paid, 4"),
        ("waiting: 1", "waiting: 5", 11, "longer than the duration"),
        ("spells: 2}", "spels: 2}", 14, "Did you mean `spells`?"),
        ("days: 4", "days: four", 11, "a whole number from 1"),
        ("years: 2, held", "years: 0, held", 16, "years above 0"),
    ],
)
def test_what_is_wrong_with_sickness_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in SICK
    said = refused(tmp_path, SICK.replace(old, new), "sickness")
    assert words in said
    assert f"case.yaml:{line}:" in said


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("weeks: 13", "weeks: 60", 9, "not within a year"),
        ("fertility: 10%", "fertility: 110%", 11, "out of range"),
        ("payroll: 1_000_000", "payroll: 0", 13, "payroll above 0"),
    ],
)
def test_what_is_wrong_with_maternity_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in BORN
    said = refused(tmp_path, BORN.replace(old, new), "maternity")
    assert words in said
    assert f"case.yaml:{line}:" in said

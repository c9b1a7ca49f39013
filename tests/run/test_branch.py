"""The branches of social insurance beside pensions, from their files to what they cost, worked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.model.branch_case import Valuation
from socle.run.branch import branch

HEAD = """\
case: tried
branch: {branch}
country: XXX
currency: XTS
per: {per}
year: 2024
years: {years}
sources: [by hand]
"""


def valued(folder: Path, text: str, *, branch_: str, per: str = "year", years: int = 3) -> Valuation:
    path = folder / "case.yaml"
    path.write_text(HEAD.format(branch=branch_, per=per, years=years) + text, encoding="utf-8")
    return branch(str(path))


def figure(found: Valuation, key: str) -> float:
    return next(one.value for one in found.figures if one.key == key)


def column(found: Valuation, grid: str, key: str) -> np.ndarray:
    table = next(one for one in found.grids if one.key == grid)
    return np.array(next(one.values for one in table.columns if one.key == key))


UNEMPLOYED = """\
administration: 10%
benefit: {waiting: 0, duration: 6, replacement: 50%}
groups:
  all: {insured: 1000, wage: 1000, separation: 1%, exit: 10%, eligible: 80%, involuntary: 50%}
"""


def unemployed(folder: Path, more: str = "", text: str = UNEMPLOYED, years: int = 3) -> Valuation:
    return valued(folder, text + more, branch_="unemployment", per="month", years=years)


def test_unemployment_costs_entry_times_duration_times_replacement(tmp_path: Path) -> None:
    found = unemployed(tmp_path)
    rate = 0.01 * 0.8 * 0.5 * (1 - 0.9**6) / 0.1 * 0.5
    assert figure(found, "closed_form") == pytest.approx(rate, rel=1e-12)
    assert figure(found, "cost_rate") == pytest.approx(1.1 * rate, rel=1e-12)
    assert figure(found, "difference") == pytest.approx(0, abs=1e-15)
    assert column(found, "years", "claims") == pytest.approx(np.full(3, 12 * 4.0))
    assert column(found, "years", "benefits") == pytest.approx(np.full(3, rate * 12_000_000))


def test_the_four_factors_multiply_to_the_cost_rate_of_unlike_groups(tmp_path: Path) -> None:
    more = "  low: {insured: 500, wage: 400, wage_ratio: 80%, separation: 3%, exit: 25% 20% 10%, eligible: 60%}\n"
    text = UNEMPLOYED.replace("50%}\ngroups", "50%, floor: 170, cap: 450}\ngroups")
    found = unemployed(tmp_path, more, text)
    closed = next(one for one in found.figures if one.key == "closed_form")
    assert np.prod([value for value, _ in closed.worked]) == pytest.approx(closed.value, rel=1e-12)
    assert figure(found, "difference") == pytest.approx(0, abs=1e-15)
    # by hand: 450 a month for the first group, 170 (above half of 320) for the second
    stays = [1, 0.75, 0.6, 0.54, 0.486, 0.4374]
    paid = 4 * (1 - 0.9**6) / 0.1 * 450 + 500 * 0.03 * 0.6 * sum(stays) * 170
    assert closed.value == pytest.approx(paid / (1000 * 1000 + 500 * 400), rel=1e-12)


def test_a_group_with_a_record_has_the_binomial_share_with_a_right(tmp_path: Path) -> None:
    text = UNEMPLOYED.replace("eligible: 80%", "paying: 50%") + "needs: {months: 2, of_last: 3}\n"
    assert column(unemployed(tmp_path, text=text), "groups", "right") == pytest.approx([0.5], abs=1e-9)


def test_durations_follow_the_age_of_the_group(tmp_path: Path) -> None:
    text = UNEMPLOYED.replace("duration: 6", "duration: {0: 2, 50: 3}").replace("all: {", "all: {age: 50, ")
    assert column(unemployed(tmp_path, text=text), "groups", "duration") == pytest.approx([1 + 0.9 + 0.81])


RECESSION = """\
fund: {start: 100_000, rate: 0, return: 0}
recession:
  normal: 5%
  unemployment: {2024: 5%, 2025: 10%, 2026: 5%}
  separation: 0
  exit: 0
"""


def test_a_fund_without_income_falls_by_what_is_paid_and_no_more_is_needed(tmp_path: Path) -> None:
    found = unemployed(tmp_path, RECESSION)
    spent = 1.1 * column(found, "recession", "benefits")
    assert column(found, "recession_fund", "fund") == pytest.approx(100_000 - np.cumsum(spent))
    assert figure(found, "reserve_needed") == pytest.approx(spent.sum())
    assert figure(found, "low_point") == pytest.approx(100_000 - spent.sum())
    # with rates that do not answer, claims fall with employment alone
    assert column(found, "years", "claims")[0] == pytest.approx(48)
    assert figure(found, "high_cost_multiple") == pytest.approx(
        100_000 / 12e6 / np.mean(column(found, "recession", "cost_rate"))
    )


def test_a_recession_that_answers_costs_more_and_its_extension_more_still(tmp_path: Path) -> None:
    rates = RECESSION.replace("separation: 0", "separation: 5").replace("exit: 0", "exit: 5")
    longer = rates + "  extension: {trigger: 5%, months: 3}\n"
    plain, extended = unemployed(tmp_path, rates), unemployed(tmp_path, longer)
    assert column(extended, "recession", "extended") == pytest.approx([0, 12, 0])
    assert figure(plain, "extra_cost") > 0
    assert figure(extended, "extra_cost") > figure(plain, "extra_cost")
    lost = 12e6 * (1 - 0.9 / 0.95)
    assert figure(plain, "stabiliser") == pytest.approx(figure(plain, "extra_cost") / lost)


def test_the_multiple_is_of_the_past_where_the_file_gives_it(tmp_path: Path) -> None:
    past = "history: {2001: 1%, 2002: 2%, 2003: 3%, 2004: 4%}\n"
    found = unemployed(tmp_path, RECESSION + past)
    assert figure(found, "high_cost_multiple") == pytest.approx(100_000 / 12e6 / 0.03)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("separation: 1%", "seperation: 1%", 12, "Did you mean `separation`?"),
        ("insured: 1000,", "", 12, "`groups.all` needs `insured`."),
        ("insured: 1000", "insured: 0", 12, "A rate needs a payroll above 0."),
        ("exit: 10%", "exit: 110%", 12, "out of range"),
        ("eligible: 80%,", "", 12, "says no right to benefit"),
        ("waiting: 0,", "waiting: 7,", 10, "The waiting period, 7 months, is longer than the duration"),
        ("duration: 6", "duration: 0", 10, "lies above 0"),
        ("administration: 10%", "recession: {}", 9, "say `fund`"),
        ("administration: 10%", "growth: {peple: 1%}", 9, "Did you mean `people`?"),
        ("administration: 10%", "growth: {wages: -150%}", 9, "`-150%` is no rate of growth"),
        ("administration: 10%", "growth: {wages: {2025: 2%}}", 9, "`growth.wages` needs `2026`"),
        ("groups:", "groups: group.csv\nhistory:", 11, "neither a table nor a CSV file"),
    ],
)
def test_what_is_wrong_with_unemployment_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in UNEMPLOYED
    with pytest.raises(Refusal) as caught:
        unemployed(tmp_path, text=UNEMPLOYED.replace(old, new))
    said = str(caught.value)
    assert words in said
    assert f"case.yaml:{line}:" in said


def test_a_table_may_lie_beside_as_csv_and_is_refused_at_its_line(tmp_path: Path) -> None:
    text = UNEMPLOYED.partition("groups:")[0] + "groups: groups.csv\n"
    table = "group,insured,wage,separation,exit,eligible,involuntary\nall,1000,1000,1%,10%,80%,50%\n"
    (tmp_path / "groups.csv").write_text(table, encoding="utf-8")
    assert figure(unemployed(tmp_path, text=text), "closed_form") == figure(
        unemployed(tmp_path), "closed_form"
    )
    (tmp_path / "groups.csv").write_text(table.replace("80%", "x"), encoding="utf-8")
    with pytest.raises(Refusal, match=r"groups\.csv:2: `x` is not a number"):
        unemployed(tmp_path, text=text)
    with pytest.raises(Refusal, match=r"case\.yaml:11: .*Did you mean `groups\.csv`\?"):
        unemployed(tmp_path, text=text.replace("groups.csv", "group.csv"))


def test_money_moves_with_wages_and_the_cost_rate_does_not(tmp_path: Path) -> None:
    text = UNEMPLOYED.replace("50%}\ngroups", "50%, floor: 400, cap: 450}\ngroups")
    plain, grown = unemployed(tmp_path, text=text), unemployed(tmp_path, "growth: {wages: 5%}\n", text)
    expected = column(plain, "years", "benefits") * 1.05 ** np.arange(3)
    assert column(grown, "years", "benefits") == pytest.approx(expected)
    assert column(grown, "years", "cost_rate") == pytest.approx(column(plain, "years", "cost_rate"))


def test_growth_may_be_said_year_by_year(tmp_path: Path) -> None:
    found = unemployed(tmp_path, "growth: {people: {2025: 10%, 2026: -10%}}\n")
    assert column(found, "years", "insured") == pytest.approx([1000, 1100, 990])


def test_a_fund_that_pays_nothing_earns_its_return_of_a_year_in_twelve_months(tmp_path: Path) -> None:
    text = UNEMPLOYED.replace("separation: 1%", "separation: 0")
    found = unemployed(tmp_path, "fund: {start: 100_000, rate: 0, return: 10%}\n", text)
    assert column(found, "fund", "fund") == pytest.approx([110_000, 121_000, 133_100])
    assert column(found, "fund", "return") == pytest.approx([10_000, 11_000, 12_100])

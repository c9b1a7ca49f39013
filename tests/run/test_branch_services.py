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


WELL = """\
administration: 10%
growth: {people: 10%, wages: 20%}
services:
  visits: {price: 10, copay: 50%, cap: 12}
  days: {price: 100}
groups:
  young: {people: 100, growth: -10%, cover: 50%, visits: 2, days: 0}
  old: {people: 50, cover: 100%, visits: 4, days: 1}
drivers: {prices: 5%, labour_share: 50%, income: 3%, elasticity_first: 2, elasticity_last: 1, residual: 1%}
payroll: 10_000
gdp: 100_000
staff: {visits: {a_worker: 100, workers: 3}}
beds: {days: {occupancy: 50%, beds: 1}}
"""


def test_health_bills_are_shared_between_scheme_patients_and_the_uncovered(tmp_path: Path) -> None:
    found = valued(tmp_path, WELL, branch_="health", years=2)
    # young: 20 a head, 10 copaid; old: 40 a head of which 12 at most, and 100 in hospital
    scheme, own, uncovered = 50 * 10 + 50 * (28 + 100), 50 * 10 + 50 * 12, 50 * 20
    assert figure(found, "cost_rate") == pytest.approx(1.1 * scheme / 10_000)
    assert figure(found, "out_of_pocket") == pytest.approx((own + uncovered) / (scheme + own + uncovered))
    assert figure(found, "of_gdp") == pytest.approx(1.1 * scheme / 100_000)
    assert column(found, "years", "own")[0] == pytest.approx(own)
    assert column(found, "services", "scheme") == pytest.approx([500 + 50 * 28, 5000])


def test_health_moves_with_people_income_residual_and_prices(tmp_path: Path) -> None:
    found = valued(tmp_path, WELL.replace("cap: 12", "cap: 1000"), branch_="health", years=2)
    use, price = 1.03 * 1.01, (1.2 * 1.05) ** 0.5
    assert column(found, "drivers", "use") == pytest.approx([1, use])
    assert column(found, "drivers", "price") == pytest.approx([1, price])
    assert column(found, "years", "covered") == pytest.approx([100, 50 * 1.1 * 0.9 + 50 * 1.1])
    young, old = 100 * 1.1 * 0.9, 50 * 1.1
    uncovered = 0.5 * young * 20
    assert column(found, "years", "uncovered")[1] == pytest.approx(uncovered * use * price)
    visits = (young * 2 + old * 4) * use
    assert column(found, "staff_visits", "met") == pytest.approx([3 / 4, 3 / (visits / 100)])
    assert column(found, "beds_days", "needed")[0] == pytest.approx(50 / (365 * 0.5))


FRAIL = """\
administration: 10%
growth: {wages: 5%}
levels:
  light: {home: {share: 50%, cost: 100}}
  heavy: {home: {share: 20%, cost: 300}, institution: {share: 30%, cost: 1000}}
groups:
  men: {people: 1000, light: 10%, heavy: 2%}
  women: {people: 2000, growth: 10%, light: 5%, heavy: 4%}
"""


def test_long_term_care_costs_the_dependent_in_each_setting(tmp_path: Path) -> None:
    found = valued(tmp_path, FRAIL, branch_="long_term_care", years=2)
    cost = 200 * 0.5 * 100 + 100 * (0.2 * 300 + 0.3 * 1000)
    assert figure(found, "closed_form") == pytest.approx(cost)
    assert figure(found, "cost") == pytest.approx(1.1 * cost)
    closed = next(one for one in found.figures if one.key == "closed_form")
    product = 1.0
    for value, _ in closed.worked:
        product *= value
    assert product == pytest.approx(cost)
    assert column(found, "years", "informal")[0] == pytest.approx(300 - 100 - 50)
    later = (100 + 110) * 0.5 * 100 + (20 + 88) * 360
    assert column(found, "years", "cost")[1] == pytest.approx(1.1 * later * 1.05)
    assert column(found, "settings", "recipients") == pytest.approx([120, 30])


@pytest.mark.parametrize(
    ("case", "old", "new", "line", "words"),
    [
        ((WELL, "health"), "visits: 2,", "visit: 2,", 15, "Did you mean `visits`?"),
        ((WELL, "health"), "copay: 50%", "copay: 150%", 12, "out of range"),
        ((WELL, "health"), "staff: {visits", "staff: {visit", 20, "Did you mean `visits`?"),
        ((WELL, "health"), "occupancy: 50%", "occupancy: 0", 21, "occupancy above 0"),
        ((WELL, "health"), "residual: 1%", "residual: -100%", 17, "-100 %|100 %"),
        ((FRAIL, "long_term_care"), "share: 30%", "share: 90%", 11, "sum to 1 or less"),
        ((FRAIL, "long_term_care"), "light: 10%, ", "", 15, "`groups.men` needs `light`"),
        (
            (FRAIL, "long_term_care"),
            "{share: 50%, cost: 100}",
            "{share: 50%}",
            12,
            "`levels.light.home` needs `cost`",
        ),
    ],
)
def test_what_is_wrong_with_care_is_told_with_its_line(
    tmp_path: Path, case: tuple[str, str], old: str, new: str, line: int, words: str
) -> None:
    text, branch = case
    assert old in text
    said = refused(tmp_path, text.replace(old, new), branch)
    assert any(word in said for word in words.split("|"))
    assert f"case.yaml:{line}:" in said


def test_use_falls_where_fewer_die_and_the_dying_use_more(tmp_path: Path) -> None:
    text = WELL.replace("old: {people: 50,", "old: {people: 50, deaths: 10%, deaths_last: 5%,")
    text = text.replace("young: {people: 100,", "young: {people: 100, deaths: 0, deaths_last: 0,")
    still = valued(tmp_path, WELL, branch_="health", years=2)
    moved = valued(
        tmp_path, text.replace("residual: 1%", "residual: 1%, dying: 5"), branch_="health", years=2
    )
    days = column(still, "beds_days", "needed"), column(moved, "beds_days", "needed")
    assert days[1] == pytest.approx(days[0] * [1, (1 + 0.05 * 4) / (1 + 0.1 * 4)])
    assert "`groups.young` says no `deaths`" in refused(
        tmp_path, WELL.replace("residual: 1%", "residual: 1%, dying: 5"), "health"
    )
    assert "`drivers.dying`" in refused(tmp_path, text, "health")


def test_caps_of_patients_rise_with_the_price_of_care(tmp_path: Path) -> None:
    found = valued(tmp_path, WELL.replace("growth: {people: 10%, wages: 20%}", "growth: {wages: 20%}")
                   .replace("growth: -10%, ", ""), branch_="health", years=2)  # fmt: skip
    use, price = 1.03 * 1.01, (1.2 * 1.05) ** 0.5
    own = 50 * 10 * use * price + 50 * 12 * price  # the old are at the cap, whatever their use
    assert column(found, "years", "own")[1] == pytest.approx(own)


def test_what_is_paid_by_unit_of_care_is_the_same_by_month(tmp_path: Path) -> None:
    yearly = valued(tmp_path, WELL, branch_="health")
    text = WELL.replace("cap: 12}", "cap: 1}").replace("gdp: 100_000", f"gdp: {100_000 / 12:.12f}")
    monthly = valued(
        tmp_path,
        text.replace("payroll: 10_000", f"payroll: {10_000 / 12:.12f}"),
        branch_="health",
        per="month",
    )
    for one, other in zip(yearly.figures, monthly.figures, strict=True):
        assert one.value == pytest.approx(other.value, rel=1e-9), one.key


def test_nobody_in_need_of_care_costs_nothing(tmp_path: Path) -> None:
    found = valued(tmp_path, FRAIL.replace("people: 1000", "people: 0").replace("people: 2000", "people: 0"),
                   branch_="long_term_care", years=1)  # fmt: skip
    assert figure(found, "cost") == 0

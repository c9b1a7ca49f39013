"""Employment injury from its file: published annuities, three forms of financing by hand, run-off, industries."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.model.branch_case import Valuation
from tests.project.test_injury import MEN, PAID, TO_PAY, WOMEN
from tests.run.test_branch import column, figure, valued

ONE = """\
industries:
  all: {insured: 1000, wage: 3650, women: 0%, accidents: 10%}
ages: {25: 100%}
temporary: {share: 50%, days: 20, rate: 60%}
permanent: {rate: 50%, degrees: {100%: 1%}}
death:
  share: 0%
  spouse: 40%
  child: 20%
  family: 70%
  married: {men: 80%, women: 60%}
  age_gap: {men: -2, women: 4}
  children: {men: 2, women: 1.5}
  child_age: 8
  child_until: 18
medical: 10
mortality: {file: lives.csv}
interest: 2%
"""


def lives(folder: Path) -> None:
    rows = [
        f"{age},{sex},{l}"
        for sex, table in (("male", MEN), ("female", WOMEN))
        for age, l in enumerate(table)  # noqa: E741
    ]
    (folder / "lives.csv").write_text("age,sex,l\n" + "\n".join(rows) + "\n", encoding="utf-8")


def injured(folder: Path, text: str = ONE, years: int = 3) -> Valuation:
    lives(folder)
    return valued(folder, text, branch_="employment_injury", years=years)


@pytest.mark.parametrize(
    ("rate", "man", "woman"), [("0", 51.25, 56.01), ("2%", 31.57, 33.34), ("4%", 21.55, 22.27)]
)
def test_capital_values_are_the_published_ones(tmp_path: Path, rate: str, man: float, woman: float) -> None:
    found = injured(tmp_path, ONE.replace("interest: 2%", f"interest: {rate}"))
    assert column(found, "capital_values", "men") == pytest.approx([man], abs=0.015)
    assert column(found, "capital_values", "women") == pytest.approx([woman], abs=0.015)


def test_three_forms_of_financing_by_hand(tmp_path: Path) -> None:
    more = "administration: 10%\nclaims: {2022: [100, 150], 2023: [200]}\ngrowth: {wages: 4%}\n"
    found = injured(tmp_path, ONE + more)
    payroll = 3_650_000.0
    short = 100 * 0.5 * 20 * 0.6 * 10 + 100 * 10
    pension = 100 * 0.01 * 0.5 * 3650
    p = MEN[26] / MEN[25]
    paid = pension * (1 + p) / 2
    overhead = 0.1 * (short + paid)
    capital = pension * column(found, "capital_values", "men")[0]
    assert figure(found, "assessment_rate") == pytest.approx((short + paid + overhead) / payroll, rel=1e-12)
    assert figure(found, "terminal_rate") == pytest.approx((short + capital + overhead) / payroll, rel=1e-12)
    # 200 x 1.5 less 200 is outstanding, and rises with wages
    assert figure(found, "outstanding") == pytest.approx(100)
    full = (short + capital + overhead + 100 * 0.04) / payroll
    assert figure(found, "full_rate") == pytest.approx(full, rel=1e-12)
    alone = injured(tmp_path, ONE + more, years=1)
    assert figure(alone, "full_rate") == pytest.approx(full, rel=1e-12)
    two = pension * 1.04 * (1 + p) / 2 + pension * p * (MEN[26] + MEN[27]) / MEN[26] / 2
    assert column(found, "costs", "pensions")[1] == pytest.approx(two)


WHOLE = (
    ONE.replace("share: 0%", "share: 3%")
    .replace("degrees: {100%: 1%}", "attendance: 20%, reversion: 60%, degrees: {30%: 4%, 100%: 1%}")
    .replace("women: 0%", "women: 40%")
    .replace("{25: 100%}", "{20: 30%, 45: 50%, 64: 20%}")
    .replace("lives.csv}", "lives.csv, disabled: 1.4}")
)


def test_awards_run_off_to_their_capital_value_with_families_and_reversion(tmp_path: Path) -> None:
    assert figure(injured(tmp_path, WHOLE), "run_off") == pytest.approx(0, abs=1e-12)


def test_a_death_costs_what_spouse_and_children_receive_within_the_maximum(tmp_path: Path) -> None:
    text = WHOLE.replace("interest: 2%", "interest: 0").replace("child: 20%", "child: 0%")
    found = injured(tmp_path, text)
    wife = np.array(WOMEN[43:], dtype=float)
    annuity = (wife.sum() - wife[0] / 2) / wife[0]
    assert column(found, "capital_values", "death_men")[1] == pytest.approx(0.4 * 0.8 * annuity, rel=1e-9)
    both = column(injured(tmp_path, text.replace("child: 0%", "child: 20%")), "capital_values", "death_men")[
        1
    ]
    capped = column(injured(tmp_path, text.replace("child: 0%", "child: 20%").replace("family: 70%", "family: 36%")),
                    "capital_values", "death_men")[1]  # fmt: skip
    # spouse and children together would have 72 %, above both maxima
    assert capped == pytest.approx(both * 0.36 / 0.7)


def test_pensions_in_payment_are_worth_their_annuity_and_grow_with_their_index(tmp_path: Path) -> None:
    text = ONE.replace("accidents: 10%", "accidents: 0%") + "pensions: {25: {men: 100}}\nindexation: 10%\n"
    found = injured(tmp_path, text)
    assert figure(found, "pensions_value") == pytest.approx(100 * column(found, "capital_values", "men")[0])
    p, q = MEN[26] / MEN[25], MEN[27] / MEN[26]
    assert column(found, "costs", "pensions")[:2] == pytest.approx([100 * (1 + p) / 2, 110 * p * (1 + q) / 2])


def test_the_chain_ladder_of_a_file_is_that_of_mack(tmp_path: Path) -> None:
    rows = "".join(f"  {2014 + at}: {list(row)}\n" for at, row in enumerate(PAID))
    found = injured(tmp_path, ONE + "claims:\n" + rows)
    assert column(found, "claims", "outstanding") / 1000 == pytest.approx(TO_PAY, abs=0.5)
    assert figure(found, "outstanding") == pytest.approx(18_680_856, abs=0.5)


TWO = ONE.replace("ages:", "  other: {insured: 3000, wage: 7300, women: 50%, accidents: 1%}\nages:")


def test_industry_rates_raise_the_cost_of_all_between_own_and_common(tmp_path: Path) -> None:
    found = injured(tmp_path, TWO + "credibility: {accidents_half_believed: 300, years: 3}\n")
    payroll, own, rate = (column(found, "industries", key) for key in ("payroll", "own", "rate"))
    assert column(found, "industries", "credibility") == pytest.approx([300 / 600, 90 / 390])
    assert rate @ payroll == pytest.approx(own @ payroll)
    assert own[1] < rate[1] < rate[0] < own[0]


def test_experience_of_the_past_gives_credibility_by_buhlmann_and_straub(tmp_path: Path) -> None:
    past = (
        "experience:\n"
        "  all: {2022: {cost: 60, payroll: 1000}, 2023: {cost: 80, payroll: 1000}}\n"
        "  other: {2022: {cost: 10, payroll: 1000}, 2023: {cost: 10, payroll: 1000}}\n"
    )
    # means 0.07 and 0.01; within 1000 x 2 x 0.01^2 / 2 = 0.1; between, of equal weights, 0.06^2 / 2 - 0.1 / 2000
    k = 0.1 / (0.06**2 / 2 - 0.1 / 2000)
    trust = column(injured(tmp_path, TWO + past), "industries", "credibility")
    assert trust == pytest.approx([2000 / (2000 + k)] * 2)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("accidents: 10%", "acidents: 10%", 10, "Did you mean `accidents`?"),
        ("{25: 100%}", "{25: 90%}", 11, "make up 90 %"),
        ("{25: 100%}", "{125: 100%}", 11, "125 is not an age of the life table"),
        ("share: 50%, days", "share: 99.5%, days", 13, "more than all accidents"),
        ("age_gap: {men: -2", "age_gap: {men: -2.5", 20, "whole years"),
        ("interest: 2%", "intrest: 2%", 26, "Did you mean `interest`?"),
        ("medical: 10", "medical: 10\nclaims: {2023: [0, 5]}", 25, "A triangle of claims"),
        ("medical: 10", "medical: 10\npensions: {old: {men: 5}}", 25, "old is not an age"),
    ],
)
def test_what_is_wrong_with_employment_injury_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in ONE
    with pytest.raises(Refusal) as caught:
        injured(tmp_path, ONE.replace(old, new))
    said = str(caught.value)
    assert words in said
    assert f"case.yaml:{line}:" in said


RATED = (
    TWO
    + "credibility: {accidents_half_believed: 300}\n"
    + "enterprises:\n"
    + "  careful: {industry: all, payroll: 365_000, cost: 0}\n"
    + "  careless: {industry: all, payroll: 365_000, cost: 1_000_000}\n"
    + "rating: {low: 50%, high: 200%}\n"
)


def test_enterprises_pay_the_rate_of_their_industry_moved_by_believed_experience(tmp_path: Path) -> None:
    found = injured(tmp_path, RATED)
    rate = column(found, "industries", "rate")[0]
    # 100 persons of 3650 a year with one accident in ten: ten accidents expected
    trust = 10 / 310
    assert column(found, "enterprises", "factor")[0] == pytest.approx(1 - trust)
    assert column(found, "enterprises", "factor")[1] == pytest.approx(
        min(1 + trust * (1_000_000 / (365_000 * rate) - 1), 2)
    )
    assert column(found, "enterprises", "rate")[0] == pytest.approx((1 - trust) * rate)


def test_an_enterprise_of_no_industry_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(
        Refusal, match=r"case\.yaml:\d+: `al` is not among `industries`.*Did you mean `all`\?"
    ):
        injured(tmp_path, RATED.replace("careful: {industry: all", "careful: {industry: al"))
    with pytest.raises(Refusal, match=r"need `credibility\.accidents_half_believed`"):
        injured(tmp_path, RATED.replace("credibility: {accidents_half_believed: 300}\n", ""))


def test_the_disabled_die_by_the_factor_of_the_file(tmp_path: Path) -> None:
    text = ONE.replace("lives.csv}", "lives.csv, disabled: 1.5}").replace("interest: 2%", "interest: 0")
    alive, annuity = 1.0, 0.0
    for age in range(25, len(MEN)):
        q = 1 - (MEN[age + 1] / MEN[age] if age + 1 < len(MEN) else 0)
        after = alive * (1 - min(1.5 * q, 1))
        annuity, alive = annuity + (alive + after) / 2, after
    assert column(injured(tmp_path, text), "capital_values", "men")[0] == pytest.approx(annuity, rel=1e-9)


def test_husbands_left_are_valued_at_their_own_age(tmp_path: Path) -> None:
    text = ONE.replace("interest: 2%", "interest: 0").replace("child: 20%", "child: 0%")
    husband = np.array(MEN[25 + 4 :], dtype=float)
    annuity = (husband.sum() - husband[0] / 2) / husband[0]
    found = column(injured(tmp_path, text), "capital_values", "death_women")[0]
    assert found == pytest.approx(0.4 * 0.6 * annuity, rel=1e-9)


def test_attendance_is_added_to_the_pension_of_those_who_lost_all(tmp_path: Path) -> None:
    def capital(permanent: str) -> float:
        text = ONE.replace("rate: 50%, degrees: {100%: 1%}", permanent)
        return float(column(injured(tmp_path, text), "costs", "capital")[0])

    plain = capital("rate: 50%, degrees: {100%: 1%}")
    assert capital("rate: 50%, attendance: 20%, degrees: {100%: 1%}") == pytest.approx(plain * 0.7 / 0.5)
    assert capital("rate: 50%, attendance: 20%, degrees: {50%: 2%}") == pytest.approx(plain)


def test_wages_by_month_give_the_rates_of_wages_by_year_and_an_accident_costs_the_same(
    tmp_path: Path,
) -> None:
    yearly = injured(tmp_path, WHOLE)
    monthly = valued(
        tmp_path,
        WHOLE.replace("wage: 3650", f"wage: {3650 / 12:.12f}"),
        branch_="employment_injury",
        per="month",
    )
    for one, other in zip(yearly.figures, monthly.figures, strict=True):
        assert one.value == pytest.approx(other.value, rel=1e-9, abs=1e-12), one.key

"""Employment injury: capital values, three forms of financing, outstanding claims, rates by industry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.project.claims import outstanding, ultimate
from socle.project.injury import (
    Costs,
    Severity,
    Survivors,
    accidents,
    capital_value,
    contribution_rate,
    degree_awarded,
    industry_rates,
    pensions_paid,
    reversion,
    temporary_cost,
    with_reversion,
)

# Irish Life Table No. 14, 2001-2003: survivors by age 0-105. Source: Central Statistics Office.
# fmt: off
MEN = (
    100000, 99349, 99301, 99261, 99240, 99220, 99205, 99194, 99179, 99167, 99157, 99147, 99136, 99120,
    99097, 99063, 99016, 98956, 98884, 98804, 98714, 98616, 98511, 98402, 98289, 98176, 98064, 97954,
    97844, 97735, 97629, 97524, 97420, 97317, 97211, 97103, 96991, 96875, 96752, 96621, 96481, 96330,
    96168, 95992, 95803, 95599, 95379, 95140, 94877, 94584, 94259, 93896, 93494, 93048, 92558, 92022,
    91436, 90793, 90083, 89300, 88437, 87487, 86441, 85289, 84024, 82640, 81129, 79482, 77690, 75746,
    73649, 71394, 68970, 66368, 63579, 60606, 57450, 54120, 50629, 46989, 43219, 39357, 35452, 31566,
    27756, 24073, 20572, 17302, 14308, 11618, 9253, 7218, 5507, 4104, 2982, 2109, 1449, 966, 623, 388,
    233, 134, 74, 39, 20, 9,
)
WOMEN = (
    100000, 99484, 99447, 99424, 99406, 99390, 99380, 99372, 99362, 99352, 99342, 99332, 99321, 99308,
    99292, 99274, 99251, 99225, 99196, 99165, 99133, 99100, 99066, 99032, 98998, 98965, 98932, 98901,
    98869, 98836, 98803, 98769, 98733, 98693, 98647, 98593, 98531, 98461, 98382, 98298, 98208, 98113,
    98012, 97903, 97785, 97655, 97514, 97359, 97186, 96993, 96775, 96531, 96260, 95963, 95642, 95299,
    94933, 94540, 94111, 93636, 93111, 92529, 91887, 91179, 90406, 89569, 88662, 87673, 86585, 85383,
    84056, 82594, 80982, 79204, 77255, 75130, 72819, 70303, 67556, 64549, 61267, 57715, 53918, 49921,
    45772, 41514, 37209, 32926, 28741, 24722, 20933, 17427, 14249, 11429, 8980, 6902, 5183, 3796, 2708,
    1877, 1263, 823, 518, 314, 183, 102,
)

# Cumulative payments of Taylor and Ashe (1983), and what each year will still cost as Mack (1993) prints it,
# in thousands. Source: Mack (1993), ASTIN Bulletin 23(2).
PAID = (
    (357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463),
    (352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085),
    (290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315),
    (310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268),
    (443160, 1136350, 2128333, 2897821, 3402672, 3873311),
    (396132, 1333217, 2180715, 2985752, 3691712),
    (440832, 1288463, 2419861, 3483130),
    (359480, 1421128, 2864498),
    (376686, 1363294),
    (344014,),
)
TO_PAY = (0, 95, 470, 710, 985, 1419, 2178, 3920, 4279, 4626)
# fmt: on
TRIANGLE = np.array([(*row, *[np.nan] * (len(PAID) - len(row))) for row in PAID])

AGES = 60
STAY = np.linspace(0.995, 0.8, AGES)
SEVERITY = Severity(0.7, np.array([0.1, 0.05]), 0.01, np.array([0.25, 1.0]), 20.0)


def annuity(lx, age, rate, until=105):
    """The printed definition: 1 a year paid mid-year, survival linear inside the year."""
    lives = np.array(lx, dtype=float)
    middle = (lives[age:until] + np.append(lives[age + 1 :], 0.0)[: until - age]) / 2
    years = np.arange(len(middle)) + 0.5
    return (middle / lives[age] * (1 + rate) ** -years).sum()


@pytest.mark.parametrize(
    ("lx", "rate", "to_65", "life"),
    [(MEN, 0, 38.32, 51.25), (MEN, 0.02, 26.69, 31.57), (MEN, 0.04, 19.64, 21.55),
     (WOMEN, 0, 39.06, 56.01), (WOMEN, 0.02, 27.11, 33.34), (WOMEN, 0.04, 19.89, 22.27)],
)  # fmt: skip
def test_capital_value_of_a_full_pension_of_one_is_the_published_annuity(lx, rate, to_65, life):
    full = np.ones((1, 1))
    assert capital_value(full, 1.0, np.array([[annuity(lx, 25, rate, 65)]])).item() == pytest.approx(
        to_65, abs=0.005
    )
    value = capital_value(full / 2, 0.8, np.array([[annuity(lx, 25, rate)]]), attendance=0.1)
    assert value.item() / 0.5 == pytest.approx(life, abs=0.015)


def run_of_pensions(awards, index):
    return pensions_paid(np.zeros(AGES), awards, np.append(STAY[:-1], 0.0), index)


@pytest.mark.parametrize("growth", [0.0, 0.03])
def test_assessment_costs_terminal_funding_once_steady_if_interest_is_growth(growth):
    years = 90
    first = np.linspace(5.0, 1.0, AGES)
    grown = (1 + growth) ** np.arange(years)
    paid = run_of_pensions(first * grown[:, None], np.zeros(years)).sum(axis=1)
    curve = np.append(STAY[:-1], 0.0)
    value = [
        sum(np.prod(curve[x:k]) * (1 + curve[k]) / 2 / (1 + growth) ** (k - x + 0.5) for k in range(x, AGES))
        for x in range(AGES)
    ]
    capital = capital_value(np.ones(AGES), 1.0, np.array(value)) @ first * grown
    # pensions are paid half a year after the award on average
    assert paid[-1] == pytest.approx(capital[-1] * (1 + growth) ** 0.5, rel=1e-10)
    zero = np.zeros(years)
    costs = Costs(zero + 2, zero + 1, zero, paid, capital, np.zeros(years + 1))
    assert costs.assessment()[-1] - 3 == pytest.approx((costs.terminal()[-1] - 3) * (1 + growth) ** 0.5)
    assert costs.assessment()[0] < costs.terminal()[0]


def test_amounts_in_payment_rise_with_their_index_and_people_grow_older():
    awards = np.zeros((3, AGES))
    awards[0, 0] = 100.0
    paid = run_of_pensions(awards, np.array([0.1, 0.0, 0.0]))
    assert paid[0, 0] == pytest.approx(100 * (1 + STAY[0]) / 2)
    assert paid[1, 1] == pytest.approx(100 * STAY[0] * 1.1 * (1 + STAY[1]) / 2)
    assert np.count_nonzero(paid) == 3


def test_full_funding_raises_terminal_cost_and_the_rise_of_outstanding_claims():
    one = np.ones(2)
    costs = Costs(one * 5, one * 2, one, one * 40, one * 60, np.array([10.0, 14.0, 14.0]))
    assert costs.assessment().tolist() == [48, 48]
    assert costs.terminal().tolist() == [68, 68]
    assert costs.full().tolist() == [72, 68]
    assert contribution_rate(costs.full(), one * 1000) == pytest.approx([0.072, 0.068])


def test_claims_outstanding_are_those_mack_prints():
    assert outstanding(TRIANGLE) / 1000 == pytest.approx(TO_PAY, abs=0.5)
    assert outstanding(TRIANGLE).sum() == pytest.approx(18_680_856, abs=0.5)


def test_claims_that_develop_alike_are_foreseen_exactly_and_scale():
    pattern, size = np.array([0.4, 0.7, 0.9, 1.0]), np.array([100.0, 130.0, 90.0, 200.0])
    triangle = np.where(np.add.outer(range(4), range(4)) < 4, np.outer(size, pattern), np.nan)
    assert ultimate(triangle) == pytest.approx(size, rel=1e-12)
    assert outstanding(3 * triangle) == pytest.approx(3 * size * (1 - pattern[::-1]), abs=1e-9)


def test_accidents_and_their_outcomes_are_products():
    number = accidents(np.full((2, 2, 3), 1000.0), np.array([0.02, 0.05]))
    assert number[:, 0, 0] == pytest.approx([20, 50])
    assert temporary_cost(number, SEVERITY, 0.6, np.array(3650.0))[1, 0, 0] == pytest.approx(
        50 * 0.7 * 20 * 6
    )
    assert degree_awarded(number, SEVERITY)[0, 0, 0] == pytest.approx(20 * (0.1 * 0.25 + 0.05))
    turned = Severity(0.7, np.array([0.05, 0.1]), 0.01, np.array([1.0, 0.25]), 20.0)
    assert degree_awarded(number, turned) == pytest.approx(degree_awarded(number, SEVERITY))


def test_reversion_adds_the_survivor_after_the_joint_life():
    left = reversion(np.array([[18.0]]), np.array([[13.0]]))
    assert left.item() == 5
    assert with_reversion(np.array([[10.0]]), 0.5, np.array([[0.8]]), left).item() == pytest.approx(12.0)


@given(st.floats(0, 1), st.floats(0, 0.4), st.floats(0, 4))
def test_a_family_receives_no_more_than_its_maximum(spouse, child, children):
    one = np.ones((1, 1))
    left = Survivors(spouse, child, 0.75, one, one * children, one * 10, one * 10)
    assert left.capital().item() == pytest.approx(10 * min(spouse + child * children, 0.75))


@given(st.lists(st.tuples(st.floats(1, 100), st.floats(100, 5000), st.floats(0, 1)), min_size=2, max_size=6))
def test_industry_rates_raise_the_cost_of_all_whatever_the_credibility(industries):
    cost, payroll, trust = np.array(industries).T
    rates = industry_rates(cost, payroll, trust)
    assert (rates * payroll).sum() == pytest.approx(cost.sum())
    assert industry_rates(cost[::-1], payroll[::-1], trust[::-1])[::-1] == pytest.approx(rates)
    assert industry_rates(cost, payroll, trust * 0) == pytest.approx(cost.sum() / payroll.sum())
    assert industry_rates(cost, payroll, trust * 0 + 1) == pytest.approx(cost / payroll)


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (lambda: Severity(0.9, np.array([0.2]), 0.0, np.array([0.5]), 3), "sum to 1.1"),
        (lambda: Severity(0.5, np.array([0.2]), 0.0, np.array([0.5, 1]), 3), "2 degrees of incapacity for 1"),
        (lambda: capital_value(np.array(1.1), 0.6, np.array(10.0)), "`degree` is a share"),
        (lambda: capital_value(np.array(1.0), 0.6, np.array(-10.0)), "`annuity` must be"),
        (lambda: reversion(np.ones(1), np.full(1, 2.0)), "cannot be worth more"),
        (lambda: contribution_rate(np.ones(1), np.zeros(1)), "payroll above 0"),
        (lambda: industry_rates(np.ones(1), np.ones(1), np.full(1, 2.0)), "`credibility` is a share"),
        (lambda: ultimate(np.array([[1.0, np.nan, 3.0]])), "without a gap"),
    ],
)
def test_refusals_say_what_is_wrong(refused, words):
    with pytest.raises(Refusal, match=words):
        refused()

"""Health and long-term care: who pays, what moves cost, and what staff and beds allow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.project.care import (
    beds,
    bill,
    fading,
    health_expenditure,
    healthier,
    income_driver,
    long_term_care,
    near_death,
    residual_driver,
    service_price,
    staff,
)

AGES = 91
PEOPLE = np.stack([1000 * 0.97 ** np.arange(AGES), 1010 * 0.975 ** np.arange(AGES)])
USE = np.stack([np.stack([1.02 ** np.arange(AGES), np.linspace(3, 9, AGES)], axis=-1)] * 2)
PRICE = np.array([20.0, 100.0])


def account(people=PEOPLE, cover=0.8, use=USE, price=PRICE, copay=(0.2, 0.1), cap=np.inf):
    return bill(people, np.full(people.shape, cover), use, price, np.array(copay), np.array(cap))


def test_a_stable_population_with_exponential_use_costs_the_geometric_sum():
    paid = account()
    ratio = 0.97 * 1.02
    men = 1000 * 0.8 * 20 * 0.8 * (1 - ratio**AGES) / (1 - ratio)
    assert paid.scheme[0, :, 0].sum() == pytest.approx(men, rel=1e-12)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 500))
def test_all_care_is_paid_by_somebody_and_the_cap_holds(cover, copay, cap):
    paid = account(cover=cover, copay=(copay, copay), cap=cap)
    assert paid.total == pytest.approx(PEOPLE[..., None] * USE * PRICE, rel=1e-12)
    assert (paid.copayment <= PEOPLE[..., None] * cover * cap * (1 + 1e-12)).all()
    more = account(cover=cover, copay=(copay, copay), cap=cap + 1)
    assert more.scheme.sum() <= paid.scheme.sum() * (1 + 1e-12)


def test_people_pay_copayments_and_care_without_cover():
    paid = account(copay=(0.25, 0.25))
    assert paid.out_of_pocket_share() == pytest.approx(0.2 + 0.8 * 0.25)
    assert health_expenditure(paid, 0.05) == pytest.approx(paid.scheme.sum() * 1.05)


def test_cost_scales_with_people_and_prices_and_permutes_with_services():
    paid = account()
    assert account(people=PEOPLE * 3).scheme == pytest.approx(3 * paid.scheme)
    assert account(price=PRICE * 3).scheme == pytest.approx(3 * paid.scheme)
    turned = account(use=USE[..., ::-1], price=PRICE[::-1], copay=(0.1, 0.2))
    assert turned.scheme[..., ::-1] == pytest.approx(paid.scheme)


def test_use_near_death_follows_mortality_and_keeps_that_of_survivors():
    base, q, ratio = np.full((2, AGES), 0.02), np.full((2, AGES), 0.01), 10.0
    survivors = USE / (1 - 0.02 + ratio * 0.02)
    assert near_death(USE, base, q, ratio) == pytest.approx(survivors * (0.99 + ratio * 0.01), rel=1e-12)
    assert near_death(USE, base, q, 1.0) == pytest.approx(USE)


def test_healthy_ageing_moves_use_up_by_its_share_of_the_gain():
    moved = healthier(USE, np.array([4.0, 2.0]), 0.5)
    assert moved[0, 2:, 0] == pytest.approx(USE[0, :-2, 0])
    assert moved[1, 1:, 1] == pytest.approx(USE[1, :-1, 1])
    assert (healthier(USE, np.array([4.0, 2.0]), 0.0) == USE).all()
    assert account(use=moved).scheme.sum() < account().scheme.sum()


def test_drivers_compound_from_the_base_year():
    growth = np.array([9.9, 0.02, 0.02])
    assert fading(1.1, 1.0, 3) == pytest.approx([1.1, 1.05, 1.0])
    assert income_driver(growth, fading(1.1, 1.0, 3)) == pytest.approx([1, 1.02**1.05, 1.02**2.05])
    assert residual_driver(np.full(3, 0.01)) == pytest.approx([1, 1.01, 1.0201])
    price = service_price(np.full(2, 0.05), np.full(2, 0.02), 0.7)
    assert price == pytest.approx([1, 1.05**0.7 * 1.02**0.3])


def test_cost_stays_a_constant_share_of_wages_if_prices_follow_wages_and_nothing_else_moves():
    wages = np.full(30, 0.04)
    driver = income_driver(np.zeros(30), np.ones(30)) * service_price(wages, np.full(30, 0.01), 1.0)
    cost = [account(price=PRICE * step).scheme.sum() / 1.04**year for year, step in enumerate(driver)]
    assert cost == pytest.approx([cost[0]] * 30, rel=1e-10)


def test_the_scarcest_resource_sets_what_can_be_delivered():
    nurses = staff(np.array([9000.0, 100.0]), np.array([1000.0, 100.0]), np.array([6.0, 2.0]))
    assert nurses.needed == pytest.approx([9, 1])
    assert nurses.shortage == pytest.approx([1 / 3, 0])
    assert nurses.deliverable() == pytest.approx(2 / 3)
    ward = beds(np.array([73000.0]), np.array([0.8]), np.array([300.0]))
    assert ward.needed == pytest.approx([250])
    assert replace(ward, available=np.array([250.0])).deliverable() == pytest.approx(1.0)


def test_long_term_care_multiplies_people_need_setting_and_cost():
    need = np.broadcast_to(np.array([0.05, 0.02]), (2, AGES, 2))
    formal = np.array([[0.3, 0.0, 0.2], [0.3, 0.5, 0.1]])
    cost = np.array([[10.0, 30.0, 5.0], [15.0, 40.0, 8.0]])
    found = long_term_care(PEOPLE, need, formal, cost)
    dependent = PEOPLE.sum() * np.array([0.05, 0.02])
    assert found.recipients == pytest.approx(dependent[:, None] * formal)
    assert found.expenditure.sum() == pytest.approx((dependent[:, None] * formal * cost).sum())
    assert found.informal == pytest.approx(dependent * [0.5, 0.1])


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (lambda: account(cover=1.2), "`cover` is a share"),
        (lambda: account(copay=(0.2, -0.1)), "`copay` is a share"),
        (lambda: account(people=-PEOPLE), "`people` must be"),
        (lambda: account(cap=-1.0), "cannot be negative"),
        (lambda: account(use=0 * USE).out_of_pocket_share(), "Nobody uses care"),
        (lambda: healthier(USE, np.ones(2), 1.5), "`share` is a share"),
        (lambda: residual_driver(np.array([0.0, -1.0])), "100 % or more"),
        (lambda: beds(np.ones(1), np.zeros(1), np.ones(1)), "never occupied"),
        (lambda: staff(np.ones(1), np.zeros(1), np.ones(1)), "without contacts"),
        (lambda: near_death(USE, np.ones((2, AGES)), np.ones((2, AGES)), 0.0), "ratio above 0"),
        (
            lambda: long_term_care(PEOPLE, np.full((2, AGES, 2), 0.6), np.ones((2, 1)), np.ones((2, 1))),
            "sum to 1 or less",
        ),
    ],
)
def test_refusals_say_what_is_wrong(refused, words):
    with pytest.raises(Refusal, match=words):
        refused()

"""Life contingencies against published tables, brute force, closed forms and the identities of the field."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.measure import contingencies as life
from tests.measure.tables import CASES, brute, half_unit, published

TABLES = arrays(np.float64, st.integers(2, 40), elements=st.floats(0.0, 0.9)).map(life.survivors)
RATES = st.floats(-0.1, 0.3)


def column(name: str, l: Array, rate: float) -> Array:  # noqa: E741
    """A column of the published tables; those that are printed per 1000 are multiplied."""
    name, thousand = name.replace("_1000", "").replace("x1000", "").replace("1000", ""), "1000" in name
    if name.startswith(("a_due_", "A_endow_")):
        stem, term = name.rsplit("_", 1)
        due = life.annuity_due(l, rate, int(term))
        values = due if stem == "a_due" else life.endowment(l, rate, int(term))
    elif name.startswith("E"):
        values = life.pure_endowment(l, rate, int(name[1:]))
    else:
        values = {
            "l": lambda: l,
            "q": lambda: life.death_rates(l),
            "a_due": lambda: life.annuity_due(l, rate),
            "A": lambda: life.whole_life(l, rate),
            "A2": lambda: life.second_moment(l, rate),
        }[name]()
    return values * (1000.0 if thousand else 1.0)


@pytest.mark.parametrize("table", ["standard_ultimate", "illustrative"])
def test_published_life_tables_are_met_to_their_last_digit(table: str) -> None:
    ages, l = published(table)  # noqa: E741
    case = CASES[table]
    for name in set(case["values"][0]) - {"age"}:
        room = half_unit(*(row[name] for row in case["values"]))
        ours = column(name, l, case["rate"])
        for row in case["values"]:
            assert ours[row["age"] - int(ages[0])] == pytest.approx(float(row[name]), abs=room), (name, row)


@pytest.mark.parametrize(
    ("table", "insured", "premium"), [("standard_ultimate", 1e5, "655.87"), ("illustrative", 1e3, "10.89")]
)
def test_published_premiums_of_whole_life_at_40(table: str, insured: float, premium: str) -> None:
    _, l = published(table)  # noqa: E741
    rate = CASES[table]["rate"]
    ours = insured * life.net_premium(life.whole_life(l, rate), life.annuity_due(l, rate))[20]
    assert ours == pytest.approx(float(premium), abs=half_unit(premium))


def test_published_values_at_65() -> None:
    _, l = published("standard_ultimate")  # noqa: E741
    assert life.annuity_due(l, 0.05)[45] == pytest.approx(13.5498, abs=half_unit("13.5498"))
    assert life.whole_life(l, 0.05)[45] == pytest.approx(0.35477, abs=half_unit("0.35477"))


@pytest.mark.parametrize("case", CASES["irish_14"]["capitals"], ids=str)
def test_capital_values_of_the_irish_table(case: dict[str, str]) -> None:
    l = np.array(CASES["irish_14"]["l"][case["sex"]], dtype=np.float64)  # noqa: E741
    ages = np.arange(len(l), dtype=np.float64)
    age, rate = int(case["age"]), float(case["rate"])
    for_life = life.annuity_mid_year(l, rate)
    to_65 = life.annuity_until(l, rate, ages, 65)
    assert to_65[age] == pytest.approx(float(case["to_65"]), abs=half_unit(case["to_65"]))
    assert for_life[age] == pytest.approx(float(case["for_life"]), abs=CASES["irish_14"]["for_life_within"])


@pytest.mark.parametrize("sex", ["male", "female"])
def test_life_expectancy_at_birth_of_the_irish_table(sex: str) -> None:
    expected = CASES["irish_14"]["e0"][sex]
    l = np.array(CASES["irish_14"]["l"][sex], dtype=np.float64)  # noqa: E741
    assert life.complete_expectation(l)[0] == pytest.approx(float(expected), abs=half_unit(expected))


@given(TABLES, RATES, st.integers(0, 50))
def test_every_value_is_the_mean_over_the_years_of_death(l: Array, rate: float, n: int) -> None:  # noqa: E741
    x = int(np.flatnonzero(l)[-1]) // 2
    due = [float(sum((1.0 + rate) ** -t for t in range(k + 1))) for k in range(len(l))]
    pairs = [
        (life.annuity_due(l, rate), lambda k, _: due[k]),
        (life.annuity_immediate(l, rate), lambda k, _: due[k] - 1.0),
        (life.whole_life(l, rate), lambda k, v: v ** (k + 1)),
        (life.second_moment(l, rate), lambda k, v: v ** (2 * k + 2)),
        (life.pure_endowment(l, rate, n), lambda k, v: v**n * (k >= n)),
        (life.term_assurance(l, rate, n), lambda k, v: v ** (k + 1) * (k < n)),
        (life.endowment(l, rate, n), lambda k, v: v ** min(k + 1, n)),
        (
            life.annuity_due(l, rate, n),
            lambda k, _: due[min(k, n - 1)] if n else 0.0,
        ),
        # Half of those who die within a year have died by its middle.
        (
            life.annuity_mid_year(l, rate),
            lambda k, v: sum(v ** (t + 0.5) for t in range(k)) + v ** (k + 0.5) / 2,
        ),
    ]
    for place, (ours, payment) in enumerate(pairs):
        assert ours[x] == pytest.approx(brute(l, rate, x, payment), rel=1e-9, abs=1e-9), place


@given(TABLES, st.floats(-0.9, 0.3), st.integers(0, 50))
def test_a_value_is_that_of_its_first_years_and_of_the_years_deferred(l: Array, rate: float, n: int) -> None:  # noqa: E741
    for annuity in (life.annuity_due, life.annuity_mid_year):
        whole, first = annuity(l, rate), annuity(l, rate, n)
        np.testing.assert_allclose(first + life.deferred(l, rate, n, whole), whole, rtol=1e-9)
        assert np.all(first >= 0.0)


@given(TABLES, RATES)
def test_an_annuity_and_an_insurance_share_the_interest(l: Array, rate: float) -> None:  # noqa: E741
    a, insured, d = life.annuity_due(l, rate), life.whole_life(l, rate), rate / (1.0 + rate)
    np.testing.assert_allclose(insured + d * a, 1.0, rtol=1e-9)


@given(TABLES, RATES)
def test_an_annuity_is_its_first_payment_and_that_of_the_next_age(l: Array, rate: float) -> None:  # noqa: E741
    a, p = life.annuity_due(l, rate), 1.0 - life.death_rates(l)
    np.testing.assert_allclose(a[:-1], 1.0 + p[:-1] / (1.0 + rate) * a[1:], rtol=1e-12)


@given(TABLES, RATES, st.integers(0, 20), st.integers(0, 20))
def test_pure_endowments_multiply(l: Array, rate: float, m: int, n: int) -> None:  # noqa: E741
    whole = life.pure_endowment(l, rate, m + n)
    parts = life.pure_endowment(l, rate, m) * life.later(life.pure_endowment(l, rate, n), m)
    np.testing.assert_allclose(whole, parts, rtol=1e-9, atol=1e-300)


@given(TABLES, RATES)
def test_commutation_gives_the_annuity_back(l: Array, rate: float) -> None:  # noqa: E741
    d, n = life.commutation(l, rate, np.arange(len(l)) + 20.0)
    alive = l > 0.0
    np.testing.assert_allclose(n[alive] / d[alive], life.annuity_due(l, rate)[alive], rtol=1e-9)
    np.testing.assert_allclose(d[1:], n[1:] - np.append(n[2:], 0.0), rtol=1e-6, atol=1e-9 * n[0])


@given(st.floats(0.01, 0.5), st.floats(0.0, 0.2))
def test_a_constant_hazard_has_closed_forms(hazard: float, rate: float) -> None:
    l = life.makeham_survivors(hazard, 0.0, 1.0, np.arange(6000.0))  # noqa: E741
    p, v = np.exp(-hazard), 1.0 / (1.0 + rate)
    assert life.annuity_due(l, rate)[0] == pytest.approx(1.0 / (1.0 - v * p), rel=1e-9)
    assert life.whole_life(l, rate)[0] == pytest.approx(v * (1.0 - p) / (1.0 - v * p), rel=1e-9)
    assert life.pure_endowment(l, rate, 7)[0] == pytest.approx((v * p) ** 7, rel=1e-12)
    assert life.joint(l, l, 3)[10] == pytest.approx(np.exp(-23 * hazard), rel=1e-9)
    assert life.expectation(l)[0] == pytest.approx(p / (1.0 - p), rel=1e-9)


@given(TABLES, st.floats(-0.05, 0.2), st.floats(0.001, 0.1))
def test_values_fall_as_the_rate_rises(l: Array, rate: float, more: float) -> None:  # noqa: E741
    for value in (life.annuity_due, life.annuity_mid_year, life.whole_life, life.second_moment):
        assert np.all(value(l, rate + more) <= value(l, rate) * (1.0 + 1e-12))
    assert np.all(life.whole_life(l, rate + more) < life.whole_life(l, rate))


@given(TABLES, TABLES, st.integers(0, 5), RATES)
def test_joint_lives_last_no_longer_than_either(l: Array, other: Array, gap: int, rate: float) -> None:  # noqa: E741
    both = life.annuity_due(life.joint(l, other, gap), rate)
    assert np.all(both <= life.annuity_due(l, rate) * (1.0 + 1e-12))
    reach = np.arange(len(l)) + gap < len(other)
    partner = life.annuity_due(other, rate)[gap : gap + len(l)]
    assert np.all(both[reach] <= partner * (1.0 + 1e-12))


@given(TABLES, TABLES, st.integers(-3, 3), RATES)
def test_a_survivor_is_paid_when_the_other_lives_alone(l: Array, other: Array, gap: int, rate: float) -> None:  # noqa: E741
    x = 3
    if x >= len(l) or x + gap >= len(other) or l[x] == 0.0 or other[x + gap] == 0.0:
        return
    one, two = l[x:] / l[x], other[x + gap :] / other[x + gap]
    years = np.arange(max(len(one), len(two)))
    p = np.pad(one, (0, len(years) - len(one)))
    r = np.pad(two, (0, len(years) - len(two)))
    v = (1.0 + rate) ** -years.astype(float)
    assert life.reversionary(l, other, gap, rate)[x] == pytest.approx(
        (v * (1 - p) * r).sum(), abs=1e-8, rel=1e-8
    )
    either = (v * (1.0 - (1.0 - p) * (1.0 - r))).sum()
    assert life.last_survivor(l, other, gap, rate)[x] == pytest.approx(either, rel=1e-8)


def test_a_partner_younger_than_the_table_has_no_value() -> None:
    l = life.survivors(np.full(5, 0.1))  # noqa: E741
    assert np.isnan(life.reversionary(l, l, -2, 0.03)[:2]).all()
    assert np.isfinite(life.reversionary(l, l, -2, 0.03)[2:]).all()


@given(TABLES, st.floats(0.0, 0.2), st.integers(0, 60))
def test_a_guarantee_adds_to_an_annuity_for_life_and_exceeds_the_certain_one(
    l: Array,  # noqa: E741
    rate: float,
    n: int,
) -> None:
    certain = sum((1.0 + rate) ** -k for k in range(n))
    assert life.annuity_certain(rate, n) == pytest.approx(certain, rel=1e-9, abs=1e-12)
    guaranteed = life.annuity_guaranteed(l, rate, n)
    assert np.all(guaranteed >= life.annuity_due(l, rate) * (1.0 - 1e-12))
    assert np.all(guaranteed >= certain * (1.0 - 1e-9))


@given(TABLES, RATES, st.integers(0, 50))
def test_a_value_until_an_age_is_that_of_the_years_left(l: Array, rate: float, end: int) -> None:  # noqa: E741
    until = life.annuity_until(l, rate, np.arange(len(l), dtype=np.float64), end)
    for age in np.flatnonzero(l):
        left = life.annuity_mid_year(l, rate, max(end - int(age), 0))[age]
        assert until[age] == pytest.approx(left, rel=1e-9, abs=1e-9)


def test_leading_axes_are_tables_of_their_own() -> None:
    one, two = life.survivors(np.full(9, 0.1)), life.survivors(np.linspace(0.0, 0.5, 9))
    rates = np.array([[0.01], [0.07]])
    both = np.stack([one, two])
    np.testing.assert_allclose(life.whole_life(both, rates)[1], life.whole_life(two, 0.07), rtol=1e-14)
    np.testing.assert_allclose(life.annuity_mid_year(both, 0.02)[0], life.annuity_mid_year(one, 0.02))
    assert life.annuity_due(one, rates).shape == (2, 9)


def test_makeham_is_the_integral_of_its_hazard() -> None:
    ages = np.array([30.0, 30.5, 31.0])
    fine = np.linspace(30.0, 31.0, 20001)
    hazard = 0.001 + 0.0001 * 1.1**fine
    integral = float(((hazard[1:] + hazard[:-1]) / 2).sum() * (fine[1] - fine[0]))
    assert life.makeham_survivors(0.001, 0.0001, 1.1, ages)[-1] == pytest.approx(np.exp(-integral), rel=1e-9)
    flat = life.makeham_survivors(0.001, 0.002, 1.0, ages)
    assert flat[-1] == pytest.approx(np.exp(-0.003), rel=1e-12)


@pytest.mark.parametrize("rate", [-1.0, -1.5, float("nan"), float("inf")])
def test_a_rate_at_or_below_minus_one_is_refused(rate: float) -> None:
    with pytest.raises(Refusal, match="-100 %"):
        life.annuity_due(np.ones(3), rate)


@pytest.mark.parametrize("law", [(-0.01, 0.0001, 1.1), (0.0, -0.1, 1.1), (0.0, 0.1, 0.0), (np.nan, 0.1, 1.1)])
def test_a_law_that_is_none_is_refused(law: tuple[float, float, float]) -> None:
    with pytest.raises(Refusal, match="Makeham"):
        life.makeham_survivors(*law, np.arange(50.0))


@pytest.mark.parametrize("q", [-0.01, 1.01, np.nan])
def test_a_probability_outside_its_bounds_is_refused(q: float) -> None:
    with pytest.raises(Refusal, match="between 0 and 1"):
        life.survivors(np.array([0.1, q]))


def test_a_negative_term_is_refused() -> None:
    with pytest.raises(Refusal, match="-1"):
        life.pure_endowment(np.ones(3), 0.05, -1)

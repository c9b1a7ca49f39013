"""The performance of a transfer: by hand, by brute force, and its influence by derivatives."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pytest

from socle.ground.axes import Array
from socle.measure import groups, incidence, sampling
from socle.measure.curves import concentration_curve, lorenz_curve
from socle.measure.groups import Partition
from socle.measure.incidence import BY_GROUP, PERFORMANCE, Transfer
from socle.measure.inequality import concentration
from socle.measure.weighted import Estimate, Sample, whole
from tests.measure.surveys import bootstrap, jackknife
from tests.measure.transfers import LINE, assert_derivative, given, small, transfer

SMOOTH = [code for code in PERFORMANCE if not code.startswith("poorest")]


def brute(code: str, t: Transfer) -> float:
    """The table of spec, one person at a time: each record stands for its weight."""
    rows = list(zip(t.sample.welfare, t.amount, t.sample.weight, strict=True))
    z = t.line
    money = sum(w * b for _, b, w in rows)
    to_poor = sum(w * b for y, b, w in rows if y < z)
    closed = sum(w * (max(z - y, 0) - max(z - y - b, 0)) for y, b, w in rows)
    reached = sum(w for _, b, w in rows if b > 0)
    poor = sum(w for y, _, w in rows if y < z)
    poor_reached = sum(w for y, b, w in rows if y < z and b > 0)

    def weighted(power: int) -> float:
        return sum(float(w * b * (z / max(y, 0.1 * z)) ** power) for y, b, w in rows) / money

    return {
        "undercoverage": 1 - poor_reached / poor,
        "leakage": (reached - poor_reached) / reached,
        "vertical_efficiency": to_poor / money,
        "spillover": (to_poor - closed) / to_poor,
        "reduction_efficiency": closed / money,
        "benefit_cost": closed / money,
        "gap_efficiency": closed / sum(w * max(z - y, 0) for y, _, w in rows),
        "distributional_1": weighted(1),
        "distributional_2": weighted(2),
    }[code]


@pytest.mark.parametrize("code", SMOOTH)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_indicator_is_its_formula_person_by_person(code: str, seed: int) -> None:
    survey, amount, _ = given(seed)
    t = transfer(survey.sample, amount)
    assert PERFORMANCE[code].formula(t).value == pytest.approx(brute(code, t), rel=1e-12)


@pytest.mark.parametrize("code", SMOOTH)
def test_the_influence_of_an_indicator_is_its_derivative(code: str) -> None:
    survey, amount, _ = given(4)
    assert_derivative(lambda sample: PERFORMANCE[code].formula(transfer(sample, amount)), survey.sample)


@pytest.mark.parametrize("code", PERFORMANCE)
def test_the_error_of_an_indicator_is_that_of_the_bootstrap(code: str) -> None:
    survey, amount, _ = given(5, units=900, heaped=0.0)

    def statistic(sample: Sample) -> Estimate:
        return PERFORMANCE[code].formula(transfer(sample, amount))

    error = sampling.standard_error(survey.design(), statistic(survey.sample))
    assert error == pytest.approx(bootstrap(survey, statistic, 200), rel=0.2)


def test_reduction_efficiency_is_vertical_efficiency_without_spillover() -> None:
    for seed in range(5):
        survey, amount, _ = given(seed)
        t = transfer(survey.sample, amount)
        whole_share = incidence.vertical_efficiency(t) * (-incidence.spillover(t) + 1.0)
        found = incidence.reduction_efficiency(t)
        assert found.value == pytest.approx(whole_share.value, rel=1e-12)
        np.testing.assert_allclose(found.influence, whole_share.influence, atol=1e-15)


def test_four_persons_by_hand() -> None:
    t = small([20.0, 80.0, 90.0, 300.0], [30.0, 40.0, 0.0, 10.0], 100.0)
    found = {code: told.formula(t).value for code, told in PERFORMANCE.items()}
    assert found["undercoverage"] == pytest.approx(1 / 3)
    assert found["leakage"] == pytest.approx(1 / 3)
    assert found["vertical_efficiency"] == pytest.approx(70 / 80)
    assert found["spillover"] == pytest.approx(20 / 70)
    assert found["reduction_efficiency"] == found["benefit_cost"] == pytest.approx(50 / 80)
    assert found["gap_efficiency"] == pytest.approx(50 / 110)
    assert found["distributional_1"] == pytest.approx((30 * 5 + 40 / 0.8 + 10 / 3) / 80)
    assert found["poorest_20"] == pytest.approx(0.8 * 30 / 80 / 0.2)
    assert found["poorest_40"] == pytest.approx((30 + 0.6 * 40) / 80 / 0.4)


def test_no_income_has_the_weight_of_a_tenth_of_the_line() -> None:
    nothing, tenth = (small([y, 200.0], [10.0, 0.0], 100.0) for y in (0.0, 10.0))
    for code, weight in (("distributional_1", 10.0), ("distributional_2", 100.0)):
        assert PERFORMANCE[code].formula(nothing).value == pytest.approx(weight)
        assert PERFORMANCE[code].formula(tenth).value == pytest.approx(weight)


def test_a_tax_widens_the_gap_in_the_benefit_cost_ratio() -> None:
    t = small([50.0, 500.0], [-10.0, 100.0], 100.0)
    assert PERFORMANCE["benefit_cost"].formula(t).value == pytest.approx(-10 / 90)


def test_nobody_reached_gives_no_number() -> None:
    t = small([50.0, 500.0], [0.0, 0.0], 100.0)
    undefined = {code for code, told in PERFORMANCE.items() if math.isnan(told.formula(t).value)}
    assert undefined == set(PERFORMANCE) - {"undercoverage", "gap_efficiency"}


def by_brute_force(code: str, t: Transfer, part: Array) -> float:
    """A statistic of a group, person by person."""
    own = [
        (y, b, w)
        for y, b, w, here in zip(t.sample.welfare, t.amount, t.sample.weight, part, strict=True)
        if here
    ]
    money, reached = sum(w * b for _, b, w in own), sum(w for _, b, w in own if b > 0)
    return {
        "coverage": reached / sum(w for _, _, w in own),
        "beneficiary_incidence": reached / float(t.sample.weight[t.amount > 0].sum()),
        "benefit_incidence": money / float((t.sample.weight * t.amount).sum()),
        "adequacy": money / sum(w * (y + b) for y, b, w in own if b > 0),
        "relative_incidence": money / sum(w * (y + b) for y, b, w in own),
        "average_transfer": money / reached,
    }[code]


def group_statistic(code: str, amount: Array, group: str, sample: Sample) -> Estimate:
    """A statistic of the first or the last third by number of record, influence summed by record."""
    third = Partition(("a", "b", "c"), (np.arange(amount.size) * 3 // amount.size).astype(np.int64))
    plan = sampling.design(sample.weight, np.arange(amount.size), np.zeros(amount.size, dtype=np.int64))
    found = {
        key: groups.totals(plan, third, values) for key, values in transfer(sample, amount).columns.items()
    }
    own = {key: one.by_group[group] for key, one in found.items()}
    one = BY_GROUP[code].formula(own, {key: one.everybody for key, one in found.items()})
    return Estimate(one.value, one.influence / sample.weight)  # a PSU of one record holds its weight in it


@pytest.mark.parametrize("code", BY_GROUP)
def test_a_statistic_of_a_group_is_its_formula_and_its_influence_the_derivative(code: str) -> None:
    survey, amount, _ = given(6)
    for at, group in enumerate(("a", "b", "c")):
        part = np.arange(amount.size) * 3 // amount.size == at
        statistic = partial(group_statistic, code, amount, group)
        expected = by_brute_force(code, transfer(survey.sample, amount), part)
        assert statistic(survey.sample).value == pytest.approx(expected, rel=1e-12)
        assert_derivative(statistic, survey.sample)


def test_totals_by_group_have_the_errors_of_domains() -> None:
    survey, amount, _ = given(7)
    plan, sample = survey.design(), survey.sample
    partition = Partition(("no", "yes"), survey.part.astype(np.int64))
    paid, size = groups.totals(plan, partition, amount), groups.totals(plan, partition, np.ones(amount.size))
    for name, part in (("no", survey.part == 0), ("yes", survey.part == 1)):
        here = sample.within(part)
        ratio = incidence.total(here, amount) / incidence.total(here, np.ones(amount.size))
        found = paid.by_group[name] / size.by_group[name]
        assert found.value == pytest.approx(ratio.value, rel=1e-12)
        error = sampling.standard_error(groups.summed(plan), found)
        assert error == pytest.approx(sampling.standard_error(plan, ratio), rel=1e-10)


def test_tenths_hold_a_tenth_each_and_equals_stay_together() -> None:
    welfare = np.random.default_rng(1).permutation(np.arange(1.0, 1001.0))
    even = incidence.tenths(whole(welfare, np.ones(1000)))
    assert np.bincount(even.member).tolist() == [100] * 10
    assert even.member[np.argmin(welfare)] == 0
    heaped = incidence.tenths(whole(np.repeat([0.0, 5.0], [35, 65]), np.ones(100)))
    assert set(heaped.member[:35]) == {0}
    assert len(set(heaped.member[35:])) == 1


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (100.0, 94.0, 0),
        (100.0, 97.0, 1),
        (100.0, 99.5, 2),
        (100.0, 100.0, 2),
        (100.0, 103.0, 3),
        (100.0, 106.0, 4),
        (0.0, 0.0, 2),
        (0.0, 1.0, 4),
        (-50.0, -50.0, 2),
        (-50.0, -40.0, 4),
        (-50.0, -60.0, 0),
        (0.3, 0.1 + 0.2, 2),
        (-0.3, -(0.1 + 0.2), 2),
    ],
)
def test_winners_and_losers_with_any_welfare_before(before: float, after: float, kind: int) -> None:
    assert incidence.moved(np.array([before]), np.array([after])).tolist() == [kind]


SHARES = tuple(i / 20 for i in range(1, 21))


def curve_by_persons(welfare: Array, amount: Array, share: float) -> float:
    """The concentration curve where every record is one person and ties share what they receive equally."""
    order = np.argsort(welfare)
    equal = np.array([amount[welfare == y].mean() for y in welfare])[order]
    whole_persons = int(share * welfare.size + 1e-9)
    rest = share * welfare.size - whole_persons
    reached = equal[:whole_persons].sum() + (rest * equal[whole_persons] if rest > 1e-9 else 0.0)
    return float(reached / amount.sum())


def test_a_concentration_curve_counts_persons_from_the_poorest_and_parts_ties() -> None:
    rng = np.random.default_rng(2)
    welfare, amount = np.round(rng.lognormal(3, 0.6, 83), -1), rng.uniform(0, 9, 83)
    found = concentration_curve(whole(welfare, np.ones(83)), amount, SHARES)
    for share, one in zip(SHARES, found, strict=True):
        assert one.value == pytest.approx(curve_by_persons(welfare, amount, share), abs=1e-12)
    assert found[-1].value == pytest.approx(1.0)
    np.testing.assert_allclose(found[-1].influence, 0.0, atol=1e-15)


def test_the_area_under_a_concentration_curve_is_its_coefficient() -> None:
    survey, amount, _ = given(8)
    fine = [(i + 0.5) / 4000 for i in range(4000)]
    area = float(np.mean([one.value for one in concentration_curve(survey.sample, amount, fine)]))
    assert 1 - 2 * area == pytest.approx(concentration(survey.sample, amount).value, abs=1e-5)


def test_a_lorenz_curve_is_the_concentration_curve_of_welfare() -> None:
    survey, _, _ = given(9)
    lorenz = lorenz_curve(survey.sample, SHARES)
    for one, other in zip(
        lorenz, concentration_curve(survey.sample, survey.sample.welfare, SHARES), strict=True
    ):
        assert one.value == pytest.approx(other.value, rel=1e-12)
        assert float(one.influence @ survey.sample.weight) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_the_error_of_curves_is_that_of_resampling(share: float) -> None:
    survey, amount, _ = given(10, units=900, heaped=0.0)
    plan = survey.design()

    def conc(sample: Sample) -> Estimate:
        return concentration_curve(sample, amount, (share,))[0]

    def lorenz(sample: Sample) -> Estimate:
        return lorenz_curve(sample, (share,))[0]

    assert sampling.standard_error(plan, lorenz(survey.sample)) == pytest.approx(
        jackknife(survey, lorenz), rel=0.02
    )
    assert sampling.standard_error(plan, conc(survey.sample)) == pytest.approx(
        bootstrap(survey, conc, 200), rel=0.2
    )


def test_the_line_of_the_tests_cuts_the_sample() -> None:
    survey, _, _ = given(1)
    assert 0.2 < float((survey.sample.welfare < LINE).mean()) < 0.6

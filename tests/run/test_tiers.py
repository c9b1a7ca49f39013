"""A universal tier beside a contributory one: its pension test bends money, and nobody is counted twice."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.exchange import yaml_text
from socle.exchange.country import load_country
from socle.exchange.scheme_file import read_scheme, scheme_of
from socle.exchange.valuation_files import ValuationFiles
from socle.ground.axes import N_AGES
from socle.ground.refusals import Refusal
from socle.model.tiers import RECEIVES, read_beside
from socle.project.scheme import insured_over_time
from socle.run.costing import cost_schemes
from socle.run.setting import Choices, prepare
from socle.run.tiers import Held, in_economy_of, in_mid_year, tiers, valued_beside
from socle.run.valuation import ValuationRequest, ready

PENSION = "national_pension.old_age"
SPOUSE = "national_pension.survivors"
AMOUNT = 12 * 130.0  # a year, of the universal pension in `flat_pension`
YEARS = 3


@cache
def setting():
    return prepare(load_country("XXX"), Choices(base_year=2025, years_ahead=YEARS - 1))


@cache
def contributory():
    return read_scheme(ValuationFiles.of("XXX/national_pension").scheme)


def scheme(text):
    return scheme_of(yaml_text.loads(text.encode(), "universal.yaml"))


def flat_pension(test="", who="", take_up=1.0):
    """A pension of 130 a month from 65 on, with a test of means and further conditions."""
    return scheme(f"""\
scheme: universal
law: {{title: Act, section: '1'}}
branch: old_age
benefits:
  pension:
    who: [age_band: {{at_least: 65}}{who}]
    how_much: [flat: {{amount: {{unit: XTS, per: month, 2020: 130}}}}{test}]
    take_up: {take_up}
    administration: {{share: 0.03, per_recipient: {{unit: XTS, per: year, 2020: 20}}}}
financing: [general_revenue]
""")


def less(share, above=0, on=PENSION):
    above = f"{{unit: XTS, per: year, 2020: {above}}}"
    return f", less_income: {{share: {share}, above: {above}, on: {{other_income: {on}}}}}"


def pensions(persons, mean):
    """So many persons of 70 and so many of 80, men and women alike, with a mean pension."""
    count = np.zeros((YEARS, 2, N_AGES))
    count[:, :, [70, 80]] = persons
    return Held(count, count * mean)


NOBODY = {PENSION: pensions(0.0, 0.0), SPOUSE: pensions(0.0, 0.0)}


def valued(universal, held, spread=0.4):
    law = read_beside(universal, contributory())
    made, warned = valued_beside(setting(), universal, law, {**NOBODY, **held}, spread)
    return made[0], warned


def left_of(share, above, mean, spread):
    """E[max(A - share x max(P - above, 0), 0)] of a lognormal P, by partial expectations."""

    def partial(cut):  # of persons and of money below
        z = (np.log(cut / mean) + spread**2 / 2) / spread
        return NormalDist().cdf(z), mean * NormalDist().cdf(z - spread)

    until = above + AMOUNT / share
    below, _ = partial(above) if above else (0.0, 0.0)
    money_below = partial(above)[1] if above else 0.0
    under, money = partial(until)
    return (
        AMOUNT * below + (AMOUNT + share * above) * (under - below) - share * (money - money_below),
        below,
        under,
    )


def test_where_nobody_has_a_contributory_pension_the_tier_is_the_costing_of_the_floor():
    tier, warned = valued(flat_pension(less(0.5), take_up=0.9), {})
    ((floor,), _) = cost_schemes(setting(), [flat_pension(take_up=0.9)])
    for name in ("eligible", "recipients", "spending", "administration"):
        assert getattr(tier.cost, name) == pytest.approx(getattr(floor, name), rel=1e-12)
    assert tier.full == pytest.approx(floor.recipients, rel=1e-12)
    assert tier.saved == pytest.approx(0, abs=1e-6)
    assert not warned


def test_the_pension_tested_law_that_is_shipped_costs_as_in_the_floor_if_nobody_is_tested_out():
    own = next(one for one in load_country("XXX").schemes if one.name == "old_age")
    law = read_beside(own, contributory())
    made, _ = valued_beside(setting(), own, law, {}, 0.4)
    cells = setting().population
    none = replace(cells, prevalence={**cells.prevalence, RECEIVES: np.zeros((1, 1, 1, 1, 1))})
    costs, _ = cost_schemes(replace(setting(), population=none), [own])
    assert len(costs) == 2
    for tier, floor in zip(made, costs, strict=True):
        assert tier.cost.cost == pytest.approx(floor.cost, rel=1e-12)
        assert tier.cost.recipients == pytest.approx(floor.recipients, rel=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.2, 1.0), st.floats(0.0, 2000.0), st.floats(200.0, 5000.0), st.floats(0.15, 0.8))
def test_the_taper_is_the_partial_expectation_of_lognormal_pensions(share, above, mean, spread):
    one, _ = valued(flat_pension(less(share, above)), {PENSION: pensions(1000.0, mean)}, spread)
    none, _ = valued(flat_pension(less(share, above)), {})
    left, in_full, not_nothing = left_of(share, above, mean, spread)
    people = 4 * 1000.0
    lost = none.cost.spending - one.cost.spending
    assert lost == pytest.approx(people * (AMOUNT - left), abs=0.002 * people * AMOUNT)
    band = 0.4 * 4.8 / 38 * people  # persons of the widest band
    assert one.none == pytest.approx(people * (1 - not_nothing), abs=band)
    assert one.reduced == pytest.approx(people * (not_nothing - in_full), abs=2 * band)


def test_a_pension_without_spread_is_tapered_as_for_one_person():
    one, _ = valued(flat_pension(less(0.5, 100)), {PENSION: pensions(1000.0, 900.0)}, 0.0)
    none, _ = valued(flat_pension(less(0.5, 100)), {})
    assert none.cost.spending - one.cost.spending == pytest.approx(4000 * 0.5 * 800, rel=1e-9)
    assert one.reduced == pytest.approx(4000, rel=1e-9)
    assert one.none == pytest.approx(0, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 4000), st.floats(0.3, 1.0))
def test_a_stronger_test_never_pays_more_and_everybody_is_counted_once(share, more, mean, take_up):
    held = {PENSION: pensions(800.0, mean)}
    weak, strong = (valued(flat_pension(less(s), take_up=take_up), held)[0] for s in sorted((share, more)))
    assert (strong.cost.cost <= weak.cost.cost * (1 + 1e-12)).all()
    ((floor,), _) = cost_schemes(setting(), [flat_pension(take_up=take_up)])
    for tier in (weak, strong):
        assert tier.full + tier.reduced + tier.none == pytest.approx(floor.recipients, rel=1e-12)
        assert tier.untested == pytest.approx(floor.cost, rel=1e-12)
        assert tier.saved == pytest.approx(floor.cost - tier.cost.cost, rel=1e-9, abs=1e-3)
        assert (tier.cost.recipients <= tier.cost.eligible * (1 + 1e-12)).all()


def test_a_test_on_receipt_takes_out_every_pensioner_of_the_age_and_nobody_else():
    held = {PENSION: pensions(500.0, 900.0), SPOUSE: pensions(200.0, 300.0)}
    tier, _ = valued(flat_pension(who=", without_contributory_pension", take_up=0.8), held)
    assert tier.none == pytest.approx(0.8 * 4 * 700, rel=1e-9)
    assert tier.reduced == pytest.approx(0, abs=1e-6)
    assert tier.saved == pytest.approx(0.8 * 2800 * (AMOUNT * 1.03 + 20), rel=1e-9)


def test_two_pensions_that_the_law_counts_save_what_each_saves():
    first, second = pensions(500.0, 900.0), pensions(300.0, 400.0)
    universal = flat_pension(less(0.5, on=f"[{PENSION}, {SPOUSE}]"))
    both, _ = valued(universal, {PENSION: first, SPOUSE: second})
    alone = [valued(universal, {name: one})[0] for name, one in ((PENSION, first), (SPOUSE, second))]
    assert both.saved == pytest.approx(alone[0].saved + alone[1].saved, rel=1e-6)


def test_more_pensions_than_residents_are_left_out_and_told():
    persons = setting().persons[0, :, 70].sum() * 5
    tier, warned = valued(flat_pension(less(1)), {PENSION: pensions(persons, 1e9)})
    assert warned
    ((floor,), _) = cost_schemes(setting(), [flat_pension()])
    assert tier.none[0] == pytest.approx(setting().persons[0][:, [70, 80]].sum(), rel=1e-9)
    assert tier.full + tier.none == pytest.approx(floor.recipients, rel=1e-9)


@cache
def projected():
    country, made = ready(ValuationRequest("XXX/national_pension", years=20))
    return country, made, insured_over_time(made.ask, made.over(20), keep=True)


def test_pensions_in_mid_year_are_the_person_years_and_the_money_of_the_year():
    _, made, found = projected()
    held = in_mid_year(made, found)
    for name in ("old_age", "invalidity", "survivors"):
        assert held[name].persons.sum(axis=-1) == pytest.approx(found.pensioners[name][0], rel=1e-12)
        assert held[name].amount.sum(axis=-1) == pytest.approx(found.benefits[name][0], rel=1e-12)


def test_the_economy_of_the_valuation_moves_amounts_and_leaves_the_volume_of_product():
    country, made, _ = projected()
    own = prepare(country, Choices(base_year=2025, years_ahead=19))
    as_own = {**own.economy.series, "average_wage": own.economy.of("wages")}
    same = in_economy_of(own, replace(own.economy, series=as_own))
    assert same.macro.gdp == pytest.approx(own.macro.gdp, rel=1e-12)
    moved = in_economy_of(own, made.ask.economy)
    paths = made.futures.paths
    here = [moved.economy.years.index(year) for year in moved.years]
    growth = {name: moved.economy.of(name)[0, here] for name in ("cpi", "wages")}
    assert growth["cpi"][1:] / growth["cpi"][:-1] - 1 == pytest.approx(paths.inflation[0, 1:20], rel=1e-9)
    assert growth["wages"][1:] / growth["wages"][:-1] - 1 == pytest.approx(
        paths.wage_growth[0, 1:20], rel=1e-9
    )
    cpi = own.economy.of("cpi")[0, here]
    volume = own.macro.gdp / (cpi / cpi[0])
    assert moved.macro.gdp / (growth["cpi"] / growth["cpi"][0]) == pytest.approx(volume, rel=1e-9)
    assert moved.macro.gdp[0] == own.macro.gdp[0]


def test_both_lines_of_the_toy_country_for_seventy_five_years(tmp_path):
    file = tmp_path / "universal.yaml"
    file.write_text(
        "scheme: universal\nlaw: {title: Act, section: '1'}\nbranch: old_age\nbenefits:\n  pension:\n"
        "    who: [age_band: {at_least: 65}]\n    how_much:\n"
        "      - flat: {amount: {unit: XTS, per: month, 2023: 400, then: wages}}\n"
        f"      - less_income: {{share: 0.5, on: {{other_income: {PENSION}}}}}\n"
        "financing: [general_revenue]\n"
    )
    found = tiers(ValuationRequest("XXX/national_pension"), str(file))
    _, made = ready(ValuationRequest("XXX/national_pension"))
    whole = insured_over_time(made.ask, made.over(75))
    assert len(found.years) == 75
    assert found.pensions == pytest.approx(sum(v[0].sum(-1) for v in whole.benefits.values()), rel=1e-12)
    again = tiers(ValuationRequest("XXX/national_pension"), str(file))
    assert again.trace.fingerprint == found.trace.fingerprint
    file.write_text(file.read_text().replace("0.5", "0.6"))
    changed = tiers(ValuationRequest("XXX/national_pension"), str(file))
    assert changed.trace.fingerprint != found.trace.fingerprint
    share = found.saved / (found.cost + found.saved)
    assert share[0] < share[25] < share[-1] < 1  # a young scheme: its pensions grow into the test


REFUSED = {
    "the other scheme is read by its name": (
        lambda: flat_pension(less(0.5, on="national_pension.old_ages")), "neither a benefit",
    ),
    "a contributory scheme is no universal tier": (contributory, "contributory scheme itself"),
    "two schemes of one name": (
        lambda: replace(flat_pension(), name="national_pension"), "give the universal one another name",
    ),
    "nothing to compute": (
        lambda: scheme(
            "scheme: universal\nlaw: Act\nbranch: old_age\nbenefits: {pension: {not_computed: unknown}}\n"
            "financing: [general_revenue]\n"
        ),
        "no tier to value",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_universal_tier_is_refused(case):
    universal, words = REFUSED[case]
    with pytest.raises(Refusal, match=words):
        read_beside(universal(), contributory())


def test_a_sum_paid_once_tests_nobody():
    sums = scheme(
        "scheme: provident\nlaw: Act\naccounts: {balance: {credit: contributions}}\n"
        "contributions: {all: {contribution: {rate: 0.1}}}\nbenefits:\n  old_age:\n    contingency: old_age\n"
        "    who: [age_band: {at_least: 60}]\n    how_much: [pay_out: {over: 1}]\n    paid: once\n"
    )
    with pytest.raises(Refusal, match="paid once"):
        read_beside(flat_pension(less(0.5, on="provident.old_age")), sums)


BLIND = {
    "earnings": ("[share_of_earnings: {share: 0.2}]", "reads `earnings`"),
    "households": (
        "[per_household: {amount: {unit: XTS, per: month, 2020: 9}}, to_each_member]",
        "on average",
    ),
}


@pytest.mark.parametrize("case", BLIND)
def test_what_nobody_knows_of_residents_is_refused(case):
    how_much, words = BLIND[case]
    text = (
        "scheme: universal\nlaw: Act\nbranch: old_age\nbenefits:\n  pension:\n"
        f"    who: [age_band: {{at_least: 65}}]\n    how_much: {how_much}\nfinancing: [general_revenue]\n"
    )
    with pytest.raises(Refusal, match=words):
        valued(scheme(text), {})

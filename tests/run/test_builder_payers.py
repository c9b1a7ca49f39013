"""Who pays for a scenario: together its whole cost, each by what the law says, and nobody in place of the unknown."""

from __future__ import annotations

import numpy as np
import pytest

from socle.run.builder import Built, Ground, Wanted, build, ready
from socle.run.builder_payers import CONTRIBUTIONS, DONORS, MISSING, REVENUE, Paid, paid_by


@pytest.fixture(scope="module")
def toy() -> Ground:
    return ready("XXX")


def cost_of(built: Built, name: str, scheme: str = "") -> np.ndarray:
    own = [one for one in built.floor.scenario(name).benefits if scheme in ("", one.scheme)]
    return np.sum([np.nan_to_num(one.cost) for one in own], axis=0)


def paid(ground: Ground, changes: dict[str, str]) -> tuple[Built, Paid]:
    built = build(ground, Wanted("status_quo", changes))
    assert not built.wrong
    return built, paid_by(ground, built)[built.scenario.name]


@pytest.mark.parametrize("code", ["XXX", "SEN"])
@pytest.mark.parametrize("start", ["status_quo", "low"])
def test_the_payers_pay_what_the_scenario_costs(code: str, start: str) -> None:
    ground = ready(code)
    built = build(ground, Wanted(start))
    for name, sums in paid_by(ground, built).items():
        assert np.sum(list(sums.values()), axis=0) == pytest.approx(cost_of(built, name))
        assert all((money >= 0).all() for money in sums.values())


def test_donors_and_the_state_pay_the_shares_of_the_law(toy: Ground) -> None:
    share = "public_works.financing.{}.share"
    before = paid(toy, {})[1]
    built, after = paid(toy, {share.format("donors"): "60%", share.format("general_revenue"): "30%"})
    works = cost_of(built, built.scenario.name, "public_works")
    assert after[DONORS] - before[DONORS] == pytest.approx((0.6 - 0.25) * works)
    assert after[REVENUE] - before[REVENUE] == pytest.approx((0.3 - 0.75) * works)
    assert after[MISSING] - before[MISSING] == pytest.approx(0.1 * works)  # which the law gives to nobody


def test_contributions_pay_first_and_never_more_than_the_cost(toy: Ground) -> None:
    rate = "maternity.financing.contribution.rate"
    built, high = paid(toy, {rate: "50%"})
    none = paid(toy, {rate: "0%"})[1]
    whole = cost_of(built, built.scenario.name, "maternity")
    assert high[CONTRIBUTIONS] - none[CONTRIBUTIONS] == pytest.approx(whole)
    assert none[REVENUE] - high[REVENUE] + none[MISSING] - high[MISSING] == pytest.approx(whole)


def test_what_the_file_of_a_scheme_does_not_say_is_missing() -> None:
    ground = ready("SEN")
    sums = paid_by(ground, build(ground, Wanted("status_quo")))["status_quo"]
    assert sums[MISSING][0] > 0  # the family grant: paid by the State and the World Bank, in unknown shares
    assert sums[REVENUE][0] == 0

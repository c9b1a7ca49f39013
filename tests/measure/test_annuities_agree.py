"""A fixed table through years of a projection, and the same table through life contingencies: one value."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from socle.ground.axes import Array
from socle.measure import contingencies, solvency

AGES = np.arange(20.0, 111.0)
TABLES = np.stack(
    [contingencies.makeham_survivors(0.00022, b, 1.124, AGES) for b in (2.7e-6, 1.6e-6)]
)  # women die later
OF_YEAR: dict[float, Callable[..., Array]] = {
    0.0: contingencies.annuity_due,
    0.5: contingencies.annuity_mid_year,
    1.0: contingencies.annuity_immediate,
}
RATES = pytest.mark.parametrize("rate", [-0.01, 0.0, 0.05])


def of_projection(rate: float, paid: Array, moment: float, indexation: float = 0.0, years: int = 1) -> Array:
    """The annuity by recursion over `years` that are all alike, in the first of them."""
    death = np.broadcast_to(contingencies.death_rates(TABLES)[:, None], (len(TABLES), years, len(AGES)))
    values = solvency.annuity(death, np.full(years, rate), paid, indexation, moment)
    np.testing.assert_allclose(values, np.broadcast_to(values[:, :1], values.shape), rtol=1e-12)
    return values[:, 0]


@RATES
@pytest.mark.parametrize("moment", OF_YEAR)
@pytest.mark.parametrize("years", [1, 7])
def test_an_annuity_for_life_is_the_one_of_the_table(rate: float, moment: float, years: int) -> None:
    found = of_projection(rate, np.ones(AGES.size), moment, years=years)
    np.testing.assert_allclose(found, OF_YEAR[moment](TABLES, rate), rtol=1e-12, atol=1e-12)


@RATES
@pytest.mark.parametrize("moment", OF_YEAR)
def test_a_pension_from_an_age_on_is_the_deferred_annuity(rate: float, moment: float) -> None:
    found = of_projection(rate, (AGES >= 65).astype(float), moment)
    for age in (20, 47, 65):
        at = age - 20
        value = contingencies.deferred(TABLES, rate, 65 - age, OF_YEAR[moment](TABLES, rate))[:, at]
        np.testing.assert_allclose(found[:, at], value, rtol=1e-12)


@RATES
def test_a_benefit_up_to_an_age_is_the_temporary_annuity(rate: float) -> None:
    found = of_projection(rate, (AGES < 60).astype(float), 0.5)
    value = contingencies.annuity_until(TABLES, rate, AGES, 60.0)
    np.testing.assert_allclose(found, value, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("moment", OF_YEAR)
def test_indexation_is_a_lower_rate_of_interest(moment: float) -> None:
    rate, indexation = 0.05, 0.02
    net = (1 + rate) / (1 + indexation) - 1
    found = of_projection(rate, np.ones(AGES.size), moment, indexation)
    value = (
        OF_YEAR[moment](TABLES, net) * ((1 + net) / (1 + rate)) ** moment
    )  # the first payment is not yet indexed
    np.testing.assert_allclose(found, value, rtol=1e-12, atol=1e-12)

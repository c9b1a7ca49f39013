"""Insured lives: heads, service and accounts are conserved in every year."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.project.insured import Joining, a_year_of_lives, dependent

SHAPE = (2, 1, 2, 1, 12, 15)  # stock, scenario, sex, class, age, service
seeds = st.integers(0, 2**32 - 1)


def a_year(seed):
    rng = np.random.default_rng(seed)
    active, returning = rng.random((2, *SHAPE))
    for lives in (active, returning):
        lives[..., -1] = 0.0  # nobody moves beyond the open class of service
    joining = Joining(returning, rng.random((1, 2, 1, 12)))
    chances = [rng.random((1, 2, 1, 12, 15)) / 4 for _ in range(4)]
    density, earnings = rng.random((1, 2, 1, 12, 1)), rng.random((1, 2, 1, 12, 1))
    credit = np.stack([np.zeros_like(earnings), earnings])
    year = a_year_of_lives(active, chances, density, credit, joining)
    return year, active, joining, chances, credit, density


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_heads_service_and_accounts_are_conserved(seed):
    after, active, joining, _, credit, _ = a_year(seed)
    before = active + joining.returning
    now, was = (lives.sum((1, 2, 3, 4)) for lives in (after.insured + sum(after.exits), before))
    served = np.arange(SHAPE[-1])
    assert now[0].sum() == pytest.approx(was[0].sum() + joining.entering.sum(), rel=1e-12)
    assert (now[0] - was[0]) @ served == pytest.approx(after.contributors.sum(), rel=1e-9)
    assert now[1].sum() - was[1].sum() == pytest.approx((after.contributors * credit[1]).sum(), rel=1e-9)


@given(seeds)
@settings(max_examples=10, deadline=None)
def test_who_leaves_or_joins_contributes_half_a_year(seed):
    after, active, joining, chances, _, density = a_year(seed)
    leaving = active[0] * sum(chances)
    joined = joining.returning[0].sum(-1) + joining.entering
    whole = (active[0] - 0.5 * leaving).sum(-1) + 0.5 * joined
    years = after.contributors.sum(-1)
    assert np.allclose(years, density[..., 0] * whole, rtol=1e-9)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=4))
def test_who_leaves_by_no_cause_escapes_each_alone(rates):
    parts = dependent([np.array([rate]) for rate in rates])
    assert 1.0 - sum(parts)[0] == pytest.approx(np.prod([1.0 - rate for rate in rates]), abs=1e-12)


def test_two_causes_share_what_both_would_take():
    first, second = dependent([np.array([0.2]), np.array([0.1])])
    assert first[0] == pytest.approx(0.2 * (1 - 0.1 / 2))
    assert second[0] == pytest.approx(0.1 * (1 - 0.2 / 2))

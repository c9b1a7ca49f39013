"""A closed group projected over the ages at which anybody is gives what it gives over all of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.model.insured import Insured
from socle.project.scheme import insured_over_time
from socle.project.window import may_narrow
from tests.run.random_insured import AGES, PARTS, Drawn, drawn

KINDS = ("contributions", "pensioners", "benefits", "awards", "award_amounts", "people", "ended")


def alike(one, other):
    for kind in KINDS:
        for name, series in getattr(one, kind).items():
            theirs = getattr(other, kind)[name]
            assert np.allclose(*np.broadcast_arrays(series, theirs), rtol=1e-12, atol=1e-10), f"{kind}.{name}"
    for name in ("contributors", "payroll"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-12)


@given(st.integers(0, 9999), st.integers(0, AGES - 1), st.integers(0, 3), st.sampled_from(("lost", "shared")))
@settings(max_examples=12, deadline=None)
def test_ages_that_are_left_out_change_nothing(seed, first, more, gains):
    growth = ("prices", "prices", "prices", "prices")
    ask, valuation = drawn(Drawn(seed, frozenset(PARTS), gains, *growth, years=12, closed=True))
    there = ((np.arange(AGES) >= first) & (np.arange(AGES) <= first + more))[:, None]
    start = valuation.start
    start = Insured(start.active * there, start.inactive * there, start.pensions)
    plan = replace(valuation, start=start)
    assert may_narrow(ask, plan)

    def whole(question, year, /, **carried):  # a law that is asked of all ages only
        return ask(question, year, **carried)

    assert not may_narrow(whole, plan)
    some, every = (insured_over_time(law, plan, keep=True) for law in (ask, whole))
    alike(some, every)
    for own, theirs in zip(some.states, every.states, strict=True):
        assert own.active == pytest.approx(
            np.broadcast_to(theirs.active, own.active.shape), rel=1e-12, abs=1e-12
        )
        assert own.inactive == pytest.approx(
            np.broadcast_to(theirs.inactive, own.inactive.shape), rel=1e-12, abs=1e-12
        )


def test_all_ages_are_kept_where_anybody_enters():
    ask, valuation = drawn(Drawn(1, frozenset(), "", "wages", "wages", "wages", "wages"))
    assert not may_narrow(ask, valuation)

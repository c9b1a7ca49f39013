"""The projection of the insured gives, series by series, what an independent one gives that goes cell by cell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from socle.project.scheme import insured_over_time
from tests.run.random_insured import PARTS, Drawn, drawn
from tests.run.slow_lives import Slow

GROWTH = ("prices", "wages")
EVERYTHING = Drawn(
    7, frozenset(PARTS), "shared", "prices", "prices", "prices", "prices", scenarios=2, years=5
)
cases = st.builds(
    Drawn,
    seed=st.integers(0, 10_000),
    parts=st.frozensets(st.sampled_from(sorted(PARTS))),
    gains=st.sampled_from(("", "lost", "shared")),
    ceiling=st.sampled_from(GROWTH),
    minimum=st.sampled_from(GROWTH),
    revalued=st.sampled_from(GROWTH),
    index=st.sampled_from(GROWTH),
    scenarios=st.integers(1, 2),
    years=st.integers(1, 4),
    closed=st.booleans(),
    mortality_varies=st.booleans(),
)


def compared(found, slow, case, z):
    """Pairs of series: of the projection, and of the cells gone through one by one; money of the day."""
    flows = [slow.year(t) for t in range(case.years)]
    own = {
        "people": found.people,
        "pensioners": found.pensioners,
        "awards": found.awards,
        "ended": found.ended,
    }
    money = {"benefits": found.benefits, "award_amounts": found.award_amounts}
    wages = found.wages[min(z, len(found.wages) - 1)]
    for kind, series in {**own, **money}.items():
        scale = wages[:, None] if kind in money else 1.0
        for name, values in series.items():
            expected = np.array([flow[kind].get(name, [0.0, 0.0]) for flow in flows])
            yield f"{kind}.{name}", values[min(z, len(values) - 1)], expected * scale
    for name in ("contributors", "payroll", "employee", "employer"):
        values = found.contributions[name] if name.startswith("employ") else getattr(found, name)
        expected = np.array([flow["collected"][name] for flow in flows])
        scale = 1.0 if name == "contributors" else wages[:, None]
        yield name, values[min(z, len(values) - 1)], expected * scale


@given(cases)
@example(EVERYTHING)
@settings(max_examples=6, deadline=None)
def test_every_series_is_that_of_cells_gone_through_one_by_one(case):
    ask, valuation = drawn(case)
    found = insured_over_time(ask, valuation)
    z = case.scenarios - 1
    slow = Slow(case, ask, valuation, z)
    for name, series, expected in compared(found, slow, case, z):
        assert series == pytest.approx(expected, rel=1e-10, abs=1e-9), name
    for lives, left in ((slow.active, found.end.active), (slow.inactive, found.end.inactive)):
        for cell, held in slow.cells_of(left).items():
            assert held == pytest.approx(lives[cell], rel=1e-10, abs=1e-10), cell

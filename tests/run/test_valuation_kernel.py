"""The compiled projection of the insured says what the NumPy reference says, series by series."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socle.rules  # noqa: F401, fills the rulebook
from socle.engine.choice import Engine
from socle.engine.machine import in_memory
from socle.ground.refusals import Refusal
from socle.project.scheme import insured_over_time
from socle.project.scheme_fast import projected_fast
from socle.run.valuation_kernel import bind, projected
from tests.run.random_insured import PARTS, Drawn, drawn

GROWTH = ("prices", "wages")
CLOSE = 1e-12
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
    classes=st.integers(2, 3),
    years=st.integers(1, 4),
    closed=st.booleans(),
    mortality_varies=st.booleans(),
)
EVERYTHING = Drawn(
    7, frozenset(PARTS), "shared", "prices", "prices", "prices", "prices", scenarios=5, classes=3, years=12
)


def series(found):
    """Every series of a projection, with the size against which it is compared."""
    persons = np.abs(found.contributors).max()
    for kind in ("contributors", "payroll", "administration", "wages"):
        yield kind, getattr(found, kind), 0.0
    for kind in ("contributions", "pensioners", "benefits", "awards", "award_amounts", "people", "ended"):
        for name, values in getattr(found, kind).items():
            yield f"{kind}.{name}", values, persons if kind in ("people", "ended") else 0.0


def states(state):
    yield "active", state.active
    yield "inactive", state.inactive
    for name, held in state.pensions.items():
        yield f"{name}.count", held.count
        yield f"{name}.amount", held.amount


def the_same(reference, found):
    theirs = {name: values for name, values, _ in series(found)}
    for name, expected, size in series(reference):
        assert np.isfinite(expected).all(), name
        assert np.abs(theirs[name] - expected).max() <= CLOSE * max(np.abs(expected).max(), size), name
    after = dict(states(found.end))
    for name, expected in states(reference.end):
        assert np.abs(after[name] - expected).max() <= CLOSE * np.abs(expected).max(), name


@settings(max_examples=40, deadline=None)
@given(cases)
def test_the_text_of_the_loop_run_as_it_is_projects_any_scheme_as_the_reference(case):
    ask, valuation = drawn(case)
    bound = bind(ask, valuation)
    kernel = in_memory("loop", bound.text)
    the_same(insured_over_time(ask, valuation), projected_fast(valuation, bound.form, kernel, bound.readings))


def test_the_compiled_loop_projects_a_scheme_with_everything_as_the_reference():
    ask, valuation = drawn(EVERYTHING)
    reference = insured_over_time(ask, valuation)
    empty = {name for name, values, _ in series(reference) if not values.any()}
    assert empty == {f"pensioners.{one.name}" for one in valuation.promises if one.once}
    the_same(reference, projected(ask, valuation, Engine("fast")))


def test_a_reform_of_numbers_changes_no_letter_of_the_text():
    texts = {
        bind(*drawn(replace(EVERYTHING, seed=seed, years=years))).text for seed, years in ((1, 2), (2, 3))
    }
    assert len(texts) == 1


def test_the_fast_engine_refuses_a_law_that_asks_an_account_who_may_have_a_benefit():
    ask, valuation = drawn(replace(EVERYTHING, gains="", years=1))

    class Carrying:
        def __call__(self, question, year, /, **carried):
            return ask(question, year, **carried)

        def parts(self, question):
            return ask.parts("how_much.old_age" if question == "who.old_age" else question)

    with pytest.raises(Refusal, match=r"`who\.old_age` before it begins"):
        bind(Carrying(), valuation)


def test_without_the_end_no_state_is_kept():
    ask, valuation = drawn(EVERYTHING)
    bound = bind(ask, valuation)
    kernel = in_memory("loop", bound.text)
    short = replace(valuation, last_year=valuation.first_year)
    found = projected_fast(short, bound.form, kernel, bound.readings, end=False)
    assert found.end.active.shape[1] == 0


def test_the_engine_that_is_asked_for_answers():
    ask, valuation = drawn(replace(EVERYTHING, scenarios=1, classes=2, years=2))
    one = insured_over_time(ask, valuation)
    for name in ("numpy", "auto"):
        assert np.array_equal(projected(ask, valuation, Engine(name)).payroll, one.payroll)


def test_the_fast_engine_without_its_compiler_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    ask, valuation = drawn(replace(EVERYTHING, gains="lost"))  # compiled nowhere else
    with pytest.raises(Refusal, match=r"opensocle\[fast\]"):
        projected(ask, valuation, Engine("fast"))

"""For how many years each may have retired, counted along a life, against lives followed one by one."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.project.waiting import at_first, in_year
from tests.project.demonstration import valuation

AGES, TOP = 8, 5  # service 0 to 4 and the open class 5
RATES = np.array([[0.4, 0.1, 0.7], [0.3, 0.2, 0.9]])


def plan():
    whole = valuation(1)
    nobody = np.zeros((2, 1, 2, 1, AGES, TOP + 1))
    return replace(
        whole,
        start=replace(whole.start, active=nobody, inactive=nobody),
        experience=replace(whole.experience, retirement=RATES),
    )


def law(ages, services):
    """Who may retire by year: an age (counted from the first, as reached) and a service; the last year is held."""

    def open_(year):
        t = min(max(year - 2025, 0), len(ages) - 1)
        age, service = np.arange(AGES)[:, None] + 1, np.arange(TOP + 1)
        return ((age >= ages[t]) & (service >= services[t])).astype(float)[None, None, None]

    made = {t: open_(2025 + t) for t in range(len(ages))}
    return lambda _, year: made[min(max(year - 2025, 0), len(ages) - 1)]


def followed(open_, t, age, service, contributing):
    """Years of one life: one year of age less a year before, and of service where contributing."""
    waited = 0
    while age >= 0 and open_("", 2025 + t)[0, 0, 0, age, max(service, 0)]:
        waited, t, age = waited + 1, t - 1, age - 1
        service -= contributing
    return waited


@given(
    st.lists(st.tuples(st.integers(0, AGES), st.integers(0, TOP)), min_size=1, max_size=6),
)
@settings(max_examples=40, deadline=None)
def test_years_of_waiting_are_those_of_each_life(path):
    open_, whole = law(*zip(*path, strict=True)), plan()
    waiting = at_first(open_, whole)
    for t in range(len(path)):
        waiting = in_year(open_, whole, 2025 + t, waiting)
        for age in range(AGES):
            for service in range(TOP):  # of the open class nobody knows how long
                own = (waiting.active, waiting.inactive)
                for counted, contributing in zip(own, (1, 0), strict=True):
                    expected = followed(open_, t, age, service, contributing)
                    assert counted[..., age, service] == expected


def test_the_open_class_has_waited_as_long_as_the_longer_of_its_two_pasts():
    open_, whole = law([0], [TOP]), plan()
    waiting = in_year(open_, whole, 2025, at_first(open_, whole))
    assert waiting.active[0, 0, 0, :, TOP].tolist() == list(range(1, AGES + 1))
    open_ = law([0], [TOP - 1])
    waiting = in_year(open_, whole, 2025, at_first(open_, whole))
    assert waiting.active[0, 0, 0, :, TOP].tolist() == list(range(1, AGES + 1))
    closed = law([0, 0], [TOP, TOP - 1])  # who had one year less may since this year
    waiting = in_year(closed, whole, 2026, in_year(closed, whole, 2025, at_first(closed, whole)))
    assert waiting.active[0, 0, 0, :, TOP - 1].tolist() == [1.0] * AGES


def test_hazards_are_those_of_the_years_waited_held_after_the_last_and_1_at_the_last_age():
    open_, whole = law([3], [0]), plan()
    waiting = in_year(open_, whole, 2025, at_first(open_, whole))
    for hazard in waiting.hazards:
        assert hazard[0, 0, 0, :, 0] == pytest.approx([0, 0, 0.4, 0.1, 0.7, 0.7, 0.7, 1.0])
        assert hazard[0, 1, 0, :, 0] == pytest.approx([0, 0, 0.3, 0.2, 0.9, 0.9, 0.9, 1.0])


def test_nobody_waits_under_the_same_law_twice():
    open_, whole = law([3], [0]), plan()
    waiting = in_year(open_, whole, 2025, at_first(open_, whole))
    assert waiting.settled
    assert in_year(open_, whole, 2026, waiting) is waiting


def test_any_benefit_of_old_age_opens_retirement():
    whole = plan()
    two = (SimpleNamespace(name="a", event="old_age"), SimpleNamespace(name="b", event="old_age"))
    one, other = law([2], [3]), law([5], [0])
    waiting = at_first(
        lambda q, year: (one if q == "who.a" else other)(q, year), replace(whole, promises=two)
    )
    assert np.array_equal(waiting.eligible, np.maximum(one("", 2025), other("", 2025)))

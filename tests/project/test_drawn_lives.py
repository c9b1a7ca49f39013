"""Drawn lives: the generator against published numbers, and the events of one year against the theory of decrements."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from socle.ground.axes import Array
from socle.model.insured import Promise
from socle.project.drawn_lives import (
    DEATH,
    INVALIDITY,
    MOVE,
    RETIREMENT,
    Asked,
    Drawn,
    Lives,
    Rates,
    drawn,
    started,
    uniform,
)
from socle.project.insured import dependent

SPLITMIX = (
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
)
ASKED = Asked(
    ("all",), (Promise("old_age", "old_age"), Promise("invalidity", "invalidity"), Promise("death", "death"))
)
ALONE = {"death": 0.10, "invalidity": 0.15, "leaving": 0.25}
HAZARD = 0.4


def law(question: str, step: int, sex: Array, age: Array, **columns: Array) -> Array:
    """Everybody may retire from the second working age on; a tenth of earnings is paid in, and earned as a pension."""
    if question == "who.old_age":
        return 1.0 * (age >= 1)
    if question.startswith("who."):
        return np.ones(len(sex))
    if question.startswith("how_much."):
        return columns["career"]
    return 0.1 * columns["earnings"] if question.startswith("contribution.") else columns["earnings"]


def rates(years: int, ages: int, density: float = 0.6, **alone: float) -> Rates:
    def table(value: float) -> Array:
        return np.full((years, 2, ages), value)

    known = {"death": 0.0, "invalidity": 0.0, "leaving": 0.0, "returning": 0.0, **alone}
    return Rates(
        2030,
        **{name: table(value) for name, value in known.items()},
        density=table(density),
        retirement=np.full((2, 1), HAZARD),
        earnings=np.ones((2, ages)),
        spread=np.ones(1),
        revaluation={"career": table(0.0)},
    )


def lives(count: int, age: int = 1, active: bool = True) -> Lives:
    nobody = np.zeros(count, dtype=np.int64)
    return Lives(
        np.arange(count, dtype=np.uint64) * np.uint64(7919),
        nobody,
        nobody + age,
        np.zeros(count),
        np.ones(count),
        np.full(count, active),
        nobody,
        {"career": np.zeros(count)},
    )


def test_draws_are_those_published_for_splitmix64() -> None:
    start = np.array([1234567], dtype=np.uint64)
    found = [uniform(start, 0, event)[0] for event in range(1, 6)]
    assert found == [(number >> 11) * 2.0**-53 for number in SPLITMIX]


def test_draws_of_neighbours_events_and_years_are_even_and_independent() -> None:
    start = started(np.arange(200_000, dtype=np.uint64), seed=3)
    series = [uniform(start, year, event) for year in (2025, 2026) for event in (DEATH, MOVE)]
    for one in series:
        counts = np.bincount((one * 20).astype(int), minlength=20)
        assert ((counts - 10_000) ** 2 / 10_000).sum() < 50  # chi-square, 19 degrees: p 0.0001
    between = np.corrcoef(np.stack([*series, np.roll(series[0], 1)])) - np.eye(5)
    assert np.abs(between).max() < 5 / np.sqrt(200_000)


@pytest.mark.parametrize("age", [1, 2])  # 2 is the last: whoever would leave may retire, and does
def test_the_first_of_several_causes_has_the_probability_of_dependent_decrements(age: int) -> None:
    count = 400_000
    made = drawn(lives(count, age), rates(1, 3, **ALONE), ASKED, law)
    hazard = HAZARD if age < 2 else 1.0
    died, ill, retired, left = (
        float(q[0]) for q in dependent([np.array([q]) for q in (0.10, 0.15, hazard, 0.25)])
    )
    if age == 2:
        retired, left = retired + left, 0.0
    found = [(made.event == what).mean() for what in (DEATH, INVALIDITY, RETIREMENT)]
    found.append(made.flows[ASKED.flows.index("leaving")].sum() / count)
    for share, expected in zip(found, (died, ill, retired, left), strict=True):
        assert abs(share - expected) <= 4.5 * np.sqrt(expected * (1 - expected) / count)


def test_who_leaves_is_credited_half_as_often_and_a_credit_is_a_whole_year() -> None:
    count = 200_000
    made = drawn(lives(count), rates(1, 3, death=0.3), ASKED, law)
    amounts = made.awarded[2][made.event == DEATH]
    assert set(np.unique(amounts)) == {0.0, 1.0}
    assert amounts.mean() == pytest.approx(0.5 * 0.6, abs=4.5 * np.sqrt(0.21 / amounts.size))


def test_the_inactive_pay_nothing_and_who_returns_pays_half_as_often() -> None:
    made = drawn(lives(100_000, age=0, active=False), rates(1, 3, returning=0.5), ASKED, law)
    returned = made.flows[ASKED.flows.index("returning")].sum()
    paid = made.flows[ASKED.flows.index("contributors")].sum()
    assert returned == pytest.approx(50_000, abs=4.5 * np.sqrt(25_000))
    assert paid == pytest.approx(0.3 * returned, abs=4.5 * np.sqrt(0.21 * returned))
    assert made.flows[ASKED.flows.index("all")].sum() == pytest.approx(0.1 * paid)


def test_a_person_has_the_same_luck_in_any_company_and_order() -> None:
    people, terms = lives(3000, age=0), rates(6, 7, returning=0.1, **ALONE)
    whole = drawn(people, terms, ASKED, law, seed=9)
    some = np.arange(2999, 0, -7)
    part = drawn(people.part(some), terms, ASKED, law, seed=9)
    assert_same_lives(part, whole, some)
    other = drawn(people, terms, ASKED, law, seed=10)
    assert (other.left != whole.left).mean() > 0.2


def assert_same_lives(part: Drawn, whole: Drawn, some: Array) -> None:
    np.testing.assert_array_equal(part.left, whole.left[some])
    np.testing.assert_array_equal(part.event, whole.event[some])
    np.testing.assert_array_equal(part.awarded, whole.awarded[:, some])


def test_a_later_pension_age_leaves_the_luck_of_every_other_event() -> None:
    people, terms = lives(20_000, age=0), rates(6, 7, **ALONE)

    def later(question: str, step: int, sex: Array, age: Array, **columns: Array) -> Array:
        return 1.0 * (age >= 4) if question == "who.old_age" else law(question, step, sex, age, **columns)

    before, after = (drawn(people, terms, ASKED, one, seed=2) for one in (law, later))
    same = np.isin(before.event, (DEATH, INVALIDITY))
    np.testing.assert_array_equal(before.left[same], after.left[same])
    np.testing.assert_array_equal(before.event[same], after.event[same])
    assert before.left[before.event == RETIREMENT].mean() < after.left[after.event == RETIREMENT].mean() - 1


def test_waiting_counts_from_the_first_year_in_which_the_person_may_retire() -> None:
    terms = replace(rates(4, 6, density=0.0), retirement=np.array([[0.0, 0.0, 1.0]] * 2))
    people = lives(50, age=0)
    made = drawn(people, terms, ASKED, law)
    assert set(made.left) == {3}  # eligible from the second year on, so the third of waiting is the fourth
    waited = drawn(replace(people, age=people.age + 1, waited=people.waited + 2), terms, ASKED, law)
    assert set(waited.left) == {0}


def test_every_life_leaves_once() -> None:
    people, terms = lives(5000, age=0), rates(9, 7, returning=0.2, **ALONE)
    made = drawn(people, terms, ASKED, law)
    flows = dict(zip(ASKED.flows, made.flows.sum(axis=(1, 2)), strict=True))
    gone = sum(flows[name] for name in ("deaths", "invalid", "retiring", "cashing_out", "aged_out"))
    assert gone == 5000 == (made.left < 9).sum()
    assert made.awards.sum(axis=(1, 2, 3)).tolist() == [flows["retiring"], flows["invalid"], flows["deaths"]]

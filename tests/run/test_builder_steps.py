"""The steps of a scenario: only what differs is one, the last can be undone, and rows become one line."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.exchange.value_rows import Rows, cleaned, line_of_rows, normal, rows_of
from socle.ground.refusals import Refusal
from socle.ground.units import SHARE
from socle.run.builder import MOST_CHANGES, Ground, Wanted, build, ready
from socle.run.builder_steps import Pair, Typed, lean, steps_of, wanted_after

AGE = "old_age.pension.age_band.at_least"
CARE = "health.essential_care.flat.amount"
COVERAGE = "old_age.pension.coverage"
LEFT = "children.child_benefit.age_band.at_least"  # no file says it: the default of its rule
LOW: Pair = ("from", "low")


@pytest.fixture(scope="module")
def ground() -> Ground:
    return ready("SEN")


def sent(ground: Ground, before: Sequence[Pair], *fields: Pair) -> tuple[Pair, ...]:
    return steps_of(ground, Typed(fields, before), "low")


def test_a_form_with_every_field_adds_only_what_differs(ground: Ground) -> None:
    every = list(ground.standing("low").lines.items())
    assert sent(ground, [LOW], LOW, *every) == (LOW,)
    changed = [(path, "66" if path == AGE else text) for path, text in every]
    assert sent(ground, [LOW], LOW, *changed) == (LOW, (AGE, "66"))
    assert sent(ground, [LOW, (AGE, "66")], LOW, *changed) == (LOW, (AGE, "66"))


def test_the_same_share_in_other_words_is_no_step(ground: Ground) -> None:
    share = "old_age.pension.share_of_line.share"
    assert sent(ground, [LOW], (share, "50 %"), (COVERAGE, "1")) == (LOW,)


def test_the_steps_less_the_last_are_the_scenario_before(ground: Ground) -> None:
    one = sent(ground, [LOW], (AGE, "66"))
    two = sent(ground, one, (CARE, "90"))
    three = sent(ground, two, (AGE, "67"))
    gone = sent(ground, three, (AGE, ""))
    assert [wanted_after(steps, "").changes for steps in (one, two, three, gone)] == [
        {AGE: "66"},
        {AGE: "66", CARE: "90"},
        {AGE: "67", CARE: "90"},
        {CARE: "90"},
    ]
    assert (gone[:-1], three[:-1], two[:-1]) == (three, two, one)


def test_another_start_keeps_what_was_changed_and_nothing_else(ground: Ground) -> None:
    before = sent(ground, [LOW], (AGE, "66"))
    every = [(path, "66" if path == AGE else text) for path, text in ground.standing("low").lines.items()]
    after = sent(ground, before, ("from", "high"), *((path, text) for path, text in every))
    wanted = wanted_after(after, "")
    assert wanted.start == "high"
    assert wanted.changes == {AGE: "66"}


def test_a_box_that_is_unticked_brings_the_benefit_back(ground: Ground) -> None:
    path = "old_age.pension"
    ticked = sent(ground, [LOW], ("tick", path), ("remove", path))
    assert wanted_after(ticked, "").remove == (path,)
    assert wanted_after(sent(ground, ticked, (AGE, "66")), "").remove == (path,)
    assert wanted_after(sent(ground, ticked, ("tick", path)), "").remove == ()
    assert build(ground, wanted_after(sent(ground, ticked, ("tick", path)), "")).scenario is ground.start(
        "low"
    )


def test_rows_become_one_line_and_empty_rows_none(ground: Ground) -> None:
    def rows(*pairs: Pair, course: str = "linear") -> tuple[Pair, ...]:
        fields = [part for y, v in pairs for part in ((f"{COVERAGE}@year", y), (f"{COVERAGE}@value", v))]
        return sent(ground, [LOW], *fields, (f"{COVERAGE}@course", course), (f"{COVERAGE}@first", "2023"))

    assert rows(("2026", "20 %"), ("2030", "100%"), ("", "")) == (
        LOW,
        (COVERAGE, "{2026: 20 %, 2030: 100%, path: linear}"),
    )
    assert rows(("2023", "100%"), ("", "")) == (LOW,)
    assert rows(("2023", "80%"), ("", "")) == (LOW, (COVERAGE, "80%"))
    assert rows(("", ""), ("", "")) == (LOW,)
    for wrong in ((("", "20%"), ("2030", "1")), (("2026", "20%"), ("2030", ""))):
        built = build(ground, wanted_after(rows(*wrong), ""))
        assert list(built.wrong) == [COVERAGE]


def test_what_a_file_leaves_at_its_default_can_be_said(ground: Ground) -> None:
    built = build(ground, Wanted("low", {LEFT: "2"}))
    assert not built.wrong
    path = "children.child_benefit"
    costs = {
        name: next(one.cost[0] for one in built.floor.scenario(name).benefits if one.benefit == path)
        for name in ("low", "low_changed")
    }
    assert 0 < costs["low_changed"] < 0.5 * costs["low"]  # one year of age of three
    same = build(ground, Wanted("low", {"old_age.pension.age_band.below": "forever"}))
    assert same.scenario is same.start


def test_too_many_steps_are_refused(ground: Ground) -> None:
    many = [(AGE, str(66 + at % 2)) for at in range(3 * MOST_CHANGES)]
    with pytest.raises(Refusal, match="at most"):
        sent(ground, [LOW], *many)


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=5), st.text(max_size=9))
def test_rows_of_any_text_are_one_line_that_is_read_back(rows: list[Pair], course: str) -> None:
    line = line_of_rows(Rows(tuple(rows), course))
    assert "\n" not in line
    assert line.count("{") <= 1 or rows_of(line) is None


@given(st.integers(2000, 2090), st.integers(0, 100), st.integers(0, 100))
def test_equal_lines_are_equal_whatever_their_signs(year: int, one: int, two: int) -> None:
    percent = f"{{{year}: {one}%, {year + 5}: {two} %}}"
    shares = f"{{{year}: {one / 100}, {year + 5}: {two / 100}}}"
    assert normal(percent, SHARE) == normal(shares, SHARE)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("75 000", "75000"), ("75\u202f000", "75000"), ("2,5 %", "2.5%"), ("75,000", "75,000")],
)
def test_numbers_are_read_as_people_write_them(said: str, meant: str) -> None:
    assert cleaned(said) == meant


def test_lean_steps_stay_lean(ground: Ground) -> None:
    steps = sent(ground, [LOW], (AGE, "66"), (CARE, "90"), ("remove", "maternity"))
    assert lean(ground, steps, "low") == steps

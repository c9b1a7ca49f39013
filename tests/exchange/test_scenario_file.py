"""Scenario files: overlays read against the law they change, and each refusal with its line and the nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.exchange import yaml_text
from socle.exchange.country import COUNTRIES, FLOOR_FOLDER, read_schemes
from socle.exchange.scenario_file import read_scenario, scenario_of
from socle.exchange.scheme_file import read_scheme
from socle.ground.refusals import Refusal
from socle.model.parameter import Parameter
from socle.model.scenario import FLOOR, STATUS_QUO, Scenario, apply, parameters, scaled
from socle.model.scheme import Scheme
from tests.exchange.law_files import refusal, write
from tests.exchange.test_scheme_file import lines_of, mutated

LAWS: Mapping[str, Sequence[Scheme]] = {FLOOR: read_schemes(FLOOR_FOLDER / "schemes"), STATUS_QUO: ()}
TEXT = """\
scenario: mine
title: {en: Mine, fr: Le mien}
description: A test.
builds_on: floor
remove: [children.school_meals]
changes:
  old_age.pension.age_band.at_least: {2025-07-01: 60}
  old_age.pension.coverage: {2024: 0.2, 2029: 1, path: linear}
  health.essential_care.flat.amount: {2024: 90}
  old_age.pension.take_up: {men: 0.7, women: 0.9}
"""


def scenario(text: str) -> Scenario:
    found = scenario_of(yaml_text.loads(text.encode(), "mine.yaml"), LAWS)
    apply(LAWS[found.builds_on], found)
    return found


def test_a_scenario_is_its_header_and_new_values_of_parameters() -> None:
    found = scenario(TEXT)
    assert (found.name, found.title["fr"], found.builds_on) == ("mine", "Le mien", FLOOR)
    after = parameters(apply(LAWS[FLOOR], found))
    assert after["old_age.pension.age_band.at_least"].moments == (2025.5,)
    assert after["old_age.pension.age_band.at_least"].said(2024) == "65"
    assert dict(found.written)["old_age.pension.coverage"] == "2024: 0.2, 2029: 1, path: linear"
    amount = after["health.essential_care.flat.amount"]
    assert (amount.currency, amount.per, amount.values) == ("USD", "year", (90,))
    assert amount.then is not None
    assert "children.school_meals.share_of_line.share" not in after


@pytest.mark.parametrize(
    ("old", "new", "line", "said", "near"),
    [
        ("old_age.pension.age_band.at_least", "old_age.pension.age_band.atleast", 7, "No scheme has a parameter",
         "old_age.pension.age_band.at_least"),
        ("old_age.pension.take_up", "old_age.pensoin.take_up", 10, "No scheme has a parameter",
         "old_age.pension.take_up"),
        ("2025-07-01: 60", "2025-13-01: 60", 7, "is not a date", ""),
        ("2025-07-01: 60", "2025-07-01: sixty", 7, "`sixty` is not a number: a value in years", ""),
        ("{2024: 90}", "90", 9, "is money: say its unit, period and date", ""),
        ("{2024: 90}", "{2024: 90, per: yaer}", 9, "`yaer` is not a period", "year"),
        ("path: linear", "path: linea", 8, "is not a path between dates", "linear"),
        ("men: 0.7, women: 0.9", "men: 0.7", 10, "says a value for one sex only", ""),
        ("men: 0.7, women: 0.9", "men: 0.7, women: 0.9, all: 1", 10, "has no `all`", ""),
        ("builds_on: floor", "builds_on: flor", 4, "is not a law to build on", "floor"),
        ("[children.school_meals]", "[children.school_meal]", 5, "so it cannot be removed", "children.school_meals"),
        ("description:", "descripton:", 3, "A scenario has no `descripton`", "description"),
        ("scenario: mine\n", "", 1, "A scenario needs `scenario`", ""),
        ("scenario: mine", "scenario: my own", 1, "is not a name", ""),
        ("title: {en: Mine, fr: Le mien}", "title: {fr: Le mien}", 2, "English text", ""),
    ],
)  # fmt: skip
def test_each_mistake_is_refused_with_its_line(old: str, new: str, line: int, said: str, near: str) -> None:
    refused = refusal(old, new, TEXT, scenario)
    assert said in str(refused)
    assert refused.where == f"mine.yaml:{line}"
    assert refused.nearest == near


def test_a_file_without_place_inside_is_placed_at_its_top(tmp_path: Path) -> None:
    path = write(tmp_path, "mine.yaml", TEXT.replace("changes:\n", "changes: none\nx:\n"))
    with pytest.raises(Refusal) as refused:
        read_scenario(path, LAWS)
    assert refused.value.where.startswith("mine.yaml:")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted((FLOOR_FOLDER / "scenarios").glob("*.yaml"))), st.integers(0, 10**9))
def test_a_shipped_scenario_with_one_line_spoilt_is_read_or_refused(path: Path, seed: int) -> None:
    text = mutated(lines_of(path), seed)
    try:
        found = scenario_of(yaml_text.loads(text.encode(), path.name), LAWS)
        apply(LAWS[found.builds_on], found)
    except Refusal as refusal_:
        assert str(refusal_)


TOY = {FLOOR: LAWS[FLOOR], STATUS_QUO: read_schemes(COUNTRIES / "XXX" / "schemes")}


def grown(changes: str) -> tuple[dict[str, Parameter], dict[str, Parameter]]:
    """Parameters of the toy country before and after a scenario with these changes."""
    text = f"scenario: mine\nbuilds_on: status_quo\nchanges:\n{changes}"
    found = scenario_of(yaml_text.loads(text.encode(), "mine.yaml"), TOY)
    return parameters(TOY[STATUS_QUO]), parameters(apply(TOY[STATUS_QUO], found))


def test_times_multiplies_every_value_of_a_history_and_keeps_its_dates_unit_and_index() -> None:
    before, after = grown(
        "  old_age.pension.flat.amount: {times: 1.5}\n  old_age.pension.age_band.at_least: {times: 0.9}\n"
    )
    old, new = (one["old_age.pension.flat.amount"] for one in (before, after))
    assert new.values == pytest.approx([1.5 * value for value in old.values])
    assert (new.moments, new.then, new.currency, new.per) == (old.moments, old.then, old.currency, old.per)
    assert new.said(2023) == "195 XTS / month (2023)"
    ages = after["old_age.pension.age_band.at_least"].by_sex
    assert ages is not None
    assert [one.values for one in ages] == [pytest.approx((60.3, 59.4)), pytest.approx((58.5,))]


def test_times_one_changes_no_value_of_any_law() -> None:
    for path, old in parameters(TOY[STATUS_QUO]).items():
        assert scaled(old, 1.0).values == pytest.approx(old.values), path


def test_times_also_multiplies_what_an_earlier_change_left_standing() -> None:
    old, changed = grown("  old_age.pension.flat.amount: {2025: 200}\n")
    both = changed["old_age.pension.flat.amount"]
    assert both.before is not None
    twice = scaled(both, 2.0)
    assert twice.before is not None
    assert twice.values == (2 * 200 * 12,)
    assert twice.before.values == tuple(2 * value for value in old["old_age.pension.flat.amount"].values)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("coverage: {times: 1.2}", "out of range"),
        ("coverage: {times: much}", "not a number"),
        ("coverage: {times: 1.1, 2024: 0.5}", "has no `2024`"),
    ],
)
def test_times_out_of_range_or_beside_other_words_is_refused_with_its_line(said: str, named: str) -> None:
    with pytest.raises(Refusal) as refused:
        grown(f"  old_age.pension.{said}\n")
    assert named in str(refused.value)
    assert refused.value.where == "mine.yaml:4"


@pytest.mark.parametrize(("said", "clock"), [("", ""), ("by: birth_year, ", "birth_year")])
def test_a_reform_is_dated_by_the_calendar_unless_it_says_otherwise_whatever_the_law_was_dated_by(
    said: str, clock: str
) -> None:
    law = (read_scheme(COUNTRIES / "XXX" / "insurance" / "national_pension.yaml"),)
    path = "national_pension.old_age.age_band.at_least"
    text = f"scenario: later\nchanges:\n  {path}: {{men: 60, women: {{{said}1975: 59, 2040: 65}}}}\n"
    found = scenario_of(yaml_text.loads(text.encode(), "later.yaml"), {FLOOR: law, STATUS_QUO: law})
    old, new = (parameters(schemes)[path].by_sex for schemes in (law, apply(law, found)))
    assert old is not None
    assert new is not None
    assert (old[1].clock, new[1].clock) == ("birth_year", clock)
    assert dict(found.written)[path] == f"men: 60, women: {{{said}1975: 59, 2040: 65}}"

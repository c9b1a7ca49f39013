"""A scenario built from an address is the scenario of a file, costs what the floor says, and refuses at the field."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.exchange.scenario_file import read_scenario, scenario_of
from socle.exchange.scenario_text import LONGEST, file_of, line_of, value_of
from socle.ground.refusals import Refusal
from socle.model.rulebook import RULES
from socle.model.scenario import FLOOR, STATUS_QUO, Scenario, apply, parameters
from socle.report import builder_law
from socle.report.builder_phrases import KEYWORD, PHRASES
from socle.report.text import translator
from socle.run.builder import MOST_CHANGES, WHOLE, Built, Ground, Wanted, build, ready, wanted_from
from socle.run.floor import floor, law_of

PENSION_AGE = "old_age.pension.age_band.at_least"
CARE = "health.essential_care.flat.amount"
CHANGES = {
    PENSION_AGE: "67",
    CARE: "90",
    "old_age.pension.coverage": "{2024: 20%, 2030: 100%, path: linear}",
    "children.child_benefit.share_of_line.share": "30%",
}


@pytest.fixture(scope="module")
def ground() -> Ground:
    return ready("SEN")


@pytest.fixture(scope="module")
def toy() -> Ground:
    return ready("XXX")


def from_file(ground: Ground, scenario: Scenario, folder: Path) -> Scenario:
    path = folder / "own.yaml"
    path.write_text(file_of(scenario), encoding="utf-8")
    return read_scenario(path, {FLOOR: ground.country.floor_law, STATUS_QUO: ground.country.schemes})


def costs(built: Built) -> np.ndarray:
    return np.array([one.cost for one in built.floor.scenario(built.scenario.name).benefits])


def test_the_file_of_a_scenario_costs_what_its_address_costs(ground: Ground, tmp_path: Path) -> None:
    wanted = Wanted("low", CHANGES, remove=("maternity",), restore=("children.school_meals",))
    built = build(ground, wanted)
    assert not built.wrong
    own = from_file(ground, built.scenario, tmp_path)
    assert dict(own.written) == dict(built.scenario.written)
    found = floor("SEN", scenarios=[STATUS_QUO, own]).scenario("low_changed")
    assert [one.benefit for one in found.benefits] == [
        one.benefit for one in built.floor.scenario("low_changed").benefits
    ]
    np.testing.assert_array_equal(np.array([one.cost for one in found.benefits]), costs(built))


@pytest.mark.parametrize("name", ["high", "low", "steps", STATUS_QUO, "expansion"])
def test_without_changes_it_is_the_start_and_costs_what_the_floor_says(toy: Ground, name: str) -> None:
    built = build(toy, Wanted(name))
    assert built.scenario is built.start
    found = floor("XXX", scenarios=[STATUS_QUO, name]).scenario(name)
    np.testing.assert_array_equal(np.array([one.cost for one in found.benefits]), costs(built))


@pytest.mark.parametrize("name", ["high", "low", "steps", STATUS_QUO, "expansion"])
def test_every_value_that_a_field_shows_can_be_sent_back_and_changes_nothing(toy: Ground, name: str) -> None:
    built = build(toy, Wanted(name))
    again = build(toy, Wanted(name, built.standing))
    assert again.scenario is again.start
    assert not again.wanted.changes


@pytest.mark.parametrize("name", ["low", STATUS_QUO, "expansion"])
def test_a_line_read_as_a_file_is_the_value_it_was_written_from(toy: Ground, name: str) -> None:
    built = build(toy, Wanted(name))
    base = parameters(law_of(toy.country, built.start))
    for path, line in built.standing.items():
        if path in built.left:
            continue  # what no file says: the default of its rule
        raw = {
            "scenario": "own",
            "builds_on": built.start.builds_on,
            "changes": {path: value_of(line, base[path])},
        }
        again = apply(
            law_of(toy.country, built.start),
            scenario_of(raw, {built.start.builds_on: law_of(toy.country, built.start)}),
        )
        assert line_of(parameters(again)[path]) == line, path


def test_a_value_with_braces_is_what_the_bare_one_is(ground: Ground) -> None:
    bare, dated = (build(ground, Wanted("high", {CARE: text})) for text in ("90", "{2023: 90}"))
    np.testing.assert_array_equal(costs(bare), costs(dated))
    assert costs(bare).sum() < costs(build(ground, Wanted("high"))).sum()


def test_a_later_pension_costs_less_and_only_that_benefit_moves(ground: Ground) -> None:
    start, later = build(ground, Wanted("high")), build(ground, Wanted("high", {PENSION_AGE: "70"}))
    before = {one.benefit: one.cost for one in start.floor.scenario("high").benefits}
    after = {one.benefit: one.cost for one in later.floor.scenario("high_changed").benefits}
    assert (after["old_age.pension"] < before["old_age.pension"]).all()
    # Who is too young for the pension now receives the disability benefit instead.
    moved = {name for name in before if not np.array_equal(before[name], after[name])}
    assert moved == {"old_age.pension", "disability.disability_benefit"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (PENSION_AGE, "NaN"),
        (PENSION_AGE, "1e999"),
        (PENSION_AGE, "-3"),
        (PENSION_AGE, "<script>alert(1)</script>"),
        (PENSION_AGE, "x" * 10_000),
        (PENSION_AGE, "6\n7"),
        (PENSION_AGE, "{67"),
        (PENSION_AGE, "{a: &b 1, c: *b}"),
        (PENSION_AGE, "{!!python/object:os.system 2024: 67}"),
        (PENSION_AGE, "{}"),
        (CARE, "1e30"),
        (CARE, "{2023: 5, unit: ZZZ9}"),
        ("old_age.pension.take_up", "150%"),
        ("nothing.like.it", "1"),
    ],
)
def test_what_cannot_be_is_refused_at_its_path_and_the_rest_counts(
    ground: Ground, path: str, text: str
) -> None:
    good = {"children.child_benefit.share_of_line.share": "0.5"}
    built = build(ground, Wanted("low", {**good, path: text}))
    assert list(built.wrong) == [path]
    assert built.costed
    np.testing.assert_array_equal(costs(built), costs(build(ground, Wanted("low", good))))


def test_a_value_that_only_the_costing_refuses_is_refused_at_its_path(ground: Ground) -> None:
    """A bare national amount of a currency that is not this country's is found when it is converted."""
    built = build(ground, Wanted("low", {CARE: "{unit: EUR, per: year, 2023: 90}", PENSION_AGE: "66"}))
    assert list(built.wrong) == [CARE]
    assert not built.costed
    assert WHOLE not in built.wrong


def test_names_to_leave_out_are_looked_up(ground: Ground) -> None:
    built = build(ground, Wanted("low", remove=("old_age.pensoin", "maternity")))
    assert built.wrong["old_age.pensoin"].nearest == "old_age.pension"
    assert "maternity" in built.scenario.remove
    assert "old_age.pensoin" not in built.scenario.remove


def test_a_benefit_that_another_looks_at_is_not_left_out_alone(ground: Ground) -> None:
    built = build(ground, Wanted("low", remove=("old_age.pension",)))
    assert list(built.wrong) == ["old_age.pension"]
    assert not built.costed
    assert not build(ground, Wanted("low", remove=("old_age.pension", "disability.disability_benefit"))).wrong


def test_a_start_is_a_name_and_never_a_file(ground: Ground, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(file_of(ground.start("low")), encoding="utf-8")
    with pytest.raises(Refusal, match="There is no scenario"):
        build(ground, Wanted(str(path)))


def test_too_many_changes_are_refused(ground: Ground) -> None:
    with pytest.raises(Refusal, match="at most"):
        build(ground, Wanted("low", {f"a.b{i}": "1" for i in range(MOST_CHANGES + 1)}))


@given(st.text(max_size=LONGEST + 20))
def test_no_text_does_anything_but_change_a_value_or_be_refused(text: str) -> None:
    own = ready_once()
    built = build(own, Wanted("high", {"old_age.pension.share_of_line.share": text, CARE: text}))
    assert set(built.wrong) <= {"old_age.pension.share_of_line.share", CARE, WHOLE}


@cache
def ready_once() -> Ground:
    return ready("SEN")


def test_every_keyword_of_every_rule_has_a_label() -> None:
    assert {name for rule in RULES.values() for name in rule.keywords} == set(KEYWORD)


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_every_sentence_has_a_place_for_every_keyword_of_its_rule(lang: str) -> None:
    _ = translator(lang)
    for name, text in PHRASES.items():
        places = sorted(re.findall(r"\{(\w+)\}", _(text)))
        assert places == sorted(RULES[name].keywords), name


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
@pytest.mark.parametrize("start", ["low", STATUS_QUO, "expansion"])
def test_every_parameter_of_the_law_has_one_field(toy: Ground, start: str, lang: str) -> None:
    built = build(toy, Wanted(start))
    shown: list[str] = []
    for law in builder_law.laws(built, lang):
        shown += [one.path for one in law.others]
        shown += [one.path for sentence in law.payers for one in sentence.fields]
        for part in law.parts:
            shown += [one.path for _, group in part.groups for sentence in group for one in sentence.fields]
    assert sorted(shown) == sorted(built.standing)


@pytest.mark.parametrize("start", ["low", "steps", "high"])
def test_a_scenario_file_opened_is_the_scenario_it_was_written_from(ground: Ground, start: str) -> None:
    built = build(ground, Wanted(start, CHANGES, remove=("maternity",), restore=("children.school_meals",)))
    wanted = wanted_from(ground, file_of(built.scenario).encode(), "own.yaml")
    again = build(ground, wanted)
    assert not again.wrong
    np.testing.assert_array_equal(costs(built), costs(again))


def test_a_file_with_a_shipped_scenario_opens_as_that_scenario(toy: Ground) -> None:
    for name, scenario in toy.starts.items():
        assert wanted_from(toy, file_of(scenario).encode(), "own.yaml") == Wanted(name)


@pytest.mark.parametrize("content", [b"", b"scenario: x\nchanges: {no.such: 1}", b"\xff", b"scenario: ../x"])
def test_a_file_that_is_no_scenario_is_refused(ground: Ground, content: bytes) -> None:
    with pytest.raises(Refusal):
        wanted_from(ground, content, "own.yaml")

"""Explain for one household of a survey: the same numbers as the run on all of it, with each member's own luck."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from socle.engine.records import BenefitRecords, run_records
from socle.exchange.country import copy_country
from socle.ground.refusals import Refusal
from socle.model.law import read
from socle.model.scenario import Scenario, apply
from socle.run.explain_household import explain_household
from socle.run.floor import law_of, scenario_of
from socle.run.impact import setting_of, with_setting
from socle.run.people import People, invented_people, people_of_survey
from socle.run.setting import Choices, Setting

SEED = 3
BENEFITS = (
    "old_age.pension",
    "family_grant.grant",
    "school.girls_supplement",
    "disability.care_allowance",
    "child_benefit.benefit",
    "health.check_ups",
)


@cache
def toy() -> tuple[Setting, People]:
    setting = setting_of("XXX", Choices(base_year=2025))
    return setting, invented_people(setting, 4000, 1)


def paid(setting: Setting, people: People, path: str, scenario: str | Scenario) -> BenefitRecords:
    """The benefit on the whole survey."""
    chosen = scenario_of(setting.country, scenario)
    law = read(apply(law_of(setting.country, chosen), chosen))
    line = float(next(one.values[0] for one in setting.lines if one.used))
    alone = replace(law, benefits={path: law.benefits[path]}, contributions={})
    population = with_setting(people, setting, line)
    return run_records(alone, population, setting.economy, setting.years[0], SEED).benefits[path]


def some_households(people: People, amounts: np.ndarray) -> list[int]:
    """The first households that receive, and some others."""
    starts = people.population.households
    assert starts is not None
    each = np.add.reduceat(amounts, starts[:-1])
    return [*np.flatnonzero(each > 0)[:5].tolist(), 0, 1, 2]


@pytest.mark.parametrize("path", BENEFITS)
def test_the_trace_ends_in_the_number_of_the_survey(path: str) -> None:
    setting, people = toy()
    whole, starts = paid(setting, people, path, "status_quo"), people.population.households
    assert starts is not None
    assert whole.amount.any(), "somebody receives it"
    for household in some_households(people, whole.amount):
        members = slice(starts[household], starts[household + 1])
        trace = explain_household(setting, people, path, str(household + 1), "status_quo", SEED)
        assert trace.amounts == pytest.approx(whole.amount[members].tolist())
        for name in ("eligible", "recipients"):
            parts = [part.share * np.array(getattr(part.answer, name)) for part in trace.stretches]
            assert np.sum(parts, axis=0) == pytest.approx(getattr(whole, name)[members])


def test_each_draw_stands_beside_the_share_that_it_must_lie_below() -> None:
    setting, people = toy()
    trace = explain_household(setting, people, "family_grant.grant", "5", "status_quo", SEED)
    for part in trace.stretches:
        lucks = [*part.answer.reached, *(luck for step in part.answer.steps for luck in step.chance)]
        assert {luck.name.rpartition(".")[2] for luck in lucks} == {
            "coverage",
            "take_up",
            "exclusion_error",
            "inclusion_error",
        }
        for luck in lucks:
            for share, draw, met in zip(luck.shares, luck.draws, luck.met, strict=True):
                assert share is not None
                assert met == (draw < share)


def test_the_year_is_told_in_the_stretches_of_the_law() -> None:
    setting = setting_of("XXX", Choices(base_year=2024))
    people = invented_people(setting, 500, 1)
    trace = explain_household(setting, people, "child_benefit.benefit", "1", "status_quo")
    assert [(part.begins, part.share) for part in trace.stretches] == [
        ("2024-01-01", 0.5),
        ("2024-07-01", 0.5),
    ]
    names = [[step.name for step in part.answer.steps] for part in trace.stretches]
    assert names == [["age_band", "flat"], ["age_band", "by_age"]]


SURVEY = """\
hh,w,spending,years_old,gender,pension
north-1,410,220,70,f,no
north-1,410,220,6,m,no
south-7,395,910,70,m,yes
south-7,395,910,66,f,no
east-3,402,300,29,f,no
east-3,402,300,2,f,no
"""
MAPPING = """\
survey: Three households
household: hh
weight: w
welfare: {column: spending, unit: XTS, per: month, prices: 2022}
columns:
  age: years_old
  sex: {column: gender, codes: {m: 0, f: 1}}
  receives_contributory_pension: {column: pension, codes: {no: 0, yes: 1}}
"""
RANKS = """\
scheme: poorest
branch: old_age
benefits:
  grant:
    who: [poorest: {share: 40%}]
    how_much: [flat: {amount: {unit: XTS, per: month, 2020: 10}}]
"""


@pytest.fixture
def survey(tmp_path: Path) -> tuple[Setting, People]:
    (tmp_path / "people.csv").write_text(SURVEY, encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    setting = setting_of("XXX")
    return setting, people_of_survey(tmp_path / "people.csv", tmp_path / "mapping.yaml", setting)


def test_a_household_is_found_by_its_key_in_the_survey(survey: tuple[Setting, People]) -> None:
    trace = explain_household(*survey, "old_age.pension", "south-7", "status_quo")
    (part,) = trace.stretches
    ages = dict(next(step.read for step in part.answer.steps if step.name == "age_band"))["age"]
    assert sorted(x for x in ages if x) == [66, 70]
    assert part.answer.eligible == tuple(float(age == 66) for age in ages)


def test_what_the_survey_does_not_have_is_refused(survey: tuple[Setting, People]) -> None:
    with pytest.raises(Refusal, match="no `severely_disabled`"):
        explain_household(*survey, "disability.benefit", "east-3", "status_quo")


@pytest.mark.parametrize(
    ("benefit", "key", "told"),
    [
        ("old_age.pension", "south-8", "Did you mean `south-7`?"),
        ("old_age.pensions", "south-7", "Did you mean `old_age.pension`?"),
        ("old_age.pioneers_pension", "south-7", "number of recipients"),
    ],
)
def test_what_is_not_there_is_refused(
    survey: tuple[Setting, People], benefit: str, key: str, told: str
) -> None:
    with pytest.raises(Refusal) as refused:
        explain_household(*survey, benefit, key, "status_quo")
    assert told in refused.value.worded()


def test_a_rank_is_that_in_the_whole_survey(tmp_path: Path) -> None:
    folder = tmp_path / "toy"
    copy_country("XXX", folder)
    (folder / "schemes" / "poorest.yaml").write_text(RANKS, encoding="utf-8")
    setting = setting_of(str(folder))
    people = invented_people(setting, 1500, 1)
    whole, starts = paid(setting, people, "poorest.grant", "status_quo"), people.population.households
    assert starts is not None
    assert 0 < whole.eligible.mean() < 1
    for household in some_households(people, whole.amount)[:4]:
        trace = explain_household(setting, people, "poorest.grant", str(household + 1), "status_quo", SEED)
        assert trace.amounts == pytest.approx(
            whole.amount[starts[household] : starts[household + 1]].tolist()
        )

"""What a scenario being built means for people and for Recommendation 202, beside its start and the schemes in force.

Each takes a part of a second, so that a page asks for it when somebody looks. What a start means is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from socle.ground.axes import Array
from socle.measure.weighted import exactly
from socle.model.guarantee import Case, Threshold
from socle.model.scenario import STATUS_QUO, Scenario
from socle.run.builder import Built, Ground
from socle.run.guarantees import GuaranteeRequest, Known, case_of, known_of
from socle.run.households import PERSONS
from socle.run.impact import case_of as given_by
from socle.run.impact import law_on, line_of, setting_of
from socle.run.impact_rows import Row, Stage
from socle.run.impact_welfare import MEASURES, measured
from socle.run.people import People, invented_people
from socle.run.setting import Setting

SEED: Final = 0
BEFORE: Final = "before"  # welfare without any scheme


@dataclass(frozen=True, eq=False)
class Bench:
    """A country made ready to be judged: thresholds, invented people, and what is known of its starts."""

    ground: Ground
    known: Known
    setting: Setting
    people: People
    cases: dict[str, Case] = field(default_factory=dict)
    gains: dict[str, Array] = field(default_factory=dict)

    @property
    def threshold(self) -> Threshold | None:
        """What the levels are held against."""
        return self.known.chosen


@dataclass(frozen=True, eq=False)
class Welfare:
    """Poverty and inequality: each measure before any scheme and under each scenario, and the last change."""

    measures: Mapping[str, Mapping[str, Row]]  # by measure, then `before` or the name of a scenario
    change: Mapping[str, Row]  # of the scenario against its start, by measure
    persons: int


def bench(ground: Ground) -> Bench:
    """The country made ready; its people are invented, drawn from its population."""
    setting = setting_of(ground.country.iso3)
    people = invented_people(setting, PERSONS, SEED)
    return Bench(ground, known_of(GuaranteeRequest(ground.country.iso3), ground.country), setting, people)


def standards(bench: Bench, built: Built) -> tuple[Case, ...]:
    """The guarantees of the Recommendation under the scenario, its start, the schemes in force."""
    found = []
    for one in _shown(bench.ground, built):
        if one.name not in bench.ground.starts:
            found.append(case_of(bench.known, one))
            continue
        if one.name not in bench.cases:
            bench.cases[one.name] = case_of(bench.known, one)
        found.append(bench.cases[one.name])
    return tuple(found)


def poverty(bench: Bench, built: Built) -> Welfare:
    """Poverty and inequality of the invented people under the scenario, its start, the schemes in force."""
    people = bench.people
    stage = Stage(people, line_of(bench.setting))
    fixed = exactly(stage.line, len(people.welfare))
    shown = _shown(bench.ground, built)
    samples = {one.name: stage.after(_gains(bench, one)) for one in shown}
    samples[BEFORE] = stage.sample
    found, change = {}, {}
    for measure, definition in MEASURES.items():
        own = {name: measured(measure, sample, fixed) for name, sample in samples.items()}
        found[measure] = {
            name: stage.row((name, measure, name), one, definition) for name, one in own.items()
        }
        moved = own[built.scenario.name] - own[built.start.name]
        change[measure] = stage.row((built.scenario.name, measure, "change"), moved, definition)
    return Welfare(found, change, len(people.welfare))


def _shown(ground: Ground, built: Built) -> tuple[Scenario, ...]:
    listed = (built.scenario, built.start, ground.start(STATUS_QUO))
    return tuple({one.name: one for one in listed}.values())


def _gains(bench: Bench, scenario: Scenario) -> Array:
    """What each person gains, money a year."""
    if scenario.name in bench.gains:
        return bench.gains[scenario.name]
    law, ready, _missing = law_on(bench.setting, bench.people, scenario)
    found = given_by(bench.setting, law, ready, scenario.name, SEED).gains
    if scenario.name in bench.ground.starts:
        bench.gains[scenario.name] = found
    return found


def names(built: Built) -> Iterator[str]:
    """The scenarios that stand side by side, the built one first."""
    yield from dict.fromkeys((built.scenario.name, built.start.name, STATUS_QUO))

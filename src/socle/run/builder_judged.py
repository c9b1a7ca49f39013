"""What a scenario being built means for people and for Recommendation 202, beside its start and the schemes in force.

Each takes a part of a second, so that a page asks for it when somebody looks. What a start means is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from socle.exchange.survey_map import read_survey_map
from socle.ground.axes import Array
from socle.measure.weighted import exactly
from socle.model.guarantee import Case, Threshold
from socle.model.results import NotComputed
from socle.model.scenario import STATUS_QUO, Scenario
from socle.model.standard import Part
from socle.model.survey import Flag
from socle.model.verdict import FAIL, NOT_APPLICABLE, UNKNOWN, PartVerdict
from socle.run.builder import Built, Ground
from socle.run.guarantees import GuaranteeRequest, Known, case_of, known_of
from socle.run.households import SurveyRequest, people_asked
from socle.run.impact import case_of as given_by
from socle.run.impact import law_on, line_of, setting_of
from socle.run.impact_rows import Row, Stage
from socle.run.impact_welfare import MEASURES, measured
from socle.run.people import People
from socle.run.practice import PracticeRequest
from socle.run.setting import Setting
from socle.run.standards import StandardsRequest, check

SEED: Final = 0
BEFORE: Final = "before"  # welfare without any scheme
CONVENTION: Final = "C102"


@dataclass(frozen=True, eq=False)
class Bench:
    """A country made ready to be judged: thresholds, invented people, and what is known of its starts."""

    ground: Ground
    known: Known
    setting: Setting
    people: People
    source: str = ""  # the survey by its name; empty where it is invented
    cases: dict[str, Case] = field(default_factory=dict)
    gains: dict[str, Array] = field(default_factory=dict)
    parts: dict[str, tuple[PartVerdict, ...]] = field(default_factory=dict)

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
    households: int
    source: str  # the survey by its name; empty where it is invented
    concept: Flag  # what welfare is
    unknown: tuple[NotComputed, ...]  # what the survey does not know enough of to be counted


@dataclass(frozen=True)
class Shift:
    """A test whose verdict is another than at the start; `lacking` are the tests that its Part does not meet."""

    part: Part
    test: str
    article: str
    before: str
    after: str
    lacking: tuple[str, ...]


def bench(ground: Ground, survey: SurveyRequest) -> Bench:
    """The country made ready, with the people of a survey, or invented ones drawn from its population."""
    setting = setting_of(ground.country.iso3)
    people = people_asked(setting, survey)
    source = read_survey_map(Path(survey.mapping)).source or Path(survey.file).stem if survey.mapping else ""
    known = known_of(GuaranteeRequest(ground.country.iso3), ground.country)
    return Bench(ground, known, setting, people, source)


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
    starts = people.population.households
    size = len(starts) - 1 if starts is not None else 0
    unknown = law_on(bench.setting, people, built.scenario)[2]
    return Welfare(found, change, len(people.welfare), size, bench.source, people.concept, unknown)


def convention(bench: Bench, built: Built) -> tuple[Shift, ...]:
    """The tests of Convention 102 whose verdict the scenario changes against its start."""
    found = []
    for before, after in zip(_parts(bench, built.start), _parts(bench, built.scenario), strict=True):
        lacking = tuple(one.test for one in after.verdicts if one.status in (FAIL, UNKNOWN))
        was, now = _statuses(before), _statuses(after)
        for test, article, nth in dict.fromkeys((*now, *was)):
            old, new = (held.get((test, article, nth), NOT_APPLICABLE) for held in (was, now))
            if old != new:
                found.append(Shift(after.part, test, article, old, new, lacking))
    return tuple(found)


def _statuses(held: PartVerdict) -> dict[tuple[str, str, int], str]:
    """The status of each test by its name, article, and place among those: the law says which tests there are."""
    found: dict[tuple[str, str, int], str] = {}
    for one in held.verdicts:
        nth = sum((test, article) == (one.test, one.grounds.article) for test, article, _nth in found)
        found[one.test, one.grounds.article, nth] = one.status
    return found


def _parts(bench: Bench, scenario: Scenario) -> tuple[PartVerdict, ...]:
    """Every Part with its verdicts under a scenario; of a start, judged once."""
    if scenario.name in bench.parts:
        return bench.parts[scenario.name]
    request = PracticeRequest(bench.ground.country.iso3, scenario=scenario)
    held = check(StandardsRequest(request, (CONVENTION,))).assessments[0]
    parts = (*held.parts, *held.common)
    if scenario.name in bench.ground.starts:
        bench.parts[scenario.name] = parts
    return parts


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

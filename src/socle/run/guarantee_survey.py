"""What a survey says of a floor: persons below each threshold, who is reached under a law, hardship from health."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from socle.engine.records import run_records
from socle.exchange.survey_map import read_survey_map
from socle.ground.axes import Array
from socle.measure.hardship import hardship
from socle.measure.poverty import head_count
from socle.measure.sampling import standard_error
from socle.measure.weighted import exactly, whole
from socle.model.guarantee import Below, Covered, Hardship, Threshold
from socle.model.scenario import Scenario
from socle.model.statistic import Statistic
from socle.model.survey import Flag
from socle.run.households import INVENTED, SurveyRequest, people_asked
from socle.run.impact import contributory, kept_engine, law_on, shared_out
from socle.run.impact_reach import Members, reached
from socle.run.people import People
from socle.run.setting import Setting

FUNCTIONS: Final = {
    "children": "children",
    "maternity": "maternity",
    "disability": "disability",
    "unemployment": "unemployment",
    "old_age": "old_age",
}
"""Branches whose coverage a survey counts."""
SHARES: Final = {0.10: "HEALTH_SPENDING_10", 0.25: "HEALTH_SPENDING_25"}
"""Shares of the budget above which SDG indicator 3.8.2 counts persons -> its code in the catalogue."""


@dataclass(frozen=True, eq=False)
class Surveyed:
    """A survey ready to be asked about thresholds; nothing in it is filled."""

    setting: Setting
    people: People
    source: str
    seed: int
    ages: tuple[int, int]

    @property
    def notes(self) -> tuple[Flag, ...]:
        """What a person should know about the survey."""
        return (self.people.concept, *self.people.notes)

    def groups(self) -> dict[str, Members]:
        """Residents, and children and older persons where the survey knows ages."""
        found = {"residents": np.ones(self.people.welfare.size, dtype=bool)}
        age = self.people.population.columns.get("age")
        if age is not None:
            found |= {"children": age < self.ages[0], "older": age >= self.ages[1]}
        return found

    def below(self, thresholds: Sequence[Threshold], gains: Array | None, moment: str) -> list[Below]:
        """Persons below each threshold in the first year, with the standard error of their share."""
        welfare = self.people.welfare if gains is None else self.people.welfare + self.people.felt(gains)
        weights = self.people.population.weights
        sample, found = whole(welfare, weights), []
        for one in thresholds:
            for group, members in self.groups().items():
                if not weights[members].sum() > 0:
                    continue
                line = exactly(float(one.values[0]), weights.size)
                estimate = head_count(sample.within(members), line, strict=True)
                error = standard_error(self.people.design, estimate)
                persons = estimate.value * float(weights[members].sum())
                year = self.setting.years[0]
                found.append(
                    Below(one.name, group, moment, estimate.value, persons, year, self.source, error)
                )
        return found

    def under(
        self, scenario: Scenario, thresholds: Sequence[Threshold], groups: Mapping[str, Covered]
    ) -> tuple[dict[str, Covered], tuple[Below, ...]]:
        """The groups with what the survey counts under a scenario, and who is below with its benefits."""
        law, ready, lacking = law_on(self.setting, self.people, scenario)
        economy, year = self.setting.economy, self.setting.years[0]
        asked = run_records(law, ready, economy, year, self.seed, kept_engine())
        case = shared_out(law, asked, ready, scenario.name)
        weights = self.people.population.weights
        left = {one.benefit for one in lacking}
        counted = {}
        for function, (covered, members) in reached(
            ready, case, law, asked, contributory(law, lacking)
        ).items():
            branch, size = FUNCTIONS.get(function), float(weights[members].sum())
            if (
                branch
                and size > 0
                and not left.intersection(groups[branch].left)
                and not _left(groups, branch)
            ):
                counted[branch] = float(weights[members & covered].sum()) / size
        found = {name: replace(one, counted=counted.get(name)) for name, one in groups.items()}
        return found, tuple(self.below(thresholds, case.gains, "with"))

    def hardship(self) -> tuple[Hardship, ...]:
        """Persons in households that spend more on health than a share of their budget; nothing if not asked."""
        columns, year = self.people.population.columns, self.setting.years[0]
        paid, budget = columns.get("out_of_pocket_health"), columns.get("consumption")
        if paid is None or budget is None or self.people.invented:
            return ()
        weights = self.people.population.weights
        everybody = float(weights.sum())
        return tuple(
            Hardship(above, hardship(paid, budget, weights, above) / everybody, year, self.source)
            for above in SHARES
        )


def _left(groups: Mapping[str, Covered], branch: str) -> bool:
    """Whether benefits of a branch are out of reach of any computation: then nobody counts who is reached."""
    return bool(groups[branch].left)


def surveyed(setting: Setting, survey: SurveyRequest, ages: tuple[int, int]) -> Surveyed:
    """The survey that was asked for."""
    people = people_asked(setting, survey)
    title = INVENTED if people.invented else read_survey_map(Path(survey.mapping)).source
    return Surveyed(setting, people, title or Path(survey.file).name, survey.seed, ages)


def hardship_of(statistics: Sequence[Statistic], iso3: str) -> tuple[Hardship, ...]:
    """Hardship as observed elsewhere: the last year of SDG indicator 3.8.2 for everybody of a country."""
    found = []
    for above, code in SHARES.items():
        own = [
            one
            for one in statistics
            if (one.indicator, one.area, one.sex, one.group) == (code, iso3, "_T", "_T")
            and one.value is not None
        ]
        if own:
            last = max(own, key=lambda one: one.year)
            found.append(Hardship(above, last.value, last.year, last.source))
    return tuple(found)

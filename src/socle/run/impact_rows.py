"""The numbers of an impact: one row each, with its standard error; and the people it is measured on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from socle.ground.axes import Array
from socle.measure import groups, incidence
from socle.measure.groups import Partition, Totals
from socle.measure.sampling import Design, standard_error
from socle.measure.weighted import Estimate, Sample, whole
from socle.run.impact_groups import partitions
from socle.run.people import People

EVERYBODY = "all"


@dataclass(frozen=True)
class Row:
    """One number of the result. `definition` is a message key."""

    scenario: str
    measure: str
    group: str
    value: float
    se: float
    unit: str
    n: int
    definition: str


@dataclass(frozen=True, eq=False)
class Stage:
    """The people of a survey before any scheme, and the groups they are in, which no scheme moves."""

    people: People
    line: float

    @cached_property
    def sample(self) -> Sample:
        """Everybody with the welfare of before."""
        return whole(self.people.welfare, self.people.population.weights)

    @cached_property
    def groups(self) -> tuple[Partition, ...]:
        """Tenths of people by welfare before, then sex, age and the others that the survey knows."""
        return (incidence.tenths(self.sample), *partitions(self.people.population))

    @cached_property
    def records(self) -> dict[str, int]:
        """How many records each group holds."""
        weight = self.people.population.weights
        return {name: count for one in self.groups for name, count in groups.records(one, weight).items()}

    @property
    def plan(self) -> Design:
        """How the survey was drawn."""
        return self.people.design

    @cached_property
    def summed(self) -> Design:
        """The same for what is already summed within primary sampling units."""
        return groups.summed(self.plan)

    def totals(self, columns: Mapping[str, Array]) -> Iterator[dict[str, Totals]]:
        """The totals of columns by group, one partition after another."""
        for partition in self.groups:
            yield {name: groups.totals(self.plan, partition, values) for name, values in columns.items()}

    def row(self, place: tuple[str, str, str], one: Estimate, definition: str, unit: str = "share") -> Row:
        """An estimate with the influence of each record, as a row at (scenario, measure, group)."""
        counted = int(np.count_nonzero(one.influence))
        return Row(*place, one.value, standard_error(self.plan, one), unit, counted, definition)

    def group_row(
        self, place: tuple[str, str, str], one: Estimate, definition: str, unit: str = "share"
    ) -> Row:
        """An estimate of a group, whose influence is summed within primary sampling units, as a row."""
        counted = self.records.get(place[2], len(self.people.welfare))
        return Row(*place, one.value, standard_error(self.summed, one), unit, counted, definition)

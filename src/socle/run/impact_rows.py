"""The numbers of an impact: one row each, with its standard error; and the people it is measured on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from socle.ground.axes import Array
from socle.measure import groups, incidence
from socle.measure.groups import Partition
from socle.measure.sampling import Design, standard_error
from socle.measure.weighted import Estimate, Sample, whole
from socle.run.impact_groups import partitions
from socle.run.people import People

EVERYBODY = "all"
Columns = Mapping[str, Array]
Sums = dict[str, Estimate]


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
class Case:
    """What a scenario gives and takes on a stage: money a person and year, shared within the household."""

    name: str  # of the scenario
    size: int  # persons
    amounts: Mapping[str, Array]  # benefit -> [person]
    in_kind: frozenset[str]  # benefits that are no money to live on
    payments: Mapping[str, Array]  # scheme -> [person] contributions and taxes, as the law computes them

    @cached_property
    def cash(self) -> dict[str, Array]:
        """The benefits in money."""
        return {path: amount for path, amount in self.amounts.items() if path not in self.in_kind}

    @cached_property
    def benefits(self) -> Array:
        """All cash benefits together."""
        return self._sum(self.cash)

    @cached_property
    def paid(self) -> Array:
        """All contributions and taxes together."""
        return self._sum(self.payments)

    @cached_property
    def gains(self) -> Array:
        """Cash benefits less contributions and taxes."""
        return self.benefits - self.paid

    def _sum(self, parts: Columns) -> Array:
        return np.asarray(sum(parts.values(), np.zeros(self.size)))


@dataclass(frozen=True, eq=False)
class Stage:
    """The people of a survey before any scheme, and the groups they are in, which no scheme moves."""

    people: People
    line: float

    @cached_property
    def sample(self) -> Sample:
        """Everybody with the welfare of before."""
        return whole(self.people.welfare, self.people.population.weights)

    def after(self, gains: Array) -> Sample:
        """Everybody with the welfare of after; `gains` are money a person and year."""
        return self.sample.holding(self.sample.welfare + self.people.felt(gains))

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

    def by_group(self, columns: Columns) -> Iterator[tuple[str, Sums, Sums]]:
        """The totals of columns of everybody, of each tenth, and of each group that has people; with everybody's."""
        for partition in self.groups:
            found = {key: groups.totals(self.plan, partition, values) for key, values in columns.items()}
            everybody = {key: one.everybody for key, one in found.items()}
            if partition is self.groups[0]:
                yield EVERYBODY, everybody, everybody
            for group in partition.names:
                if partition is self.groups[0] or self.records[group]:
                    yield group, {key: one.by_group[group] for key, one in found.items()}, everybody

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

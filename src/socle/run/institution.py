"""An institution's data as the start and the experience of a projection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import N_AGES, Array
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.form import Table
from socle.model.institution import InstitutionData
from socle.model.insured import Ask, Experience, Insured, Pensions, Promise
from socle.model.results import Assumption
from socle.project.starting import (
    CHILDHOOD,
    by_completed_age,
    by_service,
    children,
    interpolated,
    profile,
    spouses,
)
from socle.run.national import National

INVALID: Final = 3.0  # times the mortality of all, where the institution does not know that of the invalid
SEXES: Final = 2


@dataclass(frozen=True)
class Shift:
    """Other assumptions than those of the institution: points added to growth, factors on rates."""

    wage_growth: float = 0.0
    inflation: float = 0.0
    fund_return: float = 0.0
    mortality: float = 1.0
    invalidity: float = 1.0
    leaving: float = 1.0
    density: float = 1.0
    compliance: float = 1.0
    coverage: float | Array = 1.0  # [year, scenario, 1]


@dataclass(frozen=True, eq=False)
class Institution:
    """An institution's data on the axes of a projection."""

    data: InstitutionData

    @cached_property
    def first_age(self) -> int:
        """The first working age: the first with rates."""
        return int(self.data.table("rates").of("age").min())

    @cached_property
    def ages(self) -> int:
        """How many working ages there are."""
        return int(self.data.table("rates").of("age").max()) - self.first_age + 1

    @property
    def services(self) -> int:
        """Years of service told apart: 0, 1, ... and the open class."""
        return self.data.facts.top_service + 1

    def all_ages(self, people: National) -> int:
        """Ages 0, 1, ... at which pensions are paid."""
        if self.data.facts.mortality == "table":
            return int(self.data.table("mortality").of("age").max()) + 1
        return int(people.deaths.shape[-1])

    @cached_property
    def earnings(self) -> Array:
        """Mean earnings by sex and working age, in average wages, [sex, age]."""
        table = self.data.table("contributors")
        values = table.of("earnings") / self.data.average_wage
        return profile(table.of("sex"), self._age(table), values, table.of("persons"), self.ages)

    @cached_property
    def contributors(self) -> Array:
        """Insured persons at the start by sex."""
        table = self.data.table("contributors")
        return np.asarray(
            np.bincount(table.of("sex").astype(np.int64), table.of("persons"), SEXES), np.float64
        )

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the data leave to be assumed."""
        found = [
            Assumption("retirement", N_("Who may retire does so by years since first eligible, not by age.")),
            Assumption("insured", self._coverage_said),
        ]
        if self.data.facts.mortality == "national":
            found.append(Assumption("mortality", N_("Members die as the population of the country does.")))
        if not self._has("mortality", "invalid_death"):
            found.append(
                Assumption(
                    "mortality",
                    N_("Mortality of the invalid: {times} times that of all, at most 1."),
                    {"times": f"{INVALID:g}"},
                    unverified=True,
                )
            )
        return tuple(found)

    @property
    def _coverage_said(self) -> str:
        if self._has("years", "insured_men"):
            return N_(
                "The insured reach the numbers given by the end of each year; then they follow the labour force."
            )
        if self._has("years", "coverage_men"):
            return N_(
                "The insured are the shares given of the labour force aged 15 to 69, by the end of each year."
            )
        return N_("The insured stay the share of the labour force aged 15 to 69 that they are at the start.")

    def _has(self, table: str, column: str) -> bool:
        return table in self.data.tables and self.data.tables[table].has(column)

    def wanted(self, labour_force: Array, before: Array, factor: float | Array = 1.0) -> Array:
        """Insured persons wanted at the end of each year [year, scenario, sex], by the `labour_force` at the same.

        `before` [scenario, sex] is that of the start, with which the contributors are counted.
        """
        years = self.data.table("years")
        at = self.data.facts.year + np.arange(len(labour_force), dtype=np.float64)
        names = ("men", "women")
        if self._has("years", "insured_men"):
            paths = [interpolated(at, years.of("year"), years.of(f"insured_{name}")) for name in names]
            last = max(min(int(years.of("year").max() - at[0]), len(at) - 1), 0)
            grown = labour_force / labour_force[last]
            grown[: last + 1] = 1.0
            return np.asarray(np.stack(paths, axis=-1)[:, None, :] * grown * factor)
        if self._has("years", "coverage_men"):
            paths = [interpolated(at, years.of("year"), years.of(f"coverage_{name}")) for name in names]
            return np.asarray(np.stack(paths, axis=-1)[:, None, :] * labour_force * factor)
        return np.asarray(self.contributors * labour_force / before * factor)

    def experience(
        self, people: National, shift: Shift, wanted: Array, classes: int, childhood: int = CHILDHOOD
    ) -> Experience:
        """The rates of the institution, and deaths of its own or of its country.

        `childhood` is the age from which the law counts no child of somebody who dies.
        """
        death, invalid = self._deaths(people, shift.mortality)
        families = self._families(death.shape[-1], childhood)
        entrants = self._entrants()[:, None, :] / classes
        return Experience(
            death,
            invalid,
            self._rate("invalidity", shift.invalidity),
            self._rate("leaving", shift.leaving),
            self._rate("returning"),
            self._rate("density", shift.density),
            self._retirement(),
            *families,
            np.broadcast_to(entrants, (SEXES, classes, self.ages)),
            wanted,
        )

    def _deaths(self, people: National, factor: float) -> tuple[Array, Array]:
        if self.data.facts.mortality == "national":
            death = np.minimum(people.deaths * factor, 1.0)
            return death, np.minimum(INVALID * death, 1.0)
        table = self.data.table("mortality")
        death = by_completed_age(np.minimum(self._by_age(table, "death", 0, None) * factor, 1.0))
        if not table.has("invalid_death"):
            return death[None, None], np.minimum(INVALID * death, 1.0)[None, None]
        invalid = by_completed_age(np.minimum(self._by_age(table, "invalid_death", 0, None) * factor, 1.0))
        return death[None, None], invalid[None, None]

    def _rate(self, name: str, factor: float = 1.0) -> Array:
        rates = self._by_age(self.data.table("rates"), name, self.first_age, self.ages)
        return np.minimum(rates * factor, 1.0)[None, None, :, None, :, None]

    def _by_age(self, table: Table, column: str, first: int, ages: int | None) -> Array:
        """A column of a table by sex and age, [sex, age]; ages outside the table have the nearest of it."""
        age = table.of("age")
        count = int(age.max()) + 1 - first if ages is None else ages
        at = first + np.arange(count, dtype=np.float64)
        return np.stack(
            [interpolated(at, age[own], table.of(column)[own]) for own in self._rows_by_sex(table)]
        )

    def _rows_by_sex(self, table: Table) -> list[NDArray[np.bool_]]:
        """Which rows are of men and of women; a sex that is nowhere insured may borrow those of the other."""
        rows = [table.of("sex") == sex for sex in range(SEXES)]
        for sex, own in enumerate(rows):
            if not own.any() and (self.is_insured(sex) or table.name == "mortality"):
                raise Refusal(
                    "The table `{name}` has rows of one sex only.",
                    name=table.name,
                    where=table.places.whole(),
                )
        return [own if own.any() else rows[1 - sex] for sex, own in enumerate(rows)]

    def is_insured(self, sex: int) -> bool:
        """Whether anybody of a sex has rights, or is to be insured in some year."""
        for name in ("contributors", "inactive"):
            if name in self.data.tables:
                table = self.data.tables[name]
                if table.of("persons")[table.of("sex") == sex].any():
                    return True
        years = self.data.table("years")
        columns = [f"{kind}_{('men', 'women')[sex]}" for kind in ("coverage", "insured")]
        return any(years.has(column) and bool(years.of(column).any()) for column in columns)

    def _retirement(self) -> Array:
        table = self.data.table("retirement")
        waited, rate = table.of("waited"), table.of("rate")
        years = np.arange(waited.max() + 1)
        return np.stack([interpolated(years, waited[own], rate[own]) for own in self._rows_by_sex(table)])

    def _families(self, ages: int, childhood: int) -> tuple[Array, Array]:
        if "families" not in self.data.tables:
            return np.zeros((SEXES, ages, ages)), np.zeros((SEXES, ages, ages))
        table = self.data.table("families")
        married = self._by_age(table, "with_spouse", 0, ages)
        own_gap = self.data.facts.spouse_gap or 0.0
        fallback = np.stack([np.full(ages, -own_gap), np.full(ages, own_gap)])
        gap = self._by_age(table, "spouse_gap", 0, ages) if table.has("spouse_gap") else fallback
        if not table.has("children"):
            return spouses(married, gap, ages), np.zeros((SEXES, ages, ages))
        number, mean = (self._by_age(table, name, 0, ages) for name in ("children", "child_age"))
        return spouses(married, gap, ages), children(number, mean, ages, childhood)

    def _entrants(self) -> Array:
        table = self.data.table("entrants")
        sex, age = table.of("sex").astype(np.int64), self._age(table).astype(np.int64)
        weights = np.zeros((SEXES, self.ages))
        np.add.at(weights, (sex, age), table.of("share"))
        weights[:, -1] = 0.0  # who enters at the last age would leave with the year
        self._rows_by_sex(table)  # refuses a sex that is insured and never enters
        total = weights.sum(axis=1, keepdims=True)
        weights, total = (np.where(total > 0, own, own[::-1]) for own in (weights, total))
        if not (total > 0).all():
            raise Refusal("Nobody of one sex enters: give both sexes a pattern.", where=table.places.whole())
        return np.asarray(weights / total)

    def _age(self, table: Table) -> Array:
        """Ages counted from the first working age; a refusal for one that has no rates."""
        ages = table.of("age") - self.first_age
        outside = np.flatnonzero((ages < 0) | (ages >= self.ages))
        if outside.size:
            raise Refusal(
                "Age {age} has no rates: the table `rates` has ages {first} to {last}.",
                age=int(table.of("age")[outside[0]]),
                first=self.first_age,
                last=self.first_age + self.ages - 1,
                where=table.where(int(outside[0]), "age"),
            )
        return ages

    def start(self, ask: Ask, accounts: Sequence[str], promises: Sequence[Promise], classes: int) -> Insured:
        """Everybody with rights on 1 January of the first year."""
        active = self._lives(ask, "contributors", accounts, classes)
        inactive = (
            self._lives(ask, "inactive", accounts, classes)
            if "inactive" in self.data.tables
            else np.zeros_like(active)
        )
        return Insured(active, inactive, self._in_payment(promises))

    def _lives(self, ask: Ask, name: str, accounts: Sequence[str], classes: int) -> Array:
        """Persons and their accounts, [stock, 1, sex, class, age, service].

        An account that the table does not give holds what a year credits now, for each year of service: as if
        everybody had always earned what that age earns today.
        """
        table = self.data.table(name)
        shape = (SEXES, self.ages, self.services)
        place = (table.of("sex"), self._age(table), table.of("service"))
        heads = by_service(place, table.of("persons"), shape)[None, :, None] / classes
        heads = np.broadcast_to(heads, (1, SEXES, classes, *shape[1:]))
        year, service = self.data.facts.year, np.arange(self.services, dtype=np.float64)
        stocks = [heads]
        for account in accounts:
            credit = ask(f"credit.{account}", year)
            if not table.has(account):
                stocks.append(np.broadcast_to((heads * service * credit)[:1], heads.shape))
                continue
            held = table.of(account) * table.of("persons") / self.data.average_wage
            whole = by_service(place, held, shape)[None, :, None] / classes
            relative = credit / np.where(
                credit.mean(axis=2, keepdims=True) > 0, credit.mean(axis=2, keepdims=True), 1.0
            )
            stocks.append(np.broadcast_to((whole * relative)[:1], heads.shape))
        return np.stack(stocks)

    def _in_payment(self, promises: Sequence[Promise]) -> dict[str, Pensions]:
        ages = self._pension_ages
        found = {p.name: np.zeros((2, 1, SEXES, ages)) for p in promises if not p.once}
        if "pensioners" in self.data.tables:
            table = self.data.table("pensioners")
            for row, name in enumerate(table.words("benefit")):
                if name not in found:
                    raise Refusal(
                        "Pensions `{name}` are in payment, and this law does not say how they go on: give it a "
                        "benefit of that name, which may be closed to others.",
                        name=name,
                        nearest=nearest(name, found),
                        where=table.where(row, "benefit"),
                    )
                place = (0, int(table.of("sex")[row]), min(int(table.of("age")[row]), ages - 1))
                persons = table.of("persons")[row]
                found[name][0][place] += persons
                found[name][1][place] += persons * table.of("amount")[row] / self.data.average_wage
        return {name: Pensions(both[0], both[1]) for name, both in found.items()}

    @property
    def _pension_ages(self) -> int:
        if self.data.facts.mortality == "table":
            return int(self.data.table("mortality").of("age").max()) + 1
        return N_AGES

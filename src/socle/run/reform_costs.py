"""What a reform costs a year above the law as it stands: by the floor engine, by the valuation, or by itself.

Each law is projected once as it stands and once under the changes, on the same people and economy. Where the change
is itself money of a year (all family benefits; what employees bear), it is its own cost. Nothing else is guessed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np

from socle.exchange.country import insurance_files, load_country
from socle.exchange.scenario_file import scenario_of
from socle.exchange.scheme_file import read_scheme
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.country import Country
from socle.model.practice import Practice
from socle.model.reform import FLOOR_COST, ITSELF, NO_COST, VALUATION_COST, Change, Cost
from socle.model.results import BenefitCost
from socle.model.scenario import STATUS_QUO, Scenario
from socle.model.scheme import Scheme
from socle.model.survey import Flag
from socle.run.basis import Basis
from socle.run.costing import cost_scenario
from socle.run.floor import NOW
from socle.run.practice import schemes_of
from socle.run.setting import Choices, Setting, prepare
from socle.run.valuation import ValuationRequest, reformable
from socle.run.valuation_measures import fund_of, premiums_of

NO_LAW: Final = N_("It cannot be costed: there is no law file for it.")
NOT_ASKED: Final = N_("Not costed here: it takes a valuation of {scheme} (gap --valuation).")
SHIFTED: Final = N_("It costs nobody more: what employees no longer bear, employers or the State bear.")
ONCE: Final = N_("Of the first year only; later years are not known.")
NOT_COMPUTED: Final = N_("It cannot be costed: {why}")
MIXED: Final = N_("Costs of some of the changes are not known.")
TOTALS: Final = {"family_benefits": "", "employee_contributions": SHIFTED}


@dataclass(frozen=True, eq=False)
class Money:
    """Years, money [year] and persons [year] of one law under some changes; the premium where there is one."""

    years: tuple[int, ...]
    money: Array
    persons: Array
    premium: float = math.nan


@dataclass(frozen=True, eq=False)
class Coster:
    """The laws of a country, projected as they stand and under changes; what was projected is kept.

    `country` is a shipped code or a folder.
    """

    country: str
    year: int
    ahead: int
    valued: int
    valuing: bool
    progress: Callable[[Flag], None] = lambda _: None
    base: Scenario | None = None  # the law that is reformed, where it is not that in force
    _kept: dict[tuple[Any, ...], Cost] = field(default_factory=dict)
    _laws: dict[str, Callable[[Mapping[str, Any]], Basis]] = field(default_factory=dict)
    _standing: dict[str, Money] = field(default_factory=dict)

    def __call__(self, changes: Sequence[Change]) -> Cost:
        """What changes cost together."""
        key = tuple(sorted((change.path, change.after) for change in changes))
        if key not in self._kept:
            self._kept[key] = self._cost(changes)
        return self._kept[key]

    def _cost(self, changes: Sequence[Change]) -> Cost:
        laws = dict.fromkeys(change.law for change in changes)
        found = [self._of(law, [one for one in changes if one.law == law]) for law in laws]
        return found[0] if len(found) == 1 else _sum(found)

    def _of(self, law: str, changes: Sequence[Change]) -> Cost:
        """The changes of one law, or of forms."""
        if not law:
            return self._itself(changes)
        try:
            if law == STATUS_QUO:
                return self._by_floor(changes)
            if not self.valuing:
                return Cost(NO_COST, reason=NOT_ASKED, said={"scheme": f"{self.country}/{law}"})
            return self._by_valuation(law, changes)
        except Refusal as refusal:
            return Cost(NO_COST, reason=NOT_COMPUTED, said={"why": refusal.worded()})

    @cached_property
    def _country(self) -> Country:
        return load_country(self.country)

    @cached_property
    def setting(self) -> Setting:
        """The country over the years."""
        return prepare(self._country, Choices(years_ahead=self.ahead))

    @cached_property
    def _schemes(self) -> tuple[tuple[Scheme, ...], tuple[Scheme, ...]]:
        """The schemes as they stand: those that the floor engine costs, and the contributory ones."""
        return schemes_of(self.country, self._country, self.base)

    @cached_property
    def _now(self) -> dict[str, BenefitCost]:
        costed = cost_scenario(self.setting, self._schemes[0], NOW)
        return {one.benefit: one for one in costed.benefits}

    def _itself(self, changes: Sequence[Change]) -> Cost:
        """Sums of a year that somebody wrote: their own difference; of anything else nothing is known."""
        if any(change.path not in TOTALS for change in changes):
            return Cost(NO_COST, reason=NO_LAW)
        spent = np.array([sum(max(change.after - change.before, 0.0) for change in changes)])
        reason = next((TOTALS[change.path] for change in changes if TOTALS[change.path]), ONCE)
        nobody = np.full(1, np.nan)
        return Cost(
            ITSELF, (self.year,), spent, spent / self._products((self.year,)), nobody, nobody, reason=reason
        )

    def _products(self, years: Sequence[int]) -> Array:
        """Gross domestic product of some years; not a number where it is not known."""
        try:
            ahead = max(years) - self._country.base_year
            setting = (
                self.setting if ahead <= self.ahead else prepare(self._country, Choices(years_ahead=ahead))
            )
        except Refusal:
            return np.full(len(years), np.nan)
        product = dict(zip(setting.years, setting.macro.gdp, strict=True))
        return np.array([product.get(year, np.nan) for year in years])

    def _by_floor(self, changes: Sequence[Change]) -> Cost:
        """The country's own schemes under the changes against the same as they stand."""
        raw = {"scenario": "reform", "builds_on": STATUS_QUO, "changes": _written(changes)}
        schemes = self._schemes[0]
        scenario = scenario_of(raw, {STATUS_QUO: schemes})
        after = {one.benefit: one for one in cost_scenario(self.setting, schemes, scenario).benefits}
        touched = [path for path in after if any(change.path.startswith(f"{path}.") for change in changes)]
        if not touched:
            return Cost(NO_COST, reason=NO_LAW)
        begins = min(int(year) for change in changes for year in _years(change.written))
        first = next((at for at, year in enumerate(self.setting.years) if year >= begins), 0)
        money = np.sum(
            [after[path].cost - self._now[path].cost for path in after if path in self._now], axis=0
        )
        persons = np.sum([after[path].recipients for path in touched], axis=0)
        before = np.sum([self._now[path].recipients for path in touched], axis=0)
        series = (money, money / self.setting.macro.gdp, persons, persons - before)
        return Cost(FLOOR_COST, self.setting.years[first:], *(one[first:] for one in series))

    def _by_valuation(self, law: str, changes: Sequence[Change]) -> Cost:
        """A contributory scheme under the changes against the same as it stands, over the years of the valuation."""
        if law not in self._laws:
            self.progress(Flag(N_("Projecting the insured and their pensions")))
            request = ValuationRequest(self._file_of(law), years=self.valued, sensitivity=False)
            scheme = next(one for one in self._schemes[1] if one.name == law)
            self._laws[law] = reformable(request, scheme)[1]
            self._standing[law] = self._valued(law, {}, ())
        self.progress(Flag(N_("Valuing a reform")))
        names = [change.path.split(".")[1] for change in changes]
        before, after = self._standing[law], self._valued(law, _written(changes), names)
        money = after.money - before.money
        gdp = self._products(after.years)
        standing = self._valued(law, {}, names)
        return Cost(
            VALUATION_COST,
            after.years,
            money,
            money / gdp,
            after.persons,
            after.persons - standing.persons,
            after.premium - before.premium,
        )

    def _file_of(self, law: str) -> str:
        """The file of a contributory scheme."""
        return str(next(path for path in insurance_files(self.country) if read_scheme(path).name == law))

    def _valued(self, law: str, changes: Mapping[str, Any], names: Sequence[str]) -> Money:
        """Spending, persons who receive the named pensions (all, if none has the name), and the premium."""
        basis = self._laws[law](changes)
        found = basis.projected(basis.over(self.valued))
        fund = fund_of(found, basis)
        own = [series for name, series in found.pensioners.items() if name in names]
        persons = np.sum(own or list(found.pensioners.values()), axis=0).sum(axis=-1)[0]
        premium = float(premiums_of(fund, found.years[0]).general_average[0])
        return Money(found.years, fund.spending[0], persons, premium)


def coster_of(request: Any, practice: Practice, progress: Callable[[Flag], None]) -> Coster:
    """What costs the reforms of a request."""
    asked = request.practice
    country, years = asked.country or practice.iso3, (request.years, request.valued)
    return Coster(country, practice.year, *years, request.valuation, progress, asked.scenario)


def _written(changes: Sequence[Change]) -> dict[str, Any]:
    return {path: value for change in changes for path, value in change.written.items()}


def _years(written: Mapping[str, Any]) -> Iterator[str]:
    """The years from which a scenario says something new."""
    for key, value in written.items():
        if key.isdigit():
            yield key
        elif isinstance(value, Mapping):
            yield from _years(value)


def _sum(costs: Sequence[Cost]) -> Cost:
    """Costs of several laws: the years that they have in common; unknown if one of them is."""
    if any(one.method == NO_COST for one in costs):
        return Cost(NO_COST, reason=MIXED)
    years = sorted(set.intersection(*(set(one.years) for one in costs)))
    if not years:
        return Cost(NO_COST, reason=MIXED)

    def total(name: str) -> Array:
        parts = [dict(zip(one.years, getattr(one, name), strict=True)) for one in costs]
        return np.array([sum(part[year] for part in parts) for year in years])

    premiums = [one.premium for one in costs if math.isfinite(one.premium)]
    return Cost(
        costs[0].method,
        tuple(years),
        total("money"),
        total("gdp"),
        total("persons"),
        total("more_persons"),
        sum(premiums) if premiums else math.nan,
    )

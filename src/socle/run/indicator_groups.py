"""The groups of people that shares refer to: as the inquiry counts them, else from the demography of the country."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from socle.ground.axes import ORDER, SEXES, Array
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.measure.concerned import World, counts
from socle.measure.quantity import Quantity, missing, sources, total, worst
from socle.model.inquiry import Inquiry, Row
from socle.model.inquiry_codes import EVERY_AGE
from socle.model.inquiry_tables import TABLES
from socle.model.observation import ESTIMATED
from socle.run.setting import Setting

NO_GROUP: Final = N_("Neither the inquiry nor the figures of the country say how many `{group}` there are.")
HIDDEN: Final = N_("A value that this rests on is confidential.")
NOT_COUNTED: Final = N_("The inquiry does not say `{what}`.")
SEX: Final = {"_T": "both", "M": "male", "F": "female"}
"""SDMX codes of sex -> words of the inquiry."""

IN_INQUIRY: Final = {
    "population": "population",
    "children": "children",
    "births": "births",
    "disabled": "severe_disability",
    "unemployed": "unemployed",
    "employed": "employed",
    "labour_force": "labour_force",
    "working_age": "working_age",
    "older": "older",
    "poor": "poor",
}
"""Statistics of the catalogue -> groups of the table `populations`."""

FIGURES: Final = {
    "disabled": "severe_disability",
    "unemployed": "unemployment_rate",
    "employed": "labour_force_participation",
    "labour_force": "labour_force_participation",
    "poor": "poverty_headcount",
}
"""Groups that need a figure of the country beside its population."""

WORK_FROM: Final = 15


@dataclass(frozen=True, eq=False)
class Told:
    """An inquiry, and the country in its year where Socle knows it."""

    inquiry: Inquiry
    setting: Setting | None = None

    def counted(self, table: str, wanted: Mapping[str, Any]) -> Quantity:
        """A count of the year with its source; both sexes add up where only they are given."""
        whole = {"sex": "both", "age": EVERY_AGE, "employment": "all"}
        keys = TABLES[table].key
        asked = {name: whole[name] for name in whole if name in keys} | {"year": self.inquiry.year, **wanted}
        found = self._row(table, asked)
        if found is not None or asked.get("sex") != "both":
            return found or missing(NOT_COUNTED, what=_named(table, wanted))
        each = [self._row(table, asked | {"sex": sex}) for sex in SEXES]
        parts = [one for one in each if one is not None]
        return total(parts) if len(parts) == len(SEXES) else missing(NOT_COUNTED, what=_named(table, wanted))

    def _row(self, table: str, asked: Mapping[str, Any]) -> Quantity | None:
        for row in self.inquiry.rows(table):
            if all((row[name] or "") == (value or "") for name, value in asked.items()):
                return told(row)
        return None

    def group(self, name: str, sex: str = "_T") -> Quantity:
        """The persons of a group, of the inquiry where it counts them."""
        own = self.counted("populations", {"group": IN_INQUIRY[name], "sex": SEX[sex]})
        if name == "births" and sex == "_T" and own.bounds is None:  # said of women, who alone give birth
            own = self.counted("populations", {"group": name, "sex": SEX["F"]})
        if own.bounds is not None or own.reason == HIDDEN:
            return own
        fact = self.inquiry.fact(name) if name in ("population", "labour_force") and sex == "_T" else None
        if fact is not None:
            return Quantity(fact, source=str(self.inquiry.facts.get("source") or ""))
        return self._of_country(name, sex)

    def adults(self, sex: str = "_T") -> Quantity:
        """Adults below pension age: who is neither a child nor older."""
        parts = [self.group(name, sex) for name in ("population", "children", "older")]
        lacking = next((one for one in parts if one.value is None), None)
        if lacking is not None:
            return lacking
        everybody, children, older = (one.value or 0.0 for one in parts)
        origin, status = sources(one.source for one in parts), worst(one.status for one in parts)
        return Quantity(everybody - children - older, source=origin, status=status)

    def _of_country(self, name: str, sex: str) -> Quantity:
        nothing = missing(NO_GROUP, group=name)
        if self.setting is None or self._world is None:
            return nothing
        value = self._count(name, sex)
        if value is None:
            return nothing
        figures = self.setting.country.figures
        used = ["population", *([FIGURES[name]] if name in FIGURES else [])]
        origin = sources(row.source for figure in used for row in figures.of(figure))
        return Quantity(value, source=origin, status=ESTIMATED)

    def _count(self, name: str, sex: str) -> float | None:
        world = self._world
        assert world is not None
        if name in ("older", "working_age"):
            chosen = {"_T": SEXES, "M": SEXES[:1], "F": SEXES[1:]}[sex]
            found = 0.0
            for one in chosen:
                persons = world.persons[0, SEXES.index(one)]
                age = self.pension_age(one)
                found += float((persons[age:] if name == "older" else persons[WORK_FROM:age]).sum())
            return found
        return counts(world, name, sex).get(world.countries[0])

    def pension_age(self, sex: str) -> int:
        """The first completed age above which a person is older; 65 where the inquiry does not say it."""
        said = self.inquiry.fact("pension_age_men" if sex == SEXES[0] else "pension_age_women")
        return int(said) if said is not None else 65

    @cached_property
    def _world(self) -> World | None:
        return None if self.setting is None else world_of(self.setting)


def world_of(setting: Setting) -> World:
    """The one country of a setting in its first year, as the people whom indicators speak of."""
    persons, people = setting.persons[0], setting.people
    rates = {name: _cells(value) for name, value in setting.population.prevalence.items()}
    unknown = np.full(len(SEXES), np.nan)

    def share(name: str, of: Array) -> Array:
        if name not in rates:
            return unknown
        return np.asarray((persons * rates[name])[:, WORK_FROM:].sum(axis=1) / of)

    adults = persons[:, WORK_FROM:].sum(axis=1)
    participation = share("in_labour_force", adults)
    disability = rates.get("severely_disabled", np.full((len(SEXES), 1), np.nan))
    poor = setting.country.figures.latest("poverty_headcount")
    return World(
        (setting.country.iso3,),
        persons[None],
        people.births[:, people.years.index(setting.years[0])],
        participation[None],
        share("unemployed", adults * participation)[None],
        np.broadcast_to(disability, persons.shape),
        {"SI_POV_NAHC": {setting.country.iso3: poor.value / 100}} if poor else {},
    )


def _cells(prevalence: Array) -> Array:
    """[country, year, sex, age], and bands if there are any, as [sex, age] of the first year."""
    found: Array = prevalence[0, 0, ..., 0] if prevalence.ndim > len(ORDER) else prevalence[0, 0]
    return found


def told(row: Row) -> Quantity:
    """A value of the inquiry with its source and status, or why it is missing."""
    if row.confidential:
        return missing(HIDDEN)
    if row.value is None:
        return missing(NOT_COUNTED, what=row.key)
    return Quantity(row.value, source=row.source, status=row.status)


def reason_of(refusal: Refusal) -> Quantity:
    """Nothing, with a refusal as its reason."""
    return missing(refusal.template, **{name: str(value) for name, value in refusal.values.items()})


def _named(table: str, wanted: Mapping[str, Any]) -> str:
    said = [str(value) for value in wanted.values() if value and value not in ("both", EVERY_AGE)]
    return f"{table}: {', '.join(said)}"

"""What an explanation is made of: steps with numbers, where the number stands, and the series of the economy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.country import Country
from socle.model.results import Floor, Macro, NotComputed, ScenarioCost, Text

MONEY, SHARE, PERSONS, RATE = "money", "share", "persons", "rate"
OBSERVED, FORECAST, PROJECTED = N_("observed"), N_("projection of the source"), N_("projected by Socle")
SERIES: Final = {
    "gdp": ("gdp", N_("gross domestic product"), MONEY),
    "expenditure": ("government_expenditure", N_("government expenditure"), MONEY),
    "revenue": ("government_revenue", N_("government revenue"), MONEY),
    "deflator": ("gdp_deflator", N_("price index of the product"), RATE),
    "exchange_rate": ("gdp_usd", N_("money for one US dollar"), RATE),
    "ppp": ("ppp_rate", N_("money for one international dollar"), RATE),
}
"""A series of the economy -> the figure it comes from, what it is called, its unit."""


@dataclass(frozen=True)
class Part:
    """One step: `name` is a message, or `title` a name of the country's own; `opens` is a number and its measure."""

    name: str
    value: float
    unit: str
    sentence: str = ""
    title: Text | None = None
    source: str = ""  # key, year
    status: str = ""
    opens: tuple[str, str] | None = None


@dataclass(frozen=True)
class Worked:
    """A number with the steps that lead to it; the last is the number itself."""

    parts: tuple[Part, ...]
    partial: bool = False
    left_out: tuple[NotComputed, ...] = ()
    topics: tuple[str, ...] = ()  # of the assumptions it rests on
    titles: tuple[Text | str, ...] = field(default=())  # what the number is of: own titles, or messages

    @property
    def number(self) -> Part:
        """The number itself."""
        return self.parts[-1]


@dataclass(frozen=True)
class Place:
    """Where a number stands: the floor it is of, with its country, scenario and year."""

    floor: Floor
    country: Country
    scenario: ScenarioCost
    year: int

    @property
    def at(self) -> int:
        """The place of the year."""
        return self.floor.years.index(self.year)

    def series(self, name: str) -> Part:
        """A series of the economy in the year."""
        figure, said, unit = SERIES[name]
        value = float(getattr(self.floor.macro, name)[self.at])
        known = [row for row in self.country.figures.series(figure).figures if row.first_year <= self.year]
        source = f"{known[-1].source}, {known[-1].year}" if known else ""
        return Part(said, value, unit, source=source, status=status(self.floor.macro, self.year))


def status(macro: Macro, year: int) -> str:
    """Whether the economy of a year is observed, projected by its source, or by Socle."""
    return OBSERVED if year <= macro.last_observed else FORECAST if year <= macro.last_source else PROJECTED


def refuse_unknown(said: str, among: tuple[str, ...]) -> None:
    """Refuses a name or a measure that no number has."""
    if said not in among:
        raise Refusal(
            "There is no such number: `{said}`. There are {valid}.",
            said=said[:60],
            valid=", ".join(among),
            nearest=nearest(said, among),
        )

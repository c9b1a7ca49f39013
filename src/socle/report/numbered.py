"""The text of a number that knows which number it is, so that a page can lead from it to its explanation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape

from socle.model.results import BenefitCost, Floor, ScenarioCost
from socle.run.builder import Built
from socle.run.floor import DEFAULT_SCENARIOS

COMPUTED = "computed"  # status of what comes from a law, and can be opened

Steps = tuple[tuple[str, str], ...]
"""How a scenario is built: names and values of its address, the start first; nothing for a shipped one."""


@dataclass(frozen=True)
class Number:
    """Which number of which run: its name in `explain`, what it is measured by, its year and scenario."""

    country: str
    run: str  # fingerprint of the run, since another run has other numbers; empty: the country as it is shipped
    name: str
    measure: str
    year: int
    scenario: str = ""
    steps: Steps = ()


class Numbered(str):
    """A text in a cell with the number it shows. Whoever does not ask for `number` sees a text like any other."""

    number: Number | None = None


class Leading(str):
    """A text in a cell that leads to the place of its own page which says what it is, or what it rests on.

    Whoever does not ask for `leads` sees a text like any other.
    """

    leads: str = ""


class Placed(str):
    """A text that is such a place."""

    place: str = ""

    def __html__(self) -> str:
        """The text with its place."""
        return f'<span id="{escape(self.place)}">{escape(str(self))}</span>'


def leading(text: str, place: str) -> str:
    """The text, leading to a place of its page; words (unknown, none) stay words."""
    if not any(map(str.isdigit, text)):
        return text
    shown = Leading(text)
    shown.leads = place
    return shown


def placed(text: str, place: str) -> str:
    """The text as a place of its page."""
    shown = Placed(text)
    shown.place = place
    return shown


@dataclass(frozen=True)
class Names:
    """Gives the numbers of one floor their names."""

    country: str
    run: str
    year: int
    steps: Steps = ()

    def __call__(
        self, text: str, name: str, measure: str, *, scenario: str = "", year: int | None = None
    ) -> str:
        """The text with its number; words (unknown, none) stay words."""
        if not any(map(str.isdigit, text)):
            return text
        shown = Numbered(text)
        year = self.year if year is None else year
        shown.number = Number(self.country, self.run, name, measure, year, scenario, self.steps)
        return shown


def names(floor: Floor) -> Names:
    """The names of the numbers of a floor, those of its base year where no other is said."""
    return Names(floor.iso3, floor.trace.fingerprint, floor.base_year)


def of_benefits(floor: Floor, scenario: ScenarioCost) -> Callable[..., str]:
    """Gives the numbers of the benefits of a scenario their names, those of the base year where no other is said.

    A published figure has none, since no law leads to it; nor has a year in which the law reaches nobody.
    """
    name = names(floor)

    def of(text: str, one: BenefitCost, measure: str, year: int = floor.base_year) -> str:
        opens = one.status == COMPUTED and one.recipients[floor.years.index(year)] > 0
        return name(text, one.benefit, measure, scenario=scenario.name, year=year) if opens else text

    return of


def of_built(built: Built, scenario: ScenarioCost) -> Callable[..., str]:
    """Gives the sums of a scenario beside the one that is built their names.

    One that is shipped has its name; another has the steps that build it, without those that could not be read.
    """
    shown = scenario.name
    steps: Steps = ()
    if scenario.name not in DEFAULT_SCENARIOS:
        own = scenario.name == built.scenario.name
        pairs = built.wanted.pairs() if own else [("from", scenario.name)]
        steps = tuple(
            (path, text) for path, text in pairs if path not in built.wrong and text not in built.wrong
        )
        shown = ""
    return partial(Names(built.floor.iso3, "", built.floor.base_year, steps), scenario=shown)

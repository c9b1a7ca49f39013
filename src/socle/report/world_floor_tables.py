"""The countries side by side: what the map of the first page shows, in a sentence and in a table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from socle.exchange.areas import load_areas
from socle.ground.words import N_
from socle.report import numbers
from socle.report.country_search import code_name, folded
from socle.report.map import NO_DATA, Painted
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.world_floor import Standing, WorldFloor

COVERAGE, COST = "coverage", "cost"
SHOWN: Final = {COVERAGE: N_("Who is covered today"), COST: N_("What a floor would cost")}
ONE: Final = {
    COVERAGE: N_(
        "Coverage is known of one country alone, {country}: {share} of the people have at least one benefit"
    ),
    COST: N_("The cost of a floor is known of one country alone, {country}: {share} of GDP"),
}
BREAKS: Final = {COVERAGE: (0.1, 0.25, 0.5, 0.75), COST: (0.05, 0.1, 0.15, 0.2)}


@dataclass(frozen=True)
class Row:
    """A country with the cells of its row."""

    iso3: str
    cells: tuple[str, ...]


def painted(world: WorldFloor, shown: str, lang: str) -> Painted:
    """The numbers of the map in their classes, with the sentence that says what was found."""
    values = {one.iso3: value for one in world.standings if (value := _value(one, shown)) is not None}
    _ = translator(lang)
    described = {
        COVERAGE: _("Share of the population covered by at least one benefit (SDG indicator 1.3.1)."),
        COST: _(
            "Cost of the floor in the high scenario, % of GDP; health care before what the state already spends."
        ),
    }[shown]
    rest = _(
        "{known} countries have a number, each in the table below; all others are hatched in grey: no data."
    )
    description = f"{described} {rest.format(known=len(values))}"
    title = found(values, shown, lang)
    return Painted(values, BREAKS[shown], lambda value: numbers.share(value, lang), title, description)


def found(values: Mapping[str, float], shown: str, lang: str) -> str:
    """The sentence: how many countries are known, and between which numbers they lie."""
    _ = translator(lang)
    if not values:
        return _("Of no country is this known")
    low, high = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
    if len(values) == 1:
        return _(ONE[shown]).format(share=numbers.share(values[low], lang), country=code_name(low, lang))
    template = {
        COVERAGE: _(
            "In {known} countries whose coverage is known, from {low} ({first}) to {high} ({last}) of the people have "
            "at least one benefit"
        ),
        COST: _("In {known} countries a floor would cost from {low} ({first}) to {high} ({last}) of GDP"),
    }[shown]
    return template.format(
        known=len(values),
        low=numbers.share(values[low], lang),
        first=code_name(low, lang),
        high=numbers.share(values[high], lang),
        last=code_name(high, lang),
    )


def rows(world: WorldFloor, shown: str, lang: str) -> tuple[Row, ...]:
    """A row a country: the farthest from the floor first, then those of which the number is not known."""
    _ = translator(lang)

    def farthest(one: Standing) -> tuple[float, str]:
        value = _value(one, shown)
        near = math.inf if value is None else value if shown == COVERAGE else -value
        return near, folded(code_name(one.iso3, lang))

    return tuple(
        Row(
            one.iso3,
            (
                code_name(one.iso3, lang),
                numbers.share_in_column(one.coverage.share, lang) if one.coverage else _(NO_DATA),
                str(one.coverage.year) if one.coverage else "",
                _cost(one, lang),
                str(one.year),
                one.coverage.source if one.coverage else "",
            ),
        )
        for one in sorted(world.standings, key=farthest)
    )


def table(world: WorldFloor, shown: str, lang: str) -> Table:
    """The rows under their heads."""
    _ = translator(lang)
    head = (
        _("Country"),
        _("Covered by at least one benefit"),
        _("Year of coverage"),
        _("Cost of the floor, % of GDP"),
        _("Year of cost"),
        _("Source of coverage"),
    )
    notes = (
        _(
            "Coverage: SDG indicator 1.3.1, as published. Cost: high scenario of the floor, computed by Socle; health "
            "care is counted before what the state already spends on it. ≥: benefits of unknown cost are left out."
        ),
    )
    cells = tuple(row.cells for row in rows(world, shown, lang))
    return Table(_("Countries of which Socle holds figures"), head, (("", cells),), words=1, notes=notes)


def unknown(world: WorldFloor, lang: str) -> tuple[str, ...]:
    """The names of the countries and territories of which nothing is known here, in alphabetical order."""
    held = {one.iso3 for one in world.standings}
    names = [code_name(code, lang) for code in load_areas() if code not in held]
    return tuple(sorted(names, key=folded))


def _value(one: Standing, shown: str) -> float | None:
    if shown == COST:
        return one.cost
    return one.coverage.share if one.coverage else None


def _cost(one: Standing, lang: str) -> str:
    if one.cost is None:
        return translator(lang)(NO_DATA)
    return numbers.at_least(numbers.share_in_column(one.cost, lang), one.partial)

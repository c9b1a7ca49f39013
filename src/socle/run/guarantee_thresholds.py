"""The thresholds that a country has chosen: its poverty lines, a basket of goods, a level of social assistance."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from socle.exchange.sources import load_sources
from socle.ground.refusals import Refusal, nearest
from socle.ground.units import PERIODS, number, payments
from socle.model.country import Country
from socle.model.guarantee import KINDS, NATIONAL, Threshold
from socle.model.results import Line
from socle.run.setting import Choices, Setting, prepare

GIVEN: Final = ("line", "basket", "assistance")
ASKED: Final = {"national": "national_poverty_line", "harmonised": "poverty_line"}
"""Lines of a setting -> the figure that each rests on."""
_MONEY: Final = re.compile(r"^\s*([^/@]+?)\s*/\s*([a-z_]+)\s*(?:@\s*(\d{4}))?\s*$")


def settled(
    country: Country, choices: Choices, said: Mapping[str, str]
) -> tuple[Setting, tuple[Threshold, ...]]:
    """The country with its thresholds; a line that was given takes the place of the reference line everywhere.

    `said` holds money by kind (line, basket, assistance) as 250/month or 3000/year@2022, the year being that of its
    prices; and under `decides` the name of the threshold that decides.
    """
    setting = prepare(country, choices)
    given = [_given(setting, name, said[name]) for name in GIVEN if said.get(name)]
    own = next((one for one in given if one.name == "line"), None)
    if own is not None:
        setting = _on_line(setting, own)
    found = [*given, *_known(setting)]
    return setting, _chosen(found, said.get("decides", ""), setting)


def _given(setting: Setting, name: str, text: str) -> Threshold:
    match = _MONEY.match(text)
    if match is None or match.group(2) == "once":
        raise Refusal(
            "`{text}` is not an amount with a period: write 250/month, or 3000/year@2022 where prices are of 2022; "
            "periods are {valid}.",
            text=text,
            valid=", ".join(one for one in PERIODS if one != "once"),
        )
    value = number(match.group(1).replace(",", "")) * payments(match.group(2))
    if not value > 0:
        raise Refusal("A threshold of {value} measures nothing: it must be above 0.", value=f"{value:g}")
    year = int(match.group(3) or setting.years[0])
    economy, index = setting.economy, setting.choices.index
    if year not in economy.years or not np.isfinite(economy.at(index, year)[0, 0]):
        raise Refusal(
            "Prices of {year} are not known: they reach from {first} to {last}.",
            year=year,
            first=economy.years[0],
            last=economy.years[-1],
        )
    here = economy.years.index(setting.years[0])
    prices = economy.of(index)[0, here : here + len(setting.years)] / economy.at(index, year)[0, 0]
    return Threshold(name, np.asarray(value * prices), "", text.strip(), year)


def _on_line(setting: Setting, own: Threshold) -> Setting:
    """The country with the line that was given, so that what the law measures in lines is measured in this one."""
    used = next(one for one in setting.lines if one.used)
    factor = float(own.values[0] / used.values[0])
    choices = replace(setting.choices, line=used.name, line_factor=factor, accept_line=True)
    moved = prepare(setting.country, choices)
    line = Line(own.name, {"en": KINDS[own.name]}, own.values, "", True)
    return replace(moved, lines=(line, *(replace(one, used=False) for one in setting.lines)))


def _known(setting: Setting) -> list[Threshold]:
    """The lines of the country's figures; a share of product only where nothing else is used."""
    figures, sources = setting.country.figures, {**load_sources(), **setting.country.sources}
    found = []
    for line in setting.lines:
        row = figures.latest(ASKED[line.name]) if line.name in ASKED else None
        if row is not None:
            known = sources.get(row.source)
            doubtful = known is None or known.unverified
            found.append(Threshold(line.name, line.values, line.source, "", row.first_year, doubtful))
        elif line.used and line.name not in GIVEN:
            found.append(Threshold(line.name, line.values, line.source, "", setting.years[0]))
    return found


def _chosen(found: list[Threshold], decides: str, setting: Setting) -> tuple[Threshold, ...]:
    """One decides: the one asked for, else the first that was given, else the reference line of the run."""
    names = [one.name for one in found]
    if decides and decides not in names:
        raise Refusal(
            "There is no threshold `{name}` for {country}; there are {valid}.",
            name=decides,
            country=setting.country.iso3,
            valid=", ".join(names),
            nearest=nearest(decides, names),
        )
    used = next(one.name for one in setting.lines if one.used)
    default = names[0] if names[0] in GIVEN else used
    if not decides and default not in NATIONAL:
        return tuple(found)
    return tuple(replace(one, chosen=one.name == (decides or default)) for one in found)

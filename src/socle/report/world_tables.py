"""The world as tables: population and gap, for a terminal, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from socle.ground.axes import SEXES
from socle.ground.words import N_
from socle.model.demography import PeopleOverTime
from socle.report import labels, numbers
from socle.report.text import translator
from socle.run.world import GapRow, GroupRow, WorldGap

POPULATION_COLUMNS = ("iso3", "year", "sex", "age", "population")
GAP_COLUMNS = ("iso3", "year", "guarantee", "cost_pct_gdp", "gap_pct_gdp", "coverage", "flag")
BANDS = ((0, 15), (15, 65), (65, 101))
NAME, CELL, WIDTH = 22, 14, 80
GROUPS = {  # as the list of countries writes them, and as people read them
    "High income": N_("High income"),
    "Low income": N_("Low income"),
    "Lower middle income": N_("Lower middle income"),
    "Upper middle income": N_("Upper middle income"),
    "australia_and_new_zealand": N_("Australia and New Zealand"),
    "central_and_southern_asia": N_("Central, South Asia"),
    "eastern_and_south_eastern_asia": N_("East, South-East Asia"),
    "europe_and_northern_america": N_("Europe, North America"),
    "latin_america_and_the_caribbean": N_("Latin America"),
    "northern_africa_and_western_asia": N_("North Africa, W. Asia"),
    "oceania_exc_australia_and_new_zealand": N_("Other Oceania"),
    "sub_saharan_africa": N_("Sub-Saharan Africa"),
}
CELLS = N_(
    "Each cell: cost/gap, and the number of countries in the gap: only those whose coverage is known, so the gap "
    "can exceed the cost of the whole group."
)


def population_csv(people: PeopleOverTime, years: Sequence[int]) -> Iterator[str]:
    """Persons by country, year, sex and single age (100 means 100 and over), a country at a time."""
    yield ",".join(POPULATION_COLUMNS) + "\n"
    here = [people.years.index(year) for year in years]
    for c, code in enumerate(people.countries):
        lines = [
            f"{code},{year},{sex},{age},{persons:.3f}\n"
            for year, cells in zip(years, people.population[c, here], strict=True)
            for sex, row in zip(SEXES, cells.tolist(), strict=True)
            for age, persons in enumerate(row)
        ]
        yield "".join(lines)


def population_summary(people: PeopleOverTime, years: Sequence[int], lang: str) -> str:
    """Totals and broad ages of each country and year."""
    _ = translator(lang)
    head = f"{_('country'):<9}{_('year'):>6}{_('population'):>18}" + "".join(
        f"{name:>15}" for name in ("0-14", "15-64", "65+")
    )
    lines = [head, "-" * len(head)]
    for c, code in enumerate(people.countries):
        for year in years:
            cells = people.population[c, people.years.index(year)]
            whole = float(cells.sum())
            parts = [float(cells[:, first:last].sum()) / whole for first, last in BANDS]
            shares = "".join(f"{numbers.plain(numbers.share(part, lang)):>15}" for part in parts)
            lines.append(f"{code:<9}{year:>6}{numbers.plain(numbers.number(whole, lang)):>18}{shares}")
    return "\n".join(lines) + "\n"


def gap_csv(rows: Iterable[GapRow]) -> str:
    """One row a country and guarantee; what is unknown is empty, and the flag says why."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(GAP_COLUMNS)
    for row in rows:
        cells = (_percent(row.cost), _percent(row.gap), "" if row.coverage is None else f"{row.coverage:.4f}")
        writer.writerow((row.iso3, row.year, row.guarantee, *cells, row.flag))
    return text.getvalue()


def gap_json(world: WorldGap) -> str:
    """Countries and groups; shares of gross domestic product."""
    whole = {
        "year": world.year,
        "index": world.index,
        "countries": [asdict(r) for r in world.rows],
        "groups": [asdict(g) for g in world.groups],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False).replace("NaN", "null") + "\n"


def gap_summary(world: WorldGap, lang: str) -> str:
    """Groups first, then countries if they are few: cost and gap in per cent of product."""
    _ = translator(lang)
    guarantees = list(dict.fromkeys(row.guarantee for row in world.rows))
    title = _(N_("The floor in {year}: cost and financing gap, % of GDP, weighted by GDP")).format(
        year=world.year
    )
    lines = [title, "", _head(_(N_("group")), guarantees, lang)]
    for kind in ("world", "income", "region"):
        lines += _group_lines([g for g in world.groups if g.kind == kind], guarantees, lang)
    codes = list(dict.fromkeys(row.iso3 for row in world.rows))
    if len(codes) <= 40:
        by_key = {(row.iso3, row.guarantee): row for row in world.rows}
        lines += ["", _head(_(N_("country")), guarantees, lang)]
        lines += [
            _line(code, [(by_key[code, g].cost, by_key[code, g].gap) for g in guarantees], lang)
            for code in codes
        ]
    lines += ["", *textwrap.wrap(_(CELLS), WIDTH)]
    flagged = sorted({row.iso3 for row in world.rows if "line_above_product" in row.flag})
    if flagged:
        text = _(N_("Line above product per head, to be read as invalid: {countries}."))
        lines += textwrap.wrap(text.format(countries=", ".join(flagged)), WIDTH)
    return "\n".join(lines) + "\n"


def _head(first: str, guarantees: Sequence[str], lang: str) -> str:
    _ = translator(lang)
    return f"{first:<{NAME}}" + "".join(f"{_(labels.BRANCH[name]):>{CELL}}" for name in guarantees)


def _group_lines(groups: Sequence[GroupRow], guarantees: Sequence[str], lang: str) -> list[str]:
    _ = translator(lang)
    by_key = {(group.name, group.guarantee): group for group in groups}
    names = list(dict.fromkeys(group.name for group in groups))
    lines = []
    for name in names:
        own = [by_key[name, g] for g in guarantees]
        cells = [f"{_pair(one.cost, one.gap, lang)} {one.countries_with_gap:>3}" for one in own]
        title = textwrap.shorten(_(GROUPS.get(name, name)), NAME - 1, placeholder="…")
        lines.append(f"{title:<{NAME}}" + "".join(f"{cell:>{CELL}}" for cell in cells))
    return lines


def _line(name: str, pairs: Sequence[tuple[float | None, float | None]], lang: str) -> str:
    return f"{name:<{NAME}}" + "".join(f"{_pair(cost, gap, lang):>{CELL}}" for cost, gap in pairs)


def _pair(cost: float | None, gap: float | None, lang: str) -> str:
    return f"{_short(cost, lang)}/{_short(gap, lang)}"


def _short(value: float | None, lang: str) -> str:
    return "?" if value is None or math.isnan(value) else numbers.plain(numbers.number(100 * value, lang, 2))


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.6f}"

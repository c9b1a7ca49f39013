"""What a scenario does, in words and tables: beside its start and beside the schemes in force."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure import tidy
from socle.model.results import Floor, ScenarioCost
from socle.model.scenario import STATUS_QUO
from socle.report import labels, numbered, numbers
from socle.report.builder_law import label_of, reason, unit_of
from socle.report.builder_law import said as said_of
from socle.report.impact_words import points
from socle.report.sections import Table
from socle.report.text import Translate, named, translator
from socle.run.builder import Built, Ground, Place

MEASURES = {
    "pct_gdp": N_("Cost, % of GDP"),
    "expenditure": N_("Cost, current prices"),
    "pct_government_expenditure": N_("Cost, % of government expenditure"),
    "persons_reached": N_("Persons reached"),
}


@dataclass(frozen=True)
class Difference:
    """One change against the start: its path, what it is, what was and what is."""

    path: str
    label: str
    before: str
    after: str
    wrong: bool


@dataclass(frozen=True)
class Reached:
    """A guarantee at a glance: its cost, whom it reaches, and both against the start."""

    title: str
    cost: str
    reached: str
    change: str


def title(built: Built, lang: str) -> str:
    """The answer as a sentence: what it costs in the first year, and how much more than the start."""
    _, floor = translator(lang), built.floor
    if not built.costed:
        return _("This scenario cannot be computed: look at the values marked below")
    now, start = (_share(floor, one, 0) for one in (scenario(built), start_of(built)))
    values = {
        "country": labels.country(floor, lang),
        "share": numbers.share(now, lang),
        "year": floor.base_year,
        "start": named(built.start.title, lang),
        "change": points(abs(now - start), lang),
    }
    if scenario(built) is start_of(built):
        return _("{country}, {start}: {share} of GDP in {year}").format(**values)
    if abs(now - start) < 5e-5:  # 0.01 points are shown
        return _("{country}: {share} of GDP in {year}, as much as “{start}”").format(**values)
    text = (
        _("{country}: {share} of GDP in {year}, {change} points more than “{start}”")
        if now > start
        else _("{country}: {share} of GDP in {year}, {change} points less than “{start}”")
    )
    return text.format(**values)


def scenario(built: Built) -> ScenarioCost:
    """The cost of the scenario itself, which is the last of its floor."""
    return built.floor.scenario(built.scenario.name) if built.costed else start_of(built)


def start_of(built: Built) -> ScenarioCost:
    """The cost of its start."""
    return built.floor.scenario(built.start.name)


def _share(floor: Floor, one: ScenarioCost, at: int) -> float:
    return float(tidy.total(floor, one).cost[at] / floor.macro.gdp[at])


def cards(built: Built, lang: str) -> tuple[Reached, ...]:
    """Each guarantee: cost, persons reached, and the change against the start."""
    _, floor, made = translator(lang), built.floor, []
    if not built.costed:
        return ()
    for guarantee in labels.guarantees(floor):
        here, before = (
            tidy.of_guarantee(floor, one, guarantee) for one in (scenario(built), start_of(built))
        )
        reached, was = float(here.recipients[0]), float(before.recipients[0])
        made.append(
            Reached(
                _(labels.GUARANTEE[guarantee]),
                _("{share} of GDP").format(
                    share=numbers.share(float(here.cost[0] / floor.macro.gdp[0]), lang)
                ),
                _("{persons} persons reached").format(persons=numbers.persons(reached, lang)),
                _change_of_persons(reached, was, lang, _),
            )
        )
    return tuple(made)


def _change_of_persons(now: float, was: float, lang: str, _: Translate) -> str:
    if not math.isfinite(now - was) or abs(now - was) < 1:
        return ""
    text = _("{persons} more than the start") if now > was else _("{persons} fewer than the start")
    return text.format(persons=numbers.persons(abs(now - was), lang))


def consequences(built: Built, lang: str) -> Table:
    """Cost now and in 10, 20 and 30 years, the scenario beside its start and the schemes in force."""
    _, floor = translator(lang), built.floor
    shown = columns(built)
    heads = [labels.scenario_title(one, lang) for one in shown]
    measures = [(_(text), name) for name, text in MEASURES.items()]
    found = [known(floor, one) for one in shown]
    names = [numbered.of_built(built, one) for one in shown]
    groups = [
        (text, _rows(floor, list(zip(found, names, strict=True)), name, lang)) for text, name in measures
    ]
    if len(shown) > 1 and built.costed:
        heads.append(_("Change against the start"))
    else:
        groups = [(text, tuple(row[: len(shown) + 1] for row in rows)) for text, rows in groups]
    notes = [_("Persons are added over benefits: who receives two benefits counts twice.")]
    notes += [_("\u2265: at least; something in this sum is not known and left out.")]
    return Table(
        _("Cost and persons reached, year by year"), (_("Year"), *heads), tuple(groups), notes=tuple(notes)
    )


def columns(built: Built) -> list[ScenarioCost]:
    """The scenario, its start, the schemes in force: each once."""
    floor = built.floor
    own = [scenario(built)] if built.costed else []
    listed = [*own, start_of(built), floor.scenario(STATUS_QUO)]
    return list(dict.fromkeys(listed))


Known = tuple[dict[str, tuple[str, Array]], Mapping[str, NDArray[np.bool_]]]
"""The measures of a scenario, and in which years each is a lower bound."""


def _rows(
    floor: Floor, found: Sequence[tuple[Known, Callable[..., str]]], measure: str, lang: str
) -> tuple[tuple[str, ...], ...]:
    """One row a year: each scenario, and the first against the second."""
    rows = []
    for at in labels.steps(floor):
        values = [float(measures[measure][1][at]) for (measures, _partial), _name in found]
        cells = [
            name(
                numbers.at_least(said(value, measure, floor.currency, lang), partly(partial, measure, at)),
                "sum.total",
                measure,
                year=floor.years[at],
            )
            for value, ((_measures, partial), name) in zip(values, found, strict=True)
        ]
        change = values[0] - values[1] if len(values) > 1 else math.nan
        rows.append((str(floor.years[at]), *cells, _changed(change, measure, floor.currency, lang)))
    return tuple(rows)


def known(floor: Floor, one: ScenarioCost) -> Known:
    """The measures of a scenario, and in which years each is a lower bound."""
    sums = tidy.total(floor, one)
    return tidy.measures(sums, floor.macro, floor.currency, floor.base_year), sums.partial


def partly(partial: Mapping[str, NDArray[np.bool_]], measure: str, at: int) -> bool:
    """Whether something is left out of a sum."""
    return bool(partial[tidy.PARTIAL.get(measure, "cost")][at])


def said(value: float, measure: str, currency: str, lang: str) -> str:
    """A value of a measure as a cell."""
    if measure.startswith("pct_"):
        return numbers.share_in_column(value / 100, lang)
    if measure.startswith("persons_"):
        return numbers.persons(value, lang)
    return numbers.money(value, currency, lang)


def _changed(change: float, measure: str, currency: str, lang: str) -> str:
    """A change with its sign; of shares, in points."""
    _ = translator(lang)
    if not math.isfinite(change):
        return _(numbers.UNKNOWN)
    sign = "+" if change > 0 else "\u2212" if change < 0 else ""
    if measure.startswith("pct_"):
        return sign + _("{points} points").format(points=points(abs(change) / 100, lang))
    if measure.startswith("persons_"):
        return sign + numbers.persons(abs(change), lang)
    return sign + numbers.money(abs(change), currency, lang)


def differences(built: Built, lang: str) -> tuple[Difference, ...]:
    """What is changed against the start, in the order of its address."""
    _, wanted = translator(lang), built.wanted
    made = [
        Difference(
            path,
            label_of(built, path, lang),
            _told(built, path, built.standing.get(path, ""), lang),
            _told(built, path, text[:100], lang, unit=True),
            bool(reason(built, path, _)),
        )
        for path, text in sorted(wanted.changes.items())
    ]
    for paths, after in ((wanted.remove, _("left out")), (wanted.restore, _("brought back"))):
        made += [
            Difference(path, label_of(built, path, lang), "", after, path in built.wrong) for path in paths
        ]
    return tuple(made)


def _told(built: Built, path: str, line: str, lang: str, unit: bool = False) -> str:
    """A line in words, with the unit of money."""
    if path not in built.known or not line:
        return line
    _, parameter = translator(lang), built.known[path]
    text = said_of(line, parameter, _)
    return f"{text} {unit_of(parameter, _)}" if unit and parameter.kind.money else text


def by_guarantee(built: Built, lang: str) -> Table:
    """Each guarantee in the first year: cost and persons, the scenarios side by side."""
    _, floor, shown = translator(lang), built.floor, columns(built)
    groups = []
    for guarantee in labels.guarantees(floor):
        costs, persons = zip(*(_guaranteed(built, one, guarantee, lang) for one in shown), strict=True)
        groups.append(
            (
                _(labels.GUARANTEE[guarantee]),
                ((_("Cost, % of GDP"), *costs), (_("Persons reached"), *persons)),
            )
        )
    heads = tuple(labels.scenario_title(one, lang) for one in shown)
    caption = _("Each guarantee in {year}").format(year=floor.base_year)
    return Table(caption, (_("Guarantee"), *heads), tuple(groups))


def _guaranteed(built: Built, one: ScenarioCost, guarantee: str, lang: str) -> tuple[str, str]:
    """What a guarantee costs in a scenario and whom it reaches, in the first year; at least, where some is unknown."""
    absent = labels.absence(one, guarantee, translator(lang))
    if absent:
        return absent, absent
    sums, gdp = tidy.of_guarantee(built.floor, one, guarantee), float(built.floor.macro.gdp[0])
    name, what = numbered.of_built(built, one), f"sum.{guarantee}"
    share = numbers.share_in_column(float(sums.cost[0]) / gdp, lang)
    reached = numbers.persons(float(sums.recipients[0]), lang)
    return (
        name(numbers.at_least(share, partly(sums.partial, "pct_gdp", 0)), what, "pct_gdp"),
        name(numbers.at_least(reached, partly(sums.partial, "persons_reached", 0)), what, "persons_reached"),
    )


def starts(ground: Ground, lang: str) -> tuple[tuple[str, str, str], ...]:
    """The scenarios to start from: code, title, what it is."""
    return tuple(
        (name, labels.capital(named(one.title, lang)), named(one.description, lang))
        for name, one in ground.starts.items()
    )


def usual_titles(lang: str) -> dict[str, str]:
    """The scenarios that every country has, by name."""
    _ = translator(lang)
    return {STATUS_QUO: _("schemes in force"), "low": _("low floor"), "high": _("high floor")}


def side_by_side(places: Sequence[Place], lang: str) -> tuple[Table, ...]:
    """Up to four scenarios, of one country or of several, in the years of each."""
    _ = translator(lang)
    built = [one.built for one in places if one.built is not None and one.built.costed]
    if not built:
        return ()
    heads = tuple(
        _("{country}: {scenario}").format(
            country=labels.country(one.floor, lang), scenario=labels.scenario_title(scenario(one), lang)
        )
        for one in built
    )
    measures = {**MEASURES, "usd": N_("Cost, US dollars")}
    found = {one: known(one.floor, scenario(one)) for one in built}
    totals = tuple((_(text), _steps_of(found, name, lang)) for name, text in measures.items())
    caption = _("The scenarios side by side")
    return (Table(caption, (_("Year"), *heads), totals), _guarantees_of(built, heads, lang))


def _steps_of(found: Mapping[Built, Known], measure: str, lang: str) -> tuple[tuple[str, ...], ...]:
    """One row for the first year of each, and for 10, 20 and 30 years later."""
    rows = []
    years = sorted({one.floor.years[at] for one in found for at in labels.steps(one.floor)})
    for year in years:
        cells = []
        for one in found:
            measures, partial = found[one]
            at = one.floor.years.index(year) if year in one.floor.years else -1
            currency = "USD" if measure == "usd" else one.floor.currency
            text = said(float(measures[measure][1][at]), measure, currency, lang) if at >= 0 else "\u2013"
            text = numbers.at_least(text, at >= 0 and partly(partial, measure, at))
            cells.append(numbered.of_built(one, scenario(one))(text, "sum.total", measure, year=year))
        rows.append((str(year), *cells))
    return tuple(rows)


def _guarantees_of(built: Sequence[Built], heads: tuple[str, ...], lang: str) -> Table:
    _ = translator(lang)
    groups = []
    for code, text in labels.GUARANTEE.items():
        costs, persons = zip(*(_guaranteed(one, scenario(one), code, lang) for one in built), strict=True)
        groups.append((_(text), ((_("Cost, % of GDP"), *costs), (_("Persons reached"), *persons))))
    return Table(_("Each guarantee in the first year"), (_("Guarantee"), *heads), tuple(groups))


def compared(places: Sequence[Place], lang: str) -> str:
    """The answer of a comparison: which costs least and which most, in the first year of each."""
    _ = translator(lang)
    built = [one.built for one in places if one.built is not None and one.built.costed]
    if len(built) < 2:
        return _("Compare up to four scenarios or countries")
    costs = sorted(
        ((_share(one.floor, scenario(one), 0), i) for i, one in enumerate(built)), key=lambda x: x[0]
    )
    ends = [built[costs[0][1]], built[costs[-1][1]]]
    names = [
        f"{labels.country(one.floor, lang)}, {labels.scenario_title(scenario(one), lang)}" for one in ends
    ]
    return _("From {least} of GDP ({first}) to {most} ({last})").format(
        least=numbers.share(costs[0][0], lang),
        most=numbers.share(costs[-1][0], lang),
        first=names[0],
        last=names[1],
    )

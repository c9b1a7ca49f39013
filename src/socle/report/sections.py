"""The tables of the page: what each says, in words ready to be laid out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure import tidy
from socle.model.results import Assumption, Floor, ScenarioCost, SourceUse
from socle.model.scenario import STATUS_QUO
from socle.report import figure_names, labels, numbered, numbers, scenario_words
from socle.report.text import named, translator


@dataclass(frozen=True)
class Table:
    """A table: the first column names the rows; a group is a heading with its rows."""

    caption: str
    head: tuple[str, ...]
    groups: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    words: int = 0  # how many of the last columns hold words, not numbers
    notes: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """One guarantee at a glance."""

    title: str
    colour: str
    cost: str
    reached: str


@dataclass(frozen=True)
class Section:
    """What the households section of a page says, in words ready to be laid out."""

    headline: str
    lead: tuple[str, ...]
    flag: str  # empty where the survey is real
    cards: tuple[Card, ...]
    tables: Mapping[str, Table | None]
    source: str


def cards(floor: Floor, lang: str) -> list[Card]:
    """The four guarantees: cost over the planned scenarios and persons reached in the headline one."""
    _ = translator(lang)
    at = floor.years.index(floor.base_year)
    made = []
    for guarantee in labels.guarantees(floor):
        shares = [
            float(tidy.of_guarantee(floor, scenario, guarantee).cost[at] / floor.macro.gdp[at])
            for scenario in floor.scenarios
            if scenario.name != STATUS_QUO
        ]
        reached = tidy.of_guarantee(floor, labels.headline_scenario(floor), guarantee).recipients[at]
        made.append(
            Card(
                title=_(labels.GUARANTEE[guarantee]),
                colour=labels.COLOUR[guarantee],
                cost=_range(shares, lang),
                reached=_("{persons} persons reached").format(persons=numbers.persons(float(reached), lang)),
            )
        )
    return made


def by_guarantee(floor: Floor, lang: str) -> Table:
    """Cost of each guarantee in % of GDP, the scenarios side by side."""
    _ = translator(lang)
    groups = [(_(labels.GUARANTEE[name]), name) for name in labels.guarantees(floor)] + [(_("Total"), "")]
    return Table(
        _("Cost by guarantee, % of GDP"),
        (_("Year"), *_scenario_heads(floor, lang)),
        tuple((title, _rows_by_year(floor, lang, "pct_gdp", name)) for title, name in groups),
        notes=lower_bound(floor, lang, ("cost",)),
    )


def lower_bound(
    floor: Floor, lang: str, shown: tuple[str, ...] = ("cost", "recipients", "eligible")
) -> tuple[str, ...]:
    """What the sign before a partial sum means, where there is one among what is shown."""
    sums = [tidy.total(floor, scenario) for scenario in floor.scenarios]
    if not any(one.partial[name].any() for one in sums for name in shown):
        return ()
    return (translator(lang)("\u2265: at least; something in this sum is not known and left out."),)


def comparison(floor: Floor, lang: str) -> Table:
    """The scenarios side by side: shares, money and persons."""
    _ = translator(lang)
    titles = {
        "pct_gdp": _("Cost, % of GDP"),
        "pct_government_expenditure": _("Cost, % of government expenditure"),
        "pct_revenue": _("Cost, % of government revenue"),
        "expenditure": _("Cost, current prices"),
        "expenditure_constant": _("Cost, prices of {year} (deflator of GDP)").format(year=floor.base_year),
        "usd": _("Cost, US dollars"),
        "ppp": _("Cost, international dollars (PPP)"),
        "contributions": _("Contributions received"),
        "persons_eligible": _("Persons eligible"),
        "persons_reached": _("Persons reached"),
    }
    if not any(tidy.total(floor, scenario).contributions.any() for scenario in floor.scenarios):
        del titles["contributions"]
    return Table(
        _("The scenarios side by side"),
        (_("Year"), *_scenario_heads(floor, lang)),
        tuple((title, _rows_by_year(floor, lang, measure, "")) for measure, title in titles.items()),
        notes=(
            _("Persons are added over benefits: who receives two benefits counts twice."),
            *lower_bound(floor, lang),
        ),
    )


def benefits(floor: Floor, scenario: ScenarioCost, lang: str) -> Table:
    """What a scenario grants in the base year, benefit by benefit."""
    _ = translator(lang)
    at, name = floor.years.index(floor.base_year), numbered.of_benefits(floor, scenario)
    rows = []
    for one in scenario.benefits:
        found = tidy.measures(
            tidy.sums([one], len(floor.years)), floor.macro, floor.currency, floor.base_year
        )
        each = numbers.money(float(found["per_recipient"][1][at]), floor.currency, lang)
        share = numbers.share_in_column(float(one.cost[at] / floor.macro.gdp[at]), lang)
        words = [_(labels.STATUS[one.status]) if one.status != "computed" else "", labels.flags(one, _)]
        rows.append(
            (
                labels.benefit_title(one, lang),
                name(numbers.persons(float(one.eligible[at]), lang), one, "persons_eligible"),
                name(numbers.persons(float(one.recipients[at]), lang), one, "persons_reached"),
                name(each, one, "per_recipient"),
                name(share, one, "pct_gdp"),
                _(one.law),
                labels.join(words),
            )
        )
    head = (
        _("Benefit"),
        _("Persons eligible"),
        _("Persons reached"),
        _("A person a year"),
        _("% of GDP"),
        _("Law"),
        _("Caution"),
    )
    caption = _("{scenario}: benefits in {year}").format(
        scenario=labels.scenario_title(scenario, lang), year=floor.base_year
    )
    notes = scenario_words.paused(floor, scenario, lang)
    return Table(caption, head, (("", tuple(rows)),), words=2, notes=notes)


def not_computed(floor: Floor, lang: str) -> Table:
    """Benefits that exist in law and are not in the totals, with the reason."""
    _ = translator(lang)
    rows = [
        (
            named(one.title, lang),
            _(labels.GUARANTEE[one.guarantee]),
            labels.scenario_title(scenario, lang),
            labels.filled(_(one.reason), one.values),
        )
        for scenario in floor.scenarios
        for one in scenario.not_computed
    ]
    head = (_("Benefit"), _("Guarantee"), _("Scenario"), _("Why it is not computed"))
    return Table(_("Benefits that are not in the totals"), head, (("", tuple(rows)),), words=3)


def ages(floor: Floor, lang: str) -> Table:
    """Population by three groups of age."""
    _ = translator(lang)
    people, name = floor.population.sum(1), numbered.names(floor)
    spans = ((0, 14), (15, 64), (65, 100), (0, 100))
    rows = tuple(
        (
            str(floor.years[at]),
            *(
                name(
                    numbers.persons(float(people[at, first : last + 1].sum()), lang),
                    f"people.{first}-{last}",
                    "persons",
                    year=floor.years[at],
                )
                for first, last in spans
            ),
        )
        for at in labels.steps(floor)
    )
    head = (_("Year"), _("Under 15"), _("15 to 64"), _("65 and over"), _("Total"))
    return Table(_("Population on 1 July"), head, (("", rows),))


def lines(floor: Floor, lang: str) -> Table:
    """The reference lines, beside GDP per head."""
    _ = translator(lang)
    at = floor.years.index(floor.base_year)
    per_head, name = float(floor.macro.gdp[at] / floor.population[at].sum()), numbered.names(floor)
    rows = [
        (
            named(line.title, lang),
            name(numbers.money(float(line.values[at]), floor.currency, lang), f"line.{line.name}", "line"),
            name(
                numbers.number(float(line.values[at] / floor.macro.ppp[at]) / 365, lang, 2),
                f"line.{line.name}",
                "line_day",
            ),
            name(
                numbers.share_in_column(float(line.values[at]) / per_head, lang),
                f"line.{line.name}",
                "line_share",
            ),
            _("used here") if line.used else _("for comparison"),
            labels.cited(floor, line.source),
        )
        for line in floor.lines
    ]
    head = (
        _("Reference line"),
        _("A person a year"),
        _("International dollars a day"),
        _("% of GDP per head"),
        _("Use"),
        _("Source"),
    )
    caption = _("Reference lines in {year}").format(year=floor.base_year)
    warned = tuple(labels.warned(line, text, lang) for line in floor.lines for text in line.warnings)
    return Table(caption, head, (("", tuple(rows)),), words=2, alerts=warned)


def gaps(floor: Floor, lang: str) -> Table:
    """The financing gap by branch, with the coverage it rests on."""
    _ = translator(lang)
    at = floor.years.index(floor.base_year)
    gdp, name = float(floor.macro.gdp[at]), numbered.names(floor)
    rows = [
        (
            _(labels.BRANCH[one.branch]),
            name(
                numbers.share_in_column(float(one.coverage[at]), lang),
                f"published.coverage_{one.branch}",
                "share",
            ),
            name(numbers.share_in_column(float(one.cost[at]) / gdp, lang), f"gap.{one.branch}", "full_cost"),
            name(numbers.share_in_column(float(one.gap[at]) / gdp, lang), f"gap.{one.branch}", "gap"),
            name(numbers.money(float(one.gap[at]), floor.currency, lang), f"gap.{one.branch}", "gap_money"),
            labels.cited(floor, one.coverage_source) or _("no source known"),
        )
        for one in floor.gaps
    ]
    head = (
        _("Branch"),
        _("Effective coverage"),
        _("Full cost, % of GDP"),
        _("Gap, % of GDP"),
        _("Gap, money"),
        _("Source of coverage"),
    )
    return Table(
        _("Financing gap in {year}").format(year=floor.base_year), head, (("", tuple(rows)),), words=1
    )


def sensitivity(floor: Floor, lang: str) -> Table:
    """What the cost becomes when one assumption moves."""
    _ = translator(lang)
    titles = {scenario.name: labels.scenario_title(scenario, lang) for scenario in floor.scenarios}
    groups = []
    for name in dict.fromkeys(one.scenario for one in floor.sensitivity):
        rows = [
            (
                labels.capital(_(one.name)),
                numbers.share_in_column(one.base, lang),
                numbers.share_in_column(one.last, lang),
            )
            for one in floor.sensitivity
            if one.scenario == name
        ]
        groups.append((titles.get(name, name), tuple(rows)))
    head = (_("Assumption"), str(floor.base_year), str(floor.years[-1]))
    return Table(_("Cost in % of GDP when one assumption moves"), head, tuple(groups))


def debt(floor: Floor, lang: str) -> Table:
    """Debt as a share of GDP if the extra cost were borrowed."""
    _ = translator(lang)
    titles = {scenario.name: labels.scenario_title(scenario, lang) for scenario in floor.scenarios}
    titles |= {"baseline": _("Baseline")}
    paths: dict[str, Array] = {titles.get(name, name): path for name, path in floor.debt_path.items()}
    rows = tuple(
        (str(floor.years[at]), *(numbers.share_in_column(float(path[at]), lang) for path in paths.values()))
        for at in labels.steps(floor)
    )
    return Table(_("Public debt, % of GDP"), (_("Year"), *paths), (("", rows),))


LICENCES = (  # that are sentences, not names
    N_("IMF terms of use of data, reuse with attribution"),
    N_("UNdata terms of use, free reuse with attribution"),
    N_("facts restated with attribution"),
)


def source_table(used: Sequence[SourceUse], lang: str) -> Table:
    """Sources as a table."""
    _ = translator(lang)
    rows = tuple(
        (
            one.producer,
            one.title,
            one.vintage,
            _(one.licence),
            _("worked out by Socle from this source") if one.derived else _("as published"),
            figure_names.listed(one.used_for, _),
        )
        for one in used
    )
    head = (_("Producer"), _("Title"), _("Vintage"), _("Licence"), _("Form"), _("Used for"))
    return Table(_("Sources"), head, (("", rows),), words=5)


def _scenario_heads(floor: Floor, lang: str) -> list[str]:
    return [labels.scenario_title(scenario, lang) for scenario in floor.scenarios]


def _rows_by_year(floor: Floor, lang: str, measure: str, guarantee: str) -> tuple[tuple[str, ...], ...]:
    found, name = [], numbered.names(floor)
    for scenario in floor.scenarios:
        absent = labels.absence(scenario, guarantee, translator(lang)) if guarantee else ""
        if absent:
            found.append([absent for _ in labels.steps(floor)])
            continue
        chosen = tidy.of_guarantee(floor, scenario, guarantee) if guarantee else tidy.total(floor, scenario)
        values = tidy.measures(chosen, floor.macro, floor.currency, floor.base_year)[measure][1]
        partial = chosen.partial[tidy.PARTIAL.get(measure, "cost")]
        shown = ((at, _shown(float(values[at]), measure, floor, lang)) for at in labels.steps(floor))
        what = f"sum.{guarantee or 'total'}"
        found.append(
            [
                name(
                    numbers.at_least(text, bool(partial[at])),
                    what,
                    measure,
                    scenario=scenario.name,
                    year=floor.years[at],
                )
                for at, text in shown
            ]
        )
    years = [str(floor.years[at]) for at in labels.steps(floor)]
    return tuple(zip(years, *found, strict=True))


def _shown(value: float, measure: str, floor: Floor, lang: str) -> str:
    if measure.startswith("pct_"):
        return numbers.share_in_column(value / 100, lang)
    if measure.startswith("persons_"):
        return numbers.persons(value, lang)
    currency = {"usd": "USD", "ppp": translator(lang)("PPP$")}.get(measure, floor.currency)
    return numbers.money(value, currency, lang)


def _range(shares: list[float], lang: str) -> str:
    """One share, or the least and the most, in % of GDP."""
    _ = translator(lang)
    known = sorted(share for share in shares if math.isfinite(share))
    if not known:
        return _("unknown")
    ends = list(dict.fromkeys(numbers.share(share, lang) for share in (known[0], known[-1])))
    if len(ends) == 1:
        return _("{share} of GDP").format(share=ends[0])
    return _("{least} to {most} of GDP").format(least=ends[0], most=ends[1])


def assumed(floor: Floor, one: Assumption, lang: str) -> str:
    """An assumption as a sentence; figures, lines and benefits are named in words."""
    _ = translator(lang)
    titles = {line.name: named(line.title, lang) for line in floor.lines}
    titles |= {b.benefit: labels.benefit_title(b, lang) for each in floor.scenarios for b in each.benefits}
    return figure_names.in_words(numbers.decimals(labels.filled(_(one.text), one.values), lang), _, titles)

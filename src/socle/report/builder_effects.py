"""What a scenario being built does, at a glance: its cost beside its start, a chart, standards, poverty."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from socle.ground.words import N_
from socle.model.guarantee import ORDER, Case
from socle.model.verdict import PASS
from socle.report import guarantee_words, labels, numbered, numbers
from socle.report.builder_words import columns, known, partly, said
from socle.report.guarantee_tables import LEGEND, MARKS, OWN
from socle.report.impact_names import MEASURE
from socle.report.impact_words import interval, points
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.run.builder import Built
from socle.run.builder_judged import BEFORE, Bench, Welfare

YEARS: Final = (2030, 2050)  # beside the first
UNCHANGED: Final = 5e-5  # of a share: half of what is shown


def brief(built: Built, lang: str) -> Table:
    """Cost now, in 2030 and in 2050, its share of public spending, persons reached: the scenario and its start."""
    _, floor = translator(lang), built.floor
    shown = columns(built)
    found, names = [known(floor, one) for one in shown], [numbered.of_built(built, one) for one in shown]
    years = [floor.base_year, *(year for year in YEARS if year in floor.years and year > floor.base_year)]
    asked = [(N_("Cost in {year}, % of GDP"), "pct_gdp", year) for year in years]
    asked += [
        (N_("Share of public spending in {year}"), "pct_government_expenditure", years[0]),
        (N_("Persons reached in {year}"), "persons_reached", years[0]),
    ]
    rows = []
    for text, measure, year in asked:
        at = floor.years.index(year)
        cells = [
            name(
                numbers.at_least(
                    said(float(measures[measure][1][at]), measure, floor.currency, lang),
                    partly(partial, measure, at),
                ),
                "sum.total",
                measure,
                year=year,
            )
            for (measures, partial), name in zip(found, names, strict=True)
        ]
        rows.append((_(text).format(year=year), *cells))
    heads = [labels.scenario_title(one, lang) for one in shown]
    caption = _(N_("In brief"))
    return Table(caption, (_("Measure"), *heads), (("", tuple(rows)),))


def standards(cases: Sequence[Case], bench: Bench, lang: str) -> Table:
    """Each guarantee of the Recommendation by its tests, the scenarios side by side."""
    _ = translator(lang)
    groups = []
    for guarantee in ORDER:
        found = [{one.test: one.status for one in case.tests[guarantee]} for case in cases]
        rows = [
            (_(title), *(_(MARKS[next(tests[name] for name in own if name in tests)]) for tests in found))
            for own, title in OWN
        ]
        rows.append((_(N_("met as a whole")), *(_(MARKS[case.status(guarantee)]) for case in cases)))
        groups.append((_(guarantee_words.SHORT[guarantee]), tuple(rows)))
    heads = tuple(labels.capital(named(case.title, lang)) for case in cases)
    line = bench.threshold
    against = guarantee_words.threshold(line, lang) if line else _(numbers.UNKNOWN)
    notes = (_(LEGEND), _(N_("Threshold: {name}.")).format(name=against))
    caption = _(N_("Recommendation 202: which guarantees are met"))
    return Table(caption, (_(N_("Guarantee")), *heads), tuple(groups), notes=notes)


def standards_title(cases: Sequence[Case], name: str, lang: str) -> str:
    """The answer: how many tests the scenario meets, and how many its start does."""
    _ = translator(lang)
    here, start = cases[0], cases[min(1, len(cases) - 1)]
    return _(N_("{country}: {met} of {tests} tests of Recommendation 202 met, {start} at the start")).format(
        country=name, met=_met(here), tests=sum(len(own) for own in here.tests.values()), start=_met(start)
    )


def _met(case: Case) -> int:
    return sum(one.status == PASS for own in case.tests.values() for one in own)


def poverty(found: Welfare, built: Built, lang: str) -> Table:
    """Poverty and inequality of the invented people before any scheme and under each scenario."""
    _ = translator(lang)
    names = [one for one in next(iter(found.measures.values())) if one != BEFORE]
    titles = {one.name: labels.scenario_title(one, lang) for one in columns(built)}
    rows = tuple(
        (
            _(MEASURE[measure]),
            *(numbers.share(own[name].value, lang) for name in (BEFORE, *names)),
            points(found.change[measure].value, lang),
            interval(found.change[measure], lang),
        )
        for measure, own in found.measures.items()
    )
    head = (
        _("Measure"),
        _(N_("No scheme")),
        *(titles[name] for name in names),
        _(N_("Change against the start, points")),
        _("95 % interval of the change"),
    )
    return Table(_(N_("Poverty and inequality")), head, (("", rows),), notes=tuple(_people(found, lang)))


def _people(found: Welfare, lang: str) -> Iterator[str]:
    """Of whom it is, and what the survey cannot tell."""
    _ = translator(lang)
    invented = N_("{persons} invented persons in households, drawn from the population of the country.")
    surveyed = N_("Survey: {source}; {persons} persons in {households} households; {concept}.")
    yield _(surveyed if found.source else invented).format(
        source=found.source,
        persons=numbers.number(found.persons, lang),
        households=numbers.number(found.households, lang),
        concept=_(found.concept.text).format(**{k: _(v) for k, v in found.concept.values.items()}),
    )
    if found.source and found.unknown:
        names = dict.fromkeys(labels.capital(named(one.title, lang)) for one in found.unknown)
        yield _(N_("Not counted, since the survey does not know enough: {names}.")).format(
            names=", ".join(names)
        )


def poverty_title(found: Welfare, built: Built, lang: str) -> str:
    """The answer: the share of poor persons under the scenario, and against its start."""
    _, change = translator(lang), found.change["fgt0"].value
    values = {
        "country": labels.country(built.floor, lang),
        "share": numbers.share(found.measures["fgt0"][built.scenario.name].value, lang),
        "start": named(built.start.title, lang),
        "change": points(abs(change), lang),
    }
    if not math.isfinite(change) or abs(change) < UNCHANGED:
        return _(N_("{country}: {share} of persons are poor, as many as under “{start}”")).format(**values)
    text = (
        _(N_("{country}: {share} of persons are poor, {change} points fewer than under “{start}”"))
        if change < 0
        else _(N_("{country}: {share} of persons are poor, {change} points more than under “{start}”"))
    )
    return text.format(**values)

"""The country report: what a floor costs, who receives what, what is missing, how sure it is, on what it rests."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from socle.ground.words import N_
from socle.model.results import Floor, ScenarioCost
from socle.report import chart, figure_names, findings, labels, numbers, scenario_words, sections
from socle.report.document import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Stated,
    Summary,
    determined,
    figure,
)
from socle.report.drawing import Drawing
from socle.report.sections import Table
from socle.report.text import named, translator

METHOD: Final = (
    N_(
        "Each benefit is written once, as law: who receives it, how much, who pays and how many of those entitled "
        "are reached. Socle asks that law for every sex and single age of the projected population, year by year."
    ),
    N_(
        "Recipients are the persons entitled times take-up. Cost is what they receive in a year, with the cost of "
        "administration; conditions that data do not decide are averaged over yes and no with their probability."
    ),
    N_(
        "Amounts move with the index that the law names; where the law names none, they stay as they are and "
        "the report says so."
    ),
    N_(
        "Costs are divided by GDP and by government expenditure of the same year in current prices. After the "
        "last year of the source, the economy follows the rules stated under the assumptions."
    ),
    N_(
        "The financing gap is the cost of the full floor for the persons whom no benefit reaches today. Where "
        "coverage is not known, neither is the gap."
    ),
)
LIMITS: Final = (
    N_(
        "These are projections under the assumptions stated above, not forecasts: nothing here says how likely "
        "they are."
    ),
    N_(
        "Nobody changes what they do: work, prices, wages and births stay as assumed, whatever the benefits pay."
    ),
)
CARDS: Final = N_(
    "Cost in {year}, over the scenarios that are planned; persons reached: scenario {scenario}."
)
NONE_COSTED: Final = N_("No benefit of this scenario could be costed.")
LEFT_OUT: Final = N_(
    "What stands under \u201cMissing from the totals\u201d would add to the cost of the status quo."
)
GROSS: Final = N_("The cost of health care is gross: what the state already spends on it is not subtracted.")
KNOWN_ONLY: Final = N_("The gap covers only the branches whose coverage is known.")


def specs(floor: Floor, lang: str) -> dict[str, Any]:
    """The charts of the report."""
    return chart.specs(floor, lang)


def document(floor: Floor, lang: str, drawings: Mapping[str, Drawing]) -> Document:
    """The report of a floor in `lang`; `drawings` are its charts without their titles."""
    said = specs(floor, lang)
    shown = {name: figure(name, said[name], drawings) for name in said}
    parts = (_answer, _costs, _benefits, _people, _gap, _sure, _method, _rests_on)
    blocks = [block for part in parts for block in part(floor, lang, shown)]
    _ = translator(lang)
    subject = _("Social protection floor: {country}").format(country=labels.country(floor, lang))
    title = numbers.together(findings.headline(floor, lang))
    return Document(title, subject, lang, (*blocks, *determined(floor.trace, _)), floor.trace)


Shown = Mapping[str, Figure]
Part = Callable[[Floor, str, Shown], Iterator[Block]]


def _answer(floor: Floor, lang: str, _shown: Shown) -> Iterator[Block]:
    """The box: the answer in a few sentences, and the guarantees at a glance."""
    told = (
        findings.parts(floor, lang),
        findings.cost_over_time(floor, lang),
        findings.gap(floor, lang) if floor.gaps else "",
        findings.ageing(floor, lang),
    )
    lines = tuple(_sentence(text) for text in told if text)
    note = translator(lang)(CARDS).format(
        year=floor.base_year, scenario=labels.scenario_title(labels.headline_scenario(floor), lang)
    )
    yield Summary(lines, tuple(sections.cards(floor, lang)), note)


def _costs(floor: Floor, lang: str, shown: Shown) -> Iterator[Block]:
    yield Heading(translator(lang)("What it costs"))
    yield shown["cost"]
    yield sections.by_guarantee(floor, lang)
    yield sections.comparison(floor, lang)


def _benefits(floor: Floor, lang: str, _shown: Shown) -> Iterator[Block]:
    _ = translator(lang)
    yield Heading(_("Who receives what"))
    for scenario in floor.scenarios:
        yield from _scenario(floor, scenario, lang)
    if any(scenario.not_computed for scenario in floor.scenarios):
        yield Heading(_("Missing from the totals"), 2)
        yield Paragraph(_("The cost of these benefits is not known well enough."), "alert")
        yield sections.not_computed(floor, lang)


def _scenario(floor: Floor, scenario: ScenarioCost, lang: str) -> Iterator[Block]:
    """What a scenario is, what it changes in the law, and what it grants under which law."""
    _ = translator(lang)
    yield Heading(labels.scenario_title(scenario, lang), 2)
    yield Paragraph(named(scenario.description, lang))
    granted = sections.benefits(floor, scenario, lang)
    if granted.groups[0][1]:
        yield granted
    else:
        yield Paragraph(_(NONE_COSTED))
    if scenario.changes:
        rows = scenario_words.changes(floor, scenario, lang)
        yield Table(_("What this scenario says"), (_("Benefit"), _("Value")), (("", rows),), words=1)


def _people(floor: Floor, lang: str, shown: Shown) -> Iterator[Block]:
    _ = translator(lang)
    yield Heading(_("Population"))
    yield shown["pyramid"]
    yield sections.ages(floor, lang)
    yield Heading(_("What the levels are measured against"))
    yield sections.lines(floor, lang)


def _gap(floor: Floor, lang: str, shown: Shown) -> Iterator[Block]:
    _ = translator(lang)
    yield Heading(_("Financing gap"))
    if not floor.gaps:
        yield Paragraph(_("No coverage is known for this country: the gap is not computed."))
        return
    yield Paragraph(_(METHOD[-1]))
    yield shown["gap"]
    yield sections.gaps(floor, lang)


def _sure(floor: Floor, lang: str, _shown: Shown) -> Iterator[Block]:
    """What moves the answer, and what in it nobody has verified."""
    _ = translator(lang)
    yield Heading(_("How sure it is"))
    if floor.sensitivity:
        yield sections.sensitivity(floor, lang)
    if floor.debt_path:
        yield Heading(_("If the extra cost were borrowed"), 2)
        yield sections.debt(floor, lang)
    yield Heading(_("Unverified figures"), 2)
    found = _unverified(floor, lang)
    if found.groups[0][1]:
        yield Paragraph(
            _("These figures were not checked against their source; quote them with care."), "alert"
        )
        yield found
    else:
        yield Paragraph(_("No figure of this run is marked as unverified."))


def _unverified(floor: Floor, lang: str) -> Table:
    """Benefits and assumptions whose figures nobody has checked against their source."""
    _ = translator(lang)
    rows = [
        (labels.benefit_title(one, lang), labels.scenario_title(scenario, lang), labels.flags(one, _))
        for scenario in floor.scenarios
        for one in scenario.benefits
        if "unverified" in one.flags
    ]
    rows += [
        (
            labels.capital(_(one.topic)),
            _("Assumption"),
            sections.assumed(floor, one, lang),
        )
        for one in floor.assumptions
        if one.unverified
    ]
    head = (_("Figure used"), _("Where"), _("Caution"))
    return Table(_("Unverified figures"), head, (("", tuple(rows)),), words=2)


def _method(floor: Floor, lang: str, _shown: Shown) -> Iterator[Block]:
    _ = translator(lang)
    yield Heading(_("Method"))
    yield from (Paragraph(_(text)) for text in METHOD[: None if floor.gaps else -1])
    yield Heading(_("Assumptions"))
    yield Stated(
        tuple(
            (
                labels.capital(_(one.topic)),
                sections.assumed(floor, one, lang),
                _("unverified") if one.unverified else "",
            )
            for one in floor.assumptions
        )
    )


def _rests_on(floor: Floor, lang: str, _shown: Shown) -> Iterator[Block]:
    _ = translator(lang)
    yield Heading(_("Sources"))
    known = [replace(one, used_for=figure_names.listed(one.used_for, _)) for one in floor.sources]
    yield sections.source_table(known, lang)
    yield Heading(_("Limits"))
    yield Bullets((*(_(text) for text in floor.warnings), *(_(text) for text in _limits(floor))))


def _limits(floor: Floor) -> Iterator[str]:
    """What the report cannot say, beside what this run warned of."""
    yield from LIMITS
    if any(one.not_computed for one in floor.scenarios):
        yield LEFT_OUT
    if any("gross_of_public_spending" in one.flags for each in floor.scenarios for one in each.benefits):
        yield GROSS
    if any(not math.isfinite(float(one.gap[floor.years.index(floor.base_year)])) for one in floor.gaps):
        yield KNOWN_ONLY


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."

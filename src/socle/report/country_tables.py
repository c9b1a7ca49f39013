"""What the page of a country says beside its floor: published coverage, and what its benefits are worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.words import N_
from socle.measure import tidy
from socle.measure.catalogue import CATALOGUE
from socle.model.country import Country
from socle.model.results import Floor
from socle.report import findings, labels, numbered, numbers
from socle.report.map import NO_DATA
from socle.report.sections import Table
from socle.report.text import Translate, named, translator
from socle.run.explain_parts import FORECAST, OBSERVED, PROJECTED, status
from socle.run.indicators import FIGURES

COVERAGE = "coverage_"
ANY = "coverage_any"
SAID = {
    OBSERVED: "",
    FORECAST: N_("estimated"),
    PROJECTED: N_("projected"),
}


@dataclass(frozen=True)
class Glance:
    """One number at a glance: what it is, the number, its unit and year, words of caution, where it comes from."""

    title: str
    value: str
    unit: str
    words: tuple[str, ...]
    source: str


def glance(country: Country, floor: Floor, lang: str) -> tuple[Glance, ...]:
    """Coverage, cost, gap, adequacy and poverty line; what is not known says that it is missing."""
    return (
        _covered(country, floor, lang),
        _cost(floor, lang),
        _gap(floor, lang),
        _worth(floor, lang),
        _line(floor, lang),
    )


def _covered(country: Country, floor: Floor, lang: str) -> Glance:
    _, held = translator(lang), country.figures.latest(ANY)
    if held is None:
        return Glance(_(N_("Coverage")), _(N_("missing")), _(CATALOGUE[FIGURES[ANY]].title), (), "")
    return Glance(
        _(N_("Coverage")),
        numbered.names(floor)(numbers.share(held.value / 100, lang), f"published.{ANY}", "share"),
        f"{_(CATALOGUE[FIGURES[ANY]].title)}, {held.year}",
        (),
        labels.cited(floor, held.source),
    )


def _cost(floor: Floor, lang: str) -> Glance:
    _, scenario, at = translator(lang), labels.headline_scenario(floor), floor.years.index(floor.base_year)
    whole = tidy.total(floor, scenario)
    share = numbers.share(float(whole.cost[at] / floor.macro.gdp[at]), lang)
    shown = numbered.names(floor)(
        numbers.at_least(share, bool(whole.partial["cost"][at])),
        "sum.total",
        "pct_gdp",
        scenario=scenario.name,
    )
    unit = _(N_("of GDP, {year}, {scenario}")).format(
        year=floor.base_year, scenario=findings.quoted(floor, lang)
    )
    flags = {flag for one in scenario.benefits for flag in one.flags}
    words = (*_economy(floor, _), *((_(N_("in part unverified")),) if "unverified" in flags else ()))
    return Glance(_(N_("Cost of a floor")), shown, unit, words, _by_socle(floor, _))


def _gap(floor: Floor, lang: str) -> Glance:
    _, at = translator(lang), floor.years.index(floor.base_year)
    known = [float(one.gap[at]) for one in floor.gaps if np.isfinite(one.gap[at])]
    if not known:
        said = _(N_("no branch has a known coverage"))
        return Glance(_(N_("Financing gap")), _(N_("missing")), said, (), "")
    shown = numbered.names(floor)(
        numbers.at_least(
            numbers.share(sum(known) / float(floor.macro.gdp[at]), lang), len(known) < len(floor.gaps)
        ),
        "gap.total",
        "gap",
    )
    unit = _(N_("of GDP, {year}, in {known} of {all} branches")).format(
        year=floor.base_year, known=len(known), all=len(floor.gaps)
    )
    words = (_(N_("in part missing")),) if len(known) < len(floor.gaps) else ()
    return Glance(_(N_("Financing gap")), shown, unit, (*_economy(floor, _), *words), _by_socle(floor, _))


def _worth(floor: Floor, lang: str) -> Glance:
    """The benefit of old age, or the first there is: what a person receives beside the line."""
    _, scenario, at = translator(lang), labels.headline_scenario(floor), floor.years.index(floor.base_year)
    one = next((one for one in scenario.benefits if one.guarantee == "old_age"), scenario.benefits[0])
    line = next((float(one.values[at]) for one in floor.lines if one.used), float("nan"))
    each = float(one.spending[at] / one.recipients[at])
    name = numbered.of_benefits(floor, scenario)
    unit = _(N_("of the line used: {benefit}, {money} a person a year, {year}")).format(
        benefit=findings.lower(labels.benefit_title(one, lang)),
        money=numbers.money(each, floor.currency, lang),
        year=floor.base_year,
    )
    shown = name(numbers.share(each / line, lang), one, "pct_line")
    words = (_(labels.FLAG["unverified"]),) if "unverified" in one.flags else ()
    return Glance(
        _(N_("Adequacy")), shown, unit, words, f"{_by_socle(floor, _)}, {findings.quoted(floor, lang)}"
    )


def _line(floor: Floor, lang: str) -> Glance:
    _, at = translator(lang), floor.years.index(floor.base_year)
    used = next((one for one in floor.lines if one.used), None)
    if used is None:
        return Glance(_(N_("Poverty line")), _(N_("missing")), "", (), "")
    day = numbers.number(float(used.values[at] / floor.macro.ppp[at]) / 365, lang, 2)
    unit = _(N_("a person a year, {year}: {day} international dollars a day, {line}")).format(
        year=floor.base_year, day=day, line=findings.lower(named(used.title, lang))
    )
    shown = numbered.names(floor)(
        numbers.money(float(used.values[at]), floor.currency, lang), f"line.{used.name}", "line"
    )
    words = tuple(_(text) for text in used.warnings)
    return Glance(_(N_("Poverty line")), shown, unit, words, labels.cited(floor, used.source))


def _economy(floor: Floor, _: Translate) -> tuple[str, ...]:
    said = SAID[status(floor.macro, floor.base_year)]
    return (_(said),) if said else ()


def _by_socle(floor: Floor, _: Translate) -> str:
    return _(N_("Computed by Socle {version} from the sources below")).format(version=floor.trace.version)


def coverage(country: Country, floor: Floor, lang: str) -> Table:
    """Coverage as published: the last year of each indicator with its source; what is not known says so."""
    _, name = translator(lang), numbered.names(floor)
    rows = []
    for figure, code in FIGURES.items():
        if not figure.startswith(COVERAGE):
            continue
        held = country.figures.latest(figure)
        rows.append(
            (
                _(CATALOGUE[code].title),
                name(numbers.share_in_column(held.value / 100, lang), f"published.{figure}", "share")
                if held
                else _(NO_DATA),
                str(held.last_year) if held else "",
                labels.cited(floor, held.source) if held else "",
                held.vintage if held else "",
            )
        )
    head = (_("Coverage"), _("Share"), _("Year"), _("Source"), _("Vintage"))
    return Table(_("Who is covered today"), head, (("", tuple(rows)),), words=2)


def adequacy(floor: Floor, lang: str) -> Table:
    """What a person receives a year in the headline scenario, beside the line it is computed with and GDP per head."""
    _ = translator(lang)
    at, scenario = floor.years.index(floor.base_year), labels.headline_scenario(floor)
    line = next((float(one.values[at]) for one in floor.lines if one.used), float("nan"))
    per_head = float(floor.macro.gdp[at] / floor.population[at].sum())
    rows, name = [], numbered.of_benefits(floor, scenario)
    for one in scenario.benefits:
        found = tidy.measures(
            tidy.sums([one], len(floor.years)), floor.macro, floor.currency, floor.base_year
        )
        each = float(found["per_recipient"][1][at])
        rows.append(
            (
                labels.benefit_title(one, lang),
                name(numbers.money(each, floor.currency, lang), one, "per_recipient"),
                name(numbers.share_in_column(each / line, lang), one, "pct_line"),
                name(numbers.share_in_column(each / per_head, lang), one, "pct_gdp_head"),
            )
        )
    head = (_("Benefit"), _("A person a year"), _("% of the line used"), _("% of GDP per head"))
    caption = _("Adequacy: what the benefits are worth in {year} ({scenario})").format(
        year=floor.base_year, scenario=labels.scenario_title(scenario, lang)
    )
    return Table(caption, head, (("", tuple(rows)),))

"""What the page of a country says beside its floor: published coverage, and what its benefits are worth."""

from __future__ import annotations

from socle.measure import tidy
from socle.measure.catalogue import CATALOGUE
from socle.model.country import Country
from socle.model.results import Floor
from socle.report import labels, numbers
from socle.report.map import NO_DATA
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.indicators import FIGURES

COVERAGE = "coverage_"


def coverage(country: Country, floor: Floor, lang: str) -> Table:
    """Coverage as published: the last year of each indicator with its source; what is not known says so."""
    _ = translator(lang)
    rows = []
    for figure, code in FIGURES.items():
        if not figure.startswith(COVERAGE):
            continue
        held = country.figures.latest(figure)
        rows.append(
            (
                _(CATALOGUE[code].title),
                numbers.share_in_column(held.value / 100, lang) if held else _(NO_DATA),
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
    rows = []
    for one in scenario.benefits:
        found = tidy.measures(
            tidy.sums([one], len(floor.years)), floor.macro, floor.currency, floor.base_year
        )
        each = float(found["per_recipient"][1][at])
        rows.append(
            (
                labels.benefit_title(one, lang),
                numbers.money(each, floor.currency, lang),
                numbers.share_in_column(each / line, lang),
                numbers.share_in_column(each / per_head, lang),
            )
        )
    head = (_("Benefit"), _("A person a year"), _("% of the line used"), _("% of GDP per head"))
    caption = _("Adequacy: what the benefits are worth in {year} ({scenario})").format(
        year=floor.base_year, scenario=labels.scenario_title(scenario, lang)
    )
    return Table(caption, head, (("", tuple(rows)),))

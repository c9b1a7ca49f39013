"""A floor as a workbook with live formulas: whoever changes a yellow cell sees the summary change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from socle.ground.axes import Array
from socle.measure import tidy
from socle.model.results import BenefitCost, Floor, ScenarioCost
from socle.report import covers, labels, parts
from socle.report.covers import Totals, Wanted
from socle.report.spreadsheet import (
    FIRST_YEAR,
    Line,
    Sheet,
    Styles,
    count_of_unknown,
    over,
    plus,
    scaled,
    sum_down,
    sum_of_known,
    times,
)
from socle.report.text import translator

UNDATED = datetime(2000, 1, 1)  # a workbook says when its data are from, not when it was written

Key = tuple[str, str, str]
"""Scenario, scheme, benefit."""


@dataclass(frozen=True, eq=False)
class Given:
    """Where the inputs of a benefit stand."""

    parts: parts.Parts
    lines: Mapping[str, Line]


@dataclass(frozen=True)
class Costs:
    """Where the cost of a guarantee in one scenario stands, and that of its benefits."""

    whole: Line
    benefits: tuple[Line, ...]


def write(floor: Floor, path: Path, lang: str) -> None:
    """Write the workbook of `floor` in `lang` to `path`."""
    from xlsxwriter import Workbook

    _ = translator(lang)
    wanted = Wanted(floor, lang, _)
    workbook = Workbook(str(path), {"nan_inf_to_errors": False})
    workbook.set_properties({"title": labels.country(floor, lang), "created": UNDATED})
    workbook.set_calc_mode("auto")
    styles = Styles(workbook, float(np.nan_to_num(floor.macro.gdp).max()))
    titles = [_("Summary"), _("Inputs"), _("Population")]
    titles += [_(labels.GUARANTEE[name]) for name in labels.guarantees(floor)]
    titles += [_("Totals"), _("Checks"), _("Sources"), _("Fingerprint")]
    sheets = {title: Sheet(workbook, styles, title, _) for title in titles}
    macro, given = _inputs(sheets[_("Inputs")], wanted)
    persons = _population(sheets[_("Population")], wanted)
    costs = {
        name: _guarantee(sheets[_(labels.GUARANTEE[name])], wanted, name, macro, given)
        for name in labels.guarantees(floor)
    }
    totals = _totals(sheets[_("Totals")], wanted, macro, costs)
    verdict = covers.checks(sheets[_("Checks")], wanted, totals, persons)
    covers.summary(sheets[_("Summary")], wanted, totals, verdict)
    covers.sources(sheets[_("Sources")], wanted)
    covers.fingerprint(sheets[_("Fingerprint")], floor.trace, _)
    for sheet in sheets.values():
        sheet.finish()
    workbook.close()


def _inputs(sheet: Sheet, wanted: Wanted) -> tuple[dict[str, Line], dict[Key, Given]]:
    floor, _ = wanted.floor, wanted._
    sheet.say(_("Inputs"), sheet.styles.title)
    sheet.say(_("Change the yellow cells: every other sheet follows."), sheet.styles.note, skip=1)
    sheet.years([_("Scenario"), _("Benefit"), _("Input"), _("Unit"), _("Source")], floor.years)
    source = _source(floor, "gdp", "government_expenditure", "government_revenue", "gdp_deflator")
    economy = {
        "gdp": (_("Gross domestic product"), floor.macro.gdp),
        "expenditure": (_("Government expenditure"), floor.macro.expenditure),
        "revenue": (_("Government revenue"), floor.macro.revenue),
    }
    macro = {
        name: sheet.given(["", "", title, floor.currency, source], values, "money")
        for name, (title, values) in economy.items()
    }
    base = _("{year} = 1").format(year=floor.base_year)
    macro["deflator"] = sheet.given(
        ["", "", _("Deflator of GDP"), base, source], floor.macro.deflator, "index"
    )
    given = {
        (scenario.name, one.scheme, one.benefit): _benefit_inputs(sheet, wanted, scenario, one)
        for scenario in floor.scenarios
        for one in scenario.benefits
    }
    return macro, given


def _source(floor: Floor, *figures: str) -> str:
    """Who says these figures, and where: those of all sources that are used for one of them."""
    used = [one for one in floor.sources if set(figures) & set(one.used_for.split(", "))]
    said = [", ".join(part for part in (one.producer, one.title, one.vintage) if part) for one in used]
    return labels.join(list(dict.fromkeys(said)))


def _benefit_inputs(sheet: Sheet, wanted: Wanted, scenario: ScenarioCost, one: BenefitCost) -> Given:
    floor, _ = wanted.floor, wanted._
    apart = parts.taken_apart(one)
    source = labels.join([_(one.law), _(labels.STATUS[one.status]), labels.flags(one, _)])

    def words(what: str, unit: str) -> list[str]:
        return wanted.names(scenario, one, what, unit, source)

    lines: dict[str, Line] = {}
    if apart.kind == "law":
        line = words(_("Share of the eligible persons reached"), _("share"))
        lines["share"] = sheet.given(line, apart.share, "share")
    if apart.kind == "case-load":
        lines["reached"] = sheet.given(words(_("Persons reached"), _("persons")), one.recipients, "persons")
    if apart.kind == "published":
        lines["paid"] = sheet.given(words(_("Benefits paid"), floor.currency), one.spending, "money")
    else:
        year = floor.years[apart.level_at]
        unit = _("{currency} a person a year").format(currency=floor.currency)
        line = words(_("Benefit in {year}").format(year=year), unit)
        lines["level"] = sheet.single(line, apart.level_at, apart.level, "money")
        line = words(_("Index of the benefit"), _("{year} = 1").format(year=year))
        lines["index"] = sheet.given(line, apart.index, "index")
    if apart.ratio is None:
        line = words(_("Administration"), floor.currency)
        lines["administration"] = sheet.given(line, one.administration, "money")
    else:
        line = words(_("Administration to benefits"), _("share"))
        lines["ratio"] = sheet.given(line, apart.ratio, "share")
    return Given(apart, lines)


def _population(sheet: Sheet, wanted: Wanted) -> Line:
    floor, _ = wanted.floor, wanted._
    sheet.say(_("Population on 1 July"), sheet.styles.title, skip=1)
    sheet.years([_("Sex"), _("Age")], floor.years)
    first = sheet.row
    for sex, title in enumerate((_("Men"), _("Women"))):
        for age in range(floor.population.shape[2]):
            name = f"{age}+" if age == floor.population.shape[2] - 1 else str(age)
            sheet.held([title, name], floor.population[:, sex, age], "persons")
    return sheet.made(
        [_("Total")],
        floor.population.sum((1, 2)),
        "persons",
        lambda column: sum_down(sheet.name, first, sheet.row - 1, column),
        total=True,
    )


def _guarantee(
    sheet: Sheet, wanted: Wanted, name: str, macro: Mapping[str, Line], given: Mapping[Key, Given]
) -> dict[str, Costs]:
    """The sheet of one guarantee; where each scenario's cost stands."""
    floor, _ = wanted.floor, wanted._
    sheet.say(_(labels.GUARANTEE[name]), sheet.styles.title)
    note = _("Persons reached x benefit = benefits paid; with administration, the cost.")
    sheet.say(note, sheet.styles.note, skip=1)
    sheet.years([_("Scenario"), _("Benefit"), _("Line"), _("Unit")], floor.years)
    found = {}
    for scenario in floor.scenarios:
        chosen = [one for one in scenario.benefits if one.guarantee == name]
        costs = []
        for one in chosen:
            costs.append(
                _benefit(sheet, wanted, scenario, one, given[scenario.name, one.scheme, one.benefit])
            )
            _of_gdp(
                sheet, wanted.names(scenario, one, _("Cost, % of GDP")), one.cost, costs[-1], macro, floor
            )
            sheet.row += 1
        if costs:
            cost = tidy.sums(chosen, len(floor.years)).cost
            words = wanted.names(scenario, None, _("Cost of the guarantee"), floor.currency)
            whole = sheet.made(words, cost, "money", sum_of_known(costs), total=True)
            found[scenario.name] = Costs(whole, tuple(costs))
            words = wanted.names(scenario, None, _("Cost, % of GDP"))
            _of_gdp(sheet, words, cost, whole, macro, floor)
            sheet.row += 1
    return found


def _benefit(sheet: Sheet, wanted: Wanted, scenario: ScenarioCost, one: BenefitCost, given: Given) -> Line:
    """Persons, benefit, administration and cost of one benefit; where its cost stands."""
    floor, _, lines = wanted.floor, wanted._, given.lines

    def words(what: str, unit: str) -> list[str]:
        return wanted.names(scenario, one, what, unit)

    paid_words = words(_("Benefits paid"), floor.currency)
    if given.parts.kind == "published":
        paid = sheet.made(paid_words, one.spending, "money", times(lines["paid"]))
    else:
        if given.parts.kind == "law":
            eligible = sheet.held(words(_("Persons eligible"), _("persons")), one.eligible, "persons")
            reach = times(eligible, lines["share"])
        else:
            reach = times(lines["reached"])
        reached = sheet.made(words(_("Persons reached"), _("persons")), one.recipients, "persons", reach)
        unit = _("{currency} a person a year").format(currency=floor.currency)
        each = given.parts.level * given.parts.index
        level = lines["level"].fixed(FIRST_YEAR + given.parts.level_at)
        benefit = sheet.made(words(_("Benefit"), unit), each, "money", scaled(level, lines["index"]))
        paid = sheet.made(paid_words, one.spending, "money", times(reached, benefit))
    source = times(lines["administration"]) if "administration" in lines else times(paid, lines["ratio"])
    spent = sheet.made(words(_("Administration"), floor.currency), one.administration, "money", source)
    return sheet.made(words(_("Cost"), floor.currency), one.cost, "money", plus([paid, spent]))


def _of_gdp(
    sheet: Sheet, words: Sequence[str], cost: Array, line: Line, macro: Mapping[str, Line], floor: Floor
) -> None:
    sheet.made(words, cost / floor.macro.gdp, "gdp", over(line, macro["gdp"]))


def _totals(
    sheet: Sheet, wanted: Wanted, macro: Mapping[str, Line], costs: Mapping[str, Mapping[str, Costs]]
) -> dict[str, Totals]:
    floor, _ = wanted.floor, wanted._
    sheet.say(_("Totals"), sheet.styles.title, skip=1)
    sheet.years([_("Scenario"), "", _("Line"), _("Unit")], floor.years)
    found = {}
    for scenario in floor.scenarios:
        lines: dict[str, Line] = {}
        values: dict[str, Array] = {}
        for name, by_scenario in costs.items():
            if scenario.name in by_scenario:
                values[name] = tidy.of_guarantee(floor, scenario, name).cost
                words = wanted.names(scenario, None, _(labels.GUARANTEE[name]), floor.currency)
                lines[name] = sheet.made(
                    words, values[name], "money", times(by_scenario[scenario.name].whole)
                )
        if not lines:
            continue
        values["total"] = tidy.total(floor, scenario).cost
        words = wanted.names(scenario, None, _("Total cost"), floor.currency)
        lines["total"] = sheet.made(
            words, values["total"], "money", sum_of_known(list(lines.values())), total=True
        )
        for name, (what, style, divisor) in covers.ratios(wanted).items():
            values[name] = values["total"] / getattr(floor.macro, divisor)
            line = over(lines["total"], macro[divisor])
            lines[name] = sheet.made(wanted.names(scenario, None, what), values[name], style, line)
        every = [
            line
            for named in costs.values()
            if scenario.name in named
            for line in named[scenario.name].benefits
        ]
        unknown = np.sum([np.isnan(one.cost) for one in scenario.benefits], axis=0, dtype=np.float64)
        values["unknown"] = np.asarray(unknown + len(scenario.not_computed))
        words = wanted.names(scenario, None, _("Benefits whose cost is not known"))
        lines["unknown"] = sheet.made(
            words, values["unknown"], "persons", count_of_unknown(every, len(scenario.not_computed))
        )
        found[scenario.name] = Totals(lines, values)
        sheet.row += 1
    return found

"""The sheets of a workbook that are read first and last: summary, checks, sources, fingerprint."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.ground.provenance import Trace
from socle.model.results import Assumption, BenefitCost, Floor, ScenarioCost, SourceUse
from socle.report import figure_names, labels
from socle.report.spreadsheet import FIRST_YEAR, Formula, Line, Sheet, quoted
from socle.report.text import Translate, named

TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Wanted:
    """What every sheet needs to know."""

    floor: Floor
    lang: str
    _: Translate

    def names(self, scenario: ScenarioCost, benefit: BenefitCost | None, what: str, *more: str) -> list[str]:
        """The words before the years."""
        title = labels.benefit_title(benefit, self.lang) if benefit else ""
        return [labels.scenario_title(scenario, self.lang), title, what, *more]


@dataclass(frozen=True, eq=False)
class Totals:
    """Where the results of a scenario stand."""

    lines: Mapping[str, Line]
    values: Mapping[str, Array]


def ratios(wanted: Wanted) -> dict[str, tuple[str, str, str]]:
    _ = wanted._
    constant = _("Cost, prices of {year} (deflator of GDP)").format(year=wanted.floor.base_year)
    return {
        "of_gdp": (_("Cost, % of GDP"), "gdp", "gdp"),
        "of_expenditure": (_("Cost, % of government expenditure"), "share", "expenditure"),
        "of_revenue": (_("Cost, % of government revenue"), "share", "revenue"),
        "constant": (constant, "money", "deflator"),
    }


def checks(sheet: Sheet, wanted: Wanted, totals: Mapping[str, Totals], persons: Line) -> str:
    """Each total beside the number of the run; the cell that says whether all agree."""
    floor, _ = wanted.floor, wanted._
    sheet.say(_("Checks"), sheet.styles.title)
    sheet.say(_("The workbook's totals against the numbers of the run."), sheet.styles.note, skip=1)
    whole = sheet.row
    sheet.row += 2
    sheet.years([_("Scenario"), _("Verdict"), _("Line"), _("Unit")], floor.years)
    verdicts: list[str] = []
    for scenario in floor.scenarios:
        found = totals.get(scenario.name)
        for name in [one for one in (*labels.GUARANTEE, "total") if found and one in found.lines]:
            assert found is not None
            what = _(labels.GUARANTEE[name]) if name in labels.GUARANTEE else _("Total cost")
            words = wanted.names(scenario, None, what, floor.currency)
            verdicts.append(_check(sheet, wanted, words, found.values[name], found.lines[name]))
    words = ["", "", _("Population"), _("persons")]
    verdicts.append(_check(sheet, wanted, words, floor.population.sum((1, 2)), persons))
    count = "+".join(f'({cell}="OK")' for cell in verdicts)
    formula = f'=IF({count}={len(verdicts)},"OK","{_differs(_)}")'
    sheet.page.write_string(whole, 0, _("All checks"), sheet.styles.bold)
    sheet.page.write_formula(whole, 1, formula, sheet.styles.bold, "OK")
    return f"{quoted(sheet.name)}!$B${whole + 1}"


def _check(sheet: Sheet, wanted: Wanted, words: list[str], values: Array, line: Line) -> str:
    engine = sheet.held([words[0], "", words[2], words[3]], values, "money")
    difference = wanted._("relative difference")

    def differs(column: int) -> Formula:
        live, stored = line.at(column), engine.at(column)
        both = f"COUNT({live},{stored})"
        apart = f"ABS({live}-{stored})/MAX(ABS({stored}),1)"
        return Formula(f"IF({both}=2,{apart},IF({both}=0,0,1))", (), 0)

    compared = sheet.made(["", "", difference], np.zeros(len(values)), "index", differs)
    formula = f'=IF(MAX({compared.over(len(values))})<={TOLERANCE:.0E},"OK","{_differs(wanted._)}")'
    sheet.page.write_formula(engine.row, 1, formula, sheet.styles.bold, "OK")
    return f"$B${engine.row + 1}"


def _differs(_: Translate) -> str:
    return _("differs (inputs changed)")


def summary(sheet: Sheet, wanted: Wanted, totals: Mapping[str, Totals], verdict: str) -> None:
    floor, _, page, styles = wanted.floor, wanted._, sheet.page, sheet.styles
    sheet.say(
        _("What a social protection floor costs: {country}").format(
            country=labels.country(floor, wanted.lang)
        ),
        styles.title,
    )
    sheet.say(
        _("Every number here follows the yellow cells of the sheet {inputs}.").format(inputs=_("Inputs")),
        styles.note,
        skip=1,
    )
    page.set_column(0, 0, 44)
    page.set_column(1, 8, max(18, styles.year_width))
    chosen = sheet.row
    sheet.row += 4
    at = labels.steps(floor)
    sheet.last_column = len(at)
    first: dict[str, tuple[int, int]] = {}
    shown = {"total": (_("Total cost"), "money", "")} | ratios(wanted)
    shown["unknown"] = (_("Benefits whose cost is not known"), "persons", "")
    for name, (what, style, _divisor) in shown.items():
        unit = f", {floor.currency}" if style == "money" else ""
        page.write_string(sheet.row, 0, what + unit, styles.head)
        for column, year in enumerate(at, start=1):
            page.write_number(sheet.row, column, floor.years[year], styles.head_year)
        sheet.row += 1
        first[name] = (sheet.row, sheet.row + len(totals) - 1)
        for scenario in floor.scenarios:
            if scenario.name in totals:
                _summary_row(sheet, wanted, scenario, totals[scenario.name], (name, style))
        sheet.row += 1
    _choice(sheet, wanted, totals, (chosen, first["of_gdp"]))
    page.write_string(chosen + 2, 0, _("All checks"), styles.plain)
    page.write_formula(chosen + 2, 1, f"={verdict}", styles.bold, "OK")


def _summary_row(
    sheet: Sheet, wanted: Wanted, scenario: ScenarioCost, totals: Totals, what: tuple[str, str]
) -> None:
    name, style = what
    sheet.page.write_string(sheet.row, 0, labels.scenario_title(scenario, wanted.lang), sheet.styles.plain)
    for column, at in enumerate(labels.steps(wanted.floor), start=1):
        value = float(totals.values[name][at])
        known = math.isfinite(value)
        look = sheet.styles.number[style] if known else sheet.styles.word
        formula = "=" + totals.lines[name].at(FIRST_YEAR + at)
        sheet.page.write_formula(sheet.row, column, formula, look, value if known else sheet.unknown)
    sheet.row += 1


def _choice(
    sheet: Sheet, wanted: Wanted, totals: Mapping[str, Totals], place: tuple[int, tuple[int, int]]
) -> None:
    """The scenario shown on top, chosen from a list."""
    floor, _, page, (row, (first, last)) = wanted.floor, wanted._, sheet.page, place
    titles = [labels.scenario_title(one, wanted.lang) for one in floor.scenarios if one.name in totals]
    if not titles:
        return
    headline = labels.headline_scenario(floor)
    at = labels.steps(floor)[0]
    page.write_string(row, 0, _("Scenario shown (choose from the list)"), sheet.styles.plain)
    page.write_string(row, 1, labels.scenario_title(headline, wanted.lang), sheet.styles.choice)
    rule = {"validate": "list", "source": f"=$A${first + 1}:$A${last + 1}"}
    page.data_validation(row, 1, row, 1, rule)
    what = _("Cost in {year}, % of GDP").format(year=floor.years[at])
    page.write_string(row + 1, 0, what, sheet.styles.bold)
    formula = f"=INDEX($B${first + 1}:$B${last + 1},MATCH($B${row + 1},$A${first + 1}:$A${last + 1},0))"
    value = float(totals[headline.name].values["of_gdp"][at]) if headline.name in totals else float("nan")
    known = math.isfinite(value)
    page.write_formula(row + 1, 1, formula, sheet.styles.total["gdp"], value if known else sheet.unknown)


def source_rows(sheet: Sheet, used: Sequence[SourceUse], _: Translate) -> None:
    """Where the data come from, on a sheet of their own."""
    for column, width in enumerate((34, 44, 16, 26, 34, 30)):
        sheet.page.set_column(column, column, width)
    sheet.say(_("Sources"), sheet.styles.title)
    heads = [_("Producer"), _("Title"), _("Vintage"), _("Licence"), _("Form"), _("Used for")]
    sheet.cells(heads, sheet.styles.head)
    for one in used:
        form = _("worked out by Socle from this source") if one.derived else _("as published")
        used_for = figure_names.listed(one.used_for, _)
        sheet.cells([one.producer, one.title, one.vintage, one.licence, form, used_for])
    sheet.row += 1


def assumption_rows(sheet: Sheet, stated: Sequence[Assumption], _: Translate) -> None:
    """What the run assumed."""
    sheet.say(_("Assumptions"), sheet.styles.title)
    for one in stated:
        caution = _("unverified") if one.unverified else ""
        sheet.cells([labels.capital(_(one.topic)), labels.filled(_(one.text), one.values), caution])
    sheet.row += 1


def sources(sheet: Sheet, wanted: Wanted) -> None:
    floor, _ = wanted.floor, wanted._
    source_rows(sheet, floor.sources, _)
    assumption_rows(sheet, floor.assumptions, _)
    sheet.say(_("Benefits that are not in the totals"), sheet.styles.title)
    for scenario in floor.scenarios:
        for absent in scenario.not_computed:
            reason = labels.filled(_(absent.reason), absent.values)
            title = labels.scenario_title(scenario, wanted.lang)
            sheet.cells([named(absent.title, wanted.lang), reason, "", title])
    sheet.row += 1
    sheet.say(_("Limits"), sheet.styles.title)
    for text in floor.warnings:
        sheet.say(_(text))


def fingerprint(sheet: Sheet, trace: Trace, _: Translate) -> None:
    """What determined the run."""
    sheet.page.set_column(0, 0, 40)
    sheet.page.set_column(1, 1, 80)
    sheet.say(_("Fingerprint"), sheet.styles.title)
    sheet.cells([_("Socle"), trace.version])
    sheet.cells([_("Fingerprint"), trace.fingerprint])
    sheet.row += 1
    for name, value in trace.options.items():
        sheet.cells([name, str(value)])
    sheet.row += 1
    for name, digest in trace.files.items():
        sheet.cells([name, digest])

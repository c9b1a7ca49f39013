"""An impact as a workbook: what is derived from other numbers of it is a live formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from socle.report import covers, impact_sections, labels
from socle.report import impact_words as words
from socle.report.impact_definitions import PERFORMANCE, definitions
from socle.report.impact_names import CLASS
from socle.report.impact_words import AFTER, BEFORE, CHANGE, DECILES, NORMAL, WELFARE, Cells
from socle.report.sections import Table
from socle.report.spreadsheet import Sheet, Styles
from socle.report.text import Translate, translator
from socle.report.workbook import UNDATED
from socle.run.households import Households
from socle.run.impact import EVERYBODY, MEASURES, Row
from socle.run.impact_groups import GROUPS

NAME, CELL, LETTERS = 44, 17, 16  # widths of columns, and letters of a line of a heading


@dataclass(frozen=True, eq=False)
class Wanted:
    """What every sheet needs to know."""

    found: Households
    there: Cells
    lang: str
    _: Translate


def write(found: Households, path: Path, lang: str) -> None:
    """Write the workbook of `found` in `lang` to `path`."""
    from xlsxwriter import Workbook

    _ = translator(lang)
    wanted = Wanted(found, words.cells(found.impact.rows), lang, _)
    workbook = Workbook(str(path), {"nan_inf_to_errors": False})
    workbook.set_properties({"title": words.country(found, lang), "created": UNDATED})
    workbook.set_calc_mode("auto")
    styles = Styles(workbook, found.gdp)
    titles = [_("Summary"), _("By decile"), _("By group"), _("Winners and losers")]
    titles += [_("Definitions"), _("Sources"), _("Fingerprint")]
    summary, decile, group, moved, told, cited, print_ = (
        Sheet(workbook, styles, title, _) for title in titles
    )
    paid = _summary(summary, wanted)
    _by_decile(decile, wanted, paid)
    _by_group(group, wanted)
    _moves(moved, wanted)
    _words(told, definitions(found, lang))
    covers.source_rows(cited, found.sources, _)
    covers.assumption_rows(cited, found.assumptions, _)
    covers.fingerprint(print_, found.trace, _)
    for sheet in (summary, decile, group, moved, told, cited, print_):
        sheet.finish()
    workbook.close()


def _head(sheet: Sheet, wanted: Wanted, title: str, notes: Sequence[str]) -> None:
    """The title, whether the survey is invented, what is counted, the source."""
    sheet.page.set_column(0, 0, NAME)
    sheet.page.set_column(1, 20, CELL)
    sheet.say(title, sheet.styles.title)
    flag = words.flag(wanted.found, wanted.lang)
    for text in (
        flag,
        *notes,
        *words.notes(wanted.found, wanted.lang),
        words.source(wanted.found, wanted.lang),
    ):
        if text:
            sheet.say(text, sheet.styles.bold if text == flag else sheet.styles.note)
    sheet.row += 1


def _summary(sheet: Sheet, wanted: Wanted) -> str:
    """Poverty and inequality, then benefits; the cell of all cash paid."""
    found, _ = wanted.found, wanted._
    _head(
        sheet,
        wanted,
        words.headline(found, wanted.lang),
        [*words.befallen(found, wanted.lang), words.concept(WELFARE, wanted.found, wanted.lang)],
    )
    half = _given(sheet, wanted)
    heads = [
        _("Before"),
        _("After"),
        _("Change"),
        _("Standard error of the change"),
        _("Lower end, 95 %"),
        _("Upper end, 95 %"),
    ]
    sheet.heads(_("Measure"), [*heads], LETTERS)
    for measure in MEASURES:
        _changed(sheet, words.measure(measure, wanted.lang), _three(wanted, measure), half)
    if found.change:
        sheet.row += 1
        title = words.difference(found, wanted.lang)
        sheet.heads(title, ["", "", *heads[2:]], LETTERS)
        for row in found.change:
            if row.measure in MEASURES:
                sheet.page.write_string(
                    sheet.row, 0, words.measure(row.measure, wanted.lang), sheet.styles.plain
                )
                value = sheet.put(3, row.value, sheet.styles.number["points"])
                _bounds(sheet, row, value, half)
                sheet.row += 1
    sheet.row += 1
    return _benefits(sheet, wanted)


def _given(sheet: Sheet, wanted: Wanted) -> str:
    """The yellow cell of the width of intervals."""
    _ = wanted._
    sheet.page.write_string(
        sheet.row, 0, _("Standard errors on each side of an interval (95 %)"), sheet.styles.plain
    )
    cell = sheet.put(1, NORMAL, sheet.styles.input["index"])
    sheet.row += 2
    return cell


def _three(wanted: Wanted, measure: str) -> tuple[Row, Row, Row]:
    first, second, change = (wanted.there[measure, when] for when in (BEFORE, AFTER, CHANGE))
    return first, second, change


def _changed(sheet: Sheet, title: str, rows: tuple[Row, Row, Row], half: str) -> None:
    """Before and after as numbers, the change and its interval as formulas."""
    look = sheet.styles.number
    sheet.page.write_string(sheet.row, 0, title, sheet.styles.plain)
    before = sheet.put(1, rows[0].value, look["share"])
    after = sheet.put(2, rows[1].value, look["share"])
    change = sheet.put(3, rows[1].value - rows[0].value, look["points"], f"{after}-{before}")
    _bounds(sheet, rows[2], change, half)
    sheet.row += 1


def _bounds(sheet: Sheet, row: Row, value: str, half: str) -> None:
    look = sheet.styles.number["points"]
    error = sheet.put(4, row.se, look)
    sheet.put(5, row.value - NORMAL * row.se, look, f"{value}-{half}*{error}")
    sheet.put(6, row.value + NORMAL * row.se, look, f"{value}+{half}*{error}")


def _benefits(sheet: Sheet, wanted: Wanted) -> str:
    """Who each benefit reaches and what it pays; persons and sums are formulas."""
    found, there, _ = wanted.found, wanted.there, wanted._
    look, places = sheet.styles.number, {}
    for name, value, style in (
        (_("People whom the survey represents"), found.survey.represented, "persons"),
        (_("Gross domestic product") + f", {found.currency}", found.gdp, "money"),
    ):
        sheet.page.write_string(sheet.row, 0, name, sheet.styles.plain)
        places[style] = sheet.put(1, value, sheet.styles.input[style])
        sheet.row += 1
    sheet.row += 1
    heads = [
        _("Reached, share of people"),
        _("Persons reached"),
        _("Paid a year") + f", {found.currency}",
        _("% of GDP"),
    ]
    performance = PERFORMANCE[1:]
    heads += [words.measure(name, wanted.lang) for name in performance]
    sheet.heads(_("Benefit"), [*heads], LETTERS)
    cash: list[str] = []
    for path in (*words.paths(found), EVERYBODY):
        whole = path == EVERYBODY
        reached, spent = (there[f"{path}:{name}", EVERYBODY].value for name in ("coverage", "spending"))
        sheet.page.write_string(
            sheet.row,
            0,
            words.benefit(found, path, wanted.lang),
            sheet.styles.bold if whole else sheet.styles.plain,
        )
        part = sheet.put(1, reached, look["share"])
        sheet.put(2, reached * found.survey.represented, look["persons"], f"{part}*{places['persons']}")
        paid = sheet.put(3, spent, look["money"], "+".join(cash) if whole and cash else "")
        cash += [paid] if not whole and found.benefits[path].branch != "health" else []
        sheet.put(4, spent / found.gdp, look["gdp"], f"{paid}/{places['money']}")
        for at, name in enumerate(performance, start=5):
            sheet.put(at, there[f"{path}:{name}", EVERYBODY].value, look["share"])
        sheet.row += 1
    sheet.say(_(impact_sections.CARE), sheet.styles.note)
    return paid


def _by_decile(sheet: Sheet, wanted: Wanted, paid: str) -> None:
    """All cash by decile, with totals; then coverage and shares of the money of each benefit."""
    from xlsxwriter.utility import xl_range

    found, there, _ = wanted.found, wanted.there, wanted._
    _head(
        sheet, wanted, _("All cash benefits by decile"), [words.concept(DECILES, wanted.found, wanted.lang)]
    )
    look, money = sheet.styles.number, there[f"{EVERYBODY}:spending", EVERYBODY].value
    mean = _("Mean gain, {currency} a person a year").format(currency=found.currency)
    heads = [
        _("Reached, share of people"),
        _("Share of the money"),
        _("Paid a year") + f", {found.currency}",
        mean,
    ]
    sheet.heads(_("Decile"), [*heads, _("Gain, share of the welfare before")], LETTERS)
    first = sheet.row
    for group in words.deciles():
        sheet.page.write_string(sheet.row, 0, words.group(group, wanted.lang), sheet.styles.plain)
        sheet.put(1, _value(there, f"{EVERYBODY}:coverage", group), look["share"])
        share = _value(there, f"{EVERYBODY}:benefit_incidence", group)
        part = sheet.put(2, share, look["share"])
        sheet.put(3, share * money, look["money"], f"{part}*{paid}")
        sheet.put(4, _value(there, "mean_gain", group), look["money"])
        sheet.put(5, _value(there, "relative_gain", group), look["share"])
        sheet.row += 1
    whole = sum(_value(there, f"{EVERYBODY}:benefit_incidence", group) for group in words.deciles())
    sheet.page.write_string(sheet.row, 0, _("Total"), sheet.styles.bold)
    for column, value, style in ((2, whole, "share"), (3, whole * money, "money")):
        formula = f"SUM({xl_range(first, column, sheet.row - 1, column)})"
        sheet.put(column, value, sheet.styles.total[style], formula)
    sheet.row += 2
    for measure in ("coverage", "benefit_incidence"):
        _matrix(sheet, wanted, measure)


def _matrix(sheet: Sheet, wanted: Wanted, measure: str) -> None:
    """One measure of every benefit by decile."""
    from xlsxwriter.utility import xl_range

    there, _ = wanted.there, wanted._
    summed = measure == "benefit_incidence"
    sheet.say(words.measure(measure, wanted.lang), sheet.styles.title)
    heads = [words.group(group, wanted.lang) for group in words.deciles()]
    sheet.heads(_("Benefit"), [*heads, *([_("Total")] if summed else [])], LETTERS)
    for path in (*words.paths(wanted.found), EVERYBODY):
        sheet.page.write_string(
            sheet.row, 0, words.benefit(wanted.found, path, wanted.lang), sheet.styles.plain
        )
        values = [_value(there, f"{path}:{measure}", group) for group in words.deciles()]
        for at, value in enumerate(values, start=1):
            sheet.put(at, value, sheet.styles.number["share"])
        if summed:
            last = len(values)
            formula = f"SUM({xl_range(sheet.row, 1, sheet.row, last)})"
            sheet.put(last + 1, float(np.nansum(values)), sheet.styles.total["share"], formula)
        sheet.row += 1
    sheet.row += 1


def _by_group(sheet: Sheet, wanted: Wanted) -> None:
    """Each group of people: reached, gain, poverty before and after, the change as a formula."""
    found, there, _ = wanted.found, wanted.there, wanted._
    _head(sheet, wanted, _("All cash benefits by group"), [words.concept(WELFARE, wanted.found, wanted.lang)])
    half = _given(sheet, wanted)
    mean = _("Mean gain, {currency} a person a year").format(currency=found.currency)
    heads = [
        _("Poor before"),
        _("Poor after"),
        _("Change"),
        _("Standard error of the change"),
        _("Lower end, 95 %"),
        _("Upper end, 95 %"),
    ]
    more = {
        f"{EVERYBODY}:coverage": "share",
        f"{EVERYBODY}:benefit_incidence": "share",
        "mean_gain": "money",
        "relative_gain": "share",
    }
    heads += [
        _("Reached, share of people"),
        _("Share of the money"),
        mean,
        _("Gain, share of the welfare before"),
    ]
    sheet.heads(_("Group"), [*heads], LETTERS)
    for group in GROUPS:
        if ("fgt0_change", group) not in there:
            continue
        for at, (measure, style) in enumerate(more.items(), start=7):
            sheet.put(at, _value(there, measure, group), sheet.styles.number[style])
        rows = (there["fgt0_before", group], there["fgt0_after", group], there["fgt0_change", group])
        _changed(sheet, words.group(group, wanted.lang), rows, half)


def _moves(sheet: Sheet, wanted: Wanted) -> None:
    """Winners and losers, of the scenario and of its difference from the second one."""
    found, _ = wanted.found, wanted._
    _head(sheet, wanted, _("Winners and losers"), [words.concept(DECILES, wanted.found, wanted.lang)])
    _classes(sheet, wanted, wanted.there, labels.capital(words.scenario(found, wanted.lang)))
    if found.change:
        _classes(
            sheet, wanted, words.cells(found.change), labels.capital(words.difference(found, wanted.lang))
        )


def _classes(sheet: Sheet, wanted: Wanted, there: Cells, title: str) -> None:
    from xlsxwriter.utility import xl_range

    _, look = wanted._, sheet.styles.number["share"]
    sheet.say(title, sheet.styles.title)
    heads = [labels.capital(_(text)) for text in CLASS.values()]
    sheet.heads(_("Decile"), [*heads, _("All who lose"), _("All who gain"), _("Total")], LETTERS)
    sums = {6: (1, 2), 7: (4, 5), 8: (1, 5)}  # column -> the first and the last of the classes it adds
    for group in (*words.deciles(), EVERYBODY):
        if (f"moved:{next(iter(CLASS))}", group) not in there:
            continue
        sheet.page.write_string(sheet.row, 0, words.group(group, wanted.lang), sheet.styles.plain)
        values = [_value(there, f"moved:{kind}", group) for kind in CLASS]
        for at, value in enumerate(values, start=1):
            sheet.put(at, value, look)
        for at, (first, last) in sums.items():
            formula = f"SUM({xl_range(sheet.row, first, sheet.row, last)})"
            sheet.put(at, float(np.nansum(values[first - 1 : last])), look, formula)
        sheet.row += 1
    sheet.row += 1


def _words(sheet: Sheet, table: Table) -> None:
    """A table of words."""
    sheet.page.set_column(0, 0, NAME)
    sheet.page.set_column(1, 1, 100)
    sheet.say(table.caption, sheet.styles.title)
    sheet.cells(table.head, sheet.styles.head)
    for _title, rows in table.groups:
        for row in rows:
            sheet.cells(row)


def _value(there: Cells, measure: str, group: str) -> float:
    row = there.get((measure, group))
    return row.value if row else float("nan")

"""A valuation as a workbook: the run's flows, and everything made of them as live formulas.

The yellow cells (reserve, returns, contribution and administration over payroll) may be changed: finances,
premiums, balances and the summary follow. Heads, payroll and benefits come from the projection and stand still.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from socle.ground.words import N_
from socle.model.valued import ValuationResult, Valued
from socle.report import covers, numbers, valuation_finances, valuation_premiums, valuation_sheets
from socle.report import valuation_words as words
from socle.report.reweight_tables import worded
from socle.report.spreadsheet import Sheet, Styles, quoted
from socle.report.text import Translate, translator
from socle.report.valuation_names import BALANCE, DEBT, NAMES, PREMIUMS, UNIT
from socle.report.valuation_rows import scalars
from socle.report.workbook import UNDATED

NAME, CELL, LETTERS = 52, 22, 20  # widths of columns, and letters of a line of a heading
WIDE: Final = 96  # letters of a line of words
TOLERANCE: Final = 1e-9


@dataclass(frozen=True, eq=False)
class _Law:
    """A law and where its numbers stand."""

    valued: Valued
    cells: Mapping[str, str]


def write(found: ValuationResult, path: Path, lang: str) -> None:
    """Write the workbook of `found` in `lang` to `path`."""
    from xlsxwriter import Workbook

    _ = translator(lang)
    workbook = Workbook(str(path), {"nan_inf_to_errors": False})
    workbook.set_properties({"title": words.title(found.valued, lang), "created": UNDATED})
    workbook.set_calc_mode("auto")
    styles = Styles(workbook, _largest(found))
    sheets = [_sheet(workbook, styles, N_("Summary"), "", _)]
    laws = []
    for valued, number in ((found.valued, ""), (found.against, " 2")):
        if valued:
            laws.append(_law(workbook, sheets, valued, number, found.data.facts.currency, lang))
    for title, fill in (
        (N_("Generations"), valuation_sheets.generations),
        (N_("Sensitivity"), valuation_sheets.sensitivity),
        (N_("Bands"), valuation_sheets.bands),
    ):
        sheet = _sheet(workbook, styles, title, "", _)
        fill(sheet, found, lang)
        sheets.append(sheet)
    sheets.append(Sheet(workbook, styles, _("Checks"), _))
    verdict = _checks(sheets[-1], laws, lang)
    _summary(sheets[0], laws, found, verdict, lang)
    told = Sheet(workbook, styles, _("Definitions"), _)
    valuation_sheets.definitions(told, found, lang)
    cited, print_ = Sheet(workbook, styles, _("Sources"), _), Sheet(workbook, styles, _("Fingerprint"), _)
    covers.assumption_rows(cited, words.stated(found), _)
    covers.source_rows(cited, found.sources, _)
    covers.fingerprint(print_, found.trace, _)
    for sheet in (*sheets, told, cited, print_):
        sheet.finish()
    workbook.close()


def _sheet(workbook: Any, styles: Styles, title: str, number: str, _: Translate) -> Sheet:
    """A sheet where what is not a number is not defined."""
    sheet = Sheet(workbook, styles, _(title) + number, _)
    sheet.unknown = _(words.UNDEFINED)
    return sheet


def _largest(found: ValuationResult) -> float:
    """The largest amount, for the width of columns."""
    laws = [found.valued, *([found.against] if found.against else [])]
    return max(float(abs(flow).max()) for one in laws for flow in (one.fund.reserve, one.fund.payroll))


def _law(workbook: Any, sheets: list[Sheet], valued: Valued, number: str, currency: str, lang: str) -> _Law:
    """The sheets of one law: its finances, then premiums, balance and debt."""
    _, first = translator(lang), sheets[0]
    styles = first.styles
    finances = _sheet(workbook, styles, N_("Finances"), number, _)
    placed = valuation_finances.placed(finances, valued, currency, lang)
    premiums = _sheet(workbook, styles, N_("Premiums and debt"), number, _)
    cells = valuation_premiums.placed(premiums, valued, placed, currency, lang)
    sheets += [finances, premiums]
    return _Law(valued, cells)


def _summary(sheet: Sheet, laws: list[_Law], found: ValuationResult, verdict: str, lang: str) -> None:
    """What stands on the other sheets, two laws side by side."""
    _ = translator(lang)
    sheet.page.set_column(0, 0, NAME)
    sheet.page.set_column(1, 4, CELL)
    text = N_("Every number here follows the yellow cells of the sheets of finances and premiums.")
    said = [(words.headline(found, lang) + ".", sheet.styles.title)]
    said += [(one, sheet.styles.note) for one in (words.who(found, lang), _(text))]
    said += [(worded(one, lang), sheet.styles.bold) for one in found.warnings]
    for told, style in said:
        for line in wrap(numbers.together(told), WIDE):
            sheet.say(line, style)
    sheet.row += 1
    sheet.page.write_string(sheet.row, 0, _("All checks"), sheet.styles.bold)
    sheet.page.write_formula(sheet.row, 1, "=" + verdict, sheet.styles.bold, "OK")
    sheet.row += 2
    heads = [words.law(one.valued, lang) for one in laws]
    heads = [_("Unit"), *heads, *([_("difference")] if len(laws) > 1 else [])]
    for title, chosen in (
        (N_("Premiums"), PREMIUMS),
        (N_("Balance"), BALANCE),
        (N_("Implicit debt"), DEBT),
    ):
        sheet.heads(_(title), heads, LETTERS)
        for measure in chosen:
            if all(measure in one.cells for one in laws):
                _summary_row(sheet, laws, measure, found.data.facts.currency, _)
        sheet.row += 1


def _summary_row(sheet: Sheet, laws: list[_Law], measure: str, currency: str, _: Translate) -> None:
    """A number of each law, and the difference."""
    name, look = NAMES[measure], _look(sheet, measure)
    sheet.page.write_string(sheet.row, 0, _(name.title), sheet.styles.plain)
    sheet.page.write_string(sheet.row, 1, _(UNIT[name.unit]).format(currency=currency), sheet.styles.note)
    values = [scalars(one.valued)[measure] for one in laws]
    for column, (one, value) in enumerate(zip(laws, values, strict=True), start=2):
        stored: float | str | None = value
        if value is None:
            last = one.valued.over_time.years[-1]
            stored = _(words.LASTS).format(year=last) if measure == "exhaustion" else sheet.unknown
        shown = sheet.styles.word if value is None else look
        sheet.page.write_formula(sheet.row, column, "=" + one.cells[measure], shown, stored)
    if len(laws) > 1:
        first, second = (one.cells[measure] for one in laws)
        apart = values[0] - values[1] if None not in values else float("nan")  # type: ignore[operator]
        formula = f'IF(COUNT({first},{second})=2,{first}-{second},"{sheet.unknown}")'
        sheet.put(4, apart, look, formula)
    sheet.last_column = max(sheet.last_column, 4)
    sheet.row += 1


def _look(sheet: Sheet, measure: str) -> Any:
    style = {"share": "points", "money": "money"}.get(NAMES[measure].unit)
    return sheet.styles.number[style] if style else sheet.styles.word


def _checks(sheet: Sheet, laws: list[_Law], lang: str) -> str:
    """Each number of the workbook beside that of the run; the cell that says whether all agree."""
    _ = translator(lang)
    sheet.page.set_column(0, 0, NAME)
    sheet.page.set_column(1, 5, CELL)
    sheet.say(_("Checks"), sheet.styles.title)
    sheet.say(_("The workbook's totals against the numbers of the run."), sheet.styles.note, skip=1)
    whole, verdicts = sheet.row, []
    sheet.row += 2
    heads = [_(N_("law")), _(N_("workbook")), _(N_("run")), _(N_("relative difference")), _(N_("verdict"))]
    sheet.heads(_("Measure"), heads, LETTERS)
    for one in laws:
        for measure, value in scalars(one.valued).items():
            if value is not None and measure in one.cells and math.isfinite(value):
                law = words.law(one.valued, lang)
                verdicts.append(_check(sheet, (_(NAMES[measure].title), law), one.cells[measure], value, _))
    count = "+".join(f'({cell}="OK")' for cell in verdicts)
    formula = f'=IF({count}={len(verdicts)},"OK","{_("differs (inputs changed)")}")'
    sheet.page.write_string(whole, 0, _("All checks"), sheet.styles.bold)
    sheet.page.write_formula(whole, 1, formula, sheet.styles.bold, "OK")
    return f"{quoted(sheet.name)}!$B${whole + 1}"


def _check(sheet: Sheet, names: tuple[str, str], live: str, value: float, _: Translate) -> str:
    """One number twice, and whether they agree."""
    look = sheet.styles.number["index"]
    for column, text in enumerate(names):
        sheet.page.write_string(sheet.row, column, text, sheet.styles.plain)
    sheet.put(2, value, look, live)
    stored = sheet.put(3, value, look)
    apart = f"ABS({live}-{stored})/MAX(ABS({stored}),1)"
    difference = sheet.put(4, 0.0, look, f"IF(COUNT({live})=1,{apart},1)")
    formula = f'=IF({difference}<={TOLERANCE:.0E},"OK","{_("differs (inputs changed)")}")'
    sheet.page.write_formula(sheet.row, 5, formula, sheet.styles.bold, "OK")
    sheet.row += 1
    return f"{quoted(sheet.name)}!$F${sheet.row}"

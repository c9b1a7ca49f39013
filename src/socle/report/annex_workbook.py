"""The world annex as a workbook: country rows as inputs, groups of countries as formulas over them, checks.

Change a country's value, its people or the threshold on the first sheet: every group follows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from socle.exchange.areas import group
from socle.ground.words import N_
from socle.model.aggregate import Aggregate
from socle.report import annex_tables, covers
from socle.report import annex_words as words
from socle.report.sections import Table
from socle.report.spreadsheet import Sheet, Styles, quoted
from socle.report.text import Translate, translator
from socle.run.annex import Annex, Branch

SHEETS = {"expenditure": N_("Expenditure"), "adequacy": N_("Adequacy"), "legal": N_("Legal coverage")}
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # equal runs give equal files
EXCLUSIVE = ("sdg_regions", "ilo_regions", "income_groups")
DEVELOPMENT = ("199", "432", "722")
TOLERANCE = "1E-9"
(NAME, ISO3, REGION) = range(3)
FLAGS = REGION + len(EXCLUSIVE)
(VALUE, YEAR, PEOPLE, TOLD, REPORTING, PRODUCT, TOLD_REPORTING, WOMEN, MEN) = range(FLAGS + 3, FLAGS + 12)
COLUMN = {"sdg_regions": REGION, "ilo_regions": REGION + 1, "income_groups": REGION + 2}


@dataclass(frozen=True)
class Wanted:
    """What every sheet needs to know."""

    found: Annex
    lang: str
    _: Translate
    threshold: str = ""  # the cell that holds it


def write(found: Annex, path: Path, lang: str) -> None:
    """Write the workbook of `found` in `lang` to `path`."""
    from xlsxwriter import Workbook

    _ = translator(lang)
    workbook = Workbook(str(path), {"nan_inf_to_errors": False})
    workbook.set_properties({"title": words.headline(found, lang), "created": UNDATED})
    styles = Styles(workbook, 1e10)
    summary = Sheet(workbook, styles, _("Summary"), _)
    wanted = Wanted(found, lang, _, _head(summary, found, lang, _))
    sheets = [Sheet(workbook, styles, branch.series, _) for branch in found.branches]
    cells = [_branch(sheet, branch, wanted) for sheet, branch in zip(sheets, found.branches, strict=True)]
    others = [Sheet(workbook, styles, _(title), _) for title in SHEETS.values()]
    for sheet, name in zip(others, SHEETS, strict=True):
        spent = annex_tables.spending(found, lang) if name == "expenditure" else None
        for table in (spent, annex_tables.national(found, name, lang, whole=True)):
            if table:
                _table(sheet, table)
    checks, notes, cited, print_ = (
        Sheet(workbook, styles, title, _)
        for title in (_("Checks"), _("Notes"), _("Sources"), _("Fingerprint"))
    )
    whole = _checks(checks, cells, wanted)
    _fill(summary, cells, whole, wanted)
    for text in words.notes(found, lang):
        notes.say(text)
    notes.row += 1
    _table(notes, annex_tables.definitions(found, lang))
    notes.row += 1
    _table(notes, annex_tables.reasons(found, lang))
    covers.source_rows(cited, found.sources, _)
    covers.fingerprint(print_, found.trace, _)
    for sheet in (summary, *sheets, *others, checks, notes, cited, print_):
        sheet.finish()
    workbook.close()


def _head(sheet: Sheet, found: Annex, lang: str, _: Translate) -> str:
    """The title and the yellow cell of the threshold."""
    sheet.page.set_column(0, 0, 60)
    sheet.page.set_column(1, 13, 16)
    sheet.say(words.headline(found, lang), sheet.styles.title)
    for text in words.notes(found, lang):
        sheet.say(text, sheet.styles.note)
    sheet.row += 1
    label = _("Least share of the people concerned in countries that report")
    sheet.page.write_string(sheet.row, 0, label, sheet.styles.plain)
    sheet.limit(1, 1, "share")
    cell = sheet.put(1, found.threshold, sheet.styles.input["share"])
    sheet.row += 2
    return cell


def _fill(sheet: Sheet, cells: Sequence[dict[str, str]], whole: str, wanted: Wanted) -> None:
    """Every group and series, taken from the sheets of the series."""
    found, _ = wanted.found, wanted._
    sheet.page.write_string(
        sheet.row, 0, _("Groups by formula and numbers of the run agree"), sheet.styles.plain
    )
    sheet.page.write_formula(sheet.row, 1, f"={whole}", sheet.styles.bold, "OK")
    sheet.row += 2
    heads = [words.series(branch.series, wanted.lang) for branch in found.branches]
    sheet.heads(_("Group"), heads, 16)
    for at, one in enumerate(found.branches[0].groups):
        code = one.statistic.area
        sheet.page.write_string(sheet.row, 0, words.area(code, wanted.lang), sheet.styles.plain)
        for column, (branch, there) in enumerate(zip(found.branches, cells, strict=True), start=1):
            value = branch.groups[at].statistic.value
            sheet.put(column, _number(value), sheet.styles.number["share"], there[code])
        sheet.row += 1


def _branch(sheet: Sheet, branch: Branch, wanted: Wanted) -> dict[str, str]:
    """One series: the groups by formula above the countries; the cell of each group's value."""
    _ = wanted._
    sheet.page.set_column(NAME, NAME, 40)
    sheet.page.set_column(ISO3, MEN, 15)
    sheet.page.set_column(REGION, FLAGS - 1, 28)
    sheet.say(words.series(branch.series, wanted.lang), sheet.styles.title)
    sheet.say(
        _("{code}: {counted}. Weighted by: {concept}.").format(
            code=branch.series,
            counted=_(words.NUMERATOR[branch.series]),
            concept=words.concept(branch, wanted.lang),
        ),
        sheet.styles.note,
        skip=1,
    )
    countries = sorted(
        {*branch.weights.of, *branch.weights.told_by, *(row.iso3 for row in branch.countries)},
        key=lambda iso3: words.area(iso3, wanted.lang),
    )
    first = sheet.row + len(branch.groups) + 4
    rows = (first, first + len(countries) - 1)
    heads = [_("Code"), _("Value"), _("Share reported"), _("Countries"), _("Value of the run")]
    sheet.heads(_("Group"), heads, 14)
    cells = {one.statistic.area: _group(sheet, one, rows, wanted) for one in branch.groups}
    sheet.row = first - 1
    _countries(sheet, branch, countries, wanted)
    return cells


def _group(sheet: Sheet, one: Aggregate, rows: tuple[int, int], wanted: Wanted) -> str:
    """A group: its value and reporting share as formulas over the countries, and the number of the run."""
    code, look = one.statistic.area, sheet.styles.number
    sheet.page.write_string(sheet.row, NAME, words.area(code, wanted.lang), sheet.styles.plain)
    sheet.page.write_string(sheet.row, 1, code, sheet.styles.plain)
    told, held = (_sum(sheet, column, code, rows) for column in (TOLD, TOLD_REPORTING))
    share = f"IF({told}>0,{held}/{told},0)"
    mean = f"{_sum(sheet, PRODUCT, code, rows)}/{_sum(sheet, REPORTING, code, rows)}"
    reported = sheet.put(3, one.share, look["share"], share)
    count = f'{_condition(sheet, code, rows, count=True)}{_range(REPORTING, rows)},">0")'
    sheet.put(4, float(one.countries), look["persons"], count)
    value = _number(one.statistic.value)
    formula = (
        f'IF({reported}>={wanted.threshold},IF({reported}>0,{mean},"{sheet.unknown}"),"{sheet.unknown}")'
    )
    cell = sheet.put(2, value, look["share"], formula)
    sheet.put(5, value, look["share"])
    sheet.row += 1
    return cell


def _sum(sheet: Sheet, column: int, code: str, rows: tuple[int, int]) -> str:
    """The sum of a column over the countries of a group."""
    if code == "1":
        return f"SUM({_range(column, rows)})"
    return f"SUMIFS({_range(column, rows)},{_where(sheet, code, rows)})"


def _condition(sheet: Sheet, code: str, rows: tuple[int, int], count: bool) -> str:
    """The beginning of a count over the countries of a group."""
    return "COUNTIFS(" if code == "1" or not count else f"COUNTIFS({_where(sheet, code, rows)},"


def _where(sheet: Sheet, code: str, rows: tuple[int, int]) -> str:
    """Which countries are of the group: a column and what it holds."""
    if code in DEVELOPMENT:
        return f'{_range(FLAGS + DEVELOPMENT.index(code), rows)},"x"'
    return f"{_range(COLUMN[group(code).family], rows)},$A${sheet.row + 1}"


def _range(column: int, rows: tuple[int, int]) -> str:
    from xlsxwriter.utility import xl_range_abs

    return str(xl_range_abs(rows[0], column, rows[1], column))


def _countries(sheet: Sheet, branch: Branch, countries: Sequence[str], wanted: Wanted) -> None:
    """The country rows: groups, value, year, people, and what the formulas above add up."""
    _ = wanted._
    heads = [_("Code"), *(_(words.FAMILY[one]) for one in EXCLUSIVE)]
    heads += [words.area(code, wanted.lang) for code in DEVELOPMENT]
    heads += [_("Value"), _("Year"), _("People concerned"), _("People by whom the share is told")]
    heads += [_("People, if it reports"), _("People x value"), _("Told, if it reports"), _("Women"), _("Men")]
    sheet.heads(_("Country"), heads, 14)
    held = {row.iso3: row for row in branch.countries}
    placed = {
        family: {
            iso3: words.area(code, wanted.lang)
            for code in wanted.found.membership
            if group(code).family == family and code != "X01"
            for iso3 in wanted.found.membership[code]
        }
        for family in EXCLUSIVE
    }
    for iso3 in countries:
        texts = [words.area(iso3, wanted.lang), iso3, *(placed[one].get(iso3, "") for one in EXCLUSIVE)]
        texts += ["x" if iso3 in wanted.found.membership[code] else "" for code in DEVELOPMENT]
        for column, text in enumerate(texts):
            sheet.page.write_string(sheet.row, column, text, sheet.styles.plain)
        row = held.get(iso3)
        value = row.value.value if row else None
        people = branch.weights.of.get(iso3)
        _given(sheet, VALUE, value, "share")
        _given(sheet, PEOPLE, people, "persons")
        if row:
            sheet.page.write_number(sheet.row, YEAR, row.value.year, sheet.styles.plain)
            for column, sex in ((WOMEN, "F"), (MEN, "M")):
                if sex in row.by_sex:
                    sheet.put(column, row.by_sex[sex], sheet.styles.number["share"])
        told = branch.weights.told_by.get(iso3, 0.0) if branch.weights.told_by else people or 0.0
        _derived(sheet, (value, people, told), bool(branch.weights.told_by))
        sheet.row += 1


def _derived(sheet: Sheet, numbers: tuple[float | None, float | None, float], told_apart: bool) -> None:
    """What the groups add up of one country, as formulas of its value and its people."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    value, people, told = numbers
    at = {column: xl_rowcol_to_cell(sheet.row, column) for column in (VALUE, PEOPLE, TOLD)}
    known = f"AND(ISNUMBER({at[VALUE]}),ISNUMBER({at[PEOPLE]}))"
    reports = value is not None and people is not None
    look = sheet.styles.number["persons"]
    if told_apart:
        _given(sheet, TOLD, told, "persons")
    else:
        sheet.put(TOLD, told, look, f"IF(ISNUMBER({at[PEOPLE]}),{at[PEOPLE]},0)")
    sheet.put(REPORTING, people or 0.0 if reports else 0.0, look, f"IF({known},{at[PEOPLE]},0)")
    product = (value or 0.0) * (people or 0.0) if reports else 0.0
    sheet.put(PRODUCT, product, look, f"IF({known},{at[PEOPLE]}*{at[VALUE]},0)")
    sheet.put(TOLD_REPORTING, told if reports else 0.0, look, f"IF({known},{at[TOLD]},0)")


def _given(sheet: Sheet, column: int, value: float | None, style: str) -> None:
    """A yellow cell, empty where nothing is known."""
    sheet.limit(column, column, style)
    if value is None:
        sheet.page.write_blank(sheet.row, column, None, sheet.styles.input[style])
        sheet.last_column = max(sheet.last_column, column)
    else:
        sheet.put(column, value, sheet.styles.input[style])


def _checks(sheet: Sheet, cells: Sequence[dict[str, str]], wanted: Wanted) -> str:
    """Each value by formula beside that of the run; the cell that says whether all agree."""
    _, found = wanted._, wanted.found
    sheet.page.set_column(0, 0, 44)
    sheet.page.set_column(1, 3, 20)
    sheet.say(_("Checks"), sheet.styles.title)
    sheet.say(_("The groups by formula against the numbers of the run."), sheet.styles.note, skip=1)
    whole = sheet.row
    sheet.row += 2
    sheet.heads(_("Group"), [_("By formula"), _("Value of the run"), _("Agree")], 18)
    first = sheet.row + 1
    for branch, there in zip(found.branches, cells, strict=True):
        for one in branch.groups:
            name = f"{branch.series}: {words.area(one.statistic.area, wanted.lang)}"
            sheet.page.write_string(sheet.row, 0, name, sheet.styles.plain)
            value = _number(one.statistic.value)
            sheet.put(1, value, sheet.styles.number["share"], there[one.statistic.area])
            sheet.put(2, value, sheet.styles.number["share"])
            made, run = f"B{sheet.row + 1}", f"C{sheet.row + 1}"
            same = (
                f"IF(ISNUMBER({run}),IF(ISNUMBER({made}),ABS({made}-{run})<{TOLERANCE},FALSE),{made}={run})"
            )
            sheet.page.write_formula(
                sheet.row, 3, f'=IF({same},"OK","{_("differs")}")', sheet.styles.plain, "OK"
            )
            sheet.row += 1
    formula = f'=IF(COUNTIF(D{first}:D{sheet.row},"OK")=ROWS(D{first}:D{sheet.row}),"OK","{_("differs")}")'
    sheet.page.write_string(whole, 0, _("All agree"), sheet.styles.bold)
    sheet.page.write_formula(whole, 1, formula, sheet.styles.bold, "OK")
    sheet.last_column = max(sheet.last_column, 3)
    return f"{quoted(sheet.name)}!$B${whole + 1}"


def _table(sheet: Sheet, table: Table) -> None:
    """A table of words."""
    sheet.page.set_column(0, len(table.head) - 1, 34)
    sheet.say(table.caption, sheet.styles.title)
    for note in table.notes:
        sheet.say(note, sheet.styles.note)
    rows = [row for _title, each in table.groups for row in each]
    if rows:
        sheet.cells(table.head, sheet.styles.head)
    for row in rows:
        sheet.cells(row)


def _number(value: float | None) -> float:
    return math.nan if value is None else value

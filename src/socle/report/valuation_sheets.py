"""Sheets of a valuation with numbers of their own projections: generations, sensitivity, bands; and definitions."""

from __future__ import annotations

import math

from socle.ground.words import N_
from socle.model.valued import ValuationResult, Valued
from socle.report import labels
from socle.report import valuation_words as words
from socle.report.spreadsheet import Sheet
from socle.report.text import translator
from socle.report.valuation_chances import drawn
from socle.report.valuation_names import GENERATION, MOMENT, NAMES, SEX, UNIT
from socle.report.valuation_rows import Row, of_chances

NAME, CELL, LETTERS = 44, 16, 15
FIELD = {"entry_age": "age", "retirement_age": "retires"}


def generations(sheet: Sheet, found: ValuationResult, lang: str) -> None:
    """What those who enter in a year pay and get, by sex; two laws and their difference."""
    _ = translator(lang)
    _columns(sheet)
    sheet.say(_(N_("What those who enter in a year pay and get, by sex")), sheet.styles.title, skip=1)
    heads = [_(N_("sex")), _(N_("year of entry")), *(_(one.title) for one in GENERATION.values())]
    laws = [found.valued, *([found.against] if found.against else [])]
    places: list[list[list[tuple[float, str]]]] = []
    for one in laws:
        sheet.heads(words.law(one, lang), heads, LETTERS)
        places.append([_generation(sheet, one, number, lang) for number in range(len(one.generations))])
        sheet.row += 1
    if len(laws) > 1 and len(places[0]) == len(places[1]):
        sheet.heads(_("difference"), heads, LETTERS)
        for one, first, second in zip(found.valued.generations, *places, strict=True):
            sheet.page.write_string(sheet.row, 1, _(SEX[one.sex]), sheet.styles.plain)
            sheet.page.write_number(sheet.row, 2, one.year, sheet.styles.plain)
            for column, (measure, a, b) in enumerate(zip(GENERATION, first, second, strict=True), start=3):
                formula = f'IF(COUNT({a[1]},{b[1]})=2,{a[1]}-{b[1]},"{sheet.unknown}")'
                sheet.put(column, a[0] - b[0], _look(sheet, measure), formula)
            sheet.row += 1


def _generation(sheet: Sheet, valued: Valued, number: int, lang: str) -> list[tuple[float, str]]:
    """One generation in a row: each number and its cell."""
    one = valued.generations[number]
    sheet.page.write_string(sheet.row, 1, translator(lang)(SEX[one.sex]), sheet.styles.plain)
    sheet.page.write_number(sheet.row, 2, one.year, sheet.styles.plain)
    made = []
    for column, measure in enumerate(GENERATION, start=3):
        value = float(getattr(one, FIELD.get(measure, measure)))
        made.append((value, sheet.put(column, value, _look(sheet, measure))))
    sheet.row += 1
    return made


def sensitivity(sheet: Sheet, found: ValuationResult, lang: str) -> None:
    """One assumption changed at a time; differences from the first row are formulas."""
    _, years = translator(lang), found.valued.over_time.years
    _columns(sheet)
    sheet.say(_(N_("One assumption changed, everything else kept")), sheet.styles.title)
    sheet.say(words.law(found.valued, lang), sheet.styles.note, skip=1)
    if not found.sensitivity:
        sheet.say(_(N_("Not computed in this run.")))
        return
    cost, premium = _(NAMES["cost_rate"].title), _(NAMES["general_average"].title)
    middle, less = years[(len(years) - 1) // 2], _("difference")
    heads = [premium, less, f"{cost} {middle}", less, f"{cost} {years[-1]}", less]
    sheet.heads(_(N_("Assumption")), [*heads, _(NAMES["exhaustion"].title)], LETTERS)
    first: list[tuple[float, str]] = []
    for one in found.sensitivity:
        sheet.page.write_string(sheet.row, 0, labels.capital(_(one.name)), sheet.styles.plain)
        values = (one.general_average, one.cost_rate_middle, one.cost_rate_last)
        for at, value in enumerate(values):
            cell = sheet.put(1 + 2 * at, value, sheet.styles.number["gdp"])
            first += [(value, cell)] if len(first) <= at else []
            base, where = first[at]
            sheet.put(2 + 2 * at, value - base, sheet.styles.number["points"], f"{cell}-{where}")
        lasts = words.alone(one.exhaustion, "exhaustion", "", lang, years[-1])
        sheet.page.write_string(sheet.row, 7, lasts, sheet.styles.word)
        sheet.row += 1
    sheet.last_column = 7


def bands(sheet: Sheet, found: ValuationResult, lang: str) -> None:
    """Every percentile of the drawn futures with its interval."""
    _ = translator(lang)
    _columns(sheet)
    sheet.say(_(N_("Percentiles of drawn futures, each with its interval")), sheet.styles.title)
    pairs = drawn(found)
    if not pairs:
        sheet.say(_(N_("No futures were drawn in this run (`--runs`).")))
        return
    chances = pairs[0][1]
    text = _(N_("Futures: {runs}; seed {seed}; intervals of {confidence} %."))
    told = text.format(runs=chances.runs, seed=chances.seed, confidence=f"{100 * chances.confidence:g}")
    sheet.say(told, sheet.styles.note, skip=1)
    for valued, one in pairs:
        sheet.say(words.law(valued, lang), sheet.styles.bold)
        heads = [_("Year"), _(N_("percentile")), _(N_("value")), _(N_("lower end")), _(N_("upper end"))]
        sheet.heads(_("Measure"), heads, LETTERS)
        for row in of_chances(valued.name, one):
            _percentile(sheet, row, lang)
        sheet.row += 1


def _percentile(sheet: Sheet, row: Row, lang: str) -> None:
    """One number with its interval."""
    _, look = translator(lang), _look(sheet, row.measure)
    sheet.page.write_string(sheet.row, 0, _(NAMES[row.measure].title), sheet.styles.plain)
    if row.year is not None:
        sheet.page.write_number(sheet.row, 1, row.year, sheet.styles.plain)
    name = _(N_("mean")) if row.percentile == "mean" else row.percentile.removeprefix("p")
    sheet.page.write_string(sheet.row, 2, name, sheet.styles.plain)
    for column, value in enumerate((row.value, row.low, row.high), start=3):
        sheet.put(column, math.nan if value is None else value, look)
    sheet.row += 1


def definitions(sheet: Sheet, found: ValuationResult, lang: str) -> None:
    """What each measure is."""
    _, currency = translator(lang), found.data.facts.currency
    for column, width in enumerate((NAME, 20, 34, 110)):
        sheet.page.set_column(column, column, width)
    sheet.say(_("Definitions"), sheet.styles.title)
    sheet.cells([_("Measure"), _("Unit"), _(N_("Moment")), _(N_("Definition"))], sheet.styles.head)
    for one in NAMES.values():
        unit = _(UNIT[one.unit]).format(currency=currency)
        sheet.cells([_(one.title), unit, _(MOMENT[one.moment]), _(one.definition)])


def _columns(sheet: Sheet) -> None:
    sheet.page.set_column(0, 0, NAME)
    sheet.page.set_column(1, 12, CELL)


def _look(sheet: Sheet, measure: str) -> object:
    style = {"share": "points", "money": "money", "age": "persons"}.get(NAMES[measure].unit, "index")
    return sheet.styles.number[style]

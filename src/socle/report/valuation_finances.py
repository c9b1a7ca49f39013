"""The finances of a valuation on a sheet: what the projection gave stands still, the rest is made by formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure.actuarial import accumulated, discount
from socle.model.valued import Valued
from socle.report import valuation_words as words
from socle.report.spreadsheet import FIRST_YEAR, ByColumn, Formula, Line, Sheet, over, plus, times
from socle.report.text import Translate, translator
from socle.report.valuation_names import MOMENT, NAMES, UNIT
from socle.report.valuation_rows import ALL, finances

STYLE: Final = {"money": "money", "persons": "persons", "share": "gdp", "ratio": "index"}
WIDTHS: Final = (36, 26, 18, 12, 16)
PAGES: Final = 4  # side by side, on which the years are printed
ROOT: Final = "SQRT"  # of 1 + r: flows fall in the middle of the year, as in `measure/actuarial.py`


@dataclass(frozen=True, eq=False)
class Placed:
    """Where the lines of a law stand, and the cell of its reserve at the start."""

    lines: Mapping[str, Line]
    reserve: str
    years: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class _Page:
    """A sheet that is being filled."""

    sheet: Sheet
    valued: Valued
    currency: str
    lang: str
    _: Translate

    def names(self, measure: str, benefit: str, origin: str) -> list[str]:
        name = NAMES[measure]
        unit = self._(UNIT[name.unit]).format(currency=self.currency)
        return [self._(name.title), benefit, self._(MOMENT[name.moment]), unit, origin]

    def held(self, measure: str, values: Array, benefit: str = "") -> Line:
        """What the projection gave."""
        names = self.names(measure, benefit, self._(N_("projection")))
        return self.sheet.held(names, values, STYLE[NAMES[measure].unit])

    def given(self, names: Sequence[str], values: Array) -> Line:
        """Yellow cells."""
        return self.sheet.given([*names, self._(N_("may be changed"))], values, "share")

    def made(self, measure: str, values: Array, formula: ByColumn, benefit: str = "") -> Line:
        """What formulas make."""
        names = self.names(measure, benefit, self._(N_("formula")))
        return self.sheet.made(names, values, STYLE[NAMES[measure].unit], formula)


def placed(sheet: Sheet, valued: Valued, currency: str, lang: str) -> Placed:
    """Fill a sheet with the finances of one law."""
    page = _Page(sheet, valued, currency, lang, translator(lang))
    _, years = page._, valued.over_time.years
    sheet.say(words.law(valued, lang), sheet.styles.title)
    sheet.say(_(N_("Money of the day; flows are of the year and fall in its middle.")), sheet.styles.note)
    sheet.page.write_string(
        sheet.row, 0, _(N_("Reserve on 1 January {year}")).format(year=years[0]), sheet.styles.bold
    )
    reserve = sheet.put(1, float(valued.fund.reserve[0, 0]), sheet.styles.input["money"])
    sheet.row += 2
    sheet.years([_(N_("Measure")), _(N_("Benefit")), _(N_("Moment")), _("Unit"), _(N_("Origin"))], years)
    for column, width in enumerate(WIDTHS):
        sheet.page.set_column(column, column, width)
    sheet.page.repeat_columns(0, 1)
    sheet.page.fit_to_pages(PAGES, 1)
    lines = _people(page)
    lines |= _flows(page, lines)
    lines |= _reserves(page, lines, reserve)
    lines |= _rates(page, lines)
    lines |= _discount(page, lines)
    return Placed(lines, reserve, years)


def _people(page: _Page) -> dict[str, Line]:
    """Contributors by sex, pensioners by benefit, payroll."""
    _, flows, said = page._, page.valued.over_time, finances(page.valued)
    men, women = (
        page.held("contributors", flows.contributors[0, :, at], _(sex))
        for at, sex in enumerate((N_("men"), N_("women")))
    )
    whole = page.made("contributors", said["contributors"][ALL, ALL][1], plus([men, women]))
    lines = {"contributors": whole}
    for name in flows.benefits:
        values = said["pensioners"][name, ALL][1]
        lines[f"pensioners.{name}"] = page.held("pensioners", values, _title(page, name))
    lines["payroll"] = page.held("payroll", page.valued.fund.payroll[0])
    return lines


def _flows(page: _Page, lines: Mapping[str, Line]) -> dict[str, Line]:
    """Benefits, administration and contributions; the last two by rates that may be changed."""
    _, fund, flows = page._, page.valued.fund, page.valued.over_time
    paid = {
        f"benefits.{name}": page.held("benefits", values[0].sum(axis=-1), _title(page, name))
        for name, values in flows.benefits.items()
    }
    every, share = _(MOMENT["year"]), _(UNIT["share"])
    made = {**paid, "benefits": page.made("benefits", fund.benefits[0], plus(list(paid.values())))}
    for measure, values, name in (
        ("administration", fund.administration[0], N_("Administration over payroll")),
        ("contributions", fund.contributions[0], N_("Contributions over payroll")),
    ):
        rate = page.given([_(name), "", every, share], values / fund.payroll[0])
        made[measure] = page.made(measure, values, times(rate, lines["payroll"]))
    names = [_(N_("Benefits and administration")), "", _(MOMENT["year"]), page.currency, _(N_("formula"))]
    spending = plus([made["benefits"], made["administration"]])
    made["spending"] = page.sheet.made(names, fund.spending[0], "money", spending, total=True)
    return made


def _reserves(page: _Page, lines: Mapping[str, Line], first: str) -> dict[str, Line]:
    """The reserve from year to year."""
    _, fund = page._, page.valued.fund
    rate = page.given(
        [_(N_("Rate of return")), "", _(MOMENT["year"]), _(UNIT["share"])], fund.rate_of_return[0]
    )
    start, end = Line(page.sheet.name, page.sheet.row), Line(page.sheet.name, page.sheet.row + 2)

    def opening(column: int) -> Formula:
        cell = first if column == FIRST_YEAR else end.at(column - 1)
        return Formula(cell, (cell,), 1)

    def earned(column: int) -> Formula:
        paid, spent, r = (one.at(column) for one in (lines["contributions"], lines["spending"], rate))
        text = f"{start.at(column)}*{r}+({paid}-{spent})*({ROOT}(1+{r})-1)"
        return Formula(text, (start.at(column), paid, spent, r), 4)

    def closing(column: int) -> Formula:
        parts = (start, lines["returns"], lines["contributions"], lines["spending"])
        held, won, paid, spent = (one.at(column) for one in parts)
        return Formula(f"{held}+{won}+{paid}-{spent}", (held, won, paid, spent), 4)

    page.made("reserve", fund.reserve[0, :-1], opening)
    lines = {**lines, "returns": page.made("returns", fund.returns[0], earned)}
    page.made("reserve_end", fund.reserve[0, 1:], closing)
    names = [_(N_("Reserve below 0 at the end (1: yes)")), "", _(MOMENT["end"]), "", _(N_("formula"))]
    below = page.sheet.made(
        names,
        np.where(fund.reserve[0, 1:] < 0, 1.0, 0.0),
        "persons",
        lambda column: Formula(f"IF({end.at(column)}<0,1,0)", (), 0),
    )
    return {"rate": rate, "reserve": start, "returns": lines["returns"], "reserve_end": end, "below": below}


def _rates(page: _Page, lines: Mapping[str, Line]) -> dict[str, Line]:
    """Cost rates, their two factors, the funding ratio."""
    said, payroll, contributors = finances(page.valued), lines["payroll"], lines["contributors"]
    made = {
        "cost_rate": page.made("cost_rate", said["cost_rate"][ALL, ALL][1], over(lines["spending"], payroll))
    }
    for name in page.valued.over_time.benefits:
        title, paid, people = _title(page, name), lines[f"benefits.{name}"], lines[f"pensioners.{name}"]
        page.made("cost_rate", said["cost_rate"][name, ALL][1], over(paid, payroll), title)
        page.made(
            "demographic_ratio", said["demographic_ratio"][name, ALL][1], over(people, contributors), title
        )
        wage = (payroll, contributors)
        page.made(
            "financial_ratio",
            said["financial_ratio"][name, ALL][1],
            _average(paid, people, wage, page.sheet.unknown),
            title,
        )
    ratio = over(lines["reserve_end"], lines["spending"])
    made["funding_ratio"] = page.made("funding_ratio", said["funding_ratio"][ALL, ALL][1], ratio)
    return made


def _average(paid: Line, people: Line, wage: tuple[Line, Line], unknown: str) -> ByColumn:
    """Benefits per pensioner over payroll per contributor; not known where there are no pensioners."""

    def formula(column: int) -> Formula:
        pension = f"({paid.at(column)}/{people.at(column)})/({wage[0].at(column)}/{wage[1].at(column)})"
        return Formula(f'IF({people.at(column)}>0,{pension},"{unknown}")', (), 0)

    return formula


def _discount(page: _Page, lines: Mapping[str, Line]) -> dict[str, Line]:
    """What 1 grows to by each 1 January, and the value at the start of 1 paid in each year."""
    _, rate, returns = page._, lines["rate"], page.valued.fund.rate_of_return[0]
    growth = Line(page.sheet.name, page.sheet.row)

    def grown(column: int) -> Formula:
        if column == FIRST_YEAR:
            return Formula("1", (), 0)
        before = growth.at(column - 1), rate.at(column - 1)
        return Formula(f"{before[0]}*(1+{before[1]})", before, 2)

    def valued(column: int) -> Formula:
        cells = growth.at(column), rate.at(column)
        return Formula(f"1/({cells[0]}*{ROOT}(1+{cells[1]}))", cells, 2)

    made = _(N_("formula"))
    names = [_(N_("What 1 of the start has become")), "", _(MOMENT["start"]), "", made]
    page.sheet.made(names, accumulated(returns)[:-1], "index", grown)
    names = [_(N_("Value at the start of 1 paid")), "", _(MOMENT["year"]), "", made]
    return {"growth": growth, "discount": page.sheet.made(names, discount(returns), "index", valued)}


def _title(page: _Page, name: str) -> str:
    return words.benefit(page.valued, name, page.lang)

"""Premiums, balances and debt of a valuation on a sheet, each a formula over the lines of its finances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from socle.ground.words import N_
from socle.measure.actuarial import present_value
from socle.measure.premiums import staircase
from socle.model.valued import Valued
from socle.report import valuation_words as words
from socle.report.spreadsheet import FIRST_YEAR, Line, Sheet, quoted
from socle.report.text import Translate, translator
from socle.report.valuation_finances import Placed
from socle.report.valuation_names import BALANCE, DEBT, MOMENT, NAMES, UNIT
from socle.report.valuation_rows import scalars

SCALED: Final = N_("Scaled premium, {first}-{last}")
NAME, VALUE, TEXT = 52, 22, 26  # widths of columns


@dataclass(frozen=True, eq=False)
class _Page:
    """A sheet that is being filled with one number a row."""

    sheet: Sheet
    valued: Valued
    placed: Placed
    currency: str
    _: Translate

    def put(self, measure: str, value: float | None, formula: str = "", title: str = "") -> str:
        """A row of a measure: its value, unit, moment and definition; the cell of the value."""
        name = NAMES[measure]
        look = self.sheet.styles.number[{"share": "points", "money": "money"}.get(name.unit, "persons")]
        unit = self._(UNIT[name.unit]).format(currency=self.currency)
        told = [unit, self._(MOMENT[name.moment]), self._(name.definition)]
        return self.row(
            title or self._(name.title), float("nan") if value is None else value, formula, look, told
        )

    def row(self, title: str, value: float, formula: str, look: object, told: list[str]) -> str:
        """A row with its words."""
        self.sheet.page.write_string(self.sheet.row, 0, title, self.sheet.styles.plain)
        cell = self.sheet.put(1, value, look, formula)
        for column, text in enumerate(told, start=2):
            self.sheet.page.write_string(self.sheet.row, column, text, self.sheet.styles.note)
        self.sheet.row += 1
        return cell

    def at(self, name: str, step: int) -> str:
        """The cell of a line in a year, by its position; -1 is the last."""
        return self.placed.lines[name].fixed(FIRST_YEAR + step % len(self.placed.years))

    def value(self, name: str, first: int, last: int) -> str:
        """The value at the start of a line from one year up to, and without, another."""
        if last <= first:
            return "0"
        discount, line = (_span(self.placed.lines[one], first, last) for one in ("discount", name))
        return f"SUMPRODUCT({discount},{line})"


def placed(sheet: Sheet, valued: Valued, finances: Placed, currency: str, lang: str) -> Mapping[str, str]:
    """Fill a sheet with what one law says of all years at once; the cell of each measure."""
    page = _Page(sheet, valued, finances, currency, translator(lang))
    for column, width in enumerate((NAME, VALUE, TEXT, TEXT, 100)):
        sheet.page.set_column(column, column, width)
    sheet.say(words.law(valued, lang), sheet.styles.title, skip=1)
    cells = _values(page)
    sheet.row += 1
    cells |= _premiums(page, cells)
    sheet.row += 1
    cells |= _balance(page, cells)
    if valued.debt:
        sheet.row += 1
        cells |= _debt(page, cells)
    sheet.last_column = 4
    return cells


def _values(page: _Page) -> dict[str, str]:
    """Present values on the first 1 January."""
    _, fund, last = page._, page.valued.fund, len(page.placed.years)
    page.sheet.say(page._(N_("Present values")), page.sheet.styles.bold)
    money, told = page.sheet.styles.number["money"], [page.currency, _(MOMENT["first"])]
    made = {}
    for key, values, name in (
        ("payroll", fund.payroll, N_("Present value of payroll")),
        ("spending", fund.spending, N_("Present value of benefits and administration")),
        ("contributions", fund.contributions, N_("Present value of contributions")),
    ):
        value = float(present_value(values[0], fund.rate_of_return[0]))
        made[f"value_{key}"] = page.row(_(name), value, page.value(key, 0, last), money, told)
    grown = float(np.prod(1 + fund.rate_of_return[0]))
    formula = f"{page.at('growth', -1)}*(1+{page.at('rate', -1)})"
    look = page.sheet.styles.number["index"]
    made["grown"] = page.row(_(N_("What 1 of the start has become at the end")), grown, formula, look, [])
    return made


def _premiums(page: _Page, cells: Mapping[str, str]) -> dict[str, str]:
    """The premiums, each by its condition."""
    said, reserve = scalars(page.valued), page.placed.reserve
    spending, payroll = cells["value_spending"], cells["value_payroll"]
    page.sheet.say(page._(N_("Premiums")), page.sheet.styles.bold)
    made = {}
    for measure, formula in (
        ("general_average", f"({spending}-{reserve})/{payroll}"),
        ("general_average_without_reserve", f"{spending}/{payroll}"),
        ("general_average_for_ever", _for_ever(page, cells)),
    ):
        made[measure] = page.put(measure, said[measure], formula)
    made |= _staircase(page)
    title = page._(N_("Years of spending in the reserve of the end"))
    look = page.sheet.styles.input["index"]
    ratio = page.row(title, page.valued.premiums.ratio, "", look, [page._(N_("may be changed"))])
    formula = f"({ratio}*{page.at('spending', -1)}/{cells['grown']}+{spending}-{reserve})/{payroll}"
    made["reserve_ratio_premium"] = page.put("reserve_ratio_premium", said["reserve_ratio_premium"], formula)
    return made


def _for_ever(page: _Page, cells: Mapping[str, str]) -> str:
    """The premium over all years to come, where the return of the last year is above the growth of payroll."""
    if len(page.placed.years) == 1:
        return ""
    growth = f"({page.at('payroll', -1)}/{page.at('payroll', -2)}-1)"
    rate = page.at("rate", -1)
    tail = f"{page.at('discount', -1)}*(1+{growth})/({rate}-{growth})"
    above = f"{cells['value_spending']}+{tail}*{page.at('spending', -1)}-{page.placed.reserve}"
    below = f"{cells['value_payroll']}+{tail}*{page.at('payroll', -1)}"
    return f'IF({rate}>{growth},({above})/({below}),"{page.sheet.unknown}")'


def _staircase(page: _Page) -> dict[str, str]:
    """The scaled premium of each period, and the reserve that it leaves."""
    from socle.run.valuation_measures import finances_of

    found = staircase(finances_of(page.valued.fund), page.valued.premiums.periods)
    made, first, held = {}, 0, page.placed.reserve
    years = page.placed.years
    for length in page.valued.premiums.periods:
        last = first + length - 1
        rate, start = page.at("rate", last), page.at("growth", first)
        grown = page.at("growth", last)
        without = f"{grown}*({held}/{start}-{page.value('spending', first, last)})"
        per_rate = f"{grown}*{page.value('payroll', first, last)}"
        root = f"SQRT(1+{rate})"
        formula = (
            f"({root}*{page.at('spending', last)}-{rate}*({without}))/"
            f"({root}*{page.at('payroll', last)}+{rate}*{per_rate})"
        )
        span = {"first": years[first], "last": years[last]}
        premium = float(found.rates[0, first])
        cell = page.put("scaled_premium", premium, formula, page._(SCALED).format(**span))
        made[f"scaled_premium_{first}"] = cell
        net = f"{cell}*{page.value('payroll', first, last + 1)}-{page.value('spending', first, last + 1)}"
        formula = f"{grown}*(1+{rate})*({held}/{start}+{net})"
        title = page._(N_("Reserve that it leaves at the end of {last}")).format(**span)
        look, told = page.sheet.styles.number["money"], [page.currency, page._(MOMENT["end"])]
        held = page.row(title, float(found.reserve[0, last + 1]), formula, look, told)
        first += length
    return made


def _balance(page: _Page, cells: Mapping[str, str]) -> dict[str, str]:
    """Summarised rates, what is not funded, how long the reserve lasts."""
    said, reserve, years = scalars(page.valued), page.placed.reserve, page.placed.years
    spending, payroll, paid = (cells[f"value_{name}"] for name in ("spending", "payroll", "contributions"))
    page.sheet.say(page._(N_("Balance")), page.sheet.styles.bold)
    made = {
        "summarised_income_rate": f"({paid}+{reserve})/{payroll}",
        "summarised_cost_rate": f"({spending}+{page.at('spending', -1)}/{cells['grown']})/{payroll}",
    }
    made = {name: page.put(name, said[name], formula) for name, formula in made.items()}
    income, cost = made["summarised_income_rate"], made["summarised_cost_rate"]
    made["actuarial_balance"] = page.put("actuarial_balance", said["actuarial_balance"], f"{income}-{cost}")
    formula = f"{spending}-{paid}-{reserve}"
    made["unfunded_obligation"] = page.put("unfunded_obligation", said["unfunded_obligation"], formula)
    made["exhaustion"] = _exhaustion(page, said["exhaustion"], years)
    return made


def _exhaustion(page: _Page, year: float | None, years: tuple[int, ...]) -> str:
    """The first year at whose end the reserve is below 0, or the words that there is none."""
    below = _span(page.placed.lines["below"], 0, len(years))
    lasts = page._(words.LASTS).format(year=years[-1])
    formula = f'IF(SUM({below})=0,"{lasts}",{years[0]}-1+MATCH(1,{below},0))'
    page.sheet.page.write_string(
        page.sheet.row, 0, page._(BALANCE["exhaustion"].title), page.sheet.styles.plain
    )
    stored: float | str = lasts if year is None else year
    page.sheet.page.write_formula(page.sheet.row, 1, "=" + formula, page.sheet.styles.word, stored)
    page.sheet.row += 1
    return f"{quoted(page.sheet.name)}!$B${page.sheet.row}"


def _debt(page: _Page, cells: Mapping[str, str]) -> dict[str, str]:
    """Implicit debt in money, over the payroll of the first year, and less the reserve."""
    said, sheet = scalars(page.valued), page.sheet
    sheet.say(page._(N_("Implicit debt")), sheet.styles.bold)
    payroll, reserve, when = page.at("payroll", 0), page.placed.reserve, page._(MOMENT["first"])
    made = {}
    for measure in DEBT:
        formula = (
            f"{cells['value_spending']}-{cells['value_contributions']}" if measure == "debt_open" else ""
        )
        cell = made[measure] = page.put(measure, said[measure], formula)
        owed, first = float(said[measure] or 0.0), float(page.valued.fund.payroll[0, 0])
        title, told = page._(N_("over the payroll of the first year")), [page._(UNIT["share"]), when]
        page.row("    " + title, owed / first, f"{cell}/{payroll}", sheet.styles.number["points"], told)
        title, left = page._(N_("less the reserve")), owed - float(page.valued.fund.reserve[0, 0])
        look = sheet.styles.number["money"]
        page.row("    " + title, left, f"{cell}-{reserve}", look, [page.currency, when])
    return made


def _span(line: Line, first: int, last: int) -> str:
    """The cells of a line from one year up to, and without, another, all fixed."""
    from xlsxwriter.utility import xl_range_abs

    return (
        f"{quoted(line.sheet)}!{xl_range_abs(line.row, FIRST_YEAR + first, line.row, FIRST_YEAR + last - 1)}"
    )

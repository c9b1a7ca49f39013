"""The valuation of a branch: for a terminal, as CSV and as JSON. Each number has its unit and how."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import Any, Final

from socle.ground.words import N_
from socle.model.branch_case import Column, Figure, Grid, Valuation
from socle.report import numbers
from socle.report.plain_json import known
from socle.report.plain_table import lines as table_lines
from socle.report.reweight_tables import flag_lines, worded
from socle.report.sections import Table
from socle.report.text import Translate, named, translator

WIDTH: Final = 80
UNITS: Final = {
    "share": N_("%"),
    "points": N_("percentage points"),
    "share_month": N_("% a month"),
    "ratio": N_("ratio"),
    "persons": N_("persons"),
    "claims": N_("claims"),
    "spells": N_("spells"),
    "accidents": N_("accidents"),
    "births": N_("births"),
    "days": N_("days"),
    "weeks": N_("weeks"),
    "months": N_("months"),
    "years": N_("years"),
    "contacts": N_("contacts"),
    "degrees": N_("full degrees"),
    "count": N_("number"),
    "price": N_("{currency} a unit"),
    "money": "{currency}",
}
ROWS: Final = {
    "year": N_("year"),
    "group": N_("group"),
    "industry": N_("industry"),
    "enterprise": N_("enterprise"),
    "service": N_("service"),
    "level": N_("level"),
    "setting": N_("setting"),
    "age": N_("age"),
}
BRANCH: Final = {
    "unemployment": N_("Unemployment"),
    "employment_injury": N_("Employment injury"),
    "sickness": N_("Sickness"),
    "maternity": N_("Maternity"),
    "health": N_("Health"),
    "long_term_care": N_("Long-term care"),
}
SMALL: Final = 0.01  # shares below it have one decimal more
MANY: Final = 1000.0  # days from which their parts are not shown
EXPLAINED: Final = N_("{name}: {how}")
MONEY: Final = N_("Money is that of the day, in {currency}; flows are those of a year.")


def as_text(found: Valuation, lang: str) -> str:
    """The answer, the figures each with how it was worked out, the tables, what to know, the sources."""
    _, head = translator(lang), found.head
    span = str(head.year) if head.years == 1 else f"{head.year}-{head.year + head.years - 1}"
    title = f"{named(head.title, lang)} ({_(BRANCH[head.branch])}, {head.country}, {span})"
    lines = [*wrap(title, WIDTH), ""]
    for figure in found.figures:
        lines += _figure(figure, head.currency, lang)
    for grid in found.grids:
        lines += ["", *_grid(grid, head.currency, lang)]
    lines += ["", *wrap(_(MONEY).format(currency=head.currency), WIDTH), *flag_lines(found.notes, lang)]
    lines += wrap(_(N_("Source: {source}.")).format(source="; ".join(head.sources).rstrip(".")), WIDTH)
    return numbers.plain("\n".join(lines)) + "\n"


def _figure(one: Figure, currency: str, lang: str) -> list[str]:
    """The name and the number, then in one line how it was worked out, and its factors."""
    _ = translator(lang)
    name = f"{_(one.name)}, {one.when}" if one.when else _(one.name)
    value = _with_unit(one.value, one.unit, currency, lang)
    lines = wrap(numbers.together(name), WIDTH)
    if len(lines[-1]) + len(value) + 1 > WIDTH:
        lines.append("")
    lines[-1] += value.rjust(WIDTH - len(lines[-1]))
    how = [_(one.how)]
    if one.worked and all(math.isfinite(factor) for factor, _unit in one.worked):
        how.append(" × ".join(_with_unit(value, unit, currency, lang) for value, unit in one.worked))
    for text in how:
        lines += wrap(numbers.together(text), WIDTH, initial_indent="    ", subsequent_indent="    ")
    return lines


def _grid(grid: Grid, currency: str, lang: str) -> list[str]:
    """The table in 80 columns, then what each column is."""
    _ = translator(lang)
    head = tuple(_heading(column, currency, _) for column in grid.columns)
    rows = tuple(
        (
            name,
            *(
                _value(column.values[at], column.unit, lang, max(map(abs, column.values)))
                for column in grid.columns
            ),
        )
        for at, name in enumerate(grid.rows)
    )
    caption = _(EXPLAINED).format(name=_(grid.caption), how=grid.about) if grid.about else _(grid.caption)
    table = Table(caption, (_(ROWS[grid.kind]), *head), (("", rows),))
    told = [
        line
        for column in grid.columns
        for line in wrap(
            numbers.together(_(EXPLAINED).format(name=_(column.name), how=_(column.how))),
            WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
        )
    ]
    return [*table_lines(table, WIDTH), *told]


def _heading(column: Column, currency: str, _: Translate) -> str:
    unit = _(UNITS[column.unit]).format(currency=currency)
    return _(column.name) if column.unit == "ratio" or _(column.name) == unit else f"{_(column.name)}, {unit}"


def _with_unit(value: float, unit: str, currency: str, lang: str) -> str:
    """A number with its unit, as it stands alone."""
    text, _ = _value(value, unit, lang), translator(lang)
    if unit == "money":
        return f"{text} {currency}"
    if unit == "share":
        return f"{text} %"
    return text if unit == "ratio" else f"{text} {_(UNITS[unit])}"


def _value(value: float, unit: str, lang: str, largest: float = 0.0) -> str:
    """A number in its unit, rounded as its unit is read; `largest` is that of its column."""
    shown: dict[str, Callable[[], str]] = {
        "share": lambda: numbers.number(value * 100, lang, 2 if (largest or abs(value)) >= SMALL else 3),
        "points": lambda: numbers.number(value * 100, lang, 6),
        "share_month": lambda: numbers.number(value * 100, lang, 3),
        "ratio": lambda: numbers.number(value, lang, 3 if value == 0 or abs(value) >= SMALL else 6),
        "days": lambda: numbers.number(value, lang, 2 if abs(value) < MANY else 0),
        "weeks": lambda: numbers.number(value, lang, 2),
        "months": lambda: numbers.number(value, lang, 2),
        "years": lambda: numbers.number(value, lang, 2),
        "price": lambda: numbers.number(value, lang, 2),
        "degrees": lambda: numbers.number(value, lang, 1),
    }
    return shown[unit]() if unit in shown else numbers.number(value, lang)


def as_json(found: Valuation, lang: str) -> str:
    """Every figure and table with unit and how; null where a number is not known."""
    _, head = translator(lang), found.head
    content = {
        "case": head.name,
        "title": named(head.title, lang),
        "branch": head.branch,
        "country": head.country,
        "currency": head.currency,
        "year": head.year,
        "years": head.years,
        "convention": _(MONEY).format(currency=head.currency),
        "sources": list(head.sources),
        "figures": [_figure_record(one, _) for one in found.figures],
        "tables": [_grid_record(one, _) for one in found.grids],
        "notes": [worded(note, lang) for note in found.notes],
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _figure_record(one: Figure, _: Translate) -> dict[str, Any]:
    factors = [{"value": known(value), "unit": unit} for value, unit in one.worked]
    record = {"key": one.key, "name": _(one.name), "value": known(one.value), "unit": one.unit}
    return {**record, "when": one.when, "how": _(one.how), **({"factors": factors} if factors else {})}


def _grid_record(one: Grid, _: Translate) -> dict[str, Any]:
    columns = {
        column.key: {
            "name": _(column.name),
            "unit": column.unit,
            "how": _(column.how),
            "values": [known(value) for value in column.values],
        }
        for column in one.columns
    }
    return {
        "key": one.key,
        "caption": _(one.caption),
        "about": one.about,
        "rows_are": one.kind,
        "rows": one.rows,
        "columns": columns,
    }


def as_csv(found: Valuation, lang: str) -> str:
    """One number a line: figures in the table `figures`, then the tables; an empty cell where it is not known."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["branch", "table", "row", "column", "unit", "currency", "value", "how"])
    head = found.head
    for table, row, column, unit, value, how in _cells(found, translator(lang)):
        currency = head.currency if unit == "money" else ""
        shown = "" if known(value) is None else repr(float(value))
        writer.writerow([head.branch, table, row, column, unit, currency, shown, how])
    return text.getvalue()


def _cells(found: Valuation, _: Translate) -> Iterator[tuple[str, str, str, str, float, str]]:
    for one in found.figures:
        yield "figures", one.when, one.key, one.unit, one.value, _(one.how)
    for grid in found.grids:
        for at, row in enumerate(grid.rows):
            for column in grid.columns:
                yield grid.key, row, column.key, column.unit, column.values[at], _(column.how)

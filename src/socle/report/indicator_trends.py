"""How the indicators of a country moved, as text, rows and JSON: first and last value, change a year."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Final

from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE, ROOMS
from socle.report import numbers
from socle.report.indicator_tables import TITLES, WIDTH, label_of, value_of
from socle.report.listing import folded
from socle.report.plain_table import lines
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.indicator_trend import Trend

COLUMNS: Final = (
    *("INDICATOR", "REF_AREA", "SEX", "GROUP", "FUNCTION", "SCHEME_TYPE"),
    *("FIRST_YEAR", "FIRST_VALUE", "LAST_YEAR", "LAST_VALUE", "CHANGE_A_YEAR", "UNIT", "VINTAGE", "SOURCE"),
)
PER_CENT: Final = 100
RATIO_DIGITS: Final = 3


def told(name: str, trends: Sequence[Trend], lang: str) -> str:
    """The trends for a terminal."""
    _ = translator(lang)
    head = _(N_("{country}: how {count} indicators moved, each within one edition and one method.")).format(
        country=name, count=len(trends)
    )
    text = folded(head)
    for room in ROOMS:
        inside = [one for one in trends if CATALOGUE[one.last.indicator].room == room]
        if inside:
            text += ["", *lines(_table(room, inside, lang), WIDTH)]
    for broken in dict.fromkeys(one.broken for one in trends if one.broken):
        text += ["", *folded(_(broken))]
    return "\n".join(text) + "\n"


def _table(room: str, inside: Sequence[Trend], lang: str) -> Table:
    _ = translator(lang)
    rows = tuple(
        (
            label_of(one.last, lang) + (" *" if one.broken else ""),
            f"{one.first.year}-{one.last.year}",
            value_of(one.first, lang),
            value_of(one.last, lang),
            _change(one, lang),
        )
        for one in inside
    )
    head = ("", _(N_("Years")), _(N_("First")), _(N_("Last")), _(N_("Change a year")))
    note = _(N_("Changes of shares are in percentage points a year."))
    return Table(_(TITLES[room]), head, (("", rows),), notes=(note,))


def _change(one: Trend, lang: str) -> str:
    size = one.change * PER_CENT if one.last.unit == "share" else one.change
    digits = RATIO_DIGITS if one.last.unit == "ratio" else 2
    text = numbers.number(size, lang, digits) if abs(size) < PER_CENT else numbers.amount(size, lang)
    return f"+{text}" if round(size, digits) > 0 else text


def rows_of(trends: Sequence[Trend]) -> list[dict[str, Any]]:
    """One row a trend; shares are per cent and their changes percentage points a year."""
    return [_row(one) for one in trends]


def _row(one: Trend) -> dict[str, Any]:
    scale = PER_CENT if one.last.unit == "share" else 1
    first, last = one.first, one.last
    values = (
        *(last.indicator, last.area, last.sex, last.group, last.function, last.scheme_type),
        *(
            first.year,
            (first.value or 0.0) * scale,
            last.year,
            (last.value or 0.0) * scale,
            one.change * scale,
        ),
        *("per cent" if last.unit == "share" else last.unit, last.vintage, last.source),
    )
    return dict(zip(COLUMNS, values, strict=True))


def as_csv(trends: Sequence[Trend]) -> str:
    """One line a trend."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows_of(trends))
    return out.getvalue()


def as_json(iso3: str, trends: Sequence[Trend]) -> str:
    """The country and its trends."""
    return json.dumps({"country": iso3, "trends": rows_of(trends)}, ensure_ascii=False, indent=1) + "\n"

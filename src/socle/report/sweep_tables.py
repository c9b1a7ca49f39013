"""A sweep over parameters, and a value that was looked for: for a terminal, as rows, as JSON, as a chart."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from string import ascii_uppercase
from textwrap import wrap
from typing import Any

from socle.ground.words import N_
from socle.report import numbers, plain_table
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.run.seek import Sought
from socle.run.sweep import DEFINITIONS, GDP_SHARE, SPENDING, Dial, Found, Point, Subject, Sweep

WIDTH = 80
NAMES = {
    SPENDING: N_("Cash benefits, {money}"),
    GDP_SHARE: N_("Cash benefits, % of GDP"),
    "fgt0": N_("Poverty: head count, %"),
    "fgt1": N_("Poverty: gap, %"),
    "fgt2": N_("Poverty: severity, %"),
    "gini": N_("Inequality: Gini, %"),
}
UNITS = {
    "share": N_("share"),
    "ratio": N_("ratio"),
    "years": N_("years"),
    "months": N_("months"),
    "number": N_("number"),
}
BARE = ("share", "ratio", "number")  # units that a sentence does not say
NOTE = N_(
    "Changes are in points against the scenario as it stands; behind ±: the standard error, for a change that of the "
    "difference on the one sample. Cash benefits are without administration and without care; contributions and taxes "
    "of the law are subtracted from welfare."
)
INVENTED = N_("The survey is invented: drawn from the population of the country, with nobody real in it.")
STEPS = N_(
    "The measure moves by steps, from person to person: this is the smallest value, to {step}, at which it is at most "
    "the target."
)
STEPS_DOWN = N_(
    "The measure moves by steps, from person to person: this is the largest value, to {step}, at which it is at most "
    "the target."
)


def summary(found: Sweep, lang: str, files: Iterable[Path] = ()) -> str:
    """The grid as a table, what it is of, and where the files went."""
    _ = translator(lang)
    lines = _head(found.subject, lang)
    letters = [f"{letter}: " for letter in ascii_uppercase] if len(found.dials) > 1 else [""]
    lines += [
        f"  {letter}{dial.path} ({_unit(dial, lang)})"
        for letter, dial in zip(letters, found.dials, strict=False)
    ]
    rows = [_row(point, _at(point.values), lang) for point in found.points]
    standing = _row(found.standing, _("as it stands"), lang)
    head = (
        _("Values"),
        _("Money, % of GDP"),
        _("Head count, %"),
        _("Change, points"),
        _("Poverty gap, %"),
        _("Change, points"),
        _("Gini, %"),
    )
    table = Table("", head, (("", (standing, *rows)),), notes=())
    lines += ["", *plain_table.lines(table, WIDTH), "", *_lines(_(NOTE))]
    lines += _left_out(found.subject, lang)
    written = [str(path) for path in files]
    if written:
        lines += ["", _("Written:"), *(f"  {path}" for path in written)]
    return numbers.plain("\n".join(lines)) + "\n"


def _head(subject: Subject, lang: str) -> list[str]:
    _ = translator(lang)
    line = numbers.money(subject.line, subject.currency, lang)
    said = _("{country} {year}, {scenario}. Line: {line} a person and year.").format(
        country=named(subject.name, lang), year=subject.year, scenario=named(subject.title, lang), line=line
    )
    return _lines(said) + (_lines(_(INVENTED)) if subject.invented else [])


def _left_out(subject: Subject, lang: str) -> list[str]:
    _ = translator(lang)
    lines = []
    for one in subject.not_computed:
        reason = _(one.reason).format(**one.values)
        lines += _lines(f"* {named(one.title, lang)}: {reason}", "  ")
    return lines


def _lines(text: str, after: str = "") -> list[str]:
    """A text on lines of the terminal, with signs beside their words; all but the first begin with `after`."""
    return wrap(numbers.together(text), WIDTH, subsequent_indent=after)


def _unit(dial: Dial, lang: str) -> str:
    """The unit of a parameter in words."""
    _ = translator(lang)
    return _(UNITS[dial.unit]) if dial.unit in UNITS else dial.unit


def _at(values: Sequence[str]) -> str:
    if len(values) == 1:
        return values[0]
    return ", ".join(f"{letter} {value}" for letter, value in zip(ascii_uppercase, values, strict=False))


def _row(point: Point, name: str, lang: str) -> tuple[str, ...]:
    by = {one.measure: one for one in point.found}
    return (
        name,
        _percent(by[GDP_SHARE].value, lang),
        _percent(by["fgt0"].value, lang),
        _change(by["fgt0"], lang),
        _percent(by["fgt1"].value, lang),
        _change(by["fgt1"], lang),
        _percent(by["gini"].value, lang),
    )


def _percent(value: float, lang: str, digits: int = 2) -> str:
    return numbers.number(100 * value, lang, digits)


def _change(one: Found, lang: str, scale: float = 100.0, digits: int = 2) -> str:
    """A change with its error; nothing where there is none."""
    if one.change == 0 and one.change_se == 0:
        return numbers.number(0.0, lang)
    return f"{numbers.number(scale * one.change, lang, digits)} ±{numbers.number(scale * one.change_se, lang, digits)}"


def sought_summary(found: Sought, lang: str) -> str:
    """The value, how it was found, and the law before and after."""
    _ = translator(lang)
    dial = found.dial
    value, stands = spoken(found.value, found.step, lang), spoken(dial.standing, 0.0, lang)
    if math.isfinite(found.se):
        value += f" ±{spoken(float(f'{found.se:.2g}'), 0.0, lang)}"
    if dial.unit not in BARE:
        value += f" {_unit(dial, lang)}"
    answer = _("{path}: {value}, instead of {standing}.").format(path=dial.path, value=value, standing=stands)
    reached = _("Target: {target} ({measure}). Looked for between {low} and {high}.").format(
        measure=_measure(found.target.measure, lang),
        target=_value(found.target.measure, found.target.value, lang),
        low=spoken(found.within.low, 0.0, lang),
        high=spoken(found.within.high, 0.0, lang),
    )
    lines = [*_head(found.subject, lang), "", *_lines(answer), *_lines(reached)]
    if not found.exact:
        text = STEPS if found.smallest else STEPS_DOWN
        lines += _lines(_(text).format(step=spoken(found.step, 0.0, lang)))
    head = (_("Measure"), _("as it stands"), _("with the value"), _("Change"))
    rows = tuple(
        _compared(before, after, found.subject.currency, lang)
        for before, after in zip(found.standing, found.reached, strict=True)
    )
    lines += ["", *plain_table.lines(Table("", head, (("", rows),)), WIDTH), "", *_lines(_(NOTE))]
    return numbers.plain("\n".join([*lines, *_left_out(found.subject, lang)])) + "\n"


def spoken(value: float, step: float, lang: str) -> str:
    """A value of a file with the digits that it was found to; six figures where it is exact."""
    if not math.isfinite(value):
        return numbers.number(value, lang)
    if step:
        return numbers.number(value, lang, max(0, -round(math.log10(step))))
    shown = max(0, 5 - math.floor(math.log10(abs(value)))) if value else 0
    return numbers.number(value, lang, len(f"{value:.{shown}f}".rstrip("0").partition(".")[2]))


def _measure(name: str, lang: str) -> str:
    """A measure without its unit."""
    path = name.rpartition(":")[0]
    return path or translator(lang)(NAMES[name]).format(money="").removesuffix(", %").removesuffix(", ")


def _value(name: str, value: float, lang: str) -> str:
    if name.endswith(SPENDING):
        return numbers.amount(value, lang)
    return numbers.number(100 * value, lang, 2) + " %"


def _compared(before: Found, after: Found, currency: str, lang: str) -> tuple[str, ...]:
    """One measure as it stands, with the value, and the change with its error."""
    money = after.unit == "money"
    name = (
        translator(lang)(NAMES[after.measure])
        if after.measure in NAMES
        else after.measure.rpartition(":")[0] + ", {money}"
    )
    if money:
        pair = [numbers.amount(one.value, lang) for one in (before, after)]
        change = f"{numbers.amount(after.change, lang)} ±{numbers.amount(after.change_se, lang)}"
    else:
        pair = [f"{_percent(one.value, lang)} ±{_percent(one.se, lang)}" for one in (before, after)]
        change = _change(after, lang)
    return (name.format(money=currency), *pair, change)


COLUMNS = ("measure", "value", "se", "change", "change_se", "unit", "currency", "status", "definition")


def rows(found: Sweep) -> Iterator[dict[str, Any]]:
    """One row a point and measure, the point as it stands first; the parameters are columns named by their paths."""
    subject = found.subject
    for number, point in enumerate((found.standing, *found.points)):
        place = {
            "country": subject.country,
            "year": subject.year,
            "scenario": subject.scenario,
            "point": number,
        }
        place |= {dial.path: text for dial, text in zip(found.dials, point.values, strict=True)}
        for one in point.found:
            yield place | _number(one, subject)


def _number(one: Found, subject: Subject) -> dict[str, Any]:
    said = {key: getattr(one, key) for key in ("value", "se", "change", "change_se")}
    return {
        "measure": one.measure,
        **{key: value if math.isfinite(value) else None for key, value in said.items()},
        "unit": subject.currency if one.unit == "money" else one.unit,
        "currency": subject.currency,
        "status": "invented" if subject.invented else "computed",
        "definition": DEFINITIONS.get(one.measure, DEFINITIONS[SPENDING]),
    }


def as_csv(found: Sweep) -> str:
    """The tidy rows as CSV, an empty cell where a number is missing."""
    text = io.StringIO()
    columns = ("country", "year", "scenario", "point", *(dial.path for dial in found.dials), *COLUMNS)
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(found))
    return text.getvalue()


def as_json(found: Sweep) -> str:
    """The tidy rows as JSON, null where a number is missing."""
    return json.dumps(list(rows(found)), indent=1, ensure_ascii=False) + "\n"


def sought_as_json(found: Sought) -> str:
    """The value that was looked for, and each measure with it."""
    subject, dial = found.subject, found.dial
    content = {
        "country": subject.country,
        "year": subject.year,
        "scenario": subject.scenario,
        "path": dial.path,
        "value": found.value,
        "se": found.se if math.isfinite(found.se) else None,
        "unit": dial.unit,
        "standing": dial.standing if math.isfinite(dial.standing) else None,
        "target": {"measure": found.target.measure, "value": found.target.value},
        "exact": found.exact,
        "step": found.step,
        "between": [found.within.low, found.within.high],
        "rows": [_number(one, subject) for one in found.reached],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"

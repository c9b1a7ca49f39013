"""Life tables and the values on them: for a terminal, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterator, Sequence
from textwrap import wrap

from socle.ground.words import N_
from socle.report import numbers
from socle.report.reweight_tables import flag_lines, worded
from socle.report.text import translator
from socle.run.lifetable import TableRequest, ValuedTable

WIDTH = 80
AGE = 5
HUGE = 1e15  # beyond, a number shows its power of ten
DIGITS = {"l": 1, "q": 6, "e": 2, "e_curtate": 2, "a_due": 4, "A": 5, "A2": 5, "D": 2, "N": 1}
SEX = {"male": N_("Men"), "female": N_("Women"), "both": N_("Both sexes")}
MEANING = {  # of a column; {term} is what its name ends in
    "age": N_("exact age, years"),
    "l": N_("survivors at that age"),
    "q": N_("probability of dying within a year"),
    "e": N_(
        "complete expectation of life in years: the curtate and a half (survival linear inside the year)"
    ),
    "e_curtate": N_("curtate expectation of life: whole years still lived through, on average"),
    "a_due": N_("value of 1 a year for life, at the start of each year"),
    "A": N_("value of 1 at the end of the year of death"),
    "A2": N_("second moment: the same at twice the force of interest"),
    "a_due_": N_("1 a year for at most {term} years, at the start of each year"),
    "A_endow_": N_("1 at the end of the year of death, or in {term} years if earlier"),
    "E": N_("1 in {term} years, if alive then"),
    "D": N_("survivors discounted to age 0: v^age l"),
    "N": N_("sum of D from that age on"),
    "capital_to_": N_("value of 1 a year paid at mid-year until age {term}, survival linear inside the year"),
    "capital_for_life": N_("the same for life"),
}


def table_json(found: Sequence[ValuedTable], request: TableRequest, lang: str) -> str:
    """What was asked, the meaning of the columns, and one row an age; null where a value has no bound."""
    content = {
        "rate": request.rate,
        "makeham": request.makeham,
        "file": str(request.file) if request.file else None,
        "columns": {name: meaning(name, lang) for name in ["age", *found[0].columns]},
        "notes": list(dict.fromkeys(worded(note, lang) for one in found for note in one.notes)),
        "rows": list(_rows(found)),
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def table_csv(found: Sequence[ValuedTable]) -> str:
    """One row an age, by sex if the file has them; an empty cell where a value has no bound."""
    text = io.StringIO()
    rows = list(_rows(found))
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _rows(found: Sequence[ValuedTable]) -> Iterator[dict[str, object]]:
    for one in found:
        for place, age in enumerate(one.ages):
            sex = {"sex": one.sex} if one.sex else {}
            values = {name: float(column[place]) for name, column in one.columns.items()}
            known = {name: value if math.isfinite(value) else None for name, value in values.items()}
            yield {**sex, "age": int(age), **known}


def table_text(found: Sequence[ValuedTable], request: TableRequest, every: int, lang: str) -> str:
    """Each table in panels of 80 columns, at every so many ages, then the meaning of its columns and notes."""
    _ = translator(lang)
    rate = numbers.share(request.rate, lang)
    lines: list[str] = []
    for one in found:
        title = N_("{sex}: life table at {rate} a year") if one.sex else N_("Life table at {rate} a year")
        title = _(title).format(sex=_(SEX[one.sex]) if one.sex else "", rate=rate)
        lines += [*([""] if lines else []), title]
        for panel in _panels(list(one.columns)):
            lines += ["", *_panel(one, panel, every, lang)]
    lines.append("")
    width = max(map(len, found[0].columns)) + 2
    for name in found[0].columns:
        start, indent = f"{name:<{width}}", " " * width
        lines += wrap(meaning(name, lang), WIDTH, initial_indent=start, subsequent_indent=indent)
    notes = {note.text + worded(note, lang): note for one in found for note in one.notes}
    lines += ["", *flag_lines(tuple(notes.values()), lang)]
    return numbers.plain("\n".join(lines)) + "\n"


def meaning(name: str, lang: str) -> str:
    """What a column is, in words."""
    _ = translator(lang)
    if name in MEANING:
        return _(MEANING[name])
    stem, term = re.fullmatch(r"(.*?)(\d+)", name).groups()  # type: ignore[union-attr]
    return _(MEANING[stem]).format(term=term)


def _panels(names: list[str]) -> list[list[str]]:
    """The columns shared out over panels: the table, whole life, payments for a term, the rest of them, capital."""
    first = [name for name in names if name in ("l", "q", "e", "e_curtate", "D", "N")]
    capital = [name for name in names if name.startswith("capital")]
    whole = [name for name in names if name in ("a_due", "A", "A2")]
    terms = [name for name in names if name.startswith(("a_due_", "A_endow_"))]
    alive = [name for name in names if name.startswith("E")]
    return [first, [*whole, *capital], *_fitting([*terms, *alive])]


def _fitting(names: list[str]) -> list[list[str]]:
    """Panels no wider than a terminal."""
    panels: list[list[str]] = [[]]
    for name in names:
        if sum(map(_width, [*panels[-1], name])) + AGE > WIDTH:
            panels.append([])
        panels[-1].append(name)
    return panels


def _width(name: str) -> int:
    return {"l": 13, "q": 11, "N": 14, "D": 14}.get(name, max(len(name) + 2, 9 if name[0] == "E" else 11))


def _panel(one: ValuedTable, names: Sequence[str], every: int, lang: str) -> list[str]:
    head = translator(lang)(N_("age")).rjust(AGE) + "".join(name.rjust(_width(name)) for name in names)
    lines = [head, "-" * len(head)]
    last = len(one.ages) - 1
    for place, age in enumerate(one.ages):
        if age % every and place not in (0, last):
            continue
        cells = [_shown(name, float(one.columns[name][place]), lang) for name in names]
        row = "".join(cell.rjust(_width(name)) for name, cell in zip(names, cells, strict=True))
        lines.append(f"{int(age):>{AGE}}{row}")
    return lines


def _shown(name: str, value: float, lang: str) -> str:
    """A value with the digits of its column, or as 1.23e15 where it would not fit."""
    digits = DIGITS.get(name, 2 if name.startswith("capital") else 4 if name.startswith("a") else 5)
    text = numbers.number(value, lang, digits) if not abs(value) >= HUGE else ""
    if math.isfinite(value) and not 0 < len(text) < _width(name):
        mantissa, power = f"{value:.2e}".split("e")
        return f"{numbers.number(float(mantissa), lang, 2)}e{int(power)}"
    return text or numbers.number(value, lang)

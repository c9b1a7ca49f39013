"""The impact of a scenario on households, for a terminal and as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from textwrap import wrap

from socle.report import impact_sections as sections
from socle.report import impact_words as words
from socle.report import numbers, plain_table, shock_tables
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.households import Households

WIDTH = 80


def as_json(found: Households) -> str:
    """Every number as a record; what is unknown is null."""
    rows = [
        asdict(row) for row in (*found.impact.rows, *found.change, *(found.shock.rows if found.shock else ()))
    ]
    for row in rows:
        row |= {key: None for key in ("value", "se") if not math.isfinite(row[key])}
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def summary(found: Households, lang: str, files: Iterable[Path] = ()) -> str:
    """The answer, then the tables, what to know before quoting them, and where the files went."""
    _ = translator(lang)
    answer = [words.headline(found, lang) + ".", " ".join(words.lead(found, lang)), words.flag(found, lang)]
    lines = [line for text in answer for line in wrap(numbers.together(text), WIDTH)]
    for table in tables(found, lang):
        lines += ["", *plain_table.lines(table, WIDTH)]
    lines += ["", *wrap(numbers.together(words.source(found, lang)), WIDTH)]
    for note in words.notes(found, lang):
        lines += wrap(numbers.together(note), WIDTH, subsequent_indent="  ")
    written = [str(path) for path in files]
    if written:
        lines += ["", _("Written:"), *(f"  {path}" for path in written)]
    return numbers.plain("\n".join(lines)) + "\n"


def tables(found: Households, lang: str) -> list[Table]:
    """The tables of a terminal, in reading order; a note is said once, under the last table it belongs to."""
    groups = sections.by_group(found, lang)
    made = [
        shock_tables.table(found.shock, lang) if found.shock else None,
        sections.poverty(found, lang),
        sections.contrast(found, lang),
        sections.without(sections.benefits(found, lang), (1, 7)),  # what a screen has no room for
        sections.by_decile(found, lang),
        sections.without(groups, (6,)) if groups else None,
        sections.moves(found, lang),
        sections.moves_against(found, lang),
        sections.not_computed(found, lang),
    ]
    return sections.notes_once([table for table in made if table])

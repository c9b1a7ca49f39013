"""A shock in tables: what it did, and poverty before it, after it, and after it with the schemes."""

from __future__ import annotations

import math
from collections.abc import Callable

from socle.ground.words import N_
from socle.report import numbers
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.run.impact import Row
from socle.run.shock import AFTER, BEFORE, COMPENSATED, Fact, ShockTold

STAGES = {
    BEFORE: N_("before the shock"),
    AFTER: N_("after the shock"),
    COMPENSATED: N_("after the shock, compensated"),
}
HEADS = {
    "fgt0": N_("Head count, %"),
    "fgt0:change": N_("Change, points"),
    "fgt1": N_("Poverty gap, %"),
    "gini": N_("Gini, %"),
}
NOTE = N_(
    "The line is that of before the shock. Behind ±: the standard error, for a change that of the difference. All that "
    "follows is computed on the people after the shock."
)


def table(told: ShockTold, lang: str) -> Table:
    """Poverty and inequality at each stage of a shock."""
    _ = translator(lang)
    cells = {(row.measure, row.group): row for row in told.rows}
    rows = []
    for group in dict.fromkeys(row.group for row in told.rows):
        shown = [cells.get((measure, group)) for measure in HEADS]
        rows.append((_stage(group, told, lang), *(_with_error(one, lang) if one else "" for one in shown)))
    return Table(
        _("Shock: {title}").format(title=named(told.shock.title, lang)),
        (_("Stage"), *(_(head) for head in HEADS.values())),
        (("", tuple(rows)),),
        notes=(*(fact(one, told.currency, lang) for one in told.facts), _(NOTE)),
    )


def fact(one: Fact, currency: str, lang: str) -> str:
    """What a shock did, with its numbers as people read them."""
    said: dict[str, Callable[[float], str]] = {
        "people": lambda value: numbers.persons(value, lang),
        "share": lambda value: numbers.share(value, lang),
        "money": lambda value: numbers.money(value, currency, lang),
    }
    values = {
        name: value if isinstance(value, str) else said[name](value) for name, value in one.values.items()
    }
    return translator(lang)(one.text).format(**values)


def _stage(group: str, told: ShockTold, lang: str) -> str:
    """The name of a stage, with the scenario that follows it."""
    if group in STAGES:
        return translator(lang)(STAGES[group])
    stage, _comma, scenario = group.rpartition(", ")
    return f"{translator(lang)(STAGES[stage])}, {named(told.titles[scenario], lang)}"


def _with_error(row: Row, lang: str) -> str:
    if not math.isfinite(row.value):
        return numbers.number(row.value, lang)
    value, error = numbers.number(100 * row.value, lang, 1), numbers.number(100 * row.se, lang, 1)
    return f"{value} ±{error}"

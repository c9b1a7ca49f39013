"""Scenarios in words: what they change in the law, and years in which a law that stands pays nothing."""

from __future__ import annotations

import math
from typing import Final

from socle.ground.words import N_
from socle.model.parameter import Parameter
from socle.model.results import BenefitCost, Floor, ScenarioCost
from socle.report import labels, numbers
from socle.report.builder_law import unit_of
from socle.report.builder_phrases import KEYWORD, OWN
from socle.report.text import named, translator

PERCENT: Final = ("share", "ratio")
DURATIONS: Final = ("years", "months")
PAUSED: Final = N_(
    "{benefit}: the law pays nothing in {years}; case-loads count the part of a year that is paid."
)


def changes(floor: Floor, scenario: ScenarioCost, lang: str) -> tuple[tuple[str, str], ...]:
    """What a scenario changes: the benefit with what it is of it, and the value with its unit."""
    return tuple(
        (_what(floor, path, lang), _value(line, scenario.parameters.get(path), lang))
        for path, line in scenario.changes
    )


def paused(floor: Floor, scenario: ScenarioCost, lang: str) -> tuple[str, ...]:
    """Benefits that pay nothing in some years between two in which they pay."""
    return tuple(
        translator(lang)(PAUSED).format(
            benefit=labels.benefit_title(one, lang), years=", ".join(map(str, years))
        )
        for one in scenario.benefits
        if (years := _without(floor, one))
    )


def _without(floor: Floor, one: BenefitCost) -> list[int]:
    paid = [at for at, spent in enumerate(one.spending) if math.isfinite(spent) and spent > 0]
    between = range(paid[0], paid[-1]) if paid else ()
    return [floor.years[at] for at in between if one.spending[at] == 0]


def _what(floor: Floor, path: str, lang: str) -> str:
    """A parameter by the title of its benefit; what no benefit has keeps its path."""
    _, last = translator(lang), path.rpartition(".")[2]
    titles = {one.benefit: one.title for each in floor.scenarios for one in each.benefits}
    title = next((named(text, lang) for name, text in titles.items() if path.startswith(name + ".")), "")
    said = _(OWN.get(last) or KEYWORD.get(last, last))
    return _("{title}: {text}").format(title=labels.capital(title), text=said) if title else f"`{path}`"


def _value(line: str, of: Parameter | None, lang: str) -> str:
    """A value with its unit and, of more than one date, with its years; what is more than that as it is written."""
    if of is None or of.by_sex or not of.written or len(of.written) != len(of.values):
        return f"`{line}`"
    told = [_told(value, text, of, lang) for value, text in zip(of.values, of.written, strict=True)]
    return " \u2192 ".join(
        f"{part} ({at:.0f})" if math.isfinite(at) else part for part, at in zip(told, of.moments, strict=True)
    )


def _told(value: float, text: str, of: Parameter, lang: str) -> str:
    """One value with its unit: 50 %, 3 years, 86 USD a year."""
    if of.kind.word in PERCENT and not of.kind.money:
        percent = round(100 * value, 2)
        digits = 0 if percent == round(percent) else 1
        return numbers.together(f"{numbers.number(percent, lang, digits)} %")
    if of.kind.word in DURATIONS and text.isdecimal():
        from babel.units import format_unit

        return str(format_unit(int(text), f"duration-{of.kind.word.removesuffix('s')}", locale=lang))
    return f"{numbers.decimals(text, lang)} {unit_of(of, translator(lang))}".strip()

"""Scenarios in words: what they change in the law, and years in which a law that stands pays nothing."""

from __future__ import annotations

import math
import re
from typing import Final

from socle.ground.words import N_
from socle.model.parameter import Parameter
from socle.model.results import BenefitCost, Floor, ScenarioCost
from socle.report import labels, numbers
from socle.report.builder_law import unit_of
from socle.report.builder_phrases import AGED, OWN, PHRASES, keyword_title
from socle.report.text import named, translator

PERCENT: Final = ("share", "ratio")
PLACE: Final = re.compile(r"\{(\w+)\}")
DURATIONS: Final = ("years", "months")
AGE_ENDS: Final = {"at_least": N_("from {age}"), "below": N_("under {age}")}
"""One end of an age band that changes, the other standing as it is."""
ENDS: Final = {"at_least": N_("at least {value}"), "at_most": N_("at most {value}")}
PAUSED: Final = N_(
    "{benefit}: the law pays nothing in {years}; case-loads count the part of a year that is paid."
)


def changes(floor: Floor, scenario: ScenarioCost, lang: str) -> tuple[tuple[str, str], ...]:
    """What a scenario changes: the benefit, and its value as the law says it; what has no words as it is written."""
    _ = translator(lang)
    titles = {one.benefit: one.title for each in floor.scenarios for one in each.benefits}
    made = []
    for path, line in scenario.changes:
        title = next((named(text, lang) for name, text in titles.items() if path.startswith(name + ".")), "")
        said = _said(path, scenario.parameters.get(path), lang) if title else ""
        made.append((labels.capital(title), said) if said else (f"`{path}`", f"`{line}`"))
    return tuple(made)


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


def _said(path: str, of: Parameter | None, lang: str) -> str:
    """A value in the sentence of its rule, or after what it is called; nothing for what differs by sex."""
    if of is None or of.by_sex or len(of.written) != len(of.values):
        return ""
    _, (rule, last) = translator(lang), path.split(".")[-2:]
    phrase = PHRASES.get(rule, "")
    if PLACE.findall(phrase) == [last]:
        bare = f"}} {of.kind.word}" in phrase and len(of.written) == 1  # the sentence says the unit
        return _(phrase).format(**{last: of.written[0] if bare else _value(of, lang)})
    value = _value(of, lang)
    if rule in AGED and last in AGE_ENDS:
        return _(AGE_ENDS[last]).format(age=value)
    if last in ENDS:
        return _(ENDS[last]).format(value=value)
    return _("{title}: {text}").format(title=_(OWN.get(last) or keyword_title(rule, last)), text=value)


def _value(of: Parameter, lang: str) -> str:
    """A value with its unit and, of more than one date, with its years."""
    told = [_told(value, text, of, lang) for value, text in zip(of.values, of.written, strict=True)]
    return " \u2192 ".join(
        f"{part} ({at:.0f})" if math.isfinite(at) else part for part, at in zip(told, of.moments, strict=True)
    )


def _told(value: float, text: str, of: Parameter, lang: str) -> str:
    """One value with its unit: 50 %, 3 years, 86 USD a year."""
    if of.kind.word in PERCENT and not of.kind.money:
        percent = round(100 * value, 2)
        return numbers.per_cent(percent, lang, 0 if percent == round(percent) else 1)
    if of.kind.word in DURATIONS and text.isdecimal():
        from babel.units import format_unit

        return str(format_unit(int(text), f"duration-{of.kind.word.removesuffix('s')}", locale=lang))
    return f"{numbers.decimals(text, lang)} {unit_of(of, translator(lang))}".strip()

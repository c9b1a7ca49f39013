"""Requirements of an instrument in words: what each way asks, in one phrase with its figures, and where it stands."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

from socle.exchange.standard_file import standard_words
from socle.ground.words import N_
from socle.model.practice import BRANCHES, FORMULAS, INPUTS, PROTECTED
from socle.model.standard import TESTS, Grounds, Instrument, Requirement, Way
from socle.report import numbers
from socle.report.assessment_words import CONTINGENCY
from socle.report.assessment_words import article as article_of
from socle.report.text import Translate, named, translator

SCHEDULE: Final = N_("Schedule to Part XI")
PROTECTED_SHARE: Final = N_("{protected}: at least {share} of “{everybody}”")
PROTECTED_ALL: Final = N_("{protected}: all of “{everybody}”")
DEPENDANTS: Final = N_("wives and children as well")
OPEN_TO: Final = N_("if the benefit is worked out so: {formulas}")
LEVEL: Final = N_("{rate} for: {beneficiary}")
LEVEL_ALONE: Final = N_("{rate}")
HOWEVER: Final = N_("however the benefit is worked out")
PLAIN: Final = N_("the rate itself")
OWN_RATE: Final = N_("{rate} only")
CONTRIBUTION: Final = N_("after {years} of contribution or employment")
RESIDENCE: Final = N_("after {years} of residence")
EITHER: Final = N_("{one}, or {other}")
LESS: Final = N_("{points} points less")
PROPORTIONAL: Final = N_("a rate that falls in proportion to the years between the two ways above")
IN_ALL: Final = N_("all that is paid: at least {share} of what Article 66 would pay")
PREVIOUS: Final = N_("of the person's own former earnings")
HIGHEST: Final = N_("of the highest of: {inputs}")
LOWEST: Final = N_("of the lowest of: {inputs}")
NOT_BELOW: Final = N_("not below: {input}")
AT_MOST: Final = N_("{input}: at most {figure}")
AT_LEAST: Final = N_("{input}: at least {figure}")
THROUGHOUT: Final = N_("for as long as the contingency lasts")
LIMITED: Final = N_("the law may limit it to {figure}, not to less")
MOST: Final = N_("at most {figure}")
NONE_AT_ALL: Final = N_("{input}: none")
WORTH: Final = N_("at least {rate} of a labourer's wage for each of: {children}")
BORNE: Final = N_("Employees bear at most {share} of all resources for their protection.")
DECLARED: Final = N_("with a declaration of temporary exceptions")
ALONE: Final = ("pension_age", "waiting_days", "duration_weeks")
"""Inputs that the name of the test names already."""


def where(grounds: Grounds, instrument: Instrument, lang: str) -> str:
    """The article, or the place that is no article."""
    text = article_of(grounds.article, instrument, lang)
    return translator(lang)(text) if text == SCHEDULE else text


def title(one: Requirement, lang: str) -> str:
    """What a requirement is about, and for which contingency where its Part has several."""
    _ = translator(lang)
    if not one.contingency or one.contingency in BRANCHES:
        return _(TESTS[one.test])
    return f"{_(TESTS[one.test])} ({_(CONTINGENCY[one.contingency]).lower()})"


def rate(one: Requirement, instrument: Instrument, lang: str) -> str:
    """The rate of a level, for whom, and how the benefit may be worked out; nothing for other kinds."""
    if one.kind != "level":
        return ""
    _, facts = translator(lang), one.facts
    whom = instrument.beneficiaries.get(facts.get("beneficiary", ""))
    said = _(LEVEL if whom else LEVEL_ALONE).format(
        rate=percent(facts["rate"], lang), beneficiary=named(whom["title"], lang) if whom else ""
    )
    return together((said, _open_to(facts["formulas"], _)), lang)


def way(one: Way, kind: str, lang: str) -> str:
    """What a way asks, in one phrase."""
    _ = translator(lang)
    parts = [*_SAID[kind](one.facts, lang)]
    if "condition" in one.facts:
        parts.append(named(standard_words()[0][one.facts["condition"]], lang).removesuffix("."))
    if kind != "level" and "formulas" in one.facts:
        parts.append(_open_to(one.facts["formulas"], _))
    if one.exception:
        parts.append(_(DECLARED))
    return together(parts, lang) or _(PLAIN)


def together(parts: Iterable[str], lang: str) -> str:
    """Phrases in one."""
    return (" ; " if lang == "fr" else "; ").join(parts)


def percent(value: float, lang: str) -> str:
    """A share as the text has it: 45 %, 1.5 %, two thirds as a fraction."""
    if math.isclose(value, 2 / 3):
        return "2/3"
    points = round(value * 100, 2)
    return f"{numbers.number(points, lang, 0 if points == int(points) else 1)}{_sign(lang)}"


def figure(value: float, unit: str, lang: str) -> str:
    """A figure of a limit with its unit."""
    if unit not in ("years", "months", "weeks", "days"):
        return numbers.number(value, lang)
    from babel.units import format_unit

    return format_unit(value, f"duration-{unit.removesuffix('s')}", locale=lang)


def _sign(lang: str) -> str:
    return (numbers.THIN_SPACE if lang == "fr" else numbers.HARD_SPACE) + "%"


def _open_to(formulas: Collection[str], _: Translate) -> str:
    if set(formulas) == set(FORMULAS):
        return _(HOWEVER)
    return _(OPEN_TO).format(formulas=", ".join(_(FORMULAS[name]) for name in formulas))


def _input(name: str, _: Translate) -> str:
    return _(INPUTS[name][1])


def _persons(facts: Mapping[str, Any], lang: str) -> list[str]:
    _ = translator(lang)
    above, below = PROTECTED[facts["share_of"]]
    said = _(PROTECTED_ALL if facts["at_least"] == 1 else PROTECTED_SHARE).format(
        protected=_input(above, _), share=percent(facts["at_least"], lang), everybody=_input(below, _)
    )
    also = [_(DEPENDANTS)] if facts.get("dependants") else []
    return [said, *also, *([_open_to((facts["formula"],), _)] if "formula" in facts else [])]


def _level(facts: Mapping[str, Any], lang: str) -> list[str]:
    _ = translator(lang)
    parts = []
    if "rate" in facts:
        parts.append(_(OWN_RATE).format(rate=percent(facts["rate"], lang)))
    if "points_less" in facts:
        parts.append(_(LESS).format(points=numbers.number(facts["points_less"] * 100, lang)))
    periods = [
        _(template).format(years=figure(facts[key], "years", lang))
        for key, template in (("contribution_years", CONTRIBUTION), ("residence_years", RESIDENCE))
        if key in facts
    ]
    parts += [_(EITHER).format(one=periods[0], other=periods[1])] if len(periods) > 1 else periods
    parts += [_(PROPORTIONAL)] if facts.get("proportional") else []
    parts += [_(IN_ALL).format(share=percent(facts["total_over"], lang))] if "total_over" in facts else []
    if "method" in facts:
        amounts = ", ".join(_input(name, _) for name in facts.get("inputs", ()))
        parts.append(_(_METHODS[facts["method"]]).format(inputs=amounts))
    parts += [_(NOT_BELOW).format(input=_input(facts["not_below"], _))] if "not_below" in facts else []
    return parts + ([_open_to(facts["formulas"], _)] if "formulas" in facts else [])


def _limit(facts: Mapping[str, Any], lang: str) -> list[str]:
    if "input" not in facts:
        return []
    _, (value, unit) = translator(lang), facts["written"]
    most, alone = "at_most" in facts, facts["input"] in ALONE
    template = (MOST if alone else AT_MOST) if most else LIMITED if alone else AT_LEAST
    template = THROUGHOUT if math.isinf(value) else NONE_AT_ALL if not value else template
    shown = "" if math.isinf(value) else figure(value, unit, lang)
    return [_(template).format(input=_input(facts["input"], _), figure=shown)]


def _package(facts: Mapping[str, Any], lang: str) -> list[str]:
    care = standard_words()[1]
    return [together((named(care[item], lang) for item in facts["items"]), lang)]


def _value(facts: Mapping[str, Any], lang: str) -> list[str]:
    _ = translator(lang)
    return [_(WORTH).format(rate=percent(facts["rate"], lang), children=_input(facts["children"], _))]


def _share(facts: Mapping[str, Any], lang: str) -> list[str]:
    return [translator(lang)(BORNE).format(share=percent(facts["at_most"], lang)).removesuffix(".")]


_METHODS: Final = {"previous_earnings": PREVIOUS, "highest_of": HIGHEST, "lowest_of": LOWEST}
_SAID: Final[Mapping[str, Callable[[Mapping[str, Any], str], list[str]]]] = {
    "persons": _persons,
    "level": _level,
    "limit": _limit,
    "condition": lambda _facts, _lang: [],
    "package": _package,
    "value": _value,
    "employees_share": _share,
}
"""Kind of test -> the phrases of one way of it."""

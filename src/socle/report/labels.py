"""What the codes of a result are called, and the order and colours in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from socle.ground.words import N_
from socle.model.results import GUARANTEES, BenefitCost, Floor, Line, ScenarioCost
from socle.model.scenario import STATUS_QUO
from socle.report.text import Translate, named, translator

GUARANTEE = {
    "children": N_("Children"),
    "working_age": N_("Working age"),
    "old_age": N_("Old age"),
    "health": N_("Health"),
}
BRANCH = {
    "children": N_("Children"),
    "maternity": N_("Maternity"),
    "disability": N_("Disability"),
    "unemployment": N_("Unemployment"),
    "old_age": N_("Old age"),
    "health": N_("Health care"),
}
FLAG = {
    "unverified": N_("unverified"),
    "frozen": N_("frozen: the law has no indexation"),
    "caseload": N_("case-load: persons reported, not computed from a law"),
    "households": N_("households, not persons"),
    "budget": N_("a budget, not a law"),
    "derived": N_("derived from other figures"),
    "planned": N_("planned, not observed"),
    "medium_confidence": N_("medium confidence"),
    "low_confidence": N_("low confidence"),
    "lower_bound": N_("a lower bound"),
    "nobody": N_("nobody meets the conditions in any year"),
    "gross_of_public_spending": N_("what the public already spends is not subtracted"),
}
STATUS = {"computed": N_("computed"), "published": N_("published figure")}
COLOUR = {
    "children": "#E69F00",
    "working_age": "#0072B2",
    "old_age": "#009E73",
    "health": "#CC79A7",
    "total": "#222222",
    "baseline": "#888888",
    "alert": "#B00020",
}
BRANCH_GUARANTEE = {"maternity": "working_age", "disability": "working_age", "unemployment": "working_age"}


def guarantees(floor: Floor) -> list[str]:
    """The guarantees that some scenario answers, in the order of the life course."""
    answered = {one.guarantee for scenario in floor.scenarios for one in scenario.benefits}
    return [guarantee for guarantee in GUARANTEES if guarantee in answered]


def headline_scenario(floor: Floor) -> ScenarioCost:
    """The scenario of the title: the last that is not the status quo, if there is one."""
    planned = [scenario for scenario in floor.scenarios if scenario.name != STATUS_QUO]
    return (planned or list(floor.scenarios))[-1]


def steps(floor: Floor) -> list[int]:
    """The positions of the base year and of the years 10, 20 and 30 after it, as far as the run goes."""
    base = floor.years.index(floor.base_year)
    found = [base + step for step in (0, 10, 20, 30) if base + step < len(floor.years)]
    return found if len(found) > 1 else sorted({base, len(floor.years) - 1})


def country(floor: Floor, lang: str) -> str:
    """The country's name."""
    return named(floor.name, lang)


def scenario_title(scenario: ScenarioCost, lang: str) -> str:
    """The scenario's title as a heading."""
    return capital(named(scenario.title, lang))


def benefit_title(benefit: BenefitCost, lang: str) -> str:
    """The benefit's title as a heading."""
    return capital(named(benefit.title, lang))


def capital(title: str) -> str:
    """A text that begins a line."""
    return title[:1].upper() + title[1:]


def flags(benefit: BenefitCost, _: Translate) -> str:
    """The words of caution of a benefit, as one text."""
    return join([_(FLAG.get(flag, flag)) for flag in benefit.flags])


def absence(scenario: ScenarioCost, guarantee: str, _: Translate) -> str:
    """The word for a guarantee that a scenario does not answer; nothing where it does. Never a zero."""
    if any(one.guarantee == guarantee for one in scenario.benefits):
        return ""
    known = any(one.guarantee == guarantee for one in scenario.not_computed)
    return _("not computed") if known else _("none")


def warned(line: Line, text: str, lang: str) -> str:
    """A warning about a reference line, with the line's name."""
    _ = translator(lang)
    return _("{title}: {text}").format(title=named(line.title, lang), text=_(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """A sentence with its values; one without values is taken as it stands."""
    return text.format(**values) if values else text


def join(parts: Sequence[str]) -> str:
    """`parts` side by side; the sign is the same in the three languages."""
    return " \u00b7 ".join(part for part in parts if part)


def cited(floor: Floor, source: str) -> str:
    """A source as people know it, where `source` begins with its key."""
    key, _, rest = source.partition(", ")
    found = next((one for one in floor.sources if one.key == key), None)
    if found is None:
        return source
    return ", ".join(part for part in (found.producer, found.title, rest) if part)

"""An explanation as tables: its steps with numbers and sentences, and what the law says to each rule."""

from __future__ import annotations

from typing import Final

from socle.ground.words import N_
from socle.model.results import BenefitCost, Floor, ScenarioCost
from socle.model.rulebook import RULES
from socle.report import findings, labels, numbered, numbers
from socle.report.builder_phrases import OWN, keyword_title
from socle.report.explained import value
from socle.report.reference_rules import ROOMS
from socle.report.sections import Table, lower_bound
from socle.report.text import named, translator
from socle.run.explain import Explanation
from socle.run.explain_cited import Cited

STEPS: Final = {
    "residents": N_("residents"),
    "inclusion error": N_("inclusion error"),
    "exclusion error": N_("exclusion error"),
    "recipients": N_("recipients"),
    "spending": N_("spending"),
    "administration": N_("administration"),
    "cost": N_("cost"),
    "share of product": N_("share of product"),
}
COMPUTED = "computed"  # status of what comes from a law, and can be opened


def headline(cited: Cited, shown: str, unit: str, lang: str) -> str:
    """The answer as a sentence: the benefit, and the number with what it is measured in."""
    one = cited.explanation
    scenario = findings.in_words(cited.scenario, lang)
    return translator(lang)("{benefit}, {country}, {year} ({scenario}): {value} {unit}").format(
        benefit=labels.capital(named(cited.benefit, lang)),
        country=named(cited.country, lang),
        year=one.year,
        scenario=scenario,
        value=shown,
        unit=unit,
    )


def last_shown(one: Explanation, lang: str) -> str:
    """The last step as tables show it: the share of the product."""
    return numbers.share(one.steps[-1].value, lang)


def labelled(one: Explanation, lang: str) -> list[str]:
    """Each step with its number, as the tables call it."""
    _ = translator(lang)
    return [f"{at}. {labels.capital(_(_called(step.name)))}" for at, step in enumerate(one.steps, 1)]


def _called(step: str) -> str:
    """What a step is called, in English; a rule by what it says of the law, since its sentence stands beside."""
    return ROOMS[RULES[step].room] if step in RULES else STEPS.get(step, step)


def steps_table(one: Explanation, lang: str) -> Table:
    """Every step with its number and its sentence."""
    _ = translator(lang)
    rows = tuple(
        (label, value(step, one.currency, lang), _(step.sentence))
        for label, step in zip(labelled(one, lang), one.steps, strict=True)
    )
    return Table(_("Steps"), (_("Step"), _("Value"), _("What it says")), (("", rows),), words=1)


def said_table(one: Explanation, lang: str) -> Table | None:
    """What the law says to each step, with file and line; nothing where it says nothing."""
    _ = translator(lang)
    rows = tuple(
        (label, labels.capital(_(OWN.get(name) or keyword_title(step.name, name))), words, where)
        for label, step in zip(labelled(one, lang), one.steps, strict=True)
        for name, words, where in step.said
    )
    head = (_("Step"), _("Keyword"), _("What the law says"), _("File and line"))
    return Table(_("Values in the law"), head, (("", rows),), words=3) if rows else None


def flags(one: Explanation, lang: str) -> tuple[str, ...]:
    """What is to be known of the number before it is used."""
    _ = translator(lang)
    return tuple(_(labels.FLAG.get(flag, flag)) for flag in one.flags)


def opens_in(floor: Floor, benefit: BenefitCost) -> int | None:
    """The first year in which the law of a benefit reaches somebody: a year whose number can be opened."""
    if benefit.status != COMPUTED:
        return None
    return next(
        (year for year, count in zip(floor.years, benefit.recipients, strict=True) if count > 0), None
    )


def numbers_table(floor: Floor, lang: str) -> Table:
    """The numbers of a country that can be explained: each benefit in each scenario, in the base year."""
    _ = translator(lang)
    groups = tuple((labels.scenario_title(one, lang), _benefits(floor, one, lang)) for one in floor.scenarios)
    head = (_("Benefit"), _("Persons reached"), _("% of GDP"))
    caption = _("Benefits in {year}: choose one to see its steps").format(year=floor.base_year)
    return Table(caption, head, groups, notes=lower_bound(floor, lang))


def _benefits(floor: Floor, scenario: ScenarioCost, lang: str) -> tuple[tuple[str, ...], ...]:
    at, name = floor.years.index(floor.base_year), numbered.of_benefits(floor, scenario)
    return tuple(
        (
            labels.benefit_title(one, lang),
            name(numbers.persons(float(one.recipients[at]), lang), one, "persons_reached"),
            name(numbers.share_in_column(float(one.cost[at] / floor.macro.gdp[at]), lang), one, "pct_gdp"),
        )
        for one in scenario.benefits
    )

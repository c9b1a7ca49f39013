"""The schemes in force, and one of them with every benefit, rule and value of its law, as its file says them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from socle.ground.words import N_
from socle.measure import tidy
from socle.model.country import Country
from socle.model.parameter import Parameter
from socle.model.results import BenefitCost, Floor, ScenarioCost
from socle.model.scenario import STATUS_QUO
from socle.model.scheme import Benefit, Call, Scheme
from socle.report import labels, numbered, numbers
from socle.report.sections import Table
from socle.report.text import Translate, named, translator
from socle.run.explain_parts import status

TYPES: Final = {
    "social_insurance": N_("social insurance"),
    "means_tested": N_("means-tested"),
    "universal": N_("universal"),
    "mutual": N_("mutual insurance"),
    "employer_liability": N_("liability of the employer"),
    "provident_fund": N_("provident fund"),
    "public_employees": N_("for public employees"),
    "other": N_("another form"),
}
ASPECTS: Final = {
    "who": N_("who is entitled"),
    "how_much": N_("how much"),
    "financing": N_("who pays"),
    "coverage": N_("coverage"),
    "expenditure": N_("expenditure"),
}
CONFIDENCE: Final = {
    "high": N_("high confidence"),
    "medium": N_("medium confidence"),
    "low": N_("low confidence"),
    "none": N_("not known"),
}
OWN: Final = {
    "coverage": N_("Share reached so far"),
    "take_up": N_("Take-up"),
    "already_served": N_("Share served by others"),
    "caseload": N_("Recipients counted"),
    "spending": N_("Published expenditure"),
}
PAYERS: Final = {
    "general_revenue": N_("The State budget"),
    "donors": N_("Donors"),
    "contribution": N_("Contributions"),
    "income_tax": N_("A tax on income"),
    "consumption_tax": N_("A tax on consumption"),
}
EDITION: Final = re.compile(r", ((?:19|20)\d\d|undated),")


def in_force(country: Country, lang: str) -> Table:
    """A row a scheme: what it grants, its law, how sure Socle is of it, and of when its sources are."""
    _ = translator(lang)
    rows = tuple(
        (
            title(scheme, lang),
            kind(scheme, _),
            "; ".join(dict.fromkeys(_(labels.GUARANTEE[one.guarantee]) for one in scheme.benefits)),
            scheme.law or _("no law known"),
            confidence(scheme, _),
            vintage(scheme, _),
        )
        for scheme in country.schemes
    )
    head = (_("Scheme"), _("Form"), _("Guarantee"), _("Law"), _("Confidence"), _("Sources of"))
    return Table(_("Schemes in force"), head, (("", rows),), words=5)


def benefits(scheme: Scheme, lang: str) -> tuple[Table, ...]:
    """A table a benefit: each part of the law with its rule, its values, and the line of the file that says them."""
    _ = translator(lang)
    head = (_("Part"), _("Rule"), _("Values of the law"), _("Line"))
    made = []
    for one in scheme.benefits:
        alerts = (labels.filled(_(one.not_computed), {}),) if one.not_computed else ()
        cautions = labels.join([_(labels.FLAG.get(flag, flag)) for flag in one.flags])
        notes = tuple(text for text in (cautions, one.notes) if text)
        caption = f"{labels.capital(named(one.title, lang))} · {_(labels.GUARANTEE[one.guarantee])}"
        groups = tuple((text, rows) for text, rows in _groups(one, _) if rows)
        made.append(Table(caption, head, groups, words=3, notes=notes, alerts=alerts))
    return tuple(made)


def costs(scheme: Scheme, floor: Floor, lang: str) -> Table | None:
    """Whom each benefit in force reaches and what it costs, by year; nothing where none of them is computed."""
    _, now = translator(lang), next((one for one in floor.scenarios if one.name == STATUS_QUO), None)
    own = [one for one in now.benefits if one.scheme == scheme.name] if now else []
    if now is None or not own:
        return None
    groups = tuple((labels.benefit_title(one, lang), tuple(_by_year(floor, now, one, lang))) for one in own)
    cautions = dict.fromkeys(
        _("{title}: {text}").format(title=labels.benefit_title(one, lang), text=labels.flags(one, _))
        for one in own
        if one.flags
    )
    head = (
        _("Year"),
        _("Persons eligible"),
        _("Persons reached"),
        _("A person a year"),
        _("Cost, current prices"),
        _("% of GDP"),
        _("Economy"),
    )
    return Table(_("What it reaches and costs, law unchanged"), head, groups, words=1, alerts=tuple(cautions))


def _by_year(floor: Floor, scenario: ScenarioCost, one: BenefitCost, lang: str) -> Iterator[tuple[str, ...]]:
    _, name = translator(lang), numbered.of_benefits(floor, scenario)
    found = tidy.measures(tidy.sums([one], len(floor.years)), floor.macro, floor.currency, floor.base_year)
    for at in labels.steps(floor):
        year = floor.years[at]

        def shown(measure: str, text: str, year: int = year) -> str:
            return name(text, one, measure, year)

        value = {measure: float(values[at]) for measure, (_unit, values) in found.items()}
        yield (
            str(year),
            shown("persons_eligible", numbers.persons(value["persons_eligible"], lang)),
            shown("persons_reached", numbers.persons(value["persons_reached"], lang)),
            shown("per_recipient", numbers.money(value["per_recipient"], floor.currency, lang)),
            shown("expenditure", numbers.money(value["expenditure"], floor.currency, lang)),
            shown("pct_gdp", numbers.share_in_column(value["pct_gdp"] / 100, lang)),
            _(status(floor.macro, year)),
        )


def financing(scheme: Scheme, lang: str) -> Table | None:
    """Who pays for a scheme, with the values of its law; nothing where its file does not say."""
    _ = translator(lang)
    rows = tuple(
        _row(_(PAYERS.get(one.call.rule.name, one.call.rule.name)), one.call, _) for one in scheme.financing
    )
    if not rows:
        return None
    head = (_("Payer"), _("Rule"), _("Values of the law"), _("Line"))
    return Table(_("Who pays"), head, (("", rows),), words=3)


def sources(scheme: Scheme, lang: str) -> Table:
    """What the file cites, in its own words."""
    _ = translator(lang)
    rows = tuple((str(at), text) for at, text in enumerate(scheme.sources, 1))
    return Table(_("Sources"), (_("Number"), _("Source")), (("", rows),), words=1)


def headline(scheme: Scheme, floor: Floor, lang: str) -> str:
    """The answer as a sentence: whom a scheme reaches and what it costs, as far as that is known."""
    _, at = translator(lang), floor.years.index(floor.base_year)
    now = next((one for one in floor.scenarios if one.name == STATUS_QUO), None)
    own = [one for one in now.benefits if one.scheme == scheme.name] if now else []
    whole = tidy.sums(own, len(floor.years), any(one.not_computed for one in scheme.benefits))
    if not own or not math.isfinite(float(whole.cost[at])):
        return _("{scheme}: whom it reaches and what it costs is not known yet").format(
            scheme=title(scheme, lang)
        )
    cost = numbers.share(float(whole.cost[at] / floor.macro.gdp[at]), lang)
    reached = numbers.persons(float(whole.recipients[at]), lang)
    households = any("households" in one.flags for one in own)
    text = (
        _("{scheme}: {count} households reached in {year}, at {share} of GDP")
        if households
        else _("{scheme}: {count} persons reached in {year}, at {share} of GDP")
    )
    return text.format(
        scheme=title(scheme, lang),
        count=numbers.at_least(reached, bool(whole.partial["recipients"][at])),
        year=floor.base_year,
        share=numbers.at_least(cost, bool(whole.partial["cost"][at])),
    )


def title(scheme: Scheme, lang: str) -> str:
    """What a scheme is called."""
    return labels.capital(named(scheme.title, lang))


def kind(scheme: Scheme, _: Translate) -> str:
    """How a scheme is built."""
    return _(TYPES.get(scheme.type, scheme.type)) if scheme.type else _("not said")


def confidence(scheme: Scheme, _: Translate) -> str:
    """How sure Socle is of each part of a scheme."""
    said: dict[str, list[str]] = {}
    for one, how in scheme.confidence.items():
        said.setdefault(how, []).append(_(ASPECTS.get(one, one)))
    template = _("{title}: {text}")
    told = (
        template.format(title=_(CONFIDENCE[how]), text=", ".join(said[how]))
        for how in CONFIDENCE
        if how in said
    )
    return "; ".join(told) or _("not said")


def vintage(scheme: Scheme, _: Translate) -> str:
    """Of which years the sources are."""
    years = sorted({found[1] for text in scheme.sources if (found := EDITION.search(text))} - {"undated"})
    undated = any((found := EDITION.search(text)) and found[1] == "undated" for text in scheme.sources)
    told = [years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"] if years else []
    return ", ".join([*told, *([_("undated")] if undated else [])]) or _("not said")


def _groups(benefit: Benefit, _: Translate) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Who and how much, a group a version of the law where there are several; then its other values."""
    for version in benefit.versions:
        who = [_row(_("Who"), call, _) for clause in version.who for call in clause.calls]
        how_much = [_row(_("How much"), call, _) for call in version.how_much]
        dated = len(benefit.versions) > 1 and math.isfinite(version.begins)
        yield _("From {year}").format(year=math.floor(version.begins)) if dated else "", (*who, *how_much)
    yield _("Persons, money and administration"), tuple(_own(benefit, _))


def _own(benefit: Benefit, _: Translate) -> Iterator[tuple[str, ...]]:
    """Values of a benefit beside its rules."""
    for name, text in OWN.items():
        held: Parameter | None = getattr(benefit, name)
        if held is not None:
            yield _(text), "", history(held), held.where
    for one in benefit.administration.parameters():
        yield _("Administration"), "", history(one), one.where


def _row(part: str, call: Call, _: Translate) -> tuple[str, ...]:
    """One rule with what the law gives it."""
    given = [f"{one.path.removeprefix(call.path + '.')}: {history(one)}" for one in call.parameters()]
    where = next((one.where for one in call.parameters() if one.where), call.where)
    return part, _(call.rule.sentence), "; ".join(given), where


def history(parameter: Parameter) -> str:
    """Every value of a parameter with its date, in the words of the file."""
    return ", ".join(dict.fromkeys(parameter.said(at) for at in parameter.moments))

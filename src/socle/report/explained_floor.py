"""A number of the floor taken apart, in words: the answer, its steps, its formula, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from socle.engine.formula import mathml, text
from socle.ground.expression import NUMBER, Node, column
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE
from socle.model.results import Floor
from socle.report import findings, labels, numbers, sections
from socle.report.page import Stated
from socle.report.sections import Table
from socle.report.text import Translate, named, translator
from socle.run.explain_parts import MONEY, PERSONS, RATE, SHARE, Part, Place, Worked
from socle.run.indicators import FIGURES

DAY: Final = "PPP$ day"
OF: Final = {
    "sum": N_("{what}, {country}"),
    "gap": N_("financing gap, {what}, {country}"),
    "line": N_("{what}, {country}"),
    "published": N_("{what}, {country}"),
    "people": N_("people aged {what}, {country}"),
    "worth": N_("benefits in force, {what}, {country}"),
}
MEASURE: Final = {
    "pct_gdp": N_("of GDP"),
    "pct_government_expenditure": N_("of government expenditure"),
    "pct_revenue": N_("of government revenue"),
    "pct_line": N_("of the line used"),
    "pct_gdp_head": N_("of GDP per head"),
    "line_share": N_("of GDP per head"),
    "full_cost": N_("of GDP"),
    "gap": N_("of GDP"),
    "share": N_("of those concerned"),
    "of_residents": N_("of all residents"),
    "per_recipient": N_("a person a year"),
    "per_month": N_("a person a month"),
    "line": N_("a person a year"),
    "line_month": N_("a person a month"),
    "line_day": N_("international dollars a person a day"),
    "persons_eligible": N_("persons eligible"),
    "persons_reached": N_("persons reached"),
    "persons": N_("persons"),
    "everybody": N_("persons"),
    "men": N_("men"),
    "women": N_("women"),
    "expenditure": N_("a year, at the prices of the year"),
    "gap_money": N_("a year, at the prices of the year"),
    "expenditure_constant": N_("a year, at the prices of the first year"),
    "contributions": N_("a year, at the prices of the year"),
    "usd": N_("US dollars a year"),
    "ppp": N_("international dollars a year"),
}
"""In what a number is measured."""
COUNTED: Final = ("persons_eligible", "persons_reached", "persons")
EXACT: Final = ("men", "women", "everybody")
"""Persons of the pyramid, who are shown one by one."""


@dataclass(frozen=True)
class Answer:
    """The number as the cell shows it, in what it is measured, and what must be known beside it."""

    shown: str
    unit: str
    words: tuple[str, ...]  # observed, projected, unverified, at least


def answer(place: Place, measure: str, worked: Worked, lang: str) -> Answer:
    """The number in words, rounded as in the table that leads to it."""
    _ = translator(lang)
    text = shown(worked.number, measure, place.floor.currency, lang)
    status = next((one.status for one in reversed(worked.parts) if one.status), "")
    words = [_(status)] if status else []
    if worked.partial:
        words.append(_(N_("a lower bound: something in this sum is not known and left out")))
    return Answer(numbers.at_least(text, worked.partial), _(MEASURE[measure]), tuple(words))


def shown(part: Part, measure: str, currency: str, lang: str) -> str:
    """A number as tables of the floor show it."""
    if part.unit == SHARE:
        return numbers.share(part.value, lang)
    if measure in EXACT:
        return numbers.number(part.value, lang)
    if measure in COUNTED:
        return numbers.persons(part.value, lang)
    if part.unit == DAY:
        return numbers.number(part.value, lang, 2)
    return numbers.money(part.value, _currency(part.unit, currency, lang), lang)


def title(place: Place, name: str, worked: Worked, one: Answer, lang: str) -> str:
    """The answer as a sentence; of a sum, with its scenario."""
    _ = translator(lang)
    if name.partition(".")[0] == "sum":
        text = _("{benefit}, {country}, {year} ({scenario}): {value} {unit}")
        return text.format(
            benefit=labels.capital(what_of(worked, lang)),
            country=labels.country(place.floor, lang),
            year=place.year,
            scenario=findings.in_words(place.scenario.title, lang),
            value=one.shown,
            unit=one.unit,
        )
    what = _(OF[name.partition(".")[0]]).format(
        what=what_of(worked, lang), country=labels.country(place.floor, lang)
    )
    return _("{what}, {year}: {value} {unit}").format(
        what=labels.capital(what),
        year=place.year,
        value=one.shown,
        unit=one.unit,
    )


def what_of(worked: Worked, lang: str) -> str:
    """What a number is of, in words."""
    _ = translator(lang)
    said = []
    for one in worked.titles:
        if not isinstance(one, str):
            said.append(named(one, lang))
        elif one in FIGURES:
            said.append(_(CATALOGUE[FIGURES[one]].title))
        else:
            known = labels.GUARANTEE | labels.BRANCH
            said.append(_(known.get(one, one)))
    return ", ".join(said)


def parts_table(place: Place, worked: Worked, lang: str, caption: str) -> Table:
    """Every step with its number in full, what it says and where it comes from."""
    _ = translator(lang)
    rows = tuple(
        (
            label,
            precise(one, place.floor.currency, lang),
            labels.join(
                [_(one.sentence), labels.cited(place.floor, one.source) if one.source else "", _(one.status)]
            ),
        )
        for label, one in zip(labelled(worked, lang), worked.parts, strict=True)
    )
    return Table(caption, (_("Step"), _("Value"), _("What it says")), (("", rows),), words=1)


def labelled(worked: Worked, lang: str) -> list[str]:
    """Each step with its place."""
    _ = translator(lang)
    return [
        f"{at}. {labels.capital(named(one.title, lang) if one.title else _(labels.BRANCH.get(one.name, one.name)))}"
        for at, one in enumerate(worked.parts, 1)
    ]


def left_out_table(worked: Worked, lang: str) -> Table | None:
    """What belongs to a sum and is not known."""
    _ = translator(lang)
    rows = tuple(
        (labels.capital(named(one.title, lang)), labels.filled(_(one.reason), one.values))
        for one in worked.left_out
    )
    head = (_("Benefit"), _("Why it is not computed"))
    return Table(_("Benefits that are not in the totals"), head, (("", rows),), words=1) if rows else None


def precise(part: Part, currency: str, lang: str) -> str:
    """The number of a step with as many digits as a reader needs to work it out again."""
    _ = translator(lang)
    if part.unit == SHARE:
        return f"{numbers.number(100 * part.value, lang, 2 if abs(part.value) >= 0.01 else 4)}{numbers.HARD_SPACE}%"
    if part.unit == PERSONS:
        return f"{numbers.number(part.value, lang)} {_(N_('persons'))}"
    if part.unit == RATE:
        return numbers.number(part.value, lang, 4)
    if part.unit == DAY:
        return f"{numbers.number(part.value, lang, 4)} {_('PPP$')}"
    return f"{numbers.number(part.value, lang)} {_currency(part.unit, currency, lang)}"


def _currency(unit: str, currency: str, lang: str) -> str:
    return currency if unit == MONEY else translator(lang)(unit) if unit == "PPP$" else unit


def assumptions(floor: Floor, topics: tuple[str, ...], lang: str) -> tuple[Stated, ...]:
    """What the number rests on beside the law and the figures."""
    _ = translator(lang)
    return tuple(
        Stated(labels.capital(_(one.topic)), sections.assumed(floor, one, lang), one.unverified)
        for one in floor.assumptions
        if one.topic in topics
    )


def formula(measure: str, lang: str) -> tuple[str, str]:
    """The last step typeset, as MathML, and as a line of text; empty where nothing is worked out."""
    tree = _tree(measure, translator(lang))
    return (mathml(tree, translator(lang)), text(tree, translator(lang))) if tree is not None else ("", "")


def _tree(measure: str, _: Translate) -> Node | None:
    """What a measure is, of what."""

    def of(words: str) -> Node:
        return column(_(words).replace(" ", "_"), NUMBER)

    cost, each = of(N_("cost")), of(N_("benefits paid")) / of(N_("persons reached"))
    product, people = of(N_("gross domestic product")), of(N_("residents"))
    months = of(N_("months of a year"))
    line, missing = of(N_("line")), (1 - of(N_("effective coverage"))) * of(N_("full cost"))
    known: dict[str, Node] = {
        "pct_gdp": cost / product,
        "full_cost": of(N_("full cost")) / product,
        "pct_government_expenditure": cost / of(N_("government expenditure")),
        "pct_revenue": cost / of(N_("government revenue")),
        "expenditure_constant": cost / of(N_("price index of the product")),
        "usd": cost / of(N_("money for one US dollar")),
        "ppp": cost / of(N_("money for one international dollar")),
        "expenditure": of(N_("benefits paid")) + of(N_("administration")),
        "per_recipient": each,
        "per_month": each / months,
        "pct_line": each / line,
        "pct_gdp_head": each / (product / people),
        "gap_money": missing,
        "gap": missing / product,
        "line_month": line / months,
        "line_day": line / of(N_("money for one international dollar")) / of(N_("days of a year")),
        "line_share": line / (product / people),
    }
    return known.get(measure)

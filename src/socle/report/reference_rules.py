"""The rulebook as people read it: tables of rules, of what a file may say to one, of where the law uses it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from socle.engine.formula import mathml, symbolic, text
from socle.ground.glossary import GLOSSARY
from socle.ground.words import N_
from socle.model.rulebook import RULES, Rule
from socle.report import code_names, labels
from socle.report.sections import Table
from socle.report.text import Translate, translator
from socle.run.rule_uses import Use

ROOMS: Final = {
    "eligibility": N_("Who"),
    "entitlement": N_("How much"),
    "financing": N_("Who pays"),
    "insurance": N_("What moves it"),
}
KINDS: Final = {
    "money": N_("money"),
    "money by years": N_("money by years of age"),
    "money by count": N_("money by number of persons"),
    "money years": N_("money times years"),
    "share": N_("share"),
    "share by money": N_("share by bracket of money"),
    "share a year": N_("share a year"),
    "ratio": N_("ratio"),
    "number": N_("number"),
    "number by years": N_("number by years of age"),
    "number by column": N_("number by characteristic"),
    "years": N_("years"),
    "months": N_("months"),
    "working days": N_("working days"),
    "condition": N_("condition"),
}
"""Units of the rulebook as pages call them."""
LEVELS: Final = {
    "person": N_("a person"),
    "household": N_("a household"),
    "population": N_("the population"),
}
FLOOR: Final = N_("All countries (law of the floor)")
NO_END: Final = N_("no end")
SHOWN: Final = 20  # uses on a page


def rules_table(lang: str) -> Table:
    """Every rule by room, with its sentence and what it gives."""
    _ = translator(lang)
    every = sorted(RULES.values(), key=lambda one: list(ROOMS).index(one.room))
    groups = tuple(
        (_(ROOMS[room]), tuple((one.name, _(one.sentence), kind(one.gives.word, _)) for one in found))
        for room, found in groupby(every, key=lambda one: one.room)
    )
    return Table(_("Rules of law"), (_("Rule"), _("What it says"), _("What it gives")), groups, words=2)


def keywords_table(rule: Rule, lang: str) -> Table | None:
    """What a file may say to a rule; nothing where there is nothing to say."""
    _ = translator(lang)
    rows = tuple(
        (
            name,
            kind(one.kind.word, _),
            _("must be said")
            if one.required
            else _("{value} if nothing is said").format(value=_default(one.default, _)),
        )
        for name, one in rule.keywords.items()
    )
    head = (_("Keyword"), _("Unit"), _("Must a file say it?"))
    return Table(_("What a file says to this rule"), head, (("", rows),), words=2) if rows else None


def columns_table(rule: Rule, lang: str) -> Table | None:
    """What a rule reads of people; nothing where it reads nothing."""
    _ = translator(lang)
    rows = tuple(
        (name, _(entry.sentence), kind(entry.kind.word, _), _(LEVELS[entry.level]))
        for name, entry in ((name, GLOSSARY[name]) for name in rule.columns)
    )
    head = (_("Column"), _("What it is"), _("Unit"), _("Of whom"))
    return Table(_("What this rule reads of people"), head, (("", rows),), words=3) if rows else None


def uses_table(found: Sequence[Use], lang: str) -> Table | None:
    """Where the law that is shipped uses a rule, in different countries first; nothing where none does."""
    _ = translator(lang)
    shown = _in_turn(found)[:SHOWN]
    rows = tuple(
        (
            code_names.area(one.country, lang) if one.country else _(FLOOR),
            one.place,
            labels.join([f"{name}: {said}" for name, said in one.said]),
            one.where,
        )
        for one in shown
    )
    head = (_("Country"), _("Benefit or scheme"), _("What the law says"), _("File and line"))
    left = len(found) - len(shown)
    notes = (_("{count} more uses are not shown.").format(count=left),) if left else ()
    return Table(_("Where shipped law uses it"), head, (("", rows),), words=3, notes=notes) if rows else None


def _in_turn(found: Iterable[Use]) -> list[Use]:
    """One of each country, then the second of each."""
    met: dict[str, int] = {}
    turned = []
    for one in found:
        met[one.country] = met.get(one.country, 0) + 1
        turned.append((met[one.country], one))
    return [one for _, one in sorted(turned, key=lambda pair: pair[0])]


def kind(word: str, _: Translate) -> str:
    """A unit of the rulebook."""
    return _(KINDS[word])


def _default(value: object, _: Translate) -> str:
    return _(NO_END) if isinstance(value, float) and math.isinf(value) else str(value)


def formula(rule: Rule, lang: str) -> tuple[str, str]:
    """The rule typeset, as MathML, and as a line of text."""
    _, tree = translator(lang), symbolic(rule)
    return mathml(tree, _), text(tree, _)

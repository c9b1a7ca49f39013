"""The catalogue of indicators as people read it: the list, the numbers in a formula, a worked case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from socle.engine.formula import mathml, text
from socle.ground.expression import NUMBER, Node, column
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE, ROOMS
from socle.measure.catalogue_entry import Indicator
from socle.measure.statistics_glossary import STATISTICS
from socle.model.statistic import Given, Statistic
from socle.report import numbers
from socle.report.indicator_tables import TITLES, UNITS, about_of, cited, value_of
from socle.report.sections import Table
from socle.report.text import translator

MEANT: Final = {
    "persons": N_("persons"),
    "money": N_("money"),
    "number": N_("number"),
    "yes or no": N_("yes or no"),
}
BY: Final = {
    "sex": N_("sex"),
    "group": N_("age or group"),
    "function": N_("function"),
    "scheme_type": N_("type of scheme"),
}
MANY: Final = 10000  # from here on numbers are whole


def indicators_table(lang: str) -> Table:
    """Every indicator by chapter."""
    _ = translator(lang)
    groups = tuple(
        (
            _(TITLES[room]),
            tuple(
                (one.code, _(one.title), _(UNITS[one.unit]), series(one))
                for one in CATALOGUE.values()
                if one.room == room
            ),
        )
        for room in ROOMS
    )
    head = (_("Code"), _("Indicator"), _("Unit"), _("Series of others"))
    return Table(_("Catalogue of indicators"), head, groups, words=3)


def series(one: Indicator) -> str:
    """The series of the United Nations and of the ILO that it is."""
    said = (("SDG", one.sdg), ("ILOSTAT", one.ilo))
    return "; ".join(f"{name} {code}" for name, code in said if code) or "–"


def facts(one: Indicator, lang: str) -> tuple[tuple[str, str], ...]:
    """Unit, breakdowns and series of an indicator, each with its name."""
    _ = translator(lang)
    return (
        (_("Unit"), _(UNITS[one.unit])),
        (_("Breakdowns"), ", ".join(_(BY[name]) for name in one.by) or "–"),
        (_("Series of others"), series(one)),
    )


def statistics_table(one: Indicator, lang: str) -> Table:
    """The numbers in its formula and what each of them is."""
    _ = translator(lang)
    rows = tuple((name, _(STATISTICS[name].sentence), _(MEANT[STATISTICS[name].unit])) for name in one.inputs)
    head = (_("Number"), _("What it is"), _("Unit"))
    return Table(_("The numbers in the formula"), head, (("", rows),), words=2)


def worked(known: Sequence[Statistic], code: str) -> Statistic | None:
    """A value of the indicator that was worked out from exact numbers, if there is one."""
    return next((one for one in known if one.indicator == code and one.given and one.value is not None), None)


def case_table(one: Statistic, country: str, lang: str) -> Table:
    """A value with the numbers it was worked out from."""
    _ = translator(lang)
    rows = [
        (name, _exact(given, lang), cited(given.source) if given.source else "–")
        for name, given in one.given.items()
    ]
    rows.append((one.indicator, value_of(one, lang), _("by the formula")))
    about = ", ".join(part for part in (country, about_of(one, lang), str(one.year)) if part)
    caption = _("A worked case: {place}").format(place=about)
    return Table(caption, (_("Number"), _("Value"), _("Source")), (("", tuple(rows)),), words=1)


def _exact(given: Given, lang: str) -> str:
    """As many digits as a reader needs to work the formula out again."""
    if given.value is None:
        return translator(lang)(numbers.UNKNOWN)
    whole = abs(given.value) >= MANY or given.value == round(given.value)
    return numbers.number(given.value, lang, 0 if whole else 2)


def formula(one: Indicator, lang: str) -> tuple[str, str]:
    """The formula typeset, as MathML, and as a line of text."""
    _ = translator(lang)
    symbols: dict[str, Any] = {name: column(name, NUMBER) for name in one.inputs}
    tree: Any = one.function(**symbols)
    assert isinstance(tree, Node)
    return mathml(tree, _), text(tree, _)

"""Countries side by side in words: how far each is from the floor, and what it would cost; each number has its year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from socle.ground.words import N_
from socle.report import findings, labels, numbered, numbers, sections, world_floor_tables
from socle.report.map import NO_DATA
from socle.report.sections import Table
from socle.report.text import Translate, translator
from socle.run.beside import Beside, Number
from socle.run.floor import REFERENCE

Said = Callable[[Beside, float, str], str]

HERE: Final = N_("computed by Socle from the sources below")
GROUPS: Final = {
    N_("Who is covered, and what is missing"): {
        "coverage": N_("Covered by at least one benefit (SDG 1.3.1), % of people"),
        "gap": N_("Financing gap, % of GDP"),
    },
    N_("What a floor would cost"): {
        "cost_gdp": N_("Cost of the floor, % of GDP"),
        "cost_spending": N_("Cost of the floor, % of public spending"),
    },
    N_("What it is measured against"): {
        "line_money": N_("Poverty line, a person a year"),
        "line_ppp": N_("Poverty line, international dollars a day"),
        "line_per_head": N_("Poverty line, % of GDP per head"),
        "worth_children": N_("Benefits for children in force, % of the poverty line"),
        "worth_old_age": N_("Pensions in force that the floor counts, % of the poverty line"),
    },
    N_("People"): {
        "people": N_("Population on 1 July"),
        "old": N_("Aged 65 and over, % of people"),
        "old_ahead": N_("Aged 65 and over by mid-century, % of people"),
    },
}
TITLES: Final = {name: text for group in GROUPS.values() for name, text in group.items()}
DRAWN: Final = ("coverage", "cost_gdp", "cost_spending", "gap", "line_per_head", "old_ahead")
WIDE, ROW = 360, 44  # of a drawing of bars, and of a country in it


def title(shown: Sequence[Beside], lang: str) -> str:
    """The answer as a sentence: from what to what a floor costs."""
    if len(shown) == 1:
        return findings.headline(shown[0].floor, lang)
    return _from_to(shown, "cost_gdp", world_floor_tables.COST, lang)


def lead(shown: Sequence[Beside], lang: str) -> str:
    """How many are covered today, from where to where."""
    return _from_to(shown, "coverage", world_floor_tables.COVERAGE, lang) + "." if len(shown) > 1 else ""


def _from_to(shown: Sequence[Beside], name: str, kind: str, lang: str) -> str:
    values = {one.floor.iso3: known.value for one in shown if (known := one.numbers[name]) is not None}
    return world_floor_tables.found(values, kind, lang)


def table(shown: Sequence[Beside], lang: str) -> Table:
    """Each number with its year and where it comes from, a country a column."""
    _ = translator(lang)
    groups = [(_(text), tuple(_row(shown, name, lang) for name in group)) for text, group in GROUPS.items()]
    heads = tuple(labels.country(one.floor, lang) for one in shown)
    notes = (
        _(
            "The floor is that of the high scenario: health care is counted before what the state already spends "
            "on it. Each country is measured against its own poverty line, so that money does not compare but shares "
            "do."
        ),
        *(
            [_("\u2265: at least; something in this sum is not known and left out.")]
            if any(one and one.partial for beside in shown for one in beside.numbers.values())
            else []
        ),
    )
    caption = _("The countries side by side")
    head = (_("Country"), *heads, _("Year"), _("Source"))
    return Table(caption, head, (*groups, (_("Conventions"), _ratified(shown, lang))), words=1, notes=notes)


def sources(shown: Sequence[Beside], lang: str) -> Table:
    """What all of it rests on, each source once."""
    return sections.source_table(
        list({one.key: one for beside in shown for one in beside.floor.sources}.values()), lang
    )


def _row(shown: Sequence[Beside], name: str, lang: str) -> tuple[str, ...]:
    """A number of each country; its year once where it is the same, else with the countries."""
    known = [(one, found) for one in shown if (found := one.numbers[name]) is not None]
    years = dict.fromkeys(str(found.year) for _one, found in known)
    if len(years) > 1:
        years = dict.fromkeys(f"{labels.country(one.floor, lang)} {found.year}" for one, found in known)
    cells = (_cell(one, name, lang) for one in shown)
    return translator(lang)(TITLES[name]), *cells, ", ".join(years), origins(shown, name, lang)


def _origin(beside: Beside, one: Number, _: Translate) -> str:
    return labels.cited(beside.floor, one.source) if one.source else _(HERE)


def _cell(beside: Beside, name: str, lang: str) -> str:
    one = beside.numbers[name]
    if one is None:
        return translator(lang)(NO_DATA)
    text = numbers.at_least(_SAID.get(name, _share)(beside, one.value, lang), one.partial)
    used = next((line.name for line in beside.floor.lines if line.used), "")
    what, measure = _OPENS[name]
    scenario = REFERENCE if what.startswith("sum.") else ""
    return numbered.names(beside.floor)(
        text, what.format(line=used), measure, scenario=scenario, year=_year(beside, name, one)
    )


def _year(beside: Beside, name: str, one: Number) -> int:
    """The year in which a number is explained: what is published has its own."""
    return beside.floor.base_year if name == "coverage" else one.year


def _share(_beside: Beside, value: float, lang: str) -> str:
    return numbers.share_in_column(value, lang)


_SAID: Final[dict[str, Said]] = {
    "line_money": lambda beside, value, lang: numbers.money(value, beside.floor.currency, lang),
    "line_ppp": lambda _, value, lang: numbers.number(value, lang, 2),
    "people": lambda _, value, lang: numbers.persons(value, lang),
}


_OPENS: Final = {
    "coverage": ("published.coverage_any", "share"),
    "gap": ("gap.total", "gap"),
    "cost_gdp": ("sum.total", "pct_gdp"),
    "cost_spending": ("sum.total", "pct_government_expenditure"),
    "line_money": ("line.{line}", "line"),
    "line_ppp": ("line.{line}", "line_day"),
    "line_per_head": ("line.{line}", "line_share"),
    "worth_children": ("worth.children", "pct_line"),
    "worth_old_age": ("worth.old_age", "pct_line"),
    "people": ("people.0-100", "persons"),
    "old": ("people.65-100", "of_residents"),
    "old_ahead": ("people.65-100", "of_residents"),
}
"""What explains a number, and its measure."""


def _ratified(shown: Sequence[Beside], lang: str) -> tuple[tuple[str, ...], ...]:
    """A row a Convention of which a register is held: since when."""
    _ = translator(lang)
    rows = []
    for at, first in enumerate(shown[0].ratified):
        held = [one.ratified[at].held for one in shown]
        since = (one.registered if one else _("none known") for one in held)
        title = _("{code}: ratified").format(code=first.convention)
        until = _("Register of ratifications, complete to {day}")
        rows.append((title, *since, "", until.format(day=numbers.day(first.complete_to, lang))))
    return tuple(rows)


def figures(shown: Sequence[Beside], lang: str) -> tuple[tuple[str, str, str], ...]:
    """What is drawn: its name, what it shows, and where its numbers come from."""
    _ = translator(lang)
    told = _("Source: {source}.")
    return tuple(
        (name, _(TITLES[name]), told.format(source=found) if (found := origins(shown, name, lang)) else "")
        for name in DRAWN
    )


def drawings(shown: Sequence[Beside], lang: str) -> dict[str, str]:
    """Bars by number, the largest first; grey and in words where it is not known."""
    return {name: _bars(shown, name, lang) for name in DRAWN}


def origins(shown: Sequence[Beside], name: str, lang: str) -> str:
    """Where the numbers of a drawing come from."""
    _ = translator(lang)
    found = dict.fromkeys(_origin(one, known, _) for one in shown if (known := one.numbers[name]))
    return "; ".join(found)


def _bars(shown: Sequence[Beside], name: str, lang: str) -> str:
    def largest(one: Beside) -> float:
        known = one.numbers[name]
        return -1.0 if known is None else known.value

    ordered = sorted(shown, key=largest, reverse=True)
    most = max(largest(ordered[0]), 0.0)
    said = escape(translator(lang)(TITLES[name]))
    described = escape("; ".join(f"{_called(one, name, lang)}: {_cell(one, name, lang)}" for one in ordered))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bars" viewBox="0 0 {WIDE} {ROW * len(shown)}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{said}</title>'
        f'<desc id="{name}-desc">{described}</desc>'
    ]
    for at, one in enumerate(ordered):
        parts.append(_bar(one, name, ROW * at, most, lang))
    return "".join([*parts, "</svg>"])


def _called(one: Beside, name: str, lang: str) -> str:
    known, country = one.numbers[name], labels.country(one.floor, lang)
    return f"{country}, {known.year}" if known else country


def _bar(one: Beside, name: str, top: int, most: float, lang: str) -> str:
    known = one.numbers[name]
    called, cell = escape(_called(one, name, lang)), escape(_cell(one, name, lang))
    label = f'<text y="{top + 14}">{called}</text>'
    if known is None:
        empty = f'<rect class="none" y="{top + 19}" width="80" height="16"/>'
        return f'{label}{empty}<text x="88" y="{top + 32}">{cell}</text>'
    long = known.value / most * (WIDE - 80) if most else 0.0
    return (
        f'{label}<rect class="bar" y="{top + 19}" width="{long:.1f}" height="16"/>'
        f'<text x="{long + 6:.1f}" y="{top + 32}">{cell}</text>'
    )

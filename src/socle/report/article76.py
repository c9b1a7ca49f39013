"""The statistics that Article 76 of Convention 102 asks of a State that has ratified, as a workbook to complete.

Every yellow cell holds what is known, with source and date, or is empty and says that it is to be filled: nothing is
put in its place. Percentages are formulas over the yellow cells.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.practice import EARNINGS, INPUTS, LABOURER, PROTECTED, SKILLED, Input
from socle.model.standard import Grounds, Part, Requirement, Way
from socle.model.verdict import Assessment, PartVerdict, Verdict
from socle.report import assessment_sections as sections
from socle.report import assessment_words as words
from socle.report import covers
from socle.report.assessment_tests_sheet import fit
from socle.report.assessment_tests_sheet import unit as unit_of
from socle.report.assessment_words import Checked, Told
from socle.report.spreadsheet import BASE, YELLOW, Sheet, Styles
from socle.report.text import known, named, translator
from socle.report.workbook import UNDATED

CODE: Final = "C102"
WIDTHS: Final = (70, 24, 14, 16, 16, 42, 12, 30)
PATTERNS: Final = {"share": "0.0%", "money": "#,##0.00", "persons": "#,##0"}
TITLES: Final = {
    "persons": N_("Persons protected"),
    "level": N_("Benefit of the standard beneficiary"),
    "value": N_("Total value of family benefits"),
    "limit": N_("Qualifying periods, waiting, duration and age"),
    "employees_share": N_("Financing"),
}
"""What Article 76 asks for, by the kind of test."""
WORKED: Final = ("benefit", "allowances_during", "reference_wage", "allowances_at_work")
"""Figures of a level that the engine worked out from the law."""
HOW: Final = (
    N_(
        "Article 76 asks a State for evidence, by statistics, that the numbers of persons protected, the benefits, "
        "their duration and their financing are those of the Parts it has accepted."
    ),
    N_("Yellow cells hold what is known, with its source and date. Empty yellow cells are to be filled."),
    N_("Percentages are formulas: they follow the yellow cells. Nothing has been estimated to fill a gap."),
    N_("Check the headings against the report form in force before you send it."),
)


@dataclass(frozen=True)
class Fact:
    """A line of the form: what it is, what is known, and what the text asks."""

    title: str
    unit: str
    known: Input | None = None
    key: str = ""
    asked: str = ""
    grounds: Grounds | None = None
    percent_of: bool = False  # a formula: the line two above over the line above
    ratio: bool = False  # a formula: the four lines above as benefit and wage with their allowances


@dataclass
class Form:
    """The workbook as it is written."""

    checked: Checked
    found: Assessment
    lang: str
    styles: Styles
    looks: Mapping[str, Any]
    empty: dict[str, int] = field(default_factory=dict)  # sheet -> cells to be filled

    @property
    def told(self) -> Told:
        return Told(self.checked.practice, self.found.instrument, self.lang)


def of_c102(checked: Checked) -> Assessment:
    """The assessment of Convention 102, or a refusal."""
    for one in checked.assessments:
        if one.instrument.code == CODE:
            return one
    raise Refusal(
        "Article 76 is of {code}, which was not checked here: check it as well.",
        code=CODE,
        where=checked.practice.iso3,
    )


def write(checked: Checked, found: Assessment, path: Path, lang: str) -> None:
    """Write the statistics to `path`: a sheet for each Part, one for what is of all, and a first that says how."""
    from xlsxwriter import Workbook

    _ = translator(known(lang))
    workbook = Workbook(str(path), {"nan_inf_to_errors": False, "strings_to_formulas": False})
    country = words.clean(named(checked.practice.name, lang))
    workbook.set_properties({"title": country, "created": UNDATED})
    form = Form(checked, found, lang, Styles(workbook, 0.0), _looks(workbook))
    first = Sheet(workbook, form.styles, _("Article 76"), _)
    sheets = []
    for one in (*found.parts, *found.common):
        if facts(one, form.told):
            sheet = Sheet(workbook, form.styles, _("Part {name}").format(name=one.part.name), _)
            _part(sheet, form, one)
            sheets.append(sheet)
    _first(first, form)
    print_ = Sheet(workbook, form.styles, _("Fingerprint"), _)
    covers.fingerprint(print_, checked.trace, _)
    for sheet in (first, *sheets, print_):
        sheet.finish()
    workbook.close()


def _looks(workbook: Any) -> dict[str, Any]:
    made = {"": workbook.add_format(BASE | YELLOW | {"num_format": "General", "align": "right"})}
    for unit, pattern in PATTERNS.items():
        made[unit] = workbook.add_format(BASE | YELLOW | {"num_format": pattern, "align": "right"})
    made["words"] = workbook.add_format(BASE | YELLOW | {"text_wrap": True})
    made["formula"] = workbook.add_format(BASE | {"num_format": "0.0%", "bold": True})
    made["group"] = workbook.add_format(BASE | {"bold": True, "bg_color": "#EEEEEE"})
    return made


def _first(sheet: Sheet, form: Form) -> None:
    """What the workbook is, and how many cells of each Part are to be filled."""
    _, practice = form.told._, form.checked.practice
    sheet.page.set_column(0, 0, 60)
    sheet.page.set_column(1, 1, 20)
    title = _("{country}, {year}: statistics for Article 76 of Convention 102")
    country = words.clean(named(practice.name, form.lang))
    sheet.say(title.format(country=country, year=practice.year), sheet.styles.title, skip=1)
    for text in HOW:
        sheet.page.merge_range(sheet.row, 0, sheet.row, 5, _(text), sheet.styles.wrapped)
        sheet.page.set_row(sheet.row, 28)
        sheet.row += 1
    sheet.row += 1
    sheet.cells((_("Part"), _("Cells to be filled")), sheet.styles.head)
    for name, count in form.empty.items():
        sheet.page.write_string(sheet.row, 0, name, sheet.styles.wrapped)
        sheet.page.write_number(sheet.row, 1, count, sheet.styles.plain)
        sheet.row += 1


def facts(one: PartVerdict, told: Told) -> dict[str, list[Fact]]:
    """The lines of a Part, by what they are about."""
    found: dict[str, list[Fact]] = {}
    for at, requirement in enumerate(one.part.requirements):
        make = LINES.get(requirement.kind)
        if make is None:
            continue
        verdict = one.verdicts[at] if at < len(one.verdicts) else None
        lines = list(make(one.part, requirement, verdict, told))
        if lines:
            found.setdefault(requirement.kind, []).extend(lines)
    return found


def _persons(part: Part, requirement: Requirement, _verdict: Verdict | None, told: Told) -> Iterator[Fact]:
    """Numbers protected and those of whom they are a share, for each way."""
    for way in requirement.ways:
        if "share_of" not in way.facts:
            continue
        above, below = PROTECTED[str(way.facts["share_of"])]
        yield _fact(f"branch.{part.branch}.{above}", told, way.grounds)
        of_branch = below == "poor"
        yield _fact(f"branch.{part.branch}.{below}" if of_branch else below, told, way.grounds)
        yield _percentage(way, told)


def _percentage(way: Way, told: Told) -> Fact:
    asked = _asked(way, "at_least", "share", told)
    return Fact(told._("Protected, % of these"), "share", None, "", asked, way.grounds, percent_of=True)


def _asked(way: Way, side: str, unit: str, told: Told) -> str:
    if side not in way.facts:
        return ""
    relation = ">=" if side == "at_least" else "<="
    return words.required(Verdict("", way.grounds, "", None, float(way.facts[side]), unit, relation), told)


def _fact(key: str, told: Told, grounds: Grounds | None = None, asked: str = "") -> Fact:
    return Fact(
        words.sentence(key, told.lang), words.unit(key), told.practice.inputs.get(key), key, asked, grounds
    )


def _limits(_part: Part, requirement: Requirement, _verdict: Verdict | None, told: Told) -> Iterator[Fact]:
    """Periods and ages of each benefit relied on."""
    for way in requirement.ways:
        if "input" not in way.facts:
            continue
        name = str(way.facts["input"])
        side = "at_least" if "at_least" in way.facts else "at_most"
        asked = _asked(way, side, str(way.facts.get("unit", INPUTS[name][0])), told)
        benefits = told.practice.relied_on(requirement.contingency) if requirement.contingency else ()
        keys = [f"benefit.{benefit}.{name}" for benefit in benefits] or (
            [f"benefit.{requirement.contingency}.{name}"] if requirement.contingency else [name]
        )
        yield from (_fact(key, told, way.grounds, asked) for key in keys)


def _levels(_part: Part, requirement: Requirement, verdict: Verdict | None, told: Told) -> Iterator[Fact]:
    """How each benefit is worked out; reference wages; benefit and allowances against wage and allowances."""
    practice, beneficiary = told.practice, str(requirement.facts.get("beneficiary", ""))
    for benefit in practice.relied_on(requirement.contingency) or (requirement.contingency,):
        key = f"benefit.{benefit}.formula"
        yield _fact(key, told, requirement.grounds)
        kind = getattr(practice.value(key), "kind", None)
        options = {**SKILLED, **LABOURER} if kind is None else SKILLED if kind == EARNINGS else LABOURER
        yield from (_fact(name, told, requirement.grounds) for name in dict.fromkeys(options.values()))
        yield _fact("family_allowance", told, requirement.grounds)
        yield _fact(f"benefit.{benefit}.allowances_continue", told, requirement.grounds)
    held = told.instrument.beneficiaries.get(beneficiary)
    title = words.clean(named(held["title"], told.lang)) if held else ""
    every = [one for one in verdict.leaves() if one.figures] if verdict else []
    leaves = {(one.alternative, *one.figures.values()): one for one in every}.values()
    worked: list[Verdict | None] = [*leaves] or [None]
    for leaf in worked:
        yield from _worked(leaf, requirement, told, title)


def _worked(leaf: Verdict | None, requirement: Requirement, told: Told, who: str) -> Iterator[Fact]:
    """What the engine worked out for one reference wage, as lines that a formula joins."""
    _ = told._
    if leaf is not None and not {"benefit", "reference_wage"} <= set(leaf.figures):
        return
    by = _by(leaf, told) if leaf else ""
    origin = _("worked out by Socle from the law")
    for name in WORKED:
        value = leaf.figures.get(name, 0.0) if leaf else None
        title = " · ".join(filter(None, (_(INPUTS[name][1]), who if name == "benefit" else "", by)))
        held = None if value is None else Input(value, origin, str(told.practice.year), "law")
        yield Fact(title, "money", held, "", "", requirement.grounds)
    asked = words.required(leaf, told) if leaf else _rate(requirement, told)
    title = _("(Benefit + allowances) over (wage + allowances)")
    yield Fact(title, "share", None, "", asked, (leaf or requirement).grounds, ratio=True)


def _by(leaf: Verdict, told: Told) -> str:
    """The reference wage, and after how many years."""
    years = leaf.figures.get("service_years", 0.0)
    after = words.measured(years, "years", told) if years else ""
    return " · ".join(filter(None, (words.way(leaf, told), after)))


def _rate(requirement: Requirement, told: Told) -> str:
    rate = requirement.facts.get("rate")
    if rate is None:
        return ""
    return words.required(Verdict("", requirement.grounds, "", None, float(rate), "share"), told)


def _family(_part: Part, requirement: Requirement, _verdict: Verdict | None, told: Told) -> Iterator[Fact]:
    """Article 44: children, the labourer's wage, the value of all family benefits."""
    for name in ("family_benefits", *dict.fromkeys(LABOURER.values())):
        yield _fact(name, told, requirement.grounds)
    for way in requirement.ways:
        if "children" in way.facts:
            rate = words.required(Verdict("", way.grounds, "", None, float(way.facts["rate"]), "share"), told)
            yield _fact(str(way.facts["children"]), told, way.grounds, rate)


def _financing(_part: Part, requirement: Requirement, _verdict: Verdict | None, told: Told) -> Iterator[Fact]:
    """Article 71: what employees bear of all resources."""
    yield _fact("employee_contributions", told, requirement.grounds)
    yield _fact("protection_resources", told, requirement.grounds)
    way = requirement.ways[0] if requirement.ways else Way(requirement.grounds)
    asked = _asked(way, "at_most", "share", told)
    yield replace(_percentage(way, told), title=told._("Borne by employees, % of these"), asked=asked)


LINES: Final = {
    "persons": _persons,
    "level": _levels,
    "value": _family,
    "limit": _limits,
    "employees_share": _financing,
}


def _part(sheet: Sheet, form: Form, one: PartVerdict) -> None:
    """The lines of a Part under their headings."""
    _ = form.told._
    for column, width in enumerate(WIDTHS):
        sheet.page.set_column(column, column, width)
    title = words.part_title(one.part.name, one.part.title, form.lang)
    sheet.say(title, sheet.styles.title, skip=1)
    heads = (_("What it is"), _("Value"), _("Unit"), _("Required"), _("Article"), _("Source"), _("Date"))
    sheet.cells((*heads, _("Mark")), sheet.styles.head)
    sheet.page.freeze_panes(sheet.row, 1)
    form.empty[title] = 0
    for kind, lines in facts(one, form.told).items():
        for column in range(len(WIDTHS)):
            sheet.page.write_string(
                sheet.row, column, _(TITLES[kind]) if column == 0 else "", form.looks["group"]
            )
        sheet.row += 1
        for line in (
            {(each.key, each.asked, each.title): each for each in lines}.values()
            if kind == "limit"
            else lines
        ):
            form.empty[title] += _line(sheet, form, line)


def _line(sheet: Sheet, form: Form, line: Fact) -> int:
    """One line; 1 if its cell is to be filled."""
    told, row = form.told, sheet.row
    unit = unit_of(line.unit, told)
    article = words.article(line.grounds.article, told.instrument, told.lang) if line.grounds else ""
    source = sections.source(line.known, told.lang) if line.known else ""
    marks = [told._("unverified")] if line.grounds and not line.grounds.verified else []
    empty = line.known is None and not (line.percent_of or line.ratio)
    marks += [told._("to be filled")] if empty else []
    date = words.clean(line.known.date) if line.known else ""
    texts = (line.title, "", unit, line.asked, article, source, date, " · ".join(marks))
    formula = words.formula(line.known.value, told) if line.known and line.unit == "formula" else ""
    fit(sheet, row, dict(enumerate((line.title, formula, *texts[2:]))), WIDTHS)
    sheet.cells(texts)
    if line.percent_of or line.ratio:
        _formula(sheet, form, line, row)
    elif line.known is None:
        sheet.page.write_blank(row, 1, None, form.looks.get(line.unit, form.looks[""]))
    else:
        _value(sheet, form, line.known, (row, line))
    return int(empty)


def _value(sheet: Sheet, form: Form, one: Input, place: tuple[int, Fact]) -> None:
    row, line = place
    look = form.looks.get(line.unit, form.looks[""])
    number = isinstance(one.value, int | float) and not isinstance(one.value, bool)
    if number and math.isfinite(one.value):
        sheet.page.write_number(row, 1, one.value, look)
    elif number or isinstance(one.value, bool):
        sheet.page.write_string(row, 1, words.given(line.key, one, form.told), look)
    else:
        sheet.page.write_string(row, 1, words.formula(one.value, form.told), form.looks["words"])


def _formula(sheet: Sheet, form: Form, line: Fact, row: int) -> None:
    """A percentage over the lines above; empty while one of them is."""
    cells = [f"B{row + 1 - above}" for above in ((2, 1) if line.percent_of else (4, 3, 2, 1))]
    known = f"COUNT({','.join(cells)})={len(cells)}"
    over = f"{cells[0]}/{cells[1]}" if line.percent_of else f"({cells[0]}+{cells[1]})/({cells[2]}+{cells[3]})"
    sheet.page.write_formula(
        row, 1, f'=IF({known},{over},"")', form.looks["formula"], _stored(sheet, line, row)
    )


def _stored(sheet: Sheet, line: Fact, row: int) -> float | str:
    """What the formula gives, kept for readers that do not compute."""
    held = [_at(sheet, row - above) for above in ((2, 1) if line.percent_of else (4, 3, 2, 1))]
    numbers = [one for one in held if one is not None]
    if len(numbers) < len(held):
        return ""
    above, below = (numbers[0], numbers[1]) if line.percent_of else (sum(numbers[:2]), sum(numbers[2:]))
    return above / below if below else ""


def _at(sheet: Sheet, row: int) -> float | None:
    cell = sheet.page.table.get(row, {}).get(1)
    return getattr(cell, "number", None)


def needed(one: PartVerdict, told: Told) -> Sequence[str]:
    """Keys of the practice that a Part's statistics show."""
    return tuple(dict.fromkeys(line.key for lines in facts(one, told).values() for line in lines if line.key))

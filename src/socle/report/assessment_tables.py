"""An assessment in a terminal: the answer, the Parts, then test by test; a table of countries by instruments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final
from unicodedata import combining, normalize

from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.verdict import FAIL, PASS, UNKNOWN, Assessment, PartVerdict
from socle.report import assessment_shown as shown
from socle.report import assessment_words as words
from socle.report import numbered, numbers, plain_table
from socle.report.assessment_shown import Missing, Shown, ShownPart
from socle.report.assessment_words import Checked, Told
from socle.report.listing import WIDTH, folded, told
from socle.report.reweight_tables import flag_lines
from socle.report.sections import Table
from socle.report.text import named, translator

ACROSS: Final = 8  # instruments side by side, so that a line fits
STEP: Final = "  "
FLOORS: Final = "R202"
GUARANTEES: Final = N_(
    "Whom the law names and reaches, and with how much of a threshold of the country's choice, is not judged here but "
    "by `socle standards floor {country}`."
)


def assessment_text(
    checked: Checked, lang: str, details: bool = False, part: str = "", files: Iterable[Path] = ()
) -> str:
    """The answer and the Parts of each instrument; with `details` or for one `part` every test and way."""
    _ = translator(lang)
    chosen = with_part(checked.assessments, part)
    lines: list[str] = []
    for one in chosen:
        lines += [*_instrument(one, Told(checked.practice, one.instrument, lang), details, part), ""]
    lines += flag_lines(checked.practice.flags, lang)
    if any(one.instrument.code == FLOORS for one in chosen):
        lines += folded(_(GUARANTEES).format(country=words.clean(checked.practice.iso3)))
    if not (details or part):
        lines += folded(_("Test by test, with what is missing: --details, or --part V for one Part."))
    written = [str(path) for path in files]
    lines += ["", _("Written:"), *(f"  {path}" for path in written)] if written else []
    return numbers.plain("\n".join(lines).rstrip("\n")) + "\n"


def with_part(assessments: Sequence[Assessment], part: str) -> list[Assessment]:
    """The instruments that have this Part, or all; a refusal with the nearest name where none has it."""
    if not part:
        return list(assessments)
    names = [one.part.name for found in assessments for one in (*found.parts, *found.common)]
    if part not in names:
        raise Refusal(
            "There is no Part `{part}` here: there are {parts}.",
            nearest=nearest(part, names),
            part=part,
            parts=", ".join(dict.fromkeys(names)),
        )
    return [one for one in assessments if part in _names(one)]


def _names(found: Assessment) -> set[str]:
    return {one.part.name for one in (*found.parts, *found.common)}


def _instrument(found: Assessment, about: Told, details: bool, part: str) -> list[str]:
    """One instrument: its answer, its Parts, the ratification test, and what was not read in a text."""
    _, lang = about._, about.lang
    lines = told(shown.headline(found, about), *(shown.ratification(found, about)))
    lines += ["", *plain_table.lines(parts_table(found, about), WIDTH)]
    unsure = shown.unverified(found, about.practice, lang)
    if unsure:
        lines += folded(
            _("{count} figures and rules used here are unverified: not read in the text.").format(
                count=len(unsure)
            )
        )
    if details or part:
        for one in (*found.parts, *found.common):
            if part in ("", one.part.name):
                lines += ["", *part_lines(shown.shown_part(one, about, one in found.common), about)]
    return lines


def parts_table(found: Assessment, about: Told) -> Table:
    """Each Part: its result, how many of its tests are met, not met and unknown, and what of it is unverified."""
    _, lang = about._, about.lang
    unsure = Counter(one.part for one in shown.unverified(found, about.practice, lang))
    head = (_("Part"), _("Result"), _("Met"), _("Not met"), _("Unknown"), _("Unverified"))
    groups = [("", tuple(_row(one, lang, unsure) for one in found.parts))]
    if found.common:
        groups.append((_("Whichever are accepted"), tuple(_row(one, lang, unsure) for one in found.common)))
    caption = f"{found.instrument.code} · {words.clean(named(found.instrument.title, lang))}"
    return Table(caption, head, tuple(groups))


def _row(one: PartVerdict, lang: str, unsure: Mapping[str, int]) -> tuple[str, ...]:
    counts = [sum(each.status == status for each in one.verdicts) for status in (PASS, FAIL, UNKNOWN)]
    result = f"{words.SIGNS[one.status]} {words.status(one.status, lang)}"
    name = words.part_title(one.part.name, one.part.title, lang)
    numbers_ = (numbers.number(count, lang) for count in (*counts, unsure[one.part.name]))
    return (name, result, *(numbered.leading(text, f"p-{one.part.name}") for text in numbers_))


def part_lines(one: ShownPart, about: Told) -> list[str]:
    """A Part, test by test, and what is missing."""
    _ = about._
    unsure = "" if one.verified else f" [{_('unverified')}]"
    head = _("{title}: {text}").format(
        title=f"{about.instrument.code}, {one.title} ({one.article}){unsure}", text=f"{one.sign} {one.word}"
    )
    lines = [*folded(head), "-" * min(WIDTH, len(head))]
    for test in one.tests:
        lines += [*_lines(test, about, 0)]
    return lines + missing_lines(one.missing, about)


def _lines(one: Shown, about: Told, depth: int) -> list[str]:
    """A test or a way: its result, what it is, value against what is asked; then why, and its ways."""
    _ = about._
    start = STEP * depth
    unsure = "" if one.verified else f" [{_('unverified')}]"
    text = f"{one.sign} {one.word} · {one.text}{unsure}"
    lines = folded(text, start, start + STEP * 2)
    for note in one.notes:
        lines += folded(note, start + STEP * 2, start + STEP * 2)
    for way in one.ways:
        lines += _lines(way, about, depth + 2)
    return lines


def missing_lines(missing: Sequence[Missing], about: Told) -> list[str]:
    """What is not known and where to give it."""
    if not missing:
        return []
    _ = about._
    iso3 = words.clean(about.practice.iso3)
    lines = folded(_("Not known, so a result is unknown. Give it in the form that this writes:"))
    lines.append(f"  socle standards template --country {iso3} -o standards.xlsx")
    for one in missing:
        lines += folded(f"{one.sentence} [{one.key}]", "  * ", "    ")
    return lines


def all_text(all_checked: Sequence[Checked], lang: str, files: Iterable[Path] = ()) -> str:
    """Countries by instruments, Parts met / not met / unknown, Conventions before Recommendations."""
    _ = translator(lang)
    lines = folded(
        _("{count} countries: Parts met / not met / unknown of each instrument.").format(
            count=len(all_checked)
        )
    )
    kinds = {one.instrument.code: one.instrument.kind for held in all_checked for one in held.assessments}
    for kind in dict.fromkeys(kinds.values()):
        codes = [code for code, its in kinds.items() if its == kind]
        for begin in range(0, len(codes), ACROSS):
            table = all_table(all_checked, lang, codes[begin : begin + ACROSS])
            lines += ["", *plain_table.lines(table, WIDTH)]
    lines += ["", *plain_table.lines(decided_table(all_checked, lang), WIDTH)]
    lines += ["", *folded(_("✓ after the counts: the instrument can be ratified on what is known."))]
    written = [str(path) for path in files]
    lines += ["", _("Written:"), *(f"  {path}" for path in written)] if written else []
    return numbers.plain("\n".join(lines)) + "\n"


def all_table(all_checked: Sequence[Checked], lang: str, codes: Collection[str] = ()) -> Table:
    """Countries down, instruments across: how many Parts are met, not met and unknown."""
    _ = translator(lang)
    every = list(dict.fromkeys(one.instrument.code for held in all_checked for one in held.assessments))
    chosen = [code for code in every if not codes or code in codes]
    rows = []
    for held in _by_name(all_checked, lang):
        by_code = {one.instrument.code: one for one in held.assessments}
        cells = (numbered.leading(_cell(by_code.get(code)), f"h-{code}") for code in chosen)
        rows.append((_country(held, lang), *cells))
    return Table("", (_("Country"), *chosen), (("", tuple(rows)),))


def decided_table(all_checked: Sequence[Checked], lang: str) -> Table:
    """How many tests of all instruments are met, not met and unknown: how much is known of each country."""
    _ = translator(lang)
    rows = []
    for held in _by_name(all_checked, lang):
        statuses = [
            test.status
            for one in held.assessments
            for part in (*one.parts, *one.common)
            for test in part.verdicts
        ]
        counts = (numbers.number(statuses.count(status), lang) for status in (PASS, FAIL, UNKNOWN))
        rows.append((_country(held, lang), *counts))
    head = (_("Country"), _("Met"), _("Not met"), _("Unknown"))
    return Table(_("Tests of all these instruments"), head, (("", tuple(rows)),))


def _by_name(all_checked: Sequence[Checked], lang: str) -> list[Checked]:
    """As a reader looks for them: an accent does not send a name to the end."""

    def plain(held: Checked) -> str:
        letters = normalize("NFKD", _country(held, lang))
        return "".join(letter for letter in letters if not combining(letter)).casefold()

    return sorted(all_checked, key=plain)


def _country(held: Checked, lang: str) -> str:
    return words.clean(named(held.practice.name, lang))


def _cell(found: Assessment | None) -> str:
    if found is None:
        return "–"
    by_status = shown.counted(found)
    counts = "/".join(str(len(by_status[status])) for status in (PASS, FAIL, UNKNOWN))
    can = found.acceptance is not None and found.acceptance.status == PASS
    return counts + words.SIGNS[PASS] if can else counts

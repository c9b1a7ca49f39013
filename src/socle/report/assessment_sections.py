"""The tables of the page and the workbook of an assessment: what is not met, not known, used, and not verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from socle.ground.words import N_
from socle.model.observation import FINAL, STATUSES
from socle.model.practice import Input
from socle.model.verdict import FAIL, UNKNOWN, Assessment, Verdict
from socle.report import assessment_shown as shown
from socle.report import assessment_words as words
from socle.report import numbered
from socle.report.assessment_words import Checked, Told
from socle.report.sections import Table
from socle.report.text import named, translator

METHOD = (
    N_("Each Part is tested article by article: met, not met, unknown or not applicable."),
    N_(
        "A Part is met only if none of its tests is not met and none is unknown. What is not known is never taken "
        "for met."
    ),
    N_("Of several ways of an article one is enough, and all are shown."),
    N_(
        "The level of a benefit is (benefit + family allowances while it is paid) over (reference wage + family "
        "allowances at work), for the standard beneficiary of the Part; below a ceiling it must hold at every lower "
        "wage as well."
    ),
    N_(
        "Where a State may choose among reference wages, each that is known is computed; a result that depends on "
        "the choice says so."
    ),
    N_(
        "Figures of an instrument that were not read in its text are marked unverified: check them before use."
    ),
    N_(
        "This is a calculation for those who decide; it is not a legal opinion, and binds no supervisory body."
    ),
)


@dataclass(frozen=True)
class Chapter:
    """A further section of the report: reforms with their cost, the guarantees of a floor."""

    title: str
    lead: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    sources: tuple[str, ...] = ()


def tests(found: Assessment) -> Iterator[tuple[str, Verdict]]:
    """Every test with the name of its Part."""
    for one in (*found.parts, *found.common):
        for verdict in one.verdicts:
            yield one.part.name, verdict


def failing(checked: Checked, lang: str) -> Table | None:
    """What is not met, test by test: the way that comes nearest, with value against what is asked."""
    _ = translator(lang)
    rows = []
    for found in checked.assessments:
        told = Told(checked.practice, found.instrument, lang)
        for part, verdict in tests(found):
            if verdict.status == FAIL:
                rows.append((_place(found, part, lang), *_failed(verdict, told)))
    head = (_("Part"), _("Test"), _("Article"), _("Found and required"), _("Figure of the text"))
    return _table(_("What is not met"), head, rows)


def _failed(verdict: Verdict, told: Told) -> tuple[str, ...]:
    """A test that is not met: what lacks of several things that must all hold, else what comes nearest."""
    lacking = [words.way(one, told) for one in verdict.verdicts if one.status == FAIL]
    said = [", ".join(lacking)] if verdict.joined == "all" else [words.compared(verdict, told)]
    why = words.reason(verdict, told)
    said = [why] if why and verdict.relation == "yes" and not verdict.verdicts else [*said, why]
    sure_ = all(words.verified(one, verdict) for _depth, one in verdict.every() if one.status == FAIL)
    title = words.title_of(verdict, told.lang)
    figures = shown.rests_on(words.joined(said, told.lang), verdict, told)
    return (title, _article(verdict, told), figures, sure(sure_, told.lang))


def open_(checked: Checked, lang: str) -> Table | None:
    """What is not known, and under which key to give it."""
    _ = translator(lang)
    needed: dict[shown.Missing, list[str]] = {}
    for found in checked.assessments:
        for part, verdict in tests(found):
            if verdict.status == UNKNOWN:
                for one in shown.missing([verdict], lang):
                    needed.setdefault(one, []).append(_place(found, part, lang))
    rows = [(one.sentence, one.key, ", ".join(dict.fromkeys(places))) for one, places in needed.items()]
    return _table(_("What is not known"), (_("What it is"), _("Key in the form"), _("Needed for")), rows)


def evidence(checked: Checked, lang: str) -> Table | None:
    """Every input that a test used, with where it comes from and of when."""
    _ = translator(lang)
    practice = checked.practice
    told = Told(practice, checked.assessments[0].instrument, lang)
    rows = [
        (
            numbered.placed(words.sentence(key, lang), shown.place(key)),
            words.given(key, one, told),
            source(one, lang),
            words.clean(one.date) or _("no date"),
            words.clean(key),
        )
        for key, one in used(checked).items()
    ]
    head = (_("Input"), _("Value"), _("Source"), _("Date"), _("Key"))
    return _table(_("Inputs used"), head, rows)


def used(checked: Checked) -> dict[str, Input]:
    """The inputs that some test used, in the order of the practice."""
    keys = {
        key
        for found in checked.assessments
        for _, test in tests(found)
        for _, one in test.every()
        for key in one.inputs
    }
    return {key: one for key, one in checked.practice.inputs.items() if key in keys}


def source(one: Input, lang: str) -> str:
    """Where an input comes from, and how sure it is where it is not final."""
    _ = translator(lang)
    origin = _(words.ORIGINS[one.origin]) if one.origin in words.ORIGINS else words.clean(one.origin)
    unsure = "" if one.status == FINAL else _(STATUSES[one.status])
    said = [words.clean(one.source), origin, words.clean(one.where), unsure]
    return " · ".join(part for part in said if part)


def unverified(checked: Checked, lang: str) -> Table | None:
    """Every figure and rule that was not read in its text."""
    _ = translator(lang)
    rows = [
        (f"{one.code} {one.part}".strip(), one.test, one.article, one.asked)
        for found in checked.assessments
        for one in shown.unverified(found, checked.practice, lang)
    ]
    caption = _("Unverified: figures and rules not read in the text of the instrument")
    return _table(caption, (_("Part"), _("Test"), _("Article"), _("Required")), rows)


def read_in(found: Sequence[Assessment], lang: str) -> Table | None:
    """The texts in which the figures of the instruments were read."""
    _ = translator(lang)
    rows = [
        (one.instrument.code, words.clean(named(one.instrument.title, lang)), key, words.clean(text))
        for one in found
        for key, text in one.instrument.sources.items()
    ]
    return _table(_("Texts read"), (_("Instrument"), _("Title"), _("Mark"), _("What was read")), rows)


def sure(verified: bool, lang: str) -> str:
    """Whether the figure of the text was read in it."""
    _ = translator(lang)
    return _("read in the text") if verified else _("unverified")


def _article(one: Verdict, told: Told) -> str:
    return words.article(one.grounds.article, told.instrument, told.lang)


def _place(found: Assessment, part: str, lang: str) -> str:
    """C102 V; an instrument without Parts of its own stands alone."""
    code = found.instrument.code
    titles = {one.part.name: one.part.title for one in (*found.parts, *found.common)}
    named_part = words.part_name(part, titles[part], lang) if part in titles else part
    return code if part == code else f"{code} {named_part}"


def _table(caption: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table | None:
    """A table of words; nothing where there is no row."""
    return Table(caption, head, (("", tuple(rows)),), words=len(head) - 1) if rows else None

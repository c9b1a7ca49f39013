"""The page of an assessment: the answer, Part by Part with every test, the evidence, what is lacking, the method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from socle.model.practice import Practice
from socle.model.verdict import Assessment
from socle.report import assessment_sections as sections
from socle.report import assessment_shown as shown
from socle.report import assessment_tables, numbers
from socle.report import assessment_words as words
from socle.report.assessment_sections import Chapter
from socle.report.assessment_shown import ShownPart
from socle.report.assessment_words import Checked, Told
from socle.report.page import templates
from socle.report.reweight_tables import worded
from socle.report.sections import Table
from socle.report.text import known, named, translator


@dataclass(frozen=True)
class Held:
    """An instrument in words ready to be laid out."""

    code: str
    title: str
    headline: str
    said: tuple[str, ...]
    table: Table
    parts: tuple[ShownPart, ...]


def page(checked: Checked, lang: str, files: Sequence[str] = (), chapters: Sequence[Chapter] = ()) -> str:
    """The report in `lang`; `files` are names of files beside it, `chapters` what other flows add."""
    _, practice = translator(known(lang)), checked.practice
    held = held_of(checked, lang)
    return (
        templates()
        .get_template("assessment.html")
        .render(
            _=_,
            lang=lang,
            trace=checked.trace,
            title=answer(checked, lang),
            country=words.clean(named(practice.name, lang)),
            held=held,
            several=len(held) > 1,
            template=f"socle standards template --country {words.clean(practice.iso3)} -o standards.xlsx",
            tables=tables(checked, lang),
            chapters=chapters,
            method=[_(text) for text in sections.METHOD],
            flags=flags(practice, lang),
            files=files,
            sources=None,
        )
    )


def answer(checked: Checked, lang: str) -> str:
    """The answer in a sentence: of one instrument, or of several."""
    if len(checked.assessments) > 1:
        return numbers.together(_of_several(checked, lang))
    found = checked.assessments[0]
    return numbers.together(shown.headline(found, Told(checked.practice, found.instrument, lang)))


def flags(practice: Practice, lang: str) -> list[str]:
    """What is not known of the country, which is called by its name."""
    name = words.clean(named(practice.name, lang)) if practice.name else practice.iso3
    called = (
        replace(one, values={key: name if key == "country" else value for key, value in one.values.items()})
        for one in practice.flags
    )
    return [words.clean(worded(one, lang)) for one in called]


def held_of(checked: Checked, lang: str) -> list[Held]:
    """Every instrument in words."""
    return [_held(one, checked, lang) for one in checked.assessments]


def tables(checked: Checked, lang: str) -> dict[str, Table | None]:
    """The tables of the report by name; none where there is nothing to say."""
    several = len(checked.assessments) > 1
    return {
        "all": assessment_tables.all_table([checked], lang) if several else None,
        "failing": sections.failing(checked, lang),
        "open": sections.open_(checked, lang),
        "evidence": sections.evidence(checked, lang),
        "unverified": sections.unverified(checked, lang),
        "texts": sections.read_in(checked.assessments, lang),
    }


def _of_several(checked: Checked, lang: str) -> str:
    """The answer where there are several instruments: those that could be ratified."""
    _, practice = translator(lang), checked.practice
    can = [
        one.instrument.code
        for one in checked.assessments
        if one.acceptance is not None and one.acceptance.status == "pass"
    ]
    said = {"country": words.clean(named(practice.name, lang)), "year": practice.year}
    if not can:
        text = _("{country}, {year}: none of {count} instruments can be ratified on what is known.")
        return text.format(**said, count=len(checked.assessments))
    return _("{country}, {year}: on what is known these can be ratified: {codes}.").format(
        **said, codes=", ".join(can)
    )


def _held(found: Assessment, checked: Checked, lang: str) -> Held:
    told = Told(checked.practice, found.instrument, lang)
    return Held(
        found.instrument.code,
        words.clean(named(found.instrument.title, lang)),
        shown.headline(found, told),
        tuple(shown.ratification(found, told)),
        assessment_tables.parts_table(found, told),
        tuple(shown.shown_part(one, told, one in found.common) for one in (*found.parts, *found.common)),
    )

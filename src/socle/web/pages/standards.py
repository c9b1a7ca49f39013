"""Whether a country meets the standards, Part by Part: of one instrument with every test, or of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from socle.exchange.country_answers import Stamp, stamp
from socle.exchange.standard_file import load_standard, load_standards
from socle.ground.words import N_
from socle.model.verdict import FAIL
from socle.report import assessment_page
from socle.report import assessment_words as words
from socle.report.assessment_page import Held
from socle.report.assessment_sections import METHOD
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.run.practice import PracticeRequest
from socle.run.standards import Checked, StandardsRequest, check
from socle.web.chapters import Option, country_name, options, yes
from socle.web.countries import code_of, stamp_of
from socle.web.page import Asked, page

ALL: Final = N_("All instruments")


@dataclass(frozen=True)
class Standards:
    """The answer, each instrument with its Parts, and what is lacking, used and not verified."""

    title: str
    iso3: str
    name: str
    choice: tuple[Option, ...]
    exceptions: bool
    held: tuple[Held, ...]
    flags: tuple[str, ...]
    failing: Mapping[str, tuple[str, ...]]  # Parts that are not met, by instrument
    named: Mapping[str, Table]
    method: tuple[str, ...]
    fingerprint: str

    @property
    def tables(self) -> tuple[Table, ...]:
        """Parts of each instrument, then what is lacking, used and not verified."""
        return (*(one.table for one in self.held), *self.named.values())

    @property
    def several(self) -> bool:
        """Whether there is more than one instrument."""
        return len(self.held) > 1


@page("/{iso3:country}/standards", stamp=stamp_of)
def standards(asked: Asked) -> Standards:
    """Law and practice of a country against one instrument (`?convention=C102`), or all."""
    code, convention, declared = code_of(asked), convention_of(asked), yes(asked, "exceptions")
    lang, found = asked.lang, asked_for(asked)
    made = assessment_page.tables(found, lang)
    _ = translator(lang)
    return Standards(
        assessment_page.answer(found, lang),
        code,
        country_name(asked),
        instruments(lang, convention),
        declared,
        tuple(assessment_page.held_of(found, lang)),
        tuple(assessment_page.flags(found.practice, lang)),
        {
            one.instrument.code: tuple(part.part.name for part in one.parts if part.status == FAIL)
            for one in found.assessments
        },
        {name: table for name, table in made.items() if table is not None},
        tuple(_(text) for text in METHOD),
        found.trace.fingerprint,
    )


def asked_for(asked: Asked) -> Checked:
    """The assessment that the address asks for."""
    code = code_of(asked)
    return checked(code, stamp(code), convention_of(asked), yes(asked, "exceptions"))


def convention_of(asked: Asked, otherwise: str = "") -> str:
    """The instrument that the address names; refused with the nearest where there is none."""
    said = asked.one("convention") or otherwise
    return load_standard(said).code if said else ""


def instruments(lang: str, code: str, whole: bool = True) -> tuple[Option, ...]:
    """The instruments to choose from."""
    held = {name: f"{name} · {words.clean(named(one.title, lang))}" for name, one in load_standards().items()}
    every = {"": translator(lang)(ALL)} if whole else {}
    return options(every | held, code)


@lru_cache(maxsize=32)
def checked(code: str, _files: Stamp, convention: str, exceptions: bool) -> Checked:
    """The assessment, once as long as the files of the country stay the same."""
    codes = (convention,) if convention else ()
    return check(StandardsRequest(PracticeRequest(code), codes, exceptions))

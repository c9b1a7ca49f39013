"""Does a country meet the standards? Its law and practice held against some instruments, or all.

check(StandardsRequest(PracticeRequest("SEN"), ("C102",)))   one country
check("SEN", "C102")                                         the same in short
check_all()                                                  every shipped country, every instrument
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from socle.exchange.country import shipped
from socle.exchange.country_answers import country_of, files_of
from socle.exchange.standard_file import load_standard, load_standards, standard_files
from socle.ground.provenance import Trace, sha256_of, sha256_of_file
from socle.ground.version import VERSION
from socle.model.practice import Practice
from socle.model.verdict import Assessment
from socle.run.practice import PracticeRequest, practice_of
from socle.standards.compliance import judge


@dataclass(frozen=True)
class StandardsRequest:
    """Whose practice, against which instruments (all, if none is named), and whether exceptions are declared."""

    practice: PracticeRequest
    codes: tuple[str, ...] = ()
    exceptions: bool = False


@dataclass(frozen=True)
class Checked:
    """A country held against instruments: what was known, what follows, and what determined it."""

    practice: Practice
    assessments: tuple[Assessment, ...]
    trace: Trace = field(default_factory=lambda: Trace(VERSION))


def check(request: StandardsRequest | str, *codes: str) -> Checked:
    """A country, or a form, held against instruments; in short by the code of the country and those of instruments."""
    asked = (
        request
        if isinstance(request, StandardsRequest)
        else StandardsRequest(PracticeRequest(request), codes)
    )
    instruments = [load_standard(code) for code in asked.codes] or list(load_standards().values())
    practice = practice_of(asked.practice)
    found = tuple(judge(one, practice, asked.exceptions) for one in instruments)
    return Checked(practice, found, _trace(asked, practice, [one.code for one in instruments]))


def check_all(
    countries: Sequence[str] = (),
    codes: Sequence[str] = (),
    exceptions: bool = False,
    asked: Callable[[str], PracticeRequest] = PracticeRequest,
) -> tuple[Checked, ...]:
    """Some countries, or all that are shipped but the invented one, against some instruments, or all.

    `asked` is what is asked of the practice of each.
    """
    named = countries or [code for code in shipped() if code != "XXX"]
    return tuple(check(StandardsRequest(asked(code), tuple(codes), exceptions)) for code in named)


def _trace(asked: StandardsRequest, practice: Practice, codes: Sequence[str]) -> Trace:
    """Files by their content, and what was asked; forms, surveys, instruments are files, a scenario what it says."""
    request, files = asked.practice, dict[str, str]()
    for code in codes:
        files |= standard_files(code)
    code = request.country or (practice.iso3 if practice.iso3 in shipped() and not request.alone else "")
    if code:
        files |= country_of(code).files
    if request.form is not None:
        files |= files_of(request.form)
    options: dict[str, Any] = {
        "year": practice.year,
        "instruments": list(codes),
        "exceptions": asked.exceptions,
        "choices": {name: list(chosen) for name, chosen in practice.choices.items()},
        "given": {key: repr(one.value) for key, one in request.given.items()},
        "alone": request.alone,
    }
    if (survey := request.survey) is not None:
        files[f"survey/{survey.path.name}"] = sha256_of_file(survey.path)
        options["wages"] = [survey.column, survey.weight, survey.protected, survey.per]
    if request.scenario is not None:
        options["scenario"] = [request.scenario.name, [list(pair) for pair in request.scenario.written]]
    if request.inquiry is not None:
        options["inquiry"] = sha256_of(repr(request.inquiry.filled))
    return Trace(VERSION, files, options)

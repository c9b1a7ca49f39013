"""Answers that are files: the report of a country, and questionnaires to fill in."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Final, Literal

from fastapi import Path, Query, Response
from pydantic import Field

from socle.exchange.country_answers import Stamp, country_of, stamp
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.report import document_files, template_files
from socle.run.floor import DEFAULT_SCENARIOS
from socle.run.floor import floor as costed
from socle.run.setting import Choices
from socle.web.api.asking import Asking, Caller, Code, country_code, fingerprint, known_tags, tagged
from socle.web.api.routing import Shown, get_file

GROUP: Final = N_("Files")
KINDS: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@get_file(
    "/report/{iso3}",
    KINDS["pdf"],
    N_("The report of a country on paper: PDF, or Word for offices that edit."),
    Shown("/report/XXX", 'socle.report("XXX")'),
    GROUP,
)
def report(
    caller: Asking,
    iso3: Code,
    format: Annotated[Literal["pdf", "docx"], Query(description="PDF, or Word.")] = "pdf",
    scenario: Annotated[
        list[Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,60}$")]] | None,
        Query(max_length=4, description="Scenarios side by side; may be repeated."),
    ] = None,
) -> Response:
    """The floor, the law, the sources and the method. Equal fingerprints, equal bytes."""
    code = country_code(iso3)
    names = tuple(scenario or DEFAULT_SCENARIOS)
    known = fingerprint(country_of(code).files, format=format, scenario=names)
    name = f"floor_{code}_{caller.lang}.{format}"
    return _file(
        caller, known, name, KINDS[format], lambda: _report(code, stamp(code), names, caller.lang, format)
    )


@lru_cache(maxsize=8)
def _report(code: str, _files: Stamp, names: tuple[str, ...], lang: str, kind: str) -> bytes:
    document_files.installed(kind)
    return document_files.made(document_files.of_floor(costed(code, Choices(), names), lang), kind)


@get_file(
    "/template/{kind}",
    template_files.BOOK,
    N_("A workbook in which an institution or an office gives its data."),
    Shown("/template/valuation?country=XXX", 'socle.template("valuation", country="XXX")'),
    GROUP,
)
def template(
    caller: Asking,
    kind: Annotated[
        Literal["valuation", "statsystem", "inquiry"], Path(description="For which work the data are.")
    ],
    country: Annotated[str, Query(pattern="^[A-Za-z]{3}$", description="Code of a shipped country.")],
    year: Annotated[
        int | None, Query(ge=1990, le=2100, description="The year; by default that of the data.")
    ] = None,
) -> Response:
    """In the language asked for, with what is known of the country."""
    code = country_code(country)
    known = fingerprint(country_of(code).files, kind=kind, year=year)
    name = f"{kind}_{code}_{caller.lang}.xlsx"
    return _file(
        caller,
        known,
        name,
        template_files.BOOK,
        lambda: template_files.made(kind, code, year, caller.lang),
    )


def _file(caller: Caller, known: str, name: str, media: str, make: object) -> Response:
    """A file with its name and its tag; nothing where the sender has it already."""
    assert callable(make)
    headers = tagged(caller, f"{VERSION} {known}")
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if headers["ETag"] in known_tags(caller):
        return Response(status_code=304, headers=headers)
    return Response(make(), media_type=media, headers=headers)

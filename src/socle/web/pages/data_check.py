"""A file that somebody sends: checked as `socle check` does, kept nowhere, or recorded by who may import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from socle.exchange.upload import plain_name
from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.register.recording import may_import, record_sent
from socle.report.checked_tables import found_tables
from socle.report.inquiry_tables import faults_table
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.checking import Found
from socle.run.uploaded import check_survey, check_upload
from socle.web.inquiry import submissions_of
from socle.web.page import Asked, Upload, action, page
from socle.web.session import NO_REGISTER
from socle.web.titles import countries_by_name

FINE, WRONG = 200, 422
TITLE: Final = N_("Check a file before it is used")
IN_ORDER: Final = N_("{file} is in order: {what}")
REFUSED: Final = N_("{file} is not in order, and nothing of it was kept")
KEPT_NOT: Final = N_("It was looked at and let go: nothing of it was kept.")
RECORDED: Final = N_(
    "Recorded in the register as edition {vintage} of {flow}: {new} new, {changed} changed, {same} as before."
)
NO_FILE: Final = N_("Choose a file first.")
NOTHING: Final = Upload("", b"")


@dataclass(frozen=True)
class DataCheck:
    """The form, and what was found of a file just sent."""

    title: str
    countries: tuple[tuple[str, str], ...]
    importing: bool  # whether who asks may record
    lead: tuple[str, ...]
    tables: tuple[Table, ...]
    wrong: str = ""
    status: int = FINE
    said: Mapping[str, str] | None = None  # fields that were sent
    fingerprint: str = ""


@page("/data/check")
def data_check(asked: Asked) -> DataCheck:
    """The form."""
    return _form(asked)


def _form(asked: Asked) -> DataCheck:
    lang = asked.lang
    with submissions_of(asked) as desk:
        importing = bool(asked.viewer.name and desk and may_import(desk.register))
    return DataCheck(translator(lang)(TITLE), countries_by_name(lang), importing, (), ())


@action("/data/check")
def checking_data(asked: Asked) -> DataCheck:
    """What a file is and holds: fields file, map (of a survey), country (of a scenario); record, vintage, reason."""
    _, empty, file = translator(asked.lang), _form(asked), asked.files.get("file", NOTHING)
    if not file.name:
        return replace(empty, wrong=_(NO_FILE), status=WRONG)
    shown = file.name[:60]
    try:
        found = _found(asked, file)
        said = _recorded(asked, file) if asked.field("record") else _(KEPT_NOT)
    except Refusal as refusal:
        return replace(
            empty,
            title=_(REFUSED).format(file=shown),
            tables=(faults_table(refusal, asked.lang),),
            status=WRONG,
        )
    return replace(
        empty,
        title=_(IN_ORDER).format(file=shown, what=_(found.what)),
        lead=(said,),
        tables=found_tables(found, sha256_of(file.body), asked.lang),
    )


def _found(asked: Asked, file: Upload) -> Found:
    mapping = asked.files.get("map", NOTHING)
    if mapping.name:
        return check_survey((plain_name(file.name), file.body), (plain_name(mapping.name), mapping.body))
    return check_upload(plain_name(file.name), file.body, asked.field("country").upper())


def _recorded(asked: Asked, file: Upload) -> str:
    with submissions_of(asked) as desk:
        if desk is None:
            raise Refusal(NO_REGISTER)
        made = record_sent(
            desk.register, plain_name(file.name), file.body, asked.field("vintage"), asked.field("reason")
        )
    counts = {"new": made.done.new, "changed": made.done.changed, "same": made.done.same}
    return translator(asked.lang)(RECORDED).format(vintage=made.vintage, flow=made.flow, **counts)

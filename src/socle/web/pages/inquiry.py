"""The inquiry of a country: which years are asked, handed in and published; the questionnaire, and sending it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from socle.exchange.upload import plain_name
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.register import inquiries
from socle.register.drafts import Draft
from socle.register.moments import utc_now
from socle.register.submissions import Submission, Submissions
from socle.register.workflow import PUBLISHED, STATES, SUPERSEDED, WITHDRAWN
from socle.report import inquiry_tables as told
from socle.report.inquiry_template import inquiry_template
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.chapters import country_name
from socle.web.countries import code_of
from socle.web.inquiry import KIND, address, submissions_of
from socle.web.page import Asked, Done, File, Upload, action, download, page
from socle.web.pages.accounts import moment
from socle.web.viewer import RESPONDENT

YEARS: Final = 5  # complete years that are asked
FIRST, LAST = 1900, 2300  # years that a questionnaire may be about
NOBODY: Final = N_("Nobody has answered the inquiry of {country} here yet")
ANSWERED: Final = N_("The inquiry of {country}: published to {year}")
WAITING: Final = N_("The inquiry of {country}: handed in, not published yet")
NO_FILE: Final = N_("Choose a file: the questionnaire, filled in.")
WRONG: Final = N_("Nothing is kept of `{file}`: it must be mended first.")
ERRORS: Final = N_(
    "Nothing is kept of `{file}`. Errors to be mended: {errors}; warnings to be explained: {warnings}."
)


@dataclass(frozen=True)
class Inquiry:
    """The years of the inquiry, who may hand in, one's drafts, and what was wrong with a file just sent."""

    title: str
    iso3: str
    name: str
    years: tuple[int, ...]  # for which a questionnaire can be had
    chosen: int
    links: Mapping[str, str]
    own: bool  # whether who asks answers for this country
    drafts: tuple[tuple[int, str, str], ...]  # number, of what, since when
    tables: tuple[Table, ...]
    wrong: str = ""
    found: tuple[Table, ...] = field(default=())  # what is wrong, by place
    fingerprint: str = ""


@page("/{iso3:country}/inquiry")
def inquiry(asked: Asked) -> Inquiry:
    """What was asked and answered."""
    return _inquiry(asked)


def _inquiry(asked: Asked, wrong: str = "", found: tuple[Table, ...] = ()) -> Inquiry:
    code, lang, name = code_of(asked), asked.lang, country_name(asked)
    with submissions_of(asked) as desk:
        held = desk.listed(code) if desk else []
        own = bool(desk) and inquiries.may_submit(_there(desk), code)
        drafts = [one for one in _there(desk).drafts() if one.subject.split()[1] == code] if own else []
    last = utc_now().year - 1
    years = tuple(sorted({one.year for one in held} | set(range(last - YEARS + 1, last + 1)), reverse=True))
    chosen = next((year for year in years if str(year) == asked.one("year")), last)
    return Inquiry(
        _title(held, name, lang),
        code,
        name,
        years,
        chosen,
        {one.id: address(one) for one in held},
        own,
        tuple(_draft(one, name, lang) for one in drafts),
        (_years(years, held, lang),),
        wrong,
        found,
    )


def _there(desk: Submissions | None) -> Submissions:
    assert desk is not None
    return desk


def _draft(one: Draft, country: str, lang: str) -> tuple[int, str, str]:
    return one.id, f"{country}, {one.subject.split()[2]}", moment(one.begun, lang)


def _title(held: Sequence[Submission], name: str, lang: str) -> str:
    _ = translator(lang)
    published = [one.year for one in held if one.state == PUBLISHED]
    if published:
        return _(ANSWERED).format(country=name, year=max(published))
    return _(WAITING if held else NOBODY).format(country=name)


def _years(years: Sequence[int], held: Sequence[Submission], lang: str) -> Table:
    """Each year with its versions, the newest first; one that another took the place of is told on its page."""
    _ = translator(lang)
    head = (_(N_("Year")), _(N_("Submission")), _(N_("State")), _(N_("Handed in")), _(N_("By")))
    rows: list[tuple[str, ...]] = []
    for year in years:
        own = [one for one in held if one.year == year and one.state != SUPERSEDED]
        alive = [one for one in own if one.state != WITHDRAWN] or own
        rows += [
            (str(year), one.id, _(STATES[one.state]), moment(one.at, lang), one.author)
            for one in reversed(alive)
        ] or [(str(year), "", _(N_("asked, not answered yet")), "", "")]
    return Table(_(N_("Years of the inquiry")), head, (("", tuple(rows)),), words=len(head) - 1)


@download("/{iso3:country}/inquiry/questionnaire.xlsx")
def questionnaire(asked: Asked) -> File:
    """The questionnaire of a year as a workbook, with what is known already: `?year=2025`."""
    code, said = code_of(asked), asked.one("year") or str(utc_now().year - 1)
    if not (said.isascii() and said.isdigit() and FIRST <= int(said[:5]) <= LAST):
        raise Refusal(
            "`{text}` is no year: write four digits, such as {year}.", text=said[:60], year=utc_now().year - 1
        )
    with submissions_of(asked) as desk:
        known = inquiries.questionnaire(desk, code, int(said))
    return File(f"inquiry_{code}_{said}.xlsx", inquiry_template(known, asked.lang), KIND)


@action("/{iso3:country}/inquiry", role=RESPONDENT)
def sending(asked: Asked) -> Done | Inquiry:
    """A questionnaire filled in: kept as a draft where it has no error; nothing is kept of what is refused."""
    code, lang, file = code_of(asked), asked.lang, asked.files.get("file", Upload("", b""))
    _ = translator(lang)
    with submissions_of(asked) as held:
        desk = _there(held)
        if not file.name:
            return _inquiry(asked, _(NO_FILE))
        try:
            inquiries.require_submit(desk, code)
            sent = inquiries.entered(plain_name(file.name), file.body, code)
        except Refusal as refusal:
            return _inquiry(asked, _(WRONG).format(file=file.name[:60]), (told.faults_table(refusal, lang),))
        checks = inquiries.checked(desk, sent.inquiry)
        if checks.errors:
            counts = {"errors": len(checks.errors), "warnings": len(checks.warnings)}
            said = _(ERRORS).format(file=file.name[:60], **counts)
            return _inquiry(asked, said, told.findings_tables(checks, lang))
        draft = desk.save_draft(code, sent.inquiry.year, sent.content, sent.sha256)
    return Done(f"/inquiry/drafts/{draft.id}")

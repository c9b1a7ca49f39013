"""A draft of the inquiry: what its checks say, warnings to be explained, what changed; handed in or given up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from starlette.exceptions import HTTPException

from socle.exchange.inquiry_check import Checked, Finding
from socle.exchange.inquiry_file import inquiry_of
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model import inquiry as model
from socle.register import inquiries
from socle.register.submissions import Submissions
from socle.report import inquiry_tables as told
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.inquiry import address, name_of, submissions_of
from socle.web.page import Asked, Done, action, page
from socle.web.pages.accounts import number_of
from socle.web.viewer import RESPONDENT

DRAFT: Final = N_("Draft {number}")
READY: Final = N_("{country}, {year}: the checks are passed; hand it in")
EXPLAIN: Final = N_("{country}, {year}: explain {count} warnings, then hand it in")
PARTIAL: Final = N_("{country}, {year}: some sections lack values")
STILL: Final = N_("Not handed in: each warning needs a reason. What you wrote is kept.")
LACKS: Final = N_(
    "Not handed in: these sections lack values: {names}. Tick that you hand in what there is, or complete the workbook "
    "and send it again."
)


@dataclass(frozen=True)
class Warned:
    """A warning that waits for a reason, as a form asks for it."""

    field: str  # name of the field
    place: str
    text: str
    check: str


@dataclass(frozen=True)
class InquiryDraft:
    """A draft, and what stands between it and being handed in."""

    title: str
    number: int
    iso3: str
    name: str
    year: int
    warnings: tuple[Warned, ...]
    lacking: tuple[str, ...]  # names of sheets
    tables: tuple[Table, ...]
    wrong: str = ""
    fingerprint: str = ""


@page("/inquiry/drafts/{number}", role=RESPONDENT)
def inquiry_draft(asked: Asked) -> InquiryDraft:
    """One's own draft."""
    with submissions_of(asked) as held:
        return _draft(asked, _there(held), _number(asked))


@action("/inquiry/drafts/{number}/hand-in", role=RESPONDENT)
def handing_in(asked: Asked) -> Done | InquiryDraft:
    """Reasons for its warnings (fields `reason|CHECK|ROW`), then a new version; fields comment, partial."""
    number, _ = _number(asked), translator(asked.lang)
    with submissions_of(asked) as held:
        desk = _there(held)
        content = inquiries.explained(_content(desk, number), _reasons(asked))
        inquiry = inquiry_of(content, _(DRAFT).format(number=number))
        found = inquiries.checked(desk, inquiry)
        lacking = inquiries.lacking(inquiry)
        if found.passed and (not lacking or asked.field("partial")):
            made = desk.submit(content, asked.field("comment"), number)
            return Done(address(made))
        kept = next(one for one in desk.drafts() if one.id == number)
        desk.save_draft(inquiry.country, inquiry.year, content, kept.sha256)
        wrong = _(LACKS).format(names=", ".join(lacking)) if found.passed else _(STILL)
        return replace(_draft(asked, desk, number), wrong=wrong)


@action("/inquiry/drafts/{number}/drop", role=RESPONDENT)
def dropping_draft(asked: Asked) -> Done:
    """Gives up a draft: nothing of it stays."""
    with submissions_of(asked) as held:
        desk, number = _there(held), _number(asked)
        code = _content(desk, number)["facts"]["country"]
        desk.drop_draft(number)
    return Done(f"/{code}/inquiry")


def _there(desk: Submissions | None) -> Submissions:
    if desk is None:
        raise HTTPException(404)
    return desk


def _number(asked: Asked) -> int:
    return number_of(asked.path["number"])


def _content(desk: Submissions, number: int) -> dict[str, Any]:
    """What a draft holds; no page where it is not one's own."""
    if number not in [one.id for one in desk.drafts()]:
        raise HTTPException(404)
    return desk.draft_content(number)


def _reasons(asked: Asked) -> dict[tuple[str, str], str]:
    """What was written beside warnings, by check and row."""
    found = {}
    for name in asked.form:
        kind, _, rest = name.partition("|")
        check, _, row = rest.partition("|")
        if kind == "reason" and check and row:
            found[check, row] = asked.field(name)
    return found


def _draft(asked: Asked, desk: Submissions, number: int) -> InquiryDraft:
    content, lang = _content(desk, number), asked.lang
    inquiry = inquiry_of(content, translator(lang)(DRAFT).format(number=number))
    found, lacking = inquiries.checked(desk, inquiry), inquiries.lacking(inquiry)
    name = name_of(inquiry.country, lang)
    if found.errors:  # only where the law or the figures of the country changed since
        raise Refusal("This draft no longer passes the checks: send the workbook again.")
    return InquiryDraft(
        _title(name, inquiry.year, len(found.warnings), lacking, lang),
        number,
        inquiry.country,
        name,
        inquiry.year,
        tuple(_warned(one, lang) for one in found.warnings),
        tuple(lacking),
        _tables(desk, inquiry, replace(found, warnings=()), lang),  # warnings are asked about, not listed
    )


def _title(name: str, year: int, warnings: int, lacking: list[str], lang: str) -> str:
    text = EXPLAIN if warnings else PARTIAL if lacking else READY
    return translator(lang)(text).format(country=name, year=year, count=warnings)


def _warned(one: Finding, lang: str) -> Warned:
    return Warned(f"reason|{one.check}|{one.row}", told.place(one, lang), told.finding(one, lang), one.check)


def _tables(desk: Submissions, inquiry: model.Inquiry, found: Checked, lang: str) -> tuple[Table, ...]:
    before = inquiries.earlier(desk, inquiry.country, inquiry.year)
    moved = before and told.moved_table(inquiries.moved(before[1], inquiry), before[0].id, lang)
    made = (told.sections_table(inquiry, lang), moved, *told.findings_tables(found, lang))
    return tuple(one for one in made if one is not None)

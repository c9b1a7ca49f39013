"""What the desk of the inquiry does with a questionnaire, whichever face asks: read, compare, explain, work out.

Nothing here is kept: `submissions` keeps. A questionnaire is read where it lies or as it was sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from socle.exchange.inquiry_check import Checked
from socle.exchange.inquiry_content import content_of
from socle.exchange.inquiry_file import inquiry_of, is_inquiry, read_inquiry
from socle.exchange.inquiry_observations import VINTAGE, Compared, compared, inquiry_frame
from socle.exchange.upload import held
from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal
from socle.model.inquiry import Inquiry
from socle.register import roles, workflow
from socle.register.letting_go import Derived
from socle.register.submissions import Submission, Submissions
from socle.run import inquiry as known

FACTS: Final = "facts"  # a section that may be left out in part
REASONS: Final = "reasons"
Content = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Entered:
    """A questionnaire as it was sent: what it says, its texts, and the sha256 of its file."""

    inquiry: Inquiry
    content: dict[str, Any]
    sha256: str


def entered(name: str, body: bytes, country: str) -> Entered:
    """A questionnaire that somebody sent, of this country; nothing of it is kept.

    Raises `Refusal` where it is hostile, cannot be read, is something else, or is of another country.
    """
    with held(name, body) as path:
        if not is_inquiry(path):
            raise Refusal(
                "This is no questionnaire of the inquiry: send the workbook that this page gives, filled in.",
                where=name,
            )
        found = read_inquiry(path)
        if found.country != country:
            raise Refusal(
                "This questionnaire is of {other}; this page is for {country}.",
                other=found.country,
                country=country,
                where=name,
            )
        return Entered(found, content_of(found.filled), sha256_of(body))


def earlier(submissions: Submissions, country: str, year: int) -> tuple[Submission, Inquiry] | None:
    """The latest inquiry of an earlier year that is published."""
    found = [one for one in submissions.listed(country, state=workflow.PUBLISHED) if one.year < year]
    if not found:
        return None
    return found[-1], inquiry_of(submissions.content(found[-1].id), found[-1].id)


def lacking(inquiry: Inquiry) -> list[str]:
    """The sections that lack something for which no reason is given; facts that may be left out do not count."""
    asked = [one for one in inquiry.sections if one.name != FACTS]
    return [one.name for one in asked if one.given + one.explained < one.expected]


def checked(submissions: Submissions, inquiry: Inquiry) -> Checked:
    """Every check, against the latest earlier year that is published too."""
    before = earlier(submissions, inquiry.country, inquiry.year)
    return known.checked(inquiry, before[1] if before else None)


def moved(before: Inquiry, after: Inquiry) -> Compared:
    """What changed from one year to another."""
    return compared(inquiry_frame(before.filled), inquiry_frame(after.filled))


def questionnaire(submissions: Submissions | None, country: str, year: int) -> known.Prefilled:
    """What the questionnaire of a year holds before it is filled in, with what was published of a year before."""
    before = earlier(submissions, country, year) if submissions else None
    return known.prefilled(country, year, before[1] if before else None)


def explained(content: Content, reasons: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """The content with reasons for warnings, by check and row; one given anew takes the place of the one before."""
    said = {pair: text.strip() for pair, text in reasons.items() if text.strip()}
    kept = [
        row for row in content["tables"].get(REASONS, ()) if (row.get("check"), row.get("row")) not in said
    ]
    rows = [{"check": check, "row": row, "reason": text} for (check, row), text in said.items()]
    return {**content, "tables": {**content["tables"], REASONS: [*kept, *rows]}}


def derived(content: Content, found: Submission) -> list[Derived]:
    """The observations that are recorded with a publication: the answers, and the indicators of them."""
    from socle.exchange.statistic_frame import frame_of
    from socle.run.indicators import country_indicators

    inquiry = inquiry_of(content, found.id)
    source = f"Social Security Inquiry {found.country} {found.year}"
    return [
        Derived("INQUIRY", VINTAGE, source, inquiry_frame(inquiry.filled)),
        Derived("SOCIAL_PROTECTION", VINTAGE, source, frame_of(country_indicators(inquiry))),
    ]


RULES: Final = {
    workflow.ACCEPT: roles.REVIEW,
    workflow.RETURN: roles.REVIEW,
    workflow.PUBLISH: roles.PUBLISH,
    workflow.WITHDRAW: roles.WITHDRAW,
}


def steps(submissions: Submissions, found: Submission) -> tuple[str, ...]:
    """What whoever asks may do now with a submission: of `workflow.STEPS`."""
    with submissions.register.reading() as connection:
        who = submissions.register.account(connection)
    rules = dict(RULES)
    if found.state == workflow.PUBLISHED:
        rules[workflow.WITHDRAW] = roles.WITHDRAW_PUBLISHED
    return tuple(
        step
        for step in workflow.open_steps(found.state)
        if roles.permit(who, rules[step], found.country, found.author) is None
    )


def sees_all(submissions: Submissions, country: str) -> bool:
    """Whether whoever asks sees what is not published and what is confidential of a country."""
    with submissions.register.reading() as connection:
        return roles.sees_all(submissions.register.account(connection), country)


def may_submit(submissions: Submissions, country: str) -> bool:
    """Whether whoever asks answers for a country."""
    with submissions.register.reading() as connection:
        return roles.permit(submissions.register.account(connection), roles.SUBMIT, country) is None


def require_submit(submissions: Submissions, country: str) -> None:
    """Refuse who does not answer for a country."""
    with submissions.register.reading() as connection:
        roles.require(submissions.register.account(connection), roles.SUBMIT, country)

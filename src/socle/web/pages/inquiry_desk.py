"""The desk of the inquiry: what waits for whom, a submission with its history, and the steps of its life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException

from socle.exchange.inquiry_file import inquiry_of
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.register import inquiries, workflow
from socle.register.roles import PUBLISHER
from socle.register.submissions import Submission, Submissions, parts
from socle.register.workflow import STATES
from socle.report import inquiry_tables as told
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.inquiry import address, following, links, listed, name_of, stamp_of_register, submissions_of
from socle.web.page import Asked, Done, action, page
from socle.web.pages.accounts import moment
from socle.web.viewer import READER, REVIEWER

CHANGE: Final = N_("Say what is to be changed.")
WHY: Final = N_("Say why it is withdrawn.")
QUEUES: Final = {
    workflow.ACCEPT: N_("To be reviewed by you"),
    workflow.PUBLISH: N_("To be published by you"),
}
RETURNED: Final = N_("Returned: a new version is awaited")
OPEN: Final = N_("On their way")
PUBLISHED: Final = N_("Published")


@dataclass(frozen=True)
class InquiryAll:
    """Every submission that who asks may read, what waits for them first."""

    title: str
    links: Mapping[str, str]
    countries: tuple[tuple[str, str], ...]  # for which who asks answers: code and name
    tables: tuple[Table, ...]
    fingerprint: str = ""


@dataclass(frozen=True)
class Submitted:
    """One submission: its state, what may be done with it, what became of it, what it says."""

    title: str
    id: str
    iso3: str
    name: str
    year: int
    lead: tuple[str, ...]
    steps: tuple[str, ...]
    history: tuple[Table, ...]
    changes: tuple[Table, ...]
    checks: tuple[Table, ...]
    answers: tuple[Table, ...]
    tables: tuple[Table, ...]
    wrong: str = ""
    fingerprint: str = ""


@page("/inquiry", stamp=stamp_of_register)
def inquiry_all(asked: Asked) -> InquiryAll:
    """What waits for whom, and what is published."""
    _, lang = translator(asked.lang), asked.lang
    with submissions_of(asked) as desk:
        held = desk.listed() if desk else []
        mine = {one.id: inquiries.steps(desk, one) for one in held} if desk else {}
    queues = {step: [one for one in held if step in mine[one.id]] for step in QUEUES}
    waiting = {one.id for some in queues.values() for one in some}
    rest = {
        RETURNED: [one for one in held if one.state == workflow.RETURNED],
        OPEN: [
            one
            for one in held
            if one.state in (workflow.SUBMITTED, workflow.REVIEWED) and one.id not in waiting
        ],
        PUBLISHED: [one for one in held if one.state == workflow.PUBLISHED],
    }
    tables = [listed(_(QUEUES[step]), some, lang) for step, some in queues.items() if some]
    tables += [listed(_(caption), some, lang) for caption, some in rest.items() if some]
    codes = sorted(role.partition(":")[2] for role in asked.viewer.roles if ":" in role)
    return InquiryAll(
        _all_title(len(waiting), len(rest[PUBLISHED]), lang),
        links(held),
        tuple((code, name_of(code, lang)) for code in codes),
        tuple(tables),
    )


def _all_title(waiting: int, published: int, lang: str) -> str:
    _ = translator(lang)
    if waiting:
        return _(N_("The inquiry: waiting for you: {count}")).format(count=waiting)
    if published:
        return _(N_("The inquiry: submissions that are published: {count}")).format(count=published)
    return _(N_("The inquiry: nothing is published yet"))


@page("/inquiry/{id:name}", stamp=stamp_of_register)
def submitted(asked: Asked) -> Submitted:
    """One submission, as who asks may read it."""
    return _submitted(asked)


def _submitted(asked: Asked, wrong: str = "") -> Submitted:
    _, lang = translator(asked.lang), asked.lang
    with submissions_of(asked) as held:
        desk, found = _found(held, asked)
        whole = inquiries.sees_all(desk, found.country)
        history, changes = _history(desk, found, lang), _changes(desk, found, lang)
        checks = _checks(desk, found, lang) if whole else ()
        answers = told.answers_tables(desk.content(found.id), lang)
        steps = inquiries.steps(desk, found)
    name = name_of(found.country, lang)
    lead = (
        _(N_("{author} handed it in on {day}.")).format(author=found.author, day=moment(found.at, lang)),
        following(found, lang),
        "" if whole else _(N_("Values that are confidential are left out.")),
    )
    return Submitted(
        _(N_("{country}, {year}, version {version}: {state}")).format(
            country=name, year=found.year, version=found.version, state=_(STATES[found.state])
        ),
        found.id,
        found.country,
        name,
        found.year,
        tuple(text for text in lead if text),
        steps,
        history,
        changes,
        checks,
        answers,
        (*history, *changes, *checks, *answers),
        wrong,
        found.sha256[:16] if whole else "",
    )


def _found(desk: Submissions | None, asked: Asked) -> tuple[Submissions, Submission]:
    """The submission; who may not read it is told the same whether it is there or not."""
    if desk is None:
        raise HTTPException(404)
    try:
        parts(asked.path["id"])
        return desk, desk.find(asked.path["id"])
    except Refusal as refusal:
        if refusal.nearest:
            raise
        raise HTTPException(404) from None


def _history(desk: Submissions, found: Submission, lang: str) -> tuple[Table, ...]:
    _ = translator(lang)
    head = (_(N_("When")), _(N_("Who")), _(N_("State")), _(N_("Words with it")))
    rows = tuple(
        (moment(one.at, lang), one.author, _(STATES[one.state]), one.comment)
        for one in desk.history(found.id)
    )
    return (Table(_(N_("What became of it")), head, (("", rows),), words=len(head) - 1),)


def _changes(desk: Submissions, found: Submission, lang: str) -> tuple[Table, ...]:
    """Against the year before that is published, and against the version before that may be read."""
    inquiry = inquiry_of(desk.content(found.id), found.id)
    before = inquiries.earlier(desk, found.country, found.year)
    versions = [one for one in desk.listed(found.country, found.year) if one.version < found.version]
    made = (
        told.moved_table(inquiries.moved(before[1], inquiry), before[0].id, lang) if before else None,
        told.differences_table(desk.differences(versions[-1].id, found.id), versions[-1].id, lang)
        if versions
        else None,
    )
    return tuple(one for one in made if one is not None)


def _checks(desk: Submissions, found: Submission, lang: str) -> tuple[Table, ...]:
    inquiry = inquiry_of(desk.content(found.id), found.id)
    return (told.sections_table(inquiry, lang), *told.findings_tables(inquiries.checked(desk, inquiry), lang))


@action("/inquiry/{id:name}/review", role=REVIEWER)
def reviewing(asked: Asked) -> Done | Submitted:
    """Accepted (field accept=yes), or returned with a comment."""
    accept, comment = asked.field("accept") == "yes", asked.field("comment")
    if not accept and not comment.strip():
        return _submitted(asked, translator(asked.lang)(CHANGE))
    with submissions_of(asked) as held:
        desk, found = _found(held, asked)
        desk.review(found.id, accept=accept, comment=comment)
    return Done(address(found))


@action("/inquiry/{id:name}/publish", role=PUBLISHER)
def publishing(asked: Asked) -> Done:
    """Published, with the indicators that follow from it."""
    with submissions_of(asked) as held:
        desk, found = _found(held, asked)
        desk.may_publish(found)
        desk.publish(found.id, inquiries.derived(desk.content(found.id), found), asked.field("comment"))
    return Done(address(found))


@action("/inquiry/{id:name}/withdraw", role=READER)
def withdrawing(asked: Asked) -> Done | Submitted:
    """Withdrawn for a reason: by its author before it is published, by a publisher afterwards."""
    if not asked.field("reason").strip():
        return _submitted(asked, translator(asked.lang)(WHY))
    with submissions_of(asked) as held:
        desk, found = _found(held, asked)
        desk.withdraw(found.id, asked.field("reason"))
    return Done(address(found))

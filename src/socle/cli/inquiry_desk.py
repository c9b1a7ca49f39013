"""The desk of the inquiry: submissions listed, shown, reviewed, published, withdrawn."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from socle.cli.desk import minute, opened
from socle.cli.shared import Translate, progress
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.exchange.inquiry_content import Difference
    from socle.register.submissions import Submission, Submissions

NEXT = N_("Next: {sentence}")
COMMANDS = {
    "resume": "socle inquiry submit --resume N",
    "review": "socle inquiry review {id} --accept",
    "submit": "socle inquiry submit FILE",
    "publish": "socle inquiry publish {id}",
    "indicators": "socle indicators --country {country} --year {year}",
}
SHOWN = 30  # differences


def desk(args: argparse.Namespace) -> Submissions:
    """The submissions of the register."""
    from socle.register.submissions import Submissions

    return Submissions(opened(args))


def following(found: Submission, _: Translate) -> str:
    """What happens next, with the command."""
    from socle.register.workflow import NEXT as SENTENCES

    said = {"id": found.id, "country": found.country, "year": found.year}
    commands = {name: f"`{command.format(**said)}`" for name, command in COMMANDS.items()}
    return _(NEXT).format(sentence=_(SENTENCES[found.state]).format(**commands))


def answered(args: argparse.Namespace, content: Any, lines: list[str]) -> int:
    """The answer as JSON or in words."""
    from socle.report.listing import as_json

    print(as_json(content) if args.json else "\n".join(lines))
    return 0


def plain(found: Submission) -> dict[str, Any]:
    """A submission for a program."""
    return {
        "id": found.id,
        "country": found.country,
        "year": found.year,
        "version": found.version,
        "state": found.state,
        "author": found.author,
        "at": found.at,
        "sha256": found.sha256,
    }


def listed(args: argparse.Namespace, _: Translate) -> int:
    """The submissions that the user may read."""
    from socle.register.workflow import STATES
    from socle.report.listing import columns, told

    if args.state and args.state not in STATES:
        raise Refusal(
            "There is no state `{state}`; there are {valid}.",
            state=args.state,
            valid=", ".join(STATES),
            nearest=nearest(args.state, STATES),
        )
    found = desk(args).listed(args.country.upper(), args.year, args.state)
    head = (_(N_("submission")), _(N_("state")), _(N_("submitted (UTC)")), _(N_("by")))
    lines = [(one.id, _(STATES[one.state]), minute(one.at), one.author) for one in found]
    said = _(N_("Submissions: {count}.")).format(count=len(found))
    table = ["", *columns(head, lines)] if lines else []
    return answered(args, [plain(one) for one in found], [*told(said), *table])


def show(args: argparse.Namespace, _: Translate) -> int:
    """One submission: its state, its sections, its history; or what two do not share."""
    from socle.exchange.inquiry_file import inquiry_of
    from socle.register.workflow import STATES
    from socle.report.listing import columns, told

    submissions = desk(args)
    found = submissions.find(args.id)
    if args.against:
        return _compared(args, submissions, _)
    content, events = submissions.content(found.id), submissions.history(found.id)
    said = _(N_("{id} is {state}; {author} submitted it on {day}."))
    answer = said.format(id=found.id, state=_(STATES[found.state]), author=found.author, day=found.at[:10])
    head = (_(N_("when (UTC)")), _(N_("who")), _(N_("state")), _(N_("comment")))
    steps = [(minute(one.at), one.author, _(STATES[one.state]), one.comment) for one in events]
    lines = [
        *told(answer, following(found, _)),
        "",
        *columns(head, steps),
        "",
        *sections(inquiry_of(content, found.id), _),
    ]
    history = [{"at": one.at, "by": one.author, "state": one.state, "comment": one.comment} for one in events]
    return answered(args, {**plain(found), "history": history, "content": content}, lines)


def sections(inquiry: Any, _: Translate) -> list[str]:
    """How much of each section is filled in."""
    from socle.report.listing import columns

    head = (_(N_("section")), _(N_("given")), _(N_("expected")), _(N_("missing, and why is said")))
    rows = [(one.name, str(one.given), str(one.expected), str(one.explained)) for one in inquiry.sections]
    return columns(head, rows)


def _compared(args: argparse.Namespace, submissions: Submissions, _: Translate) -> int:
    from socle.report.listing import told

    found = submissions.differences(args.against, args.id)
    said = _(N_("From {other} to {id}, what differs: {count}."))
    answer = said.format(count=len(found), other=args.against, id=args.id)
    return answered(args, [vars(one) for one in found], [*told(answer), *difference_lines(found, _)])


def difference_lines(found: list[Difference], _: Translate) -> list[str]:
    """What differs, one a line; the first of many."""
    from socle.report.listing import folded

    if not found:
        return []
    rows = [
        (
            " ".join(part for part in (one.table, one.row, one.column) if part),
            f"{one.before or '-'} -> {one.after or '-'}",
        )
        for one in found[:SHOWN]
    ]
    more = len(found) - SHOWN
    lines = [line for place, change in rows for line in folded(f"{place}: {change}", "* ", "  ")]
    return [
        *lines,
        *([_(N_("More: {count}; all of them with --json.")).format(count=more)] if more > 0 else []),
    ]


def review(args: argparse.Namespace, _: Translate) -> int:
    """Accept or return."""
    from socle.report.listing import told

    found = desk(args).review(args.id, accept=args.accept, comment=args.comment)
    said = N_("{id} is accepted.") if args.accept else N_("{id} is returned to {author}.")
    answer = _(said).format(id=found.id, author=found.author)
    return answered(args, plain(found), told(answer, following(found, _)))


def publish(args: argparse.Namespace, _: Translate) -> int:
    """Publish the values and the indicators of a submission."""
    from socle.register.inquiries import derived
    from socle.report.listing import told

    submissions = desk(args)
    found = submissions.find(args.id)
    submissions.may_publish(found)
    with progress(_(N_("Working out the indicators"))):
        frames = derived(submissions.content(found.id), found)
        published = submissions.publish(found.id, frames, args.comment)
    counts: Mapping[str, int] = {one.flow: one.frame.height for one in frames}
    said = _(N_("{id} is published. Values: {values}; values of indicators: {indicators}."))
    answer = said.format(id=found.id, values=counts["INQUIRY"], indicators=counts.get("SOCIAL_PROTECTION", 0))
    return answered(args, plain(published) | {"recorded": counts}, told(answer, following(published, _)))


def withdraw(args: argparse.Namespace, _: Translate) -> int:
    """Withdraw a submission."""
    from socle.report.listing import told

    found = desk(args).withdraw(args.id, args.reason)
    said = _(N_("{id} is withdrawn; what it said before stays in the history."))
    return answered(args, plain(found), told(said.format(id=found.id), following(found, _)))

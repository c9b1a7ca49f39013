"""The entry of the inquiry: the questionnaire written, checked, handed in; drafts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socle.cli.desk import minute, opened_if_there
from socle.cli.inquiry_desk import answered, desk, difference_lines, following, plain, sections
from socle.cli.shared import Translate, progress
from socle.ground.figures import Figure
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.exchange.inquiry_check import Checked, Finding
    from socle.model.inquiry import Inquiry
    from socle.register.submissions import Submission, Submissions

REFUSED = 2
YEARS = (1900, 2300)  # that a questionnaire may be about, as its fact says
LARGEST = 5  # changes against the year before that are shown


def submit(args: argparse.Namespace, _: Translate) -> int:
    """Read, keep a draft, check, hand in; or say what is wrong, by sheet and cell."""
    from socle.register import inquiries

    if bool(args.file) == (args.resume is not None):
        raise Refusal("Say which questionnaire, or which draft: `socle inquiry submit FILE`, or --resume N.")
    submissions = desk(args)
    with progress(_(N_("Reading the questionnaire"))) as step:
        inquiry, content, draft = _entered(args, submissions)
        step(_(N_("Checking the values")))
        earlier = inquiries.earlier(submissions, inquiry.country, inquiry.year)
        found = inquiries.checked(submissions, inquiry)
        lacking = [] if args.partial else inquiries.lacking(inquiry)
        if not found.passed or lacking:
            if args.file:
                submissions.drop_draft(draft)
            return _refused(args, found, (inquiry, lacking), _)
        made = submissions.submit(content, args.comment, draft)
    return _handed_in(args, (submissions, made), (inquiry, earlier, found), _)


def _entered(args: argparse.Namespace, submissions: Submissions) -> tuple[Inquiry, dict[str, Any], int]:
    """The questionnaire, its content, and the number of the draft in which it is kept."""
    from socle.exchange.inquiry_content import content_of
    from socle.exchange.inquiry_file import inquiry_of, read_inquiry
    from socle.ground.provenance import sha256_of, sha256_of_file
    from socle.report.listing import as_json

    if args.resume is not None:
        kept = submissions.draft_content(args.resume)
        return inquiry_of(kept, f"draft {args.resume}"), kept, args.resume
    path = Path(args.file)
    if not path.exists():
        raise Refusal("There is no such file.", where=args.file)
    inquiry = read_inquiry(path)
    content = content_of(inquiry.filled)
    digest = sha256_of_file(path) if path.is_file() else sha256_of(as_json(content))
    draft = submissions.save_draft(inquiry.country, inquiry.year, content, digest)
    return inquiry, content, draft.id


def _refused(
    args: argparse.Namespace, checked: Checked, said: tuple[Inquiry, list[str]], _: Translate
) -> int:
    """Everything that is wrong at once."""
    from socle.report.listing import as_json, folded, told

    inquiry, lacking = said
    if args.json:
        print(as_json({"submitted": False, **_findings(checked, _), "lacking": lacking}))
        return REFUSED
    answer = _(N_("Nothing was submitted. Errors: {errors}; warnings without a reason: {warnings}."))
    lines = told(answer.format(errors=len(checked.errors), warnings=len(checked.warnings)))
    for title, found in ((N_("Errors, to be mended:"), checked.errors), (N_("Warnings:"), checked.warnings)):
        if found:
            lines += ["", _(title)]
            lines += [line for one in found for line in folded(_found(one, _), "* ", "  ")]
    if checked.warnings:
        lines += told(_(REASONS))
    if lacking:
        text = _(N_("These sections lack values: {names}. Add --partial to hand in what there is."))
        lines += ["", *told(text.format(names=", ".join(lacking)))]
    print("\n".join([*lines, "", *sections(inquiry, _)]), file=sys.stderr)
    return REFUSED


REASONS = N_(
    "A warning is accepted with a row in the sheet `reasons`: its check and its row, as they stand in brackets after "
    "it, and the reason."
)


def _found(one: Finding, _: Translate) -> str:
    """A finding with the name of its check, and for a warning with the row that a reason names."""
    row = f" | {one.row}" if one.level == "warning" else ""
    return f"{one.refusal().worded(_)} [{one.check}{row}]"


def _findings(checked: Checked, _: Translate) -> dict[str, Any]:
    kinds: Mapping[str, Any] = {
        "errors": checked.errors,
        "warnings": checked.warnings,
        "accepted": checked.reasoned,
        "notes": checked.infos,
    }
    return {
        kind: [
            {
                "check": one.check,
                "where": str(one.where),
                "row": one.row,
                "text": one.worded(_),
                "reason": one.reason,
            }
            for one in found
        ]
        for kind, found in kinds.items()
    }


def _handed_in(
    args: argparse.Namespace,
    done: tuple[Submissions, Submission],
    said: tuple[Inquiry, tuple[Submission, Inquiry] | None, Checked],
    _: Translate,
) -> int:
    """The number of the submission, what it holds, what changed, what follows."""
    from socle.report.listing import told

    submissions, made = done
    inquiry, earlier, checked = said
    answer = _(N_("{id} is submitted. Warnings that are explained: {count}.")).format(
        id=made.id, count=len(checked.reasoned)
    )
    lines = [*told(answer, following(made, _)), "", *sections(inquiry, _)]
    if earlier:
        lines += ["", *_moved(earlier, inquiry, _)]
    before = [one for one in submissions.listed(made.country, made.year) if one.version < made.version]
    if before:
        found = submissions.differences(before[-1].id, made.id)
        text = _(N_("From {other} to {id}, what differs: {count}."))
        lines += ["", *told(text.format(count=len(found), other=before[-1].id, id=made.id))]
        lines += difference_lines(found[:LARGEST], _)
    return answered(args, {"submitted": True, **plain(made), **_findings(checked, _)}, lines)


def _moved(earlier: tuple[Submission, Inquiry], inquiry: Inquiry, _: Translate) -> list[str]:
    """What changed against the year before."""
    from socle.register.inquiries import moved
    from socle.report.listing import folded, told

    found = moved(earlier[1], inquiry)
    said = _(
        N_("Values against {other}: changed {moved}, the same {same}, new {new}, no longer given {gone}.")
    )
    lines = told(
        said.format(
            other=earlier[0].id, moved=len(found.moved), same=found.same, new=found.new, gone=found.gone
        )
    )
    for one in found.moved[:LARGEST]:
        before, after = (Figure(value).worded(_) for value in (one.before, one.after))
        text = f"{one.place}: {before} -> {after} ({100 * one.growth:+.0f} %)"
        lines += folded(text, "* ", "  ")
    return lines


def drafts(args: argparse.Namespace, _: Translate) -> int:
    """One's own drafts."""
    from socle.report.listing import columns, told

    submissions = desk(args)
    if args.drop is not None:
        submissions.drop_draft(args.drop)
        return answered(args, {"dropped": args.drop}, told(_(N_("The draft is gone."))))
    held = submissions.drafts()
    head = ("N", _(N_("begun (UTC)")), _(N_("of")))
    lines = [(str(one.id), minute(one.begun), one.subject) for one in held]
    said = _(N_("Drafts: {count}.")).format(count=len(held))
    more = _(
        N_("To go on: `socle inquiry submit --resume N`; to give one up: `socle inquiry drafts --drop N`.")
    )
    table = ["", *columns(head, lines), "", *told(more)] if held else []
    return answered(args, [vars(one) for one in held], [*told(said), *table])


def template(args: argparse.Namespace, _: Translate) -> int:
    """Write the questionnaire, with the values of an earlier year to be confirmed."""
    from socle.report.inquiry_template import write_inquiry_template
    from socle.report.listing import told
    from socle.run.inquiry import prefilled

    if not YEARS[0] <= args.year <= YEARS[1]:
        raise Refusal("`--{option}`: {year} is no year.", option="year", year=args.year)
    previous = _previous(args)
    if previous and previous.country != args.country.upper():
        raise Refusal(
            "What was said before is of {other}, the questionnaire of {country}.",
            other=previous.country,
            country=args.country.upper(),
        )
    known = prefilled(args.country.upper(), args.year, previous)
    write_inquiry_template(known, Path(args.out), args.lang)
    said = _(N_("The questionnaire of {country} for {year} is written: {file}"))
    answer = said.format(country=args.country.upper(), year=args.year, file=args.out)
    earlier = _(N_("It shows what was said for {year}, in grey and slanted: change what is no longer so."))
    lines = told(answer, *([earlier.format(year=previous.year)] if previous else []))
    lines += told(_(N_("Then: {command}")).format(command=f"`socle inquiry submit {args.out}`"))
    return answered(args, {"file": args.out, "previous": previous.year if previous else None}, lines)


def _previous(args: argparse.Namespace) -> Inquiry | None:
    """The earlier inquiry that was named, or the latest that the register has published."""
    from socle.exchange.inquiry_file import inquiry_of, read_inquiry
    from socle.register import inquiries
    from socle.register.submissions import Submissions

    if args.earlier and args.previous:
        raise Refusal("Say either --from or --previous.")
    if args.earlier:
        return read_inquiry(Path(args.earlier))
    if args.previous == NONE:
        return None
    if args.previous:
        return inquiry_of(desk(args).content(args.previous), args.previous)
    register = opened_if_there(args)
    found = inquiries.earlier(Submissions(register), args.country.upper(), args.year) if register else None
    return found[1] if found else None


NONE = "none"

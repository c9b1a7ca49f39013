"""`socle inquiry`: the Social Security Inquiry, from the questionnaire to what is published of it."""

from __future__ import annotations

import argparse

from socle.cli.desk import register_options
from socle.cli.shared import Translate, actions
from socle.ground.words import N_

ACTIONS = {
    "template": N_("The questionnaire of a country and year, with what is known already."),
    "submit": N_("Check a questionnaire that is filled in, and hand it in as a new version."),
    "drafts": N_("Your own drafts that were not handed in yet."),
    "list": N_("The submissions that you may read."),
    "show": N_("What a submission says, and what became of it."),
    "review": N_("Accept what somebody else submitted, or return it with a comment."),
    "publish": N_("Publish what was reviewed: its values, and the indicators that follow from them."),
    "withdraw": N_("Withdraw a submission; its history stays."),
}


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    made = actions(parser, _, ACTIONS)
    for name, one in made.items():
        if name in ("show", "review", "publish", "withdraw"):
            one.add_argument("id", help=_(N_("The submission, such as SEN-2024-1.")))
        register_options(one, _)
        one.add_argument("--json", action="store_true", help=_(N_("Print as JSON.")))
    _template(made["template"], _)
    _submit(made["submit"], _)
    _drafts(made["drafts"], _)
    _list(made["list"], _)
    made["show"].add_argument(
        "--against", default="", metavar="ID", help=_(N_("Another submission: what both do not share."))
    )
    _steps(made, _)


def _template(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument("--country", required=True, metavar="CODE", help=_(N_("Code of the country (SEN).")))
    parser.add_argument("--year", type=int, required=True, metavar="YEAR", help=_(N_("Year of the inquiry.")))
    parser.add_argument(
        "--from",
        dest="earlier",
        default="",
        metavar="PATH",
        help=_(N_("An earlier questionnaire whose values are shown, to be confirmed or changed.")),
    )
    parser.add_argument(
        "--previous",
        default="",
        metavar="ID",
        help=_(N_("A submission to show instead of the latest of an earlier year; `none` for an empty one.")),
    )
    parser.add_argument(
        "-o",
        "--out",
        required=True,
        metavar="PATH",
        help=_(N_("The file to write: a workbook (.xlsx), or a folder of YAML and CSV.")),
    )


def _submit(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument(
        "file", nargs="?", default="", help=_(N_("The questionnaire: a workbook, a folder, or YAML."))
    )
    parser.add_argument(
        "--resume", type=int, metavar="N", help=_(N_("Go on with a draft (see `socle inquiry drafts`)."))
    )
    parser.add_argument(
        "--partial", action="store_true", help=_(N_("Hand in what there is, although sections lack values."))
    )
    parser.add_argument("--comment", default="", metavar="TEXT", help=_(N_("Words to whoever reviews it.")))


def _drafts(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument("--drop", type=int, metavar="N", help=_(N_("Give up a draft.")))


def _list(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument("--country", default="", metavar="CODE", help=_(N_("Of one country.")))
    parser.add_argument("--year", type=int, metavar="YEAR", help=_(N_("Of one year.")))
    parser.add_argument(
        "--state",
        default="",
        metavar="STATE",
        help=_(N_("Of one state: submitted, returned, reviewed, published, withdrawn, superseded.")),
    )


def _steps(made: dict[str, argparse.ArgumentParser], _: Translate) -> None:
    either = made["review"].add_mutually_exclusive_group(required=True)
    either.add_argument("--accept", action="store_true", help=_(N_("It is right.")))
    either.add_argument(
        "--return",
        dest="back",
        action="store_true",
        help=_(N_("It must be changed; say what with --comment.")),
    )
    for name in ("review", "publish"):
        made[name].add_argument(
            "--comment", default="", metavar="TEXT", help=_(N_("Words that are kept with it."))
        )
    made["withdraw"].add_argument(
        "--reason", required=True, metavar="TEXT", help=_(N_("Why; kept with it for good."))
    )


def run(args: argparse.Namespace) -> int:
    """Do what was asked."""
    from socle.cli import inquiry_desk, inquiry_entry
    from socle.report.text import translator

    done = {
        "template": inquiry_entry.template,
        "submit": inquiry_entry.submit,
        "drafts": inquiry_entry.drafts,
        "list": inquiry_desk.listed,
        "show": inquiry_desk.show,
        "review": inquiry_desk.review,
        "publish": inquiry_desk.publish,
        "withdraw": inquiry_desk.withdraw,
    }
    return done[args.action](args, translator(args.lang))

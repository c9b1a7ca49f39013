"""`socle ratifications`: who has ratified a Convention, the campaign for more, and what a country would need."""

from __future__ import annotations

import argparse
from pathlib import Path

from socle.cli.shared import Translate, progress, rows_options
from socle.ground.refusals import Refusal
from socle.ground.words import N_


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("--convention", default="C102", metavar="CODE", help=_(N_("The Convention (C102).")))
    parser.add_argument(
        "--as-of",
        default="",
        metavar="DAY",
        help=_(N_("A day (2021-10-08), or a year: its end. By default the last day that is known.")),
    )
    parser.add_argument(
        "--campaign", action="store_true", help=_(N_("The campaign: how many are lacking, and at what pace."))
    )
    parser.add_argument(
        "--country",
        default="",
        metavar="CODE",
        help=_(N_("What the ratification of a shipped country (SEN) would need; ALL for a line each.")),
    )
    parser.add_argument(
        "--region", default="", metavar="CODE", help=_(N_("Only a group of countries (X06, 202)."))
    )
    parser.add_argument(
        "--out",
        default="",
        metavar="FOLDER",
        help=_(N_("Write register, map, timeline, chart and workbook into FOLDER.")),
    )
    rows_options(parser, _)


def run(args: argparse.Namespace) -> int:
    """Show the register as of a day, the campaign, or what a country would need."""
    return _needs(args) if args.country else _register(args)


def _register(args: argparse.Namespace) -> int:
    from socle.model.ratification import Undated
    from socle.report import ratification_files as files
    from socle.report import ratification_tables as tables
    from socle.run.ratifications import AsOf, campaign, campaign_for, convention_of, ratifications

    if args.campaign and args.region:
        raise Refusal("The campaign is of the world: leave out --region.")
    if args.campaign:
        campaign_for(convention_of(args.convention))
    found = ratifications(AsOf(args.convention, args.as_of, args.region))
    if isinstance(found, Undated):
        if args.out:
            raise Refusal(
                "Of {convention} there is nothing to write into a folder.", convention=found.convention
            )
        written = _rows(args, files.undated_csv(found))
        return _told(
            args, files.as_json(found, None, args.lang), tables.undated_text(found, args.lang, written)
        )
    standing = campaign(found)
    written = files.write(found, standing, Path(args.out), args.lang) if args.out else []
    if args.campaign and standing is not None:
        written += _rows(args, files.campaign_csv(standing))
        text = tables.campaign_text(standing, args.lang, written)
    else:
        written += _rows(args, files.register_csv(found))
        text = tables.register_text(found, args.lang, written)
    return _told(args, files.as_json(found, standing, args.lang), text)


def _needs(args: argparse.Namespace) -> int:
    from socle.report import ratification_need_tables as tables
    from socle.report.text import translator
    from socle.run.ratification_needs import needs
    from socle.run.ratifications import convention_of

    for name in ("as_of", "campaign", "region", "out"):
        if getattr(args, name):
            raise Refusal(
                "--country tells what is needed now: leave out --{option}.", option=name.replace("_", "-")
            )
    with progress(translator(args.lang)(N_("Holding the law against the Convention"))):
        found = tuple(needs(args.country, convention_of(args.convention)))
    written = _rows(args, tables.need_csv(found))
    return _told(args, tables.need_json(found, args.lang), tables.need_text(found, args.lang, written))


def _rows(args: argparse.Namespace, rows: str) -> list[Path]:
    """Rows into the file that is named, or printed instead of the text."""
    from socle.report.output import write_text

    if not args.csv:
        return []
    if args.csv == "-":
        if not args.json:
            print(rows, end="")
        return []
    write_text(Path(args.csv), [rows])
    return [Path(args.csv)]


def _told(args: argparse.Namespace, as_json: str, text: str) -> int:
    """What was asked for on standard output."""
    if args.json or args.csv != "-":
        print(as_json if args.json else text, end="")
    return 0

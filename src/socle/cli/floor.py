"""`socle floor`: the floor of a country, costed, with page, charts, table and workbook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cli.shared import Translate, choices_of, line_options, progress, survey_options, survey_request
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.report.files import Addition

FORMATS = ("html", "svg", "png", "csv", "xlsx")


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("country", help=_(N_("Code of a shipped country (SEN), or a folder of your own.")))
    parser.add_argument(
        "--out", default=".", metavar="FOLDER", help=_(N_("Where the files go (this folder)."))
    )
    parser.add_argument(
        "--scenario",
        action="append",
        metavar="NAME",
        help=_(N_("Scenarios side by side: status_quo, low, high, steps, or a file; may be repeated.")),
    )
    parser.add_argument(
        "--formats",
        default=",".join(FORMATS),
        metavar="LIST",
        help=_(N_("Which files to write: html, svg, png, csv, json, xlsx, pdf, docx, or none.")),
    )
    rows = parser.add_mutually_exclusive_group()
    rows.add_argument("--json", action="store_true", help=_(N_("Print the tidy rows as JSON.")))
    rows.add_argument("--csv", action="store_true", help=_(N_("Print the tidy rows as CSV.")))
    line_options(parser, _)
    survey_options(parser, _)


def run(args: argparse.Namespace) -> int:
    """Cost, show, write."""
    from socle.report.text import translator

    _ = translator(args.lang)
    with progress(_(N_("Reading the law and the figures"))) as step:
        from socle.report import drawing, files

        formats = files.known_formats(args.formats)
        renderer = drawing.start() if files.DRAWN.intersection(formats) else None
        from socle.report import table, tidy_text
        from socle.run import floor
        from socle.run.floor import DEFAULT_SCENARIOS

        chosen = args.scenario or DEFAULT_SCENARIOS
        result = floor(args.country, choices_of(args), chosen)
        more = _households(args, chosen, step) if args.survey else None
        if formats:
            step(_(N_("Drawing charts and writing files")))
        written = files.write(result, Path(args.out), args.lang, formats, renderer, more)
    if args.json or args.csv:
        sys.stdout.write(tidy_text.as_json(result) if args.json else tidy_text.as_csv(result))
    else:
        added = [f"{more.section.headline}.", more.section.flag] if more and more.section else []
        print(table.summary(result, args.lang, written, [text for text in added if text]), end="")
    return 0


def _households(args: argparse.Namespace, scenarios: Sequence[str], step: Callable[[str], None]) -> Addition:
    """What the last planned scenario does to the households of a survey."""
    from socle.model.scenario import STATUS_QUO
    from socle.report import impact_files
    from socle.report.text import translator
    from socle.run.households import households

    step(translator(args.lang)(N_("Asking the law for every person of the survey")))
    planned = [one for one in scenarios if one != STATUS_QUO] or list(scenarios)
    found = households(args.country, choices_of(args), survey_request(args), planned[-1])
    return impact_files.addition(found, args.lang)

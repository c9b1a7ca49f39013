"""`socle impact`: the schemes of a country on the households of a survey."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from socle.cli.shared import Translate, law_options, progress, survey_request
from socle.ground.words import N_

FORMATS = ("html", "svg", "png", "csv", "xlsx")


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    law_options(parser, _)
    parser.add_argument(
        "--against", default="", metavar="NAME", help=_(N_("A second scenario, for the difference."))
    )
    parser.add_argument(
        "--out", metavar="FOLDER", help=_(N_("Also write page, charts, rows and workbook there."))
    )
    parser.add_argument(
        "--formats",
        default=",".join(FORMATS),
        metavar="LIST",
        help=_(N_("Which files to write: html, svg, png, csv, xlsx, or none.")),
    )
    parser.add_argument("--csv", metavar="FILE", help=_(N_("Write one row a number to FILE (- for here).")))
    parser.add_argument("--json", action="store_true", help=_(N_("Print every number as JSON.")))


def run(args: argparse.Namespace) -> int:
    """Ask the law for every person, show, write."""
    from socle.report.text import translator

    _ = translator(args.lang)
    with progress(_(N_("Asking the law for every person of the survey"))) as step:
        from socle.report import files

        formats = files.known_formats(args.formats) if args.out else ()
        from socle.report import drawing

        renderer = drawing.start() if files.DRAWN.intersection(formats) else None
        from socle.report import impact_files, impact_tables, impact_tidy
        from socle.report.output import write_text
        from socle.run import Choices
        from socle.run.households import households

        survey = replace(survey_request(args), shock=args.shock)
        found = households(args.country, Choices(line=args.line), survey, args.scenario, args.against)
        if formats:
            step(_(N_("Drawing charts and writing files")))
        written = impact_files.write(found, Path(args.out), args.lang, formats, renderer) if args.out else []
        if args.csv and args.csv != "-":
            write_text(Path(args.csv), [impact_tidy.as_csv(found)])
            written.append(Path(args.csv))
    if args.csv == "-":
        sys.stdout.write(impact_tidy.as_csv(found))
    elif args.json:
        sys.stdout.write(impact_tables.as_json(found))
    else:
        print(impact_tables.summary(found, args.lang, written), end="")
    return 0

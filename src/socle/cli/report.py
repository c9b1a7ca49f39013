"""`socle report`: the report of a country on paper, as PDF or for Word."""

from __future__ import annotations

import argparse
from pathlib import Path

from socle.cli.shared import Translate, choices_of, line_options, progress
from socle.ground.words import N_


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("country", help=_(N_("Code of a shipped country (SEN), or a folder of your own.")))
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help=_(N_("The file to write: its name ends with .pdf or .docx.")),
    )
    parser.add_argument(
        "--scenario",
        action="append",
        metavar="NAME",
        help=_(N_("Scenarios side by side: status_quo, low, high, steps, or a file; may be repeated.")),
    )
    line_options(parser, _)


def run(args: argparse.Namespace) -> int:
    """Cost, typeset, write."""
    from socle.report.text import translator

    _ = translator(args.lang)
    path = Path(args.output)
    with progress(_(N_("Reading the law and the figures"))) as step:
        from socle.report import document_files, drawing, files

        document_files.kind_of(path)
        renderer = drawing.start()
        try:
            from socle.run import floor
            from socle.run.floor import DEFAULT_SCENARIOS

            result = floor(args.country, choices_of(args), args.scenario or DEFAULT_SCENARIOS)
            step(_(N_("Typesetting the report")))
            files.write_document(document_files.of_floor(result, args.lang, renderer), path)
        finally:
            if renderer.poll() is None:
                renderer.kill()
                renderer.communicate()
    from socle.report import findings, numbers

    print(numbers.plain(findings.headline(result, args.lang)) + ".", "", path, sep="\n")
    return 0

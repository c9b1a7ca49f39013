"""`socle annex`: the tables of a world report, as page, workbook and CSV."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from socle.cli.desk import opened_if_there, register_options
from socle.cli.shared import Translate, data_option, data_place, progress
from socle.ground.refusals import Refusal
from socle.ground.words import N_

FORMATS = ("html", "svg", "png", "csv", "xlsx")


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument(
        "--edition", type=int, required=True, metavar="YEAR", help=_(N_("Year of the edition."))
    )
    parser.add_argument(
        "-o", "--out", metavar="FOLDER", help=_(N_("Write page, charts, one CSV a table and workbook there."))
    )
    parser.add_argument(
        "--year",
        type=int,
        metavar="YEAR",
        help=_(N_("Year of the regional values; by default the latest with values.")),
    )
    parser.add_argument(
        "--threshold",
        default="0.4",
        metavar="SHARE",
        help=_(N_("Share of the people concerned that must live in reporting countries (0.4).")),
    )
    parser.add_argument(
        "--no-law", action="store_true", help=_(N_("Leave out the legal coverage of shipped countries."))
    )
    data_option(parser, _)
    register_options(parser, _)
    parser.add_argument(
        "--as-of", default="", metavar="DATE", help=_(N_("What the register said on that day (2026-03-31)."))
    )
    parser.add_argument(
        "--formats",
        default=",".join(FORMATS),
        metavar="LIST",
        help=_(N_("Which files to write: html, svg, png, csv, xlsx, or none.")),
    )


def run(args: argparse.Namespace) -> int:
    """Gather, aggregate, show, write."""
    from socle.report.text import translator

    _ = translator(args.lang)
    threshold = share_of(args.threshold)
    with progress(_(N_("Aggregating the countries of the world"))) as step:
        from socle.report import annex_files, annex_tables, files
        from socle.run.annex import annex

        formats = files.known_formats(args.formats) if args.out else ()
        found = annex(_material(args), args.edition, year=args.year, threshold=threshold)
        if formats:
            step(_(N_("Drawing charts and writing files")))
        written = annex_files.write(found, Path(args.out), args.lang, formats) if args.out else []
    print(annex_tables.summary(found, args.lang, written), end="")
    return 0


def _material(args: argparse.Namespace) -> Any:
    """The values of the register, if there is one; else those of the SDG database in the store; and the law."""
    from socle.exchange.sdg_frame import statistics_of_sdg
    from socle.exchange.statistic_frame import statistics_of
    from socle.run.annex import SERIES, from_register, from_store
    from socle.run.annex_law import of_shipped

    register = opened_if_there(args)
    if register is None and args.as_of:
        raise Refusal(N_("--as-of asks a register what it said: name one with --register."))
    if register is None:
        found = from_store(data_place(args))
    else:
        try:
            sdg = register.read("SDG", codes=SERIES, as_of=args.as_of or None)
            national = register.read("SOCIAL_PROTECTION", as_of=args.as_of or None)
        finally:
            register.close()
        found = from_register(data_place(args), statistics_of_sdg(sdg), statistics_of(national), args.as_of)
    law = () if args.no_law or not found.coverage else of_shipped(args.edition)
    return replace(found, national=(*found.national, *law))


def share_of(text: str) -> float:
    """The threshold that somebody wrote."""
    number = text.strip().replace(",", ".")
    if not re.fullmatch(r"0(\.\d+)?|1(\.0+)?|\.\d+", number):
        raise Refusal(N_("`{text}` is no share from 0 to 1."), text=text, where="--threshold")
    return float(number)

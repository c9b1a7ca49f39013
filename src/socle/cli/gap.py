"""`socle gap`: cost and financing gap of the floor for the countries of the world."""

from __future__ import annotations

import argparse
from pathlib import Path

from socle.cli.shared import Translate, codes, data_option, data_place, progress
from socle.ground.words import N_


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument(
        "--countries", default="ALL", metavar="CODES", help=_(N_("Codes with commas, or ALL."))
    )
    parser.add_argument(
        "--guarantees",
        default="children,maternity,disability,old_age",
        metavar="LIST",
        help=_(N_("Guarantees with commas: children, maternity, disability, unemployment, old_age, health.")),
    )
    parser.add_argument("--year", type=int, default=2023, metavar="YEAR", help=_(N_("The year (2023).")))
    parser.add_argument(
        "--index", default="cpi", metavar="INDEX", help=_(N_("Prices that move the line: cpi or deflator."))
    )
    parser.add_argument(
        "--csv", metavar="FILE", help=_(N_("Write one row a country and guarantee to FILE (- for here)."))
    )
    parser.add_argument("--json", action="store_true", help=_(N_("Print countries and groups as JSON.")))
    data_option(parser, _)


def run(args: argparse.Namespace) -> int:
    """Cost and show, or write."""
    from socle.report.text import translator

    _ = translator(args.lang)
    with progress(_(N_("Costing the floor of every country"))):
        from socle.report.output import write_text
        from socle.report.world_tables import gap_csv, gap_json, gap_summary
        from socle.run.world import gap

        guarantees = [name.strip() for name in args.guarantees.split(",") if name.strip()]
        world = gap(codes(args.countries), guarantees, args.year, data_place(args), args.index)
    if args.csv == "-":
        print(gap_csv(world.rows), end="")
    elif args.csv:
        write_text(Path(args.csv), [gap_csv(world.rows)])
    if args.json:
        print(gap_json(world), end="")
    elif args.csv != "-":
        print(gap_summary(world, args.lang), end="")
        if args.csv:
            print(args.csv)
    return 0

"""`socle population`: people by single age and sex, projected from the base year."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cli.shared import Translate, codes, data_option, data_place, progress, variant_option, years_of
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.model.demography import Clock


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument(
        "--countries", default="ALL", metavar="CODES", help=_(N_("Codes with commas, or ALL."))
    )
    parser.add_argument(
        "--year", type=int, action="append", metavar="YEAR", help=_(N_("A year; may be repeated."))
    )
    parser.add_argument(
        "--migration",
        choices=("end", "even"),
        default="end",
        help=_(N_("Migrants arrive at the end of the year, or evenly through it.")),
    )
    parser.add_argument(
        "--clock",
        choices=("july", "january"),
        default="july",
        help=_(N_("Population at 1 July or at 1 January.")),
    )
    parser.add_argument(
        "--csv", metavar="FILE", help=_(N_("Write iso3, year, sex, age, population to FILE (- for here)."))
    )
    variant_option(parser, _)
    data_option(parser, _)


def run(args: argparse.Namespace) -> int:
    """Project and show, or write."""
    from socle.report.text import translator

    _ = translator(args.lang)
    years = years_of(args.year, 2050)
    with progress(_(N_("Projecting the population"))):
        from socle.report.output import write_text
        from socle.report.world_tables import population_csv, population_summary
        from socle.run.world import known_year, people

        clock: Clock = "1 July" if args.clock == "july" else "1 January"
        place = data_place(args)
        over_time, origin = people(
            codes(args.countries),
            years[-1],
            place,
            migration=args.migration,
            clock=clock,
            variant=args.variant,
        )
        for year in years:
            known_year(over_time, year)
        if args.csv and args.csv != "-":
            write_text(Path(args.csv), population_csv(over_time, years))
    if args.csv == "-":
        sys.stdout.writelines(population_csv(over_time, years))
    elif args.csv:
        print(args.csv)
    else:
        print(population_summary(over_time, years, args.lang), end="")
    if origin == "compact":
        print(
            _(
                N_(
                    "From the compact figures shipped with Socle; import the data of the world for full detail."
                )
            ),
            file=sys.stderr,
        )
    return 0

"""`socle career`: one person's career asked of a contributory law, with its account and every rule."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cli.shared import Translate, institution_options, rows_options
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.run.career_statement import CareerRequest


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    institution_options(parser, _)
    parser.add_argument("--born", type=int, required=True, metavar="YEAR", help=_(N_("Year of birth.")))
    parser.add_argument("--sex", required=True, metavar="SEX", help=_(N_("female or male.")))
    parser.add_argument(
        "--award",
        type=int,
        required=True,
        metavar="YEAR",
        help=_(N_("The year on whose 1 January the pension is asked for.")),
    )
    parser.add_argument(
        "--benefit", default="old_age", metavar="NAME", help=_(N_("Which benefit (old_age), or `all`."))
    )
    _work(parser, _)
    _output(parser, _)


def _work(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument(
        "--from",
        dest="begins",
        type=int,
        metavar="YEAR",
        help=_(N_("First year of work; by default the first year of the data.")),
    )
    parser.add_argument(
        "--earnings",
        default="",
        metavar="MONEY",
        help=_(N_("What is earned (1200/month), in money of the first year in which it is.")),
    )
    parser.add_argument(
        "--growth",
        default="wages",
        metavar="WORD",
        help=_(N_("How earnings grow: wages (the default), prices, or a share a year (2%%).")),
    )
    parser.add_argument(
        "--file",
        metavar="FILE",
        help=_(N_("Past years: CSV with year, earnings of the year, and months if not all were insured.")),
    )
    parser.add_argument(
        "--service",
        type=float,
        default=0.0,
        metavar="YEARS",
        help=_(N_("Years of service from before the first year of work (0).")),
    )
    parser.add_argument(
        "--account",
        action="append",
        default=[],
        metavar="NAME=AMOUNT",
        help=_(N_("What an account held on 1 January of the first year (career_earnings=250000).")),
    )


def _output(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument(
        "--country", default="", metavar="CODE", help=_(N_("The country around a scheme file of your own."))
    )
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help=_(N_("Show every N-th year of the statement (1)."))
    )
    rows_options(parser, _)


def run(args: argparse.Namespace) -> int:
    """Ask the law, and show."""
    from socle.report.career_files import career_csv, career_json
    from socle.report.career_tables import career_text
    from socle.report.output import write_text
    from socle.run.career_statement import told

    if args.every < 1:
        raise Refusal("`--{option}` is a whole number, 1 or more.", option="every")
    found = told(_request(args))
    if args.csv and args.csv != "-":
        write_text(Path(args.csv), career_csv(found))
    if args.json:
        print(career_json(found, args.lang), end="")
    elif args.csv == "-":
        print(career_csv(found), end="")
    else:
        print(career_text(found, args.every, args.lang), end="")
    return 0


def _request(args: argparse.Namespace) -> CareerRequest:
    from socle.run.answers import sex
    from socle.run.career_life import Work
    from socle.run.career_statement import CareerRequest

    if args.service < 0:
        raise Refusal("`--{option}` is not negative.", option="service")
    work = Work(
        born=args.born,
        sex=sex(args.sex),
        begins=args.begins,
        earnings=args.earnings,
        growth=args.growth,
        file=Path(args.file) if args.file else None,
        service=args.service,
        accounts=tuple(args.account),
    )
    data = Path(args.data) if args.data else None
    return CareerRequest(args.scheme, args.award, work, args.benefit, args.country, data)

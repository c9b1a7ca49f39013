"""`socle poverty`: poverty and inequality in a survey, with standard errors of its design."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cli.shared import Translate, progress
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.model.survey import Measured, Roles
    from socle.run.poverty import PovertyRequest


def roles_options(parser: argparse.ArgumentParser, _: Translate, weight_required: bool) -> None:
    """The columns that say how a survey was drawn."""
    parser.add_argument(
        "--weight",
        required=weight_required,
        default="",
        metavar="COLUMN",
        help=_(N_("Column of weights: how many people each record represents.")),
    )
    parser.add_argument(
        "--household", default="", metavar="COLUMN", help=_(N_("Column that names the household."))
    )
    parser.add_argument(
        "--strata", default="", metavar="COLUMN", help=_(N_("Column that names the stratum."))
    )
    parser.add_argument(
        "--psu",
        default="",
        metavar="COLUMN",
        help=_(N_("Column that names the primary sampling unit; by default the household.")),
    )
    parser.add_argument(
        "--person",
        default="",
        metavar="COLUMN",
        help=_(N_("Column that names the person; a person who stands twice is refused.")),
    )


def roles_of(args: argparse.Namespace, fpc: str = "") -> Roles:
    """The columns that the options name."""
    from socle.model.survey import Roles

    return Roles(args.weight, args.household, args.strata, args.psu, args.person, fpc)


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("file", help=_(N_("A survey: CSV, Parquet, Excel, Stata or SPSS.")))
    parser.add_argument(
        "--welfare",
        required=True,
        metavar="COLUMN",
        help=_(N_("Column of income or consumption per person.")),
    )
    roles_options(parser, _, weight_required=True)
    parser.add_argument(
        "--line",
        required=True,
        metavar="LINE",
        help=_(N_("Poverty line: an amount, or a part such as median:0.6 or mean:0.5.")),
    )
    _measure_options(parser, _)
    _sampling_options(parser, _)
    parser.add_argument("--csv", metavar="FILE", help=_(N_("Write one row a number to FILE (- for here).")))
    parser.add_argument("--json", action="store_true", help=_(N_("Print as JSON.")))


def _measure_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument(
        "--by",
        default="",
        metavar="COLUMN",
        help=_(N_("Also for each group of this column, at the same line.")),
    )
    parser.add_argument(
        "--measures", default="", metavar="LIST", help=_(N_("Measures with commas, such as arpr,gini,ge:1."))
    )
    parser.add_argument("--age", default="", metavar="COLUMN", help=_(N_("Column of age, which rmir needs.")))
    parser.add_argument(
        "--compare",
        default="",
        metavar="COLUMN",
        help=_(N_("Column of welfare before; also shows the change from it, with its standard error.")),
    )
    parser.add_argument(
        "--panel",
        default="",
        metavar="COLUMNS",
        help=_(N_("Welfare of the three years before, with commas: for persistent_arpr.")),
    )
    parser.add_argument(
        "--count",
        default="persons",
        metavar="WHAT",
        help=_(N_("Who counts: persons, or households (one record of each).")),
    )
    parser.add_argument(
        "--grouped",
        type=float,
        metavar="MEAN",
        help=_(
            N_(
                "Poverty from grouped data: the file holds cumulative shares of people (--weight) and of "
                "welfare (--welfare), of this mean."
            )
        ),
    )


def _sampling_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument(
        "--lonely",
        default="refuse",
        metavar="WAY",
        help=_(N_("A stratum of one unit: refuse, adjust, average or certainty.")),
    )
    parser.add_argument(
        "--replicates",
        default="",
        metavar="PREFIX",
        help=_(N_("Columns of replicate weights: what their names begin with, before a number.")),
    )
    parser.add_argument(
        "--replication",
        default="bootstrap",
        metavar="WAY",
        help=_(N_("How replicates were made: bootstrap, jackknife, brr, fay:0.5 or sdr.")),
    )
    parser.add_argument(
        "--fpc",
        nargs="?",
        const=True,
        default=False,
        metavar="COLUMN",
        help=_(
            N_(
                "Correct for the share of units that was sampled: from the weights, or from a column of the "
                "units of each stratum or of their share sampled."
            )
        ),
    )


def run(args: argparse.Namespace) -> int:
    """Measure and show, or write."""
    from socle.report.text import translator

    _ = translator(args.lang)
    with progress(_(N_("Measuring poverty"))):
        from socle.report.output import write_text
        from socle.report.survey_tables import grouped_table, poverty_csv, poverty_json, poverty_table

        request = _request(args)
        found = _grouped(args, _) if args.grouped is not None else _surveyed(args, request, _)
    if args.csv and args.csv != "-":
        write_text(Path(args.csv), poverty_csv(found))
    if args.json:
        print(poverty_json(found), end="")
    elif args.csv == "-":
        print(poverty_csv(found), end="")
    else:
        grouped = args.grouped is not None
        print(
            grouped_table(found, args.lang) if grouped else poverty_table(found, request, args.lang), end=""
        )
        if args.csv:
            print(args.csv)
    return 0


def _request(args: argparse.Namespace) -> PovertyRequest:
    from socle.measure.indicators import USUAL
    from socle.run.poverty import PovertyRequest

    return PovertyRequest(
        welfare=args.welfare,
        roles=roles_of(args, args.fpc if isinstance(args.fpc, str) else ""),
        line=args.line,
        by=args.by,
        age=args.age,
        measures=args.measures or USUAL,
        lonely=args.lonely,
        fpc=args.fpc is True,
        compare=args.compare,
        replicates=args.replicates,
        replication=args.replication,
        panel=tuple(name.strip() for name in args.panel.split(",") if name.strip()),
        count=args.count,
    )


def _surveyed(args: argparse.Namespace, request: PovertyRequest, _: Translate) -> list[Measured]:
    from socle.run.poverty import poverty

    return poverty(Path(args.file), request, _)


def _grouped(args: argparse.Namespace, _: Translate) -> list[Measured]:
    from socle.run.grouped import GroupedRequest, grouped_poverty

    for option in ("household", "strata", "psu", "by", "age", "measures", "compare", "replicates", "panel"):
        if getattr(args, option):
            raise Refusal("`--{option}` has no meaning for grouped data.", option=option)
    if args.count != "persons":
        raise Refusal("`--{option}` has no meaning for grouped data.", option="count")
    request = GroupedRequest(args.weight, args.welfare, args.grouped, args.line)
    return grouped_poverty(Path(args.file), request, _)

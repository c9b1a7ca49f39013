"""`socle survey`: what a survey file holds."""

from __future__ import annotations

import argparse
from pathlib import Path

from socle.cli.poverty import roles_options
from socle.cli.shared import Translate, progress
from socle.ground.words import N_


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("action", choices=("describe",), help=_(N_("What to do with the survey.")))
    parser.add_argument("file", help=_(N_("A survey: CSV, Parquet, Excel, Stata or SPSS.")))
    roles_options(parser, _, weight_required=False)
    parser.add_argument("--json", action="store_true", help=_(N_("Print as JSON.")))


def run(args: argparse.Namespace) -> int:
    """Read and describe."""
    from socle.report.text import translator

    _ = translator(args.lang)
    with progress(_(N_("Reading {name}")).format(name=Path(args.file).name)):
        from socle.model.survey import Roles
        from socle.report.survey_tables import description_json, description_table
        from socle.run.survey import describe

        roles = Roles(args.weight, args.household, args.strata, args.psu)
        found = describe(Path(args.file), roles)
    print(description_json(found) if args.json else description_table(found, args.lang), end="")
    return 0

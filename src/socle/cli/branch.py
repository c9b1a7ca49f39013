"""`socle branch`: the valuation of a branch of social insurance beside pensions."""

from __future__ import annotations

import argparse
from pathlib import Path

from socle.cli.shared import Translate, progress, rows_options
from socle.ground.words import N_


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument(
        "case",
        metavar="FILE",
        help=_(
            N_(
                "A file that says `branch`: unemployment, employment_injury, sickness, maternity, health or "
                "long_term_care. XXX/unemployment is shipped."
            )
        ),
    )
    rows_options(parser, _)


def run(args: argparse.Namespace) -> int:
    """Value and show, or write."""
    from socle.report.text import translator

    with progress(translator(args.lang)(N_("Valuing the branch"))):
        from socle.report.branch_tables import as_csv, as_json, as_text
        from socle.report.output import write_text
        from socle.run.branch import branch

        found = branch(args.case)
    if args.csv and args.csv != "-":
        write_text(Path(args.csv), as_csv(found, args.lang))
    if args.json:
        print(as_json(found, args.lang), end="")
    elif args.csv == "-":
        print(as_csv(found, args.lang), end="")
    else:
        print(as_text(found, args.lang), end="")
        if args.csv:
            print(args.csv)
    return 0

"""`socle totalize`: the pension of a migrant worker under an agreement between countries."""

from __future__ import annotations

import argparse

from socle.cli.shared import Translate
from socle.ground.words import N_


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument(
        "case",
        metavar="CASE",
        help=_(N_("A case file: an agreement, the laws of its countries, periods. XXX/migrant is shipped.")),
    )
    parser.add_argument("--json", action="store_true", help=_(N_("Print every step as JSON.")))


def run(args: argparse.Namespace) -> int:
    """Add the periods, and show who pays what."""
    from socle.report.totalized import as_json, told
    from socle.run.totalize import totalize

    result = totalize(args.case)
    print(as_json(result) if args.json else told(result, args.lang), end="")
    return 0

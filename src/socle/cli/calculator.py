"""`socle calculator`: one person or household asked of the law, with every rule explained."""

from __future__ import annotations

import argparse

from socle.cli.shared import Translate
from socle.ground.refusals import Refusal
from socle.ground.words import N_


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument(
        "scheme",
        metavar="SCHEME",
        help=_(N_("A scheme file, COUNTRY/scheme (XXX/old_age), or COUNTRY for all its schemes.")),
    )
    parser.add_argument(
        "--person",
        action="append",
        default=[],
        metavar="WORDS",
        help=_(
            N_('What is known of a person, as "age=70, sex=female, earnings=900/month"; one for each member.')
        ),
    )
    parser.add_argument(
        "--household",
        default="",
        metavar="WORDS",
        help=_(N_('What is the same for all members, as "urban=yes, consumption=40000/month".')),
    )
    parser.add_argument(
        "--date", default="", metavar="DATE", help=_(N_("The day whose law is asked (2025-07-01)."))
    )
    parser.add_argument(
        "--year", default="", metavar="YEAR", help=_(N_("The year whose law is asked, in its middle."))
    )
    parser.add_argument(
        "--country", default="", metavar="CODE", help=_(N_("The country around a scheme file of your own."))
    )
    parser.add_argument(
        "--scenario",
        default="status_quo",
        metavar="NAME",
        help=_(N_("The scenario whose law is asked; by default the schemes in force.")),
    )
    parser.add_argument(
        "--line", default="", metavar="LINE", help=_(N_("Reference line: harmonised, national or gdp_share."))
    )
    parser.add_argument("--json", action="store_true", help=_(N_("Print every step as JSON.")))


def run(args: argparse.Namespace) -> int:
    """Ask the law, and show."""
    from socle.report.calculated import told
    from socle.report.calculated_json import as_json
    from socle.run.calculator import Request, calculate

    if args.date and args.year:
        raise Refusal("Say a day (--date) or a year (--year), not both.")
    request = Request(
        args.scheme,
        tuple(args.person),
        args.household,
        args.date or args.year,
        args.country,
        args.scenario,
        args.line,
    )
    result = calculate(request)
    print(as_json(result) if args.json else told(result, args.lang), end="")
    return 0

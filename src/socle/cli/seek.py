"""`socle seek`: the value of a parameter that reaches a poverty target or a budget."""

from __future__ import annotations

import argparse
import sys

from socle.cli.shared import Translate, law_options, progress, survey_request
from socle.ground.words import N_


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    law_options(parser, _)
    parser.add_argument(
        "--change", required=True, metavar="PATH", help=_(N_("The parameter to turn, usually an amount."))
    )
    parser.add_argument(
        "--reach",
        required=True,
        metavar="TARGET",
        help=_(
            N_(
                "What to reach: fgt0=15%%, fgt1=0.04, gini=0.35, spending=1.5%% of GDP, spending=AMOUNT or "
                "BENEFIT:spending=AMOUNT."
            )
        ),
    )
    parser.add_argument(
        "--between", default="", metavar="LOW,HIGH", help=_(N_("Values of the file between which to look."))
    )
    parser.add_argument("--json", action="store_true", help=_(N_("Print every number as JSON.")))


def run(args: argparse.Namespace) -> int:
    """Look for the value, and show what it does."""
    from socle.report.text import translator

    _ = translator(args.lang)
    with progress(_(N_("Looking for the value"))):
        from socle.report import sweep_tables
        from socle.run import Choices
        from socle.run.households import people_after
        from socle.run.impact import setting_of
        from socle.run.seek import Question, range_of, seek, target_of

        asked = Question(args.change, target_of(args.reach), range_of(args.between))
        setting = setting_of(args.country, Choices(line=args.line))
        people = people_after(args.country, setting, survey_request(args))
        found = seek(setting, people, args.scenario, asked, args.seed)
    if args.json:
        sys.stdout.write(sweep_tables.sought_as_json(found))
    else:
        print(sweep_tables.sought_summary(found, args.lang), end="")
    return 0

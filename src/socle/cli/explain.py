"""`socle explain`: every step of one number, with its law."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from socle.cli.shared import Translate, choices_of, line_options
from socle.ground.words import N_


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("country", help=_(N_("Code of a shipped country (SEN), or a folder of your own.")))
    parser.add_argument("benefit", help=_(N_("The benefit, as scheme.benefit (old_age.pension).")))
    parser.add_argument("--year", type=int, help=_(N_("The year; by default the first.")))
    parser.add_argument("--scenario", default="high", help=_(N_("The scenario (high).")))
    parser.add_argument("--json", action="store_true", help=_(N_("Print the steps as JSON.")))
    line_options(parser, _)


def run(args: argparse.Namespace) -> int:
    """Print the steps."""
    from socle.exchange.country import load_country
    from socle.report.explained import told
    from socle.run.explain import explain

    choices = choices_of(args)
    year = args.year or choices.base_year or load_country(args.country).base_year
    explanation = explain(args.country, args.benefit, year, args.scenario, choices)
    if args.json:
        print(json.dumps(asdict(explanation), indent=2, ensure_ascii=False))
        return 0
    print(told(explanation, args.lang))
    return 0

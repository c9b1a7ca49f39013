"""`socle countries`: what is shipped."""

from __future__ import annotations

import argparse
import json

from socle.cli.shared import Translate
from socle.ground.words import N_


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("country", nargs="?", help=_(N_("One country, with its schemes and scenarios.")))
    parser.add_argument("--json", action="store_true", help=_(N_("Print as JSON.")))


def run(args: argparse.Namespace) -> int:
    """List countries, or one country's law."""
    from socle.exchange.country import load_country, shipped
    from socle.report.country_list import listed, one
    from socle.report.text import translator

    _ = translator(args.lang)
    if args.country:
        print(one(load_country(args.country), args.lang), end="")
        return 0
    rows = listed([load_country(code) for code in shipped()], args.lang)
    if args.json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
        return 0
    for row in rows:
        text = _(N_("{figures} figures, {schemes} schemes, of which {computed} with a computed benefit"))
        print(f"{row['iso3']}  {row['name']:<24} {row['currency']}  " + text.format(**row))
    return 0

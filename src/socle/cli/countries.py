"""`socle countries`: what is shipped."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from socle.cli.shared import Translate
from socle.ground.words import N_

TOY = "XXX"  # what is copied if no country is named


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("country", nargs="?", help=_(N_("One country, with its schemes and scenarios.")))
    parser.add_argument("--json", action="store_true", help=_(N_("Print as JSON.")))
    parser.add_argument(
        "--copy",
        metavar="FOLDER",
        help=_(N_("Copy the country's folder to FOLDER, to change it: then socle floor FOLDER.")),
    )


def run(args: argparse.Namespace) -> int:
    """List countries, or one country's law."""
    from socle.exchange.country import copy_country, load_country, shipped
    from socle.report.country_list import listed, one
    from socle.report.text import translator

    _ = translator(args.lang)
    if args.copy:
        for path in copy_country(args.country or TOY, Path(args.copy)):
            print(path)
        return 0
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

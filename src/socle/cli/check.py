"""`socle check`: is a file of law, a scenario, figures, a country folder or an institution's data in order?"""

from __future__ import annotations

import argparse
from pathlib import Path

from socle.cli.shared import Translate
from socle.ground.refusals import Refusal
from socle.ground.words import N_


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("path", nargs="+", help=_(N_("YAML or CSV files, workbooks, or folders.")))
    parser.add_argument(
        "--country", metavar="CODE", help=_(N_("The country whose schemes a scenario changes."))
    )


def run(args: argparse.Namespace) -> int:
    """Check each; the first that is not in order is refused."""
    from socle.report.checked_tables import in_words
    from socle.report.text import translator
    from socle.run.checking import check

    _ = translator(args.lang)
    for path in args.path:
        found = check(Path(path), args.country)
        print(_(N_("{path}: in order ({what})")).format(path=path, what=_(found.what)))
        for line in found.details:
            print(f"  {in_words(line, args.lang)}")
        for flag in found.flags:
            print("  " + _(N_("Note: {text}")).format(text=Refusal(flag.text, **flag.values).worded(_)))
    return 0

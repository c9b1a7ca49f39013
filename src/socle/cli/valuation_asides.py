"""What `socle valuation` shows in place of a whole valuation: a universal tier beside it, the mean service shortcut."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Final

from socle.cli.shared import Translate, progress
from socle.ground.refusals import Refusal
from socle.ground.words import N_

ALONE: Final = {
    "beside": ("against", "runs", "lives", "out", "mean_service"),
    "mean_service": ("against", "runs", "lives", "out", "csv"),
}


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options, each of which shows its own tables."""
    parser.add_argument(
        "--beside",
        metavar="SCHEME",
        help=_(
            N_(
                "A universal scheme (a file, or XXX/old_age) that may count pensions of this one: its cost beside "
                "that of this one, and what the pensions save."
            )
        ),
    )
    parser.add_argument(
        "--mean-service",
        action="store_true",
        help=_(N_("Project with the mean service of each age too: what it errs by, and what it saves.")),
    )


def asked(args: argparse.Namespace) -> str:
    """Which of them is asked for; nothing for a whole valuation."""
    found = next((name for name in ALONE if getattr(args, name)), "")
    for name in ALONE.get(found, ()):
        if getattr(args, name):
            raise Refusal(
                "`--{option}` does not go with `--{other}`.", option=_spelt(name), other=_spelt(found)
            )
    return found


def run(args: argparse.Namespace, request: Any) -> int:
    """Value and show, or write."""
    return _beside(args, request) if args.beside else _mean_service(args, request)


def _spelt(name: str) -> str:
    return name.replace("_", "-")


def _beside(args: argparse.Namespace, request: Any) -> int:
    from socle.report.output import write_text
    from socle.report.text import translator

    with progress(translator(args.lang)(N_("Costing the universal tier"))):
        from socle.report import tiers_tables
        from socle.run.tiers import tiers

        found = tiers(request, args.beside)
        to_file = bool(args.csv) and args.csv != "-"
        if to_file:
            write_text(Path(args.csv), tiers_tables.as_csv(found, args.lang))
    if args.json:
        _print_json(tiers_tables.content(found, args.lang))
    elif args.csv == "-":
        print(tiers_tables.as_csv(found, args.lang), end="")
    else:
        print(tiers_tables.as_text(found, args.lang), end="")
        if to_file:
            print(args.csv)
    return 0


def _mean_service(args: argparse.Namespace, request: Any) -> int:
    from socle.report.text import translator

    with progress(translator(args.lang)(N_("Measuring what mean service errs by"))):
        from socle.report import mean_service_tables
        from socle.run.mean_service import mean_service

        found = mean_service(request)
    if args.json:
        _print_json(mean_service_tables.content(found, args.lang))
    else:
        print(mean_service_tables.as_text(found, args.lang), end="")
    return 0


def _print_json(content: dict[str, Any]) -> None:
    print(json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False))

"""`socle indicators --explain`: what a value is made of, from which answers, and who reviewed it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from socle.cli.desk import opened_if_there
from socle.cli.shared import Translate, progress
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.model.statistic import Statistic


def options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The option."""
    parser.add_argument(
        "--explain",
        default="",
        metavar="CODES",
        help=_(N_("Definition, formula, the numbers in it, their sources, and who reviewed it.")),
    )


def answers(
    args: argparse.Namespace, name: str, found: tuple[Statistic, ...]
) -> tuple[Callable[[], str], Callable[[], str], Callable[[], str]]:
    """The explanation as text, rows and JSON."""
    from socle.report import indicator_explained, indicator_tables
    from socle.report.text import translator

    _ = translator(args.lang)
    with progress(_(N_("Working out the indicators"))):
        from socle.register.explaining import explanations

        register = opened_if_there(args)
        shown = list(explanations(register, args.country, found, args.as_of, args.vintage))
    return (
        lambda: indicator_explained.told(name, shown, args.lang),
        lambda: indicator_tables.as_csv(found, args.lang),
        lambda: indicator_explained.as_json(args.country, shown, args.lang),
    )

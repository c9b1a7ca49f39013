"""`socle standards gap`: the smallest reforms that would make a Part ratifiable, each costed."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cli.shared import Translate, progress, rows_options
from socle.cli.standards_shared import ask_options, one_country, practice_request, shown
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.model.reform import Gap


def configure(one: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the action."""
    ask_options(one, _, country=N_("Code of a shipped country (SEN), or a form filled in."), several=False)
    one.add_argument("--convention", default="C102", metavar="CODE", help=_(N_("The instrument (C102).")))
    one.add_argument(
        "--part", default="", metavar="PARTS", help=_(N_("Parts with commas (V,IX); by default all."))
    )
    one.add_argument(
        "--valuation",
        action="store_true",
        help=_(N_("Cost contributory schemes by their valuation, which takes seconds for each reform.")),
    )
    one.add_argument("--no-cost", action="store_true", help=_(N_("Do not cost the reforms.")))
    one.add_argument(
        "--out",
        default="",
        metavar="FOLDER",
        help=_(N_("Write the scenario file of each reform into FOLDER.")),
    )
    rows_options(one, _)


def run(args: argparse.Namespace) -> int:
    """Look for the reforms, show them, write their scenarios."""
    from socle.report import reform_tables as tables

    one_country(args.country)
    found = gap_of(args)
    files = _written(found, args) if args.out else []
    return shown(
        args,
        lambda: tables.gap_text(found, args.lang, files),
        lambda: tables.gap_csv(found, args.lang),
        lambda: tables.gap_json(found, args.lang),
    )


def gap_of(args: argparse.Namespace) -> Gap:
    """What separates the country from the instrument."""
    from socle.model.survey import Flag
    from socle.report.text import translator
    from socle.run.reforms import ReformRequest, reforms

    _ = translator(args.lang)
    if args.valuation and args.no_cost:
        raise Refusal("`--{one}` and `--{other}` contradict each other.", one="valuation", other="no-cost")
    with progress(_(N_("Looking for the smallest reforms"))) as step:

        def told(flag: Flag) -> None:
            values: Mapping[str, str] = flag.values
            step(_(flag.text).format(**values))

        request = ReformRequest(
            practice_request(args, args.country),
            args.convention,
            tuple(part.strip().upper() for part in args.part.split(",") if part.strip()),
            args.exceptions,
            not args.no_cost,
            args.valuation,
        )
        return reforms(request, told)


def _written(found: Gap, args: argparse.Namespace) -> list[Path]:
    from socle.report.reform_files import write_reforms

    return write_reforms(found, Path(args.out), args.lang)

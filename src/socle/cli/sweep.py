"""`socle sweep`: a scenario on the households of a survey, over a grid of values of its parameters."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from socle.cli.shared import Translate, law_options, progress, survey_request
from socle.ground.refusals import Refusal
from socle.ground.words import N_


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    law_options(parser, _)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        required=True,
        metavar="PATH=V1,V2",
        help=_(
            N_(
                "A parameter and its values, as in its file, or multiples of what stands there (x1.5); more than "
                "one makes a grid."
            )
        ),
    )
    parser.add_argument(
        "--chart", metavar="FILE", help=_(N_("Draw poverty along the values to FILE (.svg or .png)."))
    )
    parser.add_argument("--csv", metavar="FILE", help=_(N_("Write one row a number to FILE (- for here).")))
    parser.add_argument("--json", action="store_true", help=_(N_("Print every number as JSON.")))


def run(args: argparse.Namespace) -> int:
    """Ask the law at every point, show, write."""
    from socle.report.text import translator

    _ = translator(args.lang)
    grid = dict(_values(said) for said in args.set)
    if len(grid) < len(args.set):
        raise Refusal("The same parameter is set twice: say all its values at once, as in PATH=1,2,3.")
    with progress(_(N_("Asking the law at every point of the grid"))):
        from socle.report import sweep_tables
        from socle.report.output import write_text
        from socle.run import Choices
        from socle.run.households import people_after
        from socle.run.impact import setting_of
        from socle.run.sweep import sweep

        setting = setting_of(args.country, Choices(line=args.line))
        people = people_after(args.country, setting, survey_request(args))
        found = sweep(setting, people, args.scenario, grid, args.seed)
        written = []
        if args.chart:
            from socle.report.sweep_chart import draw

            written.append(draw(found, Path(args.chart), args.lang))
        if args.csv and args.csv != "-":
            write_text(Path(args.csv), [sweep_tables.as_csv(found)])
            written.append(Path(args.csv))
    if args.csv == "-":
        sys.stdout.write(sweep_tables.as_csv(found))
    elif args.json:
        sys.stdout.write(sweep_tables.as_json(found))
    else:
        print(sweep_tables.summary(found, args.lang, written), end="")
    return 0


def _values(said: str) -> tuple[str, list[str]]:
    """A parameter and the values of one option."""
    path, equals, values = (part.strip() for part in said.partition("="))
    texts = [text.strip() for text in values.split(",") if text.strip()]
    if not equals or not texts:
        raise Refusal(
            "`{said}` is not a parameter with its values: write it as in {example}.",
            said=said[:80],
            example="old_age.pension.coverage=0.5,0.75,1",
        )
    return path, texts

"""`socle survey`: what a survey file holds, beside what offices count, and new weights for it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cli.poverty import roles_of, roles_options
from socle.cli.shared import Translate, progress
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.model.survey_map import Calibrate

ONLY = {  # options that only one action reads
    "describe": ("weight", "household", "strata", "psu", "person"),
    "reweight": ("country", "year", "method", "bounds", "ages", "out"),
}


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("action", choices=("describe", "reweight"), help=_(N_("What to do with the survey.")))
    parser.add_argument("file", help=_(N_("A survey: CSV, Parquet, Excel, Stata or SPSS.")))
    roles_options(parser, _, weight_required=False)
    parser.add_argument(
        "--map", default="", metavar="FILE", help=_(N_("The mapping that names the columns of the survey."))
    )
    parser.add_argument(
        "--totals",
        default="",
        metavar="FILE",
        help=_(N_("Totals that offices publish, YAML or CSV: compared, and with reweight also reached.")),
    )
    _reweight_options(parser, _)
    parser.add_argument("--json", action="store_true", help=_(N_("Print as JSON.")))


def _reweight_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument(
        "--country",
        default="",
        metavar="CODE",
        help=_(N_("The country to whose people weights are brought.")),
    )
    parser.add_argument(
        "--year", type=int, metavar="YEAR", help=_(N_("The year of its people; by default that of the data."))
    )
    parser.add_argument(
        "--method", default="", metavar="NAME", help=_(N_("How: raking (default), linear or logit."))
    )
    parser.add_argument(
        "--bounds",
        default="",
        metavar="LOW,HIGH",
        help=_(N_("Bounds of the ratio of new to old weight, such as 0.3,3.")),
    )
    parser.add_argument(
        "--ages", default="", metavar="LIST", help=_(N_("Where age groups begin, such as 0,15,65."))
    )
    parser.add_argument(
        "--out", default="", metavar="FILE", help=_(N_("Write the new weights to FILE, a CSV."))
    )


def run(args: argparse.Namespace) -> int:
    """Read and describe, or find new weights."""
    for action, options in ONLY.items():
        for option in options:
            if action != args.action and getattr(args, option):
                raise Refusal(
                    "`--{option}` has no meaning for `socle survey {action}`.",
                    option=option,
                    action=args.action,
                )
    actions: dict[str, Callable[[argparse.Namespace], int]] = {"describe": _describe, "reweight": _reweight}
    return actions[args.action](args)


def _describe(args: argparse.Namespace) -> int:
    from socle.report.text import translator

    _ = translator(args.lang)
    with progress(_(N_("Reading {name}")).format(name=Path(args.file).name)):
        from socle.report.survey_tables import description_json, description_table
        from socle.run.survey import describe, describe_mapped

        if args.map:
            totals = Path(args.totals) if args.totals else None
            found = describe_mapped(Path(args.file), Path(args.map), totals)
        elif args.totals:
            raise Refusal("Totals are compared with a survey that has a mapping: say --map FILE.")
        else:
            found = describe(Path(args.file), roles_of(args))
    print(description_json(found, args.lang) if args.json else description_table(found, args.lang), end="")
    return 0


def _reweight(args: argparse.Namespace) -> int:
    from socle.report.text import translator

    _ = translator(args.lang)
    for option in ("map", "country", "out"):
        if not getattr(args, option):
            raise Refusal("`socle survey reweight` needs --{option}.", option=option)
    with progress(_(N_("Reading {name}")).format(name=Path(args.file).name)):
        from socle.report.output import write_text
        from socle.report.reweight_tables import reweighted_json, reweighted_table, weights_csv
        from socle.run.reweight import reweight, setting_at

        totals = Path(args.totals) if args.totals else None
        setting = setting_at(args.country, args.year)
        found = reweight(Path(args.file), Path(args.map), setting, _how(args), totals)
        write_text(Path(args.out), [weights_csv(found)])
    told = reweighted_json(found, args.lang) if args.json else reweighted_table(found, args.out, args.lang)
    print(told, end="")
    return 0


def _how(args: argparse.Namespace) -> Calibrate:
    from socle.model.survey_map import Calibrate, Method

    how = Calibrate(Method(args.method or "raking"))
    if args.bounds:
        low, high = _numbers(args.bounds, 2)
        how = replace(how, method=replace(how.method, bounds=(low, high)))
    if args.ages:
        how = replace(how, ages=tuple(int(one) for one in _numbers(args.ages)))
    return how


def _numbers(text: str, count: int = 0) -> list[float]:
    from socle.ground.units import number

    found = [number(one.strip()) for one in text.split(",")]
    if count and len(found) != count:
        raise Refusal("`{text}` must be {count} numbers with a comma between.", text=text, count=count)
    return found

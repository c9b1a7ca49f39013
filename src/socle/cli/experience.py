"""`socle experience`: what a file of contributors or pensioners says about death, invalidity, leaving, retirement."""

from __future__ import annotations

import argparse
import datetime
import math
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cli.shared import Translate, progress
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.run.experience_compared import ExperienceRequest


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument(
        "file",
        help=_(
            N_(
                "One row a person: id, sex, birth_date (or birth_year), entry_date, exit_date (empty: still there), "
                "cause (death, invalidity, leaving, retirement)."
            )
        ),
    )
    parser.add_argument(
        "--from",
        dest="first",
        default="",
        metavar="DATE",
        help=_(N_("First day observed; by default the first entry.")),
    )
    parser.add_argument(
        "--to",
        dest="last",
        default="",
        metavar="DATE",
        help=_(N_("Last day observed; by default the last date.")),
    )
    parser.add_argument(
        "--event",
        default="death",
        metavar="CAUSE",
        help=_(N_("The cause of exit whose rates are asked (death).")),
    )
    parser.add_argument("--by", choices=("sex",), help=_(N_("Rates for each sex.")))
    parser.add_argument(
        "--age",
        choices=("birthday", "january"),
        default="birthday",
        help=_(N_("Age at the last birthday, or on 1 January as a valuation has it (birthday).")),
    )
    parser.add_argument(
        "--standard", default="", metavar="FILE", help=_(N_("A life table (CSV) to compare with."))
    )
    _rate_options(parser, _)


def _rate_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument(
        "--order",
        type=int,
        default=2,
        metavar="N",
        help=_(N_("Order of the differences that smoothing makes small (2).")),
    )
    parser.add_argument(
        "--smoothing",
        default="auto",
        metavar="auto|N",
        help=_(N_("Smoothing: a number, or chosen by REML (auto).")),
    )
    parser.add_argument(
        "--scale",
        choices=("log", "rate"),
        default="log",
        help=_(N_("What is graduated: logarithms of rates, or the rates as Whittaker did (log).")),
    )
    _limit_options(parser, _)


def _limit_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument(
        "--level", default="95%", metavar="SHARE", help=_(N_("How sure the limits are (95%%)."))
    )
    parser.add_argument(
        "--spread",
        default="",
        metavar="SHARE",
        help=_(
            N_(
                "By how much A/E differs between schemes: Bühlmann's credibility instead of limited fluctuation."
            )
        ),
    )
    parser.add_argument(
        "--initial", action="store_true", help=_(N_("Initial exposure beside the central one."))
    )
    parser.add_argument(
        "--csv",
        nargs="?",
        const="-",
        metavar="FILE",
        help=_(
            N_(
                "Write one row an age to FILE (by itself or with -: here), a table that `socle lifetable` reads."
            )
        ),
    )
    parser.add_argument(
        "--chart", metavar="FILE", help=_(N_("Draw crude and graduated rates to FILE (.svg or .png)."))
    )
    parser.add_argument("--json", action="store_true", help=_(N_("Print as JSON.")))


def run(args: argparse.Namespace) -> int:
    """Read, count, graduate, compare, and show or write."""
    from socle.report.text import translator

    _ = translator(args.lang)
    with progress(_(N_("Reading the persons"))) as step:
        from socle.report.experience_tables import experience_csv, experience_json, experience_text
        from socle.report.output import write_text
        from socle.run.experience import experienced

        request = _request(args)
        found = experienced(request)
        written: list[Path] = []
        if args.chart:
            from socle.report.experience_chart import draw

            step(_(N_("Drawing the chart")))
            written.append(draw(found, request, Path(args.chart), args.lang))
        if args.csv and args.csv != "-":
            write_text(Path(args.csv), experience_csv(found, request))
            written.append(Path(args.csv))
    if args.json:
        print(experience_json(found, request, args.lang), end="")
    elif args.csv == "-":
        print(experience_csv(found, request), end="")
    else:
        print(experience_text(found, request, args.lang), end="")
        for path in written:
            print(path)
    return 0


def _request(args: argparse.Namespace) -> ExperienceRequest:
    from socle.run.experience_compared import ExperienceRequest

    return ExperienceRequest(
        file=Path(args.file),
        first=_date(args.first, "from"),
        last=_date(args.last, "to"),
        event=args.event,
        by_sex=args.by == "sex",
        initial=args.initial,
        standard=Path(args.standard) if args.standard else None,
        order=args.order,
        smoothing=None if args.smoothing == "auto" else _number(args.smoothing, "smoothing"),
        scale=args.scale,
        level=_number(args.level, "level"),
        age_on=args.age,
        spread=_positive(args.spread, "spread") if args.spread else None,
    )


def _date(text: str, option: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise Refusal(
            "`--{option}`: `{text}` is not a date; write year-month-day, such as 2023-12-31.",
            option=option,
            text=text[:60],
        ) from None


def _number(text: str, option: str) -> float:
    """A number of an option; `5%` is 0.05."""
    bare = text.strip().removesuffix("%")
    try:
        value = float(bare) / (100.0 if text.strip().endswith("%") else 1.0)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Refusal("`--{option}`: `{text}` is not a number.", option=option, text=text[:60])
    return value


def _positive(text: str, option: str) -> float:
    if not (value := _number(text, option)) > 0:
        raise Refusal("`--{option}` is a number above 0: here {value}.", option=option, value=text[:60])
    return value

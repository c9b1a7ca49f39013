"""`socle lifetable`: a life table, and what payments that depend on a life are worth on it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cli.shared import Translate, progress
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.run.lifetable import TableRequest


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument(
        "file",
        nargs="?",
        default="",
        help=_(N_("A life table: CSV with `age`, one of `l` and `q`, and `sex` if there are both.")),
    )
    parser.add_argument(
        "--makeham",
        default="",
        metavar="A,B,c",
        help=_(N_("Or the law whose hazard of death is A + B c^age.")),
    )
    parser.add_argument(
        "--radix",
        default="",
        metavar="N",
        help=_(N_("Survivors at the first age; by default those of the file, or 100,000.")),
    )
    parser.add_argument(
        "--from",
        dest="start",
        type=int,
        metavar="AGE",
        help=_(N_("The first age; by default that of the file, or 0.")),
    )
    parser.add_argument(
        "--rate", required=True, metavar="RATE", help=_(N_("Rate of interest a year, such as 0.05 or 5%%."))
    )
    _shown_options(parser, _)


def _shown_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument(
        "--terms", default="10,20", metavar="LIST", help=_(N_("Terms in years, with commas (10,20)."))
    )
    parser.add_argument(
        "--until", type=int, default=65, metavar="AGE", help=_(N_("Age at which capital values end (65)."))
    )
    parser.add_argument(
        "--every", type=int, default=10, metavar="N", help=_(N_("Show every N-th age in the terminal (10)."))
    )
    parser.add_argument(
        "--csv",
        nargs="?",
        const="-",
        metavar="FILE",
        help=_(N_("Write one row an age to FILE (by itself or with -: here).")),
    )
    parser.add_argument("--json", action="store_true", help=_(N_("Print as JSON.")))


def run(args: argparse.Namespace) -> int:
    """Value and show, or write."""
    from socle.report.text import translator

    if args.every < 1:
        raise Refusal("`--{option}` is a whole number, 1 or more.", option="every")
    with progress(translator(args.lang)(N_("Valuing the life table"))):
        from socle.report.lifetable_tables import table_csv, table_json, table_text
        from socle.report.output import write_text
        from socle.run.lifetable import lifetable

        request = _request(args)
        found = lifetable(request)
    if args.csv and args.csv != "-":
        write_text(Path(args.csv), table_csv(found))
    if args.json:
        print(table_json(found, request, args.lang), end="")
    elif args.csv == "-":
        print(table_csv(found), end="")
    else:
        print(table_text(found, request, args.every, args.lang), end="")
        if args.csv:
            print(args.csv)
    return 0


def _request(args: argparse.Namespace) -> TableRequest:
    from socle.run.lifetable import TableRequest

    return TableRequest(
        rate=_number(args.rate, "rate"),
        file=Path(args.file) if args.file else None,
        makeham=_law(args.makeham),
        radix=_number(args.radix, "radix") if args.radix else None,
        start=args.start,
        terms=tuple(_term(text) for text in args.terms.split(",") if text.strip()),
        until=args.until,
    )


def _law(text: str) -> tuple[float, float, float] | None:
    if not text:
        return None
    values = [_number(part, "makeham") for part in text.split(",")]
    if len(values) != 3:
        raise Refusal("Makeham's law has three numbers, A,B,c, as in --makeham 0.00022,0.0000027,1.124.")
    return values[0], values[1], values[2]


def _number(text: str, option: str) -> float:
    """A number of an option; `5%` is 0.05."""
    bare = text.strip().removesuffix("%")
    try:
        return float(bare) / (100.0 if text.strip().endswith("%") else 1.0)
    except ValueError:
        raise Refusal("`--{option}`: `{text}` is not a number.", option=option, text=text[:60]) from None


def _term(text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit()) or len(text.strip()) > 4:
        raise Refusal("`--{option}`: `{text}` is not a number of years.", option="terms", text=text[:60])
    return int(text)

"""What several commands share: options, progress over a second, and where answers go."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from socle.ground.refusals import Refusal
from socle.ground.words import N_

Translate = Callable[[str], str]
PATIENCE = 1.0  # seconds after which a person wants to see that something happens


def line_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the reference line, the years and the prices."""
    parser.add_argument(
        "--base-year", type=int, metavar="YEAR", help=_(N_("First year; by default that of the data."))
    )
    parser.add_argument(
        "--years", type=int, default=30, metavar="N", help=_(N_("Years after the first (30)."))
    )
    parser.add_argument(
        "--line", default="", metavar="LINE", help=_(N_("Reference line: harmonised, national or gdp_share."))
    )
    parser.add_argument(
        "--index", default="cpi", metavar="INDEX", help=_(N_("Prices that move the line: cpi or deflator."))
    )
    parser.add_argument(
        "--accept-line", action="store_true", help=_(N_("Use a line above product per head all the same."))
    )
    variant_option(parser, _)


def variant_option(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Which variant of the projection."""
    parser.add_argument(
        "--variant",
        default="medium",
        metavar="NAME",
        help=_(
            N_(
                "Population: medium, high, low, constant_fertility, constant_mortality, no_change or "
                "zero_migration."
            )
        ),
    )


def survey_options(parser: argparse.ArgumentParser, _: Translate, required: bool = False) -> None:
    """Which survey, and the seed of what is drawn for it."""
    parser.add_argument(
        "--survey",
        required=required,
        default="",
        metavar="FILE",
        help=_(N_("A survey file, or `invented` for one drawn from the population.")),
    )
    parser.add_argument(
        "--map", default="", metavar="FILE", help=_(N_("The mapping that names the columns of the survey."))
    )
    parser.add_argument(
        "--persons", type=int, default=20000, metavar="N", help=_(N_("Persons of an invented survey."))
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help=_(N_("Seed of all draws (0).")))


def law_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Which law on whom: what an impact, a sweep and a search have in common."""
    parser.add_argument("country", help=_(N_("Code of a shipped country (SEN), or a folder of your own.")))
    survey_options(parser, _, required=True)
    parser.add_argument("--scenario", default="high", metavar="NAME", help=_(N_("The scenario (high).")))
    parser.add_argument(
        "--shock",
        default="",
        metavar="FILE",
        help=_(N_("What befalls people before: a shock file, or its name.")),
    )
    parser.add_argument(
        "--line", default="", metavar="LINE", help=_(N_("Reference line: harmonised, national or gdp_share."))
    )


def survey_request(args: argparse.Namespace) -> Any:
    """The survey that the options choose."""
    from socle.run.households import SurveyRequest

    return SurveyRequest(args.survey, args.map, args.persons, args.seed, getattr(args, "shock", ""))


def choices_of(args: argparse.Namespace) -> Any:
    """What the options of a costing choose."""
    from socle.run import Choices

    return Choices(args.base_year, args.years, args.line, args.index, args.accept_line, variant=args.variant)


def data_option(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Where the data of the world are."""
    parser.add_argument(
        "--data",
        metavar="FOLDER",
        help=_(N_("Folder of the data, laid out as the importers leave it; by default the local store.")),
    )


def data_place(args: argparse.Namespace) -> Any:
    """The store, or the folder that was named: another store, or data laid out as in one."""
    from socle.exchange.store import Store

    if not args.data:
        return Store()
    named = Store(Path(args.data))
    return named if named.entries() else Path(args.data)


def institution_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """A contributory scheme, and the data of its institution."""
    parser.add_argument(
        "scheme",
        metavar="SCHEME",
        help=_(N_("A scheme file (my_scheme.yaml), or one shipped: XXX/national_pension.")),
    )
    parser.add_argument(
        "--data",
        metavar="PATH",
        help=_(
            N_(
                "The workbook or folder of the institution (`socle template valuation` writes one to fill in); by "
                "default that beside the scheme."
            )
        ),
    )


def rows_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """One number a line, or JSON."""
    parser.add_argument(
        "--csv",
        nargs="?",
        const="-",
        metavar="FILE",
        help=_(N_("Write one number a line to FILE (by itself or with -: here).")),
    )
    parser.add_argument("--json", action="store_true", help=_(N_("Print as JSON.")))


def actions(
    parser: argparse.ArgumentParser, _: Translate, sentences: Mapping[str, str]
) -> dict[str, argparse.ArgumentParser]:
    """The parsers of what a command can do, each with its own options; `args.action` says which was asked for."""
    from socle.report.text import LANGUAGES

    held = parser.add_subparsers(
        dest="action",
        required=True,
        metavar=_(N_("ACTION")),
        title=_(N_("actions")),
        parser_class=type(parser),
    )
    made = {}
    for name, sentence in sentences.items():
        one = held.add_parser(name, help=_(sentence), description=_(sentence), add_help=False)
        one._optionals.title, one._positionals.title = _(N_("options")), _(N_("arguments"))
        one.add_argument("-h", "--help", action="help", help=_(N_("Show this help and stop.")))
        one.add_argument(
            "--lang", choices=LANGUAGES, help=_(N_("Language: en, fr or es; by default the locale's."))
        )
        made[name] = one
    return made


@contextmanager
def progress(message: str) -> Iterator[Callable[[str], None]]:
    """Says on the terminal what is being done, once it takes more than a second; silent otherwise."""
    state = [message]

    def show() -> None:
        if sys.stderr.isatty():
            print(f"\r\033[K{state[0]} ...", end="", file=sys.stderr, flush=True)
        else:
            print(f"{state[0]} ...", file=sys.stderr, flush=True)

    timer = threading.Timer(PATIENCE, show)
    timer.daemon = True
    timer.start()

    def step(text: str) -> None:
        state[0] = text
        if timer.finished.is_set():
            show()

    try:
        yield step
    finally:
        timer.cancel()
        timer.join()
        if sys.stderr.isatty() and timer.finished.is_set():
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def codes(text: str) -> list[str]:
    """Country codes of a list with commas."""
    found = [code.strip().upper() for code in text.split(",") if code.strip()]
    if not found:
        raise Refusal(N_("Say at least one country, as in --countries SEN,KHM, or ALL."))
    return found


def years_of(values: Sequence[int] | None, default: int) -> list[int]:
    """The years asked for, in order, each once."""
    return sorted(set(values or [default]))

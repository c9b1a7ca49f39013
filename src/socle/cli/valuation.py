"""`socle valuation`: the actuarial valuation of a contributory pension scheme."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from socle.cli import valuation_asides
from socle.cli.shared import Translate, institution_options, progress, rows_options, variant_option
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_

MOST_YEARS = 200
MOST_CLASSES = 100
ENGINES = ("auto", "numpy", "fast")


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    institution_options(parser, _)
    parser.add_argument(
        "--years", type=int, default=75, metavar="N", help=_(N_("Years that are valued (75)."))
    )
    parser.add_argument(
        "--scenario", default="", metavar="FILE", help=_(N_("A scenario file that changes the law."))
    )
    parser.add_argument(
        "--against",
        default="",
        metavar="FILE",
        help=_(N_("Another one to set beside it; `status_quo` is the law as it stands.")),
    )
    variant_option(parser, _)
    _lives(parser, _)
    valuation_asides.configure(parser, _)
    _computing(parser, _)
    _output(parser, _)


def _lives(parser: argparse.ArgumentParser, _: Translate) -> None:
    """A contributor file instead of the tables of contributors."""
    parser.add_argument(
        "--lives",
        metavar="FILE",
        help=_(
            N_(
                "A contributor file, one row a person (CSV, Parquet): its persons drawn one by one, beside cells of "
                "the same; --csv then writes what each has earned so far."
            )
        ),
    )
    parser.add_argument(
        "--draws", type=int, default=4, metavar="N", help=_(N_("Draws of the persons of --lives (4)."))
    )


def _computing(parser: argparse.ArgumentParser, _: Translate) -> None:
    """How it is computed."""
    parser.add_argument(
        "--runs", type=int, default=0, metavar="N", help=_(N_("Futures to draw, for percentiles (none)."))
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help=_(N_("Seed of all draws (0).")))
    parser.add_argument(
        "--classes",
        type=int,
        metavar="N",
        help=_(
            N_(
                "Classes of earnings; by default 10 where the law has a ceiling or minimum (not fewer than 2), else 1."
            )
        ),
    )
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default="auto",
        help=_(N_("What computes: numpy, or fast, which compiles the law first; auto chooses.")),
    )
    parser.add_argument(
        "--no-sensitivity", action="store_true", help=_(N_("Leave out the table of changed assumptions."))
    )


def _output(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Where the answer goes."""
    parser.add_argument(
        "--out", metavar="FOLDER", help=_(N_("Write the report, the workbook and the numbers into FOLDER."))
    )
    parser.add_argument(
        "--formats",
        default="html,xlsx,csv,json",
        metavar="LIST",
        help=_(N_("Which files to write: html, svg, png, csv, json, xlsx, pdf, docx, or none.")),
    )
    rows_options(parser, _)


def run(args: argparse.Namespace) -> int:
    """Value and show, or write."""
    from socle.report.text import translator

    if valuation_asides.asked(args):
        return valuation_asides.run(args, _request(args))
    if args.lives:
        return _drawn(args)
    translate = translator(args.lang)
    with progress(translate(N_("Reading the law and the data"))) as step:
        from socle.report.files import known_formats
        from socle.run.valuation import valuation

        formats = known_formats(args.formats) if args.out else ()
        found = valuation(_request(args), lambda said: step(translate(said.text).format(**said.values)))
        if formats:
            step(translate(N_("Drawing charts and writing files")))
        written = _written(args, found, formats)
    return _shown(args, found, written)


def _drawn(args: argparse.Namespace) -> int:
    """The persons of a contributor file, and show or write."""
    from socle.report.lives_tables import lives_json, lives_text, rights_csv
    from socle.report.output import write_text
    from socle.report.text import translator
    from socle.run.drawn_lives_told import lives_of

    for name in ("against", "out", "runs"):
        if getattr(args, name):
            raise Refusal("`--{option}` does not go with --lives.", option=name)
    with progress(translator(args.lang)(N_("Reading and drawing the persons"))):
        found = lives_of(_request(args), Path(args.lives), args.draws)
        to_file = bool(args.csv) and args.csv != "-"
        if to_file:
            write_text(Path(args.csv), rights_csv(found))
    if args.json:
        print(lives_json(found, args.lang), end="")
    elif args.csv == "-":
        print("".join(rights_csv(found)), end="")
    else:
        print(lives_text(found, args.lang, [Path(args.csv)] if to_file else []), end="")
    return 0


def _refuse(args: argparse.Namespace) -> None:
    """Say what cannot be asked before anything is read."""
    from socle.model.scenario import STATUS_QUO

    if not 1 <= args.years <= MOST_YEARS:
        raise Refusal("A valuation covers 1 to {most} years: {years}.", most=MOST_YEARS, years=args.years)
    if args.runs < 0 or args.runs == 1:
        raise Refusal(
            "`--runs` is 0 for none, or at least 2, which percentiles need: {runs}.", runs=args.runs
        )
    if args.classes is not None and not 1 <= args.classes <= MOST_CLASSES:
        raise Refusal("`--classes` is from 1 to {most}: {classes}.", most=MOST_CLASSES, classes=args.classes)
    for name in (args.scenario, args.against):
        if name and name != STATUS_QUO and not Path(name).is_file():
            raise Refusal(
                "There is no scenario file `{file}`; `{status_quo}` is the law as it stands.",
                file=name,
                status_quo=STATUS_QUO,
                nearest=nearest(name, (STATUS_QUO,)),
            )


def _request(args: argparse.Namespace) -> Any:
    from socle.run.valuation import ValuationRequest

    _refuse(args)
    return ValuationRequest(
        args.scheme,
        Path(args.data) if args.data else None,
        args.years,
        args.scenario,
        args.against,
        args.runs,
        args.seed,
        args.classes,
        args.variant,
        args.engine,
        not args.no_sensitivity,
    )


def _written(args: argparse.Namespace, found: Any, formats: tuple[str, ...]) -> list[Path]:
    """The files that were asked for."""
    from socle.report import valuation_files
    from socle.report.output import write_text

    written: list[Path] = []
    if formats:
        written += valuation_files.write(found, Path(args.out), args.lang, formats)
    if args.csv and args.csv != "-":
        write_text(Path(args.csv), valuation_files.as_csv(found, args.lang))
        written.append(Path(args.csv))
    return written


def _shown(args: argparse.Namespace, found: Any, written: list[Path]) -> int:
    """One answer on standard output."""
    from socle.report import valuation_files, valuation_tables

    if args.json:
        print(valuation_files.as_json(found, args.lang), end="")
    elif args.csv == "-":
        print(valuation_files.as_csv(found, args.lang), end="")
    else:
        print(valuation_tables.summary(found, args.lang, written), end="")
    return 0

"""What the actions of `socle standards` share: whose law and practice, in what words the State has chosen."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cli.desk import opened_if_there, register_options
from socle.cli.shared import Translate
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.model.inquiry import Inquiry
    from socle.model.scenario import Scenario
    from socle.model.standard import Instrument
    from socle.run.practice import PracticeRequest
    from socle.run.wages import WageSurvey

ALL = "ALL"
OPTIONS = {
    "skilled": N_("Which skilled workers the State considers: a, b, c, d with commas (Article 65)."),
    "labourer": N_("Which labourers the State considers: a, b with commas (Article 66)."),
}
"""Options of reference wages that a State may choose among."""


def ask_options(parser: argparse.ArgumentParser, _: Translate, *, country: str, several: bool = True) -> None:
    """Whose law and practice is asked for, and what is known of it beside what Socle ships."""
    if country:
        parser.add_argument("country", metavar="COUNTRY|FILE", help=_(country))
    if several:
        parser.add_argument(
            "--convention",
            default="",
            metavar="CODES",
            help=_(N_("Instruments with commas (C102,C128); by default all.")),
        )
    parser.add_argument(
        "--form",
        default="",
        metavar="PATH",
        help=_(N_("A form filled in, beside what Socle knows of the country.")),
    )
    parser.add_argument("--year", type=int, metavar="YEAR", help=_(N_("The year of law and figures.")))
    parser.add_argument(
        "--scenario",
        default="",
        metavar="FILE",
        help=_(N_("The law of a scenario instead of that in force.")),
    )
    parser.add_argument(
        "--exceptions",
        action="store_true",
        help=_(N_("As if the State declares the temporary exceptions (Article 3).")),
    )
    for name, sentence in OPTIONS.items():
        parser.add_argument(f"--{name}", default="", metavar="OPTIONS", help=_(sentence))
    _wage_options(parser, _)
    register_options(parser, _)


def _wage_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Earnings of a survey."""
    parser.add_argument(
        "--wages",
        default="",
        metavar="FILE:COLUMN",
        help=_(N_("Earnings of a survey for the reference wages; `--weight` and `--wages-per` go with it.")),
    )
    parser.add_argument("--weight", default="", metavar="COLUMN", help=_(N_("The column of weights.")))
    parser.add_argument(
        "--wages-per", default="month", metavar="PERIOD", help=_(N_("The period of those earnings (month)."))
    )


def practice_request(args: argparse.Namespace, named: str) -> PracticeRequest:
    """The request that the options make; `named` is a country, or the path of a form."""
    from socle.exchange.practice_file import is_practice
    from socle.run.practice import PracticeRequest

    form = Path(args.form) if args.form else None
    path = Path(named)
    if args.weight and not args.wages:
        raise Refusal("`--{one}` goes with `--{other}`.", one="weight", other="wages")
    if form is not None and path.is_file():
        raise Refusal("Two forms are named, `{one}` and `{other}`: give one.", one=named, other=args.form)
    if form is None and is_practice(path):
        form, country = path, ""
    elif path.is_file():
        raise Refusal(
            "This is no form of law and practice; `socle standards template` writes one.", where=named
        )
    elif not path.exists() and (path.suffix or path.name != named):
        raise Refusal("there is no such file or folder", where=named)
    else:
        country = named if path.is_dir() else named.upper()
    return PracticeRequest(
        country,
        args.year,
        form,
        _inquiry(args, country or path),
        _scenario(args.scenario, country) if args.scenario else None,
        _wages(args) if args.wages else None,
        choices={name: _options(name, getattr(args, name)) for name in OPTIONS if getattr(args, name)},
    )


def shown(
    args: argparse.Namespace, text: Callable[[], str], csv: Callable[[], str], json: Callable[[], str]
) -> int:
    """Print an answer in the form that was asked for; rows may go to a file."""
    from socle.report.output import write_text

    if args.csv not in (None, "", "-"):
        write_text(Path(args.csv), [csv()])
    if args.json:
        print(json(), end="")
    elif args.csv == "-":
        print(csv(), end="")
    elif args.csv:
        print(args.csv)
    else:
        print(text(), end="")
    return 0


def instruments_of(said: str) -> list[Instrument]:
    """Instruments named with commas, each once."""
    from socle.exchange.standard_file import load_standard

    codes = dict.fromkeys(code.strip() for code in said.split(",") if code.strip())
    return [load_standard(code) for code in codes]


def of_all(args: argparse.Namespace) -> None:
    """Refuses options of one country where all are asked for."""
    given = [
        name
        for name in ("form", "scenario", "wages", "weight", "part", "details", "out")
        if getattr(args, name)
    ]
    if given:
        raise Refusal(
            "`--{option}` is of one country: name it, as in `{example}`.", option=given[0], example="SEN"
        )


def one_country(named: str) -> None:
    """Refuses ALL where an answer is of one country."""
    if named.upper() == ALL:
        raise Refusal("This is of one country: name it, as in `{example}`.", example="SEN")


def _inquiry(args: argparse.Namespace, country: str | Path) -> Inquiry | None:
    """The newest inquiry that the register has published of the country, if there is a register with one.

    What rests on a confidential value is left out whoever asks: an assessment is for others to read.
    """
    register = opened_if_there(args)
    if register is None:
        return None
    from socle.exchange.inquiry_file import inquiry_of
    from socle.register.submissions import Submissions

    try:
        submissions = Submissions(register)
        found = [
            one
            for one in submissions.listed(_iso3(country), state="published")
            if args.year is None or one.year <= args.year
        ]
        if not found:
            return None
        newest = max(found, key=lambda one: (one.year, one.version))
        return inquiry_of(submissions.for_results(newest.id), newest.id)
    finally:
        register.close()


def _iso3(country: str | Path) -> str:
    """The code of a country by its code, its folder, or a form about it."""
    from socle.exchange.country_answers import country_of
    from socle.exchange.practice_file import read_practice

    return read_practice(country).iso3 if isinstance(country, Path) else country_of(country).iso3


def _scenario(said: str, country: str) -> Scenario:
    from socle.run.practice import law_named

    if not country:
        raise Refusal("A scenario changes the law of a country: name the country, and the form with --form.")
    return law_named(country, said)


def _options(name: str, said: str) -> tuple[str, ...]:
    """Options by their letter, or by their name."""
    from socle.model.practice import LABOURER, SKILLED

    held = SKILLED if name == "skilled" else LABOURER
    letters = {option[0]: option for option in held}
    chosen = []
    for word in (part.strip() for part in said.split(",") if part.strip()):
        option = letters.get(word.lower(), word)
        if option not in held:
            raise Refusal(
                "`--{option}` knows {valid}, not `{word}`.",
                option=name,
                valid=", ".join(held),
                word=word,
                nearest=nearest(word, [*held]),
            )
        chosen.append(option)
    return tuple(dict.fromkeys(chosen))


def _wages(args: argparse.Namespace) -> WageSurvey:
    from socle.run.wages import WageSurvey

    file, _, column = args.wages.rpartition(":")
    if not file:
        raise Refusal("`--wages` names a file and a column: `{example}`.", example="people.csv:wage")
    return WageSurvey(Path(file), column, args.weight, per=args.wages_per)

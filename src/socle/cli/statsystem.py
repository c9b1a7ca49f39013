"""`socle statsystem`: the assessment of a national statistical system of social protection."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cli import desk
from socle.cli.shared import Translate, actions, data_option, data_place, progress, rows_options
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.exchange.statsystem_figures import Figures

ACTIONS = {
    "template": N_("The questionnaire as a workbook or a folder, in the language asked for."),
    "assess": N_("Scores with what is missing, figures that there are, and the plan by what it gains."),
}


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    made = actions(parser, _, ACTIONS)
    one = made["template"]
    one.add_argument("--country", default="", metavar="CODE", help=_(N_("Code of the country (SEN).")))
    one.add_argument("--year", type=int, metavar="YEAR", help=_(N_("Year of the assessment.")))
    one.add_argument(
        "-o",
        "--out",
        required=True,
        metavar="PATH",
        help=_(N_("The file to write: a workbook (.xlsx), or a folder of YAML and CSV.")),
    )
    one = made["assess"]
    one.add_argument("file", metavar="FILE", help=_(N_("The questionnaire, filled in.")))
    desk.register_options(one, _)
    data_option(one, _)
    one.add_argument(
        "--out", default="", metavar="FOLDER", help=_(N_("Write workbook, rows and JSON into FOLDER."))
    )
    rows_options(one, _)


def run(args: argparse.Namespace) -> int:
    """Write the questionnaire, or assess one."""
    return _template(args) if args.action == "template" else _assess(args)


def _template(args: argparse.Namespace) -> int:
    from socle.report.statsystem_template import made, write

    if args.year is not None and not 1900 < args.year < 2300:
        raise Refusal("`--{option}`: {year} is no year.", option="year", year=args.year)
    name, currency = _country(args.country.upper(), args.lang) if args.country else ("", "")
    write(made(args.country.upper(), name, currency, args.year, args.lang), Path(args.out), args.lang)
    print(args.out)
    return 0


def _country(code: str, lang: str) -> tuple[str, str]:
    """Its name, and its currency where it is shipped."""
    from socle.exchange.areas import load_areas
    from socle.exchange.country import COUNTRIES, load_country
    from socle.report.annex_words import area
    from socle.report.text import named

    if not (COUNTRIES / code).is_dir():
        load_areas().get(code) or load_country(code)  # refuses with the nearest
        return area(code, lang), ""
    country = load_country(code)
    return named(country.name, lang), country.currency


def _assess(args: argparse.Namespace) -> int:
    from socle.report.text import translator

    _ = translator(args.lang)
    with progress(_(N_("Looking for figures"))):
        from socle.report.annex_words import area
        from socle.report.output import write_text
        from socle.report.statsystem_files import statsystem_csv, statsystem_json, write
        from socle.report.statsystem_tables import statsystem_text
        from socle.run.statsystem import assess, read

        given = read(Path(args.file))
        found = assess(given, _figures(args, given.country))
        name = area(given.country, args.lang)
        written = write(found, name, Path(args.out), args.lang) if args.out else []
        if args.csv and args.csv != "-":
            write_text(Path(args.csv), statsystem_csv(found))
            written.append(Path(args.csv))
    if args.json:
        print(statsystem_json(found, args.lang), end="")
    elif args.csv == "-":
        print(statsystem_csv(found), end="")
    else:
        print(statsystem_text(found, name, args.lang, written), end="")
    return 0


def _figures(args: argparse.Namespace, country: str) -> Figures:
    """Of the register if there is one, else of SDG data, else none; which of them is told with the answer."""
    from socle.exchange.statsystem_figures import Figures, of_register, of_store
    from socle.exchange.store import Store

    register = desk.opened_if_there(args)
    if register is not None:
        try:
            indicators = register.read("SOCIAL_PROTECTION", area=country)
            sdg = register.read("SDG", area=country)
        finally:
            register.close()
        return of_register(indicators, sdg, register.where)
    place = data_place(args)
    if isinstance(place, Store) and not place.has("sdg/sdg_1_3_1"):
        return Figures()
    return of_store(place, country)

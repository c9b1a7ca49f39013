"""`socle indicators`: coverage, level, expenditure and financing of a country's social protection."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cli import indicator_explained, indicator_regions
from socle.cli.desk import opened, opened_if_there, register_options
from socle.cli.shared import Translate, progress, rows_options, survey_options, survey_request
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.model.statistic import Statistic

OTHERS = N_("Other editions of the same series are held: {vintages} (--vintage shows them).")


@dataclass(frozen=True)
class Answer:
    """What is answered, in each of its forms."""

    text: Callable[[], str]
    csv: Callable[[], str]
    json: Callable[[], str]


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("--country", metavar="CODE", help=_(N_("Code of the country (SEN).")))
    parser.add_argument(
        "--year", default="", metavar="YEARS", help=_(N_("Years with commas; by default the latest of each."))
    )
    parser.add_argument(
        "--by",
        default="",
        metavar="LIST",
        help=_(N_("Breakdowns with commas: sex, group, function, scheme_type.")),
    )
    parser.add_argument(
        "--indicator", default="", metavar="CODES", help=_(N_("Indicators with commas; by default all."))
    )
    parser.add_argument(
        "--as-of", default="", metavar="DATE", help=_(N_("What the register said on that day (2026-03-31)."))
    )
    parser.add_argument(
        "--vintage", default="", metavar="NAME", help=_(N_("An edition of the data; by default the newest."))
    )
    survey_options(parser, _)
    parser.add_argument(
        "--scenario",
        default="",
        metavar="NAME",
        help=_(N_("The law that is asked of the survey (status_quo).")),
    )
    parser.add_argument(
        "--trend", action="store_true", help=_(N_("How each moved, from its first year to its last."))
    )
    parser.add_argument("--list", action="store_true", help=_(N_("What each indicator is, and its formula.")))
    rows_options(parser, _)
    register_options(parser, _)
    indicator_regions.options(parser, _)
    indicator_explained.options(parser, _)


def run(args: argparse.Namespace) -> int:
    """Show what is known of the country, or what the indicators are."""
    from socle.run.indicator_choice import breakdowns, chosen, indicators

    by, codes = breakdowns(args.by), indicators(args.explain or args.indicator)
    if args.list:
        return _catalogue(args, codes)
    if args.regions:
        _shown(args, Answer(*indicator_regions.answers(args)))
        return 0
    if not args.country:
        raise Refusal("Say which country, as in --country SEN, or --list for what the indicators are.")
    args.country, name = _country(args.country, args.lang)
    known, notes = _known(args)
    known = (*known, *_surveyed(args))
    years = {one.year for one in known} if args.trend else _years(args.year)
    found = chosen(known, years, by, codes)
    if not found:
        _refuse_unknown_edition(args, name)
        raise Refusal(
            "Nothing is known of {country} for what was asked: publish an inquiry (`socle inquiry`), or import data "
            "(`socle import`, `socle data import`).",
            country=name,
            nearest=_nearest(args, known),
        )
    if args.explain:
        _shown(args, Answer(*indicator_explained.answers(args, name, found)))
        return 0
    _shown(args, _trends(args, name, found) if args.trend else _values(args, name, found, notes))
    return 0


def _shown(args: argparse.Namespace, answer: Answer) -> None:
    """The answer in the form that was asked for."""
    if args.csv and args.csv != "-":
        from socle.report.output import write_text

        write_text(Path(args.csv), [answer.csv()])
        print(args.csv)
    elif args.csv:
        print(answer.csv(), end="")
    else:
        print(answer.json() if args.json else answer.text(), end="")


def _values(
    args: argparse.Namespace, name: str, found: tuple[Statistic, ...], notes: tuple[str, ...]
) -> Answer:
    from socle.report import indicator_tables as tables
    from socle.report import indicator_text
    from socle.run.indicator_choice import indicators

    asked = indicators(args.indicator)
    shown = tables.Shown(name, args.country, found, notes, not asked or indicator_text.HEADLINE in asked)
    return Answer(
        lambda: indicator_text.told(shown, args.lang),
        lambda: tables.as_csv(found, args.lang),
        lambda: tables.as_json(shown, args.lang),
    )


def _trends(args: argparse.Namespace, name: str, found: tuple[Statistic, ...]) -> Answer:
    from socle.report import indicator_trends as tables
    from socle.run.indicator_trend import trend

    trends = trend(found)
    if not trends:
        raise Refusal("No indicator of {country} is known for two years of one edition.", country=name)
    return Answer(
        lambda: tables.told(name, trends, args.lang),
        lambda: tables.as_csv(trends),
        lambda: tables.as_json(args.country, trends),
    )


def _country(code: str, lang: str) -> tuple[str, str]:
    """The code and the name of a country: of the world, or invented and shipped."""
    from socle.exchange import areas
    from socle.exchange.country import load_country, shipped
    from socle.report import code_names
    from socle.report.text import named

    if code.upper() in shipped():
        return code.upper(), named(load_country(code.upper()).name, lang)
    iso3 = areas.area(code).iso3
    return iso3, code_names.area(iso3, lang)


def _known(args: argparse.Namespace) -> tuple[tuple[Statistic, ...], tuple[str, ...]]:
    """What the register holds of the country; without one, what is shipped with Socle. And what is to be said of it."""
    from socle.register.statistics import known
    from socle.report.text import translator

    _ = translator(args.lang)
    register = opened(args) if args.as_of or args.vintage else opened_if_there(args)
    found = known(register, args.country, args.as_of, args.vintage)
    notes = [_(OTHERS).format(vintages=", ".join(found.others))] if found.others else []
    return found.statistics, (*notes, *([_(found.note)] if found.note else []))


def _surveyed(args: argparse.Namespace) -> tuple[Statistic, ...]:
    """What a survey says, with the law of a scenario asked of every person; nothing where none was named."""
    if not args.survey:
        for option in ("map", "scenario"):
            if getattr(args, option):
                raise Refusal("`--{option}` is about a survey: say --survey FILE too.", option=option)
        return ()
    from socle.report.text import translator

    _ = translator(args.lang)
    with progress(_(N_("Asking the law for every person of the survey"))):
        from socle.run.indicator_survey import asked_of, survey_indicators

        drawn = _(N_("An invented survey, drawn from the population of {country}")).format(
            country=args.country
        )
        scenario = args.scenario or "status_quo"
        return survey_indicators(asked_of(args.country, survey_request(args), scenario, drawn))


def _refuse_unknown_edition(args: argparse.Namespace, name: str) -> None:
    """Where an edition was asked for, say which ones there are."""
    from socle.exchange.sdmx_maps import OWN, SDG
    from socle.register.reading import Asked

    if not args.vintage:
        return
    register, held = opened(args), set[str]()
    for flow in (OWN, SDG):
        answer = register.answer(Asked(flow, args.country, as_of=args.as_of or None))
        held |= {*answer.frame["VINTAGE"].unique(), *answer.others}
    if held and args.vintage not in held:
        raise Refusal(
            "Nothing of {country} is in the edition `{vintage}`; the register has {held}.",
            country=name,
            vintage=args.vintage,
            held=", ".join(sorted(held)),
            nearest=nearest(args.vintage, sorted(held)),
        )


def _years(text: str) -> tuple[int, ...]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        if not word.isdigit():
            raise Refusal("`{text}` is no year: write 2024, or several with commas.", text=word)
    return tuple(map(int, words))


def _nearest(args: argparse.Namespace, known: tuple[Statistic, ...]) -> str:
    """The year nearest to the one asked for, where something is known of others."""
    years = _years(args.year)
    held = sorted({one.year for one in known})
    return str(min(held, key=lambda year: abs(year - years[0]))) if years and held else ""


def _catalogue(args: argparse.Namespace, codes: tuple[str, ...]) -> int:
    """What the indicators are."""
    from socle.measure.catalogue import CATALOGUE
    from socle.report import indicator_tables as tables

    found = [one for code, one in CATALOGUE.items() if not codes or code in codes]
    if args.json:
        print(json.dumps(tables.catalogue_rows(found, args.lang), ensure_ascii=False, indent=1))
    else:
        print(tables.catalogue_told(found, args.lang), end="")
    return 0

"""`socle indicators --regions`: the world, regions and income groups, from the values of countries."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from socle.cli.desk import opened, opened_if_there
from socle.cli.shared import Translate, data_option, data_place
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.model.statistic import Statistic

SEXES = ("_T", "F", "M")


def options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """What groups of countries need beside a country's options."""
    parser.add_argument(
        "--regions",
        default="",
        metavar="FAMILIES",
        help=_(
            N_(
                "Groups of countries in place of a country, with commas: world, sdg_regions, ilo_regions, "
                "income_groups, development, continents, subregions."
            )
        ),
    )
    parser.add_argument("--sex", default="_T", choices=SEXES, help=_(N_("Of regions: both sexes, F or M.")))
    parser.add_argument(
        "--threshold",
        default="0.4",
        metavar="SHARE",
        help=_(N_("Share of the people concerned that must live in reporting countries (0.4).")),
    )
    parser.add_argument(
        "--impute",
        action="store_true",
        help=_(N_("Of regions: give silent countries the mean of countries like them, flagged.")),
    )
    parser.add_argument(
        "--weights",
        default="",
        metavar="CONCEPT",
        help=_(N_("Of regions: other weights that are in use for the indicator (population).")),
    )
    data_option(parser, _)


def answers(args: argparse.Namespace) -> tuple[Callable[[], str], Callable[[], str], Callable[[], str]]:
    """What is answered: as text, as CSV, as JSON."""
    from socle.cli.annex import share_of
    from socle.report import indicator_regions as shown
    from socle.run.indicator_choice import indicators
    from socle.run.indicator_regions import DEFAULT, Wanted, families, regions

    if args.country:
        raise Refusal("A country or groups of countries: --country and --regions do not go together.")
    wanted = Wanted(
        families(args.regions),
        indicators(args.indicator) or DEFAULT,
        _year(args.year),
        args.sex,
        args.weights,
        args.vintage,
        share_of(args.threshold),
        args.impute,
    )
    found = regions(data_place(args), _values(args, wanted.codes), wanted)
    return (
        lambda: shown.told(found, args.lang),
        lambda: shown.as_csv(found, args.lang),
        lambda: shown.as_json(found, args.lang),
    )


def _values(args: argparse.Namespace, codes: tuple[str, ...]) -> list[Statistic]:
    """What countries have: of the register where there is one, and of the SDG database that it or the store holds."""
    from socle.exchange import sdg_statistics
    from socle.exchange.sdg_frame import statistics_of_sdg
    from socle.exchange.statistic_frame import statistics_of
    from socle.measure.catalogue import CATALOGUE

    register = opened(args) if args.as_of else opened_if_there(args)
    series = tuple(CATALOGUE[code].sdg for code in codes if CATALOGUE[code].sdg)
    found: list[Statistic] = []
    if register is not None:
        try:
            more = {"as_of": args.as_of or None, "vintage": args.vintage}
            found += statistics_of(register.read("SOCIAL_PROTECTION", codes=codes, **more))
            found += statistics_of_sdg(register.read("SDG", codes=series, **more)) if series else []
        finally:
            register.close()
    place = data_place(args)
    if args.as_of:  # what the store holds today is not what the register said then
        return found
    if not any(one.indicator in series for one in found) and series and sdg_statistics.held(place):
        found += sdg_statistics.statistics(place, series, sex=args.sex)
    return found


def _year(text: str) -> int | None:
    if text and not text.strip().isdigit():
        raise Refusal(
            "`{text}` is no year: groups of countries are shown for one year, as in --year 2019.", text=text
        )
    return int(text) if text else None

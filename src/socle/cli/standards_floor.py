"""`socle standards floor`: the guarantees of Recommendation 202 against the thresholds that a country chooses."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from socle.cli.desk import opened_if_there, register_options
from socle.cli.shared import Translate, progress, rows_options, survey_options, survey_request
from socle.cli.standards_shared import one_country, shown
from socle.ground.refusals import Refusal, nearest
from socle.ground.units import KINDS, number
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.model.statistic import Statistic

THRESHOLDS = {
    "line": N_("National poverty line, with its period: 250/month, 3000/year@2022."),
    "basket": N_("Cost of the basket of goods and services, likewise."),
    "assistance": N_("Income up to which social assistance is paid, likewise."),
}


def configure(one: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the action."""
    one.add_argument("country", help=_(N_("Code of a shipped country (SEN), or a folder of your own.")))
    one.add_argument(
        "--scenario",
        action="append",
        metavar="NAME",
        help=_(
            N_("Scenarios beside the schemes in force: low, high, steps, or a file; may be repeated (high).")
        ),
    )
    for name, sentence in THRESHOLDS.items():
        one.add_argument(f"--{name}", default="", metavar="MONEY", help=_(sentence))
    one.add_argument(
        "--decides", default="", metavar="NAME", help=_(N_("Which threshold decides, of those known."))
    )
    one.add_argument(
        "--level",
        action="append",
        default=[],
        metavar="GUARANTEE=SHARE",
        help=_(N_("How much of the threshold a guarantee must reach (children=50%%); by default all of it.")),
    )
    one.add_argument(
        "--care-defined",
        choices=("yes", "no"),
        help=_(N_("Whether the care given is the set that the country has defined as essential.")),
    )
    one.add_argument(
        "--children",
        type=int,
        default=18,
        metavar="AGE",
        help=_(N_("Below which age persons are children (18).")),
    )
    one.add_argument(
        "--old", type=int, default=65, metavar="AGE", help=_(N_("From which age persons are old (65)."))
    )
    survey_options(one, _)
    rows_options(one, _)
    register_options(one, _)


def run(args: argparse.Namespace) -> int:
    """Hold the floor against its thresholds and show it."""
    from socle.report import guarantee_tables as tables
    from socle.report.text import translator

    one_country(args.country)
    with progress(translator(args.lang)(N_("Reading the law and the figures"))):
        from socle.run.guarantees import GuaranteeRequest, guarantees

        said = {name: getattr(args, name) for name in THRESHOLDS}
        found = guarantees(
            GuaranteeRequest(
                args.country,
                tuple(args.scenario or ("high",)),
                **said,
                decides=args.decides,
                levels=_levels(args.level),
                children_below=args.children,
                old_from=args.old,
                survey=survey_request(args) if args.survey else None,
                statistics=_statistics(args),
                essential_care=None if args.care_defined is None else args.care_defined == "yes",
            )
        )
    return shown(
        args,
        lambda: tables.floor_text(found, args.lang),
        lambda: tables.floor_csv(found),
        lambda: tables.floor_json(found),
    )


def _levels(said: list[str]) -> dict[str, float]:
    """Shares of the threshold by guarantee."""
    from socle.model.guarantee import ORDER

    levels = {}
    for one in said:
        name, equals, share = (part.strip() for part in one.partition("="))
        if not equals:
            raise Refusal(
                "`{text}` is no level: write a guarantee and a share, as in {example}.",
                text=one,
                example="children=50%",
            )
        if name not in ORDER:
            raise Refusal(
                "There is no guarantee `{name}`; there are {valid}.",
                name=name,
                valid=", ".join(ORDER),
                nearest=nearest(name, ORDER),
            )
        levels[name] = number(share, KINDS["share"])
    return levels


def _statistics(args: argparse.Namespace) -> tuple[Statistic, ...]:
    """What the register holds of hardship in paying for health (SDG indicator 3.8.2)."""
    register = opened_if_there(args)
    if register is None:
        return ()
    from socle.exchange.sdmx_maps import OWN, SDG, mapped
    from socle.exchange.statistic_frame import statistics_of

    try:
        own, sdg = (register.read(flow, area=args.country.upper()) for flow in (OWN, SDG))
    finally:
        register.close()
    published = statistics_of(mapped(sdg, SDG, OWN).frame) if sdg.height else ()
    return (*statistics_of(own), *published)

"""`socle impact`: the schemes of a country on the households of a survey."""

from __future__ import annotations

import argparse
from pathlib import Path

from socle.cli.shared import Translate, progress
from socle.ground.refusals import Refusal
from socle.ground.words import N_

INVENTED = "invented"


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("country", help=_(N_("Code of a shipped country (SEN), or a folder of your own.")))
    parser.add_argument(
        "--survey",
        required=True,
        metavar="FILE",
        help=_(N_("A survey file, or `invented` for one drawn from the population.")),
    )
    parser.add_argument(
        "--map", metavar="FILE", help=_(N_("The mapping that names the columns of the survey."))
    )
    parser.add_argument("--scenario", default="high", metavar="NAME", help=_(N_("The scenario (high).")))
    parser.add_argument("--against", metavar="NAME", help=_(N_("A second scenario, for the difference.")))
    parser.add_argument(
        "--persons", type=int, default=20000, metavar="N", help=_(N_("Persons of an invented survey."))
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help=_(N_("Seed of all draws (0).")))
    parser.add_argument(
        "--line", default="", metavar="LINE", help=_(N_("Reference line: harmonised, national or gdp_share."))
    )
    parser.add_argument("--json", action="store_true", help=_(N_("Print every number as JSON.")))


def run(args: argparse.Namespace) -> int:
    """Ask the law for every person, and show."""
    from socle.report.text import translator

    _ = translator(args.lang)
    with progress(_(N_("Asking the law for every person of the survey"))):
        from socle.report.impact_tables import as_json, summary
        from socle.run import Choices
        from socle.run.impact import contrast, impact, setting_of
        from socle.run.people import invented_people, people_of_survey

        setting = setting_of(args.country, Choices(line=args.line))
        if args.survey == INVENTED:
            people = invented_people(setting, args.persons, args.seed)
        elif args.map:
            people = people_of_survey(Path(args.survey), Path(args.map), setting)
        else:
            raise Refusal("A survey needs its mapping: say --map FILE, a YAML file that names its columns.")
        result = impact(setting, people, args.scenario, args.seed)
        other = impact(setting, people, args.against, args.seed) if args.against else None
        change = contrast(other, result, people) if other else ()
    if args.json:
        print(as_json(result, change), end="")
    else:
        print(summary(result, change, people, args.lang), end="")
    return 0

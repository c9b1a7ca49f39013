"""`socle explain`: every step of one number, or every rule for one household of a survey, with its law."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from socle.cli.shared import Translate, choices_of, line_options, progress
from socle.ground.refusals import Refusal
from socle.ground.words import N_

INVENTED = "invented"


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("country", help=_(N_("Code of a shipped country (SEN), or a folder of your own.")))
    parser.add_argument("benefit", help=_(N_("The benefit, as scheme.benefit (old_age.pension).")))
    parser.add_argument("--year", type=int, help=_(N_("The year; by default the first.")))
    parser.add_argument("--scenario", default="high", help=_(N_("The scenario (high).")))
    parser.add_argument("--json", action="store_true", help=_(N_("Print the steps as JSON.")))
    household = parser.add_argument_group(_(N_("for one household of a survey")))
    household.add_argument(
        "--survey",
        metavar="FILE",
        help=_(N_("A survey file, or `invented` for one drawn from the population.")),
    )
    household.add_argument(
        "--map", metavar="FILE", help=_(N_("The mapping that names the columns of the survey."))
    )
    household.add_argument(
        "--household", metavar="KEY", help=_(N_("The household as the survey calls it, or its number."))
    )
    household.add_argument(
        "--persons", type=int, default=20000, metavar="N", help=_(N_("Persons of an invented survey."))
    )
    household.add_argument("--seed", type=int, default=0, metavar="N", help=_(N_("Seed of all draws (0).")))
    line_options(parser, _)


def run(args: argparse.Namespace) -> int:
    """Print the steps."""
    from socle.exchange.country import load_country
    from socle.report.explained import told
    from socle.run.explain import explain

    if args.survey or args.household:
        return _household(args)
    choices = choices_of(args)
    year = args.year or choices.base_year or load_country(args.country).base_year
    explanation = explain(args.country, args.benefit, year, args.scenario, choices)
    if args.json:
        print(json.dumps(asdict(explanation), indent=2, ensure_ascii=False))
        return 0
    print(told(explanation, args.lang))
    return 0


def _household(args: argparse.Namespace) -> int:
    """Print every rule for one household of a survey."""
    from socle.report.text import translator

    if not (args.survey and args.household):
        raise Refusal("One household of a survey needs both: say --survey FILE and --household KEY.")
    with progress(translator(args.lang)(N_("Asking the law for every person of the survey"))):
        from dataclasses import replace
        from pathlib import Path

        from socle.report.calculated import told_household
        from socle.report.calculated_json import household_as_json
        from socle.run.explain_household import explain_household
        from socle.run.impact import setting_of
        from socle.run.people import invented_people, people_of_survey

        choices = choices_of(args)
        setting = setting_of(args.country, replace(choices, base_year=args.year or choices.base_year))
        if args.survey == INVENTED:
            people = invented_people(setting, args.persons, args.seed)
        elif args.map:
            people = people_of_survey(Path(args.survey), Path(args.map), setting)
        else:
            raise Refusal("A survey needs its mapping: say --map FILE, a YAML file that names its columns.")
        result = explain_household(setting, people, args.benefit, args.household, args.scenario, args.seed)
    print(household_as_json(result) if args.json else told_household(result, args.lang), end="")
    return 0

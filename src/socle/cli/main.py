"""The command `socle`: parse a request, call a verb, show the answer. Heavy things load inside the verb."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from keyword import iskeyword
from textwrap import wrap
from typing import Any

from socle.ground.refusals import Refusal, nearest
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.report.text import LANGUAGES, from_locale, known, translator

VERBS = {
    "floor": N_("Cost the social protection floor of a country, today and for the years ahead."),
    "gap": N_("Cost and financing gap of the floor, by country, income group and region."),
    "population": N_("Project the population of countries by single age and sex."),
    "explain": N_("Every step of one number: its law, its values, its sources."),
    "rules": N_("List the rules in which law is written, or write their JSON Schema."),
    "check": N_("Check a file of law, a scenario, figures or a country folder."),
    "countries": N_("List the countries shipped, with their data and schemes."),
    "data": N_("Import, fetch, list and verify the data of the world."),
    "survey": N_("What a survey file holds, and how it was drawn."),
    "poverty": N_("Poverty and inequality in a survey, with honest standard errors."),
    "impact": N_("The schemes of a country on the households of a survey."),
    "sweep": N_("A scenario on the households of a survey, over a grid of its parameters."),
    "seek": N_("The value of a parameter that reaches a poverty target or a budget."),
    "calculator": N_("What the law gives one person or household, with every rule explained."),
    "career": N_("One person's career asked of a contributory pension law: account, pension, every rule."),
    "template": N_("A workbook or folder in which an institution gives its data."),
    "totalize": N_("The pension of a migrant worker under an agreement between countries."),
    "branch": N_(
        "The valuation of a branch: unemployment, employment injury, sickness, maternity, health, care."
    ),
    "valuation": N_("The actuarial valuation of a contributory pension scheme."),
    "indicators": N_("Coverage, level, expenditure and financing of a country's social protection."),
    "inquiry": N_("The Social Security Inquiry: questionnaire, checks, submission, review, publication."),
    "statsystem": N_("The assessment of a statistical system: levels, figures that there are, a plan."),
    "register": N_("The register: made, verified, backed up, and who may do what in it."),
    "export": N_("Observations of the register as SDMX files."),
    "import": N_("A file of observations, SDMX or SDG, into the register."),
    "standards": N_("What conventions ask, whether a country meets it, and the reform that would."),
    "annex": N_("The world annex: coverage, expenditure, adequacy and law by region and country."),
    "ratifications": N_("Who has ratified a Convention, the campaign for more, what a country would need."),
    "report": N_("The report of a country on paper: PDF, or Word for offices that edit."),
    "serve": N_("Serve the web application on this machine or for an office."),
    "lifetable": N_("A life table, and what annuities and insurances on a life are worth on it."),
    "experience": N_("Exposure, rates and graduation from a file of contributors or pensioners."),
}
EXAMPLES = {
    "floor": "socle floor SEN --lang fr --out out",
    "gap": "socle gap --countries ALL --year 2023 --csv gap.csv",
    "population": "socle population --countries SEN,KHM --year 2030 --year 2050",
    "explain": "socle explain SEN old_age.pension --year 2030 --scenario high",
    "rules": "socle rules --json-schema",
    "check": "socle check my_scheme.yaml",
    "countries": "socle countries",
    "data": "socle data import wpp FOLDER",
    "survey": "socle survey describe people.csv --weight weight --household household",
    "poverty": "socle poverty people.csv --welfare income --weight weight --household household --line median:0.6",
    "impact": "socle impact XXX --survey invented --scenario high --against low",
    "sweep": "socle sweep XXX --survey invented --set old_age.pension.share_of_line.share=0.5,0.75,1",
    "seek": "socle seek XXX --survey invented --change children.child_benefit.share_of_line.share --reach fgt0=14%",
    "calculator": 'socle calculator XXX/old_age --person "age=70, sex=female, receives_contributory_pension=no"',
    "career": "socle career XXX/national_pension --born 2000 --sex female --earnings 1200/month --award 2062",
    "template": "socle template valuation --country XXX --year 2025 -o fund.xlsx",
    "totalize": "socle totalize XXX/migrant",
    "branch": "socle branch XXX/unemployment",
    "valuation": "socle valuation XXX/national_pension --runs 200 --out out",
    "indicators": "socle indicators --country SEN --by sex",
    "export": "socle export sdmx --flow SDG_1_3_1 --format csv2 -o coverage.csv",
    "import": "socle import sdmx coverage.csv --vintage 2025-07 --reason 'the yearly edition'",
    "inquiry": "socle inquiry template --country XXX --year 2024 -o inquiry.xlsx",
    "statsystem": "socle statsystem template --country XXX --year 2024 -o assessment.xlsx",
    "register": "socle register init --register register.sqlite --user ann",
    "standards": "socle standards check SEN --convention C102",
    "annex": "socle annex --edition 2026 -o annex",
    "ratifications": "socle ratifications --as-of 2021-10-08 --campaign",
    "report": "socle report SEN --lang fr -o report.pdf",
    "serve": "socle serve --port 8000",
    "lifetable": "socle lifetable --makeham 0.00022,0.0000027,1.124 --from 20 --rate 5%",
    "experience": "socle experience members.csv --by sex --standard table.csv --csv rates.csv",
}
REFUSED = 2
WIDTH = 78  # of a sentence, so that help fits a terminal of 80 columns
ARGPARSE_SAYS = (  # the parser's own words, so that the catalogues have them
    N_("usage: "),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("not allowed with argument %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
)


class Parser(argparse.ArgumentParser):
    """A parser that refuses in the words of the house, in the reader's language."""

    translate: Callable[[str], str] = str

    def error(self, message: str) -> None:  # type: ignore[override]
        """A refusal instead of a usage dump."""
        raise Refusal(N_("{message}. See `{program} --help`."), message=message, program=self.prog)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """What a command can do is refused with the nearest, as commands are."""
        if action.dest == "action" and action.choices is not None and value not in action.choices:
            raise Refusal(
                "`{program}` does {valid}, not `{word}`.",
                program=self.prog,
                word=value,
                valid=", ".join(map(str, action.choices)),
                nearest=nearest(str(value), map(str, action.choices)),
            )
        super()._check_value(action, value)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 2 when refused."""
    words = list(sys.argv[1:] if argv is None else argv)
    translate: Callable[[str], str] = str
    try:
        lang = _language(words)
        translate = translator(lang)
        _let_argparse_speak(translate)
        args = _parser(translate, words).parse_args(words or ["--help"])
        args.lang = lang
        return int(_module(args.verb).run(args))
    except Refusal as refusal:
        print(refusal.worded(translate), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        os._exit(0)  # the reader has gone: what is left to write cannot be flushed
    except KeyboardInterrupt:
        print(translate(N_("Stopped; nothing was left half-written.")), file=sys.stderr)
        return 130


def _module(verb: str) -> Any:
    """The module of a verb; `import` is a word of Python, so that of its module ends with an underscore."""
    return import_module(f"socle.cli.{verb}_" if iskeyword(verb) else f"socle.cli.{verb}")


def _let_argparse_speak(translate: Callable[[str], str]) -> None:
    """The parser looks its own words up in a global of its module, and asks for no words at times."""
    argparse._ = lambda text: translate(text) if text else text  # type: ignore[attr-defined]


def _language(words: Sequence[str]) -> str:
    """The language asked for, before anything is worded: `--lang fr`, `--lang=fr`, or the locale."""
    for place, word in enumerate(words):
        if word == "--lang" and place + 1 < len(words):
            return known(words[place + 1])
        if word.startswith("--lang="):
            return known(word.removeprefix("--lang="))
    return from_locale(os.environ)


def _parser(translate: Callable[[str], str], words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the whole command; only the verb that is asked for is set up."""
    verb = next((word for word in words if not word.startswith("-") and word not in LANGUAGES), "")
    if verb and verb not in VERBS:
        raise Refusal(
            "There is no command `{verb}`; there are {valid}.",
            verb=verb,
            valid=", ".join(VERBS),
            nearest=nearest(verb, VERBS),
        )
    parser = Parser(
        prog="socle",
        **_dressed("floor", N_("Socle: social protection floors, costed from the law."), translate),
    )
    _common(parser, translate)
    parser.add_argument(
        "--version",
        action="version",
        version=f"socle {VERSION}",
        help=translate(N_("Show the version and stop.")),
    )
    commands = parser.add_subparsers(
        dest="verb",
        required=True,
        metavar=translate(N_("COMMAND")),
        title=translate(N_("commands")),
        parser_class=Parser,
    )
    for name, sentence in VERBS.items():
        sub = commands.add_parser(name, help=translate(sentence), **_dressed(name, sentence, translate))
        _common(sub, translate)
        if name == verb:
            _module(name).configure(sub, translate)
    return parser


def _dressed(verb: str, sentence: str, translate: Callable[[str], str]) -> dict[str, Any]:
    """What every parser has: its sentence, an example, and no help option in English."""
    return {
        "add_help": False,
        "formatter_class": argparse.RawDescriptionHelpFormatter,
        "description": "\n".join(wrap(translate(sentence), WIDTH)),
        "epilog": translate(N_("Example: {example}")).format(example=EXAMPLES[verb]),
    }


def _common(parser: argparse.ArgumentParser, translate: Callable[[str], str]) -> None:
    parser._optionals.title = translate(N_("options"))
    parser._positionals.title = translate(N_("arguments"))
    parser.add_argument("-h", "--help", action="help", help=translate(N_("Show this help and stop.")))
    parser.add_argument(
        "--lang", choices=LANGUAGES, help=translate(N_("Language: en, fr or es; by default the locale's."))
    )

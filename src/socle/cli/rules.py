"""`socle rules`: the rules in which law is written, and their JSON Schema for editors."""

from __future__ import annotations

import argparse
import json
import textwrap

from socle.cli.shared import Translate
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("rule", nargs="?", help=_(N_("One rule, in full.")))
    parser.add_argument("--json", action="store_true", help=_(N_("Print the rulebook as JSON.")))
    parser.add_argument(
        "--json-schema", action="store_true", help=_(N_("Print the JSON Schema of scheme files."))
    )


def run(args: argparse.Namespace) -> int:
    """Print the rulebook."""
    import socle.rules  # noqa: F401, fills the rulebook
    from socle.model.rulebook import RULES
    from socle.model.schema import rulebook_of, scheme_schema
    from socle.report.text import translator

    _ = translator(args.lang)
    if args.json_schema:
        print(json.dumps(scheme_schema(_), indent=2, ensure_ascii=False))
        return 0
    book = rulebook_of(RULES.values(), _)
    if args.rule:
        if args.rule not in RULES:
            raise Refusal("There is no rule `{name}`.", name=args.rule, nearest=nearest(args.rule, RULES))
        book = [entry for entry in book if entry["rule"] == args.rule]
    if args.json:
        print(json.dumps(book, indent=2, ensure_ascii=False))
        return 0
    rooms = {
        "eligibility": _(N_("Who")),
        "entitlement": _(N_("How much")),
        "financing": _(N_("Who pays")),
        "insurance": _(N_("What moves it")),
    }
    room = ""
    for entry in book:
        if entry["room"] != room:
            room = entry["room"]
            print(f"\n{rooms[room]}")
        says = ", ".join(
            f"{k['name']} ({k['kind']}{'' if k['required'] else '?'})" for k in entry["keywords"]
        )
        print(f"  {entry['rule']}{': ' + says if says else ''}")
        print(textwrap.fill(entry["sentence"], 78, initial_indent="      ", subsequent_indent="      "))
    return 0

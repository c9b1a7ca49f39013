"""`socle standards`: what conventions ask, whether a country meets it, and which reform would."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cli import standards_floor, standards_gap
from socle.cli.shared import Translate, actions, progress, rows_options
from socle.cli.standards_shared import (
    ALL,
    ask_options,
    instruments_of,
    of_all,
    one_country,
    practice_request,
    shown,
)
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.run.standards import Checked, StandardsRequest

ACTIONS = {
    "list": N_("The instruments, and which of their figures were read in the text."),
    "show": N_("What an instrument requires, Part by Part, with articles."),
    "template": N_("A workbook or folder for the law and practice of a country, filled in as far as known."),
    "check": N_("Whether a country meets the standards, Part by Part: met, not met, unknown."),
    "gap": N_("The smallest reforms that would make a Part ratifiable, each costed."),
    "floor": N_("The guarantees of Recommendation 202 against national thresholds."),
    "article76": N_("The statistics that reports under Article 76 ask for, as a workbook."),
}


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    made = actions(parser, _, ACTIONS)
    rows_options(made["list"], _)
    one = made["show"]
    one.add_argument("instrument", metavar="CODE", help=_(N_("Code of an instrument (C102, R202).")))
    part_option(one, _)
    rows_options(one, _)
    _template_options(made["template"], _)
    one = made["check"]
    ask_options(one, _, country=N_("Code of a shipped country (SEN), ALL of them, or a form filled in."))
    part_option(one, _)
    one.add_argument("--details", action="store_true", help=_(N_("Every test of every Part, with its ways.")))
    one.add_argument(
        "--out", default="", metavar="FOLDER", help=_(N_("Write page, workbook, rows and JSON into FOLDER."))
    )
    one.add_argument(
        "--formats",
        default="html,xlsx,csv,json",
        metavar="LIST",
        help=_(N_("Which files to write: html, xlsx, csv, json, pdf, docx.")),
    )
    rows_options(one, _)
    standards_gap.configure(made["gap"], _)
    standards_floor.configure(made["floor"], _)
    one = made["article76"]
    ask_options(one, _, country=N_("Code of a shipped country (SEN), or a form filled in."), several=False)
    one.add_argument("-o", "--out", required=True, metavar="FILE", help=_(N_("The workbook to write.")))


def part_option(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Which Part of the instrument."""
    parser.add_argument("--part", default="", metavar="PART", help=_(N_("One Part only (V).")))


def _template_options(one: argparse.ArgumentParser, _: Translate) -> None:
    ask_options(one, _, country="", several=False)
    one.add_argument("--country", required=True, metavar="CODE", help=_(N_("Code of the country (SEN).")))
    one.add_argument(
        "--convention", default="", metavar="CODES", help=_(N_("For these instruments only (C102,C128)."))
    )
    one.add_argument(
        "--per", default="", metavar="PERIOD", help=_(N_("Money by the week, month or year (month)."))
    )
    one.add_argument(
        "-o",
        "--out",
        required=True,
        metavar="PATH",
        help=_(N_("The file to write: a workbook (.xlsx), or a folder of YAML and CSV.")),
    )


def run(args: argparse.Namespace) -> int:
    """Do what was asked for."""
    doing: dict[str, Callable[[argparse.Namespace], int]] = {
        "list": _list,
        "show": _show,
        "template": _template,
        "check": _check,
        "gap": standards_gap.run,
        "floor": standards_floor.run,
        "article76": _article76,
    }
    return doing[args.action](args)


def _list(args: argparse.Namespace) -> int:
    from socle.report import standard_tables as tables

    return shown(
        args,
        lambda: tables.standards_text(args.lang),
        tables.standards_csv,
        lambda: tables.standards_json(args.lang),
    )


def _show(args: argparse.Namespace) -> int:
    from socle.exchange.standard_file import load_standard
    from socle.report import standard_tables as tables

    one, part = load_standard(args.instrument), args.part.upper()
    return shown(
        args,
        lambda: tables.standard_text(one, part, args.lang),
        lambda: tables.standard_csv(one, part, args.lang),
        lambda: tables.standard_json(one, part, args.lang),
    )


def _template(args: argparse.Namespace) -> int:
    from socle.exchange.standard_file import load_standards, standard_words
    from socle.report.practice_template import asked_by, write_practice_template
    from socle.run.practice import practice_of

    practice = practice_of(practice_request(args, args.country))
    asked = asked_by(instruments_of(args.convention) or load_standards().values(), standard_words())
    period = (args.per,) if args.per else ()
    write_practice_template(practice, asked, Path(args.out), args.lang, *period)
    print(args.out)
    return 0


def _check(args: argparse.Namespace) -> int:
    from socle.report import assessment_tables as tables
    from socle.report import assessment_tidy as tidy
    from socle.report.text import translator

    _ = translator(args.lang)
    if args.country.upper() == ALL:
        return _check_all(args)
    with progress(_(N_("Holding law and practice against the standards"))):
        checked = _checked(args)
        files = _written(checked, args) if args.out else []
    return shown(
        args,
        lambda: tables.assessment_text(checked, args.lang, args.details, args.part.upper(), files),
        lambda: tidy.assessment_csv(checked, args.lang, args.part.upper()),
        lambda: tidy.assessment_json(checked, args.lang, args.part.upper()),
    )


def _request(args: argparse.Namespace) -> StandardsRequest:
    from socle.run.standards import StandardsRequest

    return StandardsRequest(
        practice_request(args, args.country),
        tuple(one.code for one in instruments_of(getattr(args, "convention", ""))),
        args.exceptions,
    )


def _checked(args: argparse.Namespace) -> Checked:
    from socle.run.standards import check

    return check(_request(args))


def _check_all(args: argparse.Namespace) -> int:
    from socle.report import assessment_tables as tables
    from socle.report import assessment_tidy as tidy
    from socle.report.text import translator
    from socle.run.standards import check_all

    of_all(args)
    with progress(translator(args.lang)(N_("Holding law and practice against the standards"))):
        codes = tuple(one.code for one in instruments_of(args.convention))
        found = check_all((), codes, args.exceptions, lambda country: practice_request(args, country))
    return shown(
        args,
        lambda: tables.all_text(found, args.lang),
        lambda: tidy.assessment_csv(found, args.lang),
        lambda: tidy.all_json(found, args.lang),
    )


def _written(checked: Checked, args: argparse.Namespace) -> list[Path]:
    """Page, workbook, rows and JSON; of one instrument with the reforms that would comply, and with the floor."""
    from socle.exchange.country import shipped
    from socle.report.assessment_chapters import floor_chapter, reforms_chapter
    from socle.report.assessment_files import write_assessment
    from socle.report.files import known_formats
    from socle.run.guarantees import GuaranteeRequest, guarantees
    from socle.run.reforms import ReformRequest, reforms

    request, chapters = practice_request(args, args.country), []
    if len(checked.assessments) == 1:
        code = checked.assessments[0].instrument.code
        gap = reforms(ReformRequest(request, code, exceptions=args.exceptions))
        chapters.append(reforms_chapter(gap, args.lang))
    country = request.country or next((c for c in shipped() if c == checked.practice.iso3), "")
    if country:
        chapters.append(floor_chapter(guarantees(GuaranteeRequest(country)), args.lang))
    return write_assessment(checked, Path(args.out), args.lang, known_formats(args.formats), chapters)


def _article76(args: argparse.Namespace) -> int:
    from socle.report.assessment_files import write_article76

    one_country(args.country)
    args.convention = "C102"
    write_article76(_checked(args), Path(args.out), args.lang)
    print(args.out)
    return 0

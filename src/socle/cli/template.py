"""`socle template`: the workbook, or the folder, in which an institution gives its data."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cli.shared import Translate
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.model.institution import InstitutionData
    from socle.report.institution_template import Template


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("what", choices=("valuation",), help=_(N_("For which work the data are.")))
    parser.add_argument(
        "--country", default="", metavar="CODE", help=_(N_("The country of the institution."))
    )
    parser.add_argument(
        "--year", type=int, metavar="YEAR", help=_(N_("First year projected; by default that of the data."))
    )
    parser.add_argument(
        "--scheme",
        default="",
        metavar="FILE",
        help=_(N_("The law of the scheme, whose benefits and accounts are asked for.")),
    )
    parser.add_argument(
        "--data",
        default="",
        metavar="PATH",
        help=_(N_("Data of an institution, a folder or a workbook, to write instead of an empty template.")),
    )
    parser.add_argument(
        "-o",
        "--out",
        required=True,
        metavar="PATH",
        help=_(N_("The file to write: a workbook (.xlsx), or a folder of YAML and CSV.")),
    )


def run(args: argparse.Namespace) -> int:
    """Write the template and say where."""
    from socle.report.institution_template import write_template

    write_template(_template(args), Path(args.out), args.lang)
    print(args.out)
    return 0


def _template(args: argparse.Namespace) -> Template:
    from socle.exchange.country import load_country
    from socle.exchange.institution_file import read_institution
    from socle.report.institution_template import Template
    from socle.report.text import named

    data = read_institution(Path(args.data)) if args.data else None
    code = args.country or (data.facts.country if data else "")
    if not code:
        raise Refusal("Say which country: --country XXX.")
    country = load_country(code)
    asked = _law(args.scheme, code)
    return Template(
        country.iso3,
        named(country.name, args.lang),
        data.facts.currency if data else country.currency,
        _year(args.year, data, country.base_year),
        data=data,
        **asked,
    )


def _year(said: int | None, data: InstitutionData | None, base: int) -> int:
    if data is None:
        return base if said is None else said
    if said not in (None, data.facts.year):
        raise Refusal(
            "The data are those of {year}; `--year` belongs to an empty template.", year=data.facts.year
        )
    return data.facts.year


def _law(scheme: str, country: str) -> dict[str, tuple[str, ...]]:
    """The names of benefits and accounts: of the scheme, or of the only contributory one of the country."""
    from socle.exchange.country import insurance_files
    from socle.exchange.scheme_file import read_scheme

    files = [Path(scheme)] if scheme else insurance_files(country)
    if len(files) != 1:
        return {}
    law = read_scheme(files[0])
    benefits = tuple(benefit.path.rpartition(".")[2] for benefit in law.benefits if not benefit.not_computed)
    return {"benefits": benefits, "accounts": tuple(law.insurance.accounts) if law.insurance else ()}

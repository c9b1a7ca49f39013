"""Laws written for the invented institution of the toy country, without anything that bends money."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from socle.exchange import yaml_text
from socle.exchange.country import load_country
from socle.exchange.institution_file import read_institution
from socle.exchange.scheme_file import scheme_of
from socle.exchange.valuation_files import ValuationFiles
from socle.model.insurance import read_insurance
from socle.project.scheme import insured_over_time
from socle.run.basis import Futures, Paths, basis, paths_of
from socle.run.institution import Institution
from socle.run.national import demography, national

YEARS = range(2025, 2065)
HEAD = "scheme: fund\nlaw: {title: Act, section: '1'}\n"
CAREER = """\
accounts: {career_earnings: {credit: insurable_earnings, revalued_by: {mixed: {wages: 1}}}}
contributions: {all: {contribution: {rate: 0.1}}}
benefits:
  old_age:
    contingency: old_age
    who: [age_band: {at_least: 60}]
    how_much: [per_year_of_service: {rate: 0.0125}]
    indexation: {mixed: {wages: 1}}
"""


@cache
def institution():
    """The shipped institution, whose pensioners are left out."""
    data = read_institution(ValuationFiles.of("XXX/national_pension").data)
    tables = {name: table for name, table in data.tables.items() if name != "pensioners"}
    return Institution(replace(data, tables=tables))


@cache
def people(years=YEARS):
    return national(demography(load_country("XXX"), years), years)


def law(text=HEAD + CAREER):
    """A law in text."""
    return read_insurance(scheme_of(yaml_text.loads(text.encode(), "fund.yaml")))


def based(text=HEAD + CAREER, years=YEARS, flat=False, classes=None):
    """A law on the data of the institution; `flat`: growth and returns do not change, everybody pays."""
    paths = paths_of(institution().data, years)
    if flat:
        level = np.ones((1, len(years)))
        paths = Paths(0.04 * level, 0.03 * level, 0.06 * level, level, 0.0 * level)
    return basis(law(text), institution(), Futures(paths, people(years)), classes)


def projected(made, closed=False):
    """The projection of all its years; `closed`: nobody enters."""
    experience = made.valuation.experience
    if closed:
        experience = replace(experience, insured=None)
    return insured_over_time(made.ask, replace(made.valuation, experience=experience))


def paid(found):
    """All benefits by year."""
    return sum(series.sum(-1)[0] for series in found.benefits.values())


def received(found):
    """All contributions by year."""
    return sum(series.sum(-1)[0] for series in found.contributions.values())

"""A contributory law: that of the insured-lives trial, with invalidity, to be broken one line at a time."""

from __future__ import annotations

from socle.exchange import yaml_text
from socle.exchange.scheme_file import scheme_of
from socle.model.insurance import InsuranceLaw, read_insurance
from socle.model.scheme import Scheme

NATIONAL = """\
scheme: national_pension
law: {title: National Pensions Act, section: "21"}
insurable_earnings:
  capped: {at_most: {unit: XXX, per: month, 2025: 3000, then: wages}}
accounts:
  career_earnings: {credit: insurable_earnings, revalued_by: {mixed: {wages: 1}}}
contributions: {employee: {contribution: {rate: {2025: 0.05, 2028: 0.06}}},
                employer: {contribution: {rate: {2025: 0.07, 2028: 0.08}}}}
benefits:
  old_age:
    contingency: old_age
    who:
      - age_band: {at_least: {men: {2025: 60, 2030: 61, 2035: 62},
                              women: {by: birth_year, 1900: 57, 1975: 58, 1980: 60}}}
      - service: {at_least: 10}
    how_much:
      - per_year_of_service: {rate: 0.0125}
      - plus: {flat: {unit: average_wage, 2025: 0.10}}
      - early_late: {normal_age: {men: 65, women: 62}, early: 0.05, late: 0.04}
      - between: {at_least: {unit: XXX, per: month, 2025: 260, then: prices}, at_most: {unit: average_wage, 2025: 1.20}}
    indexation: {mixed: {prices: 0.5, wages: 0.5}}
  survivors:
    {contingency: survivors, who: [service: {at_least: 5}],
     how_much: [share_of: {pension: national_pension.invalidity, share: 0.5}]}
  invalidity:
    contingency: invalidity
    who: [service: {at_least: 5}]
    how_much: [per_year_of_service: {rate: 0.015}]
"""


def insured(text: str = NATIONAL) -> InsuranceLaw:
    """The law of a contributory scheme in text."""
    return read_insurance(file(text))


def file(text: str = NATIONAL) -> Scheme:
    """A scheme in text."""
    return scheme_of(yaml_text.loads(text.encode(), "national.yaml"))

"""An invented contributor file, and the toy institution under laws that bend money or do not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

import socle.rules  # noqa: F401, fills the rulebook
from socle.exchange import yaml_text
from socle.exchange.contributor_file import luck_of
from socle.exchange.country import load_country
from socle.exchange.institution_file import read_institution
from socle.exchange.scheme_file import scheme_of
from socle.exchange.valuation_files import ValuationFiles
from socle.model.contributors import Contributors
from socle.model.form import Table
from socle.model.institution import InstitutionData
from socle.model.insurance import read_insurance
from socle.run.basis import Basis, Futures, basis, paths_of
from socle.run.institution import Institution
from socle.run.national import demography, national

YEARS = range(2025, 2125)
BENDS = """\
scheme: national_pension
law: {{title: Invented, section: "1"}}
insurable_earnings:
  capped: {{at_most: {{unit: average_wage, 2020: 1.5}}}}
accounts:
  career_earnings: {{credit: insurable_earnings, revalued_by: {{mixed: {{wages: 1}}}}}}
contributions: {{all: {{contribution: {{rate: {{2020: 0.12, 2028: 0.14}}}}}}}}
benefits:
  old_age:
    contingency: old_age
    who:
      - age_band: {{at_least: {{men: {{2020: 60, 2030: 61}}, women: 60}}}}
      - service: {{at_least: {years}}}
    how_much:
      - per_year_of_service: {{rate: 0.0125}}
      - plus: {{flat: {{unit: average_wage, 2020: 0.10}}}}
      - between: {{at_least: {{unit: average_wage, 2020: 0.30}}, at_most: {{unit: average_wage, 2020: 0.70}}}}
    indexation: {{mixed: {{prices: 0.5, wages: 0.5}}}}
  invalidity:
    contingency: invalidity
    who: [service: {{at_least: 5}}]
    how_much:
      - per_year_of_service: {{rate: 0.0125}}
      - plus: {{flat: {{unit: average_wage, 2020: 0.15}}}}
      - between: {{at_least: {{unit: average_wage, 2020: 0.30}}, at_most: {{unit: average_wage, 2020: 0.70}}}}
  survivors:
    contingency: survivors
    who: [service: {{at_least: 5}}]
    how_much: [share_of: {{pension: national_pension.invalidity, share: 0.5}}]
"""


def straight(years: int = 10) -> str:
    """The same law without ceiling, minimum or maximum, so that one class of earnings loses nothing."""
    kept = [line for line in bent(years).splitlines() if "between" not in line and "capped" not in line]
    return "\n".join(line for line in kept if line != "insurable_earnings:") + "\n"


def bent(years: int = 10) -> str:
    """A law with a ceiling, minima and maxima."""
    return BENDS.format(years=years)


@cache
def institution() -> tuple[InstitutionData, Futures]:
    """The toy fund without its pensioners."""
    data = read_institution(ValuationFiles.of("XXX/national_pension").data)
    people = national(demography(load_country("XXX"), YEARS), YEARS)
    return data, Futures(paths_of(data, YEARS), people)


def toy(text: str, density: float | None = None) -> Basis:
    """The fund under a law, with one density at all ages if it is given."""
    data, futures = institution()
    tables = {name: table for name, table in data.tables.items() if name != "pensioners"}
    if density is not None:
        rates = tables["rates"]
        columns = {**rates.columns, "density": np.full(len(rates), density)}
        tables["rates"] = Table(rates.name, columns, rates.places, rates.written)
    facts = replace(data.facts, average_wage=16000.0)
    law = read_insurance(scheme_of(yaml_text.loads(text.encode(), "law.yaml")))
    return basis(law, Institution(replace(data, tables=tables, facts=facts)), futures)


def people(count: int, seed: int = 0, spread: float = 0.5, inactive: float = 0.15) -> Contributors:
    """Persons of all working ages whose earnings rise with age and differ for life."""
    rng = np.random.default_rng(seed)
    age = np.minimum(18 + rng.gamma(2.0, 9.0, count).astype(np.int64), 64)
    service = np.floor(rng.beta(2.0, 2.0, count) * np.minimum(age - 17, 30))
    sex = (rng.random(count) < 0.4).astype(np.int64)
    level = np.exp(spread * rng.normal(size=count) - spread**2 / 2)
    earnings = 16000 * level * (0.6 + 0.01 * (age - 18)) * np.where(sex, 0.9, 1.0)
    accounts = {"career_earnings": np.minimum(earnings, 1.5 * 16000) * service * 0.95}
    ids = np.array([f"P{i}" for i in range(count)], dtype=object)
    active = rng.random(count) >= inactive
    return Contributors(ids, luck_of(ids), sex, age, service, earnings, active, accounts)

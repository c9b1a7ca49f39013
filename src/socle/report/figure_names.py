"""What the figures of a country are called: sources and assumptions name them in words, never by their codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from socle.ground.words import N_
from socle.report.text import Translate

NAMES: Final[Mapping[str, str]] = {
    "population": N_("population"),
    "tfr": N_("total fertility rate"),
    "mac": N_("mean age at childbearing"),
    "pasfr": N_("age pattern of fertility"),
    "srb": N_("sex ratio at birth"),
    "e0": N_("life expectancy at birth"),
    "e65": N_("life expectancy at 65"),
    "q5": N_("mortality under five"),
    "mx": N_("death rates by age"),
    "net_migration": N_("net migration"),
    "net_migration_by_age": N_("net migration by age"),
    "gdp": N_("gross domestic product"),
    "gdp_real_growth": N_("real growth of GDP"),
    "gdp_deflator": N_("deflator of GDP"),
    "cpi": N_("consumer prices"),
    "government_revenue": N_("government revenue"),
    "government_expenditure": N_("government expenditure"),
    "government_gross_debt": N_("government debt"),
    "primary_balance": N_("primary balance"),
    "gdp_usd": N_("GDP in US dollars"),
    "ppp_rate": N_("purchasing power parity"),
    "labour_force_participation": N_("labour force participation"),
    "unemployment_rate": N_("unemployment rate"),
    "informal_employment": N_("informal employment"),
    "employment_in_agriculture": N_("employment in agriculture"),
    "average_wage": N_("average wage"),
    "poverty_line": N_("harmonised poverty line"),
    "national_poverty_line": N_("national poverty line"),
    "poverty_headcount": N_("poverty headcount"),
    "gini": N_("Gini index"),
    "school_enrolment": N_("school enrolment"),
    "orphanhood": N_("orphanhood"),
    "severe_disability": N_("severe disability"),
    "boundaries": N_("boundaries"),
    "coverage_any": N_("coverage by any benefit"),
    "coverage_children": N_("coverage of children"),
    "coverage_maternity": N_("coverage of mothers"),
    "coverage_disability": N_("coverage of severe disability"),
    "coverage_unemployment": N_("coverage of the unemployed"),
    "coverage_old_age": N_("coverage of old age"),
    "coverage_work_injury": N_("coverage of employment injury"),
    "coverage_poor": N_("coverage of the poor"),
    "coverage_vulnerable": N_("coverage of vulnerable persons"),
    "coverage_social_assistance": N_("coverage by social assistance"),
    "coverage_social_insurance": N_("coverage by social insurance"),
    "coverage_labour_market": N_("coverage by labour market programmes"),
}
QUOTED: Final = N_("\u201c{name}\u201d")  # a name inside a sentence
VARIANTS: Final[Mapping[str, str]] = {
    "medium": N_("medium"),
    "high": N_("high fertility"),
    "low": N_("low fertility"),
    "constant_fertility": N_("constant fertility"),
    "constant_mortality": N_("constant mortality"),
    "no_change": N_("no change of fertility and mortality"),
    "zero_migration": N_("no migration"),
}
CODE: Final = re.compile(r"`([\w.]+)`")


def listed(used_for: str, _: Translate) -> str:
    """Codes with commas between them, in words; what is no code of a figure stays."""
    return ", ".join(_(NAMES.get(one, one)) for one in used_for.split(", "))


def in_words(sentence: str, _: Translate, titles: Mapping[str, str] = MappingProxyType({})) -> str:
    """A sentence whose figures, variants and what `titles` has are named in words, not by codes in `backticks`."""

    def said(found: re.Match[str]) -> str:
        code = found[1]
        name = titles.get(code) or _(NAMES.get(code) or VARIANTS.get(code, ""))
        return _(QUOTED).format(name=name) if name else found[0]

    return CODE.sub(said, sentence)

"""A valuation of the invented institution under a plain law and a reform of it, computed once for all tests."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from socle.exchange.valuation_files import ValuationFiles
from socle.model.valued import Sensitivity, ValuationResult
from socle.run.valuation import ValuationRequest, valuation

PENSION = """
    who: [service: {at_least: 5}]
    how_much: [per_year_of_service: {rate: 0.0125}]
    indexation: {mixed: {prices: 0.5, wages: 0.5}}
"""
DERIVED = """
    who: [service: {at_least: 5}]
    how_much: [share_of: {pension: national_pension.invalidity, share: 0.5}]
    indexation: {mixed: {prices: 0.5, wages: 0.5}}
"""
SCHEME = f"""\
scheme: national_pension
title: {{en: Plain pension (invented), fr: Pension simple (inventée), es: Pensión sencilla (inventada)}}
law: {{title: Act (invented), section: '1'}}
accounts: {{career_earnings: {{credit: insurable_earnings, revalued_by: {{mixed: {{wages: 1}}}}}}}}
contributions: {{all: {{contribution: {{rate: 0.01}}}}}}
benefits:
  old_age:
    contingency: old_age
    who: [age_band: {{at_least: 60}}]
    how_much: [per_year_of_service: {{rate: 0.0125}}]
    indexation: {{mixed: {{prices: 0.5, wages: 0.5}}}}
  invalidity:
    contingency: invalidity{PENSION}
  survivors:
    contingency: survivors{DERIVED}
  orphans:
    contingency: orphans{DERIVED}
sources: [Invented]
"""
REFORM = """\
scenario: reform
title: {en: "Pay more", fr: "Payer plus", es: "Pagar más"}
builds_on: status_quo
changes:
  national_pension.old_age.indexation.mixed.prices: 1
  national_pension.old_age.indexation.mixed.wages: 0
  national_pension.contributions.all.contribution.rate: 0.12
"""
SENSITIVITY = (
    Sensitivity("as computed", 0.10, 0.09, 0.12, float("nan")),
    Sensitivity("death rates 10 % lower", 0.11, 0.10, 0.13, 2050.0),
)
YEARS = 40
RUNS = 8


@cache
def found() -> ValuationResult:
    """The reform, whose reserve lasts, against the law as it stands, whose reserve does not."""
    data = ValuationFiles.of("XXX/national_pension").data
    with tempfile.TemporaryDirectory() as folder:
        scheme, reform = Path(folder, "plain.yaml"), Path(folder, "reform.yaml")
        scheme.write_text(SCHEME, encoding="utf-8")
        reform.write_text(REFORM, encoding="utf-8")
        asked = ValuationRequest(str(scheme), data, YEARS, str(reform), "status_quo", RUNS, sensitivity=False)
        return replace(valuation(asked), sensitivity=SENSITIVITY)


def alone() -> ValuationResult:
    """The law as it stands by itself."""
    whole = found()
    assert whole.against is not None
    return replace(
        whole, valued=whole.against, against=None, chances=whole.against_chances, against_chances=None
    )

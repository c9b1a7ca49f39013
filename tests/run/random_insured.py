"""Schemes and insured drawn at random, small enough for a loop that is not compiled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.exchange import yaml_text
from socle.exchange.scheme_file import scheme_of
from socle.model.economy import Economy
from socle.model.insurance import read_insurance
from socle.model.insured import Experience, Insured, Money, Pensions, Valuation
from socle.project.classes import classes_and_bands
from socle.run.asked import Asked, Cells
from socle.run.basis import promises_of

FIRST, AGES, SERVICES, LAST, YEAR = 15, 9, 6, 40, 2025
HEAD = """\
scheme: fund
law: {title: Act, section: "1"}
insurable_earnings: {capped: {at_most: {unit: XXX, per: month, 2025: 2500, then: ceiling}}}
accounts:
  career_earnings: {credit: insurable_earnings, revalued_by: {mixed: {reval: 1}}}
contributions: {employee: {contribution: {rate: {2025: 0.05, 2027: 0.06}}}, employer: {contribution: {rate: 0.07}}}
benefits:
  old_age:
    contingency: old_age
    who: [age_band: {at_least: {men: {2025: 19, 2027: 20}, women: 18}}, service: {at_least: 2}]
    how_much:
      - per_year_of_service: {rate: 0.0125}
      - plus: {flat: {unit: average_wage, 2025: 0.05}}
      - early_late: {normal_age: {men: 22, women: 21}, early: 0.05, late: 0.04}
      - between: {at_least: {unit: XXX, per: month, 2025: 200, then: minimum}, at_most: {unit: average_wage, 2025: 0.2}}
    indexation: {mixed: {index: 1}}
  invalidity:
    contingency: invalidity
    who: [service: {at_least: 1}]
    how_much: [per_year_of_service: {rate: 0.015}]
    indexation: {mixed: {index: 0.5}}
"""
SAVED = "  savings: {credit: contributions, revalued_by: {returns: {fee: 0.01}}, gains: GAINS}\n"
PARTS = {
    "survivors": """\
  survivors:
    contingency: survivors
    who: [service: {at_least: 1}]
    how_much: [share_of: {pension: fund.invalidity, share: 0.5}]
    indexation: {mixed: {index: 1}}
""",
    "orphans": """\
  orphans:
    contingency: orphans
    who: [service: {at_least: 2}]
    how_much: [share_of: {pension: fund.invalidity, share: 0.2}]
    until_age: 18
    indexation: {mixed: {prices: 1}}
""",
    "refund": """\
  refund:
    contingency: leaving
    who: [age_band: {below: 21}]
    how_much: [pay_out: {over: 20, on: {balance: career_earnings}}]
    paid: once
""",
    "grant": """\
  grant:
    contingency: death
    who: [age_band: {at_least: 0}]
    how_much: [flat: {amount: {unit: average_wage, 2025: 0.3}}]
    paid: once
""",
    "second": """\
  second:
    contingency: old_age
    who: [age_band: {at_least: 21}]
    how_much: [notional: {on: {balance: savings}}]
    indexation: {mixed: {wages: 1}}
""",
    "bonus": """\
  bonus:
    contingency: old_age
    who: [service: {at_least: 4}]
    how_much: [pay_out: {over: 1, on: {balance: savings}}]
    paid: once
""",
}


@dataclass(frozen=True)
class Drawn:
    """What is drawn of a scheme."""

    seed: int
    parts: frozenset[str]
    gains: str  # lost, shared, or nothing where there is no second account
    ceiling: str
    minimum: str
    revalued: str
    index: str
    scenarios: int = 1
    classes: int = 2
    years: int = 4
    closed: bool = False
    mortality_varies: bool = True

    def text(self) -> str:
        needs = set() if self.gains else {"second", "bonus"}
        text = HEAD + "".join(PARTS[name] for name in sorted(self.parts - needs))
        said = {"then: ceiling": f"then: {self.ceiling}", "then: minimum": f"then: {self.minimum}"}
        said |= {"{reval:": f"{{{self.revalued}:", "{index:": f"{{{self.index}:"}
        if self.gains:
            said["contributions: {emp"] = SAVED.replace("GAINS", self.gains) + "contributions: {emp"
        for old, new in said.items():
            text = text.replace(old, new)
        return text


def drawn(case: Drawn) -> tuple[Asked, Valuation]:
    """The law bound to random people and a random economy."""
    rng = np.random.default_rng(case.seed)
    law = read_insurance(scheme_of(yaml_text.loads(case.text().encode(), "fund.yaml")))
    means, bands = classes_and_bands(0.5, 0.3, case.classes, 3)
    earnings = rng.uniform(0.5, 1.5, (2, 1, AGES)) * means[None, :, None]
    divisor = rng.uniform(10, 20, (1, 1, 2, 1, AGES, 1))
    years = range(YEAR, YEAR + case.years)
    cells = Cells(years, FIRST, AGES, LAST, SERVICES, earnings, bands, {"divisor": divisor})
    money = _money(rng, case)
    ask = Asked(law, _economy(rng, case, money), cells)
    promises, accounts = promises_of(law), tuple(law.accounts)
    payers = tuple(q.partition(".")[2] for q in law.questions if q.startswith("contribution."))
    valuation = Valuation(
        YEAR, years[-1], FIRST, accounts, payers, promises, _experience(rng, case), money,
        _start(rng, case, promises, len(accounts)),
        tuple(name for name, account in law.accounts.items() if account.gains == "shared"),
    )  # fmt: skip
    return ask, valuation


def _money(rng, case):
    growth = rng.uniform(-0.02, 0.08, (case.scenarios, case.years))
    compliance = rng.uniform(0.8, 1.0, (1, case.years))
    return Money(20000.0, growth, compliance, np.full((1, case.years), 0.01))


def _economy(rng, case, money):
    shape = (case.scenarios, case.years + 1)
    growth = np.concatenate([np.zeros((case.scenarios, 1)), money.wage_growth], axis=1)
    wages = 20000 * np.cumprod(1 + growth, axis=1)
    series = {
        "cpi": np.cumprod(1 + rng.uniform(-0.01, 0.1, shape), axis=1),
        "wages": wages,
        "average_wage": wages,
        "fund_return": rng.uniform(-0.1, 0.1, shape),
    }
    return Economy("XXX", tuple(range(YEAR - 1, YEAR + case.years)), series)


def _experience(rng, case):
    years, scenarios = case.years, case.scenarios if case.mortality_varies else 1
    mortality = rng.uniform(0.0, 0.3, (years, scenarios, 2, LAST))
    mortality[..., -1] = 1.0
    low, high = rng.uniform(0.5, 1.0), rng.uniform(1.5, 6.0)
    return Experience(
        mortality,
        np.minimum(3 * mortality[:1], 1.0),
        rng.uniform(0, 0.1, (1, 1, 2, 1, AGES, 1)),
        rng.uniform(0, 0.3, (years, 1, 1, 1, 1, SERVICES)),
        rng.uniform(0, 0.5, (1, 1, 1, 1, AGES, 1)),
        rng.uniform(0.2, 1.0, (1, 1, 2, case.classes, 1, 1)),
        rng.uniform(0, 1, (2, 3)),
        rng.uniform(0, 0.1, (2, LAST, LAST)) * (rng.uniform(0, 1, (2, LAST, LAST)) > 0.5),
        rng.uniform(0, 0.1, (2, LAST, LAST)) * (np.arange(LAST) < 20),
        _pattern(rng, case),
        None if case.closed else rng.uniform(100 * low, 100 * high, (years, 1, 2)),
    )


def _pattern(rng, case):
    pattern = rng.uniform(0, 1, (2, case.classes, AGES)) * (np.arange(AGES) < AGES - 1)
    return pattern / pattern.sum(axis=(1, 2), keepdims=True)


def _start(rng, case, promises, accounts):
    shape = (1 + accounts, 1, 2, case.classes, AGES, SERVICES)
    served = np.arange(SERVICES) <= np.arange(AGES)[:, None]
    lives = [
        rng.uniform(0, scale, shape) * served * (rng.uniform(0, 1, shape[1:]) > 0.2) for scale in (3.0, 1.0)
    ]
    pensions = {
        one.name: Pensions(*(rng.uniform(0, scale, (1, 2, LAST)) for scale in (5.0, 2.0))) for one in promises
    }
    return Insured(*lives, pensions)

"""The mean service of each sex, class and age in place of the years of service told apart, and what that errs by.

Where half of the insured of an age have five years and half have fifteen, ten years on average open a pension of
ten years to all of them or to none. The shortcut is quick and can be far out, most of all where contributions are
paid for a part of each year and long service is asked for; so it is never used without a full run beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.expression import NUMBER, constant
from socle.ground.glossary import column_of
from socle.ground.refusals import Refusal
from socle.model.insurance import InsuranceLaw
from socle.model.insured import Insured, InsuredOverTime, Valuation
from socle.model.results import Text
from socle.model.scheme import Account
from socle.project.pensions import SERVICE
from socle.project.scheme import insured_over_time
from socle.run.asked import Asked
from socle.run.basis import Basis
from socle.run.valuation import ValuationRequest, ready
from socle.run.valuation_measures import cost_rates, fund_of

CELLS: Final = 2  # of service: those who have none, and all others, who carry theirs
ASKED_OF_SERVICE: Final = ("who", "how_much")
Timer = Callable[[], float]


@dataclass(frozen=True, eq=False)
class MeanService:
    """A projection with mean service beside the full one; cost rates are shares of payroll, [year]."""

    title: Text
    years: tuple[int, ...]
    full: Array
    short: Array
    full_seconds: float
    short_seconds: float

    @property
    def error(self) -> Array:
        """The cost rate of the shortcut over that of the full run, less 1; nothing where there is no cost."""
        return np.divide(self.short, self.full, out=np.ones_like(self.full), where=self.full > 0) - 1

    @property
    def worst(self) -> int:
        """The position of the year in which the shortcut errs most."""
        return int(np.abs(self.error).argmax())


def mean_service(request: ValuationRequest, timer: Timer = perf_counter) -> MeanService:
    """The first law of a valuation by the shortcut and in full, with the seconds that each projection took."""
    _, made = ready(request)
    scheme = made.law.scheme
    short, short_seconds = _timed(of_mean_service(made), request.years, timer)
    full, full_seconds = _timed(made, request.years, timer)
    rates = [cost_rates(one, fund_of(one, made)).total[0] for one in (full, short)]
    return MeanService(scheme.title, full.years, rates[0], rates[1], full_seconds, short_seconds)


def _timed(made: Basis, years: int, timer: Timer) -> tuple[InsuredOverTime, float]:
    before = timer()
    found = insured_over_time(made.ask, made.over(years))
    return found, timer() - before


def of_mean_service(made: Basis) -> Basis:
    """The same valuation with service carried as an account, a year for each year of contributions."""
    law = carrying_service(made.law)
    cells = replace(made.ask.cells, services=CELLS)
    ask = Asked(law, made.ask.economy, cells)
    return replace(made, law=law, ask=ask, valuation=with_service_carried(made.valuation))


def with_service_carried(whole: Valuation) -> Valuation:
    """The same start and assumptions, with the years of service of all of a cell as a last account."""
    start = Insured(_collapsed(whole.start.active), _collapsed(whole.start.inactive), whole.start.pensions)
    return replace(whole, accounts=(*whole.accounts, SERVICE), start=start)


def carrying_service(law: InsuranceLaw) -> InsuranceLaw:
    """The same law, which counts service as it counts an account: it grows only by contributing."""
    for question in law.questions:
        if question.partition(".")[0] not in ASKED_OF_SERVICE and SERVICE in law.reads(question):
            raise Refusal(
                "`{question}` of `{scheme}` reads `service`, which must be told apart year by year: leave out the "
                "mean service.",
                question=question,
                scheme=law.scheme.name,
                where=law.scheme.where,
            )
    # Growth is told above that of wages, which years of service do not follow.
    own = {f"credit.{SERVICE}": constant(1.0, NUMBER), f"revaluation.{SERVICE}": column_of("wage_growth")}
    accounts = {**law.accounts, SERVICE: Account(SERVICE, SERVICE)}
    return replace(law, questions={**law.questions, **own}, accounts=accounts)


def _collapsed(lives: Array) -> Array:
    """Lives on two cells of service, with the years of service of all of a cell as a last stock."""
    service = lives[:1] * np.arange(lives.shape[-1])
    stocks = np.concatenate([lives, service])
    return np.concatenate([stocks[..., :1], stocks[..., 1:].sum(axis=-1, keepdims=True)], axis=-1)

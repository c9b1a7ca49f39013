"""What a valuation is made on: the data of an institution and of its country, as arrays for the projection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE
from socle.ground.words import N_
from socle.model.economy import Economy
from socle.model.institution import InstitutionData
from socle.model.insurance import InsuranceLaw
from socle.model.insured import Money, Promise, Valuation
from socle.model.results import Assumption
from socle.project.classes import classes_and_bands
from socle.project.starting import interpolated
from socle.run.asked import Asked, Cells, bends
from socle.run.institution import Institution, Shift
from socle.run.national import National

SPREAD: Final = 0.5  # of the logarithm of earnings between persons, where the institution does not say
YEARLY_SPREAD: Final = 0.3
CLASSES: Final = 10  # where the law bends money; else one
BANDS: Final = 10


@dataclass(frozen=True, eq=False)
class Paths:
    """The economy and the scheme by year, [scenario, year], from the first year of the valuation on."""

    wage_growth: Array
    inflation: Array
    fund_return: Array
    compliance: Array
    administration: Array


@dataclass(frozen=True, eq=False)
class Futures:
    """What is assumed of the years to come: the economy, the people of the country, and how far from the data."""

    paths: Paths
    people: National
    shift: Shift = field(default_factory=Shift)


@dataclass(frozen=True, eq=False)
class Basis:
    """A valuation ready to be projected under its law."""

    law: InsuranceLaw
    institution: Institution
    futures: Futures
    ask: Asked
    valuation: Valuation  # over all years of the futures
    assumptions: tuple[Assumption, ...]

    def over(self, years: int) -> Valuation:
        """The valuation over so many years."""
        return replace(self.valuation, last_year=self.valuation.first_year + years - 1)


def paths_of(data: InstitutionData, years: range, shift: Shift | None = None) -> Paths:
    """The paths of the institution, one scenario; straight between the years given, held after the last."""
    table, at, moved = data.table("years"), np.array(years, dtype=np.float64), shift or Shift()
    path = {
        name: interpolated(at, table.of("year"), table.of(name))[None, :]
        for name in ("wage_growth", "inflation", "fund_return", "compliance", "administration")
    }
    return Paths(
        path["wage_growth"] + moved.wage_growth,
        path["inflation"] + moved.inflation,
        path["fund_return"] + moved.fund_return,
        np.minimum(path["compliance"] * moved.compliance, 1.0),
        path["administration"],
    )


def basis(law: InsuranceLaw, institution: Institution, futures: Futures, classes: int | None = None) -> Basis:
    """The start, the experience and the law of an institution over the years of the futures.

    Earnings of one age and sex fall into ten classes where the law bends money (a ceiling, a minimum), and into
    one where it does not; `classes` says another number.
    """
    counted = classes if classes is not None else (CLASSES if bends(law) else 1)
    bands = BANDS if counted > 1 else 1
    facts = institution.data.facts
    spread = SPREAD if facts.spread is None else facts.spread
    yearly = YEARLY_SPREAD if facts.yearly_spread is None else facts.yearly_spread
    means, within = classes_and_bands(spread, yearly, counted, bands)
    years = futures.people.years
    wanted = institution.wanted(futures.people.of_working_age, futures.shift.coverage)
    cells = Cells(
        years,
        institution.first_age,
        institution.ages,
        institution.all_ages(futures.people),
        institution.services,
        institution.earnings[:, None, :] * means[None, :, None],
        within,
    )
    ask = Asked(law, economy(institution.data, years, futures.paths, wanted), cells)
    experience = institution.experience(futures.people, futures.shift, wanted, counted)
    promises = promises_of(law)
    valuation = Valuation(
        years[0],
        years[-1],
        institution.first_age,
        tuple(law.accounts),
        tuple(name.partition(".")[2] for name in law.questions if name.startswith("contribution.")),
        promises,
        experience,
        Money(
            institution.data.average_wage,
            futures.paths.wage_growth,
            futures.paths.compliance,
            futures.paths.administration,
        ),
        institution.start(ask, tuple(law.accounts), promises, counted),
        tuple(name for name, account in law.accounts.items() if account.gains == "shared"),
    )
    said = _classes_said(counted, spread, yearly, facts.spread is None)
    return Basis(
        law,
        institution,
        futures,
        ask,
        valuation,
        (*institution.assumptions, *said, *futures.people.demography.assumptions),
    )


def _classes_said(classes: int, spread: float, yearly: float, own: bool) -> tuple[Assumption, ...]:
    if classes == 1:
        return ()
    text = N_(
        "Earnings of one age and sex fall into {classes} classes for life (lognormal, {spread} of the logarithm) and "
        "{bands} bands within them (from year to year, {yearly})."
    )
    values = {"classes": str(classes), "bands": str(BANDS), "spread": f"{spread:g}", "yearly": f"{yearly:g}"}
    return (Assumption("earnings", text, values, unverified=own),)


def promises_of(law: InsuranceLaw) -> tuple[Promise, ...]:
    """The benefits of a law as a projection sees them."""
    found = []
    for benefit in law.scheme.benefits:
        name = benefit.path.rpartition(".")[2]
        if f"who.{name}" in law.questions:
            found.append(
                Promise(
                    name,
                    benefit.insured.contingency,  # type: ignore[arg-type]
                    once=benefit.insured.paid == "once",
                    until=benefit.insured.until_age,
                    follows=f"from_pension.{name}" in law.questions,
                )
            )
    if not any(promise.event == "old_age" for promise in found):
        raise Refusal(
            "`{scheme}` has no benefit for old age, which a valuation of pensions needs: say `contingency: old_age`.",
            scheme=law.scheme.name,
            where=law.scheme.where,
        )
    return tuple(found)


def economy(data: InstitutionData, years: range, paths: Paths, wanted: Array) -> Economy:
    """The series that the law reads, [scenario, year]; the year before the first carries its growth.

    All insurable earnings together grow with the average wage and with the number of the insured.
    """
    wage = data.average_wage * _level(paths.wage_growth)
    insured = wanted.sum(axis=-1).T
    before = np.concatenate([insured[:, :1], insured[:, :-1]], axis=1)
    more = np.divide(insured, before, out=np.ones_like(insured), where=before > 0)
    growth = (1 + paths.wage_growth) * more - 1
    series: Mapping[str, Array] = {
        "cpi": _level(paths.inflation),
        "wages": wage,
        AVERAGE_WAGE: wage,
        "fund_return": np.concatenate([np.zeros_like(paths.fund_return[:, :1]), paths.fund_return], axis=1),
        "payroll_growth": np.concatenate([np.zeros_like(growth[:, :1]), growth], axis=1),
    }
    return Economy(data.facts.currency, (years[0] - 1, *years), series)


def _level(growth: Array) -> Array:
    """The level of an index, 1 in the first year of the valuation, from the year before it on."""
    ahead = np.cumprod(1 + growth[:, 1:], axis=1)
    first = np.ones_like(growth[:, :1])
    return np.concatenate([first / (1 + growth[:, :1]), first, ahead], axis=1)

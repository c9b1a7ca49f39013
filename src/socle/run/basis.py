"""What a valuation is made on: the data of an institution and of its country, as arrays for the projection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from socle.engine.choice import Engine
from socle.ground.axes import SEXES, Array
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE
from socle.ground.words import N_
from socle.model.economy import Economy
from socle.model.institution import InstitutionData
from socle.model.insurance import EARNINGS, InsuranceLaw
from socle.model.insured import InsuredOverTime, Money, Promise, Valuation
from socle.model.parameter import LIFE
from socle.model.results import Assumption
from socle.project.classes import classes_and_bands, lognormal_means
from socle.project.starting import CHILDHOOD, interpolated
from socle.run.asked import Asked, Cells, bends, bent
from socle.run.columns import declared
from socle.run.institution import Institution, Shift
from socle.run.national import National
from socle.run.valuation_kernel import projected

SPREAD: Final = 0.5  # of the logarithm of earnings between persons, where the institution does not say
YEARLY_SPREAD: Final = 0.3
CLASSES: Final = 10  # where the law bends money; else one
BANDS: Final = 10
ROUNDS: Final = 200  # in search of the earnings that a ceiling has cut
CLOSE: Final = 1e-9
BEYOND: Final = 1e9  # times the average wage: nobody earns it, so what is searched for is not there
LEFT_BEHIND: Final = {
    "survivors": "with_spouse",
    "orphans": "children",
}  # by contingency, the column that counts


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
    history: Economy | None = None  # of the country, for amounts of the law that are older than the valuation


@dataclass(frozen=True, eq=False)
class Basis:
    """A valuation ready to be projected under its law."""

    law: InsuranceLaw
    institution: Institution
    futures: Futures
    ask: Asked
    valuation: Valuation  # over all years of the futures
    assumptions: tuple[Assumption, ...]
    engine: Engine = field(default_factory=lambda: Engine("numpy"))

    def projected(self, valuation: Valuation) -> InsuredOverTime:
        """A projection under this law, by the engine of the basis."""
        return projected(self.ask, valuation, self.engine)

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


def basis(
    law: InsuranceLaw,
    institution: Institution,
    futures: Futures,
    classes: int | None = None,
    earnings: Array | None = None,
    engine: Engine | None = None,
) -> Basis:
    """The start, the experience and the law of an institution over the years of the futures.

    Earnings of one age and sex fall into ten classes where the law bends money (a ceiling, a minimum), and into
    one where it does not; `classes` says another number. `earnings` [sex, class, age] are those of another basis
    of the same law, to be kept.
    """
    people = futures.people
    counted = classes if classes is not None else (CLASSES if bends(law) else 1)
    _fit(law, institution, counted)
    wanted = institution.wanted(people.of_working_age, people.of_working_age_before, futures.shift.coverage)
    promises, accounts = promises_of(law), tuple(law.accounts)
    experience = institution.experience(people, futures.shift, wanted, counted, _childhood(promises))
    cells, said = _cells(institution, people, counted)
    plain = Asked(law, economy(institution.data, futures, wanted), cells)
    plain = _as_insured(plain, institution) if earnings is None else plain.earning(earnings)
    ask = plain.told(declared(law, plain, experience.mortality))
    valuation = Valuation(
        people.years[0],
        people.years[-1],
        institution.first_age,
        accounts,
        tuple(name.partition(".")[2] for name in law.questions if name.startswith("contribution.")),
        promises,
        experience,
        _money(institution.data, futures.paths),
        institution.start(ask, accounts, promises, counted),
        tuple(name for name, account in law.accounts.items() if account.gains == "shared"),
    )
    assumed = (*institution.assumptions, *said, *_unopened(law, promises), *people.demography.assumptions)
    return Basis(law, institution, futures, ask, valuation, assumed, engine or Engine("numpy"))


def _fit(law: InsuranceLaw, institution: Institution, classes: int) -> None:
    """Refuse a law of which a valuation would say something wrong without saying so."""
    if classes == 1 and (question := bent(law)):
        raise Refusal(
            "`{question}` bends money, as a ceiling or a minimum does, so it cannot be asked of average earnings: "
            "leave the number of classes out (then it is {usual}), or say 2 or more.",
            question=f"{law.scheme.name}.{question}",
            usual=CLASSES,
            where=law.scheme.where,
        )
    if not law.scheme.insurance or not law.scheme.insurance.contributions:
        raise Refusal(
            "`{scheme}` says of nobody that they contribute: say `contributions`, with a rate of 0 where the State "
            "pays all.",
            scheme=law.scheme.name,
            where=law.scheme.where,
        )
    families = institution.data.tables.get("families")
    for benefit in law.scheme.benefits:
        column = LEFT_BEHIND.get(benefit.insured.contingency)
        if column and (families is None or not families.has(column)):
            raise Refusal(
                "`{benefit}` is paid to those who are left behind: how many they are is not known without the column "
                "`{column}` of the table `families`.",
                benefit=benefit.path,
                column=column,
                where=families.places.whole() if families else institution.data.file,
            )


def _money(data: InstitutionData, paths: Paths) -> Money:
    return Money(data.average_wage, paths.wage_growth, paths.compliance, paths.administration)


def _cells(institution: Institution, people: National, classes: int) -> tuple[Cells, tuple[Assumption, ...]]:
    """The axes of the insured and what they earn, in classes and bands; and what is assumed of both."""
    facts = institution.data.facts
    bands = BANDS if classes > 1 else 1
    spread = SPREAD if facts.spread is None else facts.spread
    yearly = YEARLY_SPREAD if facts.yearly_spread is None else facts.yearly_spread
    means, within = classes_and_bands(spread, yearly, classes, bands)
    cells = Cells(
        people.years,
        institution.first_age,
        institution.ages,
        institution.all_ages(people),
        institution.services,
        institution.earnings[:, None, :] * means[None, :, None],
        within,
        yearly=lognormal_means(yearly, BANDS),
    )
    return cells, _classes_said(classes, spread, yearly, facts.spread is None)


def _as_insured(ask: Asked, institution: Institution) -> Asked:
    """The same law asked of earnings whose insured part has the mean that the institution counts.

    What it counts is below a ceiling; the earnings that the classes and bands spread are not.
    """
    counted = institution.earnings
    for _ in range(ROUNDS):
        insured = np.broadcast_to(ask(EARNINGS, ask.cells.years[0])[0, ..., 0].mean(axis=1), counted.shape)
        ratio = counted / np.where(insured > 0, insured, 1.0)
        if np.abs(ratio - 1).max() < CLOSE:
            return ask
        if ask.cells.earnings.max() > BEYOND:
            break
        ask = ask.earning(ask.cells.earnings * ratio[:, None, :])
    sex, age = np.unravel_index(np.abs(ratio - 1).argmax(), ratio.shape)
    raise Refusal(
        "Insurable earnings at age {age} ({sex}) average {earnings} times the average wage, and the law insures "
        "no more than {most}."
        if counted[sex, age] > insured[sex, age]
        else "Insurable earnings at age {age} ({sex}) average {earnings} times the average wage, and the law insures "
        "no less than {most}.",
        sex=SEXES[sex],
        age=institution.first_age + int(age),
        earnings=f"{counted[sex, age]:.3f}",
        most=f"{insured[sex, age]:.3f}",
        where=institution.data.table("contributors").places.whole(),
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


def _unopened(law: InsuranceLaw, promises: tuple[Promise, ...]) -> tuple[Assumption, ...]:
    """Benefits that some do not get who might think so."""
    text = N_(
        "The death of a pensioner opens no `{name}`: its amount is worked out from service or accounts, which a "
        "pensioner has no more. Begin it with share_of to follow the pension."
    )
    after = ("survivors", "orphans", "death")
    found = [
        Assumption("survivors", text, {"name": f"{law.scheme.name}.{promise.name}"})
        for promise in promises
        if promise.event in after and not promise.follows
    ]
    if sum(promise.event == "old_age" for promise in promises) > 1:
        once = N_(
            "Whoever retires takes what is then open for old age; what would open later is not followed."
        )
        found.append(Assumption("retirement", once))
    return tuple(found)


def _childhood(promises: tuple[Promise, ...]) -> int:
    """The age from which no child receives an orphan's pension."""
    ends = [promise.until or CHILDHOOD for promise in promises if promise.event == "orphans"]
    return min(max(ends, default=CHILDHOOD), CHILDHOOD)


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


def economy(data: InstitutionData, futures: Futures, wanted: Array) -> Economy:
    """The series that the law reads, [scenario, year], as far back as the country's own are known.

    All insurable earnings together grow with the average wage and with the number of the insured.
    """
    years, paths = futures.people.years, futures.paths
    back = _years_back(futures.history, years[0])
    wage = data.average_wage * _level(paths.wage_growth, _past(futures.history, "wages", back, years[0]))
    insured = wanted.sum(axis=-1).T
    before = np.concatenate([insured[:, :1], insured[:, :-1]], axis=1)
    more = np.divide(insured, before, out=np.ones_like(insured), where=before > 0)
    growth = (1 + paths.wage_growth) * more - 1
    all_years = range(years[0] - back, years[-1] + 1)
    series: Mapping[str, Array] = {
        "cpi": _level(paths.inflation, _past(futures.history, "cpi", back, years[0])),
        "wages": wage,
        AVERAGE_WAGE: wage,
        "fund_return": _since(paths.fund_return, back),
        "payroll_growth": _since(growth, back),
        LIFE: futures.people.life_expectancy(all_years),
    }
    return Economy(data.facts.currency, tuple(all_years), series)


def _years_back(history: Economy | None, first: int) -> int:
    """How many years before the first one prices and wages are known; at least one, which carries its growth."""
    if history is None:
        return 1
    known = np.isfinite(history.of("cpi")[0]) & np.isfinite(history.of("wages")[0])
    there = [year for year, fine in zip(history.years, known, strict=True) if fine and year < first]
    if not there or there[-1] != first - 1:
        return 1
    gaps = [year for year in range(there[0], first) if year not in there]
    return first - (gaps[-1] + 1 if gaps else there[0])


def _past(history: Economy | None, name: str, back: int, first: int) -> Array:
    """Growth over the year before, [1, year], in the years before the first one, but for the earliest."""
    if history is None or back == 1:
        return np.zeros((1, 0))
    here = history.years.index(first - back)
    return history.growth(name)[:, here + 1 : here + back]


def _level(growth: Array, past: Array) -> Array:
    """The level of an index, 1 in the first year of the valuation: `growth` from it on, `past` before."""
    ahead = np.cumprod(1 + growth[:, 1:], axis=1)
    first = np.ones_like(growth[:, :1])
    known = np.concatenate([np.broadcast_to(past, (len(growth), past.shape[1])), growth[:, :1]], axis=1)
    behind = 1 / np.cumprod(1 + known[:, ::-1], axis=1)[:, ::-1]
    return np.concatenate([behind, first, ahead], axis=1)


def _since(series: Array, back: int) -> Array:
    """A series of the years of the valuation, with nothing before."""
    return np.concatenate([np.zeros((len(series), back)), series], axis=1)

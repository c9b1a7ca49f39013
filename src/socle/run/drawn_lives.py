"""A contributor file under a law, person by person, beside the cells that a valuation makes of the same persons.

Both project the same closed group. Cells have no noise; drawn lives need no classes of earnings, and say what
cells cannot: how awards are spread, who is at the minimum, what each person has earned so far.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from socle.engine.choice import Engine
from socle.engine.machine import processors
from socle.ground.axes import SEXES, Array
from socle.ground.refusals import Refusal
from socle.model.contributors import Contributors
from socle.model.insured import Experience, Insured, InsuredOverTime, Valuation
from socle.project import drawn_lives as project
from socle.project.classes import classes_of, lognormal_means
from socle.project.drawn_lives import POINTS, Drawn, Lives, Rates
from socle.project.drawn_lives_kernel import drawn_fast
from socle.project.drawn_pensions import carried
from socle.project.movements import of_year
from socle.project.scheme import insured_over_time
from socle.project.starting import by_service, profile
from socle.project.waiting import at_first
from socle.run.asked import Asked, Cells, bends
from socle.run.basis import BANDS, CLASSES, YEARLY_SPREAD, Basis
from socle.run.columns import declared
from socle.run.drawn_lives_law import OfLives
from socle.run.valuation_measures import without_pensioners

DRAWS: Final = 4  # of which the mean and its error are told
RATES: Final = ("invalidity", "leaving", "returning", "density")


@dataclass(frozen=True, eq=False)
class Group:
    """The same persons as lives and as cells, and all that both need."""

    people: Contributors
    lives: Lives
    rates: Rates
    asked: project.Asked
    law: OfLives
    ask: Asked  # the law of cells
    valuation: Valuation  # of cells
    classes: int


def group_of(
    basis: Basis, people: Contributors, years: int | None = None, classes: int | None = None
) -> Group:
    """The persons of a file as a closed group of a valuation, without pensions in payment at the start.

    By default over the years until the last may have retired. What a person earns beside others of the age and
    sex is kept for life, with the yearly spread of the institution around it. Cells sort these persons into
    `classes`: ten where the law bends money, else one.
    """
    if not len(people):
        raise Refusal("This file has no persons.", where=people.file)
    counted = classes if classes is not None else (CLASSES if bends(basis.law) else 1)
    law = OfLives.of(basis.ask)
    span = min(years or basis.ask.cells.ages, len(basis.ask.cells.years))
    valuation = replace(basis.over(span), experience=replace(basis.valuation.experience, insured=None))
    earned, level, lives = _lives(basis, law, people)
    spread = basis.institution.data.facts.yearly_spread
    yearly = YEARLY_SPREAD if spread is None else spread
    bands = BANDS if counted > 1 else 1
    place, means, within = classes_of(level, yearly, counted, bands)
    cells = replace(
        basis.ask.cells,
        earnings=earned[:, None] * means[None, :, None],
        bands=within,
        yearly=lognormal_means(yearly, BANDS),
    )
    ask = Asked(basis.law, basis.ask.economy, replace(cells, columns={}))
    ask = ask.told(declared(basis.law, ask, valuation.experience.mortality))
    start = replace(
        _cells_of(lives, place, cells, tuple(basis.law.accounts)), pensions=without_pensioners(valuation)
    )
    entrants = np.broadcast_to(
        valuation.experience.entrants.mean(axis=1)[:, None], (len(SEXES), counted, cells.ages)
    )
    experience = replace(valuation.experience, entrants=entrants)
    valuation = replace(valuation, start=start, experience=experience)
    waiting = at_first(ask, valuation)
    lives = replace(lives, waited=_waited(lives, waiting.active, waiting.inactive))
    rates = _rates(law, valuation, earned, lognormal_means(yearly, POINTS))
    asked = project.Asked(valuation.payers, valuation.promises)
    return Group(people, lives, rates, asked, law, ask, valuation, counted)


def _lives(basis: Basis, law: OfLives, people: Contributors) -> tuple[Array, Array, Lives]:
    """Mean earnings [sex, age] in average wages, levels of persons, and the persons themselves."""
    cells, wage = basis.ask.cells, basis.institution.data.average_wage
    age = people.age - cells.first_age
    own = np.flatnonzero(people.active if people.active.any() else ~np.isnan(people.earnings))
    earnings = people.earnings / wage
    mean = profile(
        people.sex[own].astype(np.float64),
        age[own].astype(np.float64),
        earnings[own],
        np.ones(len(own)),
        cells.ages,
    )
    of_person = mean[people.sex, age]
    level = np.divide(
        earnings, of_person, out=np.ones_like(earnings), where=(of_person > 0) & ~np.isnan(earnings)
    )
    accounts = {}
    for name in basis.law.accounts:
        if name in people.accounts:
            accounts[name] = people.accounts[name] / wage
        else:
            known = {"service": people.service, "earnings": level * of_person}
            accounts[name] = people.service * law.person(f"credit.{name}", 0, people.sex, age, **known)
    nobody = np.zeros(len(people), dtype=np.int64)
    lives = Lives(people.luck, people.sex, age, people.service, level, people.active, nobody, accounts)
    return mean, level, lives


def _cells_of(lives: Lives, place: NDArray[np.int64], cells: Cells, accounts: tuple[str, ...]) -> Insured:
    """The same persons counted by class, age and service."""
    classes = cells.earnings.shape[1]
    shape = (len(SEXES) * classes, cells.ages, cells.services)
    row = lives.sex * classes + place

    def counted(some: NDArray[np.bool_]) -> Array:
        at = (row[some].astype(np.float64), lives.age[some].astype(np.float64), lives.service[some])
        held = [np.ones(len(lives)), *(lives.accounts[name] for name in accounts)]
        stocks = [by_service(at, values[some], shape) for values in held]
        return np.stack(stocks).reshape(len(stocks), 1, len(SEXES), classes, *shape[1:])

    return Insured(counted(lives.active), counted(~lives.active))


def _waited(lives: Lives, active: Array, inactive: Array) -> NDArray[np.int64]:
    """Years before the first one since each could retire, as cells of the age and service have them."""
    years = np.where(lives.active, *(_at(lives, table) for table in (active, inactive)))
    return np.asarray(np.maximum(years - 1, 0), dtype=np.int64)


def _at(lives: Lives, table: Array) -> Array:
    served = np.minimum(np.floor(lives.service), table.shape[-1] - 1).astype(np.int64)
    return np.asarray(table[0, lives.sex if table.shape[1] > 1 else 0, 0, lives.age, served])


def _rates(law: OfLives, valuation: Valuation, earned: Array, spread: Array) -> Rates:
    """What is assumed, on [year, sex, working age]; its first scenario."""
    experience, years = valuation.experience, len(valuation.years)
    shape = (years, len(SEXES), law.cells.ages)
    death = [of_year(experience.mortality, step)[0][:, valuation.working] for step in range(years)]
    rates = {name: np.broadcast_to(_by_age(experience, name)[:years], shape) for name in RATES}
    growth = {name: law.table(f"revaluation.{name}")[:years] for name in valuation.accounts}
    return Rates(
        valuation.first_year,
        np.broadcast_to(np.stack(death), shape),
        **rates,
        retirement=experience.retirement,
        earnings=earned,
        spread=spread,
        revaluation={name: np.broadcast_to(table, shape) for name, table in growth.items()},
        past=law.past(years),
    )


def _by_age(experience: Experience, name: str) -> Array:
    table: Array = getattr(experience, name)
    if table.shape[3] > 1 or table.shape[5] > 1:
        raise Refusal(
            "Rates of `{name}` differ by class or service, which drawn lives do not follow.", name=name
        )
    return np.asarray(table[:, 0, :, 0, :, 0])


def draw(group: Group, seed: int = 0, engine: Engine | None = None) -> Drawn:
    """One draw of all persons of a group, by the engine that is asked for."""
    chosen = engine or Engine()
    if replace(chosen, runs=chosen.runs * group.rates.years).compiles(len(group.lives)):
        compiled = group.law.compiled(group.asked, group.rates.years, chosen.load)
        return drawn_fast(group.lives, group.rates, group.asked, compiled, seed, processors())
    return project.drawn(group.lives, group.rates, group.asked, group.law.person, seed)


def over_time(group: Group, drawn: Drawn) -> InsuredOverTime:
    """A draw with the pensions that it opens, as a valuation has its projection."""
    return carried(group.ask, group.valuation, group.asked, drawn)


@dataclass(frozen=True, eq=False)
class Compared:
    """One yearly sum in cells and in draws, money of the day or persons."""

    name: str  # what is summed, and of which benefit: `awards.old_age`
    years: tuple[int, ...]
    cells: Array  # [year]
    draws: Array  # [draw, year]

    @property
    def difference(self) -> float:
        """Cells above the mean of the draws over all years, as a share."""
        mean = float(self.draws.sum(axis=1).mean())
        return float(self.cells.sum()) / mean - 1 if mean else 0.0

    @property
    def noise(self) -> Array:
        """Standard deviation of a draw, [year]; not a number from one draw."""
        return (
            np.asarray(self.draws.std(axis=0, ddof=1))
            if len(self.draws) > 1
            else np.full(len(self.years), np.nan)
        )

    @property
    def error(self) -> float:
        """Standard error of the mean of the draws, as a share of it; not a number from one draw."""
        sums = self.draws.sum(axis=1)
        if len(sums) < 2 or not sums.mean():
            return float("nan")
        return float(sums.std(ddof=1) / np.sqrt(len(sums)) / sums.mean())


def compared(group: Group, drawn: tuple[Drawn, ...]) -> tuple[Compared, ...]:
    """Cells against draws: contributions, awards and their amounts, benefits paid."""
    cells = _sums(insured_over_time(group.ask, group.valuation))
    draws = [_sums(over_time(group, one)) for one in drawn]
    years = tuple(group.valuation.years)
    return tuple(
        Compared(name, years, held, np.stack([one[name] for one in draws])) for name, held in cells.items()
    )


def _sums(found: InsuredOverTime) -> dict[str, Array]:
    """Yearly sums of one projection, [year]; its first scenario."""

    def total(series: Any) -> Array:
        return np.asarray(sum(one[0].sum(axis=-1) for one in series))

    sums = {
        "contributors": total([found.contributors]),
        "payroll": total([found.payroll]),
        "contributions": total(found.contributions.values()),
    }
    for kind in ("awards", "award_amounts"):
        sums |= {f"{kind}.{name}": total([series]) for name, series in getattr(found, kind).items()}
    return sums | {"benefits": total(found.benefits.values())}

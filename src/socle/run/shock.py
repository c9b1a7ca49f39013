"""A shock on the people of a survey: their columns and their welfare after it, and poverty at each stage.

Chance (whose job, whose income) is a draw by the seed and the place of the effect among those of its kind, so
that every scenario meets the same people after the same misfortune.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import singledispatch
from pathlib import Path

import numpy as np

from socle.exchange.country import country_folder
from socle.exchange.shock_file import read_shock, shock_files
from socle.ground.axes import Array
from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.measure.weighted import Sample, exactly, quantile_value, whole
from socle.model.population import Population
from socle.model.results import Text
from socle.model.scenario import STATUS_QUO
from socle.model.shock import (
    EARNINGS,
    WELFARE,
    WORK,
    BudgetShare,
    Compensation,
    Condition,
    Effect,
    IncomeLoss,
    JobLoss,
    PriceRise,
    Shock,
    SubsidyRemoval,
)
from socle.project import prices
from socle.project import shock as columns
from socle.project.shock import Chosen, Starts
from socle.run.floor import scenario_of
from socle.run.impact import Row, law_on, line_of, received
from socle.run.impact_rows import Stage
from socle.run.impact_welfare import MEASURES, measured
from socle.run.people import People
from socle.run.setting import Setting

BEFORE, AFTER, COMPENSATED = "before shock", "after shock", "after shock, compensated"


@dataclass(frozen=True)
class Fact:
    """Something that a shock did, as a message key with its values."""

    text: str
    values: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Shocked:
    """The people after a shock, their welfare at each stage of it, and what happened."""

    shock: Shock
    people: People
    stages: Mapping[str, Array]  # stage -> [person] welfare
    facts: tuple[Fact, ...]


@dataclass(frozen=True, eq=False)
class _Moment:
    """The people in the middle of a shock: what the law reads of them, their welfare, what was paid back."""

    people: People
    repaid: Array
    luck: Array  # [person], of this effect
    setting: Setting
    seed: int
    facts: tuple[Fact, ...] = ()

    @property
    def population(self) -> Population:
        """What the law reads of them."""
        return self.people.population

    @property
    def welfare(self) -> Array:
        """What they live on, before anything is paid back."""
        return self.people.welfare

    @property
    def starts(self) -> Starts:
        """Where each household begins, with the end added."""
        if self.population.households is None:
            raise Refusal("A shock needs persons in households: name the column of the household.")
        return self.population.households

    @property
    def sample(self) -> Sample:
        """The people with what they live on."""
        return whole(self.welfare, self.population.weights)

    def column(self, *names: str) -> Array:
        """The last of some columns that the survey must all have."""
        missing = [name for name in dict.fromkeys(names) if name not in self.population.columns]
        if missing:
            raise Refusal(
                "The survey has no column {columns}, which the shock reads: name it in the mapping.",
                columns=", ".join(f"`{name}`" for name in missing),
            )
        return self.population.columns[names[-1]]

    def told(self, text: str, **values: float | str) -> tuple[Fact, ...]:
        """What happened until now, with something more."""
        return (*self.facts, Fact(text, values))


def shocked(setting: Setting, people: People, shock: Shock, seed: int = 0) -> Shocked:
    """The people of a survey after every effect of a shock, in order."""
    nothing = np.zeros(len(people.welfare))
    moment = _Moment(people, nothing, nothing, setting, seed)
    seen: dict[str, int] = {}
    for effect in shock.effects:
        kind = type(effect).__name__
        seen[kind] = seen.get(kind, 0) + 1
        luck = _luck(seed, f"shock:{kind}:{seen[kind]}", nothing.size)
        try:
            moment = _after(effect, replace(moment, luck=luck))
        except Refusal as refusal:
            raise refusal.at(effect.place) from None
    stages = {BEFORE: people.welfare, AFTER: moment.welfare}
    if moment.repaid.any():
        stages[COMPENSATED] = moment.welfare + moment.repaid
    after = _consuming(people, replace(moment.people, welfare=moment.welfare + moment.repaid))
    return Shocked(shock, after, stages, moment.facts)


def _consuming(before: People, after: People) -> People:
    """What households consume, where the survey says it and tests of means read it, moves with their welfare."""
    if "consumption" not in after.population.columns:
        return after
    ratio = np.divide(
        after.welfare, before.welfare, out=np.ones(len(after.welfare)), where=before.welfare > 0
    )
    return _changed(after, {"consumption": after.population.columns["consumption"] * ratio})


def _luck(seed: int, name: str, size: int) -> Array:
    return np.random.default_rng([seed, int(sha256_of(name)[:12], 16)]).random(size)


@singledispatch
def _after(effect: Effect, moment: _Moment) -> _Moment:
    """The people after one effect."""
    raise NotImplementedError(type(effect).__name__)


@_after.register
def _(effect: IncomeLoss, moment: _Moment) -> _Moment:
    meant = _meeting(effect.where, moment)
    found = columns.hit(meant, moment.population.weights, effect.affected, moment.luck)
    if effect.of == WELFARE:
        lost = columns.anybody(found, moment.starts) * effect.share * moment.welfare
    else:
        lost, moment = _work_lost(found, effect.share, effect.earned, moment)
    return _poorer(moment, lost, moment.told(INCOMES, people=float(moment.population.weights[found].sum())))


@_after.register
def _(effect: JobLoss, moment: _Moment) -> _Moment:
    moment.column(effect.replaces, effect.of)
    meant = _meeting((*effect.where, Condition(effect.of, 1.0, 1.0)), moment)
    found = columns.hit(meant, moment.population.weights, effect.share, moment.luck)
    lost, moment = _work_lost(found, 1.0, effect.earned, moment)
    changed = {
        effect.of: np.where(found, 0.0, moment.population.columns[effect.of]),
        effect.replaces: np.where(found, 1.0, moment.population.columns[effect.replaces]),
    }
    moment = replace(moment, people=_changed(moment.people, changed))
    return _poorer(moment, lost, moment.told(JOBS, people=float(moment.population.weights[found].sum())))


@_after.register
def _(effect: PriceRise, moment: _Moment) -> _Moment:
    shares = _shares(effect.budget, moment)[None]
    lost = columns.price_loss(shares, np.array([effect.rate]), effect.elasticity)
    lost = lost * np.maximum(moment.welfare, 0.0)
    return _poorer(moment, lost, moment.told(PRICES, good=effect.on, share=_mean(moment, lost)))


@_after.register
def _(effect: SubsidyRemoval, moment: _Moment) -> _Moment:
    moment.column(*[one.column for one in effect.budgets.values() if one.column], "age")
    sectors = [name for name in effect.sectors if name in effect.budgets]
    shares = np.array([_shares(effect.budgets[name], moment) for name in sectors])
    if (shares.sum(axis=0) > 1 + 1e-9).any():
        raise Refusal("The shares of the budget add up to more than all of it for some people of the survey.")
    rises = _rises(effect, sectors)
    direct = np.array([name in effect.prices for name in sectors])
    base = np.maximum(moment.welfare, 0.0)
    lost = columns.price_loss(shares, rises, effect.elasticity) * base
    own = columns.price_loss(shares, np.where(direct, rises, 0.0), effect.elasticity) * base
    spent = np.maximum(moment.people.money, 0.0)
    # All of a subsidy is saved, whoever would have borne it: at the quantities of before, fully passed on.
    saved = float(
        (_rises(replace(effect, pass_through={}), sectors) @ shares * spent) @ moment.population.weights
    )
    facts = moment.told(DIRECT, share=_mean(moment, own))
    facts = (*facts, Fact(INDIRECT, {"share": _mean(moment, lost - own)}), Fact(SAVED, {"money": saved}))
    if effect.compensation is None:
        return _poorer(moment, lost, facts)
    repaid = _repaid(effect.compensation, saved, moment)
    facts = (*facts, Fact(REPAID, {"money": float(repaid @ moment.population.weights)}))
    return _poorer(replace(moment, repaid=moment.repaid + moment.people.felt(repaid)), lost, facts)


def _poorer(moment: _Moment, lost: Array, facts: tuple[Fact, ...]) -> _Moment:
    return replace(moment, people=replace(moment.people, welfare=moment.welfare - lost), facts=facts)


def _changed(people: People, changed: Mapping[str, Array]) -> People:
    return replace(people, population=people.population.with_columns(**changed))


def _mean(moment: _Moment, lost: Array) -> float:
    """What all people lose, over what they have."""
    weight = moment.population.weights
    return float((lost @ weight) / (moment.welfare @ weight))


def _meeting(conditions: tuple[Condition, ...], moment: _Moment) -> Chosen:
    """Who meets every condition."""
    met = np.ones(len(moment.welfare), dtype=bool)
    for one in conditions:
        value = moment.column(*(other.column for other in conditions), one.column)
        met &= value == one.below if one.one_value else (value >= one.at_least) & (value < one.below)
    return met


def _work_lost(found: Chosen, share: float, earned: float | None, moment: _Moment) -> tuple[Array, _Moment]:
    """What households lose a head when some of their members lose a share of what they earn.

    Where the survey has earnings, they fall, and welfare with them, down to nothing. Otherwise work is a stated
    share of a household's welfare, the same for each of its workers.
    """
    if EARNINGS in moment.population.columns:
        earnings = moment.population.columns[EARNINGS]
        lost = moment.people.felt(columns.each_member(np.where(found, share * earnings, 0.0), moment.starts))
        over = lost > moment.welfare
        if over.any():
            people = float(moment.population.weights[over].sum())
            moment = replace(moment, facts=moment.told(NOTHING_LEFT, people=people))
        left = {EARNINGS: np.where(found, (1 - share) * earnings, earnings)}
        lost = np.minimum(lost, np.maximum(moment.welfare, 0.0))
        return lost, replace(moment, people=_changed(moment.people, left))
    if earned is None:
        raise Refusal(
            "The survey has no column `earnings`: name it in the mapping, or say which share of a household's welfare "
            "comes from work (earned: 60%)."
        )
    moment.column(*WORK)
    workers = np.logical_or.reduce([moment.population.columns[name] > 0 for name in WORK])
    part = columns.share_of_workers(found, workers, moment.starts)
    return part * share * earned * np.maximum(moment.welfare, 0.0), moment


def _shares(budget: BudgetShare, moment: _Moment) -> Array:
    """The share of welfare that each person's household spends on a good."""
    if budget.column:
        found = moment.column(budget.column)
        if not ((found >= 0) & (found <= 1)).all():
            raise Refusal(
                "`{column}` is a share of the budget: it lies between 0 and 1.", column=budget.column
            )
        return found
    limits = [quantile_value(moment.sample, i / len(budget.groups)) for i in range(1, len(budget.groups))]
    return np.array(budget.groups)[np.searchsorted(limits, moment.welfare, side="left")]


def _rises(effect: SubsidyRemoval, sectors: list[str]) -> Array:
    """The rise of the price of each sector on which households spend."""
    every = effect.sectors
    inputs = np.array(
        [[effect.inputs.get(buyer, {}).get(bought, 0.0) for buyer in every] for bought in every]
    )
    given = np.array([effect.prices.get(name, np.nan) for name in every])
    passed = np.array([effect.pass_through.get(name, 1.0) for name in every])
    found = dict(zip(every, prices.price_changes(inputs, given, passed), strict=True))
    return np.array([found[name] for name in sectors])


def _repaid(plan: Compensation, saved: float, moment: _Moment) -> Array:
    """What is paid back, a person and year: the saving less what is kept, to the last cent."""
    money, weight = saved * (1 - plan.kept), moment.population.weights
    if plan.benefit:
        key = _received(plan, moment)
    elif plan.poorest < 1:
        key = (moment.welfare <= quantile_value(moment.sample, plan.poorest)).astype(np.float64)
    else:
        key = np.ones(len(weight))
    return key * (money / float(key @ weight))


def _received(plan: Compensation, moment: _Moment) -> Array:
    """What people receive from a benefit before the subsidy ends, shared in the household."""
    chosen = scenario_of(moment.setting.country, plan.scenario or STATUS_QUO)
    law, ready, _ = law_on(moment.setting, moment.people, chosen)
    if plan.benefit not in law.benefits:
        raise Refusal(
            "`{benefit}` is not a benefit that can be computed on this survey under `{scenario}`.",
            benefit=plan.benefit,
            scenario=chosen.name,
            nearest=nearest(plan.benefit, law.benefits),
        )
    alone = replace(law, benefits={plan.benefit: law.benefits[plan.benefit]}, contributions={})
    found = received(moment.setting, alone, ready, moment.seed)[plan.benefit]
    if not found.any():
        raise Refusal(
            "Nobody in the survey receives `{benefit}`: it cannot carry the compensation.",
            benefit=plan.benefit,
        )
    return found


INCOMES = N_("{people} persons lose income.")
JOBS = N_("{people} persons lose their work.")
PRICES = N_("Higher prices of `{good}` cost people {share} of their welfare.")
DIRECT = N_(
    "What people buy at the controlled prices costs them {share} of their welfare more (direct effect)."
)
INDIRECT = N_("The other prices that follow cost them {share} more (indirect effect).")
SAVED = N_("The state saves {money} of subsidies, on what people buy and on its inputs.")
REPAID = N_("Of this, {money} is paid back to people.")
NOTHING_LEFT = N_("{people} persons live in households that lose more than their welfare: it is put at 0.")


def shock_named(code: str, said: str) -> Shock:
    """A shock from a file, or one of those that a country's folder holds, by its name."""
    if said.endswith((".yaml", ".yml")):
        return read_shock(Path(said))
    held = shock_files(country_folder(code))
    if said not in held:
        raise Refusal(
            "There is no shock `{name}` for {country}: name a file (.yaml), or one of {valid}.",
            name=said,
            country=code,
            valid=", ".join(held) or "-",
            nearest=nearest(said, held),
        )
    return read_shock(held[said], f"shocks/{said}.yaml")


@dataclass(frozen=True, eq=False)
class ShockTold:
    """A shock as a result tells it: what it did, and the numbers of each stage."""

    shock: Shock
    currency: str
    facts: tuple[Fact, ...]
    rows: tuple[Row, ...]
    titles: Mapping[str, Text]  # of the scenarios that follow it


def told(hit: Shocked, original: People, setting: Setting, gains: Mapping[str, Array]) -> ShockTold:
    """A shock and what follows it; `gains` are money a person and year, by scenario."""
    country = setting.country
    titles = {name: scenario_of(country, name) for name in gains}
    named = {one.name: gains[name] for name, one in titles.items()}
    rows = tuple(outcome(hit, named, line_of(setting), original))
    return ShockTold(hit.shock, country.currency, hit.facts, rows, {s.name: s.title for s in titles.values()})


def outcome(shocked_: Shocked, gains: Mapping[str, Array], line: float, original: People) -> Iterator[Row]:
    """Poverty and inequality at each stage of a shock and after it with the money of each scenario, and their change.

    `gains` are money a person and year, by scenario; the change is against before the shock.
    """
    stage = Stage(original, line)
    fixed = exactly(line, len(original.welfare))
    welfare: dict[str, Array] = dict(shocked_.stages)
    last = list(shocked_.stages)[-1]
    welfare |= {
        f"{last}, {name}": shocked_.people.welfare + original.felt(own) for name, own in gains.items()
    }
    for measure, definition in MEASURES.items():
        first = measured(measure, stage.sample, fixed)
        for name, own in welfare.items():
            one = measured(measure, whole(own, stage.sample.weight), fixed)
            yield stage.row((shocked_.shock.name, measure, name), one, definition)
            if name != BEFORE:
                yield stage.row((shocked_.shock.name, f"{measure}:change", name), one - first, definition)

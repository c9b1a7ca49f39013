"""What only persons can say of a contributor file: how awards are spread, who is at a bound, what each has earned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from socle.engine.choice import Engine
from socle.exchange.contributor_file import Expected, read_contributors
from socle.exchange.kernel_files import KernelFolder, cache_folder
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.units import payments
from socle.ground.words import N_
from socle.model.insured import Promise
from socle.model.results import Assumption
from socle.model.survey import Flag
from socle.project.drawn_lives import Drawn
from socle.run.basis import Basis
from socle.run.drawn_lives import DRAWS, Compared, Group, compared, draw, group_of
from socle.run.valuation import ValuationRequest, ready

LEVELS: Final = (0.1, 0.25, 0.5, 0.75, 0.9)
PERIOD: Final = 10  # years of award that are told together
FEW: Final = 100  # awards in a period below which their distribution is not told
AT: Final = 1e-9  # a bound is reached within this share of it
BOUNDS: Final = "between"  # the rule whose numbers are a minimum and a maximum
INSURED: Final = (
    "insured"  # the topic of what is assumed of the number of the insured, which a closed group has not
)
SERVED: Final = 1e3  # years of service that no law asks for


@dataclass(frozen=True, eq=False)
class Spread:
    """New awards of one benefit in some years: amounts as shares of the average wage of the year of award."""

    benefit: str
    first: int
    last: int
    awards: float  # in one draw, on average
    values: Array  # [level of `LEVELS`]
    at_least: float  # share at the minimum; not a number where the law has none
    at_most: float


@dataclass(frozen=True, eq=False)
class Rights:
    """What each person has earned of one pension, [person], under the law of today and of the years to come.

    `amount` is what the law gives for the service and accounts of today at the first age at which it allows the
    pension, or at once; money a year, at the average wage of the first year.
    """

    benefit: str
    age: NDArray[np.int64]  # completed in the year of that award; -1 where the law allows it at no age
    enough: NDArray[np.bool_]  # whether the service of today is enough
    amount: Array


@dataclass(frozen=True, eq=False)
class LivesResult:
    """A contributor file under one law."""

    basis: Basis
    group: Group
    compared: tuple[Compared, ...]
    spreads: tuple[Spread, ...]
    rights: tuple[Rights, ...]
    seed: int
    draws: int
    assumptions: tuple[Assumption, ...]
    flags: tuple[Flag, ...]


def lives_of(request: ValuationRequest, file: Path, draws: int = DRAWS) -> LivesResult:
    """The persons of a file as a closed group under the first law of a request, in cells and in draws."""
    if draws < 1:
        raise Refusal("At least one draw is needed: here {draws}.", draws=draws)
    basis = ready(request)[1]
    facts, cells = basis.institution.data.facts, basis.ask.cells
    ages = (cells.first_age, cells.first_age + cells.ages - 1)
    expected = Expected(facts.year, *ages, payments(facts.per), tuple(basis.law.accounts))
    group = group_of(basis, read_contributors(file, expected), request.years, request.classes)
    engine = Engine("fast" if request.engine == "fast" else "auto", KernelFolder(cache_folder()), draws)
    drawn = tuple(draw(group, request.seed + i, engine) for i in range(draws))
    others = (one for one in basis.institution.assumptions if one.topic != INSURED)
    said = (*_assumptions(group), *others)
    return LivesResult(
        basis, group, compared(group, drawn), spreads(group, drawn), rights(group), request.seed, draws, said,
        group.people.flags,
    )  # fmt: skip


def _assumptions(group: Group) -> Iterator[Assumption]:
    yield Assumption(N_("drawn lives"), N_("A closed group: nobody enters, and those who leave may return."))
    yield Assumption(
        "earnings",
        N_(
            "What a person earns beside others of the same age and sex is kept for life; years spread around it."
        ),
    )
    if group.classes > 1:
        text = N_("Cells sort the same persons into {classes} classes by what they earn for life.")
        yield Assumption(N_("classes"), text, {"classes": str(group.classes)})


def spreads(group: Group, drawn: Sequence[Drawn]) -> tuple[Spread, ...]:
    """The distribution of new awards, by benefit and ten years of award, all draws together."""
    years, found = group.rates.years, []
    for place, promise in enumerate(group.asked.promises):
        left = np.concatenate([one.left for one in drawn])
        amount = np.concatenate([one.awarded[place] for one in drawn])
        bounds = _bounds(group, promise, len(drawn), np.minimum(left, years - 1))
        for first in range(0, years, PERIOD):
            some = ~np.isnan(amount) & (left >= first) & (left < first + PERIOD)
            if some.sum() < FEW * len(drawn):
                continue
            given = amount[some]
            at = [
                float("nan") if b is None else float(np.mean(_reached(given, b[some], low)))
                for b, low in bounds
            ]
            span = (group.rates.first_year + first, group.rates.first_year + min(first + PERIOD, years) - 1)
            values = np.quantile(given, LEVELS)
            found.append(Spread(promise.name, *span, len(given) / len(drawn), values, *at))
    return tuple(found)


def _reached(amount: Array, bound: Array, low: bool) -> NDArray[np.bool_]:
    return amount <= bound * (1 + AT) if low else amount >= bound * (1 - AT)


def _bounds(
    group: Group, promise: Promise, draws: int, step: NDArray[np.int64]
) -> list[tuple[Array | None, bool]]:
    """The minimum and the maximum for each person of each draw in the year of award, where the law ends with them."""
    lives = group.lives
    sex = np.tile(lives.sex, draws)
    age = np.minimum(np.tile(lives.age, draws) + step, group.rates.ages - 1)
    benefit = next(b for b in group.law.law.scheme.benefits if b.path.rpartition(".")[2] == promise.name)
    found: list[tuple[Array | None, bool]] = []
    for name, low in (("at_least", True), ("at_most", False)):
        own = [
            version.how_much[-1].path + "." + name
            for version in benefit.versions
            if version.how_much[-1].rule.name == BOUNDS and name in version.how_much[-1].arguments
        ]
        tables = [group.law.number(path) for path in own if path in group.law.law.parameters]
        if not tables:
            found.append((None, low))
            continue
        table = np.asarray(sum(tables))  # a version that is not in force has nothing
        axes = (np.minimum(at, size - 1) for at, size in zip((step, sex, age), table.shape, strict=True))
        found.append((table[tuple(axes)], low))
    return found


def rights(group: Group) -> tuple[Rights, ...]:
    """What each person has earned so far of every pension of old age."""
    found = []
    for _, promise in enumerate(p for p in group.asked.promises if p.event == "old_age"):
        age, enough, amount = _right(group, promise.name)
        wage = float(group.valuation.money.wages[0, 0])
        found.append(Rights(promise.name, age, enough, amount * wage))
    return tuple(found)


def _right(group: Group, name: str) -> tuple[NDArray[np.int64], NDArray[np.bool_], Array]:
    lives, law = group.lives, group.law
    age = np.full(len(lives), -1, dtype=np.int64)
    enough, amount = np.zeros(len(lives), dtype=np.bool_), np.zeros(len(lives))
    waiting = np.arange(len(lives))
    for step in range(group.rates.years):
        waiting = waiting[lives.age[waiting] + step < group.rates.ages]
        sex, at = lives.sex[waiting], lives.age[waiting] + step
        held = {name: values[waiting] for name, values in lives.accounts.items()}
        may = law.person(f"who.{name}", step, sex, at, **{**held, "service": np.full(len(at), SERVED)}) > 0
        may = np.broadcast_to(may, at.shape)
        own, sex, at = waiting[may], sex[may], at[may]
        known = {"service": lives.service[own], **{name: values[may] for name, values in held.items()}}
        age[own] = group.valuation.first_age + at + 1
        enough[own] = law.person(f"who.{name}", step, sex, at, **known) > 0
        amount[own] = law.person(f"how_much.{name}", step, sex, at, **known)
        waiting = waiting[~may]
    return age, enough, amount

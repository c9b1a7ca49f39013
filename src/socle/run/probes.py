"""A law taken apart: each of its rules as a benefit of its own, so that one reading of the law gives every step.

Nothing is composed twice: the steps are read by the same reader as the whole, and cut off after each rule.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from socle.engine.program import values
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.calendar import Calendar
from socle.model.economy import Economy
from socle.model.law import Law, read
from socle.model.parameter import ALWAYS
from socle.model.scheme import Administration, Benefit, Call, Clause, Payer, Scheme, Version
from socle.run.contributory import EARNED

WHO, HOW_MUCH, PAYER = "who", "how_much", "payer"


@dataclass(frozen=True, eq=False)
class Unanswered:
    """Why a benefit has no answer; `reason` is a message key that `values` fill."""

    path: str
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Moment:
    """A law at one moment: its expressions whole and by step, and the value of every parameter.

    `values` are canonical, shape [1] or [sex]; `versions` are those in force.
    """

    at: float
    schemes: tuple[Scheme, ...]
    law: Law
    values: Mapping[str, Array]
    versions: Mapping[str, Version]
    unanswered: tuple[Unanswered, ...]

    def tree(self, path: str, step: str = "", kind: str = "amount") -> Node:
        """One expression: the `eligible`, `recipients` or `amount` of a benefit or of one of its steps."""
        found: Node = getattr(self.law.benefits[f"{path}#{step}" if step else path], kind)
        return found


def at_moment(
    schemes: Sequence[Scheme],
    wanted: Sequence[str],
    economy: Economy,
    at: float,
    *,
    payers: Collection[str] = (),
) -> Moment:
    """The benefits asked for, with all that they read, at a moment in a year of the economy.

    `payers` are the schemes of which it is asked, too, what is paid to them.
    """
    every = {b.path: b for s in schemes for b in s.benefits}
    earned = {b.path for s in schemes if s.insurance for b in s.benefits}
    unanswered = [Unanswered(path, EARNED) for path in wanted if path in earned]
    unanswered += [found for path in wanted if path not in earned and (found := _unanswered(every[path], at))]
    open_ = [path for path in wanted if path not in {one.path for one in unanswered}]
    versions = {path: next(v for v in every[path].versions if v.begins <= at < v.ends) for path in open_}
    paying = {
        s.name: tuple(p for p in s.financing if p.call.rule.gives.money) for s in schemes if s.name in payers
    }
    targets = {t for own in paying.values() for p in own for t in _targets(_calls(p))} & set(every)
    needed = reads(schemes, [every[path] for path in (*open_, *sorted(targets))])
    kept = tuple(
        replace(
            s, benefits=tuple(b for b in s.benefits if b.path in needed), financing=paying.get(s.name, ())
        )
        for s in schemes
    )
    law = read([replace(s, benefits=(*s.benefits, *_steps(s, versions))) for s in kept])
    return Moment(at, kept, law, _values(law, economy, at), versions, tuple(unanswered))


def _calls(payer: Payer) -> Iterator[Call]:
    yield payer.call
    for clause in payer.who:
        yield from clause.calls


def _targets(calls: Iterable[Call]) -> set[str]:
    """The benefits and columns that some rules read instead of their own."""
    return {target for call in calls for targets in call.on.values() for target in targets}


def reads(schemes: Sequence[Scheme], benefits: Sequence[Benefit]) -> set[str]:
    """The paths of some benefits and of all that they read, and these in turn."""
    every = {b.path: b for s in schemes for b in s.benefits}
    found, open_ = {b.path for b in benefits}, list(benefits)
    while open_:
        new = _targets(call for version in open_.pop().versions for call in version.calls()) - found
        found |= new
        open_ += [every[path] for path in new if path in every]
    return found


def _unanswered(benefit: Benefit, at: float) -> Unanswered | None:
    if benefit.not_computed:
        return Unanswered(benefit.path, benefit.not_computed)
    if benefit.spending:
        return Unanswered(benefit.path, N_("Only its spending is published, not what one person receives."))
    if benefit.caseload:
        return Unanswered(benefit.path, N_("Only the number of recipients is known, not who they are."))
    if not any(v.begins <= at < v.ends for v in benefit.versions):
        return Unanswered(benefit.path, N_("It is not in force on {date}."), {"date": date(at)})
    return None


def _steps(scheme: Scheme, versions: Mapping[str, Version]) -> Iterator[Benefit]:
    """Each rule of the versions in force, and of the payers, as a benefit of its own."""
    for benefit in scheme.benefits:
        if benefit.path in versions:
            version = versions[benefit.path]
            yield from _of_version(benefit, version.who, version.how_much)
    for i, payer in enumerate(scheme.financing):
        whole = _bare(scheme, payer, f"{scheme.name}.{PAYER}_{i}")
        yield whole
        yield from _of_version(whole, payer.who, (payer.call,))


def _bare(scheme: Scheme, payer: Payer, path: str) -> Benefit:
    version = Version(payer.who, (payer.call,))
    return Benefit(path, scheme.title, "working_age", "unemployment", (version,), where=payer.call.where)


def _of_version(benefit: Benefit, who: Sequence[Clause], how_much: tuple[Call, ...]) -> Iterator[Benefit]:
    for k, clause in enumerate(who):
        yield _alone(benefit, f"{WHO}.{k}", (clause,), how_much)
        for j, call in enumerate(clause.calls):
            yield _alone(benefit, f"{WHO}.{k}.{j}", (Clause("all", (call,)),), how_much)
    for k in range(len(how_much)):
        yield _alone(benefit, f"{HOW_MUCH}.{k}", (), how_much[: k + 1])


def _alone(benefit: Benefit, step: str, who: tuple[Clause, ...], how_much: tuple[Call, ...]) -> Benefit:
    """One step without dates, coverage and take-up, which belong to the benefit."""
    return Benefit(
        f"{benefit.path}#{step}",
        benefit.title,
        benefit.guarantee,
        benefit.branch,
        (Version(who, how_much, ALWAYS, math.inf),),
        administration=Administration(),
        where=benefit.where,
    )


def _values(law: Law, economy: Economy, at: float) -> dict[str, Array]:
    """Every parameter at the moment; one that its index does not reach is refused."""
    year = math.floor(at)
    if year not in economy.years:
        raise Refusal(
            "{year} is outside the years of this run ({first} to {last}).",
            year=year,
            first=economy.years[0],
            last=economy.years[-1],
        )
    begins = np.array(economy.years, dtype=np.float64)[:, None] + (at - year)
    calendar = Calendar(economy.years, begins, np.ones_like(begins))
    resolved: dict[str, Any] = values(law, calendar, 0, economy, (year,))
    for path, value in resolved.items():
        if path in law.parameters and np.isnan(value).any():
            raise Refusal(
                "What `{path}` is on {date} follows from an index or a rate of exchange that is not known here: say "
                "the country (--country CODE), or an earlier date.",
                path=path,
                date=date(at),
                where=law.parameters[path].where,
            )
    return {path: np.asarray(value)[0, 0, :, 0] for path, value in resolved.items()}


def date(at: float) -> str:
    """A moment as the day that it is, 2024-07-01."""
    from calendar import monthrange

    year = math.floor(at + 1e-9)
    months = (at - year) * 12
    month = math.floor(months + 1e-6)
    day = round((months - month) * monthrange(year, month + 1)[1])
    return f"{year}-{month + 1:02d}-{max(day, 0) + 1:02d}"

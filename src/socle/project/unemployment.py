"""Unemployment insurance: by month inside, by year outside.

The unemployed are counted by the month of their spell, the insured by the months they have paid in the last
M. An entrant is in month 0 and counts there in full; the share `exit` of a month leaves before the next.
Shapes: spells [..., group, spell month], records [..., group, months paid], series [month, ..., group]; any
axes may lead (scenario, sex), as everything broadcasts. Money is in the unit of the wages given. The spells are
a life table in months; the closed form of the steady state is its stock: flow x mean duration.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.ground.checks import amounts, shares
from socle.ground.refusals import Refusal
from socle.ground.units import MONTHS_PER_YEAR


@dataclass(frozen=True, eq=False)
class Benefit:
    """What is paid to the unemployed.

    `waiting` months come first and are not paid; a fraction is the unpaid part of a month. `duration` is the
    last month of the spell that can be paid, counted from its start [group]. `replacement` is the share of the
    previous wage, [spell month]; `floor` and `cap` are money a month.
    """

    waiting: float
    duration: Array
    replacement: Array
    floor: float = 0.0
    cap: float = np.inf

    def __post_init__(self) -> None:
        duration = amounts("duration", self.duration)
        object.__setattr__(self, "duration", np.atleast_1d(duration))
        object.__setattr__(self, "replacement", np.atleast_1d(shares("replacement", self.replacement)))
        amounts("waiting", self.waiting)
        amounts("floor", self.floor)
        if (duration < self.waiting).any():
            raise Refusal(
                "The waiting period, {waiting} months, is longer than the duration, {duration}: nothing would be paid.",
                waiting=f"{self.waiting:g}",
                duration=f"{duration.min():g}",
            )
        if not self.floor <= self.cap:
            raise Refusal(
                "The lowest benefit, {floor}, is above the highest, {cap}.",
                floor=f"{self.floor:g}",
                cap=f"{self.cap:g}",
            )
        if self.replacement.shape[-1] not in (1, self.months):
            raise Refusal(
                "The replacement rate is said for {said} months of a spell, and {months} can be paid.",
                said=self.replacement.shape[-1],
                months=self.months,
            )

    @property
    def months(self) -> int:
        """How many months of a spell must be counted: the longest duration."""
        return max(int(np.ceil(self.duration.max())), 1)

    def extended(self, extra: float) -> Benefit:
        """The same benefit paid for `extra` more months, at the replacement rate of its last month."""
        longest = int(np.ceil(self.duration.max() + extra))
        rates = self.replacement
        if rates.shape[-1] > 1:
            more = np.repeat(rates[..., -1:], max(longest - rates.shape[-1], 0), axis=-1)
            rates = np.concatenate([rates, more], axis=-1)
        return Benefit(self.waiting, self.duration + extra, rates, self.floor, self.cap)

    def paid_share(self) -> Array:
        """The part of each month of the spell that is paid, [group, spell month]."""
        month = np.arange(self.months)
        covered = np.minimum(month + 1, self.duration[..., None]) - np.maximum(month, self.waiting)
        return np.asarray(np.clip(covered, 0.0, 1.0))

    def amount(self, wage: Array) -> Array:
        """Money a month of a full month of benefit, [..., group, spell month]: clip(rate x wage, floor, cap)."""
        return np.clip(self.replacement * amounts("wage", wage)[..., None], self.floor, self.cap)


def durations_by_age(ages: Array, limits: Array, months: Array) -> Array:
    """The longest duration of benefit of each age [age]: months[i] from limits[i - 1] to below limits[i].

    `limits` are ages in years, rising; `months` has one more.
    """
    if len(months) != len(limits) + 1 or (np.diff(limits) <= 0).any():
        raise Refusal(
            "Durations by age need limits that rise and one duration more than limits: "
            "here {limits} limits and {months} durations.",
            limits=len(limits),
            months=len(months),
        )
    return np.asarray(amounts("months", months)[np.searchsorted(limits, ages, side="right")])


def next_record(record: Array, paying: Array, window: int) -> Array:
    """Months paid in the last `window` [..., months 0..window], one month later; `paying` share [...] pays.

    Who pays gains a month. The month that leaves the window was paid with probability m / window among those
    who have m: where in the window the months lie is not carried. Heads are conserved, and if a share p always
    pays, the record tends to the binomial distribution of `window` and p. (The chain is that of Ehrenfest.)
    """
    months = np.arange(window + 1)
    if record.shape[-1] != window + 1:
        raise Refusal(
            "A record of the last {window} months has {expected} columns, from none to all: here {found}.",
            window=window,
            expected=window + 1,
            found=record.shape[-1],
        )
    left = months / window
    pays = shares("paying", paying)[..., None]
    up, down = record * pays * (1 - left), record * (1 - pays) * left
    after = record - up - down
    after[..., 1:] += up[..., :-1]
    after[..., :-1] += down[..., 1:]
    return np.asarray(after)


def with_record(record: Array, least: int) -> Array:
    """The share of people [...] who have paid at least `least` of the months counted in their record."""
    total = record.sum(axis=-1)
    enough = record[..., least:].sum(axis=-1)
    return np.asarray(np.divide(enough, total, out=np.zeros_like(total), where=total > 0))


def entrants(insured: Array, separation: Array, eligible: Array, involuntary: Array, take_up: Array) -> Array:
    """New claimants a month, persons: insured x separation x with the record needed x involuntary x take-up."""
    claims = (
        shares("separation", separation) * shares("eligible", eligible) * shares("involuntary", involuntary)
    )
    return np.asarray(amounts("insured", insured) * claims * shares("take-up", take_up))


def next_spells(spells: Array, exits: Array, new: Array) -> Array:
    """Claimants by month of spell [..., group, spell month] a month later: those who stay move on, `new` come in.

    U(d + 1) = U(d) (1 - exit(d)); who passes the last month counted has no more right to benefit and leaves.
    """
    stay = spells * (1 - exits)
    return np.concatenate([new[..., None], stay[..., :-1]], axis=-1)


@dataclass(frozen=True, eq=False)
class Projection:
    """Flows by month, [month, ..., group]: persons a month, full months of benefit paid, money paid."""

    entrants: Array
    beneficiary_months: Array
    expenditure: Array

    def yearly(self) -> Projection:
        """The same flows by year, [year, ..., group]; the months must be whole years."""
        return Projection(
            *(by_year(series) for series in (self.entrants, self.beneficiary_months, self.expenditure))
        )


def by_year(flow: Array) -> Array:
    """Sums of twelve months, [year, ...], of a monthly flow [month, ...]; a year that is not whole is refused."""
    if len(flow) % MONTHS_PER_YEAR:
        raise Refusal("{months} months are not whole years: a year is the sum of twelve.", months=len(flow))
    return np.asarray(flow.reshape(-1, MONTHS_PER_YEAR, *flow.shape[1:]).sum(axis=1))


def project(
    spells: Array, new: Array, exits: Array, wage: Array, benefits: list[Benefit] | Benefit
) -> Projection:
    """Claims and benefits month by month from the claimants at the start [..., group, spell month].

    `new` claimants [month, ..., group]; `exits` shares a month [month, ..., group, spell month], an axis of
    length 1 where nothing changes; `wage` before the spell [month, ..., group], money a month; `benefits` is one
    for all months or one for each. The spells have the months of the longest benefit.
    """
    months = len(new)
    laws = [benefits] * months if isinstance(benefits, Benefit) else benefits
    exits = np.broadcast_to(shares("exit", exits), (months, *exits.shape[1:]))
    wage = np.broadcast_to(amounts("wage", wage), (months, *wage.shape[1:]))
    state, length = amounts("spells", spells), spells.shape[-1]
    if len(laws) != months or any(law.months > length for law in laws):
        raise Refusal(
            "There are {laws} benefits for {months} months and spells of up to {length} months: "
            "each month needs its benefit, and spells must be as long as the longest.",
            laws=len(laws),
            months=months,
            length=length,
        )
    paid, spent = [], []
    for month, law in enumerate(laws):
        state = next_spells(state, exits[month], new[month])
        heads = state[..., : law.months] * law.paid_share()
        paid.append(heads.sum(axis=-1))
        spent.append((heads * law.amount(wage[month])).sum(axis=-1))
    return Projection(amounts("entrants", new), np.stack(paid), np.stack(spent))


def staying(exits: Array) -> Array:
    """The share of claimants [..., spell month] still there in each month of the spell: prod (1 - exit)."""
    kept = np.cumprod(1 - shares("exit", exits), axis=-1)
    return np.concatenate([np.ones_like(kept[..., :1]), kept[..., :-1]], axis=-1)


def mean_paid_duration(exits: Array, benefit: Benefit) -> Array:
    """Months of benefit a claim [..., group], exits [..., group, spell month]: the sum of paid share x staying."""
    curve = staying(np.broadcast_to(exits, (*exits.shape[:-1], benefit.months)))
    return np.asarray((curve * benefit.paid_share()).sum(axis=-1))


def steady_cost_rate(entry: Array, paid_duration: Array, replacement: Array, wage_ratio: Array) -> Array:
    """Cost as a share of payroll in a steady state: entry rate a month x mean paid months x replacement x ratio.

    `wage_ratio` is the wage of claimants before their spell, over the mean wage of the insured.
    """
    return np.asarray(shares("entry rate", entry) * paid_duration * replacement * wage_ratio)

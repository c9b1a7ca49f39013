"""Insured lives once more, from the specification alone: cells in dictionaries, one at a time, law by hand.

It shares no line with the projection that it tests. Probabilities in the presence of other causes are integrals
over the year, done by quadrature; years of waiting are counted back along each life.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import numpy as np

from tests.run.random_insured import AGES, FIRST, LAST, SERVICES, YEAR, Drawn

TOP, OLDEST = SERVICES - 1, FIRST + AGES - 1
MOMENTS, WEIGHTS = np.polynomial.legendre.leggauss(4)
MOMENTS, WEIGHTS = (MOMENTS + 1) / 2, WEIGHTS / 2
EVENTS = {
    "old_age": "old_age", "invalidity": "invalidity", "survivors": "survivors", "orphans": "orphans",
    "refund": "leaving", "grant": "death", "second": "old_age", "bonus": "old_age",
}  # fmt: skip
PEOPLE = {"death": "deaths", "invalidity": "invalid", "old_age": "retiring", "leaving": "leaving"}
ONCE = ("refund", "grant", "bonus")


class Law:
    """The file of random_insured in plain numbers, for one scenario; money in average wages of the year."""

    def __init__(self, case: Drawn, names, economy, cells, z: int) -> None:
        self.case, self.names, self.cells = case, names, cells
        series = {
            name: np.asarray(values)[min(z, len(values) - 1)] for name, values in economy.series.items()
        }
        self.level = {"prices": series["cpi"], "wages": series["wages"]}
        self.fund = series["fund_return"]

    def growth(self, index: str, t: int) -> float:
        return self.level[index][t + 1] / self.level[index][t] - 1

    def amount(self, monthly: float, then: str, t: int) -> float:
        """An amount of the first year, moved, in average wages of year t."""
        return 12 * monthly * self.level[then][t + 1] / self.level[then][1] / self.level["wages"][t + 1]

    def insurable(self, s: int, c: int, x: int, t: int) -> float:
        ceiling = self.amount(2500, self.case.ceiling, t)
        mean = self.cells.earnings[s, c, x - FIRST]
        bands = self.cells.bands[c]
        return sum(min(mean * band, ceiling) for band in bands) / len(bands)

    def rates(self, t: int) -> dict[str, float]:
        return {"employee": 0.05 if YEAR + t < 2027 else 0.06, "employer": 0.07}

    def credit(self, account: str, s: int, c: int, x: int, t: int) -> float:
        share = 1.0 if account == "career_earnings" else sum(self.rates(t).values())
        return share * self.insurable(s, c, x, t)

    def revalued(self, account: str, t: int) -> float:
        """Growth above that of wages."""
        saved = account == "savings"
        grown = (1 + self.fund[t + 1]) * 0.99 if saved else 1 + self.growth(self.case.revalued, t)
        return grown / (1 + self.growth("wages", t))

    def indexed(self, name: str, t: int) -> float:
        own = self.growth(self.case.index, t)
        growth = {
            "invalidity": 0.5 * own,
            "orphans": self.growth("prices", t),
            "second": self.growth("wages", t),
        }
        return (1 + growth.get(name, own)) / (1 + self.growth("wages", t))

    def who(self, name: str, s: int, age: int, k: int, t: int) -> bool:
        men = 19 if YEAR + t < 2027 else 20
        return {
            "old_age": age >= (men, 18)[s] and k >= 2,
            "invalidity": k >= 1,
            "survivors": k >= 1,
            "orphans": k >= 2,
            "refund": age < 21,
            "grant": True,
            "second": age >= 21,
            "bonus": k >= 4,
        }[name]

    def how_much(self, name: str, s: int, age: int, x: int, account: dict[str, float], t: int) -> float:
        earned = account["career_earnings"]
        if name == "old_age":
            normal = (22, 21)[s]
            pension = 0.0125 * earned + 0.05
            pension *= max(1 - 0.05 * max(normal - age, 0) + 0.04 * max(age - normal, 0), 0)
            return max(self.amount(200, self.case.minimum, t), min(pension, 0.2))
        if name == "second":
            return account["savings"] / self.cells.columns["divisor"][0, 0, s, 0, x - FIRST, 0]
        return {
            "invalidity": 0.015 * earned,
            "survivors": 0.5 * 0.015 * earned,
            "orphans": 0.2 * 0.015 * earned,
            "refund": earned / 20,
            "grant": 0.3,
            "bonus": account.get("savings", 0.0),
        }[name]


def in_presence(rates):
    """q_j = q'_j times the integral over the year of the product of 1 - t q'_i over the others."""
    return [
        own * sum(
            w * np.prod([1 - t * other for i, other in enumerate(rates) if i != j])
            for t, w in zip(MOMENTS, WEIGHTS, strict=True)
        )
        for j, own in enumerate(rates)
    ]  # fmt: skip


def at(values, *place):
    """A number of an array whose axes may have length 1."""
    return float(values[tuple(min(i, n - 1) for i, n in zip(place, values.shape, strict=True))])


class Slow:
    """One scenario of a projection, year by year."""

    def __init__(self, case, ask, valuation, z=0) -> None:
        self.v, self.x, self.z = valuation, valuation.experience, z
        self.accounts = valuation.accounts
        self.names = [one.name for one in valuation.promises]
        self.law = Law(case, self.names, ask.economy, ask.cells, z)
        self.classes = ask.cells.earnings.shape[1]
        start = valuation.start
        self.active, self.inactive = (self.cells_of(lives) for lives in (start.active, start.inactive))
        self.pensions = {}
        for name in self.names:
            if name not in ONCE:
                held = valuation.start.pensions[name]
                self.pensions[name] = {
                    (s, a): [at(held.count, z, s, a), at(held.amount, z, s, a)]
                    for s in (0, 1)
                    for a in range(LAST)
                }
        self.waited = cache(self._waited)

    def cells_of(self, lives):
        return {
            (s, c, FIRST + i, k): [at(lives, n, self.z, s, c, i, k) for n in range(len(lives))]
            for s in (0, 1) for c in range(self.classes) for i in range(AGES) for k in range(SERVICES)
        }  # fmt: skip

    def _waited(self, t, s, x, k, contributing):
        """For how many years somebody may have retired in year t; the law before the first year is that of it."""
        open_ = any(self.law.who(n, s, x + 1, k, max(t, 0)) for n in self.names if EVENTS[n] == "old_age")
        if not open_:
            return 0
        if x == FIRST:
            return 1
        before = {max(k - 1, 0)} | ({TOP} if k == TOP else set()) if contributing else {k}
        return 1 + max(self.waited(t - 1, s, x - 1, b, contributing) for b in before)

    def hazard(self, t, s, x, k, contributing):
        waited = self.waited(t, s, x, k, contributing)
        if not waited:
            return 0.0, False
        rates = self.x.retirement[s]
        return (1.0 if x == OLDEST else float(rates[min(waited, len(rates)) - 1])), x == OLDEST

    def year(self, t):
        """The flows of year t, by sex; money in average wages."""
        if t:
            self.revalue(t)
        found = {"people": defaultdict(lambda: [0.0, 0.0])}
        self.years = defaultdict(float)  # contributor-years by sex, class, age
        exits = {e: defaultdict(self.nothing) for e in ("old_age", "invalidity", "death", "leaving")}
        active, inactive = defaultdict(self.nothing), defaultdict(self.nothing)
        staying = [0.0, 0.0]
        moves = exits, active, inactive, staying
        for cell, held in self.inactive.items():
            self.an_inactive(t, cell, held, moves, found)
        for cell, held in self.active.items():
            self.an_active(t, cell, held, moves, found)
        self.enter(t, active, staying, found)
        self.part(t, exits, inactive, found)
        self.share(exits, active, inactive)
        for place in (
            (s, c, OLDEST, k) for s in (0, 1) for c in range(self.classes) for k in range(SERVICES)
        ):
            found["people"]["aged_out"][place[0]] += active[place][0] + inactive[place][0]
        self.active, self.inactive = (self.older(lives) for lives in (active, inactive))
        self.pay(t, exits, found)
        self.collect(t, found)
        return found

    def nothing(self):
        return [0.0] * (1 + len(self.accounts))

    def revalue(self, t):
        for lives in (self.active, self.inactive):
            for held in lives.values():
                for n, account in enumerate(self.accounts, start=1):
                    held[n] *= self.law.revalued(account, t)
        for name, table in self.pensions.items():
            for held in table.values():
                held[1] *= self.law.indexed(name, t)

    def density(self, t, cell):
        return at(self.x.density, t, self.z, cell[0], cell[1], cell[2] - FIRST, cell[3])

    def add(self, lives, cell, held, share):
        own = lives[cell]
        for n, value in enumerate(held):
            own[n] += value * share

    def contribute(self, t, cell, held, share, to):
        """A part of a cell, `share` of whom have a full year credited (each with one more year of service)."""
        s, c, x, k = cell
        self.add(to, cell, held, 1 - share)
        full = [held[0], *(
            value + held[0] * self.law.credit(account, s, c, x, t)
            for account, value in zip(self.accounts, held[1:], strict=True)
        )]  # fmt: skip
        self.add(to, (s, c, x, min(k + 1, TOP)), full, share)

    def an_active(self, t, cell, held, moves, found):
        exits, active, _, staying = moves
        s, c, x, k = cell
        mortality = at(self.x.mortality, t, self.z, s, x)
        ill, leave = (at(r, t, self.z, s, c, x - FIRST, k) for r in (self.x.invalidity, self.x.leaving))
        retire, last = self.hazard(t, s, x, k, True)
        died, invalid, retired, left = in_presence([mortality, ill, retire, leave])
        if last:
            retired, left = retired + left, 0.0
        d = self.density(t, cell)
        going = {"death": died, "invalidity": invalid, "old_age": retired, "leaving": left}
        for event, q in going.items():
            self.contribute(t, cell, [q * value for value in held], d / 2, exits[event])
            found["people"][PEOPLE[event]][s] += q * held[0]
        stays = 1 - sum(going.values())
        self.contribute(t, cell, [stays * value for value in held], d, active)
        self.years[cell] += d * held[0] * (stays + (1 - stays) / 2)
        if x < OLDEST:
            staying[s] += stays * held[0]

    def an_inactive(self, t, cell, held, moves, found):
        exits, active, inactive, staying = moves
        s, c, x, k = cell
        mortality = at(self.x.mortality, t, self.z, s, x)
        back = at(self.x.returning, t, self.z, s, c, x - FIRST, k)
        retire, last = self.hazard(t, s, x, k, False)
        died, retired, returned = in_presence([mortality, retire, back])
        if last:
            retired, returned = retired + returned, 0.0
        self.add(exits["death"], cell, held, died)
        self.add(exits["old_age"], cell, held, retired)
        self.add(inactive, cell, held, 1 - died - retired - returned)
        self.join(t, cell, [returned * value for value in held], active)
        found["people"]["deaths"][s] += died * held[0]
        found["people"]["retiring"][s] += retired * held[0]
        found["people"]["returning"][s] += returned * held[0]
        if x < OLDEST:
            staying[s] += returned * held[0]

    def join(self, t, cell, held, active):
        d = self.density(t, cell)
        self.contribute(t, cell, held, d / 2, active)
        self.years[cell] += d / 2 * held[0]

    def enter(self, t, active, staying, found):
        if self.x.insured is None:
            return
        for s in (0, 1):
            missing = at(self.x.insured, t, self.z, s) - staying[s]
            found["people"]["above_target"][s] = max(-missing, 0.0)
            for c in range(self.classes):
                for i in range(AGES):
                    heads = max(missing, 0.0) * float(self.x.entrants[s, c, i])
                    found["people"]["entering"][s] += heads
                    self.join(t, (s, c, FIRST + i, 0), [heads, *self.nothing()[1:]], active)

    def part(self, t, exits, inactive, found):
        """Those who leave are paid off, or keep their rights as inactive."""
        for cell, held in list(exits["leaving"].items()):
            s, _, x, k = cell
            cashed = any(self.law.who(n, s, x + 1, k, t) for n in self.names if EVENTS[n] == "leaving")
            if cashed:
                found["people"]["cashing_out"][s] += held[0]
            else:
                self.add(inactive, cell, held, 1.0)
                exits["leaving"][cell] = self.nothing()

    def share(self, exits, active, inactive):
        """Balances of the dead go to the living of their age; who left alive was there for half of the year."""
        for n, account in enumerate(self.accounts, start=1):
            if account not in self.v.shared:
                continue
            for x in range(FIRST, OLDEST + 1):

                def balance(lives, x=x, n=n):
                    return sum(held[n] for cell, held in lives.items() if cell[2] == x)

                living = balance(active) + balance(inactive)
                alive = [exits[e] for e in ("old_age", "invalidity", "leaving")]
                base = living + 0.5 * sum(balance(lives) for lives in alive)
                gain = balance(exits["death"]) / base if base > 0 else 0.0
                for lives, part in [(active, 1.0), (inactive, 1.0), *((one, 0.5) for one in alive)]:
                    for cell, held in lives.items():
                        if cell[2] == x:
                            held[n] *= 1 + part * gain

    def older(self, lives):
        aged = defaultdict(self.nothing)
        for (s, c, x, k), held in lives.items():
            if x < OLDEST:
                aged[s, c, x + 1, k] = held
        return aged

    def opened(self, t, name, exits):
        """Heads and amounts by sex and age of those who left or died."""
        event = EVENTS[name]
        found = defaultdict(lambda: [0.0, 0.0])
        left = exits["death" if event in ("survivors", "orphans") else event]
        for (s, _, x, k), held in left.items():
            if held[0] > 0 and self.law.who(name, s, x + 1, k, t):
                account = {a: v / held[0] for a, v in zip(self.accounts, held[1:], strict=True)}
                found[s, x][0] += held[0]
                found[s, x][1] += held[0] * self.law.how_much(name, s, x + 1, x, account, t)
        return found

    def pay(self, t, exits, found):
        kinds = ("awards", "award_amounts", "pensioners", "benefits", "ended")
        found |= {kind: {name: [0.0, 0.0] for name in self.names} for kind in kinds}
        dead = []
        order = sorted(self.names, key=lambda n: EVENTS[n] not in ("old_age", "invalidity"))
        for name in order:
            new = self.opened(t, name, exits)
            if EVENTS[name] in ("survivors", "orphans", "death"):
                share = {"survivors": 0.5, "orphans": 0.2}.get(EVENTS[name])
                for table in dead:
                    for place, (count, amount) in table.items():
                        new[place][0] += count
                        new[place][1] += 0.3 * count if share is None else share * amount
                new = new if share is None else self.families(name, new)
            for (s, _), (count, amount) in new.items():
                found["awards"][name][s] += count
                found["award_amounts"][name][s] += amount
            if name in ONCE:
                found["benefits"][name] = list(found["award_amounts"][name])
                continue
            died = self.carry(t, name, new, found)
            if EVENTS[name] in ("old_age", "invalidity"):
                dead.append(died)

    def families(self, name, new):
        received = defaultdict(lambda: [0.0, 0.0])
        for (s, x), (count, amount) in new.items():
            for a in range(LAST):
                if EVENTS[name] == "survivors":
                    shares = {1 - s: float(self.x.spouses[s, x, a])}
                else:
                    shares = {sex: 0.5 * float(self.x.children[s, x, a]) for sex in (0, 1)}
                for sex, share in shares.items():
                    if share:
                        received[sex, a][0] += share * count
                        received[sex, a][1] += share * amount
        return received

    def carry(self, t, name, new, found):
        """A year of pensions: who is there on 1 January at risk for all of it, new ones for half."""
        rates = self.x.invalid_mortality if EVENTS[name] == "invalidity" else self.x.mortality
        after, died = defaultdict(lambda: [0.0, 0.0]), {}
        for (s, a), start in self.pensions[name].items():
            q, award = at(rates, t, self.z, s, a), new.get((s, a), [0.0, 0.0])
            died[s, a] = [start[n] * q + award[n] * q / 2 for n in (0, 1)]
            end = [start[n] + award[n] - died[s, a][n] for n in (0, 1)]
            older = min(a + 1, LAST - 1)
            there = 0.0 if name == "orphans" and older >= 18 else 1.0  # on 31 December
            found["pensioners"][name][s] += (start[0] + there * end[0]) / 2
            found["benefits"][name][s] += (start[1] + there * end[1]) / 2
            found["ended"][name][s] += died[s, a][0]
            if not there:
                found["ended"][name][s] += end[0]
                continue
            for n in (0, 1):
                after[s, older][n] += end[n]
        self.pensions[name] = {(s, a): after[s, a] for s in (0, 1) for a in range(LAST)}
        return died

    def collect(self, t, found):
        sums = {
            "contributors": [0.0, 0.0],
            "payroll": [0.0, 0.0],
            "employee": [0.0, 0.0],
            "employer": [0.0, 0.0],
        }
        for (s, c, x, _), years in self.years.items():
            earned = years * self.law.insurable(s, c, x, t)
            sums["contributors"][s] += years
            sums["payroll"][s] += earned
            for payer, rate in self.law.rates(t).items():
                sums[payer][s] += rate * earned * at(self.v.money.compliance, self.z, t)
        found["collected"] = sums

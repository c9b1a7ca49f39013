"""Health care and long-term care: use by age, what moves it, who pays, and whether staff and beds suffice.

Arrays are [..., sex, age, service] for use and cost of care, [..., sex, age] for people; years may lead. Use is in
contacts or days a person and year; prices are money a unit of use. Drivers are factors that multiply use or prices
year by year, 1 in the base year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.ground.checks import amounts, shares
from socle.ground.refusals import Refusal
from socle.ground.units import DAYS_PER_YEAR


@dataclass(frozen=True, eq=False)
class Bill:
    """Who pays for care, money [..., sex, age, service]: the scheme, patients' shares, people not covered."""

    scheme: Array
    copayment: Array
    uncovered: Array

    @property
    def total(self) -> Array:
        """All care used."""
        return np.asarray(self.scheme + self.copayment + self.uncovered)

    def out_of_pocket_share(self) -> float:
        """Patients' shares and the care of people not covered, over all care."""
        total = float(self.total.sum())
        if not total > 0:
            raise Refusal("Nobody uses care: there is no share that people pay themselves.")
        return float(self.copayment.sum() + self.uncovered.sum()) / total


def bill(people: Array, cover: Array, use: Array, price: Array, copay: Array, cap: Array) -> Bill:
    """N cov u p (1 - copay), where a patient's share of the year's care is at most `cap`, money a person and service.

    `people` and `cover` (a share) [..., sex, age]; `use` [..., sex, age, service]; `price`, `copay` (a share), `cap`
    [..., service]. The cap is applied to mean use: where use differs much between patients, give classes of patients
    as services. People without cover are counted at the same use and pay for it.
    """
    each = amounts("use", use) * amounts("price", price)
    heads = amounts("people", people)[..., None]
    covered = shares("cover", cover)[..., None]
    if not (np.asarray(cap) >= 0).all():
        raise Refusal("The most that patients pay cannot be negative.")
    own = np.minimum(shares("copay", copay) * each, cap)
    return Bill(heads * covered * (each - own), heads * covered * own, heads * (1 - covered) * each)


def health_expenditure(paid: Bill, administration: float) -> float:
    """What the scheme spends, money: its part of all bills and administration, a share of it."""
    return float(paid.scheme.sum() * (1 + amounts("administration", administration)))


def near_death(use: Array, base_q: Array, q: Array, ratio: float) -> Array:
    """Use once mortality moves, where those who die in the year use `ratio` times as much as those who survive.

    With u = s (1 - q) + ratio s q, use of survivors s stays: u' = u (1 + q' (ratio - 1)) / (1 + q (ratio - 1)).
    `use` [..., sex, age, service], `q` shares [..., sex, age].
    """
    extra = amounts("ratio", ratio) - 1
    before, after = 1 + shares("base q", base_q) * extra, 1 + shares("q", q) * extra
    if not (before > 0).all():
        raise Refusal("Nobody uses care at an age where all die and the dying use none: say a ratio above 0.")
    return np.asarray(amounts("use", use) * (after / before)[..., None])


def healthier(use: Array, gain: Array, share: float) -> Array:
    """Use by age moved up by a share of the gain in life expectancy: u'(x) = u(x - share x gain), between ages linear.

    `use` [sex, age, service]; `gain` in years [sex]. Share 0 keeps use by age (people live longer ill), 1 postpones
    it by the whole gain. Below the first age and above the last, use is that of the end.
    """
    moved = shares("share", share) * np.asarray(gain, dtype=np.float64)
    age = np.arange(use.shape[-2], dtype=np.float64)
    columns = [
        [np.interp(age - moved[sex], age, use[sex, :, service]) for service in range(use.shape[-1])]
        for sex in range(use.shape[0])
    ]
    return np.moveaxis(np.array(columns), -1, -2)


def fading(first: float, last: float, years: int) -> Array:
    """A number that goes from `first` in the base year to `last` in equal steps, [year]."""
    return np.linspace(first, last, years)


def income_driver(growth: Array, elasticity: Array) -> Array:
    """Use by income: the product of (1 + g)^(elasticity) [year], 1 in the first, whose growth is of the past.

    `growth` is that of real income a head, shares; `elasticity` [year] as from `fading` (1.1 to 1.0).
    """
    step = (1 + np.asarray(growth, dtype=np.float64)) ** elasticity
    return _compounded(step)


def residual_driver(rate: Array) -> Array:
    """Use by technology, or whatever else ages and income leave unexplained: the product of 1 + rate [year]."""
    return _compounded(1 + np.asarray(rate, dtype=np.float64))


def service_price(wages: Array, prices: Array, labour_share: float) -> Array:
    """The price of care [year], 1 in the first: (1 + wage growth)^share x (1 + inflation)^(1 - share), compounded."""
    share = shares("labour share", labour_share)
    return _compounded((1 + np.asarray(wages)) ** share * (1 + np.asarray(prices)) ** (1 - share))


def _compounded(step: Array) -> Array:
    if not (step > 0).all():
        raise Refusal(
            "A driver of cost that falls by 100 % or more in a year leaves nothing: say a greater one."
        )
    return np.asarray(np.cumprod(np.concatenate([np.ones_like(step[:1]), step[1:]])))


@dataclass(frozen=True, eq=False)
class Supply:
    """What the care asked for needs beside what there is, [..., resource]: hours of staff, or beds."""

    needed: Array
    available: Array

    @property
    def shortage(self) -> Array:
        """The share of the need that cannot be met, 0 where supply suffices."""
        lacking = np.maximum(self.needed - self.available, 0.0)
        return np.divide(lacking, self.needed, out=np.zeros(lacking.shape), where=self.needed > 0)

    def deliverable(self) -> Array:
        """The share of the care asked for that the scarcest resource allows [...]."""
        return np.asarray(1 - self.shortage.max(axis=-1))


def staff(contacts: Array, a_worker: Array, workers: Array) -> Supply:
    """Workers needed for the contacts of a year, at `a_worker` contacts a year each, beside the workers there are."""
    if not (amounts("contacts of a worker", a_worker) > 0).all():
        raise Refusal("A worker without contacts delivers no care: say how many a year.")
    return Supply(amounts("contacts", contacts) / a_worker, amounts("workers", workers))


def beds(days: Array, occupancy: Array, available: Array) -> Supply:
    """Beds needed for the days in hospital of a year: days / (365 x occupancy), beside the beds there are."""
    if not (shares("occupancy", occupancy) > 0).all():
        raise Refusal("Beds that are never occupied deliver no care: say an occupancy above 0.")
    return Supply(amounts("days", days) / (DAYS_PER_YEAR * occupancy), amounts("beds", available))


@dataclass(frozen=True, eq=False)
class LongTermCare:
    """People in need of care and what formal care costs, [..., sex, age, level] and [..., level, setting]."""

    dependent: Array
    recipients: Array
    expenditure: Array

    @property
    def informal(self) -> Array:
        """People in need of care without formal care, by level [..., level]."""
        return np.asarray(self.dependent.sum(axis=(-3, -2)) - self.recipients.sum(axis=-1))


def long_term_care(people: Array, prevalence: Array, formal: Array, unit_cost: Array) -> LongTermCare:
    """People x prevalence of dependency by level x share in each setting (home, institution, cash) x cost a person.

    `people` [..., sex, age]; `prevalence` [..., sex, age, level] shares of people; `formal` [..., level, setting]
    shares of the dependent, the rest being cared for informally; `unit_cost` [..., level, setting] money a year.
    """
    needs, settings = shares("prevalence", prevalence), shares("formal", formal)
    if (needs.sum(axis=-1) > 1 + 1e-12).any() or (settings.sum(axis=-1) > 1 + 1e-12).any():
        raise Refusal(
            "Shares of people by level of dependency, and of the dependent by setting, sum to 1 or less."
        )
    dependent = amounts("people", people)[..., None] * needs
    recipients = dependent.sum(axis=(-3, -2))[..., None] * settings
    return LongTermCare(dependent, recipients, np.asarray(recipients * amounts("unit cost", unit_cost)))

"""The job: records drawn alike for every tool, an invented life table, and the law in a scheme file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from socle.exchange import yaml_text
from socle.exchange.scheme_file import scheme_of
from socle.ground.axes import Array
from socle.model.economy import Economy
from socle.model.insurance import InsuranceLaw, read_insurance
from socle.project.block import Block, held
from socle.run.block import Lives

BENEFIT = "old_age"
YEARS = tuple(range(2025, 2100))
PENSION_AGE, OLDEST = 65, 110
PRICES, WAGES = 0.02, 0.035


def law() -> InsuranceLaw:
    """The law of the file beside us."""
    file = Path(__file__).parent / "law.yaml"
    return read_insurance(scheme_of(yaml_text.loads(file.read_bytes(), file.name)))


def block(records: int = 100_000) -> Block:
    """Records of men and women of 20 to 90, with service and salaries that fit their ages."""
    rng = np.random.default_rng(2025)
    age = rng.integers(20, 91, records)
    service = np.floor(np.clip(age - 20, 0, 45) * rng.uniform(0.3, 1.0, records))
    salary = 12_000 * np.exp(rng.normal(0, 0.5, records))
    return Block(rng.integers(0, 2, records), age, service, salary, np.ones(records))


def lives() -> Lives:
    """Deaths by a law of Makeham for each sex, none beyond the oldest age; salaries gain 1 % a year by merit."""
    age = np.arange(OLDEST + 1.0)
    forces = [0.0007 + 0.00005 * 10 ** (0.038 * age), 0.0005 + 0.000023 * 10 ** (0.0395 * age)]
    mortality = 1 - np.exp(-np.array(forces))
    mortality[:, -1] = 1.0
    return Lives(mortality, PENSION_AGE, np.full(OLDEST + 1, 0.01))


def economy() -> Economy:
    """Steady growth of prices and wages."""
    t = np.arange(float(len(YEARS)))

    def level(growth: float) -> Array:
        return np.asarray(((1 + growth) ** t)[None, :])

    return Economy("XXX", YEARS, {"cpi": level(PRICES), "wages": level(WAGES)})


RATE, ACCRUAL = 0.15, 0.015  # as the law says it, for tools that cannot read the file


@dataclass(frozen=True, eq=False)
class Given:
    """The job in arrays, as every other tool gets it: tables long enough for every age that is reached."""

    sex: NDArray[np.int64]
    age: NDArray[np.int64]
    service: Array
    before: Array  # salary of the year before
    mortality: Array  # [sex, age]
    merit: Array  # [age] yearly factor
    wages: Array  # [year] yearly factor
    prices: Array  # [year] yearly factor


def given(records: int) -> Given:
    """The job of so many records."""
    some, assumed, money = block(records), lives(), economy()
    longest = int(some.age.max()) + len(YEARS)
    mortality, merit = (held(values, longest) for values in (assumed.mortality, 1 + assumed.merit))
    wages, prices = (1 + money.growth(name)[0] for name in ("wages", "cpi"))
    return Given(some.sex, some.age, some.service, some.salary, mortality, merit, wages, prices)

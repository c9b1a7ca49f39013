"""The law and practice of a country, as the tests of standards read it: inputs by key, each with source and date.

Keys: `residents` and other names of the country; `branch.BRANCH.NAME`; `benefit.BENEFIT.NAME`, where a benefit has a
name and answers a contingency; `care.BRANCH.ITEM` and `condition.NAME`, which are true or false. Money is a year's.
An input that is not there is not known: nothing stands for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.model.observation import FINAL
from socle.model.results import Text
from socle.model.survey import Flag

BRANCHES: Final = {
    "medical_care": N_("Medical care"),
    "sickness": N_("Sickness benefit"),
    "unemployment": N_("Unemployment benefit"),
    "old_age": N_("Old-age benefit"),
    "employment_injury": N_("Employment injury benefit"),
    "family": N_("Family benefit"),
    "maternity": N_("Maternity benefit"),
    "invalidity": N_("Invalidity benefit"),
    "survivors": N_("Survivors' benefit"),
}
"""The nine branches of Convention 102, in the order of its Parts."""

CONTINGENCIES: Final = {
    "medical_care": "medical_care",
    "sickness": "sickness",
    "unemployment": "unemployment",
    "old_age": "old_age",
    "temporary_incapacity": "employment_injury",
    "permanent_loss": "employment_injury",
    "injury_survivors": "employment_injury",
    "family": "family",
    "maternity": "maternity",
    "invalidity": "invalidity",
    "survivors": "survivors",
}
"""What a benefit answers -> its branch."""

EARNINGS, FLAT, MEANS = "earnings", "flat", "means"
FORMULAS: Final = {
    EARNINGS: N_("a share of earnings"),
    FLAT: N_("the same amount for all"),
    MEANS: N_("after a test of means"),
}
"""How a benefit is worked out; Articles 65, 66 and 67 of Convention 102 are for these."""

SKILLED: Final = {
    "a_turner": "turner_wage",
    "b_typical_skilled": "typical_skilled_wage",
    "c_p75": "p75_earnings",
    "d_125mean": "mean_earnings",
}
"""Options for the skilled manual male employee (Art. 65(6)) -> the input of each."""

LABOURER: Final = {"a_machinery": "labourer_machinery_wage", "b_typical": "labourer_wage"}
"""Options for the ordinary adult male labourer (Art. 66(4)) -> the input of each."""

PROTECTED: Final = {
    "employees": ("employees_protected", "employees"),
    "active_of_residents": ("active_protected", "residents"),
    "active": ("active_protected", "economically_active"),
    "residents": ("residents_protected", "residents"),
    "industrial": ("industrial_protected", "industrial_employees"),
    "industry": ("industry_protected", "industry_employees"),
    "poor": ("poor_protected", "poor"),
    "women": ("women_protected", "employed_women"),
}
"""Whose share counts -> the input of the branch above the line, and that below it (the country's, but for `poor`)."""

INPUTS: Final[Mapping[str, tuple[str, str]]] = {
    # of the country
    "residents": ("persons", N_("All residents")),
    "employees": ("persons", N_("All employees")),
    "economically_active": ("persons", N_("All economically active persons")),
    "industrial_employees": ("persons", N_("Employees of industrial workplaces with 20 persons or more")),
    "industry_employees": ("persons", N_("Employees of industrial workplaces of any size")),
    "employed_women": ("persons", N_("All employed women")),
    "children_of_residents": ("persons", N_("Children of all residents")),
    "children_of_protected": ("persons", N_("Children of the persons protected for family benefit")),
    "turner_wage": ("money", N_("Wage of a fitter or turner in the making of machinery")),
    "typical_skilled_wage": ("money", N_("Wage of a typical skilled worker")),
    "p75_earnings": ("money", N_("Earnings that three quarters of the persons protected do not exceed")),
    "mean_earnings": ("money", N_("Mean earnings of the persons protected")),
    "labourer_machinery_wage": ("money", N_("Wage of an unskilled labourer in the making of machinery")),
    "labourer_wage": ("money", N_("Wage of a typical unskilled labourer")),
    "minimum_wage": ("money", N_("Legal minimum wage")),
    "basic_living_expenses": ("money", N_("Minimum for basic living expenses")),
    "family_allowance": ("money", N_("Family allowance for each child, at work")),
    "family_benefits": ("money", N_("All family benefits of a year, in cash and kind")),
    "employee_contributions": ("money", N_("Contributions of the employees protected")),
    "protection_resources": ("money", N_("All resources for the protection of employees and their families")),
    "employees_part": ("share", N_("Employees' part of the contribution rates of all branches together")),
    "new_jobseeker_categories": (
        "number",
        N_("Categories of new applicants for employment who receive benefits"),
    ),
    # of a branch
    "provided": ("flag", N_("Whether the branch exists")),
    "employees_protected": ("persons", N_("Employees protected")),
    "active_protected": ("persons", N_("Economically active persons protected")),
    "residents_protected": ("persons", N_("Residents protected")),
    "industrial_protected": (
        "persons",
        N_("Employees of industrial workplaces with 20 persons or more, protected"),
    ),
    "industry_protected": ("persons", N_("Employees of industrial workplaces of any size, protected")),
    "women_protected": ("persons", N_("Employed women protected")),
    "poor_protected": ("persons", N_("Residents below the limit of means, protected")),
    "poor": ("persons", N_("Residents below the limit of means")),
    "dependants": ("flag", N_("Whether wives and children are protected as well")),
    # of a benefit
    "formula": ("formula", N_("How the benefit is worked out")),
    "qualifying_years": ("years", N_("Years of contribution or employment before the benefit is due")),
    "residence_years": ("years", N_("Years of residence before the benefit is due")),
    "reduced_after_years": (
        "years",
        N_("Years of contribution or employment before a reduced benefit is due"),
    ),
    "waiting_days": ("days", N_("Days of waiting before the first payment")),
    "duration_weeks": ("weeks", N_("Weeks for which the benefit is paid at most")),
    "leave_weeks": ("weeks", N_("Weeks of maternity leave")),
    "postnatal_weeks": ("weeks", N_("Weeks of compulsory leave after the birth")),
    "pension_age": ("years", N_("Pension age")),
    "allowances_continue": ("flag", N_("Whether family allowances go on while the benefit is paid")),
    "means_counted": ("money", N_("Other means of the family that are counted")),
    "total_paid": ("money", N_("All that the benefit pays in a year")),
    "total_comparable": ("money", N_("What Article 66 for a fifth of the residents would pay in a year")),
    # worked out
    "benefit": ("money", N_("Benefit")),
    "reference_wage": ("money", N_("Reference wage")),
    "allowances_at_work": ("money", N_("Family allowances at work")),
    "allowances_during": ("money", N_("Family allowances during the contingency")),
    "lowest_wage": ("money", N_("Wage at which the benefit is lowest in proportion")),
    "lowest_ratio": ("share", N_("Benefit in proportion to that wage")),
    "service_years": ("years", N_("Years of contribution or employment completed")),
}
"""The last name of a key -> its unit (persons, money, years, weeks, days, number, flag, formula) and what it means."""


class Formula(Protocol):
    """What a benefit pays in a year, asked by the engine: of the law, or of what somebody wrote."""

    @property
    def kind(self) -> str:
        """One of `FORMULAS`."""
        ...

    @property
    def says(self) -> Mapping[str, float]:
        """Its figures by name, for people."""
        ...

    def amount(self, wages: Array, years: float) -> Array:
        """Money a year for the standard beneficiary with these former wages a year [wage] after `years` of service."""
        ...

    def kinks(self, years: float) -> Array:
        """Wages at which the amount may bend [wage], none or some beyond need; between them it is a straight line."""
        ...


@dataclass(frozen=True)
class Written:
    """A benefit by its figures: (rate + accrual x years) x insured wage + flat, between two limits.

    `rate_limit` is the most that rate and accruals add up to, `ceiling` the most that is insured; limits that the law
    does not set are infinite. Below `qualifying` years nothing is paid.
    """

    kind: str
    rate: float = 0.0
    accrual: float = 0.0
    flat: float = 0.0
    rate_limit: float = np.inf
    ceiling: float = np.inf
    at_least: float = 0.0
    at_most: float = np.inf
    qualifying: float = 0.0

    @property
    def says(self) -> Mapping[str, float]:
        """The figures that are set."""
        names = ("rate", "accrual", "flat", "rate_limit", "ceiling", "at_least", "at_most")
        plain = Written(self.kind)
        return {name: getattr(self, name) for name in names if getattr(self, name) != getattr(plain, name)}

    def amount(self, wages: Array, years: float) -> Array:
        """Money a year [wage]."""
        share = min(self.rate + self.accrual * years, self.rate_limit)
        paid = np.clip(share * np.minimum(wages, self.ceiling) + self.flat, self.at_least, self.at_most)
        return np.where(years >= self.qualifying, paid, 0.0)

    def kinks(self, years: float) -> Array:
        """The ceiling, and the wages at which a limit begins to bind."""
        share = min(self.rate + self.accrual * years, self.rate_limit)
        found = [self.ceiling]
        if share > 0:
            found += [(limit - self.flat) / share for limit in (self.at_least, self.at_most)]
        return np.array([wage for wage in found if 0 < wage < np.inf])


@dataclass(frozen=True)
class Input:
    """One thing known: a number in its unit, true or false, or a formula; where it comes from and of when."""

    value: Any
    source: str = ""
    date: str = ""  # 2024 or 2024-12-31
    origin: str = ""  # "law", "form", "inquiry", "figures", "survey"
    status: str = FINAL  # observation statuses
    where: str = ""  # the cell, or the path of the law


@dataclass(frozen=True)
class Practice:
    """What is known of a country.

    `choices` are the State's, not inputs: `skilled` and `labourer` list the options it considers (by default all),
    `relies.CONTINGENCY` the benefits by which it means to meet a contingency.
    """

    iso3: str
    name: Text
    year: int
    currency: str
    inputs: Mapping[str, Input] = field(default_factory=dict)
    benefits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # contingency -> names of benefits
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()

    def value(self, key: str) -> Any:
        """The value of an input, or nothing."""
        found = self.inputs.get(key)
        return None if found is None else found.value

    def without(self, key: str) -> Practice:
        """The same with one thing less known."""
        return replace(self, inputs={name: one for name, one in self.inputs.items() if name != key})

    def given(self, others: Mapping[str, Input]) -> Practice:
        """The same with other inputs, or further ones."""
        return replace(self, inputs={**self.inputs, **others})

    def relied_on(self, contingency: str) -> tuple[str, ...]:
        """The benefits by which the State means to meet a contingency: those chosen, or all."""
        held = self.benefits.get(contingency, ())
        chosen = self.choices.get(f"relies.{contingency}", ())
        return tuple(name for name in held if name in chosen) if chosen else held

"""How the columns of a survey are called, in what units they are, and what their codes mean: said once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from socle.model.survey import Roles

CONCEPTS = ("consumption", "income", "expenditure", "welfare")
PERSON, HOUSEHOLD, ADULT_EQUIVALENT = "person", "household", "adult_equivalent"
OF = (PERSON, HOUSEHOLD, ADULT_EQUIVALENT)


@dataclass(frozen=True)
class MappedColumn:
    """One column of the glossary: the survey's column, the number of each code, payments a year."""

    column: str
    codes: Mapping[str, float] = field(default_factory=dict)  # empty: the cells are numbers
    times: float = 1.0


@dataclass(frozen=True)
class Equivalence:
    """How many adults a household is equivalent to.

    Each person counts by age and sex (`steps`: from this age on a man counts so much, a woman so much), the
    first person `first` where that is said; the sum is raised to `exponent`. Or a column of the survey says it.
    """

    name: str
    steps: tuple[tuple[float, float, float], ...] = ()
    first: float | None = None
    exponent: float = 1.0
    column: str = ""


@dataclass(frozen=True)
class Welfare:
    """The column of welfare: what it is, whose, and in what money."""

    column: str
    currency: str
    prices: int  # the year in whose prices it is
    times: float = 1.0  # payments a year
    concept: str = "welfare"
    of: str = PERSON
    equivalence: Equivalence | None = None
    deflator: str = ""  # column of regional prices, by which welfare is divided
    deflator_base: float = 1.0  # what stands there where prices are those of the country
    uprate: str = "cpi"  # the series that moves it to the base year


@dataclass(frozen=True)
class Joined:
    """A second file with one row a household: what it is called, and its column of household keys."""

    file: str
    key: str


@dataclass(frozen=True)
class Method:
    """How weights are calibrated: see `project/calibration.py`."""

    name: str = "raking"
    bounds: tuple[float, float] | None = None  # of the ratio of new to old weights


@dataclass(frozen=True)
class Calibrate:
    """To what the weights of a survey are calibrated: the projected population, and totals of a file."""

    method: Method
    totals: str = ""
    ages: tuple[int, ...] = (0, 5, 15, 25, 35, 45, 55, 65, 75)  # where the age groups begin


@dataclass(frozen=True)
class SurveyMap:
    """A survey in the words of the glossary."""

    roles: Roles
    welfare: Welfare
    columns: Mapping[str, MappedColumn]
    source: str = ""
    households: Joined | None = None
    calibrate: Calibrate | None = None


@dataclass(frozen=True)
class AdministrativeTotal:
    """A total that an office publishes: persons with something in a column, or the sum of the column a year."""

    name: str
    column: str
    value: float
    source: str
    sums: bool = False  # the sum of the column; otherwise the persons for whom it is above 0
    code: str = ""  # only the persons with this code or label in the column are counted
    times: float = 1.0  # payments a year of the survey's column

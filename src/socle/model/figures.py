"""The figures of a country: a flat list of published numbers, each with its source, and how to ask for them.

A figure is one number about one sex, one age or group of ages, and one year or span of years. `CATALOGUE`
says every figure that exists: its unit, who it may be about, and between which bounds it is believable. A
missing number has no row: nothing is filled here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from socle.ground.axes import SEXES
from socle.ground.refusals import Refusal, nearest
from socle.model.demography import CompactDemography, Group, MigrationProfile, Spell

BOTH: Final = ("both",)
FEMALE: Final = ("female",)
ANY_SEX: Final = ("male", "female", "both")
WHOLE: Final = ("all",)
ADULT: Final = ("15+",)
FERTILE: Final = tuple(f"{age}-{age + 4}" for age in range(10, 55, 5))
ABRIDGED: Final = ("0", "1-4", *(f"{age}-{age + 4}" for age in range(5, 100, 5)), "100+")


class Known(NamedTuple):
    """What is known of a figure before any number: its unit, its people and its bounds.

    `{currency}` in a unit stands for the one currency of the file. `ages` are the labels allowed, the first
    being the usual one; where `groups` is true any groups that do not overlap are allowed beside it.
    Where `whole` is true the groups must cover every age once. `spans` says that a span of years is meant
    as a mean a year (or, for a life table, as its period).
    """

    unit: str
    sexes: tuple[str, ...] = BOTH
    ages: tuple[str, ...] = WHOLE
    low: float = 0.0
    high: float = 1e18
    groups: bool = False
    whole: bool = False
    spans: bool = False


def _percent(unit: str = "percent", sexes: tuple[str, ...] = BOTH, ages: tuple[str, ...] = WHOLE) -> Known:
    return Known(unit, sexes, ages, 0.0, 100.0, groups=sexes == ANY_SEX)


CATALOGUE: Final[Mapping[str, Known]] = {
    "population": Known("persons", SEXES, (), 0, 3e9, groups=True, whole=True),
    "tfr": Known("births per woman", FEMALE, WHOLE, 0.5, 9),
    "mac": Known("years", FEMALE, WHOLE, 24, 34),
    "pasfr": Known("percent of tfr", FEMALE, FERTILE, 0, 100),
    "srb": Known("males per female birth", BOTH, WHOLE, 1.0, 1.2),
    "e0": Known("years", SEXES, ("0",), 50, 95),
    "e65": Known("years", SEXES, ("65",), 5, 40),
    "q5": Known("deaths per 1000 births", BOTH, ("0-4",), 1e-3, 300),
    "mx": Known("deaths per person-year", SEXES, ABRIDGED, 1e-9, 3, spans=True),
    "net_migration": Known("persons per year", BOTH, WHOLE, -1e8, 1e8, spans=True),
    "net_migration_by_age": Known(
        "persons per year", SEXES, (), -1e8, 1e8, groups=True, whole=True, spans=True
    ),
    "gdp": Known("{currency}", low=1),
    "gdp_real_growth": Known("percent", low=-90, high=300),
    "gdp_deflator": Known("index", low=1e-9),
    "cpi": Known("index", low=1e-9),
    "government_revenue": Known("percent of gdp", high=300),
    "government_expenditure": Known("percent of gdp", high=300),
    "government_gross_debt": Known("percent of gdp", high=600),
    "primary_balance": Known("percent of gdp", low=-200, high=200),
    "gdp_usd": Known("USD", low=1),
    "ppp_rate": Known("{currency} per international dollar", low=1e-9),
    "labour_force_participation": _percent("percent", ANY_SEX, ADULT),
    "unemployment_rate": _percent("percent of labour force", ANY_SEX, ADULT),
    "informal_employment": _percent("percent of employment", ANY_SEX, ADULT),
    "employment_in_agriculture": _percent("percent of employment", BOTH, ADULT),
    "average_wage": Known("{currency} per worker per year", ANY_SEX, ADULT, groups=True),
    "poverty_line": Known("2017 international dollars per person per day", low=0.1, high=100),
    "national_poverty_line": Known("{currency} per person per year", low=1e-3),
    "poverty_headcount": _percent("percent", ANY_SEX),
    "gini": _percent(),
    "school_enrolment": _percent("percent", ANY_SEX),
    "orphanhood": _percent("percent", ANY_SEX),
    "severe_disability": _percent("percent", ANY_SEX),
    "coverage_any": _percent("percent", ANY_SEX),
    "coverage_children": _percent("percent", ANY_SEX),
    "coverage_maternity": _percent("percent", FEMALE),
    "coverage_disability": _percent("percent", ANY_SEX),
    "coverage_unemployment": _percent("percent", ANY_SEX),
    "coverage_old_age": _percent("percent", ANY_SEX),
    "coverage_work_injury": _percent("percent", ANY_SEX),
    "coverage_poor": _percent("percent", ANY_SEX),
    "coverage_vulnerable": _percent("percent", ANY_SEX),
    "coverage_social_assistance": _percent(),
    "coverage_social_insurance": _percent(),
    "coverage_labour_market": _percent(),
}
"""Every figure that a country may have. `coverage_*` are the series of SDG indicator 1.3.1."""


class Figure(NamedTuple):
    """One number, as its file says it; `line` is where it stands there."""

    figure: str
    sex: str
    age: str
    first_year: int
    last_year: int
    value: float
    unit: str
    source: str
    vintage: str
    line: int

    @property
    def ages(self) -> tuple[int, int | None]:
        """First and last completed age, both included; no last age where the group is open."""
        return age_span(self.age)

    @property
    def year(self) -> str:
        """The year, or `first-last`."""
        one = self.first_year == self.last_year
        return str(self.first_year) if one else f"{self.first_year}-{self.last_year}"


@lru_cache(maxsize=1024)
def age_span(label: str) -> tuple[int, int | None]:
    """Ages of a label: `all` is 0 and over, `7` is 7 to 7, `20-24` is closed, `85+` is open."""
    if label == "all":
        return 0, None
    if label.endswith("+"):
        return int(label[:-1]), None
    first, _, last = label.partition("-")
    return int(first), int(last or first)


@dataclass(frozen=True, eq=False)
class Series(Mapping[int, float]):
    """One figure over the years: behaves as {year: value}, and knows where its numbers come from."""

    figures: tuple[Figure, ...]

    @cached_property
    def _values(self) -> dict[int, float]:
        return {figure.first_year: figure.value for figure in self.figures}

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the sources, each once, in order of the years."""
        return tuple(dict.fromkeys(figure.source for figure in self.figures))

    @property
    def unit(self) -> str:
        """The unit of the file; empty where there is no number."""
        return self.figures[0].unit if self.figures else ""

    def __getitem__(self, year: int) -> float:
        return self._values[year]

    def __iter__(self) -> Iterator[int]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@dataclass(frozen=True, eq=False)
class Figures:
    """The figures of one country, as read from one file."""

    country: str
    file: str
    rows: tuple[Figure, ...]

    @cached_property
    def _by_figure(self) -> dict[tuple[str, str, str], tuple[Figure, ...]]:
        found: dict[tuple[str, str, str], list[Figure]] = {}
        for row in sorted(self.rows, key=lambda row: (row.first_year, row.line)):
            found.setdefault((row.figure, row.sex, row.age), []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @property
    def currency(self) -> str:
        """ISO 4217 code of the currency in which gross domestic product is written; empty if it has none."""
        return next((row.unit for row in self.rows if row.figure == "gdp"), "")

    @property
    def sources(self) -> dict[str, str]:
        """Source key -> vintage, of every row, in the order of the file."""
        return {row.source: row.vintage for row in self.rows}

    def of(self, figure: str) -> tuple[Figure, ...]:
        """Every row of a figure, in the order of the file."""
        known(figure)
        return tuple(row for row in self.rows if row.figure == figure)

    def series(self, figure: str, sex: str = "", age: str = "") -> Series:
        """A figure over the years; empty if the country has none. Sex and age default to the usual ones."""
        usual = known(figure)
        sex = sex or ("both" if "both" in usual.sexes else usual.sexes[0])
        age = age or (usual.ages[0] if usual.ages else "all")
        return Series(self._by_figure.get((figure, sex, age), ()))

    def latest(self, figure: str, sex: str = "", age: str = "") -> Figure | None:
        """The figure of the last year known, or nothing."""
        rows = self.series(figure, sex, age).figures
        return rows[-1] if rows else None

    def value(self, figure: str, year: int, *, sex: str = "", age: str = "") -> float:
        """The figure of a year; a refusal that names the years known if there is none."""
        series = self.series(figure, sex, age)
        if year not in series:
            raise Refusal(
                "There is no `{figure}` of {year} for {country}; known years: {years}.",
                where=self.file,
                figure=figure,
                year=year,
                country=self.country,
                years=", ".join(map(str, series)) or "-",
            )
        return series[year]

    def groups(self, figure: str, sex: str, first_year: int | None = None) -> tuple[Group, ...]:
        """A figure by ages, youngest first, of the year asked or of the last year known.

        The usual total (`all`, `15+`) is left out where there are finer ages.
        """
        rows = [row for row in self.of(figure) if row.sex == sex]
        year = max((row.first_year for row in rows), default=0) if first_year is None else first_year
        rows = [row for row in rows if row.first_year == year]
        total = known(figure).ages[:1]
        fine = [row for row in rows if row.age not in total] if len(rows) > 1 else rows
        return tuple(sorted(Group(*row.ages, row.value) for row in fine))

    def demography(self) -> CompactDemography:
        """The demographic figures, ready to be expanded to single ages and years."""
        year = max((row.first_year for row in self._required("population")), default=0)
        self._required("tfr")
        self._required("e0")
        return CompactDemography(
            country=self.country,
            year=year,
            population={sex: self.groups("population", sex, year) for sex in SEXES},
            tfr=self.series("tfr"),
            e0={sex: self.series("e0", sex) for sex in SEXES},
            mac=self.series("mac"),
            pasfr=self._profiles_of_mothers(),
            srb=self.series("srb"),
            e65={sex: self.series("e65", sex) for sex in SEXES if self.series("e65", sex)},
            q5=self.series("q5"),
            mx=self._life_table(),
            migration=tuple(
                Spell(row.first_year, row.last_year, row.value) for row in self.of("net_migration")
            ),
            profiles=self._migration_profiles(),
        )

    def _required(self, figure: str) -> tuple[Figure, ...]:
        rows = self.of(figure)
        missing = [sex for sex in known(figure).sexes if not any(row.sex == sex for row in rows)]
        if missing:
            raise Refusal(
                "A population cannot be projected without `{figure}` ({sexes}).",
                where=self.file,
                figure=figure,
                sexes=", ".join(missing),
            )
        return rows

    def _profiles_of_mothers(self) -> dict[int, tuple[float, ...]]:
        years = sorted({row.first_year for row in self.of("pasfr")})
        return {
            year: tuple(self.value("pasfr", year, sex="female", age=age) for age in FERTILE) for year in years
        }

    def _life_table(self) -> dict[str, tuple[float, ...]]:
        tables = {sex: [row for row in self.of("mx") if row.sex == sex] for sex in SEXES}
        return {
            sex: tuple(row.value for row in sorted(rows, key=lambda row: row.ages[0]))
            for sex, rows in tables.items()
            if rows
        }

    def _migration_profiles(self) -> tuple[MigrationProfile, ...]:
        spans = sorted({(row.first_year, row.last_year) for row in self.of("net_migration_by_age")})
        return tuple(
            MigrationProfile(*span, *(self.groups("net_migration_by_age", sex, span[0]) for sex in SEXES))
            for span in spans
        )


def known(figure: str) -> Known:
    """What is known of a figure; a refusal with the nearest name if it does not exist."""
    if figure not in CATALOGUE:
        raise Refusal(
            "`{figure}` is not a figure that a country may have.",
            nearest=nearest(figure, CATALOGUE),
            figure=figure,
        )
    return CATALOGUE[figure]

"""What an insurance institution may say of itself for a valuation: facts, and tables of persons, money and rates.

The one list of it: the importer, the template, the manual and the refusals follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from socle.ground.words import N_

UNITS: Final = {
    "sex": N_("male or female"),
    "age": N_("whole years"),
    "whole": N_("whole number"),
    "counted": N_("whole number, at least 1"),
    "years": N_("years, parts of a year count"),
    "signed": N_("years, may be negative"),
    "count": N_("persons"),
    "number": N_("number"),
    "spread": N_("number from 0 to 3"),
    "money": N_("money a month or a year, as the fact `per` says"),
    "stock": N_("money, a sum"),
    "share": N_("share from 0 to 1"),
    "growth": N_("growth in a year as a share: 0.03"),
    "year": N_("calendar year"),
    "word": N_("name or text"),
}
"""What a kind of cell holds."""


@dataclass(frozen=True)
class Column:
    """A column of a table, or a fact: its name, kind (a key of `UNITS`) and a sentence for people."""

    name: str
    kind: str
    sentence: str
    required: bool = True
    words: tuple[str, ...] = ()  # the only words that may be written, if there are such
    blank: bool = False  # whether a cell may be empty although the column is there


@dataclass(frozen=True)
class TableSpec:
    """A table that a valuation reads."""

    name: str
    sentence: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]  # no two rows agree in all of these
    required: bool = True
    run: str = ""  # the column whose values follow one another without holes, for each sex
    begins: int | None = None  # its first value
    accounts: bool = False  # whether further columns are accounts of the law

    def column(self, name: str) -> Column | None:
        """The column of that name; an account where the table may have some."""
        found = {one.name: one for one in self.columns}.get(name)
        return found or (Column(name, "stock", ACCOUNT, False) if self.accounts else None)


ACCOUNT: Final = N_("What the account of this name in the law holds, on average a head.")
SEX: Final = Column("sex", "sex", N_("Sex."), words=("male", "female"))
AGE: Final = Column("age", "age", N_("Age in completed years on 1 January."))
SERVICE: Final = Column("service", "years", N_("Years of service credited."))
PERSONS: Final = Column("persons", "count", N_("Number of persons."))

FACTS: Final = (
    Column("country", "word", N_("Code of the country (ISO 3166, three letters).")),
    Column("year", "year", N_("First year projected; all stocks are those of 1 January of it.")),
    Column("currency", "word", N_("Code of the currency (ISO 4217, three letters).")),
    Column("per", "word", N_("Period of all flows of money below."), words=("month", "year")),
    Column("prices", "year", N_("Year of the prices of all money; it must be the first year projected.")),
    Column("reserve", "stock", N_("Reserve on 1 January, at market value.")),
    Column(
        "average_wage",
        "money",
        N_("Average insured wage; by default the mean of the earnings of contributors."),
        False,
    ),
    Column("top_service", "counted", N_("Last year of service that is told apart; by default 50."), False),
    Column(
        "spread",
        "spread",
        N_("Standard deviation of the logarithm of lasting differences of earnings at one age and sex."),
        False,
    ),
    Column(
        "yearly_spread",
        "spread",
        N_("Standard deviation of the logarithm of earnings from year to year around them."),
        False,
    ),
    Column(
        "mortality",
        "word",
        N_("Death rates: national, or those of the table `mortality`; by default national."),
        False,
        words=("national", "table"),
    ),
    Column(
        "spouse_gap",
        "signed",
        N_("Years by which a husband is older than his wife, where `families` does not say it."),
        False,
    ),
)
"""Facts; further `sources.TABLE` says where a table comes from and `prices.TABLE` the year of its prices."""

_TABLES: Final = (
    TableSpec(
        "contributors",
        N_("Active insured persons; several rows of one age and sex give the distribution of service."),
        (
            SEX,
            AGE,
            SERVICE,
            PERSONS,
            Column("earnings", "money", N_("Average insurable earnings while contributing.")),
        ),
        key=("sex", "age", "service"),
        accounts=True,
    ),
    TableSpec(
        "inactive",
        N_("Persons with past service who do not contribute and have no pension."),
        (SEX, AGE, SERVICE, PERSONS),
        key=("sex", "age", "service"),
        required=False,
        accounts=True,
    ),
    TableSpec(
        "pensioners",
        N_("Pensions in payment."),
        (
            Column("benefit", "word", N_("Benefit of the law that is paid.")),
            SEX,
            AGE,
            PERSONS,
            Column("amount", "money", N_("Average pension.")),
        ),
        key=("benefit", "sex", "age"),
        required=False,
    ),
    TableSpec(
        "rates",
        N_("Independent yearly rates by age on 1 January: what would happen if nothing else did."),
        (
            SEX,
            AGE,
            Column("invalidity", "share", N_("Contributors who become invalid in a year.")),
            Column("leaving", "share", N_("Contributors who stop contributing in a year.")),
            Column("returning", "share", N_("Inactive persons who contribute again within a year.")),
            Column("density", "share", N_("Share of the year for which contributors contribute.")),
        ),
        key=("sex", "age"),
        run="age",
    ),
    TableSpec(
        "mortality",
        N_("Probabilities of dying within a year, if the fact `mortality` says `table`."),
        (
            SEX,
            AGE,
            Column("death", "share", N_("Probability of dying within a year.")),
            Column(
                "invalid_death", "share", N_("The same for those who receive an invalidity pension."), False
            ),
        ),
        key=("sex", "age"),
        required=False,
        run="age",
        begins=0,
    ),
    TableSpec(
        "retirement",
        N_("Share of those who may retire and do, by years since they first could; the last holds after it."),
        (
            SEX,
            Column("waited", "whole", N_("Whole years since the person could first retire: 0, 1, 2, ...")),
            Column("rate", "share", N_("Share that retires in the year.")),
        ),
        key=("sex", "waited"),
        run="waited",
        begins=0,
    ),
    TableSpec(
        "families",
        N_("Whom the insured leave behind, by their own sex and age; needed for pensions of survivors."),
        (
            SEX,
            AGE,
            Column("with_spouse", "share", N_("Share that has a spouse or partner whom the law counts.")),
            Column("spouse_gap", "signed", N_("Age of the spouse less the own age."), False),
            Column("children", "number", N_("Children on average whom the law counts."), False),
            Column("child_age", "years", N_("Age of these children on average."), False),
        ),
        key=("sex", "age"),
        required=False,
        run="age",
    ),
    TableSpec(
        "entrants",
        N_("Pattern of ages at which persons are insured for the first time; weights for each sex."),
        (SEX, AGE, Column("share", "number", N_("Weight of this age among the new entrants of the sex."))),
        key=("sex", "age"),
        run="age",
    ),
    TableSpec(
        "years",
        N_(
            "Path of the economy and the scheme: on a straight line between the years given, held after the last."
        ),
        (
            Column("year", "year", N_("Calendar year.")),
            Column("wage_growth", "growth", N_("Growth of the average wage, in current money.")),
            Column("inflation", "growth", N_("Growth of consumer prices.")),
            Column("fund_return", "growth", N_("Return of the reserve, in current money.")),
            Column("compliance", "share", N_("Share of contributions due that is collected.")),
            Column("administration", "share", N_("Administration as a share of insurable earnings.")),
            Column(
                "coverage_men",
                "share",
                N_("Insured men as a share of the labour force aged 15 to 69."),
                False,
            ),
            Column(
                "coverage_women",
                "share",
                N_("Insured women as a share of the labour force aged 15 to 69."),
                False,
            ),
            Column("insured_men", "count", N_("Insured men."), False),
            Column("insured_women", "count", N_("Insured women."), False),
        ),
        key=("year",),
    ),
    TableSpec(
        "history",
        N_("Past years of the economy, from which it is estimated how far futures spread; fifteen or more."),
        (
            Column("year", "year", N_("Calendar year.")),
            Column("inflation", "growth", N_("Growth of consumer prices.")),
            Column("wage_growth", "growth", N_("Growth of the average wage, in current money.")),
            Column("fund_return", "growth", N_("Return of the reserve, in current money.")),
        ),
        key=("year",),
        required=False,
    ),
    TableSpec(
        "totals",
        N_("Totals known from elsewhere, such as an annual report, with which the tables must agree."),
        (
            Column(
                "table",
                "word",
                N_("The table that is added up."),
                words=("contributors", "inactive", "pensioners"),
            ),
            Column("sex", "word", N_("Sex, or both."), words=("male", "female", "both")),
            Column("age", "age", N_("Age; empty for all ages."), False, blank=True),
            PERSONS,
            Column("average", "money", N_("Average earnings or pension; may be empty."), False, blank=True),
        ),
        key=("table", "sex", "age"),
        required=False,
    ),
)
TABLES: Final[Mapping[str, TableSpec]] = {spec.name: spec for spec in _TABLES}

GIVEN: Final = ("sex", "age", "waited", "year", "benefit", "table")  # what a template fills in
PAIRS: Final = (
    ("years", "coverage_men", "coverage_women"),
    ("years", "insured_men", "insured_women"),
    ("families", "children", "child_age"),
)
"""Columns that stand together or not at all."""

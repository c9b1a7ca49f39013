"""What an insurance institution may say of itself for a valuation: facts, and tables of persons, money and rates.

The one list of it: the importer, the template, the manual and the refusals follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from socle.ground.words import N_
from socle.model.form import Column, Form, TableSpec

ACCOUNT: Final = N_("What the account of this name in the law holds, on average a head.")
ACCOUNTS: Final = Column("", "stock", ACCOUNT, False)
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
        others=ACCOUNTS,
    ),
    TableSpec(
        "inactive",
        N_("Persons with past service who do not contribute and have no pension."),
        (SEX, AGE, SERVICE, PERSONS),
        key=("sex", "age", "service"),
        required=False,
        others=ACCOUNTS,
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
READ_ME: Final = (
    N_("Fill in the yellow cells of each sheet, and leave the names of sheets and columns as they are."),
    N_(
        "Rows to which nothing is added beside what stands there now do not count: there is no need to delete them."
    ),
    N_("Rows may be added, in any order. A row that begins with # is for people and is not read."),
    N_(
        "Money: `per` in the sheet `facts` says whether earnings and pensions are those of a month or of a year."
    ),
    N_("The reserve and the accounts of the law are sums of money: they are never multiplied by twelve."),
    N_("All money is in prices of the first year projected; all persons are those of 1 January of it."),
    N_("Say in the sheet `facts` where each table comes from: a report, a register, an estimate."),
    N_("Then: `socle check` and this file. Whatever is wrong is named by sheet and cell."),
)
INSTITUTION: Final = Form(
    "institution",
    "valuation.yaml",
    N_("Data for an actuarial valuation: {country}, {year}"),
    FACTS,
    TABLES,
    GIVEN,
    READ_ME,
    each=(
        Column("prices", "year", N_("Year of the prices of this table.")),
        Column("sources", "word", N_("Where this table comes from."), False),
    ),
    pairs=PAIRS,
)

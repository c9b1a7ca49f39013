"""What a country says in the Social Security Inquiry: facts, and tables of schemes, money and people.

The one list of it: the importer, the template, the checks, the manual and the refusals follow. A benefit is
named by its scheme and its own name, as in files of law: scheme `old_age`, benefit `pension`.
"""

from __future__ import annotations

from typing import Final

from socle.ground.words import N_
from socle.model import inquiry_codes as codes
from socle.model.form import Column, Form, TableSpec

PERIODS: Final = ("month", "year")


def _coded(name: str, sentence: str, words: codes.Words, *more: str, blank: bool = False) -> Column:
    """A column that holds codes; `more` are further codes."""
    return Column(name, "word", sentence, not blank, (*words, *more), blank, meanings=words)


def _free(name: str, sentence: str, kind: str = "text") -> Column:
    """What may be left out."""
    return Column(name, kind, sentence, False, blank=True)


FACTS: Final = (
    Column("country", "word", N_("Code of the country (ISO 3166, three letters).")),
    Column("year", "year", N_("Year that the inquiry is about.")),
    Column("currency", "word", N_("Code of the currency (ISO 4217, three letters).")),
    Column(
        "money_unit",
        "word",
        N_(
            "Unit of all sums of money: receipts, expenditure, reserves, GDP. Wages, lines and levels of benefits "
            "are always in the currency itself."
        ),
        words=tuple(codes.MONEY_UNITS),
    ),
    Column("fiscal_year_start", "word", N_("First day of the fiscal year: 01-01 or 07-01."), False),
    Column("respondent", "text", N_("Institution that answers.")),
    Column("population", "count", N_("Population in the middle of the year."), False),
    Column("labour_force", "count", N_("Persons who work or look for work."), False),
    Column("gdp", "stock", N_("Gross domestic product of the year, in current prices."), False),
    Column("government_expenditure", "stock", N_("Expenditure of general government in the year."), False),
    Column("average_wage", "stock", N_("Average gross wage of employees."), False),
    Column(
        "average_wage_per",
        "word",
        N_("Period of the average wage; by default a month."),
        False,
        words=PERIODS,
    ),
    Column("minimum_wage", "stock", N_("Lowest wage in law."), False),
    Column(
        "minimum_wage_per",
        "word",
        N_("Period of the minimum wage; by default a month."),
        False,
        words=PERIODS,
    ),
    Column("poverty_line", "stock", N_("National poverty line of one person."), False),
    Column(
        "poverty_line_per",
        "word",
        N_("Period of the poverty line; by default a month."),
        False,
        words=PERIODS,
    ),
    Column("pension_age_men", "years", N_("Age from which men may have a full pension."), False),
    Column("pension_age_women", "years", N_("Age from which women may have a full pension."), False),
    Column("source", "text", N_("Where values come from, unless their row says otherwise."), False),
    Column("reference_date", "date", N_("Date of stocks, unless their row says otherwise."), False),
    Column(
        "status",
        "word",
        N_("Status of values, unless their row says otherwise; by default final."),
        False,
        words=("final", "provisional", "estimated"),
    ),
    Column("method", "text", N_("How values were made, unless their row says otherwise."), False),
)

SCHEME: Final = Column("scheme", "name", N_("Name of the scheme: that of its file of law."))
OF_SCHEME: Final = Column("scheme", "name", N_("Scheme of the table `schemes`."), refers="schemes.scheme")
BENEFIT: Final = Column(
    "benefit", "name", N_("Name of the benefit within its scheme: that of the file of law.")
)
OF_BENEFIT: Final = Column(
    "benefit", "name", N_("Benefit, or empty for the scheme as a whole."), False, blank=True
)
YEAR: Final = Column("year", "year", N_("Calendar year."))
SEX: Final = Column("sex", "word", N_("Sex, or both."), words=codes.SEXES)
AGE: Final = Column("age", "word", N_("Group of ages in completed years, or all."), words=codes.AGES)
COUNT: Final = Column("count", "count", N_("Number of them; empty if it is missing."), blank=True)
AMOUNT: Final = Column(
    "amount", "stock", N_("Money, in the unit of the facts; empty if it is missing."), blank=True
)


META: Final = (
    _free("source", N_("Where the value comes from; by default that of the facts.")),
    _free("reference_date", N_("Date of the value; by default that of the facts."), "date"),
    Column(
        "status",
        "word",
        N_("Status of the value; by default that of the facts."),
        False,
        words=tuple(codes.STATUSES),
        blank=True,
    ),
    _free("method", N_("How the value was made; for a missing value, why it is missing.")),
    _free("confidential", N_("Whether the value may not be shown."), "flag"),
)
"""What every table of values may say of each of its values."""

METADATA: Final = tuple(column.name for column in META)

_TABLES: Final = (
    TableSpec(
        "schemes",
        N_("Schemes of social protection, one a row."),
        (
            SCHEME,
            _free("name_local", N_("Name in the language of the country.")),
            Column("name_en", "text", N_("Name in English.")),
            _free("legal_basis", N_("Laws on which it rests; empty if there are none."), "texts"),
            _free("start_year", N_("Year in which it began."), "year"),
            _free("institution", N_("Institution that runs it.")),
            _coded("type", N_("Type of the scheme."), codes.TYPES),
            _coded("financing", N_("From what it is mainly paid."), codes.FINANCED),
            _coded(
                "participation",
                N_("Whether persons must take part; empty where nobody has to join."),
                codes.PARTICIPATION,
                blank=True,
            ),
            _free("coverage_rule", N_("Who is covered in law.")),
            _free("geographic_scope", N_("Where it works; empty for the whole country.")),
            _free("target_group", N_("For whom it is.")),
            _free("notes", N_("Notes.")),
        ),
        key=("scheme",),
    ),
    TableSpec(
        "benefits",
        N_("Benefits of the schemes, one a row."),
        (
            OF_SCHEME,
            BENEFIT,
            _free("name_local", N_("Name in the language of the country.")),
            Column("name_en", "text", N_("Name in English.")),
            _coded("function", N_("Risk or need that it answers."), codes.FUNCTIONS),
            _coded("nature", N_("In cash or in kind."), codes.NATURES),
            _coded("periodicity", N_("How often it is paid."), codes.PERIODICITY, blank=True),
            Column("means_tested", "flag", N_("Whether it depends on means.")),
            _coded("counted", N_("What its recipients are counted in."), codes.COUNTED),
            _free("qualifying", N_("Conditions, such as years of contributions.")),
            _free("duration", N_("For how long it is paid.")),
            _free("formula", N_("How the amount is worked out.")),
            _free("indexation", N_("How the amount is moved over time.")),
            _free("notes", N_("Notes.")),
        ),
        key=("scheme", "benefit"),
    ),
    TableSpec(
        "receipts",
        N_("Receipts of the schemes by origin; a row `total` may give their sum as the accounts have it."),
        (
            OF_SCHEME,
            YEAR,
            _coded("item", N_("Origin of the money."), codes.RECEIPTS, codes.TOTAL),
            AMOUNT,
            *META,
        ),
        key=("scheme", "year", "item"),
        required=False,
    ),
    TableSpec(
        "expenditure",
        N_("Expenditure of the schemes; a row `total` may give their sum as the accounts have it."),
        (
            OF_SCHEME,
            OF_BENEFIT,
            YEAR,
            _coded("item", N_("Use of the money."), codes.EXPENDITURE, codes.TOTAL),
            AMOUNT,
            *META,
        ),
        key=("scheme", "benefit", "year", "item"),
        required=False,
    ),
    TableSpec(
        "reserves",
        N_("Reserves of the schemes at the beginning and the end of the year."),
        (
            OF_SCHEME,
            YEAR,
            Column("opening", "stock", N_("Reserve on the first day, in the unit of the facts."), blank=True),
            Column("closing", "stock", N_("Reserve on the last day, in the unit of the facts."), blank=True),
            Column(
                "valuation_change",
                "change",
                N_("Change of the value of investments that is no receipt; may be negative."),
                False,
                blank=True,
            ),
            *META,
        ),
        key=("scheme", "year"),
        required=False,
    ),
    TableSpec(
        "protected",
        N_(
            "Protected persons: who is registered, contributes, depends on a contributor or is covered in law."
        ),
        (
            OF_SCHEME,
            OF_BENEFIT,
            YEAR,
            _coded("count_type", N_("Who is counted."), codes.COUNT_TYPES),
            SEX,
            AGE,
            _coded("employment", N_("Status in employment, or all."), codes.EMPLOYMENT),
            COUNT,
            *META,
        ),
        key=("scheme", "benefit", "year", "count_type", "sex", "age", "employment"),
        required=False,
    ),
    TableSpec(
        "beneficiaries",
        N_("Recipients of the benefits, in what `counted` of the benefit says."),
        (
            OF_SCHEME,
            BENEFIT,
            YEAR,
            _coded("measure", N_("How they are counted over time."), codes.MEASURES),
            SEX,
            AGE,
            COUNT,
            *META,
        ),
        key=("scheme", "benefit", "year", "measure", "sex", "age"),
        required=False,
    ),
    TableSpec(
        "levels",
        N_("Levels of the benefits for one recipient, in the currency itself."),
        (
            OF_SCHEME,
            BENEFIT,
            YEAR,
            _coded("stat", N_("Which amount."), codes.STATS),
            Column(
                "amount", "stock", N_("Amount in the currency itself; empty if it is missing."), blank=True
            ),
            _coded("period", N_("Period of the amount."), codes.PERIODICITY),
            *META,
        ),
        key=("scheme", "benefit", "year", "stat"),
        required=False,
    ),
    TableSpec(
        "populations",
        N_("National groups of people that shares refer to."),
        (
            _coded("group", N_("Group of people."), codes.GROUPS),
            YEAR,
            SEX,
            COUNT,
            _free("definition", N_("Who is counted, such as ages.")),
            *META,
        ),
        key=("group", "year", "sex"),
        required=False,
    ),
    TableSpec(
        "overlaps",
        N_("Persons counted twice: in two schemes or benefits of which both count them."),
        (
            OF_SCHEME,
            OF_BENEFIT,
            Column("other_scheme", "name", N_("The other scheme."), refers="schemes.scheme"),
            _free("other_benefit", N_("Its benefit, or empty for the whole of it."), "name"),
            _coded(
                "group", N_("Group of people, or empty for all whom both count."), codes.GROUPS, blank=True
            ),
            YEAR,
            SEX,
            Column("rate", "share", N_("Share of the smaller of both counts that is in both.")),
            *META,
        ),
        key=("scheme", "benefit", "other_scheme", "other_benefit", "group", "year", "sex"),
        required=False,
    ),
    TableSpec(
        "reasons",
        N_("Why a warning of the checks is accepted."),
        (
            Column("check", "word", N_("Name of the check that warns.")),
            Column(
                "row",
                "word",
                N_("What it warns of, as the warning says; with * at its end, all that begins so."),
            ),
            Column("reason", "text", N_("Why the values are right nevertheless.")),
        ),
        key=("check", "row"),
        required=False,
    ),
    TableSpec(
        "missing",
        N_("What could not be given, and why."),
        (
            Column("table", "word", N_("Table in which it is missing.")),
            _free("scheme", N_("Scheme, or empty for all."), "name"),
            Column("what", "text", N_("What is missing.")),
            Column("reason", "text", N_("Why it is missing.")),
        ),
        key=("table", "scheme", "what"),
        required=False,
    ),
)
TABLES: Final = {spec.name: spec for spec in _TABLES}

SECTIONS: Final = (
    "schemes",
    "benefits",
    "receipts",
    "expenditure",
    "reserves",
    "protected",
    "beneficiaries",
    "levels",
    "populations",
)
"""Tables of which a submission says how much it fills in."""

GIVEN: Final = (
    *("scheme", "benefit", "year", "item", "sex", "age", "employment", "count_type", "measure", "stat"),
    *("period", "group", "definition", "other_scheme", "other_benefit"),
)
"""Columns that a template fills in: a row with nothing else is not counted as an answer."""

READ_ME: Final = (
    N_("Fill in the yellow cells of each sheet, and leave the names of sheets and columns as they are."),
    N_(
        "Rows to which nothing is added beside what stands there now do not count: there is no need to delete them."
    ),
    N_("Rows may be added, in any order. A row that begins with # is for people and is not read."),
    N_(
        "Sums of money are in the unit that `money_unit` of the sheet `facts` says; wages, lines and levels of "
        "benefits are in the currency itself."
    ),
    N_(
        "What is not known stays empty with the status `missing` and the reason as its method, or is told in the sheet "
        "`missing`. Nothing is filled in for you."
    ),
    N_("A part may be sent in before the rest: what is filled in is shown as a share of each section."),
    N_("Errors must be mended. A warning is accepted with a reason in the sheet `reasons`."),
    N_("Then: `socle inquiry submit` and this file. Whatever is wrong is named by sheet and cell."),
)
INQUIRY: Final = Form(
    "inquiry",
    "inquiry.yaml",
    N_("Social Security Inquiry: {country}, {year}"),
    FACTS,
    TABLES,
    GIVEN,
    READ_ME,
)

"""What a country says of its law and practice for the tests of standards: the form `standards`.

One list of facts and columns for the reader, the template and the reference. Inputs are those of `practice.INPUTS`
and are called as there. An empty cell is not known; a limit that the law does not set is the word `none`.
"""

from __future__ import annotations

from typing import Final

from socle.ground.words import N_
from socle.model.form import Column, Form, TableSpec
from socle.model.observation import ESTIMATED, FINAL, PROVISIONAL, STATUSES
from socle.model.practice import BRANCHES, EARNINGS, FORMULAS, INPUTS, LABOURER, PROTECTED, SKILLED

PERIODS: Final = ("week", "month", "year")
COUNTRY: Final = (
    *("residents", "economically_active", "employees", "industrial_employees", "industry_employees"),
    *("employed_women", "children_of_residents", "children_of_protected"),
    *("mean_earnings", "p75_earnings", "turner_wage", "typical_skilled_wage"),
    *("labourer_machinery_wage", "labourer_wage", "minimum_wage", "basic_living_expenses"),
    *("family_allowance", "family_benefits", "employee_contributions", "protection_resources"),
    *("employees_part", "new_jobseeker_categories"),
)
"""Inputs of the country, in the order of the sheet `facts`."""

PERSONS: Final = tuple(dict.fromkeys(protected for protected, _total in PROTECTED.values()))
OF_BRANCH: Final = ("provided", *PERSONS, "poor", "dependants")
OF_BENEFIT: Final = (
    *("qualifying_years", "residence_years", "reduced_after_years", "waiting_days", "duration_weeks"),
    *("leave_weeks", "postnatal_weeks", "pension_age", "allowances_continue", "means_counted"),
    *("total_paid", "total_comparable"),
)
SUMS: Final = (
    "family_benefits",
    "employee_contributions",
    "protection_resources",
    "total_paid",
    "total_comparable",
)
"""Money that is the sum of a year whatever `per` says."""

CONTINGENCY_NAMES: Final = {
    **{name: BRANCHES[name] for name in ("medical_care", "sickness", "unemployment", "old_age")},
    "temporary_incapacity": N_("Temporary incapacity after an employment injury"),
    "permanent_loss": N_("Permanent loss of earning capacity after an employment injury"),
    "injury_survivors": N_("Death after an employment injury"),
    **{name: BRANCHES[name] for name in ("family", "maternity", "invalidity", "survivors")},
}
"""What a benefit answers, in words."""

SERVICE: Final = ("old_age", "invalidity", "survivors")
"""Contingencies whose benefits may grow with years of contribution: of these, what years do must be said."""

FIGURES: Final = ("rate", "accrual", "flat", "rate_limit", "ceiling", "at_least", "at_most")
"""Figures of a formula, as in `practice.Written`."""

_KINDS: Final = {
    "persons": "count",
    "money": "money",
    "years": "years",
    "days": "number",
    "weeks": "number",
    "number": "whole",
    "share": "share",
    "flag": "flag",
}


def needed(formula: str, contingency: str, held: frozenset[str]) -> tuple[str, ...]:
    """Cells that a formula cannot do without; `held` are the cells that hold something other than 0.

    A share of earnings needs its rate and every limit that might bind: the ceiling of insured earnings, the least and
    the most that is paid. Where benefits may grow with years (`SERVICE`) it needs what a year adds as well, 0 if
    nothing, and else the most that years add up to. What is the same for all, or paid after a test of means, needs
    its amount. In `SERVICE` each needs the years before it is due, and if there are such, also those before a reduced
    benefit is.
    """
    grows = contingency in SERVICE
    names = ["flat"]
    if formula == EARNINGS:
        names = ["rate", "accrual"] if grows else ["rate"]
        names += ["rate_limit"] if "accrual" in held else []
        names += ["ceiling", "at_least", "at_most"]
    names += ["qualifying_years"] if grows else []
    names += ["reduced_after_years"] if grows and "qualifying_years" in held else []
    return tuple(names)


def _input(name: str, kind: str = "") -> Column:
    unit, sentence = INPUTS[name]
    return Column(name, kind or ("yearly" if name in SUMS else _KINDS[unit]), sentence, False, blank=True)


def _free(name: str, kind: str, sentence: str, **more: object) -> Column:
    return Column(name, kind, sentence, False, blank=True, **more)  # type: ignore[arg-type]


SAID: Final = {"final": FINAL, "provisional": PROVISIONAL, "estimated": ESTIMATED}
"""How a form says the status of a row, the surest first."""

FROM: Final = (
    _free("source", "text", N_("Where the row comes from; by default the `source` of the facts.")),
    _free("date", "word", N_("Year or day of the row; by default the `date` of the facts.")),
    _free(
        "status",
        "word",
        N_("How sure the row is; by default final."),
        words=tuple(SAID),
        meanings={word: STATUSES[status] for word, status in SAID.items()},
    ),
)
"""What every table says of its rows."""

FACTS: Final = (
    Column("country", "word", N_("Code of the country (ISO 3166, three letters).")),
    Column("name", "text", N_("Name of the country."), False),
    Column("year", "year", N_("Year that the answers are about.")),
    Column("currency", "word", N_("Code of the currency (ISO 4217, three letters).")),
    Column(
        "per",
        "word",
        N_("Period of wages, benefits and limits of money; sums of a year stay those of a year."),
        words=PERIODS,
    ),
    Column("source", "text", N_("Where the answers come from, unless their row says otherwise.")),
    Column(
        "date",
        "word",
        N_("Year or day of the answers, unless their row says otherwise; by default the year."),
        False,
    ),
    *(_input(name) for name in COUNTRY),
    _free(
        "skilled_options",
        "texts",
        N_(
            "Wages of skilled workers that the State considers; empty for all: `a_turner`, "
            "`b_typical_skilled`, `c_p75`, `d_125mean`."
        ),
    ),
    _free(
        "labourer_options",
        "texts",
        N_("Wages of labourers that the State considers; empty for all: `a_machinery`, `b_typical`."),
    ),
)
OPTIONS: Final = {"skilled": tuple(SKILLED), "labourer": tuple(LABOURER)}
"""Choices of the State -> the options; the fact is `NAME_options`."""

_BRANCH: Final = Column(
    "branch", "word", N_("Branch of social security."), words=tuple(BRANCHES), meanings=BRANCHES
)

_TABLES: Final = (
    TableSpec(
        "branches",
        N_("Whether each branch exists and whom it protects, in all its schemes together."),
        (
            _BRANCH,
            *(_input(name) for name in OF_BRANCH),
            _free(
                "relies",
                "texts",
                N_("Benefits by which the State means to comply; empty for all."),
                refers="benefits.benefit",
            ),
            *FROM,
        ),
        key=("branch",),
        required=False,
        given=("branch",),
    ),
    TableSpec(
        "benefits",
        N_("Benefits in cash, one a row, with the figures for the standard beneficiary."),
        (
            Column(
                "benefit",
                "word",
                N_("Name of the benefit; where it has a file of law, SCHEME.BENEFIT as there."),
            ),
            Column(
                "contingency",
                "word",
                N_("What the benefit answers."),
                words=tuple(CONTINGENCY_NAMES),
                meanings=CONTINGENCY_NAMES,
            ),
            _free("formula", "word", INPUTS["formula"][1], words=tuple(FORMULAS), meanings=FORMULAS),
            _free("rate", "share", N_("Share of earnings that is paid without regard to years.")),
            _free(
                "accrual", "share", N_("Share of earnings that each year of contribution adds; 0 if none.")
            ),
            _free("flat", "money", N_("Amount that is the same for all, alone or on top of the share.")),
            _free("rate_limit", "share_limit", N_("Most that rate and years add up to.")),
            _free("ceiling", "money_limit", N_("Most earnings that are insured.")),
            _free("at_least", "money_limit", N_("Least that is paid.")),
            _free("at_most", "money_limit", N_("Most that is paid.")),
            *(_input(name, "limit" if name == "duration_weeks" else "") for name in OF_BENEFIT),
            *FROM,
        ),
        key=("benefit",),
        required=False,
        given=(),
    ),
    TableSpec(
        "wages",
        N_("Distribution of the earnings of the persons protected, lowest first."),
        (
            Column(
                "percentile",
                "percentile",
                N_("Share of persons who earn no more, out of 100: 75 for three quarters."),
            ),
            Column("wage", "money", N_("Earnings that they do not exceed.")),
            *FROM,
        ),
        key=("percentile",),
        required=False,
        given=("percentile",),
    ),
    TableSpec(
        "care",
        N_("Care that is provided, by branch."),
        (
            _BRANCH,
            Column("item", "name", N_("Name of the care.")),
            _free("sentence", "text", N_("What it is, for people.")),
            Column("provided", "flag", N_("Whether it is provided; empty if it is not known."), blank=True),
            *FROM,
        ),
        key=("branch", "item"),
        required=False,
        given=("branch", "item", "sentence"),
    ),
    TableSpec(
        "conditions",
        N_("Rules of the instruments, and whether the law has them."),
        (
            Column("condition", "name", N_("Name of the rule.")),
            _free("sentence", "text", N_("What it is, for people.")),
            Column("holds", "flag", N_("Whether the law has it; empty if it is not known."), blank=True),
            _free("evidence", "text", N_("Where: the article of the law, a report.")),
            *FROM,
        ),
        key=("condition",),
        required=False,
        given=("condition", "sentence"),
    ),
    TableSpec(
        "origins",
        N_("Where single facts come from, if not from the `source` of the facts."),
        (
            Column("fact", "word", N_("Name of the fact."), words=COUNTRY),
            Column("source", "text", N_("Where it comes from.")),
            *FROM[1:],
        ),
        key=("fact",),
        required=False,
        given=(),
    ),
)
TABLES: Final = {spec.name: spec for spec in _TABLES}

READ_ME: Final = (
    N_("Fill in the yellow cells of each sheet, and leave the names of sheets and columns as they are."),
    N_(
        "What stands in a yellow cell is known from the law, the inquiry or statistics: confirm it or change it."
    ),
    N_("A cell that stays empty is not known: a test that needs it is unknown, neither met nor failed."),
    N_("Where the law sets no limit, write `none`. An empty limit is not known, and so is the benefit."),
    N_(
        "In `benefits`, give what the standard beneficiary receives: a pension of survivors is that of the widow and "
        "two children together."
    ),
    N_(
        "A share of earnings needs `rate`, `ceiling`, `at_least` and `at_most`; for old age, invalidity and survivors "
        "also `accrual`, and `rate_limit` unless `accrual` is 0."
    ),
    N_("An amount that is the same for all, or paid after a test of means, needs `flat`."),
    N_(
        "For old age, invalidity and survivors, give `qualifying_years`, 0 if there are none, and else "
        "`reduced_after_years`: the same number again where no reduced benefit is due before."
    ),
    N_(
        "Where no contributions are asked for, and the benefit does not follow earnings, give `residence_years` as "
        "well, 0 if there are none."
    ),
    N_(
        "Leave `formula` and its figures empty where a file of law says how the benefit is worked out: the law is "
        "used then."
    ),
    N_(
        "In `wages`, percentiles give the 75th one if there are some on both sides; the mean is asked for in `facts`."
    ),
    N_("Then: `socle standards check` and this file. Whatever is wrong is named by sheet and cell."),
)
STANDARDS: Final = Form(
    "standards",
    "standards.yaml",
    N_("Law and practice for the standards of social security: {country}, {year}"),
    FACTS,
    TABLES,
    ("branch", "item", "condition", "sentence", "percentile"),
    READ_ME,
)

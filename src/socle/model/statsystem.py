"""The assessment of a national statistical system of social protection: its questions and its form.

Eleven domains; each question is answered by a level from 0 (absent) to 4 (optimised). The questions are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from socle.ground.words import N_
from socle.model.form import Column, Form, TableSpec

LEVELS: Final = {
    "0": N_("absent"),
    "1": N_("ad hoc: it happens at times"),
    "2": N_("partial: regular in some places or for some schemes"),
    "3": N_("established: regular, written down, everywhere"),
    "4": N_("optimised: established, evaluated and improved"),
}
TOP: Final = 4
ESTABLISHED: Final = 3


@dataclass(frozen=True)
class Domain:
    """A side of the system and its questions: code -> message key."""

    code: str
    title: str
    questions: Mapping[str, str]


DOMAINS: Final = (
    Domain(
        "mandate",
        N_("Legal mandate and coordination"),
        {
            "statistics_law": N_(
                "A law names who produces statistics of social protection and protects them."
            ),
            "duty_to_report": N_(
                "Schemes, public and private, must report figures to the statistical office."
            ),
            "coordination": N_(
                "A body of producers, institutions and ministries meets and decides in common."
            ),
            "social_partners": N_("Employers and workers have a say in what is measured and published."),
        },
    ),
    Domain(
        "sources",
        N_("Inventory of sources"),
        {
            "list_of_schemes": N_("There is one list of all schemes and programmes, with their legal basis."),
            "administrative_records": N_(
                "Registers of contributors and beneficiaries give counts of persons."
            ),
            "accounts": N_("Accounts of the schemes give receipts and expenditure by benefit."),
            "household_surveys": N_(
                "Household and labour force surveys ask about contributions and benefits."
            ),
            "census": N_("A census or population register gives the denominators of coverage."),
            "new_sources": N_("Other sources (payments, tax, telephones) are tried with a written method."),
        },
    ),
    Domain(
        "concepts",
        N_("Concepts and classifications"),
        {
            "definitions": N_("Scheme, benefit, contributor and beneficiary are defined in writing."),
            "functions": N_("Benefits are classified by function as international inquiries do."),
            "accounting": N_("Receipts and expenditure follow one chart, with administration told apart."),
            "units_counted": N_("Persons, households, pensions and payments are never mixed in one count."),
        },
    ),
    Domain(
        "coverage",
        N_("Coverage of the indicator set"),
        {
            "effective_coverage": N_(
                "Effective coverage is measured for each branch and for at least one benefit."
            ),
            "legal_coverage": N_("Legal coverage is measured for each branch."),
            "adequacy": N_("Levels of benefits are compared with wages and with the poverty line."),
            "expenditure": N_("Expenditure is measured by function, with and without health."),
            "financing": N_("Receipts are measured by who pays."),
        },
    ),
    Domain(
        "quality",
        N_("Quality"),
        {
            "accuracy": N_("Errors are measured: sampling, coverage of registers, double counting."),
            "timeliness": N_("Figures of a year are published within twelve months of its end."),
            "punctuality": N_("Figures come out on the day that a calendar announced."),
            "comparability": N_("Breaks of series are told, and series are recalculated."),
            "coherence": N_("Figures of registers, accounts and surveys are reconciled each year."),
            "validation": N_("Figures are checked by written rules before they are published."),
        },
    ),
    Domain(
        "linkage",
        N_("Identifiers and linkage"),
        {
            "personal_identifier": N_("One identifier of persons is used by all institutions."),
            "duplicates": N_("Duplicates within and between schemes are found and removed."),
            "linked_registers": N_("Registers are linked to measure who has several benefits, or none."),
            "employers": N_("Employers have one identifier in social security, tax and statistics."),
        },
    ),
    Domain(
        "disaggregation",
        N_("Disaggregation"),
        {
            "sex": N_("Persons and amounts are published by sex."),
            "age": N_("Persons are published by age group."),
            "disability": N_("Persons with disabilities can be told apart."),
            "employment": N_("Workers are told apart by status and by formal and informal employment."),
            "place": N_("Figures are published by region, urban and rural."),
            "migrants": N_("Migrant workers and refugees can be told apart."),
        },
    ),
    Domain(
        "confidentiality",
        N_("Confidentiality"),
        {
            "data_protection": N_("A law on personal data applies to registers and to statistics."),
            "disclosure_control": N_("Small cells are hidden by written rules before publication."),
            "secure_access": N_("Access to records of persons is limited, logged and reviewed."),
            "research_access": N_("Researchers may use records without names, under contract."),
        },
    ),
    Domain(
        "dissemination",
        N_("Dissemination and metadata"),
        {
            "bulletin": N_("A statistical bulletin of social protection appears every year."),
            "open_data": N_("Tables can be downloaded in an open format, free of charge."),
            "metadata": N_("Sources, definitions and methods are published with the figures."),
            "exchange": N_("Figures are sent to international databases in a standard format."),
            "revisions": N_("Revisions follow a published policy, and earlier editions stay available."),
        },
    ),
    Domain(
        "use",
        N_("Use of the figures"),
        {
            "policy": N_("Plans, budgets and laws of social protection cite the figures."),
            "actuarial": N_("Actuarial valuations and projections draw on the same data."),
            "users": N_("Users are asked what they need, and answers are acted upon."),
            "public_debate": N_("Parliament, social partners and the press use the figures."),
        },
    ),
    Domain(
        "resources",
        N_("Resources"),
        {
            "staff": N_("Enough trained staff work on these statistics in each institution."),
            "budget": N_("Their cost is a line of the regular budget, not of projects only."),
            "systems": N_("Information systems give the figures without work by hand."),
            "training": N_("Staff are trained every year in statistics of social protection."),
        },
    ),
)
TITLES: Final[Mapping[str, str]] = {domain.code: domain.title for domain in DOMAINS}
QUESTIONS: Final[Mapping[tuple[str, str], str]] = {
    (domain.code, code): text for domain in DOMAINS for code, text in domain.questions.items()
}
DISAGGREGATIONS: Final = {
    "_T": N_("everybody"),
    "F": N_("women"),
    "M": N_("men"),
    "age": N_("by age group"),
    "disability": N_("by disability"),
    "place": N_("urban and rural"),
    "quintile": N_("by fifth of income"),
}

_DOMAIN: Final = Column("domain", "word", N_("Side of the system."), words=tuple(TITLES), meanings=TITLES)
_ITEM: Final = Column("item", "name", N_("Code of the question."))
_LEVEL: Final = tuple(LEVELS)

FACTS: Final = (
    Column("country", "word", N_("Code of the country (ISO 3166, three letters).")),
    Column("date", "date", N_("Day of the assessment.")),
    Column("currency", "word", N_("Currency of the costs (ISO 4217, three letters).")),
    Column("team", "texts", N_("Who assessed."), False),
    Column("years", "counted", N_("Years before that of the assessment that figures must cover; 5."), False),
    Column("target", "level", N_("Level that every question should reach; 3."), False),
)
TABLES: Final = {
    "items": TableSpec(
        "items",
        N_("One row a question: leave the level empty where it is not known."),
        (
            _DOMAIN,
            _ITEM,
            Column("question", "text", N_("The question, for people."), False, blank=True),
            Column(
                "level",
                "level",
                N_("Level reached; empty if it is not known."),
                words=_LEVEL,
                blank=True,
                meanings=LEVELS,
            ),
            Column(
                "weight",
                "number",
                N_("Weight of the question; 0 if it does not apply; empty for 1."),
                False,
                blank=True,
            ),
            Column(
                "evidence",
                "text",
                N_("On what the level rests: a law, a report, a meeting."),
                False,
                blank=True,
            ),
        ),
        key=("domain", "item"),
        given=("domain", "item", "question"),
    ),
    "cells": TableSpec(
        "cells",
        N_(
            "Figures that are required and are not in the register; one row for each indicator, source and part."
        ),
        (
            Column("indicator", "name", N_("Code of the indicator.")),
            Column("source", "text", N_("Register, account, survey or census.")),
            Column(
                "part",
                "word",
                N_("For whom: everybody, women, men, or a breakdown."),
                words=tuple(DISAGGREGATIONS),
                meanings=DISAGGREGATIONS,
            ),
            Column("years", "texts", N_("Years for which it is required, such as 2019-2021.")),
            Column(
                "available", "texts", N_("Years for which it is there; empty for none."), False, blank=True
            ),
        ),
        key=("indicator", "source", "part"),
        required=False,
        given=(),
    ),
    "actions": TableSpec(
        "actions",
        N_("The improvement plan: what is done, by whom, by when, at what cost."),
        (
            _DOMAIN,
            _ITEM,
            Column("action", "text", N_("What is done.")),
            Column("owner", "text", N_("Who is responsible.")),
            Column("date", "date", N_("By when it is done.")),
            Column("cost", "stock", N_("Cost in all; empty if it is not known."), False, blank=True),
            Column("from", "level", N_("Level before."), words=_LEVEL, meanings=LEVELS),
            Column("to", "level", N_("Level after."), words=_LEVEL, meanings=LEVELS),
        ),
        key=("domain", "item", "from"),
        required=False,
        given=(),
    ),
}
READ_ME: Final = (
    N_("Fill in the yellow cells of each sheet, and leave the names of sheets and columns as they are."),
    N_(
        "In `items`, give each question the level that is reached: 0 absent, 1 ad hoc, 2 partial, 3 established, "
        "4 optimised."
    ),
    N_("Leave a level empty where it is not known: it is shown as missing and never counted as 0."),
    N_("In `cells`, list figures that are required and that the register does not hold."),
    N_(
        "In `actions`, write the plan: several actions may raise one question, each from the level where the one "
        "before ends."
    ),
    N_("Then: `socle statsystem assess` and this file. Whatever is wrong is named by sheet and cell."),
)
STATSYSTEM: Final = Form(
    "statsystem",
    "assessment.yaml",
    N_("Assessment of the statistical system of social protection: {country}, {year}"),
    FACTS,
    TABLES,
    ("domain", "item", "question"),
    READ_ME,
)

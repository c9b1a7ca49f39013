"""An invented assessment: two Parts, common rules, and every kind of result, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from socle.ground.provenance import Trace
from socle.model.practice import EARNINGS, FLAT, Input, Practice, Written
from socle.model.standard import Acceptance, Grounds, Instrument, Part
from socle.model.verdict import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Assessment, PartVerdict, Verdict

READ = "NL102"


@dataclass(frozen=True)
class Held:
    """What a check gives."""

    practice: Practice
    assessments: Sequence[Assessment]
    trace: Trace = field(default_factory=lambda: Trace("0", {"c102.yaml": "0" * 64}, {"country": "XXX"}))


def said(en: str, fr: str, es: str) -> dict[str, str]:
    return {"en": en, "fr": fr, "es": es}


def grounds(article: str, verified: bool = True) -> Grounds:
    return Grounds(article, verified, (READ,))


def _input(
    value: object, source: str = "Statistics office", date: str = "2024", origin: str = "form"
) -> Input:
    return Input(value, source, date, origin, where="Inputs!C3")


def practice() -> Practice:
    """Part of what is known of Exemplia."""
    return Practice(
        "XXX",
        said("Exemplia", "Exemplie", "Ejemplia"),
        2024,
        "XXD",
        {
            "residents": _input(6_000_000),
            "employees": _input(1_000_000),
            "mean_earnings": _input(4800.0),
            "p75_earnings": _input(6240.0),
            "family_allowance": _input(180.0),
            "employee_contributions": _input(60e6),
            "protection_resources": _input(150e6),
            "branch.sickness.provided": _input(True),
            "branch.sickness.employees_protected": _input(500_000),
            "branch.old_age.provided": _input(True),
            "branch.old_age.employees_protected": _input(480_000),
            "branch.old_age.active_protected": _input(1_300_000),
            "benefit.pension.formula": _input(Written(EARNINGS, accrual=0.015, ceiling=5400.0), origin="law"),
            "benefit.pension.pension_age": _input(62.0, origin="law"),
            "benefit.pension.qualifying_years": _input(15.0, origin="law"),
            "benefit.pension.duration_weeks": _input(np.inf, origin="law"),
            "benefit.sick.formula": _input(Written(FLAT, flat=1320.0), origin="law"),
            "benefit.sick.waiting_days": _input(4.0, origin="law"),
            "condition.appeal": _input(True, origin="law"),
        },
        {"old_age": ("pension",), "sickness": ("sick",)},
    )


def _sickness() -> Part:
    title = said("Sickness benefit", "Indemnités de maladie", "Prestaciones monetarias de enfermedad")
    return Part("III", "sickness", title, grounds("13-18"), ())


def _old_age() -> Part:
    title = said("Old-age benefit", "Prestations de vieillesse", "Prestaciones de vejez")
    return Part("V", "old_age", title, grounds("25-30"), ())


def _common() -> Part:
    return Part(
        "XIII",
        "",
        said("Common provisions", "Dispositions communes", "Disposiciones comunes"),
        grounds("68-72", False),
        (),
    )


def _persons() -> Verdict:
    by_employees = Verdict(
        "persons",
        grounds("27(a)"),
        FAIL,
        0.48,
        0.5,
        "share",
        alternative="27(a)",
        inputs=("branch.old_age.employees_protected", "employees"),
    )
    by_active = Verdict(
        "persons",
        grounds("27(b)"),
        PASS,
        1.3 / 6,
        0.2,
        "share",
        alternative="27(b)",
        inputs=("branch.old_age.active_protected", "residents"),
    )
    poor = Verdict(
        "persons",
        grounds("27(c)"),
        UNKNOWN,
        None,
        1.0,
        "share",
        alternative="27(c)",
        inputs=(),
        missing=("branch.old_age.poor_protected", "branch.old_age.poor"),
    )
    industrial = Verdict(
        "persons", grounds("27(d)"), NOT_APPLICABLE, alternative="27(d)", required=0.5, unit="share"
    )
    return Verdict(
        "persons", grounds("27"), PASS, verdicts=(by_employees, by_active, poor, industrial), joined="any"
    )


def _level() -> Verdict:
    def by(name: str, wage: float) -> Verdict:
        ratio = 2430 / wage
        return Verdict(
            "level",
            grounds("28", False),
            PASS if ratio >= 0.4 else FAIL,
            ratio,
            0.4,
            "share",
            alternative=name,
            contingency="old_age",
            inputs=("benefit.pension.formula", "mean_earnings"),
            figures={"benefit": 2430.0, "reference_wage": wage},
        )

    return Verdict(
        "level",
        grounds("28", False),
        PASS,
        contingency="old_age",
        joined="any",
        flips=True,
        verdicts=(by("d_125mean", 6000.0), by("c_p75", 6240.0)),
    )


def _of_old_age() -> PartVerdict:
    return PartVerdict(
        _old_age(),
        (
            _persons(),
            _level(),
            Verdict(
                "age",
                grounds("26(2)"),
                PASS,
                62.0,
                65.0,
                "years",
                "<=",
                "26(2)",
                "old_age",
                ("benefit.pension.pension_age",),
            ),
        ),
    )


def _of_sickness() -> PartVerdict:
    return PartVerdict(
        _sickness(),
        (
            Verdict(
                "persons",
                grounds("15(a)"),
                PASS,
                0.5,
                0.5,
                "share",
                alternative="15(a)",
                inputs=("branch.sickness.employees_protected", "employees"),
            ),
            Verdict(
                "waiting",
                grounds("18"),
                FAIL,
                4.0,
                3.0,
                "days",
                "<=",
                "18(1)",
                "sickness",
                ("benefit.sick.waiting_days",),
            ),
            Verdict(
                "duration",
                grounds("18"),
                UNKNOWN,
                None,
                26.0,
                "weeks",
                ">=",
                "18(1)",
                "sickness",
                (),
                ("benefit.sick.duration_weeks",),
            ),
        ),
    )


def _of_all() -> PartVerdict:
    return PartVerdict(
        _common(),
        (
            Verdict("appeal", grounds("70", False), PASS, relation="yes", inputs=("condition.appeal",)),
            Verdict(
                "financing",
                grounds("71", False),
                PASS,
                0.4,
                0.5,
                "share",
                "<=",
                "71(2)",
                inputs=("employee_contributions", "protection_resources"),
            ),
            Verdict(
                "equality",
                grounds("68", False),
                UNKNOWN,
                relation="yes",
                missing=("condition.equal_treatment",),
            ),
        ),
    )


def _instrument() -> Instrument:
    return Instrument(
        "C102",
        said(
            "Social Security (Minimum Standards) Convention, 1952",
            "Convention concernant la sécurité sociale (norme minimum), 1952",
            "Convenio sobre la seguridad social (norma mínima), 1952",
        ),
        "convention",
        1952,
        (_sickness(), _old_age()),
        (_common(),),
        Acceptance(
            grounds("2"),
            ("II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"),
            3,
            ("IV", "V", "VI", "IX", "X"),
        ),
        sources={READ: "C102 as published in a law database"},
    )


def assessment() -> Assessment:
    """Old age is met, sickness is not, and of the common rules one is not known."""
    accepted = Verdict("ratification", grounds("2"), FAIL, 1.0, 3.0, "number")
    return Assessment(_instrument(), (_of_sickness(), _of_old_age()), (_of_all(),), accepted)


def checked() -> Held:
    """The assessment with the practice it is of."""
    country = practice()
    return Held(country, (assessment(),))


def hostile() -> Held:
    """The same with texts that a spreadsheet, a browser or a terminal might obey."""
    held = checked()
    evil = '=HYPERLINK("http://example.org","x")<script>alert(1)</script>\x1b[31m'
    inputs = {key: replace(one, source=evil) for key, one in held.practice.inputs.items()}
    country = replace(
        held.practice,
        name={"en": evil},
        inputs=inputs,
        benefits={"old_age": ("=1+1",), "sickness": ("sick",)},
    )
    return Held(country, held.assessments)

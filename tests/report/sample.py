"""A made-up floor of an invented country, rich enough to show every part of a report."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from socle.ground.axes import N_AGES, Array
from socle.ground.provenance import Trace
from socle.model.results import (
    Assumption,
    BenefitCost,
    Floor,
    GuaranteeGap,
    Line,
    Macro,
    NotComputed,
    ScenarioCost,
    Sensitivity,
    SourceUse,
)

YEARS = tuple(range(2023, 2054))
STEPS = np.arange(len(YEARS), dtype=np.float64)


SOURCES = (
    SourceUse(
        "wpp",
        "United Nations",
        "World Population Prospects",
        "2024",
        "CC BY 3.0 IGO",
        "https://example.org/wpp",
    ),
    SourceUse("weo", "IMF", "World Economic Outlook", "October 2025", "open", "", True, "growth after 2030"),
)


def text(en: str, fr: str, es: str) -> dict[str, str]:
    return {"en": en, "fr": fr, "es": es}


TITLES = {
    "child_grant": (
        "children",
        "children",
        text("Child grant", "Allocation pour enfant", "Asignación por hijo"),
    ),
    "maternity": (
        "working_age",
        "maternity",
        text("Maternity benefit", "Prestation de maternité", "Prestación de maternidad"),
    ),
    "disability": (
        "working_age",
        "disability",
        text("Disability benefit", "Prestation d'invalidité", "Prestación por discapacidad"),
    ),
    "pension": ("old_age", "old_age", text("Social pension", "Pension sociale", "Pensión social")),
    "health": (
        "health",
        "health",
        text("Essential health care", "Soins de santé essentiels", "Atención de salud esencial"),
    ),
}


def population() -> Array:
    ages = np.arange(N_AGES)
    shape = np.exp(-ages / 28.0)
    later = np.exp(-ages / 45.0)
    blend = STEPS[:, None] / STEPS[-1]
    by_age = (1 - blend) * shape / shape.sum() * 18.2e6 + blend * later / later.sum() * 33.5e6
    return np.stack([by_age * 0.495, by_age * 0.505], axis=1)


def macro() -> Macro:
    deflator = 1.03**STEPS
    gdp = 18.6e12 * 1.055**STEPS * deflator
    return Macro(
        years=YEARS,
        last_observed=2023,
        last_source=2029,
        gdp=gdp,
        real_growth=np.full(len(YEARS), 0.055),
        deflator=deflator,
        cpi=1.025**STEPS,
        wages=1.4e6 * 1.05**STEPS,
        expenditure=gdp * 0.262,
        revenue=gdp * 0.213,
        exchange_rate=np.full(len(YEARS), 606.6),
        ppp=238.0 * 1.01**STEPS,
        debt=gdp * 0.8,
        primary_balance=-0.02 * gdp,
        interest_rate=np.full(len(YEARS), 0.045),
    )


def benefit(
    name: str, eligible: Array, reached: Array, level: float, admin: float, **more: object
) -> BenefitCost:
    guarantee, branch, title = TITLES[name]
    recipients = eligible * reached
    spending = recipients * level * 1.025**STEPS
    made = BenefitCost(
        scheme="floor",
        benefit=name,
        guarantee=guarantee,
        branch=branch,
        title=title,
        law="Floor Act, section 2",
        eligible=eligible,
        recipients=recipients,
        spending=spending,
        administration=spending * admin,
        contributions=np.zeros(len(YEARS)),
    )
    return replace(made, **more)


def scenario(name: str, title: dict[str, str], size: float, people: Array) -> ScenarioCost:
    reached = np.clip(0.2 + 0.16 * STEPS, 0, 1)
    young, old = people[:, :, :6].sum((1, 2)), people[:, :, 65:].sum((1, 2))
    working = people[:, :, 18:65].sum((1, 2))
    everyone = people.sum((1, 2))
    benefits = (
        benefit("child_grant", young, reached, 80_000 * size, 0.05),
        benefit("maternity", young / 6, reached, 110_000 * size, 0.05),
        benefit("disability", working * 0.027, reached, 300_000 * size, 0.05, flags=("unverified",)),
        benefit("pension", old, np.minimum(reached + 0.1, 1), 310_000 * size, 0.03),
        benefit("health", everyone, np.ones(len(YEARS)), 12_000 * size, 0.0, flags=("caseload",)),
    )
    described = text("One line about it.", "Une ligne à son sujet.", "Una línea sobre él.")
    return ScenarioCost(
        name, title, described, benefits, changes=(("floor.pension.age_band.at_least", "65"),)
    )


def status_quo(people: Array) -> ScenarioCost:
    unknown = np.full(len(YEARS), np.nan)
    title = text("Status quo", "Statu quo", "Situación actual")
    grant = benefit("child_grant", people[:, :, :6].sum((1, 2)), np.full(len(YEARS), 0.07), 30_000, 0.08)
    cases = benefit("pension", unknown, unknown, 0.0, 0.0)
    persons = np.full(len(YEARS), 41_000.0)
    spending = persons * 420_000.0 * 1.025**STEPS
    cases = replace(
        cases,
        scheme="fund",
        title=text("Pension fund", "Caisse de retraite", "Caja de pensiones"),
        recipients=persons,
        spending=spending,
        administration=spending * 0.1,
        contributions=spending * 1.2,
        status="published",
        flags=("caseload", "unverified"),
    )
    absent = NotComputed(
        scheme="civil",
        benefit="sickness",
        guarantee="working_age",
        title=text(
            "Sickness benefit <of> civil servants", "Indemnité de maladie", "Prestación por enfermedad"
        ),
        reason="The number of insured persons is not published since {year}.",
        values={"year": "2015"},
    )
    return ScenarioCost("status_quo", title, title, (grant, cases), not_computed=(absent,))


def gaps(everything: ScenarioCost) -> tuple[GuaranteeGap, ...]:
    known = {"children": 0.01, "maternity": 0.04, "disability": 0.12, "old_age": 0.3, "health": np.nan}
    made = []
    for one in everything.benefits:
        coverage = np.full(len(YEARS), known[one.branch])
        gap = np.maximum(1 - coverage, 0) * one.cost
        made.append(GuaranteeGap(one.branch, coverage, "SDG 1.3.1, 2020", one.cost, gap))
    return tuple(made)


def lines() -> tuple[Line, ...]:
    line = 333_440.0 * 1.025**STEPS
    return (
        Line(
            "national",
            text("National poverty line", "Seuil national de pauvreté", "Línea nacional de pobreza"),
            line,
            "Survey of living conditions 2018/19",
            True,
            ("The survey behind this line is more than eight years old.",),
        ),
        Line(
            "international",
            text("3.00 dollars a day", "3,00 dollars par jour", "3,00 dólares al día"),
            line * 0.8,
            "World Bank",
            False,
        ),
    )


def floor() -> Floor:
    """The floor of Examplia."""
    people, economy = population(), macro()
    low = scenario("low", text("Low scenario", "Scénario bas", "Escenario bajo"), 0.5, people)
    high = scenario("high", text("High scenario", "Scénario haut", "Escenario alto"), 1.0, people)
    return Floor(
        iso3="XXX",
        name=text("Examplia", "Exemplie", "Ejemplia"),
        currency="XOF",
        base_year=2023,
        years=YEARS,
        population=people,
        macro=economy,
        scenarios=(status_quo(people), low, high),
        lines=lines(),
        gaps=gaps(high),
        sensitivity=(
            Sensitivity("Benefit levels 20 % higher", "high", 0.037, 0.030),
            Sensitivity("Benefit levels 20 % lower", "high", 0.025, 0.020),
        ),
        debt_path={"low": 0.8 + 0.002 * STEPS, "high": 0.8 + 0.011 * STEPS},
        sources=SOURCES,
        assumptions=(
            Assumption("Prices", "Benefits follow consumer prices from {year}.", {"year": "2024"}),
            Assumption(
                "Disability", "The prevalence is {share} of adults.", {"share": "2.7 %"}, unverified=True
            ),
        ),
        warnings=("Person-years are added over benefits: a person may be counted twice.",),
        trace=Trace(
            "0.1.0", {"wpp.csv": "ab" * 32}, {"country": "XXX", "base_year": 2023}, ("age_band", "flat")
        ),
    )


def shortened(long: Floor, years: int) -> Floor:
    """The same floor over its first years only."""

    def cut(thing: Any) -> Any:
        named = {field.name: getattr(thing, field.name) for field in fields(thing)}
        arrays = {name: value[:years] for name, value in named.items() if isinstance(value, np.ndarray)}
        return replace(thing, **arrays)

    scenarios = tuple(replace(one, benefits=tuple(map(cut, one.benefits))) for one in long.scenarios)
    return replace(
        cut(long),
        years=long.years[:years],
        macro=replace(cut(long.macro), years=long.years[:years]),
        scenarios=scenarios,
        lines=tuple(map(cut, long.lines)),
        gaps=tuple(map(cut, long.gaps)),
        debt_path={name: path[:years] for name, path in long.debt_path.items()},
    )


def without_pension_from(whole: Floor, at: int) -> Floor:
    """The same floor, where the pension of the last scenario is unknown from the year in position `at` on."""
    *others, last = whole.scenarios
    names = ("eligible", "recipients", "spending", "administration")
    benefits = tuple(
        replace(one, **{name: np.where(at <= STEPS, np.nan, getattr(one, name)) for name in names})
        if one.benefit == "pension"
        else one
        for one in last.benefits
    )
    return replace(whole, scenarios=(*others, replace(last, benefits=benefits)))

"""A number of an actuarial valuation taken apart: its definition, the numbers of the same year that give it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from socle.engine.formula import mathml, text
from socle.ground.expression import NUMBER, Node, column
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.report import labels, numbers
from socle.report.explained_floor import Answer
from socle.report.sections import Table
from socle.report.valuation_names import GENERATION, MOMENT, NAMES
from socle.report.valuation_rows import ALL, SEXES, finances, scalars
from socle.report.valuation_sections import Told

GIVES: Final = {
    "reserve_end": ("reserve", "contributions", "returns", "benefits", "administration"),
    "income_rate": ("contributions", "payroll"),
    "funding_ratio": ("reserve_end", "benefits", "administration"),
    "cost_rate": ("benefits", "administration", "payroll"),
    "actuarial_balance": ("summarised_income_rate", "summarised_cost_rate"),
}
"""A measure of the whole scheme -> the numbers of the same year that give it."""
OF_BENEFIT: Final = {
    "cost_rate": ("benefits", "payroll"),
    "demographic_ratio": ("pensioners", "contributors"),
    "financial_ratio": ("cost_rate", "demographic_ratio"),
}
"""The same of one benefit; what it has not of its own is that of the scheme."""
COMPUTED: Final = N_("projected by Socle")


def value_of(told: Told, measure: str, benefit: str, year: int | None) -> float | None:
    """A number of the valuation; none where it is not defined."""
    said, (name, sex) = finances(told.valued), whose(benefit)
    if measure in GENERATION:
        value = _of_generation(told, measure, sex, year)
    elif measure in said and year is not None:
        years, values = said[measure].get((name, sex), ((), ()))
        value = float(values[years.index(year)]) if year in years else math.nan
    elif benefit:
        return None
    else:
        return scalars(told.valued).get(measure)
    return value if math.isfinite(value) else None


def whose(benefit: str) -> tuple[str, str]:
    """The benefit and the sex that a name says: `old_age`, `old_age.female`, `female`, or nothing."""
    name, _, sex = benefit.rpartition(".")
    return (name or ALL, sex) if sex in SEXES else (benefit or ALL, ALL)


def _of_generation(told: Told, measure: str, sex: str, year: int | None) -> float:
    """What those who enter in a year get; ages are completed years."""
    found = [one for one in told.valued.generations if (one.year, SEXES[one.sex]) == (year, sex)]
    fields = {"entry_age": "age", "retirement_age": "retires"}
    return float(getattr(found[0], fields.get(measure, measure))) if found else math.nan


def refuse_unknown(told: Told, measure: str, benefit: str, year: int | None) -> None:
    """Refuses what no table of the valuation shows."""
    held = (*finances(told.valued), *scalars(told.valued), *(GENERATION if told.valued.generations else ()))
    valid = tuple(name for name in NAMES if name in held)
    if measure not in valid or value_of(told, measure, benefit, year) is None:
        raise Refusal(
            "There is no such number: `{said}`. There are {valid}.",
            said=".".join(part for part in (measure, benefit, str(year or "")) if part)[:60],
            valid=", ".join(valid),
            nearest=nearest(measure, valid),
        )


def answer(told: Told, measure: str, benefit: str, year: int | None) -> Answer:
    """The number as the tables of the valuation show it."""
    value = value_of(told, measure, benefit, year)
    assert value is not None
    text, unit = _shown(told, measure, value)
    return Answer(text, unit, (told._(COMPUTED),))


def _shown(told: Told, measure: str, value: float) -> tuple[str, str]:
    """A number as its table shows it, and what it is measured in."""
    kind = NAMES[measure].unit
    if kind == "money":
        whole = measure == "unfunded_obligation"
        return (told.money(value), "") if whole else (told.millions(value), told.unit)
    said: dict[str, Callable[[], tuple[str, str]]] = {
        "share": lambda: (numbers.share(value, told.lang), ""),
        "ratio": lambda: (told.plain(value, 1), told._(N_("years of spending"))),
        "year": lambda: (told.year(value), ""),
        "age": lambda: (told.plain(value, 0), told._(N_("years of age"))),
        "persons": lambda: (told.count(value), told._(N_("persons"))),
    }
    return (told.plain(value, 2), "") if measure == "moneys_worth" else said[kind]()


def titled(told: Told, measure: str, benefit: str) -> str:
    """What a number is called, with its benefit."""
    name = told.name(measure)
    if not benefit:
        return name
    one, sex = whose(benefit)
    said = [] if one == ALL else [told.name(one) if one in NAMES else told.benefits.get(one, one)]
    said += [] if sex == ALL else [told.sexes[SEXES.index(sex)]]
    title = ", ".join((said[0], *(text.lower() for text in said[1:])))
    return told._("{title}: {text}").format(title=title, text=numbers_in_sentence(name))


def numbers_in_sentence(name: str) -> str:
    """A name in the middle of a sentence."""
    return name[:1].lower() + name[1:]


def steps(told: Told, measure: str, benefit: str, year: int | None) -> tuple[tuple[str, str, float], ...]:
    """Measure, benefit and value of what gives a number, and of the number itself."""
    wanted = OF_BENEFIT.get(measure, ()) if benefit else GIVES.get(measure, ())
    if measure == "cost_rate" and benefit in NAMES:
        wanted = (benefit, "payroll")
    found = []
    for one in wanted:
        own = benefit if benefit and value_of(told, one, benefit, year) is not None else ""
        value = value_of(told, one, own, year)
        if value is not None:
            found.append((one, own, value))
    value = value_of(told, measure, benefit, year)
    assert value is not None
    return (*found, (measure, benefit, value))


def steps_table(told: Told, measure: str, benefit: str, year: int | None) -> Table:
    """Every step with its number in full, when it is, and its definition."""
    _ = told._
    rows = tuple(
        (
            f"{at}. {titled(told, one, own)}",
            _precise(told, one, value),
            labels.join([_(MOMENT[NAMES[one].moment]), _(NAMES[one].definition)]),
        )
        for at, (one, own, value) in enumerate(steps(told, measure, benefit, year), 1)
    )
    return Table(
        _(N_("Steps")), (_(N_("Step")), _(N_("Value")), _(N_("What it says"))), (("", rows),), words=1
    )


def _precise(told: Told, measure: str, value: float) -> str:
    unit = NAMES[measure].unit
    if unit == "share":
        return f"{numbers.number(100 * value, told.lang, 3)}{numbers.HARD_SPACE}%"
    if unit == "ratio":
        return told.plain(value, 4)
    if unit == "money":
        return f"{numbers.number(value, told.lang)} {told.currency}"
    return told.plain(value, 0 if unit == "persons" or value == math.floor(value) else 3)


def formula(told: Told, measure: str, benefit: str) -> tuple[str, str]:
    """The last step typeset, as MathML, and as a line of text; empty where the definition says it in words."""

    def of(name: str) -> Node:
        return column(told.name(name).lower().replace(" ", "_"), NUMBER)

    spent = of("benefits") + of("administration")
    whole: dict[str, Node] = {
        "reserve_end": of("reserve")
        + of("contributions")
        + of("returns")
        - of("benefits")
        - of("administration"),
        "income_rate": of("contributions") / of("payroll"),
        "funding_ratio": of("reserve_end") / spent,
        "cost_rate": spent / of("payroll"),
        "actuarial_balance": of("summarised_income_rate") - of("summarised_cost_rate"),
    }
    single: dict[str, Node] = {
        "cost_rate": of(benefit if benefit in NAMES else "benefits") / of("payroll"),
        "demographic_ratio": of("pensioners") / of("contributors"),
        "financial_ratio": of("cost_rate") / of("demographic_ratio"),
    }
    tree = (single if benefit else whole).get(measure) if whose(benefit)[1] == ALL else None
    return (mathml(tree, told._), text(tree, told._)) if tree is not None else ("", "")

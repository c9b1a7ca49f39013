"""Words of reforms: what is changed, its figures as a law would say them, its cost, why something is not enough."""

from __future__ import annotations

import math
from typing import Final

from socle.ground.units import payments
from socle.ground.words import N_
from socle.model.reform import NO_COST, VALUATION_COST, Change, Cost, Impossible
from socle.report import numbers
from socle.report.assessment_words import Told, clean, sentence

DIGITS: Final = 4  # of the least that is enough
PERCENT: Final = ("share", "share a year", "ratio")
WORDS: Final = {
    "years": N_("years"),
    "months": N_("months"),
    "weeks": N_("weeks"),
    "days": N_("days"),
    "average_wage": N_("of the average wage"),
}
PER: Final = {
    "month": N_("a month"),
    "year": N_("a year"),
    "week": N_("a week"),
    "day": N_("a day"),
    "quarter": N_("a quarter"),
}
MONTHS: Final = 12


def changed(change: Change, told: Told) -> str:
    """What a change is of: its name, and the parameter of the law or the input of the form."""
    name = told._(change.name) if change.name else ""
    if change.items:
        prefix = f"{change.path}." if change.unit == "items" else "condition."
        listed = "; ".join(sentence(f"{prefix}{item}", told.lang) for item in change.items)
        return told._("{title}: {text}").format(title=name, text=listed)
    return f"{name} ({clean(change.path)})"


def figure(value: float, change: Change, told: Told, least: bool = False) -> str:
    """A figure of a change; the least that is enough is rounded to the side on which it still is."""
    if change.unit in ("flag", "items"):
        return told._("yes") if value else told._("no")
    if not math.isfinite(value):
        return told._("no limit")
    value = _friendly(value, change)
    if least:
        value = _outward(value, change.after >= change.before)
    text = numbers.number(value, told.lang, _places(value))
    if change.unit in PERCENT:
        return f"{text}{numbers.THIN_SPACE if told.lang == 'fr' else numbers.HARD_SPACE}%"
    if change.unit == "money" and change.per in PER:
        return f"{text} {told._(PER[change.per])}"
    return f"{text} {told._(WORDS[change.unit])}" if change.unit in WORDS else text


def _friendly(value: float, change: Change) -> float:
    """In the unit of the law: per cent, money a month, months."""
    if change.unit in PERCENT:
        return value * 100
    if change.unit == "average_wage":
        return value / change.scale
    if change.unit == "money" and change.per:
        return value / payments(change.per)
    return value * MONTHS if change.unit == "months" else value


def _outward(value: float, up: bool) -> float:
    """Rounded to a few digits, up or down."""
    if not value:
        return value
    places = DIGITS - 1 - math.floor(math.log10(abs(value)))
    scaled = value * 10.0**places
    near = round(scaled)
    whole = (
        near if math.isclose(scaled, near, rel_tol=1e-9) else math.ceil(scaled) if up else math.floor(scaled)
    )
    return float(whole / 10.0**places)


def _places(value: float) -> int:
    """Decimals that a figure needs, at most four."""
    return next((n for n in range(DIGITS) if math.isclose(round(value, n), value, rel_tol=1e-9)), DIGITS)


def cost(one: Cost, told: Told) -> list[str]:
    """What a reform costs, whom it reaches, and how that was worked out, as phrases."""
    _, lang = told._, told.lang
    if one.method == NO_COST:
        said = {name: _(value) for name, value in one.said.items()}
        return [clean(_(one.reason).format(**said))] if one.reason else []
    money = numbers.money(one.first, clean(told.practice.currency), lang)
    found = [_("{money} more in {year}").format(money=money, year=one.years[0])]
    if math.isfinite(one.share):
        found.append(
            _("{share} of GDP over {first}-{last}").format(
                share=small(one.share, lang), first=one.known[0], last=one.known[-1]
            )
        )
    if len(one.persons) and math.isfinite(one.persons[0]):
        found.append(
            _("{persons} persons receive it in the first year, {more} of them new").format(
                persons=numbers.persons(float(one.persons[0]), lang),
                more=numbers.persons(max(float(one.more_persons[0]), 0.0), lang),
            )
        )
    if one.method == VALUATION_COST:
        points = numbers.number(100 * one.premium, lang, 2)
        found.append(_("premium {points} points of payroll higher").format(points=points))
    return [*found, *([_(one.reason)] if one.reason else [])]


def small(value: float, lang: str) -> str:
    """A share that may be small: two significant digits, at most four decimals."""
    percent = 100 * abs(value)
    places = 1 if percent >= 1 else 2 if percent >= 0.1 or not percent else 4
    sign = numbers.THIN_SPACE if lang == "fr" else numbers.HARD_SPACE
    return f"{numbers.number(100 * value, lang, places)}{sign}%"


def impossible(one: Impossible, told: Told) -> str:
    """Why a parameter alone is never enough."""
    _ = told._
    reason = _(one.reason).format(**{name: _(value) for name, value in one.said.items()})
    because = f" {_(one.because)}" if one.because and "{" not in one.because else ""
    missing = ""
    if one.missing:
        missing = " " + "; ".join(sentence(key, told.lang) for key in one.missing)
    head = f"{_(one.name)} ({clean(one.path)}): " if one.name else ""
    return clean(f"{head}{reason}{because}{missing}")

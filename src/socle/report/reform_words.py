"""Words of reforms: what is changed, its figures as a law would say them, its cost, why something is not enough."""

from __future__ import annotations

import math
from typing import Final

from socle.ground.units import payments
from socle.ground.words import N_
from socle.model.reform import NO_COST, VALUATION_COST, Change, Cost, Impossible
from socle.report import numbers
from socle.report.assessment_words import DURATIONS, Told, clean, joined, sentence

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


def turned(change: Change, told: Told) -> str:
    """A change with its figures: what it is of, as it stands, and as it is proposed."""
    now, then = (figure(value, change, told) for value in (change.before, change.after))
    return told._("{title}: {text}").format(title=changed(change, told), text=f"{now} → {then}")


def figure(value: float, change: Change, told: Told, least: bool = False) -> str:
    """A figure of a change; the least that is enough is rounded to the side on which it still is."""
    if change.unit in ("flag", "items"):
        return told._("yes") if value else told._("no")
    if not math.isfinite(value):
        return told._("no limit")
    value = _friendly(value, change)
    if least:
        value = _outward(value, change.after >= change.before)
    places = _places(value) if least else min(_places(value), _apart(change))
    return _said(value, places, change.unit, told, change.per)


def _said(value: float, places: int, unit: str, told: Told, per: str = "") -> str:
    """A number with its unit in words."""
    if unit in DURATIONS:
        from babel.units import format_unit

        shown = round(value, places) if places else round(value)
        return format_unit(shown, f"duration-{unit.removesuffix('s')}", locale=told.lang)
    text = numbers.number(value, told.lang, places)
    if unit in PERCENT:
        return f"{text}{numbers.THIN_SPACE if told.lang == 'fr' else numbers.HARD_SPACE}%"
    if unit == "money":
        money = told._("{currency} {amount}").format(currency=clean(told.practice.currency), amount=text)
        return f"{money} {told._(PER[per])}" if per in PER else money
    return f"{text} {told._(WORDS[unit])}" if unit in WORDS else text


def _apart(change: Change) -> int:
    """Decimals by which what stands and what is proposed differ to the eye: one where that is enough."""
    ends = [_friendly(value, change) for value in (change.before, change.after)]
    if change.unit not in DURATIONS or not all(map(math.isfinite, ends)):
        return DIGITS
    return next((n for n in range(1, DIGITS) if round(ends[0], n) != round(ends[1], n)), DIGITS)


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
    said = {name: _(value) for name, value in one.said.items()}
    said |= {name: _amount(value, unit, told) for name, (value, unit) in one.figures.items()}
    reason = _(one.reason).format(**said)
    because = f" {_(one.because)}" if one.because and "{" not in one.because else ""
    missing = ""
    if one.missing:
        missing = " " + joined((sentence(key, told.lang).removesuffix(".") for key in one.missing), told.lang)
    text = f"{reason}{because}{missing}"
    if not one.name:
        return clean(text)
    return clean(_("{title}: {text}").format(title=f"{_(one.name)} ({clean(one.path)})", text=text))


def _amount(value: float, unit: str, told: Told) -> str:
    """A figure of a reason, in its unit: per cent with two decimals at most."""
    if not math.isfinite(value):
        return told._("no limit")
    shown = round(100 * value, 2) if unit in PERCENT else value
    return _said(shown, _places(shown), unit, told, "year")

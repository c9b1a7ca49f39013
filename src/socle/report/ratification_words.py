"""Words of ratifications: the answer, what is sure of a day and of Parts, numbers with two ends."""

from __future__ import annotations

from datetime import date
from typing import Final

from socle.exchange.country import load_names, shipped
from socle.ground.words import N_
from socle.measure.campaign import Ends, Pace
from socle.model.practice import BRANCHES
from socle.model.ratification import Ratification, Register, Undated
from socle.report import numbers
from socle.report.code_names import area
from socle.report.text import named, translator
from socle.run.ratifications import Ratifications, Standing

EXACT: Final = N_("{count} States had ratified Convention No. {number} by {day}.")
BETWEEN: Final = N_(
    "Between {low} and {high} States had ratified Convention No. {number} by {day}: of some only the year is known "
    "({countries})."
)
OPEN: Final = N_("At least {count} States had ratified Convention No. {number} by {day}.")
IN_REGION: Final = N_("{region}: {count} of the ratifications of Convention No. {number} by {day}.")
LOWER_BOUND: Final = N_(
    "A lower bound: the register is complete to {complete}. Of later ratifications it holds those that were found, the "
    "latest of {latest}; who is not in it may have ratified since."
)
UNDATED: Final = N_(
    "{count} States have ratified Convention No. {number} (unverified; no register by country is held)."
)
AIM: Final = N_("The campaign aims at {target} ratifications of Convention No. {number} by {ends}.")
REACHED: Final = N_("The target is reached: {count} on {day}.")
LACKING: Final = N_(
    "On {day} there were {count}, so {gap} are lacking: {needed} a year in the time left, after {so_far} a year since "
    "{begins}."
)
JUST_BEGUN: Final = N_("On {day} there were {count}, so {gap} are lacking: {needed} a year in the time left.")
OVER: Final = N_("It ended on {ends} with {count}: {gap} are lacking.")
DOUBTS: Final = {
    ("high", "medium"): N_("some Parts"),
    ("high", "low"): N_("Parts"),
    ("high", "count_only"): N_("which Parts"),
    ("medium", "high"): N_("day"),
    ("medium", "medium"): N_("day, some Parts"),
    ("medium", "low"): N_("day, Parts"),
    ("low", "high"): N_("day"),
    ("low", "medium"): N_("day, some Parts"),
    ("low", "low"): N_("day, Parts"),
}
"""What is not verified, by how sure the day and the Parts are; Parts that are not established are no doubt."""


def state(iso3: str, lang: str) -> str:
    """The name of a State; where its law is held, as it is called there, so that it has one name."""
    return named(load_names(iso3), lang) if iso3 in shipped() else area(iso3, lang)


def headline(found: Ratifications, lang: str) -> str:
    """How many, as of which day, and whether that is all."""
    _, ends = translator(lang), found.count
    said = {"number": found.register.convention[1:], "day": numbers.day(found.day, lang)}
    if found.region:
        text = bound(ends, lang, not found.complete)
        return _(IN_REGION).format(region=area(found.region, lang), count=text, **said)
    if not found.complete:
        return _(OPEN).format(count=whole(ends.low, lang), **said)
    if ends.exact:
        return _(EXACT).format(count=whole(ends.low, lang), **said)
    names = ", ".join(state(row.iso3, lang) for row in found.possible)
    return _(BETWEEN).format(low=int(ends.low), high=int(ends.high), countries=names, **said)


def lower_bound(register: Register, lang: str) -> str:
    """What it means that the register is not complete."""
    complete, latest = numbers.day(register.complete_to, lang), numbers.day(register.latest_read, lang)
    return translator(lang)(LOWER_BOUND).format(complete=complete, latest=latest)


def undated(one: Undated, lang: str) -> str:
    """How many have ratified a Convention of which no register is held."""
    text = between(Ends(one.least, one.most), lang)
    return translator(lang)(UNDATED).format(count=text, number=one.convention[1:])


def aim(found: Standing, lang: str) -> str:
    """The target, and how far it is."""
    _, last, one = translator(lang), found.paces[-1], found.campaign
    open_ = last.day > found.register.complete_to
    said = {
        "day": numbers.day(last.day, lang),
        "count": bound(last.count, lang, open_),
        "gap": bound(last.gap, lang, open_, least=False),
        "begins": numbers.day(one.begins, lang),
        "ends": numbers.day(one.ends, lang),
    }
    first = _(AIM).format(target=one.target, number=one.convention[1:], ends=said["ends"])
    if last.met:
        return f"{first} {_(REACHED).format(**said)}"
    if last.needed is None:
        return f"{first} {_(OVER).format(**said)}"
    said["needed"] = bound(last.needed, lang, open_, 1, least=False)
    if last.so_far is None:
        return f"{first} {_(JUST_BEGUN).format(**said)}"
    said["so_far"] = bound(last.so_far, lang, open_, 1)
    return f"{first} {_(LACKING).format(**said)}"


def reached(one: Pace, lang: str, open_: bool) -> str:
    """The year in which the pace so far would reach the target."""
    _ = translator(lang)
    if one.met:
        return _(N_("reached"))
    if one.so_far is None:
        return ""
    early, late = (None if day is None else day.year for day in one.reached)
    if open_ or early == late:
        text = _(N_("never")) if late is None else str(late)
        return _(N_("{year} or before")).format(year=text) if open_ and late else text
    return f"{early or _(N_('never'))}\u2013{late or _(N_('never'))}"


def whole(value: float, lang: str) -> str:
    """A count."""
    return numbers.number(value, lang)


def between(ends: Ends, lang: str, digits: int = 0) -> str:
    """A number with two ends; one where they are the same."""
    low, high = (numbers.number(value, lang, digits) for value in (ends.low, ends.high))
    return low if low == high else f"{low}\u2013{high}"


def bound(ends: Ends, lang: str, open_: bool, digits: int = 0, least: bool = True) -> str:
    """The same; where the register is not complete, the one end that it gives."""
    if not open_:
        return between(ends, lang, digits)
    value = ends.low if least else ends.high
    return f"{'≥' if least else '≤'}{numbers.HARD_SPACE}{numbers.number(value, lang, digits)}"


def parts(row: Ratification, lang: str) -> str:
    """The accepted Parts."""
    _ = translator(lang)
    if row.parts_confidence == "count_only":
        return _(N_("{count} Parts")).format(count=row.count)
    return " ".join(row.parts) or _(N_("not established"))


def doubtful(row: Ratification, lang: str) -> str:
    """What of a ratification is not verified."""
    _, sure = translator(lang), row.parts_confidence
    if row.date_confidence == "low" and not row.day_known:
        return _(N_("year"))
    return _(DOUBTS.get((row.date_confidence, "high" if sure == "unknown" else sure), ""))


def branch(part: str, register: Register, lang: str) -> str:
    """The branch of a Part of Convention 102."""
    named = dict(zip(register.parts, BRANCHES.values(), strict=True))
    return translator(lang)(named[part])


def days(first: date, last: date) -> str:
    """A day, or two with a dash."""
    return str(first) if first == last else f"{first}\u2013{last}"

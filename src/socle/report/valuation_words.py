"""The words of a valuation: numbers in a readable scale, answers for what is not a number, the answer as a sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from socle.ground.words import N_
from socle.model.results import Assumption
from socle.model.valued import Chances, ValuationResult, Valued
from socle.report import labels, numbers
from socle.report.country_search import code_name
from socle.report.figure_names import in_words
from socle.report.text import Translate, named, translator
from socle.report.valuation_names import BENEFIT, NAMES, QUESTION, REASON, UNIT
from socle.report.valuation_rows import scalars

SCALES: Final = (  # from the largest: by what numbers are divided, and its words
    (1e9, N_("billion {unit}")),
    (1e6, N_("million {unit}")),
    (1e3, N_("thousand {unit}")),
)
ROOM: Final = 1e6  # of a unit: there is room for numbers below it
SMALL: Final = 1e4  # numbers of which none is larger are shown as they are
MANY: Final = 1e4  # numbers from here on have no decimals
POINTS: Final = N_("points")
LASTS: Final = N_("lasts beyond {year}")
AFTER: Final = N_("after {year}")
UNDEFINED: Final = N_("not defined")


def scale(values: Iterable[float], unit: str, lang: str) -> tuple[float, str]:
    """By what numbers side by side are divided, and the words of their unit: the largest that shows the smallest."""
    known = [abs(value) for value in values if math.isfinite(value) and value]
    least, largest = min(known, default=0.0), max(known, default=0.0)
    for divisor, words in SCALES if largest >= SMALL else ():
        if least >= divisor or largest >= ROOM * divisor / SCALES[-1][0]:
            return divisor, translator(lang)(words).format(unit=unit)
    return 1.0, unit


def series(
    values: Sequence[float], measure: str, currency: str, lang: str, sized: Sequence[float] = ()
) -> tuple[str, list[str]]:
    """The unit of numbers side by side, and each of them; the unit is empty for ratios.

    `sized` are the numbers that choose the scale, where these are not all of them.
    """
    _, unit = translator(lang), NAMES[measure].unit
    if unit not in ("money", "persons"):
        return ("" if unit == "ratio" else _(UNIT[unit])), [cell(value, measure, lang) for value in values]
    divisor, words = scale(sized or values, _(UNIT[unit]).format(currency=currency), lang)
    shown = [value / divisor for value in values]
    digits = 0 if divisor == 1 or max(map(abs, filter(math.isfinite, shown)), default=0) >= MANY else 1
    return words, [_number(value, lang, digits) for value in shown]


def cell(value: float, measure: str, lang: str, digits: int = 1) -> str:
    """A number without its unit: shares in per cent; a word where it is not defined."""
    unit = NAMES[measure].unit
    if unit == "share":
        return _number(100 * value, lang, digits)
    return _number(value, lang, 0 if unit in ("money", "persons") else digits)


def alone(
    value: float | None, measure: str, currency: str, lang: str, last: int = 0, *, brief: bool = False
) -> str:
    """A number with its unit as it stands alone; `last` is the last year of the valuation."""
    _, unit = translator(lang), NAMES[measure].unit
    if unit == "year":
        beyond = _(AFTER if brief else LASTS).format(year=last)
        return beyond if value is None or not math.isfinite(value) else f"{value:.0f}"
    if value is None or not math.isfinite(value):
        return _(UNDEFINED)
    if unit == "money":
        return numbers.money(value, currency, lang)
    if unit == "share":
        return f"{numbers.number(100 * value, lang, 2)}{numbers.HARD_SPACE}%"
    return numbers.number(value, lang, 2)


def difference(a: float | None, b: float | None, measure: str, currency: str, lang: str) -> str:
    """How much one law has more than another; shares differ by points."""
    _, unit = translator(lang), NAMES[measure].unit
    if a is None or b is None:
        return ""
    if unit == "share":
        return f"{signed(100 * (a - b), lang, 2)}{numbers.HARD_SPACE}{_(POINTS)}"
    if unit == "money":
        return numbers.money(a - b, currency, lang)
    return signed(a - b, lang, 0 if unit == "year" else 2)


def signed(value: float, lang: str, digits: int) -> str:
    """A number with its sign."""
    text = numbers.number(value, lang, digits)
    return f"+{text}" if round(value, digits) > 0 else text


def _number(value: float, lang: str, digits: int) -> str:
    return numbers.number(value, lang, digits) if math.isfinite(value) else translator(lang)(UNDEFINED)


def title(valued: Valued, lang: str) -> str:
    """The name of the scheme."""
    return labels.capital(named(valued.scheme.title, lang))


def law(valued: Valued, lang: str) -> str:
    """The name of the scenario of the law."""
    return labels.capital(named(valued.title, lang))


def benefit(valued: Valued, name: str, lang: str) -> str:
    """The title of a benefit, by the last part of its path; where it has that of the scheme, its name."""
    for one in valued.scheme.benefits:
        if one.path.rpartition(".")[2] == name and one.title != valued.scheme.title:
            return labels.capital(named(one.title, lang))
    return translator(lang)(BENEFIT[name]) if name in BENEFIT else labels.capital(name.replace("_", " "))


def headline(found: ValuationResult, lang: str) -> str:
    """The answer: how long the reserve lasts, the rate that pays for all years, the rate that is paid."""
    _, valued, said = translator(lang), found.valued, scalars(found.valued)
    years = valued.over_time.years
    lasts = N_(
        "{scheme}: the reserve lasts beyond {last}; a constant {premium} of payroll would pay for everything from "
        "{first} to {last}, and contributions are {paid} in {first}"
    )
    falls = N_(
        "{scheme}: the reserve is exhausted in {exhausted}; a constant {premium} of payroll would pay for everything "
        "from {first} to {last}, and contributions are {paid} in {first}"
    )
    needless = N_(
        "{scheme}: the reserve alone would pay for {first}-{last}, so no contribution would be needed for these years; "
        "contributions are {paid} of payroll in {first}"
    )
    premium = said["general_average"]
    if premium is not None and premium <= 0:
        lasts = needless
    return _(lasts if said["exhaustion"] is None else falls).format(
        scheme=title(valued, lang),
        exhausted=alone(said["exhaustion"], "exhaustion", "", lang, years[-1]),
        premium=_rate(premium, lang),
        paid=numbers.share(float(valued.rates.contributions[0, 0]), lang),
        first=years[0],
        last=years[-1],
    )


def _rate(value: float | None, lang: str) -> str:
    return translator(lang)(UNDEFINED) if value is None else numbers.share(value, lang)


def who(found: ValuationResult, lang: str) -> str:
    """Whose valuation this is: law, country, currency, years."""
    _, facts, years = translator(lang), found.data.facts, found.valued.over_time.years
    text = N_(
        "Law: {law}. Country: {country}. Persons and reserve of 1 January {year}; years {first}-{last}; money in "
        "{currency}, that of the day; all flows are of a calendar year."
    )
    return _(text).format(
        law=law(found.valued, lang),
        country=code_name(facts.country, lang),
        year=facts.year,
        first=years[0],
        last=years[-1],
        currency=facts.currency,
    )


def assumed(one: Assumption, lang: str) -> str:
    """An assumption as a sentence; figures are named in words, and numbers written as the language does."""
    _ = translator(lang)
    return in_words(numbers.decimals(labels.filled(_(one.text), one.values), lang), _)


def stated(found: ValuationResult) -> tuple[Assumption, ...]:
    """Every assumption once, those of the drawn futures last."""
    drawn = found.chances.assumptions if found.chances else ()
    made: list[Assumption] = []
    for one in (*found.assumptions, *drawn):
        if one not in made:
            made.append(one)
    return tuple(made)


def assumption(one: Assumption, lang: str) -> str:
    """An assumption as a sentence, marked where it is unverified."""
    _ = translator(lang)
    told = _("{title}: {text}").format(
        title=labels.capital(_(one.topic)), text=labels.filled(_(one.text), _spoken(one.values, lang))
    )
    return f"{told} [{_(N_('unverified'))}]" if one.unverified else told


def _spoken(values: Mapping[str, str], lang: str) -> dict[str, str]:
    """Values with the decimal sign of the language."""
    sign = "." if lang == "en" else ","
    return {name: re.sub(r"(?<=\d)[.](?=\d)", sign, value) for name, value in values.items()}


def varying(valued: Valued, chances: Chances, lang: str) -> list[tuple[str, str]]:
    """Which answers of the law differ between futures, and why."""
    _ = translator(lang)
    made = []
    for question, reasons in chances.varying.items():
        kind, _dot, name = question.partition(".")
        asked = labels.capital(_(QUESTION.get(kind, kind)))
        known = {one.path.rpartition(".")[2] for one in valued.scheme.benefits}
        place = benefit(valued, name, lang) if name in known else name.replace("_", " ")
        told = f"{asked}, {labels.capital(place)}" if place else asked
        colon = numbers.HARD_SPACE if lang == "fr" else ""  # the sign after a name has a blank before it
        made.append((told + colon, ", ".join(_reason(reason, _) for reason in reasons)))
    return made


def _reason(reason: str, _: Translate) -> str:
    return _(REASON[reason]) if reason in REASON else f"`{reason}`"


def sources(found: ValuationResult) -> list[str]:
    """Every source once."""
    said = (
        ", ".join(part for part in (one.producer, one.title, one.vintage) if part) for one in found.sources
    )
    return list(dict.fromkeys(said))

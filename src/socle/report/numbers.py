"""Numbers as people read them: rounded once, here, in the conventions of their language.

A number that is not known is a word, never zero.
"""

from __future__ import annotations

import math
import re
from datetime import date
from functools import lru_cache

from socle.ground.words import N_
from socle.report.text import translator

HARD_SPACE = "\u00a0"
THIN_SPACE = "\u202f"
FIGURE_SPACE = "\u2007"
UNKNOWN = N_("unknown")
DECIMAL = re.compile(r"(?<![\w.,-])-?\d+\.(\d+)(?!\w|\.\d)")
SIGN = re.compile(r" (?=[:;!?»])|(?<=\d) (?=%)")
GROUPED = re.compile(r"(?<!\d)(\d{1,3}) (?=\d{3}(?!\d))")
MILLIARD = (
    1_000_000_000  # French budgets count on in them (1 800 milliards), where CLDR turns to billions of 1e12
)
BEYOND = 1e21  # such numbers are written with a power of ten


@lru_cache(maxsize=8192)  # pages of scenarios say most numbers again, and Babel takes its time
def number(value: float, lang: str, digits: int = 0) -> str:
    """`value` with `digits` decimals, grouped as the language groups, with a true minus; huge ones as 1.2E30."""
    if not math.isfinite(value):
        return translator(lang)(UNKNOWN)
    from babel.numbers import format_decimal, format_scientific

    if abs(value) >= BEYOND:
        return _minus(format_scientific(value, format="0.##E0", locale=lang))
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return _minus(format_decimal(round(value, digits) + 0.0, format=pattern, locale=lang))


def share(value: float, lang: str) -> str:
    """A share (0.031) in per cent (3.1 %): one decimal, two under one per cent, none for nothing."""
    if not math.isfinite(value):
        return translator(lang)(UNKNOWN)
    return per_cent(100 * value, lang, _digits(value))


def per_cent(value: float, lang: str, digits: int) -> str:
    """A number of per cent (3.1) with its sign (3.1 %)."""
    return f"{number(value, lang, digits)}{THIN_SPACE if lang == 'fr' else HARD_SPACE}%"


def share_in_column(value: float, lang: str, unit: bool = True) -> str:
    """A share for a column of shares: one decimal takes the room of two, so that the decimals align."""
    text = share(value, lang) if unit or not math.isfinite(value) else _percent(value, lang)
    return text + FIGURE_SPACE if math.isfinite(value) and _digits(value) == 1 else text


def persons(value: float, lang: str) -> str:
    """A number of persons: millions with one decimal, below a million three significant figures."""
    return _scaled(value, lang, significant=3)


def amount(value: float, lang: str) -> str:
    """An amount without its currency: millions or billions with one decimal, or four significant figures."""
    return _scaled(value, lang, significant=4)


def money(value: float, currency: str, lang: str) -> str:
    """An amount of money with its currency."""
    if not math.isfinite(value):
        return translator(lang)(UNKNOWN)
    template = translator(lang)("{currency} {amount}").replace(" ", HARD_SPACE)
    return template.format(currency=currency, amount=amount(value, lang))


def day(one: date | str, lang: str) -> str:
    """A day as a sentence says it: 22 March 2023, 1er janvier 2026; a year or what is no day as it stands."""
    from babel.dates import format_date

    try:
        known = date.fromisoformat(str(one))
    except ValueError:
        return str(one)
    text = format_date(known, "d MMMM y" if lang != "es" else "d 'de' MMMM 'de' y", locale=lang)
    return f"1er{text[1:]}" if lang == "fr" and known.day == 1 else text


def at_least(text: str, partial: bool) -> str:
    """A number that is only a lower bound, said so."""
    return f"\u2265{HARD_SPACE}{text}" if partial and any(map(str.isdigit, text)) else text


def decimals(text: str, lang: str) -> str:
    """A sentence made elsewhere whose numbers (3.5, -0.8) are written as the language writes them."""
    return DECIMAL.sub(lambda found: number(float(found[0]), lang, len(found[1])), text)


def together(text: str) -> str:
    """`text` that no line breaks before a sign (per cent, double signs of French) or inside a number (1 000)."""
    return SIGN.sub(HARD_SPACE, GROUPED.sub(rf"\1{HARD_SPACE}", text))


def plain(text: str) -> str:
    """`text` with ordinary spaces, for a terminal."""
    return text.translate(dict.fromkeys(map(ord, (HARD_SPACE, THIN_SPACE, FIGURE_SPACE)), " "))


def _percent(value: float, lang: str) -> str:
    return number(value * 100, lang, _digits(value))


def _digits(value: float) -> int:
    percent = abs(value * 100)
    return 0 if percent == 0 else 2 if percent < 0.995 else 1


@lru_cache(maxsize=8192)
def _scaled(value: float, lang: str, significant: int) -> str:
    if not math.isfinite(value):
        return translator(lang)(UNKNOWN)
    if value == 0:
        return number(0.0, lang)
    # Rounding comes first: 999,960 is 1 million, not 1,000 thousand.
    kept = max(significant, 4) if abs(value) >= 1e6 else significant
    rounded = round(value, kept - 1 - math.floor(math.log10(abs(value))))
    if abs(rounded) < 1e6:
        return number(rounded, lang, 0 if abs(rounded) >= 100 else 1)
    from babel.numbers import format_compact_decimal

    # The plural follows what is shown: 1.98 is shown as 2.
    unit = 1000.0 ** (math.floor(math.log10(abs(rounded))) // 3)
    rounded = round(rounded / unit, 1) * unit
    # Babel takes an integer 1 for a plural in French and 1.0 for one in Spanish.
    exact = rounded * (1 + 1e-9) if lang == "fr" else int(rounded) if rounded == int(rounded) else rounded
    text = format_compact_decimal(exact, format_type="long", fraction_digits=1, locale=lang)
    if lang == "fr" and unit > MILLIARD:
        several = format_compact_decimal(2 * MILLIARD, format_type="long", locale=lang)
        text = several.replace("2", number(rounded / MILLIARD, lang))
    return _minus(text).replace(" ", HARD_SPACE)


def _minus(text: str) -> str:
    return text.replace("-", "\u2212")

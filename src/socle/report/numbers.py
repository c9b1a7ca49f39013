"""Numbers as people read them: rounded once, here, in the conventions of their language.

A number that is not known is a word, never zero.
"""

from __future__ import annotations

import math

from socle.ground.words import N_
from socle.report.text import translator

HARD_SPACE = "\u00a0"
THIN_SPACE = "\u202f"
UNKNOWN = N_("unknown")


def number(value: float, lang: str, digits: int = 0) -> str:
    """`value` with `digits` decimals, grouped as the language groups, with a true minus."""
    if not math.isfinite(value):
        return translator(lang)(UNKNOWN)
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return _minus(format_decimal(round(value, digits) + 0.0, format=pattern, locale=lang))


def share(value: float, lang: str, unit: str = "%") -> str:
    """A share (0.031) in per cent (3.1 %): one decimal, two under one per cent, none for nothing."""
    if not math.isfinite(value):
        return translator(lang)(UNKNOWN)
    percent = value * 100
    digits = 0 if percent == 0 else 2 if abs(percent) < 0.995 else 1
    space = THIN_SPACE if lang == "fr" else HARD_SPACE
    return f"{number(percent, lang, digits)}{space}{unit}"


def persons(value: float, lang: str) -> str:
    """A number of persons: millions with one decimal, below a million three significant figures."""
    return _scaled(value, lang, significant=3)


def money(value: float, currency: str, lang: str) -> str:
    """An amount of money: millions or billions with one decimal, below a million four significant figures."""
    if not math.isfinite(value):
        return translator(lang)(UNKNOWN)
    template = translator(lang)("{currency} {amount}").replace(" ", HARD_SPACE)
    return template.format(currency=currency, amount=_scaled(value, lang, significant=4))


def index(value: float, lang: str) -> str:
    """An index whose base is 1, with three decimals."""
    return number(value, lang, 3)


def plain(text: str) -> str:
    """`text` with ordinary spaces, for a terminal."""
    return text.replace(HARD_SPACE, " ").replace(THIN_SPACE, " ")


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

    # Babel takes an integer 1 for a plural in French and 1.0 for one in Spanish.
    exact = rounded * (1 + 1e-9) if lang == "fr" else int(rounded) if rounded == int(rounded) else rounded
    text = format_compact_decimal(exact, format_type="long", fraction_digits=1, locale=lang)
    return _minus(text).replace(" ", HARD_SPACE)


def _minus(text: str) -> str:
    return text.replace("-", "\u2212")

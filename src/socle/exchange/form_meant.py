"""What a cell obviously means, however a person or a spreadsheet wrote it: one text for each meaning.

    810 000 -> 810000      572,5 -> 572.5      60% -> 0.6      Both -> both      oui, True -> yes

What could mean two things stays as it is, and is refused where it is read: `810,000` is a number of a hundred
thousands in one country and of hundreds in another.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from socle.model.form import NONE, OBJECTS, OPEN, Column

PLAIN: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
SPACES: Final = " \u00a0\u2009\u202f'\u2019"  # between groups of three digits
GROUPED: Final = re.compile(rf"[+-]?[0-9]{{1,3}}([{SPACES}][0-9]{{3}})+([.,][0-9]*)?")
COMMA: Final = re.compile(r"[+-]?(0?,[0-9]+|[0-9]+,([0-9]{1,2}|[0-9]{4,}))")  # three digits may be thousands
THOUSANDS: Final = re.compile(r"[+-]?[0-9]{1,3}([.,])[0-9]{3}((\1[0-9]{3})*[.,][0-9]*|(\1[0-9]{3})+)")
YES: Final = ("yes", "true", "oui", "vrai", "si", "sí", "verdadero")
NO: Final = ("no", "false", "non", "faux", "falso")
NONES: Final = (NONE, "aucun", "aucune", "ninguno", "ninguna")
DAY: Final = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
MONTHS: Final = 12
LONG: Final = 15  # digits that a number of a spreadsheet keeps


def meant(column: Column, text: str) -> str:
    """The one text that means the same as a cell; the cell itself if it is not obvious."""
    if not text:
        return text
    if column.words:
        return _word(column.words, text)
    if column.kind == "flag":
        said = text.casefold()
        return "yes" if said in YES else "no" if said in NO else text
    if column.kind in OBJECTS or column.kind == "sex":
        return text
    if column.kind in OPEN and text.casefold() in NONES:
        return NONE
    percent = text.endswith("%") and OPEN.get(column.kind, column.kind) in ("share", "growth")
    bare = text.removesuffix("%").strip(SPACES) if percent else text
    number = plain(bare)
    return _shortest(Decimal(number) / 100 if percent else Decimal(number)) if number else text


def plain(text: str) -> str:
    """The digits and the point of a number; nothing if the text may be another number, or none."""
    if GROUPED.fullmatch(text):
        text = re.sub(f"[{SPACES}]", "", text).replace(",", ".")
    elif COMMA.fullmatch(text):
        text = text.replace(",", ".")
    return text if PLAIN.fullmatch(text) else ""


def near_number(text: str) -> str:
    """The number that a refused text comes nearest to; nothing if there is none, or if there are two."""
    bare = re.sub(f"[{SPACES}]", "", text)
    if bare.startswith("(") and bare.endswith(")"):  # how accountants write what is negative
        inside = plain(bare[1:-1])
        return f"-{inside}" if inside else ""
    if found := THOUSANDS.fullmatch(bare):
        digits = bare.replace(found[1], "").replace(",", ".")
        return digits if PLAIN.fullmatch(digits) else ""
    return plain(bare)


def near_date(text: str) -> str:
    """The day that a refused text comes nearest to; nothing where day and month may be either."""
    found = DAY.fullmatch(text)
    if found is None:
        return ""
    one, other = int(found[1]), int(found[3])
    day, month = (one, other) if one > MONTHS else (other, one)
    if day <= MONTHS and day != month:
        return ""
    try:
        return date(int(found[4]), month, day).isoformat()
    except ValueError:
        return ""


def _word(words: tuple[str, ...], text: str) -> str:
    if text in words:
        return text
    said = "_".join(text.casefold().split())
    return next((word for word in words if word.casefold() == said), text)


def _shortest(number: Decimal) -> str:
    """A number without what adds nothing to it: 5 for 5.0 and +5; with its power of ten if it is very long."""
    if abs(number.adjusted()) > LONG:
        return str(number)
    short = format(number.normalize(), "f")
    return "0" if short == "-0" else short

"""A country found by what a person types: a code, or its name in any language, with or without accents."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from socle.exchange.areas import load_areas
from socle.exchange.country import load_names, shipped
from socle.report import code_names
from socle.report.text import LANGUAGES, named

LONGEST: Final = 60
SHOWN: Final = 8
ALIKE: Final = 0.7  # of 1, from which a name is near


@dataclass(frozen=True)
class Hit:
    """A country that was found; `held` where Socle has figures of it."""

    iso3: str
    name: str
    held: bool


@dataclass(frozen=True)
class Found:
    """What a query found: countries, or those nearest to it."""

    query: str
    hits: tuple[Hit, ...] = ()
    near: bool = False


def find(query: str, lang: str) -> Found:
    """The countries of a query: that of its code or name, else those with a name that begins so, holds it, is near."""
    asked = folded(query[:LONGEST])
    if not asked:
        return Found(query.strip()[:LONGEST], near=bool(query.strip()))
    called = _called()
    exact = [code for code, words in called.items() if asked in words]
    begins = [
        code for code, words in called.items() if any(f" {word}".find(f" {asked}") >= 0 for word in words)
    ]
    holds = [code for code, words in called.items() if any(asked in word for word in words)]
    found = exact or begins or holds
    near = [] if found else _nearest(asked)
    names = sorted((code_name(code, lang), code) for code in found)
    ordered = names if found else [(code_name(code, lang), code) for code in near]
    held = set(shipped())
    hits = tuple(Hit(code, name, code in held) for name, code in ordered[:SHOWN])
    return Found(query.strip()[:LONGEST], hits, not found)


def code_name(code: str, lang: str) -> str:
    """What a country is called; the shipped ones as their folder says."""
    return named(load_names(code), lang) if code in shipped() else code_names.area(code, lang)


def folded(text: str) -> str:
    """Small letters and digits without accents, one space between words."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join("".join(one if one.isalnum() else " " for one in plain.casefold()).split())


@cache
def _called() -> dict[str, frozenset[str]]:
    """Everything that each country is called."""
    called = {}
    for code in (*load_areas(), *(one for one in shipped() if one not in load_areas())):
        held = load_areas().get(code)
        codes = (code, held.iso2, f"{held.m49 or ''}", f"{held.m49 or 0:03d}") if held else (code,)
        names = [name(code, lang) for lang in LANGUAGES for name in (code_name, code_names.area)]
        called[code] = frozenset(filter(None, map(folded, (*codes, *names))))
    return called


def _nearest(asked: str) -> list[str]:
    """Codes of the countries whose name looks most like what was typed, the likest first."""
    likeness = {
        code: max(SequenceMatcher(None, asked, word).ratio() for word in words if len(word) > 3)
        for code, words in _called().items()
        if any(len(word) > 3 for word in words)
    }
    return sorted((code for code in likeness if likeness[code] >= ALIKE), key=lambda code: -likeness[code])

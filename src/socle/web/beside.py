"""The countries that a page compares: which were asked for, what is wrong with that, and what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from socle.exchange.country import shipped
from socle.ground.refusals import nearest
from socle.ground.words import N_
from socle.report import beside as told
from socle.report.country_search import code_name, folded
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.beside import MOST, beside, trace_of
from socle.web.countries import country_known, floor_known
from socle.web.page import Asked

UNKNOWN: Final = N_("Socle holds no figures of a country with the code “{code}”.")
NEAREST: Final = N_("Nearest: {code}.")
TOO_MANY: Final = N_("Four countries at most: {codes} left out.")


@dataclass(frozen=True)
class Countries:
    """What was asked for, each once: codes of the slots, empty where none; what to choose from; what is wrong."""

    slots: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    wrong: tuple[str, ...] = ()
    shown: tuple[tuple[str, str], ...] = ()  # codes and names
    lead: str = ""
    figures: tuple[tuple[str, str, str], ...] = ()  # name of a drawing, what it shows, where that comes from


@dataclass(frozen=True)
class Answer:
    """The countries with everything that is shown of them."""

    title: str
    countries: Countries
    drawings: Mapping[str, str]
    tables: tuple[Table, ...]
    fingerprint: str


def options(lang: str) -> tuple[tuple[str, str], ...]:
    """Every country that can be chosen, by name."""
    return tuple(
        sorted(((code, code_name(code, lang)) for code in shipped()), key=lambda one: folded(one[1]))
    )


def nothing(lang: str) -> Countries:
    """Four empty slots."""
    return Countries(("",) * MOST, options(lang))


def answer(asked: Asked) -> Answer:
    """The countries of the address side by side; without a title where it names none that is held."""
    codes, wrong = _codes(asked)
    lang = asked.lang
    slots = (*codes, *("",) * (MOST - len(codes)))
    if not codes:
        countries = Countries(slots, options(lang), wrong)
        return Answer("", countries, {}, (), "")
    shown = beside([(country_known(code), floor_known(code)) for code in codes])
    countries = Countries(
        slots,
        options(lang),
        wrong,
        tuple((code, code_name(code, lang)) for code in codes),
        told.lead(shown, lang),
        told.figures(shown, lang),
    )
    tables = (told.table(shown, lang), told.sources(shown, lang))
    return Answer(
        told.title(shown, lang), countries, told.drawings(shown, lang), tables, trace_of(shown).fingerprint
    )


def _codes(asked: Asked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The countries that are held, at most four; and what is wrong with the others, in words."""
    _, wrong = translator(asked.lang), []
    said = dict.fromkeys(one.strip().upper()[:20] for one in asked.query.get("country", ()) if one.strip())
    held = [code for code in said if code in shipped()]
    for code in said:
        if code not in held:
            near = nearest(code, shipped())
            words = [_(UNKNOWN).format(code=code), *([_(NEAREST).format(code=near)] if near else [])]
            wrong.append(" ".join(words))
    if held[MOST:]:
        wrong.append(_(TOO_MANY).format(codes=", ".join(held[MOST:])))
    return tuple(held[:MOST]), tuple(wrong)

"""Up to four scenarios or countries side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from socle.exchange.country import shipped
from socle.report import builder_words, code_names
from socle.report.sections import Table
from socle.report.text import translator
from socle.web import beside
from socle.web.page import Asked, page
from socle.web.scenario_address import place_of

SLOTS = ("a", "b", "c", "d")


@dataclass(frozen=True)
class Slot:
    """One column as it is asked for, and what is wrong with it."""

    name: str
    said: str
    wrong: str


@dataclass(frozen=True)
class Compare:
    """Scenarios or countries side by side."""

    title: str
    slots: tuple[Slot, ...]
    choices: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    fingerprint: str
    countries: beside.Countries
    drawings: Mapping[str, str] = field(default_factory=dict)


@page("/compare")
def compare(asked: Asked) -> Compare:
    """The countries of the address, or its scenarios."""
    if "country" in asked.query:
        return _countries(asked)
    lang, _ = asked.lang, translator(asked.lang)
    places = {name: place_of(said) for name in SLOTS if (said := asked.one(name).strip())}
    shown = list(places.values())
    slots = []
    for name in SLOTS:
        one = places.get(name)
        wrong = one.wrong.worded(_) if one and one.wrong else ""
        if one and one.built and (one.built.wrong or not one.built.costed):
            wrong = " ".join(refusal.worded(_) for refusal in one.built.wrong.values())
        slots.append(Slot(name, one.said[:1000] if one else "", wrong))
    return Compare(
        builder_words.compared(shown, lang),
        tuple(slots),
        _choices(lang),
        builder_words.side_by_side(shown, lang),
        " ".join(one.built.floor.trace.fingerprint for one in shown if one.built),
        beside.nothing(lang),
    )


def _countries(asked: Asked) -> Compare:
    found, lang = beside.answer(asked), asked.lang
    return Compare(
        found.title or builder_words.compared((), lang),
        tuple(Slot(name, "", "") for name in SLOTS),
        _choices(lang),
        found.tables,
        found.fingerprint,
        found.countries,
        found.drawings,
    )


def _choices(lang: str) -> tuple[tuple[str, str], ...]:
    """What may be written: every country with the low and the high scenario."""
    titles = builder_words.usual_titles(lang)
    return tuple(
        (f"{code}:{name}", f"{code_names.area(code, lang)}, {title}")
        for code in shipped()
        for name, title in titles.items()
    )

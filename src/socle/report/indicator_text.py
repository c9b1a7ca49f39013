"""The indicators of a country for a terminal: the answer, a table a room, what is not known and what would help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from textwrap import wrap
from typing import Final

from socle.ground.axes import SEX_CODES
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE, ROOMS
from socle.model.observation import FINAL, STATUSES
from socle.model.statistic import IN_SURVEY, OF_SURVEY, Statistic
from socle.report import numbers
from socle.report.indicator_tables import (
    TITLES,
    UNITS,
    WIDTH,
    Shown,
    about_of,
    cited,
    known,
    label_of,
    numbered,
    title_of,
    value_of,
)
from socle.report.plain_table import lines
from socle.report.sections import Table
from socle.report.text import Translate, translator

HEADLINE: Final = "COV_ANY"
STATE: Final = 3  # which column of a room says how a value came about
INSIDE: Final = "  "  # before the name of a row of an indicator that has several
ASKED: Final = {
    "uncounted": N_("the number of persons in `{uncounted}`"),
    "first": N_("an overlap rate of `{first}` and `{second}`"),
}
"""What would bring bounds closer, by what a statistic says of it."""


def told(shown: Shown, lang: str) -> str:
    """The indicators for a terminal: the answer, a table a room, what has no value and why, the sources."""
    _ = translator(lang)
    sources = numbered(shown.statistics)
    valued = [one for one in shown.statistics if known(one)]
    text = wrap(numbers.plain(headline(shown, lang) if shown.headed else shown.name), WIDTH)
    for table in rooms(shown, lang):
        text += ["", *lines(table, WIDTH)]
    text += _closer(valued, lang)
    text += _absent([one for one in shown.statistics if not known(one)], lang)
    if sources:
        text += ["", _(N_("Sources"))]
    for source, number in sources.items():
        text += _item(f"{number} ", cited(source))
    for note in shown.notes:
        text += ["", *wrap(note, WIDTH)]
    return "\n".join(text) + "\n"


def rooms(shown: Shown, lang: str, *, units: bool = False) -> list[Table]:
    """A table of each room of the catalogue of which something is known, with the units of its values or without."""
    sources = numbered(shown.statistics)
    valued = [one for one in shown.statistics if known(one)]
    inside = {room: [one for one in valued if CATALOGUE[one.indicator].room == room] for room in ROOMS}
    tables = [(_table(room, found, sources, lang), found) for room, found in inside.items() if found]
    return [_with_units(table, found, lang) if units else table for table, found in tables]


def asides(shown: Shown, lang: str) -> list[Table]:
    """What would bring bounds closer, what is not known and why, and where the values come from."""
    _, valued = translator(lang), [one for one in shown.statistics if known(one)]
    absent = [one for one in shown.statistics if not known(one)]
    concerns = _(N_("Indicators"))
    made = [
        (_(N_("What would bring bounds closer")), concerns, _wanted(valued, lang)),
        (_(N_("Not known")), concerns, _reasons(absent, lang)),
    ]
    tables = [
        Table(
            title, (title, head), (("", tuple((text, "; ".join(names)) for text, names in said.items())),), 1
        )
        for title, head, said in made
        if said
    ]
    cites = [(str(number), cited(source)) for source, number in numbered(shown.statistics).items()]
    title = _(N_("Sources"))
    return [*tables, *([Table(title, (_(N_("Source")), title), (("", tuple(cites)),), 1)] if cites else [])]


def headline(shown: Shown, lang: str) -> str:
    """How many people have at least one benefit, of what an office counted before what a survey shows."""
    _ = translator(lang)
    whole = [one for one in shown.statistics if one.indicator == HEADLINE and one.sex == SEX_CODES["both"]]
    best = max((one for one in whole if known(one)), key=_told_first, default=None)
    if best is None:
        return _(N_("{country}: nothing says how many people have at least one benefit.")).format(
            country=shown.name
        )
    said = _(
        N_(
            "{country}: {share} of the population contributed to or received at least one cash benefit ({year})."
        )
    ).format(country=shown.name, share=value_of(best, lang), year=best.year)
    asked = max((one for one in whole if surveyed(one)), key=_told_first, default=best)
    if asked is best:
        return said
    more = _(N_("In the survey, with the law asked of every person: {share} ({year})."))
    return f"{said} {more.format(share=value_of(asked, lang), year=asked.year)}"


def _told_first(one: Statistic) -> tuple[bool, int]:
    """What an office counted goes before what a survey shows of a law; then the latest."""
    return not surveyed(one), one.year


def _table(room: str, inside: Sequence[Statistic], sources: Mapping[str, int], lang: str) -> Table:
    _ = translator(lang)
    rows = tuple(
        (label, "", "", "", "")
        if one is None
        else (label, value_of(one, lang), str(one.year), _status(one, _), str(sources.get(one.source, "")))
        for label, one in _rows(inside, lang)
    )
    head = ("", _(N_("Value")), _(N_("Year")), _(N_("Status")), _(N_("Source")))
    return Table(_(TITLES[room]), head, (("", rows),))


def _with_units(table: Table, inside: Sequence[Statistic], lang: str) -> Table:
    """The same for a page: units after years, and no column of states where all are as reported."""
    _ = translator(lang)
    said = [_(UNITS[one.unit]) if one else "" for _label, one in _rows(inside, lang)]
    ((group, rows),) = table.groups
    told = any(row[STATE] for row in rows)
    made = tuple(
        (*row[:STATE], unit, *((row[STATE],) if told else ()), row[-1])
        for row, unit in zip(rows, said, strict=True)
    )
    head = (*table.head[:STATE], _(N_("Unit")), *((table.head[STATE],) if told else ()), table.head[-1])
    return replace(table, head=head, groups=((group, made),), words=len(head) - STATE)


def sdg(shown: Shown, lang: str) -> Table | None:
    """SDG indicator 1.3.1: the latest of each of its series, with its flag; nothing where none is known."""
    _, sources = translator(lang), numbered(shown.statistics)
    series = [one for one in shown.statistics if CATALOGUE[one.indicator].sdg and known(one)]
    last = {one.place: one for one in sorted(series, key=lambda one: one.year)}
    held = [one for one in series if CATALOGUE[one.indicator].room == "coverage" and last[one.place] is one]
    rows = tuple(
        (
            label_of(one, lang),
            value_of(one, lang),
            str(one.year),
            _status(one, _) or _(N_("as reported")),
            CATALOGUE[one.indicator].sdg,
            str(sources.get(one.source, "")),
        )
        for one in held
    )
    head = (_(N_("Who")), _(N_("Value")), _(N_("Year")), _(N_("Flag")), _(N_("Series")), _(N_("Source")))
    caption = _(N_("SDG indicator 1.3.1: the share of people covered by social protection"))
    return Table(caption, head, (("", rows),), words=3) if rows else None


def _rows(inside: Sequence[Statistic], lang: str) -> Iterator[tuple[str, Statistic | None]]:
    """The names of rows with their values: of an indicator with several its name once, and below it of whom each is."""
    for code, same in groupby(inside, key=lambda one: one.indicator):
        own = list(same)
        if len(own) == 1:
            yield label_of(own[0], lang), own[0]
            continue
        first = None if about_of(own[0], lang) or surveyed(own[0]) else own[0]
        yield title_of(code, lang), first
        for one in own[1:] if first else own:
            yield INSIDE + _place(one, lang), one


def _place(one: Statistic, lang: str) -> str:
    """Of whom a value is, and that a survey says it; another value of the same is told by its edition."""
    parts = (about_of(one, lang), translator(lang)(N_("in the survey")) if surveyed(one) else "")
    return ", ".join(part for part in parts if part) or one.vintage


def _closer(valued: Sequence[Statistic], lang: str) -> list[str]:
    """What would bring bounds closer, each once with all that it concerns."""
    wanted = _wanted(valued, lang)
    text = ["", translator(lang)(N_("What would bring bounds closer"))] if wanted else []
    for words, labels in wanted.items():
        text += _item("* ", f"{words} ({'; '.join(labels)})")
    return text


def _wanted(valued: Sequence[Statistic], lang: str) -> dict[str, tuple[str, ...]]:
    """What would bring bounds closer, with the names of what it concerns."""
    _, found = translator(lang), dict[str, list[str]]()
    for one in valued:
        want = next((words for name, words in ASKED.items() if one.value is None and name in one.said), "")
        if want:
            found.setdefault(_(want).format(**one.said), []).append(label_of(one, lang))
    return {words: tuple(dict.fromkeys(labels)) for words, labels in found.items()}


def surveyed(one: Statistic) -> bool:
    """Whether the value comes from a survey that was asked here."""
    return one.method in (OF_SURVEY, IN_SURVEY)


def _status(one: Statistic, _: Translate) -> str:
    if one.value is None:
        return _(N_("bounds"))
    return "" if one.status == FINAL else _(STATUSES.get(one.status, one.status))


def _absent(missing: Sequence[Statistic], lang: str) -> list[str]:
    """What is not known, each reason once with all that it concerns."""
    reasons = _reasons(missing, lang)
    text = ["", translator(lang)(N_("Not known"))] if reasons else []
    for reason, labels in reasons.items():
        text += _item("* ", f"{reason} ({'; '.join(labels)})")
    return text


def _reasons(missing: Sequence[Statistic], lang: str) -> dict[str, tuple[str, ...]]:
    """Why there is no value, with the names of what it concerns."""
    _, found = translator(lang), dict[str, list[str]]()
    for one in missing:
        reason = _(one.reason).format(**one.said) if one.reason else _(N_("No value is given."))
        found.setdefault(reason, []).append(label_of(one, lang))
    return {reason: tuple(dict.fromkeys(labels)) for reason, labels in found.items()}


def _item(mark: str, text: str) -> list[str]:
    return wrap(numbers.plain(text), WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark))

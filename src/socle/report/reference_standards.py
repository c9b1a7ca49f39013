"""Instruments as pages show them: the list, and what one of them asks, Part by Part, with articles."""

from __future__ import annotations

from collections.abc import Iterator

from socle.exchange.standard_file import load_standards
from socle.ground.words import N_
from socle.model.standard import Grounds, Instrument, Part, Requirement
from socle.report import standard_sentences as sentences
from socle.report.sections import Table
from socle.report.standard_tables import UNVERIFIED, about, standard_rows
from socle.report.text import named, translator

KINDS = {"convention": N_("Conventions"), "recommendation": N_("Recommendations")}
Row = tuple[str, str, str, str]

__all__ = ["about", "definitions_table", "instrument_tables", "instruments_table", "texts_table"]


def instruments_table(lang: str) -> Table:
    """Every instrument, Conventions first."""
    _ = translator(lang)
    groups = []
    for kind, title in KINDS.items():
        rows = tuple(
            (one.code, named(one.title, lang), str(one.year), _read(one))
            for one in load_standards().values()
            if one.kind == kind
        )
        groups.append((_(title), rows))
    head = (_("Code"), _("Title"), _("Year"), _("Facts read in a text"))
    notes = (_("Facts that were not read in a text are marked unverified on the page of the instrument."),)
    return Table(_("Instruments"), head, tuple(groups), words=0, notes=notes)


def _read(one: Instrument) -> str:
    rows = standard_rows(one)
    return f"{sum(row['VERIFIED'] == 'yes' for row in rows)}/{len(rows)}"


def instrument_tables(one: Instrument, lang: str) -> tuple[Table, ...]:
    """What each Part asks: a requirement a row, with its ways, its article, and what was read."""
    _ = translator(lang)
    head = (_("Requirement"), _("What is asked"), _("Article"), _("Read in"))
    return tuple(
        Table(_caption(part, one, lang), head, (("", tuple(_rows(part, one, lang))),), words=3)
        for part in (*one.parts, *one.common)
        if part.requirements
    )


def _caption(part: Part, one: Instrument, lang: str) -> str:
    title = named(part.title, lang)
    if part.name == one.code:
        return title
    return translator(lang)("Part {part}. ").format(part=part.name) + title


def _rows(part: Part, one: Instrument, lang: str) -> Iterator[Row]:
    for asked in part.requirements:
        title, said = sentences.title(asked, lang), sentences.rate(asked, one, lang)
        if said:
            yield _row(title, said, asked.grounds, one, lang)
        yield from _ways(title, asked, one, lang)


def _ways(title: str, asked: Requirement, one: Instrument, lang: str) -> Iterator[Row]:
    for way in asked.ways:
        yield _row(title, sentences.way(way, asked.kind, lang), way.grounds, one, lang)


def _row(title: str, said: str, grounds: Grounds, one: Instrument, lang: str) -> Row:
    note = f" {named(grounds.note, lang)}" if grounds.note else ""
    return title, f"{said}{note}", sentences.where(grounds, one, lang), _standing(grounds, lang)


def texts_table(one: Instrument, lang: str) -> Table | None:
    """The texts that were read; nothing where none was."""
    _ = translator(lang)
    rows = tuple((key, text) for key, text in one.sources.items())
    return Table(_("What was read"), (_("Key"), _("Text")), (("", rows),), words=1) if rows else None


def definitions_table(one: Instrument, lang: str) -> Table | None:
    """How the instrument defines its words; nothing where it defines none."""
    _ = translator(lang)
    rows = tuple(
        (named(text, lang), sentences.where(grounds, one, lang), _standing(grounds, lang))
        for text, grounds in one.definitions.values()
    )
    head = (_("Definition"), _("Article"), _("Read in"))
    return Table(_("Definitions"), head, (("", rows),), words=2) if rows else None


def _standing(grounds: Grounds, lang: str) -> str:
    return " ".join(grounds.sources) if grounds.verified else translator(lang)(UNVERIFIED)

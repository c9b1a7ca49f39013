"""Instruments as people read them: the list, and one of them Part by Part, as text, rows and JSON.

Every figure shows its article, and whether the text itself was read: what was not is marked everywhere.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from socle.exchange.standard_file import load_standards
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.standard import Grounds, Instrument, Part, Requirement
from socle.report import listing, numbers
from socle.report import standard_sentences as sentences
from socle.report.assessment_words import harmless
from socle.report.text import named, translator

UNVERIFIED: Final = N_("unverified")
HEAD: Final = (N_("code"), N_("facts read"), N_("Parts"), N_("title"))
LISTED: Final = N_(
    "{count} instruments, {facts} facts; {read} of them were read in a text, the others are marked unverified."
)
HOW: Final = N_("`socle standards show C102` tells one Part by Part; --part V one Part.")
IN_FORCE: Final = N_("In force since {date} ({article}).")
ACCEPTED: Final = N_("To ratify, a State accepts at least {count} of the Parts {parts} ({article}).")
ACCEPTED_ONE: Final = N_(
    "To ratify, a State accepts at least {count} of the Parts {parts}, with at least one of {one_of} ({article})."
)
WHOLE: Final = N_("A State accepts the whole.")
EXCEPTED: Final = N_("Temporary exceptions: {article}.")
READ: Final = N_("{read} of {all} facts were read in a text; the others are marked [unverified].")
ONE_OF: Final = N_("one of:")
DEFINED: Final = N_("Definitions")
SOURCES: Final = N_("What was read")
NO_PART: Final = N_("{code} has no Part `{part}`; it has {known}.")
COLUMNS: Final = (
    "INSTRUMENT", "PART", "BRANCH", "TEST", "KIND", "CONTINGENCY", "REQUIREMENT", "ARTICLE", "FACT", "VALUE", "UNIT",
    "EXCEPTION", "VERIFIED", "SOURCES", "TEXT", "NOTE",
)  # fmt: skip
APART: Final = {
    "article": N_("number of the article"),
    "beneficiary": N_("standard beneficiary"),
    "formulas": N_("how it may be worked out"),
    "points_less": N_("points"),
    "content": N_("content"),
}
"""Facts that may be of another standing than their line."""
SHARES: Final = ("rate", "at_least", "at_most", "points_less", "total_over")
ASIDE: Final = ("grounds", "written", "unit", "input")


def standards_text(lang: str) -> str:
    """Every instrument in a line."""
    _, known = translator(lang), load_standards()
    counts = {code: _read(one) for code, one in known.items()}
    head = _(LISTED).format(
        count=len(known),
        facts=sum(every for _some, every in counts.values()),
        read=sum(some for some, _every in counts.values()),
    )
    rows = [
        (code, f"{counts[code][0]}/{counts[code][1]}", _parts_of(one), named(one.title, lang))
        for code, one in known.items()
    ]
    return _text(
        [
            *listing.told(head),
            "",
            *listing.columns([_(word) for word in HEAD], rows),
            "",
            *listing.folded(_(HOW)),
        ]
    )


def standards_csv(lang: str = "en") -> str:
    """Every fact of every instrument in a row."""
    return _csv([row for one in load_standards().values() for row in standard_rows(one, "", lang)])


def standards_json(lang: str) -> str:
    """Every instrument with its title and how many of its facts were read."""
    return listing.as_json([_headed(one, lang) for one in load_standards().values()]) + "\n"


def standard_text(instrument: Instrument, part: str, lang: str) -> str:
    """One instrument, or one Part of it."""
    _, parts = translator(lang), _chosen(instrument, part)
    lines = listing.told(f"{instrument.code}  {named(instrument.title, lang)}", *about(instrument, lang))
    for one in parts:
        lines += ["", *_part_lines(one, instrument, lang)]
    if not part and instrument.definitions:
        lines += ["", _(DEFINED)]
        for text, grounds in instrument.definitions.values():
            lines += listing.folded(
                f"{named(text, lang)} {_grounded(grounds, instrument, lang)}", "  ", "    "
            )
    used = _sources_of(instrument, parts, whole=not part)
    if used:
        lines += ["", _(SOURCES)]
        lines += [
            line for key in used for line in listing.folded(f"{key}: {instrument.sources[key]}", "  ", "    ")
        ]
    return _text(lines)


def standard_csv(instrument: Instrument, part: str = "", lang: str = "en") -> str:
    """One instrument, or one Part, a row a fact."""
    return _csv(standard_rows(instrument, part, lang))


def standard_json(instrument: Instrument, part: str, lang: str) -> str:
    """One instrument, or one Part, with all that its file says."""
    content = _headed(instrument, lang) | {
        "facts": standard_rows(instrument, part, lang),
        "definitions": [
            {
                "name": name,
                "figure": instrument.factors.get(name),
                "text": named(text, lang),
                **_told(grounds),
            }
            for name, (text, grounds) in instrument.definitions.items()
        ],
        "sources": dict(instrument.sources),
    }
    return listing.as_json(content) + "\n"


def standard_rows(instrument: Instrument, part: str = "", lang: str = "en") -> list[dict[str, Any]]:
    """One row a fact, with its own article and whether it was read."""
    return [row for one in _chosen(instrument, part) for row in _rows_of(one, instrument, lang)]


def _rows_of(part: Part, instrument: Instrument, lang: str) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(part.requirements, 1):
        base = {
            "INSTRUMENT": instrument.code, "PART": part.name, "BRANCH": part.branch, "TEST": one.test,
            "KIND": one.kind, "CONTINGENCY": one.contingency, "REQUIREMENT": number,
        }  # fmt: skip
        for name, value in one.facts.items():
            if name not in ASIDE:
                grounds = one.facts.get("grounds", {}).get(name, one.grounds)
                said = sentences.rate(one, instrument, lang)
                yield base | _row(name, value, "", grounds) | {"EXCEPTION": "no", "TEXT": said}
        for way in one.ways:
            said = sentences.way(way, one.kind, lang)
            for name, value in _stated(way.facts).items():
                grounds = way.facts.get("grounds", {}).get(name, way.grounds)
                row = _row(name, value, way.facts.get("unit", ""), grounds)
                yield base | row | {"EXCEPTION": "yes" if way.exception else "no", "TEXT": said}


def _stated(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a way under their names; a limit goes by its input, a share of persons by who they are."""
    found = {name: value for name, value in facts.items() if name not in (*ASIDE, "share_of")}
    for key in ("input", "share_of"):
        if key in facts:
            side = "at_most" if "at_most" in facts else "at_least"
            found = {f"{facts[key]}.{side}" if name == side else name: value for name, value in found.items()}
    return found or {"way": ""}


def _row(name: str, value: Any, unit: str, grounds: Grounds) -> dict[str, Any]:
    share = name in SHARES or (name.endswith(".at_least") and not unit)
    if isinstance(value, tuple):
        value = " ".join(value)
    elif isinstance(value, bool):
        value = "yes" if value else "no"
    elif isinstance(value, float) and math.isinf(value):
        value = "throughout"
    return {
        "ARTICLE": grounds.article,
        "FACT": name,
        "VALUE": value,
        "UNIT": "share" if share else unit or ("years" if name.endswith("_years") else ""),
        "VERIFIED": "yes" if grounds.verified else "no",
        "SOURCES": " ".join(grounds.sources),
        "NOTE": grounds.note.get("en", ""),
    }


def _part_lines(part: Part, instrument: Instrument, lang: str) -> list[str]:
    _ = translator(lang)
    name = "" if part.name == instrument.code else _("Part {part}. ").format(part=part.name)
    lines = listing.folded(f"{name}{named(part.title, lang)} {_grounded(part.grounds, instrument, lang)}")
    lines += _note(part.grounds, "  ", lang)
    for one in part.requirements:
        lines += _requirement_lines(one, instrument, lang)
    return lines


def _requirement_lines(one: Requirement, instrument: Instrument, lang: str) -> list[str]:
    _, said = translator(lang), sentences.rate(one, instrument, lang)
    alone = len(one.ways) == 1 and one.ways[0].grounds == one.grounds and not said
    if alone:
        said = sentences.way(one.ways[0], one.kind, lang)
    elif not said:
        return [
            *_headline(one, _(ONE_OF), "", lang),
            *_ways(one, instrument, lang),
            *_note(one.grounds, "    ", lang),
        ]
    facts = one.ways[0].facts if alone else one.facts
    lines = _headline(one, said, _grounded(one.grounds, instrument, lang, facts), lang)
    if not alone and not (len(one.ways) == 1 and one.ways[0].grounds == one.grounds):
        lines += _ways(one, instrument, lang)
    return lines + _note(one.grounds, "    ", lang)


def _headline(one: Requirement, said: str, grounded: str, lang: str) -> list[str]:
    text = translator(lang)("{title}: {text}").format(title=sentences.title(one, lang), text=said)
    return listing.folded(f"{text} {grounded}".rstrip(), "  ", "    ")


def _ways(one: Requirement, instrument: Instrument, lang: str) -> Iterator[str]:
    for way in one.ways:
        grounded = _grounded(way.grounds, instrument, lang, way.facts)
        yield from listing.folded(f"- {sentences.way(way, one.kind, lang)} {grounded}", "    ", "      ")
        yield from _note(way.grounds, "      ", lang)


def _grounded(
    grounds: Grounds, instrument: Instrument, lang: str, facts: Mapping[str, Any] | None = None
) -> str:
    """The article, with what was read, or the mark that nothing was; facts of another standing are named."""
    _ = translator(lang)
    what = " ".join(grounds.sources) if grounds.verified else _(UNVERIFIED)
    for name, own in (facts or {}).get("grounds", {}).items():
        if own.verified != grounds.verified:
            read = " ".join(own.sources) if own.verified else _(UNVERIFIED)
            told = _("{title}: {text}").format(title=_(APART[name]), text=read)
            what = sentences.together((what, told), lang)
    return f"({sentences.where(grounds, instrument, lang)}) [{what}]"


def _note(grounds: Grounds, indent: str, lang: str) -> list[str]:
    return listing.folded(named(grounds.note, lang), indent, indent) if grounds.note else []


def about(instrument: Instrument, lang: str) -> Iterator[str]:
    """What stands before the Parts: entry into force, acceptance, exceptions, how much was read."""
    _ = translator(lang)
    if instrument.in_force:
        date, grounds = instrument.in_force
        yield _(IN_FORCE).format(
            date=numbers.day(date, lang), article=sentences.where(grounds, instrument, lang)
        )
    one = instrument.acceptance
    if one and len(one.parts) > 1:
        said = {"count": one.at_least, "parts": ", ".join(one.parts), "one_of": ", ".join(one.one_of)}
        template = ACCEPTED_ONE if one.one_of else WHOLE if one.at_least == len(one.parts) else ACCEPTED
        yield _(template).format(article=sentences.where(one.grounds, instrument, lang), **said)
    if instrument.exceptions:
        where = sentences.where(instrument.exceptions, instrument, lang)
        mark = "" if instrument.exceptions.verified else f" [{_(UNVERIFIED)}]"
        note = named(instrument.exceptions.note, lang) if instrument.exceptions.note else ""
        yield f"{_(EXCEPTED).format(article=where + mark)} {note}".rstrip()
    read, every = _read(instrument)
    yield _(READ).format(read=read, all=every)


def _headed(instrument: Instrument, lang: str) -> dict[str, Any]:
    read, every = _read(instrument)
    accepted = instrument.acceptance
    return {
        "instrument": instrument.code,
        "kind": instrument.kind,
        "year": instrument.year,
        "title": named(instrument.title, lang),
        "in_force": instrument.in_force[0] if instrument.in_force else None,
        "parts": {part.name: named(part.title, lang) for part in (*instrument.parts, *instrument.common)},
        "acceptance": None
        if accepted is None
        else {
            "parts": accepted.parts, "at_least": accepted.at_least, "one_of": accepted.one_of,
            **_told(accepted.grounds),
        },
        "exceptions": _told(instrument.exceptions) if instrument.exceptions else None,
        "facts_read": read,
        "facts_in_all": every,
    }  # fmt: skip


def _told(grounds: Grounds) -> dict[str, Any]:
    return {"article": grounds.article, "verified": grounds.verified, "sources": list(grounds.sources)}


def _read(instrument: Instrument) -> tuple[int, int]:
    """How many facts were read in a text, and how many there are."""
    rows = standard_rows(instrument)
    return sum(row["VERIFIED"] == "yes" for row in rows), len(rows)


def _chosen(instrument: Instrument, part: str) -> tuple[Part, ...]:
    parts = (*instrument.parts, *instrument.common)
    found = tuple(one for one in parts if not part or one.name.lower() == part.lower())
    if not found:
        names = [one.name for one in parts]
        raise Refusal(
            NO_PART, code=instrument.code, part=part, known=", ".join(names), nearest=nearest(part, names)
        )
    return found


def _parts_of(instrument: Instrument) -> str:
    parts = (*instrument.parts, *instrument.common)
    return str(len(parts)) if len(parts) > 1 else "–"


def _sources_of(instrument: Instrument, parts: tuple[Part, ...], whole: bool) -> list[str]:
    """Keys of what was read for these Parts, in the order of the file."""
    if whole:
        return list(instrument.sources)
    every = [part.grounds for part in parts]
    for one in (one for part in parts for one in part.requirements):
        every += [one.grounds, *(way.grounds for way in one.ways)]
    used = {key for grounds in every for key in grounds.sources}
    return [key for key in instrument.sources if key in used]


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        cells = (row[column] for column in COLUMNS)
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return text.getvalue()

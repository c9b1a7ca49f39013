"""Reference page of the standards: every instrument, Part by Part, with each figure, its article and what was read."""

from __future__ import annotations

from collections.abc import Iterator

from socle.exchange.standard_file import derivable, load_standards, standard_words
from socle.model.practice import INPUTS
from socle.model.standard import Grounds, Instrument, Part
from socle.report import standard_sentences as sentences
from socle.report.standard_tables import standard_rows
from socle.report.text import LANGUAGES
from tools.reference_forms import MADE

INTRO = (
    "Figures and rules in our own words, from `src/socle/standards/*.yaml`, the only place where they stand: a "
    "corrected figure is a change to one file. What was not read in a text is marked *unverified*: check it before "
    "you rely on it. `socle standards show C102 --part V` shows the same in three languages, as CSV and as JSON. "
    "Rows without a name are ways to meet the test above them: one is enough.\n"
)


def standards() -> str:
    """Every instrument, the conditions that a country answers, and the inputs that tests read."""
    lines = ["# Standards\n", MADE, INTRO, "| code | title | facts read |\n|---|---|---|"]
    for code, one in load_standards().items():
        rows = standard_rows(one)
        read = sum(row["VERIFIED"] == "yes" for row in rows)
        lines.append(f"| [{code}](#{code.lower()}) | {one.title['en']} | {read} of {len(rows)} |")
    lines.append("")
    for one in load_standards().values():
        lines += _instrument(one)
    return "\n".join([*lines, *_words()]) + "\n"


def _instrument(one: Instrument) -> Iterator[str]:
    yield f"## {one.code}\n\n{one.title['en']}. {one.title['fr']}. {one.title['es']}.\n"
    for part in (*one.parts, *one.common):
        yield from _part(part, one)
    if one.definitions:
        yield "### Definitions\n\n| article | | |\n|---|---|---|"
        for name, (text, grounds) in one.definitions.items():
            figure = f" ({sentences.percent(one.factors[name], 'en')})" if name in one.factors else ""
            yield f"| {grounds.article} | {text['en']}{figure} | {_read(grounds)} |"
        yield ""
    if one.sources:
        yield "\n".join(f"- {key}: {told}" for key, told in one.sources.items()) + "\n"


def _part(part: Part, one: Instrument) -> Iterator[str]:
    name = "" if part.name == one.code else f"Part {part.name}. "
    yield f"### {name}{part.title['en']}\n\n| test | article | what is asked | |\n|---|---|---|---|"
    for asked in part.requirements:
        title, rate = sentences.title(asked, "en"), sentences.rate(asked, one, "en")
        ways = asked.ways
        if rate:
            yield _row(title, asked.grounds, f"**{rate}**")
        elif len(ways) > 1:
            yield f"| {title} | {asked.grounds.article} | one of:{_note(asked.grounds)} | |"
        for way in ways:
            if not (rate and way.grounds == asked.grounds):
                yield _row(
                    "" if rate or len(ways) > 1 else title, way.grounds, sentences.way(way, asked.kind, "en")
                )
    yield ""


def _row(title: str, grounds: Grounds, said: str) -> str:
    return f"| {title} | {grounds.article} | {said}{_note(grounds)} | {_read(grounds)} |"


def _note(grounds: Grounds) -> str:
    return f" ({grounds.note['en'].rstrip('.')})" if grounds.note else ""


def _read(grounds: Grounds) -> str:
    return " ".join(grounds.sources) if grounds.verified else "*unverified*"


def _words() -> Iterator[str]:
    conditions, care = standard_words()
    yield "## Conditions\n\nAnswered yes or no as `condition.NAME`; *law*: read from the law where it is written.\n"
    yield "| condition | | en | fr | es |\n|---|---|---|---|---|"
    for name, text in conditions.items():
        said = " | ".join(text[lang] for lang in LANGUAGES)
        yield f"| `{name}` | {'law' if name in derivable() else ''} | {said} |"
    yield "\n## Care\n\nAnswered yes or no as `care.BRANCH.NAME`.\n\n| care | en | fr | es |\n|---|---|---|---|"
    for name, text in care.items():
        yield f"| `{name}` | {' | '.join(text[lang] for lang in LANGUAGES)} |"
    yield "\n## Inputs\n\n| input | unit | |\n|---|---|---|"
    for name, (unit, meaning) in INPUTS.items():
        yield f"| `{name}` | {unit} | {meaning} |"

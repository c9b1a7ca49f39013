"""A report on paper as a list of blocks: said once here, laid out as PDF by Typst and as a file of Word.

What is said in a block is words, never markup: nothing that stands in a file can become an instruction of
the typesetter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from socle.ground.provenance import Trace
from socle.ground.words import N_
from socle.report.drawing import Drawing
from socle.report.sections import Card, Table
from socle.report.text import Translate

PATH: Final = re.compile(r"\w+(\.\w+)+")  # of a value of the law
BLANK: Final = "." * 40  # where somebody writes
TABLE, FIGURE, CONTENTS = N_("Table"), N_("Figure"), N_("Contents")
SUMMARY: Final = N_("In short")
CAUTION: Final = N_("Caution")
DETERMINED: Final = N_("Socle {version}, run {fingerprint}: equal inputs give this fingerprint again.")


@dataclass(frozen=True)
class Heading:
    """The title of a part; level 1 is in the contents with its number."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `alert` is a caution, which says so in words; `note` is smaller."""

    text: str
    kind: str = "plain"  # plain, strong, note, alert


@dataclass(frozen=True)
class Bullets:
    """Sentences side by side; where `depths` are given, those that are deeper belong to the one before them."""

    items: tuple[str, ...]
    depths: tuple[int, ...] = ()

    def ranked(self) -> list[tuple[str, int]]:
        """The sentences, each with its depth."""
        return list(zip(self.items, self.depths or (0,) * len(self.items), strict=True))


@dataclass(frozen=True)
class Stated:
    """Topics, what is said of each, and a caution (empty where there is none)."""

    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Figure:
    """A chart: the finding as its title, its source under it, and what it shows for who cannot see it."""

    name: str
    title: str
    note: str
    drawing: Drawing

    @property
    def alt(self) -> str:
        """The chart in words."""
        return f"{self.title}. {self.note}".strip()


@dataclass(frozen=True)
class Summary:
    """The box on the first page: the answer in sentences, and cards."""

    lines: tuple[str, ...]
    cards: tuple[Card, ...] = ()
    note: str = ""  # what the cards are of


Block = Heading | Paragraph | Bullets | Stated | Figure | Summary | Table


@dataclass(frozen=True)
class Document:
    """A report: the answer as its title, what it is about, its blocks in reading order, what determined it."""

    title: str
    subject: str  # over the title and on every page
    lang: str
    blocks: tuple[Block, ...]
    trace: Trace

    def headings(self) -> list[Heading]:
        """The titles of its parts, in reading order."""
        return [one for one in self.blocks if isinstance(one, Heading)]

    def led(self) -> Iterator[tuple[Block, bool]]:
        """Every block, with whether it is a paragraph on what comes next, and stays on its page."""
        for block, then in zip(self.blocks, (*self.blocks[1:], None), strict=True):
            yield block, isinstance(block, Paragraph) and _leads(block, then)

    def tables(self) -> list[Table]:
        """Its tables, in reading order."""
        return [one for one in self.blocks if isinstance(one, Table)]

    def figures(self) -> list[Figure]:
        """Its charts, in reading order."""
        return [one for one in self.blocks if isinstance(one, Figure)]


def _leads(block: Paragraph, then: Block | None) -> bool:
    if block.text.endswith(BLANK):
        return isinstance(then, Paragraph)
    return isinstance(then, Table | Figure) or (block.kind == "strong" and isinstance(then, Bullets))


def untitled(specs: Mapping[str, Any]) -> dict[str, Any]:
    """The charts without title and source, which a document sets in its own type."""
    return {
        name: {key: value for key, value in spec.items() if key != "title"} for name, spec in specs.items()
    }


def figure(name: str, spec: Mapping[str, Any], drawings: Mapping[str, Drawing]) -> Figure:
    """A chart with the words that stand in its specification."""
    title = spec["title"]
    return Figure(name, " ".join(title["text"]), " ".join(title.get("subtitle", ())), drawings[name])


def aligned(table: Table) -> tuple[str, ...]:
    """`left` for columns of words, `right` for numbers."""
    last = len(table.head) - table.words
    return tuple("left" if at == 0 or at >= last else "right" for at in range(len(table.head)))


def determined(trace: Trace, _: Translate) -> tuple[Block, ...]:
    """What determined a run: its fingerprint, options, and every file by what it holds."""
    said = _(DETERMINED).format(version=trace.version, fingerprint=trace.fingerprint)
    options = tuple(
        (str(name), _option(value, _)) for name, value in trace.options.items() if not _nothing(value)
    )
    files = tuple((str(name), digest[:16]) for name, digest in trace.files.items())
    head = (_("Name"), _("Value"))
    groups = tuple((title, rows) for title, rows in ((_("Options"), options), (_("Files"), files)) if rows)
    found: list[Block] = [Heading(_("Fingerprint")), Paragraph(said)]
    if groups:
        found.append(Table(_("What determined this run"), head, groups, words=1))
    return tuple(found)


def spans(text: str) -> tuple[tuple[str, bool], ...]:
    """A text in its parts, with whether each is a name of Socle that stands between `backticks`."""
    return tuple((part, at % 2 == 1) for at, part in enumerate(text.split("`")) if part)


def _nothing(value: Any) -> bool:
    """Whether an option was not given."""
    return value is None or (isinstance(value, str | list | tuple | Mapping) and not value)


def _option(value: Any, _: Translate) -> str:
    """An option as one line: names with commas, what is inside another in brackets."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        value = list(value.items())
    if not isinstance(value, list | tuple):
        return str(value)
    parts = [_option(one, _) for one in value if not _nothing(one)]
    if len(parts) == len(value) == 2 and PATH.fullmatch(parts[0]):
        return f"{parts[0]} = {parts[1]}"
    return ", ".join(f"({part})" if ", " in part else part for part in parts)

"""YAML read as text: every scalar is a string until the law's signature types it, and keeps its line.

So `NO`, `on` and `012` are nobody's country, switch or octal number. Anchors, tags and duplicate keys are
refused: a file of law says everything once and in place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

from socle.ground.refusals import Place, Refusal
from socle.ground.words import N_

LARGEST = 2_000_000  # bytes; a file of law is a thousand times smaller
DEEPEST = 40  # levels; the law of this library has nine
OPEN: Final = N_("a bracket or a brace is not closed, or a comma is missing")
WRONG: Final = {
    "did not find expected ','": OPEN,
    "mapping values are not allowed": N_(
        "a second colon on the line, or more spaces before it than before its neighbours"
    ),
    "found a tab": N_("a tab stands before the words: write spaces"),
    "found character": N_(
        "a sign such as @, % or a tab begins a value: put quotes around the value, or write spaces"
    ),
    "could not find expected ':'": N_("the colon after a name is missing"),
    "did not find expected '-'": N_(
        "the lines before it are a list, and this one does not begin with a dash"
    ),
    "did not find expected key": N_(
        "the spaces before it are not those of its neighbours, or a quote is not closed"
    ),
    "found unexpected end": N_("a quote, a bracket or a brace is not closed"),
    "found unknown escape": N_("a backslash in double quotes: write single quotes"),
}
"""What is wrong for people, by how the parser's own words begin."""
_Loader: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Text(str):
    """A scalar of a file, with the place where it stands."""

    where: str

    def __new__(cls, value: str, where: str) -> Text:
        """The text as it stands in the file."""
        text = super().__new__(cls, value)
        text.where = where
        return text

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """What makes the same text again in another process."""
        return str(self), self.where


class Mapping(dict[str, Any]):
    """A mapping of a file, with its place and the places of its keys."""

    where: str
    places: dict[str, str]

    def at(self, key: str) -> str:
        """Where a key stands; the mapping itself if it has no such key."""
        return self.places.get(key, self.where)


class Sequence(list[Any]):
    """A list of a file, with its place."""

    where: str


def load(path: Path, name: str = "") -> Mapping:
    """The content of a YAML file whose top is a mapping; `name` is how refusals call the file."""
    name = name or path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Refusal(
            "The file cannot be read ({reason}).", reason=error.strerror or "error", where=str(path)
        ) from None
    if len(raw) > LARGEST:
        raise Refusal(
            "The file has {size} bytes; a YAML file of law has at most {most}.",
            size=len(raw),
            most=LARGEST,
            where=name,
        )
    return loads(raw, name)


def loads(raw: bytes, name: str) -> Mapping:
    """The same from content at hand."""
    try:
        content = _Reader(raw.decode("utf-8-sig"), name).document()
    except UnicodeDecodeError:
        raise Refusal("The file is not UTF-8 text.", where=name) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{name}:{mark.line + 1}" if mark else name
        raise Refusal(
            "This is not valid YAML: {problem}.",
            problem=_problem(getattr(error, "problem", None) or ""),
            where=line,
        ) from None
    if not isinstance(content, Mapping):
        raise Refusal("A mapping (`key: value` lines) is expected at the top of the file.", where=name)
    return content


def _problem(said: str) -> Place:
    """What the parser says, in words that have a translation."""
    found = (words for begins, words in WRONG.items() if said.startswith(begins))
    return Place(next(found, N_("a sign stands where none of its kind can stand")))


class _Reader:
    """Events of the parser, one after the other: its own composer has no bound on depth and hides anchors."""

    def __init__(self, text: str, name: str) -> None:
        self.events, self.name = yaml.parse(text, Loader=_Loader), name

    def document(self) -> Any:
        """The one document of the file; nothing if it is empty."""
        next(self.events)  # the stream begins
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        content = self._value(next(self.events), 0)
        next(self.events)  # the document ends
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise Refusal("A file holds one document: nothing stands after `---`.", where=self._place(after))
        return content

    def _place(self, event: Any) -> str:
        return f"{self.name}:{event.start_mark.line + 1}"

    def _value(self, event: Any, depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise Refusal(
                "Anchors and aliases (& and *) are not read: write each value in its place.",
                where=self._place(event),
            )
        if event.tag is not None:
            raise Refusal(
                "Tags (!) are not read: every value is text until the law says its kind.",
                where=self._place(event),
            )
        if depth > DEEPEST:
            raise Refusal("A file has at most {most} levels.", most=DEEPEST, where=self._place(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        return Text(event.value, self._place(event))

    def _sequence(self, start: Any, depth: int) -> Sequence:
        items = Sequence()
        items.where = self._place(start)
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, depth + 1))
        return items

    def _mapping(self, start: Any, depth: int) -> Mapping:
        result = Mapping()
        result.where, result.places = self._place(start), {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._value(event, depth + 1)
            if not isinstance(key, Text):
                raise Refusal("A key must be one word.", where=self._place(event))
            if key in result:
                raise Refusal(
                    "`{key}` stands twice in the same mapping; the first is on line {line}.",
                    key=str(key),
                    line=result.places[key].rsplit(":", 1)[-1],
                    where=key.where,
                )
            result[str(key)] = self._value(next(self.events), depth + 1)
            result.places[str(key)] = key.where
        return result

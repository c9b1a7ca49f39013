"""YAML read as text: every scalar is a string until the law's signature types it, and keeps its line.

So `NO`, `on` and `012` are nobody's country, switch or octal number. Anchors, tags and duplicate keys are
refused: a file of law says everything once and in place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from socle.ground.refusals import Refusal

LARGEST = 2_000_000  # bytes; a file of law is a thousand times smaller
_Loader: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Text(str):
    """A scalar of a file, with the place where it stands."""

    where: str

    def __new__(cls, value: str, where: str) -> Text:
        """The text as it stands in the file."""
        text = super().__new__(cls, value)
        text.where = where
        return text


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
        node = yaml.compose(raw.decode("utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError:
        raise Refusal("The file is not UTF-8 text.", where=name) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{name}:{mark.line + 1}" if mark else name
        raise Refusal(
            "This is not valid YAML: {problem}.",
            problem=getattr(error, "problem", None) or "unreadable",
            where=line,
        ) from None
    if not isinstance(node, yaml.MappingNode):
        raise Refusal("A mapping (`key: value` lines) is expected at the top of the file.", where=name)
    return _mapping(node, name, set())


def _read(node: Any, name: str, seen: set[int]) -> Any:
    if id(node) in seen:
        raise Refusal(
            "Anchors and aliases (& and *) are not read: write each value in its place.",
            where=f"{name}:{node.start_mark.line + 1}",
        )
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, name, seen)
    if isinstance(node, yaml.SequenceNode):
        items = Sequence(_read(item, name, seen) for item in node.value)
        items.where = f"{name}:{node.start_mark.line + 1}"
        return items
    return Text(node.value, f"{name}:{node.start_mark.line + 1}")


def _mapping(node: yaml.MappingNode, name: str, seen: set[int]) -> Mapping:
    result = Mapping()
    result.where, result.places = f"{name}:{node.start_mark.line + 1}", {}
    for key, value in node.value:
        place = f"{name}:{key.start_mark.line + 1}"
        if not isinstance(key, yaml.ScalarNode):
            raise Refusal("A key must be one word.", where=place)
        if key.value in result:
            raise Refusal(
                "`{key}` stands twice in the same mapping; the first is on line {line}.",
                key=key.value,
                line=result.places[key.value].rsplit(":", 1)[-1],
                where=place,
            )
        result[key.value] = _read(value, name, seen)
        result.places[key.value] = place
    return result

"""What stands in a file of law: names, lists, mappings and texts, each checked and with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from socle.ground.refusals import Refusal, nearest

NAME = re.compile(r"[A-Za-z0-9_]+")
Raw = Mapping[str, Any]


def place(raw: Any) -> str:
    """Where in its file something stands, if it came from a file."""
    return str(getattr(raw, "where", ""))


@contextmanager
def placed(raw: Any, key: Any) -> Iterator[None]:
    """What is refused inside stands at a key of a mapping."""
    try:
        yield
    except Refusal as refusal:
        raise refusal.at(raw.at(key) if hasattr(raw, "at") else "") from None


def known_keys(raw: Mapping[str, Any], valid: Iterable[str], what: str) -> None:
    """Refuse the first key that is not among `valid`, with the nearest that is."""
    valid = tuple(valid)
    for key in raw:
        if key not in valid:
            where = raw.at(key) if hasattr(raw, "at") else ""
            raise Refusal(
                "{what} has no `{key}`; it knows {valid}.",
                what=what,
                key=key,
                valid=", ".join(valid),
                nearest=nearest(str(key), valid),
                where=where,
            )


def single(item: Any) -> tuple[str, Any]:
    """The one rule of an item and what is said to it."""
    if isinstance(item, str):
        return str(item), {}
    raw = as_map(item)
    if len(raw) != 1:
        raise Refusal(
            "An item of a list holds one rule; {count} stand here: begin each with a dash.",
            count=len(raw),
            where=place(item),
        )
    return next(iter(raw.items()))


def name_of(text: Any, raw: Any = None) -> str:
    """A name that can be part of the path of a parameter."""
    if not NAME.fullmatch(str(text)):
        raise Refusal(
            "`{name}` is not a name: use letters, digits and underscores.",
            name=str(text)[:60],
            where=raw.at(text) if isinstance(text, str) and hasattr(raw, "at") else place(text),
        )
    return str(text)


def required(raw: Raw, key: str, what: str) -> Any:
    """The value of a key that must be there."""
    if key not in raw:
        raise Refusal("{what} needs `{key}`.", what=what, key=key, where=place(raw))
    return raw[key]


def map_at(raw: Raw, key: str, what: str) -> Raw:
    """The mapping under a key that must be there."""
    return as_map(required(raw, key, what))


def as_map(raw: Any) -> Raw:
    """The mapping that is expected here, or a refusal."""
    if isinstance(raw, Mapping):
        return raw
    raise Refusal(
        "`{text}` stands where a mapping (`key: value`) is expected.", text=str(raw)[:60], where=place(raw)
    )


def as_list(raw: Any) -> Sequence[Any]:
    """One thing or a list of things, as a list."""
    return raw if isinstance(raw, list | tuple) else [raw]


def text_of(raw: Any) -> dict[str, str]:
    """A text in some languages; a bare text is English."""
    text = {str(k): str(v) for k, v in raw.items()} if isinstance(raw, Mapping) else {"en": str(raw)}
    if "en" not in text:
        raise Refusal("A title needs at least its English text (en: ...).", where=place(raw))
    return text


def among(value: Any, valid: Sequence[str], what: str, path: str) -> str:
    """One of the valid words."""
    if str(value) not in valid:
        raise Refusal(
            "`{value}` is not a {what}; `{path}` needs one of {valid}.",
            value=str(value),
            what=what,
            path=path,
            valid=", ".join(valid),
            nearest=nearest(str(value), valid),
            where=place(value),
        )
    return str(value)

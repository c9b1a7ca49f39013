"""What stands in a file of law: names, lists, mappings and texts, each checked and with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from socle.ground.refusals import Place, Refusal, nearest
from socle.ground.words import N_

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


THINGS: Final = (
    N_("A branch"),
    N_("A case"),
    N_("A country"),
    N_("A definition"),
    N_("A file of totals"),
    N_("A note of a country"),
    N_("A period"),
    N_("A requirement"),
    N_("A scenario"),
    N_("A scheme"),
    N_("A shock"),
    N_("A survey mapping"),
    N_("A total"),
    N_("An instrument"),
    N_("The entry into force"),
    N_("The file of words"),
)
"""What a file is about, where it has a translation; other things are named as the file names them."""


def _thing(what: str) -> str:
    return Place(what) if what in THINGS else what


def known_keys(raw: Mapping[str, Any], valid: Iterable[str], what: str) -> None:
    """Refuse the first key that is not among `valid`, with the nearest that is."""
    valid = tuple(valid)
    for key in raw:
        if key not in valid:
            where = raw.at(key) if hasattr(raw, "at") else ""
            raise Refusal(
                "{what} has no `{key}`; it knows {valid}.",
                what=_thing(what),
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
        raise Refusal("{what} needs `{key}`.", what=_thing(what), key=key, where=place(raw))
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

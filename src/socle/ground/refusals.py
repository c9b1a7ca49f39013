"""Refusals: the one way in which Socle says no.

A refusal says what is wrong and where, why it matters in a few words, and what to write instead. Its text
is a template in English, the key of the message catalogues; the values stay apart, so that it can be
worded in any language at the face that shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from socle.ground.words import N_

MANY = N_("{count} things are wrong:")
MANY_SHOWN = N_("{count} things are wrong; the first {shown}:")


class Place(str):
    """A place, or a value of a refusal, whose words depend on the language: an English template and its values."""

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> Place:
        """The place, worded in English as a string."""
        place = super().__new__(cls, template.format(**values))
        place.template, place.values = template, values
        return place

    def worded(self, translate: Callable[[str], str] = str) -> str:
        """The place in the language of `translate`."""
        return translate(self.template).format(**self.values)


class Refusal(Exception):
    """Something asked for cannot be done, and the person who asked can mend it.

    `template` is a sentence with `{names}`; `values` fill them; `where` is a place (`file:line`, a sheet and
    cell, a URL parameter); `nearest` is the valid name closest to what was written, if there is one.
    """

    def __init__(self, template: str, *, where: str = "", nearest: str = "", **values: Any) -> None:
        super().__init__(template)
        self.template, self.where, self.nearest, self.values = template, where, nearest, values

    def at(self, where: str) -> Refusal:
        """The same refusal, with the place where it happened if it was not known."""
        return (
            self if self.where else Refusal(self.template, where=where, nearest=self.nearest, **self.values)
        )

    def worded(self, translate: Callable[[str], str] = str) -> str:
        """The refusal as one paragraph, in the language of `translate`."""
        values = {name: _in_words(value, translate) for name, value in self.values.items()}
        text = translate(self.template).format(**values)
        hint = translate("Did you mean `{nearest}`?").format(nearest=self.nearest) if self.nearest else ""
        where = _in_words(self.where, translate)
        return " ".join(part for part in (f"{where}:" if where else "", text, hint) if part)

    def __str__(self) -> str:
        return self.worded()


class Refusals(Refusal):
    """Several things wrong at once, of which the first are shown; each has its own place."""

    def __init__(self, all_of_them: Sequence[Refusal], most: int = 20) -> None:
        super().__init__(MANY if len(all_of_them) <= most else MANY_SHOWN)
        self.each, self.most = tuple(all_of_them), most

    def at(self, where: str) -> Refusal:  # noqa: ARG002
        """Itself: each of them has its place."""
        return self

    def worded(self, translate: Callable[[str], str] = str) -> str:
        """One line for each."""
        head = translate(self.template).format(count=len(self.each), shown=self.most)
        return "\n".join([head, *("  " + one.worded(translate) for one in self.each[: self.most])])


class Faults:
    """What is wrong, gathered so that a person mends it in one go."""

    def __init__(self) -> None:
        self.found: list[Refusal] = []

    def add(self, template: str, where: str, *, nearest: str = "", **values: Any) -> None:
        """One more fault; `template` is marked with N_ where it is written."""
        self.found.append(Refusal(template, where=where, nearest=nearest, **values))

    def stop(self) -> None:
        """Refuse what was found, if anything was."""
        if self.found:
            raise self.found[0] if len(self.found) == 1 else Refusals(self.found)


def _in_words(value: Any, translate: Callable[[str], str]) -> Any:
    """The value in the language of `translate` if its words depend on it."""
    return value.worded(translate) if isinstance(value, Place) else value


def nearest(word: str, valid: Iterable[str]) -> str:
    """The valid name closest to `word`, or nothing."""
    names = {name.lower(): name for name in valid}
    found = get_close_matches(word.lower(), names, n=1, cutoff=0.5)
    return names[found[0]] if found else ""

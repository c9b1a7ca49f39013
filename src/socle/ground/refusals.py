"""Refusals: the one way in which Socle says no.

A refusal says what is wrong and where, why it matters in a few words, and what to write instead. Its text
is a template in English, the key of the message catalogues; the values stay apart, so that it can be
worded in any language at the face that shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any


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
        text = translate(self.template).format(**self.values)
        hint = translate("Did you mean `{nearest}`?").format(nearest=self.nearest) if self.nearest else ""
        return " ".join(part for part in (f"{self.where}:" if self.where else "", text, hint) if part)

    def __str__(self) -> str:
        return self.worded()


def nearest(word: str, valid: Iterable[str]) -> str:
    """The valid name closest to `word`, or nothing."""
    names = {name.lower(): name for name in valid}
    found = get_close_matches(word.lower(), names, n=1, cutoff=0.5)
    return names[found[0]] if found else ""

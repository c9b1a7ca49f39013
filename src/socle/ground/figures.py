"""Numbers inside sentences: grouped and pointed as the language of the sentence does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from socle.ground.refusals import Place
from socle.ground.words import N_

SAMPLE: Final = N_("1,234.5")  # how the language groups digits, and what stands before decimals
PRECISE: Final = 1e10  # below, ten significant figures show a number; above, whole ones


class Figure(Place):
    """A number in full, never with a power of ten: 6,420,000,000 in English, and in other languages as they do.

    `digits` are its decimals; by default as many as it has, in ten significant figures.
    """

    def __new__(cls, value: float, digits: int | None = None) -> Figure:
        """The number, worded in English as a string."""
        form = ",.10g" if digits is None and abs(value) < PRECISE else f",.{digits or 0}f"
        figure = str.__new__(cls, format(value, form))
        figure.template, figure.values = "", {}
        return figure

    def worded(self, translate: Callable[[str], str] = str) -> str:
        """The number in the language of `translate`."""
        sample = translate(SAMPLE)
        return str(self).translate(str.maketrans(",.", sample[1] + sample[-2]))

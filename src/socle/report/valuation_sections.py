"""What the sections of a valuation report share: the result in a language, its benefits, years and units."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.model.valued import ValuationResult, Valued
from socle.report import labels, numbers
from socle.report import valuation_words as words
from socle.report.numbered import Names
from socle.report.text import Translate, named, translator
from socle.report.valuation_names import NAMES

STEPS = (0, 1, 2, 3, 4, 5, 10, 15, 20, 25, 30, 40, 50, 60)  # years after the first that tables show
FEW = (0, 5, 10, 20, 30, 50)
MOST_DIGITS = 4
MILLION = 1e6
NEVER = N_("not in these years")
COLOURS = {
    "old_age": labels.COLOUR["old_age"],
    "invalidity": labels.COLOUR["working_age"],
    "survivors": labels.COLOUR["children"],
    "orphans": labels.COLOUR["health"],
}
OTHERS = ("#56B4E9", "#D55E00", "#8C6D31", "#5E3C99")
ADMINISTRATION = labels.COLOUR["baseline"]


@dataclass(frozen=True)
class Told:
    """A result as one language tells it."""

    result: ValuationResult
    lang: str

    @cached_property
    def _(self) -> Translate:
        """The translation, whose double signs stay on the line of the word before them."""
        say = translator(self.lang)
        return lambda text: numbers.together(say(text))

    @property
    def valued(self) -> Valued:
        """The law that is valued."""
        return self.result.valued

    @property
    def currency(self) -> str:
        """Its money."""
        return self.result.data.facts.currency

    @property
    def years(self) -> tuple[int, ...]:
        """The years projected."""
        return self.valued.over_time.years

    @property
    def scheme(self) -> str:
        """The title of the scheme."""
        return words.title(self.valued, self.lang)

    @property
    def country(self) -> str:
        """The name of the country; its code where the name is not known."""
        known = self.result.country
        return named(known, self.lang) if known else self.result.data.facts.country

    @property
    def sexes(self) -> tuple[str, str]:
        """Men and women, as heads of columns."""
        return (self._(N_("Men")), self._(N_("Women")))

    @cached_property
    def benefits(self) -> dict[str, str]:
        """The titles of the benefits that are projected."""
        return titles(self.valued, self.lang)

    def number(
        self, text: str, measure: str, benefit: str = "", year: int | None = None, sex: str = ""
    ) -> str:
        """A text with the number that it shows, to be explained."""
        scheme = self.valued.scheme.name
        name = ".".join(part for part in ("valuation", scheme, measure, benefit, sex) if part)
        return Names(self.result.data.facts.country, self.result.trace.fingerprint, year or 0)(text, name, "")

    def name(self, measure: str) -> str:
        """The title of a measure."""
        return self._(NAMES[measure].title)

    def share(self, value: float) -> str:
        """A share for a column, in per cent."""
        return numbers.share_in_column(float(value), self.lang)

    def millions(self, value: float) -> str:
        """Money in millions: no decimals from a hundred on."""
        size = abs(float(value)) / MILLION
        return numbers.number(float(value) / MILLION, self.lang, 0 if size >= 100 else 1)

    def count(self, value: float) -> str:
        """Persons, to the whole."""
        return numbers.number(float(value), self.lang)

    def plain(self, value: float, digits: int) -> str:
        """A number."""
        return numbers.number(float(value), self.lang, digits)

    def year(self, value: float) -> str:
        """A calendar year, or that it does not come."""
        return str(round(float(value))) if math.isfinite(value) else self._(NEVER)

    def money(self, value: float) -> str:
        """An amount with its currency."""
        return numbers.money(float(value), self.currency, self.lang)

    def listed(self, parts: Iterable[str]) -> str:
        """Parts side by side, apart by what the language writes between them."""
        return (f"{numbers.HARD_SPACE}; " if self.lang == "fr" else "; ").join(parts)

    @property
    def unit(self) -> str:
        """The unit of tables of money."""
        return self._(N_("million {currency}")).format(currency=self.currency)


def titles(valued: Valued, lang: str) -> dict[str, str]:
    """The titles of the benefits of a law, by name, in the order of the law."""
    return {name: words.benefit(valued, name, lang) for name in valued.rates.benefits}


def colours(names: Iterable[str]) -> dict[str, str]:
    """A colour for each benefit."""
    others = iter(OTHERS * 9)
    return {name: COLOURS.get(name) or next(others) for name in names}


def steps(years: Sequence[int], after: Sequence[int] = STEPS) -> list[int]:
    """The positions of the years that a table shows: the first, some after it, and the last."""
    return sorted({at for at in after if at < len(years)} | {len(years) - 1})


def middle(years: Sequence[int]) -> int:
    """The position of the middle year, as the sensitivity has it."""
    return (len(years) - 1) // 2


def total(series: Array) -> Array:
    """[scenario, year, sex] of the first scenario over both sexes, [year]."""
    summed: Array = series[0].sum(axis=-1)
    return summed


def percent(value: float, lang: str) -> str:
    """A share of the law in per cent, with as many decimals as it was written with."""
    space = numbers.THIN_SPACE if lang == "fr" else numbers.HARD_SPACE
    return f"{exact(100 * value, lang)}{space}%"


def exact(value: float, lang: str) -> str:
    """A number with as many decimals as it needs, four at most."""
    digits = next((d for d in range(MOST_DIGITS) if abs(value - round(value, d)) < 1e-9), MOST_DIGITS)
    return numbers.number(value, lang, digits)

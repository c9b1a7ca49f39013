"""The wages against which benefits are held: each option that a State may choose, and those it considers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from socle.model.practice import LABOURER, SKILLED
from socle.standards.joining import Case

MEAN: Final = "mean_earnings"


class Option(NamedTuple):
    """A reference wage: its name, the input it rests on, and money a year, or nothing where that is not known."""

    name: str
    key: str
    wage: float | None


def skilled(case: Case) -> list[Option]:
    """The skilled manual male employee (C102 Art. 65(6))."""
    return _options(case, "skilled", SKILLED)


def labourers(case: Case) -> list[Option]:
    """The ordinary adult male labourer (C102 Art. 66(4))."""
    return _options(case, "labourer", LABOURER)


def previous(case: Case) -> list[Option]:
    """The mean of former earnings, where an instrument compares with earnings and not with a standard worker."""
    return [_option(case, MEAN, MEAN)]


def _options(case: Case, choice: str, known: Mapping[str, str]) -> list[Option]:
    chosen = case.practice.choices.get(choice, ())
    considered = [name for name in known if name in chosen] or list(known)
    return [_option(case, name, known[name]) for name in considered]


def _option(case: Case, name: str, key: str) -> Option:
    """A wage; 125 % of the mean has its factor in the instrument. One that is not above zero is none."""
    wage = case.known(key)
    factor = case.instrument.factors.get(name) if key == MEAN and name != MEAN else 1.0
    if wage is None or wage <= 0 or factor is None:
        return Option(name, key, None)
    return Option(name, key, wage * factor)

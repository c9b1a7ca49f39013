"""Variants of a projection, called as the United Nations call theirs; each changes one or two rates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from socle.ground.refusals import Refusal, nearest
from socle.model.demography import VitalRates
from socle.project import fertility, migration, model_life_tables

CHILD: Final = 0.5  # children a woman by which the high and the low variant differ from the medium one
YEARS_TO_CHILD: Final = 10  # over which the difference grows evenly, from the first projected year

MEDIUM: Final = "medium"
_Change = Callable[[VitalRates, int], VitalRates]


def _shifted(children: float) -> _Change:
    return lambda rates, since: fertility.shifted(
        rates, children, since, min(since + YEARS_TO_CHILD - 1, rates.last_year)
    )


def _no_change(rates: VitalRates, since: int) -> VitalRates:
    return model_life_tables.held(fertility.held(rates, since - 1), since - 1)


VARIANTS: Final[dict[str, _Change]] = {
    MEDIUM: lambda rates, _: rates,
    "high": _shifted(CHILD),
    "low": _shifted(-CHILD),
    "constant_fertility": lambda rates, since: fertility.held(rates, since - 1),
    "constant_mortality": lambda rates, since: model_life_tables.held(rates, since - 1),
    "no_change": _no_change,
    "zero_migration": migration.none,
}


def variant(rates: VitalRates, name: str, since: int) -> VitalRates:
    """The rates of a variant; `since` is the first year that is projected, the year before it is held."""
    if name not in VARIANTS:
        raise Refusal(
            "There is no variant `{name}`; there are {valid}.",
            name=name,
            valid=", ".join(VARIANTS),
            nearest=nearest(name, VARIANTS),
        )
    return VARIANTS[name](rates, since)

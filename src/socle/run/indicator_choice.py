"""Which of many statistics somebody asked to see: years, breakdowns, indicators. Nothing is averaged or filled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from socle.ground.refusals import Refusal, nearest
from socle.measure.catalogue import CATALOGUE, indicator_named
from socle.measure.catalogue_entry import BREAKDOWNS
from socle.model.statistic import Statistic

EVERYBODY = "_T"


def breakdowns(text: str) -> tuple[str, ...]:
    """The breakdowns of a list with commas."""
    found = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    for word in found:
        if word not in BREAKDOWNS:
            raise Refusal(
                "Indicators are broken down by {valid}, not by `{word}`.",
                word=word,
                valid=", ".join(BREAKDOWNS),
                nearest=nearest(word, BREAKDOWNS),
            )
    return found


def indicators(text: str) -> tuple[str, ...]:
    """The codes of a list with commas; series of the SDG database are read as the indicators they are."""
    return tuple(
        dict.fromkeys(indicator_named(word.strip()).code for word in text.split(",") if word.strip())
    )


def chosen(
    statistics: Iterable[Statistic],
    years: Collection[int] = (),
    by: Collection[str] = (),
    codes: Collection[str] = (),
) -> tuple[Statistic, ...]:
    """Those of the years, or the latest known of each source; whole populations, and the breakdowns asked for."""
    meant = [one for one in statistics if not codes or one.indicator in codes]
    whole = {(one.indicator, name) for one in meant for name in BREAKDOWNS if getattr(one, name) == EVERYBODY}
    asked = [one for one in meant if all(_whole(one, name, whole) for name in BREAKDOWNS if name not in by)]
    kept = [one for one in asked if one.year in years] if years else _latest(asked)
    return tuple(sorted(kept, key=_order))


def _whole(one: Statistic, name: str, whole: Collection[tuple[str, str]]) -> bool:
    """Whether it is about everybody; what is never about everybody (mothers, one branch) is as whole as it gets."""
    return getattr(one, name) == EVERYBODY or (one.indicator, name) not in whole


def _latest(asked: Sequence[Statistic]) -> list[Statistic]:
    """Of each thing and vintage the latest year with a value or bounds; without any, the latest year at all."""
    best: dict[tuple[str, ...], Statistic] = {}
    for one in asked:
        key = (*_about(one), one.vintage)
        held = best.get(key)
        if held is None or (one.value is not None or one.low is not None, one.year) > (
            held.value is not None or held.low is not None,
            held.year,
        ):
            best[key] = one
    return list(best.values())


def _about(one: Statistic) -> tuple[str, ...]:
    return (one.indicator, one.sex, one.group, one.function, one.scheme_type)


def _order(one: Statistic) -> tuple[object, ...]:
    """By the catalogue, everybody first, then the latest."""
    about = tuple((part != EVERYBODY, part) for part in _about(one)[1:])
    return (list(CATALOGUE).index(one.indicator), about, -one.year, one.vintage)

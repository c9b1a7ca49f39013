"""Regional values of indicators: means of countries, weighted by the people of whom the indicator speaks.

    regional value = sum(value x weight) / sum(weight), over the countries that report.

No value is given where the reporting countries hold less than a stated share of the people concerned. A country
that is silent is imputed only where that is asked for, and what is imputed is said. What the silent countries
could change at most is given beside it: the value if nobody there, or everybody there, had what is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import isfinite

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.aggregate import Aggregate, Part, Rules, Weights
from socle.model.observation import ESTIMATED, IMPUTED, MISSING, WITHDRAWN
from socle.model.statistic import Statistic

TOO_FEW = N_("Countries with {share} % of {told} report; {threshold} % are needed for a value of the group.")
NOBODY = N_("No country of the group reports from {first} to {last}.")
NO_WEIGHTS = N_("The number of {concept} is not known for any country of the group.")
METHOD = N_(
    "Mean of {countries} of {members} countries with {share} % of {told}, weighted by {concept}. Latest values of "
    "{first} to {last}."
)
METHOD_IMPUTED = N_(
    "Mean of {countries} of {members} countries with {share} % of {told}, weighted by {concept}. Latest values of "
    "{first} to {last}. {imputed} % imputed with the mean of countries of the same region and income group, "
    "or of the next larger group that has a value."
)
SHARES = ("share",)
USUAL = Rules()
_PER_CENT = 100
_HAIR = 1e-9


def latest(found: Iterable[Statistic], year: int, window: int) -> dict[str, Statistic]:
    """The latest statistic of each country in `year` or the `window` years before; missing ones do not count."""
    held: dict[str, Statistic] = {}
    for one in found:
        known = one.value is not None or (one.low is not None and one.high is not None)
        if not known or one.status in (MISSING, WITHDRAWN) or not year - window <= one.year <= year:
            continue
        before = held.get(one.area)
        if before is not None and before.year == one.year:
            raise Refusal(
                "`{area}` has two values of `{code}` in {year}: one series is asked for.",
                area=one.area,
                code=one.indicator,
                year=one.year,
            )
        if before is None or one.year > before.year:
            held[one.area] = one
    return held


def one_vintage(found: Iterable[Statistic]) -> str:
    """The edition to which all statistics belong; a mixture is refused, since editions revise the past."""
    editions = sorted({one.vintage for one in found})
    if len(editions) > 1:
        raise Refusal(
            "These values are of {count} editions ({list}), which are never mixed: choose one.",
            count=len(editions),
            list=", ".join(one or "?" for one in editions),
        )
    return editions[0] if editions else ""


def by_vintage(found: Iterable[Statistic]) -> dict[str, list[Statistic]]:
    """The statistics apart by edition."""
    apart: dict[str, list[Statistic]] = {}
    for one in found:
        apart.setdefault(one.vintage, []).append(one)
    return apart


def aggregate(
    asked: Statistic,
    members: Sequence[str],
    reported: Sequence[Statistic],
    weights: Weights,
    rules: Rules = USUAL,
    levels: Sequence[Mapping[str, str]] = (),
) -> Aggregate:
    """The value of a group of countries.

    `asked` says indicator, group (`area`), year, sex and so on; its value is not read. `reported` are statistics
    of countries, of the group and, for imputation, of the rest of the world; of each country the latest in the
    window counts. `levels` put countries into ever larger classes (first region and income group, then region,
    then the world): a silent country gets the mean of the first class whose reporting share reaches the
    threshold.
    """
    vintage = one_vintage(reported)
    held = latest(reported, asked.year, rules.window)
    parts = _parts([held[area] for area in members if area in held], weights.of)
    known = {area: weights.of[area] for area in members if _positive(weights.of.get(area))}
    told = _known(weights.told_by, members) if weights.told_by else known
    share = _over(sum(told.get(part.area, 0.0) for part in parts), sum(told.values()))
    unweighted = tuple(sorted(area for area in members if area in held and area not in known))
    imputed = (
        _imputed(known, parts, asked.year, _classes(held, weights, levels, rules)) if rules.impute else ()
    )
    everybody = (*parts, *imputed)
    bounded = _enough(share, rules) and bool(parts)
    base = replace(asked, vintage=vintage, value=None, low=None, high=None)
    silent = max(sum(known.values()) - sum(part.weight for part in parts), 0.0)
    everybody_weighed = set(told) <= set(known)
    least, most = _outer(parts, silent) if asked.unit in SHARES and everybody_weighed else (None, None)
    statistic = _worded(
        base, everybody if bounded else parts, weights, rules, (share, len(told), bool(known))
    )
    if not bounded:
        imputed = ()
    of_imputed = _over(sum(part.weight for part in imputed), sum(known.values()))
    if imputed:
        statistic = replace(
            statistic, said={**statistic.said, "imputed": _percent(of_imputed)}, low=least, high=most
        )
    return Aggregate(statistic, (*parts, *imputed), len(told), share, of_imputed, least, most, unweighted)


def _worded(
    base: Statistic,
    parts: Sequence[Part],
    weights: Weights,
    rules: Rules,
    share: tuple[float, int, bool],
) -> Statistic:
    """The statistic with its value, or with the reason why there is none."""
    own = [part for part in parts if not part.imputed]
    held, members, any_weight = share
    said = {
        "concept": weights.concept,
        "told": weights.told or weights.concept,
        "share": _told_share(held, rules),
        "threshold": _percent(rules.threshold),
        "countries": str(len(own)),
        "members": str(members),
        "first": str(min((part.year for part in own), default=base.year - rules.window)),
        "last": str(max((part.year for part in own), default=base.year)),
    }
    total = sum(part.weight for part in parts)
    if not any_weight or not own or not _enough(held, rules):
        reason = NO_WEIGHTS if not any_weight else TOO_FEW if own else NOBODY
        return replace(base, status=MISSING, reason=reason, said=said, denominator=total or None)
    imputed = len(own) < len(parts)
    values = [part.value for part in parts]
    value = None if None in values else _mean([(part.value or 0.0, part.weight) for part in parts])
    low = _mean([(_first(part.low, part.value), part.weight) for part in parts])
    high = _mean([(_first(part.high, part.value), part.weight) for part in parts])
    bounds = any(part.low is not None or part.high is not None for part in parts)
    return replace(
        base,
        value=value,
        low=low if bounds or value is None else None,
        high=high if bounds or value is None else None,
        status=IMPUTED if imputed else ESTIMATED,
        method=METHOD_IMPUTED if imputed else METHOD,
        said=said,
        denominator=total,
    )


def _parts(found: Sequence[Statistic], weights: Mapping[str, float]) -> tuple[Part, ...]:
    return tuple(
        Part(one.area, one.year, one.value, weights[one.area], one.low, one.high)
        for one in sorted(found, key=lambda one: one.area)
        if _positive(weights.get(one.area))
    )


_Class = tuple[Mapping[str, str], Mapping[str, float]]  # of countries, and the means of classes that report


def _classes(
    held: Mapping[str, Statistic],
    weights: Weights,
    levels: Sequence[Mapping[str, str]],
    rules: Rules,
) -> list[_Class]:
    """Level by level, the mean of every class whose reporting countries reach the threshold."""
    found: list[_Class] = []
    for level in levels:
        whole: dict[str, float] = {}
        sums: dict[str, list[tuple[float, float]]] = {}
        for area, name in level.items():
            weight = weights.of.get(area)
            if weight is None or not _positive(weight):
                continue
            whole[name] = whole.get(name, 0.0) + weight
            value = held[area].value if area in held else None
            if value is not None:
                sums.setdefault(name, []).append((value, weight))
        means = {
            name: _mean(pairs)
            for name, pairs in sums.items()
            if _enough(_over(sum(weight for _, weight in pairs), whole[name]), rules)
        }
        found.append((level, means))
    return found


def _imputed(
    known: Mapping[str, float], parts: Sequence[Part], year: int, classes: Sequence[_Class]
) -> tuple[Part, ...]:
    own = {part.area for part in parts}
    found = []
    for area in sorted(set(known) - own):
        for level, means in classes:
            name = level.get(area)
            if name is not None and name in means:
                found.append(Part(area, year, means[name], known[area], imputed=True))
                break
    return tuple(found)


def _outer(parts: Sequence[Part], silent: float) -> tuple[float | None, float | None]:
    """The value if nobody, and if everybody, in the silent countries had what is counted."""
    total = sum(part.weight for part in parts) + silent
    if total <= 0:
        return None, None
    low = sum(_first(part.low, part.value) * part.weight for part in parts)
    high = sum(_first(part.high, part.value) * part.weight for part in parts)
    return low / total, (high + silent) / total


def _mean(pairs: Sequence[tuple[float, float]]) -> float:
    return sum(value * weight for value, weight in pairs) / sum(weight for _, weight in pairs)


def _first(bound: float | None, value: float | None) -> float:
    chosen = value if bound is None else bound
    assert chosen is not None  # `latest` keeps only what has a value or both bounds
    return chosen


def _known(people: Mapping[str, float], members: Sequence[str]) -> dict[str, float]:
    return {area: people[area] for area in members if _positive(people.get(area))}


def _positive(weight: float | None) -> bool:
    return weight is not None and isfinite(weight) and weight > 0


def _over(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def _enough(share: float, rules: Rules) -> bool:
    """Whether a share reaches the threshold, which sums of floating numbers miss by a hair where they meet it."""
    return share >= rules.threshold - _HAIR


def _told_share(share: float, rules: Rules) -> str:
    """A share in whole per cent; with a decimal where it would read as the threshold and is below."""
    reads = _percent(share)
    misread = reads == _percent(rules.threshold) and not _enough(share, rules)
    return f"{_PER_CENT * share:.1f}" if misread else reads


def _percent(share: float) -> str:
    return f"{_PER_CENT * share:.0f}"

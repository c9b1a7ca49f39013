"""What is asked of each guarantee of a floor, and what was found: pass, fail or unknown, with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure.guarantee import adequacy, all_in, all_perhaps, at_least, since
from socle.model.guarantee import GROUPS, SICKNESS, Covered, Hardship, Progress, Threshold, Transfer, is_of
from socle.model.scheme import Scheme
from socle.model.standard import Grounds
from socle.model.verdict import FAIL, PASS, UNKNOWN, Verdict, each_of

ANCHORED: Final = N_("The law: {law}.")
PROPOSED: Final = N_("A proposal: no law of the country holds it yet.")
NO_BENEFIT: Final = N_(
    "No benefit of this guarantee is at hand; there may be some that are not written down here."
)
NO_LAW: Final = N_("The benefits at hand name no law.")
NO_GROUP: Final = N_("How many persons this group has is not known for the country.")
COUNTED: Final = N_("In {year}: {low} of {persons}, worked out from the law and the population.")
BETWEEN: Final = N_("In {year}: between {low} and {high} of {persons}; not computed: {left}.")
BOUNDS: Final = N_(
    "In {year}: between {low} and {high} of {persons}: who receives several benefits is not known."
)
SURVEYED: Final = N_("In {year}: {share} of the persons of the survey.")
PUBLISHED: Final = N_("In {year}: {share} as published by {source}.")
APART: Final = N_(
    "The law says {computed}, and the coverage published says {published}: both are shown, neither is chosen."
)
NO_THRESHOLD: Final = N_("No threshold of the country is known.")
CARE_SAID: Final = N_("As you said.")
CARE: Final = N_(
    "Whether the care is the set that the country has defined as essential, maternity care among it, and whether it is "
    "available, accessible, acceptable and of quality is not known here."
)
NOT_COSTED: Final = N_(
    "Income security in sickness is part of this guarantee, and no scheme file tells of it."
)
NOT_COUNTED: Final = N_(
    "Income security in sickness is part of this guarantee; whom its benefits reach, and with how much, is not known."
)
BEST: Final = N_("In {year}, `{benefit}`: {ratio} of the threshold, where {required} is asked for.")
NOT_ALONE: Final = N_(
    "In {year} no benefit alone reaches {required} of the threshold (the highest, `{benefit}`, {ratio}), all together "
    "would ({sum}): only a survey knows who receives several."
)
NOT_TOLD: Final = N_("What the benefits give is not computed: {left}.")
NO_PAYMENTS: Final = N_(
    "Needs a survey with what households pay for health themselves and what they consume, or SDG indicator 3.8.2."
)
PAYING: Final = N_(
    "In {year}: {share} live in households that spend more than {above} of their budget on health."
)


@dataclass(frozen=True, eq=False)
class Bench:
    """What the tests of one case are held against."""

    schemes: Sequence[Scheme]
    years: tuple[int, ...]
    proposal: bool
    covered: Mapping[str, Covered]
    transfers: Mapping[str, Transfer]
    chosen: Threshold | None
    levels: Mapping[str, float]
    hardship: Sequence[Hardship]
    grounds: Mapping[str, Grounds]
    care: bool | None = None

    def branches(self, guarantee: str) -> list[str]:
        """The branches of a guarantee."""
        return [branch for branch, (own, _) in GROUPS.items() if own == guarantee]

    def said(self, test: str, guarantee: str) -> Grounds:
        """Where a test stands, else where the guarantee does."""
        return self.grounds.get(test) or self.grounds.get(guarantee) or Grounds("", False)


def tests_of(bench: Bench, guarantee: str) -> tuple[Verdict, ...]:
    """The tests of a guarantee, each joined from its branches."""
    names = ["law", "entitled", "reached"]
    names += ["care", "hardship"] if guarantee == "health" else ["level", "full"]
    return tuple(_test(bench, name, guarantee) for name in names)


def _test(bench: Bench, name: str, guarantee: str) -> Verdict:
    grounds = bench.said(name, guarantee)
    if name == "hardship":
        return _hardship(bench, grounds)
    if name == "care":
        return _care(bench, grounds)
    found = [_ASK[name](bench, branch, grounds) for branch in bench.branches(guarantee)]
    if guarantee == "working_age":
        found.append(_sickness(bench, name, grounds))
    if len(found) == 1:
        return found[0]
    status = each_of([one.status for one in found])
    return Verdict(
        name, grounds, status, contingency=guarantee, verdicts=tuple(found), joined="all", relation="yes"
    )


def _sickness(bench: Bench, name: str, grounds: Grounds) -> Verdict:
    """Files of law tell at most that there is a benefit: nothing of spells of sickness is costed."""
    if not any(is_of(benefit, SICKNESS) for one in bench.schemes for benefit in one.benefits):
        return _open(name, SICKNESS, grounds, NOT_COSTED)
    return _law(bench, SICKNESS, grounds) if name == "law" else _open(name, SICKNESS, grounds, NOT_COUNTED)


def _law(bench: Bench, branch: str, grounds: Grounds) -> Verdict:
    own = [one for one in bench.schemes if any(is_of(b, branch) for b in one.benefits)]
    laws = list(dict.fromkeys(one.law for one in own if one.law))
    told = {"law": "; ".join(laws)}
    if bench.proposal:
        return _open("law", branch, grounds, PROPOSED)
    if laws:
        inputs = tuple(one.name for one in own)
        return Verdict(
            "law",
            grounds,
            PASS,
            relation="yes",
            contingency=branch,
            inputs=inputs,
            reason=ANCHORED,
            said=told,
        )
    return _open("law", branch, grounds, NO_LAW if own else NO_BENEFIT)


def _open(test: str, branch: str, grounds: Grounds, reason: str, **said: str) -> Verdict:
    missing = (branch,)
    return Verdict(
        test, grounds, UNKNOWN, relation="yes", contingency=branch, missing=missing, reason=reason, said=said
    )


def _entitled(bench: Bench, branch: str, grounds: Grounds) -> Verdict:
    return _persons(bench, "entitled", branch, grounds)


def _reached(bench: Bench, branch: str, grounds: Grounds) -> Verdict:
    """Who is reached: counted in a survey, else worked out and published side by side."""
    one = bench.covered[branch]
    if one.counted is not None:
        said = {"year": str(bench.years[0]), "share": _share(one.counted)}
        return _decided("reached", branch, grounds, (one.counted, 1.0), (SURVEYED, said))
    computed = _persons(bench, "reached", branch, grounds)
    if one.published is None or bench.proposal:
        return computed
    told = one.published
    said = {"year": str(told.year), "share": _share(told.share), "source": told.source}
    seen = _decided("reached", branch, grounds, (told.share, 1.0), (PUBLISHED, said))
    both = [found.status for found in (computed, seen) if found.status != UNKNOWN]
    if len(set(both)) == 1:
        return Verdict(
            "reached",
            grounds,
            both[0],
            (seen if computed.status == UNKNOWN else computed).value,
            1.0,
            "share",
            contingency=branch,
            inputs=(*computed.inputs, *seen.inputs),
            verdicts=(computed, seen),
            joined="any",
        )
    words = {"computed": _share(computed.value), "published": _share(told.share)}
    return Verdict(
        "reached",
        grounds,
        UNKNOWN,
        None,
        1.0,
        "share",
        contingency=branch,
        reason=APART,
        said=words,
        verdicts=(computed, seen),
        joined="any",
        flips=True,
    )


def _full(bench: Bench, branch: str, grounds: Grounds) -> Verdict:
    if bench.chosen is None:
        return _open("full", branch, grounds, NO_THRESHOLD)
    return _persons(bench, "full", branch, grounds)


def _persons(bench: Bench, test: str, branch: str, grounds: Grounds) -> Verdict:
    """Whether all of a group are in: certainly, certainly not, or between."""
    one = bench.covered[branch]
    group = float(one.persons[0])
    if not np.isfinite(group) or group <= 0:
        return _open(test, branch, grounds, NO_GROUP)
    found = {"entitled": one.entitled, "reached": one.reached, "full": one.at_level}[test]
    low, high = float(found.low[0]), float(found.high[0])
    said = {
        "year": str(bench.years[0]),
        "low": _count(low),
        "high": _count(high),
        "persons": _count(group),
        "left": ", ".join(f"`{path}`" for path in one.left),
    }
    exact = np.isclose(low, high, rtol=1e-9)
    own = tuple(path for path, t in bench.transfers.items() if t.branch == branch)
    if not exact and not own and not one.left:
        return _open(test, branch, grounds, NO_BENEFIT)
    status = PASS if all_in(found.low, one.persons)[0] else UNKNOWN
    status = status if all_perhaps(found.high, one.persons)[0] else FAIL
    return Verdict(
        test,
        grounds,
        status,
        low / group if exact else None,
        1.0,
        "share",
        contingency=branch,
        inputs=own,
        missing=one.left if status == UNKNOWN else (),
        figures={"persons": group, "low": low, "high": high},
        reason=COUNTED if exact else BETWEEN if one.left else BOUNDS,
        said=said,
    )


def _level(bench: Bench, branch: str, grounds: Grounds) -> Verdict:
    """A benefit that alone reaches the level passes; only if all together do not is it certain that none does."""
    if bench.chosen is None:
        return _open("level", branch, grounds, NO_THRESHOLD)
    required = bench.levels[GROUPS[branch][0]]
    ratios = {
        path: float(adequacy(one.amount, bench.chosen.values)[0])
        for path, one in bench.transfers.items()
        if one.branch == branch
    }
    known = {path: ratio for path, ratio in ratios.items() if np.isfinite(ratio)}
    left = [*bench.covered[branch].left, *(path for path in ratios if path not in known)]
    left = [path for path in dict.fromkeys(left) if path not in known]
    if not known:
        listed = ", ".join(f"`{path}`" for path in left)
        return _open("level", branch, grounds, *((NOT_TOLD,) if left else (NO_BENEFIT,)), left=listed)
    best, total = max(known, key=lambda path: known[path]), sum(known.values())
    said = {"year": str(bench.years[0]), "benefit": best, "ratio": _share(known[best])}
    said |= {"required": _share(required), "sum": _share(total)}
    met = at_least(known[best], required)
    perhaps = bool(left) or at_least(total, required)
    status = PASS if met else UNKNOWN if perhaps else FAIL
    several = not met and at_least(total, required)
    return Verdict(
        "level",
        grounds,
        status,
        known[best],
        required,
        "share",
        contingency=branch,
        alternative=best,
        inputs=tuple(known),
        missing=tuple(left) if status == UNKNOWN else (),
        figures={"sum": total},
        reason=NOT_ALONE if several else BEST,
        said=said,
    )


def _care(bench: Bench, grounds: Grounds) -> Verdict:
    """What the care consists of is for the country to say."""
    if bench.care is None:
        return _open("care", "health", grounds, CARE)
    status = PASS if bench.care else FAIL
    return Verdict("care", grounds, status, relation="yes", contingency="health", reason=CARE_SAID)


def _hardship(bench: Bench, grounds: Grounds) -> Verdict:
    """Nobody may be in hardship: the lowest share of the budget that is known decides, the others stand beside it."""
    found = [_paying(one, grounds) for one in bench.hardship]
    strictest = found[0]
    if strictest.status == UNKNOWN:
        return strictest
    flips = len({one.status for one in found}) > 1
    status = each_of([one.status for one in found])
    return replace(strictest, status=status, alternative="", verdicts=tuple(found), joined="all", flips=flips)


def _paying(one: Hardship, grounds: Grounds) -> Verdict:
    """Whether nobody's household spends more on health than a share of its budget."""
    if one.share is None:
        return _open("hardship", "health", grounds, one.reason or NO_PAYMENTS)
    said = {"year": str(one.year), "share": _share(one.share), "above": _share(one.above)}
    return Verdict(
        "hardship",
        grounds,
        PASS if one.share <= 0 else FAIL,
        one.share,
        0.0,
        "share",
        "<=",
        alternative=f"{one.above:g}",
        contingency="health",
        inputs=(one.source,),
        reason=PAYING,
        said=said,
    )


_ASK: Final = {"law": _law, "entitled": _entitled, "reached": _reached, "level": _level, "full": _full}


def _decided(
    test: str, branch: str, grounds: Grounds, against: tuple[float, float], why: tuple[str, Mapping[str, str]]
) -> Verdict:
    value, required = against
    status = PASS if at_least(value, required) else FAIL
    reason, said = why
    inputs = (said.get("source", "survey"),)
    return Verdict(
        test,
        grounds,
        status,
        value,
        required,
        "share",
        contingency=branch,
        inputs=inputs,
        reason=reason,
        said=said,
    )


def progress_of(bench: Bench, guarantee: str) -> Progress:
    """The guarantee over the years: its weakest branch, and the year from which it is reached in full."""
    size = len(bench.years)
    low, high, ratio = np.full(size, np.inf), np.full(size, np.inf), np.full(size, np.inf)
    sure, perhaps = np.ones(size, dtype=bool), np.ones(size, dtype=bool)
    for branch in bench.branches(guarantee):
        one = bench.covered[branch]
        in_care = branch == "health"
        at_level = one.reached if in_care else one.at_level
        with np.errstate(divide="ignore", invalid="ignore"):
            low = np.minimum(low, np.where(np.isnan(one.persons), 0.0, one.reached.low / one.persons))
            high = np.minimum(high, np.where(np.isnan(one.persons), 1.0, one.reached.high / one.persons))
        ratio = np.minimum(ratio, np.full(size, np.nan) if in_care else _best(bench, branch))
        known = bench.chosen is not None or in_care
        sure &= all_in(at_level.low, one.persons) & known
        perhaps &= all_perhaps(at_level.high, one.persons) | (not known)
    full, later = since(bench.years, sure), since(bench.years, perhaps)
    return Progress(low, high, ratio, full, full != later)


def _best(bench: Bench, branch: str) -> Array:
    """The adequacy of the best benefit of a branch by year; unknown where none is known."""
    size = len(bench.years)
    own = [one.amount for one in bench.transfers.values() if one.branch == branch]
    if bench.chosen is None or not own:
        return np.full(size, np.nan)
    ratios = np.array([adequacy(one, bench.chosen.values) for one in own])
    best = np.nanmax(np.where(np.isnan(ratios), -np.inf, ratios), axis=0)
    return np.where(np.isfinite(best), best, np.nan)


def _share(value: float | None) -> str:
    """A number as it is kept among words: a report writes it in its language, by the name it has there."""
    return "nan" if value is None else repr(float(value))


_count = _share

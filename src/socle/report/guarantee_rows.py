"""A floor of guarantees as tidy rows: one number or one verdict each, with all that names it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from socle.ground.axes import Array
from socle.measure.guarantee import adequacy
from socle.model.guarantee import GROUPS, ORDER, Below, Case, Guarantees
from socle.model.verdict import Verdict

COLUMNS: Final = (
    "country",
    "scenario",
    "guarantee",
    "branch",
    "benefit",
    "threshold",
    "year",
    "measure",
    "value",
    "low",
    "high",
    "unit",
    "required",
    "status",
    "article",
    "verified",
    "source",
    "reason",
)
ALL: Final = "_T"


def rows(found: Guarantees) -> Iterator[dict[str, Any]]:
    """Thresholds, persons below, hardship; then of each case the verdicts, the groups, the benefits, the years."""
    yield from _of_country(found)
    for case in found.cases:
        yield from _verdicts(found, case)
        yield from _people(found, case)
        yield from _benefits(found, case)
        yield from _years(found, case)
        yield from _below(found, case.scenario, case.below)


def _row(found: Guarantees, **said: Any) -> dict[str, Any]:
    plain: dict[str, Any] = dict.fromkeys(COLUMNS)
    plain |= {"country": found.iso3, "scenario": ALL, "guarantee": ALL, "branch": ALL, "benefit": ALL}
    plain |= {"year": found.years[0]} | said
    for name in ("value", "low", "high", "required"):
        value = plain[name]
        plain[name] = None if value is None or not math.isfinite(value) else float(value)
    return plain


def _of_country(found: Guarantees) -> Iterator[dict[str, Any]]:
    for one in found.thresholds:
        status = "decides" if one.chosen else "beside"
        for year, value in zip(found.years, one.values, strict=True):
            yield _row(
                found, threshold=one.name, year=year, measure="threshold", value=value, unit=_money(found),
                status=status, verified=not one.unverified, source=one.source or f"given: {one.said}",
            )  # fmt: skip
    yield from _below(found, ALL, found.below)
    for paid in found.hardship:
        yield _row(
            found, guarantee="health", branch="health", year=paid.year, measure=f"hardship_above_{paid.above:g}",
            value=paid.share, unit="share", required=0.0, source=paid.source, reason=paid.reason,
        )  # fmt: skip


def _below(found: Guarantees, scenario: str, held: Sequence[Below]) -> Iterator[dict[str, Any]]:
    for one in held:
        place = {"scenario": scenario, "threshold": one.threshold, "year": one.year, "source": one.source}
        name = f"{one.group}_{one.moment}"
        yield _row(found, **place, measure=f"below_{name}", value=one.share, unit="share")
        yield _row(found, **place, measure=f"persons_below_{name}", value=one.persons, unit="persons")


def _verdicts(found: Guarantees, case: Case) -> Iterator[dict[str, Any]]:
    for guarantee in ORDER:
        yield _row(
            found,
            scenario=case.scenario,
            guarantee=guarantee,
            measure="guarantee",
            status=case.status(guarantee),
        )
        for test in case.tests[guarantee]:
            for depth, one in test.every():
                yield _verdict(found, case, guarantee, one) | {"measure": f"test_{'.' * depth}{one.test}"}


def _verdict(found: Guarantees, case: Case, guarantee: str, one: Verdict) -> dict[str, Any]:
    branch = one.contingency if one.contingency != guarantee or guarantee in GROUPS else ALL
    reason = one.reason.format(**one.said) if one.said else one.reason
    return _row(
        found, scenario=case.scenario, guarantee=guarantee, branch=branch, benefit=one.alternative or ALL,
        threshold=found.chosen.name if found.chosen and one.test in ("level", "full") else None,
        value=one.value, low=_share(one, "low"), high=_share(one, "high"), unit=one.unit or "verdict",
        required=one.required, status=one.status, article=one.grounds.article, verified=one.grounds.verified,
        source="; ".join((*one.inputs, *(f"missing: {name}" for name in one.missing))), reason=reason,
    )  # fmt: skip


def _share(one: Verdict, end: str) -> float | None:
    persons = one.figures.get("persons")
    return one.figures[end] / persons if persons and end in one.figures else None


def _people(found: Guarantees, case: Case) -> Iterator[dict[str, Any]]:
    for branch, one in case.covered.items():
        place = {
            "scenario": case.scenario,
            "guarantee": GROUPS[branch][0],
            "branch": branch,
            "unit": "persons",
        }
        parts = {"entitled": one.entitled, "reached": one.reached, "reached_at_level": one.at_level}
        for at, year in enumerate(found.years):
            yield _row(found, **place, year=year, measure="group", value=one.persons[at], reason=one.unknown)
            for measure, part in parts.items():
                yield _row(
                    found, **place, year=year, measure=measure, low=part.low[at], high=part.high[at],
                    value=part.high[at] if part.low[at] == part.high[at] else None,
                    source=("; ".join(f"missing: {path}" for path in one.left)),
                )  # fmt: skip
        if one.published:
            yield _row(
                found, **(place | {"unit": "share"}), year=one.published.year, measure="published_coverage",
                value=one.published.share, source=one.published.source, verified=not one.published.unverified,
            )  # fmt: skip
        if one.counted is not None:
            yield _row(
                found,
                **(place | {"unit": "share"}),
                measure="survey_coverage",
                value=one.counted,
                source=found.survey,
            )


def _benefits(found: Guarantees, case: Case) -> Iterator[dict[str, Any]]:
    for one in case.transfers:
        place = {"scenario": case.scenario, "guarantee": GROUPS[one.branch][0], "branch": one.branch}
        place |= {"benefit": one.benefit, "source": one.law, "status": ", ".join(one.flags)}
        measures: Mapping[str, tuple[str, Array]] = {
            "benefit_entitled": ("persons", one.entitled),
            "benefit_recipients": ("persons", one.reached),
            "transfer": (_money(found), one.amount),
            "paid_share_of_year": ("share", one.paid),
            "cost": (found.currency, one.cost),
        }
        verified = "unverified" not in one.flags
        for at, year in enumerate(found.years):
            for measure, (unit, values) in measures.items():
                yield _row(
                    found, **place, year=year, measure=measure, value=values[at], unit=unit, verified=verified
                )
            for line in found.thresholds if one.branch != "health" else ():
                ratio = adequacy(one.amount, line.values)[at]
                yield _row(
                    found, **place, year=year, threshold=line.name, measure="adequacy", value=ratio, unit="share",
                    verified=verified and not line.unverified,
                )  # fmt: skip


def _years(found: Guarantees, case: Case) -> Iterator[dict[str, Any]]:
    for guarantee in ORDER:
        one = case.progress[guarantee]
        place = {"scenario": case.scenario, "guarantee": guarantee, "unit": "share"}
        for at, year in enumerate(found.years):
            yield _row(
                found, **place, year=year, measure="progress_reached", low=one.low[at], high=one.high[at]
            )
            yield _row(found, **place, year=year, measure="progress_adequacy", value=one.adequacy[at])
        status = "unknown" if one.unknown and one.full is None else "never" if one.full is None else "reached"
        full = {"value": one.full, "unit": "year", "status": status}
        yield _row(found, **(place | full), measure="full_from")


def _money(found: Guarantees) -> str:
    return f"{found.currency} a person a year"

"""The rows of the world annex as CSV, one file a table: what the page and the workbook show, unrounded."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from socle.model.aggregate import Aggregate
from socle.model.statistic import Statistic
from socle.report import annex_words as words
from socle.run.annex import Annex

GROUPS = (
    "series",
    "area",
    "area_name",
    "year",
    "sex",
    "value",
    "status",
    "countries",
    "members",
    "share_reported",
    "people_concerned",
    "concept",
    "least",
    "most",
    "first_year",
    "last_year",
    "reason",
    "vintage",
)
COUNTRIES = (
    "series",
    "area",
    "area_name",
    "year",
    "sex",
    "value",
    "status",
    "people_concerned",
    "source",
    "vintage",
)
NATIONAL = (
    "indicator",
    "area",
    "area_name",
    "year",
    "sex",
    "group",
    "function",
    "scheme_type",
    "value",
    "low",
    "high",
    "unit",
    "status",
    "source",
    "vintage",
    "reason",
)


def tables(found: Annex, lang: str) -> dict[str, str]:
    """The CSV texts by the last part of their file names."""
    return {
        "coverage_groups": groups(found, lang),
        "coverage_countries": countries(found, lang),
        "trends": trends(found, lang),
        **{table: national(rows, lang) for table, rows in found.national.items()},
        **({"expenditure_groups": spending(found, lang)} if found.spending else {}),
    }


def spending(found: Annex, lang: str) -> str:
    """Expenditure of every group of countries, weighted by product."""
    return _text(GROUPS, [_group(one, each.concept, lang) for each in found.spending for one in each.groups])


def groups_rows(found: Annex, lang: str) -> list[dict[str, object]]:
    """Every series, group and sex as records."""
    return [dict(zip(GROUPS, row, strict=True)) for row in _groups(found, lang)]


def countries_rows(found: Annex, lang: str) -> list[dict[str, object]]:
    """The latest value of every country as records."""
    return [dict(zip(COUNTRIES, row, strict=True)) for row in _countries(found, lang)]


def groups(found: Annex, lang: str) -> str:
    """Every series, group and sex; no value where there is none, with the reason."""
    return _text(GROUPS, _groups(found, lang))


def _groups(found: Annex, lang: str) -> list[Sequence[object]]:
    return [
        _group(one, branch.weights.concept, lang)
        for branch in found.branches
        for each in (branch.groups, *branch.by_sex.values())
        for one in each
    ]


def trends(found: Annex, lang: str) -> str:
    """The world and its regions in every year that has a value."""
    rows = [_group(one, branch.weights.concept, lang) for branch in found.branches for one in branch.trend]
    return _text(GROUPS, rows)


def countries(found: Annex, lang: str) -> str:
    """The latest value of every country, and those of each sex of the same year."""
    return _text(COUNTRIES, _countries(found, lang))


def _countries(found: Annex, lang: str) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = []
    for branch in found.branches:
        for row in branch.countries:
            one, people = row.value, branch.weights.of.get(row.iso3)
            named = words.area(row.iso3, lang)
            for sex, value in ((one.sex, one.value), *row.by_sex.items()):
                rows.append(
                    (
                        branch.series,
                        row.iso3,
                        named,
                        one.year,
                        sex,
                        value,
                        one.status,
                        people if sex == one.sex else None,
                        one.source,
                        one.vintage,
                    )
                )
    return rows


def national(found: Sequence[Statistic], lang: str) -> str:
    """National values from inquiries and law."""
    rows = [
        (
            one.indicator,
            one.area,
            words.area(one.area, lang),
            one.year,
            one.sex,
            one.group,
            one.function,
            one.scheme_type,
            one.value,
            one.low,
            one.high,
            one.unit,
            one.status,
            one.source,
            one.vintage,
            words.told(one, lang) if one.reason else "",
        )
        for one in found
    ]
    return _text(NATIONAL, rows)


def _group(one: Aggregate, concept: str, lang: str) -> Sequence[object]:
    held, years = one.statistic, one.years
    return (
        held.indicator,
        held.area,
        words.area(held.area, lang),
        held.year,
        held.sex,
        held.value,
        held.status,
        one.countries,
        one.members,
        one.share,
        held.denominator,
        concept,
        one.least,
        one.most,
        years[0] if years else None,
        years[1] if years else None,
        words.why(one, lang) if held.value is None else "",
        held.vintage,
    )


def _text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()

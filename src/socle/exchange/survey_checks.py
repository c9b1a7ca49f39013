"""What can be wrong with a survey beyond its cells: persons twice, impossible shares of a sample, oddities to flag.

What cannot be is refused with its rows. What may be right but is often wrong is flagged.
"""

from __future__ import annotations

import numpy as np

from socle.exchange.survey_formats import Raw
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.survey import Coded, Codes, Flag, Survey

SAME = 1e-9  # relative; values closer than this are the same


def no_person_twice(raw: Raw, household: Coded | None, person: Coded, column: str) -> None:
    """Refuses two records of one person: the same name in the same household."""
    homes = household.codes if household else np.zeros(person.codes.size, np.int64)
    order = np.lexsort((person.codes, homes))
    again = (np.diff(homes[order]) == 0) & (np.diff(person.codes[order]) == 0)
    if not again.any():
        return
    first = int(np.flatnonzero(again)[0])
    one, other = sorted(int(at) for at in order[first : first + 2])
    values = {"person": person.names[person.codes[one]], "column": column, "first": one + raw.first_row}
    values |= {"second": other + raw.first_row, "count": int(again.sum())}
    if household:
        raise Refusal(
            "the person `{person}` of household `{household}` stands twice, in rows {first} and {second} "
            "({count} in all)",
            where=raw.at(other),
            household=household.names[household.codes[one]],
            **values,
        )
    raise Refusal(
        "the person `{person}` stands twice, in rows {first} and {second} ({count} in all); if `{column}` "
        "counts within the household, name the column of the household too",
        where=raw.at(other),
        **values,
    )


def sampled_shares(raw: Raw, column: str, values: Array, strata: Coded, psu: Coded) -> Array:
    """The share of PSUs sampled in each stratum, from a column that says it, or how many PSUs there are."""
    wrong = ~(values > 0)
    if wrong.any():
        raise Refusal(
            "`{column}` must be above 0: the number of primary sampling units, or the share of them sampled",
            where=raw.at(int(np.argmax(wrong))),
            column=column,
        )
    _, first = np.unique(strata.codes, return_index=True)
    differs = values != values[first][strata.codes]
    if differs.any():
        record = int(np.argmax(differs))
        raise Refusal(
            "`{column}` differs within the stratum `{stratum}`: {one} and {other}",
            where=raw.at(record),
            column=column,
            stratum=strata.names[strata.codes[record]],
            one=f"{values[first][strata.codes[record]]:g}",
            other=f"{values[record]:g}",
        )
    pairs = np.unique(np.stack([strata.codes, psu.codes]), axis=1)
    drawn = np.bincount(pairs[0], minlength=first.size)
    said = values[first]
    short = (said > 1) & (said < drawn)
    if short.any():
        at = int(np.argmax(short))
        raise Refusal(
            "the stratum `{stratum}` has {drawn} primary sampling units, but `{column}` says that there are {said}",
            where=raw.at(int(first[at])),
            stratum=strata.names[at],
            drawn=int(drawn[at]),
            column=column,
            said=f"{said[at]:g}",
        )
    return np.where(said > 1, drawn / np.maximum(said, 1), said)


def flags(raw: Raw, survey: Survey, welfare: str = "") -> tuple[Flag, ...]:
    """What a person should look at before trusting the survey."""
    found = [*raw.flags]
    unweighted = int((survey.weight == 0).sum())
    if unweighted:
        text = N_("Records of weight 0, which represent nobody: {count}.")
        found.append(Flag(text, {"count": f"{unweighted}"}))
    if survey.household:
        found += _within_households(raw, survey, welfare)
    if welfare:
        found += _low(raw, survey, welfare)
    return tuple(found)


def _within_households(raw: Raw, survey: Survey, welfare: str) -> list[Flag]:
    assert survey.household is not None
    codes = survey.household.codes
    found = []
    if len(survey.household.names) == codes.size > 1:
        found.append(
            Flag(
                N_(
                    "Every household has one record. If records are households, weights count households, not people."
                )
            )
        )
    columns = {survey.roles.weight: survey.weight, welfare: survey.numbers.get(welfare)}
    for name, values in columns.items():
        differing = (
            differing_households(codes, values) if name and values is not None else np.zeros(0, np.int64)
        )
        if differing.size:
            text = N_(
                "`{column}` differs within households: {count} of them, first `{household}` (row {row})."
            )
            home = int(differing[0])
            first = int(np.argmax(codes == home)) + raw.first_row
            said = {"column": name, "count": f"{differing.size}", "row": f"{first}"}
            found.append(Flag(text, {**said, "household": survey.household.names[home]}))
    return found


def differing_households(codes: Codes, values: Array) -> Codes:
    """The households within which values differ, in the order of the file."""
    size = int(codes.max()) + 1
    low, high = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(low, codes, values)
    np.maximum.at(high, codes, values)
    differs = high - low > SAME * np.maximum(np.abs(high), np.abs(low))
    homes, first = np.unique(codes, return_index=True)
    ordered = homes[np.argsort(first, kind="stable")]
    return np.asarray(ordered[differs[ordered]], dtype=np.int64)


def _low(raw: Raw, survey: Survey, welfare: str) -> list[Flag]:
    values = survey.numbers[welfare]
    if not values.any():
        raise Refusal(
            "`{column}` is 0 for everybody: there is no poverty or inequality to measure.",
            where=raw.file,
            column=welfare,
        )
    low = values <= 0
    if not low.any():
        return []
    text = N_("`{column}` is 0 or below in some records: {count} of them, first in row {row}.")
    row = int(np.argmax(low)) + raw.first_row
    return [Flag(text, {"column": welfare, "count": f"{int(low.sum())}", "row": f"{row}"})]

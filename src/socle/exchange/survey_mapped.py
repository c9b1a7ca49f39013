"""A survey with its mapping: one file or two, joined by household, in the words of the glossary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from socle.exchange.survey import Wanted, known_column, survey_of, whole_codes
from socle.exchange.survey_checks import differing_households, flags
from socle.exchange.survey_formats import Raw, read_raw
from socle.exchange.survey_large import described
from socle.exchange.survey_map import read_survey_map
from socle.ground.axes import Array
from socle.ground.glossary import GLOSSARY
from socle.ground.refusals import Refusal
from socle.model.survey import Coded, Flag, Survey
from socle.model.survey_map import SurveyMap

if TYPE_CHECKING:
    import polars as pl

SHOWN = 5  # keys that a refusal names


@dataclass(frozen=True, eq=False)
class Mapped:
    """A survey, what its columns mean, and what a person should look at before trusting it."""

    told: SurveyMap
    raw: Raw
    survey: Survey
    flags: tuple[Flag, ...]

    @property
    def household(self) -> Coded:
        """The household of each record, which a question about households needs."""
        if self.survey.household is None:
            raise Refusal(
                "This needs persons in households: name the column of the household.", where=self.raw.file
            )
        return self.survey.household

    def values(self, name: str) -> Array:
        """A column of the glossary: its cells in units a year, or the numbers of its codes."""
        mapped = self.told.columns[name]
        if not mapped.codes:
            return self.survey.numbers[mapped.column] * mapped.times
        column: Coded = self.survey.groups[mapped.column]
        said = column.said or column.names
        known = [
            mapped.codes.get(code, mapped.codes.get(name))
            for code, name in zip(said, column.names, strict=True)
        ]
        unknown = [name for name, value in zip(column.names, known, strict=True) if value is None]
        if unknown:
            raise Refusal(
                "The code `{code}` of column `{column}` has no meaning in the mapping; it knows {valid}.",
                code=unknown[0],
                column=mapped.column,
                valid=", ".join(mapped.codes),
                where=self.survey.at(int(np.argmax(column.codes == column.names.index(unknown[0])))),
            )
        return np.array(known, dtype=np.float64)[column.codes]


def load_mapped(file: Path, mapping: Path, numbers: Sequence[str] = (), groups: Sequence[str] = ()) -> Mapped:
    """The survey of a file in the words of its mapping, with more columns of numbers and of codes."""
    told = read_survey_map(mapping)
    raw = described(file, _wanted(told, numbers, groups).names())
    if told.calibrate and told.calibrate.totals:
        totals = str(mapping.parent / told.calibrate.totals)
        told = replace(told, calibrate=replace(told.calibrate, totals=totals))
    if told.households:
        homes = read_raw(mapping.parent / told.households.file)
        raw = joined(raw, told.roles.household, homes, told.households.key)
    return mapped(told, raw, numbers, groups)


def companions(mapping: Path) -> list[Path]:
    """The files that a mapping names: that of households, that of totals."""
    told = read_survey_map(mapping)
    names = [told.households.file] if told.households else []
    names += [told.calibrate.totals] if told.calibrate and told.calibrate.totals else []
    return [mapping.parent / name for name in names]


def mapped(told: SurveyMap, raw: Raw, numbers: Sequence[str] = (), groups: Sequence[str] = ()) -> Mapped:
    """The survey of a table in the words of a mapping."""
    welfare = told.welfare
    survey = survey_of(raw, _wanted(told, numbers, groups))
    for column in (welfare.deflator, _scale(told)):
        _above_zero(survey, column)
    found = Mapped(told, raw, survey, flags(raw, survey, welfare.column))
    _one_for_each_household(found)
    return found


def _one_for_each_household(found: Mapped) -> None:
    """What the law reads of a household is the same for all its members."""
    for name in found.told.columns:
        if GLOSSARY[name].level != "household":
            continue
        differing = differing_households(found.household.codes, values := found.values(name))
        if differing.size:
            rows = np.flatnonzero(found.household.codes == differing[0])
            record = int(rows[values[rows] != values[rows[0]]][0])
            raise Refusal(
                "`{column}` is `{name}` of a household, and differs within the household `{household}`.",
                column=found.told.columns[name].column,
                name=name,
                household=found.household.names[differing[0]],
                where=found.survey.at(record),
            )


def _wanted(told: SurveyMap, numbers: Sequence[str], groups: Sequence[str]) -> Wanted:
    """The columns of the file that a mapping names, and some more."""
    welfare = told.welfare
    plain = [one.column for one in told.columns.values() if not one.codes]
    coded = [one.column for one in told.columns.values() if one.codes]
    named = [name for name in (welfare.column, welfare.deflator, _scale(told), *plain, *numbers) if name]
    return Wanted(told.roles, tuple(dict.fromkeys(named)), tuple(dict.fromkeys([*coded, *groups])))


def _scale(told: SurveyMap) -> str:
    return told.welfare.equivalence.column if told.welfare.equivalence else ""


def _above_zero(survey: Survey, column: str) -> None:
    if column and not (survey.numbers[column] > 0).all():
        record = int((survey.numbers[column] > 0).argmin())
        raise Refusal("`{column}` must be above 0 here", where=survey.at(record), column=column)


def joined(persons: Raw, key: str, homes: Raw, own_key: str) -> Raw:
    """The persons with the columns of their households; every person and every household finds the other."""
    import polars as pl

    ours, theirs = _keys(persons, key), _keys(homes, own_key)
    _each_once(homes, theirs, own_key)
    _none_alone(persons, ours, theirs, homes.file)
    _none_alone(homes, theirs, ours, persons.file)
    fresh = homes.frame.drop(own_key)
    for name in fresh.columns:
        if name in persons.frame.columns:
            raise Refusal(
                "the column `{column}` is in `{first}` and in `{second}`: rename it in one of them",
                where=persons.file,
                column=name,
                first=persons.file,
                second=homes.file,
            )
    rows = pl.DataFrame({"key": theirs}).with_row_index("row")
    found = pl.DataFrame({"key": ours}).join(rows, on="key", how="left", maintain_order="left")
    frame = persons.frame.hstack(fresh[found["row"]])
    return replace(
        persons,
        frame=frame,
        names=[*persons.names, *fresh.columns],
        labels={**homes.labels, **persons.labels},
        flags=(*persons.flags, *homes.flags),
    )


def _keys(raw: Raw, name: str) -> pl.Series:
    import polars as pl

    cells = whole_codes(known_column(raw, name)).cast(pl.String).str.strip_chars()
    empty = cells.is_null() | (cells == "")
    if empty.any():
        raise Refusal(
            "the column `{column}` is empty here", where=raw.at(int(empty.arg_true()[0])), column=name
        )
    return cells


def _each_once(homes: Raw, keys: pl.Series, name: str) -> None:
    again = keys.is_duplicated()
    if again.any():
        key = keys[int(again.arg_true()[0])]
        rows = [int(at) + homes.first_row for at in (keys == key).arg_true()]
        raise Refusal(
            "the household `{key}` stands twice in the column `{column}`, in rows {rows}",
            where=homes.at(rows[1] - homes.first_row),
            key=key,
            column=name,
            rows=", ".join(map(str, rows[:SHOWN])),
        )


def _none_alone(raw: Raw, keys: pl.Series, others: pl.Series, other: str) -> None:
    """Refuses keys that the other file does not know."""
    alone = ~keys.is_in(others.implode())
    if alone.any():
        missing = keys.filter(alone).unique(maintain_order=True)
        raise Refusal(
            "the household `{key}` is not in `{other}` ({count} in all: {keys})",
            where=raw.at(int(alone.arg_true()[0])),
            key=missing[0],
            other=other,
            count=missing.len(),
            keys=", ".join(missing.head(SHOWN).to_list()) + (", ..." if missing.len() > SHOWN else ""),
        )

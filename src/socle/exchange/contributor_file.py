"""The door for a contributor file: one row a person, as they stand on 1 January of the first year projected.

Read strictly, or refused with file and line: every person once, ages that have rates, service that fits into
the age, money that is not negative. Columns with the name of an account of the law hold what it has counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from socle.exchange.person_rows import coded, filled, named_columns, once, refuse_first, said
from socle.exchange.survey_formats import Raw, read_raw
from socle.ground.axes import SEX_CODES, SEXES, Array
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.contributors import Contributors
from socle.model.survey import Flag

NAMES: Final = {
    "id": ("id", "person", "person_id", "member"),
    "sex": ("sex",),
    "birth_year": ("birth_year", "year_of_birth"),
    "age": ("age",),
    "service": ("service", "years_of_service"),
    "earnings": ("earnings", "insurable_earnings"),
    "status": ("status",),
}
NEEDED: Final = ("id", "sex", "service", "earnings", "status")
COLUMNS: Final = N_(
    "A contributor file has the columns id, sex, birth_year (or age), service, earnings and status; `{lacking}` is "
    "not there."
)
SAID_SEX: Final = {"male": 0, "female": 1, "m": 0, "f": 1}
STATUS: Final = {"inactive": 0, "active": 1}
YOUNGEST: Final = 10  # completed years: nobody has credited service before
BYTES: Final = 8


@dataclass(frozen=True)
class Expected:
    """What a file is read for: the valuation to which its persons belong."""

    year: int  # the first one projected
    first_age: int  # ages with rates
    last_age: int
    payments: float  # of earnings in a year: 12 where they are monthly
    accounts: tuple[str, ...] = ()  # of the law


def read_contributors(path: Path, expected: Expected) -> Contributors:
    """The persons of a file in its order; earnings become those of a year."""
    if not path.is_file():
        raise Refusal("There is no such file.", where=str(path))
    raw = read_raw(path)
    known = {**NAMES, **{name: (name.lower(),) for name in expected.accounts}}
    columns = named_columns(raw, known, NEEDED, COLUMNS)
    if not raw.frame.height:
        raise Refusal("This file has no persons.", where=str(path))
    text = {name: said(raw, columns[name]) for name in ("id", "sex", "status")}
    once(raw, text["id"], columns["id"])
    sex = coded(raw, text["sex"], SAID_SEX, columns["sex"], tuple(SEX_CODES)[: len(SEXES)])
    active = coded(raw, text["status"], STATUS, columns["status"], tuple(STATUS)) > 0
    age = _ages(raw, columns, expected)
    service = _numbers(raw, columns["service"])
    refuse_first(raw, service > age - YOUNGEST, N_("More years of service than the age allows."))
    earnings = _earnings(raw, columns["earnings"], active) * expected.payments
    accounts = {name: _numbers(raw, columns[name]) for name in expected.accounts if name in columns}
    ids = text["id"].to_numpy().astype(object)
    read = set(columns.values())
    unread = tuple(name for name in raw.names if name and name not in read)
    found = Contributors(ids, luck_of(ids), sex, age, service, earnings, active, accounts, str(path), unread)
    return replace(found, flags=(*raw.flags, *_flags(found, expected)))


def luck_of(ids: NDArray[Any]) -> NDArray[np.uint64]:
    """A number for each person that rests on the id alone."""
    hashes = b"".join(blake2b(str(one).encode(), digest_size=BYTES).digest() for one in ids)
    return np.frombuffer(hashes, dtype="<u8").astype(np.uint64)


def _numbers(raw: Raw, column: str, empty: NDArray[np.bool_] | None = None) -> Array:
    """Numbers that are not negative; what is empty where it may be is not a number."""
    import polars as pl

    cells = raw.frame[column]
    values = cells.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    may = np.zeros(len(values), dtype=np.bool_) if empty is None else empty
    none = (said(raw, column) == "").to_numpy()
    filled(raw, none & ~may, column)
    wrong = ~none & ~((values >= 0) & np.isfinite(values))
    if wrong.any():
        at = int(np.argmax(wrong))
        raise Refusal(
            "`{text}` in the column `{column}` is not a number from 0 on.",
            where=raw.at(at),
            text=str(cells[at])[:60],
            column=column,
        )
    return np.asarray(values)


def _ages(raw: Raw, columns: Mapping[str, str], expected: Expected) -> NDArray[np.int64]:
    """Completed years on 1 January; of a year of birth as if nobody had the birthday on that day."""
    if "birth_year" not in columns and "age" not in columns:
        others = [name for name in raw.names if name not in columns.values()]
        meant = "birth_year" if nearest("birth_year", others) else ""
        raise Refusal(COLUMNS, where=f"{raw.file}:1", lacking="birth_year", nearest=meant)
    if "birth_year" in columns and "age" in columns:
        raise Refusal(
            "The columns `{one}` and `{other}` say the same: keep one of them.",
            where=f"{raw.file}:1",
            one=columns["birth_year"],
            other=columns["age"],
        )
    column = columns["birth_year" if "birth_year" in columns else "age"]
    values = _numbers(raw, column)
    refuse_first(raw, values != np.floor(values), N_("`{column}` needs a whole number."), column=column)
    age = expected.year - 1 - values if "birth_year" in columns else values
    outside = (age < expected.first_age) | (age > expected.last_age)
    if outside.any():
        at = int(np.argmax(outside))
        raise Refusal(
            "Age {age} on 1 January {year} has no rates: the table `rates` has ages {first} to {last}.",
            where=raw.at(at),
            age=int(age[at]),
            year=expected.year,
            first=expected.first_age,
            last=expected.last_age,
        )
    return age.astype(np.int64)


def _earnings(raw: Raw, column: str, active: NDArray[np.bool_]) -> Array:
    return _numbers(raw, column, empty=~active)


def _flags(found: Contributors, expected: Expected) -> list[Flag]:
    """What was taken to be so because the file does not say it."""
    flags = []
    without = int(np.isnan(found.earnings).sum())
    if without:
        text = N_("{count} inactive persons have no earnings: taken to be the mean of their age and sex.")
        flags.append(Flag(text, {"count": str(without)}))
    for name in expected.accounts:
        if name not in found.accounts:
            text = N_(
                "The file does not have the account `{name}`: taken to be what a year credits now, for each year of "
                "service."
            )
            flags.append(Flag(text, {"name": name}))
    if found.unread:
        flags.append(Flag(N_("Not read of the file: {columns}."), {"columns": ", ".join(found.unread)}))
    return flags

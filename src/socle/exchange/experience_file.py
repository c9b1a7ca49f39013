"""The door for experience: a contributor or pensioner file, one row a person: when it was observed, and how it left.

Read strictly, or refused with file and line: every person once, dates that exist and follow one another, a
known sex, a known cause of exit. Dates are written 2023-12-31.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from socle.exchange.person_rows import coded, filled, named_columns, once, refuse_first, said
from socle.exchange.survey_formats import Raw, read_raw
from socle.ground.axes import SEX_CODES, SEXES
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.experience import CAUSES, STILL_THERE, UNSAID, Days, Lives

if TYPE_CHECKING:
    import polars as pl

NAMES = {
    "id": ("id", "person", "person_id", "member"),
    "sex": ("sex",),
    "birth_date": ("birth_date", "date_of_birth", "birth", "dob"),
    "birth_year": ("birth_year", "year_of_birth"),
    "entry_date": ("entry_date", "date_of_entry", "entry"),
    "exit_date": ("exit_date", "date_of_exit", "exit"),
    "cause": ("cause", "exit_cause", "cause_of_exit", "reason"),
}
NEEDED = ("id", "sex", "entry_date", "exit_date", "cause")
COLUMNS = N_(
    "A file of persons has the columns id, sex, birth_date (or birth_year), entry_date, exit_date and cause; "
    "`{lacking}` is not there."
)
MID_YEAR = 7  # month: a birthday of which only the year is known is taken as the first of July
MIDNIGHT = r"[ T]00:00(:00(\.0+)?)?$"  # how spreadsheets and databases write a day
SAID_SEX = {"male": 0, "female": 1, "m": 0, "f": 1}


def read_lives(path: Path) -> tuple[Lives, tuple[str, ...]]:
    """The persons of a file in its order, and the columns of the file that were not read."""
    if not path.is_file():
        raise Refusal("There is no such file.", where=str(path))
    raw = read_raw(path)
    columns = _columns(raw)
    text = {name: said(raw, column) for name, column in columns.items()}
    if not raw.frame.height:
        raise Refusal("This file has no persons.", where=str(path))
    once(raw, text["id"], columns["id"])
    sex = coded(raw, text["sex"], SAID_SEX, columns["sex"], tuple(SEX_CODES)[: len(SEXES)])
    entry, no_entry = _days(raw, text["entry_date"], columns["entry_date"])
    filled(raw, no_entry, columns["entry_date"])
    end, open_end = _days(raw, text["exit_date"], columns["exit_date"])
    cause = coded(
        raw, text["cause"], {name: n for n, name in enumerate(CAUSES)}, columns["cause"], CAUSES, True
    )
    refuse_first(raw, open_end & (cause != UNSAID), N_("A cause of exit without a date of exit."))
    refuse_first(raw, ~open_end & (end < entry), N_("The exit is before the entry."))
    birth, years_only = _births(raw, text, columns, entry)
    lives = Lives(
        sex,
        birth,
        entry,
        np.where(open_end, STILL_THERE, end),
        cause,
        file=str(path),
        first_row=raw.first_row,
        years_only=years_only,
    )
    read = set(columns.values())
    return lives, tuple(name for name in raw.names if name and name not in read)


def _columns(raw: Raw) -> dict[str, str]:
    """Which column of the file is which."""
    columns = named_columns(raw, NAMES, NEEDED, COLUMNS)
    if "birth_date" not in columns and "birth_year" not in columns:
        others = [name for name in raw.names if name not in columns.values()]
        raise Refusal(
            COLUMNS,
            where=f"{raw.file}:1",
            lacking="birth_date",
            nearest="birth_date" if nearest("birth_date", others) else "",
        )
    return columns


def _days(raw: Raw, said: pl.Series, column: str) -> tuple[Days, NDArray[np.bool_]]:
    """Dates as days since 1970, and where none is given."""
    import polars as pl

    said = said.str.replace(MIDNIGHT, "")
    whole = said.str.contains(r"^\d{4}-\d{2}-\d{2}$")
    dates = said.set(~whole, None).str.to_date("%Y-%m-%d", strict=False)
    empty = (said == "").to_numpy()
    wrong = dates.is_null().to_numpy() & ~empty
    if wrong.any():
        at = int(np.argmax(wrong))
        raise Refusal(
            "`{text}` in the column `{column}` is not a date; write year-month-day, such as 2023-12-31.",
            where=raw.at(at),
            text=str(said[at])[:60],
            column=column,
        )
    return dates.cast(pl.Int32).fill_null(0).to_numpy().astype(np.int64), empty


def _births(raw: Raw, text: dict[str, pl.Series], columns: dict[str, str], entry: Days) -> tuple[Days, int]:
    """Days of birth; where only the year is known, 1 July of it, or the entry if that is earlier in the year."""
    import polars as pl

    empty = np.ones(len(entry), dtype=np.bool_)
    birth = np.zeros(len(entry), dtype=np.int64)
    if "birth_date" in text:
        birth, empty = _days(raw, text["birth_date"], columns["birth_date"])
    count = int(empty.sum())
    if count and "birth_year" not in text:
        filled(raw, empty, columns["birth_date"])
    if count:
        said = text["birth_year"]
        year = said.set(~said.str.contains(r"^[12]\d{3}$"), None).cast(pl.Int64, strict=False)
        wrong = year.is_null().to_numpy() & empty
        if wrong.any():
            raise Refusal(
                "`{text}` in the column `{column}` is not a year.",
                where=raw.at(int(np.argmax(wrong))),
                text=str(said[int(np.argmax(wrong))])[:60],
                column=columns["birth_year"],
            )
        months = (year.fill_null(1970).to_numpy().astype(np.int64) - 1970) * 12
        opening = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        middle = (months + MID_YEAR - 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        guessed = np.where(entry >= opening, np.minimum(middle, entry), middle)
        birth = np.where(empty, guessed, birth)
    refuse_first(raw, birth > entry, N_("The birth is after the entry."))
    return birth, count

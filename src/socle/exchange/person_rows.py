"""Rows of persons as files have them: columns by their names, words of a list, every person once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from socle.exchange.survey_formats import Raw
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.experience import UNSAID

if TYPE_CHECKING:
    import polars as pl


def named_columns(
    raw: Raw, names: Mapping[str, tuple[str, ...]], needed: tuple[str, ...], text: str
) -> dict[str, str]:
    """Which column of the file is which; `text` says which there must be, and `lacking` what is not there."""
    held = {name.lower(): name for name in raw.names}
    found = {ours: [held[name] for name in said if name in held] for ours, said in names.items()}
    for several in found.values():
        if len(several) > 1:
            raise Refusal(
                "The columns `{one}` and `{other}` say the same: keep one of them.",
                where=f"{raw.file}:1",
                one=several[0],
                other=several[1],
            )
    for name in needed:
        if not found[name]:
            others = [one for one in raw.names if not any(one in several for several in found.values())]
            raise Refusal(
                text, where=f"{raw.file}:1", lacking=name, nearest=name if nearest(name, others) else ""
            )
    return {name: several[0] for name, several in found.items() if several}


def said(raw: Raw, column: str) -> pl.Series:
    """The cells of a column as text, empty where nothing stands."""
    import polars as pl

    cells = raw.frame[column]
    if cells.dtype.is_temporal():
        cells = cells.cast(pl.Date)
    elif cells.dtype.is_float() and bool((cells.drop_nulls() % 1 == 0).all()):
        cells = cells.cast(pl.Int64)
    return cells.cast(pl.String).fill_null("").str.strip_chars()


def refuse_first(raw: Raw, wrong: NDArray[np.bool_], text: str, **values: str) -> None:
    """Refuses at the first row where `wrong` holds."""
    if wrong.any():
        raise Refusal(text, where=raw.at(int(np.argmax(wrong))), **values)


def filled(raw: Raw, empty: NDArray[np.bool_], column: str) -> None:
    """Refuses the first row where a cell is empty that must not be."""
    refuse_first(raw, empty, N_("the column `{column}` is empty here"), column=column)


def once(raw: Raw, ids: pl.Series, column: str) -> None:
    """Refuses the first row of a person who has one already, or of nobody."""
    filled(raw, (ids == "").to_numpy(), column)
    again = (~ids.is_first_distinct()).to_numpy()
    if again.any():
        at = int(np.argmax(again))
        earlier = int((ids == ids[at]).arg_max() or 0)
        raise Refusal(
            "The person `{id}` is there twice, first in row {row}: a person has one row.",
            where=raw.at(at),
            id=str(ids[at])[:60],
            row=earlier + raw.first_row,
        )


def coded(
    raw: Raw,
    words: pl.Series,
    codes: dict[str, int],
    column: str,
    valid: tuple[str, ...],
    may_be_empty: bool = False,
) -> NDArray[np.int64]:
    """The places of words in a list; the first that is not in it is refused with the nearest."""
    import polars as pl

    known = {**codes, "": UNSAID} if may_be_empty else codes
    found = words.str.to_lowercase().replace_strict(known, default=None, return_dtype=pl.Int64)
    if found.null_count():
        at = int(found.is_null().arg_max() or 0)
        raise Refusal(
            "`{text}` in the column `{column}` is not known; write {valid}.",
            where=raw.at(at),
            text=str(words[at])[:60],
            column=column,
            valid=", ".join(valid),
            nearest=nearest(str(words[at]), valid),
        )
    return found.to_numpy().astype(np.int64)

"""Whether observations are what their structure allows: every fault with its row, all at once.

SDMX libraries look at the shape of a message; codes, empty dimensions, repeated keys, numbers and units are
looked at here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from socle.exchange.areas import WORLD, load_areas
from socle.exchange.bulk_text import ROW
from socle.exchange.sdmx_frame import PERIOD, STATUS, VALUE, columns
from socle.ground.refusals import Place, Refusal, Refusals, nearest
from socle.ground.words import N_
from socle.model.flow import SEPARATOR, Component, Flow
from socle.model.survey import Flag

if TYPE_CHECKING:
    import polars as pl

LONGEST: Final = 20_000  # characters of a cell; notes of sources stay below
MOST: Final = 1_000  # faults after which nobody reads on
OWN: Final = "SOCLE"
PER_CENT: Final = ("PT", "PERCENT", "PC")
COUNTED: Final = ("PS", "NUMBER")
ABSENT: Final = ("H", "L", "M", "O", "Q")  # statuses of SDMX that say by themselves that there is no value
REASONS: Final = ("METHOD", "REASON", "COMMENT_OBS", "NOTE_SOURCE")


@dataclass
class Checks:
    """What was found so far in a file; blocks of text with `ROW` go through `block` in their order."""

    flow: Flow
    file: str
    at: str = "{file}:{row}"  # how a place is said; a message key where it has words
    refused: list[Refusal] = field(default_factory=list)
    above: int = 0  # shares over 100 per cent
    first_above: int = 0
    said: set[tuple[str, str]] = field(default_factory=set)
    seen: list[pl.DataFrame] = field(default_factory=list)

    def header(self, names: list[str]) -> None:
        """Refuses columns that the flow does not have and a table without its dimensions."""
        known = columns(self.flow)
        for name in names:
            if name not in known:
                self._add(
                    Refusal(
                        "The flow `{flow}` has no `{name}`.",
                        flow=self.flow.code,
                        name=name[:80],
                        nearest=nearest(name, known),
                        where=self.file,
                    )
                )
        needed = [one.id for one in self.flow.dimensions if not one.total]
        for name in (*needed, PERIOD, VALUE):
            if name not in names:
                self._add(Refusal("there is no column `{column}`", column=name, where=self.file))
        self.stop()

    def block(self, table: pl.DataFrame) -> None:
        """Looks at rows."""
        for one in (*self.flow.dimensions, *self.flow.attributes):
            if one.id in table.columns:
                self._component(table, one)
        self._numbers(table)
        self._periods(table)
        self._missing(table)
        self._keys(table)
        if len(self.refused) > MOST:
            self.stop()

    def end(self) -> tuple[Flag, ...]:
        """What a person should know of the file; refuses it if anything was wrong."""
        self._repeated()
        self.stop()
        if not self.above:
            return ()
        text = N_("Shares above 100 per cent, kept as published: {count}; the first is on row {row}.")
        return (Flag(text, {"count": str(self.above), "row": str(self.first_above)}),)

    def stop(self) -> None:
        """Refuses with everything found."""
        if len(self.refused) == 1:
            raise self.refused[0]
        if self.refused:
            raise Refusals(self.refused)

    def _add(self, refusal: Refusal) -> None:
        self.refused.append(refusal)

    def _where(self, row: int) -> str:
        return Place(self.at, file=self.file, row=row)

    def _once(self, wrong: pl.DataFrame, column: str, make: Callable[[str, int, int], Refusal]) -> None:
        """One refusal for each distinct text of a column, at its first row, with how many rows have it."""
        import polars as pl

        if not wrong.height:
            return
        found = wrong.group_by(column, maintain_order=True).agg(pl.col(ROW).first(), pl.len().alias("_COUNT"))
        for text, row, count in found.rows():
            if (column, str(text)) not in self.said:
                self.said.add((column, str(text)))
                self._add(make(str(text or ""), row, count))
            if len(self.refused) > MOST:
                return

    def _component(self, table: pl.DataFrame, one: Component) -> None:
        import polars as pl

        texts = table.select(ROW, one.id)
        empty = texts.filter(pl.col(one.id).fill_null("") == "")
        if empty.height and one.required:
            self._once(empty.with_columns(pl.lit("").alias(one.id)), one.id, self._is_empty(one.id))
        strange = texts.filter(
            (pl.col(one.id).str.len_chars() > LONGEST)
            | pl.col(one.id).str.contains(r"^[=@]|[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]")
        )
        self._once(strange.with_columns(pl.col(one.id).str.slice(0, 60)), one.id, self._is_strange(one.id))
        filled = texts.filter(pl.col(one.id).fill_null("") != "")
        if one.codelist is not None:
            codes = filled[one.id].unique()
            bad = [code for code in codes if not one.codelist.has(code) or SEPARATOR in code]
            if one.id == self.flow.area and self.flow.agency == OWN:
                bad += [code for code in codes if code not in bad and not is_area(code)]
            self._once(filled.filter(pl.col(one.id).is_in(bad)), one.id, self._is_unknown(one))
        elif one.kind == "number":
            number = pl.col(one.id).cast(pl.Float64, strict=False)
            self._once(
                filled.filter(~number.is_finite().fill_null(False)), one.id, self._is_no_number(one.id)
            )

    def _is_empty(self, name: str) -> Callable[[str, int, int], Refusal]:
        return lambda _, row, count: Refusal(
            "`{column}` is empty here (rows: {count}).", column=name, count=count, where=self._where(row)
        )

    def _is_strange(self, name: str) -> Callable[[str, int, int], Refusal]:
        return lambda text, row, _: Refusal(
            "`{column}` holds a formula, control characters or a text beyond reason: {text}",
            column=name,
            text=repr(text[:40]),
            where=self._where(row),
        )

    def _is_unknown(self, one: Component) -> Callable[[str, int, int], Refusal]:
        return lambda text, row, count: Refusal(
            "`{code}` is not a code of `{column}` (rows: {count}).",
            code=text[:60],
            column=one.id,
            count=count,
            nearest=nearest_code(text, one),
            where=self._where(row),
        )

    def _is_no_number(self, name: str) -> Callable[[str, int, int], Refusal]:
        return lambda text, row, _: Refusal(
            "`{text}` in the column `{column}` is not a number",
            text=text[:40],
            column=name,
            where=self._where(row),
        )

    def _numbers(self, table: pl.DataFrame) -> None:
        import polars as pl

        value = pl.col(VALUE).replace(["", "NaN"], None)
        number = value.cast(pl.Float64, strict=False)
        wrong = table.filter(value.is_not_null() & ~number.is_finite().fill_null(False))
        self._once(wrong.select(ROW, VALUE), VALUE, self._is_no_number(VALUE))
        if "UNIT_MEASURE" not in table.columns:
            return
        share = pl.col("UNIT_MEASURE").is_in(PER_CENT)
        below = table.filter((share | pl.col("UNIT_MEASURE").is_in(COUNTED)) & (number < 0))
        for row, text, unit in below.select(ROW, VALUE, "UNIT_MEASURE").head(MOST).rows():
            self._add(
                Refusal("{value} is below 0 in `{unit}`.", value=text, unit=unit, where=self._where(row))
            )
        over = table.filter(share & (number > 100))
        if over.height and not self.above:
            self.first_above = over[ROW][0]
        self.above += over.height

    def _periods(self, table: pl.DataFrame) -> None:
        import polars as pl

        wrong = table.filter(~pl.col(PERIOD).fill_null("").str.contains(r"^[12][0-9]{3}$"))
        self._once(
            wrong.select(ROW, PERIOD),
            PERIOD,
            lambda text, row, _: Refusal("`{text}` is not a year.", text=text[:40], where=self._where(row)),
        )

    def _missing(self, table: pl.DataFrame) -> None:
        """A missing value says why, by its status or in words."""
        import polars as pl

        said = pl.lit(False)
        if STATUS in table.columns and self.flow.agency != OWN:
            said |= pl.col(STATUS).is_in(ABSENT)
        for name in REASONS:
            if name in table.columns:
                said |= pl.col(name).fill_null("") != ""
        silent = table.filter(pl.col(VALUE).fill_null("").is_in(["", "NaN"]) & ~said.fill_null(False))
        for (row,) in silent.select(ROW).head(MOST).rows():
            self._add(Refusal("The value is missing and nothing says why.", where=self._where(row)))

    def _keys(self, table: pl.DataFrame) -> None:
        import polars as pl

        parts = [name for name in (*self.flow.names, PERIOD) if name in table.columns]
        self.seen.append(
            table.select(ROW, pl.struct(pl.col(parts).fill_null("")).hash(seed=0).alias("_HASH"))
        )

    def _repeated(self) -> None:
        import polars as pl

        seen = pl.concat(self.seen) if self.seen else pl.DataFrame()
        if not seen.height or seen["_HASH"].n_unique() == seen.height:
            return
        twice = (
            seen.group_by("_HASH", maintain_order=True).agg(pl.col(ROW)).filter(pl.col(ROW).list.len() > 1)
        )
        for (rows,) in twice.select(ROW).head(MOST).rows():
            self._add(
                Refusal(
                    "The same key stands on {count} rows, first on row {first}.",
                    count=len(rows),
                    first=rows[0],
                    where=self._where(rows[1]),
                )
            )


def is_area(code: str) -> bool:
    """Whether a code of three letters is a country; ISO 3166 leaves those from X to whoever uses them."""
    return len(code) != 3 or not code.isalpha() or code.startswith("X") or code in load_areas()


def nearest_code(text: str, one: Component) -> str:
    """The code that was probably meant: by its name, by its end (`F` for `SEX_F`), or by its letters."""
    known = one.codelist.codes if one.codelist else {}
    if not is_area(text) and not known.keys() - {WORLD}:
        return nearest(text, load_areas())
    said = text.strip().casefold()
    for code, names in known.items():
        if said and (
            said in {name.casefold() for name in names.values()} or code.casefold().endswith(f"_{said}")
        ):
            return code
    return nearest(text, known)

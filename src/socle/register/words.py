"""What the numbers in an observation stand for, kept by whoever reads more than once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from socle.register.databases import rows

if TYPE_CHECKING:
    import polars as pl


@dataclass
class Words:
    """What numbers stand for; descriptions never change, so those seen once are kept."""

    descriptions: pl.DataFrame | None = None
    editions: dict[int, str] = field(default_factory=dict)

    def described(self, connection: Connection, numbers: pl.Series) -> pl.DataFrame:
        """Unit, source, method and attributes of descriptions."""
        import polars as pl

        names = ("description", "UNIT_MEASURE", "SOURCE", "METHOD", "ATTRIBUTES")
        types = {name: pl.Int64 if name == "description" else pl.String for name in names}
        if self.descriptions is None:
            self.descriptions = pl.DataFrame(schema=types)
        new = numbers.unique().to_frame("description").join(self.descriptions, on="description", how="anti")
        if new.height:
            sql = "SELECT id, unit, source, method, attributes FROM description WHERE id IN ?"
            found = rows(connection, sql, new["description"].to_list())
            more = pl.DataFrame(found, schema=types, orient="row")
            self.descriptions = pl.concat([self.descriptions, more])
        return self.descriptions

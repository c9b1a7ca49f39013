"""What is kept in memory of a store is of its content: after an import nothing old is answered."""

from __future__ import annotations

from pathlib import Path

from socle.exchange.store import Piece, Store
from socle.run.aggregates import members_of, seen


def _imported(store: Store, groups: str) -> None:
    """An import of who was in which income group in 2024, and of something of the demography."""
    import polars as pl

    with store.importing() as batch:
        for dataset, table in (
            ("wpp/locations", pl.DataFrame({"iso3": ["AAA"]})),
            (
                "macro/income_group_by_year",
                pl.DataFrame({"iso3": ["SEN"], "year": [2024], "group": [groups]}),
            ),
        ):
            file = batch.folder / f"{dataset.split('/')[1]}.parquet"
            table.write_parquet(file)
            batch.add(Piece(dataset, file, 1, (), "", "1", {}))


def test_an_import_is_seen_by_a_process_that_has_already_answered(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    _imported(store, "Low income")
    before = seen(store)
    assert members_of(store, "X02", 2024) == ("SEN",)
    assert members_of(Store(tmp_path / "store"), "X02", 2024) == ("SEN",) and seen(store) == before
    _imported(store, "High income")
    assert seen(store) != before
    assert members_of(store, "X02", 2024) == () and members_of(store, "X05", 2024) == ("SEN",)

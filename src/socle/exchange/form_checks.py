"""What holds in every form: no two rows say the same, and what names a row elsewhere names one that is there."""

from __future__ import annotations

from socle.ground.refusals import Faults, nearest
from socle.ground.words import N_
from socle.model.form import Column, Filled, Table


def named(table: Table, column: str, row: int) -> str:
    """The cell as its file has it."""
    said = table.written.get(column)
    return said[row] if said else f"{table.columns[column][row]:g}"


def check_keys(filled: Filled, faults: Faults) -> None:
    """Add rows that agree with an earlier one in all columns of the key."""
    for table in filled.tables.values():
        names = [name for name in filled.form.tables[table.name].key if table.has(name)]
        seen = dict[tuple[object, ...], int]()
        for row, key in enumerate(zip(*(table.columns[name] for name in names), strict=True)):
            plain = tuple("" if str(value) == "nan" else value for value in key)
            if plain in seen:
                faults.add(
                    N_("This row says again what line {line} says: {key}."),
                    table.where(row, names[0]),
                    line=table.places.lines[seen[plain]],
                    key=", ".join(f"{name} {named(table, name, row)}" for name in names),
                )
            seen.setdefault(plain, row)


def check_references(filled: Filled, faults: Faults) -> None:
    """Add cells and facts that name a row of a table which is not there."""
    for table in filled.tables.values():
        for column in filled.form.tables[table.name].columns:
            if column.refers and table.has(column.name):
                for row in range(len(table)):
                    value = table.columns[column.name][row]
                    _resolved(filled, column, value, table.where(row, column.name), faults)
    for column in filled.form.facts:
        if column.refers and column.name in filled.facts:
            _resolved(filled, column, filled.facts[column.name], filled.where(column.name), faults)


def _resolved(filled: Filled, column: Column, value: object, where: str, faults: Faults) -> None:
    name, _, key = column.refers.partition(".")
    if name in filled.refused:
        return  # what follows from that alone is not told again
    table = filled.tables.get(name)
    valid = table.words(key) if table is not None and table.has(key) else ()
    for one in value if isinstance(value, tuple) else (value,):
        if one and one not in valid:
            faults.add(
                N_("`{text}` in `{column}` stands in no row of the column `{key}` of `{table}`."),
                where,
                nearest=nearest(str(one), valid),
                text=str(one)[:60],
                column=column.name,
                key=key,
                table=name,
            )

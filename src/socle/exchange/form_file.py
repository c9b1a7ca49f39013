"""The door for a form that was filled in: a workbook, a folder of one YAML and a CSV for each table, or one YAML."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from socle.exchange import yaml_text
from socle.exchange.form_book import LARGEST, read_book
from socle.exchange.form_cells import Grid, Said, Written, grid_of, line_place, table_of, value_of
from socle.exchange.form_checks import check_keys, check_references
from socle.exchange.form_meant import meant
from socle.ground.refusals import Faults, Refusal, nearest
from socle.ground.words import N_
from socle.model.form import Filled, Form, Table

BOOKS: Final = (".xlsx", ".xlsm", ".ods")
OLD_BOOKS: Final = (".xls", ".xlsb", ".xlt", ".xltx", ".numbers")
YAMLS: Final = (".yaml", ".yml")
NO_TABLE: Final = N_("There is no table `{name}` in this form; there are {valid}.")
FACTS: Final = "facts"  # as `Filled.refused` calls them


def read_form(form: Form, path: Path) -> Filled:
    """What was filled in; everything that is wrong is refused at once, by cell or by file and line."""
    faults = Faults()
    filled = gather_form(form, path, faults)
    faults.stop()
    return filled


def gather_form(form: Form, path: Path, faults: Faults) -> Filled:
    """The same where more is checked: what is wrong is added to `faults`, what can be read is given."""
    return form_of(form, _written(form, path, faults), faults)


def form_of(form: Form, written: Written, faults: Faults) -> Filled:
    """The form from its texts, wherever they come from."""
    facts = _facts(form, written, faults)
    refused = {*written.refused, *(() if facts[1] else (FACTS,))}
    tables: dict[str, Table] = {}
    for grid in written.grids:
        before = len(faults.found)
        table = table_of(form, grid, faults)
        if table is not None:
            tables[grid.name] = table
        elif len(faults.found) > before:
            refused.add(grid.name)
    for name, spec in form.tables.items():
        if spec.required and name not in tables and name not in refused:
            faults.add(N_("The table `{name}` is missing."), written.file, name=name)
    ordered = {name: tables[name] for name in form.tables if name in tables}
    filled = Filled(
        form,
        facts[0],
        ordered,
        file=written.file,
        written={name: _meant(form, name, said.text) for name, said in written.facts.items() if said.text},
        places={name: said.where for name, said in written.facts.items()},
        refused=frozenset(refused),
    )
    check_keys(filled, faults)
    check_references(filled, faults)
    return filled


def _meant(form: Form, name: str, text: str) -> str:
    column = form.fact(name)
    return meant(column, text) if column else text


def _written(form: Form, path: Path, faults: Faults) -> Written:
    if path.is_file() and path.suffix.lower() in BOOKS:
        return read_book(form, path, faults)
    if path.is_dir():
        if not (path / form.file).is_file():
            raise Refusal(
                "There is no {file} here: name the folder that holds it.", file=form.file, where=path.name
            )
        return _folder(form, path, faults)
    if path.is_file() and path.name == form.file:
        return _folder(form, path.parent, faults)
    if path.is_file() and path.suffix.lower() in YAMLS:
        facts, grids = _yaml(form, path, faults)
        return Written(path.name, facts, tuple(grids))
    if path.is_file() and path.suffix.lower() in OLD_BOOKS:
        raise Refusal(
            "Workbooks are read as .xlsx, .xlsm or .ods, and this is `{suffix}`: open it and save it as .xlsx.",
            suffix=path.suffix,
            where=path.name,
        )
    raise Refusal(
        "This is neither a workbook (.xlsx), nor a folder with {file}, nor a YAML file.",
        file=form.file,
        where=str(path),
    )


def _folder(form: Form, path: Path, faults: Faults) -> Written:
    """The texts of a folder."""
    facts, grids = _yaml(form, path / form.file, faults)
    held, refused = {grid.name for grid in grids}, set[str]()
    for file in sorted(path.glob("*.csv")):
        if file.stem not in form.tables:
            unknown_table(form.tables, file.stem, file.name, faults)
            continue
        if file.stem in held:
            faults.add(N_("The table `{name}` is given twice."), file.name, name=file.stem)
            continue
        try:
            grid = _csv(file)
        except Refusal as refusal:
            faults.found.append(refusal)
            refused.add(file.stem)
        else:
            grids += [grid] if grid is not None else []
    return Written(path.name, facts, tuple(grids), frozenset(refused))


def unknown_table(valid: Iterable[str], name: str, where: str, faults: Faults) -> None:
    """Add that there is no such table."""
    names = tuple(valid)
    faults.add(NO_TABLE, where, nearest=nearest(name, names), name=name[:60], valid=", ".join(names))


def _csv(path: Path) -> Grid | None:
    if (size := path.stat().st_size) > LARGEST:
        raise Refusal(
            "The file has {size} bytes; a table has at most {largest}.",
            where=path.name,
            size=size,
            largest=LARGEST,
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Refusal(
            "The file is not UTF-8; save it as `CSV UTF-8`.", where=line_place(path.name, line)
        ) from None
    head = text.partition("\n")[0]  # where a comma stands before decimals, spreadsheets write semicolons
    by = ";" if ";" in head and "," not in head else ","
    reader, rows = csv.reader(io.StringIO(text, newline=""), delimiter=by, strict=True), list[list[str]]()
    try:
        for row in reader:  # a cell may hold line breaks; the line is that on which the row ends
            rows += [[]] * (reader.line_num - len(rows) - 1) + [row]
    except csv.Error:
        raise Refusal(
            "This line cannot be read as comma separated values; is a quotation mark left open?",
            where=line_place(path.name, reader.line_num),
        ) from None
    return grid_of(path.stem, (path.name, ""), [row or [""] for row in rows])


def _yaml(form: Form, path: Path, faults: Faults) -> tuple[dict[str, Said], list[Grid]]:
    """Facts by name (what stands below a key is `key.name`), and tables that are lists of rows."""
    raw = yaml_text.load(path)
    facts, grids = dict[str, Said](), list[Grid]()
    for key, value in raw.items():
        if key in form.tables and not (form.fact(key) and _text(value)):
            grids += _listed(key, value, path.name, raw.at(key), faults)
            continue
        for name, one in value.items() if isinstance(value, Mapping) else [("", value)]:
            full, text = f"{key}.{name}" if name else key, _text(one)
            if text is None:
                faults.add(N_("`{key}` needs one value."), _place(path.name, raw.at(key)), key=full)
            else:
                facts[full] = Said(text, _place(path.name, getattr(one, "where", raw.at(key))))
    return facts, grids


def _listed(name: str, rows: Any, file: str, at: str, faults: Faults) -> list[Grid]:
    """A table as a list of mappings from columns to cells."""
    if rows == "":
        return []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        faults.add(N_("`{table}` is a list of rows such as {{column: value}}."), _place(file, at), table=name)
        return []
    header = tuple(dict.fromkeys(str(column) for row in rows for column in row))
    lines, cells = [], []
    for row in rows:
        texts = {column: _text(one) for column, one in row.items()}
        for column in [column for column, text in texts.items() if text is None]:
            faults.add(N_("`{key}` needs one value."), _place(file, row.at(column)), key=column)
        lines.append(int(row.where.rpartition(":")[2]))
        cells.append(tuple((texts.get(column) or "").strip() for column in header))
    first = int(at.rpartition(":")[2])
    return [Grid(name, file, first, header, tuple(lines), tuple(cells))] if header else []


def _text(value: Any) -> str | None:
    """A scalar, or scalars of a list with ; between them; nothing for anything deeper."""
    if isinstance(value, yaml_text.Text):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, yaml_text.Text) for one in value):
        return "; ".join(value)
    return None


def _place(file: str, where: str) -> str:
    return line_place(file, int(where.rpartition(":")[2]))


def _facts(form: Form, written: Written, faults: Faults) -> tuple[dict[str, Any], bool]:
    """The values of the facts, and whether all are in order."""
    before, values, near = len(faults.found), dict[str, Any](), set[str]()
    for name, said in written.facts.items():
        column = form.fact(name)
        if not said.text:
            continue
        if column is None:
            near.add(_unknown_fact(form, name, said, faults))
            continue
        try:
            values[name] = value_of(column, said.text)
        except Refusal as refusal:
            faults.found.append(refusal.at(said.where))
    for column in form.facts:
        said = written.facts.get(column.name, Said("", written.file))
        if column.required and not said.text and column.name not in near:
            faults.add(N_("The fact `{name}` is missing."), said.where, name=column.name)
    return values, len(faults.found) == before


def _unknown_fact(form: Form, name: str, said: Said, faults: Faults) -> str:
    """The fact that was meant, if one is near."""
    head, _, table = name.partition(".")
    if table and head in (one.name for one in form.each):
        unknown_table(form.tables, table, said.where, faults)
        return ""
    valid = [one.name for one in form.facts]
    near = nearest(name, valid)
    faults.add(
        N_("There is no fact `{name}`; there are {valid}."),
        said.where,
        nearest=near,
        name=name[:60],
        valid=", ".join(valid),
    )
    return near

"""Files are written whole or not at all, in the chosen formats, within their time."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import pytest

from socle.ground.refusals import Refusal
from socle.measure import tidy
from socle.report import drawing, files, tidy_text
from tests.report import sample

FLOOR = sample.floor()
ALL = {
    "floor_XXX.html",
    *(f"floor_XXX_{name}.{kind}" for name in ("cost", "pyramid", "gap") for kind in ("svg", "png")),
    "floor_XXX.csv",
    "floor_XXX.xlsx",
}


def test_the_usual_files_are_written_and_nothing_else(tmp_path: Path) -> None:
    paths = files.write(FLOOR, tmp_path / "new" / "folder", "fr")
    assert {path.name for path in paths} == ALL
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == ALL
    assert paths[0].suffix == ".html"


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    one, other = (files.write(FLOOR, tmp_path / name, "en", files.FORMATS) for name in ("one", "other"))
    for first, second in zip(one, other, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name


@pytest.mark.parametrize(
    ("formats", "written"),
    [
        (["csv"], {"floor_XXX.csv"}),
        ([], set()),
        (["html"], {"floor_XXX.html"}),
        (["json"], {"floor_XXX.json"}),
    ],
)
def test_only_the_chosen_formats_are_written(
    tmp_path: Path, formats: Collection[str], written: set[str]
) -> None:
    files.write(FLOOR, tmp_path, "en", formats)
    assert {path.name for path in tmp_path.iterdir()} == written


def test_csv_and_json_hold_every_row_and_leave_the_unknown_empty() -> None:
    rows = tidy.rows(FLOOR)
    read = list(csv.DictReader(tidy_text.as_csv(FLOOR).splitlines()))
    assert len(read) == len(rows)
    for row, text in zip(rows, read, strict=True):
        assert text["value"] == ("" if row["value"] is None else repr(row["value"]))
    held = json.loads(tidy_text.as_json(FLOOR))
    assert held["rows"] == rows
    assert held["fingerprint"] == FLOOR.trace.fingerprint


def test_a_folder_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file, not a folder")
    with pytest.raises(Refusal, match="cannot be written") as refused:
        files.write(FLOOR, blocked / "inside", "en", ["csv"])
    assert str(blocked / "inside") in refused.value.worded()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_writer_that_fails_leaves_the_old_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write(FLOOR, tmp_path, "en", ["xlsx"])
    before = (tmp_path / "floor_XXX.xlsx").read_bytes()

    def failing(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("socle.report.workbook.write", failing)
    with pytest.raises(Refusal, match="cannot be written"):
        files.write(FLOOR, tmp_path, "en", ["xlsx"])
    assert [path.name for path in tmp_path.iterdir()] == ["floor_XXX.xlsx"]
    assert (tmp_path / "floor_XXX.xlsx").read_bytes() == before


@pytest.mark.parametrize(("said", "nearest"), [("html,xlxs", "xlsx"), ("pgn", "png")])
def test_an_unknown_format_is_refused_with_the_nearest(said: str, nearest: str) -> None:
    with pytest.raises(Refusal) as refused:
        files.known_formats(said)
    assert refused.value.nearest == nearest
    assert files.known_formats("none") == ()


def test_a_renderer_started_early_is_used_and_never_left_behind(tmp_path: Path) -> None:
    renderer = drawing.start()
    files.write(FLOOR, tmp_path, "en", ["svg"], renderer)
    assert renderer.returncode == 0


def test_a_renderer_that_fails_is_a_refusal_with_its_reason() -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no room to draw')"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as renderer:
        drawing.ask(renderer, {}, "en")
        with pytest.raises(Refusal, match="could not be drawn") as refused:
            drawing.finish(renderer)
    assert "no room to draw" in refused.value.worded()


def test_drawing_and_writing_load_neither_polars_nor_pandas() -> None:
    program = (
        "import sys, tempfile\n"
        "from pathlib import Path\n"
        "from tests.report import sample\n"
        "from socle.report import files, table\n"
        "table.summary(sample.floor(), 'fr')\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    files.write(sample.floor(), Path(folder), 'fr')\n"
        "print(sorted({'polars', 'pandas', 'scipy', 'rich', 'altair'} & set(sys.modules)))\n"
    )
    root = Path(__file__).resolve().parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"

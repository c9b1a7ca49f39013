"""`socle data`: what a person sees of the store, and in what words things are refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from socle.cli.main import main

WEO = (
    "ISO\tWEO Subject Code\tSubject Descriptor\tUnits\tScale\t2021\t2022\n"
    "SEN\tNGDP\tGDP, current prices\tNational currency\tBillions\t15.5\t16.5\n"
    "International Monetary Fund, World Economic Outlook Database, April 2025\n"
)


@pytest.fixture
def edition(tmp_path: Path) -> str:
    """The path of a small edition of WEO."""
    path = tmp_path / "WEOApr2025all.xls"
    path.write_text(WEO, encoding="utf-16")
    return str(path)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The status of the command, what it printed and what it refused."""
    status = main(["data", *words, "--lang", "en"])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_an_import_says_table_rows_source_edition_and_licence(
    tmp_path: Path, edition: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "store")
    status, out, _ = said(capsys, "import", "macro", edition, "--store", store)
    assert status == 0
    assert "macro/macro_panel  2 rows  WEO-2025-04  2025-04  IMF terms" in out
    status, out, _ = said(capsys, "import", "macro", edition, "--store", store)
    assert (status, out) == (0, "3 tables were held already, unchanged.\n")


def test_the_list_is_also_data(tmp_path: Path, edition: str, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "store")
    assert "Nothing is held here yet" in said(capsys, "list", "--store", store)[1]
    said(capsys, "import", "macro", edition, "--store", store)
    held = json.loads(said(capsys, "list", "--json", "--store", store)[1])
    assert {line["dataset"] for line in held} == {"macro/macro_panel", "macro/series", "macro/last_observed"}
    assert all(line["licence"] and line["raw"] for line in held)


def test_verify_fails_on_a_damaged_file_and_names_it(
    tmp_path: Path, edition: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    said(capsys, "import", "macro", edition, "--store", str(store))
    assert said(capsys, "verify", "--store", str(store))[0] == 0
    damaged = next((store / "objects").rglob("series-*.csv"))
    damaged.write_text("other")
    status, out, _ = said(capsys, "verify", "--store", str(store))
    assert status == 1
    assert damaged.name in out


def test_the_store_is_found_by_the_environment(
    tmp_path: Path, edition: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOCLE_DATA", str(tmp_path / "mine"))
    said(capsys, "import", "macro", edition)
    assert (tmp_path / "mine" / "catalogue.json").is_file()


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (["import"], "Say what to import and from where"),
        (["import", "wpp"], "Say what to import and from where"),
        (["import", "wp", "x"], "Did you mean `wpp`?"),
        (["import", "sdg", "nothing"], "nothing: there is no such file or folder"),
        (["fetch"], "Say what to fetch: wpp, macro, WPP2024-pop1"),
        (["fetch", "WEO-2023"], "Did you mean `WEO-2023-10`?"),
        (["fetch", "WPP2024-derived"], "Nothing can be fetched under `WPP2024-derived`"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    tmp_path: Path, words: list[str], refusal: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = said(capsys, *words, "--store", str(tmp_path / "store"))
    assert (status, out) == (2, "")
    assert refusal in err

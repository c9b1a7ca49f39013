"""The reference pages say what the registries say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import make_reference


def test_reference_pages_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert make_reference.main(["--check"]) == 0, capsys.readouterr().out


def test_a_stale_page_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_reference, "FOLDER", tmp_path)
    assert make_reference.main([]) == 0
    (tmp_path / "rules.md").write_text("old", encoding="utf-8")
    assert make_reference.main(["--check"]) == 1

"""Messages held against the official schemas of SDMX."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from socle.exchange.flow_file import flow
from socle.exchange.sdmx_schemas import validate
from socle.exchange.sdmx_structures import write_structure
from socle.exchange.sdmx_text import Head
from socle.ground.refusals import Refusal

HEAD = Head("2026-01-01T00:00:00Z")


@pytest.mark.parametrize("format", ["xml30", "json"])
def test_what_the_schema_allows_passes_and_what_it_does_not_is_refused(tmp_path: Path, format: str) -> None:
    pytest.importorskip("pysdmx")
    path = tmp_path / "structure"
    write_structure(flow("SOCIAL_PROTECTION"), format, path, HEAD)
    validate(path, format)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Header", "Haeder").replace('"meta"', '"mata"'), encoding="utf-8")
    with pytest.raises(Refusal, match="does not allow this message"):
        validate(path, format)


def test_without_the_library_the_refusal_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_import = builtins.__import__

    def absent(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pysdmx"):
            raise ImportError(name)
        return true_import(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(Refusal, match=r"opensocle\[sdmx\]"):
        validate(tmp_path / "message", "json")


def test_a_format_without_a_schema_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="xml30, json"):
        validate(tmp_path / "message", "csv2")

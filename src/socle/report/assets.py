"""Texts that pages share: style sheets and scripts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def texts(folders: Iterable[Path]) -> dict[str, str]:
    """The files of some folders by name; of two with one name the last counts."""
    found = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    return {path.name: path.read_text(encoding="utf-8") for path in found}

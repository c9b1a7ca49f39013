"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("house", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("house")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference data folder; a test that needs it is skipped with a message, and fails in CI."""
    folder = Path(os.environ.get("SOCLE_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        message = f"the reference data folder is absent (looked at {folder}; set SOCLE_SHARED)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder

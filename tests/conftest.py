"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

# A busy machine is no fault of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

HEAVY = ("browser", "engine", "register", "run", "report", "exchange", "laws", "cli", "web")
"""Folders whose tests take longest: they begin first, so that no worker is left alone with them at the end."""


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a module on one worker, for what they share is made once in each process."""

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(HERE).parts[0] if item.path.is_relative_to(HERE) else ""
        return HEAVY.index(folder) if folder in HEAVY else len(HEAVY)

    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem + "-" + item.path.parent.name))
    items.sort(key=rank)


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

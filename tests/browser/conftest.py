"""One Chromium for all browser tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.harness import ARGUMENTS, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
PATIENCE = 60_000  # milliseconds for which a busy machine is waited for


@pytest.hookimpl(tryfirst=True)  # before the modules are grouped
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder, and keep it on two workers: more browsers cost more than they save.

    The pages are visited by both, half by half; the other modules stay together, for each has a server of its own.
    """
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            page = getattr(getattr(item, "callspec", None), "params", {}).get("name", "")
            alone = item.path.name == "test_web.py" and len(str(page)) % 2 == 0
            item.add_marker(pytest.mark.xdist_group("browser-pages" if alone else "browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium found on the path; a test that needs it is skipped with a message, and fails in CI."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        message = "no Chromium on the path (on Debian: apt-get install chromium fonts-dejavu-core)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page whose console and requests are watched."""
    opened = open_page(browser)
    yield opened
    opened.context.close()

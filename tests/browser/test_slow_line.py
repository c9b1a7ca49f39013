"""Over 256 kbit/s: what a reader waits for before anything is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.harness import open_page
from tests.web.server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

LINE = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 32_000,
    "uploadThroughput": 32_000,
}  # bytes a second
SECOND = 32_000  # bytes
LATER = re.compile(r"\.(svg|js)\b")
ASKED = "performance.getEntriesByType('resource').map(one => [one.initiatorType, one.transferSize])"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server for these tests."""
    with served(tmp_path_factory.mktemp("slow")) as (found, _):
        yield found


@pytest.mark.parametrize("path", ["/", "/XXX"])
def test_title_and_table_wait_for_the_page_and_its_styles_alone(
    browser: Browser, address: str, path: str
) -> None:
    page = open_page(browser)
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", LINE)
    held: list[Route] = []
    page.route(LATER, lambda route: held.append(route))  # noqa: PLW0108 - Playwright sets an attribute
    page.goto(address + path, wait_until="commit")
    page.locator("main table td").first.wait_for()  # while outlines and scripts have not come
    assert page.locator("h1").is_visible()
    loaded = page.evaluate(ASKED)
    assert {kind for kind, size in loaded if size} <= {"link"}, "more than styles before anything is seen"
    size = page.evaluate("performance.getEntriesByType('navigation')[0].transferSize")
    assert size + sum(one for _, one in loaded) < SECOND
    assert not re.findall(r"<script(?![^>]*defer)", page.content()), "a script that holds the page up"
    for one in held:
        one.abort()
    page.context.close()

"""What every page must satisfy, asked of a real browser.

`assert_accessible(page)`, `assert_quiet(page)`, `assert_light(page)` and
`readable_without_javascript(browser, address)` are called by the tests of the pages; the page must come
from the fixture `page` or from `open_page`, which watches it from before its first request.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STANDARDS = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice")
OWN_SCHEMES = ("file", "data", "blob", "about")
OWN_HOSTS = ("127.0.0.1", "localhost")
PAGE_BYTES = 150_000


class Watch:
    """What a page said and asked for since it was opened."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.responses: list[Response] = []
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        # Playwright writes an attribute on its handlers, which a built-in method does not allow.
        page.on("response", lambda response: self.responses.append(response))  # noqa: PLW0108


_WATCHES: WeakKeyDictionary[Page, Watch] = WeakKeyDictionary()


def open_page(browser: Browser, **options: Any) -> Page:
    """A new page in a context of its own, watched; `options` are those of `Browser.new_context`."""
    page = browser.new_context(**options).new_page()
    _WATCHES[page] = Watch(page)
    return page


@cache
def axe() -> str:
    """The source of axe-core, as the development dependency ships it."""
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def accessibility_faults(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and good practice: rule, what to do, first places."""
    page.evaluate(axe())
    options = {"runOnly": list(STANDARDS), "resultTypes": ["violations"]}
    result = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']} at "
        + ", ".join(str(node["target"]) for node in fault["nodes"][:5])
        for fault in result["violations"]
    ]


def assert_accessible(page: Page) -> None:
    """The page meets WCAG 2.2 AA and good practice, as far as a program can tell."""
    found = accessibility_faults(page)
    assert not found, f"{page.url[:100]}\n" + "\n".join(found)


def is_outside(address: str) -> bool:
    """Whether a request leaves the machine."""
    parts = urlsplit(address)
    return parts.scheme not in OWN_SCHEMES and parts.hostname not in OWN_HOSTS


def is_noisy(page: Page) -> bool:
    """Whether the console has complained, or a request has left the machine, so far."""
    watch = _WATCHES[page]
    return bool(watch.complaints) or any(map(is_outside, watch.requests))


def assert_quiet(page: Page) -> None:
    """No error in the console, and no request that leaves the machine."""
    watch = _WATCHES[page]
    outside = [address for address in watch.requests if is_outside(address)]
    assert not outside, "requests that leave the machine:\n" + "\n".join(outside)
    assert not watch.complaints, "the console complains:\n" + "\n".join(watch.complaints)


def bytes_received(page: Page) -> int:
    """The bytes of all bodies that the page received, as sent."""
    return sum(response.request.sizes()["responseBodySize"] for response in _WATCHES[page].responses)


def assert_light(page: Page, budget: int = PAGE_BYTES) -> None:
    """The first load fits a budget in bytes; of a page served over HTTP, since files have no wire."""
    received = bytes_received(page)
    assert 0 < received <= budget, f"{page.url} took {received} bytes; the budget is {budget}"


def assert_fits_a_phone(page: Page) -> None:
    """At 375 pixels the page does not scroll sideways."""
    page.set_viewport_size({"width": 375, "height": 812})
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 375, f"the page is {width} pixels wide on a phone of 375"


def readable_without_javascript(browser: Browser, address: str, *, words: tuple[str, ...] = ()) -> str:
    """The visible text of a page opened with JavaScript off: its title, a table with rows, and `words`."""
    page = open_page(browser, java_script_enabled=False)
    try:
        page.goto(address)
        assert page.locator("h1").first.is_visible(), "no visible h1 without JavaScript"
        cells = page.locator("table td")
        assert cells.count() and cells.first.is_visible(), "no visible table without JavaScript"
        text = page.locator("body").inner_text()
        absent = [word for word in words if word not in text]
        assert not absent, f"not readable without JavaScript: {absent}"
        assert_quiet(page)
        return text
    finally:
        page.context.close()


def said_of(page: Page) -> tuple[list[str], list[str]]:
    """What the console has complained of, and every address that was asked for."""
    return _WATCHES[page].complaints, _WATCHES[page].requests

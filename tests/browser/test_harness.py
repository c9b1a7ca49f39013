"""The harness sees what it forbids, and lets a plain page pass."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.browser.harness import (
    accessibility_faults,
    assert_accessible,
    assert_fits_a_phone,
    assert_light,
    assert_quiet,
    bytes_received,
    is_noisy,
    is_outside,
    open_page,
    readable_without_javascript,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GOOD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A floor would cost 3.1 % of GDP</title></head>
<body><main><h1>A floor would cost 3.1 % of GDP</h1>
<table><caption>Cost by guarantee</caption>
<thead><tr><th scope="col">Guarantee</th><th scope="col">% of GDP</th></tr></thead>
<tbody><tr><th scope="row">Children</th><td>1.2</td></tr></tbody></table></main></body></html>"""
BAD = "<html><body><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><a href='#'></a></body></html>"
WRITTEN_BY_SCRIPT = GOOD.replace("<table>", "<table hidden>").replace(
    "</body>", "<script>document.querySelector('table').hidden = false</script></body>"
)


@pytest.fixture
def good(tmp_path: Path) -> str:
    """The address of a page that satisfies everything."""
    path = tmp_path / "good.html"
    path.write_text(GOOD, encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def served(tmp_path: Path, good: str) -> Iterator[str]:
    """The same page over HTTP on a free port of this machine."""
    handler = partial(Silent, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/good.html"
        server.shutdown()


class Silent(SimpleHTTPRequestHandler):
    """A file server that keeps its log to itself."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_plain_page_passes(browser: Browser, page: Page, good: str) -> None:
    page.goto(good)
    assert_accessible(page)
    assert_quiet(page)
    assert_fits_a_phone(page)
    assert "Children" in readable_without_javascript(browser, good, words=("1.2",))


def test_inaccessible_page_is_named_with_its_faults(page: Page) -> None:
    page.set_content(BAD)
    names = " ".join(accessibility_faults(page))
    for rule in ("image-alt", "link-name", "html-has-lang", "document-title", "page-has-heading-one"):
        assert rule in names
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('lost')", "lost"),
        ("setTimeout(() => { throw new Error('broken') })", "broken"),
        ("fetch('http://example.invalid/x').catch(() => 0)", "leave the machine"),
    ],
)
def test_noise_is_heard(page: Page, good: str, script: str, complaint: str) -> None:
    page.goto(good)
    page.evaluate(f"() => {{ {script} }}")
    await_noise(page)
    with pytest.raises(AssertionError, match=complaint):
        assert_quiet(page)


def await_noise(page: Page, patience_ms: int = 20_000, step_ms: int = 50) -> None:
    """Return as soon as the page said something: a busy machine needs longer than a quiet one."""
    for _ in range(patience_ms // step_ms):
        page.wait_for_timeout(step_ms)
        if is_noisy(page):
            return


def test_own_machine_is_not_outside() -> None:
    assert not is_outside("file:///report.html")
    assert not is_outside("http://127.0.0.1:8000/SEN")
    assert is_outside("https://fonts.example.org/a.woff2")
    assert is_outside("http://127.0.0.1.example.org/")


def test_table_written_by_a_script_is_not_readable(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "scripted.html"
    path.write_text(WRITTEN_BY_SCRIPT, encoding="utf-8")
    with pytest.raises(AssertionError, match="no visible table"):
        readable_without_javascript(browser, path.as_uri())


def test_weight_is_counted_over_the_wire(page: Page, served: str) -> None:
    page.goto(served)
    assert bytes_received(page) >= len(GOOD)
    assert_light(page)
    with pytest.raises(AssertionError, match="the budget is 10"):
        assert_light(page, budget=10)


def test_wide_page_does_not_fit_a_phone(browser: Browser) -> None:
    page = open_page(browser)
    page.set_content("<div style='width: 600px'>wide</div>")
    with pytest.raises(AssertionError, match="pixels wide on a phone"):
        assert_fits_a_phone(page)
    page.context.close()

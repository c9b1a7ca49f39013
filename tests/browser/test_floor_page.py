"""The page of a floor in a real browser: accessible, quiet, light, and as wide as its window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from socle.report import files
from socle.report.text import LANGUAGES
from tests.browser.harness import PAGE_BYTES, assert_accessible, assert_quiet, open_page
from tests.report import sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the sample in one language."""
    folder = tmp_path_factory.mktemp(str(request.param))
    return files.write(sample.floor(), folder, str(request.param), ["html"])[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_the_page_is_accessible_and_fits_its_window(
    browser: Browser, written: Path, width: int, scheme: str
) -> None:
    page = open_page(browser, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(written.as_uri())
    assert_accessible(page)
    assert_quiet(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_the_page_is_light(written: Path) -> None:
    assert written.stat().st_size < PAGE_BYTES


def test_the_answer_charts_and_tables_are_there_without_script(browser: Browser, written: Path) -> None:
    page = open_page(browser, java_script_enabled=False)
    page.goto(written.as_uri())
    assert page.locator("h1").is_visible()
    assert page.locator("figure svg").count() == 3
    assert page.locator("table").count() >= 10
    assert page.get_by_role("img").first.is_visible()
    page.context.close()


def test_on_paper_nothing_is_cut(browser: Browser, written: Path) -> None:
    page = open_page(browser, viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.goto(written.as_uri())
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll')].every(one => one.scrollWidth <= one.clientWidth + 1)"
    )
    page.context.close()

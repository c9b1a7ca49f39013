"""The world annex in a real browser: accessible, quiet, as wide as the window, readable without script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from socle.report import annex_files
from socle.report.text import LANGUAGES
from tests.browser.harness import assert_accessible, assert_quiet, open_page, readable_without_javascript
from tests.report import annex_sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    lang = str(request.param)
    return annex_files.write(annex_sample.found(), tmp_path_factory.mktemp(lang), lang, ["html"])[0]


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_annex_is_accessible_and_fits_its_window(
    browser: Browser, written: Path, width: int, scheme: str
) -> None:
    page = open_page(browser, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(written.as_uri())
    assert_accessible(page)
    assert_quiet(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_charts_and_tables_are_there_without_script(browser: Browser, written: Path) -> None:
    readable_without_javascript(browser, written.as_uri())
    page = open_page(browser, java_script_enabled=False)
    page.goto(written.as_uri())
    assert page.locator("figure svg").count() == 4
    assert page.locator("#h-countries").is_visible()
    page.context.close()

"""Households in a real browser: accessible, quiet, as wide as the window, whole on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from socle.report import files, impact_files
from socle.report.text import LANGUAGES
from tests.browser.harness import (
    PAGE_BYTES,
    assert_accessible,
    assert_quiet,
    open_page,
    readable_without_javascript,
)
from tests.report import impact_sample, sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of an impact and that of a floor with its households, in one language."""
    lang, folder = str(request.param), tmp_path_factory.mktemp(str(request.param))
    more = impact_files.addition(impact_sample.found(), lang)
    return {
        "impact": impact_files.write(impact_sample.found(), folder, lang, ["html"])[0],
        "floor": files.write(sample.floor(), folder, lang, ["html"], more=more)[0],
    }


@pytest.mark.parametrize("name", ["impact", "floor"])
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_page_is_accessible_and_fits_its_window(
    browser: Browser, written: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    page = open_page(browser, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(written[name].as_uri())
    assert_accessible(page)
    assert_quiet(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


@pytest.mark.parametrize(("name", "charts"), [("impact", 7), ("floor", 7)])
def test_charts_and_tables_are_there_without_script_and_the_page_is_light(
    browser: Browser, written: dict[str, Path], name: str, charts: int
) -> None:
    assert written[name].stat().st_size < PAGE_BYTES
    readable_without_javascript(browser, written[name].as_uri())
    page = open_page(browser, java_script_enabled=False)
    page.goto(written[name].as_uri())
    assert page.locator("figure svg").count() == charts
    assert page.locator("#h-households").is_visible()
    page.context.close()


@pytest.mark.parametrize("name", ["impact", "floor"])
def test_on_paper_nothing_is_cut(browser: Browser, written: dict[str, Path], name: str) -> None:
    page = open_page(browser, viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.goto(written[name].as_uri())
    cut = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth + 1)"
        ".map(one => one.textContent.slice(0, 60))"
    )
    assert not cut
    page.context.close()

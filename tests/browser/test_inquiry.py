"""The inquiry as its people live it, in a real browser: sent, returned, corrected, accepted, published, read."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.harness import assert_accessible, assert_fits_a_phone, assert_quiet, open_page
from tests.web.inquiry_office import PHRASE, SENT, answers, book, staffed
from tests.web.server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = "/XXX/inquiry"
WORD = "the receipts are not those of the annual report"
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("inquiry")
    (folder / "data").mkdir()
    staffed(str(folder / "data" / "register.sqlite")).close()
    with served(folder) as (found, _):
        yield found


def wrong() -> dict[str, Any]:
    """Answers with a word where a number belongs."""
    content = copy.deepcopy(answers(2024))
    next(one for one in content["tables"]["protected"] if one.get("count"))["count"] = "many"
    return content


def unexplained(gdp: str = "") -> dict[str, Any]:
    """Answers whose warnings nobody has explained; with another product, where one is said."""
    content = copy.deepcopy(answers(2024))
    content["tables"]["reasons"] = []
    if gdp:
        content["facts"]["gdp"] = gdp
    return content


class Person:
    """Somebody at a browser of their own, by default without script: all of it must work so."""

    def __init__(self, browser: Browser, address: str, name: str, lang: str, *, script: bool = False) -> None:
        self.page = open_page(browser, java_script_enabled=script, viewport=WIDE)
        self.address, self.lang = address, lang
        if name:
            self.open("/sign-in")
            self.page.fill("#name", name)
            self.page.fill("#password", PHRASE)
            self.page.locator("main form button").first.click()

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.address}{path}?lang={self.lang}")
        return self.page

    def sends(self, content: dict[str, Any]) -> Page:
        """The questionnaire through the form of the page."""
        page = self.open(PAGE)
        page.set_input_files("#file", {"name": SENT, "mimeType": "", "buffer": book(content)})
        page.locator("form[enctype] button").click()
        return page

    def hands_in(self) -> Page:
        """The draft that is open, each warning explained."""
        for field in self.page.locator("input[name^='reason']").all():
            field.fill("counted anew")
        for box in self.page.locator("#partial").all():
            box.check()
        self.page.locator("form[action$='hand-in'] button").click()
        self.page.wait_for_url("**/inquiry/XXX-2024-*")
        return self.page


def looked_at(browser: Browser, page: Page) -> None:
    """The page as it is now, opened with script too: accessible, and as wide as a phone."""
    state: Any = page.context.storage_state()
    other = open_page(browser, storage_state=state)
    other.goto(page.url)
    assert_accessible(other)
    assert_fits_a_phone(other)
    assert_quiet(other)
    other.context.close()


def test_a_year_is_sent_returned_corrected_accepted_published_and_read(
    browser: Browser, address: str
) -> None:
    ana, rev = Person(browser, address, "ana", "en"), Person(browser, address, "rev", "fr")
    page = ana.sends(wrong())
    text = page.locator("main").inner_text()
    assert "Nothing is kept" in text and "sheet protected, cell" in text and "many" in text
    refused = Person(browser, address, "ana", "fr", script=True).sends(wrong())
    assert_accessible(refused)
    assert_fits_a_phone(refused)
    page = ana.sends(unexplained())
    assert page.locator("input[name^='reason']").count()
    looked_at(browser, page)
    assert ana.hands_in().url.endswith("XXX-2024-1")

    page = rev.open("/inquiry")
    looked_at(browser, page)
    page.locator("a", has_text="XXX-2024-1").first.click()
    looked_at(browser, page)
    page.fill("#returned", WORD)
    page.locator("form", has=page.locator("#returned")).locator("button").click()
    assert WORD in page.locator("main").inner_text()

    page = ana.open("/inquiry/XXX-2024-1")
    assert WORD in page.locator("main").inner_text()
    ana.sends(unexplained("106000"))
    assert ana.hands_in().url.endswith("XXX-2024-2")

    page = rev.open("/inquiry/XXX-2024-2")
    assert "gdp" in page.locator("main").inner_text()
    page.locator("form", has=page.locator("#accepted")).locator("button").click()
    assert not page.locator("#accepted").count()

    assert_quiet(rev.page)
    published_and_read(browser, address)


def published_and_read(browser: Browser, address: str) -> None:
    """What somebody reviewed is published by a third, and read by who has not signed in."""
    page = Person(browser, address, "pub", "es").open("/inquiry/XXX-2024-2")
    looked_at(browser, page)
    page.locator("form", has=page.locator("#published")).locator("button").click()
    assert not page.locator("#published").count()

    ron = Person(browser, address, "", "es")
    assert "2024" in ron.open(PAGE).locator("h1").inner_text()
    ron.page.locator("a", has_text="XXX-2024-2").first.click()
    assert ron.page.locator("main table").count() > 1
    assert "2024" in ron.open("/XXX/statistics").locator("h1").inner_text()
    looked_at(browser, ron.page)
    assert_quiet(ron.page)


def test_the_questionnaire_is_downloaded_from_its_page(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = Person(browser, address, "", "fr").open(PAGE)
    with page.expect_download() as waiting:
        page.locator("form.choose button").click()
    assert waiting.value.suggested_filename.startswith("inquiry_XXX_")
    page.context.close()

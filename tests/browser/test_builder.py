"""A scenario built in a real browser: with and without script, taken back, refused at its field, saved by its owner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.harness import assert_accessible, assert_fits_a_phone, assert_quiet, open_page
from tests.web.server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AGE = "#f-old_age\\.pension\\.age_band\\.at_least"
CARE = "#f-health\\.essential_care\\.flat\\.amount"
START = "/SEN/scenarios/new?from=low"
LIGHT = 30_000  # bytes over the wire of a change


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("builder")) as (found, _):
        yield found


def opened(browser: Browser, address: str, **options: object) -> Page:
    page = open_page(browser, **options)
    page.goto(address + START)
    return page


def typed(page: Page, field: str, text: str) -> None:
    page.fill(field, text)
    page.press(field, "Tab")


def test_a_change_shows_what_it_does_and_pushes_its_address(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    before = page.locator("h1").inner_text()
    with page.expect_response(lambda answer: "at_least=67" in answer.url and answer.status == 200) as heard:
        typed(page, AGE, "67")
    page.wait_for_url("**/new?from=low&old_age.pension.age_band.at_least=67")
    assert heard.value.request.sizes()["responseBodySize"] < LIGHT
    assert page.locator("h1").inner_text() != before
    assert "67" in page.locator(".differences").inner_text()
    assert page.locator(AGE).input_value() == "67"
    assert page.evaluate("document.activeElement.id").startswith(
        "f-"
    )  # the next field, as the reader left it
    assert "at_least=67" in (page.locator("#links a").first.get_attribute("href") or "")
    assert page.locator("#said").inner_text() == page.locator("h1").inner_text()
    assert_accessible(page)
    assert_quiet(page)


def test_going_back_undoes_and_a_link_takes_one_change_back(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    typed(page, AGE, "67")
    page.wait_for_url("**at_least=67")
    typed(page, CARE, "90")
    page.wait_for_url("**amount=90*")
    page.go_back()
    page.wait_for_url("**/new?from=low&old_age.pension.age_band.at_least=67")
    page.wait_for_function("document.querySelectorAll('.differences li').length == 1")
    page.locator(".differences .reset").first.click()
    page.wait_for_url("**/new?from=low")
    assert page.locator(AGE).input_value() == "70"
    assert_quiet(page)


def test_a_refusal_stands_by_its_field_and_the_rest_stays(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    typed(page, CARE, "90")
    page.wait_for_url("**amount=90*")
    typed(page, AGE, "sixty")
    page.wait_for_url("**at_least=sixty*")
    assert page.locator(".wrong:visible").count() >= 1
    assert "sixty" in page.locator("#w-old_age\\.pension\\.age_band\\.at_least").inner_text()
    assert page.locator(CARE).input_value() == "90"
    assert_accessible(page)
    assert_fits_a_phone(page)
    assert_quiet(page)


def test_without_script_the_same_form_has_a_button(browser: Browser, address: str) -> None:
    page = opened(browser, address, java_script_enabled=False)
    page.fill(AGE, "67")
    page.locator("form button").first.click()
    page.wait_for_url("**/new?from=low&old_age.pension.age_band.at_least=67")
    assert "67" in page.locator(".differences").inner_text()
    assert_quiet(page)

"""A scenario built in a real browser: with and without script, taken back, refused at its field, saved by its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from socle.register.members import Opening, add_member
from socle.register.store import Register
from tests.browser.harness import assert_accessible, assert_fits_a_phone, assert_quiet, open_page
from tests.web.office import PHRASE
from tests.web.server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

AGE = "#f-old_age\\.pension\\.age_band\\.at_least"
CARE = "#f-health\\.essential_care\\.flat\\.amount"
START = "/SEN/scenarios/new?from=low"
LIGHT = 30_000  # bytes over the wire of a change
SHORT = 300  # characters of the address of a first change: the field and the steps before it
CHANGE = re.compile(r"/scenarios/new\?was=")
WITHIN = re.compile(r"/scenarios/new/(standards|poverty|convention)\?")


PEOPLE = ("amy", "ben")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server at which two analysts have accounts."""
    folder = tmp_path_factory.mktemp("builder")
    (folder / "data").mkdir()
    where = str(folder / "data" / "register.sqlite")
    Register.create(where, "ann").close()
    register = Register.of(where, "ann")
    for name in PEOPLE:
        add_member(register, name, ["analyst"], opening=Opening(PHRASE))
    register.close()
    with served(folder) as (found, _):
        yield found


def signed_in(browser: Browser, address: str, name: str) -> Page:
    page = open_page(browser)
    page.goto(address + "/sign-in")
    page.fill("#name", name)
    page.fill("#password", PHRASE)
    page.locator("main form:has(#password) button").click()
    page.get_by_role("link", name=name).wait_for()
    return page


def settled(page: Page) -> None:
    """Until what the builder loads within itself is there."""
    for one in page.locator(".later").all():
        one.locator("strong").first.wait_for(state="attached")


def opened(browser: Browser, address: str, **options: object) -> Page:
    page = open_page(browser, **options)
    page.goto(address + START)
    return page


def brisk(page: Page) -> Page:
    """The same page, with a word in place of what it loads within itself: that takes long and has its own test."""
    said = "<html><main><div id='judged'><strong>so</strong></div></main></html>"
    page.route(WITHIN, lambda route: route.fulfill(body=said, content_type="text/html"))
    return page


def started(browser: Browser, address: str) -> Page:
    """A new scenario on such a page."""
    page = brisk(open_page(browser))
    page.goto(address + START)
    return page


def typed(page: Page, field: str, text: str) -> None:
    """A new value, and on to the next field."""
    page.fill(field, text)
    page.press(field, "Tab")


def test_a_change_shows_what_it_does_and_pushes_its_address(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    settled(page)
    before = page.locator("h1").inner_text()
    with page.expect_response(lambda answer: "at_least=67" in answer.url and answer.status == 200) as heard:
        typed(page, AGE, "67")
    page.wait_for_url("**/new?from=low&old_age.pension.age_band.at_least=67")
    asked = heard.value.request.redirected_from
    assert asked is not None
    assert len(asked.url) < SHORT
    assert heard.value.request.sizes()["responseBodySize"] < LIGHT
    assert page.locator("h1").inner_text() != before
    assert "67" in page.locator(".differences").inner_text()
    assert page.locator(AGE).input_value() == "67"
    assert page.evaluate("document.activeElement.id").startswith(
        "f-"
    )  # the next field, as the reader left it
    assert "at_least=67" in (page.locator("#links a").first.get_attribute("href") or "")
    assert "at_least=67" in (page.locator("#languages a").first.get_attribute("href") or "")
    assert page.locator("#said").inner_text() == page.locator("h1").inner_text()
    assert page.locator(".effects svg path[fill=none]").count() == 3  # the start and what is in force stay
    settled(page)
    assert_accessible(page)
    assert_quiet(page)


def test_going_back_undoes_and_a_link_takes_one_change_back(browser: Browser, address: str) -> None:
    page = started(browser, address)
    typed(page, AGE, "67")
    typed(page, CARE, "90")
    page.wait_for_url("**amount=90*")
    page.go_back()
    page.wait_for_url("**/new?from=low&old_age.pension.age_band.at_least=67")
    page.locator(".differences:not(:has(li + li))").wait_for()
    settled(page)
    page.locator("button[name=reset]").first.click()  # by the field
    page.wait_for_url(
        "**/new?from=low&old_age.pension.age_band.at_least=67&old_age.pension.age_band.at_least="
    )
    page.locator(f"{AGE}[value='70']").wait_for()
    settled(page)
    page.locator("#undo").click()
    page.wait_for_url("**/new?from=low&old_age.pension.age_band.at_least=67")
    assert page.locator(AGE).input_value() == "67"
    settled(page)
    page.locator(".differences .reset").first.click()  # in the list of what is changed
    page.wait_for_url("**at_least=")
    assert page.locator(AGE).input_value() == "70"
    settled(page)
    page.locator("#undo").click()
    page.wait_for_url("**at_least=67")
    settled(page)
    page.locator("#undo").click()
    page.wait_for_url("**/new?from=low")
    assert_quiet(page)


def test_a_refusal_stands_by_its_field_and_goes_when_it_is_mended(browser: Browser, address: str) -> None:
    page = started(browser, address)
    typed(page, CARE, "90")
    typed(page, AGE, "sixty")
    page.wait_for_url("**at_least=sixty*")
    page.locator(f"{AGE}[aria-invalid=true]").wait_for()
    told = page.locator(f"#{page.locator(AGE).get_attribute('aria-describedby')}")
    assert "sixty" in told.inner_text()
    assert page.locator(CARE).input_value() == "90"
    settled(page)
    assert_accessible(page)
    assert_fits_a_phone(page)
    page.fill(AGE, "66")
    page.press(AGE, "Enter")  # which also sends the form: nothing is asked twice, nothing broken off
    page.locator(f"{AGE}:not([aria-invalid])").wait_for()
    assert page.evaluate("document.activeElement.name") == "old_age.pension.age_band.at_least"
    assert "sixty" not in told.inner_text()
    settled(page)
    assert_quiet(page)


def test_what_is_typed_while_an_answer_comes_stays_and_is_sent_after_it(
    browser: Browser, address: str
) -> None:
    page = started(browser, address)
    held: list[Route] = []
    page.route(CHANGE, lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request(CHANGE):
        typed(page, AGE, "67")
    page.fill(CARE, "9")
    page.unroute(CHANGE)
    held[0].continue_()
    page.wait_for_url("**at_least=67")
    page.locator(".differences li").first.wait_for()
    assert page.locator(CARE).input_value() == "9"
    assert page.evaluate("document.activeElement.name") == "health.essential_care.flat.amount"
    page.keyboard.type("1")
    page.press(CARE, "Tab")
    page.wait_for_url("**at_least=67&health.essential_care.flat.amount=91")
    assert_quiet(page)


def test_without_script_the_same_form_has_buttons(browser: Browser, address: str) -> None:
    page = opened(browser, address, java_script_enabled=False)
    page.fill(AGE, "67")
    page.locator("form button").first.click()
    page.wait_for_url("**/new?from=low&old_age.pension.age_band.at_least=67")
    assert "67" in page.locator(".differences").inner_text()
    years, values = (f"input[name='old_age.pension.coverage@{part}']" for part in ("year", "value"))
    page.locator("button[value='old_age.pension.coverage']").click()
    for at, (year, value) in enumerate((("2026", "20 %"), ("2030", "100 %"))):
        page.locator(years).nth(at).fill(year)
        page.locator(values).nth(at).fill(value)
        page.locator(".rows button").click()
    assert [page.locator(years).nth(at).input_value() for at in range(3)] == ["2026", "2030", ""]
    page.locator("select[name='old_age.pension.coverage@course']").select_option("linear")
    page.locator("form button").first.click()
    assert "20% (2026) → 100% (2030)" in page.locator(".differences").inner_text()
    page.locator("#undo").click()
    page.locator("#undo").click()
    assert "2030" not in page.locator(".differences").inner_text()
    page.get_by_role("link", name="Which guarantees").click()
    page.wait_for_url("**/new/standards?*")
    assert page.locator("table").count() == 1
    assert_quiet(page)


def test_changes_in_a_hurry_are_all_kept_whatever_the_start(browser: Browser, address: str) -> None:
    page = started(browser, address)
    page.fill(AGE, "67")
    page.fill(CARE, "90")  # which leaves the first, so that it is sent, and is not yet sent itself
    page.press(CARE, "Tab")
    page.wait_for_url("**amount=90*")
    assert page.locator(AGE).input_value() == "67"
    page.locator(".differences li + li").wait_for()
    page.select_option("#from", "high")
    page.wait_for_url("**from=high")
    assert page.locator(AGE).input_value() == "67"
    assert page.locator(".differences li").count() == 2
    settled(page)
    page.locator("button[name=by_year][value='old_age.pension.coverage']").click()
    years, values = (
        page.locator(f"input[name='old_age.pension.coverage@{part}']") for part in ("year", "value")
    )
    for at, (year, value) in enumerate((("2026", "20 %"), ("2030", "100 %"))):
        years.nth(at).fill(year)
        values.nth(at).fill(value)
        values.nth(at).press("Tab")
    page.locator(".differences", has_text="20% (2026) → 100% (2030)").wait_for()
    assert page.locator(AGE).input_value() == "67"
    settled(page)
    assert_quiet(page)


def test_the_keyboard_alone_changes_ticks_and_undoes(browser: Browser, address: str) -> None:
    page = started(browser, address)
    page.focus(AGE)
    page.keyboard.press("Control+A")
    page.keyboard.type("67")
    page.keyboard.press("Tab")
    page.wait_for_url("**at_least=67")
    page.focus("#b-maternity\\.maternity_benefit")
    page.keyboard.press("Space")
    page.wait_for_url("**remove=maternity.maternity_benefit")
    settled(page)
    page.focus("#undo")
    page.keyboard.press("Enter")
    page.wait_for_url("**at_least=67")
    assert_quiet(page)


def test_what_was_built_is_downloaded_and_stands_beside_its_start(browser: Browser, address: str) -> None:
    page = started(browser, address)
    typed(page, AGE, "67")
    page.locator("#links a[href*='new.yaml?'][href*='at_least=67']").wait_for()
    for kind in ("yaml", "xlsx", "docx", "pdf"):
        with page.expect_download() as coming:
            page.locator(f"#links a[href*='new.{kind}?']").click()
        body = coming.value.path().read_bytes()
        assert coming.value.suggested_filename.startswith("SEN_low_changed")
        assert body.startswith({"yaml": b"scenario:", "pdf": b"%PDF"}.get(kind, b"PK"))
    settled(page)
    page.get_by_role("link", name="Compare with its start").click()
    page.wait_for_url("**/compare?*")
    assert "Low, changed" in page.locator("thead").first.inner_text()


def test_two_people_change_one_scenario_and_nothing_is_lost(browser: Browser, address: str) -> None:
    amy, ben = (brisk(signed_in(browser, address, name)) for name in PEOPLE)
    amy.goto(f"{address}{START}&old_age.pension.age_band.at_least=67")
    settled(amy)
    amy.fill("#save-name", "Pension at 67")
    amy.fill("#save-reason", "first")
    amy.select_option("#save-reach", "analysts")
    typed(amy, CARE, "90")  # what is written to save stays
    amy.wait_for_url("**amount=90")
    amy.locator("form.save [name=content][value*='essential_care.flat.amount']").first.wait_for(
        state="attached"
    )
    settled(amy)
    amy.locator("form.save button").last.click()
    amy.wait_for_url("**/saved/*")
    held = amy.url.partition("#")[0]
    for page, age in ((ben, "66"), (amy, "68")):
        page.goto(held)
        page.get_by_role("button", name="Open in the builder").click()
        page.wait_for_url("**saved=*")
        settled(page)
        assert page.locator(AGE).input_value() == "67"
        typed(page, AGE, age)
        page.wait_for_url(f"**at_least={age}*")
        page.locator(f"form.save [name=content][value*='at_least: {age}']").first.wait_for(state="attached")
        settled(page)
    for page in (ben, amy):
        page.fill("#again-reason", "another age")
        page.get_by_role("button", name="Save as a new version").click()
        page.locator("h2", has_text="History").wait_for()
    assert "ben saved version 2" in amy.locator(".alert").first.inner_text()
    for version, age in (("1", "67"), ("2", "66"), ("3", "68")):
        amy.goto(f"{held}?version={version}")
        assert f"at_least: {age}" in amy.locator("main").inner_text() + "".join(
            one.input_value() for one in amy.locator("textarea[name=content]").all()
        )

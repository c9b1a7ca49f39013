"""A scenario built in a real browser: with and without script, taken back, refused at its field, saved by its owner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from socle.register.members import Opening, add_member
from socle.register.store import Register
from tests.browser.harness import assert_accessible, assert_fits_a_phone, assert_quiet, open_page
from tests.web.office import PHRASE
from tests.web.server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AGE = "#f-old_age\\.pension\\.age_band\\.at_least"
CARE = "#f-health\\.essential_care\\.flat\\.amount"
START = "/SEN/scenarios/new?from=low"
LIGHT = 30_000  # bytes over the wire of a change


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
    """Until what the builder loads within itself is there, and the page follows changes again."""
    page.locator(".later table").nth(1).wait_for(state="attached")


def opened(browser: Browser, address: str, **options: object) -> Page:
    page = open_page(browser, **options)
    page.goto(address + START)
    return page


def typed(page: Page, field: str, text: str) -> None:
    """A new value; what the page still loads for the old one is let come first."""
    settled(page)
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
    assert page.locator(".effects svg path[fill=none]").count() == 3  # the start and what is in force stay
    settled(page)
    assert_accessible(page)
    assert_quiet(page)


def test_going_back_undoes_and_a_link_takes_one_change_back(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    typed(page, AGE, "67")
    page.wait_for_url("**at_least=67")
    typed(page, CARE, "90")
    page.wait_for_url("**amount=90*")
    settled(page)
    page.go_back()
    page.wait_for_url("**/new?from=low&old_age.pension.age_band.at_least=67")
    page.locator(".differences:not(:has(li + li))").wait_for()
    settled(page)
    page.locator(".differences .reset").first.click()
    page.wait_for_url(
        "**/new?from=low&old_age.pension.age_band.at_least=67&old_age.pension.age_band.at_least="
    )
    assert page.locator(AGE).input_value() == "70"
    settled(page)
    page.locator("#undo").click()
    page.wait_for_url("**/new?from=low&old_age.pension.age_band.at_least=67")
    assert page.locator(AGE).input_value() == "67"
    settled(page)
    page.locator("#undo").click()
    page.wait_for_url("**/new?from=low")
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
        page.locator("button[name=add]").click()
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


def test_two_changes_in_a_hurry_are_both_kept(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.fill(AGE, "67")
    page.fill(CARE, "90")  # which leaves the first, so that it is sent, and is not yet sent itself
    page.press(CARE, "Tab")
    page.wait_for_url("**amount=90*")
    assert page.locator(AGE).input_value() == "67"
    assert page.locator(".differences li").count() == 2


def test_another_start_keeps_what_was_changed(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    typed(page, AGE, "67")
    page.wait_for_url("**at_least=67")
    page.select_option("#from", "high")
    page.wait_for_url("**from=high")
    assert page.locator(AGE).input_value() == "67"
    assert page.locator(".differences li").count() == 1
    assert_quiet(page)


def test_the_keyboard_alone_changes_ticks_and_undoes(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.focus(AGE)
    page.keyboard.press("Control+A")
    page.keyboard.type("67")
    page.keyboard.press("Tab")
    page.wait_for_url("**at_least=67")
    settled(page)
    page.focus("#b-maternity\\.maternity_benefit")
    page.keyboard.press("Space")
    page.wait_for_url("**remove=maternity.maternity_benefit")
    settled(page)
    page.focus("#undo")
    page.keyboard.press("Enter")
    page.wait_for_url("**at_least=67")
    assert_quiet(page)


@pytest.mark.parametrize("kind", ["yaml", "xlsx", "docx", "pdf"])
def test_what_was_built_is_downloaded(browser: Browser, address: str, kind: str) -> None:
    page = open_page(browser)
    page.goto(f"{address}/XXX/scenarios/new?from=low&old_age.pension.age_band.at_least=67")
    with page.expect_download() as coming:
        page.locator(f"#links a[href*='new.{kind}?']").click()
    body = coming.value.path().read_bytes()
    assert coming.value.suggested_filename.startswith("XXX_low_changed")
    assert body.startswith({"yaml": b"scenario:", "pdf": b"%PDF"}.get(kind, b"PK"))


def test_what_was_built_stands_beside_its_start(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    typed(page, AGE, "67")
    page.wait_for_url("**at_least=67")
    settled(page)
    page.get_by_role("link", name="Compare with its start").click()
    page.wait_for_url("**/compare?*")
    assert "Low, changed" in page.locator("thead").first.inner_text()
    assert_quiet(page)


def test_two_people_change_one_scenario_and_nothing_is_lost(browser: Browser, address: str) -> None:
    amy, ben = (signed_in(browser, address, name) for name in PEOPLE)
    amy.goto(f"{address}{START}&old_age.pension.age_band.at_least=67")
    settled(amy)
    amy.fill("#save-name", "Pension at 67")
    amy.fill("#save-reason", "first")
    amy.locator("form.save button").last.click()
    amy.wait_for_url("**/saved/*")
    if amy.locator("select[name=reach]").count():
        amy.select_option("select[name=reach]", "analysts")
        amy.locator("form:has(select[name=reach]) button").click()
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

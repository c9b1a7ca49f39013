"""The style of pages in a real browser: by keyboard alone, from the right, on paper, one bar of ways to go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.harness import accessibility_faults, open_page
from tests.web.server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = (
    "/",
    "/XXX",
    "/XXX/scenarios/new?from=low",
    "/XXX/standards?convention=C102",
    "/compare?country=XXX&country=PRY",
    "/rules",
    "/sign-in",
    "/ZZZ",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a register, for as long as the tests of this module."""
    with served(tmp_path_factory.mktemp("style"), "--init", "--user", "ann") as (found, _):
        yield found


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    opened = open_page(browser, viewport={"width": 375, "height": 812})
    yield opened
    opened.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_when_lines_begin_at_the_right(screen: Page, address: str, path: str) -> None:
    screen.goto(address + path)
    screen.evaluate("document.documentElement.dir = 'rtl'")
    assert screen.evaluate("document.documentElement.scrollWidth") <= 375
    assert screen.evaluate(BEGINS_RIGHT), "the title does not begin at the right"
    drawn = screen.evaluate(
        "[...document.querySelectorAll('figure svg')].map(one => getComputedStyle(one).direction)"
    )
    assert set(drawn) <= {"ltr"}, "letters of a drawing would stand on the wrong side of their anchor"


BEGINS_RIGHT = """() => {
  const box = document.querySelector('h1').getBoundingClientRect(), range = document.createRange();
  range.selectNodeContents(document.querySelector('h1'));
  return Math.abs(box.right - range.getBoundingClientRect().right) < 2;
}"""


@pytest.mark.parametrize("path", PAGES)
def test_what_is_pressed_is_large_enough_and_what_scrolls_can_be_reached(
    screen: Page, address: str, path: str
) -> None:
    screen.goto(address + path)
    assert not screen.evaluate(SMALL), "smaller than 24 pixels (WCAG 2.2, 2.5.8)"
    assert not screen.evaluate(UNREACHED), "scrolls, but not by keyboard"


SMALL = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter(one => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const counts = box.width && style.display !== 'inline' && one.type !== 'hidden' && !one.matches('.skip, svg *');
  return counts && (box.height < 23.5 || box.width < 23.5);
}).map(one => one.outerHTML.slice(0, 100))"""
UNREACHED = """() => [...document.querySelectorAll('main *')].filter(one => {
  const style = getComputedStyle(one);
  const scrolls = /auto|scroll/.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
  const named = one.hasAttribute('aria-label') || one.hasAttribute('aria-labelledby');
  return scrolls && !one.matches('textarea, select, input') && !(one.tabIndex === 0 && named);
}).map(one => one.outerHTML.slice(0, 100))"""


def test_the_keyboard_goes_down_the_page_and_scrolls_a_wide_table(screen: Page, address: str) -> None:
    screen.goto(address + "/compare?a=XXX:low&b=XXX:high&c=XXX:status_quo")
    for _ in range(30):
        screen.keyboard.press("Tab")
        assert screen.evaluate(FOLLOWS), "the keyboard goes back up the page"
    region = screen.locator("main .scroll[tabindex='0']").first
    region.focus()
    screen.keyboard.press("ArrowRight")
    from playwright.sync_api import expect

    expect(region).not_to_have_js_property("scrollLeft", 0)


FOLLOWS = """() => {
  const before = window.stoodAt || document.body.firstElementChild, now = document.activeElement;
  window.stoodAt = now;
  return now === before || Boolean(before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING);
}"""


@pytest.mark.parametrize("path", PAGES)
def test_on_paper_there_is_nothing_to_press_and_the_source_is_said(
    screen: Page, address: str, path: str
) -> None:
    screen.goto(address + path)
    screen.emulate_media(media="print", color_scheme="dark")
    shown = screen.locator("nav:visible, form:visible, button:visible, .skip:visible")
    assert shown.count() == 0
    assert "Socle" in screen.locator("footer").inner_text()
    fingerprint = screen.locator("footer code")
    assert path in ("/sign-in", "/ZZZ", "/rules") or fingerprint.is_visible()
    assert screen.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    heads = screen.evaluate(
        "[...document.querySelectorAll('thead')].map(one => getComputedStyle(one).display)"
    )
    assert set(heads) <= {"table-header-group"}
    screen.emulate_media(media="screen", color_scheme="light")


@pytest.mark.parametrize("path", PAGES)
def test_the_bar_says_where_one_is_and_the_language_stays_on_the_page(
    screen: Page, address: str, path: str
) -> None:
    screen.goto(address + path)
    marked = screen.locator("header [aria-current=page]")
    bare = path.partition("?")[0]
    assert marked.count() == (bare in ("/", "/rules", "/compare", "/sign-in"))
    crumbs = screen.locator("main ol.crumbs")
    assert crumbs.count() == (bare != "/")
    assert bare == "/" or crumbs.locator("a[href='/']").count() == 1
    french = screen.locator("nav.languages a[lang=fr]").get_attribute("href") or ""
    assert french.startswith(path if path != "/ZZZ" else "/ZZZ") and "lang=fr" in french


def test_countries_are_compared_from_the_first_page_and_from_a_country(screen: Page, address: str) -> None:
    for start in ("/", "/XXX"):
        screen.goto(address + start)
        screen.locator("main a[href^='/compare?country=']").first.click()
        screen.wait_for_url("**/compare?country=*")
    screen.locator("select#country-2").select_option("PRY")
    screen.locator("form.choose button").click()
    screen.wait_for_url("**country=PRY*")
    assert screen.locator("figure.panel").count() == 6
    screen.emulate_media(color_scheme="dark")
    assert not accessibility_faults(screen)
    screen.emulate_media(color_scheme="light")

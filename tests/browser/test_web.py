"""Every page of the web application in a real browser, in every language: accessible, quiet, light, readable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from socle.report.text import LANGUAGES
from socle.web.page import PAGES
from socle.web.pages import PAGES as REGISTERED
from socle.web.viewer import NOBODY
from tests.browser.harness import (
    accessibility_faults,
    assert_accessible,
    assert_quiet,
    open_page,
)
from tests.web.inquiry_office import published
from tests.web.server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIRST, AFTER = 100_000, 30_000  # bytes over the wire: of a first page, and of one more in another language
NAMES = {
    "iso3": "XXX",
    "scheme": "national_pension",
    "rule": "age_band",
    "key": "WPP2024-pop1",
}  # in addresses
ADDRESSES = {  # of pages for which that is not enough, by the name of the page
    "scheme": "/XXX/schemes/old_age",
    "indicator": "/indicators/COV_ANY",
    "instrument": "/standards/C102",
    "explained": "/explain/XXX/old_age.pension",
    "compare": "/compare?a=XXX:low&b=XXX:high",
    "builder": "/XXX/scenarios/new?from=low",
    "submitted": "/inquiry/XXX-2024-1",
    "statistic_explained": "/XXX/statistics/explain/COV_OLDER",
}
ELSEWHERE = {  # pages of those who have signed in, and the tests that walk through them
    "me": "test_people",
    "saved": "test_people",
    "saved_all": "test_people",
    "people_list": "test_people",
    "people_log": "test_people",
    "inquiry_draft": "test_inquiry",
}
WAYS = {"en": (1280, "light"), "fr": (375, "light"), "es": (1280, "dark")}
PHONE = 375  # pixels
STOPS = 15  # of the keyboard, from the top of a page


def address_of(page: str) -> str:
    """A sample address of a page."""
    if page in ADDRESSES:
        return ADDRESSES[page]
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: NAMES[found[1]], PAGES[page].path)


def everybodys() -> list[str]:
    """The pages that who has not signed in may read."""
    return [name for name in REGISTERED if name not in ELSEWHERE]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a register in which an inquiry is published, for as long as the tests of this module."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "data").mkdir()
    published(str(folder / "data" / "register.sqlite"))
    with served(folder) as (found, _):
        yield found


class Wire:
    """The bytes that a page received, heads and bodies, since it was last asked."""

    def __init__(self, page: Page) -> None:
        self.received = 0.0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, float]) -> None:
        self.received += event["encodedDataLength"]

    def taken(self) -> float:
        """The bytes, and from nothing again."""
        found, self.received = self.received, 0.0
        return found


def test_every_page_has_a_sample_address_or_a_walk_of_its_own() -> None:
    missing = {
        name: found
        for name in everybodys()
        if name not in ADDRESSES and (found := set(re.findall(r"\{(\w+)", PAGES[name].path)) - set(NAMES))
    }
    assert not missing, f"say what stands for these in tests/browser/test_web.py: {missing}"
    closed = [name for name in everybodys() if not NOBODY.may(REGISTERED[name].role)]
    assert not closed, f"say in ELSEWHERE which test walks through these: {closed}"
    for test in set(ELSEWHERE.values()):
        assert (Path(__file__).parent / f"{test}.py").is_file()


@pytest.mark.parametrize("name", everybodys())
def test_a_page_is_accessible_quiet_light_and_readable_in_every_language(
    browser: Browser, address: str, name: str
) -> None:
    """One visit: every language with its window and scheme, then at the width of a phone, then without script."""
    page, plain = open_page(browser), open_page(browser, java_script_enabled=False)
    wire, faults = Wire(page), []
    for lang in LANGUAGES:
        width, scheme = WAYS[lang]
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        answer = page.goto(sample(address, name, lang))
        assert answer and answer.status == 200, f"{page.url}: {answer and answer.status}"
        if page.locator(".later").count():  # else leaving the page would end what it still loads
            page.wait_for_load_state("networkidle")
        taken, budget = wire.taken(), FIRST if lang == LANGUAGES[0] else AFTER
        if taken > budget:
            faults.append(f"{lang}: {taken:.0f} bytes over the wire, the budget is {budget}")
        assert page.locator("html").get_attribute("lang") == lang
        faults += [f"{lang}: {fault}" for fault in accessibility_faults(page)]
        faults += [f"{lang}: {fault}" for fault in too_wide(page, dict.fromkeys((width, PHONE)))]
        faults += [
            f"{lang}, without script: {fault}" for fault in unread(page, plain, sample(address, name, lang))
        ]
    assert not faults, f"{name}\n" + "\n".join(faults)
    for one in (page, plain):
        assert_quiet(one)
        one.context.close()


def sample(address: str, name: str, lang: str) -> str:
    """The address of a page in a language."""
    found = address_of(name)
    return f"{address}{found}{'&' if '?' in found else '?'}lang={lang}"


def too_wide(page: Page, widths: Iterable[int]) -> Iterator[str]:
    """Where the page scrolls sideways."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            yield f"{wide} pixels wide in a window of {width}"


def unread(page: Page, plain: Page, address: str) -> Iterator[str]:
    """What a page does not say without script: its title, or tables that it shows with script."""
    plain.goto(address)
    if not plain.locator("h1").inner_text().strip() or not plain.locator("main").inner_text().strip():
        yield "nothing to read"
    tables = [one.locator("main table:not(.later table):visible").count() for one in (page, plain)]
    if tables[0] != tables[1]:
        yield f"{tables[1]} tables are shown, and {tables[0]} with script"
    later = [one.locator("main .later").count() for one in (page, plain)]
    if later[0] != later[1] or plain.locator("main .later a:visible").count() < later[1]:
        yield "what a script loads later has no link"


@pytest.mark.parametrize("name", everybodys())
def test_the_keyboard_skips_to_the_answer_and_always_shows_where_it_is(
    browser: Browser, address: str, name: str
) -> None:
    page = open_page(browser)
    page.goto(address + address_of(name))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#answer"
    box = page.locator("a.skip").bounding_box()
    assert box and box["x"] >= 0 and box["y"] >= 0, "the link that skips is not seen when it is reached"
    unseen = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        unseen += page.evaluate(UNSEEN)
    assert not unseen, f"no focus to be seen on {unseen}"
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#answer"
    page.keyboard.press("Tab")
    assert not page.evaluate("Boolean(document.activeElement.closest('header.top'))")
    page.context.close()


UNSEEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return [];
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const shown = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  return shown && box.width > 0 && box.height > 0 ? [] : [one.outerHTML.slice(0, 120)];
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_no_page_says_so_and_leads_back(browser: Browser, address: str, lang: str) -> None:
    page = open_page(browser)
    answer = page.goto(f"{address}/ZZZ?lang={lang}")
    assert answer and answer.status == 404
    assert_accessible(page)
    assert page.locator("html").get_attribute("lang") == lang
    page.locator("main a[href='/']").first.click()
    assert page.url.rstrip("/") == address
    page.context.close()

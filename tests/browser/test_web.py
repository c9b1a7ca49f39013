"""Every page of the web application in a real browser, in every language: accessible, quiet, light, readable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from socle.report.text import LANGUAGES
from socle.web.page import PAGES
from socle.web.pages import PAGES as REGISTERED
from socle.web.viewer import NOBODY
from tests.browser.harness import (
    accessibility_faults,
    assert_accessible,
    assert_fits_a_phone,
    assert_quiet,
    open_page,
)
from tests.web.inquiry_office import published
from tests.web.server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

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
WAYS = {"en": (1280, "light"), "fr": (375, "light"), "es": (1280, "dark")}
STOPS = 15  # of the keyboard, from the top of a page


def address_of(page: str) -> str:
    """A sample address of a page."""
    if page in ADDRESSES:
        return ADDRESSES[page]
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: NAMES[found[1]], PAGES[page].path)


def everybodys() -> list[str]:
    """The pages that who has not signed in may read."""
    return [name for name, page in REGISTERED.items() if NOBODY.may(page.role)]


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


def test_every_page_has_a_sample_address() -> None:
    missing = {
        name: found
        for name in everybodys()
        if name not in ADDRESSES and (found := set(re.findall(r"\{(\w+)", PAGES[name].path)) - set(NAMES))
    }
    assert not missing, f"say what stands for these in tests/browser/test_web.py: {missing}"


@pytest.mark.parametrize("name", everybodys())
def test_a_page_is_accessible_quiet_and_light_in_every_language(
    browser: Browser, address: str, name: str
) -> None:
    page = open_page(browser)
    wire, faults = Wire(page), []
    for lang in LANGUAGES:
        width, scheme = WAYS[lang]
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        sample = address_of(name)
        answer = page.goto(f"{address}{sample}{'&' if '?' in sample else '?'}lang={lang}")
        assert answer and answer.status == 200, f"{sample}: {answer and answer.status}"
        taken, budget = wire.taken(), FIRST if lang == LANGUAGES[0] else AFTER
        if taken > budget:
            faults.append(f"{lang}: {taken:.0f} bytes over the wire, the budget is {budget}")
        assert page.locator("html").get_attribute("lang") == lang
        faults += [f"{lang}: {fault}" for fault in accessibility_faults(page)]
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            faults.append(f"{lang}: {wide} pixels wide in a window of {width}")
    assert not faults, f"{name}\n" + "\n".join(faults)
    assert_quiet(page)
    page.context.close()


@pytest.mark.parametrize("name", everybodys())
def test_a_page_says_the_same_without_script_and_fits_a_phone(
    browser: Browser, address: str, name: str
) -> None:
    tables = []
    for script in (True, False):
        page = open_page(browser, java_script_enabled=script)
        page.goto(address + address_of(name))
        assert page.locator("h1").inner_text().strip()
        assert page.locator("main").inner_text().strip()
        tables.append(page.locator("main table:visible").count())
        if script:
            assert_fits_a_phone(page)
        assert_quiet(page)
        page.context.close()
    assert tables[0] == tables[1]


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


SLOW = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 32_000,
    "uploadThroughput": 32_000,
}  # 256 kbit/s
ASKED = """() => performance.getEntriesByType('resource').map(one => [one.initiatorType, one.transferSize])"""


@pytest.mark.parametrize("path", ["/", "/XXX"])
def test_over_a_slow_line_title_and_table_wait_for_the_page_and_its_styles_alone(
    browser: Browser, address: str, path: str
) -> None:
    page = open_page(browser)
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    held: list[Route] = []
    page.route(re.compile(r"\.(svg|js)\b"), lambda route: held.append(route))  # noqa: PLW0108 - never arrives
    page.goto(address + path, wait_until="commit")
    page.locator("main table td").first.wait_for()
    assert page.locator("h1").is_visible()
    size = page.evaluate("performance.getEntriesByType('navigation')[0].transferSize")
    loaded = page.evaluate(ASKED)
    assert {kind for kind, bytes_ in loaded if bytes_} <= {"link"}, "more than styles before anything is seen"
    assert size + sum(bytes_ for _, bytes_ in loaded) < AFTER, "more than a second at 256 kbit/s"
    assert not re.findall(r"<script(?![^>]*defer)", page.content()), "a script that holds the page up"
    for one in held:
        one.abort()
    page.context.close()


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

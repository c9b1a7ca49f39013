"""Signing in, a page that is not for everybody, saving and comparing, people and the log: in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from socle.report.text import translator
from tests.browser.harness import accessibility_faults, is_outside, open_page, said_of
from tests.web.office import NAMES, PHRASE, Desk
from tests.web.server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WAYS = {"en": (1280, "light"), "fr": (375, "light"), "es": (1280, "dark")}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over an office, for as long as the tests of this module."""
    folder: Path = tmp_path_factory.mktemp("people")
    desk = Desk(folder)
    desk.register.close()
    with served(folder, "--register", desk.where, environ={"SOCLE_WEB_SIGN_INS_A_MINUTE": "1000"}) as (
        found,
        _,
    ):
        yield found


class Walk:
    """Somebody who walks through the application in one language, and looks at each page."""

    def __init__(self, browser: Browser, address: str, lang: str, *, script: bool = True) -> None:
        self.width, scheme = WAYS[lang]
        self.page: Page = open_page(
            browser,
            java_script_enabled=script,
            viewport={"width": self.width, "height": 900},
            color_scheme=scheme,
            locale=lang,
        )
        self.address, self.lang, self.script, self._ = address, lang, script, translator(lang)
        self.faults: list[str] = []

    def seen(self, name: str) -> None:
        """The page as it is now has no fault."""
        assert self.page.locator("html").get_attribute("lang") == self.lang, name
        if not self.script:
            return
        self.faults += [f"{name}: {fault}" for fault in accessibility_faults(self.page)]
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.width:
            self.faults.append(f"{name}: {wide} pixels wide in a window of {self.width}")

    def to(self, path: str) -> int:
        """Opens an address of the application; the status that it answers with."""
        answer = self.page.goto(self.address + path)
        assert answer
        return answer.status

    def fill(self, **fields: str) -> None:
        """Writes into the fields of these ids."""
        for name, text in fields.items():
            self.page.locator(f"#{name.replace('_', '-')}").fill(text)

    def press(self, words: str) -> None:
        """Presses the last button with these words."""
        self.page.get_by_role("button", name=self._(words), exact=True).last.click()

    def signs_in(self, role: str, password: str = PHRASE) -> None:
        """Fills in the form and sends it."""
        self.fill(name=NAMES[role], password=password)
        self.press("Sign in")

    def ends(self) -> None:
        """Nothing was wrong on the way, and no request left the machine."""
        complaints, requests = said_of(self.page)
        assert not self.faults, "\n".join(self.faults)
        assert not [one for one in complaints if "Failed to load resource" not in one]
        assert not [one for one in requests if is_outside(one)]
        self.page.context.close()


def walk_of_an_analyst(walk: Walk, mine: str) -> None:
    """From a page that asks for an account to two versions, a comment, a forbidden page, and out."""
    page, _ = walk.page, walk._
    in_after_a_mistake(walk)
    two_versions_and_a_comment(walk, mine)
    assert walk.to("/people") == 403
    walk.seen("forbidden")
    walk.to("/me")
    walk.seen("own page")
    walk.press("Sign out")
    assert page.get_by_role("link", name=_("Sign in"), exact=True).is_visible()
    walk.to("/me")
    assert "/sign-in" in page.url


def in_after_a_mistake(walk: Walk) -> None:
    """A page that asks for an account, a wrong password, the right one, and that page."""
    page, _ = walk.page, walk._
    walk.to("/saved")
    assert "/sign-in?to=%2Fsaved" in page.url
    walk.seen("sign in")
    walk.signs_in("analyst", "a wrong password")
    alert = page.get_by_role("alert")
    assert _("This is not the name and password of an open account.") in alert.inner_text()
    assert page.locator("#name").input_value() == NAMES["analyst"]
    assert page.locator("#password").get_attribute("aria-describedby") == alert.get_attribute("id")
    walk.seen("wrong password")
    walk.signs_in("analyst")
    assert page.url == f"{walk.address}/saved"


def two_versions_and_a_comment(walk: Walk, mine: str) -> None:
    """A text that is refused, one that is kept, another version of it, a comment, and where the two differ."""
    page = walk.page
    walk.fill(country="XXX", name=mine, content="scenario: [", reason="to try")
    walk.press("Save")
    assert "YAML:2" in page.get_by_role("alert").inner_text()
    walk.seen("refused")
    walk.fill(content="scenario: mine\ntitle: First\n")
    page.locator("#reach").select_option("readers")
    walk.press("Save")
    assert re.fullmatch(r".*/saved/\d+", page.url), page.url
    walk.fill(content="scenario: mine\ntitle: Second\n", reason="better")
    walk.press("Save as a new version")
    walk.fill(comment="Why not 30 %?")
    walk.press("Comment")
    assert page.locator(".said").inner_text() == "Why not 30 %?"
    walk.press("Compare")
    assert page.locator(".difference del").inner_text() == "− title: First"
    assert page.locator(".difference ins").inner_text() == "+ title: Second"
    left, right = (page.locator(f".difference {one}").bounding_box() for one in ("del", "ins"))
    assert left and right and left["x"] == right["x"] and left["y"] < right["y"]  # one below the other
    walk.seen("two versions and a comment")


@pytest.mark.parametrize("lang", WAYS)
def test_an_analyst_signs_in_saves_compares_comments_and_leaves(
    browser: Browser, address: str, lang: str
) -> None:
    walk = Walk(browser, address, lang)
    walk_of_an_analyst(walk, f"Mine in {lang}")
    walk.ends()


def test_all_of_that_needs_no_script(browser: Browser, address: str) -> None:
    walk = Walk(browser, address, "en", script=False)
    walk_of_an_analyst(walk, "Mine without script")
    walk.ends()


@pytest.mark.parametrize("lang", WAYS)
def test_an_administrator_adds_somebody_and_reads_of_it_in_the_log(
    browser: Browser, address: str, lang: str
) -> None:
    walk = Walk(browser, address, lang)
    page = walk.page
    walk.to("/people")
    walk.signs_in("administrator")
    walk.fill(add_name=f"kim-{lang}", add_title="Kim", add_password="tootootootoo")
    page.locator("#add-reader").check()
    walk.press("Add")
    assert page.locator("#add-name").input_value() == f"kim-{lang}"
    assert page.get_by_role("alert").count() == 1 and page.locator("#add-reader").is_checked()
    walk.seen("refused")
    walk.fill(add_password="apples and pears, all year")
    walk.press("Add")
    page.locator("summary", has_text=f"kim-{lang}").click()
    walk.seen("people")
    walk.to("/people/log")
    page.locator("#action").select_option("add account")
    walk.press("Show")
    assert f"kim-{lang}" in page.locator("main table tbody tr").first.inner_text()
    walk.seen("log")
    walk.ends()

"""What stands around every page: one style for the web and for files, lines from either side, ways to go."""

from __future__ import annotations

import re

import pytest

from tests.contracts.source_trees import ROOT

SOURCE = ROOT / "src" / "socle"
SHEETS = sorted(
    [*(SOURCE / "web" / "static").glob("*.css"), *(SOURCE / "report" / "templates").rglob("*.css")]
)
TEMPLATES = sorted(
    [*(SOURCE / "report" / "templates").glob("*.html"), *(SOURCE / "web" / "templates").glob("*.html")]
)
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|(?:text-align|float|clear)\s*:\s*(?:left|right)"
    r"|(?<![-\w])(?:left|right)\s*:|border-(?:top|bottom)-(?:left|right)-radius"
)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


@pytest.mark.parametrize("path", [*SHEETS, *TEMPLATES], ids=lambda path: path.name)
def test_no_style_knows_left_from_right(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    style = (
        text if str(path).endswith(".css") else " ".join(re.findall(r"<style>(.*?)</style>", text, re.DOTALL))
    )
    style += " ".join(re.findall(r'style="([^"]*)"', text))
    assert not PHYSICAL.findall(style), (
        "say start and end (margin-inline-start, text-align: end): lines may begin right"
    )


@pytest.mark.parametrize(
    "text", ["a{margin-left:0}", "td { text-align: right; }", ".skip { left: 0 }", "i{float:left}"]
)
def test_what_knows_left_from_right_is_seen(text: str) -> None:
    assert PHYSICAL.search(text)


def test_no_rule_is_written_in_two_sheets() -> None:
    seen: dict[tuple[str, str], str] = {}
    twice = []
    for path in SHEETS:
        for selector, body in RULE.findall(
            re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        ):
            rule = " ".join(selector.split()), " ".join(body.split())
            if rule in seen and seen[rule] != path.name:
                twice.append(f"{rule[0]}: {seen[rule]} and {path.name}")
            seen[rule] = path.name
    assert not twice


def test_every_colour_of_text_is_a_variable() -> None:
    """But on drawings, which are white in the dark too."""
    drawings = re.compile(
        r"figure|svg|\.bars|\.panel|\.world|\.tiles|\.pyramid|\.legend|\.bare|\.stroke|\.k\d|:root"
    )
    named = [
        f"{path.name}: {selector.strip()}"
        for path in SHEETS
        for selector, body in RULE.findall(path.read_text(encoding="utf-8"))
        if re.search(r"(?:color|background|border[-\w]*)\s*:[^;]*#[0-9a-fA-F]{3,8}", body)
        and not drawings.search(selector)
    ]
    assert not named

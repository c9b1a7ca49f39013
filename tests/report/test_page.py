"""The page: complete, self-contained, light, in three languages, safe whatever the names are."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from socle.measure import tidy
from socle.report import chart, drawing, findings, numbers
from socle.report.page import page
from socle.report.text import LANGUAGES, named
from tests.report import sample

FLOOR = sample.floor()


@pytest.fixture(scope="module", params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def written(lang: str) -> str:
    drawings = {name: one.svg for name, one in drawing.draw(chart.specs(FLOOR, lang), lang).items()}
    return page(FLOOR, lang, drawings, ["floor_XXX.csv"])


class Reader(HTMLParser):
    """Collects tags, text and whether they close."""

    VOID = ("meta", "link", "br", "hr", "img")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def test_every_tag_closes_and_the_language_is_said(written: str, lang: str) -> None:
    reader = Reader(written)
    assert reader.open == []
    assert ("html", {"lang": lang, "dir": "ltr"}) in reader.tags


def test_the_title_is_the_answer(written: str, lang: str) -> None:
    headline = findings.headline(FLOOR, lang)
    assert f"<title>{headline}</title>" in written
    assert f"<h1>{headline}</h1>" in written


def test_the_page_needs_nothing_from_elsewhere_and_runs_no_script(written: str) -> None:
    tags = {tag for tag, _ in Reader(written).tags}
    assert not tags & {"script", "iframe", "img", "object", "embed", "style src"}
    references = re.findall(r'(?:src|href)="([^"]*)"', written)
    assert all(one.startswith(("#", "data:")) or one == "floor_XXX.csv" for one in references), references


def test_the_page_is_light(written: str) -> None:
    assert len(written.encode()) < 150_000


def test_no_identifier_stands_twice(written: str) -> None:
    identifiers = re.findall(r'\bid="([^"]*)"', written)
    assert len(identifiers) == len(set(identifiers))


def test_the_costs_of_every_scenario_and_shown_year_are_there(written: str, lang: str) -> None:
    text = Reader(written).text
    for scenario in FLOOR.scenarios:
        cost = tidy.total(FLOOR, scenario).cost
        for at in (0, 10, 20, 30):
            assert " ".join(numbers.share(cost[at] / FLOOR.macro.gdp[at], lang).split()) in text
            assert " ".join(numbers.money(cost[at], "XOF", lang).split()) in text


def test_cautions_sources_and_reasons_are_said(written: str, lang: str) -> None:
    text = Reader(written).text
    said = [
        "2015",
        "CC BY 3.0 IGO",
        FLOOR.trace.fingerprint,
        *(named(one.title, lang) for one in FLOOR.lines),
    ]
    said += [one.title for one in FLOOR.sources]
    for each in said:
        assert each in text


def test_names_cannot_break_the_page() -> None:
    floor = replace(FLOOR, name={"en": "<script>alert(1)</script>"})
    drawings = {name: one.svg for name, one in drawing.draw(chart.specs(floor, "en"), "en").items()}
    written = page(floor, "en", drawings)
    assert "<script" not in written
    assert "&lt;script&gt;" in written


def test_a_page_without_charts_gap_debt_or_sensitivity_still_reads() -> None:
    bare = replace(FLOOR, gaps=(), sensitivity=(), debt_path={}, scenarios=FLOOR.scenarios[1:2], lines=())
    reader = Reader(page(bare, "en", {}))
    assert reader.open == []
    assert "the gap is not computed" in reader.text


def test_a_short_run_reads(lang: str) -> None:
    assert Reader(page(sample.shortened(FLOOR, 6), lang, {})).open == []

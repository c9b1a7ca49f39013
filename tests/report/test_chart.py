"""Charts say their finding, hold the numbers of the run, and are drawn in three languages."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.measure import tidy
from socle.report import chart, drawing, findings, labels
from socle.report.text import LANGUAGES
from tests.report import sample

FLOOR = sample.floor()
NAME = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn() -> dict[str, dict[str, drawing.Drawing]]:
    return {lang: drawing.draw(chart.specs(FLOOR, lang), lang) for lang in LANGUAGES}


def test_the_areas_of_a_year_stack_to_the_cost_of_that_year() -> None:
    for panel, scenario in zip(chart.cost(FLOOR, "en")["hconcat"], FLOOR.scenarios, strict=True):
        stacked = dict.fromkeys(FLOOR.years, 0.0)
        for value in panel["data"]["values"]:
            stacked[value["year"]] += value["share"]
        cost = 100 * tidy.total(FLOOR, scenario).cost / FLOOR.macro.gdp
        assert list(stacked.values()) == pytest.approx(cost.tolist())
        assert panel["layer"][0]["encoding"]["y"]["scale"]["domain"][1] >= max(stacked.values())


def test_the_pyramid_holds_everybody_twice_men_to_the_left() -> None:
    values = chart.pyramid(FLOOR, "en")["data"]["values"]
    for when, at in (("base", 0), ("last", -1)):
        men = sum(one["persons"] for one in values if one["when"] == when and one["sex"] == "male")
        women = sum(one["persons"] for one in values if one["when"] == when and one["sex"] == "female")
        assert [-men, women] == pytest.approx((FLOOR.population[at].sum(1) / 1e6).tolist())


def test_an_unknown_gap_is_a_word_and_stands_last() -> None:
    values = chart.gap(FLOOR, "en")["data"]["values"]
    assert [value["branch"] for value in values][-1] == "Health care"
    assert values[-1]["label"].startswith("unknown")
    assert [value["share"] for value in values] == sorted((value["share"] for value in values), reverse=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_drawing_names_itself_and_says_its_finding(
    drawn: dict[str, dict[str, drawing.Drawing]], lang: str
) -> None:
    titles = {"cost": findings.cost_over_time, "pyramid": findings.ageing, "gap": findings.gap}
    for name, one in drawn[lang].items():
        picture = ElementTree.fromstring(one.svg)
        assert picture.get("role") == "img"
        said = picture.find(f"{NAME}title")
        assert said is not None
        assert said.text is not None
        assert said.text.split() == titles[name](FLOOR, lang).split()
        assert picture.find(f"{NAME}desc") is not None


def test_numbers_on_axes_follow_the_language(drawn: dict[str, dict[str, drawing.Drawing]]) -> None:
    texts = {
        lang: {node.text for node in ElementTree.fromstring(drawn[lang]["pyramid"].svg).iter(f"{NAME}text")}
        for lang in LANGUAGES
    }
    assert "0.5" in texts["en"]
    assert "0,5" in texts["fr"]
    assert "0,5" in texts["es"]


def test_pictures_are_wide_enough_to_print(drawn: dict[str, dict[str, drawing.Drawing]]) -> None:
    for one in drawn["fr"].values():
        width, height = struct.unpack(">II", one.png[16:24])
        assert one.png[:8] == b"\x89PNG\r\n\x1a\n"
        assert width >= 1200
        assert height >= 400


def test_the_gap_names_the_sources_of_the_coverage_it_rests_on() -> None:
    named = {one.coverage_source for one in FLOOR.gaps if one.coverage_source}
    assert named
    text = " ".join(
        json.dumps(chart.gap(FLOOR, "en")["title"], ensure_ascii=False).replace('", "', " ").split()
    )
    assert all(labels.cited(FLOOR, source) in text for source in named)
    unsourced = tuple(replace(one, coverage_source="") for one in FLOOR.gaps)
    assert "Sources" not in json.dumps(chart.gap(replace(FLOOR, gaps=unsourced), "en")["title"])


def test_an_unknown_scenario_leaves_its_panel_empty_and_draws() -> None:
    unknown = replace(FLOOR.macro, gdp=np.full(len(FLOOR.years), np.nan))
    specs = chart.specs(replace(FLOOR, macro=unknown), "en")
    assert json.dumps(specs, allow_nan=False)
    assert set(drawing.draw(specs, "en")) == {"cost", "pyramid", "gap"}


def test_the_child_process_draws_what_this_one_would(drawn: dict[str, dict[str, drawing.Drawing]]) -> None:
    with drawing.start() as renderer:
        drawing.ask(renderer, chart.specs(FLOOR, "es"), "es")
        assert drawing.finish(renderer) == drawn["es"]


@given(st.lists(st.floats(0, 10), min_size=1, max_size=5).map(sorted), st.floats(0.01, 1))
def test_labels_never_touch_and_keep_their_order(heights: list[float], step: float) -> None:
    placed = chart.spread(heights, step)
    assert all(after - before >= step * 0.999 for before, after in pairwise(placed))
    assert all(moved >= height for moved, height in zip(placed, heights, strict=True))


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=40), st.integers(12, 90))
def test_balanced_lines_keep_every_word_within_the_width(words: list[str], width: int) -> None:
    lines = chart.balanced(" ".join(words), width)
    assert " ".join(lines).split() == words
    assert max(map(len, lines)) <= width

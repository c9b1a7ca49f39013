"""Charts of an impact hold the numbers of the run, say their finding, their concept and their source."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from socle.report import drawing, impact_bars, impact_chart, numbers
from socle.report import impact_words as words
from socle.report.text import LANGUAGES
from socle.run.impact import EVERYBODY
from tests.report import impact_sample

FOUND = impact_sample.found()
THERE = words.cells(FOUND.impact.rows)


def said(spec: dict[str, Any]) -> tuple[str, str]:
    """The title and the words under it, each on one line, with ordinary spaces."""
    title = spec["title"]
    return numbers.plain(" ".join(title["text"])), numbers.plain(" ".join(title["subtitle"]))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_chart_says_where_when_from_what_and_that_the_survey_is_invented(lang: str) -> None:
    flag = {"en": "(invented survey)", "fr": "(enquête inventée)", "es": "(encuesta inventada)"}[lang]
    specs = impact_chart.specs(FOUND, lang)
    assert len(specs) == 7
    for name, spec in specs.items():
        title, source = said(spec)
        assert title.endswith(flag), name
        assert words.country(FOUND, lang) in title
        assert str(FOUND.year) in title
        assert FOUND.trace.fingerprint in source
        assert "XTS" in source


@pytest.mark.parametrize("lang", LANGUAGES)
def test_charts_by_decile_print_what_a_decile_is(lang: str) -> None:
    specs = impact_chart.specs(FOUND, lang, ("coverage", "incidence", "moves"))
    assert len(specs) == 3
    for spec in specs.values():
        assert numbers.plain(words.concept(words.DECILES, FOUND, lang)) in said(spec)[1]
        assert {"en": "consumption per", "fr": "consommation par", "es": "consumo por"}[lang] in said(spec)[1]


def test_bars_are_the_rows_of_the_run_with_their_intervals() -> None:
    for measure in ("coverage", "benefit_incidence"):
        spec = impact_bars.by_decile(FOUND, measure, "en")
        panels = [panel for row in spec["vconcat"] for panel in row["hconcat"]]
        paths = [EVERYBODY, *words.paths(FOUND)]
        assert len(panels) == len(paths)
        for path, panel in zip(paths, panels, strict=True):
            for bar in panel["data"]["values"]:
                row = THERE[f"{path}:{measure}", f"decile {bar['decile']}"]
                assert bar["share"] == pytest.approx(100 * row.value, abs=1e-3)
                assert bar["high"] == pytest.approx(100 * (row.value + 1.96 * row.se), abs=1e-2)
                assert 0 <= bar["low"] <= bar["share"] <= bar["high"]


def test_where_benefits_are_many_those_of_most_money_are_drawn_and_it_is_said() -> None:
    many = impact_sample.found("status_quo", "")
    spent = {
        path: words.cells(many.impact.rows)[f"{path}:spending", EVERYBODY].value for path in words.paths(many)
    }
    spec = impact_bars.by_decile(many, "coverage", "en")
    panels = [panel for row in spec["vconcat"] for panel in row["hconcat"]]
    titles = {" ".join(panel["title"]["text"]) for panel in panels} - {words.benefit(many, EVERYBODY, "en")}
    drawn = {path for path in spent if words.benefit(many, path, "en") in titles}
    assert len(drawn) == 7 < len(spent)
    assert min(spent[path] for path in drawn) >= max(spent[path] for path in spent if path not in drawn)
    assert "The benefits of most money." in said(spec)[1]


def test_all_bars_of_a_measure_are_drawn_on_one_scale_that_begins_at_zero() -> None:
    for measure in ("coverage", "benefit_incidence"):
        spec = impact_bars.by_decile(FOUND, measure, "en")
        panels = [panel for row in spec["vconcat"] for panel in row["hconcat"]]
        scales = [panel["layer"][0]["encoding"]["y"]["scale"]["domain"] for panel in panels]
        assert len({tuple(scale) for scale in scales}) == 1
        assert scales[0][0] == 0
        assert scales[0][1] >= max(bar["high"] for panel in panels for bar in panel["data"]["values"]) - 5


@pytest.mark.parametrize("draw", [impact_bars.moves, impact_bars.against])
def test_winners_and_losers_of_each_decile_stack_to_everybody_in_it(draw: Callable[..., Any]) -> None:
    values = draw(FOUND, "en")["vconcat"][1]["data"]["values"]
    names = dict.fromkeys(value["group"] for value in values)
    assert list(names) == [*map(str, range(1, 11)), "all"]
    for name in names:
        bars = [value for value in values if value["group"] == name]
        assert bars[0]["start"] == 0
        assert all(one["end"] == two["start"] for one, two in pairwise(bars))
        assert bars[-1]["end"] == pytest.approx(100, abs=0.01)


def test_without_a_second_scenario_nothing_is_drawn_against_it() -> None:
    alone = replace(FOUND, change=(), against=None)
    assert set(impact_chart.specs(FOUND, "en")) - set(impact_chart.specs(alone, "en")) == {
        "households_against"
    }


def test_the_colours_of_winners_and_losers_differ_in_grey() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return (0.299 * red + 0.587 * green + 0.114 * blue) / 255

    levels = sorted(map(grey, impact_bars.MOVED))
    assert all(two - one >= 0.08 for one, two in pairwise(levels))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_the_key_do_not_touch(lang: str) -> None:
    values = impact_bars.moves(FOUND, lang)["vconcat"][0]["data"]["values"]
    for one, two in pairwise(values):
        assert one["x"] + 18 + 5.6 * len(one["name"]) <= two["x"]


def test_the_area_beyond_the_lorenz_curve_is_the_gini_of_the_title() -> None:
    spec = impact_chart.lorenz(FOUND, "en")
    curves = [layer["data"]["values"] for layer in spec["layer"][1:3]]
    told = [float(text) for text in re.findall(r"0\.\d{3}", said(spec)[0])]
    for curve, when, printed in zip(curves, ("before", "after"), told, strict=True):
        ends = [(point["people"] / 100, point["held"] / 100) for point in curve]
        assert ends[0] == (0, 0)
        assert ends[-1] == pytest.approx((1, 1))
        area = sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in pairwise(ends))
        gini = THERE["gini", when].value
        assert printed == pytest.approx(gini, abs=5e-4)
        assert 0 <= gini - (1 - 2 * area) < 0.01  # a polygon within the curve leaves a little out


def test_a_chart_that_nothing_is_known_for_is_not_drawn() -> None:
    specs = impact_chart.specs(impact_sample.without(":benefit_incidence"), "en")
    assert "households_incidence" not in specs
    assert "households_coverage" in specs


def test_dots_before_and_after_are_the_rows_of_the_run() -> None:
    for value in impact_chart.poverty(FOUND, "en")["data"]["values"]:
        measure = next(
            code for code in ("fgt0", "fgt1", "fgt2", "gini") if words.measure(code, "en") == value["name"]
        )
        row = THERE[measure, value["when"]]
        assert value["share"] == pytest.approx(100 * row.value, abs=1e-3)
        assert value["high"] - value["low"] == pytest.approx(200 * 1.96 * row.se, abs=1e-2)


def test_fewer_letters_draw_the_same_words_and_marks() -> None:
    import vl_convert

    svg = vl_convert.vegalite_to_svg(impact_chart.specs(FOUND, "fr")["households_moves"])
    whole, less = ElementTree.fromstring(svg), drawing._slim(ElementTree.fromstring(svg))

    def texts(root: ElementTree.Element) -> list[str]:
        return [node.text or "" for node in root.iter() if node.tag.endswith("}text")]

    def marks(root: ElementTree.Element, tag: str) -> int:
        return sum(
            node.tag.endswith(tag) and node.get("d") not in ("", "M0,0h0v0h0Z") for node in root.iter()
        )

    assert texts(less) == texts(whole)
    for tag in ("}path", "}line", "}rect"):
        assert marks(less, tag) == marks(whole, tag)
    for key, usual in drawing.USUAL.items():
        told = [
            sorted(v for node in root.iter() if (v := node.get(key, usual)) != usual)
            for root in (whole, less)
        ]
        assert len(told[0]) == len(told[1]), key
    assert len(ElementTree.tostring(less)) < 0.6 * len(svg)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_chart_is_drawn(lang: str) -> None:
    drawn = drawing.draw(impact_chart.specs(FOUND, lang), lang)
    for one in drawn.values():
        assert one.png[:8] == b"\x89PNG\r\n\x1a\n"
        assert ElementTree.fromstring(one.svg).get("role") == "img"
        assert not math.isnan(len(one.svg))

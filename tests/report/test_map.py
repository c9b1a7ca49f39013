"""The map of the world: every country once, with its name; what is not known has no class of a number."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from socle.exchange.areas import load_areas
from socle.exchange.boundaries import HEIGHT, WIDTH, places
from socle.report import map as world_map
from socle.report import numbers
from socle.report.country_search import code_name, find
from socle.report.map import NOTHING, Painted
from socle.report.text import LANGUAGES, translator
from socle.report.world_floor_tables import BREAKS, COST, COVERAGE, painted, rows, table, unknown
from socle.run.floor import floor
from socle.run.world_floor import WorldFloor, world_floor

SVG = "{http://www.w3.org/2000/svg}"
SHEET = "/static/world.svg?tag"
HALF = Painted(
    {"FRA": 0.0, "TUV": 0.5}, (0.25, 0.75), lambda v: numbers.share(v, "en"), "Title", "Words & more"
)


@pytest.fixture(scope="module")
def world() -> WorldFloor:
    return world_floor()


def shapes(svg: str) -> dict[str, ElementTree.Element]:
    """The shapes of a map by the code of their country."""
    drawn = [one for one in ElementTree.fromstring(svg).iter() if one.get("id", "").startswith("map-")]
    return {one.get("id", "").removeprefix("map-"): one for one in drawn}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_country_with_a_place_is_drawn_once_with_its_name(lang: str) -> None:
    svg = world_map.world(HALF, SHEET, lang)
    drawn = shapes(svg)
    known = [place.iso3 for place in places() if place.iso3]
    assert len(known) == len(set(known)) == len(drawn) == svg.count(' id="map-')
    assert set(known) <= set(load_areas())
    for code, one in drawn.items():
        assert (one.findtext(f"{SVG}title") or "").startswith(code_name(code, lang))


def test_every_shape_of_the_map_is_in_its_sheet_once_and_the_other_way_round() -> None:
    held = re.findall(r'<path id="(\w+)"', world_map.outlines())
    used = re.findall(rf'href="{re.escape(SHEET)}#(\w+)"', world_map.world(HALF, SHEET, "en"))
    assert sorted(held) == sorted(used) and len(held) == len(set(held))
    assert set(held) == {place.iso3 or world_map.LAND for place in places() if place.path}


def test_countries_without_a_place_are_few_and_named() -> None:
    missing = set(world_map.without_place())
    assert missing == set(load_areas()) - {place.iso3 for place in places()}
    assert {
        "GUF",
        "GLP",
        "MTQ",
        "REU",
        "MYT",
        "ATA",
    } <= missing  # parts of France in the source; and Antarctica
    assert len(missing) < len(load_areas()) / 20


def test_what_is_not_known_is_never_painted_as_a_number_and_nothing_is_a_number() -> None:
    drawn = shapes(world_map.world(HALF, SHEET, "en"))
    assert drawn["FRA"].get("class") == "k0" and "0 %" in (
        drawn["FRA"].findtext(f"{SVG}title") or ""
    ).replace("\xa0", " ")
    assert drawn["TUV"].get("class") == "k1"
    others = [one for code, one in drawn.items() if code not in HALF.values]
    assert {one.get("class") for one in others} == {NOTHING}
    assert all((one.findtext(f"{SVG}title") or "").endswith("no data") for one in others)
    assert replace(HALF, values={"FRA": float("nan")}).kind("FRA") == NOTHING


@pytest.mark.parametrize(
    ("value", "kind"), [(0.0, "k0"), (0.2499, "k0"), (0.25, "k1"), (0.75, "k2"), (3.0, "k2")]
)
def test_a_class_begins_at_its_break(value: float, kind: str) -> None:
    assert replace(HALF, values={"FRA": value}).kind("FRA") == kind


def test_the_map_has_no_style_no_script_and_no_line_across(world: WorldFloor) -> None:
    first = painted(world, COVERAGE, "en")
    for svg in (world_map.world(first, SHEET, "en"), world_map.tiles(first, {"SEN"}, "en")):
        assert not re.search(r"style=|<style|<script|\son\w+=|href=\"(?!/[A-Z]{3}\"|/static/world.svg)", svg)
        assert len(svg.encode()) < 100_000
    for place in places():
        assert 0 <= place.x <= WIDTH and 0 <= place.y <= HEIGHT
        for ring in place.path.split("z"):
            steps = re.findall(r"-?\d+", ring.partition("l")[2])
            assert all(abs(int(step)) < WIDTH / 8 for step in steps), (
                place.iso3
            )  # a line across is the whole width


def test_no_two_tiles_share_a_square_and_those_with_a_page_lead_to_it() -> None:
    squares = [(place.column, place.row) for place in places() if place.iso3]
    assert len(squares) == len(set(squares))
    assert all(0 <= column < world_map.COLUMNS and 0 <= row < world_map.ROWS for column, row in squares)
    svg = world_map.tiles(HALF, {"TUV"}, "en")
    assert re.findall(r'href="(/\w+)"', svg) == ["/TUV"]
    assert svg.count("<rect") == len(squares)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("shown", [COVERAGE, COST])
def test_the_legend_says_each_class_in_words(world: WorldFloor, shown: str, lang: str) -> None:
    told = world_map.legend(painted(world, shown, lang), lang)
    assert [kind for kind, _ in told] == [f"k{i}" for i in range(len(BREAKS[shown]) + 1)] + [NOTHING]
    assert told[-1][1] == translator(lang)("no data")
    assert len({words for _, words in told}) == len(told)


def test_the_cost_of_a_country_is_that_of_its_floor(world: WorldFloor) -> None:
    for code in ("SEN", "IDN"):
        full = floor(code)
        high = full.scenarios[-1]
        cost = sum(float(one.cost[0]) for one in high.benefits) / float(full.macro.gdp[0])
        assert next(one.cost for one in world.standings if one.iso3 == code) == pytest.approx(cost, rel=1e-12)


def test_every_country_stands_in_the_table_or_among_those_without_data(world: WorldFloor) -> None:
    for shown in (COVERAGE, COST):
        made = rows(world, shown, "en")
        assert len(made) + len(unknown(world, "en")) == len(load_areas())
        assert [row.cells for row in made] == list(table(world, shown, "en").groups[0][1])
    covered = [one for one in world.standings if one.coverage is None]
    assert covered  # some country shows what no data looks like
    told = {row.iso3: row.cells[1] for row in rows(world, COVERAGE, "en")}
    assert {told[one.iso3] for one in covered} == {"no data"}


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("SEN", "SEN"),
        ("sn", "SEN"),
        ("686", "SEN"),
        ("Sénégal", "SEN"),
        ("SENEGAL", "SEN"),
        ("cote d'ivoire", "CIV"),
        ("Elfenbein", ""),
        ("côte d’ivoire", "CIV"),
        ("Vietnam", "VNM"),
        ("viet nam", "VNM"),
        ("timor", "TLS"),
        ("Senegla", "SEN"),
        ("Camboya", "KHM"),
        ("", ""),
        ("☃", ""),
        ("%%%", ""),
    ],
)
def test_a_country_is_found_by_code_name_and_nearly_so(query: str, first: str) -> None:
    hits = find(query, "fr").hits
    assert (hits[0].iso3 if hits else "") == first


def test_who_is_found_nearly_is_told_so() -> None:
    assert find("Senegla", "en").near and not find("Senegal", "en").near
    assert find("x" * 500, "en").query == "x" * 60

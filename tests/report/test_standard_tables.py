"""Instruments as people read them: the list, one Part, every figure with its article and its mark."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from socle.exchange.standard_file import load_standard, load_standards
from socle.ground.refusals import Refusal
from socle.report import standard_tables as tables
from socle.report.text import LANGUAGES

C102 = load_standard("C102")
IN = pytest.mark.parametrize("lang", LANGUAGES)


def one_line(text: str) -> str:
    return " ".join(text.split())


@IN
@pytest.mark.parametrize("code", load_standards())
def test_every_instrument_is_told_within_eighty_letters_in_every_language(code: str, lang: str) -> None:
    one = load_standard(code)
    text = tables.standard_text(one, "", lang)
    assert max(map(len, text.splitlines())) <= 80
    assert one_line(one.title[lang]) in one_line(text)
    assert "{" not in text and "None" not in text and "inf" not in text.split()
    told = one_line(text)
    for part in (*one.parts, *one.common):
        assert one_line(part.title[lang]) in told


@IN
def test_the_list_names_every_instrument_and_how_much_of_it_was_read(lang: str) -> None:
    text = tables.standards_text(lang)
    assert max(map(len, text.splitlines())) <= 80
    listed = {row["instrument"]: row for row in json.loads(tables.standards_json(lang))}
    for code, one in load_standards().items():
        rows = tables.standard_rows(one)
        read = sum(row["VERIFIED"] == "yes" for row in rows)
        assert re.search(rf"^{code} +{read}/{len(rows)} ", text, re.MULTILINE)
        assert (listed[code]["facts_read"], listed[code]["facts_in_all"]) == (read, len(rows))
        assert listed[code]["title"] == one.title[lang]


def test_a_part_shows_its_ways_figures_articles_and_what_was_read() -> None:
    text = one_line(tables.standard_text(C102, "v", "en"))
    for told in (
        "Employees protected: at least 50 % of “All employees” (Art. 27(a)) [NL102]",
        "at most 65 years (Art. 26(2)) [CH102 ILO12]",
        "40 % for: man with a wife of pensionable age",
        "however the benefit is worked out (Art. 28) [unverified",
        "after 30 years of contribution or employment, or after 20 years of residence (Art. 29(1)(a)) [CZ102 NL102]",
        "10 points less; after 10 years of contribution or employment, or after 5 years of residence (Art. 29(3))",
        "all that is paid: at least 130 % of what Article 66 would pay (Art. 67(d)) [unverified]",
        "for as long as the contingency lasts (Art. 30) [unverified]",
    ):
        assert told in text
    assert "Part VI" not in text and "AT102:" not in text


def test_every_way_that_was_not_read_is_marked_in_the_text_and_in_the_rows() -> None:
    for one in load_standards().values():
        rows = tables.standard_rows(one)
        assert all((row["SOURCES"] == "") <= (row["VERIFIED"] == "no") for row in rows)
        for part in (*one.parts, *one.common):
            text = tables.standard_text(one, part.name, "en").split("\n\n", 1)[1].split("What was read")[0]
            shown = [part.grounds] + [
                way.grounds
                for asked in part.requirements
                for way in asked.ways
                if asked.kind != "level" or way.grounds != asked.grounds
            ]
            shown += [asked.grounds for asked in part.requirements if asked.kind == "level"]
            marks = re.findall(r"\[unverified[];]", text)
            assert len(marks) == sum(not grounds.verified for grounds in shown)


def test_what_is_of_another_standing_than_its_line_is_said() -> None:
    text = one_line(tables.standard_text(C102, "X", "en"))
    assert (
        "(Art. 62) [WAGEIND; how it may be worked out: unverified; standard beneficiary: unverified]" in text
    )
    text = one_line(tables.standard_text(C102, "IX", "en"))
    assert "(Art. 57(3)) [unverified; points: NL102]" in text
    text = one_line(tables.standard_text(load_standard("C183"), "", "en"))
    assert "(Art. 2) [CH183; number of the article: unverified]" in text


def test_rows_give_each_fact_its_own_article_and_flag() -> None:
    rows = {(row["TEST"], row["ARTICLE"], row["FACT"]): row for row in tables.standard_rows(C102, "IX")}
    assert rows["level", "57(3)", "points_less"]["VERIFIED"] == "yes"
    assert rows["level", "57(3)", "contribution_years"]["VERIFIED"] == "no"
    assert rows["level", "56", "rate"]["VALUE"] == 0.4 and rows["level", "56", "rate"]["UNIT"] == "share"
    assert rows["persons", "55(d)", "industrial.at_least"]["EXCEPTION"] == "yes"
    assert rows["reduced", "57(2)", "reduced_after_years.at_most"]["UNIT"] == "years"
    months = next(
        row for row in tables.standard_rows(C102, "VII") if row["FACT"] == "qualifying_years.at_most"
    )
    assert (months["VALUE"], months["UNIT"]) == (0.25, "years") and "3 months" in months["TEXT"]


def test_csv_is_the_rows_and_json_holds_them_with_sources_and_definitions() -> None:
    read = list(csv.DictReader(io.StringIO(tables.standard_csv(C102, "V"))))
    rows = tables.standard_rows(C102, "V")
    assert [row["FACT"] for row in read] == [row["FACT"] for row in rows] and tuple(read[0]) == tables.COLUMNS
    every = list(csv.DictReader(io.StringIO(tables.standards_csv())))
    assert {row["INSTRUMENT"] for row in every} == set(load_standards())
    held = json.loads(tables.standard_json(C102, "V", "fr"))
    assert [row["TEXT"] for row in held["facts"]] == [
        row["TEXT"] for row in tables.standard_rows(C102, "V", "fr")
    ]
    assert {one["name"]: one["figure"] for one in held["definitions"]}["d_125mean"] == 1.25
    assert held["acceptance"]["at_least"] == 3 and held["sources"] == dict(C102.sources)


def test_a_part_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refusal, match="C183 has no Part `V`; it has C183"):
        tables.standard_text(load_standard("C183"), "V", "en")


def test_two_thirds_are_told_as_two_thirds() -> None:
    assert "2/3 for: woman" in one_line(tables.standard_text(load_standard("C183"), "", "en"))

"""The report of a valuation: every section, in three languages, with the numbers of the result and no others."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from socle.model.valued import Band, Chances, Sensitivity, ValuationResult
from socle.report import drawing, numbers, valuation_chart, valuation_page
from socle.report import valuation_words as words
from socle.report.text import LANGUAGES
from socle.report.valuation_sections import Told, percent, steps
from socle.report.valuation_sections_checks import balances
from socle.run.valuation import ValuationRequest, valuation
from tests.report.test_page import Reader

SECTIONS = (
    "summary",
    "law",
    "data",
    "assumed",
    "how",
    "results",
    "reform",
    "sensitivity",
    "bands",
    "reconciled",
    "limits",
    "method",
)
YEARS = 31
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@cache
def plain() -> ValuationResult:
    """The shipped scheme over a few years, one future."""
    return valuation(ValuationRequest("XXX/national_pension", years=YEARS, sensitivity=False, classes=2))


def band(middle: np.ndarray) -> Band:
    values = np.stack([middle * factor for factor in (0.8, 0.9, 1.0, 1.1, 1.2)])
    return Band(LEVELS, values, values * 0.98, values * 1.02, middle, middle * 0.01)


@cache
def whole() -> ValuationResult:
    """The same with a second law, sensitivity and drawn futures, whose numbers are made up."""
    found = plain()
    rates, valued = found.valued.rates.total[0], found.valued
    chances = Chances(
        500,
        3,
        0.95,
        {"cost_rate": band(rates), "funding_ratio": band(rates * 9), "reserve": band(rates * 7)},
        band(valued.premiums.general_average),
        {2025 + step: (step / 40, step / 50, step / 35) for step in range(YEARS + 1)},
        {"index.old_age": ("price_growth",)},
        {"inflation": 0.001},
    )
    rows = (
        Sensitivity("as computed", 0.1, 0.2, 0.3, math.nan),
        Sensitivity("return 1 point higher", 0.0877, 0.2, 0.3, math.nan),
        Sensitivity("fertility low", 0.1066, 0.21, 0.33, 2051.0),
    )
    other = replace(valued, name="other", title={"en": "Other", "fr": "Autre", "es": "Otra"})
    return replace(found, sensitivity=rows, chances=chances, against=other)


@pytest.fixture(scope="module", params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def written_in(result: ValuationResult, lang: str) -> str:
    drawn = drawing.draw(valuation_chart.specs(result, lang), lang)
    return valuation_page.page(result, lang, {name: one.svg for name, one in drawn.items()}, ["rows.csv"])


@pytest.fixture(scope="module")
def written(lang: str) -> str:
    return written_in(whole(), lang)


def test_every_tag_closes_every_section_is_there_and_every_link_arrives(written: str, lang: str) -> None:
    reader = Reader(written)
    assert reader.open == []
    assert ("html", {"lang": lang, "dir": "ltr"}) in reader.tags
    identifiers = re.findall(r'\bid="([^"]*)"', written)
    assert len(identifiers) == len(set(identifiers))
    assert {f"h-{name}" for name in SECTIONS} <= set(identifiers)
    assert {target[1:] for target in re.findall(r'href="(#[^"]*)"', written)} <= set(identifiers)


def test_the_page_asks_for_nothing_from_elsewhere_and_runs_no_script(written: str) -> None:
    outside = re.findall(r'(?:href|src)\s*=\s*"(?!#|data:,|rows\.csv)[^"]*"', written)
    assert outside == []
    assert not re.search(r"<script|@import|url\((?!#)|javascript:", written)
    links = set(re.findall(r"https?://[^\"' <]*", written))
    assert links <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert len(written.encode()) < 250_000


def test_no_sentence_of_the_report_stays_in_english() -> None:
    """Words that a table of one language shares with English are names, numbers, codes, or spelt alike."""
    told = {lang: Told(whole(), lang) for lang in LANGUAGES}
    tables = {lang: valuation_page.tables(told[lang], whole()) for lang in LANGUAGES}
    for lang in ("fr", "es"):
        for name, table in tables[lang].items():
            english = tables["en"][name]
            assert table is not None and english is not None
            assert table.caption != english.caption
            assert not set(filter(lambda note: " " in note, table.notes)) & set(english.notes)
        shared = {
            cell
            for name, table in tables[lang].items()
            for ours, theirs in zip(table.groups, tables["en"][name].groups, strict=True)
            for row, other in zip(ours[1], theirs[1], strict=True)
            for cell, its in zip(row, other, strict=True)
            if cell == its and len(cell.split()) > 3
        }
        given = set(plain().data.facts.sources.values())
        assert shared <= given, shared


def test_every_chart_is_drawn_with_a_title_a_description_and_its_table(written: str) -> None:
    for name in valuation_chart.specs(whole(), "en"):
        assert f'id="{name}-title"' in written and f'id="{name}-desc"' in written
    assert written.count("<figure") == len(valuation_chart.specs(whole(), "en")) == 7
    for figure in written.split("<figure")[1:]:
        assert "<table" in figure


def test_cost_rates_and_premiums_are_those_of_the_result(written: str, lang: str) -> None:
    valued, said = plain().valued, Told(plain(), lang)
    for at in steps(said.years):
        cells = [said.share(one[0, at]) for one in valued.rates.benefits.values()]
        cells.append(said.share(valued.fund.administration[0, at] / valued.fund.payroll[0, at]))
        cells += [said.share(one[0, at]) for one in (valued.rates.total, valued.rates.contributions)]
        row = "".join(f"<td>{cell}</td>" for cell in cells)
        assert f'<th scope="row">{said.years[at]}</th>{row}' in written
    for premium in (valued.premiums.general_average, valued.premiums.without_reserve):
        assert f">{said.share(premium[0])}</td>" in written
    assert numbers.money(float(valued.debt.accrued[0]), "XTS", lang) in written
    assert numbers.together(words.headline(plain(), lang)) in written.replace("&#39;", "'")


def test_the_reserve_at_each_years_end_is_that_of_the_result() -> None:
    told = Told(plain(), "en")
    table = valuation_page.tables(told)["financial"]
    assert table is not None
    rows = {row[0]: row for row in table.groups[0][1]}
    fund = plain().valued.fund
    for at in steps(told.years):
        shown = float(rows[str(told.years[at])][6].replace(",", "").replace("\u2212", "-"))
        assert shown == pytest.approx(fund.reserve[0, at + 1] / 1e6, abs=0.51)


def test_opening_and_flows_come_to_the_closing_of_persons_pensions_and_reserve() -> None:
    found = balances(plain())
    names = set(plain().valued.over_time.awards)
    assert names < {one.title for one in found} and len(found) == len(names) + 3
    for one in found:
        assert one.agrees, one.title
        assert one.closing != one.opening
    lost = replace(found[0], closing=found[0].closing * 1.001)
    assert not lost.agrees


def test_a_total_that_does_not_add_up_is_said_in_every_language(lang: str) -> None:
    valued = plain().valued
    last = replace(valued.standing[-1], insured=valued.standing[-1].insured * 1.01)
    wrong = replace(plain(), valued=replace(valued, standing=(valued.standing[0], last)))
    word = {"en": "NO", "fr": "NON", "es": "NO"}[lang]
    right, other = (
        [
            cell
            for _t, rows in valuation_page.tables(Told(one, lang))["reconciled"].groups
            for _n, cell in rows
        ]
        for one in (plain(), wrong)
    )
    assert word not in right and other.count(word) == 2


def test_percentiles_stand_with_their_intervals_and_the_mean_never_alone(written: str, lang: str) -> None:
    rates = plain().valued.rates.total[0]
    value, low, high = (
        words.cell(float(rates[-1]) * factor, "cost_rate", lang) for factor in (1, 0.98, 1.02)
    )
    assert f"{value} [{low}; {high}]" in written


def test_what_was_not_asked_for_is_said_and_not_left_out() -> None:
    text = Reader(valuation_page.page(plain(), "en", {})).text
    assert "no reform was set against it" in text
    assert "Sensitivity was not asked for" in text
    assert "No futures were drawn" in text
    assert "No previous valuation was given" in text
    told = Reader(valuation_page.page(plain(), "en", {}, (), plain())).text
    assert "No previous valuation" not in told and "Against the previous valuation" in told


def test_the_report_leaves_room_for_the_actuary_and_says_that_it_is_no_opinion(
    written: str, lang: str
) -> None:
    limits = written.split('id="h-limits"')[1]
    assert limits.count("<dd></dd>") == 9
    said = {
        "en": "not an actuarial opinion",
        "fr": "pas un avis actuariel",
        "es": "No es un dictamen actuarial",
    }
    assert written.count(said[lang]) == 2  # in the summary and among the limits


def test_unverified_assumptions_are_marked_each(written: str) -> None:
    unverified = sum(one.unverified for one in words.stated(whole()))
    assert unverified > 0
    assert written.count('<span class="tag">') == unverified


def test_every_value_of_the_law_stands_in_the_report_as_it_was_written(written: str, lang: str) -> None:
    for share in (0.05, 0.06, 0.07, 0.08, 0.0125, 0.10, 1.20):
        assert percent(share, lang) in written
    for value in ("4,200", "260"):
        assert numbers.number(float(value.replace(",", "")), lang) in written
    assert re.search(r"national_pension\.yaml, \w+ 17\)", written)


def test_values_that_a_reform_replaces_are_not_told_any_more() -> None:
    from socle.report.valuation_sections_law import provisions

    old_age = next(one for one in plain().valued.scheme.benefits if one.path.endswith("old_age"))
    rate = old_age.versions[0].who[0].calls[0].arguments["at_least"].by_sex[0]
    later = replace(rate, moments=(2030.0,), values=(66.0,), before=rate)
    call = replace(
        old_age.versions[0].who[0].calls[0],
        arguments={"at_least": replace(later, by_sex=None)},
    )
    clause = replace(old_age.versions[0].who[0], calls=(call,))
    version = replace(old_age.versions[0], who=(clause,))
    scheme = replace(plain().valued.scheme, benefits=(replace(old_age, versions=(version,)),))
    changed = replace(plain(), valued=replace(plain().valued, scheme=scheme))
    text = str(provisions(Told(changed, "en")).groups)
    assert "60 years from 2020, 66 years from 2030." in text and "62 years from" not in text


def test_equal_results_give_equal_bytes() -> None:
    assert written_in(whole(), "fr") == written_in(whole(), "fr")

"""Numbers in words: rounded once, by the conventions of three languages."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.report import numbers
from socle.report.text import LANGUAGES


@pytest.mark.parametrize(
    ("value", "lang", "written"),
    [
        (0.0312, "en", "3.1\u00a0%"),
        (0.0312, "fr", "3,1\u202f%"),
        (0.0312, "es", "3,1\u00a0%"),
        (0.0087, "en", "0.87\u00a0%"),
        (0.00996, "en", "1.0\u00a0%"),
        (0.0, "en", "0\u00a0%"),
        (-0.021, "en", "\u22122.1\u00a0%"),
        (1.24, "fr", "124,0\u202f%"),
    ],
)
def test_a_share_has_one_decimal_and_two_under_one_per_cent(value: float, lang: str, written: str) -> None:
    assert numbers.share(value, lang) == written


@pytest.mark.parametrize(
    ("value", "lang", "written"),
    [
        (1_000_000, "en", "1\u00a0million"),
        (1_000_000, "fr", "1\u00a0million"),
        (1_000_000, "es", "1\u00a0millón"),
        (2_000_000, "fr", "2\u00a0millions"),
        (1_260_000, "fr", "1,3\u00a0million"),
        (999_960, "en", "1\u00a0million"),
        (722_480, "en", "722,000"),
        (722_480, "fr", "722\u202f000"),
        (722_480, "es", "722.000"),
        (0, "en", "0"),
    ],
)
def test_persons_are_thousands_or_millions(value: float, lang: str, written: str) -> None:
    assert numbers.persons(value, lang) == written


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("en", "XOF\u00a0513.4\u00a0billion"),
        ("fr", "513,4\u00a0milliards\u00a0XOF"),
        ("es", "513,4\u00a0mil\u00a0millones\u00a0XOF"),
    ],
)
def test_money_stands_beside_its_currency_as_the_language_wants(lang: str, written: str) -> None:
    assert numbers.money(513.42e9, "XOF", lang) == written


@pytest.mark.parametrize(
    ("lang", "written"),
    [("en", "1.8\u00a0trillion"), ("fr", "1\u202f800\u00a0milliards"), ("es", "1,8\u00a0billones")],
)
def test_a_budget_is_counted_as_its_readers_do(lang: str, written: str) -> None:
    assert numbers.amount(1.8e12, lang) == written
    assert numbers.amount(-1.8e12, lang) == f"\u2212{written}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_unknown_is_a_word_and_never_a_digit(lang: str, value: float) -> None:
    shown = [
        numbers.share(value, lang),
        numbers.share_in_column(value, lang),
        numbers.persons(value, lang),
        numbers.money(value, "XOF", lang),
        numbers.number(value, lang, 2),
    ]
    assert len(set(shown)) == 1
    assert shown[0].isalpha() or " " in shown[0]
    assert not any(letter.isdigit() for letter in shown[0])


@given(st.floats(0.0001, 5), st.floats(0.0001, 5))
def test_decimals_of_a_column_of_shares_stand_under_each_other(one: float, other: float) -> None:
    texts = [numbers.share_in_column(value, "en", unit=False) for value in (one, other)]
    after = {len(text) - text.index(".") for text in texts}
    assert after == {3}


@given(st.floats(1, 1e15))
def test_a_larger_amount_never_reads_as_a_smaller_one(value: float) -> None:
    scale = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
    figure, _, word = numbers.amount(value, "en").replace(",", "").partition("\u00a0")
    assert float(figure) * scale.get(word, 1) == pytest.approx(value, rel=0.055 if word else 0.05)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_huge_number_is_a_power_of_ten_and_no_error(lang: str) -> None:
    assert numbers.number(-1.5e40, lang, 2).replace(",", ".") == "−1.5E40"
    assert numbers.number(9.0e20, lang).endswith("000")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("less than 1 000 F", "less than 1\u00a0000 F"),
        ("12 345 678", "12\u00a0345\u00a0678"),
        ("in 2021 300 persons", "in 2021 300 persons"),
        ("5 %; 6 %", "5\u00a0%; 6\u00a0%"),
        ("cost, % of GDP", "cost, % of GDP"),
    ],
)
def test_no_line_breaks_inside_a_number_or_before_its_sign(text: str, shown: str) -> None:
    assert numbers.together(text) == shown

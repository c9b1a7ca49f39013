"""Numbers inside sentences are those of the language, in full."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.ground.figures import Figure
from socle.ground.refusals import Refusal
from socle.report import numbers
from socle.report.text import LANGUAGES, translator


@pytest.mark.parametrize("lang", LANGUAGES)
@given(quarters=st.integers(-(10**13), 10**13))
def test_figures_are_grouped_and_pointed_as_numbers_of_a_page_are(lang: str, quarters: int) -> None:
    said = Figure(quarters / 4, 2).worded(translator(lang)).replace("-", "\u2212")  # quarters are exact
    assert said == numbers.number(quarters / 4, lang, 2)


def test_large_sums_have_no_power_of_ten() -> None:
    assert Figure(2.382944e10) == "23,829,440,000"
    assert Figure(123456.5) == "123,456.5"
    assert Figure(1e10 / 3) == "3,333,333,333"


def test_a_refusal_words_its_figures_in_its_language() -> None:
    refusal = Refusal("{sum} {share}", sum=Figure(6.42e9), share=Figure(42.44, 1))
    assert refusal.worded() == "6,420,000,000 42.4"
    assert refusal.worded(translator("fr")) == "6\u202f420\u202f000\u202f000 42,4"
    assert refusal.worded(translator("es")) == "6.420.000.000 42,4"

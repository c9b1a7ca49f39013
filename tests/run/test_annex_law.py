"""Legal coverage in the annex: where a law cannot be asked of anybody, its people need not be projected to say so."""

from __future__ import annotations

from dataclasses import replace

from socle.exchange.country import TOY, load_country
from socle.run.annex_law import CODE, _of
from socle.run.indicator_law import unasked
from socle.run.indicators import legal_indicators, setting_in

YEAR = 2026


def test_the_short_way_says_what_the_long_way_says() -> None:
    setting = setting_in("SEN", YEAR)
    assert setting is not None
    long = [replace(one, denominator=None) for one in legal_indicators(setting) if one.indicator == CODE]
    short = _of("SEN", YEAR)
    assert short and [replace(one, said=dict(one.said)) for one in short] == [
        replace(one, said=dict(one.said)) for one in long
    ]
    assert all(one.reason and "scheme" in one.said for one in short)


def test_a_law_that_can_be_asked_goes_the_long_way() -> None:
    toy = load_country(TOY)
    assert unasked(TOY, YEAR, toy.schemes) is None


def test_a_year_before_the_people_of_a_country_are_known_has_no_values() -> None:
    assert _of("SEN", 1950) == []

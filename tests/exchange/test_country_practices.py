"""The forms of law and practice that countries ship: readable, with sources, and right where a person can check them.

A form says only what a published description states. What the instruments make of it is held here against a reading
by hand; each row names what was read.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import pytest

from socle.exchange.country import shipped
from socle.exchange.country_answers import country_of, shipped_form
from socle.exchange.practice_file import read_practice
from socle.exchange.standard_file import load_standard
from socle.model.observation import ESTIMATED, FINAL, PROVISIONAL
from socle.model.practice import Input, Practice
from socle.model.verdict import FAIL, PASS, UNKNOWN, Assessment
from socle.run.practice import PracticeRequest, practice_of
from socle.standards.compliance import judge

FORMS: Final = tuple(code for code in shipped() if shipped_form(code) is not None)
EARLIEST, LATEST = 2000, 2026  # years of descriptions that can be of use, and of the newest
UNSURE: Final = re.compile(r"to_verify|to verify|background knowledge|unknown|not found", re.IGNORECASE)
YEAR: Final = re.compile(r"(19|20)[0-9]{2}|undated")

VERDICTS: Final = {
    # 180 months at 60, but only within 20 years of affiliation (WageIndicator 2023)
    "CMR C102 V 26 age": PASS,
    "CMR C102 V 29(1) qualifying": PASS,
    "CMR C102 V 29(2) reduced": UNKNOWN,
    # no unemployment insurance (CLEISS 2022)
    "CMR C102 IV 24 duration": FAIL,
    # 14 weeks (Labour Code, art. 84): as long as C183 asks, longer than C102 does, shorter than R191 does
    "CMR C102 VIII 52 duration": PASS,
    "CMR C183 C183 4 leave": PASS,
    "CMR R191 R191 – leave": FAIL,
    # a woman pays 6,000 XAF for a pregnancy even where it is subsidised (News du Camer 2024)
    "CMR C102 VIII 49 cost_sharing": FAIL,
    # 280,741 beneficiaries with their dependants, 55 % of the population (INPS 2023)
    "CPV C102 II 9 persons": PASS,
    # 1,095 days (INPS)
    "CPV C130 III 26 duration": PASS,
    # 60 to 150 days by age and record: whether the mean reaches 13 weeks is not known
    "CPV C102 IV 24 duration": UNKNOWN,
    # men at 65 after 180 contributions (municipio.hn 2023)
    "HND C102 V 26 age": PASS,
    "HND C102 V 29(2) reduced": PASS,
    # ten weeks of leave (TopTrabajos); for how long the institute pays is not known
    "HND C183 C183 4 leave": FAIL,
    "HND C102 VIII 52 duration": UNKNOWN,
    # 249.67 million members in January 2023 (Databoks), of some 280 million residents
    "IDN C102 II 9 persons": PASS,
    "IDN C130 II 10 persons": PASS,
    # six months, 26 weeks (Government Regulation 6/2025)
    "IDN C102 IV 24 duration": PASS,
    # three months, 13 weeks, paid by the employer (L&E Global 2024)
    "IDN C102 VIII 52 duration": PASS,
    "IDN C183 C183 4 leave": FAIL,
    "IDN C183 C183 6(8) financing": FAIL,
    # 91 days in a year, 13 weeks (ESIC Bihar)
    "IND C102 III 18 duration": FAIL,
    "IND C102 VIII 52 duration": PASS,
    "IND C102 V 29(2) reduced": PASS,
    "IND C102 V 26 age": UNKNOWN,
    # 63 and, without a pension, 65 (24.kg 2025, Akchabar 2025)
    "KGZ C102 V 26 age": PASS,
    # 126 days, of which the employer pays the first ten working days (Open.kg 2024)
    "KGZ C183 C183 4 leave": PASS,
    "KGZ C183 C183 6(8) financing": FAIL,
    # some seven million with any social health protection, 41 % (Xinhua 2024): too few residents, employees unknown
    "KHM C102 II 9 persons": UNKNOWN,
    # 90 days, 12.9 weeks (National Social Security Fund 2018)
    "KHM C102 VIII 52 duration": PASS,
    "KHM C183 C183 4 leave": FAIL,
    # 180 days in 12 months, 25.7 weeks (WageIndicator 2025)
    "KHM C102 III 18 duration": FAIL,
    "KHM C102 V 29(1) qualifying": PASS,
}
"""COUNTRY INSTRUMENT PART ARTICLE TEST -> what it comes to, read by hand."""

EXCEPTED: Final = {"KHM C102 III 18 duration": PASS, "IND C102 III 18 duration": PASS}
"""The same where the State has declared the temporary exceptions: 13 weeks are enough."""


@cache
def form(code: str) -> Practice:
    path = shipped_form(code)
    assert path is not None
    return read_practice(path)


@cache
def practice(code: str) -> Practice:
    return practice_of(PracticeRequest(code))


@cache
def assessment(code: str, instrument: str, exceptions: bool = False) -> Assessment:
    return judge(load_standard(instrument), practice(code), exceptions)


def status(asked: str, exceptions: bool = False) -> str:
    """What a test of a country comes to."""
    code, instrument, name, article, test = asked.split()
    found = assessment(code, instrument, exceptions)
    of_part = [one for one in (*found.parts, *found.common) if one.part.name == name]
    return next(
        verdict.status
        for verdict in of_part[0].verdicts
        if (verdict.grounds.article, verdict.test) == (article, test)
    )


def sourced(one: Input) -> bool:
    """Whether an input names where it comes from, with a year or the word that there is none."""
    return YEAR.search(one.source) is not None and one.date[:4].isdigit()


@pytest.mark.parametrize("code", FORMS)
def test_a_shipped_form_is_about_its_country_and_a_plausible_year(code: str) -> None:
    found, country = form(code), country_of(code)
    assert (found.iso3, found.currency) == (country.iso3, country.currency)
    assert country.base_year <= found.year <= LATEST
    assert not found.flags  # no formula half given


@pytest.mark.parametrize("code", FORMS)
def test_every_input_of_a_shipped_form_names_its_source_and_date(code: str) -> None:
    found = form(code)
    for key, one in found.inputs.items():
        assert sourced(one) or code == "XXX", key
        assert EARLIEST <= int(one.date[:4]) <= LATEST, key
        assert one.status in (FINAL, PROVISIONAL, ESTIMATED), key


@pytest.mark.parametrize("code", FORMS)
def test_a_shipped_form_holds_nothing_that_is_still_to_be_verified(code: str) -> None:
    for key, one in form(code).inputs.items():
        assert not UNSURE.search(one.source), key


@pytest.mark.parametrize("code", FORMS)
def test_benefits_that_a_shipped_form_names_are_those_of_the_law(code: str) -> None:
    """SCHEME.BENEFIT is a benefit of a file of law; what has none is named without a point."""
    named = {one.path for scheme in country_of(code).schemes for one in scheme.benefits}
    said = {name for names in form(code).benefits.values() for name in names if "." in name}
    assert said <= named or code == "XXX", said - named


@pytest.mark.parametrize("asked", VERDICTS)
def test_a_verdict_is_what_the_sources_say(asked: str) -> None:
    assert status(asked) == VERDICTS[asked]


@pytest.mark.parametrize("asked", EXCEPTED)
def test_temporary_exceptions_of_a_country(asked: str) -> None:
    assert status(asked, exceptions=True) == EXCEPTED[asked]


@pytest.mark.parametrize("code", [code for code in FORMS if code != "XXX"])
def test_no_part_is_met_by_what_is_published_alone(code: str) -> None:
    """Who is protected, or what the benefit reaches, is in no description: a Part that passes was made up."""
    found = assessment(code, "C102")
    assert not [one.part.name for one in found.parts if one.status == PASS]

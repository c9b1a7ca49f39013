"""Words in the place of codes, and one way to write where a reader stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from socle import web
from socle.register.roles import ROLES
from socle.report.code_names import inquired
from socle.report.text import LANGUAGES
from socle.web.titles import countries_by_name, role_title

TEMPLATES = Path(web.__file__).parent / "templates"
BY_HAND = {"base.html", "reference_macros.html", "builder.html"}


def test_where_a_reader_stands_is_written_by_one_macro() -> None:
    found = {one.name for one in TEMPLATES.glob("*.html") if 'class="crumbs"' in one.read_text("utf-8")}
    assert found <= BY_HAND, found - BY_HAND


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_value_of_the_inquiry_is_named_in_words(lang: str) -> None:
    said = inquired("A.XXX.child_benefit._T.PROTECTED.LEGALLY_COVERED.M._T._T", lang)
    assert said.endswith(", child_benefit") and said.count(", ") == 3
    assert not any(word.isupper() for word in said.split())


def test_every_role_has_a_title_in_each_language_and_that_of_a_respondent_its_country() -> None:
    assert all(role_title(one, "fr") != one and role_title(one, "es") != one for one in ROLES)
    assert role_title("respondent:SEN", "fr") == "répondant (Sénégal)"


def test_countries_stand_in_the_order_of_their_names_accents_or_not() -> None:
    names = [name for _code, name in countries_by_name("fr")]
    assert names.index("État de Palestine") < names.index("Honduras") < names.index("Zambie")

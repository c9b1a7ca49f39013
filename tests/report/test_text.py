"""Every sentence shown to people exists in every language, with the same names between braces."""

from __future__ import annotations

import ast

import pytest

from socle.ground.refusals import Refusal
from socle.report.text import LANGUAGES, french, from_locale, named, translator
from tools import messages

OTHERS = [lang for lang in LANGUAGES if lang != "en"]


@pytest.mark.parametrize("lang", OTHERS)
def test_every_sentence_is_translated(lang: str) -> None:
    places = messages.sentences()
    lacking = [f"{places[text][0]}: {text}" for text in messages.missing(lang)]
    assert not lacking, f"run `python -m tools.messages`; {lang}.po lacks:\n" + "\n".join(lacking)


@pytest.mark.parametrize("lang", OTHERS)
def test_no_translation_is_left_without_its_sentence(lang: str) -> None:
    assert not messages.obsolete(lang)


@pytest.mark.parametrize("lang", OTHERS)
def test_translations_keep_the_names_between_braces(lang: str) -> None:
    assert not messages.differing_fields(lang)


@pytest.mark.parametrize("lang", OTHERS)
def test_translations_keep_what_is_quoted_as_code(lang: str) -> None:
    texts = messages.translations(lang)
    differ = [text for text, other in texts.items() if messages.quoted(text) != messages.quoted(other)]
    assert not differ, "\n".join(differ)


def test_french_sets_a_space_before_its_double_signs() -> None:
    texts = messages.translations("fr").values()
    wrong = [text for text in texts if messages.bare_double_signs(text)]
    assert not wrong, "\n".join(wrong)


def test_no_message_is_put_together_before_it_is_translated() -> None:
    assert not messages.assembled()


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("raise Refusal('no {x}', x=1)", ["no {x}"]),
        ("_('a' 'b')", ["ab"]),
        ("wanted._('a')", ["a"]),
        ("translator(lang)('a')", ["a"]),
        ("N_('a') if x else N_('b')", ["a", "b"]),
        ("Refusal('a' if x else 'b')", ["a", "b"]),
        ("Assumption('prices', 'Prices rise.', {})", ["prices", "Prices rise."]),
        ("NotComputed('s', 'b', 'g', {}, reason='Because.')", ["Because."]),
        ("Entry(YEARS, 'person', 'Age.')", ["Age."]),
        ("print('a')", []),
    ],
)
def test_sentences_are_found_where_they_are_written(program: str, found: list[str]) -> None:
    assert sorted(text for text, _ in messages.in_module(ast.parse(program))) == sorted(found)


def test_the_first_sentence_of_a_rule_is_its_text() -> None:
    program = "@rule\ndef f(age):\n    '''Persons who\n    are old.\n\n    Source: law.\n    '''\n"
    assert [text for text, _ in messages.in_module(ast.parse(program), rules=True)] == [
        "Persons who are old."
    ]
    assert [text for text, _ in messages.in_module(ast.parse(program))] == []


def test_sentences_of_the_library_are_found() -> None:
    content = {"benefits": {"a": {"not_computed": "Why."}}, "notes": [{"topic": "t", "text": "Note."}]}
    assert sorted(messages.in_library([content])) == ["Note.", "Why."]
    assert list(messages.in_library({"notes": "Words of one file."})) == []


def test_an_unknown_language_is_refused_with_the_languages_there_are() -> None:
    with pytest.raises(Refusal) as refused:
        translator("frr")
    assert refused.value.nearest == "fr"
    assert "en, fr, es" in refused.value.worded()


def test_a_refusal_is_worded_in_the_language_of_its_reader() -> None:
    refusal = Refusal(
        "There is no language `{lang}`: Socle writes {languages}.", lang="x", languages="y", nearest="fr"
    )
    for lang in OTHERS:
        worded = refusal.worded(translator(lang))
        assert worded != refusal.worded()
        assert "`x`" in worded
        assert "`fr`" in worded


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({"LANG": "fr_SN.UTF-8"}, "fr"),
        ({"LC_ALL": "es_PE", "LANG": "fr_FR"}, "es"),
        ({"LC_ALL": "", "LANG": "fr_FR"}, "fr"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "pt_BR"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_follows_the_locale_and_is_english_otherwise(environ: dict[str, str], lang: str) -> None:
    assert from_locale(environ) == lang


def test_a_name_without_translation_is_given_in_english() -> None:
    assert named({"en": "Fund"}, "fr") == "Fund"
    assert named({"en": "Fund", "fr": "Caisse"}, "fr") == "Caisse"


def test_french_double_signs_stay_with_their_word_and_others_stay_as_they_are() -> None:
    assert french("A : \u00ab b \u00bb ; 5 % ? c !") == (
        "A\u00a0: \u00ab\u202fb\u202f\u00bb\u202f; 5\u202f%\u202f? c\u202f!"
    )
    assert french("12:30 http://a %(prog)s") == "12:30 http://a %(prog)s"
    assert french(french("A : b")) == french("A : b")
    assert (
        " :" not in translator("fr")("{title}: {text}")
        and named({"en": "A", "fr": "A : b"}, "fr") == "A\u00a0: b"
    )

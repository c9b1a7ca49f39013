"""The three languages. The English text is the key; French and Spanish are read from their catalogues."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from socle.ground.refusals import Refusal, nearest

LANGUAGES = ("en", "fr", "es")

NARROW: Final = re.compile("[ \u00a0](?=[;!?»])|(?<=[0-9}])[ \u00a0](?=%)|(?<=«)[ \u00a0]")
WIDE: Final = re.compile(" (?=:(?!\\S))")

Translate = Callable[[str], str]
"""From a text in English to the same text in one language."""


def translator(lang: str) -> Translate:
    """The translation into `lang`: identity for English; a text without translation stays in English."""
    known(lang)
    return str if lang == "en" else _lookup(lang)


def known(lang: str) -> str:
    """`lang` itself, or a refusal."""
    if lang not in LANGUAGES:
        raise Refusal(
            "There is no language `{lang}`: Socle writes {languages}.",
            nearest=nearest(lang, LANGUAGES),
            lang=lang,
            languages=", ".join(LANGUAGES),
        )
    return lang


def from_locale(environ: Mapping[str, str]) -> str:
    """The language of an environment (LC_ALL, LC_MESSAGES, LANG, in this order); English when it is another."""
    named = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "en")
    return named[:2].lower() if named[:2].lower() in LANGUAGES else "en"


def named(text: Mapping[str, str], lang: str) -> str:
    """A name in `lang`, or in English where it has no other; French with the apostrophe of its catalogue."""
    found = text.get(lang)
    if not found:
        return text["en"]
    return french(found.replace("'", "\u2019")) if lang == "fr" else found


def french(text: str) -> str:
    """A French text whose double signs stay on the line of their word: narrow blanks, a full one before the colon."""
    return WIDE.sub("\u00a0", NARROW.sub("\u202f", text))


@cache
def direction(lang: str) -> str:
    """Where a line of `lang` begins: ltr at the left, rtl at the right (CLDR)."""
    from babel import Locale

    return str(Locale.parse(lang).text_direction)


@cache
def _lookup(lang: str) -> Translate:
    texts = _catalogue(lang)
    return lambda text: texts.get(text, text)


def _catalogue(lang: str) -> dict[str, str]:
    from babel.messages.pofile import read_po

    texts: dict[str, str] = {}
    spaced = french if lang == "fr" else str
    for path in sorted(Path(__file__).parent.glob(f"{lang}*.po")):
        with path.open("rb") as file:
            texts |= {
                str(one.id): spaced(str(one.string))
                for one in read_po(file, locale=lang)
                if one.id and one.string
            }
    return texts

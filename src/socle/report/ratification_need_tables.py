"""What ratifications would need: one country Part by Part, or a line a country; as text, rows and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from unicodedata import combining, normalize

from socle.exchange.areas import load_areas
from socle.exchange.country import load_country
from socle.ground.words import N_
from socle.model.standard import TESTS
from socle.model.verdict import PASS, STATUSES, Verdict
from socle.report import labels, listing, numbers, plain_table
from socle.report import ratification_words as words
from socle.report.ratification_tables import text_of
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.run.ratification_needs import Need

COLUMNS: Final = (
    "iso3",
    "convention",
    "part",
    "accepted",
    "test",
    "contingency",
    "article",
    "status",
    "verified",
)
READY: Final = N_("On what is known, {country} meets enough Parts of {convention} to ratify it: {parts}.")
LACKING: Final = N_(
    "{country}: Parts of {convention} that are met: {passing}; more that a ratification needs: at least {count}."
)
ONE_OF: Final = N_("Among those met must be one of {parts}.")
RATIFIED: Final = N_("{country} ratified it ({day}, {sure}) for Parts {parts}.")
RATIFIED_UNKNOWN: Final = N_("{country} ratified it ({day}, {sure}); for which Parts is not established.")
NOT_RATIFIED: Final = N_(
    "{country} is not in the register of ratifications, which is complete to {complete}."
)
NO_REGISTER: Final = N_(
    "Whether {country} has ratified {convention} is not known: no register of its ratifications is held."
)
TITLED: Final = N_("{title}: {text}")
OPEN_TESTS: Final = N_(
    "A Part is met only if every test is met. Unknown tests lack figures: socle standards template asks for them."
)


def need_text(found: Sequence[Need], lang: str, files: Iterable[Path] = ()) -> str:
    """One country in full, or several a line each."""
    return text_of(_one(found[0], lang) if len(found) == 1 else _many(found, lang), lang, files)


def _one(one: Need, lang: str) -> list[str]:
    _ = translator(lang)
    lines = listing.told(_answer(one, lang), _ratified(one, lang))
    for each in (*one.parts, *one.common):
        mark = f" ({_(N_('accepted'))})" if each.accepted else ""
        title = f"{each.part.name}  {labels.capital(named(each.part.title, lang))}{mark}"
        lines += [
            "",
            *listing.folded(_(TITLED).format(title=title, text=_(STATUSES[each.status])), after="    "),
        ]
        for text, held in ((N_("not met: {tests}"), each.fails), (N_("unknown: {tests}"), each.unknown)):
            if held:
                said = _(text).format(tests=_tests(held, lang))
                lines += listing.folded(said, first="    ", after="      ")
    return [*lines, "", *listing.folded(_(OPEN_TESTS))]


def _country(iso3: str, lang: str) -> str:
    """Its name; that of an invented country is in its folder."""
    return words.state(iso3, lang) if iso3 in load_areas() else named(load_country(iso3).name, lang)


def _sorted(iso3: str, lang: str) -> str:
    """As a reader looks for a country: an accent does not send it to the end."""
    letters = normalize("NFKD", _country(iso3, lang))
    return "".join(letter for letter in letters if not combining(letter)).casefold()


def _answer(one: Need, lang: str) -> str:
    _ = translator(lang)
    country = _country(one.iso3, lang)
    if not one.lacking:
        return _(READY).format(country=country, convention=one.convention, parts=" ".join(one.passing))
    said = _(LACKING).format(
        country=country, passing=len(one.passing), convention=one.convention, count=one.lacking
    )
    return f"{said} {_(ONE_OF).format(parts=' '.join(one.one_of))}" if one.one_of else said


def _ratified(one: Need, lang: str) -> str:
    _, row, country = translator(lang), one.ratified, _country(one.iso3, lang)
    if one.complete_to is None:
        return _(NO_REGISTER).format(country=country, convention=one.convention)
    if row is None:
        return _(NOT_RATIFIED).format(country=country, complete=numbers.day(one.complete_to, lang))
    sure = words.doubtful(row, lang)
    sure = _(TITLED).format(title=_(N_("not verified")), text=sure) if sure else _(N_("read"))
    text = RATIFIED if row.parts else RATIFIED_UNKNOWN
    return _(text).format(
        country=country, day=numbers.day(row.registered, lang), sure=sure, parts=" ".join(row.parts)
    )


def _many(found: Sequence[Need], lang: str) -> list[str]:
    _ = translator(lang)
    ready = sum(not one.lacking for one in found)
    said = _(N_("{ready} of {count} countries meet enough Parts of {convention} on what is known.")).format(
        ready=ready, count=len(found), convention=found[0].convention
    )
    head = (
        _(N_("country")),
        _(N_("ratified")),
        _(N_("met")),
        _(N_("lacking")),
        _(N_("nearest: not met + unknown")),
    )
    rows = [
        (
            _country(one.iso3, lang),
            one.ratified.registered[:4] if one.ratified else "",
            str(len(one.passing)),
            str(one.lacking),
            _nearest(one),
        )
        for one in sorted(found, key=lambda one: _sorted(one.iso3, lang))
    ]
    table = plain_table.lines(Table("", head, (("", tuple(rows)),)), listing.WIDTH)
    return [*listing.told(said), "", *table, "", *listing.folded(_(OPEN_TESTS))]


def _nearest(one: Need, most: int = 3) -> str:
    """The Parts that lack least, with how many tests fail and how many are unknown."""
    open_ = [each for each in one.parts if each.status != PASS][:most]
    return " ".join(f"{each.part.name} {len(each.fails)}+{len(each.unknown)}" for each in open_)


def _tests(held: Iterable[Verdict], lang: str) -> str:
    """Each test with its article, once, and how often where that is more than once."""
    _ = translator(lang)
    told = Counter(
        f"{_(TESTS[one.test])} ({one.grounds.article}"
        + ("" if one.grounds.verified else f", {_('unverified')}")
        + ")"
        for one in held
    )
    return ", ".join(f"{text} × {times}" if times > 1 else text for text, times in told.items())


def need_csv(found: Iterable[Need]) -> str:
    """One open test a line; a Part without open tests has one line with its status."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found:
        writer.writerows(_rows(one))
    return out.getvalue()


def _rows(one: Need) -> Iterator[tuple[Any, ...]]:
    for each in (*one.parts, *one.common):
        where = (one.iso3, one.convention, each.part.name, "yes" if each.accepted else "no")
        tests = (*each.fails, *each.unknown)
        for test in tests:
            sure = "yes" if test.grounds.verified else "no"
            yield (*where, test.test, test.contingency, test.grounds.article, test.status, sure)
        if not tests:
            yield (*where, "", "", "", each.status, "")


def need_json(found: Iterable[Need], lang: str) -> str:
    """Everything that is known."""
    content = [
        {
            "iso3": one.iso3,
            "convention": one.convention,
            "ratified": one.ratified.registered if one.ratified else None,
            "accepted": list(one.ratified.parts) if one.ratified else [],
            "status": one.status,
            "passing": list(one.passing),
            "lacking": one.lacking,
            "one_of": list(one.one_of),
            "parts": [
                {
                    "part": each.part.name,
                    "title": named(each.part.title, lang),
                    "status": each.status,
                    "accepted": each.accepted,
                    "not_met": [_test(test) for test in each.fails],
                    "unknown": [_test(test) for test in each.unknown],
                }
                for each in (*one.parts, *one.common)
            ],
        }
        for one in found
    ]
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _test(one: Verdict) -> dict[str, Any]:
    return {
        "test": one.test,
        "contingency": one.contingency or None,
        "article": one.grounds.article,
        "verified": one.grounds.verified,
        "missing": sorted({name for leaf in one.leaves() for name in leaf.missing}),
    }

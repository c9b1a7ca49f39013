"""The floor of guarantees for a terminal, for a page, as JSON and as CSV: `socle standards floor`."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from textwrap import wrap
from typing import Final

import numpy as np

from socle.ground.units import MONTHS_PER_YEAR
from socle.ground.words import N_
from socle.measure.guarantee import adequacy
from socle.model.guarantee import GROUPS, ORDER, Between, Case, Guarantees
from socle.model.verdict import FAIL, NOT_APPLICABLE, PASS, UNKNOWN
from socle.report import guarantee_numbers as opened
from socle.report import guarantee_words as words
from socle.report import labels, numbers, plain_table
from socle.report.guarantee_rows import COLUMNS, rows
from socle.report.impact_sections import notes_once
from socle.report.sections import Section, Table
from socle.report.text import named, translator

WIDTH: Final = 80
STEPS: Final = (0, 10, 20, 30)  # years after the first that a table of the years shows
OWN: Final = (
    (("law",), N_("by law")),
    (("entitled",), N_("all named")),
    (("reached",), N_("all reached")),
    (("level", "care"), N_("level or care set")),
    (("full", "hardship"), N_("all at level or no hardship")),
)
"""Tests as columns: of income security and of care."""
MARKS: Final = {PASS: N_("yes"), FAIL: N_("no"), UNKNOWN: "?", NOT_APPLICABLE: "–"}
COLUMNS_SHOWN: Final = 3  # thresholds beside the benefits; all are in the rows
LEGEND: Final = N_(
    "yes: met; no: not met; ?: unknown, which is never taken for met. All named: the law entitles everybody. Level: "
    "the transfer reaches the threshold; care set: the care is what the country has defined as essential. Hardship: "
    "what people pay for care themselves."
)
BOUNDS: Final = N_(
    "?: unknown; a–b: at least a and at most b, since who receives several benefits, or what some of them do, is not "
    "known."
)
ONE_MONTH: Final = N_(
    "A person a month, at the rate at which the benefit is paid; shares are of the threshold above them."
)

OPTIONS: Final = N_(
    "What you know better you can say: other ages with --children and --old, a threshold with --line, --basket or "
    "--assistance, whether the care is the set that the country has defined with --care-defined yes or no."
)


def floor_text(found: Guarantees, lang: str) -> str:
    """The answer, the tables, why what is not met is not, what is unknown, and what to know before quoting."""
    _ = translator(lang)
    lines = [line for text in words.answer(found, lang) for line in _folded(text)]
    for table in tables(found, lang):
        lines += ["", *plain_table.lines(table, WIDTH)]
    titled = _("{title}: {text}")
    why = [titled.format(title=what, text=said) for what, said in words.reasons(found, lang)]
    for title, texts in (
        (_(N_("Why")), why),
        (_(N_("To know before quoting")), [*words.notes(found, lang), _(OPTIONS)]),
    ):
        if texts:
            lines += ["", title]
            lines += [line for text in texts for line in _folded(f"* {text}", "  ")]
    return numbers.plain("\n".join(lines)) + "\n"


def floor_json(found: Guarantees) -> str:
    """Every number and every verdict as a record; what is unknown is null."""
    content = {
        "country": found.iso3,
        "name": dict(found.name),
        "year": found.years[0],
        "currency": found.currency,
        "children_below": found.ages[0],
        "old_from": found.ages[1],
        "levels": dict(found.levels),
        "threshold": found.chosen.name if found.chosen else None,
        "survey": found.survey or None,
        "status": {one.scenario: {name: one.status(name) for name in ORDER} for one in found.cases},
        "full_from": {one.scenario: {name: one.progress[name].full for name in ORDER} for one in found.cases},
        "version": found.trace.version if found.trace else None,
        "fingerprint": found.trace.fingerprint if found.trace else None,
        "rows": list(rows(found)),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def floor_csv(found: Guarantees) -> str:
    """The same rows as CSV, an empty cell where a number is not known."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(["" if row[name] is None else row[name] for name in COLUMNS] for row in rows(found))
    return text.getvalue()


def floor_sections(found: Guarantees, lang: str, titled: bool = False) -> Section:
    """The floor as a section of a page: the answer, its tables by name, the sources.

    Where it is `titled`, benefits are called by their titles, not by their names in the files of law, and verdicts
    stand in columns of words.
    """
    _ = translator(lang)
    made, unsure = tables(found, lang), words.unverified(found, lang)
    reasons = words.reasons(found, lang)
    if titled:
        judged = [words.title_of(case, lang) for case in found.cases]
        made = [replace(one, words=len(OWN) + 1) if one.caption in judged else one for one in made]
        reasons = [(what, opened.in_words(found, text, lang)) for what, text in reasons]
    why = Table(
        _(N_("Why")),
        (_(N_("Test")), _(N_("What was found"))),
        (("", tuple(reasons)),),
        words=2,
    )
    held = {f"floor_{number}": table for number, table in enumerate(made, 1)}
    return Section(
        headline=words.headline(found, lang).rstrip("."),
        lead=(*words.answer(found, lang)[1:], *(text for text in words.notes(found, lang) if text != unsure)),
        flag=unsure,
        cards=(),
        tables={**held, "floor_why": why},
        source="; ".join(sources(found, lang)),
    )


def sources(found: Guarantees, lang: str) -> tuple[str, ...]:
    """Every source once: who made it, and what it is called."""
    colon = translator(lang)("{title}: {text}")
    listed = (
        colon.format(title=one.producer, text=one.title) if one.producer else one.title
        for one in found.sources
    )
    return tuple(dict.fromkeys(listed))


def tables(found: Guarantees, lang: str) -> list[Table]:
    """The tables in reading order: residents and children first, the law in force before what would fill the gap."""
    made = [thresholds(found, lang)]
    for case in found.cases:
        given = benefits(found, case, lang)
        made += [verdicts(case, lang), people(found, case, lang), *([given] if given else [])]
        made += [years(found, case, lang), *([below(found, case, lang)] if case.below else [])]
    return notes_once(made)


def thresholds(found: Guarantees, lang: str) -> Table:
    """Every threshold a month and a year, and who is below it."""
    _ = translator(lang)
    body = []
    for one in found.thresholds:
        name = words.threshold(one, lang) + (f" — {_(N_('decides'))}" if one.chosen else "")
        value = float(one.values[0])
        month, year = (numbers.amount(each, lang) for each in (value / MONTHS_PER_YEAR, value))
        name_of = partial(opened.of_threshold, found, one)
        shown = [name_of(month, "line_month"), name_of(year, "line")]
        for group in ("residents", "children"):
            own = [b for b in found.below if (b.threshold, b.group) == (one.name, group)]
            shown.append(numbers.persons(own[0].persons if own else math.nan, lang))
        body.append((name, *shown))
    head = (
        _(N_("Threshold, {currency} a person")).format(currency=found.currency),
        _(N_("a month")),
        _(N_("a year")),
        _(N_("residents below")),
        _(N_("children below")),
    )
    caption = _(N_("Thresholds of the country in {year}")).format(year=found.years[0])
    return Table(caption, head, (("", tuple(body)),), notes=tuple(_below_notes(found, lang)))


def _below_notes(found: Guarantees, lang: str) -> Iterable[str]:
    _ = translator(lang)
    published = next((one for one in found.below if one.moment == "published"), None)
    counted = next((one for one in found.below if one.moment == "before"), None)
    if published:
        text = _(N_("Below: the share of {year} ({share}, {source}) applied to the persons of {now}."))
        yield text.format(
            year=published.year,
            share=numbers.share(published.share, lang),
            source=words.cited(found, published.source),
            now=found.years[0],
        )
    if counted:
        text = _(N_("Below: counted in the survey {source}, moved to {now}, before the schemes."))
        yield text.format(source=counted.source, now=found.years[0])


def verdicts(case: Case, lang: str) -> Table:
    """The guarantees of a case by their tests."""
    _ = translator(lang)
    body = []
    for guarantee in ORDER:
        tests = {one.test: one.status for one in case.tests[guarantee]}
        cells = [_(MARKS[next(tests[name] for name in names if name in tests)]) for names, _head in OWN]
        body.append((_(words.SHORT[guarantee]), *cells, _(MARKS[case.status(guarantee)])))
    head = (_(N_("Guarantee")), *(_(title) for _names, title in OWN), _(N_("met")))
    return Table(words.title_of(case, lang), head, (("", tuple(body)),), notes=(_(LEGEND),))


def people(found: Guarantees, case: Case, lang: str) -> Table:
    """Of each group: how many, whom the law names, who is reached, who is missing."""
    _ = translator(lang)
    body = []
    for branch, one in case.covered.items():
        size = float(one.persons[0])
        unknown = not math.isfinite(size)
        missing = Between(one.persons - one.reached.high, one.persons - one.reached.low)
        cells = (
            ["?"] * 3
            if unknown
            else [_of_group(part, size, lang) for part in (one.entitled, one.reached, missing)]
        )
        told = one.published
        seen = f"{numbers.share(told.share, lang)} {told.year}" if told else "–"
        seen = opened.of_published(found, branch, seen)
        seen = numbers.share(one.counted, lang) if one.counted is not None else seen
        in_all = opened.of_group(found, branch, _counted(size, lang))
        body.append((words.group(branch, _), in_all, *cells, seen))
    head = (
        _(N_("Persons in {year}")).format(year=found.years[0]),
        _(N_("in all")),
        _(N_("entitled by law")),
        _(N_("people reached")),
        _(N_("not reached")),
        _(N_("in the survey")) if found.survey else _(N_("published")),
    )
    caption = _(N_("{case}: who is covered")).format(case=words.title_of(case, lang))
    return Table(caption, head, (("", tuple(body)),), notes=(_(BOUNDS),))


def _of_group(one: Between, size: float, lang: str) -> str:
    """Persons of a group; a word where they may be nobody or everybody."""
    nothing = float(one.low[0]) < HALF and float(one.high[0]) > size - HALF and size >= 1
    return "?" if nothing else _between(one, lang)


def _counted(persons: float, lang: str) -> str:
    """Persons for a narrow column: millions by their sign, `?` where they are not known."""
    if not math.isfinite(persons):
        return "?"
    return _short(persons, lang) if persons >= MILLION else numbers.persons(persons, lang)


def _between(one: Between, lang: str) -> str:
    low, high = (0.0 if abs(float(end[0])) < HALF else float(end[0]) for end in (one.low, one.high))
    if np.isclose(low, high, rtol=1e-9, atol=0.5):
        return _counted(high, lang)
    unit = next((unit for unit in (MILLION, THOUSAND) if high >= unit), 1.0)
    if low >= unit or low == 0:
        least = numbers.number(low / unit, lang, 1 if unit == MILLION and low else 0)
    else:
        least = _short(low, lang)
    return f"{least}–{_short(high, lang)}"


def _short(persons: float, lang: str) -> str:
    """Persons in thousands or millions, short enough for two in a cell."""
    from babel.numbers import format_compact_decimal

    digits = 1 if persons >= MILLION else 0
    return str(format_compact_decimal(persons, format_type="short", fraction_digits=digits, locale=lang))


def below(found: Guarantees, case: Case, lang: str) -> Table:
    """Persons of the survey below each threshold, before any scheme and with those of a case."""
    _ = translator(lang)
    body = []
    for line in found.thresholds:
        for group, title in BELOW.items():
            parts = [
                next((b for b in held if (b.threshold, b.group) == (line.name, group)), None)
                for held in (found.below, case.below)
            ]
            if parts[0] and parts[1]:
                shown = [numbers.persons(one.persons, lang) for one in parts if one]
                shares = [_percent(one.share, lang) for one in parts if one]
                body.append((f"{_(SHORT[line.name])}: {_(title).lower()}", *shown, " → ".join(shares)))
    head = (_(N_("Below")), _(N_("before")), _(N_("with the schemes")), "%")
    caption = _(N_("{case}: persons below, {source}")).format(
        case=words.title_of(case, lang), source=found.survey
    )
    return Table(caption, head, (("", tuple(body)),))


BELOW: Final = {
    "residents": N_("All residents"),
    "children": N_("All children"),
    "older": N_("All older persons"),
}


def benefits(found: Guarantees, case: Case, lang: str) -> Table | None:
    """What each benefit gives a person a month, over every threshold."""
    _ = translator(lang)
    columns = sorted(found.thresholds, key=lambda line: not line.chosen)[:COLUMNS_SHOWN]
    body = []
    for one in sorted(case.transfers, key=lambda one: list(GROUPS).index(one.branch)):
        amount = float(one.amount[0])
        reached = float(one.reached[0])
        name = opened.of_benefit(found, case, one)
        ratios = [
            "–" if one.branch == "health" else _ratio(float(adequacy(one.amount, line.values)[0]), lang)
            for line in columns
        ]
        if columns and columns[0].chosen and columns[0].name in opened.LINES:  # the line of the floor
            ratios[0] = name(ratios[0], "pct_line")
        title = labels.capital(named(one.title, lang))
        month = name(numbers.amount(amount / MONTHS_PER_YEAR, lang), "per_month")
        cells = (month, *ratios) if reached else ("–",) * (1 + len(ratios))
        body.append((title, name(numbers.persons(reached, lang), "persons_reached"), *cells))
    if not body:
        return None
    lines = [_(N_("of {threshold}")).format(threshold=_(SHORT[one.name]).lower()) for one in columns]
    month = _(N_("{currency} a month")).format(currency=found.currency)
    head = (_(N_("Benefit")), _(N_("recipients")), month, *lines)
    caption = _(N_("{case}: transfers in {year}")).format(
        case=words.title_of(case, lang), year=found.years[0]
    )
    return Table(caption, head, (("", tuple(body)),), notes=(_(ONE_MONTH),))


SHORT: Final = {
    "line": N_("the line given"),
    "basket": N_("the basket"),
    "assistance": N_("assistance"),
    "national": N_("the national line"),
    "harmonised": N_("the harmonised line"),
    "gdp_share": N_("a quarter of product per head"),
}
"""Thresholds as headings."""


def _ratio(value: float, lang: str) -> str:
    return numbers.share(value, lang)


def years(found: Guarantees, case: Case, lang: str) -> Table:
    """Progressive realisation: reached and adequate by year, and since when in full."""
    _ = translator(lang)
    at = [step for step in STEPS if step < len(found.years)]
    body = []
    for guarantee in ORDER:
        progress = case.progress[guarantee]
        cells = []
        for step in at:
            low, high = float(progress.low[step]), float(progress.high[step])
            some = _percent(low, lang)
            nothing = low <= 0 and high >= 1
            some = "?" if nothing else some
            reach = some if nothing or np.isclose(low, high, atol=0.005) else f"{some}–{_percent(high, lang)}"
            ratio = float(progress.adequacy[step])
            cells.append(f"{reach} ({_percent(ratio, lang)})" if math.isfinite(ratio) else reach)
        body.append((_(words.SHORT[guarantee]), *cells, words.full_year(case, guarantee, lang)))
    head = (_(N_("Reached, %")), *(str(found.years[step]) for step in at), _(N_("in full from")))
    caption = _(N_("{case}: year by year")).format(case=words.title_of(case, lang))
    return Table(caption, head, (("", tuple(body)),), notes=(_(BY_YEAR),))


MILLION, THOUSAND = 1e6, 1e3
HALF: Final = 0.5  # less than half a person is nobody
BY_YEAR: Final = N_(
    "In brackets: the transfer in % of the threshold. Of working age, the group reached least and the lowest level are "
    "shown, sickness aside. In full: everybody is reached, at the level asked for, from then to the last year."
)


def _percent(value: float, lang: str) -> str:
    return numbers.number(100 * value, lang)


def _folded(text: str, after: str = "") -> Sequence[str]:
    return wrap(numbers.together(text), WIDTH, subsequent_indent=after, break_on_hyphens=False)

"""The law of a scenario as sentences with fields: generated from rules, their signatures and their docstrings."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from socle.exchange.value_rows import STEP, Rows, rows_of, sexes_of, shown
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE, INTERNATIONAL_DOLLAR
from socle.ground.words import N_
from socle.model.parameter import Parameter
from socle.model.scheme import Benefit, Call, Clause, ParameterTable, Payer, Scheme, Version
from socle.report import labels
from socle.report.builder_phrases import (
    COURSE,
    KIND,
    NO_LIMIT,
    OWN,
    OWN_PHRASES,
    PERIOD,
    PHRASES,
    RUNNING,
    RUNNING_PHRASES,
    keyword_title,
)
from socle.report.text import Translate, named, translator
from socle.run.builder import WHOLE, Built

LONGEST_SHOWN: Final = 1000  # characters of a value that is shown as it was typed
FOREVER_SAID: Final = "forever"  # how a file says that there is no limit
NARROW: Final = 12  # characters: a longer value needs room
PLACE: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Dated:
    """A value with dates as the form shows it: year and value by row, the last row empty; what its line says beside."""

    rows: tuple[tuple[str, str], ...]
    course: str
    rest: str
    first: str  # the year that a single value is shown with, though it has none
    of_start: str  # the way between the dates of the start


@dataclass(frozen=True)
class Field:
    """A value of the law that may be changed; `text` is what was typed, `standing` what the start says."""

    path: str
    label: str
    unit: str
    text: str
    standing: str
    wide: bool
    changed: bool
    wrong: str  # why it cannot be, empty where it can
    source: str
    hint: str = ""  # shown in the empty field
    dated: Dated | None = None
    sexes: tuple[str, str] | None = None  # of men, of women
    may_be_dated: bool = False
    money: bool = False


@dataclass(frozen=True)
class Sentence:
    """One rule in words, with its values where they stand in it."""

    pieces: tuple[str | Field, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its values."""
        return tuple(one for one in self.pieces if isinstance(one, Field))


@dataclass(frozen=True)
class Part:
    """A benefit: who, how much, who is reached, and what running it costs. `key` names its check box."""

    path: str
    title: str
    key: str  # remove, or restore where the start leaves it out
    ticked: bool
    wrong: str
    groups: tuple[tuple[str, tuple[Sentence, ...]], ...]
    note: str  # why nothing is computed


@dataclass(frozen=True)
class Law:
    """A scheme: its law, its benefits, and who pays."""

    title: str
    law: str
    parts: tuple[Part, ...]
    payers: tuple[Sentence, ...]
    others: tuple[Field, ...]
    open: bool  # something in it is changed or wrong


class _Words:
    """What the sentences need: the scenario and a language."""

    def __init__(self, built: Built, lang: str, by_year: str = "") -> None:
        self.built, self.lang, self.by_year = built, lang, by_year
        self._: Translate = translator(lang)
        self.shown: set[str] = set()

    def field(self, parameter: Parameter, label: str) -> Field:
        """A parameter as a field."""
        path, kind = parameter.path, parameter.kind
        self.shown.add(path)
        standing = self.built.standing[path]
        text = self.built.wanted.changes.get(path, standing)[:LONGEST_SHOWN]
        rows, sexes = rows_of(text), sexes_of(text)
        boundless = text == FOREVER_SAID
        plain = "" if boundless else shown(text, kind)
        return Field(
            path,
            label,
            unit_of(parameter, self._),
            plain,
            said(standing, parameter, self._),
            len(plain) > NARROW,
            path in self.built.wanted.changes,
            reason(self.built, path, self._),
            parameter.source,
            self._(NO_LIMIT) if boundless else "",
            self._dated(parameter, standing, rows, plain),
            (shown(sexes[0], kind), shown(sexes[1], kind)) if sexes else None,
            rows is None and "{" not in text and self.by_year != path,
            kind.money > 0,
        )

    def _dated(self, parameter: Parameter, standing: str, rows: Rows | None, plain: str) -> Dated | None:
        """The rows of a value that has dates, or that is to have some."""
        first = ""
        if rows is None:
            if self.by_year != parameter.path or "{" in plain:
                return None
            at = parameter.moments[-1]
            first = f"{at:.0f}" if math.isfinite(at) else str(self.built.floor.years[0])
            rows = Rows(((first, plain),))
        own = rows_of(standing)
        listed = tuple((year, shown(value, parameter.kind)) for year, value in rows.rows)
        return Dated((*listed, ("", "")), rows.course, rows.rest, first, own.course if own else STEP)

    def sentence(self, text: str, fields: Mapping[str, Sequence[str | Field]]) -> Sentence:
        """A sentence with values in its places; values without a place follow it."""
        pieces: list[str | Field] = []
        placed = set()
        for at, part in enumerate(PLACE.split(self._(text))):
            if at % 2 == 0:
                pieces += [part] if part else []
            else:
                placed.add(part)
                pieces += fields.get(part, ())
        rest = [one for name, own in fields.items() if name not in placed for one in own]
        pieces += [one for one in rest if isinstance(one, Field)]
        return Sentence(tuple(pieces))


def said(line: str, parameter: Parameter, _: Translate) -> str:
    """A line as a reader takes it in: 20% (2025) → 100% (2030)."""
    rows, sexes, kind = rows_of(line), sexes_of(line), parameter.kind
    if line == FOREVER_SAID:
        return _(NO_LIMIT)
    if rows is not None:
        return " → ".join(f"{shown(value, kind)} ({year or '?'})" for year, value in rows.rows)
    if sexes is not None:
        return f"{_(N_('men'))} {shown(sexes[0], kind)}, {_(N_('women'))} {shown(sexes[1], kind)}"
    return shown(line, kind)


def reason(built: Built, path: str, _: Translate) -> str:
    """What is wrong at a path, without the place, which is where it is shown."""
    wrong = built.wrong.get(path)
    if wrong is None:
        return ""
    values = {
        name: _(KIND.get(str(value), value)) if name == "kind" else value
        for name, value in wrong.values.items()
    }
    return Refusal(wrong.template, nearest=wrong.nearest, **values).worded(_)


def unit_of(parameter: Parameter, _: Translate) -> str:
    """What stands behind a number of the file: the currency and period, or the kind of the value."""
    one = parameter.by_sex[0] if parameter.by_sex else parameter
    if not one.kind.money:
        return _(KIND.get(one.kind.word, one.kind.word))
    parts = [one.currency, _(PERIOD[one.per]) if one.per in PERIOD else one.per]
    if one.currency == AVERAGE_WAGE:
        parts = [_(N_("average wages"))]
    if one.currency == INTERNATIONAL_DOLLAR:
        parts[0] = _(N_("international dollars"))
    return " ".join(part for part in parts if part)


def laws(built: Built, lang: str, by_year: str = "") -> tuple[Law, ...]:
    """Every scheme of the law on which the scenario builds; the value called `by_year` has a row for each year."""
    words = _Words(built, lang, by_year)
    return tuple(_law(scheme, words) for scheme in built.law)


def whole(built: Built, lang: str) -> tuple[str, ...]:
    """What is wrong and has no field: the scenario as a whole, and names that nothing has."""
    _ = translator(lang)
    fields = {*built.standing, *(one.path for scheme in built.law for one in scheme.benefits)}
    return tuple(reason(built, path, _) for path in built.wrong if path == WHOLE or path not in fields)


def label_of(built: Built, path: str, lang: str) -> str:
    """A changed value or benefit in words: the benefit and what it is of it."""
    _ = translator(lang)
    for scheme in built.law:
        for benefit in scheme.benefits:
            title = labels.capital(named(benefit.title, lang))
            if path == benefit.path:
                return title
            if path.startswith(benefit.path + "."):
                return f"{title}: {_last(path, _)}"
        if path.startswith(scheme.name + "."):
            return f"{labels.capital(named(scheme.title, lang))}: {_last(path, _)}"
    return path[:LONGEST_SHOWN]


def _last(path: str, _: Translate) -> str:
    rule, last = path.split(".")[-2:]
    if rule == "administration" and last in RUNNING:
        return _(RUNNING[last])
    return _(OWN.get(last) or keyword_title(rule, last))


def _law(scheme: Scheme, words: _Words) -> Law:
    parts = tuple(_part(benefit, words) for benefit in scheme.benefits)
    payers = tuple(one for payer in scheme.financing for one in _payer(payer, words))
    rest = [p for p in scheme.parameters() if p.path not in words.shown]
    others = tuple(words.field(p, _last(p.path, words._)) for p in rest)
    fields = [*_fields(parts), *(one for s in payers for one in s.fields), *others]
    touched = any(one.changed or one.wrong for one in fields) or any(one.ticked or one.wrong for one in parts)
    title = labels.capital(named(scheme.title, words.lang))
    return Law(title, words._(scheme.law), parts, payers, others, touched)


def _fields(parts: Iterable[Part]) -> Iterator[Field]:
    for part in parts:
        for _title, sentences in part.groups:
            for sentence in sentences:
                yield from sentence.fields


def _part(benefit: Benefit, words: _Words) -> Part:
    _, wanted = words._, words.built.wanted
    gone = benefit.path in words.built.start.remove
    ticked = benefit.path in (wanted.restore if gone else wanted.remove)
    groups: list[tuple[str, tuple[Sentence, ...]]] = []
    for version in benefit.versions:
        when = _when(version, benefit, _)
        groups.append((_(N_("Who")) + when, tuple(_clauses(version.who, words))))
        groups.append((_(N_("How much")) + when, tuple(_call(call, words) for call in version.how_much)))
    groups.append((_(N_("When, and who is reached")), tuple(_own(benefit, OWN, OWN_PHRASES, words))))
    running = tuple(_own(benefit.administration, RUNNING, RUNNING_PHRASES, words))
    groups.append((_(N_("Running it")), running))
    return Part(
        benefit.path,
        labels.capital(named(benefit.title, words.lang)),
        "restore" if gone else "remove",
        ticked,
        reason(words.built, benefit.path, _),
        tuple((title, own) for title, own in groups if own),
        _(benefit.not_computed) if benefit.not_computed else "",
    )


def _when(version: Version, benefit: Benefit, _: Translate) -> str:
    if len(benefit.versions) == 1:
        return ""
    if version.ends < float("inf"):
        return " · " + _(N_("until {year}")).format(year=f"{version.ends:.0f}")
    return " · " + _(N_("from {year}")).format(year=f"{version.begins:.0f}")


def _clauses(who: Iterable[Clause], words: _Words) -> Iterator[Sentence]:
    joined: Mapping[str, str] = {"any": N_("one of:"), "none": N_("none of:")}
    for clause in who:
        for at, call in enumerate(clause.calls):
            sentence = _call(call, words)
            first = (words._(joined[clause.joined]) + " ",) if clause.joined in joined and not at else ()
            yield Sentence((*first, *sentence.pieces))


def courses(lang: str) -> tuple[tuple[str, str], ...]:
    """The ways from one dated value to the next, by the word of the file."""
    return tuple((word, translator(lang)(text)) for word, text in COURSE.items())


def _call(call: Call, words: _Words) -> Sentence:
    fields: dict[str, Sequence[str | Field]] = {}
    for name, keyword in call.rule.keywords.items():
        label, path = words._(keyword_title(call.rule.name, name)), f"{call.path}.{name}"
        argument = call.arguments.get(name, words.built.known.get(path))
        if isinstance(argument, Parameter):
            fields[name] = (words.field(argument, label),)
        elif argument is not None:
            fields[name] = tuple(_table(argument, label, words))
        else:
            boundless = keyword.default == math.inf
            fields[name] = (words._(NO_LIMIT) if boundless else str(keyword.default),)
    return words.sentence(PHRASES.get(call.rule.name, call.rule.sentence), fields)


def _table(table: ParameterTable, label: str, words: _Words) -> Iterator[Field]:
    """The values of a table, each with the bound at which its band begins."""
    for bound, value in zip(table.bounds, table.values, strict=True):
        if isinstance(bound, Parameter):
            yield words.field(bound, words._(N_("from")))
        said = bound if isinstance(bound, str) else "" if isinstance(bound, Parameter) else f"{bound:g}"
        where = words._(N_("from {bound}")).format(bound=said) if isinstance(bound, float | int) else said
        yield words.field(value, labels.join((label, where)))


def _own(
    holder: object, titles: Mapping[str, str], sentences: Mapping[str, str], words: _Words
) -> Iterator[Sentence]:
    """What a benefit or its administration says beside its rules."""
    for name, title in titles.items():
        parameter = getattr(holder, name)
        if isinstance(parameter, Parameter):
            yield words.sentence(sentences[name], {"value": (words.field(parameter, words._(title)),)})


def _payer(payer: Payer, words: _Words) -> Iterator[Sentence]:
    yield _call(payer.call, words)
    yield from _clauses(payer.who, words)

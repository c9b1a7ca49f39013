"""The law of a scenario as sentences with fields: generated from rules, their signatures and their docstrings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.parameter import Parameter
from socle.model.scheme import Benefit, Call, Clause, ParameterTable, Payer, Scheme, Version
from socle.report import labels
from socle.report.text import Translate, named, translator
from socle.run.builder import WHOLE, Built

KEYWORD: Final = {
    "above": N_("free part"),
    "affluent": N_("share of the affluent"),
    "after": N_("years after which the rate counts"),
    "ages": N_("points by age"),
    "allowance": N_("allowance"),
    "amount": N_("amount"),
    "amounts": N_("amount"),
    "at_least": N_("at least"),
    "at_most": N_("at most"),
    "averaged_over": N_("years averaged over"),
    "base": N_("base"),
    "below": N_("below"),
    "characteristics": N_("points"),
    "compliance": N_("part that complies"),
    "constant": N_("constant"),
    "days": N_("days"),
    "early": N_("for each year before it"),
    "exclusion_error": N_("poor who are missed"),
    "factor": N_("factor"),
    "fee": N_("fee"),
    "flat": N_("flat amount"),
    "inclusion_error": N_("others who are let in"),
    "labour_share": N_("share of wages in the cost"),
    "late": N_("for each year after it"),
    "limit": N_("limit"),
    "months": N_("months"),
    "normal_age": N_("normal age"),
    "over": N_("years"),
    "payroll": N_("weight of payroll"),
    "plus": N_("addition"),
    "price": N_("price"),
    "prices": N_("weight of prices"),
    "rate": N_("rate"),
    "rates": N_("rate"),
    "share": N_("share"),
    "taxed": N_("part that is taxed"),
    "to": N_("unit"),
    "units_a_year": N_("units a year"),
    "visits_a_year": N_("visits a year"),
    "wage": N_("wage"),
    "wages": N_("weight of wages"),
}
OWN: Final = {
    "coverage": N_("Share of those named by the law whom the programme reaches so far"),
    "take_up": N_("Share of those reached who claim"),
    "already_served": N_("Share whom others serve already"),
    "caseload": N_("Recipients, counted by the administration"),
    "spending": N_("Published expenditure"),
}
RUNNING: Final = {
    "share": N_("Administration, as a share of the benefits"),
    "per_recipient": N_("Administration, for each recipient"),
    "fixed": N_("Administration, fixed cost"),
    "set_up": N_("Administration, cost of setting up"),
}
KIND: Final = {
    "share": N_("a share: 0.25 or 25%"),
    "ratio": N_("a ratio: 1.5 or 150%"),
    "share a year": N_("a share a year: 1.25%"),
    "years": N_("years"),
    "months": N_("months"),
    "working days": N_("working days"),
    "count": N_("a number"),
    "number": N_("a number"),
}
PERIOD: Final = {
    "year": N_("a year"),
    "half_year": N_("a half-year"),
    "quarter": N_("a quarter"),
    "two_months": N_("every two months"),
    "month": N_("a month"),
    "two_weeks": N_("every two weeks"),
    "week": N_("a week"),
    "day": N_("a day"),
    "working_day": N_("a working day"),
    "once": N_("once"),
}
LONGEST_SHOWN: Final = 1000  # characters of a value that is shown as it was typed
NARROW: Final = 12  # characters: a longer value has dates, and needs room


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


@dataclass(frozen=True)
class Sentence:
    """One rule in words, with its values."""

    text: str
    fields: tuple[Field, ...]


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

    def __init__(self, built: Built, lang: str) -> None:
        self.built, self.lang = built, lang
        self._: Translate = translator(lang)
        self.shown: set[str] = set()

    def field(self, parameter: Parameter, label: str) -> Field:
        """A parameter as a field."""
        path = parameter.path
        self.shown.add(path)
        standing = self.built.standing[path]
        text = self.built.wanted.changes.get(path, standing)[:LONGEST_SHOWN]
        return Field(
            path,
            label,
            unit_of(parameter, self._),
            text,
            standing,
            max(len(text), len(standing)) > NARROW,
            path in self.built.wanted.changes,
            reason(self.built, path, self._),
            parameter.source,
        )


def reason(built: Built, path: str, _: Translate) -> str:
    """What is wrong at a path, without the place, which is where it is shown."""
    wrong = built.wrong.get(path)
    return Refusal(wrong.template, nearest=wrong.nearest, **wrong.values).worded(_) if wrong else ""


def unit_of(parameter: Parameter, _: Translate) -> str:
    """What stands behind a number of the file: the currency and period, or the kind of the value."""
    one = parameter.by_sex[0] if parameter.by_sex else parameter
    if not one.kind.money:
        return _(KIND.get(one.kind.word, one.kind.word))
    parts = [one.currency, _(PERIOD[one.per]) if one.per in PERIOD else one.per]
    if one.currency == "average_wage":
        parts = [_(N_("average wages"))]
    return " ".join(part for part in parts if part)


def laws(built: Built, lang: str) -> tuple[Law, ...]:
    """Every scheme of the law on which the scenario builds."""
    words = _Words(built, lang)
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
    last = path.rsplit(".", 1)[-1]
    if path.rsplit(".", 2)[-2] == "administration":
        return _(RUNNING[last])
    return _(OWN.get(last) or KEYWORD.get(last, last))


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
    groups.append((_(N_("Who is reached")), tuple(_own(benefit, OWN, words))))
    groups.append((_(N_("Running it")), tuple(_own(benefit.administration, RUNNING, words))))
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
            first = words._(joined[clause.joined]) + " " if clause.joined in joined and not at else ""
            yield Sentence(first + sentence.text, sentence.fields)


def _call(call: Call, words: _Words) -> Sentence:
    fields = []
    for name, argument in call.arguments.items():
        label = words._(KEYWORD.get(name, name))
        if isinstance(argument, Parameter):
            fields.append(words.field(argument, label))
        else:
            fields += _table(argument, label, words)
    return Sentence(words._(call.rule.sentence), tuple(fields))


def _table(table: ParameterTable, label: str, words: _Words) -> Iterator[Field]:
    """The values of a table, each with the bound at which its band begins."""
    for bound, value in zip(table.bounds, table.values, strict=True):
        if isinstance(bound, Parameter):
            yield words.field(bound, words._(N_("from")))
        said = bound if isinstance(bound, str) else "" if isinstance(bound, Parameter) else f"{bound:g}"
        where = words._(N_("from {bound}")).format(bound=said) if isinstance(bound, float | int) else said
        yield words.field(value, labels.join((label, where)))


def _own(holder: object, titles: Mapping[str, str], words: _Words) -> Iterator[Sentence]:
    """What a benefit or its administration says beside its rules."""
    for name, title in titles.items():
        parameter = getattr(holder, name)
        if isinstance(parameter, Parameter):
            yield Sentence("", (words.field(parameter, words._(title)),))


def _payer(payer: Payer, words: _Words) -> Iterator[Sentence]:
    yield _call(payer.call, words)
    yield from _clauses(payer.who, words)

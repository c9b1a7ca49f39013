"""Words of an assessment: numbers in friendly units, what a key means, which way of an article, why a result is so.

What comes from files (names, sources) is freed of signs that a terminal or a spreadsheet would obey.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from socle.ground.provenance import Trace
from socle.ground.words import N_
from socle.model.practice import BRANCHES, FORMULAS, INPUTS, LABOURER, SKILLED, Input, Practice
from socle.model.standard import TESTS, Instrument, Requirement
from socle.model.verdict import FAIL, NOT_APPLICABLE, PASS, STATUSES, UNKNOWN, Assessment, Verdict
from socle.report import numbers
from socle.report.text import Translate, named, translator

SIGNS: Final = {PASS: "✓", FAIL: "✗", UNKNOWN: "?", NOT_APPLICABLE: "–"}
CONTINGENCY: Final[Mapping[str, str]] = {
    **BRANCHES,
    "temporary_incapacity": N_("Temporary incapacity for work"),
    "permanent_loss": N_("Permanent loss of earning capacity"),
    "injury_survivors": N_("Death of the breadwinner by an employment injury"),
}
ORIGINS: Final[Mapping[str, str]] = {
    "law": N_("the law"),
    "form": N_("the form"),
    "inquiry": N_("the inquiry"),
    "figures": N_("published figures"),
    "survey": N_("a survey"),
}
RELATIONS: Final = {">=": N_("at least {required}"), "<=": N_("at most {required}")}
SAYS: Final[Mapping[str, tuple[str, str]]] = {
    "rate": ("share", N_("rate")),
    "accrual": ("share", N_("for each year")),
    "flat": ("money", N_("fixed amount")),
    "rate_limit": ("share", N_("highest rate")),
    "ceiling": ("money", N_("ceiling of the wage counted")),
    "at_least": ("money", N_("minimum")),
    "at_most": ("money", N_("maximum")),
}
"""Figures of a written formula: unit and name."""

MEAN: Final = "mean_earnings"
SILENT: Final = ("allowances_at_work", "allowances_during", "service_years")
"""Figures that are left out where they are nothing."""
RATIOS: Final = {"lowest_ratio": ("share", N_("Lowest ratio at any wage below"))}
DURATIONS: Final = ("years", "months", "weeks", "days")
NAMED: Final = {
    "persons": N_("persons"),
    "years": N_("years"),
    "months": N_("months"),
    "weeks": N_("weeks"),
    "days": N_("days"),
}
"""Units that are words; a share is a sign, and money is in its currency."""
UNLIMITED: Final = {
    "weeks": N_("as long as it lasts"),
    "months": N_("as long as it lasts"),
    "years": N_("no limit"),
    "days": N_("no limit"),
    "money": N_("no limit"),
}
MOST_DIGITS: Final = 6
OBEYED: Final = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula in a spreadsheet."""


class Checked(Protocol):
    """What `socle standards check` found of a country: its law and practice, and each instrument held against it."""

    @property
    def practice(self) -> Practice:
        """What is known of the country."""
        ...

    @property
    def assessments(self) -> Sequence[Assessment]:
        """One an instrument."""
        ...

    @property
    def trace(self) -> Trace:
        """What determined the result."""
        ...


@dataclass(frozen=True)
class Told:
    """Who is spoken of, under which instrument, in which language."""

    practice: Practice
    instrument: Instrument
    lang: str

    @property
    def _(self) -> Translate:
        return translator(self.lang)


def clean(text: str) -> str:
    """A text of a file without signs that steer a terminal; blanks that hold words together stay."""
    kept = (numbers.HARD_SPACE, numbers.THIN_SPACE)
    plain = "".join(one if one.isprintable() or one in kept else " " for one in text)
    return " ".join(part for part in plain.strip().split(" ") if part)


def harmless(text: str) -> str:
    """A text for a cell of a CSV file: a spreadsheet takes it for words, never for a formula."""
    free = numbers.plain(clean(text))
    return "'" + free if free.startswith(OBEYED) or text.startswith(OBEYED) else free


def joined(parts: Iterable[str], lang: str) -> str:
    """Phrases side by side, those that say nothing left out."""
    return (f"{numbers.THIN_SPACE}; " if lang == "fr" else "; ").join(part for part in parts if part)


def status(code: str, lang: str) -> str:
    """The word of a status."""
    return translator(lang)(STATUSES[code])


def measured(value: float, unit: str, told: Told, beside: float | None = None) -> str:
    """A value as people read it; where rounding would hide that it differs from `beside`, with more digits."""
    if math.isinf(value):
        return told._(UNLIMITED.get(unit, N_("no limit")))
    if math.isnan(value):
        return told._("unknown")
    text = _measured(value, unit, told, None)
    digits = 2
    close = beside is not None and math.isfinite(beside) and value != beside
    while close and beside is not None and digits <= MOST_DIGITS:
        if _measured(beside, unit, told, digits - 1) != _measured(value, unit, told, digits - 1):
            break
        text = _measured(value, unit, told, digits)
        digits += 1
    return text


def _measured(value: float, unit: str, told: Told, digits: int | None) -> str:
    lang = told.lang
    if unit == "share":
        sign = numbers.THIN_SPACE if lang == "fr" else numbers.HARD_SPACE
        return (
            numbers.share(value, lang)
            if digits is None
            else (numbers.number(value * 100, lang, digits) + sign + "%")
        )
    if unit == "money":
        currency = clean(told.practice.currency)
        text = numbers.amount(value, lang) if digits is None else numbers.number(value, lang, digits)
        money = told._("{currency} {amount}").format(currency=currency, amount=text)
        return told._("{money} a year").format(money=money).replace(" ", numbers.HARD_SPACE)
    if unit in DURATIONS:
        from babel.units import format_unit

        shown = round(value, 1 if digits is None else digits)
        return format_unit(shown, f"duration-{unit.removesuffix('s')}", locale=lang)
    if unit == "persons":
        return numbers.persons(value, lang) if digits is None else numbers.number(value, lang, digits)
    return numbers.number(value, lang, 0 if value == int(value) else digits or 1)


def required(one: Verdict, told: Told) -> str:
    """What is asked, as a phrase: at least 50 %; nothing where a rule is asked and no figure."""
    if one.required is None or one.relation not in RELATIONS:
        return ""
    if math.isinf(one.required):
        return measured(one.required, one.unit, told)
    return told._(RELATIONS[one.relation]).format(required=_round(one.required, one.unit, told))


def _round(value: float, unit: str, told: Told) -> str:
    """A figure of a text as the text has it: 50 %, not 50.0 %."""
    if unit != "share":
        return measured(value, unit, told)
    percent = round(value * 100, 2)
    digits = next(places for places in range(3) if round(percent, places) == percent)
    sign = numbers.THIN_SPACE if told.lang == "fr" else numbers.HARD_SPACE
    return numbers.number(percent, told.lang, digits) + sign + "%"


def found(one: Verdict, told: Told) -> str:
    """What was found, as a phrase; a word where it is not known."""
    if one.value is not None:
        return measured(one.value, one.unit, told, one.required)
    if one.relation == "yes" and one.status in (PASS, FAIL):
        return told._("yes") if one.status == PASS else told._("no")
    return "" if one.status == NOT_APPLICABLE else told._("not known")


def compared(one: Verdict, told: Told) -> str:
    """Value against what is asked: 48.0 %; at least 50 % is required."""
    value, asked = found(one, told), required(one, told)
    if value and asked:
        return told._("{value}; required: {required}").format(value=value, required=asked)
    return value or asked


def article(text: str, instrument: Instrument, lang: str) -> str:
    """Where a rule stands: Art. 27(a), or Para. 5 of a Recommendation."""
    _, shown = translator(lang), clean(text)
    if not shown[:1].isdigit():
        return _(shown)
    many = bool(re.match(r"\d+\s*[-,]\s*\d", shown))
    if instrument.kind == "recommendation":
        template = _("Paras {number}") if many else _("Para. {number}")
    else:
        template = _("Arts {number}") if many else _("Art. {number}")
    return template.format(number=shown.replace("-", "–")).replace(" ", numbers.HARD_SPACE, 1)


def part_title(name: str, title: Mapping[str, str], lang: str) -> str:
    """The name and title of a Part; where the instrument has no Parts of its own, only a title."""
    titled = clean(named(title, lang))
    return f"{name} {titled}" if numbered(name) else titled


def numbered(name: str) -> bool:
    """Whether a Part is one of the instrument, as V; else the whole, or a branch of which it speaks."""
    return re.fullmatch("[IVXLC]+", name) is not None


def part_name(name: str, title: Mapping[str, str], lang: str) -> str:
    """A Part in a list of Parts: its number, else its title."""
    return name if numbered(name) else clean(named(title, lang))


def title_of(one: Verdict | Requirement, lang: str) -> str:
    """What a test is about, and of which contingency."""
    _ = translator(lang)
    title = _(TESTS.get(one.test, one.test))
    if not one.contingency or one.contingency in BRANCHES:
        return title
    return _("{title}: {text}").format(title=title, text=_(CONTINGENCY.get(one.contingency, one.contingency)))


def way(one: Verdict, told: Told) -> str:
    """Which way of an article a verdict is of: its clause, a reference wage, or a benefit."""
    name, lang = one.alternative, told.lang
    option = _option(name, told)
    if option:
        return option
    if not name or name == one.grounds.article:
        return article(one.grounds.article, told.instrument, lang)
    if name in INPUTS:
        return told._(INPUTS[name][1])
    if any(name in held for held in told.practice.benefits.values()):
        return told._("benefit `{name}`").format(name=clean(name))
    return article(name, told.instrument, lang) if name[:1].isdigit() else _of_law("", name, lang)


def ways(one: Verdict, told: Told) -> list[str]:
    """The ways of a test; those of one article apart by the benefit or the input that they are of."""
    names = [way(each, told) for each in one.verdicts]
    return [
        name if names.count(name) == 1 else _with(name, _about(each, one.joined == "agree", told))
        for name, each in zip(names, one.verdicts, strict=True)
    ]


def _with(name: str, about: str) -> str:
    """A name and what it is about, if that says anything."""
    return f"{name}, {about[:1].lower()}{about[1:]}" if about else name


def _about(one: Verdict, of_benefits: bool, told: Told) -> str:
    """The benefit, or the input with a figure, that a way is of; a rule of yes or no says itself what it is."""
    keys = (*one.inputs, *one.missing)
    if of_benefits:
        named_ = (key.split(".", 1)[1].rpartition(".")[0] for key in keys if key.startswith("benefit."))
        return next((told._("benefit `{name}`").format(name=clean(name)) for name in named_), "")
    figured = (told._(INPUTS[last(key)][1]) for key in keys if last(key) in INPUTS)
    return next(figured, "") if one.unit in DURATIONS else ""


def _option(name: str, told: Told) -> str:
    """A reference wage in words, with its letter; nothing where the name is of none."""
    options = {**SKILLED, **LABOURER}
    if name not in options:
        return ""
    text = told._(INPUTS[options[name]][1])
    text = text[:1].lower() + text[1:]
    factor = told.instrument.factors.get(name)
    if factor is not None and options[name] == MEAN:
        text = f"{_round(factor, 'share', told)} × {text}"
    return told._("reference wage ({letter}): {text}").format(letter=name[0], text=text)


def verified(one: Verdict, test: Verdict) -> bool:
    """Whether a figure was read in its text; the rate of a level is the test's own, whichever way leads to it."""
    rate = test.test == "level" and one.unit == "share" and one.required is not None
    return one.grounds.verified and (test.grounds.verified or not rate)


def reason(one: Verdict, told: Told) -> str:
    """Why a result is so; nothing where the numbers say it."""
    if not one.reason:
        return ""
    return clean(told._(one.reason).format(**{name: told._(value) for name, value in one.said.items()}))


def last(key: str) -> str:
    """The last name of a key: that which INPUTS knows."""
    return key.rpartition(".")[2]


def unit(key: str) -> str:
    """The unit of an input by its key."""
    if key.startswith(("condition.", "care.")):
        return "flag"
    return INPUTS[last(key)][0] if last(key) in INPUTS else ""


def sentence(key: str, lang: str) -> str:
    """What a key means, in words."""
    _ = translator(lang)
    kind, _dot, rest = key.partition(".")
    if kind in ("condition", "care"):
        return _of_law(kind, rest, lang)
    if kind == "relies":
        about = _(CONTINGENCY.get(rest, rest))
        return _("By which benefit the State means to meet: {contingency}").format(contingency=clean(about))
    text = _(INPUTS[last(key)][1]) if last(key) in INPUTS else clean(last(key))
    about = rest.rpartition(".")[0]
    if kind == "branch":
        return _("{title}: {text}").format(title=_(BRANCHES.get(about, about)), text=text)
    if kind == "benefit":
        return _("{title}: {text}").format(title=_("benefit `{name}`").format(name=clean(about)), text=text)
    return text


def _of_law(kind: str, name: str, lang: str) -> str:
    from socle.exchange.standard_file import standard_words

    conditions, care = standard_words()
    text = {"care": care, "condition": conditions}.get(kind, {**conditions, **care}).get(last(name))
    said = clean(named(text, lang)) if text else clean(name)
    branch = BRANCHES.get(name.partition(".")[0], "") if kind == "care" else ""
    _ = translator(lang)
    return _("{title}: {text}").format(title=_(branch), text=said) if branch else said


def given(key: str, one: Input, told: Told) -> str:
    """The value of an input as people read it."""
    if isinstance(one.value, bool):
        return told._("yes") if one.value else told._("no")
    if isinstance(one.value, int | float):
        return measured(float(one.value), unit(key), told)
    return formula(one.value, told)


def formula(value: Any, told: Told) -> str:
    """How a benefit is worked out, with its figures."""
    kind = getattr(value, "kind", value)
    said = [told._(FORMULAS[kind]) if kind in FORMULAS else clean(str(kind))]
    for name, figure in getattr(value, "says", {}).items():
        unit_, title = SAYS.get(name, ("number", name))
        said.append(f"{told._(title)} {measured(float(figure), unit_, told)}")
    return ", ".join(said)


def figures(one: Verdict, told: Told) -> list[str]:
    """Numbers worked out on the way, in words; those that say nothing are left out."""
    lowest = one.figures.get("lowest_ratio")
    skipped = {"lowest_ratio", "lowest_wage"} if lowest is None or lowest == one.value else set()
    said = []
    for name, value in one.figures.items():
        if name in skipped or (value == 0 and name in SILENT):
            continue
        unit_, title = RATIOS[name] if name in RATIOS else INPUTS.get(name, ("number", name))
        said.append(told._("{title}: {text}").format(title=told._(title), text=measured(value, unit_, told)))
    return said

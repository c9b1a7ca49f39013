"""An assessment as nested lines of words, from which the terminal and the page are laid out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from socle.ground.words import N_
from socle.model.observation import ESTIMATED, PROVISIONAL, STATUSES
from socle.model.practice import Practice
from socle.model.standard import Acceptance, Grounds, Requirement
from socle.model.verdict import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Assessment, PartVerdict, Verdict
from socle.report import assessment_words as words
from socle.report import numbered, numbers
from socle.report.assessment_words import Told
from socle.report.standard_tables import APART
from socle.report.text import named, translator

OF_A_PART: Final = {
    PASS: N_("{part} is met"),
    FAIL: N_("{part} is not met"),
    UNKNOWN: N_("{part} is unknown"),
    NOT_APPLICABLE: N_("{part} is not applicable"),
}

PLACE: Final = "rests-"  # of an input among the evidence


@dataclass(frozen=True)
class Missing:
    """Something that is not known: its key, and what it means."""

    key: str
    sentence: str


@dataclass(frozen=True)
class Shown:
    """A test or a way of one, in words."""

    status: str  # a key of STATUSES
    word: str
    sign: str
    label: str
    said: str  # value against what is asked
    article: str
    verified: bool
    lang: str
    notes: tuple[str, ...] = ()
    ways: tuple[Shown, ...] = ()
    found: str = ""  # the value alone, leading to the evidence, with which `said` begins
    rests: tuple[str, ...] = ()  # the figures that a share is worked out from, each leading to the evidence

    @property
    def text(self) -> str:
        """What it is, where it stands, and value against what is asked, in one line."""
        title = f"{self.label} ({self.article})" if self.article.strip("–") else self.label
        if not self.said:
            return title
        return numbers.together(translator(self.lang)("{title}: {text}").format(title=title, text=self.said))

    @property
    def line(self) -> tuple[str, str, str]:
        """The same in three: what stands before the value, the value, what is asked."""
        before, after = self.text.removesuffix(self.said), self.said.removeprefix(self.found)
        return (before, self.found, after)


@dataclass(frozen=True)
class ShownPart:
    """A Part with its tests."""

    name: str
    title: str
    article: str
    verified: bool
    status: str
    word: str
    sign: str
    common: bool
    tests: tuple[Shown, ...]
    missing: tuple[Missing, ...]


def shown_part(one: PartVerdict, told: Told, common: bool) -> ShownPart:
    """A Part in words."""
    part = one.part
    return ShownPart(
        part.name,
        words.part_title(part.name, part.title, told.lang),
        words.article(part.grounds.article, told.instrument, told.lang),
        part.grounds.verified,
        one.status,
        words.status(one.status, told.lang),
        words.SIGNS[one.status],
        common,
        tuple(shown_test(verdict, told) for verdict in one.verdicts),
        missing(one.verdicts, told.lang),
    )


def shown_test(one: Verdict, told: Told) -> Shown:
    """A test: what it is about, its result and its ways."""
    notes = tuple(filter(None, (_by(one, told), *_notes(one, told))))
    return _shown((one, one), told, words.title_of(one, told.lang), notes)


def _way(what: tuple[Verdict, Verdict], told: Told, label: str, above: Shown) -> Shown:
    """A way; its article where it is another than that above it; what is said above is not said again."""
    one, _test = what
    notes = [text for text in _notes(one, told) if text not in above.notes]
    made = _shown(what, told, label, tuple(notes), above.notes)
    said = made.article == above.article or made.label.startswith(made.article)
    return replace(made, article="") if said else made


def _shown(
    what: tuple[Verdict, Verdict], told: Told, label: str, notes: tuple[str, ...], above: tuple[str, ...] = ()
) -> Shown:
    """A verdict, and the test it is of, in words; `above` is what was said of those that it is a way of."""
    one, test = what
    article = words.article(one.grounds.article, told.instrument, told.lang)
    figured = (not one.verdicts or one.value is not None) and one.status != NOT_APPLICABLE
    made = Shown(
        one.status,
        words.status(one.status, told.lang),
        words.SIGNS[one.status],
        label,
        numbers.together(words.compared(one, told)) if figured else "",
        article,
        words.verified(one, test),
        told.lang,
        notes,
        found=rests_on(numbers.together(words.found(one, told)), one, told) if figured else "",
        rests=tuple(_rests(one, told)),
    )
    over = replace(made, notes=(*above, *notes))
    labels = zip(one.verdicts, words.ways(one, told), strict=True)
    return replace(made, ways=tuple(_way((each, test), told, name, over) for each, name in labels))


def place(key: str) -> str:
    """The place of an input on its page, among the evidence."""
    return PLACE + re.sub(r"[^\w.-]+", "-", key)


def rests_on(text: str, one: Verdict, told: Told) -> str:
    """A figure that leads to the input that it is, else to the first that it is worked out from."""
    keys = _figures(one, told)
    if one.value is None or not keys:
        return text
    same = [key for key in keys if words.unit(key) == one.unit]
    exact = [key for key in same if told.practice.inputs[key].value == one.value]
    return numbered.leading(text, place((exact or keys)[0]))


def _figures(one: Verdict, told: Told) -> list[str]:
    """The inputs of a verdict and of the ways that led to its value, numbers first."""
    held = told.practice.inputs
    led = (each for each in one.leaves() if one.value is None or each.value == one.value)
    keys = dict.fromkeys(key for each in (*led, one) for key in each.inputs if key in held)
    return sorted(keys, key=lambda key: not _is_number(held[key].value))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _rests(one: Verdict, told: Told) -> Iterator[str]:
    """Each figure of a share, in words; a level says its own."""
    held = told.practice.inputs
    if one.verdicts or one.unit != "share" or one.value is None or one.figures:
        return
    for key in (key for key in _figures(one, told) if _is_number(held[key].value)):
        said = {"title": words.sentence(key, told.lang), "text": words.given(key, held[key], told)}
        yield numbered.leading(numbers.together(told._("{title}: {text}").format(**said)), place(key))


def _by(one: Verdict, told: Told) -> str:
    """By which way a test is met."""
    if one.status != PASS or one.joined != "any" or len(one.verdicts) < 2:
        return ""
    named_ = zip(one.verdicts, words.ways(one, told), strict=True)
    met = [name for each, name in named_ if each.status == PASS]
    if all(each.status in (PASS, NOT_APPLICABLE) for each in one.verdicts) and len(met) > 1:
        return ""  # by whichever way
    return told._("Met by: {ways}.").format(ways=words.joined(met, told.lang))


def _notes(one: Verdict, told: Told) -> Iterator[str]:
    """What is to be said beside a result: that it depends on a choice, why it is so, the numbers behind it."""
    if one.flips:
        yield told._("The result depends on the choice of the reference wage.")
    below = {each.reason for _depth, each in one.every() if each is not one}
    open_ = one.status == UNKNOWN and one.missing  # that it is not known is said already
    said = "" if open_ or one.reason in below else words.reason(one, told)
    if said:
        yield said
    if one.verdicts:
        return
    asked = ("condition.", "branch.", "benefit.") if one.relation == "yes" else ("condition.",)
    rules = [words.sentence(key, told.lang) for key in (*one.inputs, *one.missing) if key.startswith(asked)]
    yield from dict.fromkeys(rules)
    figures = words.figures(one, told)
    if figures:
        yield numbers.together(words.joined(figures, told.lang))
    yield from dict.fromkeys(_unsure(one, told))


def _unsure(one: Verdict, told: Told) -> Iterator[str]:
    """Where what a result rests on comes from, if it is estimated or provisional."""
    found = (told.practice.inputs.get(key) for key in one.inputs if one.status in (PASS, FAIL))
    for each in found:
        if each is not None and each.status in (ESTIMATED, PROVISIONAL) and each.source:
            said = {"status": told._(STATUSES[each.status]), "source": words.clean(each.source)}
            yield told._("Not final ({status}): {source}").format(**said)


def missing(verdicts: Sequence[Verdict], lang: str) -> tuple[Missing, ...]:
    """What tests of unknown result lack, each thing once."""
    keys = dict.fromkeys(
        key
        for verdict in verdicts
        if verdict.status == UNKNOWN
        for _depth, each in verdict.every()
        if each.status == UNKNOWN
        for key in each.missing
    )
    return tuple(Missing(words.clean(key), words.sentence(key, lang)) for key in keys)


@dataclass(frozen=True)
class Unsure:
    """A figure or a rule that was not read in the text of its instrument."""

    code: str
    part: str
    test: str
    article: str
    asked: str


def unverified(found: Assessment, practice: Practice, lang: str) -> list[Unsure]:
    """Every figure and rule used here that was not read in a text, each once."""
    told, instrument = Told(practice, found.instrument, lang), found.instrument
    rows: dict[Unsure, None] = {}

    def unsure(part: str, test: str, grounds: Grounds, asked: str) -> None:
        article = words.article(grounds.article, instrument, lang)
        rows[Unsure(instrument.code, part, test, article, asked)] = None

    for one in (*found.parts, *found.common):
        part = (
            words.part_name(one.part.name, one.part.title, lang) if one.part.name != instrument.code else ""
        )
        if not one.part.grounds.verified:
            unsure(part, told._("Articles of the Part"), one.part.grounds, "")
        for verdict in one.verdicts:
            for _depth, each in verdict.every():
                if not words.verified(each, verdict):
                    asked = words.required(each, told)
                    unsure(part, words.title_of(verdict, lang), each.grounds, asked)
        for requirement in one.part.requirements:
            for name, grounds in _apart(requirement):
                if not grounds.verified:
                    unsure(part, words.title_of(requirement, lang), grounds, told._(APART[name]))
    if instrument.acceptance and not instrument.acceptance.grounds.verified:
        unsure("", told._("Parts to accept"), instrument.acceptance.grounds, "")
    return list(rows)


def _apart(one: Requirement) -> Iterator[tuple[str, Grounds]]:
    """Facts of a requirement and of its ways that have grounds of their own: for whom a rate is, an article."""
    for facts in (one.facts, *(way.facts for way in one.ways)):
        yield from facts.get("grounds", {}).items()


def counted(found: Assessment) -> dict[str, tuple[PartVerdict, ...]]:
    """The Parts by their status."""
    return {
        status: tuple(one for one in found.parts if one.status == status) for status in (PASS, FAIL, UNKNOWN)
    }


def _whole(found: Assessment) -> bool:
    """Whether an instrument is one Part, so that there is nothing to count and to choose."""
    return len(found.parts) == 1 and not words.numbered(found.parts[0].part.name)


def headline(found: Assessment, told: Told) -> str:
    """The answer: can the instrument be ratified, or how much of a Recommendation is met."""
    _, verdict = told._, found.acceptance
    country = words.clean(named(told.practice.name, told.lang))
    said = {"country": country, "year": told.practice.year, "code": found.instrument.code}
    if verdict is None and _whole(found):
        said |= {"status": words.status(found.parts[0].status, told.lang)}
        return _("{country}, {year}, {code}: {status}; there is nothing to ratify.").format(**said)
    if verdict is None:
        by_status = counted(found)
        said |= {
            name: str(len(by_status[status]))
            for name, status in (("met", PASS), ("lost", FAIL), ("open", UNKNOWN))
        }
        return _(
            "{country}, {year}, {code}: Parts met {met}, not met {lost}, unknown {open}; nothing to ratify."
        ).format(**said)
    if verdict.status == PASS:
        return _("{country}, {year}: {code} can be ratified on what is known.").format(**said)
    if verdict.status == FAIL:
        return _("{country}, {year}: {code} cannot be ratified as things stand.").format(**said)
    return _("{country}, {year}: whether {code} can be ratified is not known yet.").format(**said)


def ratification(found: Assessment, told: Told) -> list[str]:
    """The ratification test in words: which Parts are met, how many lack, and of which one is needed."""
    _, acceptance = told._, found.instrument.acceptance
    if _whole(found) or (acceptance is not None and len(acceptance.parts) == 1):
        return _common(found, told)  # nothing to choose
    by_status = {
        status: [words.part_name(one.part.name, one.part.title, told.lang) for one in parts]
        for status, parts in counted(found).items()
    }
    lines = [
        said.format(parts=", ".join(by_status[status]))
        for status, said in (
            (PASS, _("Parts met: {parts}.")),
            (FAIL, _("Parts not met: {parts}.")),
            (UNKNOWN, _("Parts unknown: {parts}.")),
        )
        if by_status[status]
    ]
    if acceptance is None:
        return lines
    met = [one.part.name for one in counted(found)[PASS] if one.part.name in acceptance.parts]
    lines += [*_asked(acceptance, met, told), *_common(found, told)]
    why = words.reason(found.acceptance, told) if found.acceptance else ""
    return [why, *lines] if why else lines


def _asked(acceptance: Acceptance, met: Sequence[str], told: Told) -> Iterator[str]:
    """How many Parts are asked and lack, and of which one is needed."""
    _ = told._
    article = words.article(acceptance.grounds.article, told.instrument, told.lang)
    mark = "" if acceptance.grounds.verified else f" [{_('unverified')}]"
    asked = _("{article}: at least {count} of {all} Parts must be met. Met: {met}; lacking: {lacking}.")
    lacking = max(acceptance.at_least - len(met), 0)
    counts = {"count": acceptance.at_least, "all": len(acceptance.parts), "met": len(met), "lacking": lacking}
    yield asked.format(article=article, **counts) + mark
    if not acceptance.one_of:
        return
    held = [name for name in met if name in acceptance.one_of]
    template = (
        _("One of {parts} is needed: {held} is met.")
        if len(held) == 1
        else _("One of {parts} is needed: {held} are met.")
        if held
        else _("One of {parts} is needed: none of them is met.")
    )
    yield template.format(parts=", ".join(acceptance.one_of), held=", ".join(held)) + mark


def _common(found: Assessment, told: Told) -> list[str]:
    """What the Parts say that hold whichever Parts are accepted."""
    if not found.common:
        return []
    said = ", ".join(told._(OF_A_PART[one.status]).format(part=one.part.name) for one in found.common)
    return [told._("Parts that hold whichever are accepted: {parts}.").format(parts=said)]

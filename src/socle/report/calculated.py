"""What the law gives one household, rule by rule: for a terminal, and as JSON."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from socle.ground import units
from socle.ground.axes import FEMALE
from socle.ground.glossary import GLOSSARY
from socle.ground.words import N_
from socle.model.scenario import STATUS_QUO
from socle.model.trace import HEAD, Answer, HouseholdTrace, Luck, Numbers, Said, Step
from socle.report import labels, numbers
from socle.report.text import Translate, named, translator
from socle.run.calculator import Calculation

WIDTH, COLUMN, MOST = 88, 12, 4
NOT_ASKED = "-"
HEADS = {"any": N_("one of these:"), "none": N_("none of these:"), "all": N_("all of these:")}
PERIODS: Mapping[str, str] = {
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
COMPARED = (N_("comes to"), N_("compared with"))
TAKEN = {True: N_("Not asked, taken as met: {names}."), False: N_("Not asked, taken as not met: {names}.")}


@dataclass(frozen=True)
class Sheet:
    """How the numbers of some members are set: language, currency, and whether their luck was drawn."""

    lang: str
    currency: str
    drawn: bool = False
    width: int = WIDTH

    @property
    def say(self) -> Translate:
        """The translation into the language."""
        return translator(self.lang)

    def row(self, label: str, cells: Sequence[str], indent: int = 2) -> list[str]:
        """A label, wrapped, and a cell for each member at the right of its first line."""
        room = self.width - COLUMN * len(cells) - 1
        hang = " " * (indent + 2)
        wrapper = textwrap.TextWrapper(
            room,
            initial_indent=" " * indent,
            subsequent_indent=hang,
            break_long_words=False,
            break_on_hyphens=False,
        )
        first, *more = wrapper.wrap(label) or [""]
        above, first = ([first], "") if len(first) > room and cells else ([], first)
        line = first.ljust(self.width - COLUMN * len(cells)) + "".join(f"{c:>{COLUMN}}" for c in cells)
        return [*above, line.rstrip(), *more]

    def answer(self, value: float | None) -> str:
        """Yes or no; a dash where it was not asked."""
        return NOT_ASKED if value is None else self.say(N_("yes")) if value else self.say(N_("no"))

    def money(self, value: float | None) -> str:
        """An amount to the whole, with cents below a thousand."""
        if value is None:
            return NOT_ASKED
        return numbers.number(value, self.lang, 0 if abs(value) >= 1000 or value == round(value) else 2)

    def plain(self, value: float | None) -> str:
        """A number with as many decimals as it needs, four at most."""
        if value is None:
            return NOT_ASKED
        digits = next((d for d in range(4) if abs(value - round(value, d)) < 1e-9), 4)
        return numbers.number(value, self.lang, digits)

    def column(self, name: str, value: float | None) -> str:
        """What a member said, or another benefit gives."""
        if name not in GLOSSARY:
            return self.money(value)
        kind = GLOSSARY[name].kind
        if value is not None and name == "sex":
            return self.say(N_("female")) if value == FEMALE else self.say(N_("male"))
        if kind.condition:
            return self.answer(value)
        return self.money(value) if kind.money else self.plain(value)

    def said(self, one: Said, value: float | None) -> str:
        """A parameter in its own unit and period."""
        if value is None or not math.isfinite(value):
            return NOT_ASKED
        if one.kind == "money":
            return self.money(value / units.payments(one.per or "year"))
        if one.kind == "share":
            return numbers.share(value, self.lang)
        scale = {"months": units.MONTHS_PER_YEAR, "working days": units.WORKING_DAYS_PER_YEAR}
        return self.plain(value * scale.get(one.kind, 1))


def told(result: Calculation, lang: str) -> str:
    """The answer in one sentence, a table of what each member receives and pays, then every rule."""
    _ = translator(lang)
    sheet = Sheet(lang, result.currency)
    lines = [*textwrap.wrap(_sentence(result, sheet), WIDTH), *_assumptions(result, sheet)]
    if result.answers:
        lines += ["", *_overview(result, sheet)]
    for answer in result.answers:
        lines += ["", *_explained(answer, sheet, brief=len(result.answers) > MOST)]
    lines += [""] * bool(result.unanswered)
    for one in result.unanswered:
        reason = _(one.reason).format(**one.values)
        lines += textwrap.wrap(f"* {one.path}: {reason}", WIDTH, subsequent_indent="  ")
    return numbers.plain("\n".join(lines)).rstrip() + "\n"


def told_household(result: HouseholdTrace, lang: str) -> str:
    """The same for one benefit of one household of a survey, with its draws."""
    _ = translator(lang)
    sheet = Sheet(lang, result.currency, drawn=True)
    template = _(
        N_(
            "{benefit}, {country} {year} ({scenario}): household {household} receives {amount} {currency} a year."
        )
    )
    head = template.format(
        benefit=result.benefit,
        country=result.country,
        year=result.year,
        scenario=result.scenario,
        household=result.household,
        amount=sheet.money(sum(result.amounts)),
        currency=result.currency,
    )
    lines = textwrap.wrap(head, WIDTH)
    for part in result.stretches:
        if len(result.stretches) > 1:
            months = _(N_("From {date}, {months} months of the year:"))
            lines += [
                "",
                months.format(date=part.begins, months=sheet.plain(part.share * units.MONTHS_PER_YEAR)),
            ]
        lines += ["", *_explained(part.answer, sheet)]
    return numbers.plain("\n".join(lines)) + "\n"


def _sentence(result: Calculation, sheet: Sheet) -> str:
    received, paid = (_sum(result.answers, pays) for pays in (False, True))
    texts = {
        True: N_("{who} receives {received} {currency} a year and pays {paid}, by the law of {date}."),
        False: N_("{who} receives {received} {currency} a year, by the law of {date}."),
    }
    who = N_("This person") if result.members == 1 else N_("This household")
    if not result.answers:
        texts[False] = N_("{who}: no benefit asked for can be worked out, by the law of {date}.")
    kind = _sum([a for a in result.answers if _in_kind(a)], pays=False)
    more = (
        " " + sheet.say(N_("Of this, {amount} is in kind.")).format(amount=sheet.money(kind)) if kind else ""
    )
    text = sheet.say(texts[any(a.pays for a in result.answers)]).format(
        who=sheet.say(who),
        received=sheet.money(received),
        paid=sheet.money(paid),
        currency=result.currency,
        date=result.at,
    )
    return text + more


def _sum(answers: Sequence[Answer], pays: bool) -> float:
    return math.fsum(x or 0.0 for answer in answers if answer.pays == pays for x in answer.amounts)


def _in_kind(answer: Answer) -> bool:
    """Whether a benefit is care, services or goods, of which the amount is what they cost."""
    return answer.branch == "health" or any(step.name in ("visits", "services") for step in answer.steps)


def _assumptions(result: Calculation, sheet: Sheet) -> list[str]:
    """What was taken for granted, what the country says, and what no rule read."""
    _ = sheet.say
    sentences = []
    for met, template in TAKEN.items():
        if names := ", ".join(f"`{name}`" for name, value in result.assumed.items() if value == met):
            sentences.append(_(template).format(names=names))
    if result.known:
        values = "; ".join(f"`{name}` {sheet.money(value)}" for name, value in result.known.items())
        template = _(N_("From the country, {currency} a year: {values}."))
        sentences.append(template.format(currency=result.currency, values=values))
    if result.not_read and result.answers:
        names = ", ".join(f"`{name}`" for name in result.not_read)
        sentences.append(_(N_("No rule here read {names}.")).format(names=names))
    if not result.answers and result.country and result.scenario == STATUS_QUO:
        template = _(
            N_("The law of the floor can be asked instead: socle calculator {country} --scenario high.")
        )
        sentences.append(template.format(country=result.country))
    return [line for text in sentences for line in textwrap.wrap(text, WIDTH)]


def _overview(result: Calculation, sheet: Sheet) -> list[str]:
    """Money a year by benefit: of each member where they are few, and of the household."""
    few = result.members if 1 < result.members <= MOST else 0
    title = sheet.say(N_("{currency} a year")).format(currency=result.currency)
    heads = [_member(sheet, i) for i in range(few)] + [sheet.say(N_("in all"))]
    lines = [*sheet.row(title, heads, 0), "-" * WIDTH]
    for answer in result.answers:
        sign = -1.0 if answer.pays else 1.0
        amounts = [sign * (x or 0.0) for x in answer.amounts]
        lines += sheet.row(answer.path, [sheet.money(x) for x in [*amounts[:few], math.fsum(amounts)]], 0)
    if len(result.answers) > 1:
        rows = [[(-1.0 if a.pays else 1.0) * (x or 0.0) for x in a.amounts] for a in result.answers]
        each = [math.fsum(column) for column in zip(*rows, strict=True)]
        cells = [sheet.money(x) for x in [*each[:few], math.fsum(each)]]
        lines += ["-" * WIDTH, *sheet.row(sheet.say(N_("together")), cells, 0)]
    return lines


def _member(sheet: Sheet, i: int) -> str:
    return sheet.say(N_("member {number}")).format(number=i + 1)


def _explained(answer: Answer, sheet: Sheet, brief: bool = False) -> Iterator[str]:
    """Each rule of one benefit; many members stand in tables of some at a time."""
    title = named(answer.title, sheet.lang)
    yield from textwrap.wrap(f"{answer.path}: {title}", WIDTH)
    yield from textwrap.wrap(sheet.say(answer.law), WIDTH)
    if answer.flags:
        yield from textwrap.wrap(
            "* " + labels.join([sheet.say(labels.FLAG.get(f, f)) for f in answer.flags]), WIDTH
        )
    size = len(answer.amounts)
    for first in range(0, size, MOST):
        some = slice(first, min(first + MOST, size))
        cells = [_member(sheet, i) for i in range(size)[some]] if size > 1 else [""]
        yield from _table(_of(answer, some), sheet, cells, brief)


def _of(answer: Answer, some: slice) -> Answer:
    """The same for some of the members."""

    def said(one: Said) -> Said:
        return replace(one, values=one.values[some])

    def luck(one: Luck) -> Luck:
        return replace(one, shares=one.shares[some], draws=one.draws[some], met=one.met[some])

    steps = tuple(
        replace(
            step,
            values=step.values[some],
            read=tuple((name, values[some]) for name, values in step.read),
            said=tuple(map(said, step.said)),
            chance=tuple(map(luck, step.chance)),
            compared=(step.compared[0][some], step.compared[1][some]) if step.compared else None,
        )
        for step in answer.steps
    )
    return replace(
        answer,
        steps=steps,
        reached=tuple(map(luck, answer.reached)),
        own=tuple(map(said, answer.own)),
        eligible=answer.eligible[some],
        recipients=answer.recipients[some],
        amounts=answer.amounts[some],
    )


def _table(answer: Answer, sheet: Sheet, heads: Sequence[str], brief: bool) -> Iterator[str]:
    _ = sheet.say
    who = [step for step in answer.steps if step.place.startswith("who")]
    joined = {step.place for step in who if step.kind == HEAD}
    rest = [step for step in answer.steps if not step.place.startswith("who")]
    yield from sheet.row(_("Who"), heads, 0) if who else ()
    for step in _deciding(who, answer) if brief else who:
        yield from condition(step, sheet, joined)
    if brief and not any(answer.eligible):
        return
    yield from sheet.row(_(N_("meets the conditions")), [sheet.answer(x) for x in answer.eligible])
    if any(answer.eligible):
        yield from sheet.row(_("How much"), [""] * len(heads), 0)
        for step in rest:
            yield from _amount(step, sheet, answer.eligible)
        yield from _reached(answer, sheet)
    label = N_("pays, {currency} a year") if answer.pays else N_("receives, {currency} a year")
    label = N_("receives in kind, worth {currency} a year") if _in_kind(answer) else label
    yield from sheet.row(_(label).format(currency=sheet.currency), [sheet.money(x) for x in answer.amounts])
    yield from _by_period(answer, sheet)
    names = ", ".join(answer.depends_on)
    if names:
        yield from sheet.row(_(N_("depends on: {names}")).format(names=names), [], 2)


def _by_period(answer: Answer, sheet: Sheet) -> Iterator[str]:
    """The same in the period in which the file says the amount, or by month."""
    if not any(answer.amounts):
        return
    amounts = [one for step in answer.steps for one in step.said if one.kind == "money" and one.per]
    period = amounts[0].per if amounts else "month"
    if units.payments(period) > 1:
        label = sheet.say(N_("that is, {currency} {period}"))
        text = label.format(currency=sheet.currency, period=sheet.say(PERIODS[period]))
        yield from sheet.row(text, [sheet.money((x or 0.0) / units.payments(period)) for x in answer.amounts])


def _deciding(who: Sequence[Step], answer: Answer) -> Iterator[Step]:
    """The conditions that somebody does not meet, where nobody meets them all."""
    failed = {step.place for step in who if step.place.count(".") == 1 and 0.0 in step.values}
    for step in who:
        clause = step.place.rpartition(".")[0]
        single = not any(other.place == clause for other in who) and 0.0 in step.values
        if any(answer.eligible) or step.place in failed or clause in failed or single:
            yield step


def condition(step: Step, sheet: Sheet, joined: Container[str]) -> Iterator[str]:
    """A condition, or the head of joined ones, with what it read."""
    cells = [sheet.answer(value) for value in step.values]
    if step.kind == HEAD:
        yield from sheet.row(sheet.say(HEADS[step.name]), cells)
        return
    deep = 2 if step.place.rpartition(".")[0] in joined else 0
    yield from sheet.row(step.name, cells, 2 + deep)
    yield from details(step, sheet, 4 + deep)


def _amount(step: Step, sheet: Sheet, eligible: Numbers) -> Iterator[str]:
    cells = [
        sheet.money(value) if met else NOT_ASKED for value, met in zip(step.values, eligible, strict=True)
    ]
    of = sheet.say(N_(" (the household)")) if step.kind == "money of the household" else ""
    yield from sheet.row(f"{step.name}{of}", cells)
    yield from details(step, sheet, 4)


def details(step: Step, sheet: Sheet, indent: int) -> Iterator[str]:
    """The sentence of a rule, what it read, and what the law says to it."""
    pad = " " * indent
    yield from textwrap.wrap(
        sheet.say(step.sentence), sheet.width - 2, initial_indent=pad, subsequent_indent=pad
    )
    for name, values in step.read if step.read[:1] != ((step.name, step.values),) else ():
        yield from sheet.row(name, [sheet.column(name, value) for value in values], indent)
    for one in step.said:
        cells = [sheet.said(one, value) for value in one.values]
        yield from sheet.row(_words(one, sheet), cells, indent)
    for label, values in zip(COMPARED, step.compared or (), strict=False):
        number = sheet.money if step.measure == "money" else sheet.plain
        yield from sheet.row(sheet.say(label), [number(value) for value in values], indent)
    for luck in step.chance:
        yield from _luck(luck, sheet, indent)


def _words(one: Said, sheet: Sheet) -> str:
    """A parameter in the words of its file, and in which money its value stands beside them if in another."""
    doubts = [sheet.say(N_("unverified"))] if one.unverified else []
    words = f"{one.name}: {one.words} [{'; '.join(x for x in (one.where, one.source, *doubts) if x)}]"
    if one.currency in ("", sheet.currency):
        return words
    return sheet.say(N_("{words}, here in {currency}")).format(words=words, currency=sheet.currency)


def _reached(answer: Answer, sheet: Sheet) -> Iterator[str]:
    """Coverage and take-up: the words of the file, and for each member whether they are met."""
    lucks = {_short(luck.name): luck for luck in answer.reached}
    for one in answer.own:
        luck = None if sheet.drawn else lucks.pop(one.name, None)
        said = [sheet.said(one, value) for value in one.values]
        cells = [sheet.answer(value) for value in luck.met] if luck else said
        yield from sheet.row(_words(one, sheet), cells)
    for luck in lucks.values():
        yield from _luck(luck, sheet, 2)


def _luck(luck: Luck, sheet: Sheet, indent: int) -> Iterator[str]:
    """What chance decides: where it is drawn, the draw of each member, met where it is below the share."""
    name, cells = _short(luck.name), [sheet.answer(value) for value in luck.met]
    if sheet.drawn:
        name = sheet.say(N_("{name}: drawn, met if below {share}")).format(
            name=name, share=" / ".join(dict.fromkeys(sheet.plain(share) for share in luck.shares))
        )
        draws = [numbers.number(draw, sheet.lang, 3) for draw in luck.draws]
        cells = [f"{draw} {met}" for draw, met in zip(draws, cells, strict=True)]
    yield from sheet.row(name, cells, indent)


def _short(chance: str) -> str:
    """The last word of the name of a chance."""
    return chance.partition(":")[0].rpartition(".")[2]

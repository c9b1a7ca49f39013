"""The tables of an impact: what each says, in words ready to be laid out on a page or in a terminal."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from socle.ground.words import N_
from socle.report import impact_words as words
from socle.report import labels, numbers
from socle.report.impact_definitions import PERFORMANCE, means
from socle.report.impact_names import CLASS
from socle.report.impact_words import AFTER, BEFORE, CHANGE, DECILES, WELFARE
from socle.report.sections import Card, Table
from socle.report.text import named, translator
from socle.run.households import Households
from socle.run.impact import EVERYBODY, MEASURES, Row
from socle.run.impact_groups import GROUPS

SCALES = (
    (1e9, N_("billion {what}")),
    (1e6, N_("million {what}")),
    (1e3, N_("thousand {what}")),
    (1, "{what}"),
)
ERRORS = N_(
    "Intervals of 95 % respect the design of the sample; that of a change is of the difference on one sample."
)
CARE = N_("Health care is not money to live on: it is shown as a benefit and not counted in welfare.")
FINANCING = N_(
    "Contributions and taxes that the law of the scenario names are subtracted; what else pays for the benefits is not."
)
PROGRESSIVE = N_(
    "Kakwani: below 0, the money leans to the poor more than welfare does. Marginal contribution: the poverty rate or "
    "the Gini without this benefit less that with it."
)


def poverty(found: Households, lang: str) -> Table:
    """Poverty and inequality before and after, the change and its interval."""
    _, there = translator(lang), words.cells(found.impact.rows)
    rows = [
        (
            words.measure(measure, lang),
            *(
                means(text, measure)
                for text in (
                    *(numbers.share(there[measure, group].value, lang) for group in (BEFORE, AFTER)),
                    words.points(there[measure, CHANGE].value, lang),
                    words.interval(there[measure, CHANGE], lang),
                )
            ),
        )
        for measure in MEASURES
    ]
    head = (_("Measure"), _("Before"), _("After"), _("Change, points"), _("95 % interval of the change"))
    return Table(
        _caption(N_("Poverty and inequality"), found, lang), head, (("", tuple(rows)),), notes=(_(ERRORS),)
    )


def benefits(found: Households, lang: str) -> Table:
    """Each benefit and all cash together: who is reached, what is paid, what it does for the poor."""
    _, there = translator(lang), words.cells(found.impact.rows)
    shown = [*words.paths(found), EVERYBODY]
    spent = {path: there[f"{path}:spending", EVERYBODY].value for path in shown}
    reached = {path: there[f"{path}:coverage", EVERYBODY].value * found.survey.represented for path in shown}
    money, people = _scale(spent.values()), _scale(reached.values())
    rows = tuple(
        (
            words.benefit(found, path, lang),
            means(numbers.number(reached[path] / people[0], lang, 1), "coverage"),
            means(numbers.number(spent[path] / money[0], lang, 1), "spending"),
            *(_cell(there[f"{path}:{name}", EVERYBODY], lang) for name in PERFORMANCE),
        )
        for path in shown
    )
    head = (
        _("Benefit"),
        _("Reached, {persons}").format(persons=_(people[1]).format(what=_("persons"))),
        _("Paid a year, {money}").format(money=_(money[1]).format(what=found.currency)),
        _("Reached, % of people"),
        _("Poor missed, %"),
        _("Recipients not poor, %"),
        _("Closes, of 100 paid"),
        _("Gap closed, %"),
    )
    notes = (
        _(
            N_(
                "Persons are reached who live in a household that receives. The poor are those below the line before."
            )
        ),
        _(CARE),
        _(FINANCING),
    )
    return Table(_caption(N_("The benefits"), found, lang), head, (("", rows),), notes=notes)


def by_decile(found: Households, lang: str) -> Table:
    """All cash benefits by decile: who is reached, what each decile receives and gains."""
    _, there = translator(lang), words.cells(found.impact.rows)
    columns = {
        f"{EVERYBODY}:coverage": _("Reached, % of people"),
        f"{EVERYBODY}:benefit_incidence": _("Share of the money, %"),
        "mean_gain": _("Mean gain, {currency} a person a year").format(currency=found.currency),
        "relative_gain": _("Gain, % of the welfare before"),
    }
    shown = {measure: head for measure, head in columns.items() if (measure, "decile 1") in there}
    groups = [*words.deciles(), EVERYBODY]
    rows = [
        (words.group(group, lang), *(_cell(there.get((measure, group)), lang) for measure in shown))
        for group in groups
        if any((measure, group) in there for measure in shown)
    ]
    caption = _caption(N_("All cash benefits by decile"), found, lang)
    return Table(
        caption,
        (_("Decile"), *shown.values()),
        (("", tuple(rows)),),
        notes=(words.concept(DECILES, found, lang),),
    )


def by_group(found: Households, lang: str) -> Table | None:
    """All cash benefits by group of people: who is reached, what is gained, poverty before and after."""
    _, there = translator(lang), words.cells(found.impact.rows)
    columns = {
        f"{EVERYBODY}:coverage": _("Reached, % of people"),
        f"{EVERYBODY}:benefit_incidence": _("Share of the money, %"),
        "mean_gain": _("Mean gain, {currency} a person a year").format(currency=found.currency),
        "fgt0_before": _("Poor before, %"),
        "fgt0_after": _("Poor after, %"),
        "fgt0_change": _("Change, points"),
    }
    rows = tuple(
        (words.group(one, lang), *(_cell(there.get((measure, one)), lang) for measure in columns))
        for one in GROUPS
        if (next(iter(columns)), one) in there and math.isfinite(there[next(iter(columns)), one].value)
    )
    caption = _caption(N_("All cash benefits by group"), found, lang)
    return (
        Table(
            caption,
            (_("Group"), *columns.values()),
            (("", rows),),
            notes=(words.concept(WELFARE, found, lang),),
        )
        if rows
        else None
    )


def matrix(found: Households, measure: str, lang: str) -> Table:
    """One measure of every benefit by decile, in per cent."""
    _, there = translator(lang), words.cells(found.impact.rows)
    captions = {
        "coverage": N_("People reached by benefit and decile, %"),
        "benefit_incidence": N_("Share of the money of each benefit by decile, %"),
    }
    rows = tuple(
        (
            words.benefit(found, path, lang),
            *(_cell(there.get((f"{path}:{measure}", group)), lang) for group in words.deciles()),
        )
        for path in (*words.paths(found), EVERYBODY)
    )
    head = (_("Benefit"), *(str(at) for at in range(1, len(words.deciles()) + 1)))
    return Table(
        _caption(captions[measure], found, lang),
        head,
        (("", rows),),
        notes=(words.concept(DECILES, found, lang),),
    )


def progressivity(found: Households, lang: str) -> Table:
    """How far each benefit leans to the poor, and what it adds to the others."""
    _, there = translator(lang), words.cells(found.impact.rows)
    columns = {
        "average_transfer": _("Mean transfer of those reached, {currency} a year").format(
            currency=found.currency
        ),
        "poorest_20": _("Poorest 20 %: their part of the money over their part of people"),
        "kakwani": _("Kakwani index"),
        "fgt0_reduction": _("Fall of the poverty rate by it alone, %"),
        "marginal_fgt0": _("Marginal contribution to the poverty rate, points"),
        "marginal_gini": _("Marginal contribution to the Gini, points"),
    }
    shown = {name: head for name, head in columns.items() if (f"{EVERYBODY}:{name}", EVERYBODY) in there}
    rows = tuple(
        (
            words.benefit(found, path, lang),
            *(_index(there.get((f"{path}:{name}", EVERYBODY)), name, lang) for name in shown),
        )
        for path in (*words.paths(found), EVERYBODY)
    )
    notes = (_(PROGRESSIVE),)
    caption = _caption(N_("Progressivity and contribution of each benefit"), found, lang)
    return Table(caption, (_("Benefit"), *shown.values()), (("", rows),), notes=notes)


def payers(found: Households, lang: str) -> Table | None:
    """Contributions and taxes by decile; nothing where the scenario takes nothing."""
    _, there = translator(lang), words.cells(found.impact.rows)
    columns = {
        "contributions:payers": _("People who pay, %"),
        "contributions:payment_incidence": _("Share of what is paid, %"),
        "contributions:rate": _("Rate on gross income, %"),
        "contributions:net_rate": _("Rate less benefits, %"),
    }
    if ("contributions:payers", EVERYBODY) not in there:
        return None
    rows = tuple(
        (words.group(one, lang), *(_cell(there.get((measure, one)), lang) for measure in columns))
        for one in (*words.deciles(), EVERYBODY)
    )
    caption = _caption(N_("Contributions and taxes by decile"), found, lang)
    return Table(
        caption, (_("Decile"), *columns.values()), (("", rows),), notes=(words.concept(DECILES, found, lang),)
    )


def moves(found: Households, lang: str) -> Table | None:
    """Winners and losers of the scenario against no transfers, by decile, in per cent of people."""
    return _moved(found, found.impact.rows, words.scenario(found, lang), lang)


def moves_against(found: Households, lang: str) -> Table | None:
    """Winners and losers of the scenario against the second one."""
    return _moved(found, found.change, words.difference(found, lang), lang) if found.change else None


def _moved(found: Households, rows: Sequence[Row], scenario: str, lang: str) -> Table | None:
    _, there = translator(lang), words.cells(rows)
    groups = [one for one in (*words.deciles(), EVERYBODY) if (f"moved:{next(iter(CLASS))}", one) in there]
    if not groups:
        return None
    body = tuple(
        (words.group(one, lang), *(_cell(there.get((f"moved:{kind}", one)), lang) for kind in CLASS))
        for one in groups
    )
    heads = [labels.capital(_(text)) for text in CLASS.values()]
    caption = _caption(N_("Winners and losers, % of people by change of welfare"), found, lang, scenario)
    return Table(caption, (_("Decile"), *heads), (("", body),), notes=(words.concept(DECILES, found, lang),))


def contrast(found: Households, lang: str) -> Table | None:
    """What the scenario changes against the second one, on the same people."""
    if not found.change:
        return None
    _ = translator(lang)
    rows = [
        (
            words.measure(row.measure, lang),
            means(words.points(row.value, lang), row.measure),
            means(words.interval(row, lang), row.measure),
        )
        for row in found.change
        if row.measure in MEASURES
    ]
    caption = _caption(N_("Difference of two scenarios"), found, lang, words.difference(found, lang))
    head = (_("Measure"), _("Difference, points"), _("95 % interval"))
    return Table(caption, head, (("", tuple(rows)),), notes=(_(ERRORS),))


def not_computed(found: Households, lang: str) -> Table | None:
    """Benefits of the scenario that this survey cannot answer, with the reason."""
    _ = translator(lang)
    rows = tuple(
        (labels.capital(named(one.title, lang)), labels.filled(_(one.reason), one.values))
        for one in found.impact.not_computed
    )
    head = (_("Benefit"), _("Why it is not computed"))
    return Table(_("Benefits that the survey cannot answer"), head, (("", rows),), words=1) if rows else None


def cards(found: Households, lang: str) -> tuple[Card, ...]:
    """The impact at a glance."""
    _, there = translator(lang), words.cells(found.impact.rows)
    reached = there[f"{EVERYBODY}:coverage", EVERYBODY]
    spent = there[f"{EVERYBODY}:spending", EVERYBODY].value
    change, closed = there["fgt0", CHANGE], there[f"{EVERYBODY}:gap_efficiency", EVERYBODY]
    colour = labels.COLOUR
    return (
        Card(
            _("People reached"),
            colour["children"],
            numbers.share(reached.value, lang),
            _("95 % interval: {interval}").format(interval=words.interval(reached, lang)),
        ),
        Card(
            _("Paid a year"),
            colour["working_age"],
            numbers.plain(numbers.money(spent, found.currency, lang)),
            _("{share} of GDP").format(share=numbers.share(spent / found.gdp, lang)),
        ),
        Card(
            _("Change of poverty, points"),
            colour["old_age"],
            words.points(change.value, lang),
            _("95 % interval: {interval}").format(interval=words.interval(change, lang)),
        ),
        Card(
            _("Poverty gap closed"),
            colour["health"],
            numbers.share(closed.value, lang),
            _("95 % interval: {interval}").format(interval=words.interval(closed, lang)),
        ),
    )


def without(table: Table, columns: Collection[int]) -> Table:
    """The table without some of its columns."""

    def kept(row: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cell for at, cell in enumerate(row) if at not in columns)

    shown = tuple((title, tuple(map(kept, rows))) for title, rows in table.groups)
    return replace(table, head=kept(table.head), groups=shown)


def notes_once(tables: Sequence[Table]) -> list[Table]:
    """The tables with each note under the last that has it."""
    later: set[str] = set()
    kept = []
    for table in reversed(tables):
        kept.append(replace(table, notes=tuple(note for note in table.notes if note not in later)))
        later |= set(table.notes)
    return kept[::-1]


def _caption(text: str, found: Households, lang: str, scenario: str = "") -> str:
    """A caption with the country, the year, the scenario, and whether the survey is invented."""
    _ = translator(lang)
    title = _("{title}: {country} {year}, {scenario}").format(
        title=_(text),
        country=words.country(found, lang),
        year=found.year,
        scenario=scenario or words.scenario(found, lang),
    )
    return words.tagged(title, found, lang)


def _scale(values: Iterable[float]) -> tuple[float, str]:
    """The unit of a column: the largest in which its largest value has two figures before the decimal."""
    largest = max((value for value in values if math.isfinite(value)), default=0.0)
    return next(((size, text) for size, text in SCALES if largest >= 10 * size), SCALES[-1])


def _index(row: Row | None, measure: str, lang: str) -> str:
    """A share or a contribution in per cent or points, another index with three decimals."""
    if row is None or row.unit == "share" or measure.startswith("marginal") or row.unit == "money":
        return _cell(row, lang)
    return means(numbers.number(row.value, lang, 3), row.measure)


def _percent(value: float, lang: str) -> str:
    return numbers.number(100 * value, lang, 1)


def _cell(row: Row | None, lang: str) -> str:
    if row is None:
        return ""
    text = numbers.number(row.value, lang) if row.unit == "money" else _percent(row.value, lang)
    return means(text, row.measure)

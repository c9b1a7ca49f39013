"""A valuation in a terminal: the answer, then tables of 80 columns, what to know, and where the files went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Final

from socle.ground.words import N_
from socle.model.valued import ValuationResult, Valued
from socle.report import labels, numbers, plain_table
from socle.report import valuation_words as words
from socle.report.impact_sections import notes_once
from socle.report.plain_json import known
from socle.report.reweight_tables import flag_lines
from socle.report.sections import Table
from socle.report.text import translator
from socle.report.valuation_chances import bands, exhausted
from socle.report.valuation_names import BALANCE, DEBT, GENERATION, NAMES, PREMIUMS
from socle.report.valuation_rows import ALL, finances, scalars

WIDTH: Final = 80
STEPS: Final = (0, 1, 5, 10, 25, 50)  # years after the first that are shown, and the last
PEOPLE: Final = ("contributors", "pensioners")
MONEY: Final = ("payroll", "contributions", "returns", "benefits", "administration", "reserve_end")
RATES: Final = ("cost_rate", "income_rate")
COMPARED: Final = ("cost_rate", "income_rate", "funding_ratio", "reserve_end")
STEPWISE: Final = N_("Scaled premium, {first}-{last}")
RATIO: Final = N_("{name}, {years} years of spending")
UNDEFINED = N_(
    "For ever: not defined, because in the last year the return is not above the growth of payroll ({where})."
)


def summary(found: ValuationResult, lang: str, files: Iterable[Path] = ()) -> str:
    """The whole page."""
    _ = translator(lang)
    lines = _wrapped(words.headline(found, lang) + ".")
    lines += ["", *_wrapped(words.who(found, lang))]
    lines += flag_lines(found.warnings, lang)
    for table in tables(found, lang):
        lines += ["", *plain_table.lines(table, WIDTH)]
    lines += ["", *_told(found, lang)]
    written = [str(path) for path in files]
    if written:
        lines += ["", _("Written:"), *(f"  {path}" for path in written)]
    return numbers.plain("\n".join(lines)) + "\n"


def tables(found: ValuationResult, lang: str) -> list[Table]:
    """The tables of a valuation, in reading order; others may lay them out too."""
    made: list[Table | None] = [
        people(found, lang),
        money(found, lang),
        rates(found, lang),
        against(found, lang),
        measures(found, PREMIUMS, N_("Premiums, % of payroll, {first}-{last}"), lang),
        measures(found, BALANCE, N_("Balance over {first}-{last}"), lang),
        debt(found, lang),
        *(generations(found, sex, lang) for sex in (0, 1)),
        sensitivity(found, lang),
        *bands(found, lang),
        exhausted(found, lang),
    ]
    return notes_once([table for table in made if table])


def steps(found: ValuationResult) -> list[int]:
    """The positions of the years that are shown."""
    last = len(found.valued.over_time.years) - 1
    return sorted({step for step in STEPS if step < last} | {last})


def people(found: ValuationResult, lang: str) -> Table:
    """Contributors, and pensioners by benefit."""
    _ = translator(lang)
    named = {("contributors", ALL): _(NAMES["contributors"].title)}
    named |= {
        ("pensioners", name): words.benefit(found.valued, name, lang) for name in _benefits(found.valued)
    }
    return _by_year(found, _(N_("Contributors, and pensioners by benefit, person-years")), named, lang)


def money(found: ValuationResult, lang: str) -> Table:
    """Income, spending and the reserve in money of the day."""
    _ = translator(lang)
    named = {(name, ALL): _(NAMES[name].title) for name in MONEY}
    caption = _(N_("Finances, money of the day; flows of the year, reserve on 31 December"))
    return _by_year(found, caption, named, lang)


def rates(found: ValuationResult, lang: str) -> Table:
    """Cost rates with their two factors, contributions, funding ratio."""
    _ = translator(lang)
    named = {(name, ALL): _(NAMES[name].title) for name in RATES}
    named["funding_ratio", ALL] = _(N_("Funding ratio on 31 December, years of spending"))
    named["cost_rate", "administration"] = _(N_("{benefit}: cost rate")).format(
        benefit=_(NAMES["administration"].title)
    )
    for name in _benefits(found.valued):
        title = words.benefit(found.valued, name, lang)
        named["cost_rate", name] = _(N_("{benefit}: cost rate")).format(benefit=title)
        named["demographic_ratio", name] = "  = " + _(N_("pensioners per 100 contributors"))
        named["financial_ratio", name] = "  × " + _(N_("average pension, % of average earnings"))
    return _by_year(found, _(N_("Pay-as-you-go cost rates, % of payroll of the year")), named, lang)


def against(found: ValuationResult, lang: str) -> Table | None:
    """Two laws year by year, and how much the first has more than the second."""
    if found.against is None:
        return None
    _ = translator(lang)
    rows: list[tuple[str, ...]] = []
    at, both = steps(found), (found.valued, found.against)
    for measure in COMPARED:
        ours, theirs = ([float(finances(one)[measure][ALL, ALL][1][step]) for step in at] for one in both)
        apart = [a - b for a, b in zip(ours, theirs, strict=True)]
        both_laws = [*ours, *theirs]
        unit, cells = words.series([*both_laws, *apart], measure, found.data.facts.currency, lang, both_laws)
        name = _(NAMES[measure].title) + (f", {unit}" if unit else "")
        rows.append((name, *[""] * len(at)))
        for place, one in enumerate((*(words.law(one, lang) for one in both), _("difference"))):
            rows.append((f"  {one}", *cells[place * len(at) : (place + 1) * len(at)]))
    caption = _(N_("{law}, against {other}")).format(
        law=words.law(found.valued, lang), other=words.law(found.against, lang)
    )
    return Table(caption, ("", *_years(found, at)), (("", tuple(rows)),))


def measures(found: ValuationResult, chosen: Mapping[str, object], caption: str, lang: str) -> Table:
    """Numbers of all years at once; two laws side by side with their difference."""
    _, years = translator(lang), found.valued.over_time.years
    said = [scalars(one) for one in _laws(found)]
    rows: list[tuple[str, ...]] = []
    for measure in chosen:
        if measure == "scaled_premium":
            rows += _scaled(found, lang)
            continue
        name = _(NAMES[measure].title)
        if measure == "reserve_ratio_premium":
            ratio = numbers.number(found.valued.premiums.ratio, lang)
            name = _(RATIO).format(name=name, years=ratio)
        rows.append(_compared(found, measure, name, [one[measure] for one in said], lang))
    notes = []
    if (
        len(years) > 1
        and "general_average_for_ever" in chosen
        and any(one["general_average_for_ever"] is None for one in said)
    ):
        notes.append(_(UNDEFINED).format(where=_return_of_last_year(found, lang)))
    text = _(caption).format(first=years[0], last=years[-1])
    heads = _heads(found, f"{years[0]}-{years[-1]}", lang)
    return Table(text, heads, (("", tuple(rows)),), notes=tuple(notes))


def _return_of_last_year(found: ValuationResult, lang: str) -> str:
    """Where the institution says the return that holds in the last year."""
    years = found.data.table("years")
    return years.where(int(years.of("year").argmax()), "fund_return").worded(translator(lang))


def debt(found: ValuationResult, lang: str) -> Table | None:
    """What is owed on the first 1 January, in money and in payrolls of the first year."""
    if found.valued.debt is None:
        return None
    _, said = translator(lang), [scalars(one) for one in _laws(found)]
    payrolls = [float(one.fund.payroll[0, 0]) for one in _laws(found)]
    rows: list[tuple[str, ...]] = []
    for measure in DEBT:
        owed = [one.get(measure) for one in said]
        shares = [None if one is None else one / payroll for one, payroll in zip(owed, payrolls, strict=True)]
        rows.append(_compared(found, measure, _(NAMES[measure].title), owed, lang))
        rows.append(_compared(found, "cost_rate", "  " + _(N_("% of payroll")), shares, lang))
    reserve = [known(float(one.fund.reserve[0, 0])) for one in _laws(found)]
    rows.append(_compared(found, "reserve", _(NAMES["reserve"].title), reserve, lang))
    year = found.valued.over_time.years[0]
    caption = _(N_("Implicit debt on 1 January {year}, and the payroll of {year}")).format(year=year)
    return Table(caption, _heads(found, str(year), lang), (("", tuple(rows)),))


def generations(found: ValuationResult, sex: int, lang: str) -> Table | None:
    """What those who enter in a year pay and get, one sex."""
    _ = translator(lang)
    rows: list[tuple[str, ...]] = []
    entering = [one.year for one in found.valued.generations if one.sex == sex]
    if not entering:
        return None
    for measure, name in GENERATION.items():
        title = _(name.title) + (f", {_('%')}" if name.unit == "share" else "")
        said = [_lived(one, measure, sex) for one in _laws(found)]
        if len(said) > 1:
            rows.append((title, *[""] * len(entering)))
            said.append([a - b for a, b in zip(*said, strict=True)])
        heads = [title] if len(said) == 1 else [f"  {one}" for one in _heads(found, "", lang)[1:]]
        digits = 0 if name.unit == "age" else 2 if name.unit == "ratio" else 1
        for head, values in zip(heads, said, strict=True):
            rows.append((head, *(words.cell(value, measure, lang, digits) for value in values)))
    caption = N_("Men, by year of entry") if sex == 0 else N_("Women, by year of entry")
    return Table(_(caption), ("", *map(str, entering)), (("", tuple(rows)),))


def _lived(valued: Valued, measure: str, sex: int) -> list[float]:
    """A measure of every generation of one sex."""
    field = {"entry_age": "age", "retirement_age": "retires"}.get(measure, measure)
    return [float(getattr(one, field)) for one in valued.generations if one.sex == sex]


def sensitivity(found: ValuationResult, lang: str) -> Table | None:
    """One assumption changed at a time, everything else kept."""
    if not found.sensitivity:
        return None
    _, years = translator(lang), found.valued.over_time.years
    middle = years[(len(years) - 1) // 2]
    cost = _(NAMES["cost_rate"].title)
    head = ("", _(NAMES["general_average"].title), f"{cost} {middle}", f"{cost} {years[-1]}")
    rows = tuple(
        (
            labels.capital(_(one.name)),
            words.cell(one.general_average, "general_average", lang, 2),
            words.cell(one.cost_rate_middle, "cost_rate", lang, 2),
            words.cell(one.cost_rate_last, "cost_rate", lang, 2),
            words.alone(one.exhaustion, "exhaustion", "", lang, years[-1]),
        )
        for one in found.sensitivity
    )
    caption = _(N_("Sensitivity: one assumption changed, % of payroll"))
    return Table(caption, (*head, _(NAMES["exhaustion"].title)), (("", rows),))


def _by_year(found: ValuationResult, caption: str, named: Mapping[tuple[str, str], str], lang: str) -> Table:
    """Measures by year: rows are measures of a benefit or of all, with the unit of each."""
    at, said, rows = steps(found), finances(found.valued), []
    for (measure, benefit), name in named.items():
        values = [float(said[measure][benefit, ALL][1][step]) for step in at]
        unit, cells = words.series(values, measure, found.data.facts.currency, lang)
        shown = unit and NAMES[measure].unit in ("money", "persons")
        rows.append((f"{name}, {unit}" if shown else name, *cells))
    return Table(caption, ("", *_years(found, at)), (("", tuple(rows)),))


def _scaled(found: ValuationResult, lang: str) -> list[tuple[str, ...]]:
    """The steps of the scaled premiums."""
    rows, first = [], 0
    years = found.valued.over_time.years
    for length in found.valued.premiums.periods:
        name = translator(lang)(STEPWISE).format(first=years[first], last=years[first + length - 1])
        rates = [known(float(one.premiums.staircase[0, first])) for one in _laws(found)]
        rows.append(_compared(found, "scaled_premium", name, rates, lang))
        first += length
    return rows


def _compared(
    found: ValuationResult, measure: str, name: str, values: Sequence[float | None], lang: str
) -> tuple[str, ...]:
    """The row of a number alone with its unit, or of those of two laws and their difference."""
    last, currency = found.valued.over_time.years[-1], found.data.facts.currency
    if len(values) == 1:
        return (name, words.alone(values[0], measure, currency, lang, last))
    if NAMES[measure].unit == "money" and None not in values:
        both = [float(value or 0.0) for value in values]
        unit, cells = words.series([*both, both[0] - both[1]], measure, currency, lang, both)
        return (f"{name}, {unit}", *cells)
    cells = [words.alone(value, measure, currency, lang, last, brief=True) for value in values]
    return (name, *cells, words.difference(values[0], values[1], measure, currency, lang))


def _heads(found: ValuationResult, when: str, lang: str) -> tuple[str, ...]:
    """Two laws and their difference, or when the numbers of one are."""
    _ = translator(lang)
    laws = [words.law(one, lang) for one in _laws(found)]
    return ("", *laws, _("difference")) if len(laws) > 1 else ("", when)


def _laws(found: ValuationResult) -> list[Valued]:
    return [found.valued, *([found.against] if found.against else [])]


def _benefits(valued: Valued) -> list[str]:
    return list(valued.over_time.benefits)


def _years(found: ValuationResult, at: Sequence[int]) -> list[str]:
    return [str(found.valued.over_time.years[step]) for step in at]


def _told(found: ValuationResult, lang: str) -> list[str]:
    """Assumptions, sources, where definitions are, fingerprint."""
    _ = translator(lang)
    lines = [_("Assumptions"), *_items(words.assumption(one, lang) for one in words.stated(found))]
    lines += ["", _("Sources"), *_items(words.sources(found))]
    trace = found.trace
    text = _(N_("Socle {version}, run {fingerprint}.")).format(
        version=trace.version, fingerprint=trace.fingerprint
    )
    defined = _(N_("Every measure is defined in the rows, the JSON and the workbook (--csv, --json, --out)."))
    return [*lines, "", *_wrapped(defined), *_wrapped(text)]


def _items(texts: Iterable[str]) -> list[str]:
    return [
        line
        for text in texts
        for line in wrap(numbers.together(text), WIDTH, initial_indent="* ", subsequent_indent="  ")
    ]


def _wrapped(text: str) -> list[str]:
    return wrap(numbers.together(text), WIDTH)

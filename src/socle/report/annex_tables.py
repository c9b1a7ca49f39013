"""The tables of the world annex: what the page shows, and the first of them on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from socle.exchange.areas import group
from socle.ground.words import N_
from socle.model.aggregate import Aggregate
from socle.report import annex_words as words
from socle.report import numbers, plain_table
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.aggregates import FAMILIES
from socle.run.annex import ILO_SERIES, SEXES, Annex, Branch
from socle.run.indicator_law import UNREADABLE

WIDTH = 80
WEIGHED = N_(
    "Countries are weighted by gross domestic product in US dollars, of which their share is told; the median counts "
    "every country that reports alike. –: countries with too small a share report."
)
NO_NATIONAL = N_(
    "Not available: no published inquiry or law in the register says it. `socle inquiry` collects it, by country."
)
UNTOLD = N_(
    "{count} values of {countries} countries cannot be given; the CSV and the workbook say why of each."
)
WITHOUT_LAW = N_(
    "For {count} of them the files of the schemes hold recipients or amounts and not every condition of the law, so "
    "that those whom it names cannot be counted."
)


def coverage(found: Annex, lang: str, series: Sequence[str]) -> Table | None:
    """Every group of countries, one column for each series; a dash where too few countries report."""
    _ = translator(lang)
    branches = [one for one in found.branches if one.series in series]
    if not branches:
        return None
    groups = []
    for family in FAMILIES:
        rows = [
            (words.area(code, lang), *(words.value(one.statistic, lang) for one in _at(branches, code)))
            for code in _codes(branches[0], family)
        ]
        groups.append((translator(lang)(words.FAMILY[family]), tuple(rows)))
    return Table(
        _("Effective coverage by group of countries, {year}, %").format(year=found.year),
        (_("Group"), *(words.series(one.series, lang) for one in branches)),
        tuple(groups),
        notes=(_("–: reporting countries hold too few of the people concerned."),),
    )


def standing(found: Annex, lang: str) -> Table:
    """Who stands behind the world value of each series: countries, share of the people concerned, years."""
    _ = translator(lang)
    rows = []
    for branch in found.branches:
        world = branch.groups[0]
        years = world.years
        rows.append(
            (
                words.series(branch.series, lang),
                words.value(world.statistic, lang),
                *(_sexed(branch, sex, lang) for sex in SEXES),
                str(world.countries),
                words.percent(world.share, lang),
                "–" if years is None else f"{years[0]}–{years[1]}",
                words.concept(branch, lang),
            )
        )
    head = (
        _("Indicator"),
        _("World, %"),
        _(words.SEX["F"]),
        _(words.SEX["M"]),
        _("Countries"),
        _("Their share, %"),
        _("Years of values"),
        _("Weighted by"),
    )
    caption = _("Effective coverage of the world, {year}, and who stands behind it").format(year=found.year)
    return Table(caption, head, (("", tuple(rows)),), words=1)


def countries(found: Annex, lang: str) -> Table:
    """Every country, one column for each series of the ILO, each value with its year."""
    _ = translator(lang)
    branches = [one for one in found.branches if one.series in ILO_SERIES]
    held = [{row.iso3: row.value for row in one.countries} for one in branches]
    codes = sorted({iso3 for one in held for iso3 in one}, key=lambda iso3: words.area(iso3, lang))
    rows = tuple(
        (
            words.area(iso3, lang),
            *(words.value(one[iso3], lang, with_year=True) if iso3 in one else "–" for one in held),
        )
        for iso3 in codes
    )
    return Table(
        _("Effective coverage by country, latest value and its year, %"),
        (_("Country"), *(words.series(one.series, lang) for one in branches)),
        (("", rows),),
        notes=(_("–: no value in the years that count."),),
    )


def national(found: Annex, table: str, lang: str, whole: bool = False) -> Table:
    """National values from inquiries and law, both sexes; where there are none, the words that say so.

    Those that cannot be given are counted, or told with their reasons in a `whole` table.
    """
    _ = translator(lang)
    head = (
        _("Country"),
        _("Indicator"),
        _("Function"),
        _("Of whom"),
        _("Year"),
        _("Value, %"),
        _("Source or reason"),
    )
    rows = tuple(
        (
            words.area(one.area, lang),
            words.indicator(one.indicator, lang),
            words.function(one.function, lang),
            words.people(one, lang),
            str(one.year),
            words.value(one, lang),
            words.told(one, lang),
        )
        for one in words.of_everybody(found.national[table])
        if whole or not one.reason
    )
    silent = [one for one in words.of_everybody(found.national[table]) if one.reason]
    told = _(UNTOLD).format(count=len(silent), countries=len({one.area for one in silent}))
    unread = sum(one.reason == UNREADABLE for one in silent)
    why = (_(WITHOUT_LAW).format(count=unread),) if unread else ()
    notes = (told, *why) if silent else () if rows else (_(NO_NATIONAL),)
    return Table(_(words.TABLES[table]), head, (("", rows),), words=1, notes=notes)


def spending(found: Annex, lang: str) -> Table | None:
    """Expenditure by group of countries: of their product together, the median country, who stands behind it."""
    if not found.spending:
        return None
    _ = translator(lang)
    groups = tuple(
        (
            f"{words.indicator(one.code, lang)}, {one.year}",
            tuple(_spent(each, lang) for each in one.groups if each.countries),
        )
        for one in found.spending
    )
    head = (_("Group"), _("Value, %"), _("Median country, %"), _("Countries"), _("Their share, %"))
    return Table(_("Expenditure by group of countries"), head, groups, notes=(_(WEIGHED),))


def _spent(one: Aggregate, lang: str) -> tuple[str, ...]:
    middle = median(part.value for part in one.parts if part.value is not None and not part.imputed)
    return (
        words.area(one.statistic.area, lang),
        words.value(one.statistic, lang),
        words.percent(middle, lang),
        f"{one.countries}/{one.members}",
        words.percent(one.share, lang),
    )


def trend(found: Annex, lang: str) -> Table:
    """The world values of every year for which enough countries report."""
    _ = translator(lang)
    held = {
        branch.series: {one.statistic.year: one for one in branch.trend if one.statistic.area == "1"}
        for branch in found.branches
    }
    shown = {series: of for series, of in held.items() if len(of) > 1}
    years = sorted({year for of in shown.values() for year in of})
    rows = tuple(
        (
            words.series(series, lang),
            *(
                f"{words.value(of[year].statistic, lang)} ({of[year].countries})" if year in of else "–"
                for year in years
            ),
        )
        for series, of in shown.items()
    )
    note = _(
        "In brackets the number of countries. Countries enter and leave: a change between two years is not a change "
        "in the same countries."
    )
    caption = _("World values by year, %, each of the same edition")
    return Table(caption, (_("Indicator"), *map(str, years)), (("", rows),), notes=(note,))


def reasons(found: Annex, lang: str) -> Table:
    """Why groups have no value, or how theirs was made: one row for each series and group."""
    _ = translator(lang)
    rows = tuple(
        (f"{words.series(branch.series, lang)}: {words.area(one.statistic.area, lang)}", words.why(one, lang))
        for branch in found.branches
        for one in branch.groups
        if one.statistic.value is None
    )
    return Table(_("Values not given, and why"), (_("Value"), _("Reason")), (("", rows),), words=1)


def summary(found: Annex, lang: str, files: Iterable[Path] = ()) -> str:
    """The answer, the world by series and the files, for a terminal of 80 columns."""
    _ = translator(lang)
    whole = standing(found, lang)
    rows = tuple((row[0], row[1], row[4], row[5], row[6]) for row in whole.groups[0][1])
    head = tuple(whole.head[at] for at in (0, 1, 4, 5, 6))
    table = Table(whole.caption, head, (("", rows),))
    lines = [
        *plain_table._wrapped(words.headline(found, lang) + ".", WIDTH),
        "",
        *plain_table.lines(table, WIDTH),
        "",
        *(line for note in words.notes(found, lang) for line in plain_table._wrapped(note, WIDTH)),
        *(_("Written: {file}").format(file=path) for path in files),
        _("Fingerprint: {fingerprint}").format(fingerprint=found.trace.fingerprint),
    ]
    return "\n".join(numbers.plain(line) for line in lines) + "\n"


def _codes(branch: Branch, family: str) -> list[str]:
    return [one.statistic.area for one in branch.groups if group(one.statistic.area).family == family]


def _at(branches: Sequence[Branch], code: str) -> list[Aggregate]:
    return [one for branch in branches for one in branch.groups if one.statistic.area == code]


def _sexed(branch: Branch, sex: str, lang: str) -> str:
    found = branch.by_sex.get(sex)
    return words.value(found[0].statistic, lang) if found else "–"


def definitions(found: Annex, lang: str) -> Table:
    """What each series counts, and of whom it is a share."""
    _ = translator(lang)
    rows = tuple(
        (
            words.series(branch.series, lang),
            branch.series,
            _(words.NUMERATOR[branch.series]),
            words.concept(branch, lang),
        )
        for branch in found.branches
    )
    head = (_("Indicator"), _("Code"), _("Counted"), _("Weighted by"))
    return Table(_("Definitions"), head, (("", rows),), words=3)

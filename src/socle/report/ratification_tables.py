"""Ratifications in a terminal: the answer, the list, by region and Part, against counts of others; the campaign."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from socle.ground.words import N_
from socle.model.ratification import DATES, PARTS, Ratification, Replacing, Undated
from socle.report import listing, numbers, plain_table
from socle.report import ratification_words as words
from socle.report.code_names import area
from socle.report.listing import WIDTH
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.ratifications import Ratifications, Standing

HEADS = (N_("registered"), N_("Parts accepted"), N_("not verified"), N_("country"))

REPLACED = N_(
    "Accepted, but no longer in an official list, probably because a later Convention has replaced the Part: {list}. "
    "Which Parts a later Convention replaces where it is in force: {conventions}."
)
EARLY = N_(
    "No count of others confirms the register before {day}, and States that no longer exist are not in it."
)
ENDED = N_("An official list says that some Parts no longer apply because of {convention}: {countries}.")


def register_text(found: Ratifications, lang: str, files: Iterable[Path] = ()) -> str:
    """The answer, then who, when and for which Parts, then where and how sure."""
    _ = translator(lang)
    lines = [*listing.folded(words.headline(found, lang))]
    if not found.complete:
        lines += listing.folded(words.lower_bound(found.register, lang))
    if found.day < found.register.official[0].first:
        lines += listing.folded(_(EARLY).format(day=numbers.day(found.register.official[0].first, lang)))
    lines += ["", *_rows(found, lang)]
    for table in summary(found, lang):
        lines += ["", *plain_table.lines(table, WIDTH)]
    lines += ["", *_replaced(found, lang)]
    return text_of(lines, lang, files)


def summary(found: Ratifications, lang: str) -> list[Table]:
    """By region, by Part, by how sure; and against counts of others, which are of the world."""
    tables = [_parts(found, lang), _sure(found, lang)]
    return tables if found.region else [_regions(found, lang), *tables, _checks(found, lang)]


def cells(row: Ratification, lang: str) -> tuple[str, ...]:
    """A State as `HEADS` say."""
    return (row.registered, words.parts(row, lang), words.doubtful(row, lang), words.state(row.iso3, lang))


def undated_text(one: Undated, lang: str, files: Iterable[Path] = ()) -> str:
    """The number alone."""
    return text_of(listing.folded(words.undated(one, lang)), lang, files)


def campaign_text(found: Standing, lang: str, files: Iterable[Path] = ()) -> str:
    """How far the target is, and how fast it comes nearer."""
    _ = translator(lang)
    lines = listing.folded(words.aim(found, lang))
    if found.paces[-1].day > found.register.complete_to:
        lines += listing.folded(words.lower_bound(found.register, lang))
    lines += ["", *plain_table.lines(paces(found, lang), WIDTH)]
    return text_of(lines, lang, files)


def paces(found: Standing, lang: str) -> Table:
    """The campaign as of its beginning, of the last complete day, and of the day asked for."""
    _, rows = translator(lang), []
    for one in found.paces:
        open_ = one.day > found.register.complete_to
        none = _(N_("over")) if one.needed is None else ""
        needed = none if one.needed is None else words.bound(one.needed, lang, open_, 1, least=False)
        rows.append(
            (
                str(one.day),
                words.bound(one.count, lang, open_),
                words.bound(one.gap, lang, open_, least=False),
                numbers.number(one.years_left, lang, 1),
                needed,
                "" if one.so_far is None else words.bound(one.so_far, lang, open_, 1),
                words.reached(one, lang, open_),
            )
        )
    head = (
        _(N_("as of")),
        _(N_("ratified")),
        _(N_("lacking")),
        _(N_("years left")),
        _(N_("needed a year")),
        _(N_("a year so far")),
        _(N_("target reached")),
    )
    notes = (
        _(
            N_(
                "Lacking: {target} less those ratified. Needed a year: lacking / years left, to {ends}. A year so far: "
                "those since {begins} / years since. Target reached: when that pace would reach it."
            )
        ).format(
            target=found.campaign.target,
            ends=numbers.day(found.campaign.ends, lang),
            begins=numbers.day(found.campaign.begins, lang),
        ),
    )
    return Table("", head, (("", tuple(rows)),), notes=notes)


def _rows(found: Ratifications, lang: str) -> list[str]:
    _ = translator(lang)
    rows = [cells(row, lang) for row in found.rows]
    return listing.columns([_(head) for head in HEADS], rows) if rows else [_(N_("Nobody in the register."))]


def _regions(found: Ratifications, lang: str) -> Table:
    _ = translator(lang)
    rows = [
        (area(code, lang), words.bound(ends, lang, not found.complete))
        for code, ends in found.regions.items()
    ]
    return Table("", (_(N_("Region of the ILO")), _(N_("ratified"))), (("", tuple(rows)),))


def _parts(found: Ratifications, lang: str) -> Table:
    _ = translator(lang)
    rows = [
        (
            f"{one.part}  {words.branch(one.part, found.register, lang)}",
            words.whole(one.accepted, lang),
            words.whole(one.by_confidence.get("high", 0), lang),
            words.whole(one.accepted - one.by_confidence.get("high", 0), lang),
            words.whole(len(one.replaced), lang),
        )
        for one in found.parts
    ]
    head = (
        _(N_("Part")),
        _(N_("accepted")),
        _(N_("of these read")),
        _(N_("not verified")),
        _(N_("no longer listed")),
    )
    lost = sum(not row.parts for row in found.rows)
    notes = [
        _(N_("Parts as known today, whatever the day; of {count} States they are not established.")).format(
            count=words.whole(lost, lang)
        )
    ]
    return Table("", head, (("", tuple(rows)),), notes=tuple(notes))


def _sure(found: Ratifications, lang: str) -> Table:
    _ = translator(lang)
    rows = [
        (_(what), str(found.dates.get(key, "")), str(found.sure.get(key, "")))
        for key, what in {**DATES, **PARTS}.items()
    ]
    head = (_(N_("How sure")), _(N_("days")), _(N_("Parts")))
    return Table("", head, (("", tuple(row for row in rows if any(row[1:]))),))


def _checks(found: Ratifications, lang: str) -> Table:
    _ = translator(lang)
    rows = []
    for one in found.checks:
        official = one.official
        ours = [words.between(ends, lang) for ends in dict.fromkeys(one.ours)]
        rows.append(
            (
                f"{words.days(official.first, official.last)} ({official.source})",
                f"≥ {official.count}" if official.at_least else str(official.count),
                " … ".join(ours),
                _(N_("yes")) if one.agrees else _(N_("NO")),
            )
        )
    head = (_(N_("Counted by others")), _(N_("count")), _(N_("register")), _(N_("agrees")))
    return Table("", head, (("", tuple(rows)),))


def _replaced(found: Ratifications, lang: str) -> list[str]:
    _ = translator(lang)
    lines = []
    told = [f"{words.state(row.iso3, lang)} {' '.join(row.replaced)}" for row in found.rows if row.replaced]
    if told:
        by = [f"{one.convention} → {' '.join(one.parts)} ({_sureness(one, lang)})" for one in found.replaced]
        lines += listing.folded(_(REPLACED).format(list="; ".join(told), conventions="; ".join(by)))
    for code in sorted({code for row in found.rows for code in row.ended_by}):
        names = ", ".join(words.state(row.iso3, lang) for row in found.rows if code in row.ended_by)
        lines += listing.folded(_(ENDED).format(convention=code, countries=names))
    for row in found.rows:
        if row.exceptions:
            lines += listing.folded(
                _(N_("{country} uses temporary exceptions: {articles}.")).format(
                    country=words.state(row.iso3, lang), articles=", ".join(row.exceptions)
                )
            )
    return lines


def _sureness(one: Replacing, lang: str) -> str:
    return translator(lang)(N_("read") if one.verified else N_("unverified"))


def text_of(lines: list[str], lang: str, files: Iterable[Path]) -> str:
    """Lines for a terminal, and where files were written."""
    written = [str(path) for path in files]
    more = ["", translator(lang)("Written:"), *(f"  {path}" for path in written)] if written else []
    return numbers.plain("\n".join([*lines, *more])) + "\n"

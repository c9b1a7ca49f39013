"""Experience of a file of persons: exposure, crude and graduated rates, and a standard table beside them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from socle.exchange.experience_file import read_lives
from socle.ground.axes import SEXES, Array
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.measure import experience
from socle.model.experience import CAUSES, STILL_THERE, UNSAID, Lives
from socle.model.survey import Flag
from socle.project.experience import OLDEST, Exposure, born_in_january, exposure, observed_ages
from socle.project.whittaker import ORDERS, Graduated, graduate
from socle.run.experience_compared import (
    Comparison,
    ExperienceRequest,
    by_class,
    class_starts,
    compare,
    credible,
    of_sex,
    spans,
    standard_rates,
)

EPOCH = datetime.date(1970, 1, 1).toordinal()

ENDS = N_("The period ends on {date}, the last date in the file; `--to` sets another.")
YEARS_ONLY = N_("Persons of whom only the year of birth is known: {count}. 1 July of it is used.")
NO_CAUSE = N_("Exits without a cause: {count}. They end the observation and are no event.")
UNEXPOSED = N_("{sex}: events at ages without a day of exposure: {count}. They have no crude rate.")
FEW = N_(
    "{sex}: exposure at {found} ages; graduation of order {order} needs {needed} or more, and is left out."
)
FILLED = N_("{sex}: no exposure at ages {ages}; the graduated rates there come from their neighbours alone.")
BELOW = N_(
    "{sex}: graduated rates below 0 at ages {ages}; q is 0 there. `--scale log` knows no rate below 0."
)
MOST = N_(
    "{sex}: no curve is seen in the rates; automatic smoothing makes them a polynomial of degree {degree}."
)
LEAST = N_("{sex}: automatic smoothing hardly changes the crude rates; look at them, or give a number.")
NO_EVENTS = N_("{sex}: no event in {years} years of exposure; there is nothing to graduate.")
OUTSIDE = N_(
    "{sex}: the standard table gives no rate at ages {ages}; they are not compared, and stand by themselves."
)
UNREAD = N_("Columns not read: {names}.")
SEX = {"male": N_("Men"), "female": N_("Women"), "both": N_("Both sexes")}


@dataclass(frozen=True, eq=False)
class Group:
    """The experience of a sex, or of both: columns by name, all [age]; classes of age with their rates."""

    sex: str
    ages: NDArray[np.int64]
    columns: Mapping[str, Array]
    starts: tuple[int, ...]  # first ages of the classes
    classes: experience.Rates
    total: experience.Rates
    graduated: Graduated | None
    compared: Comparison | None


@dataclass(frozen=True, eq=False)
class Experience:
    """What a file says between two days, both within."""

    first: datetime.date
    last: datetime.date
    persons: int  # observed for a day or more
    groups: tuple[Group, ...]
    notes: tuple[Flag, ...] = field(default=())


def experienced(request: ExperienceRequest) -> Experience:
    """Exposure, rates, graduation and comparison of a file."""
    event = _event(request.event)
    if request.standard and request.age_on != "birthday":
        raise Refusal("A standard table is by completed age: leave `--age january` out to compare with it.")
    standard = standard_rates(request.standard) if request.standard else None
    lives, unread = read_lives(request.file)
    first, until, notes = _period(lives, request)
    if request.age_on == "january":
        lives = _by_year(lives, first, until)
    _young_enough(lives, first, until)
    notes += _said_of(lives, unread)
    parts = [exposure(lives.only(lives.sex == sex), first, until, event) for sex in range(len(SEXES))]
    if not sum(part.days.sum() for part in parts) > 0:
        raise Refusal(
            "Nobody in this file is observed between {first} and {last}.",
            where=str(request.file),
            first=_date(first),
            last=_date(until - 1),
        )
    chosen = [((place,), sex) for place, sex in enumerate(SEXES)] if request.by_sex else [((0, 1), "both")]
    groups = []
    for places, sex in chosen:
        if held := [place for place in places if (parts[place].days + parts[place].events).any()]:
            tables = [] if standard is None else [of_sex(standard, SEXES[place]) for place in held]
            groups.append(_group(sex, [parts[place] for place in held], tables, request, notes))
    there = (np.minimum(lives.exit, until) > np.maximum(lives.entry, first)).sum()
    return Experience(_date(first), _date(until - 1), int(there), tuple(groups), tuple(notes))


def _event(name: str) -> int:
    if name not in CAUSES:
        raise Refusal(
            "`{name}` is not a cause of exit; write {valid}.",
            name=name,
            valid=", ".join(CAUSES),
            nearest=nearest(name, CAUSES),
        )
    return CAUSES.index(name)


def _date(day: int) -> datetime.date:
    return datetime.date.fromordinal(EPOCH + int(day))


def _period(lives: Lives, request: ExperienceRequest) -> tuple[int, int, list[Flag]]:
    """The first day observed and the day after the last."""
    notes = []
    first = int(lives.entry.min()) if request.first is None else request.first.toordinal() - EPOCH
    if request.last is None:
        left = lives.exit[lives.exit != STILL_THERE]
        last = int(max(lives.entry.max(), left.max(initial=lives.entry.max())))
        notes.append(Flag(ENDS, {"date": str(_date(last))}))
    else:
        last = request.last.toordinal() - EPOCH
    if first > last:
        raise Refusal(
            "The period begins on {first}, after its end on {last}.", first=_date(first), last=_date(last)
        )
    return first, last + 1, notes


def _by_year(lives: Lives, first: int, until: int) -> Lives:
    """The same lives, each year at the age they had on its 1 January; refuses the first who has none."""
    shifted = born_in_january(lives.birth)
    start = np.maximum(lives.entry, first)
    unborn = (shifted > start) & (start < until) & (lives.exit >= first)
    if unborn.any():
        raise Refusal(
            "This person is observed in the year of birth, and has no age on 1 January.",
            where=lives.at(int(np.argmax(unborn))),
        )
    return replace(lives, birth=shifted)


def _young_enough(lives: Lives, first: int, until: int) -> None:
    """Refuses the first person who would be older than anybody."""
    within = (lives.entry < until) & (lives.exit >= first)
    old = within & (observed_ages(lives, until) > OLDEST)
    if old.any():
        raise Refusal(
            "This person is still observed at an age above {oldest}: is the exit missing?",
            where=lives.at(int(np.argmax(old))),
            oldest=OLDEST,
        )


def _said_of(lives: Lives, unread: tuple[str, ...]) -> list[Flag]:
    notes = []
    if lives.years_only:
        notes.append(Flag(YEARS_ONLY, {"count": str(lives.years_only)}))
    if no_cause := int(((lives.exit != STILL_THERE) & (lives.cause == UNSAID)).sum()):
        notes.append(Flag(NO_CAUSE, {"count": str(no_cause)}))
    if unread:
        notes.append(Flag(UNREAD, {"names": ", ".join(unread)}))
    return notes


def _group(
    sex: str,
    parts: list[Exposure],
    tables: list[Array],
    request: ExperienceRequest,
    notes: list[Flag],
) -> Group:
    """One group from the youngest to the oldest age with exposure or events; `tables` is empty without a standard."""
    heads, counts = np.stack([part.central for part in parts]), np.stack([part.events for part in parts])
    there = np.flatnonzero((heads.sum(axis=0) > 0) | (counts.sum(axis=0) > 0))
    span = slice(int(there[0]), int(there[-1]) + 1)
    ages = np.arange(span.start, span.stop)
    crude = experience.rates(counts.sum(axis=0)[span], heads.sum(axis=0)[span], request.level)
    columns = {
        "exposure": crude.exposure,
        "events": crude.events,
        "crude_m": crude.rate,
        "crude_m_low": crude.low,
        "crude_m_high": crude.high,
        "crude_q": experience.probability(crude.rate),
    }
    if request.initial:
        initial = np.stack([part.initial for part in parts]).sum(axis=0)[span]
        columns |= {"initial_exposure": initial, "initial_q": experience.divided(crude.events, initial)}
    graduated = _graduated(sex, ages, crude, request, notes)
    unknown = np.full(len(ages), np.nan)
    final = columns["graduated_m"] = graduated.values if graduated else unknown
    columns["graduated_sd"] = graduated.deviation if graduated else unknown
    compared, starts = None, class_starts(ages)
    if tables:
        rates = np.stack(tables)[:, span]
        compared, added = compare(heads[:, span], crude, rates, starts, request)
        columns |= added
        if (outside := ages[np.isnan(added["standard_m"])]).size:
            notes.append(Flag(OUTSIDE, {"sex": SEX[sex], "ages": spans(outside)}))
        final = columns["credible_m"] = credible(final, added["standard_m"], compared.trust)
    columns["q"] = experience.probability(np.maximum(final, 0.0))
    classes = by_class(crude, starts, request.level)
    first_ages = tuple(int(ages[start]) for start in starts)
    return Group(sex, ages, columns, first_ages, *classes, graduated, compared)


def _graduated(
    sex: str, ages: NDArray[np.int64], crude: experience.Rates, request: ExperienceRequest, notes: list[Flag]
) -> Graduated | None:
    """The graduated rates of a group, and what to know of them; none without an event."""
    stray = crude.events[crude.exposure == 0].sum()
    if stray:
        notes.append(Flag(UNEXPOSED, {"sex": SEX[sex], "count": f"{stray:g}"}))
    events = np.where(crude.exposure > 0, crude.events, 0.0)
    if not events.sum() > 0:
        notes.append(Flag(NO_EVENTS, {"sex": SEX[sex], "years": f"{crude.exposure.sum():.0f}"}))
        return None
    if request.order in ORDERS and (known := int((crude.exposure > 0).sum())) <= request.order:
        values = {"found": str(known), "order": str(request.order), "needed": str(request.order + 1)}
        notes.append(Flag(FEW, {"sex": SEX[sex], **values}))
        return None
    empty = ages[crude.exposure == 0]
    if len(empty):
        notes.append(Flag(FILLED, {"sex": SEX[sex], "ages": spans(empty)}))
    found = graduate(
        events, crude.exposure, order=request.order, smoothing=request.smoothing, scale=request.scale
    )
    below = ages[found.values < 0]
    if len(below):
        notes.append(Flag(BELOW, {"sex": SEX[sex], "ages": spans(below)}))
    if found.at_bound:
        bound = MOST if found.at_bound > 0 else LEAST
        notes.append(Flag(bound, {"sex": SEX[sex], "degree": str(request.order - 1)}))
    return found

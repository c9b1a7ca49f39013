"""The loop of drawn lives as text, one life after another, with a hole for each answer of the law.

The same events from the same draws as in `drawn_lives.drawn`. Lives are added up in a fixed number of groups,
whose order no number of threads changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from socle.ground.axes import SEXES, Array
from socle.project.drawn_lives import (
    AGED,
    BITS,
    CONTRIBUTED,
    CREDIT,
    DEATH,
    EARNINGS,
    EVENTS,
    GOLDEN,
    INVALIDITY,
    LAST_SHIFT,
    MIX,
    MOVE,
    PEOPLE,
    RETIREMENT,
    STAYS,
    UNIT,
    Asked,
    Drawn,
    Lives,
    Past,
    Rates,
    started,
)

GROUPS: Final = 16
ARGUMENTS: Final = (
    *("int64", "int64", "int64", "read uint64[]", "read int64[]", "read int64[]"),
    *("read float64[]", "read float64[]", "read int64[]", "read int64[]", "read float64[][]"),
    *["read float64[][][]"] * 5,
    *("read float64[][]", "read float64[][]", "read float64[]", "read float64[][][][]"),
    *("read float64[][]", "read float64[][][][]", "read int64[]", "read float64[]"),
    *("float64[][][][]", "float64[][][][][]", "float64[][][][][]", "int64[]", "int64[]", "float64[][]"),
)
DRAW: Final = f"""\
from numpy import sort, uint64, zeros


@register_jitable
def draw(start, counter):
    bits = start + counter * uint64({GOLDEN})
    bits = (bits ^ (bits >> uint64({MIX[0][0]}))) * uint64({MIX[0][1]})
    bits = (bits ^ (bits >> uint64({MIX[1][0]}))) * uint64({MIX[1][1]})
    bits = bits ^ (bits >> uint64({LAST_SHIFT}))
    return float(bits >> uint64({BITS})) * {UNIT!r}

"""
TEXT: Final = f"""\
def kernel(
    first, last, first_year, start, sex, age, service, level, active, waited, accounts,
    death, invalidity, leaving, returning, density, retirement, earnings, spread, revaluation,
    numbers, cells, counted, growth, flows, awards, amounts, left, happened, awarded
):
    years = death.shape[0]
    oldest = death.shape[2] - 1
    for group in range(first, last):
        begin = group * len(sex) // {GROUPS}
        for i in range(begin, (group + 1) * len(sex) // {GROUPS}):
            s = sex[i]
            x = age[i]
            served = service[i]
            insured = active[i] > 0
            wait = waited[i]
            luck = start[i]
            {{opened}}
            for t in range(years):
                if t > 0:
                    {{revalued}}
                    pass
                wait = wait + 1 if {{eligible}} else 0
                hazard = 0.0
                if wait > 0:
                    hazard = 1.0 if x == oldest else retirement[s, min(wait, retirement.shape[1]) - 1]
                at = uint64(first_year + t) * uint64({EVENTS})
                when = 1.0
                event = {STAYS}
                u = draw(luck, at + uint64({DEATH}))
                if u < death[t, s, x] * when:
                    when = u / death[t, s, x]
                    event = {DEATH}
                if insured:
                    u = draw(luck, at + uint64({INVALIDITY}))
                    if u < invalidity[t, s, x] * when:
                        when = u / invalidity[t, s, x]
                        event = {INVALIDITY}
                if hazard > 0.0:
                    u = draw(luck, at + uint64({RETIREMENT}))
                    if u < hazard * when:
                        when = u / hazard
                        event = {RETIREMENT}
                rate = leaving[t, s, x] if insured else returning[t, s, x]
                if draw(luck, at + uint64({MOVE})) < rate * when:
                    event = {RETIREMENT} if x == oldest and hazard > 0.0 else {MOVE}
                part = 0.0
                if insured:
                    part = 1.0 if event == {STAYS} else 0.5
                elif event == {MOVE}:
                    part = 0.5
                if part > 0.0 and draw(luck, at + uint64({CREDIT})) < part * density[t, s, x]:
                    point = int(draw(luck, at + uint64({EARNINGS})) * len(spread))
                    earned = level[i] * earnings[s, x] * spread[point]
                    flows[group, 0, t, s] += 1.0
                    {{paid}}
                    {{credited}}
                    served += 1.0
                cashed = False
                {{past}}
                if event == {RETIREMENT}:
                    {{retiring}}
                    flows[group, {{people}} + {PEOPLE.index("retiring")}, t, s] += 1.0
                elif event == {INVALIDITY}:
                    {{invalid}}
                    flows[group, {{people}} + {PEOPLE.index("invalid")}, t, s] += 1.0
                elif event == {DEATH}:
                    {{dying}}
                    flows[group, {{people}}, t, s] += 1.0
                elif event == {MOVE}:
                    if insured:
                        {{moving}}
                        flows[group, {{people}} + {PEOPLE.index("leaving")}, t, s] += 1.0
                        if cashed:
                            flows[group, {{people}} + {PEOPLE.index("cashing_out")}, t, s] += 1.0
                    else:
                        flows[group, {{people}} + {PEOPLE.index("returning")}, t, s] += 1.0
                    insured = not insured
                if cashed or (event != {STAYS} and event != {MOVE}):
                    left[i] = t
                    happened[i] = event
                    break
                if x == oldest:
                    flows[group, {{people}} + {PEOPLE.index("aged_out")}, t, s] += 1.0
                    left[i] = t
                    happened[i] = {AGED}
                    break
                x += 1
"""
PAST: Final = f"""\
last_earnings = 0.0
if event != {STAYS}:
    worth = 1.0
    many = max(counted[t], 1)
    held = zeros({{years}})
    for back in range(len(held)):
        then = max(t - back, 0)
        had_at = max(x - back, 0)
        point = int(draw(luck, at - uint64({EVENTS} * back) + uint64({EARNINGS})) * len(spread))
        had = level[i] * earnings[s, had_at] * spread[point]
        held[back] = {{insured}} * worth
        worth *= 1.0 + growth[then]
    {{chosen}}
    for back in range(many):
        last_earnings += held[back] / many
"""
LAST: Final = ("many", ("",))  # how many years are looked at, and what is done with them
BEST: Final = ("x + 1", ("held = sort(held)[::-1]", "many = min(many, x + 1)"))
OPENED: Final = (("retiring", RETIREMENT), ("invalid", INVALIDITY), ("dying", DEATH), ("moving", MOVE))


@dataclass(frozen=True, eq=False)
class Compiled:
    """A law inside the loop, and what it reads."""

    kernel: Callable[..., None]
    numbers: Array  # [year, number]
    cells: Array  # [cell, year, sex, working age]


def number_at(place: int, past: bool = False) -> str:
    """The text that reads a number of the law that changes with the year; of a past year with `past`."""
    return f"numbers[{'then' if past else 't'}, {place}]"


def cell_at(place: int, past: bool = False) -> str:
    """The text that reads a number of the law that changes with the year, sex and age."""
    return f"cells[{place}, {'then, s, had_at' if past else 't, s, x'}]"


def columns_of(question: str, accounts: tuple[str, ...], past: bool = False) -> dict[str, str]:
    """What stands in the text for the columns that a life brings to a question."""
    known = {"service": "served", **{name: f"account_{i}" for i, name in enumerate(accounts)}}
    if question.startswith("how_much."):
        return {**known, "last_earnings": "last_earnings"}
    return known if question.startswith("who.") else {**known, "earnings": "had" if past else "earned"}


def kernel_of(
    asked: Asked, accounts: tuple[str, ...], calls: Mapping[str, str], best: bool | None = None
) -> str:
    """The loop with the text of a call for each question in its hole.

    Where the law counts earnings of past years, `calls` says under `past` what of them was insured, and `best`
    whether the best or the last of them count.
    """
    paid = ["insurable_earnings", *(f"contribution.{name}" for name in asked.payers)]
    credited = [f"credit_{i} = {calls[f'credit.{name}']}" for i, name in enumerate(accounts)]
    holes = {
        "opened": [f"account_{i} = accounts[{i}, i]" for i in range(len(accounts))],
        "revalued": [f"account_{i} *= 1.0 + revaluation[{i}, t, s, x]" for i in range(len(accounts))],
        "paid": [f"flows[group, {i}, t, s] += {calls[name]}" for i, name in enumerate(paid, start=1)],
        "credited": [*credited, *(f"account_{i} += credit_{i}" for i in range(len(accounts)))],
        "past": [] if best is None else _past(calls["past"], best),
        **{name: _awarded(asked, event, calls) for name, event in OPENED},
    }
    eligible = [f"{calls[f'who.{one.name}']} > 0.0" for _, one in asked.opened_by(RETIREMENT)]
    lines = []
    for line in TEXT.splitlines():
        filled = holes.get(line.strip(" {}"))
        indent = line[: len(line) - len(line.lstrip())]
        lines += [line] if filled is None else [indent + said for said in filled]
    people = len(CONTRIBUTED) + len(asked.payers)
    text = "\n".join([*lines, ""])
    return DRAW + text.format(eligible=" or ".join(eligible) or "False", people=people)


def _past(insured: str, best: bool) -> list[str]:
    years, chosen = BEST if best else LAST
    text = PAST.format(years=years, insured=insured, chosen="\n    ".join(chosen))
    return [line for line in text.splitlines() if line.strip()]


def _awarded(asked: Asked, event: int, calls: Mapping[str, str]) -> list[str]:
    lines = []
    for i, promise in asked.opened_by(event):
        lines += [
            f"if {calls[f'who.{promise.name}']} > 0.0:",
            f"    amount = {calls[f'how_much.{promise.name}']}",
            f"    awards[group, {i}, t, s, x] += 1.0",
            f"    amounts[group, {i}, t, s, x] += amount",
            f"    awarded[{i}, i] = amount",
            *(["    cashed = True"] if event == MOVE else []),
        ]
    return lines or ["pass"]


def drawn_fast(
    lives: Lives,
    rates: Rates,
    asked: Asked,
    law: Compiled,
    seed: int = 0,
    threads: int = 1,
) -> Drawn:
    """All lives over all years by a compiled law."""
    made = Drawn.empty(len(lives), rates, asked)
    flows = np.zeros((GROUPS, *made.flows.shape))
    awards = np.zeros((2, GROUPS, *made.awards.shape))
    names = tuple(lives.accounts)
    growth = np.zeros((len(names), rates.years, len(SEXES), rates.ages))
    for i, name in enumerate(names):
        growth[i] = rates.revaluation[name]
    held = np.array([lives.accounts[name] for name in names]).reshape(len(names), len(lives))
    tables = (rates.death, rates.invalidity, rates.leaving, rates.returning, rates.density)
    past = rates.past or Past(np.zeros(1, dtype=np.int64), np.zeros(1), best=False)
    given = (
        rates.first_year, started(lives.luck, seed), lives.sex, lives.age, lives.service, lives.level,
        lives.active.astype(np.int64), lives.waited, held,
        *(np.ascontiguousarray(table) for table in (*tables, rates.retirement, rates.earnings, rates.spread)),
        growth, law.numbers, law.cells, past.counted, past.growth, flows, *awards, made.left, made.event, made.awarded,
    )  # fmt: skip

    def work(group: int) -> None:
        law.kernel(group, group + 1, *given)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(GROUPS)))
    counts, amounts = awards.sum(axis=1)
    return Drawn(flows.sum(axis=0), counts, amounts, made.left, made.event, made.awarded)

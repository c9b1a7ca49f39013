"""A scheme over the years by its compiled loop: what the loop reads laid side by side, and its sums told as series."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import SEXES, Array
from socle.model.insured import Ask, Insured, InsuredOverTime, Pensions, Valuation
from socle.project.scheme import Flows, over_time
from socle.project.scheme_kernel import HAZARDS, KINDS, PEOPLE, RATES, Form
from socle.project.waiting import at_first, in_year

Years = Sequence[Array]  # one array [scenario, sex, class, age, service] for each year, or one for all
Numbers = NDArray[Any]
PIECES: Final = 4  # for each thread, so that one that is held up leaves its part to the others


@dataclass(frozen=True, eq=False)
class Laid:
    """Readings beside each other, each year once; the first numbers are nothing."""

    pool: Array
    starts: Numbers  # [reading, year] where the first number stands
    strides: Numbers  # [reading, scenario, sex, class and age] numbers from one to the next


def assumed(ask: Ask, valuation: Valuation) -> dict[str, Years]:
    """What the loop reads of people: rates of the insured, and of retirement by how long they have waited."""
    rates = {name: getattr(valuation.experience, name) for name in RATES}
    soon: list[Array] = []
    later: list[Array] = []
    waiting = at_first(ask, valuation)
    for year in valuation.years:
        waiting = in_year(ask, valuation, year, waiting)
        soon.append(waiting.hazards[0])
        later.append(waiting.hazards[1])
    return {**rates, **dict(zip(HAZARDS, (soon, later), strict=True))}


def by_service(readings: Mapping[str, Years]) -> dict[str, bool]:
    """Which readings change with service."""
    return {name: any(one.shape[-1] > 1 for one in years) for name, years in readings.items()}


def laid(readings: Mapping[str, Years], years: int, services: int) -> Laid:
    """All readings in one row of numbers."""
    parts = [np.zeros(services)]
    starts = np.zeros((len(readings), years), dtype=np.int64)
    strides = np.zeros((len(readings), 4), dtype=np.int64)
    end = services
    for i, told in enumerate(readings.values()):
        given = list(told)[:years]
        shape = np.broadcast_shapes(*{one.shape for one in given})
        steps = np.array([int(np.prod(shape[axis + 1 :])) for axis in range(4)])
        strides[i] = np.where(np.array(shape[:4]) > 1, steps, 0)
        known: dict[int, int] = {}
        for t in range(years):
            one = given[t if len(given) > 1 else 0]
            if id(one) not in known:
                known[id(one)] = end
                parts.append(np.broadcast_to(one, shape).astype(np.float64).ravel())
                end += parts[-1].size
            starts[i, t] = known[id(one)]
    return Laid(np.concatenate(parts), starts, strides)


def projected_fast(
    valuation: Valuation,
    form: Form,
    kernel: Callable[..., None],
    readings: Mapping[str, Years],
    threads: int = 1,
    *,
    end: bool = True,
) -> InsuredOverTime:
    """The series of `scheme.insured_over_time` by a compiled kernel, scenarios shared out among threads.

    Without `end` the state after the last year has no scenarios: it would be the largest of the results.
    """
    years, people = len(valuation.years), valuation.experience
    wanted = np.zeros((1, 1, len(SEXES))) if people.insured is None else people.insured
    tables = [_table(one) for one in (people.mortality, people.invalid_mortality)]
    start, places = _start(valuation), laid(readings, years, form.services)
    scenarios = max(
        *(one.shape[0] for given in readings.values() for one in given),
        *(table.shape[1] for table in (*tables, wanted)),
        *(start[0].shape[1], start[2].shape[2]),
    )
    cells = start[0].shape[3:]
    shape = np.array([years, *cells, valuation.first_age, people.insured is None], dtype=np.int64)
    sums = np.zeros((scenarios, years, len(form.series), len(SEXES)))
    after = _after(form, scenarios if end else 0, cells, tables[0].shape[-1])
    given: list[Numbers] = [
        shape,
        places.pool,
        places.starts,
        places.strides,
        _opens(readings, years),
        *tables,
    ]
    given += [_contiguous(people.entrants), _contiguous(wanted)]
    given += [*_families(people.spouses), *_families(people.children), *start, sums, *after]
    _in_parts(kernel, given, scenarios, threads)
    return _told(valuation, form, sums, after)


def _in_parts(kernel: Callable[..., None], given: Sequence[Numbers], scenarios: int, threads: int) -> None:
    parts = 1 if threads == 1 else min(threads * PIECES, scenarios)
    edges = [scenarios * i // parts for i in range(parts + 1)]
    if parts == 1:
        kernel(0, scenarios, *given)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda first, last: kernel(first, last, *given), edges[:-1], edges[1:]))


def _table(rates: Array) -> Array:
    """Rates of all ages, [year, scenario, sex, age]."""
    return _contiguous(np.broadcast_to(rates, (*rates.shape[:2], len(SEXES), rates.shape[-1])))


def _after(form: Form, scenarios: int, cells: tuple[int, ...], ages: int) -> list[Array]:
    """Where the state after the last year will stand: the insured, the inactive, and pensions in payment."""
    lives = [np.zeros((form.stocks, scenarios, len(SEXES), *cells)) for _ in range(2)]
    return [*lives, np.zeros((len(form.promises), 2, scenarios, len(SEXES), ages))]


def _contiguous(values: Array) -> Array:
    return np.ascontiguousarray(values, dtype=np.float64)


def _opens(readings: Mapping[str, Years], years: int) -> Numbers:
    """The first working age at which anybody may retire, by year."""
    found: list[int] = []
    for t in range(years):
        pair = [readings[name][t] for name in HAZARDS]
        if t and all(readings[name][t] is readings[name][t - 1] for name in HAZARDS):
            found.append(found[-1])
            continue
        ages = [np.append(one.any(axis=(0, 1, 2, 4)), True) for one in pair]
        found.append(int(min(np.argmax(one) for one in ages)))
    return np.array(found, dtype=np.int64)


def _start(valuation: Valuation) -> list[Array]:
    """The insured, the inactive, and pensions in payment [benefit, count or amount, scenario, sex, age]."""
    begun = valuation.start
    shape = np.broadcast_shapes(begun.active.shape[1:], begun.inactive.shape[1:])
    lives = [_contiguous(np.broadcast_to(one, (len(one), *shape))) for one in (begun.active, begun.inactive)]
    nobody = np.zeros((1, len(SEXES), valuation.experience.mortality.shape[-1]))
    held = [begun.pensions.get(promise.name, Pensions(nobody, nobody)) for promise in valuation.promises]
    pairs = [[one.count, one.amount] for one in held]
    common = np.broadcast_shapes(nobody.shape, *(part.shape for pair in pairs for part in pair))
    pensions = np.array([[np.broadcast_to(part, common) for part in pair] for pair in pairs])
    return [*lives, pensions.reshape(len(pairs), 2, *common)]


def _families(spouses: Array) -> tuple[Array, Numbers]:
    """Relatives per death, and between which of their ages [sex, age, first and end] there are any."""
    there = spouses != 0
    first = np.argmax(there, axis=-1)
    end = np.where(there.any(axis=-1), spouses.shape[-1] - np.argmax(there[..., ::-1], axis=-1), 0)
    return _contiguous(spouses), np.ascontiguousarray(np.stack([first, end], axis=-1), dtype=np.int64)


def _told(valuation: Valuation, form: Form, sums: Array, after: Sequence[Array]) -> InsuredOverTime:
    """The sums as series; where all scenarios are alike, one of them."""
    series = {}
    for name, place in form.series.items():
        values = sums[:, :, place]
        series[name] = (
            values[:1] if np.array_equal(values, np.broadcast_to(values[:1], values.shape)) else values
        )
    compliance = valuation.money.compliance
    years: list[Flows] = []
    for t in range(len(valuation.years)):
        now = {name: values[:, t] for name, values in series.items()}
        flows: Flows = {
            "people": {name: now[name] for name in PEOPLE},
            "contributions": {
                name: now[f"contribution.{name}"] * compliance[:, t, None] for name in form.payers
            },
            "insured": {name: now[name] for name in ("contributors", "payroll")},
        }
        for kind in KINDS:
            lasting = [one.name for one in form.promises if not (one.once and kind == "ended")]
            flows[kind] = {name: now[f"{kind}.{name}"] for name in lasting}
        years.append(flows)
    active, inactive, pensions = after
    held = {
        promise.name: Pensions(pensions[i, 0], pensions[i, 1])
        for i, promise in enumerate(form.promises)
        if not promise.once
    }
    return over_time(valuation, years, Insured(active, inactive, held), ())

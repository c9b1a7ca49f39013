"""A thousand futures of one valuation: percentiles with their errors, and the chance that the reserve lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure.actuarial import funding_ratio
from socle.measure.percentiles import exhaustion, percentiles
from socle.measure.premiums import general_average
from socle.model.survey import Flag
from socle.model.valued import Band, Chances
from socle.project.stochastic import batches
from socle.run.basis import Basis, basis
from socle.run.futures import drawn, spread_of
from socle.run.valuation_measures import finances_of, fund_of

LEVELS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
CONFIDENCE: Final = 0.95
BATCH: Final = 8  # runs of a batch in NumPy: more spill the processor's cache
LARGE: Final = 50  # in the compiled loop, which goes run by run over all processors
SERIES: Final = ("cost_rate", "funding_ratio", "reserve")
Progress = Callable[[Flag], None]


@dataclass(frozen=True, eq=False)
class _Batch:
    """What some runs gave, [run, year] and [run]."""

    series: Mapping[str, Array]
    general_average: Array
    bounded: Mapping[str, int]
    varying: Mapping[str, tuple[str, ...]]


def chances(made: Basis, years: int, runs: int, seed: int, progress: Progress) -> Chances:
    """The futures `0 ... runs - 1` of a valuation."""
    done = []
    work, compiled = partial(_a_batch, made, years, seed), made.engine.name == "fast"
    parts = list(batches(runs, LARGE if compiled else BATCH))
    for batch in map(work, parts) if compiled else _in_processes(work, parts):
        done.append(batch)
        drawn_so_far = sum(len(batch.general_average) for batch in done)
        values = {"done": f"{drawn_so_far:,}", "runs": f"{runs:,}"}
        progress(Flag(N_("Drawing futures: {done} of {runs}"), values))
    series = {name: np.concatenate([batch.series[name] for batch in done]) for name in SERIES}
    premiums = np.concatenate([batch.general_average for batch in done])[:, None]
    first = made.valuation.first_year
    lasting = exhaustion(series["reserve"], first, confidence=CONFIDENCE)
    drawn_years = runs * len(made.futures.people.years)
    bounded = {name: sum(batch.bounded[name] for batch in done) / drawn_years for name in done[0].bounded}
    return Chances(
        runs,
        seed,
        CONFIDENCE,
        {name: _band(series[name]) for name in SERIES},
        _band(premiums),
        {first + step: (one.value, one.low, one.high) for step, one in enumerate(lasting.by_year)},
        done[0].varying,
        bounded,
        spread_of(made.institution.data).said,
    )


def _in_processes(work: Callable[[range], _Batch], parts: list[range]) -> Iterator[_Batch]:
    """Every part, over all processors, in order; a cluster may stand behind the same call."""
    from joblib import Parallel, delayed

    yield from Parallel(n_jobs=-1, return_as="generator")(delayed(work)(part) for part in parts)


def _a_batch(made: Basis, years: int, seed: int, runs: range) -> _Batch:
    """Some runs as scenarios of one projection."""
    found = drawn(made.futures, spread_of(made.institution.data), runs, seed)
    classes = made.valuation.start.active.shape[3]
    shift = made.futures.shift
    covered = replace(shift, coverage=shift.coverage * found.coverage.T[:, :, None])
    futures = replace(found.futures, shift=covered)
    earnings = made.ask.cells.earnings
    varied = basis(made.law, made.institution, futures, classes, earnings, made.engine)
    valuation = replace(varied.over(years), start=made.valuation.start)  # what is counted is not drawn
    fund = fund_of(varied.projected(valuation), varied)
    return _Batch(
        {
            "cost_rate": fund.spending / fund.payroll,
            "funding_ratio": funding_ratio(fund.reserve, fund.spending, "end"),
            "reserve": fund.reserve / np.concatenate([fund.payroll[:, :1], fund.payroll], axis=1),
        },
        general_average(finances_of(fund)),
        found.bounded,
        {name: why for name in made.law.questions if (why := varied.ask.varies(name))},
    )


def _band(values: Array) -> Band:
    found = percentiles(values, levels=LEVELS, confidence=CONFIDENCE)
    return Band(LEVELS, found.values, found.low, found.high, found.mean, found.mean_error)

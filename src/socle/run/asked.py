"""A contributory law bound to what is assumed: the answers that a projection of insured lives asks for.

Money is in average wages of the year, so that a law whose amounts follow wages says the same in every year and
scenario. Whatever reads no account is answered for all years at once; axes along which an answer does not
change within a ten-trillionth are shortened to 1, and nothing is computed twice along them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np

from socle.engine.expected import refuse_bent_means
from socle.engine.numpy_blocks import evaluate
from socle.engine.slots import Steps, split
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE
from socle.model.economy import Economy
from socle.model.insurance import InsuranceLaw
from socle.model.insured import Ask
from socle.model.law import walk
from socle.model.population import Population

AXES: Final = 6  # year, scenario, sex, class, age, service
SAME: Final = 1e-13
GROWTH: Final = {"price_growth": "cpi", "wage_growth": AVERAGE_WAGE}
EARNED: Final = "earnings"
MEANS: Final = (EARNED, "last_earnings")
IN_A_YEAR: Final = ("insurable_earnings", "contribution", "credit")  # asked of earnings, over their bands
RATES: Final = ("index", "revaluation")  # growth, asked relative to wages
PENSIONERS: Final = ("index", "from_pension", "in_payment")  # asked on all ages


@dataclass(frozen=True, eq=False)
class Cells:
    """Who is asked of: the axes of the insured, and what they earn."""

    years: range
    first_age: int
    ages: int  # working ages
    all_ages: int  # 0, 1, ... of pensioners
    services: int
    earnings: Array  # [sex, class, age] average wages a year, mean of the cell
    bands: Array  # [class, band] earnings of equally many persons over the mean of their cell
    columns: Mapping[str, Array] = field(default_factory=dict)  # further ones, on all six axes
    yearly: Array = field(
        default_factory=lambda: np.ones(1)
    )  # a year's earnings over those for life, equally likely


@dataclass(frozen=True, eq=False)
class _Answer:
    """One question made ready: its slots by year, and the steps that wait for what is carried."""

    slots: Mapping[str, Sequence[Array]]
    steps: Steps | None
    rest: Node  # what the steps say, reading the slots as parameters

    def at(self, step: int, carried: Mapping[str, Array], ages: slice | None = None) -> Array:
        """The answer of one year, [scenario, sex, class, age, service], or of some ages."""
        known = {name: years[step if len(years) > 1 else 0] for name, years in self.slots.items()}
        if ages is not None:
            known = {name: year[..., ages, :] if year.shape[-2] > 1 else year for name, year in known.items()}
        if self.steps is None:
            return next(iter(known.values()))
        return np.asarray(self.steps.run(known | dict(carried)), dtype=np.float64)


class Asked:
    """The law of a scheme, for the years and people of one valuation: `Ask` of `model/insured.py`.

    `economy` has its scenarios on the first axis and holds `average_wage` and whatever else the law names.
    """

    def __init__(self, law: InsuranceLaw, economy: Economy, cells: Cells) -> None:
        self.law, self.economy, self.cells = law, economy, cells
        self.ready: dict[str, _Answer] = {}
        self.step_of = {year: step for step, year in enumerate(cells.years)}
        for outer in (cells.years[0], cells.years[-1]):
            economy.at(AVERAGE_WAGE, outer)  # refuses a year outside those at hand
        first = economy.years.index(cells.years[0])
        self.here = slice(first, first + len(cells.years))

    def __call__(self, question: str, year: int, /, **carried: Array) -> Array:
        """The answer of the law of that year."""
        return self._answer(question).at(self.step_of[year], carried)

    def within(self, ages: slice) -> Ask:
        """The same law asked of some of the working ages; pensioners keep all of theirs."""

        def ask(question: str, year: int, /, **carried: Array) -> Array:
            some = None if question.partition(".")[0] in PENSIONERS else ages
            return self._answer(question).at(self.step_of[year], carried, some)

        return ask

    def parts(self, question: str) -> tuple[Mapping[str, Sequence[Array]], Node | None]:
        """The slots of a question by year, one array if all are alike, and what joins them if it waits for a loop."""
        found = self._answer(question)
        return found.slots, found.rest if found.steps else None

    def _answer(self, question: str) -> _Answer:
        if question not in self.ready:
            self.ready[question] = self._made_ready(question)
        return self.ready[question]

    def told(self, columns: Mapping[str, Array]) -> Asked:
        """The same law, told further columns."""
        return Asked(self.law, self.economy, replace(self.cells, columns={**self.cells.columns, **columns}))

    def earning(self, earnings: Array) -> Asked:
        """The same law, asked of other earnings [sex, class, age]."""
        return Asked(self.law, self.economy, replace(self.cells, earnings=earnings))

    def varies(self, question: str) -> tuple[str, ...]:
        """The parameters and columns by which an answer, already asked for, differs from scenario to scenario."""
        answer = self.ready.get(question)
        if answer is None or all(value.shape[0] == 1 for slot in answer.slots.values() for value in slot):
            return ()
        tree = self.law.tree(question)
        said = {node.value for node in walk(tree) if node.op == "parameter"}
        read = {node.value for node in walk(tree) if node.op == "column"} & set(self.columns)
        read |= {"wage_growth"} if question.partition(".")[0] in RATES else set()  # asked above that of wages
        values = [(name, self._parameter(name)) for name in sorted(said & set(self.law.parameters))]
        values += [(name, shortened(self.columns[name])) for name in sorted(read)]
        return tuple(name for name, value in values if value.shape[1] > 1)

    def _made_ready(self, question: str) -> _Answer:
        kind = question.partition(".")[0]
        parts = split(self.law.tree(question), {*self.law.accounts, "pension", "amount"})
        if kind == "how_much" and self.cells.bands.shape[0] == 1:
            refuse_bent_means(self.law.tree(question), {*MEANS, *self.law.accounts} - {"service"})
        try:
            values = {name: self._over_years(kind, tree) for name, tree in parts.slots.items()}
        except Refusal as refusal:
            raise refusal.at(self._place(question)) from None
        return _Answer(values, Steps.of(parts.rest) if parts.waits else None, parts.rest)

    def _place(self, question: str) -> str:
        """Where the law begins to answer: its benefit of that name, or itself."""
        scheme = self.law.scheme
        path = f"{scheme.name}.{question.partition('.')[2]}"
        return next((one.where for one in scheme.benefits if one.path == path), scheme.where)

    def _over_years(self, kind: str, tree: Node) -> Sequence[Array]:
        """A slot for every year, [scenario, sex, class, age, service]; one if all years are alike."""
        values = self._valued(kind, tree)
        if kind in RATES:
            values = (1 + values) / (1 + self.columns["wage_growth"]) - 1
        values = shortened(values)
        years: list[Array] = []
        for value in values:
            same = years and np.array_equal(years[-1], value)
            years.append(years[-1] if same else value)
        return years

    def _valued(self, kind: str, tree: Node) -> Array:
        columns = {**self.columns, **self._people(kind)}
        said = [node.value for node in walk(tree) if node.op == "parameter"]
        values = {path: self._parameter(path, kind) for path in said}
        if kind not in IN_A_YEAR:
            return _on_axes(evaluate(tree, Population(np.ones(1), columns), values))
        if self.cells.bands.shape[1] == 1:
            refuse_bent_means(tree, {EARNED})
        banded = {name: value[..., None] for name, value in columns.items()}
        banded[EARNED] = banded[EARNED] * self.cells.bands[:, None, None, :]
        values = {path: value[..., None] for path, value in values.items()}
        answer = evaluate(tree, Population(np.ones(1), banded), values)
        return answer.mean(axis=-1) if answer.ndim > AXES else _on_axes(answer)

    @cached_property
    def columns(self) -> Mapping[str, Array]:
        """What the economy says and the valuation adds, on the six axes."""
        series = self.economy.series
        known = {
            name: _by_year(self.economy.growth(source)[:, self.here])
            for name, source in GROWTH.items()
            if source in series
        }
        known |= {
            name: _by_year(series[name][:, self.here])
            for name in ("payroll_growth", "fund_return")
            if name in series
        }
        return {**known, AVERAGE_WAGE: np.ones((1,) * AXES), **self.cells.columns}

    def _people(self, kind: str) -> dict[str, Array]:
        """Age (that reached in the year; on 1 January for what a year of work brings), sex, service, earnings."""
        cells = self.cells
        ages = self._ages(kind) - (1 if kind in IN_A_YEAR else 0)
        columns = {
            "age": ages.reshape(1, 1, 1, 1, -1, 1),
            "sex": np.arange(2.0).reshape(1, 1, 2, 1, 1, 1),
        }
        if kind not in PENSIONERS:
            columns["service"] = np.arange(cells.services, dtype=np.float64).reshape(1, 1, 1, 1, 1, -1)
            columns[EARNED] = cells.earnings[None, None, :, :, :, None]
        return columns

    def _ages(self, kind: str) -> Array:
        """The ages reached in the year by those who are asked of."""
        first, count = (
            (0, self.cells.all_ages) if kind in PENSIONERS else (self.cells.first_age, self.cells.ages)
        )
        return np.arange(first + 1, first + 1 + count, dtype=np.float64)

    def _parameter(self, path: str, kind: str = "") -> Array:
        """A parameter, or the switch of a version, in every year; money in average wages."""
        at = np.array(self.economy.years, dtype=np.float64)
        asked = np.zeros(len(at))
        asked[self.here] = 1.0
        switch = path if path in self.law.in_force else self.law.switch_of.get(path, "")
        if switch:
            begins, ends = self.law.in_force[switch]
            asked = asked * ((at >= begins) & (at < ends))
        if path == switch:
            return shortened(_by_year(asked[None, self.here]))
        parameter = self.law.parameters[path]
        found = parameter.resolve(at, self.economy, asked, self._ages(kind))
        value = np.where(asked[None, :, None, None] > 0, found, 0.0)[:, self.here]
        value = value.transpose(1, 0, 2, 3)[:, :, :, None, :, None]
        wages = _by_year(self.economy.of(AVERAGE_WAGE)[:, self.here])
        return shortened(value / wages**parameter.kind.money)


def _by_year(series: Array) -> Array:
    """[scenario, year] on the six axes."""
    return np.asarray(series.T[:, :, None, None, None, None])


def _on_axes(values: Array) -> Array:
    return values.reshape((1,) * (AXES - values.ndim) + values.shape)


def shortened(values: Array) -> Array:
    """The same values with a length of 1 along every axis where nothing changes."""
    for axis, size in enumerate(values.shape):
        if size > 1:
            first = values[(slice(None),) * axis + (slice(0, 1),)]
            if np.all(np.abs(values - first) <= SAME * np.abs(first)) or np.array_equal(
                values, np.broadcast_to(first, values.shape)
            ):
                values = first
    return values


def bends(law: InsuranceLaw) -> bool:
    """Whether the law does more with money than add it and scale it, so that persons must be told apart by earnings."""
    return bool(bent(law))


def bent(law: InsuranceLaw) -> str:
    """The first question of the law that does more with money than add it and scale it; empty if there is none."""
    means = {*MEANS, *law.accounts}
    for question, tree in law.questions.items():
        if question.partition(".")[0] in (*IN_A_YEAR, "how_much"):
            try:
                refuse_bent_means(tree, means)
            except Refusal:
                return question
    return ""

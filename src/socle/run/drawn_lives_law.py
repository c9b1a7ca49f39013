"""The law of a scheme bound to drawn lives: each person is asked with their own earnings, service and accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from socle.engine.machine import Load, in_memory, machine
from socle.engine.scalar_text import fused, scalar_function
from socle.engine.slots import Steps, split
from socle.ground.axes import SEXES, Array
from socle.ground.expression import Node
from socle.ground.refusals import Refusal
from socle.model.insurance import EARNINGS, PAST_EARNINGS, YEARS_COUNTED, InsuranceLaw
from socle.project import drawn_lives_kernel
from socle.project.drawn_lives import Asked as AskedOfLives
from socle.project.drawn_lives import Past
from socle.project.drawn_lives_kernel import Compiled, cell_at, columns_of, kernel_of, number_at
from socle.run.asked import EARNED, Asked

LAST: Final = "last_earnings"
PAST: Final = "past"  # what was insured of the earnings of a past year
OWN: Final = ("service", EARNED, LAST, "pension", "amount")  # a person's, beside the accounts


@dataclass(frozen=True, eq=False)
class _Question:
    """What is worked out beforehand, by slot on [year, sex, age], and what waits for a person."""

    tables: Mapping[str, Array]
    rest: Node

    @cached_property
    def steps(self) -> Steps:
        """The rest as a list of steps."""
        return Steps.of(self.rest)


class OfLives(Asked):
    """The answers of a law to persons, in average wages of the year; what rests on no person stands in tables."""

    @classmethod
    def of(cls, ask: Asked) -> OfLives:
        """The same law and economy as cells are asked under; its first scenario."""
        _refuse_shared_gains(ask.law)
        return cls(ask.law, ask.economy, ask.cells)

    def __init__(self, *bound: Any) -> None:
        super().__init__(*bound)
        self.questions: dict[str, _Question] = {}

    def person(
        self,
        question: str,
        step: int,
        sex: NDArray[np.int64],
        age: NDArray[np.int64],
        **columns: Array,
    ) -> Array:
        """The answer of the year `step`, counted from 0, to persons by sex and age (0: the first working age)."""
        found = self._question(question)
        known = {name: _read(table, step, sex, age) for name, table in found.tables.items()}
        return np.asarray(found.steps.run({**columns, **known}), dtype=np.float64)

    def compiled(self, asked: AskedOfLives, years: int, load: Load = in_memory) -> Compiled:
        """The loop with the law inside, and what it reads, for so many years."""
        accounts, names = tuple(self.law.accounts), asked_of(asked, tuple(self.law.accounts))
        laid = _Laid.of(
            {(name, slot): t for name in names for slot, t in self._question(name).tables.items()}
        )
        laws = {name: scalar_function(f"law_{i}", self._question(name).rest) for i, name in enumerate(names)}
        calls = {name: one.call(columns_of(name, accounts), laid.said(name)) for name, one in laws.items()}
        past = self.past(years)
        if past:
            brought = columns_of(EARNINGS, accounts, past=True)
            calls[PAST] = laws[EARNINGS].call(brought, laid.said(EARNINGS, past=True))
        text = fused(list(laws.values()), kernel_of(asked, accounts, calls, past.best if past else None))
        numbers, cells = laid.over(years, self.cells.ages)
        return Compiled(machine(text, drawn_lives_kernel.ARGUMENTS, load), numbers, cells)

    def past(self, years: int) -> Past | None:
        """How the law counts earnings of past years, where a benefit reads them."""
        insurance = self.law.scheme.insurance
        if YEARS_COUNTED not in self.law.questions or insurance is None or insurance.last_earnings is None:
            return None
        tables = (_over(self.table(question), years) for question in (YEARS_COUNTED, PAST_EARNINGS))
        counted, growth = (table[:, 0, 0] for table in tables)
        whole = np.ascontiguousarray(np.round(counted), dtype=np.int64)
        return Past(whole, np.ascontiguousarray(growth), insurance.last_earnings.best)

    def table(self, question: str) -> Array:
        """An answer that rests on nobody's earnings or service, on [year, sex, age], each of length 1 or whole."""
        return _table([self(question, year) for year in self.cells.years], question)

    def number(self, path: str) -> Array:
        """A parameter of the law as an award reads it, in average wages, [year, sex, age]."""
        return np.asarray(self._parameter(path, "how_much")[:, 0, :, 0, :, 0])

    def _question(self, question: str) -> _Question:
        if question not in self.questions:
            kind = question.partition(".")[0]
            parts = split(self.law.tree(question), {*self.law.accounts, *OWN})
            tables = {
                name: _table(self._over_years(kind, tree), question) for name, tree in parts.slots.items()
            }
            self.questions[question] = _Question(tables, parts.rest)
        return self.questions[question]


@dataclass(frozen=True, eq=False)
class _Laid:
    """What a compiled loop reads, side by side: numbers of a year, and cells by sex and age besides."""

    plain: Mapping[tuple[str, str], Array]  # question and slot -> table
    cells: Mapping[tuple[str, str], Array]

    @classmethod
    def of(cls, tables: Mapping[tuple[str, str], Array]) -> _Laid:
        """The tables sorted into both."""
        plain = {key: table for key, table in tables.items() if table[0].size == 1}
        return cls(plain, {key: table for key, table in tables.items() if key not in plain})

    def said(self, question: str, past: bool = False) -> dict[str, str]:
        """The text that reads each slot of a question."""
        read = ((self.plain, number_at), (self.cells, cell_at))
        return {
            slot: text(i, past)
            for tables, text in read
            for i, (name, slot) in enumerate(tables)
            if name == question
        }

    def over(self, years: int, ages: int) -> tuple[Array, Array]:
        """Numbers [year, place], and cells [place, year, sex, age]."""
        numbers = np.zeros((years, max(len(self.plain), 1)))
        for i, table in enumerate(self.plain.values()):
            numbers[:, i] = _over(table, years)[:, 0, 0]
        cells = np.zeros((max(len(self.cells), 1), years, len(SEXES), ages))
        for i, table in enumerate(self.cells.values()):
            cells[i] = _over(table, years)
        return numbers, cells


def asked_of(asked: AskedOfLives, accounts: Sequence[str]) -> list[str]:
    """What is asked on behalf of lives."""
    names = ["insurable_earnings", *(f"contribution.{name}" for name in asked.payers)]
    names += [f"credit.{name}" for name in accounts]
    return names + [f"{kind}.{one.name}" for kind in ("who", "how_much") for one in asked.promises]


def _table(years: Sequence[Array], question: str) -> Array:
    if any(value.shape[2] > 1 or value.shape[4] > 1 for value in years):
        raise Refusal(
            "`{question}` differs between cells of the insured by more than persons know.", question=question
        )
    tables = [value[0, :, 0, :, 0] for value in years]
    if len(tables) == 1 or all(one is years[0] for one in years):
        return tables[0][None]
    return np.stack(np.broadcast_arrays(*tables))


def _read(table: Array, step: int, sex: NDArray[np.int64], age: NDArray[np.int64]) -> Array:
    held = table[step if len(table) > 1 else 0]
    return np.asarray(held[sex if len(held) > 1 else 0, age if held.shape[1] > 1 else 0])


def _over(table: Array, years: int) -> Array:
    return table[:years] if len(table) > 1 else np.broadcast_to(table, (years, *table.shape[1:]))


def _refuse_shared_gains(law: InsuranceLaw) -> None:
    """Drawn lives do not see each other."""
    for name, account in law.accounts.items():
        if account.gains == "shared":
            raise Refusal(
                "The account `{name}` gets the balances of those who die, whom records on their own do not see: "
                "project insured lives instead.",
                name=name,
                where=account.where,
            )

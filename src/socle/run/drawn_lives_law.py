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
from socle.model.insurance import InsuranceLaw
from socle.model.law import walk
from socle.project import drawn_lives_kernel
from socle.project.drawn_lives import Asked as AskedOfLives
from socle.project.drawn_lives_kernel import Compiled, cell_at, columns_of, kernel_of, number_at
from socle.run.asked import EARNED, Asked

OWN: Final = ("service", EARNED, "pension", "amount")  # a person's, beside the accounts


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
        _refuse_what_cells_know(ask.law)
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
        accounts = tuple(self.law.accounts)
        plain: dict[str, Array] = {}
        cells: dict[str, Array] = {}
        laws, calls = [], {}
        for i, name in enumerate(asked_of(asked, accounts)):
            found, said = self._question(name), {}
            for slot, table in found.tables.items():
                known = plain if table[0].size == 1 else cells
                said[slot] = (number_at if known is plain else cell_at)(len(known))
                known[f"{name}:{slot}"] = table
            law = scalar_function(f"law_{i}", found.rest)
            laws.append(law)
            calls[name] = law.call(columns_of(name, accounts), said)
        text = fused(laws, kernel_of(asked, accounts, calls))
        shape = (years, len(SEXES), self.cells.ages)
        numbers = np.zeros((years, max(len(plain), 1)))
        for i, table in enumerate(plain.values()):
            numbers[:, i] = _over(table, years)[:, 0, 0]
        laid = np.zeros((max(len(cells), 1), *shape))
        for i, table in enumerate(cells.values()):
            laid[i] = _over(table, years)
        return Compiled(machine(text, drawn_lives_kernel.ARGUMENTS, load), numbers, laid)

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


def _refuse_what_cells_know(law: InsuranceLaw) -> None:
    """Drawn lives have no past but what the law counts, and do not see each other."""
    for name, account in law.accounts.items():
        if account.gains == "shared":
            raise Refusal(
                "The account `{name}` gets the balances of those who die, whom records on their own do not see: "
                "project insured lives instead.",
                name=name,
                where=account.where,
            )
    for question, tree in law.questions.items():
        if any(node.op == "column" and node.value == "last_earnings" for node in walk(tree)):
            raise Refusal(
                "`{question}` reads `last_earnings`, and a contributor file has no earnings of past years: project "
                "insured lives instead.",
                question=question,
                where=law.scheme.where,
            )

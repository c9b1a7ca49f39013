"""A closed block of records under a contributory law: what is paid in and out each year, by either engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce

import numpy as np

from socle.engine.choice import Engine
from socle.engine.lower import lower
from socle.engine.machine import machine, processors
from socle.engine.scalar_text import ScalarLaw, fused, scalar_function, unknown
from socle.engine.slots import Steps
from socle.ground.axes import SEXES, Array
from socle.ground.expression import Node
from socle.ground.glossary import column_of
from socle.ground.refusals import Refusal, nearest
from socle.ground.units import AVERAGE_WAGE
from socle.model.economy import Economy
from socle.model.insurance import InsuranceLaw
from socle.model.parameter import Parameter
from socle.project import block_kernel
from socle.project.block import (
    CONTRIBUTION,
    CREDIT,
    HOW_MUCH,
    IN_PAYMENT,
    REVALUATION,
    WHO,
    Assumed,
    Block,
    BlockTotals,
    projected,
)
from socle.run.career import GROWTH


@dataclass(frozen=True, eq=False)
class Lives:
    """What is assumed of the lives of a block; salaries grow with wages and besides by merit."""

    mortality: Array  # [sex, age] probability to die within the year
    works_until: int  # the age from which nobody works, pension or not
    merit: Array = field(default_factory=lambda: np.zeros(1))  # [age] growth of a salary beyond wages


def closed_block(
    law: InsuranceLaw,
    benefit: str,
    block: Block,
    lives: Lives,
    economy: Economy,
    engine: Engine | None = None,
) -> BlockTotals:
    """Contributions of all payers and what `benefit` (its name in the scheme) pays, by year of `economy`.

    Records are on 1 January of the first year; from then on nobody enters. Each stands for its expected path,
    in which those who may have the pension take it at once.
    """
    years = economy.years
    wages = economy.growth("wages")[0]
    assumed = Assumed(lives.mortality, wages, lives.merit, lives.works_until)
    block = replace(block, accounts=_accounts(law, benefit, block))
    bound = bind(law, benefit, block, lives.mortality.shape[-1] - 1, economy)
    chosen = engine or Engine()
    steps = max(len(one.work) for one in bound.steps.values())
    if not replace(chosen, runs=chosen.runs * len(years)).compiles(len(block.age), steps):
        return projected(block, assumed, bound.ask, years)
    text, numbers = bound.kernel()
    kernel = machine(text, block_kernel.ARGUMENTS, chosen.load)
    return block_kernel.projected_fast(block, assumed, kernel, numbers, years, processors())


def questions(law: InsuranceLaw, benefit: str, accounts: Collection[str] = ()) -> dict[str, Node]:
    """The expressions that a block asks: one contribution of all payers, one rule of pensions in payment."""
    payers = [tree for name, tree in law.questions.items() if name.startswith("contribution.")]
    moved = column_of("amount") * (1 + law.tree(f"index.{benefit}"))
    return {
        WHO: law.tree(f"who.{benefit}"),
        HOW_MUCH: law.tree(f"how_much.{benefit}"),
        CONTRIBUTION: reduce(lambda a, b: a + b, payers) if payers else column_of("earnings") * 0,
        IN_PAYMENT: law.questions.get(f"in_payment.{benefit}", moved),
        **{f"{word}{name}": law.tree(f"{word}{name}") for name in accounts for word in (REVALUATION, CREDIT)},
    }


def _accounts(law: InsuranceLaw, benefit: str, block: Block) -> dict[str, Array]:
    """The accounts on which the benefit depends, as the block has them."""
    read = law.reads(f"who.{benefit}") | law.reads(f"how_much.{benefit}")
    for name in (needed := [name for name in law.accounts if name in read]):
        if name not in block.accounts:
            raise Refusal(
                "`{benefit}` depends on the account `{name}`: give what each record has on it, 0 if nothing.",
                benefit=benefit,
                name=name,
                nearest=nearest(name, block.accounts),
                where=law.accounts[name].where,
            )
        if law.accounts[name].gains == "shared":
            raise Refusal(
                "The account `{name}` gets the balances of those who die, whom records on their own do not see: "
                "project insured lives instead.",
                name=name,
                where=law.accounts[name].where,
            )
    return {name: block.accounts[name] for name in needed}


@dataclass(frozen=True, eq=False)
class Bound:
    """A law bound to years: every number it reads, that of a year [year] or by sex and age [year, sex, age]."""

    written: Mapping[str, ScalarLaw]  # by question
    steps: Mapping[str, Steps]
    years: tuple[int, ...]
    series: Mapping[str, Array]  # columns that are the same for everybody in a year
    parameters: Mapping[str, Array]
    accounts: tuple[str, ...]

    def ask(self, question: str, year: int, **columns: Array) -> Array:
        """What the law of a year answers to lives with these columns."""
        t = self.years.index(year)
        said = {path: self.parameters[path][t] for path in self.written[question].parameters}
        if any(values.ndim for values in said.values()):
            at = columns["sex"].astype(np.int64), columns["age"]
            said = {path: values[at] if values.ndim else values for path, values in said.items()}
        here = {name: values[t] for name, values in self.series.items()}
        return np.asarray(self.steps[question].run({**columns, **here, **said, "person": np.ones(1)}))

    def kernel(self) -> tuple[str, tuple[Array, Array]]:
        """The text of the loop with this law inside, and the numbers and cells that it reads."""
        plain = [*self.series, *(path for path, values in self.parameters.items() if values.ndim == 1)]
        cells = [path for path, values in self.parameters.items() if values.ndim > 1]
        said = {name: block_kernel.number_at(i) for i, name in enumerate(plain)}
        said |= {path: block_kernel.cell_at(i) for i, path in enumerate(cells)}
        calls = {}
        for question, one in self.written.items():
            brought = block_kernel.columns_of(question, self.accounts)
            calls[question] = one.call({**brought, **{name: said[name] for name in self.series}}, said)
        values = {**self.series, **self.parameters}
        numbers = np.zeros((len(self.years), max(len(plain), 1)))
        for i, name in enumerate(plain):
            numbers[:, i] = values[name]
        table = np.array([values[path] for path in cells]) if cells else np.zeros((1, 1, 1, 1))
        return fused(list(self.written.values()), block_kernel.kernel_of(calls, self.accounts)), (
            numbers,
            table,
        )


def bind(law: InsuranceLaw, benefit: str, block: Block, oldest: int, economy: Economy) -> Bound:
    """A law bound to the years of `economy` and the ages that a block may reach; `oldest` is of the life table.

    Refused if the law reads a column that lives do not bring and the economy does not have.
    """
    trees, accounts = questions(law, benefit, block.accounts), tuple(block.accounts)
    series = {name: economy.growth(one)[0] for name, one in GROWTH.items() if one in economy.series}
    if AVERAGE_WAGE in economy.series:
        series[AVERAGE_WAGE] = economy.of(AVERAGE_WAGE)[0]
    written = {name: scalar_function(name.replace(".", "_"), tree) for name, tree in trees.items()}
    for question, one in written.items():
        brought = {*block_kernel.columns_of(question, accounts), *series}
        for name in one.columns:
            if name not in brought:
                unknown(name, sorted(brought))
    read = {name for one in written.values() for name in one.columns}
    ages = _ages(block, oldest, len(economy.years))
    said = sorted({path for one in written.values() for path in one.parameters})
    return Bound(
        written,
        {name: Steps.of(lower(tree)) for name, tree in trees.items()},
        economy.years,
        {name: values for name, values in series.items() if name in read},
        {path: _numbers(law, path, economy, ages) for path in said},
        accounts,
    )


def _ages(block: Block, oldest: int, years: int) -> Array:
    """[year, age]: each age, or the nearest that somebody of the block may have in the year."""
    first, last = int(block.age.min(initial=oldest)), int(block.age.max(initial=0))
    t = np.arange(years)[:, None]
    highest = np.minimum(last + t, max(oldest, last))
    return np.asarray(np.clip(np.arange(last + years + 1.0), np.minimum(first + t, highest), highest))


def _numbers(law: InsuranceLaw, path: str, economy: Economy, ages: Array) -> Array:
    """A parameter, or the switch of a version, on 1 January of each year: [year], or [year, sex, age]."""
    at = np.array(economy.years, dtype=np.float64)
    switch = path if path in law.in_force else law.switch_of.get(path, "")
    begins, ends = law.in_force[switch] if switch else (-np.inf, np.inf)
    asked = np.where((at >= begins) & (at < ends), 1.0, 0.0)
    if path == switch:
        return np.asarray(asked)
    said: Parameter = law.parameters[path]
    value = said.resolve(at, economy, asked, ages)[0]
    value = np.where(asked[:, None, None] > 0, value, 0.0)
    if np.isnan(value).any():
        raise Refusal("`{name}` has no value.", name=path, where=said.where)
    if value.shape[1:] == (1, 1):
        return np.asarray(value[:, 0, 0])
    return np.ascontiguousarray(np.broadcast_to(value, (len(at), len(SEXES), ages.shape[1])))

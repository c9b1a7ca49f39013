"""The loop of a closed block of records as text, one life after another, with a hole for each answer of the law.

The same path as in `block.projected`. A life first works, asked every year whether it may have its pension;
then it is paid until it dies. Records are added up in groups, whose order no number of threads changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.project.block import (
    CONTRIBUTION,
    CREDIT,
    HOW_MUCH,
    IN_PAYMENT,
    QUESTIONS,
    REVALUATION,
    WHO,
    Assumed,
    Block,
    BlockTotals,
)

GROUP: Final = 1024  # records
ARGUMENTS: Final = (
    *("int64", "int64", "read int64[]", "read int64[]", "read float64[]", "read float64[]", "read float64[]"),
    *("read float64[][]", "read float64[]", "read float64[]", "int64"),
    *("read float64[][]", "read float64[][][][]", "read float64[][]", "float64[][][]"),
)
TEXT: Final = f"""\
def kernel(
    first, last, sex, age, service, salary, heads, mortality, merit, growth, stop, numbers, cells, accounts, sums
):
    for group in range(first, last):
        for i in range(group * {GROUP}, min((group + 1) * {GROUP}, len(age))):
            s = sex[i]
            x = age[i]
            alive = heads[i]
            worked = service[i]
            pay = salary[i]
            amount = 0.0
            {{opened}}
            t = 0
            while t < len(growth) and alive > 0.0:
                {{revalued}}
                if {{who}} > 0.0:
                    amount = {{how_much}}
                    break
                sums[group, 2, t] += alive
                if x < stop:
                    pay *= growth[t] * merit[x]
                    lived = alive * (1.0 - 0.5 * mortality[s, x])
                    sums[group, 0, t] += lived * {{contribution}}
                    {{credited}}
                    worked += 1.0
                alive *= 1.0 - mortality[s, x]
                x += 1
                t += 1
            begun = t
            while t < len(growth) and alive > 0.0:
                if t > begun:
                    amount = {{in_payment}}
                sums[group, 1, t] += alive * (1.0 - 0.5 * mortality[s, x]) * amount
                sums[group, 2, t] += alive
                alive *= 1.0 - mortality[s, x]
                x += 1
                t += 1
"""


def number_at(place: int) -> str:
    """The text that reads a number of the law that changes with the year."""
    return f"numbers[t, {place}]"


def cell_at(place: int) -> str:
    """The text that reads a number of the law that changes with the year, sex and age."""
    return f"cells[{place}, t, s, x]"


def columns_of(question: str, accounts: Sequence[str]) -> dict[str, str]:
    """What stands in the text for the columns that a life brings to a question."""
    life = {"age": "float(x)", "sex": "float(s)", "service": "worked"}
    if question in (WHO, HOW_MUCH):
        return {**life, "last_earnings": "pay", **{name: f"account_{i}" for i, name in enumerate(accounts)}}
    if question == CONTRIBUTION or question.startswith(CREDIT):
        return {**life, "earnings": "pay"}
    return {**life, "amount": "amount"} if question == IN_PAYMENT else life


def kernel_of(calls: Mapping[str, str], accounts: Sequence[str]) -> str:
    """The loop with the text of a call for each question in its hole."""
    holes = {
        "opened": [f"account_{i} = accounts[{i}, i]" for i in range(len(accounts))],
        "revalued": [f"account_{i} *= 1.0 + {calls[REVALUATION + name]}" for i, name in enumerate(accounts)],
        "credited": [f"account_{i} += {calls[CREDIT + name]}" for i, name in enumerate(accounts)],
    }
    lines = []
    for line in TEXT.splitlines():
        filled = holes.get(line.strip(" {}"))
        indent = line[: len(line) - len(line.lstrip())]
        lines += [line] if filled is None else [indent + said for said in filled]
    return "\n".join([*lines, ""]).format(**{question: calls[question] for question in QUESTIONS})


def projected_fast(
    block: Block,
    assumed: Assumed,
    kernel: Callable[..., None],
    law: tuple[Array, Array],
    years: tuple[int, ...],
    threads: int = 1,
) -> BlockTotals:
    """The totals of each of `years` by a compiled kernel; `law` are its numbers and its cells."""
    groups = max(-(-len(block.age) // GROUP), 1)
    sums = np.zeros((groups, 3, len(years)))
    mortality, merit = assumed.until(int(block.age.max(initial=0)) + len(years))
    columns = [np.ascontiguousarray(block.sex, np.int64), np.ascontiguousarray(block.age, np.int64)]
    columns += [
        np.ascontiguousarray(values, np.float64) for values in (block.service, block.salary, block.heads)
    ]
    accounts = np.array(list(block.accounts.values())).reshape(len(block.accounts), len(block.age))
    given = (*columns, mortality, merit, 1 + assumed.growth, assumed.works_until, *law, accounts, sums)

    def work(first: int, last: int) -> None:
        kernel(first, last, *given)

    if threads == 1 or groups == 1:
        work(0, groups)
    else:
        edges = [groups * i // threads for i in range(threads + 1)]
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, edges[:-1], edges[1:]))
    return BlockTotals(years, *sums.sum(axis=0))

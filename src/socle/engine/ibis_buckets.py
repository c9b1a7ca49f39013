"""Values of a table by buckets, grouped where the table is: quantiles, and parts of a `Distribution`.

A database has no view on the bits of a double. But the leading bits of x come out of three roundings:
with c = (2^s + 1) x, the number c - (c - x) is x to the nearest with s bits fewer (T. J. Dekker, "A
floating-point technique for extending the available precision", Numerische Mathematik 18, 1971; proof for
every x by S. Boldo, IJCAR 2006). Grouped by it, and by whether it lies beyond x, values fall into exactly the
buckets that `Distribution` has. The groups come to NumPy, the people do not.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from socle.engine.distribution import EXACT, SMALL, USUAL, Distribution, Groups, from_groups
from socle.ground.axes import Array
from socle.ground.expression import SLACK

FINEST: Final = 50  # leading bits that the three roundings can give; beyond, each value is its own group
GREAT: Final = 2.0**900  # beyond it 2^s x may have no end; each value is its own group
REFINED: Final = (USUAL, 30, EXACT)  # leading bits, search after search for a quantile


def number(value: float) -> Any:
    """A number in the text of a query; a plain literal would be a decimal, with which databases round at will."""
    import ibis

    return ibis.literal(repr(float(value))).cast("float64")


def distribution(table: Any, bits: int = USUAL) -> Distribution:
    """The distribution of the column `value` over persons by `weight`; `other` is ranked by `value`.

    With all 52 bits (exact) each distinct value comes to memory, else some ten thousand groups.
    """
    counted = table.filter(table.weight != 0)
    weighed = counted.mutate(amount=counted.weight * counted.value, ranked=counted.weight * counted.other)
    keys = _keyed(weighed, bits)
    found = _numbers(keys.group_by("head", "nearer").aggregate(
        count=keys.count(), least=keys.weight.min(), persons=keys.weight.sum(),
        amount=keys.amount.sum(), ranked=keys.ranked.sum(), size=keys.ranked.abs().sum(),
    ))  # fmt: skip
    groups = Groups(
        int(found["count"].sum()), found["head"], found["nearer"] > 0, found["least"],
        found["persons"], found["amount"], found["ranked"], found["size"],
    )  # fmt: skip
    return from_groups(groups, bits)


def quantile(table: Any, share: float) -> float:
    """The least `value` at or below which the share of all `weight` lies, exactly.

    Each search looks into the one bucket in which the search before has found it, with more bits.
    """
    limit, before = None, 0.0
    for bits in REFINED:
        keys = _keyed(table, bits)
        found = _numbers(keys.group_by("head", "nearer").aggregate(
            least=keys.value.min(), most=keys.value.max(), weight=keys.weight.sum()
        ))  # fmt: skip
        order = np.argsort(found["least"])
        below = before + np.cumsum(found["weight"][order])
        limit = share * below[-1] * (1 - SLACK) if limit is None else limit
        place = min(int(np.searchsorted(below, limit)), len(below) - 1)
        least, most = (float(found[name][order][place]) for name in ("least", "most"))
        if least == most:
            break
        before = float(below[place - 1]) if place else before
        table = table.filter((table.value >= number(least)) & (table.value <= number(most)))
    return least


def _keyed(table: Any, bits: int) -> Any:
    """The table with the bucket of each value: the `head` it rounds to, and whether it lies `nearer` to 0."""
    if bits > FINEST:
        import ibis

        return table.mutate(head=table.value, nearer=ibis.literal(False))
    split = table.mutate(split=table.value * number(2.0 ** (EXACT - bits) + 1))
    rounded = split.mutate(head=split.split - (split.split - split.value))
    size = rounded.value.abs()
    head = (size > number(GREAT)).ifelse(rounded.value, rounded["head"])
    heads = rounded.mutate(head=(size < number(SMALL)).ifelse(number(0), head))
    return heads.mutate(nearer=heads.value.abs() < heads["head"].abs())


def _numbers(asked: Any) -> dict[str, Array]:
    table = asked.to_pyarrow()
    return {
        name: table.column(name).to_numpy(zero_copy_only=False).astype(np.float64)
        for name in table.column_names
    }

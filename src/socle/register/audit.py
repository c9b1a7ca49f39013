"""The proof that nothing recorded was changed, taken away, slipped in or put in another order.

The log is followed from its first entry; then every row of every table is read again and hashed, and compared
with the digest that the entry of its change holds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Table

from socle.ground.refusals import Place
from socle.ground.words import N_
from socle.register import tables
from socle.register.databases import rows
from socle.register.digests import Digest, columns_of, key_of
from socle.register.fetching import sweep
from socle.register.log import FIELDS, GENESIS, Entry

CHANGED_ENTRY: Final = "changed entry"
MISSING_ENTRY: Final = "missing entry"
REORDERED: Final = "reordered"
CHANGED_ROW: Final = "changed row"
MISSING_ROW: Final = "missing row"
ADDED_ROW: Final = "added row"
TRUNCATED: Final = "truncated"

WORDS: Final = {
    CHANGED_ENTRY: N_("entry {change} of the log was changed"),
    MISSING_ENTRY: N_("entry {change} of the log is missing"),
    REORDERED: N_("entry {change} of the log is out of its place"),
    CHANGED_ROW: N_("a row of `{table}` that came with entry {change} was changed"),
    MISSING_ROW: N_("a row of `{table}` that came with entry {change} is missing"),
    ADDED_ROW: N_("a row of `{table}` was slipped in under entry {change}"),
    TRUNCATED: N_(
        "the entry whose hash was kept elsewhere is not in the log, which ends with entry {change}"
    ),
}
"""What can be wrong."""

ORDER: Final = tuple(WORDS)

Found = dict[int, dict[str, Digest]]
"""Of each change and table, what its rows give now."""

Progress = Callable[[int], None]
"""Is told how many rows were read."""


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was written."""

    change: int
    kind: str
    table: str = ""

    @property
    def said(self) -> Place:
        """In words."""
        return Place(WORDS[self.kind], change=self.change, table=self.table)


@dataclass(frozen=True)
class Verified:
    """What was found: how many entries and rows, the last hash (to be kept elsewhere), and all that is wrong."""

    entries: int
    rows: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether all is as it was written."""
        return not self.faults


def verify(connection: Connection, progress: Progress, head: str = "") -> Verified:
    """Follow the log and hash every row again; `head` is a hash of the log that was kept elsewhere."""
    entries = [
        Entry(*line) for line in rows(connection, f"SELECT {', '.join(FIELDS)} FROM change ORDER BY id")
    ]
    found, count = _found(connection, progress)
    faults = [*_chain(entries), *_rows(entries, found)]
    last = entries[-1] if entries else None
    if head and head not in {entry.hash for entry in entries}:
        faults.append(Fault(last.id if last else 0, TRUNCATED))
    faults.sort(key=lambda fault: (fault.change, ORDER.index(fault.kind), fault.table))
    return Verified(len(entries), count, last.hash if last else GENESIS, tuple(faults))


def _chain(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Where the log itself is broken."""
    hashes = {GENESIS, *(entry.hash for entry in entries)}
    number, previous = 0, GENESIS
    for entry in entries:
        yield from (Fault(gone, MISSING_ENTRY) for gone in range(number + 1, min(entry.id, number + 100)))
        if entry.sealed != entry.hash:
            yield Fault(entry.id, CHANGED_ENTRY)
        elif entry.previous != previous and entry.previous in hashes:
            yield Fault(entry.id, REORDERED)
        elif entry.previous != previous and entry.id == number + 1:
            yield Fault(number, CHANGED_ENTRY)  # and sealed again, which the next one gives away
        number, previous = entry.id, entry.hash


def _rows(entries: Sequence[Entry], found: Found) -> Iterator[Fault]:
    """Where rows are not those that the log says."""
    for entry in entries:
        now = {name: digest.said for name, digest in found.pop(entry.id, {}).items()}
        for name, (count, sha256) in _written(entry).items():
            there, hashed = now.pop(name, [0, ""])
            if there != count:
                yield Fault(entry.id, MISSING_ROW if there < count else ADDED_ROW, name)
            elif hashed != sha256:
                yield Fault(entry.id, CHANGED_ROW, name)
        yield from (Fault(entry.id, ADDED_ROW, name) for name in now)
    yield from (Fault(number, MISSING_ENTRY) for number in found)


def _written(entry: Entry) -> dict[str, tuple[int, str]]:
    """The digest of an entry; nothing where somebody wrote something else there."""
    try:
        return {
            str(name): (int(count), str(sha256)) for name, (count, sha256) in json.loads(entry.digest).items()
        }
    except (ValueError, TypeError, AttributeError):
        return {}


def _found(connection: Connection, progress: Progress) -> tuple[Found, int]:
    found: Found = defaultdict(lambda: defaultdict(Digest))
    count = 0
    for table in tables.LOGGED:
        for read in _of(connection, table, found):
            count += read
            progress(count)
    return found, count


def _of(connection: Connection, table: Table, found: Found) -> Iterator[int]:
    """Hash the rows of a table, and say now and then how many more were read."""
    if table is tables.observation:
        for frame in sweep(connection, strict=False):
            for (number,), part in frame.partition_by("change", as_dict=True, maintain_order=True).items():
                found[int(number)][table.name].add_observations(part)
            yield frame.height
        return
    columns, key = columns_of(table), key_of(table)
    lines = rows(connection, f"SELECT {', '.join(columns)}, change FROM {table.name}")
    places = [columns.index(name) for name in key]
    lines.sort(key=lambda line: tuple(str(line[place]).zfill(20) for place in places))
    for line in lines:
        found[int(line[-1])][table.name].add([line[:-1]])
    yield len(lines)

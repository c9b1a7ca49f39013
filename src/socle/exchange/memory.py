"""How much memory there is, and refusals in words where a file needs more."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from socle.ground.refusals import Refusal

LIMITS: Final = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
MEMORY: Final = "/proc/meminfo"
HELD: Final = "/proc/self/statm"
PAGE: Final = 4096  # bytes; where pages are larger a little more is thought free
RESERVE: Final = 0.8  # of what is free may be taken; the rest is for what is measured


def available() -> int | None:
    """Bytes of memory that this process may still take, by its own limit, its container's and the machine's.

    None where the system does not say.
    """
    addresses, resident = _held()
    found = [_of_machine(), _less(_of_process(), addresses)]
    found += [_less(_of_container(file), resident) for file in LIMITS]
    known = [size for size in found if size is not None]
    return min(known) if known else None


def _held() -> tuple[int, int]:
    """Bytes of addresses, and of memory, that this process has now; 0 where the system does not say."""
    pages = _said(HELD).split()
    return (int(pages[0]) * PAGE, int(pages[1]) * PAGE) if len(pages) > 1 else (0, 0)


def _less(limit: int | None, held: int) -> int | None:
    return None if limit is None else max(limit - held, 0)


def _of_machine() -> int | None:
    free = [line.split()[1] for line in _said(MEMORY).splitlines() if line.startswith("MemAvailable:")]
    return int(free[0]) * 1024 if free else None


def _of_process() -> int | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if limit == resource.RLIM_INFINITY else limit


def _of_container(file: str) -> int | None:
    said = _said(file).strip()
    return int(said) if said.isdigit() else None


def _said(file: str) -> str:
    """What the system says in a file; nothing where it has none."""
    try:
        return Path(file).read_text(encoding="ascii")
    except OSError:
        return ""


def too_little(path: Path) -> Refusal:
    """The refusal of a file for which memory ran out while it was read."""
    return Refusal(
        "memory ran out while this file was read: name fewer columns, keep fewer rows, or use a machine "
        "with more memory",
        where=path.name,
    )


def room_for(path: Path, needed: float, columns: int) -> None:
    """Refuses a file whose columns need more memory than there is."""
    free = available()
    if free is not None and needed > RESERVE * free:
        raise Refusal(
            "reading {columns} columns of this file needs about {needed} GB of memory, of which {free} GB may be "
            "taken: name fewer columns, keep fewer rows, or use a machine with more memory",
            where=path.name,
            columns=columns,
            needed=f"{needed / 1e9:.1f}",
            free=f"{RESERVE * free / 1e9:.1f}",
        )

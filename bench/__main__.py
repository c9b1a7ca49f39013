"""`python -m bench [NAME ...] [--json]`: run the benchmarks and print their records."""

from __future__ import annotations

import argparse
import json
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from importlib import import_module

import bench

NOT_BENCHMARKS = ("__main__", "measure")
COLUMNS = "{name:<20} {value:>10} {unit:<4} {ratio:>12} {memory:>11}  {peer}"
PHYSICAL = "; {times_memory:.1f} times as long as moving {touched_mb:.0f} MB at {bandwidth_gb_s:.0f} GB/s"


def names() -> list[str]:
    """The benchmarks there are: the modules of this package; folders hold what they need."""
    modules = [found for found in pkgutil.iter_modules(bench.__path__) if not found.ispkg]
    return sorted(found.name for found in modules if found.name not in NOT_BENCHMARKS)


def records(chosen: Sequence[str]) -> Iterator[dict[str, object]]:
    """The records of the chosen benchmarks, as they come."""
    for name in chosen:
        yield from import_module(f"bench.{name}").run()


def line(record: dict[str, object]) -> str:
    """One record as a line of the table, and what the memory of the machine would allow, where it is known."""
    memory = "times_memory" in record
    return COLUMNS.format(
        name=record["name"],
        value=f"{record['value']:.4g}",
        unit=record["unit"],
        ratio=f"{record['ratio']:.3g}",
        memory=f"{record['memory_mb']:.0f} MB",
        peer=f"{record['peer']} ({record['peer_value']:.4g} {record['unit']})",
    ) + (PHYSICAL.format(**record) if memory else "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks that were named, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=bench.__doc__)
    parser.add_argument("name", nargs="*", help=f"one of: {', '.join(names())}; all if none is named")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args(arguments)
    for name in set(asked.name) - set(names()):
        close = get_close_matches(name, names(), n=1)
        parser.error(f"there is no benchmark `{name}`" + (f"; did you mean `{close[0]}`?" if close else ""))
    if not asked.json:
        print(
            COLUMNS.format(
                name="job", value="ours", unit="", ratio="times faster", memory="memory", peer="peer"
            )
        )
    for record in records(asked.name or names()):
        print(json.dumps(record) if asked.json else line(record), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A closed block of 100,000 records for 75 years by the fast engine, compiled before: see `block_job`."""

from __future__ import annotations

from bench.block_job.side_by_side import side_by_side

NAME = "closed_block_fast"


def run() -> list[dict[str, object]]:
    """One record for each peer, and one for the NumPy engine."""
    return side_by_side(NAME, "fast", rounds=15)

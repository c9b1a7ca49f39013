"""A thousand futures of deaths, prices and wages by the fast engine, compiled before: see `valuation_job`."""

from __future__ import annotations

from bench.valuation_job.side_by_side import Way, beside

NAME = "valuation_1000_fast"


def run() -> list[dict[str, object]]:
    """Beside a program for this scheme alone, and with ten classes beside our NumPy engine, from fewer runs."""
    return [
        beside(NAME, "all", Way("fast", 1000, 3), Way("plain", 40, 3), runs=1000),
        beside(NAME, "all_ten", Way("fast", 128, 3), Way("numpy", 8, 1), runs=1000),
    ]

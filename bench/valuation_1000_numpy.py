"""A thousand futures of deaths, prices and wages by the NumPy engine: see `valuation_job`."""

from __future__ import annotations

from bench.valuation_job.side_by_side import Way, beside

NAME = "valuation_1000_numpy"


def run() -> list[dict[str, object]]:
    """On all processors, beside a program for this scheme alone on one; both from fewer runs."""
    return [beside(NAME, "all", Way("numpy", 200, 3), Way("plain", 40, 3), runs=1000)]

"""A thousand futures of prices alone, by the NumPy engine: the insured are projected once. See `valuation_job`."""

from __future__ import annotations

from bench.valuation_job.side_by_side import Way, beside

NAME = "valuation_1000_factored"


def run() -> list[dict[str, object]]:
    """Beside a program for this scheme alone, from fewer runs."""
    return [beside(NAME, "factored", Way("numpy", 1000, 5), Way("plain", 40, 3), runs=1000)]

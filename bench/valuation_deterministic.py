"""A whole scheme over 75 years by the NumPy engine, with one class of earnings and with ten: see `valuation_job`."""

from __future__ import annotations

from bench.valuation_job.side_by_side import Way, beside

NAME = "valuation_deterministic"


def run() -> list[dict[str, object]]:
    """One class beside a program for this scheme alone; both beside the fast engine."""
    return [
        beside(NAME, "one", Way("numpy", rounds=15), Way("plain", rounds=15)),
        beside(NAME, "one", Way("numpy", rounds=15), Way("fast", rounds=15)),
        beside(NAME, "one_ten", Way("numpy", rounds=9), Way("fast", rounds=9)),
    ]

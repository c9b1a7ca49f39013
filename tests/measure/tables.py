"""Published life tables for tests, and brute force: sums over every year of death, written out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import yaml

from socle.ground.axes import Array
from socle.measure.contingencies import makeham_survivors

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "life_tables.yaml").read_text(encoding="utf-8")
)


def published(name: str) -> tuple[Array, Array]:
    """Ages and survivors of a law whose values are published, until hardly anybody is left."""
    law = CASES[name]
    ages = np.arange(law["from"], 135.0)
    return ages, makeham_survivors(law["A"], law["B"], law["c"], ages, law["radix"])


def half_unit(*texts: str) -> float:
    """Half a unit of the last digit that a column prints, with the room that doubles need."""
    return 0.5 * 10.0 ** -max(len(text.partition(".")[2]) for text in texts) + 1e-9


def brute(l: Array, rate: float, x: int, payment: Any) -> float:  # noqa: E741
    """The mean over the years k of death, from place x, of the value that `payment(k, v)` gives."""
    v = 1.0 / (1.0 + rate)
    dead = -np.diff(np.append(l[x:], 0.0)) / l[x]
    return float(sum(share * payment(k, v) for k, share in enumerate(dead)))

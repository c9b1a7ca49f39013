"""The same job by other tools, where they are installed beside us or in the folder that SOCLE_PEERS names."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import numpy as np

from bench.block_job import variables
from bench.block_job.job import YEARS, Given
from bench.households_job.cores import beside
from socle.ground.axes import Array

Totals = dict[str, Array]


def heavylight(given: Given) -> Totals:
    """One model whose variables are arrays of all records."""
    base = import_module("heavylight").Model
    made = type("Block", (base,), {one.__name__: _method(one) for one in variables.KEPT})
    model = made(proj_len=len(YEARS), **vars(given))
    return {name: np.array(getattr(model, name).values) for name in variables.TOTALS}


def _method(function: Callable[[Any, int], Any]) -> Callable[[Any, int], Any]:
    def method(self: Any, t: int) -> Any:
        return function(self, t)

    method.__name__ = function.__name__
    return method


def modelx(given: Given) -> Totals:
    """One space whose cells are arrays of all records."""
    space = import_module("modelx").new_model().new_space()
    for name, values in vars(given).items():
        setattr(space, name, values)
    for one in variables.KEPT:
        setattr(space, f"{one.__name__}_of", one)
        space.new_cells(one.__name__, formula=f"lambda t: {one.__name__}_of(_space, t)")
    found: dict[str, list[float]] = {name: [] for name in variables.TOTALS}
    for t in range(len(YEARS)):
        for name, values in found.items():
            values.append(space.cells[name](t))
    return {name: np.array(values) for name, values in found.items()}


def cashflower(given: Given) -> Totals:
    """One point after another."""
    points = import_module("bench.block_job.points")
    points.use(given)
    sys.modules["model"], sys.modules["input"] = points, _holding(points.main)
    settings = {"T_MAX_CALCULATION": len(YEARS) - 1, "T_MAX_OUTPUT": len(YEARS) - 1, "SAVE_OUTPUT": False}
    with contextlib.redirect_stdout(io.StringIO()):
        output, *_ = import_module("cashflower").run(settings={**settings, "OUTPUT_VARIABLES": None})
    return {name: output[name].to_numpy() for name in variables.TOTALS}


def _holding(points: Any) -> ModuleType:
    module = ModuleType("input")
    vars(module)["main"] = points
    return module


PEERS: dict[str, Callable[[Given], Totals]] = {
    "heavylight": heavylight,
    "modelx": modelx,
    "cashflower": cashflower,
}


def installed() -> dict[str, str]:
    """Those that are there, with their versions."""
    beside()
    return {name: version(name) for name in PEERS if find_spec(name) is not None}

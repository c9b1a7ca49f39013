"""From the text of a kernel to machine code. Extra `fast`."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np

from socle.ground.refusals import Refusal

Kernel = Callable[..., None]
Load = Callable[[str, str], Kernel]
"""(name, text) -> the function `kernel` of the text, from a file if its machine code shall be kept."""


def in_memory(name: str, text: str) -> Kernel:
    """The kernel of a text that is kept nowhere: it is compiled again in the next process."""
    space: dict[str, Any] = {}
    exec(compile(text, f"<{name}>", "exec"), space)
    kernel: Kernel = space["kernel"]
    return kernel


@lru_cache(maxsize=128)
def machine(text: str, arguments: tuple[str, ...], load: Load = in_memory) -> Kernel:
    """The function `kernel` of a text, compiled for these arguments; it may run in several threads at once.

    An argument is `int64` or `float64`, a number; `float64[]`, `float64[][]`, ... an array that lies as C has
    it; `read float64[]` one that the kernel does not change.
    """
    numba = needed_numba()
    name = f"kernel_{blake2b(text.encode(), digest_size=12).hexdigest()}"
    given = [_type(numba, said) for said in arguments]
    compiler = numba.njit([numba.void(*given)], nogil=True, error_model="numpy", cache=load is not in_memory)
    kernel: Kernel = compiler(load(name, text))
    return kernel


def _type(numba: Any, said: str) -> Any:
    bare = said.removeprefix("read ")
    axes = bare.count("[]")
    number = numba.from_dtype(np.dtype(bare[: len(bare) - 2 * axes]))
    return numba.types.Array(number, axes, "C", readonly=bare != said) if axes else number


def needed_numba() -> Any:
    """The compiler, or what to install."""
    try:
        import numba
    except ImportError as missing:
        raise Refusal("The fast engine needs numba: install opensocle[fast].") from missing
    return numba


def processors() -> int:
    """How many threads may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

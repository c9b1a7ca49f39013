"""Which engine answers for records: NumPy in blocks, or the law compiled. The one place where it is chosen.

Compiling costs a second or two, or a tenth where the machine code was kept, so it is for many persons or for
a law that is asked many times; an expression too long to compile is for NumPy. The two give the same numbers
to 1e-12.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from socle.engine.machine import Load, in_memory
from socle.engine.numba_kernel import LARGEST, compiled
from socle.engine.numpy_records import Parameters, planned
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.ground.refusals import Refusal, nearest
from socle.model.law import walk
from socle.model.population import Population

WORDS: Final = ("auto", "numpy", "fast")
MANY_PERSONS: Final = 200_000  # if the code was compiled before
MANY_ANSWERS: Final = (
    10_000_000  # persons times runs, if it was not: compiling takes as long as NumPy for these
)
Answers = Callable[[Population, Parameters], dict[str, Array]]


@dataclass(frozen=True)
class Engine:
    """The engine by name; `runs` says how often the same law will be asked, `load` where its code is kept."""

    name: str = "auto"
    load: Load = in_memory
    runs: int = 1

    def __post_init__(self) -> None:
        if self.name not in WORDS:
            raise Refusal(
                "There is no engine `{name}`; there are {valid}.",
                name=self.name,
                valid=", ".join(WORDS),
                nearest=nearest(self.name, WORDS),
            )

    def compiles(self, persons: int, steps: int = 0) -> bool:
        """Whether a law about so many persons is compiled, the longest of whose expressions has so many steps."""
        if self.name != "auto":
            return self.name == "fast"
        kept = self.load is not in_memory
        many = (kept and persons >= MANY_PERSONS) or persons * self.runs >= MANY_ANSWERS
        return many and steps <= LARGEST and find_spec("numba") is not None

    def ready(self, trees: Mapping[str, Node], population: Population, parameters: Parameters) -> Answers:
        """The expressions ready to be asked of people with these columns, under any parameters."""
        steps = max((len(walk(tree)) for tree in trees.values()), default=0)
        if self.compiles(len(population.weights), steps):
            return compiled(trees, population, parameters, self.load).run
        return planned(trees, population).run

"""Compiled laws are kept in a folder of the user's choice and found again by the next process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from socle.engine.numba_kernel import compute
from socle.exchange.kernel_files import KernelFolder, cache_folder
from socle.ground.expression import MONEY, column
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import sum_in_household
from socle.model.population import Population

ROOT = Path(__file__).resolve().parents[2]
TEXT = "def kernel(x):\n    return x + 1\n"
AGAIN = """
import sys
from pathlib import Path
from numba.core import event
compiled = []
class Heard(event.Listener):
    def on_start(self, event): compiled.append(event)
    def on_end(self, event): pass
event.register("numba:compile", Heard())
from tests.exchange.test_kernel_files import sums
sums(Path(sys.argv[1]))
print(len(compiled))
"""


def sums(folder: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Household incomes by a kernel kept in `folder`."""
    people = Population(np.ones(3), {"income": np.array([1.0, 2.0, 4.0])}, households=np.array([0, 1, 3]))
    law = {"sum": sum_in_household(column("income", MONEY))}
    return compute(law, people, {}, KernelFolder(folder))["sum"]


def test_the_next_process_finds_the_machine_code(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "cache"
    command = [sys.executable, "-c", AGAIN, str(folder)]
    runs = [
        subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout for _ in range(2)
    ]
    counts = [int(said) for said in runs]
    assert counts[0] > 0
    assert counts[1] == 0
    assert [path.suffix for path in folder.iterdir() if path.is_file()] == [".py"]


def test_what_is_kept_is_what_was_said(tmp_path: Path) -> None:
    load = KernelFolder(tmp_path)
    assert load("kernel_1", TEXT)(1) == 2
    (tmp_path / "kernel_1.py").write_text("def kernel(x):\n    return 0\n", encoding="utf-8")
    assert load("kernel_1", TEXT)(1) == 2
    np.testing.assert_array_equal(sums(tmp_path), [1.0, 6.0, 6.0])


def test_a_folder_that_cannot_be_written_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Refusal, match="SOCLE_CACHE"):
        KernelFolder(tmp_path / "file" / "cache")("kernel_1", TEXT)


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"SOCLE_CACHE": "mine", "XDG_CACHE_HOME": "/x"}, Path("mine")),
        ({"XDG_CACHE_HOME": "/x"}, Path("/x/socle")),
        ({"XDG_CACHE_HOME": "x"}, Path.home() / ".cache/socle"),
        ({}, Path.home() / ".cache/socle"),
    ],
)
def test_the_folder_is_the_users_choice(environment: dict[str, str], folder: Path) -> None:
    assert cache_folder(environment) == folder

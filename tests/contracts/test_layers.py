"""The layers: imports point down only, and files, formats and the network stay behind the doors."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.source_trees import PACKAGE, ROOT, Fault, dotted, faults, imported, python_files

PURE = ("ground", "model", "rules", "project", "measure", "standards", "engine", "run")
# fmt: off
OUTSIDE = (
    "csv", "json", "pickle", "tomllib", "configparser", "zipfile", "gzip", "shutil", "tempfile",
    "subprocess", "socket", "http", "urllib", "ssl", "sqlite3", "importlib.resources", "yaml", "polars",
    "pandas", "openpyxl", "xlsxwriter", "vl_convert", "jinja2", "babel", "gettext", "requests", "httpx",
)
# fmt: on
FILE_CALLS = {"open", "io.open", "os.open", "input"} | {
    f"{numpy}.{name}"
    for numpy in ("np", "numpy")
    for name in ("load", "save", "savez", "loadtxt", "savetxt", "genfromtxt")
}
# fmt: off
FILE_METHODS = (
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "rmdir",
    "iterdir", "glob", "rglob", "tofile", "fromfile", "touch",
)
# fmt: on

PROVENANCE = "src/socle/ground/provenance.py"
ALLOWED = {
    (PROVENANCE, "json"): "a fingerprint needs one canonical text of plain values; no file is read",
    (PROVENANCE, "open"): "the hash of a file is what provenance is; its content goes nowhere else",
}
"""The exceptions, (file, module or call): reason."""


def doors(module: ast.Module) -> Iterator[Fault]:
    """Imports of formats and services, and calls that touch files."""
    for node, name in imported(module):
        if any(name == outside or name.startswith(outside + ".") for outside in OUTSIDE):
            yield node, name
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            if dotted(node.func) in FILE_CALLS:
                yield node, dotted(node.func)
            elif isinstance(node.func, ast.Attribute) and node.func.attr in FILE_METHODS:
                yield node, node.func.attr


def is_allowed(fault: str) -> bool:
    """Whether the exceptions list the file and the call."""
    location, _, what = fault.partition(": ")
    return (location.rpartition(":")[0], what) in ALLOWED


def test_imports_point_down_and_crafts_do_not_know_each_other() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("layer", PURE)
def test_only_doors_touch_files_formats_and_network(layer: str) -> None:
    path = PACKAGE / layer
    if not path.exists():
        pytest.skip(f"there is no {layer} yet")
    found = [fault for fault in faults(python_files(path), doors) if not is_allowed(fault)]
    assert not found, "belongs to exchange, report or register:\n" + "\n".join(found)


def test_exceptions_to_the_doors_are_still_needed() -> None:
    found = faults(python_files(*(PACKAGE / layer for layer in PURE if (PACKAGE / layer).exists())), doors)
    used = {(fault.partition(": ")[0].rpartition(":")[0], fault.partition(": ")[2]) for fault in found}
    assert set(ALLOWED) <= used, f"exceptions that nothing needs: {sorted(set(ALLOWED) - used)}"


def test_faces_never_open_files_themselves() -> None:
    faces = [PACKAGE / face for face in ("cli", "web") if (PACKAGE / face).exists()]
    calls = [
        fault
        for fault in faults(python_files(*faces), doors)
        if fault.rpartition(": ")[2] in {*FILE_METHODS, *FILE_CALLS}
    ]
    assert not calls, "files belong to exchange, report or register:\n" + "\n".join(calls)


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("import csv", "csv"),
        ("def f():\n    from urllib.request import urlopen", "urllib.request"),
        ("from importlib import resources", "importlib.resources"),
        ("text = path.read_text()", "read_text"),
        ("with open('x') as file: pass", "open"),
        ("values = np.load('x')", "np.load"),
    ],
)
def test_the_contract_of_the_doors_sees_what_it_forbids(code: str, named: str) -> None:
    assert named in [what for _, what in doors(ast.parse(code))]

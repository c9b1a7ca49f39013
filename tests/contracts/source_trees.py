"""The source as syntax trees, for the contracts that read code instead of running it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "socle"

Fault = tuple[ast.AST, str]
"""A place in a file, and what is wrong there."""


def python_files(*folders: Path) -> list[Path]:
    """The Python files under `folders` (a file stands for itself), in order."""
    found = [[folder] if folder.is_file() else sorted(folder.rglob("*.py")) for folder in folders]
    return [path for paths in found for path in paths if "__pycache__" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, node: ast.AST) -> str:
    """The file and line of a node, in the form that an editor opens."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def faults(paths: list[Path], look: Callable[[ast.Module], Iterator[Fault]]) -> list[str]:
    """What `look` finds in the trees of `paths`, each with its file and line."""
    return [f"{place(path, node)}: {what}" for path in paths for node, what in look(tree(path))]


def dotted(node: ast.AST) -> str:
    """The dotted name of an expression (`np.random.seed`), or nothing if it is not a plain name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        left = dotted(node.value)
        return f"{left}.{node.attr}" if left else ""
    return ""


def imported(module: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Every module named by an import statement, wherever the statement stands."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node, node.module
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)

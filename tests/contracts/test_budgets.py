"""Budgets: lengths, arguments, cycles, literals and the habits that a reader should be able to count on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from tests.contracts.source_trees import PACKAGE, ROOT, Fault, dotted, faults, imported, python_files

EVERYWHERE = [ROOT / "src", ROOT / "tools", ROOT / "bench", ROOT / "tests"]
FILE_LINES = 400
TIGHTER_FILE_LINES = {"src/socle/ground/expression.py": 300, "src/socle/model/rulebook.py": 150}
BODY_LINES = 40
POSITIONAL_ARGUMENTS = 6
LONGER_BODIES: dict[str, str] = {}
"""Functions allowed to be longer, `file:name`: reason."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(module: ast.Module) -> Iterator[Function]:
    """Every function and method of a module."""
    yield from (node for node in ast.walk(module) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    """Lines from the first statement after the docstring to the last, blank lines and comments included."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def long_bodies(module: ast.Module) -> Iterator[Fault]:
    """Functions whose body is too long."""
    for function in functions(module):
        if body_lines(function) > BODY_LINES:
            yield function, function.name


def many_arguments(module: ast.Module) -> Iterator[Fault]:
    """Functions with too many positional arguments; `self` and `cls` are not counted."""
    for function in functions(module):
        names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
        count = len([name for name in names if name not in ("self", "cls")])
        if count > POSITIONAL_ARGUMENTS:
            yield function, f"{function.name} takes {count} positional arguments"


def literals(module: ast.Module) -> Iterator[Fault]:
    """Numbers other than 0 and 1."""
    for node in ast.walk(module):
        number = isinstance(node, ast.Constant) and isinstance(node.value, int | float | complex)
        if number and not isinstance(node.value, bool) and node.value not in (0, 1):
            yield node, f"the number {node.value} belongs to a file of law"


def broad_handlers(module: ast.Module) -> Iterator[Fault]:
    """Handlers that catch everything and do not raise again."""
    for node in ast.walk(module):
        if isinstance(node, ast.ExceptHandler):
            broad = node.type is None or dotted(node.type) in ("Exception", "BaseException")
            if broad and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node)):
                yield node, "catches everything"


def prints(module: ast.Module) -> Iterator[Fault]:
    """Calls of print."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and dotted(node.func) == "print":
            yield node, "prints"


CLOCKS = {f"{kind}.{name}" for kind in ("datetime", "date") for name in ("now", "today", "utcnow")}
CLOCKS |= {f"datetime.{name}" for name in CLOCKS} | {
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
}
CHANCE = ("random", "secrets", "uuid")
OWN_GENERATORS = ("default_rng", "Generator", "SeedSequence", "PCG64", "Philox", "BitGenerator")


def clock_and_chance(module: ast.Module) -> Iterator[Fault]:
    """The clock, global randomness, and generators without a seed."""
    for node, name in imported(module):
        if name.partition(".")[0] in CHANCE:
            yield node, f"imports {name}"
    for node in ast.walk(module):
        name = dotted(node.func) if isinstance(node, ast.Call) else ""
        left, _, last = name.rpartition(".")
        if name in CLOCKS or name in ("os.urandom", "os.getpid"):
            yield node, f"calls {name}"
        elif left in ("np.random", "numpy.random") and last not in OWN_GENERATORS:
            yield node, f"calls {name}, whose seed is global"
        elif last == "default_rng" and isinstance(node, ast.Call) and not (node.args or node.keywords):
            yield node, "makes a generator without a seed"


def test_files_stay_short() -> None:
    long = []
    for path in python_files(*EVERYWHERE):
        name, lines = str(path.relative_to(ROOT)), len(path.read_text(encoding="utf-8").splitlines())
        if lines >= (limit := TIGHTER_FILE_LINES.get(name, FILE_LINES)):
            long.append(f"{name}: {lines} lines, the limit is {limit}")
    assert not long, "\n".join(long)


def test_function_bodies_fit_a_screen() -> None:
    found = faults(python_files(*EVERYWHERE), long_bodies)
    names = {f"{fault.partition(':')[0]}:{fault.rpartition(': ')[2]}": fault for fault in found}
    too_long = [fault for name, fault in names.items() if name not in LONGER_BODIES]
    assert not too_long, f"longer than {BODY_LINES} lines:\n" + "\n".join(too_long)
    assert set(LONGER_BODIES) <= set(names), "an exception that nothing needs"


def test_functions_take_few_positional_arguments() -> None:
    found = faults(python_files(*EVERYWHERE), many_arguments)
    assert not found, "\n".join(found)


def test_imports_make_no_circle() -> None:
    graph = grimp.build_graph("socle", cache_dir=None)
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail("modules import each other: " + " <- ".join(error.args[1]))


@pytest.mark.parametrize(
    ("room", "look"),
    [
        ("rules", literals),
        ("", broad_handlers),
        *[
            (room, prints)
            for room in ("ground", "model", "rules", "project", "measure", "standards", "engine")
        ],
        *[(room, prints) for room in ("exchange", "report", "register", "web", "run.py", "__init__.py")],
        *[
            (room, clock_and_chance)
            for room in ("ground", "model", "rules", "project", "measure", "standards")
        ],
        *[(room, clock_and_chance) for room in ("engine", "exchange", "report", "run.py")],
    ],
)
def test_room_keeps_its_habits(room: str, look: object) -> None:
    assert callable(look)
    found = faults([path for path in python_files(PACKAGE / room) if path.exists()], look)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("look", "bad", "good"),
    [
        (literals, "limit = 65", "limit = age * 0 + 1"),
        (literals, "share = 0.5", "ok = True"),
        (broad_handlers, "try: f()\nexcept: pass", "try: f()\nexcept ValueError: pass"),
        (broad_handlers, "try: f()\nexcept Exception: g()", "try: f()\nexcept Exception: raise"),
        (prints, "print(1)", "table.print(1)"),
        (clock_and_chance, "from datetime import datetime\nx = datetime.now()", "x = datetime(2024, 1, 1)"),
        (clock_and_chance, "x = datetime.date.today()", "x = time.perf_counter()"),
        (clock_and_chance, "import random", "import statistics"),
        (clock_and_chance, "np.random.normal()", "rng.normal()"),
        (clock_and_chance, "np.random.default_rng()", "np.random.default_rng(7)"),
        (long_bodies, "def f():\n" + "    x = 1\n" * 41, "def f():\n    'Doc.'\n" + "    x = 1\n" * 40),
        (many_arguments, "def f(a, b, c, d, e, f, g): ...", "def f(self, a, b, c, d, e, f, *, g): ..."),
    ],
)
def test_each_budget_sees_what_it_forbids(look: object, bad: str, good: str) -> None:
    assert callable(look)
    assert list(look(ast.parse(bad)))
    assert not list(look(ast.parse(good)))

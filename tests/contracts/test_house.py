"""Rules that hold for every file of the repository."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import socle
from tests.contracts.source_trees import ROOT

LARGEST = 400_000
MADE_HERE = {".git", ".venv", "out", "build", "dist", "node_modules", "__pycache__"}
MACHINE_PATH = re.compile(
    r"(?<![\w./:~}$%-])/(?:home|root|work|tmp|Users|private|mnt)/\w|(?<!\w)[A-Z]:\\+Users"
)
REGISTRY = re.compile(
    r"pypi\.org/simple|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg|conda\.anaconda"
    r"|(?:extra-)?index-url|find-links|(?:PIP|UV)_(?:EXTRA_)?INDEX"
)
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def files_of_the_repository() -> list[Path]:
    """The tracked files; in a copy without its history, every file that was not made here."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not MADE_HERE & set(path.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file()]


def lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    """The lines of text files in which `pattern` is found, each with its place."""
    found = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture or a font: it has no lines
        found += [
            f"{path.relative_to(ROOT)}:{i}: {line[:120]}"
            for i, line in enumerate(lines, 1)
            if pattern.search(line)
        ]
    return found


def test_no_file_knows_a_machine() -> None:
    found = lines_with(MACHINE_PATH, files_of_the_repository())
    assert not found, "absolute paths:\n" + "\n".join(found)


def test_no_file_knows_a_package_registry() -> None:
    paths = [path for path in files_of_the_repository() if path != Path(__file__).resolve()]
    found = lines_with(REGISTRY, paths)
    assert not found, "addresses of package registries:\n" + "\n".join(found)


def test_no_file_is_large() -> None:
    large = [
        f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes"
        for path in files_of_the_repository()
        if path.stat().st_size > LARGEST
    ]
    assert not large, "\n".join(large)


def test_repository_listing_finds_the_code() -> None:
    assert {Path(socle.__file__).resolve(), ROOT / "pyproject.toml"} <= set(files_of_the_repository())


@pytest.mark.parametrize(
    ("pattern", "text", "seen"),
    [
        (MACHINE_PATH, "data = '/" + "home/someone/data'", True),
        (MACHINE_PATH, "cd /" + "tmp/x", True),
        (MACHINE_PATH, "https://example.org/" + "home/page", False),
        (MACHINE_PATH, "out/" + "tmp/x", False),
        (REGISTRY, "pip install --index" + "-url x", True),
        (REGISTRY, "https://files.python" + "hosted.org/x", True),
        (REGISTRY, "https://data.example.org/simple", False),
    ],
)
def test_patterns_see_what_they_forbid(pattern: re.Pattern[str], text: str, seen: bool) -> None:
    assert bool(pattern.search(text)) is seen


def test_version_is_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == socle.__version__


def test_changelog_opens_with_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first = re.search(r"^## \[(.+?)\](?: - (\S+))?$", text, re.MULTILINE)
    assert first, "CHANGELOG.md has no section such as `## [0.1.0] - unreleased`"
    assert first[1] == socle.__version__
    assert first[2] == "unreleased" or re.fullmatch(r"\d{4}-\d{2}-\d{2}", first[2] or "")


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:3]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_decision_begins_with_the_pain(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert lines[0].startswith(f"# {int(path.name[:3])}. "), "the first line is the number and the title"
    assert lines[1] == "## The pain"

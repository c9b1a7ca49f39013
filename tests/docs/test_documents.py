"""Documents stay true: their links lead somewhere, their examples run, their commands exist."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language, in order."""
    return [body for kind, body in FENCE.findall(text) if kind == language]


def broken_links(document: Path, text: str) -> list[str]:
    """Relative links whose file, or whose heading in it, does not exist."""
    found = []
    for pair in LINK.findall(text):
        link = pair[0] or pair[1]
        if re.match(r"[a-z]+:", link):
            continue
        name, _, heading = link.partition("#")
        target = document.parent / name if name else document
        if not target.exists() or (heading and heading not in headings(target)):
            found.append(link)
    return found


def headings(document: Path) -> set[str]:
    """The anchors of a document's headings, as code hosts write them."""
    lines = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


def commands(text: str) -> list[str]:
    """The commands of console blocks: lines that begin with a dollar."""
    lines = "\n".join(blocks(text, "console")).splitlines()
    return [line[2:] for line in lines if line.startswith("$ ")]


def targets() -> set[str]:
    """The targets that `make help` lists."""
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^  make (\w+)", shown, re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_links_lead_somewhere(document: Path) -> None:
    assert not broken_links(document, document.read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_make_targets_in_documents_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`|\$ )make (\w+)", text, re.MULTILINE))
    assert named <= targets(), f"no such target: {sorted(named - targets())}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_examples_run(document: Path, tmp_path: Path) -> None:
    """The Python blocks of a document, as one program, and the `socle` commands of its console blocks."""
    text = document.read_text(encoding="utf-8")
    program = "\n".join(blocks(text, "python"))
    calls = [[sys.executable, "-c", program]] if program else []
    calls += [shlex.split(line, comments=True) for line in commands(text) if line.startswith("socle ")]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for call in calls:
        done = subprocess.run(
            call, cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{shlex.join(call)}\n{done.stdout}\n{done.stderr}"


def test_every_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == targets()


def test_contributing_knows_every_room() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = [path.parent.name for path in (ROOT / "src" / "socle").glob("*/__init__.py")]
    unknown = [room for room in rooms if f"`{room}" not in text]
    assert rooms
    assert not unknown, f"CONTRIBUTING.md says nothing of {unknown}"


def test_house_has_its_documents() -> None:
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md"} <= set(NAMES)


def test_broken_links_and_console_commands_are_seen(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    text = (
        "# A heading\n[a](#a-heading) [b](absent.md) [c](#absent)\n```console\n$ socle floor SEN\nout\n```\n"
    )
    document.write_text(text, encoding="utf-8")
    assert broken_links(document, text) == ["absent.md", "#absent"]
    assert commands(text) == ["socle floor SEN"]

"""What is confidential does not leave the register, whoever exports; many hand in at the same time."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from socle.cli.main import main
from socle.register.store import Register
from socle.register.submissions import Submissions

Said = pytest.CaptureFixture[str]
TOY = Path(__file__).resolve().parents[2] / "src/socle/library/countries/XXX/inquiry/2024"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The inquiry of the invented country, of which one amount is confidential."""
    made = tmp_path / "inquiry"
    shutil.copytree(TOY, made)
    file = made / "reserves.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    for row in rows:
        row["confidential"] = "no"
    rows[0]["confidential"] = "oui"
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return made


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A register with people in it."""
    monkeypatch.chdir(tmp_path)
    place = str(tmp_path / "register.sqlite")
    monkeypatch.setenv("SOCLE_REGISTER", place)
    ask("adm", "register", "init")
    ask("adm", "register", "user", "add", "ana", "--role", "respondent:XXX")
    ask("adm", "register", "user", "add", "ben", "--role", "reviewer", "--role", "publisher")
    return place


def ask(user: str, *words: str) -> None:
    assert main([*words, "--user", user, "--lang", "en"]) == 0


def test_what_is_confidential_leaves_only_when_it_is_asked_for_by_who_may(
    where: str, folder: Path, tmp_path: Path, capsys: Said
) -> None:
    ask("ana", "inquiry", "submit", str(folder))
    ask("ben", "inquiry", "review", "XXX-2024-1", "--accept")
    ask("ben", "inquiry", "publish", "XXX-2024-1")
    held = {}
    for user in ("ben", "ron"):
        for more in ((), ("--confidential",)):
            ask(user, "export", "sdmx", "--flow", "INQUIRY", "-o", "out.csv", *more)
            held[user, more] = (tmp_path / "out.csv").read_text(encoding="utf-8")
    everything = held.pop(("ben", ("--confidential",)))
    (public,) = set(held.values())  # the same for all others
    assert len(everything.splitlines()) > len(public.splitlines())
    assert ",yes," in everything
    assert ",yes," not in public
    ask("ron", "inquiry", "show", "XXX-2024-1", "--json")
    seen = capsys.readouterr().out
    assert '"confidential": "no"' in seen
    assert not re.search('"confidential": "(oui|yes)"', seen)


def test_a_questionnaire_does_not_show_what_another_country_said(
    where: str, folder: Path, capsys: Said
) -> None:
    words = ["inquiry", "template", "--country", "SEN", "--year", "2025", "--from", str(folder)]
    assert main([*words, "-o", "out", "--lang", "en"]) == 2
    assert "is of XXX, the questionnaire of SEN" in capsys.readouterr().err
    assert not Path("out").exists()


def test_eight_commands_that_submit_at_once_lose_nothing(where: str, folder: Path) -> None:
    register = Register.of(where, "adm")
    command = [sys.executable, "-m", "socle.cli", "inquiry", "submit"]
    running = []
    for number in range(8):
        other = folder.parent / f"inquiry{number}"
        shutil.copytree(folder, other)
        facts = other / "inquiry.yaml"
        facts.write_text(
            facts.read_text(encoding="utf-8").replace("respondent:", f"respondent: {number}"), "utf-8"
        )
        running.append(
            subprocess.Popen(
                [*command, str(other), "--user", "ana"],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, "SOCLE_REGISTER": where},
            )
        )
    ended = [(one.communicate()[1], one.returncode) for one in running]
    assert [code for _, code in ended] == [0] * 8, ended
    found = Submissions(register).listed()
    assert [one.version for one in found] == list(range(1, 9))
    assert [one.state for one in found] == ["superseded"] * 7 + ["submitted"]
    assert register.verify().sound

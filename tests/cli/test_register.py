"""`socle register`: made, proven, copied, brought back; who may use it, and in what words others are refused."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from socle.cli.main import main

Said = tuple[int, str, str]
Ask = Callable[..., Said]


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Runs `socle register` in somebody's name."""
    monkeypatch.setenv("SOCLE_REGISTER", str(tmp_path / "register.sqlite"))

    def asked(user: str, *words: str, lang: str = "en") -> Said:
        status = main(["register", *words, "--user", user, "--lang", lang])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return asked


def test_who_makes_a_register_gives_the_roles_and_all_of_it_is_logged(tmp_path: Path, ask: Ask) -> None:
    status, out, _ = ask("root", "init", "--title", "Office")
    assert (status, out.splitlines()[:2]) == (
        0,
        ["The register is made; `root` administers it.", str(tmp_path / "register.sqlite")],
    )
    assert ask("root", "user", "add", "ana", "--role", "respondent:sen", "--title", "Ministry")[0] == 0
    ask(
        "root",
        "user",
        "change",
        "ana",
        "--role",
        "reviewer",
        "--remove",
        "respondent:SEN",
        "--reason",
        "moved",
    )
    held = json.loads(ask("root", "user", "list", "--json")[1])
    assert held == [
        {"name": "ana", "title": "Ministry", "roles": ["reviewer"]},
        {"name": "root", "title": "Office", "roles": ["administrator"]},
    ]
    assert [one["name"] for one in json.loads(ask("ana", "user", "--json")[1])] == ["ana"]
    log = json.loads(ask("root", "log", "--json")[1])
    assert [(one["author"], one["action"], one["subject"], one["reason"]) for one in log] == [
        ("root", "change account", "ana", "moved"),
        ("root", "add account", "ana", "added"),
        ("root", "create", "register", "a new register"),
    ]
    assert len(json.loads(ask("root", "log", "--json", "--last", "1")[1])) == 1
    assert json.loads(ask("zoe", "log", "--json")[1]) == [], "what others did is for those who work here"


def test_an_account_that_is_closed_may_do_nothing(ask: Ask) -> None:
    ask("root", "init")
    ask("root", "user", "add", "ana", "--role", "reader")
    assert ask("root", "user", "change", "ana", "--close", "--reason", "left")[1] == "`ana` is now closed.\n"
    status, _, err = ask("ana", "log")
    assert status == 2
    assert "read only by those who have a role" in err


def test_a_backup_is_the_register_and_a_change_behind_its_back_is_found(tmp_path: Path, ask: Ask) -> None:
    ask("root", "init")
    ask("root", "user", "add", "ana", "--role", "reader")
    before = json.loads(ask("zoe", "verify", "--json")[1])
    assert (before["sound"], before["changes"], before["faults"]) == (True, 2, [])
    copy, again = tmp_path / "copy.sqlite", tmp_path / "again.sqlite"
    assert ask("root", "backup", str(copy))[0] == 0
    assert ask("root", "restore", str(copy), "--register", str(again))[0] == 0
    restored = json.loads(ask("zoe", "verify", "--register", str(again), "--json")[1])
    assert restored["head"] == before["head"]
    with sqlite3.connect(again) as connection:
        for verb in ("update", "delete"):
            connection.execute(f"DROP TRIGGER account_no_{verb}")
        connection.execute("UPDATE account SET roles = 'administrator' WHERE name = 'ana'")
    connection.close()
    status, out, _ = ask("zoe", "verify", "--register", str(again))
    assert status == 1
    assert out.startswith("The register is not as it was written. Places: 1.")
    assert ask("zoe", "verify", "--head", before["head"])[0] == 0
    assert ask("zoe", "verify", "--head", "f" * 64)[0] == 1, "an end of the log that is gone"


FORBIDDEN = [
    ("user", "add", "eve", "--role", "administrator"),
    ("user", "change", "ana", "--role", "administrator"),
    ("backup", "copy.sqlite"),
    ("upgrade",),
]


@pytest.mark.parametrize("words", FORBIDDEN, ids=lambda words: " ".join(words[:2]))
@pytest.mark.parametrize("role", ["reader", "respondent:SEN", "reviewer", "publisher", ""])
def test_only_administrators_manage(tmp_path: Path, ask: Ask, role: str, words: tuple[str, ...]) -> None:
    ask("root", "init")
    ask("root", "user", "add", "ana", "--role", role or "reader")
    status, out, err = ask(
        "ana" if role else "zoe", *(word.replace("copy", str(tmp_path / "copy")) for word in words)
    )
    assert (status, out) == (2, "")
    assert err
    assert len(json.loads(ask("root", "log", "--json")[1])) == 2
    assert not (tmp_path / "copy.sqlite").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("init",), "There is something here already."),
        (("user", "add"), "Say which account"),
        (("user", "ad", "ana"), "Did you mean `add`?"),
        (("user", "add", "ana"), "Say at least one role"),
        (("user", "add", "ana", "--role", "respondent"), "for which country"),
        (("user", "add", "ana", "--role", "revewer"), "Did you mean `reviewer`?"),
        (("user", "add", "a b", "--role", "reader"), "cannot be the name of an account"),
        (("user", "add", "root", "--role", "reader"), "There is an account `root` already"),
        (("user", "change", "root", "--role", "reader"), "Say why, in words"),
        (("user", "add", "zoe", "--role", "reader", "--reason", "a\x07b"), "cannot be shown"),
        (("user", "add", "zoe", "--role", "reader", "--title", "\ud800"), "cannot be shown"),
        (("user", "change", "rot", "--role", "reader", "--reason", "x"), "Did you mean `root`?"),
        (("user", "change", "root", "--close", "--reason", "x"), "only administrator"),
        (("user", "change", "root", "--remove", "administrator", "--reason", "x"), "only administrator"),
        (("user", "change", "root", "--remove", "reviewer", "--reason", "x"), "`root` is not reviewer"),
        (("restore", "nothing.sqlite", "--register", "other.sqlite"), "There is no register here"),
        (("verify", "--register", "mysql://x/y"), "is something else"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(ask: Ask, words: tuple[str, ...], told: str) -> None:
    ask("root", "init")
    status, out, err = ask("root", *words)
    assert (status, out) == (2, "")
    assert told in err


def test_where_there_is_no_register_one_is_told_how_to_make_it(ask: Ask) -> None:
    status, _, err = ask("root", "verify")
    assert status == 2
    assert "socle register init" in err


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_terminals_of_80_columns(ask: Ask, lang: str) -> None:
    ask("root", "init")
    ask("root", "user", "add", "ana", "--role", "respondent:SEN", "--reason", "a long reason " * 20)
    for words in (("log",), ("user",)):
        text = ask("root", *words, lang=lang)[1]
        assert text
        assert all(len(line) <= 80 for line in text.splitlines())
